/* sennight init: a new newsletter, one that is there, and what is kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "cmd/cmd.h"
#include "model/settings.h"

static char test_folder[32];

/* A new empty folder, and the program in it. */
static int enter_folder(void **state)
{
	char *folder = test_folder;

	(void)state;
	snprintf(folder, sizeof(test_folder), "/tmp/sennight-init-XXXXXX");
	return mkdtemp(folder) == NULL || chdir(folder) != 0;
}

static int leave_folder(void **state)
{
	static const char *const folders[] = { "content", "draft", "drafts",
		"posts", "static" };
	struct arena arena = { 0 };
	struct file_list list;
	struct error err = { 0 };

	(void)state;
	if (folder_walk(".", NULL, &arena, &list, &err))
		for (size_t i = 0; i < list.count; i++)
			unlink(list.entry[i].path);
	arena_release(&arena);
	unlink(".gitignore");
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		rmdir(folders[i]);
	return chdir("/") != 0 || rmdir(test_folder) != 0;
}

static int run(const char *first, const char *second)
{
	char name[] = "init", one[32] = "", two[32] = "";
	char *argv[] = { name, one, two, NULL };
	int argc = 1 + (first != NULL) + (second != NULL);

	snprintf(one, sizeof(one), "%s", first != NULL ? first : "");
	snprintf(two, sizeof(two), "%s", second != NULL ? second : "");
	argv[argc] = NULL;
	optind = 1;
	return cmd_init.run(&cmd_init, argc, argv);
}

static void put(const char *path, const char *text)
{
	struct error err = { 0 };

	assert_true(file_write(path, str_of(text), NULL, &err));
}

static void read_settings(struct arena *arena, struct settings *s)
{
	struct error err = { 0 };
	struct str text;

	if (!file_read("sennight.yaml", MIB, arena, &text, &err) ||
	    !settings_read(arena, "sennight.yaml", text, s, &err))
		fail_msg("%s", err.text);
}

static void test_new(void **state)
{
	struct arena arena = { 0 };
	struct error err = { 0 };
	struct file_list list;
	struct settings s;

	(void)state;
	assert_int_equal(run(NULL, NULL), CMD_FINE);
	read_settings(&arena, &s);
	assert_true(str_eq(s.name, STR("My Newsletter")));
	assert_true(file_exists("draft/DRAFT_TEMPLATE"));
	assert_true(file_exists(".gitignore"));
	assert_true(folder_exists("static"));
	assert_true(folder_walk("content", NULL, &arena, &list, &err));
	assert_int_equal(list.count, 1);
	arena_release(&arena);
}

static void test_adopt(void **state)
{
	struct arena arena = { 0 };
	struct settings s;

	(void)state;
	put("posts/one.md", "---\ntitle: One\ndate: 2026-01-07\n"
			    "category: Kettle \"News\"\n---\n\nText.\n");
	put("posts/notes.md", "No header here.\n");
	put("drafts/two.md", "Title: Two\n");
	assert_int_equal(run(NULL, NULL), CMD_FINE);
	read_settings(&arena, &s);
	assert_true(str_eq(s.name, STR("Kettle \"News\"")));
	assert_true(str_eq(s.preset, STR("neutral")));
	assert_true(str_eq(s.folders.content, STR("posts")));
	assert_true(str_eq(s.folders.drafts, STR("drafts")));
	assert_false(file_exists(".gitignore"));
	arena_release(&arena);
}

static void test_recognise(void **state)
{
	struct arena arena = { 0 };
	struct settings s;

	(void)state;
	put("content/a.md", "Title: A\nDate: 2026-01-07\n"
			    "Category: This Week in Rust\n\nText.\n");
	assert_int_equal(run(NULL, NULL), CMD_FINE);
	read_settings(&arena, &s);
	assert_true(str_eq(s.preset, STR("twir")));
	arena_release(&arena);
}

static void test_kept(void **state)
{
	struct arena arena = { 0 };
	struct error err = { 0 };
	struct str text;

	(void)state;
	put("sennight.yaml", "name: Mine\n");
	assert_int_equal(run(NULL, NULL), CMD_FAILED);
	assert_true(file_read("sennight.yaml", MIB, &arena, &text, &err));
	assert_true(str_eq(text, STR("name: Mine\n")));
	assert_false(folder_exists("content"));
	arena_release(&arena);
}

static void test_kept_beside(void **state)
{
	struct arena arena = { 0 };
	struct error err = { 0 };
	struct str text;

	(void)state;
	put(".gitignore", "*.o\n");
	assert_int_equal(run("--preset", "twir"), CMD_FINE);
	assert_true(file_read(".gitignore", MIB, &arena, &text, &err));
	assert_true(str_eq(text, STR("*.o\n")));
	arena_release(&arena);
}

static void test_usage(void **state)
{
	(void)state;
	assert_int_equal(run("--help", NULL), CMD_FINE);
	assert_int_equal(run("--preset", "none"), CMD_FAILED);
	assert_int_equal(run("--nothing", NULL), CMD_FAILED);
	assert_int_equal(run("more", NULL), CMD_FAILED);
	assert_false(file_exists("sennight.yaml"));
}

#define IN_FOLDER(test) \
	cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(test_new),
		IN_FOLDER(test_adopt),
		IN_FOLDER(test_recognise),
		IN_FOLDER(test_kept),
		IN_FOLDER(test_kept_beside),
		IN_FOLDER(test_usage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
