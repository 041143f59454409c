/* What readers type, and what becomes of it. */
#include "../test.h"

#include "submit/submit.h"

/* A form: lines of NAME=VALUE; "\n" in a value is written as "|". */
struct typed {
	struct arena *arena;
	const char *form;
};

static struct str value_in(void *data, const char *field)
{
	const struct typed *t = data;
	struct str rest = str_of(t->form);

	while (rest.at != NULL) {
		struct str line = str_take(&rest, '\n');
		struct str name = str_take(&line, '=');
		char *copy;

		if (!str_eq(name, str_of(field)))
			continue;
		copy = arena_alloc(t->arena, line.len + 1);
		for (size_t i = 0; i < line.len; i++)
			copy[i] = line.at[i] == '|' ? '\n' : line.at[i];
		return (struct str){ copy, line.len };
	}
	return (struct str){ NULL, 0 };
}

static const struct settings *the_settings(void)
{
	static struct arena arena;
	static struct settings settings;
	static const char yaml[] =
	    "preset: neutral\n"
	    "tags: [{name: video}]\n"
	    "sections:\n"
	    "  - {id: news, title: News, kind: items}\n"
	    "  - {id: events, title: Events, kind: events}\n"
	    "  - {id: talks, title: Talks wanted, kind: speaking}\n"
	    "  - {id: work, title: Work, kind: participation}\n"
	    "  - {id: star, title: Star, kind: feature, feature: star}\n"
	    "  - {id: words, title: Words, kind: feature, feature: quote}\n";
	struct error err;

	if (settings.name.at == NULL &&
	    !settings_read(&arena, "sennight.yaml", STR(yaml), &settings, &err))
		fail_msg("%s", err.text);
	return &settings;
}

static const struct date today = { 2026, 3, 4 };

static struct submission read_form(
    struct arena *arena, const char *kind, const char *form)
{
	struct typed typed = { arena, form };
	struct submission s;
	struct error err;

	submit_begin(arena, submit_kind_named(the_settings(), str_of(kind)),
	    str_of(kind), value_in, &typed, &s);
	if (!submit_read(arena, the_settings(), today, &s, &err))
		fail_msg("%s", err.text);
	return s;
}

/* ----------------------------------------------------------- what is printed */

static const struct {
	const char *kind, *form, *printed;
} printed[] = {
	{ "link", "url=https://example.org/a\ntitle=A page",
	    "* [A page](https://example.org/a)" },
	{ "link", "url= https://example.org/a \ntitle=\nsection=news",
	    "* [example.org/a](https://example.org/a)" },
	{ "link", "url=https://example.org/\ntitle=Bars | brackets [x](y)",
	    "* [Bars brackets \\[x\\](y)](https://example.org/)" },
	{ "link", "url=https://example.org/v\ntitle=Moves\ntags=video, DE",
	    "* [video] [DE] [Moves](https://example.org/v)" },
	{ "link", "url=https://example.org/a\ntitle=# Head <script>|* x",
	    "* [# Head &lt;script> \\* x](https://example.org/a)" },
	{ "link", "url=https://example.org/a\ntitle=\u202eA \u2067page\u2069",
	    "* [A page](https://example.org/a)" },
	{ "event",
	    "title=Night of stars\nurl=https://example.org/n\n"
	    "first=2026-03-20\nmode=in-person\ncity=Lisbon\ncountry=portugal\n"
	    "group=Club\ngroup_url=https://example.org/club",
	    "* 2026-03-20 | Lisbon, PT | [Club](https://example.org/club)\n"
	    "    * [**Night of stars**](https://example.org/n)" },
	{ "event",
	    "title=Chat\nurl=https://example.org/c\nfirst=2026-03-20\n"
	    "last=2026-03-21\nmode=virtual\ngroup=Hill\n"
	    "group_url=https://example.org/hill",
	    "* 2026-03-20 - 2026-03-21 | Virtual | "
	    "[Hill](https://example.org/hill)\n"
	    "    * [**Chat**](https://example.org/c)" },
	{ "participation",
	    "project=Lantern\ntitle=translate it\nurl=https://example.org/1",
	    "* [Lantern - translate it](https://example.org/1)" },
	{ "speaking",
	    "title=Big Nights\nurl=https://example.org/call\n"
	    "closes=2026-04-01\ncity=Lisbon\ncountry=PT\nfirst=2026-06-01",
	    NULL },
	{ "star",
	    "name=Mira\nurl=https://example.org/mira\ntext=It pulsates.\n"
	    "credit=Ada",
	    NULL },
	{ "quote",
	    "text=Look up.|Then down.\nsource=Ada on the forum\n"
	    "url=https://example.org/t",
	    NULL },
	{ "follow", "url=https://example.org/feed\ntitle=The feed of it", "" },
};

