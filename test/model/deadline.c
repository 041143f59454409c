/* Deadlines of issues, alone and together. */
#include "../test.h"

#include "model/deadline.h"

static const char settings_text[] =
    "name: Harbour Letter\n"
    "sections:\n"
    "  - {id: calls, title: Calls, kind: plain}\n"
    "  - {id: testing, title: Testing, kind: testing}\n"
    "  - {id: help, title: Help, kind: participation}\n"
    "  - {id: talks, title: Talks, kind: speaking}\n"
    "  - {id: approved, title: Approved, kind: approved}\n"
    "  - {id: comments, title: Comments, kind: decisions}\n";

struct letter {
	struct arena arena;
	struct settings settings;
};

static void open_letter(struct letter *l)
{
	struct error err;

	*l = (struct letter){ 0 };
	if (!settings_read(
		&l->arena, "s.yaml", STR(settings_text), &l->settings, &err))
		fail_msg("%s", err.text);
}

/* Those of an issue that has `body`; the issue itself is gone then. */
static struct printed_deadlines read_issue(
    struct letter *l, struct date date, const char *body)
{
	struct arena scratch = { 0 };
	struct printed_deadlines printed;
	struct issue issue;
	struct source source = { "x.md",
		arena_printf(&scratch, "Title: x\nDate: %04d-%02d-%02d\n\n%s",
		    date.year, date.month, date.day, body) };

	assert_int_equal(
	    issue_read(&scratch, source, &l->settings, &issue), ISSUE_OK);
	printed = deadlines_printed(&l->arena, &issue, date);
	arena_release(&scratch);
	return printed;
}

/* One line for each: "kind day title <url> #anchor". */
static const struct {
	const char *body, *printed;
} cases[] = {
	{ "## Talks\n\n* [**Fog**](https://fog.example/) | 2026-12-03 | "
	  "Cork, IE | 2027-03-01\n",
	    "speaking 2026-12-03 Fog <https://fog.example/> #talks\n" },
	{ "## Talks\n\n* [Fog (by 2026-12-03)](https://fog.example/) | Cork\n",
	    "speaking 2026-12-03 Fog (by 2026-12-03) <https://fog.example/> "
	    "#talks\n" },
	{ "## Talks\n\n* [Fog](https://fog.example/) | Event: 2027-03-01 | "
	  "Closes 2026-12-03\n",
	    "speaking 2026-12-03 Fog <https://fog.example/> #talks\n" },
	/* The day of the event is none to propose by. */
	{ "## Talks\n\n* [Fog](https://fog.example/) | Event: 2027-03-01\n",
	    "" },
	{ "## Talks\n\n* [Fog](https://fog.example/) | open to all | Cork, IE "
	  "| 2027-03-01\n",
	    "" },
	{ "## Help\n\n* [Pier - paint it](https://pier.example/1), until "
	  "2026-12-03\n* [Pier - more](https://pier.example/2)\n",
	    "participation 2026-12-03 Pier - paint it <https://pier.example/1> "
	    "#help\n" },
	/* The last line of an item, and one nested in it. */
	{ "## Testing\n\n* [Lamp](https://lamp.example/1)\n"
	  "    * [Testing steps](https://lamp.example/how)\n"
	  "    * ends 2026-12-03\n",
	    "testing 2026-12-03 Lamp <https://lamp.example/1> #testing\n" },
	{ "## Comments\n\n### Pier\n\n* [disposition: close] "
	  "[A `lamp`](https://pier.example/3) (closes Dec 3)\n",
	    "comments 2026-12-03 A lamp <https://pier.example/3> #pier\n" },
	/* What is decided closes no more. */
	{ "## Approved\n\n* [A lamp](https://pier.example/3), closed by "
	  "2026-12-03\n",
	    "" },
	{ "## Comments\n\n* *Nothing this week, until 2026-12-03.*\n", "" },
	/* In the order of the file. */
	{ "## Comments\n\n* [A](https://a.example/) until 2026-12-09\n\n"
	  "## Help\n\n* [B](https://b.example/) until 2026-12-03\n",
	    "comments 2026-12-09 A <https://a.example/> #comments\n"
	    "participation 2026-12-03 B <https://b.example/> #help\n" },
	/* A hostile address is no link. */
	{ "## Help\n\n* [B](javascript:alert) until 2026-12-03\n",
	    "participation 2026-12-03 B <> #help\n" },
};

