/*
 * Rules about events, places and calls: what their examples do not show.
 * Fixes byte for byte, dates at the edges, hostile lists, settings.
 */
#include "../test.h"

#include <stdio.h>

#include "base/limits.h"
#include "check/rules.h"
#include "newsletter.h"

#define PATH "content/2026-03-04-issue-9.md"
#define HEAD "## Upcoming Events\n\n"
#define ASIA HEAD "### Asia\n\n"
#define EUROPE HEAD "### Europe\n\n"
#define A(date) "* " date " | Linz, AT | [Kites](https://k.example.org)\n"
#define TITLE(n) "    * [**T" n "**](https://k.example.org/" n ")\n"
/* An event without its mark, and one at a place. */
#define BARE "2026-03-10 | Linz, AT | [Kites](https://k.example.org)\n"
#define AT(place)                                                      \
	HEAD "### Europe\n\n* 2026-03-10 | " place                     \
	     " | [Kites](https://k.example.org)\n    * [**T1**](https" \
	     "://k.example.org/1)\n"
#define E(date, n) A(date) TITLE(n)

/* Check one text with one rule; `before` may be NULL. */
static struct check_report look(struct arena *arena, const char *rule,
    const char *yaml, const char *before, struct str text)
{
	struct str only = str_of(rule);
	const char *const paths[] = { PATH };
	struct check_options options = {
		.path = paths, .paths = 1, .threads = 1, .only = { &only, 1 }
	};
	struct check_text texts[2];
	size_t count = 0;

	if (before != NULL)
		texts[count++] =
		    (struct check_text){ "content/2026-02-25-issue-8.md",
			    example_text(arena, before, 8, "2026-02-25") };
	texts[count++] = (struct check_text){ PATH, text };
	return example_check(
	    example_settings(arena, yaml), &options, texts, count);
}

/* ----------------------------------------------------------------- findings */

