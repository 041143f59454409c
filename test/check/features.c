/* The rules about features, where their examples show too little. */
#include "family.h"

#define TOOL(name, url)                                              \
	"## Tool of the Week\n\nThis week's tool is [" name "](" url \
	"), good.\n"
#define THANKS(links) "\nThanks to " links " for the suggestion!\n"
#define QUOTE(text, below) "## Quote of the Week\n\n> " text "\n\n" below "\n"

static const struct family_case cases[] = {
	{ "another form of the name", NULL, NULL,
	    TOOL("Wood Plane", "https://crates.io/crates/wood-plane"),
	    "feature-name", 0, NULL, NULL },
	{ "without a scheme", NULL, NULL,
	    TOOL("planes", "crates.io/crates/plane"), "feature-name", 1,
	    "[plane](crates.io/crates/plane)", NULL },
	{ "with a version", NULL, NULL,
	    TOOL("plane", "https://docs.rs/plane/1.0/plane/"), "feature-name",
	    0, NULL, NULL },
	{ "far from the name", NULL, NULL,
	    TOOL("the plane", "https://pypi.org/project/saw"), "feature-name",
	    1, "[the plane]", NULL },
	{ "no name in the address", NULL, NULL,
	    TOOL("plane", "https://docs.rs/"), "feature-name", 0, NULL, NULL },
	{ "a person is thanked twice", NULL,
	    TOOL("saw", "/saw") THANKS("[Ada](https://example.org/ada)"),
	    TOOL("awl", "/awl") THANKS("[Ada](https://example.org/ada)"),
	    "feature-thanks", 0, NULL, NULL },
	{ "the post behind the person", NULL,
	    TOOL("saw", "/saw")
		THANKS("[Ada](https://example.org/ada) [there](/posts/7)"),
	    TOOL("awl", "/awl")
		THANKS("[Bob](https://example.org/bob) [there](/posts/7)"),
	    "feature-thanks", 1, NULL, NULL },
	{ "another kind", NULL, TOOL("saw", "/saw") THANKS("[Ada](/posts/7)"),
	    QUOTE("Measure.", "\xe2\x80\x93 Ada") THANKS("[Ada](/posts/7)"),
	    "feature-thanks", 0, NULL, NULL },
	{ "a source in the quote", NULL, NULL,
	    QUOTE("Measure.\n>\n> \xe2\x80\x93 Ada", "Text."), "feature-source",
	    0, NULL, NULL },
	{ "a link below is a source", NULL, NULL,
	    QUOTE("Measure.", "[Ada](/ada) said so."), "feature-source", 0,
	    NULL, NULL },
	{ "thanks are no source", NULL, NULL,
	    QUOTE("Measure.", THANKS("[Ada](/posts/7)")), "feature-source", 1,
	    NULL, NULL },
	{ "two quotes, one source", NULL, NULL,
	    QUOTE("Measure.", "And:\n\n> Cut.\n\n\xe2\x80\x93 Ada"),
	    "feature-source", 0, NULL, NULL },
	{ "the same words, other letters", NULL,
	    QUOTE("Measure twice,\n> cut once.", "\xe2\x80\x93 Ada"),
	    QUOTE("\"Measure `twice`: cut once\"", "\xe2\x80\x93 Bob"),
	    "feature-quote-repeated", 1, NULL, NULL },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		family_check(&cases[i]);
}

/* Names are known of issues that are not near any more, too. */
static void test_far(void **state)
{
	struct arena arena = { 0 };
	struct str only = STR("feature-repeated");
	struct check_text text[50];
	const char *path;
	struct check_options options = {
		.path = &path, .paths = 1, .only = { &only, 1 }, .threads = 1
	};
	struct check_report report;

	(void)state;
	for (int i = 0; i < 50; i++) {
		const char *name = i == 0 || i == 49 ? "plane" : "text";

		text[i].path = arena_printf(
		    &arena, "content/20%02d-01-01-issue.md", i + 10)
				   .at;
		text[i].text = arena_printf(&arena,
		    "Title: %d\nNumber: %d\nDate: 20%02d-01-01\n\n%s[*%s*](/x)"
		    "\n",
		    i, i, i + 10,
		    i == 0 || i == 49 ? "# Tool of the Week\n\nIt is " : "",
		    name);
	}
	path = text[49].path;
	report =
	    example_check(example_settings(&arena, NULL), &options, text, 50);
	assert_int_equal(check_count(&report, CHECK_OFF), 1);
	assert_string_equal(
	    report.file[0].finding[0]->related[0].path, text[0].path);
	check_release(&report);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_far),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