static void add_day(struct strbuf *out, struct date day)
{
	strbuf_add_char(out, ' ');
	date_add_iso(out, day);
}

static void test_printed(void **state)
{
	const struct date day = { 2026, 11, 25 };
	struct letter l;

	(void)state;
	open_letter(&l);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct printed_deadlines list =
		    read_issue(&l, day, cases[i].body);
		struct strbuf out;

		print_message("%s\n", cases[i].body);
		strbuf_init(&out, MIB);
		for (size_t k = 0; k < list.count; k++) {
			const struct printed_deadline *d = &list.item[k];

			strbuf_add(&out, deadline_kind_name(d->kind));
			add_day(&out, d->closes);
			strbuf_printf(&out, " %.*s <%.*s> #%.*s\n",
			    STR_ARG(d->title), STR_ARG(d->url),
			    STR_ARG(d->anchor));
		}
		assert_str(strbuf_str(&out), cases[i].printed);
		strbuf_release(&out);
	}
	arena_release(&l.arena);
}

#define HELP(text) "## Help\n\n* " text "\n"
#define PIER "[Pier](https://pier.example/1)"

enum { ISSUES_MAX = 4, STEP = 7 };

/* Issues a week apart, or `days`; the newest, of 2026-11-25, is the first.
 * Expected: "day title newest oldest since revisions". */
static const struct {
	int days;
	const char *issue[ISSUES_MAX];
	const char *joined;
} joins[] = {
	{ STEP, { "" }, "" },
	{ STEP, { HELP(PIER " until 2026-12-03") },
	    "2026-12-03 Pier 0 0 0 0\n" },
	/* The same in several issues, in other forms of its address. */
	{ STEP,
	    { HELP(PIER " until 2026-12-03"),
		HELP("[Pier](http://www.pier.example/1/) until 2026-12-03"), "",
		HELP(PIER " until 2026-12-03") },
	    "2026-12-03 Pier 0 3 3 0\n" },
	/* The newest title and day win; an issue without a day says nothing. */
	{ STEP,
	    { HELP(PIER),
		HELP("[The pier](https://pier.example/1) until 2026-12-09"),
		HELP("[The pier](https://pier.example/1) until 2026-12-09"),
		HELP(PIER " until 2026-12-03") },
	    "2026-12-09 The pier 1 3 2 1\n" },
	/* Put off twice, the second time when it was over; and back. */
	{ STEP,
	    { HELP(PIER " until 2026-11-30"), HELP(PIER " until 2026-11-15"),
		HELP(PIER " until 2026-11-30") },
	    "2026-11-30 Pier 0 2 0 2\n" },
	/* A wrong year, mended. */
	{ STEP,
	    { HELP(PIER " until 2026-11-30"), HELP(PIER " until 2025-11-30") },
	    "2026-11-30 Pier 0 1 0 1\n" },
	/* Another year's. */
	{ 360,
	    { HELP(PIER " until 2026-12-03"), HELP(PIER " until 2025-12-05") },
	    "2025-12-05 Pier 1 1 1 0\n2026-12-03 Pier 0 0 0 0\n" },
	/* Twice in one issue: with one day it is one, with two it is two. */
	{ STEP, { HELP(PIER " until 2026-12-03\n* " PIER " until 2026-12-03") },
	    "2026-12-03 Pier 0 0 0 0\n" },
	{ STEP,
	    { HELP(PIER " until 2026-12-09\n* " PIER " until 2026-12-03"),
		HELP(PIER " until 2026-12-03") },
	    "2026-12-03 Pier 0 1 1 0\n2026-12-09 Pier 0 1 0 1\n" },
	/* By day, then by title. */
	{ STEP,
	    { HELP("[B](https://b.example/) until 2026-12-03\n"
		   "* [A](https://a.example/) until 2026-12-03\n"
		   "* [C](https://c.example/) until 2026-12-02") },
	    "2026-12-02 C 0 0 0 0\n2026-12-03 A 0 0 0 0\n"
	    "2026-12-03 B 0 0 0 0\n" },
};

