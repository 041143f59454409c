/* Escaping for HTML and XML. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/text.h"
#include "base/xml.h"

static void test_table(void **state)
{
	static const struct {
		struct str in;
		const char *text, *attribute;
	} cases[] = {
		{ STR_INIT(""), "", "" },
		{ STR_INIT("plain"), "plain", "plain" },
		{ STR_INIT("a<b>&\"'"), "a&lt;b&gt;&amp;\"'",
		    "a&lt;b&gt;&amp;&quot;&#39;" },
		{ STR_INIT("&amp;"), "&amp;amp;", "&amp;amp;" },
		{ STR_INIT("\t\n\r"), "\t\n&#13;", "&#9;&#10;&#13;" },
		{ STR_INIT("a\0b\x1f\x7f c"), "ab c", "ab c" },
		{ STR_INIT("\xc3\xa9\xe2\x82\xac\xf0\x9f\xa6\x80"),
		    "\xc3\xa9\xe2\x82\xac\xf0\x9f\xa6\x80",
		    "\xc3\xa9\xe2\x82\xac\xf0\x9f\xa6\x80" },
		{ STR_INIT("\xff<\xc3"), "\xef\xbf\xbd&lt;\xef\xbf\xbd",
		    "\xef\xbf\xbd&lt;\xef\xbf\xbd" },
		{ STR_INIT("\xc2\x85x\xef\xbf\xbe\xef\xbf\xbf"), "x", "x" },
	};
	struct strbuf out;

	(void)state;
	strbuf_init(&out, 1000);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		strbuf_reset(&out);
		xml_add_text(&out, cases[i].in);
		assert_string_equal(out.buf, cases[i].text);
		strbuf_reset(&out);
		xml_add_attribute(&out, cases[i].in);
		assert_string_equal(out.buf, cases[i].attribute);
	}
	strbuf_release(&out);
}

/* Every byte alone: what is not escaped is as text_add_clean has it. */
static void test_agrees_with_clean(void **state)
{
	struct strbuf out, clean;

	(void)state;
	strbuf_init(&out, 100);
	strbuf_init(&clean, 100);
	for (int c = 0; c < 256; c++) {
		char byte = (char)c;
		struct str s = { &byte, 1 };

		strbuf_reset(&out);
		strbuf_reset(&clean);
		xml_add_text(&out, s);
		text_add_clean(&clean, s);
		if (c == '<' || c == '>' || c == '&' || c == '\r')
			assert_int_equal(out.buf[0], '&');
		else
			assert_string_equal(out.buf, clean.buf);
	}
	strbuf_release(&out);
	strbuf_release(&clean);
}

static void test_url(void **state)
{
	struct strbuf out;

	(void)state;
	strbuf_init(&out, 1000);
	xml_add_url(&out, STR("/a b?x='1'&y=\"<\xc3\xa4"));
	assert_string_equal(out.buf, "/a%20b?x=&#39;1&#39;&amp;y=%22%3C%C3%A4");
	strbuf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_agrees_with_clean),
		cmocka_unit_test(test_url),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
