/* When two things that sources say are one event. */
#include "../test.h"

#include "collect/event_identity.h"

static struct arena arena;

static int tear_down(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static void test_identities(void **state)
{
	static const struct {
		const char *url, *identity;
		bool single;
	} cases[] = {
		{ "https://www.meetup.com/de-DE/Tides/events/3160/?x=1",
		    "meetup 3160", true },
		{ "https://www.meetup.com/tides/events/wqzhftyjcmbdb/",
		    "meetup wqzhftyjcmbdb", false },
		{ "https://lu.ma/night", "luma /night", true },
		{ "https://luma.com/night", "luma /night", true },
		{ "https://www.eventbrite.de/e/night-of-lamps-123456",
		    "eventbrite 123456", true },
		{ "http://www.example.org/night/?utm_source=x",
		    "https://example.org/night", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		bool single;

		assert_str(
		    event_identity(&arena, str_of(cases[i].url), &single),
		    cases[i].identity);
		assert_int_equal(single, cases[i].single);
	}
}

static void test_titles(void **state)
{
	static const struct {
		const char *a, *b;
		int alike;
	} cases[] = {
		{ "Night of Lamps", "night of lamps!", 2 },
		{ "Night of lamps", "The night of lamps, online", 2 },
		{ "N\xc3\xa4hk\xc3\xa4stchen", "Nahkastchen", 2 },
		{ "Walk around the harbour", "Walk around the old harbour", 1 },
		{ "Lamps", "Lamps and oil and more", 0 },
		{ "Lamps", "Tides", 0 },
		{ "", "", 0 },
		{ "!!!", "???", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str a = str_of(cases[i].a), b = str_of(cases[i].b);

		assert_int_equal(titles_alike(a, b), cases[i].alike);
		assert_int_equal(titles_alike(b, a), cases[i].alike);
	}
}

static struct known_event event(const char *source, const char *url,
    const char *title, int day, const char *fields)
{
	const struct candidate c = { .source = str_of(source),
		.url = str_of(url),
		.title = str_of(title),
		.day = { 2026, 12, day },
		.fields = str_of(fields) };

	return known_event(&arena, &c);
}

#define LISBON "{\"places\":[{\"city\":\"Lisbon\",\"country\":\"PT\"}]}"
#define PORTO "{\"places\":[{\"city\":\"Porto\",\"country\":\"PT\"}]}"

static void test_matches(void **state)
{
	const struct known_event a =
	    event("list", "https://a.example/1", "Night of lamps", 6, LISBON);
	const struct known_event m = event("list",
	    "https://www.meetup.com/t/events/7/", "Night of lamps", 6, "{}");
	const struct {
		struct known_event one, two;
		enum event_match match;
	} cases[] = {
		{ a, event("own", "https://www.a.example/1/", "x", 6, "{}"),
		    EVENT_SAME },
		/* An address may be that of a series. */
		{ a, event("own", "https://a.example/1", "x", 7, "{}"),
		    EVENT_OTHER },
		{ m,
		    event("own", "https://meetup.com/t/events/7", "x", 7, "{}"),
		    EVENT_MOVED },
		{ a,
		    event("own", "https://b.example/2", "Night of lamps", 6,
			LISBON),
		    EVENT_SAME },
		{ a,
		    event("own", "https://b.example/2", "Night of lamps", 6,
			PORTO),
		    EVENT_MAYBE },
		{ a,
		    event("own", "https://b.example/2", "Night of oil", 6,
			LISBON),
		    EVENT_OTHER },
		/* One source has no doubles. */
		{ a,
		    event("list", "https://b.example/2", "Night of lamps", 6,
			LISBON),
		    EVENT_OTHER },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(
		    event_match(&arena, &cases[i].one, &cases[i].two),
		    cases[i].match);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_identities, tear_down),
		cmocka_unit_test_teardown(test_titles, tear_down),
		cmocka_unit_test_teardown(test_matches, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
