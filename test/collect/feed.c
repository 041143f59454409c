/*
 * Feeds.  Each file in feeds/ has one oddity, in its name; what is read of it
 * is in NAME.txt, which SENNIGHT_UPDATE=1 writes anew.
 */
#include <stdlib.h>
#include <time.h>

#include "../test.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/moment.h"
#include "base/text.h"
#include "collect/feed.h"

#define FOLDER "test/collect/feeds"

static struct feed_answer answer_of(struct str body, const char *type)
{
	struct feed_answer answer = { .body = body,
		.address = STR("https://example.org/feeds/all.xml") };

	if (type != NULL)
		answer.content_type = str_of(type);
	return answer;
}

static void add_field(struct strbuf *out, const char *name, struct str value)
{
	if (value.len > 0)
		strbuf_printf(out, "  %s: %.*s\n", name, STR_ARG(value));
}

static void add_moment(struct strbuf *out, const char *name, int64_t seconds)
{
	if (seconds == 0)
		return;
	strbuf_printf(out, "  %s: ", name);
	moment_add(out, seconds);
	strbuf_add_char(out, '\n');
}

static void add_feed(struct strbuf *out, const struct feed *feed)
{
	strbuf_printf(out, "%s%s\n", feed_kind_name(feed->kind),
	    feed->cut ? ", cut" : "");
	add_field(out, "title", feed->title);
	add_field(out, "home", feed->home);
	for (size_t i = 0; i < feed->items; i++) {
		const struct feed_item *item = &feed->item[i];

		strbuf_printf(out, "%zu\n", i + 1);
		add_field(out, "title", item->title);
		add_field(out, "url", item->url);
		add_field(out, "id", item->id);
		add_field(out, "author", item->author);
		add_moment(out, "published", item->published);
		add_moment(out, "updated", item->updated);
		add_field(out, "language", item->language);
		add_field(out, "enclosure", item->enclosure);
		add_field(out, "enclosure type", item->enclosure_type);
		add_field(out, "summary", item->summary);
	}
}

static struct str read_text(struct arena *arena, const char *path)
{
	struct str text;
	struct error err;

	if (!file_read(path, 2 * MIB, arena, &text, &err))
		fail_msg("%s", err.text);
	return text;
}

static void compare(struct arena *arena, const char *path, struct str got)
{
	struct error err;

	path = arena_printf(arena, "%s.txt", path).at;
	if (getenv("SENNIGHT_UPDATE") != NULL &&
	    !file_write(path, got, NULL, &err))
		fail_msg("%s", err.text);
	if (!str_eq(read_text(arena, path), got))
		fail_msg("%s differs; now it is\n%.*s", path, STR_ARG(got));
}

static void try_file(const char *path)
{
	struct arena arena = { 0 };
	struct strbuf out;
	struct feed feed;
	struct error err;
	struct feed_answer answer = answer_of(read_text(&arena, path), NULL);

	strbuf_init(&out, MIB);
	if (feed_read(&arena, &answer, &feed, &err))
		add_feed(&out, &feed);
	else
		strbuf_printf(&out, "%s\n", err.text);
	compare(&arena, path, strbuf_str(&out));
	strbuf_release(&out);
	arena_release(&arena);
}

