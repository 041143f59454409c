/*
 * The records of all rules: ids, texts, and their examples.  `bad` gives
 * findings of its rule, `good` none at all, and the fixes of `bad` mend it.
 */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "check/rules.h"
#include "newsletter.h"

#define LAST_PATH "content/2026-02-25-issue-8.md"
#define PATH "content/2026-03-04-issue-9.md"

static void test_records(void **state)
{
	const struct rule *rule, *other;

	(void)state;
	for (size_t i = 0; (rule = rule_at(i)) != NULL; i++) {
		for (size_t k = 0; k < i && (other = rule_at(k)) != NULL; k++)
			if (strcmp(rule->id, other->id) == 0)
				fail_msg("two rules are called %s", rule->id);
		for (const char *c = rule->id; *c != '\0'; c++)
			if (*c != '-' && !char_is_digit(*c) &&
			    !(*c >= 'a' && *c <= 'z'))
				fail_msg("%s: a bad id", rule->id);
		if (rule->level == CHECK_OFF || rule->bad == NULL ||
		    rule->good == NULL)
			fail_msg("%s: no level or no example", rule->id);
		if (str_ends(str_of(rule->message), STR(".")) ||
		    !str_ends(str_of(rule->advice), STR(".")))
			fail_msg("%s: the advice is a sentence, the message "
				 "none",
			    rule->id);
		assert_ptr_equal(rule_named(str_of(rule->id)), rule);
	}
	assert_true(check_rules() > 0);
}

/* Within a family rules are sorted, so that they are found in lists. */
static void test_sorted(void **state)
{
	(void)state;
	for (size_t i = 0; check_family[i] != NULL; i++) {
		const struct rule_family *f = check_family[i];

		for (size_t k = 1; k < f->rules; k++)
			if (strcmp(f->rule[k - 1].id, f->rule[k].id) >= 0 &&
			    strcmp(f->name, "allow") != 0)
				fail_msg("%s stands before %s",
				    f->rule[k - 1].id, f->rule[k].id);
	}
}

static struct check_report check_example(struct arena *arena,
    const struct rule *rule, const char *path, struct str text)
{
	const char *const paths[] = { path };
	struct check_options options = {
		.path = paths, .paths = 1, .threads = 1
	};
	struct check_text texts[2];
	size_t count = 0;

	if (rule->before != NULL)
		texts[count++] = (struct check_text){ LAST_PATH,
			example_text(arena, rule->before, 8, "2026-02-25") };
	texts[count++] = (struct check_text){ path, text };
	return example_check(
	    example_settings(arena, rule->settings), &options, texts, count);
}

static void print_findings(
    const struct rule *rule, const struct check_report *report)
{
	struct check_style style = { CHECK_TEXT, false, CHECK_INFO, NULL };
	struct strbuf out;

	strbuf_init(&out, MIB);
	check_add_report(&out, report, &style);
	print_error("%s:\n%s", rule->id, out.buf);
	strbuf_release(&out);
}

static size_t count_of(
    const struct check_report *report, const struct rule *rule)
{
	size_t count = 0;

	for (size_t i = 0; i < report->files; i++)
		for (size_t k = 0; k < report->file[i].findings; k++)
			count += report->file[i].finding[k]->rule == rule;
	return count;
}

static const char *path_of(const struct rule *rule, bool good)
{
	if (good && rule->good_path != NULL)
		return rule->good_path;
	return rule->path != NULL ? rule->path : PATH;
}

static bool check_bad(struct arena *arena, const struct rule *rule)
{
	struct str text = example_text(arena, rule->bad, 9, "2026-03-04");
	const struct rule *with =
	    rule->with != NULL ? rule_named(str_of(rule->with)) : NULL;
	struct check_report report =
	    check_example(arena, rule, path_of(rule, false), text);
	size_t own = count_of(&report, rule), all, others;

	all = check_count(&report, CHECK_OFF);
	others = with != NULL ? count_of(&report, with) : 0;
	if (own == 0 || own + others != all) {
		print_findings(rule, &report);
		print_error(
		    "%s: %zu of its own, %zu of all findings in `bad`\n",
		    rule->id, own, all);
	}
	check_release(&report);
	return own > 0 && own + others == all;
}