static struct deadlines join(struct letter *l, size_t at)
{
	const struct date newest = { 2026, 11, 25 };
	struct printed_deadlines list[ISSUES_MAX];

	for (int i = 0; i < ISSUES_MAX; i++)
		list[i] = read_issue(l, date_add(newest, -i * joins[at].days),
		    joins[at].issue[i] != NULL ? joins[at].issue[i] : "");
	/* What is joined borrows the items alone. */
	return deadlines_join(&l->arena, list, ISSUES_MAX);
}

static void test_join(void **state)
{
	struct letter l;

	(void)state;
	open_letter(&l);
	for (size_t i = 0; i < COUNT(joins); i++) {
		struct deadlines all = join(&l, i);
		struct strbuf out;

		print_message("%zu: %s\n", i, joins[i].joined);
		strbuf_init(&out, MIB);
		for (size_t k = 0; k < all.count; k++) {
			const struct deadline *d = &all.item[k];

			date_add_iso(&out, d->now->closes);
			strbuf_printf(&out, " %.*s %zu %zu %zu %d\n",
			    STR_ARG(d->now->title), d->newest, d->oldest,
			    d->since, (int)d->revisions);
			assert_true(
			    k == 0 || !str_eq(d->name, all.item[k - 1].name));
		}
		assert_str(strbuf_str(&out), joins[i].joined);
		strbuf_release(&out);
	}
	arena_release(&l.arena);
}

/* A name stays when title and day change. */
static void test_name(void **state)
{
	struct letter l;
	struct deadlines before, after;

	(void)state;
	open_letter(&l);
	before = (struct deadlines){ 0 };
	for (int i = 0; i < 2; i++) {
		const struct date first = { 2026, 11, 18 };
		struct printed_deadlines list[] = {
			read_issue(&l, date_add(first, STEP),
			    i == 0 ? ""
				   : HELP("[New](https://pier.example/1/) "
					  "until 2026-12-09")),
			read_issue(&l, first, HELP(PIER " until 2026-12-03")),
		};

		after = deadlines_join(&l.arena, list, COUNT(list));
		assert_int_equal(after.count, 1);
		if (i == 0)
			before = after;
	}
	assert_true(str_eq(before.item[0].name, after.item[0].name));
	arena_release(&l.arena);
}

static void test_between(void **state)
{
	static const struct {
		struct date first, end;
		size_t count;
	} windows[] = {
		{ { 2026, 12, 1 }, { 0 }, 3 },
		{ { 2026, 12, 2 }, { 2026, 12, 3 }, 1 },
		{ { 2026, 12, 3 }, { 0 }, 2 },
		{ { 2026, 12, 4 }, { 0 }, 0 },
		{ { 2026, 12, 1 }, { 2026, 12, 2 }, 0 },
	};
	struct deadlines all, none = { 0 };
	struct letter l;

	(void)state;
	open_letter(&l);
	all = join(&l, COUNT(joins) - 1);
	for (size_t i = 0; i < COUNT(windows); i++) {
		assert_int_equal(
		    deadlines_between(all, windows[i].first, windows[i].end)
			.count,
		    windows[i].count);
		assert_int_equal(
		    deadlines_between(none, windows[i].first, windows[i].end)
			.count,
		    0);
	}
	arena_release(&l.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_printed),
		cmocka_unit_test(test_join),
		cmocka_unit_test(test_name),
		cmocka_unit_test(test_between),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
