/* What is said at a place, and the keys by which it is said once. */
#include "test/test.h"

#include "base/text.h"
#include "publish/announce_priv.h"

static struct arena arena;

static int tear_down(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

#define ADDRESS "https://t.example/9"

static struct announcement announcement_of(const char *title)
{
	return (struct announcement){
		.issue = STR("2026-09-02-lamps"),
		.title = str_of(title),
		.address = STR(ADDRESS),
		.name = STR("Lamps"),
		.language = STR("en"),
		.moment = 1788000000,
	};
}

/* ------------------------------------------------------------------ characters */

static void test_characters(void **state)
{
	static const struct {
		const char *text;
		size_t count;
	} cases[] = {
		{ "", 0 },
		{ "lamp", 4 },
		{ "\r\n", 1 },
		{ "e\xcc\x81"
		  "e",
		    2 }, /* a combining mark */
		{ "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb", 1 }, /* ZWJ */
		{ "\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd", 1 }, /* skin tone */
		{ "\xf0\x9f\x87\xa6\xf0\x9f\x87\xb9", 1 }, /* a flag */
		{ "\xf0\x9f\x87\xa6\xf0\x9f\x87\xb9"
		  "\xf0\x9f\x87\xa8\xf0\x9f\x87\xad",
		    2 },                                       /* two */
		{ "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d", 4 },     /* Hebrew */
		{ "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", 1 }, /* jamo */
		{ "\xff\xfe"
		  "a",
		    3 },
		{ "a\xf0\x9f", 3 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t count = announce_characters(str_of(cases[i].text));

		if (count != cases[i].count)
			print_error("%zu: %s\n", i, cases[i].text);
		assert_int_equal(count, cases[i].count);
	}
}

/* ------------------------------------------------------------------------ text */

#define FAMILY                                                         \
	"\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0" \
	"\x9f\x91\xa7"

/* {title} {address} is the title, a blank and 19 characters. */
static const struct {
	const char *text, *title;
	struct announce_length length;
	const char *said;
} texts[] = {
	{ "{title} {address}", "Lamps 9", { 0, 0, 0 }, "Lamps 9 " ADDRESS },
	{ "{title} {address}", "Lamps 9", { 27, 0, 0 }, "Lamps 9 " ADDRESS },
	{ "{name}: {title}\n\n{address}\n", "Lamps 9", { 0, 0, 0 },
	    "Lamps: Lamps 9\n\n" ADDRESS },
	{ "{nobody} {} {title", "x", { 0, 0, 0 }, "{nobody} {} {title" },
	/* What a title holds is only a title. */
	{ "{title} {address}", "{address} {name} {title}", { 0, 0, 0 },
	    "{address} {name} {title} " ADDRESS },
	{ "{title} {address}", "100%s of %n", { 0, 0, 0 },
	    "100%s of %n " ADDRESS },
	{ "{title} {address}", "", { 0, 0, 0 }, ADDRESS },
	/* Nothing to cut. */
	{ "{title} {address}", "", { 5, 0, 0 }, ADDRESS },
	/* At the end of a word, if one is near. */
	{ "{title} {address}", "harbour lamps", { 30, 0, 0 },
	    "harbour\u2026 " ADDRESS },
	{ "{title} {address}", "harbour lamps", { 28, 0, 0 },
	    "harbour\u2026 " ADDRESS },
	{ "{title} {address}", "harbour, lamps lit", { 36, 0, 0 },
	    "harbour, lamps\u2026 " ADDRESS },
	{ "{title} {address}", "harbour, lamps lit", { 35, 0, 0 },
	    "harbour, lamps\u2026 " ADDRESS },
	{ "{title} {address}", "harbour, lamps lit", { 34, 0, 0 },
	    "harbour,\u2026 " ADDRESS },
	{ "{title} {address}", "a harbourharbourharbourharbour", { 45, 0, 0 },
	    "a harbourharbourharbourh\u2026 " ADDRESS },
	/* Between characters as people see them. */
	{ "{title} {address}", FAMILY FAMILY FAMILY, { 22, 0, 0 },
	    FAMILY "\u2026 " ADDRESS },
	{ "{title} {address}", FAMILY FAMILY FAMILY, { 23, 0, 0 },
	    FAMILY FAMILY FAMILY " " ADDRESS },
	{ "{title} {address}",
	    "e\xcc\x81"
	    "e\xcc\x81"
	    "e\xcc\x81",
	    { 22, 0, 0 }, "e\xcc\x81\u2026 " ADDRESS },
	{ "{title} {address}",
	    "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xd7\xa2\xd7\x95\xd7\x9c",
	    { 26, 0, 0 }, "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d\u2026 " ADDRESS },
	/* By bytes: a family has 18, an ellipsis 3. */
	{ "{title} {address}", FAMILY FAMILY, { 0, 20 + 3 + 18, 0 },
	    FAMILY "\u2026 " ADDRESS },
	{ "{title} {address}", FAMILY FAMILY, { 0, 20 + 36, 0 },
	    FAMILY FAMILY " " ADDRESS },
	/* A link counts as 23 wherever it stands, though it has 19. */
	{ "{title} {address}", "Lamps 9", { 31, 0, 23 }, "Lamps 9 " ADDRESS },
	{ "{title} {address}", "Lamps9.", { 30, 0, 23 },
	    "Lamps\u2026 " ADDRESS },
	{ "{address} {title} {address}", "Lamps 9", { 55, 0, 23 },
	    ADDRESS " Lamps 9 " ADDRESS },
	{ "{address} {title} {address}", "Lamps 9", { 54, 0, 23 },
	    ADDRESS " Lamps\u2026 " ADDRESS },
	/* The address is whole, whatever it costs. */
	{ "{title} {address}", "Lamps 9", { 10, 0, 0 }, "\u2026 " ADDRESS },
	{ "{title} {address}", "Lamps 9", { 0, 10, 0 }, "\u2026 " ADDRESS },
	/* Bytes that are none. */
	{ "{title} {address}", "La\xffmps\x1b", { 0, 0, 0 },
	    "La\xef\xbf\xbdmps " ADDRESS },
};

static void test_texts(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		const struct announce_rule rule = { .text =
							str_of(texts[i].text) };
		const struct announcement a = announcement_of(texts[i].title);
		struct str said =
		    announce_text_within(&arena, &rule, &a, &texts[i].length);

		if (!str_eq(said, str_of(texts[i].said)))
			print_error("case %zu\n", i);
		assert_str(said, texts[i].said);
		assert_true(text_is_valid(said));
	}
}

/* Each kind's own limit, with a title that is longer than all of them. */
static void test_kinds(void **state)
{
	static const struct {
		const char *kind;
		size_t characters, bytes;
	} cases[] = {
		/* The address counts as 23. */
		{ "mastodon", 500 - 23 + sizeof(ADDRESS) - 1, 0 },
		{ "bluesky", 300, 3000 },
	};
	struct strbuf title;

	(void)state;
	strbuf_init(&title, 100000);
	while (title.len < 50000)
		strbuf_lit(&title, FAMILY "lamp ");
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct announce_rule rule = { .kind =
							str_of(cases[i].kind),
			.text = STR("{title} {address}") };
		const struct announcement a = announcement_of(title.buf);
		struct str said = announce_text(&arena, &rule, &a);

		assert_true(str_ends(said, STR("\u2026 " ADDRESS)));
		assert_in_range(announce_characters(said),
		    cases[i].characters - 25, cases[i].characters);
		if (cases[i].bytes > 0)
			assert_in_range(said.len, 1000, cases[i].bytes);
	}
	strbuf_release(&title);
}