static const struct count_case {
	const char *rule, *text;
	size_t findings;
	const char *yaml;
} counts[] = {
	/* The day of the issue, and days that reach it, are not over. */
	{ "event-over", EUROPE E("2026-03-03", "1"), 1, NULL },
	{ "event-over", EUROPE E("2026-03-04", "1"), 0, NULL },
	{ "event-over", EUROPE E("2026-03-01 - 2026-03-04", "1"), 0, NULL },
	{ "event-over", EUROPE E("2026-03-01 - 2026-03-03", "1"), 1, NULL },
	{ "event-over", EUROPE E("no date", "1"), 0, NULL },
	/* The last day of the window is in it. */
	{ "event-after-window", EUROPE E("2026-04-01", "1"), 0, NULL },
	{ "event-after-window", EUROPE E("2026-04-02", "1"), 1, NULL },
	{ "event-after-window", EUROPE E("2026-03-12", "1"), 1,
	    "events: {window_days: 7}\n" },
	{ "event-date-impossible", EUROPE E("2026-02-30", "1"), 1, NULL },
	{ "event-date-impossible", EUROPE E("2026-13-01", "1"), 1, NULL },
	{ "event-date-impossible", EUROPE E("2026-03-30 - 2026-03-32", "1"), 1,
	    NULL },
	{ "event-date-impossible", EUROPE E("2028-02-29", "1"), 0, NULL },
	{ "event-ends-before", EUROPE E("2026-03-10 - 2026-03-10", "1"), 0,
	    NULL },
	{ "event-order", EUROPE E("2026-03-10", "1") E("2026-03-10", "2"), 0,
	    NULL },
	/* Both sides of a hybrid event. */
	{ "event-listed-twice",
	    HEAD "### Virtual\n\n* 2026-03-10 | Virtual (Linz, AT) | "
		 "[Kites](https://k.example.org)\n" TITLE(
		     "1") "\n### Europe\n\n* 2026-03-10 | Hybrid (Linz, AT) | "
			  "[Kites](https://k.example.org)\n" TITLE("1"),
	    0, NULL },
	{ "event-repeated", EUROPE E("2026-03-10", "1") E("2026-03-11", "1"), 0,
	    NULL },
	/* The page of the group is the page of all its events. */
	{ "event-link-twice",
	    EUROPE A("2026-03-10") "    * [**T**](https://k.example.org)\n" A(
		"2026-03-17") "    * [**T**](https://k.example.org)\n",
	    0, NULL },
	{ "event-link-twice",
	    EUROPE E("2026-03-10", "1") E("2026-03-17", "1")
		E("2026-03-24", "1"),
	    0, NULL },
	{ "event-group-twice",
	    EUROPE A("2026-03-10") "    * [**T**](https://k.example.org/1)\n" A(
		"2026-03-10") "    * [**t**](https://k.example.org/2)\n",
	    1, NULL },
	/* Places of two countries, one of them of the heading. */
	{ "event-region",
	    ASIA "* 2026-03-10 | Linz, AT / Osaka, JP | "
		 "[K](https://k.example.org)\n" TITLE("1"),
	    0, NULL },
	{ "event-region",
	    ASIA
	    "* 2026-03-10 | Atlantis | [K](https://k.example.org)\n" TITLE("1"),
	    0, NULL },
	{ "event-fields",
	    EUROPE "* 2026-03-10 || [K](https://k.example.org)\n" TITLE("1"), 1,
	    NULL },
	{ "event-fields",
	    EUROPE
	    "* 2026-03-10 | Linz, AT | [K | L](https://k.example.org)\n" TITLE(
		"1"),
	    0, NULL },
	{ "event-bars",
	    EUROPE
	    "* 2026-03-10 | Linz, AT | [K|L](https://k.example.org)\n" TITLE(
		"1"),
	    0, NULL },
	{ "event-group-link",
	    EUROPE "* 2026-03-10 | Linz, AT | [Kites]()\n" TITLE("1"), 1,
	    NULL },
	{ "event-title-weekday",
	    EUROPE A("2026-03-10") "    * [**Monday or Friday**](https://"
				   "k.example.org/1)\n",
	    0, NULL },
	{ "event-title-weekday",
	    EUROPE A("2026-03-10") "    * [**Fridays**](https://"
				   "k.example.org/1)\n",
	    1, NULL },
	{ "event-title-date",
	    EUROPE A("2026-03-10") "    * [**Fly in, 2026-03-11**](https://"
				   "k.example.org/1)\n",
	    1, NULL },
	{ "event-title-date",
	    EUROPE A("2026-03-10") "    * [**Sign in by March 8**](https://"
				   "k.example.org/1)\n",
	    0, NULL },
	{ "event-title-month",
	    EUROPE A("2026-03-10") "    * [**May contain kites**](https://"
				   "k.example.org/1)\n",
	    0, NULL },
	{ "event-title-mode",
	    EUROPE A("2026-03-10") "    * [**Virtual machines**](https://"
				   "k.example.org/1)\n",
	    0, NULL },
	{ "event-title-placeholder",
	    EUROPE A("2026-03-10") "    * [**To be announced**](https://"
				   "k.example.org/1)\n",
	    1, NULL },
	{ "event-title-placeholder",
	    EUROPE A("2026-03-10") "    * [**Atbara**](https://"
				   "k.example.org/1)\n",
	    0, NULL },
	/* Shown as it is, in code, in a comment, in a table, elsewhere. */
	{ "event-no-bullet", EUROPE BARE "\n" E("2026-03-11", "1") BARE, 2,
	    NULL },
	{ "event-no-bullet",
	    EUROPE E("2026-03-10", "1") "\n```\n" BARE "```\n\n<!--\n" BARE
					"-->\n\nText:\n\n    " BARE,
	    0, NULL },
	{ "event-no-bullet",
	    EUROPE "when | where | who\n--- | --- | ---\n" BARE, 0, NULL },
	{ "event-no-bullet", "## Jobs\n\n" BARE, 0, NULL },
	{ "event-no-bullet",
	    HEAD "Events between 2026-03-04 - 2026-04-01\n\n"
		 "2026-03-10 | Linz, AT\n\n1. " BARE,
	    0, NULL },
	{ "event-elsewhere", "## Calls for Papers\n\n" E("2026-03-10", "1"), 0,
	    NULL },
	{ "event-elsewhere", "## Jobs\n\n" A("2026-03-10"), 0, NULL },
	{ "event-elsewhere", "## Jobs\n\n" E("2026-03-10", "1"), 1, NULL },
	{ "event-elsewhere", "## Jbos\n\n" E("2026-03-10", "1"), 0, NULL },
	{ "place-country", AT("Virtual"), 0, NULL },
	{ "place-country", AT("Virtual (Worldwide)"), 0, NULL },
	{ "place-country", AT("Virtual (Linz, AT)"), 0, NULL },
	{ "place-country", AT("Virtual (in English)"), 1, NULL },
	{ "place-country", AT("Virtual (PST Timezone)"), 1, NULL },
	{ "place-country", AT("Virtual (6 pm PT)"), 1, NULL },
	{ "place-country", AT("Virtual (Asia / Africa)"), 1, NULL },
	{ "place-country", AT("Hybrid (EU/UK)"), 1, NULL },
	{ "place-country", AT("Virtual (Graz, AT + Linz, AT)"), 0, NULL },
	/* A state that two countries have: the heading says which. */
	{ "place-state-as-country",
	    HEAD "### Oceania\n\n* 2026-03-10 | Albany, WA | "
		 "[K](https://k.example.org)\n" TITLE("1"),
	    1, NULL },
	{ "place-state-as-country",
	    HEAD "### Virtual\n\n* 2026-03-10 | Virtual (Albany, WA) | "
		 "[K](https://k.example.org)\n" TITLE("1"),
	    0, NULL },
	{ "place-state",
	    HEAD "### Europe\n\n* 2026-03-10 | York, XY, GB | "
		 "[K](https://k.example.org)\n" TITLE("1"),
	    0, NULL },
	{ "place-state-missing",
	    HEAD "### Oceania\n\n* 2026-03-10 | Perth, AU | "
		 "[K](https://k.example.org)\n" TITLE("1"),
	    0, NULL },
	{ "place-state-missing",
	    HEAD "### Oceania\n\n* 2026-03-10 | Perth, AU | "
		 "[K](https://k.example.org)\n" TITLE("1"),
	    1, "places: {states: [AU]}\n" },
	{ "call-fields",
	    "## Calls for Papers\n\n* [K](https://k.example.org)\n", 0, NULL },
	{ "call-closed",
	    "## Calls for Papers\n\n* [K](https://k.example.org) | rolling | "
	    "Linz, AT | 2026-06-07\n",
	    0, NULL },
};

