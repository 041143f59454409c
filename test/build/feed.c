/* The three feeds: golden texts, and that parsers of others read them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "build/feed.h"

static const struct str tags[] = { STR_INIT("a & b"), STR_INIT("\"c\"") };
static const struct str people[] = { STR_INIT("Ann <a@b.example>") };

static const struct feed_entry entries[] = {
	{ .id = STR_INIT("tag:x.example,2026:2"),
	    .url = STR_INIT("https://x.example/2?a=1&b=2"),
	    .title = STR_INIT("Two < three \xff\x01"),
	    .published = { { 2026, 8, 19 }, 0, -240 },
	    .updated = { { 2026, 8, 20 }, 615, 90 },
	    .html = STR_INIT("<p>Fine &amp; good ]]></p>"),
	    .summary = STR_INIT("Fine & good"),
	    .category = tags,
	    .categories = 2,
	    .author = people,
	    .authors = 1 },
	{ .id = STR_INIT("https://x.example/1"),
	    .url = STR_INIT("https://x.example/1"),
	    .title = STR_INIT("One"),
	    .published = { { 2026, 1, 5 }, 1439, 0 },
	    .updated = { { 2026, 1, 5 }, 1439, 0 } },
};

static const struct feed example = {
	.id = STR_INIT("https://x.example/"),
	.title = STR_INIT("News & more"),
	.description = STR_INIT("Each week"),
	.address = STR_INIT("https://x.example/"),
	.self = STR_INIT("https://x.example/feed"),
	.language = STR_INIT("en"),
	.icon = STR_INIT("https://x.example/i.png"),
	.author = STR_INIT("Editors"),
	.entry = entries,
	.entries = 2,
};

static const char atom[] =
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
    "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n"
    " <id>https://x.example/</id>\n"
    " <title>News &amp; more</title>\n"
    " <subtitle>Each week</subtitle>\n"
    " <link rel=\"alternate\" type=\"text/html\" "
    "href=\"https://x.example/\"/>\n"
    " <link rel=\"self\" type=\"application/atom+xml\" "
    "href=\"https://x.example/feed\"/>\n"
    " <icon>https://x.example/i.png</icon>\n"
    " <updated>2026-08-20T10:15:00+01:30</updated>\n"
    " <author>\n  <name>Editors</name>\n </author>\n"
    " <entry>\n"
    "  <id>tag:x.example,2026:2</id>\n"
    "  <title>Two &lt; three \xef\xbf\xbd</title>\n"
    "  <link rel=\"alternate\" type=\"text/html\" "
    "href=\"https://x.example/2?a=1&amp;b=2\"/>\n"
    "  <published>2026-08-19T00:00:00-04:00</published>\n"
    "  <updated>2026-08-20T10:15:00+01:30</updated>\n"
    "  <author>\n   <name>Ann &lt;a@b.example&gt;</name>\n  </author>\n"
    "  <category term=\"a &amp; b\"/>\n"
    "  <category term=\"&quot;c&quot;\"/>\n"
    "  <summary type=\"text\">Fine &amp; good</summary>\n"
    "  <content type=\"html\">&lt;p&gt;Fine &amp;amp; good ]]&gt;"
    "&lt;/p&gt;</content>\n"
    " </entry>\n"
    " <entry>\n"
    "  <id>https://x.example/1</id>\n"
    "  <title>One</title>\n"
    "  <link rel=\"alternate\" type=\"text/html\" "
    "href=\"https://x.example/1\"/>\n"
    "  <published>2026-01-05T23:59:00Z</published>\n"
    "  <updated>2026-01-05T23:59:00Z</updated>\n"
    " </entry>\n"
    "</feed>\n";

static const char rss[] =
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
    "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" "
    "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" "
    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"
    " <channel>\n"
    "  <title>News &amp; more</title>\n"
    "  <link>https://x.example/</link>\n"
    "  <description>Each week</description>\n"
    "  <language>en</language>\n"
    "  <lastBuildDate>Thu, 20 Aug 2026 10:15:00 +0130</lastBuildDate>\n"
    "  <image>\n"
    "   <url>https://x.example/i.png</url>\n"
    "   <title>News &amp; more</title>\n"
    "   <link>https://x.example/</link>\n"
    "  </image>\n"
    "  <atom:link rel=\"self\" type=\"application/rss+xml\" "
    "href=\"https://x.example/feed\"/>\n"
    "  <item>\n"
    "   <title>Two &lt; three \xef\xbf\xbd</title>\n"
    "   <link>https://x.example/2?a=1&amp;b=2</link>\n"
    "   <guid isPermaLink=\"false\">tag:x.example,2026:2</guid>\n"
    "   <pubDate>Wed, 19 Aug 2026 00:00:00 -0400</pubDate>\n"
    "   <dc:creator>Ann &lt;a@b.example&gt;</dc:creator>\n"
    "   <category>a &amp; b</category>\n"
    "   <category>\"c\"</category>\n"
    "   <description>Fine &amp;amp; good</description>\n"
    "   <content:encoded>&lt;p&gt;Fine &amp;amp; good ]]&gt;&lt;/p&gt;"
    "</content:encoded>\n"
    "  </item>\n"
    "  <item>\n"
    "   <title>One</title>\n"
    "   <link>https://x.example/1</link>\n"
    "   <guid isPermaLink=\"true\">https://x.example/1</guid>\n"
    "   <pubDate>Mon, 05 Jan 2026 23:59:00 +0000</pubDate>\n"
    "   <dc:creator>Editors</dc:creator>\n"
    "   <description>One</description>\n"
    "  </item>\n"
    " </channel>\n"
    "</rss>\n";

static const char json[] =
    "{\"version\":\"https://jsonfeed.org/version/1.1\","
    "\"title\":\"News \\u0026 more\","
    "\"home_page_url\":\"https://x.example/\","
    "\"feed_url\":\"https://x.example/feed\","
    "\"description\":\"Each week\",\"icon\":\"https://x.example/i.png\","
    "\"language\":\"en\",\"authors\":[{\"name\":\"Editors\"}],\"items\":["
    "{\"id\":\"tag:x.example,2026:2\","
    "\"url\":\"https://x.example/2?a=1\\u0026b=2\","
    "\"title\":\"Two \\u003c three \xef\xbf\xbd\\u0001\","
    "\"summary\":\"Fine \\u0026 good\","
    "\"content_html\":\"\\u003cp\\u003eFine \\u0026amp; good ]]"
    "\\u003e\\u003c/p\\u003e\","
    "\"date_published\":\"2026-08-19T00:00:00-04:00\","
    "\"date_modified\":\"2026-08-20T10:15:00+01:30\","
    "\"authors\":[{\"name\":\"Ann \\u003ca@b.example\\u003e\"}],"
    "\"tags\":[\"a \\u0026 b\",\"\\\"c\\\"\"]},"
    "{\"id\":\"https://x.example/1\",\"url\":\"https://x.example/1\","
    "\"title\":\"One\",\"content_text\":\"\","
    "\"date_published\":\"2026-01-05T23:59:00Z\","
    "\"date_modified\":\"2026-01-05T23:59:00Z\"}]}\n";

typedef void add_feed(struct strbuf *out, const struct feed *feed);

static const struct {
	const char *name;
	add_feed *add;
	const char *golden;
} kinds[] = {
	{ "atom", feed_add_atom, atom },
	{ "rss", feed_add_rss, rss },
	{ "json", feed_add_json, json },
};

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

static void test_golden(void **state)
{
	struct strbuf out;

	(void)state;
	strbuf_init(&out, LIMIT_FEED);
	for (int i = 0; i < KINDS; i++) {
		strbuf_reset(&out);
		kinds[i].add(&out, &example);
		assert_string_equal(out.buf, kinds[i].golden);
	}
	strbuf_release(&out);
}

/* A feed of nothing is still whole, and Atom's required parts are there. */
static void test_empty(void **state)
{
	struct feed feed = { .id = STR("https://x.example/"),
		.title = STR("T"),
		.address = STR("https://x.example/") };
	struct strbuf out;

	(void)state;
	strbuf_init(&out, LIMIT_FEED);
	feed_add_atom(&out, &feed);
	assert_non_null(strstr(out.buf, "<updated>1970-01-01T00:00:00Z<"));
	assert_non_null(strstr(out.buf, "<name>T</name>"));
	strbuf_reset(&out);
	feed.updated = (struct moment){ .date = { 2026, 3, 4 } };
	feed_add_atom(&out, &feed);
	assert_non_null(strstr(out.buf, "<updated>2026-03-04T00:00:00Z<"));
	strbuf_reset(&out);
	feed_add_rss(&out, &feed);
	assert_non_null(strstr(out.buf, "<description>T</description>"));
	assert_null(strstr(out.buf, "lastBuildDate"));
	strbuf_reset(&out);
	feed_add_json(&out, &feed);
	assert_non_null(strstr(out.buf, "\"items\":[]}"));
	strbuf_release(&out);
}

