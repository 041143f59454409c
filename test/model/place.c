/* Places: modes, parts, and a table of spellings from a real archive. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/strbuf.h"
#include "model/country.h"
#include "model/place.h"
#include "test/archive.h"

/* "Berlin/-/DE; ..." */
static struct str describe(struct arena *arena, const struct where *w)
{
	struct strbuf out;
	struct str s;

	strbuf_init(&out, 1000);
	for (size_t i = 0; i < w->places; i++) {
		const struct place *p = &w->place[i];

		strbuf_add_cstr(&out, i > 0 ? "; " : "");
		strbuf_add(&out, p->city.at == NULL ? STR("-") : p->city);
		strbuf_add_char(&out, '/');
		strbuf_add(&out, p->state.at == NULL ? STR("-") : p->state);
		strbuf_add_char(&out, '/');
		strbuf_add(&out, p->country.at == NULL ? STR("-") : p->country);
	}
	s = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return s;
}

static const struct {
	const char *text;
	enum event_mode mode;
	const char *places;
} cases[] = {
	{ "Berlin, DE", MODE_IN_PERSON, "Berlin/-/DE" },
	{ "London, UK", MODE_IN_PERSON, "London/-/GB" },
	{ "Bergen, No", MODE_IN_PERSON, "Bergen/-/NO" },
	{ "Delft, The Netherlands", MODE_IN_PERSON, "Delft/-/NL" },
	{ "Ankara, Türkiye", MODE_IN_PERSON, "Ankara/-/TR" },
	{ "Montreal, Quebec, Canada", MODE_IN_PERSON, "Montreal/QC/CA" },
	{ "New York, NY US", MODE_IN_PERSON, "New York/NY/US" },
	{ "Portland, OR", MODE_IN_PERSON, "Portland/OR/US" },
	{ "Brisbane City, QL", MODE_IN_PERSON, "Brisbane City/QLD/AU" },
	{ "Tel Aviv, Israel", MODE_IN_PERSON, "Tel Aviv/-/IL" },
	{ "IL", MODE_IN_PERSON, "-/-/IL" },
	{ "Nowhere", MODE_IN_PERSON, "Nowhere/-/-" },
	{ "Global", MODE_IN_PERSON, "-/-/-" },
	{ "", MODE_UNKNOWN, "" },
	{ "Virtual", MODE_VIRTUAL, "" },
	{ "Online", MODE_VIRTUAL, "" },
	{ "Virtual (Dallas, TX, US)", MODE_VIRTUAL, "Dallas/TX/US" },
	{ "Virtual (Bonn, DE; Lyon, FR)", MODE_VIRTUAL,
	    "Bonn/-/DE; Lyon/-/FR" },
	{ "Virtual (Bonn, DE / Lyon, FR)", MODE_VIRTUAL,
	    "Bonn/-/DE; Lyon/-/FR" },
	{ "Virtual (Praha / Prague, CZ)", MODE_VIRTUAL, "Praha / Prague/-/CZ" },
	{ "Hybrid (Bonn, DE)", MODE_HYBRID, "Bonn/-/DE" },
	{ "Hybrid - Bonn, DE", MODE_HYBRID, "Bonn/-/DE" },
	{ "Hybrid - Virtual and In-person (Bonn, DE)", MODE_HYBRID,
	    "Bonn/-/DE" },
	{ "Hybrid: In-Person and Virtual (Bonn, DE)", MODE_HYBRID,
	    "Bonn/-/DE" },
	{ "Hybrid (Virtual + In-person) Bonn, DE", MODE_HYBRID, "Bonn/-/DE" },
	{ "Virtual + In Person (Bonn, DE)", MODE_HYBRID, "Bonn/-/DE" },
	{ "Bonn, DE + Virtual", MODE_HYBRID, "Bonn/-/DE" },
	{ "Virtual + Bonn, DE", MODE_HYBRID, "Bonn/-/DE" },
	{ "Bonn, DE - Virtual + In-person", MODE_HYBRID, "Bonn/-/DE" },
	{ "Vienna, Austria & online", MODE_HYBRID, "Vienna/-/AT" },
};

static void test_cases(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct where w;
		struct str got;

		where_read(&arena, str_of(cases[i].text), &w);
		got = describe(&arena, &w);
		assert_string_equal(got.at, cases[i].places);
		assert_int_equal(w.mode, cases[i].mode);
	}
	arena_release(&arena);
}

static void test_countries(void **state)
{
	(void)state;
	assert_true(str_eq(country_code(STR("de")), STR("DE")));
	assert_true(str_eq(country_code(STR("Korea")), STR("KR")));
	assert_null(country_code(STR("Atlantis")).at);
	assert_null(country_code(STR("")).at);
	assert_true(str_eq(country_name(STR("TR")), STR("Türkiye")));
	assert_true(
	    str_eq(country_state(STR("US"), STR("new york")), STR("NY")));
	assert_null(country_state(STR("US"), STR("BC")).at);
	/* WA is of two countries, IL a country itself. */
	assert_null(country_of_state(STR("WA")).at);
	assert_null(country_of_state(STR("IL")).at);
	assert_true(str_eq(country_of_state(STR("TX")), STR("US")));
}

/* As the table has it: states only where they are needed to tell. */
static void add_canonical(struct strbuf *out, const struct place *p)
{
	bool state = str_eq(p->country, STR("US")) ||
		     str_eq(p->country, STR("CA")) ||
		     str_eq(p->country, STR("AU"));

	strbuf_reset(out);
	if (p->city.len > 0) {
		strbuf_add(out, p->city);
		strbuf_lit(out, ", ");
	}
	if (state && p->state.len > 0) {
		strbuf_add(out, p->state);
		strbuf_lit(out, ", ");
	}
	strbuf_add(out, p->country);
}

/* What differs there is the spelling of cities and left out states, which
 * nobody can know from the text; the country must be right. */
static void test_archive(void **state)
{
	struct arena arena = { 0 };
	struct error err;
	struct strbuf out;
	struct str text;
	size_t rows = 0, equal = 0, country = 0;
	const char *folder = archive_folder(&arena);

	(void)state;
	if (folder == NULL ||
	    !file_read(path_join(&arena, folder, "places.tsv"), 1000000, &arena,
		&text, &err)) {
		print_message("# skipped: no places.tsv\n");
		arena_release(&arena);
		skip();
	}
	strbuf_init(&out, 1000);
	str_take(&text, '\n');
	while (text.at != NULL && text.len > 0) {
		struct str row = str_take(&text, '\n'), spelling, canonical;
		struct place place;

		str_take(&row, '\t');
		spelling = str_take(&row, '\t');
		canonical = str_take(&row, '\t');
		place_read(spelling, &place);
		add_canonical(&out, &place);
		rows++;
		equal += str_eq(strbuf_str(&out), canonical);
		country += str_ends(canonical, place.country);
	}
	print_message("# places: %zu rows, %zu equal, %zu countries right\n",
	    rows, equal, country);
	assert_true(equal * 100 >= rows * 75);
	assert_true(country * 100 >= rows * 98);
	strbuf_release(&out);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_countries),
		cmocka_unit_test(test_archive),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
