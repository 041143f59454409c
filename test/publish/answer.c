/* Who is answered where, and what is said. */
#include "../test.h"

#include "base/text.h"
#include "publish/answer_priv.h"

#define BREAK "\xe2\x80\x8b"
#define LINE "https://tide.example.org/2/#news:~:text=5%20Feb-,Lamps%2C%20too"

/* ------------------------------------------------------------------------ pages */

static const struct {
	const char *kind, *url, *fields;
	const char *service; /* NULL: none in the settings */
	const char *page;    /* NULL: nobody spoke */
	const char *who;
	bool shown;
} pages[] = {
	{ "github-pulls", "https://example.org/lamp",
	    "{\"pull\":\"https://github.com/tide/news/pull/7\",\"author\":"
	    "\"ada\"}",
	    NULL, "https://github.com/tide/news/pull/7", "ada", false },
	/* What leads to no thread is for people. */
	{ "github-pulls", "https://example.org/lamp",
	    "{\"pull\":\"https://github.com/tide/news/commit/7\"}", NULL,
	    "https://github.com/tide/news/commit/7", "", true },
	{ "github-pulls", "",
	    "{\"pull\":\"https://github.com/tide/../pull/7\"}", NULL,
	    "https://github.com/tide/../pull/7", "", true },
	{ "github-pulls", "",
	    "{\"pull\":\"https://github.com/tide/news/pull/7x\"}", NULL,
	    "https://github.com/tide/news/pull/7x", "", true },
	{ "github-pulls", "",
	    "{\"pull\":\"https://github.example.org/tide/news/pull/7\"}", NULL,
	    "https://github.example.org/tide/news/pull/7", "", true },
	{ "github-pulls", "https://example.org/lamp", "{}", NULL, NULL, "",
	    false },
	{ "github-pulls", "", "{\"pull\":\"javascript:1\"}", NULL, NULL, "",
	    false },
	{ "github-pulls", "", "no JSON", NULL, NULL, "", false },
	{ "github-calls", "https://github.com/tide/horn/issues/9", "{}", NULL,
	    "https://github.com/tide/horn/issues/9", "", false },
	{ "discourse", "https://quay.example.org/t/lamps/27/17",
	    "{\"thanks\":{\"name\":\"ada\"}}", "https://quay.example.org",
	    "https://quay.example.org/t/lamps/27/17", "ada", false },
	{ "discourse", "https://quay.example.org/t/27", "{}",
	    "https://quay.example.org/", "https://quay.example.org/t/27", "",
	    false },
	{ "discourse", "https://quay.example.org/u/ada", "{}",
	    "https://quay.example.org/", "https://quay.example.org/u/ada", "",
	    true },
	{ "discourse", "https://pier.example.org/t/lamps/27/17", "{}",
	    "https://quay.example.org",
	    "https://pier.example.org/t/lamps/27/17", "", true },
	{ "discourse", "https://quay.example.org/t/lamps/27/17", "{}", NULL,
	    "https://quay.example.org/t/lamps/27/17", "", true },
	{ "mastodon", "https://example.org/lamp",
	    "{\"mentioned\":\"https://far.example.org/@ada/1\","
	    "\"mentioned_by\":\"ada@far.example.org\"}",
	    "https://fedi.example.org", "https://far.example.org/@ada/1",
	    "ada@far.example.org", false },
	/* Names that could be more than a name. */
	{ "mastodon", "",
	    "{\"mentioned\":\"https://far.example.org/@a/1\","
	    "\"mentioned_by\":\"ada @everybody\"}",
	    "https://fedi.example.org", "https://far.example.org/@a/1", "",
	    false },
	{ "bluesky", "",
	    "{\"mentioned\":\"https://bsky.app/profile/a/post/b\","
	    "\"mentioned_by\":\"ada.example.org\"}",
	    NULL, "https://bsky.app/profile/a/post/b", "ada.example.org",
	    true },
	{ "calendar", "https://example.org/lamp", "{}", NULL, NULL, "", false },
	{ "", "https://example.org/lamp", "{}", NULL, NULL, "", false },
};

static void test_pages(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(pages); i++) {
		struct answer answer = { 0 };
		bool spoke = answer_read(&arena, str_of(pages[i].kind),
		    str_of(pages[i].fields), str_of(pages[i].url), &answer);

		if (spoke != (pages[i].page != NULL))
			fail_msg("%s", pages[i].fields);
		if (!spoke || pages[i].page == NULL)
			continue;
		if (pages[i].service != NULL)
			answer.service = str_of(pages[i].service);
		assert_str(answer.page, pages[i].page);
		assert_str(answer.who, pages[i].who);
		if (answer_is_shown(&answer) != pages[i].shown)
			fail_msg("%s", pages[i].page);
	}
	arena_release(&arena);
}

