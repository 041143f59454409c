/* What was wrong in an issue: found by meaning, kept as lines, and said. */
#include "test/test.h"

#include "model/correction.h"
#include "test/model/twir.h"

static struct arena arena;

static int tear_down(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static const struct date day = { 2026, 9, 4 };

/* --------------------------------------------------------------------- the file */

static const struct {
	const char *text, *wrong; /* NULL: it can be read */
	size_t count;
} files[] = {
#define GOOD "{\"issue\":\"i\",\"date\":\"2026-09-04\",\"kind\":\"words\"}"
	{ "", NULL, 0 },
	{ "\n\r\n  \n", NULL, 0 },
	{ GOOD, NULL, 1 },
	{ GOOD "\r\n\n" GOOD "\n", NULL, 2 },
	{ "  " GOOD "  \n", NULL, 1 },
	{ "{\"issue\":\"i\",\"date\":\"2026-09-04\",\"kind\":\"moved\","
	  "\"more\":[1,{}],\"was\":\"2026-09-10\"}",
	    NULL, 1 },
	{ "x\n", "c.jsonl:1:1: this is no JSON object", 0 },
	{ GOOD "\n[]\n", "c.jsonl:2:1: this is no JSON object", 0 },
	{ GOOD "\n\n  {\"issue\":", "c.jsonl:3:3: this is no JSON object", 0 },
	{ GOOD GOOD "\n", "c.jsonl:1:1: this is no JSON object", 0 },
	{ "{\"issue\":\"i\",\"issue\":\"j\"}", "c.jsonl:1:1: this is no JSON",
	    0 },
	{ "{}", "c.jsonl:1:1: \"issue\" is missing", 0 },
	{ "{\"issue\":\"\",\"date\":\"2026-09-04\",\"kind\":\"words\"}",
	    "c.jsonl:1:1: \"issue\" is missing", 0 },
	{ "{\"issue\":7,\"date\":\"2026-09-04\",\"kind\":\"words\"}",
	    "c.jsonl:1:1: \"issue\" is missing", 0 },
	{ "{\"issue\":\"i\",\"date\":\"2026-09-04\"}",
	    "c.jsonl:1:1: \"kind\" is none of moved, off", 0 },
	{ "{\"issue\":\"i\",\"date\":\"2026-09-04\",\"kind\":\"Moved\"}",
	    "c.jsonl:1:1: \"kind\" is none of moved, off", 0 },
	{ "{\"issue\":\"i\",\"kind\":\"off\"}",
	    "c.jsonl:1:1: \"date\" is no day", 0 },
	{ "{\"issue\":\"i\",\"kind\":\"off\",\"date\":\"2026-02-30\"}",
	    "c.jsonl:1:1: \"date\" is no day", 0 },
	{ "{\"issue\":\"i\",\"kind\":\"off\",\"date\":\"4 September\"}",
	    "c.jsonl:1:1: \"date\" is no day", 0 },
	{ "\xef\xbb\xbf" GOOD, "c.jsonl:1:1: this is no JSON object", 0 },
#define DAY(name, value)                                              \
	"{\"issue\":\"i\",\"date\":\"2026-09-04\",\"kind\":\"moved\"" \
	",\"" name "\":" value "}"
	{ DAY("was", "\"soon\""), "c.jsonl:1:1: a day is none", 0 },
	{ DAY("now", "\"2026-13-01\""), "c.jsonl:1:1: a day is none", 0 },
	{ GOOD "\n" DAY("last", "\"\""), "c.jsonl:2:1: a day is none", 0 },
	{ DAY("now", "20260912"), "c.jsonl:1:1: a day is none", 0 },
	{ DAY("now", "null"), "c.jsonl:1:1: a day is none", 0 },
};

static void test_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(files); i++) {
		const struct source source = { "c.jsonl",
			str_of(files[i].text) };
		struct error err = { "" };
		struct corrections list;
		bool ok = corrections_read(&arena, source, &list, &err);

		if (ok != (files[i].wrong == NULL))
			print_error("%s\n%s\n", files[i].text, err.text);
		assert_int_equal(ok, files[i].wrong == NULL);
		if (files[i].wrong == NULL)
			assert_int_equal(list.count, files[i].count);
		else if (strstr(err.text, files[i].wrong) != err.text)
			fail_msg("%s", err.text);
	}
}

