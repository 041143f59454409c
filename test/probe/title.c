/* What a page calls itself. */
#include "../test.h"

#include "base/html_sax.h"
#include "base/limits.h"
#include "base/text.h"
#include "probe/title.h"

static void test_title(void **state)
{
	static const struct {
		const char *page, *type, *title; /* type, title may be NULL */
	} cases[] = {
		{ "<title>Knots</title>", NULL, "Knots" },
		{ "<TITLE lang=en>\n\t Knots  and\r\nbends </TITLE>", NULL,
		    "Knots and bends" },
		{ "<title>Fish &amp; chips &#8211; &eacute;t&#xe9;</title>",
		    NULL, "Fish & chips \xe2\x80\x93 \xc3\xa9t\xc3\xa9" },
		{ "<title>a&nbsp;&nbsp;b</title>", NULL, "a b" },
		{ "<title>One</title><title>Two</title>", NULL, "One" },
		{ "<title> </title><title>Two</title>", NULL, "Two" },
		{ "<body><svg><title>Anchor</title></svg>", NULL, NULL },
		{ "<svg><title>Anchor</title></svg><title>Page</title>", NULL,
		    "Page" },
		{ "<script>var t='<title>no</title>'</script>"
		  "<title>Yes</title>",
		    NULL, "Yes" },
		{ "<!-- <title>no</title> --><title>Yes</title>", NULL, "Yes" },
		{ "<br><img><br><p>x<br><title>T</title>", NULL, "T" },
		{ "<title>Never closed", NULL, "Never closed" },
		{ "<title>Cut<p>short", NULL, "Cut" },
		{ "<title>Ends in ent &am", NULL, "Ends in ent &am" },
		{ "<meta property=og:title content='Card'>", NULL, "Card" },
		{ "<meta name='OG:Title' content=' Card '>", NULL, "Card" },
		{ "<meta property=og:title content='Card'><title>T</title>",
		    NULL, "T" },
		{ "<meta property=og:title content='Card'><title></title>",
		    NULL, "Card" },
		{ "<meta property=og:title><p>", NULL, NULL },
		{ "", NULL, NULL },
		{ "plain text", NULL, NULL },
		{ "\x01\x02\x7f<title>T\x01\x1b[1mx</title>", NULL, "T[1mx" },
		{ "<title>caf\xe9</title>", NULL, "caf\xc3\xa9" },
		{ "<title>caf\xc3\xa9</title>", NULL, "caf\xc3\xa9" },
		{ "<title>caf\xc3\xa9</title>", "text/html; charset=latin1",
		    "caf\xc3\x83\xc2\xa9" },
		{ "<title>\xd4\xc5\xd3\xd4</title>",
		    "text/html;charset=\"KOI8-R\"",
		    "\xd1\x82\xd0\xb5\xd1\x81\xd1\x82" },
		{ "<meta http-equiv=content-type content='text/html; "
		  "charset=windows-1251'><title>\xf2\xe5\xf1\xf2</title>",
		    "text/html", "\xd1\x82\xd0\xb5\xd1\x81\xd1\x82" },
		{ "<meta charset = 'shift_jis'><title>\x83\x65</title>", NULL,
		    "\xe3\x83\x86" },
		/* Not an encoding of the web: it is passed over. */
		{ "<meta charset=utf-7><title>+AFQ-</title>", NULL, "+AFQ-" },
		{ "<title>x</title>", "text/html; charset=../../x", "x" },
		{ "\xef\xbb\xbf<title>caf\xc3\xa9</title>",
		    "text/html; charset=windows-1252", "caf\xc3\xa9" },
		{ "<meta charset=utf-8><title>b\xff"
		  "d \xf0\x9f\x90\x9f"
		  "</title>",
		    NULL,
		    "b\xef\xbf\xbd"
		    "d \xf0\x9f\x90\x9f" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str type = { 0 }, title;

		if (cases[i].type != NULL)
			type = str_of(cases[i].type);
		title = title_find(&arena, str_of(cases[i].page), type);
		if (cases[i].title == NULL && title.at == NULL)
			continue;
		if (cases[i].title == NULL || title.at == NULL)
			print_error("%s\n", cases[i].page);
		assert_str(
		    title, cases[i].title != NULL ? cases[i].title : "(none)");
	}
	arena_release(&arena);
}

static void test_utf16(void **state)
{
	static const char page[] = "\xff\xfe<\0t\0i\0t\0l\0e\0>\0T\0\x15\x20x\0"
				   "<\0/\0t\0i\0t\0l\0e\0>\0";
	struct arena arena = { 0 };

	(void)state;
	assert_str(title_find(&arena, (struct str){ page, sizeof(page) - 1 },
		       (struct str){ 0 }),
	    "T\xe2\x80\x95x");
	arena_release(&arena);
}

/* Long ones are cut between characters; and NUL is not the end. */
static void test_long(void **state)
{
	struct arena arena = { 0 };
	struct strbuf page;
	struct str title;

	(void)state;
	strbuf_init(&page, 1 * MIB);
	strbuf_lit(&page, "<title>x");
	strbuf_add_char(&page, '\0');
	for (int i = 0; i < 2000; i++)
		strbuf_lit(&page, "\xe2\x9a\x93");
	strbuf_lit(&page, "</title>");
	title = title_find(&arena, strbuf_str(&page), (struct str){ 0 });
	assert_int_equal(title.len, 1 + (LIMIT_PAGE_TITLE - 1) / 3 * 3);
	assert_true(text_is_valid(title));
	strbuf_reset(&page);
	strbuf_add_repeat(&page, ' ', LIMIT_PROBE_PAGE);
	strbuf_lit(&page, "<title>too late</title>");
	title = title_find(&arena, strbuf_str(&page), (struct str){ 0 });
	assert_null(title.at);
	strbuf_release(&page);
	arena_release(&arena);
}

/* What makes careless parsers quadratic takes no time here: all but the first
 * and the last of a row repeat over half of the page. */
static void test_bombs(void **state)
{
	static const struct {
		const char *first, *before, *after, *last;
	} bombs[] = {
		{ "", "<div>", "<div>", "" },
		{ "", "<b><p>", "<b><p>", "" },
		{ "", "<i>", "</b>", "" },
		{ "", "<table><tr><td>", "</div>", "" },
		{ "", "<", "<!--", "" },
		{ "", "<a b=\"", "<a b=\"", "" },
		{ "<a ", "b=c ", "b=c ", ">" },
		{ "", "&amp", "&", "" },
		{ "<title>", "&", "&amp", "" },
		{ "", "<svg>", "</svg>", "" },
		{ "", "<meta charset=x>", "<meta charset", "" },
		{ "<script>", "</scrip", "</scrip", "" },
	};
	struct arena arena = { 0 };
	struct strbuf page;

	(void)state;
	strbuf_init(&page, 1 * MIB);
	for (size_t i = 0; i < COUNT(bombs); i++) {
		strbuf_reset(&page);
		strbuf_add_cstr(&page, bombs[i].first);
		while (page.len < LIMIT_PROBE_PAGE / 2)
			strbuf_add_cstr(&page, bombs[i].before);
		while (page.len < LIMIT_PROBE_PAGE)
			strbuf_add_cstr(&page, bombs[i].after);
		strbuf_add_cstr(&page, bombs[i].last);
		title_find(&arena, strbuf_str(&page), (struct str){ 0 });
	}
	strbuf_release(&page);
	arena_release(&arena);
}

static void test_kinds(void **state)
{
	static const struct {
		const char *type;
		bool html;
	} cases[] = {
		{ "text/html", true },
		{ "Text/HTML;charset=x", true },
		{ "application/xhtml+xml", true },
		{ "", true },
		{ "application/pdf", false },
		{ "text/plain; text/html", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(
		    html_is_type(str_of(cases[i].type)), cases[i].html);
	assert_true(html_is_type((struct str){ 0 }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_title),
		cmocka_unit_test(test_utf16),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_bombs),
		cmocka_unit_test(test_kinds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