static void test_counts(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		const struct count_case *t = &counts[i];
		struct check_report report = look(&arena, t->rule, t->yaml,
		    NULL, example_text(&arena, t->text, 9, "2026-03-04"));

		if (check_count(&report, CHECK_OFF) != t->findings)
			fail_msg("%s: %zu findings instead of %zu in\n%s",
			    t->rule, check_count(&report, CHECK_OFF),
			    t->findings, t->text);
		check_release(&report);
	}
	arena_release(&arena);
}

/* -------------------------------------------------------------------- fixes */

static const struct fix_case {
	const char *rule;
	bool safe; /* with the safe ones alone */
	const char *text, *fixed;
} fixes[] = {
	{ "event-order", true,
	    EUROPE E("2026-03-12", "3") E("2026-03-10", "1")
		E("2026-03-12", "4") E("2026-03-11", "2") "\nText.\n",
	    EUROPE E("2026-03-10", "1") E("2026-03-11", "2")
		E("2026-03-12", "3") E("2026-03-12", "4") "\nText.\n" },
	/* A date outside of the window may be wrong: only suggested. */
	{ "event-order", true, EUROPE E("2026-03-12", "2") E("2025-03-10", "1"),
	    EUROPE E("2026-03-12", "2") E("2025-03-10", "1") },
	{ "event-order", false,
	    EUROPE E("2026-03-12", "2") E("2025-03-10", "1"),
	    EUROPE E("2025-03-10", "1") E("2026-03-12", "2") },
	/* Blank lines stay where they are; so does a missing line end. */
	{ "event-order", true,
	    EUROPE A("2026-03-12") TITLE("2") "\n" A(
		"2026-03-10") "    * [**T1**](https://k.example.org/1)",
	    EUROPE A("2026-03-10") TITLE("1") "\n" A(
		"2026-03-12") "    * [**T2**](https://k.example.org/2)" },
	{ "event-region", false,
	    ASIA E("2026-03-10", "2") "\n### Europe\n\n" E("2026-03-09", "1")
		E("2026-03-11", "3"),
	    ASIA "\n### Europe\n\n" E("2026-03-09", "1") E("2026-03-10", "2")
		E("2026-03-11", "3") },
	/* Behind the last, with the blank line of a loose list. */
	{ "event-region", false,
	    ASIA E("2026-03-12", "3") "\n### Europe\n\n" E(
		"2026-03-09", "1") "\n" E("2026-03-11", "2") "\n## Jobs\n",
	    ASIA "\n### Europe\n\n" E("2026-03-09", "1") "\n" E(
		"2026-03-11", "2") "\n" E("2026-03-12", "3") "\n## Jobs\n" },
	/* At the end of a file without a line end. */
	{ "event-region", false,
	    ASIA E("2026-03-12", "3") "\n### Europe\n\n" A(
		"2026-03-09") "    * [**T1**](https://k.example.org/1)",
	    ASIA "\n### Europe\n\n" E("2026-03-09", "1") E("2026-03-12", "3") },
	/* There is no such heading, or its list has other markers. */
	{ "event-region", false, ASIA E("2026-03-12", "3"),
	    ASIA E("2026-03-12", "3") },
	{ "event-region", false,
	    ASIA E("2026-03-12",
		"3") "\n### Europe\n\n- 2026-03-09 | Linz, AT | "
		     "[Kites](https://k.example.org)\n" TITLE("1"),
	    ASIA E("2026-03-12",
		"3") "\n### Europe\n\n- 2026-03-09 | Linz, AT | "
		     "[Kites](https://k.example.org)\n" TITLE("1") },
	{ "event-over", false, EUROPE E("2026-03-01", "1") E("2026-03-05", "2"),
	    EUROPE E("2026-03-05", "2") },
	{ "event-over", false, EUROPE E("2025-03-10", "1"),
	    EUROPE E("2026-03-10", "1") },
	{ "event-over", false,
	    EUROPE E("2026-03-01", "1") "\n" E("2026-03-05", "2"),
	    EUROPE E("2026-03-05", "2") },
	{ "event-over", false,
	    EUROPE E("2026-03-05", "2") "\n" E("2026-03-01", "1"),
	    EUROPE E("2026-03-05", "2") },
	{ "event-after-window", false, EUROPE E("2027-03-09 - 2027-03-10", "1"),
	    EUROPE E("2026-03-09 - 2026-03-10", "1") },
	{ "event-repeated", true,
	    EUROPE E("2026-03-05", "1") E("2026-03-05", "1"),
	    EUROPE E("2026-03-05", "1") },
	{ "event-date-form", true, EUROPE E("2026-3-5", "1"),
	    EUROPE E("2026-03-05", "1") },
	{ "event-date-form", true, EUROPE E("2026-03-05 & 2026-03-06", "1"),
	    EUROPE E("2026-03-05 - 2026-03-06", "1") },
	/* Two days with one between them are no range. */
	{ "event-date-form", true, EUROPE E("2026-03-05, 2026-03-07", "1"),
	    EUROPE E("2026-03-05, 2026-03-07", "1") },
	{ "event-bars", true,
	    EUROPE
	    "* 2026-03-05|Linz, AT  | [K](https://k.example.org)\n" TITLE("1"),
	    EUROPE
	    "* 2026-03-05 | Linz, AT | [K](https://k.example.org)\n" TITLE(
		"1") },
	{ "event-fields", true,
	    EUROPE
	    "* 2026-03-05 | Linz, AT, [K](https://k.example.org)\n" TITLE("1"),
	    EUROPE
	    "* 2026-03-05 | Linz, AT | [K](https://k.example.org)\n" TITLE(
		"1") },
	{ "event-title-nested", true,
	    EUROPE A("2026-03-05") "      * [**T1**](https://k.example.org/1)"
				   "\n",
	    EUROPE E("2026-03-05", "1") },
	{ "event-no-bullet", true,
	    EUROPE E("2026-03-05", "1") "  " BARE TITLE("2"),
	    EUROPE E("2026-03-05", "1") "* " BARE TITLE("2") },
	{ "event-no-bullet", true,
	    EUROPE E("2026-03-05", "1") "\xE2\x80\xA2 " BARE "*" BARE,
	    EUROPE E("2026-03-05", "1") "* " BARE "* " BARE },
	{ "event-no-bullet", true, EUROPE "- a\n" BARE, EUROPE "- a\n- " BARE },
	{ "event-elsewhere", false,
	    EUROPE E("2026-03-05", "1")
		E("2026-03-12", "3") "\n## Jobs\n\n" E("2026-03-10", "2"),
	    EUROPE E("2026-03-05", "1") E("2026-03-10", "2")
		E("2026-03-12", "3") "\n## Jobs\n\n" },
	{ "event-orphan", false,
	    EUROPE A("2026-03-05") "* [**T1**](https://k.example.org/1)\n" E(
		"2026-03-06", "2"),
	    EUROPE E("2026-03-05", "1") E("2026-03-06", "2") },
	{ "event-window", false,
	    HEAD "Events between 2026-02-25 - 2026-03-25 &#x1F388;\n",
	    HEAD "Events between 2026-03-04 - 2026-04-01 &#x1F388;\n" },
	{ "place-country", true,
	    EUROPE
	    "* 2026-03-05 | Linz, at | [K](https://k.example.org)\n" TITLE("1"),
	    EUROPE
	    "* 2026-03-05 | Linz, AT | [K](https://k.example.org)\n" TITLE(
		"1") },
	{ "place-country", true,
	    HEAD "### Virtual\n\n* 2026-03-05 | Virtual (Ithaca, NY US) | "
		 "[K](https://k.example.org)\n" TITLE("1"),
	    HEAD "### Virtual\n\n* 2026-03-05 | Virtual (Ithaca, NY, US) | "
		 "[K](https://k.example.org)\n" TITLE("1") },
	{ "place-country", true, AT("York UK"), AT("York, GB") },
	{ "place-country", true, AT("Virtual (York UK; Linz, AT)"),
	    AT("Virtual (York, GB; Linz, AT)") },
	{ "place-country", true, AT("York UK / Linz AT / Wien, AT"),
	    AT("York, GB / Linz, AT / Wien, AT") },
	/* Half of a name: only suggested. */
	{ "place-country", true, AT("Haifa Israel"), AT("Haifa Israel") },
	{ "place-country", false, AT("Haifa Israel"), AT("Haifa, IL") },
	{ "place-country", false, AT("Taos, New Mexico"),
	    AT("Taos, New Mexico") },
	{ "place-country", false, AT("Virtual (6 pm PT)"),
	    AT("Virtual (6 pm PT)") },
	{ "place-state", false,
	    HEAD "### Oceania\n\n* 2026-03-05 | Cairns, QL, AU | "
		 "[K](https://k.example.org)\n" TITLE("1"),
	    HEAD "### Oceania\n\n* 2026-03-05 | Cairns, QLD, AU | "
		 "[K](https://k.example.org)\n" TITLE("1") },
	{ "place-state", true,
	    HEAD "### Oceania\n\n* 2026-03-05 | Cairns, Qld, AU | "
		 "[K](https://k.example.org)\n" TITLE("1"),
	    HEAD "### Oceania\n\n* 2026-03-05 | Cairns, QLD, AU | "
		 "[K](https://k.example.org)\n" TITLE("1") },
	{ "place-state-as-country", true,
	    HEAD "### North America\n\n* 2026-03-05 | Ithaca, NY | "
		 "[K](https://k.example.org)\n" TITLE("1"),
	    HEAD "### North America\n\n* 2026-03-05 | Ithaca, NY, US | "
		 "[K](https://k.example.org)\n" TITLE("1") },
};