static bool check_good(struct arena *arena, const struct rule *rule)
{
	struct str text = example_text(arena, rule->good, 9, "2026-03-04");
	struct check_report report =
	    check_example(arena, rule, path_of(rule, true), text);

	size_t all = check_count(&report, CHECK_OFF);

	if (all > 0) {
		print_findings(rule, &report);
		print_error("%s: findings in `good`\n", rule->id);
	}
	check_release(&report);
	return all == 0;
}

/* All fixes, until there are none: then the rule has nothing to say that it
 * could mend, and another round changes nothing. */
static bool check_fixes(struct arena *arena, const struct rule *rule)
{
	struct str text = example_text(arena, rule->bad, 9, "2026-03-04");
	size_t fixed = 1, waiting;

	for (int round = 0; fixed > 0; round++) {
		struct check_report report =
		    check_example(arena, rule, path_of(rule, false), text);
		bool any = count_of(&report, rule) > 0;

		text = arena_str(arena, check_fixed_text(arena, &report.file[0],
					    true, &fixed, &waiting));
		check_release(&report);
		if ((round > 0 && any) || round == 5) {
			print_error("%s: still found after its fix:\n%.*s\n",
			    rule->id, STR_ARG(text));
			return false;
		}
		if (round == 0 && fixed == 0)
			return true;
	}
	return true;
}

static void test_examples(void **state)
{
	struct arena arena = { 0 };
	const struct rule *rule;
	size_t failed = 0;

	(void)state;
	for (size_t i = 0; (rule = rule_at(i)) != NULL; i++) {
		if (rule->network)
			continue;
		failed += !check_bad(&arena, rule);
		failed += !check_good(&arena, rule);
		failed += !check_fixes(&arena, rule);
		arena_reset(&arena);
	}
	arena_release(&arena);
	assert_int_equal(failed, 0);
}

/* docs/rules has a page of each rule, and nothing else. */
static void compare_page(struct arena *arena, const char *path, struct str page)
{
	struct error err;
	struct str there;

	if (getenv("SENNIGHT_UPDATE") != NULL &&
	    !file_write(path, page, NULL, &err))
		fail_msg("%s", err.text);
	if (!file_read(path, MIB, arena, &there, &err))
		fail_msg("%s", err.text);
	if (!str_eq(there, page))
		fail_msg(
		    "%s is stale; run this test with SENNIGHT_UPDATE=1", path);
}

static void test_pages(void **state)
{
	const char *source = getenv("SENNIGHT_SOURCE"), *folder;
	struct arena arena = { 0 };
	struct file_list list;
	struct strbuf page;
	struct error err;

	(void)state;
	if (source == NULL) {
		print_message("SENNIGHT_SOURCE is not set\n");
		skip();
	}
	folder = path_join(&arena, source, "docs/rules");
	strbuf_init(&page, MIB);
	check_add_index(&page);
	compare_page(
	    &arena, path_join(&arena, folder, "README.md"), strbuf_str(&page));
	for (size_t i = 0; i < check_rules(); i++) {
		struct str id = check_rule_id(i);

		strbuf_reset(&page);
		assert_true(check_add_page(&page, id));
		compare_page(&arena,
		    arena_printf(&arena, "%s/%.*s.md", folder, STR_ARG(id)).at,
		    strbuf_str(&page));
	}
	strbuf_release(&page);
	assert_true(folder_walk(folder, NULL, &arena, &list, &err));
	if (list.count != check_rules() + 1)
		fail_msg("%s has %zu pages for %zu rules; remove the others",
		    folder, list.count, check_rules());
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_records),
		cmocka_unit_test(test_sorted),
		cmocka_unit_test(test_examples),
		cmocka_unit_test(test_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