/* Too large a feed is noticed, not cut silently. */
static void test_full(void **state)
{
	struct strbuf out;

	(void)state;
	for (int i = 0; i < KINDS; i++) {
		strbuf_init(&out, strlen(kinds[i].golden) - 1);
		kinds[i].add(&out, &example);
		assert_true(out.full);
		strbuf_release(&out);
	}
}

static void check_by(const char *command, add_feed *add)
{
	FILE *pipe = popen(command, "w");
	struct strbuf out;

	assert_non_null(pipe);
	strbuf_init(&out, LIMIT_FEED);
	add(&out, &example);
	assert_int_equal(fwrite(out.buf, 1, out.len, pipe), out.len);
	strbuf_release(&out);
	assert_int_equal(pclose(pipe), 0);
}

static void test_xmllint(void **state)
{
	(void)state;
	if (access("/usr/bin/xmllint", X_OK) != 0) {
		print_message("no xmllint (package libxml2-utils)\n");
		skip();
	}
	check_by("xmllint --nonet --noout -", feed_add_atom);
	check_by("xmllint --nonet --noout -", feed_add_rss);
}

static void test_python(void **state)
{
	(void)state;
	if (system("python3 -c '' 2>/dev/null") != 0) {
		print_message("no python3\n");
		skip();
	}
	check_by("python3 -c 'import json, sys; f = json.load(sys.stdin); "
		 "assert f[\"items\"][0][\"title\"].startswith(\"Two < \")'",
	    feed_add_json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_golden),
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_xmllint),
		cmocka_unit_test(test_python),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
