/* What one version of a draft did to its items. */
#include "../test.h"

#include "draft/draft.h"

#define A "* [A](https://a.example.org/)\n"
#define B "* [B](https://b.example.org/x)\n"
#define B_AGAIN "* [Bee](http://www.b.example.org/x/?utm_source=z)\n"
#define NEWS "# Title\n\n## News\n\n"

static const struct {
	const char *base, *ours, *theirs, *result;
	const char *want; /* a line for each: kind, line, section: title */
} cases[] = {
	{ NEWS A, NEWS A, NEWS A, NEWS A, "" },
	{ NEWS A, NEWS A, NEWS A B, NEWS A B, "+6 News: B\n" },
	{ NEWS A, NEWS A B, NEWS A B_AGAIN, NEWS A B, "=6 News: Bee\n" },
	{ NEWS A, NEWS A, NEWS A B B_AGAIN, NEWS B A,
	    "+5 News: B\n+0 News: Bee\n" },
	{ NEWS A B, NEWS A B, NEWS A, NEWS A, "-0 News: B\n" },
	{ NEWS A B, NEWS A, NEWS A, NEWS A, "" },
	{ NEWS A B, NEWS A B, NEWS A B_AGAIN, NEWS A B_AGAIN,
	    "~6 News: Bee\n" },
	{ NEWS A, NEWS A, NEWS A "\n### Deep\n\n* plain *words*\n",
	    NEWS A "\n### Deep\n\n* plain *words*\n",
	    "+9 News / Deep: plain words\n" },
	{ "", "", B, B, "+1 : B\n" },
	{ "", "", "\xff* [\x01\n\n- [", "", "+0 : [\n" },
};

static void add_line(struct strbuf *out, const struct draft_change *c)
{
	static const char marks[] = {
		[DRAFT_ADDED] = '+',
		[DRAFT_DOUBLED] = '=',
		[DRAFT_EDITED] = '~',
		[DRAFT_REMOVED] = '-',
	};

	strbuf_printf(out, "%c%zu %.*s: %.*s\n", marks[c->kind], c->line,
	    STR_ARG(c->section), STR_ARG(c->title));
}

static void test_compare(void **state)
{
	struct arena arena = { 0 };
	struct settings settings;
	struct error err = { "" };

	(void)state;
	assert_true(settings_preset(&arena, STR("neutral"), &settings, &err));
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct draft_compared versions = {
			.settings = &settings,
			.base = { "x", str_of(cases[i].base) },
			.ours = { "x", str_of(cases[i].ours) },
			.theirs = { "x", str_of(cases[i].theirs) },
			.result = { "x", str_of(cases[i].result) },
		};
		struct draft_change *change;
		size_t changes;
		struct strbuf out;

		if (!draft_compare(&arena, &versions, &change, &changes, &err))
			fail_msg("%zu: %s", i, err.text);
		strbuf_init(&out, 1000);
		for (size_t k = 0; k < changes; k++)
			add_line(&out, &change[k]);
		assert_str(strbuf_str(&out), cases[i].want);
		strbuf_release(&out);
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_compare) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
