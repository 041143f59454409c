/*
 * Fixes over an archive: they come to an end, a second run changes nothing,
 * and a safe fix leaves what readers see as it is, but for those of rules that
 * say otherwise (rule->rewrites).  Of the archive every eighth issue is taken,
 * or all with $SENNIGHT_ALL.
 */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>

#include "../archive.h"
#include "base/text.h"
#include "base/url.h"
#include "check/rules.h"

enum { ROUNDS = 20, ISSUES_MAX = 2000, SAMPLE = 8 };

struct issues {
	struct arena arena;
	struct check_text text[ISSUES_MAX];
	size_t count, seen;
	struct settings settings;
};

static void add_issue(const char *path, struct str text, void *data)
{
	struct issues *all = data;
	const char *name = strrchr(path, '/');

	if (all->seen++ % SAMPLE != 0 && getenv("SENNIGHT_ALL") == NULL)
		return;
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
	struct error err;

	memset(all, 0, sizeof(*all));
	if (!settings_preset(&all->arena, STR("twir"), &all->settings, &err))
		fail_msg("%s", err.text);
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
		options, &all->settings, all->text, all->count, &report, &err))
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

/* A no-break space is a blank too. */
static void add_without_blanks(struct strbuf *out, struct str text)
{
	for (size_t at = 0; at < text.len;) {
		uint32_t c = text_next(text, &at);

		if (c != 0xa0 && (c > 0x7f || !char_is_space((char)c)))
			strbuf_add_code_point(out, c);
	}
}

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
		add_without_blanks(&out, text);
	}
	assert_false(out.full);
	result = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return result;
}

/* False, saying so, if the text looks different after the fix. */
static bool looks_same(const struct checked_file *file, struct finding *f)
{
	struct arena arena = { 0 };
	struct str a = seen(&arena, file->text);
	struct str b = seen(
	    &arena, edits_apply(&arena, file->text, f->fix.edit, f->fix.edits));
	bool same = str_eq(a, b);
	size_t at = 0;

	while (at < a.len && at < b.len && a.at[at] == b.at[at])
		at++;
	at = at > 60 ? at - 60 : 0;
	if (!same)
		print_error("%s: %s looks different:\n%.*s\n%.*s\n",
		    f->rule->id, file->path, STR_ARG(str_sub(a, at, at + 120)),
		    STR_ARG(str_sub(b, at, at + 120)));
	arena_release(&arena);
	return same;
}

static void test_seen(void **state)
{
	struct issues *all = malloc(sizeof(*all));
	struct check_options options = { 0 };
	struct check_report report;
	size_t fixes = 0, different = 0;
	struct error err;

	(void)state;
	assert_non_null(all);
	if (!read_issues(all)) {
		free(all);
		print_message("there is no archive\n");
		skip();
	}
	if (!check_texts(
		&options, &all->settings, all->text, all->count, &report, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < report.files; i++)
		for (size_t k = 0; k < report.file[i].findings; k++) {
			struct finding *f = report.file[i].finding[k];

			if (f->fix.edits == 0 || !f->fix.safe ||
			    f->rule->rewrites)
				continue;
			fixes++;
			different += !looks_same(&report.file[i], f);
		}
	print_message("%zu fixes, after which the text looks the same\n",
	    fixes - different);
	check_release(&report);
	arena_release(&all->arena);
	free(all);
	assert_int_equal(different, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_end),
		cmocka_unit_test(test_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
