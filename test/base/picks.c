/* Heads, plans and answers: written, read again, and refused. */
#include "../test.h"

#include "base/picks.h"

/* Everything that can be told. */
static struct pick_file files[] = {
	{ "draft/a.md", "draft/b.md", STR_INIT("old\n"), STR_INIT("ours"),
	    STR_INIT("theirs\n\nhead 1\nx\n") },
	{ "draft/new.md", NULL, { NULL, 0 }, { NULL, 0 }, STR_INIT("") },
};
static struct str co_authors[] = { STR_INIT("Eve <eve@example.org>") };
static const char *others[] = { "../odd\nname" };
static struct pick_head heads[] = {
	{ .name = "topic",
	    .commit = STR_INIT("abcdef0123"),
	    .base = STR_INIT("01"),
	    .tree = STR_INIT("02"),
	    .author = { STR_INIT("Ann"), STR_INIT("ann@x"), -5, -90 },
	    .message = STR_INIT("add A\n"),
	    .co_author = co_authors,
	    .co_authors = COUNT(co_authors),
	    .file = files,
	    .files = COUNT(files),
	    .other = others,
	    .others = COUNT(others) },
	{ .name = "old", .state = PICK_MERGED, .commit = STR_INIT("03") },
	{ .name = "x.patch", .state = PICK_LEFT, .why = STR_INIT("no\0pe") },
};
static const struct pick_heads all_heads = { STR_INIT("00"), heads,
	COUNT(heads) };

static struct pick_text texts[] = {
	{ "draft/a.md", STR_INIT("merged\n") },
	{ "draft/gone.md", { NULL, 0 } },
};
static struct pick_take takes[] = {
	{ STR_INIT("aa"), STR_INIT("bb"), STR_INIT("cc"), texts, COUNT(texts) },
	{ { NULL, 0 }, STR_INIT("dd"), STR_INIT("ee"), NULL, 0 },
};
static struct pick_commit commits[] = {
	{ STR_INIT("one"), true,
	    { STR_INIT("Ann"), STR_INIT("ann@x"), 1767225600, 120 }, takes, 1 },
	{ STR_INIT(""), false, { .time = 0 }, takes, 2 },
};
static struct pick_text staged[] = {
	{ "draft/a.md", STR_INIT("staged\n") },
	{ "draft/b.md", { NULL, 0 } },
};
static const struct pick_plan plan = { STR_INIT("ff"), commits, COUNT(commits),
	staged, COUNT(staged) };

static struct pick_refusal refusals[] = { { 1, STR_INIT("so") },
	{ 7, STR_INIT("") } };
static struct str made[] = { STR_INIT("11"), STR_INIT("22") };
static const struct pick_answer answer = { refusals, COUNT(refusals), made,
	COUNT(made) };

static void write_heads(struct strbuf *out, const void *list)
{
	pick_heads_add(out, list);
}

static void write_plan(struct strbuf *out, const void *list)
{
	pick_plan_add(out, list);
}

static void write_answer(struct strbuf *out, const void *list)
{
	pick_answer_add(out, list);
}

static bool again_heads(
    struct arena *arena, struct str text, struct strbuf *out, struct error *err)
{
	struct pick_heads list;

	if (!pick_heads_parse(arena, text, &list, err))
		return false;
	pick_heads_add(out, &list);
	return true;
}

static bool again_plan(
    struct arena *arena, struct str text, struct strbuf *out, struct error *err)
{
	struct pick_plan list;

	if (!pick_plan_parse(arena, text, &list, err))
		return false;
	pick_plan_add(out, &list);
	return true;
}

static bool again_answer(
    struct arena *arena, struct str text, struct strbuf *out, struct error *err)
{
	struct pick_answer list;

	if (!pick_answer_parse(arena, text, &list, err))
		return false;
	pick_answer_add(out, &list);
	return true;
}

static const struct {
	const void *list;
	void (*write)(struct strbuf *out, const void *list);
	bool (*again)(struct arena *arena, struct str text, struct strbuf *out,
	    struct error *err);
} kinds[] = {
	{ &all_heads, write_heads, again_heads },
	{ &plan, write_plan, again_plan },
	{ &answer, write_answer, again_answer },
};

/* What is read and written again is the same. */
static void test_again(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(kinds); i++) {
		struct error err = { "" };
		struct strbuf first, second;

		strbuf_init(&first, 10000);
		strbuf_init(&second, 10000);
		kinds[i].write(&first, kinds[i].list);
		if (!kinds[i].again(&arena, strbuf_str(&first), &second, &err))
			fail_msg("%zu: %s", i, err.text);
		assert_true(str_eq(strbuf_str(&first), strbuf_str(&second)));
		strbuf_release(&first);
		strbuf_release(&second);
	}
	arena_release(&arena);
}

/* Cut anywhere, nothing is read past the end; inside a field it is refused. */
static void test_cut_short(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(kinds); i++) {
		struct strbuf text, out;
		size_t refused = 0;

		strbuf_init(&text, 10000);
		strbuf_init(&out, 10000);
		kinds[i].write(&text, kinds[i].list);
		for (size_t len = 0; len < text.len; len++) {
			struct error err = { "" };

			strbuf_reset(&out);
			refused += !kinds[i].again(&arena,
			    str_sub(strbuf_str(&text), 0, len), &out, &err);
		}
		assert_true(refused > text.len / 2);
		strbuf_release(&text);
		strbuf_release(&out);
	}
	arena_release(&arena);
}

static void test_values(void **state)
{
	struct arena arena = { 0 };
	struct pick_heads list;
	struct strbuf out;
	struct error err;

	(void)state;
	strbuf_init(&out, 10000);
	pick_heads_add(&out, &all_heads);
	assert_true(pick_heads_parse(&arena, strbuf_str(&out), &list, &err));
	assert_int_equal(list.count, 3);
	assert_str(list.ours, "00");
	assert_int_equal(list.head[0].author.time, -5);
	assert_int_equal(list.head[0].author.zone, -90);
	assert_int_equal(list.head[0].files, 2);
	assert_string_equal(list.head[0].file[0].at, "draft/b.md");
	assert_null(list.head[0].file[1].at);
	assert_null(list.head[0].file[1].base.at);
	assert_non_null(list.head[0].file[1].theirs.at);
	assert_string_equal(list.head[0].other[0], "../odd\nname");
	assert_int_equal(list.head[1].state, PICK_MERGED);
	assert_int_equal(list.head[2].why.len, 5);
	assert_null(list.head[2].commit.at);
	strbuf_release(&out);
	arena_release(&arena);
}

static void test_refused(void **state)
{
	static const char *const texts_refused[] = {
		"x",
		"head",
		"head 1\n",
		"head 1\na",
		"head 0\n\n",
		"head 2\na\n",
		"head 99999999999999999999\na\n",
		"ours 1\ng\n",
		"ours 0\n\n",
		"tree 1\na\n",
		"head 1\na\nstate 1\n3\n",
		"head 1\na\nstate 1\nx\n",
		"head 1\na\nfile 1\nb\nname 1\nc\n",
		"head -1\na\n",
		"head 1\na\ntime 20\n99999999999999999999\n",
		"nothing 1\na\n",
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(texts_refused); i++) {
		struct pick_heads list = { .count = 7 };
		struct error err = { "" };

		if (pick_heads_parse(
			&arena, str_of(texts_refused[i]), &list, &err))
			fail_msg("not refused: %s", texts_refused[i]);
		assert_int_equal(list.count, 7);
		assert_non_null(strstr(err.text, "one version"));
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_again),
		cmocka_unit_test(test_cut_short),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