static void test_fixes(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(fixes) / sizeof(fixes[0]); i++) {
		const struct fix_case *t = &fixes[i];
		struct str wished =
		    example_text(&arena, t->fixed, 9, "2026-03-04");
		struct check_report report = look(&arena, t->rule, NULL, NULL,
		    example_text(&arena, t->text, 9, "2026-03-04"));
		size_t fixed, waiting;
		struct str text = check_fixed_text(
		    &arena, &report.file[0], !t->safe, &fixed, &waiting);

		if (!str_eq(text, wished))
			fail_msg("%s made\n%.*s\nof\n%s", t->rule,
			    STR_ARG(text), t->text);
		assert_int_equal(waiting, 0);
		check_release(&report);
	}
	arena_release(&arena);
}

/* ------------------------------------------------------------------- archive */

static const struct {
	const char *rule, *before, *text;
	size_t findings;
} archives[] = {
	{ "event-moved", EUROPE E("2026-03-10", "1"),
	    EUROPE E("2026-03-12", "1"), 1 },
	{ "event-moved", EUROPE E("2026-03-10", "1"),
	    EUROPE E("2026-06-12", "1"), 0 },
	{ "event-link-reused", EUROPE E("2026-03-10", "1"),
	    EUROPE E("2026-06-12", "1"), 1 },
	/* Three dates: the page of a series. */
	{ "event-link-reused", EUROPE E("2026-03-10", "1") E("2026-03-17", "1"),
	    EUROPE E("2026-06-12", "1"), 0 },
	/* The front page of a site shows what comes next. */
	{ "event-link-reused",
	    EUROPE A("2025-06-10") "    * [**T**](https://day.example.org/)\n",
	    EUROPE A("2026-06-12") "    * [**T**](https://day.example.org)\n",
	    0 },
	{ "place-country-changed", EUROPE E("2026-03-10", "1"),
	    EUROPE
	    "* 2026-03-10 | Graz, DE | [Kites](https://k.example.org)\n" TITLE(
		"1"),
	    0 },
	{ "event-window-missing", EUROPE E("2026-03-10", "1"),
	    EUROPE E("2026-03-10", "1"), 0 },
};

