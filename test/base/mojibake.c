#include "../test.h"

#include "../archive.h"
#include "base/limits.h"
#include "base/mojibake.h"
#include "base/strbuf.h"
#include "base/text.h"

static struct arena arena;

/* The text with all runs undone. */
static struct str undone(struct str text)
{
	struct mojibake_run *run;
	size_t runs = mojibake_find(&arena, text, &run), at = 0;
	struct strbuf out;
	struct str copy;

	strbuf_init(&out, MIB);
	for (size_t i = 0; i < runs; i++) {
		assert_true(run[i].offset >= at && run[i].end > run[i].offset);
		strbuf_add(&out, str_sub(text, at, run[i].offset));
		assert_true(text_is_valid(run[i].text));
		strbuf_add(&out, run[i].text);
		at = run[i].end;
	}
	strbuf_add(&out, str_sub(text, at, text.len));
	copy = arena_str(&arena, strbuf_str(&out));
	strbuf_release(&out);
	return copy;
}

static void test_undo(void **state)
{
	static const struct {
		const char *damaged, *text;
	} cases[] = {
		/* Mac Roman */
		{ "caf√©", "café" },
		{ "the baker‚Äôs ‚Äúrye‚Äù", "the baker’s “rye”" },
		{ "√ºber ‚Äî 20¬∞", "über — 20°" },
		{ "–ü—Ä–∏–≤–µ—Ç", "Привет" },
		{ "yes ‚úÖ", "yes ✅" },
		/* An emoji with a selector and joiners. */
		{ "\xef\xa3\xbf\xc3\xbc\xc3\xb2\xe2\x89\xa5", "\U0001f633" },
		/* Windows-1252, and as browsers read what it leaves open */
		{ "cafÃ©", "café" },
		{ "the bakerâ€™s â€œryeâ€\xc2\x9d", "the baker’s “rye”" },
		{ "voilÃ\xc2\xa0, dÃ©jÃ\xc2\xa0", "voilà, déjà" },
		{ "ÐŸÑ€Ð¸Ð²ÐµÑ‚", "Привет" },
		{ "ðŸ\xc2\x8d\xc2\x9e", "🍞" },
		{ "\xc3\xaf\xc2\xbb\xc2\xbfx", "\xef\xbb\xbfx" },
		/* Twice */
		{ "‚àö¬©t√©", "été" },
		{ "cafÃƒÂ©", "café" },
		{ "bakerÃ¢â‚¬â„¢s", "baker’s" },
		/* What may be meant is undone beside what cannot be. */
		{ "30¬∞ caf√©", "30° café" },
		/* Each from elsewhere */
		{ "potter‚Äôs cafÃ©", "potter’s café" },
		/* One damaged paste in a text that is right */
		{ "“crème” and cafÃ©, 5 € – “ok…”",
		    "“crème” and café, 5 € – “ok…”" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_str(undone(str_of(cases[i].damaged)), cases[i].text);
}

static void test_left_alone(void **state)
{
	static const char *const cases[] = {
		"",
		"plain",
		"é",
		"Ã",
		"√",
		"SÃO PAULO",
		"AMANHÃ”",
		"√2 < √π",
		"¬π",
		"« café »",
		"«\xc2\xa0 café\xc2\xa0»",
		"café…” – “É”",
		"‚Äpfel‘ und „Öl“",
		"Äö",
		"naïve—très",
		"Zürich–Genève",
		"Привет, мир",
		"日本語",
		"👋🏽 ✅ 🏳️‍🌈",
		"Łódź",
		"Ελλάδα ∞ Ω",
		"â\xc2\xa0– x",
		"‹…› ‘é’",
		"\xc3",
		"\xe2\x82",
		"\xff\xfe",
	};
	struct mojibake_run *run;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (mojibake_find(&arena, str_of(cases[i]), &run) != 0)
			fail_msg("\"%s\" became \"%.*s\"", cases[i],
			    STR_ARG(undone(str_of(cases[i]))));
}

static void test_what_is_said(void **state)
{
	struct mojibake_run *run;

	(void)state;
	assert_int_equal(mojibake_find(&arena, STR("a ‚Äô b"), &run), 1);
	assert_int_equal(run[0].offset, 2);
	assert_int_equal(run[0].end, 2 + strlen("‚Äô"));
	assert_int_equal(run[0].times, 1);
	assert_string_equal(mojibake_charset_name(run[0].charset), "Mac Roman");
	assert_int_equal(mojibake_find(&arena, STR("cafÃƒÂ©"), &run), 1);
	assert_int_equal(run[0].times, 2);
	assert_string_equal(
	    mojibake_charset_name(run[0].charset), "Windows-1252");
}

static void visit_sound(const char *path, struct str text, void *data)
{
	struct mojibake_run *run;

	(void)data;
	if (mojibake_find(&arena, text, &run) > 0)
		fail_msg("%s: byte %zu is taken for \"%.*s\"", path,
		    run[0].offset, STR_ARG(run[0].text));
	arena_reset(&arena);
}

/* A real archive, which is in order. */
static void test_archive(void **state)
{
	(void)state;
	if (archive_each("twir/content", visit_sound, NULL) == 0)
		skip();
}

/* All that is not ASCII in these files was read as Mac Roman once: each is
 * undone to a text whose damage gives the file again. */
static void visit_damaged(const char *path, struct str text, void *data)
{
	size_t *files = data, at = 0;
	struct mojibake_run *run;
	size_t runs = mojibake_find(&arena, text, &run);

	for (size_t i = 0; i <= runs; i++) {
		size_t end = i < runs ? run[i].offset : text.len;

		for (; at < end; at++)
			if ((unsigned char)text.at[at] >= 0x80)
				fail_msg("%s: byte %zu is left", path, at);
		if (i < runs) {
			assert_int_equal(run[i].times, 1);
			at = run[i].end;
		}
	}
	if (runs > 0)
		(*files)++;
	arena_reset(&arena);
}

static void test_seeds(void **state)
{
	size_t damaged = 0;

	(void)state;
	if (archive_each("seeds", visit_damaged, &damaged) == 0)
		skip();
	assert_int_equal(damaged, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_undo),
		cmocka_unit_test(test_left_alone),
		cmocka_unit_test(test_what_is_said),
		cmocka_unit_test(test_archive),
		cmocka_unit_test(test_seeds),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	arena_release(&arena);
	return failed;
}
