/* Web addresses: the examples of RFC 3986, and the ways in which people and
 * sites write one address differently. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "archive.h"
#include "base/limits.h"
#include "base/url.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* RFC 3986, 5.4, and where there is no base to speak of. */
static void test_join(void **state)
{
	static const char base[] = "http://a/b/c/d;p?q";
	static const struct {
		const char *base, *relative, *joined;
	} cases[] = {
		{ base, "g:h", "g:h" },
		{ base, "g", "http://a/b/c/g" },
		{ base, "./g", "http://a/b/c/g" },
		{ base, "g/", "http://a/b/c/g/" },
		{ base, "/g", "http://a/g" },
		{ base, "//g", "http://g" },
		{ base, "?y", "http://a/b/c/d;p?y" },
		{ base, "g?y", "http://a/b/c/g?y" },
		{ base, "#s", "http://a/b/c/d;p?q#s" },
		{ base, "g#s", "http://a/b/c/g#s" },
		{ base, "g?y#s", "http://a/b/c/g?y#s" },
		{ base, ";x", "http://a/b/c/;x" },
		{ base, "g;x", "http://a/b/c/g;x" },
		{ base, "g;x?y#s", "http://a/b/c/g;x?y#s" },
		{ base, "", "http://a/b/c/d;p?q" },
		{ base, ".", "http://a/b/c/" },
		{ base, "./", "http://a/b/c/" },
		{ base, "..", "http://a/b/" },
		{ base, "../", "http://a/b/" },
		{ base, "../g", "http://a/b/g" },
		{ base, "../..", "http://a/" },
		{ base, "../../", "http://a/" },
		{ base, "../../g", "http://a/g" },
		{ base, "../../../g", "http://a/g" },
		{ base, "../../../../g", "http://a/g" },
		{ base, "/./g", "http://a/g" },
		{ base, "/../g", "http://a/g" },
		{ base, "g.", "http://a/b/c/g." },
		{ base, ".g", "http://a/b/c/.g" },
		{ base, "g..", "http://a/b/c/g.." },
		{ base, "..g", "http://a/b/c/..g" },
		{ base, "./../g", "http://a/b/g" },
		{ base, "./g/.", "http://a/b/c/g/" },
		{ base, "g/./h", "http://a/b/c/g/h" },
		{ base, "g/../h", "http://a/b/c/h" },
		{ base, "g;x=1/./y", "http://a/b/c/g;x=1/y" },
		{ base, "g;x=1/../y", "http://a/b/c/y" },
		{ base, "g?y/./x", "http://a/b/c/g?y/./x" },
		{ base, "g?y/../x", "http://a/b/c/g?y/../x" },
		{ base, "g#s/./x", "http://a/b/c/g#s/./x" },
		{ base, "http:g", "http:g" },
		{ "https://x.example", "a", "https://x.example/a" },
		{ "https://x.example", "", "https://x.example" },
		{ "https://x.example?q", "#f", "https://x.example?q#f" },
		{ "https://x.example/a#old", "", "https://x.example/a" },
		{ "a/b", "../c", "c" },
		{ "a/b", "../../c", "c" },
		{ "", "c", "c" },
		{ "https://x.example/a//b", "c", "https://x.example/a//c" },
		{ "https://x.example/", "mailto:a@b.example",
		    "mailto:a@b.example" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(url_join(&arena, str_of(cases[i].base),
					str_of(cases[i].relative))
					.at,
		    cases[i].joined);
	arena_release(&arena);
}

static void test_absolute(void **state)
{
	static const struct {
		const char *url;
		bool absolute;
	} cases[] = {
		{ "https://a.example", true },
		{ "HTTP://a.example/x", true },
		{ "mailto:a@b.example", true },
		{ "mailto:", false },
		{ "https:", false },
		{ "https:///x", false },
		{ "https://:80/", false },
		{ "https://user@/", false },
		{ "//a.example", false },
		{ "eurorust", false },
		{ "REDDIT_LINK_HERE", false },
		{ "1http://a", false },
		{ "ht tp://a", false },
		{ "", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (url_is_absolute(str_of(cases[i].url)) != cases[i].absolute)
			fail_msg("%s", cases[i].url);
}

static void test_host(void **state)
{
	static const struct {
		const char *url, *host;
	} cases[] = {
		{ "https://www.example.org/a", "example.org" },
		{ "https://Blog.Example.org:8080?x", "Blog.Example.org" },
		{ "https://a:b@c@www.x.example#f", "x.example" },
		{ "http://[::1]:80/", "[::1]" },
		{ "//www.a.example/", "a.example" },
		{ "https://www.", "www." },
		{ "mailto:a@b.example", NULL },
		{ "/a/b", NULL },
		{ "https://", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str host = url_host(str_of(cases[i].url));

		if (cases[i].host == NULL)
			assert_null(host.at);
		else if (!str_eq(host, str_of(cases[i].host)))
			fail_msg("%s", cases[i].url);
	}
}

static void test_safe(void **state)
{
	static const char *const safe[] = { "https://a.example", "HTTP://a",
		"hhttps://a", "ttps://a", "mailto:x@y", "ftp://a", "irc://a",
		"ircs://a", "xmpp:a@b", "tel:+123", "a/b:c", "/javascript:x",
		"?javascript:", "#a:b", "", "//host/", "caf\xc3\xa9", "a&b",
		"&#47;javascript:x", "&", "&#", "&#x", "&#xzz" };
	static const char *const unsafe[] = { "hhtttps://a",
		"javascript:alert(1)", "JavaScript:x", "data:text/html,x",
		"vbscript:x", "file:///x", " javascript:x", "\x01javascript:x",
		"java\nscript:x", "java\tscript:x", "java&#10;script:x",
		"java&Tab;script:x", "&#106;avascript:x", "&#x6A;avascript:x",
		"&#0000106avascript:x", "javascript&colon;x",
		"javascript&#58;x", "javascript&#x3a;x", "javascript&#0058x",
		"java&NewLine;script:x", "javascript\xe2\x80\x8b:x", ":x",
		"averyveryverylongscheme:x",
		"http\x00javascript:", "java\x7fscript:x",
		"&#999999999999999999:x" };

	(void)state;
	for (size_t i = 0; i < COUNT(safe); i++)
		if (!url_scheme_is_safe(str_of(safe[i])))
			fail_msg("refused %s", safe[i]);
	for (size_t i = 0; i < COUNT(unsafe); i++) {
		struct str url = str_of(unsafe[i]);

		if (str_eq(url, STR("http")))
			url = STR("http\0javascript:x");
		if (url_scheme_is_safe(url))
			fail_msg("accepted %s", unsafe[i]);
	}
}

static void test_encoded(void **state)
{
	static const struct {
		const char *url, *encoded;
	} cases[] = {
		{ "/a-._~!$&'()*+,;=:@/?#", "/a-._~!$&'()*+,;=:@/?#" },
		{ "/a b\"<>\\^`{|}", "/a%20b%22%3C%3E%5C%5E%60%7B%7C%7D" },
		{ "/\xc3\xa4\xff", "/%C3%A4%FF" },
		{ "%20%2f%zz%", "%20%2f%25zz%25" },
		{ "%2", "%252" },
		{ "x[1]", "x%5B1%5D" },
		{ "http://[::1]:80/[", "http://[::1]:80/%5B" },
		{ "http://[x y]/", "http://%5Bx%20y%5D/" },
		{ "a\nb\x7f", "a%0Ab%7F" },
		{ "", "" },
	};
	struct strbuf out;

	(void)state;
	strbuf_init(&out, 1000);
	for (size_t i = 0; i < COUNT(cases); i++) {
		strbuf_reset(&out);
		url_add_encoded(&out, str_of(cases[i].url));
		assert_string_equal(out.buf, cases[i].encoded);
	}
	strbuf_release(&out);
}

static void test_canonical(void **state)
{
	static const struct {
		const char *url, *form;
	} cases[] = {
		{ "HTTP://WWW.Example.ORG:80/A/", "https://example.org/A" },
		{ "https://example.org", "https://example.org" },
		{ "https://example.org/?", "https://example.org" },
		{ " https://m.example.org:443/a#b ", "https://example.org/a" },
		{ "https://example.org.:8080/", "https://example.org:8080" },
		{ "https://www.m.example.org", "https://example.org" },
		{ "https://www.com/", "https://www.com" },
		{ "https://example.org/a/./b/../%7euser/%c3%a4",
		    "https://example.org/a/~user/%C3%A4" },
		{ "https://example.org/\xc3\xa4 b",
		    "https://example.org/%C3%A4%20b" },
		{ "https://a.example/p?utm_source=x&id=1&utm_medium=y",
		    "https://a.example/p?id=1" },
		{ "https://a.example/p?fbclid=x&gclid=1&mc_cid=2&mc_eid=3",
		    "https://a.example/p" },
		{ "https://a.example/p?b=2&&a=1&",
		    "https://a.example/p?b=2&a=1" },
		{ "https://a.example/p?a&b=", "https://a.example/p?a&b=" },
		{ "https://a.example/p?a=1&amp;b=2",
		    "https://a.example/p?a=1&b=2" },
		{ "https://www.eventbrite.co.uk/e/rust-night-tickets-123?aff=x",
		    "https://eventbrite.com/e/123" },
		{ "https://www.eventbrite.com/o/club-77",
		    "https://eventbrite.com/o/club-77" },
		{ "https://youtu.be/aB-_9?si=xyz", "https://youtu.be/aB-_9" },
		{ "https://www.youtube.com/watch?v=aB&feature=youtu.be&list=L",
		    "https://youtu.be/aB" },
		{ "https://m.youtube.com/watch?t=90s&v=aB",
		    "https://youtu.be/aB?t=90" },
		{ "https://youtube.com/live/aB?t=0s", "https://youtu.be/aB" },
		{ "https://youtube.com/shorts/aB/", "https://youtu.be/aB" },
		{ "https://www.youtube.com/playlist?list=L&si=1",
		    "https://youtube.com/playlist?list=L" },
		{ "https://www.youtube.com/watch?v=a/b",
		    "https://youtube.com/watch?v=a/b" },
		{ "https://www.meetup.com/es-ES/rust-x/events/1/"
		  "?eventOrigin=group_upcoming_events",
		    "https://meetup.com/rust-x/events/1" },
		{ "https://www.meetup.com/de/rust-x/",
		    "https://meetup.com/rust-x" },
		{ "https://www.meetup.com/fr-FR", "https://meetup.com" },
		{ "https://www.meetup.com/oc-rust/",
		    "https://meetup.com/oc-rust" },
		{ "https://old.reddit.com/r/rust/",
		    "https://reddit.com/r/rust" },
		{ "https://mobile.twitter.com/a/status/1?s=20&t=x",
		    "https://twitter.com/a/status/1" },
		{ "https://lu.ma/abc?tk=9", "https://luma.com/abc" },
		{ "https://www.google.com/url?sa=t&q="
		  "https%3A%2F%2Fwww.a.example%2Fx%3Fid%3D1%26utm_a%3D2&usg=z",
		    "https://a.example/x?id=1" },
		{ "https://groups.google.com/forum/#!topic/x",
		    "https://groups.google.com/forum#!topic/x" },
		{ "https://a.example/notes/#/one",
		    "https://a.example/notes#/one" },
		{ "https://a.example/#episode-5",
		    "https://a.example#episode-5" },
		{ "https://a.example/x#:~:text=y", "https://a.example/x" },
		{ "https://github.com/a/b/pull/1#issuecomment-7",
		    "https://github.com/a/b/pull/1#issuecomment-7" },
		{ "https://github.com/a/b/#readme", "https://github.com/a/b" },
		{ "mailto:A@b.example ", "mailto:A@b.example" },
		{ "ftp://A.example/", "ftp://A.example/" },
		{ "eurorust", "eurorust" },
		{ "https://", "https://" },
		{ "", "" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str form = url_canonical(&arena, str_of(cases[i].url));

		assert_string_equal(form.at, cases[i].form);
		assert_string_equal(url_canonical(&arena, form).at, form.at);
	}
	arena_release(&arena);
}

/* Each keeps all other bytes of the author. */
static void test_better(void **state)
{
	static const struct {
		char how;
		const char *url, *better;
	} cases[] = {
		{ 'T', "https://a.example/p?utm_source=x#top",
		    "https://a.example/p#top" },
		{ 'T', "https://A.example/p?id=1&utm_a=x&utm_b=y&z",
		    "https://A.example/p?id=1&z" },
		{ 'T', "http://a.example/p?utm_a=1&amp;id=2&amp;aff=q",
		    "http://a.example/p?id=2" },
		{ 'T', "https://a.example/p?si=1", NULL },
		{ 'T', "https://a.example/p?", NULL },
		{ 'T', "https://a.example/p?id=utm_source", NULL },
		{ 'T', "", NULL },
		{ 'S', "https://youtu.be/ab?si=x&t=4",
		    "https://youtu.be/ab?t=4" },
		{ 'S', "https://medium.com/p?sk=x", NULL },
		{ 'S', "https://www.medium.com/p?source=x",
		    "https://www.medium.com/p" },
		{ 'S', "https://a.example/p?source=x", NULL },
		{ 'H', "https://m.youtube.com/watch?v=a",
		    "https://youtube.com/watch?v=a" },
		{ 'H', "https://OLD.reddit.com/r/x/",
		    "https://reddit.com/r/x/" },
		{ 'H', "https://www.youtube.com/watch?v=m.", NULL },
		{ 'H', "https://x.com/a", NULL },
		{ 'H', "https://m.example", NULL },
		{ 'H', "knots", NULL },
		{ 'L', "https://www.meetup.com/es-ES/knots/events/1/",
		    "https://www.meetup.com/knots/events/1/" },
		{ 'L', "https://www.meetup.com/de/fr-FR/knots?x#y",
		    "https://www.meetup.com/knots?x#y" },
		{ 'L', "https://www.meetup.com/knots/", NULL },
		{ 'L', "https://a.example/es-ES/knots", NULL },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str url = str_of(cases[i].url), got = url;

		if (cases[i].how == 'T')
			got = url_without_tracking(&arena, url, URL_TRACKS);
		else if (cases[i].how == 'S')
			got = url_without_tracking(&arena, url, URL_SHARES);
		else if (cases[i].how == 'H')
			got = url_usual_host(&arena, url);
		else
			got = url_without_language(&arena, url);
		if (cases[i].better == NULL)
			assert_ptr_equal(got.at, url.at);
		else
			assert_string_equal(
			    arena_cstr(&arena, got), cases[i].better);
	}
	arena_release(&arena);
}

static void test_redirect(void **state)
{
	static const struct {
		const char *url, *target;
	} cases[] = {
		{ "https://www.google.com/url?sa=t&q=https%3A%2F%2Fb.example",
		    "https://b.example" },
		{ "https://l.facebook.com/l.php?u=https%3A%2F%2Fb.example%2F",
		    "https://b.example/" },
		{ "https://eu1.safelinks.protection.outlook.com/"
		  "?url=https%3A%2F%2Fb.example&data=x",
		    "https://b.example" },
		{ "https://www.google.com/url?q=knots", NULL },
		{ "https://www.google.com/search?q=https://b.example", NULL },
		{ "https://a.example/url?q=https://b.example", NULL },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str got =
		    url_redirect_target(&arena, str_of(cases[i].url));

		if (cases[i].target == NULL)
			assert_null(got.at);
		else
			assert_string_equal(
			    arena_cstr(&arena, got), cases[i].target);
	}
	arena_release(&arena);
}

/* Texts are in test/model/line_link.c. */
static void test_text(void **state)
{
	static const struct {
		const char *url, *before, *text, *link;
	} cases[] = {
		{ "/a", "", "Lamps", "/a#:~:text=Lamps" },
		{ "/a?q#b", "", "Lamps", "/a?q#b:~:text=Lamps" },
		{ "/a#", "5 Sep", "Lamps", "/a#:~:text=5%20Sep-,Lamps" },
		{ "/a#b", " x-y,\tz ", "Lamps",
		    "/a#b:~:text=x%2Dy%2C%20z-,Lamps" },
		{ "/a#b", "5 Sep", "!", "/a#b" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str url = str_of(cases[i].url), link;

		link = url_with_text(&arena, url, str_of(cases[i].before),
		    str_of(cases[i].text));
		assert_string_equal(arena_cstr(&arena, link), cases[i].link);
		assert_true(link.at != url.at || str_eq(link, url));
		assert_true(str_eq(url_without_text(link), url) ||
			    str_eq(STR("/a#"), url));
	}
	assert_true(str_eq(url_without_text(STR("/a#:~:text=b")), STR("/a")));
	assert_true(str_eq(url_without_text(STR(":~:")), STR("")));
	arena_release(&arena);
}

static void test_long(void **state)
{
	struct arena arena = { 0 };
	struct strbuf long_url;
	struct str form;

	(void)state;
	strbuf_init(&long_url, 1 * MIB);
	strbuf_lit(&long_url, "https://www.a.example/");
	strbuf_add_repeat(&long_url, ' ', LIMIT_URL);
	strbuf_lit(&long_url, "x");
	form = url_canonical(&arena, strbuf_str(&long_url));
	assert_true(str_eq(form, strbuf_str(&long_url)));
	strbuf_release(&long_url);
	arena_release(&arena);
}

/* Every link of the real archive has one stable form. */
static void check_links(const char *path, struct str text, void *data)
{
	struct arena arena = { 0 };
	size_t *links = data, at = 0;

	while ((at = str_find(text, STR("](http"), at)) != STR_NONE) {
		size_t end = str_find_char(text, ')', at);
		struct str url = str_sub(text, at + 2, end);
		struct str form = url_canonical(&arena, url);

		at += 2;
		(*links)++;
		if (url_is_absolute(url) &&
		    !str_eq(url_canonical(&arena, form), form))
			fail_msg("%s: %.*s becomes %s, and then another", path,
			    STR_ARG(url), form.at);
	}
	arena_release(&arena);
}

static void test_archive(void **state)
{
	size_t links = 0;

	(void)state;
	if (archive_each("twir/content", check_links, &links) == 0)
		skip();
	assert_true(links > 50000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_join),
		cmocka_unit_test(test_absolute),
		cmocka_unit_test(test_host),
		cmocka_unit_test(test_safe),
		cmocka_unit_test(test_encoded),
		cmocka_unit_test(test_better),
		cmocka_unit_test(test_redirect),
		cmocka_unit_test(test_canonical),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_archive),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