static void test_archive(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(archives) / sizeof(archives[0]); i++) {
		struct check_report report = look(&arena, archives[i].rule,
		    NULL, archives[i].before,
		    example_text(&arena, archives[i].text, 9, "2026-03-04"));

		if (check_count(&report, CHECK_OFF) != archives[i].findings)
			fail_msg("%s: case %zu", archives[i].rule, i);
		check_release(&report);
	}
	arena_release(&arena);
}

/* -------------------------------------------------------------------- hostile */

/* Some of each rule at a size where what is not linear takes minutes. */
static void test_hostile(void **state)
{
	static const char *const pieces[] = {
		A("2026-03-10") TITLE("1"),
		A("2025-03-10") TITLE("1"),
		"* 2026-03-10 | [[[[[[[[[[ | [K]((( | ]]\n",
		"* 2026-03-10 |||||||||||||||||||\n",
		"### Asia\n\n* 2026-03-10 | Linz, AT | [K](k)\n",
		"* [x](x)\n",
		"* 2026-02-30 - 2026-02-30\n",
		BARE,
		"## Jobs\n\n" E("2026-03-10", "1"),
		"* 2026-03-10 | A B UK / C D AT | [K](k)\n" TITLE("1"),
	};
	struct arena arena = { 0 };
	struct strbuf text;

	(void)state;
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		const char *const paths[] = { PATH };
		struct check_options options = {
			.path = paths, .paths = 1, .threads = 1
		};
		struct check_text file = { .path = PATH };
		struct check_report report;
		size_t fixed, waiting;

		strbuf_init(&text, 4 * MIB);
		strbuf_add(
		    &text, example_text(&arena, EUROPE, 9, "2026-03-04"));
		for (int k = 0; k < 10000; k++)
			strbuf_add_cstr(&text, pieces[i]);
		file.text = strbuf_str(&text);
		report = example_check(
		    example_settings(&arena, NULL), &options, &file, 1);
		check_fixed_text(
		    &arena, &report.file[0], true, &fixed, &waiting);
		check_release(&report);
		strbuf_release(&text);
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_fixes),
		cmocka_unit_test(test_archive),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
