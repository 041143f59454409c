/* Mails that came back: each NAME.eml of ours has what is to be read in it in
 * NAME.json; and, if the machine has them, some hundred real ones. */
#include "test/test.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "send/bounce.h"
#include "test/archive.h"

enum { PERCENT_RIGHT = 95 };

#define OWN "test/send/bounces"

static const char *own_folder(struct arena *arena)
{
	return path_join(arena, getenv("SENNIGHT_SOURCE"), OWN);
}

static struct str must_read(struct arena *arena, const char *path)
{
	struct str text;
	struct error err;

	if (!file_read(path, LIMIT_BOUNCE_FILE, arena, &text, &err))
		fail_msg("%s", err.text);
	return text;
}

/* ------------------------------------------------------------------ our mails */

static void compare(struct arena *arena, const char *folder, const char *name)
{
	struct str mail = must_read(arena, path_join(arena, folder, name));
	const char *path = path_join(arena, folder,
	    arena_printf(arena, "%.*s.json", (int)(strlen(name) - 4), name).at);
	struct bounces all;
	struct strbuf out;
	struct error err;

	bounce_read(arena, mail, &all);
	strbuf_init(&out, LIMIT_BOUNCE_LISTING);
	bounce_add_json(&out, str_of(name), &all);
	if (getenv("REWRITE") != NULL)
		assert_true(file_write(path, strbuf_str(&out), NULL, &err));
	assert_str(strbuf_str(&out), must_read(arena, path).at);
	strbuf_release(&out);
}

static void test_own(void **state)
{
	struct arena arena = { 0 };
	const char *folder = own_folder(&arena);
	struct file_list list;
	struct error err;
	size_t count = 0;

	(void)state;
	assert_true(folder_walk(folder, NULL, &arena, &list, &err));
	for (size_t i = 0; i < list.count; i++)
		if (strcmp(path_ending(list.entry[i].path), ".eml") == 0) {
			compare(&arena, folder, list.entry[i].path);
			count++;
		}
	assert_true(count > 0);
	arena_release(&arena);
}

/* ----------------------------------------------------------------- real mails */

struct tally {
	size_t mails, right, statuses, right_statuses;
};

/* The rows of one mail in the table of what is expected: from, to. */
struct expected {
	struct str file, kind, status;
	bool hard;
};

static struct expected take_row(struct str line)
{
	struct expected e;

	e.file = str_take(&line, '\t');
	e.kind = str_take(&line, '\t');
	e.status = str_take(&line, '\t');
	str_take(&line, '\t');
	str_take(&line, '\t');
	e.hard = str_eq(line, STR("1"));
	return e;
}

/* Readers stand in no certain order there. */
static bool take_equal(struct bounces *all, const struct expected *e)
{
	for (size_t i = 0; i < all->count; i++)
		if (str_eq(
			str_of(bounce_kind_name(all->item[i].kind)), e->kind) &&
		    all->item[i].hard == e->hard) {
			all->item[i] = all->item[--all->count];
			return true;
		}
	return false;
}

static bool has_status(const struct bounces *all, struct str status)
{
	for (size_t i = 0; i < all->count; i++)
		if (str_eq(all->item[i].status, status))
			return true;
	return false;
}

static void count_statuses(
    struct tally *t, const struct bounces *all, const struct expected *e)
{
	/* "5.0.9xx" is no status of a mail. */
	if (e->status.len == 0 || str_eq(str_sub(e->status, 1, 5), STR(".0.9")))
		return;
	t->statuses++;
	t->right_statuses += has_status(all, e->status);
}

static void judge_mail(struct arena *arena, const char *folder, struct tally *t,
    const struct expected *e, size_t rows)
{
	struct bounces all;
	bool right;

	bounce_read(arena,
	    must_read(
		arena, path_join(arena, folder, arena_cstr(arena, e->file))),
	    &all);
	right = all.count == rows;
	for (size_t i = 0; i < rows; i++)
		count_statuses(t, &all, &e[i]);
	for (size_t i = 0; i < rows; i++)
		right = right && take_equal(&all, &e[i]);
	t->mails++;
	t->right += right;
	if (!right)
		print_message("# differs: %.*s\n", STR_ARG(e->file));
}

static const char *real_folder(struct arena *arena)
{
	const char *data = archive_folder(arena);
	const char *folder =
	    data != NULL ? path_join(arena, data, "bounces") : NULL;

	return folder != NULL && folder_exists(folder) ? folder : NULL;
}

static void test_real(void **state)
{
	struct arena arena = { 0 };
	const char *folder = real_folder(&arena);
	struct expected row[64];
	struct tally t = { 0 };
	size_t rows = 0;
	struct str table;

	(void)state;
	if (folder == NULL)
		skip();
	table = must_read(&arena, path_join(&arena, folder, "expected.tsv"));
	str_take(&table, '\n');
	while (table.at != NULL) {
		struct expected e = take_row(str_take(&table, '\n'));

		if (rows > 0 && !str_eq(e.file, row[0].file)) {
			judge_mail(&arena, path_join(&arena, folder, "mail"),
			    &t, row, rows);
			rows = 0;
		}
		assert_true(rows < COUNT(row));
		row[rows++] = e;
	}
	print_message("# kind and hardness of %zu of %zu mails, %zu of %zu "
		      "statuses\n",
	    t.right, t.mails, t.right_statuses, t.statuses);
	assert_true(t.mails > 0);
	assert_true(t.right * 100 >= t.mails * PERCENT_RIGHT);
	assert_true(t.right_statuses * 100 >= t.statuses * PERCENT_RIGHT);
	arena_release(&arena);
}

static void test_real_others(void **state)
{
	struct arena arena = { 0 };
	const char *folder = real_folder(&arena);
	struct file_list list;
	struct bounces all;
	struct error err;

	(void)state;
	if (folder == NULL)
		skip();
	folder = path_join(&arena, folder, "not-a-bounce");
	assert_true(folder_walk(folder, NULL, &arena, &list, &err));
	assert_true(list.count > 0);
	for (size_t i = 0; i < list.count; i++) {
		bounce_read(&arena,
		    must_read(
			&arena, path_join(&arena, folder, list.entry[i].path)),
		    &all);
		assert_int_equal(all.count, 0);
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_own),
		cmocka_unit_test(test_real),
		cmocka_unit_test(test_real_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