static void test_files(void **state)
{
	const char *root = getenv("SENNIGHT_SOURCE");
	struct arena arena = { 0 };
	const char *folder =
	    path_join(&arena, root != NULL ? root : ".", FOLDER);
	struct file_list list;
	struct error err;
	size_t tried = 0;

	(void)state;
	if (!folder_walk(folder, NULL, &arena, &list, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < list.count; i++) {
		struct str path = str_of(list.entry[i].path);

		if (!str_ends(path, STR(".xml")) &&
		    !str_ends(path, STR(".json")))
			continue;
		try_file(path_join(&arena, folder, list.entry[i].path));
		tried++;
	}
	assert_true(tried > 40);
	arena_release(&arena);
}

/* The title of the only item, "Grüße" however it is written. */
static void test_encodings(void **state)
{
#define NAMED(encoding, title)                                            \
	"<?xml version=\"1.0\" encoding=\"" encoding "\"?><rss><channel>" \
	"<item><title>" title "</title></item></channel></rss>"
	static const struct {
		const char *name, *type, *text, *want;
	} cases[] = {
		{ "nothing is said", "text/xml",
		    "<rss><item><title>Gr\xc3\xbc\xc3\x9f"
		    "e</title></item></rss>",
		    "Grüße" },
		{ "nothing is said, and it is Latin-1", "text/xml",
		    "<rss><item><title>Gr\xfc\xdf"
		    "e</title></item></rss>",
		    "Grüße" },
		{ "a mark", "text/xml; charset=iso-8859-1",
		    "\xef\xbb\xbf" NAMED("koi8-r", "Gr\xc3\xbc\xc3\x9f"
						   "e"),
		    "Grüße" },
		{ "by the declaration", NULL,
		    NAMED("ISO-8859-1", "Gr\xfc\xdf"
					"e"),
		    "Grüße" },
		{ "by the header", "text/xml;charset=windows-1252",
		    NAMED("utf-8", "Gr\xfc\xdf"
				   "e"),
		    "Grüße" },
		{ "the header is wrong", "text/xml; charset=\"ISO-8859-1\"",
		    NAMED("utf-8", "Gr\xc3\xbc\xc3\x9f"
				   "e"),
		    "Grüße" },
		{ "the header says what servers say of all",
		    "text/xml; charset=iso-8859-1",
		    NAMED("windows-1251", "\xcf\xf0\xe8\xe2\xe5\xf2"),
		    "Привет" },
		{ "US-ASCII of RFC 3023", "text/xml; charset=us-ascii",
		    NAMED("utf-8", "Gr\xc3\xbc\xc3\x9f"
				   "e"),
		    "Grüße" },
		{ "both are wrong", "text/xml; charset=utf-8",
		    NAMED("utf-8", "Gr\xfc\xdf"
				   "e"),
		    "Grüße" },
		{ "one byte is wrong", NULL,
		    NAMED("utf-8", "Gr\xc3\xbc\xc3\x9f"
				   "e \xff"),
		    "Grüße \xef\xbf\xbd" },
		{ "an encoding that nobody knows", NULL,
		    NAMED("x-klingon", "Gr\xc3\xbc\xc3\x9f"
				       "e"),
		    "Grüße" },
		{ "it says UTF-16 and is not", NULL,
		    NAMED("utf-16", "Gr\xc3\xbc\xc3\x9f"
				    "e"),
		    "Grüße" },
		{ "Japanese", "application/xml; charset=Shift_JIS",
		    NAMED("Shift_JIS", "\x93\xfa\x96\x7b"), "日本" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = { 0 };
		struct feed feed = { 0 };
		struct error err;
		struct feed_answer answer =
		    answer_of(str_of(cases[i].text), cases[i].type);

		if (!feed_read(&arena, &answer, &feed, &err))
			fail_msg("%s: %s", cases[i].name, err.text);
		if (feed.items != 1 ||
		    !str_eq(feed.item[0].title, str_of(cases[i].want)))
			fail_msg("%s: %zu, %.*s", cases[i].name, feed.items,
			    STR_ARG(feed.item[0].title));
		arena_release(&arena);
	}
}

/* UTF-16 of either order, with and without a mark. */
static void test_utf16(void **state)
{
	static const char ascii[] =
	    "<?xml version=\"1.0\" encoding=\"UTF-16\"?>"
	    "<rss><item><title>wide</title></item></rss>";

	(void)state;
	for (int way = 0; way < 4; way++) {
		bool big = way & 1, mark = way & 2;
		struct arena arena = { 0 };
		struct feed feed = { 0 };
		struct error err;
		struct strbuf wide;
		struct feed_answer answer;

		strbuf_init(&wide, KIB);
		if (mark)
			strbuf_add(
			    &wide, big ? STR("\xfe\xff") : STR("\xff\xfe"));
		for (size_t i = 0; i + 1 < sizeof(ascii); i++) {
			strbuf_add_char(&wide, big ? '\0' : ascii[i]);
			strbuf_add_char(&wide, big ? ascii[i] : '\0');
		}
		answer = answer_of(strbuf_str(&wide), NULL);
		assert_true(feed_read(&arena, &answer, &feed, &err));
		assert_str(feed.item[0].title, "wide");
		strbuf_release(&wide);
		arena_release(&arena);
	}
}

static void test_refused(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ "", "an empty answer, not a feed" },
		{ " \n", "an empty answer, not a feed" },
		{ "<!DOCTYPE html><title>x</title>", "a web page, not a feed" },
		{ "<?xml version='1.0'?><!-- x --><html><body/></html>",
		    "a web page, not a feed" },
		{ "<HTML><p>x", "a web page, not a feed" },
		{ "<opml version='2.0'><body/></opml>",
		    "a list of feeds (OPML), not a feed" },
		{ "<urlset/>", "a sitemap, not a feed" },
		{ "<Error><Code>403</Code></Error>",
		    "XML with the root <Error>, not a feed" },
		{ "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/"
		  "22-rdf-syntax-ns#'><x/></rdf:RDF>",
		    "RDF without a channel, not a feed" },
		{ "just words", "plain text, not a feed" },
		{ "x is < y\nand y is > z",
		    "no XML: Start tag expected, '<' not found at 1:1" },
		{ "<?xml version='1.0'?>\n<!-- -->\n",
		    "no XML: Start tag expected, '<' not found at 2:1" },
		{ "BEGIN:VCALENDAR\n", "a calendar, not a feed" },
		{ "%PDF-1.4", "a PDF, not a feed" },
		{ "{\"a\": ", "no JSON: unexpected token near end of file at "
			      "1:5" },
		{ "{\"items\": []}",
		    "JSON, but no JSON Feed: it has no \"version\" of "
		    "jsonfeed.org and \"items\"" },
		{ "[1]", "JSON, but no JSON Feed: it has no \"version\" of "
			 "jsonfeed.org and \"items\"" },
		{ "<rss", "broken XML: " },
		{ "<rss><channel><title>", "broken XML: " },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = { 0 };
		struct feed feed;
		struct error err = { "" };
		struct feed_answer answer =
		    answer_of(str_of(cases[i].text), NULL);

		if (feed_read(&arena, &answer, &feed, &err) ||
		    !str_starts(str_of(err.text), str_of(cases[i].want)))
			fail_msg("%s: %s", cases[i].text, err.text);
		arena_release(&arena);
	}
}