static void test_printed(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(printed) / sizeof(printed[0]); i++) {
		struct arena arena = { 0 };
		struct submission s =
		    read_form(&arena, printed[i].kind, printed[i].form);

		for (size_t k = 0; k < s.kind->fields; k++)
			if (s.problem[k].at != NULL)
				fail_msg("%s: %.*s", printed[i].form,
				    STR_ARG(s.problem[k]));
		if (s.errors)
			fail_msg("%s: %.*s", printed[i].form,
			    STR_ARG(s.remark[0].text));
		if (printed[i].printed != NULL &&
		    !str_eq(s.printed, str_of(printed[i].printed)))
			fail_msg("got %.*s", STR_ARG(s.printed));
		assert_true(s.read);
		arena_release(&arena);
	}
}

/* ----------------------------------------------------- what is wrong by itself */

static const struct {
	const char *kind, *form, *field, *problem; /* a part of it */
} wrong[] = {
	{ "link", "", "url", "Which page" },
	{ "link", "url=example.org/a", "url", "no web address" },
	{ "link", "url=javascript:alert(1)", "url", "no web address" },
	{ "link", "url=data:text/html,x", "url", "no web address" },
	{ "link", "url=https://me@example.org/", "url", "no web address" },
	{ "link", "url=https://example.org/a|Bcc: x", "url", "no web address" },
	{ "link", "url=https://example.org/\nsection=nothing", "section",
	    "no such section" },
	{ "link", "url=https://example.org/\nsection=events", "section",
	    "no such section" },
	{ "link", "url=https://example.org/\ntags=vidoe", "tags",
	    "no tag \"vidoe\"; the nearest is video" },
	{ "event", "first=2026-02-30", "first", "no day" },
	{ "event", "first=yesterday", "first", "no day" },
	{ "event", "first=2026-03-03", "first", "is over" },
	{ "event", "first=2026-03-20\nlast=2026-03-19", "last",
	    "before it begins" },
	{ "event", "first=2026-03-20\nstart=25:00", "start", "no time" },
	{ "event", "first=2026-03-20\nstart=7 pm", "start", "no time" },
	{ "event", "zone=<b>", "zone", "no time zone" },
	{ "event", "mode=dancing", "mode", "one of the three" },
	{ "event", "mode=hybrid", "city", "which city" },
	{ "event", "mode=in-person\ncity=Lisbon", "country", "which country" },
	{ "event", "mode=in-person\ncity=Lisbon\ncountry=Atlantis", "country",
	    "No country" },
	{ "event", "group=Hill", "group_url", "Where is the page" },
	{ "speaking", "closes=2026-03-01", "closes", "is over" },
	{ "star", "name=Mira", "text", "in a sentence" },
	{ "quote", "text=Look up.", "source", "Who said it" },
};

static void test_wrong(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct arena arena = { 0 };
		struct submission s =
		    read_form(&arena, wrong[i].kind, wrong[i].form);
		struct str problem = STR("no such field");

		for (size_t k = 0; k < s.kind->fields; k++)
			if (strcmp(s.kind->field[k].name, wrong[i].field) == 0)
				problem = s.problem[k];
		if (str_find(problem, str_of(wrong[i].problem), 0) == STR_NONE)
			fail_msg(
			    "%s: got %.*s", wrong[i].form, STR_ARG(problem));
		assert_true(s.errors);
		assert_false(s.read);
		arena_release(&arena);
	}
}

