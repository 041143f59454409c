/* Finding items by their words. */
#include "place.h"

#include "base/file.h"
#include "store/search.h"

static char folder[64];

static void must(bool ok, const struct error *err)
{
	if (!ok)
		fail_msg("%s", err->text);
}

static struct search *open_in_folder(void)
{
	struct arena arena = { 0 };
	struct search *search;
	struct error err;

	must(search_open(path_join(&arena, folder, "search.db"), &search, &err),
	    &err);
	arena_release(&arena);
	return search;
}

static void new_folder(void)
{
	snprintf(folder, sizeof(folder), "/tmp/sennight-search-XXXXXX");
	assert_non_null(make_test_folder(folder));
}

static struct str video[] = { STR_INIT("video") };

static const struct search_entry entries[] = {
	{ .text = STR_INIT("Saturn through a small telescope"),
	    .section = STR_INIT("field-notes"),
	    .heading = STR_INIT("Field Notes"),
	    .date = { 2024, 12, 30 } },
	{ .text = STR_INIT("Caf\xc3\xa9 of the Moon, Mooncake"),
	    .section = STR_INIT("news"),
	    .heading = STR_INIT("News"),
	    .tags = { video, 1 },
	    .date = { 2025, 3, 4 } },
	{ .text = STR_INIT("The small moons of Saturn <b>\" OR \"x"),
	    .url = STR_INIT("https://moons.example/"),
	    .section = STR_INIT("news"),
	    .heading = STR_INIT("News"),
	    .tags = { video, 1 },
	    .date = { 2025, 3, 11 } },
};

static void fill(struct search *search, const char *fingerprint, bool keep)
{
	struct error err;

	must(search_begin(search, &err), &err);
	for (size_t i = 0; i < COUNT(entries); i++) {
		struct search_entry e = entries[i];

		e.address = STR("/i/");
		e.issue = STR("Issue");
		must(search_add(search, &e, &err), &err);
	}
	must(search_end(search, str_of(fingerprint), keep, &err), &err);
}

static void test_ask(void **state)
{
	static const struct {
		const char *words, *section, *tag;
		int year;
		const char *found; /* numbers, newest first */
	} cases[] = {
		{ "", NULL, NULL, 0, "3 2 1" },
		{ "saturn", NULL, NULL, 0, "3 1" },
		{ "SATURN small", NULL, NULL, 0, "3 1" },
		{ "cafe", NULL, NULL, 0, "2" },
		{ "CAF\xc3\x89", NULL, NULL, 0, "2" },
		{ "moo", NULL, NULL, 0, "3 2" },
		{ "m", NULL, NULL, 0, "" },
		{ "moo ", NULL, NULL, 0, "" },
		{ "\"small telescope\"", NULL, NULL, 0, "1" },
		{ "\"telescope small\"", NULL, NULL, 0, "" },
		{ "saturn \"small tele", NULL, NULL, 0, "" },
		{ "moon", "news", NULL, 0, "3 2" },
		{ "saturn", "field-notes", NULL, 0, "1" },
		{ "", "field-notes", NULL, 0, "1" },
		{ "", NULL, "video", 0, "3 2" },
		{ "", NULL, NULL, 2024, "1" },
		{ "saturn", NULL, "video", 2025, "3" },
		{ "", "no-such", NULL, 0, "" },
		/* No syntax of FTS5 gets through. */
		{ "saturn OR cafe", NULL, NULL, 0, "" },
		{ "NOT", NULL, NULL, 0, "1" },
		{ "words : saturn", NULL, NULL, 0, "" },
		{ "(saturn", NULL, NULL, 0, "3 1" },
		{ "*", NULL, NULL, 0, "" },
		{ "\"\"\"", NULL, NULL, 0, "" },
		{ "sat*", NULL, NULL, 0, "" },
		{ "\xff\xfe", NULL, NULL, 0, "" },
		{ "b\" OR \"x", NULL, NULL, 0, "3" },
	};
	struct search *search;

	(void)state;
	new_folder();
	search = open_in_folder();
	fill(search, "f", true);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct search_query query = { .words = str_of(cases[i].words),
			.year = cases[i].year };
		struct arena arena = { 0 };
		struct search_page page;
		struct str found = STR("");
		struct error err;

		if (cases[i].section != NULL)
			query.section = str_of(cases[i].section);
		if (cases[i].tag != NULL)
			query.tag = str_of(cases[i].tag);
		must(search_ask(search, &arena, &query, &page, &err), &err);
		for (size_t k = 0; k < page.hits; k++)
			found = arena_printf(&arena, "%.*s%s%d", STR_ARG(found),
			    k > 0 ? " " : "", (int)page.hit[k].number);
		if (!str_eq(found, str_of(cases[i].found)))
			fail_msg("%s: %.*s", cases[i].words, STR_ARG(found));
		assert_int_equal(page.total, page.hits);
		arena_release(&arena);
	}
	search_close(search);
}

