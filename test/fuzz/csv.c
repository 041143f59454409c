/* Any bytes as a table: what is read is written and reads back the same. */
#include <assert.h>

#include "base/limits.h"
#include "subscribers/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_row(struct strbuf *out, const struct csv_row *row)
{
	for (size_t i = 0; i < row->fields; i++) {
		if (i > 0)
			strbuf_add_char(out, ',');
		csv_add_guarded(out, row->field[i]);
	}
	strbuf_add_char(out, '\n');
}

static void check_same(const struct csv_row *row, const struct csv_row *again)
{
	assert(row->fields == again->fields);
	for (size_t i = 0; i < row->fields; i++)
		assert(str_eq(row->field[i], csv_unguarded(again->field[i])));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct arena arena = { 0 };
	struct csv first, second;
	struct csv_row row, again;
	struct strbuf out;
	size_t line = 0;

	strbuf_init(&out, 16 * MIB);
	strbuf_lit(&out, "a,b\n");
	csv_start(&first, text);
	while (csv_next(&first, &arena, &row) == CSV_ROW) {
		assert(row.line > line && row.fields > 0);
		line = row.line;
		write_row(&out, &row);
	}
	assert(!out.full);
	csv_start(&second, strbuf_str(&out));
	assert(csv_next(&second, &arena, &again) == CSV_ROW);
	csv_start(&first, text);
	while (csv_next(&first, &arena, &row) == CSV_ROW) {
		assert(csv_next(&second, &arena, &again) == CSV_ROW);
		check_same(&row, &again);
	}
	assert(csv_next(&second, &arena, &again) == CSV_END);
	strbuf_release(&out);
	arena_release(&arena);
	return 0;
}
