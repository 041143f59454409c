/* The search index, read back with a small reader of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "build/search.h"
#include "build/search_words.h"

enum { FILES_MAX = 2000 };

/* All files of an index, in the order in which they were put. */
struct folder {
	struct arena arena;
	struct str path[FILES_MAX], text[FILES_MAX];
	size_t files, fail_at; /* fail_at: this call of put fails */
};

static bool put(
    void *data, const char *path, struct str contents, struct error *err)
{
	struct folder *folder = data;

	if (folder->files == folder->fail_at)
		return error_set(err, "disk full");
	assert_true(folder->files < FILES_MAX);
	folder->path[folder->files] = arena_str(&folder->arena, str_of(path));
	folder->text[folder->files++] = arena_str(&folder->arena, contents);
	return true;
}

static struct folder *new_folder(void)
{
	struct folder *folder = calloc(1, sizeof(*folder));

	assert_non_null(folder);
	folder->fail_at = SIZE_MAX;
	return folder;
}

static void free_folder(struct folder *folder)
{
	arena_release(&folder->arena);
	free(folder);
}

static struct search_part *part_of(
    struct arena *arena, int64_t number, const char *title)
{
	struct search_issue issue = { .title = str_of(title),
		.address = STR("/blog/"),
		.date = { 2020, 1, (int)number },
		.number = number };

	return search_part_new(arena, &issue);
}

static void add(struct search_part *part, const char *section, const char *text,
    const char *url)
{
	search_part_add(
	    part, &(struct search_item){ .text = str_of(text),
		      .section = str_of(section),
		      .anchor = STR("anchor"),
		      .url = url != NULL ? str_of(url) : (struct str){ 0 } });
}

static void write_to(
    struct folder *folder, struct search_part *const *part, size_t parts)
{
	struct error err = { "" };

	assert_true(search_write(part, parts, put, folder, &err));
	assert_string_equal(err.text, "");
	assert_true(str_eq(folder->path[folder->files - 1], STR(SEARCH_ROOT)));
}

static struct str file_named(const struct folder *folder, const char *ending)
{
	for (size_t i = 0; i < folder->files; i++)
		if (str_ends(folder->path[i], str_of(ending)))
			return folder->text[i];
	return STR("");
}

/* A number as docs/search.md describes it, taken off the front. */
static uint32_t take_number(struct str *s)
{
	uint32_t head = 0;

	while (s->len > 0) {
		uint32_t digit = (uint32_t)(unsigned char)s->at[0] - 33;

		assert_in_range(digit, 0, 93);
		*s = str_sub(*s, 1, s->len);
		if (digit < 64)
			return head * 64 + digit;
		head = head * 30 + digit - 63;
	}
	fail_msg("a number without an end");
	return 0;
}

/* Append "N " for every item of the first tier that has a term (one shard,
 * ASCII). */
static void add_items_of(struct strbuf *out, struct str shard, const char *want)
{
	char term[200] = "";

	while (shard.len > 0) {
		struct str items = str_take(&shard, '\n');
		struct str head = str_take(&items, '\t');
		uint32_t shared = take_number(&head), item = 0;

		assert_true(shared <= strlen(term));
		assert_true(shared + head.len < sizeof(term));
		memcpy(term + shared, head.at, head.len);
		term[shared + head.len] = '\0';
		assert_true(items.len > 0);
		while (items.len > 0) {
			item += take_number(&items);
			if (strcmp(term, want) == 0)
				strbuf_printf(out, "%u ", item);
			item++;
		}
	}
}

