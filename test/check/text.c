/* Characters and blanks: fixes byte for byte, what is left alone, and files
 * that were damaged. */
#include "../test.h"

#include <iconv.h>

#include "../archive.h"
#include "base/text.h"
#include "newsletter.h"

static struct arena arena;

/* The text behind the header after the safe fixes of one rule. */
static struct str fixed_by(const char *rule, struct str text, size_t *ret_found)
{
	static const char *const paths[] = { "content/2026-03-04-issue-9.md" };
	struct str id = str_of(rule);
	struct check_options options = {
		.path = paths, .paths = 1, .threads = 1, .only = { &id, 1 }
	};
	struct check_text given = { paths[0], text };
	struct check_report report =
	    example_check(example_settings(&arena, NULL), &options, &given, 1);
	size_t fixed, waiting;
	struct str result = arena_str(&arena,
	    check_fixed_text(&arena, &report.file[0], false, &fixed, &waiting));

	*ret_found = check_count(&report, CHECK_OFF);
	assert_int_equal(waiting, 0);
	check_release(&report);
	return result;
}

#define HEADER "Title: N\nNumber: 9\nDate: 2026-03-04\n\n"

static void test_fixes(void **state)
{
	static const struct {
		const char *rule, *text, *fixed;
		size_t found;
	} cases[] = {
		{ "text-trailing", "a \nb\t\n\n  \nc  \n\n> \n> d\n",
		    "a\nb\n\n\nc\n\n>\n> d\n", 5 },
		/* a break, code, an empty item, an escaped blank */
		{ "text-trailing", "a  \nb\n\n    code  \n\n* \n\nc\\ \n",
		    "a  \nb\n\n    code  \n\n* \n\nc\\ \n", 0 },
		{ "text-trailing", "> a  \n> b  \n> c  \n",
		    "> a  \n> b  \n> c\n", 1 },
		{ "text-tab", "* a\n\t* b\n \tc\td\n",
		    "* a\n    * b\n    c d\n", 3 },
		{ "text-line-ends", "a\nb\nc\r\nd\n", "a\nb\nc\nd\n", 1 },
		{ "text-final-newline", "a\n\nb", "a\n\nb\n", 1 },
		{ "text-spaces", "a  b. C   d e.  F | g  | x `h  i`\n",
		    "a  b. C   d e.  F | g  | x `h  i`\n", 2 },
		{ "text-nbsp", "a\u00a0b «\u00a0c\u00a0» d\u00a0!\n",
		    "a b «\u00a0c\u00a0» d\u00a0!\n", 1 },
		/* half of a damaged letter is not made a blank */
		{ "text-nbsp", "voilÃ\u00a0x\n", "voilÃ\u00a0x\n", 1 },
		{ "text-soft-hyphen", "a\u00adb\n", "ab\n", 1 },
		{ "text-invisible", "a\u200bb\u2060c 👨\u200d👩 می\u200cخو\n",
		    "abc 👨\u200d👩 می\u200cخو\n", 2 },
		{ "text-invisible", "a\u200e שלום\u200e b\n",
		    "a\u200e שלום\u200e b\n", 0 },
		{ "text-invisible", "\u200eEnglish\u200f only\n",
		    "English only\n", 2 },
		{ "text-control",
		    "a\x01"
		    "b\x7f"
		    "c\n",
		    "abc\n", 2 },
		/* may be half of a character */
		{ "text-control",
		    "a\xc2\x99"
		    "b\n",
		    "a\xc2\x99"
		    "b\n",
		    1 },
		{ "text-mojibake", "cafÃ© ‚Äî “ok”\n", "café — “ok”\n", 2 },
		{ "text-mojibake", "“AMANHÔ, √π\n", "“AMANHÔ, √π\n", 0 },
		{ "text-invalid",
		    "a\xff\xfe"
		    "b\xc3\n",
		    "a\xff\xfe"
		    "b\xc3\n",
		    2 },
		/* another line, the end of a link, two sentences */
		{ "text-doubled-word",
		    "the\nthe [a the](x) the end. End no no\n",
		    "the\nthe [a the](x) the end. End no no\n", 1 },
		{ "text-doubled-word", "Baden Baden, a-a b, it's it that\n",
		    "Baden Baden, a-a b, it's it that\n", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str text =
		    arena_printf(&arena, HEADER "%s", cases[i].text);
		size_t found, again;
		struct str fixed = fixed_by(cases[i].rule, text, &found);

		assert_str(
		    str_sub(fixed, strlen(HEADER), fixed.len), cases[i].fixed);
		if (found != cases[i].found)
			fail_msg("%s: %zu found in \"%s\"", cases[i].rule,
			    found, cases[i].text);
		assert_true(
		    str_eq(fixed_by(cases[i].rule, fixed, &again), fixed));
	}
}

static void test_byte_order_mark(void **state)
{
	size_t found;
	struct str fixed =
	    fixed_by("text-bom", STR("\xef\xbb\xbf" HEADER "a\n"), &found);

	(void)state;
	assert_int_equal(found, 1);
	assert_str(fixed, HEADER "a\n");
}

/* The bytes that a text had before they were read as Mac Roman, by iconv, so
 * that our table is not held against itself; at NULL without it. */
static struct str mac_bytes(struct str text)
{
	iconv_t cd = iconv_open("MACINTOSH", "UTF-8");
	char *in = (char *)(uintptr_t)text.at, *bytes, *out;
	size_t in_left = text.len, out_left = text.len;

	if (cd == (iconv_t)-1)
		return (struct str){ NULL, 0 };
	bytes = out = arena_alloc(&arena, text.len + 1);
	while (iconv(cd, &in, &in_left, &out, &out_left) != 0) {
		/* The maker's apple, which it leaves out. */
		assert_memory_equal(in, "\xef\xa3\xbf", 3);
		*out++ = (char)0xf0;
		in += 3;
		in_left -= 3;
		out_left--;
	}
	iconv_close(cd);
	return (struct str){ bytes, text.len - out_left };
}

static void visit_damaged(const char *path, struct str text, void *data)
{
	struct str wanted = mac_bytes(text), fixed;
	size_t *files = data, found;

	if (wanted.at == NULL)
		return;
	fixed = fixed_by("text-mojibake", text, &found);
	if (found == 0 || !str_eq(fixed, wanted))
		fail_msg("%s: not the true text", path);
	assert_true(text_is_valid(fixed));
	assert_true(str_eq(fixed_by("text-mojibake", fixed, &found), fixed));
	assert_int_equal(found, 0);
	(*files)++;
	arena_reset(&arena);
}

static void test_seeds(void **state)
{
	size_t files = 0;

	(void)state;
	if (archive_each("seeds", visit_damaged, &files) == 0 || files == 0)
		skip();
	assert_int_equal(files, 5);
}

/* Many findings, and long lines, take no more than linear time. */
static void test_hostile(void **state)
{
	static const char *const pieces[] = { "\t", "a  b ", "\u200e", "‚Äô",
		"the ", "\xff", "a \n", "a  \n", "x\r\ny\n", "\u00a0" };
	static const char *const rules[] = { "text-tab", "text-spaces",
		"text-invisible", "text-mojibake", "text-doubled-word",
		"text-invalid", "text-trailing", "text-line-ends",
		"text-nbsp" };

	(void)state;
	for (size_t i = 0; i < COUNT(pieces); i++) {
		struct strbuf text;
		size_t found;

		strbuf_init(&text, MIB);
		strbuf_lit(&text, HEADER);
		while (text.len < 64 * KIB)
			strbuf_add_cstr(&text, pieces[i]);
		for (size_t k = 0; k < COUNT(rules); k++)
			fixed_by(rules[k], strbuf_str(&text), &found);
		strbuf_release(&text);
		arena_reset(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fixes),
		cmocka_unit_test(test_byte_order_mark),
		cmocka_unit_test(test_seeds),
		cmocka_unit_test(test_hostile),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	arena_release(&arena);
	return failed;
}