static void test_submit(void **state)
{
	static const struct {
		const char *address, *said;
	} cases[] = {
		{ "https://board.example/submit?url={address}&title={title}",
		    "https://board.example/submit?url=https%3A%2F%2Ft.example"
		    "%2F9&title=Lamps%20%26%20%7Baddress%7D" },
		{ "https://board.example/submit",
		    "https://board.example/submit" },
		{ "", "" },
	};
	const struct announcement a = announcement_of("Lamps & {address}");

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct announce_rule rule = {
			.kind = STR("text"),
			.address = str_of(cases[i].address),
		};

		assert_str(announce_submit(&arena, &rule, &a), cases[i].said);
	}
}

/* ------------------------------------------------------------------------ keys */

static struct announce_job job_of(
    const struct announce_rule *rule, const struct announcement *a)
{
	return (struct announce_job){ .rule = rule, .announcement = a };
}

static const struct announce_rule sky = { .name = STR_INIT("sky"),
	.kind = STR_INIT("bluesky") };
static const struct announce_rule other = { .name = STR_INIT("other"),
	.kind = STR_INIT("bluesky") };

/* As atproto.com/specs/tid has it: 13 digits, the first bit not set. */
static void assert_tid(struct str tid)
{
	assert_int_equal(tid.len, 13);
	assert_true(
	    str_find_char(STR("234567abcdefghij"), tid.at[0], 0) != STR_NONE);
	for (size_t i = 1; i < tid.len; i++)
		assert_true(str_find_char(STR("234567abcdefghijklmnopqrstuvwx"
					      "yz"),
				tid.at[i], 0) != STR_NONE);
}