static void assert_same(
    const struct correction *is, const struct correction *was)
{
	assert_true(str_eq(is->issue, was->issue));
	assert_int_equal(date_cmp(is->date, was->date), 0);
	assert_int_equal(is->kind, was->kind);
	assert_true(str_eq(is->title, was->title));
	assert_true(str_eq(is->url, was->url));
	assert_true(str_eq(is->url_was, was->url_was));
	assert_int_equal(date_cmp(is->was, was->was), 0);
	assert_int_equal(date_cmp(is->now, was->now), 0);
	assert_int_equal(date_cmp(is->last, was->last), 0);
	assert_true(str_eq(is->place, was->place));
	assert_true(str_eq(is->event, was->event));
}

static const struct correction rows[] = {
	{ .issue = STR_INIT("2026-09-02-lamps"),
	    .date = { 2026, 9, 4 },
	    .kind = CORRECTION_MOVED,
	    .title = STR_INIT("Lamp \"night\"\n\\ <b> \xf0\x9f\x92\xa1"),
	    .url = STR_INIT("https://h.example/?a=1&b=\xc3\xbc"),
	    .was = { 2026, 9, 10 },
	    .now = { 2026, 9, 12 },
	    .last = { 2026, 9, 13 },
	    .place = STR_INIT("Linz, AT"),
	    .event = STR_INIT("00112233aabbccdd") },
	{ .issue = STR_INIT("i"),
	    .date = { 1, 1, 1 },
	    .kind = CORRECTION_LINK,
	    .title = STR_INIT("Tide"),
	    .url = STR_INIT("https://a.example/"),
	    .url_was = STR_INIT("https://b.example/") },
	{ .issue = STR_INIT("i"),
	    .date = { 9999, 12, 31 },
	    .kind = CORRECTION_WORDS,
	    .title = STR_INIT("") },
};

static void test_round(void **state)
{
	struct source source = { .path = "c.jsonl" };
	struct corrections list;
	struct strbuf out;
	struct error err;

	(void)state;
	strbuf_init(&out, 10000);
	for (size_t i = 0; i < COUNT(rows); i++)
		correction_add_line(&out, &rows[i]);
	source.text = strbuf_str(&out);
	assert_true(corrections_read(&arena, source, &list, &err));
	assert_int_equal(list.count, COUNT(rows));
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_same(&list.correction[i], &rows[i]);
	strbuf_reset(&out);
	correction_add_line(&out, &rows[1]);
	assert_str(strbuf_str(&out),
	    "{\"issue\":\"i\",\"date\":\"0001-01-01\",\"kind\":\"link\","
	    "\"title\":\"Tide\",\"url\":\"https://a.example/\","
	    "\"url_was\":\"https://b.example/\"}\n");
	strbuf_release(&out);
}

static void test_kinds(void **state)
{
	enum correction_kind kind;

	(void)state;
	for (int i = 0; i < CORRECTION_KINDS; i++) {
		const char *name =
		    correction_kind_name((enum correction_kind)i);

		assert_true(correction_kind_named(str_of(name), &kind));
		assert_int_equal(kind, i);
	}
	assert_false(correction_kind_named(STR(""), &kind));
	assert_false(correction_kind_named((struct str){ 0 }, &kind));
	assert_true(correction_matters(CORRECTION_MOVED));
	assert_false(correction_matters(CORRECTION_WORDS));
}

/* -------------------------------------------------------------------- sentences */

