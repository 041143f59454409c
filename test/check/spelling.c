/*
 * Words that look mistyped: what counts as one, and what with a dictionary.
 * Where there is no dictionary of hunspell its cases are skipped.
 */
#include "family.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "check/dictionary.h"
#include "check/words_table.h"

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
	{ "a capital", FEW, NULL, "At Selvegde.\n", "spelling", 1,
	    "At Selvedge.", NULL },
	{ "capitals", FEW, NULL, "SELVEGDE, SelVegde.\n", "spelling", 0, NULL,
	    NULL },
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
	{ "a name and its address", FEW, NULL,
	    "[selvegde](https://a.example/selvegde)\n", "spelling", 0, NULL,
	    NULL },
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

	const struct settings *settings = example_settings(arena, NULL);
	const struct dictionary *d = NULL;

	if (dictionaries != NULL)
		d = dictionary_open(arena, dictionaries, STR("en"));
	words_count(arena, &words, NULL, text);
	return words_suspects(arena, &words, settings, &text, 1, issues, d);
}

static bool has_dictionary(void)
{
	struct arena arena = { 0 };
	bool is_there =
	    dictionary_open(&arena, WORDS_DICTIONARIES, STR("en")) != NULL;

	arena_release(&arena);
	if (!is_there)
		print_message("there is no English dictionary\n");
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
		{ "weave", "wevae", true }, { "weave", "weaves", false },
		{ "normalize", "normalise", false }, /* British */
		{ "heddle", "heddel", true }, { "open", "fopen", false },
		{ "weaving", "knitting", false },
		{ "weaving", "weaving-shutle", false }, /* none is common */
		{ "shuttle", "weaving-shutle", true },
		{ "shuttle", "qxzvk-shutle", false }, /* of a name */
		{ "Shuttle", "Shutle", true }, { "shuttle", "Shutle", true },
		{ "Zqarnov", "Zqranov", true },  /* a name */
		{ "zqarnov", "Zqranov", false }, /* none with a capital */
		{ "heald", "Haeld", false },     /* short names are many */
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
		if (words[i].found &&
		    !str_eq_fold(s.suspect[0].meant, str_of(words[i].common)))
			fail_msg("%s for %s", words[i].common, words[i].rare);
	}
	arena_release(&arena);
}

/* What is seldom but in the dictionary; at most five of a text. */
static void test_seldom(void **state)
{
	struct arena arena = { 0 };
	struct suspects s;

	(void)state;
	if (!has_dictionary())
		skip();
	s = suspects_of(&arena,
	    STR("Miscallaneous occurences. miscellaneous miscellaneous "
		"occurrences occurrences certificaion certification"),
	    300, WORDS_DICTIONARIES);
	assert_int_equal(s.count, 2);
	assert_str(s.suspect[0].meant, "Miscellaneous");
	assert_str(s.suspect[1].meant, "occurrences");
	s = suspects_of(&arena,
	    arena_printf(&arena,
		"%s sshuttle shuuttle shutttle shuttlle shuttel shutlte "
		"hsuttle",
		repeat(&arena, "shuttle", 20).at),
	    300, WORDS_DICTIONARIES);
	assert_int_equal(s.count, SUSPECTS_MAX);
	arena_release(&arena);
}

static void write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

/* Stems with prefixes and suffixes, and what is known in doubt. */
static void test_dictionary(void **state)
{
	static const struct {
		const char *word;
		bool known;
	} words[] = {
		{ "weave", true },
		{ "Weave", true },
		{ "weaving", true },
		{ "weaveing", false }, /* the e is lost */
		{ "reweaving", true }, /* one at each end */
		{ "unweaving", false },
		{ "knots", true },
		{ "knoting", false }, /* has not the flag */
		{ "untie", true },
		{ "untieing", false },
		{ "flys", false }, /* not behind f, l, y */
		{ "Oslo", true },
		{ "reoslo", false },
		{ "wea", false },
		{ "knotweave", false },
	};
	struct arena arena = { 0 };
	char folder[] = "/tmp/sennight-words-XXXXXX";
	struct str aff, dic;
	struct dictionary *d;

	(void)state;
	assert_non_null(mkdtemp(folder));
	aff = arena_printf(&arena, "%s/xy_XY.aff", folder);
	dic = arena_printf(&arena, "%s/xy_XY.dic", folder);
	write_file(aff.at, "SET UTF-8\nPFX R Y 1\nPFX R 0 re .\nPFX U N 1\n"
			   "PFX U 0 un .\nSFX G Y 2\nSFX G e ing e\n"
			   "SFX G 0 ing [^e]\nSFX S Y 1\nSFX S 0 s [^yl]\n");
	write_file(
	    dic.at, "5\nweave/RGU\nknot/S\ntie/U\nfly/S\tpo:noun\nOslo\n");
	d = dictionary_open(&arena, folder, STR("xy"));
	assert_non_null(d);
	for (size_t i = 0; i < COUNT(words); i++)
		if (dictionary_knows(d, str_of(words[i].word)) !=
		    words[i].known)
			fail_msg("%s", words[i].word);
	write_file(
	    aff.at, "FLAG long\nCOMPOUNDFLAG Z\nSFX Aa Y 1\nSFX Aa 0 ing\n");
	d = dictionary_open(&arena, folder, STR("xy-XY"));
	assert_true(dictionary_knows(d, STR("knoting")));
	assert_true(dictionary_knows(d, STR("knotweave")));
	assert_false(dictionary_knows(d, STR("knotwoven")));
	assert_int_equal(unlink(aff.at) | unlink(dic.at) | rmdir(folder), 0);
	arena_release(&arena);
}

/* What a filter lets pass finds the same suspects. */
static void test_filter(void **state)
{
	struct arena arena = { 0 };
	struct words all = { 0 }, few = { 0 };
	struct str text = STR("shuttle weaving heddles knitting shuttles");
	const struct settings *settings = example_settings(&arena, NULL);
	struct word_filter *filter;

	(void)state;
	/* Without a dictionary long words are unknown. */
	words_count(&arena, &all, NULL, STR("knititng loom"));
	filter = words_filter(&arena, &all, settings, NULL);
	words_count(&arena, &few, filter, text);
	assert_int_equal(few.used, 1);
	assert_non_null(words_find(&few, hash_word(STR("Knitting"), STR_NONE)));
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
		cmocka_unit_test(test_seldom),
		cmocka_unit_test(test_dictionary),
		cmocka_unit_test(test_filter),
		cmocka_unit_test(test_small),
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
