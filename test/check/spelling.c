/*
 * Words that look mistyped: what counts as one, and what with a dictionary.
 * Where hunspell is not installed its cases are skipped.
 */
#include "family.h"

#include "check/dictionary.h"
#include "check/words.h"

#define FEW "check: {words: [selvedge, bobbins]}\n"

static const struct family_case cases[] = {
	{ "a letter too many", FEW, NULL, "All selvedgges.\nA selvvedge.\n",
	    "spelling", 1, "A selvedge.", NULL },
	{ "swapped", FEW, NULL, "A selvegde is *seveldge*.\n", "spelling", 1,
	    "A selvedge", NULL },
	{ "three times is meant", FEW, NULL,
	    "A selvegde, a selvegde, a selvegde.\n", "spelling", 0, NULL,
	    NULL },
	{ "the plural", FEW, NULL, "Many selvedges.\n", "spelling", 0, NULL,
	    NULL },
	{ "a capital", FEW, NULL, "At Selvegde.\n", "spelling", 0, NULL, NULL },
	{ "code", FEW, NULL, "`selvegde` and ``a ` selvegde``\n", "spelling", 0,
	    NULL, NULL },
	{ "a block of code", FEW, NULL, "```\nselvegde\n```\n", "spelling", 0,
	    NULL, NULL },
	{ "addresses", FEW, NULL,
	    "[x](https://example.org/(selvegde) selvegde)\n"
	    "https://example.org/ selvegde.example.org "
	    "<https://selvegde>\n\n[x]: selvegde\n",
	    "spelling", 0, NULL, NULL },
	{ "a comment", FEW, NULL, "<!-- selvegde\nselvegde --> Text.\n",
	    "spelling", 0, NULL, NULL },
	{ "parts of names", FEW, NULL,
	    "a-selvegde selvegde_ ::selvegde selvegde() *s*elvegde @selvegde\n",
	    "spelling", 0, NULL, NULL },
	{ "the text of a link", FEW, NULL,
	    "* [the selvegde](https://example.org/selvegde)\n", "spelling", 1,
	    "[the selvedge](https://example.org/selvegde)", NULL },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		family_check(&cases[i]);
}

/* Count a text that holds a word so often, and find suspects in it. */
static struct suspects suspects_of(struct arena *arena, struct str text,
    size_t issues, const char *dictionaries)
{
	struct words words = { 0 };

	words_count(arena, &words, text);
	return words_suspects(arena, &words, example_settings(arena, NULL),
	    &text, 1, issues, dictionaries);
}

static bool has_dictionary(void)
{
	struct arena arena = { 0 };
	struct dictionary *d =
	    dictionary_open(&arena, WORDS_DICTIONARIES, STR("en"));
	bool is_there = d != NULL;

	dictionary_close(d);
	arena_release(&arena);
	if (!is_there)
		print_message("no libhunspell or no English dictionary\n");
	return is_there;
}

static struct str repeat(struct arena *arena, const char *word, int times)
{
	struct strbuf text;
	struct str s;

	strbuf_init(&text, MIB);
	for (int i = 0; i < times; i++) {
		strbuf_add(&text, str_of(word));
		strbuf_add_char(&text, ' ');
	}
	s = arena_str(arena, strbuf_str(&text));
	strbuf_release(&text);
	return s;
}

/* What is common in a large archive, against the dictionary. */
static void test_archive(void **state)
{
	static const struct {
		const char *common, *rare;
		bool found;
	} words[] = {
		{ "shuttle", "shutle", true },
		{ "shuttle", "shuttles", false },  /* another form */
		{ "spindles", "spindled", false }, /* the same */
		{ "shuttle", "scuttle", false },   /* a word of its own */
		{ "weave", "wevae", true },
		{ "weave", "weaves", false },
		{ "normalize", "normalise", false }, /* British */
		{ "heddle", "heddel", true },
		{ "open", "fopen", false },
		{ "weaving", "knitting", false },
	};
	struct arena arena = { 0 };

	(void)state;
	if (!has_dictionary())
		skip();
	for (size_t i = 0; i < COUNT(words); i++) {
		struct str text = arena_printf(&arena, "%s%s",
		    repeat(&arena, words[i].common, 15).at, words[i].rare);
		struct suspects s =
		    suspects_of(&arena, text, 300, WORDS_DICTIONARIES);

		if (s.count != words[i].found)
			fail_msg(
			    "%s beside %s", words[i].rare, words[i].common);
		if (words[i].found)
			assert_str(s.suspect[0].meant, words[i].common);
	}
	arena_release(&arena);
}

/* A small archive has no common words; nor has a tiny one anything rare. */
static void test_small(void **state)
{
	struct arena arena = { 0 };
	struct str text = STR("the wether is fine, qxzvkjw");
	struct suspects s;

	(void)state;
	if (!has_dictionary())
		skip();
	s = suspects_of(
	    &arena, STR("we recieve knots"), 10, WORDS_DICTIONARIES);
	assert_int_equal(s.count, 1);
	assert_str(s.suspect[0].meant, "receive");
	assert_int_equal(
	    suspects_of(&arena, text, 2, WORDS_DICTIONARIES).count, 0);
	arena_release(&arena);
}

/* Without a dictionary nothing but the words of the settings is known. */
static void test_none(void **state)
{
	struct arena arena = { 0 };
	struct str text =
	    arena_printf(&arena, "%s shutle", repeat(&arena, "shuttle", 20).at);

	(void)state;
	assert_int_equal(suspects_of(&arena, text, 300, NULL).count, 0);
	assert_int_equal(
	    suspects_of(&arena, text, 300, "/nonexistent").count, 0);
	assert_null(dictionary_open(&arena, "/nonexistent", STR("en")));
	assert_null(dictionary_open(
	    &arena, "/usr/share/hunspell", STR("../../etc/passwd")));
	arena_release(&arena);
}

/* Lines that make a naive scanner take a second: marks without an end. */
static void test_hostile(void **state)
{
	static const char *const marks[] = { "<a", "` `` ", "](", "[", "*a",
		"<!-", "aab", "-->" };
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(marks); i++) {
		struct strbuf text;

		strbuf_init(&text, 2 * MIB);
		while (text.len < MIB)
			strbuf_add(&text, str_of(marks[i]));
		suspects_of(&arena, strbuf_str(&text), 300, NULL);
		strbuf_release(&text);
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_archive),
		cmocka_unit_test(test_small),
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