static void test_sentences(void **state)
{
	static const struct {
		struct correction c;
		const char *said;
	} cases[] = {
#define LAMP .title = STR_INIT("Lamp night"), .was = { 2026, 9, 10 }
		{ { .kind = CORRECTION_MOVED, LAMP, .now = { 2026, 9, 12 } },
		    "Lamp night has moved from 2026-09-10 to 2026-09-12." },
		{ { .kind = CORRECTION_MOVED,
		      LAMP,
		      .now = { 2026, 9, 10 },
		      .last = { 2026, 9, 13 } },
		    "Lamp night, 2026-09-10, ends on 2026-09-13." },
		{ { .kind = CORRECTION_SAME, LAMP, .now = { 2026, 9, 10 } },
		    "Lamp night, 2026-09-10, stays as it was." },
		{ { .kind = CORRECTION_OFF, LAMP },
		    "Lamp night, 2026-09-10, does not take place." },
		{ { .kind = CORRECTION_CHANGED,
		      LAMP,
		      .now = { 2026, 9, 10 },
		      .place = STR_INIT("Linz, AT") },
		    "Lamp night, 2026-09-10: its place is now Linz, AT." },
		{ { .kind = CORRECTION_CHANGED, LAMP, .now = { 2026, 9, 10 } },
		    "Lamp night, 2026-09-10: its place was wrong." },
		{ { .kind = CORRECTION_LINK, LAMP },
		    "The link of Lamp night was wrong." },
		{ { .kind = CORRECTION_REMOVED, LAMP },
		    "Lamp night should not have been listed." },
		{ { .kind = CORRECTION_ADDED, LAMP },
		    "Lamp night was missing." },
		{ { .kind = CORRECTION_WORDS, LAMP },
		    "A mistake in the words of Lamp night." },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_str(
		    correction_sentence(&arena, &cases[i].c), cases[i].said);
}

/* ------------------------------------------------------------------------ finding */

static struct source issue_of(const char *body)
{
	return (struct source){ "content/lamps.md",
		arena_printf(
		    &arena, "Title: Lamps 9\nDate: 2026-09-02\n\n%s", body) };
}

static struct corrections find_after(
    const char *before, const char *after, const struct corrections *known)
{
	const struct correction_ask ask = { .settings = twir_settings(),
		.before = issue_of(before),
		.after = issue_of(after),
		.issue = STR("2026-09-02-lamps"),
		.date = day,
		.known = known };
	struct corrections list;
	struct error err;

	assert_true(corrections_find(&arena, &ask, &list, &err));
	for (size_t i = 0; i < list.count; i++) {
		assert_str(list.correction[i].issue, "2026-09-02-lamps");
		assert_int_equal(date_cmp(list.correction[i].date, day), 0);
	}
	return list;
}

static struct corrections find(const char *before, const char *after)
{
	return find_after(before, after, NULL);
}

static void add_day(struct strbuf *out, const char *before, struct date d)
{
	strbuf_add_cstr(out, before);
	if (date_is_set(d))
		strbuf_printf(out, "%02d-%02d", d.month, d.day);
}

/* KIND TITLE <URL_WAS><URL> WAS>NOW..LAST [PLACE] section regions countries;
 * a + is for everywhere. */
static void describe(struct strbuf *out, const struct correction *c)
{
	strbuf_printf(out, "%s %.*s <%.*s><%.*s>",
	    correction_kind_name(c->kind), STR_ARG(c->title),
	    STR_ARG(c->url_was), STR_ARG(c->url));
	if (date_is_set(c->was) || date_is_set(c->now)) {
		add_day(out, " ", c->was);
		add_day(out, ">", c->now);
		add_day(out, "..", c->last);
		strbuf_printf(out, " [%.*s]", STR_ARG(c->place));
	}
	strbuf_printf(out, " %.*s", STR_ARG(c->section));
	for (size_t i = 0; i < c->regions.count; i++)
		strbuf_printf(out, " %.*s", STR_ARG(c->regions.item[i]));
	for (size_t i = 0; i < c->countries.count; i++)
		strbuf_printf(out, " %.*s", STR_ARG(c->countries.item[i]));
	strbuf_add_cstr(out, c->everywhere ? " +\n" : "\n");
}

#define EVENTS "## Upcoming Events\n\n"
#define EUROPE EVENTS "### Europe\n"
#define EVENT(date, place, title, url)                            \
	"* " date " | " place " | [Harbour](https://g.example)\n" \
	"    * [**" title "**](" url ")\n"
#define NIGHT(date) EVENT("2026-09-" date, "Linz, AT", "Lamp night", NIGHT_URL)
#define NIGHT_URL "https://g.example/1"
#define TIDE EVENT("2026-09-20", "Bonn, DE", "Tide", "https://g.example/2")
#define ITEMS "## Research\n\n"

static const struct {
	const char *before, *after, *found;
} finds[] = {
	{ "", "", "" },
	{ EUROPE NIGHT("10") TIDE, EUROPE NIGHT("10") TIDE, "" },
	/* Moved: by days, into the past, to the end of the list. */
	{ EUROPE NIGHT("10") TIDE, EUROPE NIGHT("12") TIDE,
	    "moved Lamp night <><" NIGHT_URL "> 09-10>09-12..09-12 "
	    "[Linz, AT] events europe AT\n" },
	{ EUROPE NIGHT("10") TIDE, EUROPE TIDE NIGHT("21"),
	    "moved Lamp night <><" NIGHT_URL "> 09-10>09-21..09-21 "
	    "[Linz, AT] events europe AT\n" },
	/* Moved, with other words and another place. */
	{ EUROPE NIGHT("10"),
	    EUROPE EVENT("2026-09-12", "Graz, AT", "Lantern night",
		NIGHT_URL "?utm_source=x"),
	    "moved Lantern night <><" NIGHT_URL "?utm_source=x> "
	    "09-10>09-12..09-12 [Graz, AT] events europe AT\n" },
	/* Off, and forgotten. */
	{ EUROPE NIGHT("10") TIDE, EUROPE TIDE,
	    "off Lamp night <><" NIGHT_URL "> 09-10>09-10..09-10 [Linz, "
	    "AT] events europe AT\n" },
	{ EUROPE TIDE, EUROPE NIGHT("10") TIDE,
	    "added Lamp night <><" NIGHT_URL "> >09-10..09-10 [Linz, AT] "
	    "events europe AT\n" },
	/* Elsewhere. */
	{ EUROPE NIGHT("10"),
	    EUROPE EVENT("2026-09-10", "Graz, AT", "Lamp night", NIGHT_URL),
	    "changed Lamp night <><" NIGHT_URL "> 09-10>09-10..09-10 "
	    "[Graz, AT] events europe AT\n" },
	{ EUROPE NIGHT("10"),
	    EVENTS "### Virtual\n" EVENT(
		"2026-09-10", "Virtual", "Lamp night", NIGHT_URL),
	    "changed Lamp night <><" NIGHT_URL "> 09-10>09-10..09-10 [Virtual] "
	    "events europe AT\n" },
	/* A link. */
	{ EUROPE NIGHT("10"),
	    EUROPE EVENT("2026-09-10", "Linz, AT", "Lamp night",
		"https://other.example/"),
	    "link Lamp night <" NIGHT_URL "><https://other.example/> "
	    "09-10>09-10..09-10 [Linz, AT] events europe AT\n" },
	/* Words: a group, the title. */
	{ EUROPE NIGHT("10"),
	    EUROPE EVENT("2026-09-10", "Linz, AT", "Lamp nihgt", NIGHT_URL),
	    "words Lamp nihgt <><" NIGHT_URL "> 09-10>09-10..09-10 "
	    "[Linz, AT] events europe AT\n" },
	/* Form alone. */
	{ EUROPE NIGHT("10") TIDE, EUROPE TIDE NIGHT("10"), "" },
	{ EUROPE "* 2026-09-10 | Linz, AT | [Harbour](https://g.example)\n"
		 "    * [**Lamp night**](" NIGHT_URL ")\n",
	    EUROPE "-   2026-09-10 |  Linz, AT | "
		   "[Harbour](https://g.example)\r\n    +   [Lamp "
		   "night](" NIGHT_URL ")\r\n",
	    "" },
	/* One event in two regions is one. */
	{ EVENTS "### Europe\n" NIGHT("10") "\n### Asia\n" NIGHT("10"),
	    EVENTS "### Europe\n" NIGHT("12") "\n### Asia\n" NIGHT("12"),
	    "moved Lamp night <><" NIGHT_URL "> 09-10>09-12..09-12 "
	    "[Linz, AT] events europe asia AT\n" },
	{ EVENTS "### Europe\n" NIGHT("10") "\n### Asia\n" NIGHT("10"),
	    EVENTS "### Europe\n\n### Asia\n",
	    "off Lamp night <><" NIGHT_URL "> 09-10>09-10..09-10 [Linz, "
	    "AT] events europe asia AT\n" },
	/* It was in a region too much, or is in one more. */
	{ EVENTS "### Europe\n" NIGHT("10") "\n### Asia\n" NIGHT("10"),
	    EVENTS "### Europe\n" NIGHT("10") "\n### Asia\n", "" },
	{ EVENTS "### Europe\n" NIGHT("10") "\n### Asia\n",
	    EVENTS "### Europe\n" NIGHT("10") "\n### Asia\n" NIGHT("10"), "" },
	/* Several days of one address. */
	{ EUROPE NIGHT("03") NIGHT("10") NIGHT("17"),
	    EUROPE NIGHT("03") NIGHT("11") NIGHT("17"),
	    "moved Lamp night <><" NIGHT_URL "> 09-10>09-11..09-11 "
	    "[Linz, AT] events europe AT\n" },
	{ EUROPE NIGHT("03") NIGHT("10") NIGHT("17"),
	    EUROPE NIGHT("03") NIGHT("17"),
	    "off Lamp night <><" NIGHT_URL "> 09-10>09-10..09-10 [Linz, "
	    "AT] events europe AT\n" },
	{ EUROPE NIGHT("03") NIGHT("17"),
	    EUROPE NIGHT("03") NIGHT("10") NIGHT("17"),
	    "added Lamp night <><" NIGHT_URL "> >09-10..09-10 [Linz, AT] "
	    "events europe AT\n" },
	/* An event without a link. */
	{ EUROPE "* 2026-09-10 | Linz, AT | Lamp night\n",
	    EUROPE "* 2026-09-11 | Linz, AT | Lamp night\n",
	    "moved Lamp night <><> 09-10>09-11..09-11 [Linz, AT] events "
	    "europe AT\n" },
	/* Days: the last one alone. */
	{ EUROPE EVENT(
	      "2026-09-10 - 2026-09-11", "Linz, AT", "Lamp night", NIGHT_URL),
	    EUROPE EVENT(
		"2026-09-10 - 2026-09-12", "Linz, AT", "Lamp night", NIGHT_URL),
	    "moved Lamp night <><" NIGHT_URL "> 09-10>09-10..09-12 "
	    "[Linz, AT] events europe AT\n" },
	/* In person and virtual. */
	{ EUROPE EVENT(
	      "2026-09-10", "Hybrid (Linz, AT)", "Lamp night", NIGHT_URL),
	    EUROPE EVENT(
		"2026-09-11", "Hybrid (Linz, AT)", "Lamp night", NIGHT_URL),
	    "moved Lamp night <><" NIGHT_URL "> 09-10>09-11..09-11 "
	    "[Hybrid (Linz, AT)] events europe AT\n" },
	{ EUROPE EVENT("2026-09-10", "Linz, AT", "Lamp night", NIGHT_URL),
	    EUROPE EVENT(
		"2026-09-10", "Virtual (Linz, AT)", "Lamp night", NIGHT_URL),
	    "changed Lamp night <><" NIGHT_URL "> 09-10>09-10..09-10 "
	    "[Virtual (Linz, AT)] events europe AT\n" },
	/* Under no region, and so in every mail. */
	{ EVENTS NIGHT("10"), EVENTS NIGHT("11"),
	    "moved Lamp night <><" NIGHT_URL "> 09-10>09-11..09-11 "
	    "[Linz, AT] events europe AT\n" },
	{ EVENTS "* [Sep 10. Lamp night](" NIGHT_URL ")\n", EVENTS,
	    "off Lamp night <><" NIGHT_URL "> 09-10>09-10..09-10 [] events "
	    "+\n" },
	/* Two of one address on one day are two, if they are called so. */
	{ EUROPE EVENT("2026-09-10", "Linz, AT", "Morning", NIGHT_URL)
		EVENT("2026-09-10", "Linz, AT", "Evening", NIGHT_URL),
	    EUROPE EVENT("2026-09-10", "Linz, AT", "Morning", NIGHT_URL),
	    "off Evening <><" NIGHT_URL "> 09-10>09-10..09-10 [Linz, AT] "
	    "events europe AT\n" },
	/* Items. */
	{ ITEMS "* [Tides](https://a.example/1)\n",
	    ITEMS "* [Tides](https://a.example/2)\n",
	    "link Tides <https://a.example/1><https://a.example/2> "
	    "official\n" },
	{ ITEMS "* [Tides](https://a.example/1)\n* [Ebb](https://a.example/e)"
		"\n",
	    ITEMS "* [Ebb](https://a.example/e)\n",
	    "removed Tides <><https://a.example/1> official\n" },
	{ ITEMS "* [Ebb](https://a.example/e)\n",
	    ITEMS "* [Tides](https://a.example/1)\n* "
		  "[Ebb](https://a.example/e)\n",
	    "added Tides <><https://a.example/1> official\n" },
	{ ITEMS "* [Tidse](https://a.example/1)\n",
	    ITEMS "* [Tides](https://a.example/1)\n",
	    "words Tides <><https://a.example/1> official\n" },
	{ ITEMS "* [Tides](https://a.example/1)\n",
	    ITEMS "* [audio] [Tides](http://www.a.example/1/)\n",
	    "words Tides <><http://www.a.example/1/> official\n" },
	{ ITEMS "* [Tides](https://a.example/1)\n",
	    ITEMS "* [Tides](https://a.example/1?utm_source=x)\n",
	    "words Tides <><https://a.example/1?utm_source=x> official\n" },
	{ ITEMS "* [Tides](https://a.example/1)\n* [Ebb](https://a.example/e)"
		"\n",
	    ITEMS "- [Ebb](https://a.example/e)\n- "
		  "[Tides](https://a.example/1)\n",
	    "" },
	/* Moved to another section, it is the same. */
	{ ITEMS "* [Tides](https://a.example/1)\n\n## Miscellaneous\n",
	    ITEMS "\n## Miscellaneous\n* [Tides](https://a.example/1)\n", "" },
	/* A title in other letters, that turns the line, and bytes. */
	{ ITEMS "* [TIDES](https://a.example/1)\n",
	    ITEMS "* [Tides](https://a.example/2)\n",
	    "link Tides <https://a.example/1><https://a.example/2> "
	    "official\n" },
	{ ITEMS,
	    ITEMS "* [a\xff"
		  "b\x1b](https://a.example/1)\n",
	    "added a\xef\xbf\xbd"
	    "b <><https://a.example/1> official\n" },
};

static void test_find(void **state)
{
	struct strbuf out;

	(void)state;
	strbuf_init(&out, 10000);
	for (size_t i = 0; i < COUNT(finds); i++) {
		struct corrections list = find(finds[i].before, finds[i].after);

		strbuf_reset(&out);
		for (size_t k = 0; k < list.count; k++)
			describe(&out, &list.correction[k]);
		if (!str_eq(strbuf_str(&out), str_of(finds[i].found)))
			print_error(
			    "-- %s\n++ %s\n", finds[i].before, finds[i].after);
		assert_str(strbuf_str(&out), finds[i].found);
	}
	strbuf_release(&out);
}

/* ------------------------------------------------------------------------ names */

/* Of all events of an issue, in its order. */
static const struct str *names_of(
    const char *body, const struct corrections *known, size_t *ret_events)
{
	struct issue *issue = ARENA_NEW(&arena, struct issue);

	assert_int_equal(
	    issue_read(&arena, issue_of(body), twir_settings(), issue),
	    ISSUE_OK);
	*ret_events = issue->events;
	return correction_event_names(&arena, known, issue);
}

static void add_all(struct corrections *to, const struct corrections *more)
{
	for (size_t i = 0; i < more->count; i++) {
		to->correction = ARENA_GROW(&arena, to->correction, to->count);
		to->correction[to->count++] = more->correction[i];
	}
}

enum { STEPS = 5 };

/* How an issue goes on.  A letter stands for an event, in the order of the
 * page: the same letter keeps its name, whatever is done around it, and
 * different ones never have one name. */
static const struct {
	struct {
		const char *body, *events;
	} step[STEPS];
} courses[] = {
	{ { { EUROPE NIGHT("10") TIDE, "ab" },
	    { EUROPE NIGHT("12") TIDE, "ab" },
	    { EUROPE NIGHT("14") TIDE, "ab" },
	    { EUROPE NIGHT("10") TIDE, "ab" } } },
	/* Several days of one address: one of them moves, twice. */
	{ { { EUROPE NIGHT("03") NIGHT("10") NIGHT("17"), "abc" },
	    { EUROPE NIGHT("03") NIGHT("11") NIGHT("17"), "abc" },
	    { EUROPE NIGHT("03") NIGHT("12") NIGHT("17"), "abc" },
	    { EUROPE NIGHT("03") NIGHT("17") NIGHT("24"), "acb" } } },
	/* All but one go, one after the other. */
	{ { { EUROPE NIGHT("03") NIGHT("10") NIGHT("17"), "abc" },
	    { EUROPE NIGHT("03") NIGHT("17"), "ac" },
	    { EUROPE NIGHT("03"), "a" }, { EUROPE NIGHT("04"), "a" },
	    { EUROPE NIGHT("04") TIDE, "ad" } } },
	/* And come. */
	{ { { EUROPE NIGHT("03"), "a" },
	    { EUROPE NIGHT("03") NIGHT("10"), "ab" },
	    { EUROPE NIGHT("03") NIGHT("10") NIGHT("17"), "abc" },
	    { EUROPE NIGHT("03") NIGHT("11") NIGHT("17"), "abc" } } },
	/* Another address, then another day, then another place. */
	{ { { EUROPE NIGHT("10"), "a" },
	    { EUROPE EVENT("2026-09-10", "Linz, AT", "Lamp night",
		  "https://other.example/"),
		"a" },
	    { EUROPE EVENT("2026-09-12", "Linz, AT", "Lamp night",
		  "https://other.example/"),
		"a" },
	    { EUROPE EVENT("2026-09-12", "Graz, AT", "Lamp night",
		  "https://other.example/"),
		"a" } } },
	/* Under two regions, it is one. */
	{ { { EVENTS "### Europe\n" NIGHT("10") "\n### Asia\n" NIGHT("10"),
		"aa" },
	    { EVENTS "### Europe\n" NIGHT("12") "\n### Asia\n" NIGHT("12"),
		"aa" },
	    { EVENTS "### Europe\n" NIGHT("12"), "a" } } },
	/* Off, and on again. */
	{ { { EUROPE NIGHT("10") TIDE, "ab" }, { EUROPE TIDE, "b" },
	    { EUROPE NIGHT("10") TIDE, "ab" } } },
};

static void follow(size_t course)
{
	struct corrections known = { .count = 0 };
	struct str name_of['z' + 1] = { { 0 } };
	const char *before = NULL;

	for (size_t k = 0; k < STEPS; k++) {
		const char *body = courses[course].step[k].body;
		const char *events = courses[course].step[k].events;
		const struct str *names;
		size_t count;

		if (body == NULL)
			break;
		if (before != NULL) {
			struct corrections list =
			    find_after(before, body, &known);

			add_all(&known, &list);
		}
		before = body;
		names = names_of(body, &known, &count);
		assert_int_equal(count, strlen(events));
		for (size_t i = 0; i < count; i++) {
			struct str *had = &name_of[(size_t)events[i]];

			if (had->len > 0 && !str_eq(*had, names[i]))
				print_error("course %zu, step %zu, %c\n",
				    course, k, events[i]);
			if (had->len > 0)
				assert_str(names[i], had->at);
			*had = names[i];
		}
	}
	for (size_t i = 'a'; i <= 'z'; i++)
		for (size_t k = i + 1; k <= 'z'; k++)
			if (name_of[i].len > 0)
				assert_false(str_eq(name_of[i], name_of[k]));
}

static void test_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(courses); i++)
		follow(i);
}

/* A bomb is told, and no two texts are compared for ever. */
static void test_much(void **state)
{
	struct correction_ask ask = { .settings = twir_settings() };
	struct corrections list;
	struct strbuf text;
	struct error err = { "" };

	(void)state;
	strbuf_init(&text, 10 << 20);
	strbuf_lit(&text, "Title: x\n\n" ITEMS);
	for (int i = 0; i < 8000; i++)
		strbuf_printf(&text, "* [%d](https://a.example/%d)\n", i, i);
	ask.before = ask.after =
	    (struct source){ "content/lamps.md", strbuf_str(&text) };
	assert_false(corrections_find(&arena, &ask, &list, &err));
	assert_non_null(strstr(err.text, "too many items"));
	strbuf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_read, tear_down),
		cmocka_unit_test_teardown(test_round, tear_down),
		cmocka_unit_test_teardown(test_kinds, tear_down),
		cmocka_unit_test_teardown(test_sentences, tear_down),
		cmocka_unit_test_teardown(test_find, tear_down),
		cmocka_unit_test_teardown(test_names, tear_down),
		cmocka_unit_test_teardown(test_much, tear_down),
	};

	return cmocka_run_group_tests_name("correction", tests, NULL, NULL);
}