static void repeat(struct strbuf *out, const char *text, size_t times)
{
	for (size_t i = 0; i < times; i++)
		strbuf_add_cstr(out, text);
}

/* What would take long, or much memory, were it not bounded. */
static void test_bombs(void **state)
{
	static const struct {
		const char *first, *many, *last;
		size_t size;
		bool ok;
	} bombs[] = {
		{ "<rss><channel><title>t</title>", "<a>", "</rss>", MIB,
		    true },
		{ "<rss><channel><title>t</title>", "<item>", "", MIB, true },
		{ "<rss><channel><title>t</title><a ", "a='' ", "/></rss>", MIB,
		    true },
		{ "<rss><channel><title>t</title>", "<a b=\"", "</rss>", MIB,
		    true },
		{ "<rss><channel><title>t</title>", "<!--", "</rss>", MIB,
		    true },
		{ "<rss><channel><title>t</title>", "<!DOCTYPE [", "</rss>",
		    MIB, true },
		{ "<rss><channel><title>t</title>", "<![CDATA[", "</rss>", MIB,
		    true },
		{ "<rss><channel><title>", "&", "</title></channel></rss>", MIB,
		    true },
		{ "<rss><channel><title>", "&amp;#", "</title></channel></rss>",
		    MIB, true },
		{ "<rss><channel><title>", "&lt;b>", "</title></channel></rss>",
		    MIB, true },
		{ "<rss><channel>",
		    "<item><title>&lt;b&lt;b&lt;b&lt;b&lt;b</title></item>",
		    "</channel></rss>", MIB, true },
		{ "<rss><channel><item><description><![CDATA[", "<a '",
		    "]]></description></item></channel></rss>", MIB, true },
		{ "<rss><channel><item><description><![CDATA[", "<script>",
		    "]]></description></item></channel></rss>", MIB, true },
		{ "<feed>", "<x xmlns:a='a' xmlns:b='b' xmlns:c='c'>", "", MIB,
		    false },
		{ "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":",
		    "[", "", MIB, false },
		{ "<rss><channel><title>t</title>",
		    "<item><title>x</title></item>", "", LIMIT_SOURCE_FEED,
		    true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bombs); i++) {
		struct arena arena = { 0 };
		struct feed feed = { 0 };
		struct error err = { "" };
		struct strbuf text;
		struct feed_answer answer;

		strbuf_init(&text, bombs[i].size * 2);
		strbuf_add_cstr(&text, bombs[i].first);
		repeat(&text, bombs[i].many,
		    bombs[i].size / strlen(bombs[i].many));
		strbuf_add_cstr(&text, bombs[i].last);
		answer = answer_of(strbuf_str(&text), NULL);
		if (feed_read(&arena, &answer, &feed, &err) != bombs[i].ok)
			fail_msg("%s: %s", bombs[i].many, err.text);
		assert_true(feed.items <= LIMIT_SOURCE_FEED_ITEMS);
		strbuf_release(&text);
		arena_release(&arena);
	}
}