/* ------------------------------------------------------------------------ texts */

static const struct {
	const char *kind, *template, *who, *title, *text;
} texts[] = {
	{ "github-pulls", "Thanks, @{who}! {title}: {address}", "ada", "Lamps",
	    "Thanks, @ada! Lamps: " LINE },
	{ "github-pulls", "Thanks, @{who}! {title}: {address}", "", "Lamps",
	    "Thanks, ! Lamps: " LINE },
	{ "github-pulls", "{title} {address}", "ada",
	    "[a](b) <i> `c` *d* _e_ \\ @all #7 !x",
	    "\\[a\\](b) \\<i\\> \\`c\\` \\*d\\* \\_e\\_ \\\\ @" BREAK
	    "all #" BREAK "7 \\!x " LINE },
	{ "github-calls", "{title} {address}", "", "one\n# two\r\n",
	    "one #" BREAK " two " LINE },
	/* Where no Markdown is read it would be seen. */
	{ "mastodon", "@{who} {title} {address}", "ada@far.example.org",
	    "[a] `c` @all #7",
	    "@ada@far.example.org [a] `c` @" BREAK "all #7 " LINE },
	/* What others wrote is not filled in. */
	{ "discourse", "{title} {address}", "ada", "{address} {who} {name}",
	    "{address} {who} {name} " LINE },
	{ "discourse", "{name}: {who}{who} {address}", "ada", "x",
	    "Low Tide: adaada " LINE },
};

static void test_texts(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct str template = str_of(texts[i].template);
		const struct settings settings = { .name = STR("Low Tide"),
			.answers = { template, template, template, template } };
		const struct answer answer = { .kind = str_of(texts[i].kind),
			.who = str_of(texts[i].who),
			.title = str_of(texts[i].title),
			.address = STR(LINE) };

		assert_str(
		    answer_said(&arena, &settings, &answer), texts[i].text);
	}
	arena_release(&arena);
}

/* A title of any length leaves the address whole, where there is a limit. */
static void test_long_title(void **state)
{
	enum { MOST = 500, LONG = 3000 };
	struct arena arena = { 0 };
	const struct str template = STR("{title} {address}");
	const struct settings settings = { .name = STR("Low Tide"),
		.answers = { template, template, template, template } };
	struct answer answer = { .kind = STR("mastodon"),
		.address = STR(LINE) };
	struct strbuf title;
	struct str text;

	(void)state;
	strbuf_init(&title, LONG);
	strbuf_add_repeat(&title, 'x', LONG);
	answer.title = strbuf_str(&title);
	text = answer_said(&arena, &settings, &answer);
	/* A link counts as 23. */
	assert_int_equal(text_characters(text) - STR(LINE).len + 23, MOST);
	assert_true(str_ends(text, STR(LINE)));
	answer.kind = STR("github-pulls");
	text = answer_said(&arena, &settings, &answer);
	assert_int_equal(text.len, LONG + 1 + STR(LINE).len);
	strbuf_release(&title);
	arena_release(&arena);
}

static void test_check(void **state)
{
	const struct str fine = STR("see {address}"), lost = STR("see there");
	const struct settings good = { .answers = { fine, fine, fine, fine } },
			      bad = { .answers = { fine, fine, fine, lost } };
	struct error err;

	(void)state;
	assert_true(answer_check(&good, &err));
	assert_false(answer_check(&bad, &err));
	assert_non_null(strstr(err.text, "mastodon"));
}

/* ------------------------------------------------------------------------- ours */

static const struct {
	const char *address, *text;
	bool ours;
} marks[] = {
	{ LINE, "Thanks: " LINE, true },
	{ LINE, "<p><a href=\"" LINE "\">x</a>", true },
	{ "https://a.example.org/?x&y#z",
	    "<a href=\"https://a.example.org/?x&amp;y#z\">", true },
	{ LINE, "https://tide.example.org/2/", false },
	{ LINE, "", false },
};

static void test_ours(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(marks); i++) {
		const struct answer answer = { .address =
						   str_of(marks[i].address) };

		if (answer_is_ours(&answer, str_of(marks[i].text)) !=
		    marks[i].ours)
			fail_msg("%s", marks[i].text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_long_title),
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_ours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
