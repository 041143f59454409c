/* The links of a line, found without parsing it. */
#include "../test.h"

#include "base/strbuf.h"
#include "model/link_scan.h"

static void test_lines(void **state)
{
	static const struct {
		const char *line, *urls; /* with a blank between */
	} cases[] = {
		{ "", "" },
		{ "no link (at all) [here]", "" },
		{ "* [Lamps](https://a.example/)", "https://a.example/" },
		{ "[a](u) and [b]( <v> ) [c](w \"title\")", "u v w" },
		{ "[a](u(1)) [b]((2)x)", "u(1) (2)x" },
		{ "[a]() [b](u", "u" },
		{ "[tide]: https://t.example/x \"Tide\"",
		    "https://t.example/x" },
		{ " [tide]: not at the beginning", "" },
		{ "[a](u)]: v", "u v" },
		{ "[a]:", "" },
		{ "](", "" },
		{ "[", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str line = str_of(cases[i].line), url;
		struct strbuf all;
		size_t at = 0;

		strbuf_init(&all, 1000);
		while (link_scan(line, &at, &url)) {
			if (all.len > 0)
				strbuf_add_char(&all, ' ');
			strbuf_add(&all, url);
		}
		assert_string_equal(all.buf, cases[i].urls);
		assert_false(link_scan(line, &at, &url));
		strbuf_release(&all);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
