/* What pages say of themselves. */
#include "../test.h"

#include "base/strbuf.h"
#include "collect/page_link.h"

static struct arena arena;

static int tear_down(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

#define ADDRESS "https://www.low-tide.example/posts/1"

static bool read_page(const char *html, struct page_link *page)
{
	return page_link_read(
	    &arena, str_of(html), STR("text/html"), STR(ADDRESS), page);
}

static void test_titles(void **state)
{
	static const struct {
		const char *html, *title, *from; /* NULL: none */
	} cases[] = {
		{ "<title>Lamps</title>", "Lamps", "title" },
		{ "<title>\n Lamps &amp;\n  oil </title>", "Lamps & oil",
		    "title" },
		{ "<title>Lamps | Low Tide</title>", "Lamps", "title" },
		{ "<title>Low Tide - Lamps</title>", "Lamps", "title" },
		{ "<title>Lamps - the oil | part 2</title>",
		    "Lamps - the oil | part 2", "title" },
		{ "<title>Low Tide</title>", "Low Tide", "title" },
		{ "<meta property=og:site_name content='The Pier'>"
		  "<title>Lamps \xe2\x80\x93 The Pier</title>",
		    "Lamps", "title" },
		{ "<title>a</title><meta property='og:title' content='b'>", "b",
		    "og:title" },
		{ "<meta name=twitter:title content=c><h1>d</h1>", "c",
		    "og:title" },
		{ "<h1>The <em>real</em> one</h1><h1>2</h1>", "The real one",
		    "h1" },
		{ "<svg><title>arrow</title></svg><h1>Lamps</h1>", "Lamps",
		    "h1" },
		{ "<script type='application/ld+json'>{\"@type\": \"Article\","
		  "\"headline\": \"By data\"}</script><title>t</title>",
		    "By data", "headline" },
		{ "<script type=application/ld+json>{\"@graph\": [{}, "
		  "{\"headline\": \"In a\tgraph\"}]}</script>",
		    "In a graph", "headline" },
		{ "<script type=application/ld+json>{broken</script>"
		  "<title>t</title>",
		    "t", "title" },
		{ "<title>Caf\xe9</title>", "Caf\xc3\xa9", "title" },
		{ "<title></title><h1> </h1>", NULL, NULL },
		{ "", NULL, NULL },
		{ "no markup", NULL, NULL },
		{ "<title>never ends", "never ends", "title" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct page_link page;
		bool ok = read_page(cases[i].html, &page);

		assert_int_equal(ok, cases[i].title != NULL);
		if (!ok)
			continue;
		assert_str(page.title, cases[i].title);
		assert_string_equal(page.title_from, cases[i].from);
	}
}

static void test_said_titles(void **state)
{
	static const struct {
		const char *title, *said, *wanted;
	} cases[] = {
		{ "Lamps - The Pier", "Lamps", "Lamps" },
		{ "The Pier | Lamps", "Lamps", "Lamps" },
		{ "Lamps \xe2\x80\x94 The Pier", "Lamps", "Lamps" },
		{ "Lamps and oil - The Pier", "Lamps",
		    "Lamps and oil - The Pier" },
		{ "Lamps-Pier", "Lamps", "Lamps-Pier" },
		{ "Lamps", "Lamps", "Lamps" },
		{ "Lamps - ", "Lamps", "Lamps - " },
		{ "Lamps", "", "Lamps" },
		{ "", "Lamps", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_str(page_title_said(
			       str_of(cases[i].title), str_of(cases[i].said)),
		    cases[i].wanted);
}

static void test_the_rest(void **state)
{
	static const char html[] =
	    "<html lang=de-AT><head><title>t</title>"
	    "<meta property=og:locale content=fr_FR>"
	    "<meta name=author content='Ada Lamp'>"
	    "<meta property=og:type content=video.other>"
	    "<meta property=article:published_time "
	    "content=2026-11-24T10:00:00Z>"
	    "<meta property=article:content_tier content=locked>"
	    "<link rel=canonical href=/posts/one>"
	    "<link rel=alternate type=application/json+oembed href=/o?u=1>"
	    "</head><body><nav>not these words</nav><p>One two <b>th</b>ree"
	    "</p><script>nor these</script><p>four</body></html>";
	struct page_link page;

	(void)state;
	assert_true(read_page(html, &page));
	assert_str(page.language, "de-AT");
	assert_str(page.author, "Ada Lamp");
	assert_str(page.canonical, "https://www.low-tide.example/posts/one");
	assert_str(page.oembed, "https://www.low-tide.example/o?u=1");
	assert_int_equal(page.medium, PAGE_WATCHED);
	assert_int_equal(page.published, 1795514400);
	assert_true(page.paid);
	assert_int_equal(page.words, 4);
}

static void test_data_of_articles(void **state)
{
	static const char html[] =
	    "<title>t</title><script type='application/ld+json'>[{"
	    "\"inLanguage\": \"nl\", \"author\": [{\"name\": \"Bea\"}],"
	    "\"datePublished\": \"2026-11-24\","
	    "\"isAccessibleForFree\": \"False\"}]</script>"
	    "<link rel=canonical href=https://elsewhere.example/>";
	struct page_link page;

	(void)state;
	assert_true(read_page(html, &page));
	assert_str(page.language, "nl");
	assert_str(page.author, "Bea");
	assert_true(page.paid);
	assert_null(page.canonical.at);
	assert_int_equal(page.medium, PAGE_READ);
}

static void test_what_is_no_page(void **state)
{
	struct page_link page;

	(void)state;
	assert_false(page_link_read(&arena, STR("<title>t</title>"),
	    STR("application/pdf"), STR(ADDRESS), &page));
	assert_true(page_link_read(&arena, STR("<title>t</title>"),
	    (struct str){ NULL, 0 }, STR(ADDRESS), &page));
	assert_true(page_link_read(&arena, STR("<title>t</title>"),
	    STR("Text/HTML; charset=utf-8"), STR(ADDRESS), &page));
}

static void test_embedded(void **state)
{
	struct page_link page;

	(void)state;
	assert_true(page_oembed_read(&arena,
	    STR("{\"title\": \" Lamps\\n live \", \"author_name\": \"Ada\", "
		"\"type\": \"video\"}"),
	    &page));
	assert_str(page.title, "Lamps live");
	assert_int_equal(page.medium, PAGE_WATCHED);
	assert_false(page_oembed_read(&arena, STR("[]"), &page));
	assert_false(page_oembed_read(&arena, STR("<html>"), &page));
}

/* Nothing that is nested or repeated takes long. */
static void test_bombs(void **state)
{
	static const char *const parts[] = { "<div>", "<a><b>", "<h1>",
		"<title>x", "</p>", "<script type=application/ld+json>[",
		"<meta property=og:title content=x>", "&amp;", "<![CDATA[" };

	(void)state;
	for (size_t i = 0; i < COUNT(parts); i++) {
		struct strbuf html;
		struct page_link page;

		strbuf_init(&html, 600000);
		while (html.len < 520000)
			strbuf_add_cstr(&html, parts[i]);
		page_link_read(&arena, strbuf_str(&html), STR("text/html"),
		    STR(ADDRESS), &page);
		strbuf_release(&html);
		arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_titles, tear_down),
		cmocka_unit_test(test_said_titles),
		cmocka_unit_test_teardown(test_the_rest, tear_down),
		cmocka_unit_test_teardown(test_data_of_articles, tear_down),
		cmocka_unit_test_teardown(test_what_is_no_page, tear_down),
		cmocka_unit_test_teardown(test_embedded, tear_down),
		cmocka_unit_test_teardown(test_bombs, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