static void test_tid(void **state)
{
	static const int64_t moments[] = { 0, 1, 1700000000, 1788000000,
		1788000001, 4102444800, 8000000000 };
	struct announcement a = announcement_of("Lamps 9"), b = a;
	struct announce_job job = job_of(&sky, &a);
	struct announce_job elsewhere = job_of(&other, &a);
	struct announce_job next = job_of(&sky, &b);
	struct str before = STR("");

	(void)state;
	b.issue = STR("2026-09-09-lamps");
	for (size_t i = 0; i < COUNT(moments); i++) {
		struct str tid;

		a.moment = b.moment = moments[i];
		tid = announce_tid(&arena, &job);
		assert_tid(tid);
		assert_str(announce_tid(&arena, &job), tid.at);
		assert_true(str_cmp(before, tid) < 0);
		assert_false(str_eq(tid, announce_tid(&arena, &elsewhere)));
		assert_false(str_eq(tid, announce_tid(&arena, &next)));
		before = tid;
	}
	/* Another title is no other post. */
	struct str tid = announce_tid(&arena, &job);

	a.title = STR("Lamps nine");
	assert_str(announce_tid(&arena, &job), tid.at);
}

static void test_key(void **state)
{
	static const struct announce_rule fedi = { .name = STR_INIT("fedi"),
		.kind = STR_INIT("mastodon") };
	static const struct announce_rule fedi2 = { .name = STR_INIT("fedi2"),
		.kind = STR_INIT("mastodon") };
	struct announcement a = announcement_of("Lamps 9");
	struct announce_job job = job_of(&fedi, &a);
	struct announce_job elsewhere = job_of(&fedi2, &a);
	struct str key = announce_key(&arena, &job);

	(void)state;
	assert_int_equal(key.len, 32);
	for (size_t i = 0; i < key.len; i++)
		assert_true(char_hex(key.at[i]) >= 0);
	assert_false(str_eq(key, announce_key(&arena, &elsewhere)));
	/* The same on each day it is tried, and whatever is said. */
	a.moment++;
	a.title = STR("Lamps nine");
	assert_str(announce_key(&arena, &job), key.at);
	a.issue = STR("2026-09-09-lamps");
	assert_false(str_eq(key, announce_key(&arena, &job)));
	/* It must never change: what was posted before would be posted
	 * again. */
	assert_str(key, "ae5c7061602b2b55f385a1890d9065a7");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_characters, tear_down),
		cmocka_unit_test_teardown(test_texts, tear_down),
		cmocka_unit_test_teardown(test_kinds, tear_down),
		cmocka_unit_test_teardown(test_submit, tear_down),
		cmocka_unit_test_teardown(test_tid, tear_down),
		cmocka_unit_test_teardown(test_key, tear_down),
	};

	return cmocka_run_group_tests_name("announce", tests, NULL, NULL);
}