static void test_round_trip(void **state)
{
	static const struct {
		const char *term, *items;
	} cases[] = {
		/* 0: title of issue 2; 1, 2: its items; 3: title of issue 1;
		 * 4: the one of its items that issue 2 does not repeat */
		{ "paper", "0 3 " },
		{ "kettle", "1 2 4 " },
		{ "tools", "1 4 " },
		{ "blue", "2 " },
		{ "uber", "4 " },
		{ "kett", "" },
	};
	struct folder *folder = new_folder();
	struct arena arena = { 0 };
	struct search_part *part[2] = { part_of(&arena, 1, "Paper one"),
		part_of(&arena, 2, "Paper two") };
	struct strbuf found;

	(void)state;
	add(part[0], "Tools", "A kettle", "https://a.example/");
	add(part[0], "Tools",
	    "Kettle \xc3\x9c"
	    "ber",
	    NULL);
	add(part[1], "Tools", "A kettle", "https://a.example/");
	add(part[1], "Tools", "Blue\tkettle \n  !", "https://a.example/blue");
	write_to(folder, part, 2);
	assert_int_equal(folder->files, 3);
	strbuf_init(&found, 1000);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		strbuf_reset(&found);
		add_items_of(
		    &found, file_named(folder, "/w0.txt"), cases[i].term);
		assert_string_equal(
		    found.len > 0 ? found.buf : "", cases[i].items);
	}
	strbuf_reset(&found);
	strbuf_add(&found, file_named(folder, "/i0.txt"));
	assert_string_equal(found.buf, "IPaper two\t/blog/\t2020-01-02\n"
				       "TPaper two\t\n"
				       "HTools\tanchor\n"
				       "TA kettle\t!https://a.example/\n"
				       "TBlue kettle !\t3blue\n"
				       "IPaper one\t/blog/\t2020-01-01\n"
				       "TPaper one\t\n"
				       "HTools\tanchor\n"
				       "TKettle \xc3\x9c"
				       "ber\t\n");
	strbuf_release(&found);
	arena_release(&arena);
	free_folder(folder);
}

/* A newsletter of made-up words, large enough for tiers and many files. */
static void fill(struct arena *arena, struct search_part **part, size_t parts)
{
	uint32_t seed = 1;

	for (size_t i = 0; i < parts; i++) {
		part[i] = part_of(arena, (int64_t)i % 28 + 1, "Paper");
		for (size_t k = 0; k < 300; k++) {
			char text[100];

			seed = seed * 1664525 + 1013904223;
			snprintf(text, sizeof(text), "w%u the of x%u x%u",
			    seed >> 22, seed >> 17 & 31, seed >> 8 & 1023);
			add(part[i], k < 100 ? "One" : "Two", text,
			    "https://a.example/");
		}
	}
}

static void test_same_input_same_files(void **state)
{
	enum { PARTS = 30 };
	struct folder *a = new_folder(), *b = new_folder(), *c = new_folder();
	struct arena arena = { 0 };
	struct search_part *part[PARTS], *same[PARTS];

	(void)state;
	fill(&arena, part, PARTS);
	write_to(a, part, PARTS);
	fill(&arena, same, PARTS);
	for (size_t i = 0; i < 28; i += 2) { /* another order of the parts */
		struct search_part *swap = same[i];

		same[i] = same[i + 1];
		same[i + 1] = swap;
	}
	write_to(b, same, 28);
	write_to(c, part, 28);
	assert_true(b->files > 10);
	assert_int_equal(b->files, c->files);
	for (size_t i = 0; i < b->files; i++) {
		assert_true(str_eq(b->path[i], c->path[i]));
		assert_true(str_eq(b->text[i], c->text[i]));
	}
	/* Other input: no name but the root's is the same. */
	for (size_t i = 0; i + 1 < a->files && i + 1 < b->files; i++)
		assert_false(str_eq(a->path[i], b->path[i]));
	free_folder(a);
	free_folder(b);
	free_folder(c);
	arena_release(&arena);
}

/* Every item stands in the chunks once, and the root says where. */
static void test_large(void **state)
{
	enum { PARTS = 30 };
	struct folder *folder = new_folder();
	struct arena arena = { 0 };
	struct search_part *part[PARTS];
	struct str root, starts;
	uint32_t items = 0, chunk = 0;
	uint64_t total = 0;

	(void)state;
	fill(&arena, part, PARTS);
	write_to(folder, part, PARTS);
	root = file_named(folder, SEARCH_ROOT);
	assert_true(str_eq(str_take(&root, '\n'), STR("sennight-search 1")));
	str_take(&root, '\n');
	assert_true(str_to_number(str_take(&root, '\n'), 100000, &total));
	starts = str_take(&root, '\n');
	for (size_t i = 0; i < folder->files; i++) {
		struct str rest = folder->text[i];

		if (str_find(folder->path[i], STR("/i"), 0) == STR_NONE)
			continue;
		chunk += take_number(&starts);
		assert_int_equal(chunk, items);
		assert_true(rest.len < 64 * KIB);
		while (rest.len > 0)
			items += str_take(&rest, '\n').at[0] == 'T';
	}
	assert_int_equal(starts.len, 0);
	assert_int_equal(items, total);
	assert_true(total > 4096);
	free_folder(folder);
	arena_release(&arena);
}

