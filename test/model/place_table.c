/* Places by their other names. */
#include "../test.h"

#include <stdlib.h>

#include "../archive.h"
#include "base/file.h"
#include "base/limits.h"
#include "model/place.h"
#include "model/place_table.h"

static struct arena arena;
static const struct place_table *table;
static struct settings twir;

static struct str settled(struct str text)
{
	struct place place;

	place_read(text, &place);
	place_settle(table, &place);
	return place_text(&arena, &place);
}

static void test_cases(void **state)
{
	static const struct {
		const char *written, *meant;
	} cases[] = {
		{ "Praha, CZ", "Prague, CZ" },
		{ "praha, cz", "Prague, CZ" },
		{ "Zürich, CH", "Zurich, CH" },
		{ "Zurich, CH", "Zurich, CH" },
		{ "Charlottesville, NC, US", "Charlottesville, VA, US" },
		{ "Vancouver, CA", "Vancouver, BC, CA" },
		/* The same name elsewhere is another place. */
		{ "Vancouver, WA, US", "Vancouver, WA, US" },
		{ "Cambridge, MA, US", "Cambridge, MA, US" },
		{ "Cambridge, UK", "Cambridge, GB" },
		{ "Portland, ME, US", "Portland, ME, US" },
		{ "Columbus, GA, US", "Columbus, GA, US" },
		/* What is not known stays. */
		{ "Low Tide, PT", "Low Tide, PT" },
		{ "Tel Aviv-Yafo, IL", "Tel Aviv-Yafo, IL" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_str(settled(str_of(cases[i].written)), cases[i].meant);
}

/* What is meant is itself written so. */
static void test_settled_twice(void **state)
{
	struct str rest, line;
	struct error err;
	struct str text;

	(void)state;
	if (!file_read(arena_printf(&arena, "%s/presets/places.tsv",
			   getenv("SENNIGHT_SOURCE"))
			   .at,
		MIB, &arena, &text, &err))
		fail_msg("%s", err.text);
	rest = text;
	while (rest.at != NULL) {
		struct str written;

		line = str_take(&rest, '\n');
		written = str_take(&line, '\t');
		if (line.at == NULL || written.at[0] == '#')
			continue;
		if (!str_eq(settled(written), settled(settled(written))))
			fail_msg("%.*s", STR_ARG(written));
	}
}

/* Rows of the data that say otherwise than others of them: "Vienna, AT" and
 * "Montreal, QC, CA" are there too. */
static bool is_disputed(struct str written)
{
	static const char *const rows[] = { "Brisbane City, AU",
		"Brisbane City, QL, AU", "Wien, AT", "Montréal, CA" };

	for (size_t i = 0; i < COUNT(rows); i++)
		if (str_eq(written, str_of(rows[i])))
			return true;
	return false;
}

static struct str region_of(const struct settings *s, struct str meant)
{
	size_t comma = STR_NONE, at = 0, region;

	while ((at = str_find_char(meant, ',', at)) != STR_NONE)
		comma = at++;
	meant =
	    comma == STR_NONE ? meant : str_sub(meant, comma + 2, meant.len);
	region = settings_region_of_country(s, meant);
	return region != STR_NONE ? s->region[region].title : STR("?");
}

/* listings, written, meant, shown, region */
static void check_row(struct str line, size_t *count, size_t *wrong)
{
	const struct settings *s = &twir;
	struct str field[5], is;

	for (size_t i = 0; i < COUNT(field); i++)
		field[i] = str_take(&line, '\t');
	if (field[4].at == NULL || is_disputed(field[1]))
		return;
	is = settled(field[1]);
	++*count;
	if (str_eq(is, field[2]) && str_eq(region_of(s, is), field[4]))
		return;
	++*wrong;
	print_error("%.*s: %.*s in %.*s, not %.*s in %.*s\n", STR_ARG(field[1]),
	    STR_ARG(is), STR_ARG(region_of(s, is)), STR_ARG(field[2]),
	    STR_ARG(field[4]));
}

static void test_real_ones(void **state)
{
	struct str text;
	struct error err;
	size_t count = 0, wrong = 0;

	(void)state;
	if (!settings_preset(&arena, STR("twir"), &twir, &err))
		fail_msg("%s", err.text);
	if (archive_folder(&arena) == NULL) {
		skip();
		return;
	}
	if (!file_read(path_join(&arena, archive_folder(&arena), "places.tsv"),
		MIB, &arena, &text, &err))
		fail_msg("%s", err.text);
	str_take(&text, '\n');
	while (text.at != NULL)
		check_row(str_take(&text, '\n'), &count, &wrong);
	assert_true(count >= 300);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_settled_twice),
		cmocka_unit_test(test_real_ones),
	};

	table = place_table_make(&arena);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
