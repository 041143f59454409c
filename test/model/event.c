/* Entries of lists of events, in every form that was met. */
#include "test/test.h"

#include "base/strbuf.h"
#include "model/issue.h"
#include "test/model/twir.h"

static const char *const modes[] = { "?", "in-person", "virtual", "hybrid" };

/* FIRST[..LAST] MODE [PLACE; ...] {GROUP; ...} TITLE <URL> +EXTRA region !
 * where ! says that words of the item are in no field. */
static void describe(struct strbuf *out, const struct event *e)
{
	const struct settings *s = twir_settings();

	date_add_iso(out, e->first);
	if (date_cmp(e->first, e->last) != 0) {
		strbuf_lit(out, "..");
		date_add_iso(out, e->last);
	}
	strbuf_printf(out, " %s [", modes[e->mode]);
	for (size_t i = 0; i < e->places; i++) {
		strbuf_add_cstr(out, i > 0 ? "; " : "");
		strbuf_add(out, e->place[i].text);
	}
	strbuf_lit(out, "] {");
	for (size_t i = 0; i < e->groups; i++) {
		strbuf_add_cstr(out, i > 0 ? "; " : "");
		strbuf_add(out, e->group[i].name);
	}
	strbuf_printf(out, "} %.*s <%.*s>", STR_ARG(e->title), STR_ARG(e->url));
	for (size_t i = 0; i < e->extras; i++)
		strbuf_printf(out, " +%.*s", STR_ARG(e->extra[i].url));
	strbuf_add_char(out, ' ');
	if (e->region != STR_NONE)
		strbuf_add(out, s->region[e->region].id);
	strbuf_add_cstr(out, e->complete ? "\n" : " !\n");
}

static const struct {
	const char *items, *expected;
} cases[] = {
	{ "* 2026-03-03 | Bonn, DE | [G](g)\n    * [**T**](t)",
	    "2026-03-03 in-person [Bonn, DE] {G} T <t> europe\n" },
	{ "- 2026-03-03 | Bonn, DE | [G](g)\n  - [**T**](t)",
	    "2026-03-03 in-person [Bonn, DE] {G} T <t> europe\n" },
	{ "* 2026-03-03 | Virtual (Bonn, DE) | [A \\| B](g)\n    * [**T**](t)",
	    "2026-03-03 virtual [Bonn, DE] {A | B} T <t> virtual\n" },
	{ "* 2026-03-03 | Virtual | [A](a) + [B](b)\n"
	  "    * [**T**](t) | [**Mirror**](m) - [Stream](s)",
	    "2026-03-03 virtual [] {A; B} T <t> +m +s virtual\n" },
	{ "* 2026-03-03 - 2026-03-05 | Bonn, DE| [A](a) and [B](b), [C](c)\n"
	  "    * [**T #1**: more](t)",
	    "2026-03-03..2026-03-05 in-person [Bonn, DE] {A; B; C} "
	    "T #1: more <t> europe\n" },
	{ "* 2026-03-03 | Bonn, DE | [A](a) | [B](b)\n    * [T](t)",
	    "2026-03-03 in-person [Bonn, DE] {A; B} T <t> europe\n" },
	{ "* 2026-03-03 | Bonn, DE | Some group\n    * [T](t)",
	    "2026-03-03 in-person [Bonn, DE] {Some group} T <t> europe\n" },
	{ "* 2026-03-03 || [G](g)\n    * $[**T**](t)",
	    "2026-03-03 ? [] {G} T <t>  !\n" },
	{ "* 2026-03-03 | [G](g)\n    * [T](t)",
	    "2026-03-03 ? [] {G} T <t> \n" },
	{ "* 2026-03-03 | Linz, AT, [G](g)\n    * [T](t)",
	    "2026-03-03 in-person [Linz, AT] {G} T <t> europe\n" },
	{ "* 2026-03-03 | Virtual (Linz, AT) [G](g)\n    * [T](t)",
	    "2026-03-03 virtual [Linz, AT] {G} T <t> virtual\n" },
	{ "* 2026-03-03 | Linz, AT | [G](g)\n    * **T**: 6:30pm, hall",
	    "2026-03-03 in-person [Linz, AT] {G} T: 6:30pm, hall <> europe\n" },
	{ "* 2026-03-03 | Linz, AT | [Conf](c)",
	    "2026-03-03 in-person [Linz, AT] {} Conf <c> europe\n" },
	{ "* 2026-03-03 | Linz, AT | [G](g)\n    * [T](t) (sold out)",
	    "2026-03-03 in-person [Linz, AT] {G} T <t> europe !\n" },
	{ "* 2026-03-03 | Linz, AT | [G](g)\n    *[T](t)",
	    "2026-03-03 in-person [Linz, AT] {G} T <t> europe\n" },
	{ "* 2026-03-03 | Linz, AT | [G](g)\n\n    Bring a friend.\n",
	    "2026-03-03 in-person [Linz, AT] {} G <g> europe !\n" },
	{ "* [Mar 3, 2026 | Bonn, DE | **T** | G](t)",
	    "2026-03-03 in-person [Bonn, DE] {G} T <t> europe\n" },
	{ "* [Mar 3. Bonn, DE - G - T](t).",
	    "2026-03-03 in-person [Bonn, DE] {} G - T <t> europe\n" },
	{ "* [Mar 3 & 4. T at G](t)",
	    "2026-03-03..2026-03-04 ? [] {} T at G <t> \n" },
	{ "* [3/3. T](t)", "2026-03-03 ? [] {} T <t> \n" },
	{ "* 3/3. T", "2026-03-03 ? [] {} T <> \n" },
	{ "* **[Mar 3. T](t).** Come!", "2026-03-03 ? [] {} T <t>  !\n" },
	{ "* [2026-03-03 T](t)", "2026-03-03 ? [] {} T <t> \n" },
	{ "* [T](t): March 3rd", "2026-03-03 ? [] {} T <t> \n" },
	{ "* [T](t)", "" },
	{ "* Soon | Bonn, DE | [G](g)", "" },
	{ "* *No events this week.*", "" },
	{ "### Asia\n* 2026-03-03 | Bonn, DE | [G](g)\n    * [T](t)",
	    "2026-03-03 in-person [Bonn, DE] {G} T <t> asia\n" },
	{ "# Oceania:\n* 2026-03-03 | Bonn, DE | [G](g)\n    * [T](t)",
	    "2026-03-03 in-person [Bonn, DE] {G} T <t> oceania\n" },
};

static void test_cases(void **state)
{
	static const char head[] =
	    "Title: A\nDate: 2026-03-01\n\n## Upcoming Events\n";
	struct arena arena = { 0 };
	struct strbuf out;

	(void)state;
	strbuf_init(&out, 10000);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct source source = { "case",
			arena_printf(&arena, "%s%s", head, cases[i].items) };
		struct issue issue;

		strbuf_reset(&out);
		assert_int_equal(
		    issue_read(&arena, source, twir_settings(), &issue),
		    ISSUE_OK);
		for (size_t k = 0; k < issue.events; k++)
			describe(&out, &issue.event[k]);
		assert_str(strbuf_str(&out), cases[i].expected);
	}
	strbuf_release(&out);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
