/*
 * Fixes over a whole archive: they come to an end, a second run changes
 * nothing, and safe fixes leave what readers see as it is, but for those of
 * rules that say otherwise (rule->rewrites).
 */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>

#include "../archive.h"
#include "../model/twir.h"
#include "base/url.h"
#include "check/rules.h"

enum { ROUNDS = 20, ISSUES_MAX = 2000 };

struct issues {
	struct arena arena;
	struct check_text text[ISSUES_MAX];
	size_t count;
};

static void add_issue(const char *path, struct str text, void *data)
{
	struct issues *all = data;
	const char *name = strrchr(path, '/');

	assert_true(all->count < ISSUES_MAX);
	all->text[all->count++] = (struct check_text){
		arena_printf(
		    &all->arena, "content/%s", name != NULL ? name + 1 : path)
		    .at,
		arena_str(&all->arena, text),
	};
}

static bool read_issues(struct issues *all)
{
	memset(all, 0, sizeof(*all));
	return archive_each("twir/content", add_issue, all) > 0;
}

/* One round: the fixed texts take the place of those before. */
static size_t fix_once(
    struct issues *all, const struct check_options *options, bool suggested)
{
	struct check_report report;
	struct error err;
	size_t sum = 0;

	if (!check_texts(
		options, twir_settings(), all->text, all->count, &report, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < report.files; i++) {
		size_t fixed, waiting, k = 0;
		struct str text = check_fixed_text(
		    &all->arena, &report.file[i], suggested, &fixed, &waiting);

		while (strcmp(all->text[k].path, report.file[i].path) != 0)
			k++;
		if (fixed > 0)
			all->text[k].text = text;
		sum += fixed;
	}
	check_release(&report);
	return sum;
}

static void fix_all(
    struct issues *all, const struct check_options *options, bool suggested)
{
	size_t rounds = 0, fixed = 0, sum = 0;

	do {
		fixed = fix_once(all, options, suggested);
		sum += fixed;
	} while (fixed > 0 && ++rounds < ROUNDS);
	print_message("%zu fixes in %zu rounds\n", sum, rounds);
	if (fixed > 0)
		fail_msg("%zu fixes are made again and again", fixed);
}

static void test_end(void **state)
{
	struct issues *all = malloc(sizeof(*all));
	struct check_options options = { 0 };

	(void)state;
	assert_non_null(all);
	if (!read_issues(all)) {
		free(all);
		print_message("there is no archive\n");
		skip();
	}
	fix_all(all, &options, false);
	fix_all(all, &options, true);
	arena_release(&all->arena);
	free(all);
}

/* -------------------------------------------------------- what readers see */

/* Text without blanks, and every link by its canonical form. */
static struct str seen(struct arena *arena, struct str file)
{
	struct md_tree tree;
	struct header header;
	struct strbuf out;
	size_t body = header_read(arena, file, &header);
	struct str result;

	assert_int_equal(md_tree_parse(arena, file, body, &tree), MD_OK);
	strbuf_init(&out, 64 * MIB);
	for (const struct md_node *n = tree.root; n != NULL;
	     n = md_walk(tree.root, n)) {
		struct str text = n->text;

		if (n->kind == MD_LINK)
			strbuf_add(&out, url_canonical(arena, n->target));
		if (n->kind != MD_TEXT)
			continue;
		for (size_t i = 0; i < text.len; i++)
			if (!char_is_space(text.at[i]))
				strbuf_add_char(&out, text.at[i]);
	}
	assert_false(out.full);
	result = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return result;
}

static void compare(const struct check_text *before, struct str after)
{
	struct arena arena = { 0 };
	struct str a = seen(&arena, before->text), b = seen(&arena, after);
	size_t at = 0;

	while (at < a.len && at < b.len && a.at[at] == b.at[at])
		at++;
	if (!str_eq(a, b)) {
		at = at > 60 ? at - 60 : 0;
		fail_msg("%s looks different:\n%.*s\n%.*s", before->path,
		    STR_ARG(str_sub(a, at, at + 120)),
		    STR_ARG(str_sub(b, at, at + 120)));
	}
	arena_release(&arena);
}

static struct str_list keeping_rules(struct arena *arena)
{
	struct str_list list = { 0 };
	const struct rule *rule;

	for (size_t i = 0; (rule = rule_at(i)) != NULL; i++) {
		if (rule->rewrites)
			continue;
		list.item = ARENA_GROW(arena, list.item, list.count);
		list.item[list.count++] = str_of(rule->id);
	}
	return list;
}

static void test_seen(void **state)
{
	struct issues *all = malloc(sizeof(*all));
	struct check_options options = { 0 };
	struct check_text *before;

	(void)state;
	assert_non_null(all);
	if (!read_issues(all)) {
		free(all);
		print_message("there is no archive\n");
		skip();
	}
	before = malloc(sizeof(all->text));
	assert_non_null(before);
	memcpy(before, all->text, sizeof(all->text));
	options.only = keeping_rules(&all->arena);
	fix_all(all, &options, false);
	for (size_t i = 0; i < all->count; i++)
		compare(&before[i], all->text[i].text);
	arena_release(&all->arena);
	free(before);
	free(all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_end),
		cmocka_unit_test(test_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