static void test_words(void **state)
{
	static const struct {
		const char *text, *words;
	} cases[] = {
		{ "", "" },
		{ " -- ", "" },
		{ "Rust-lang's no_std C++ 1.83", "rust|lang|s|no|std|c|1|83|" },
		{ "\xc3\x9cn\xc3\xaf-C\xc3\x96"
		  "DE",
		    "uni|code|" },
		{ "e\xcc\x81"
		  "a \xcc\x81 \xcc\x81"
		  "b",
		    "ea|b|" },
		{ "\xe6\x9d\xb1\xe4\xba\xac"
		  "tower",
		    "\xe6\x9d\xb1|\xe4\xba\xac|tower|" },
		{ "a\xff"
		  "b",
		    "a|b|" },
		{ "\xd0\xa1\xd0\xb0\xd0\xbc", "\xd1\x81\xd0\xb0\xd0\xbc|" },
		{ "0123456789abcdef0123456789abcdefXY",
		    "0123456789abcdef0123456789abcdef|" },
	};
	struct strbuf got;

	(void)state;
	strbuf_init(&got, 1000);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct search_words words = { .rest = str_of(cases[i].text) };

		strbuf_reset(&got);
		strbuf_lit(&got, "");
		while (search_words_take(&words)) {
			strbuf_add(&got, words.word);
			strbuf_add_char(&got, '|');
		}
		assert_true(str_eq(strbuf_str(&got), str_of(cases[i].words)));
	}
	strbuf_release(&got);
}

static void test_odd_input(void **state)
{
	struct folder *folder = new_folder();
	struct arena arena = { 0 };
	struct search_part *part;
	struct strbuf text;
	struct str chunk;

	(void)state;
	write_to(folder, NULL, 0);
	assert_int_equal(folder->files, 1);
	part = part_of(&arena, 1, "");
	strbuf_init(&text, 64 * KIB);
	strbuf_add_repeat(&text, 'x', 3 * LIMIT_SEARCH_TEXT);
	add(part, text.buf, text.buf, text.buf); /* all too long */
	strbuf_reset(&text);
	strbuf_add_repeat(&text, '\xff', LIMIT_SEARCH_TEXT);
	add(part, text.buf, text.buf, text.buf); /* each byte becomes three */
	add(part, "", " \t\n ", "https://a.example/");
	add(part, "\n",
	    "a\x01\x7f\xc2\x80"
	    "b",
	    "a\tb");
	add(part, "", "one two three  four five six   seven", NULL);
	write_to(folder, &part, 1);
	chunk = file_named(folder, "/i1.txt");
	assert_true(str_find(chunk, STR("\nTab\t!a b\n"), 0) != STR_NONE);
	assert_true(str_find(chunk, STR("Tone two three four five six seven\t"),
			0) != STR_NONE);
	chunk = file_named(folder, "/i0.txt");
	for (struct str rest = chunk; rest.len > 0;)
		assert_true(str_take(&rest, '\n').len > 0);
	strbuf_release(&text);
	arena_release(&arena);
	free_folder(folder);
}

static void test_failing_put(void **state)
{
	struct arena arena = { 0 };
	struct search_part *part = part_of(&arena, 1, "Paper");

	(void)state;
	for (size_t at = 0; at < 3; at++) {
		struct folder *folder = new_folder();
		struct error err = { "" };

		folder->fail_at = at;
		assert_false(search_write(&part, 1, put, folder, &err));
		assert_string_equal(err.text, "disk full");
		free_folder(folder);
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_same_input_same_files),
		cmocka_unit_test(test_large),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_odd_input),
		cmocka_unit_test(test_failing_put),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