/* How long a feed of 1 MB takes, of which nearly all is text. */
static void test_speed(void **state)
{
	struct arena arena = { 0 };
	struct feed feed = { 0 };
	struct error err;
	struct strbuf text;
	struct feed_answer answer;
	struct timespec from, to;

	(void)state;
	strbuf_init(&text, 2 * MIB);
	strbuf_lit(&text, "<rss><channel><title>t</title>");
	while (text.len < MIB) {
		strbuf_lit(&text, "<item><title>Fish &amp; chips</title>"
				  "<link>https://example.org/1</link>"
				  "<pubDate>Wed, 04 Mar 2026 17:05:00 GMT"
				  "</pubDate><description>");
		repeat(&text,
		    "&lt;p&gt;It was a &lt;b&gt;cold&lt;/b&gt; day, and the "
		    "river stood still; nobody walked over it.&lt;/p&gt;\n",
		    30);
		strbuf_lit(&text, "</description></item>\n");
	}
	strbuf_lit(&text, "</channel></rss>");
	answer = answer_of(strbuf_str(&text), NULL);
	clock_gettime(CLOCK_MONOTONIC, &from);
	assert_true(feed_read(&arena, &answer, &feed, &err));
	clock_gettime(CLOCK_MONOTONIC, &to);
	print_message("# a feed of 1 MiB with %zu items: %.1f ms\n", feed.items,
	    (double)(to.tv_sec - from.tv_sec) * 1e3 +
		(double)(to.tv_nsec - from.tv_nsec) / 1e6);
	assert_true(feed.items > 200);
	assert_false(feed.cut);
	strbuf_release(&text);
	arena_release(&arena);
}

static void test_discover(void **state)
{
	static const struct {
		const char *html, *want;
	} cases[] = {
		{ "<link rel=alternate type=application/rss+xml href=/rss>"
		  "<link rel='Alternate' type='Application/Atom+XML' "
		  "href='https://a.example/atom?a=1&amp;b=2'>",
		    "https://example.org/rss "
		    "https://a.example/atom?a=1&b=2 " },
		{ "<link type='application/feed+json' rel='alternate home' "
		  "href=feed.json><link rel=feed href=any>",
		    "https://example.org/feeds/feed.json "
		    "https://example.org/feeds/any " },
		{ "<base href='https://b.example/x/'><base href='/no/'>"
		  "<link rel=alternate type='application/rss+xml; charset=x' "
		  "href=f>",
		    "https://b.example/x/f " },
		{ "<link rel=stylesheet type=text/css href=a>"
		  "<link rel=alternate hreflang=de href=b>"
		  "<link rel=alternate type=application/json href=c>"
		  "<link rel=alternate type=text/xml+oembed href=d>"
		  "<link rel=EditURI type=application/rsd+xml href=e>"
		  "<link rel=alternate type=application/rss+xml>"
		  "<link rel=alternate type=application/rss+xml href=''>",
		    "" },
		{ "<link rel=feed href=a><link rel=feed href=a>"
		  "<link rel=feed href='javascript:x'>"
		  "<body><p><link rel=feed href=b>",
		    "https://example.org/feeds/a "
		    "https://example.org/feeds/b " },
		{ "<!-- <link rel=feed href=a> --><title>x</title>", "" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = { 0 };
		struct str_list list;
		struct strbuf out;
		struct feed_answer page =
		    answer_of(str_of(cases[i].html), "text/html");

		strbuf_init(&out, KIB);
		assert_int_equal(feed_discover(&arena, &page, &list),
		    cases[i].want[0] != '\0');
		for (size_t j = 0; j < list.count; j++)
			strbuf_printf(&out, "%.*s ", STR_ARG(list.item[j]));
		assert_str(strbuf_str(&out), cases[i].want);
		strbuf_release(&out);
		arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_encodings),
		cmocka_unit_test(test_utf16),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_bombs),
		cmocka_unit_test(test_speed),
		cmocka_unit_test(test_discover),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
