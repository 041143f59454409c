/* Tables as text, one case a line: fields in [], rows apart by |. */
#include "../test.h"

#include "base/limits.h"
#include "subscribers/csv.h"

static const struct {
	const char *text, *rows;
} cases[] = {
	{ "", "end" },
	{ "a", "1[a] end" },
	{ "a,b\nc,d\n", "1[a][b] 2[c][d] end" },
	{ "a;b\r\nc;d", "1[a][b] 2[c][d] end" },
	{ "a\tb,c\td\re\tf", "1[a][b,c][d] 2[e][f] end" },
	{ "a,b;c;d\n1;2,3;4\n", "1[a,b][c][d] 2[1][2,3][4] end" },
	{ "sep=;\na;b,c,d\n", "2[a][b,c,d] end" },
	{ "sep=|\r\na|b\r\n", "2[a][b] end" },
	{ "a,\n,b\n", "1[a][] 2[][b] end" },
	{ "\n\n,,\na\n\n", "4[a] end" },
	{ "\"a\",\"b\"\n", "1[a][b] end" },
	{ "\"a,b\",\"c\nd\"\ne,f\n", "1[a,b][c\nd] 3[e][f] end" },
	{ "\"a\r\nb\r\nc\",x\nd,y", "1[a\r\nb\r\nc][x] 4[d][y] end" },
	{ "\"a\"\"b\"\"\"\n", "1[a\"b\"] end" },
	{ "\"\",\"\"\"\"\n", "1[][\"] end" },
	{ "a \"b\" c,d\n", "1[a \"b\" c][d] end" },
	{ "\"a\"b,c\n", "1[ab][c] end" },
	{ "\"a\"\"b\"c,d\n", "1[a\"bc][d] end" },
	{ "a\n\"b", "1[a] 2open" },
	{ "\"", "1open" },
	{ "\"a;b;c;d\",e\n", "1[a;b;c;d][e] end" },
};

static void add_row(struct strbuf *out, const struct csv_row *row)
{
	strbuf_printf(out, "%zu", row->line);
	for (size_t i = 0; i < row->fields; i++)
		strbuf_printf(out, "[%.*s]", STR_ARG(row->field[i]));
	strbuf_add_char(out, ' ');
}

static void test_reading(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = { 0 };
		enum csv_status status;
		struct strbuf out;
		struct csv_row row;
		struct csv csv;

		strbuf_init(&out, MIB);
		csv_start(&csv, str_of(cases[i].text));
		while ((status = csv_next(&csv, &arena, &row)) == CSV_ROW)
			add_row(&out, &row);
		if (status == CSV_END)
			strbuf_lit(&out, "end");
		else
			strbuf_printf(&out, "%zuopen", row.line);
		assert_str(strbuf_str(&out), cases[i].rows);
		strbuf_release(&out);
		arena_release(&arena);
	}
}

static void test_limits(void **state)
{
	struct arena arena = { 0 };
	struct strbuf text;
	struct csv_row row;
	struct csv csv;

	(void)state;
	strbuf_init(&text, 4 * MIB);
	strbuf_add_repeat(&text, ',', LIMIT_PEOPLE_FIELDS);
	csv_start(&csv, strbuf_str(&text));
	assert_int_equal(csv_next(&csv, &arena, &row), CSV_TOO_MANY);
	strbuf_reset(&text);
	strbuf_add_char(&text, '"');
	strbuf_add_repeat(&text, 'a', LIMIT_PEOPLE_ROW);
	strbuf_add_char(&text, '"');
	csv_start(&csv, strbuf_str(&text));
	assert_int_equal(csv_next(&csv, &arena, &row), CSV_TOO_LONG);
	strbuf_release(&text);
	arena_release(&arena);
}

/* What is written, and that it reads back. */
static const struct {
	const char *field, *written;
} fields[] = {
	{ "", "" },
	{ "a b", "a b" },
	{ "a,b", "\"a,b\"" },
	{ "a;b", "\"a;b\"" },
	{ "a\"b", "\"a\"\"b\"" },
	{ " a", "\" a\"" },
	{ "a\nb", "\"a\nb\"" },
	{ "=1+1", "'=1+1" },
	{ "+1", "'+1" },
	{ "-1", "'-1" },
	{ "@A1", "'@A1" },
	{ "'=1", "''=1" },
	{ "'a", "''a" },
	{ "\tx", "\"'\tx\"" },
	{ "a=1", "a=1" },
};

static void test_writing(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(fields); i++) {
		struct arena arena = { 0 };
		struct strbuf out;
		struct csv_row row;
		struct csv csv;

		strbuf_init(&out, MIB);
		csv_add_guarded(&out, str_of(fields[i].field));
		assert_str(strbuf_str(&out), fields[i].written);
		strbuf_lit(&out, ",x\n");
		csv_start(&csv, strbuf_str(&out));
		assert_int_equal(csv_next(&csv, &arena, &row), CSV_ROW);
		assert_str(csv_unguarded(row.field[0]), fields[i].field);
		strbuf_release(&out);
		arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reading),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_writing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