static void test_entry(void **state)
{
	struct search_query query = { .words = STR("moons"), .most = 1 };
	struct arena arena = { 0 };
	struct search_page page;
	const struct search_entry *e;
	struct search *search;
	struct error err;

	(void)state;
	new_folder();
	search = open_in_folder();
	fill(search, "f", true);
	must(search_ask(search, &arena, &query, &page, &err), &err);
	assert_int_equal(page.hits, 1);
	e = &page.hit[0].entry;
	assert_str(e->text, "The small moons of Saturn <b>\" OR \"x");
	assert_str(e->url, "https://moons.example/");
	assert_str(e->heading, "News");
	assert_int_equal(e->tags.count, 1);
	assert_str(e->tags.item[0], "video");
	assert_null(e->anchor.at);
	assert_int_equal(e->date.day, 11);
	search_close(search);
	arena_release(&arena);
}

/* However an address is spelled; the newest of several. */
static void test_by_url(void **state)
{
	static const struct search_entry two[] = {
		{ .text = STR_INIT("Old"),
		    .url = STR_INIT("https://example.org/page?utm_source=x"),
		    .address = STR_INIT("/7/"),
		    .issue = STR_INIT("7"),
		    .date = { 2024, 1, 1 } },
		{ .text = STR_INIT("New"),
		    .url = STR_INIT("http://www.example.org/page/"),
		    .heading = STR_INIT("News"),
		    .address = STR_INIT("/8/"),
		    .issue = STR_INIT("8"),
		    .date = { 2024, 1, 8 } },
	};
	struct arena arena = { 0 };
	struct search *search;
	struct search_hit hit;
	struct error err;
	bool found;

	(void)state;
	new_folder();
	search = open_in_folder();
	must(search_begin(search, &err), &err);
	for (size_t i = 0; i < 2; i++)
		must(search_add(search, &two[i], &err), &err);
	must(search_end(search, STR("x"), true, &err), &err);
	must(search_by_url(search, &arena, STR("https://EXAMPLE.org/page"),
		 &found, &hit, &err),
	    &err);
	assert_true(found);
	assert_str(hit.entry.issue, "8");
	must(search_by_url(search, &arena, STR("https://example.org/"), &found,
		 &hit, &err),
	    &err);
	assert_false(found);
	must(search_by_url(search, &arena, STR(""), &found, &hit, &err), &err);
	assert_false(found);
	search_close(search);
	arena_release(&arena);
}

static void test_pages(void **state)
{
	struct search_query query = { .words = STR(""), .most = 2 };
	struct arena arena = { 0 };
	struct search_page page;
	struct search *search;
	struct error err;

	(void)state;
	new_folder();
	search = open_in_folder();
	fill(search, "f", true);
	must(search_ask(search, &arena, &query, &page, &err), &err);
	assert_int_equal(page.hits, 2);
	assert_int_equal(page.total, 3);
	assert_true(page.more);
	query.before = page.hit[1].number;
	must(search_ask(search, &arena, &query, &page, &err), &err);
	assert_int_equal(page.hits, 1);
	assert_false(page.more);
	search_close(search);
	arena_release(&arena);
}

static size_t count(struct search *search)
{
	struct search_query query = { .words = STR("") };
	struct arena arena = { 0 };
	struct search_page page;
	struct error err;

	must(search_ask(search, &arena, &query, &page, &err), &err);
	arena_release(&arena);
	return page.total;
}

static bool is_current(struct search *search, const char *fingerprint)
{
	struct error err;
	bool current;

	must(search_is_current(search, str_of(fingerprint), &current, &err),
	    &err);
	return current;
}

static void test_filling(void **state)
{
	struct arena arena = { 0 };
	struct search *search;
	struct error err;

	(void)state;
	new_folder();
	search = open_in_folder();
	assert_false(is_current(search, "one"));
	fill(search, "one", true);
	assert_true(is_current(search, "one"));
	fill(search, "two", false);
	assert_true(is_current(search, "one"));
	assert_int_equal(count(search), 3);
	fill(search, "two", true);
	assert_int_equal(count(search), 3);
	search_close(search);
	search = open_in_folder();
	assert_true(is_current(search, "two"));
	search_close(search);
	/* A file that is none is made anew. */
	must(file_write(path_join(&arena, folder, "search.db"),
		 STR("this is no database, and longer than the head of one "
		     "would be: a hundred bytes and some more of them"),
		 NULL, &err),
	    &err);
	search = open_in_folder();
	assert_false(is_current(search, "two"));
	assert_int_equal(count(search), 0);
	search_close(search);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ask),
		cmocka_unit_test(test_entry),
		cmocka_unit_test(test_by_url),
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_filling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