static void test_too_long(void **state)
{
	struct arena arena = { 0 };
	struct strbuf form;
	struct submission s;

	(void)state;
	strbuf_init(&form, 200000);
	strbuf_lit(&form, "url=https://example.org/\ntitle=");
	strbuf_add_repeat(&form, 'x', 100000);
	s = read_form(&arena, "link", form.buf);
	assert_true(s.errors);
	assert_str(s.problem[1], "At most 300 characters, please.");
	strbuf_release(&form);
	arena_release(&arena);
}

/* ------------------------------------------------------------- rules of check */

static const struct {
	const char *kind, *form, *remark;
	enum check_level level;
} remarks[] = {
	{ "link", "url=https://example.org/a?utm_source=x\ntitle=A page",
	    "tracks who follows", CHECK_ERROR },
	{ "link", "url=https://example.org/a\ntitle=Cut o\u2026", "cut off",
	    CHECK_WARNING },
	{ "link", "url=https://192.168.1.1/a\ntitle=", "private network",
	    CHECK_ERROR },
	{ "event",
	    "title=Night\nurl=https://localhost/n\nfirst=2026-03-20\n"
	    "mode=virtual\ngroup=Club\ngroup_url=https://localhost/n",
	    "private network", CHECK_ERROR },
	{ "follow", "url=https://localhost/feed\ntitle=The feed",
	    "private network", CHECK_ERROR },
};

static void test_remarks(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(remarks) / sizeof(remarks[0]); i++) {
		struct arena arena = { 0 };
		struct submission s =
		    read_form(&arena, remarks[i].kind, remarks[i].form);
		int found = 0;

		assert_true(s.read);
		for (size_t k = 0; k < s.remarks; k++)
			found += s.remark[k].level == remarks[i].level &&
				 str_find(s.remark[k].text,
				     str_of(remarks[i].remark), 0) != STR_NONE;
		assert_int_equal(s.errors, remarks[i].level == CHECK_ERROR);
		if (found != 1)
			fail_msg("%s: %zu remarks, not one of them \"%s\"",
			    remarks[i].form, s.remarks, remarks[i].remark);
		arena_release(&arena);
	}
}

/* ------------------------------------------------------------------- changing */

struct earlier {
	struct arena *arena;
	const struct candidate *candidate;
};

static struct str earlier_value(void *data, const char *field)
{
	const struct earlier *e = data;

	return submit_typed(e->arena, e->candidate, field);
}

/* What is there is typed as it was, and reads as the same. */
static void test_typed(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(printed) / sizeof(printed[0]); i++) {
		struct arena arena = { 0 };
		struct submission first = read_form(
				      &arena, printed[i].kind, printed[i].form),
				  again;
		struct earlier earlier = { &arena, &first.candidate };
		const struct submit_kind *kind;
		struct str name;
		struct error err;

		kind = submit_kind_of(the_settings(), &first.candidate, &name);
		assert_ptr_equal(kind, first.kind);
		assert_true(str_eq(name, first.name));
		submit_begin(
		    &arena, kind, name, earlier_value, &earlier, &again);
		assert_true(
		    submit_read(&arena, the_settings(), today, &again, &err));
		assert_true(again.read);
		if (!str_eq(again.candidate.fields, first.candidate.fields))
			fail_msg("got %.*s", STR_ARG(again.candidate.fields));
		arena_release(&arena);
	}
}

static void test_kinds(void **state)
{
	const struct settings *s = the_settings();

	(void)state;
	assert_non_null(submit_kind_named(s, STR("link")));
	assert_non_null(submit_kind_named(s, STR("star")));
	/* No section of these settings has such. */
	assert_null(submit_kind_named(s, STR("testing")));
	assert_null(submit_kind_named(s, STR("comet")));
	assert_null(submit_kind_named(s, STR("thing")));
	assert_null(submit_kind_named(s, STR("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_printed),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_remarks),
		cmocka_unit_test(test_typed),
		cmocka_unit_test(test_kinds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
