/* Files and folders on a real disk, in a folder of our own under TMPDIR. */
#include "../test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/strbuf.h"

struct world {
	struct arena arena;
	char *folder; /* made for one case, and removed after it */
};

static int set_up(void **state)
{
	struct world *w = xmalloc(sizeof(*w));
	const char *tmp = getenv("TMPDIR");
	struct str name;

	*w = (struct world){ 0 };
	name = arena_printf(&w->arena, "%s/sennight-test-XXXXXX",
	    tmp != NULL && tmp[0] != '\0' ? tmp : "/tmp");
	w->folder = arena_alloc(&w->arena, name.len + 1);
	memcpy(w->folder, name.at, name.len);
	*state = w;
	return mkdtemp(w->folder) != NULL ? 0 : -1;
}

static int tear_down(void **state)
{
	struct world *w = *state;
	struct str command = arena_printf(&w->arena,
	    "chmod -R u+rwx '%s'; rm -rf '%s'", w->folder, w->folder);
	int status = system(command.at);

	arena_release(&w->arena);
	free(w);
	return status;
}

static const char *in(struct world *w, const char *name)
{
	return path_join(&w->arena, w->folder, name);
}

static void put(struct world *w, const char *name, const char *text)
{
	struct error err = { "" };

	if (!file_write(in(w, name), str_of(text), NULL, &err))
		fail_msg("%s", err.text);
}

static void link_to(struct world *w, const char *target, const char *name)
{
	assert_int_equal(symlink(target, in(w, name)), 0);
}

static void assert_says(const struct error *err, const char *part)
{
	if (strstr(err->text, part) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", err->text, part);
}

static void test_paths(void **state)
{
	static const struct {
		const char *path, *folder, *base, *ending;
	} cases[] = {
		{ "a/b.md", "a", "b.md", ".md" },
		{ "b.md", ".", "b.md", ".md" },
		{ "/b", "/", "b", "" },
		{ "a.d/b", "a.d", "b", "" },
		{ "a/.hidden", "a", ".hidden", "" },
		{ "a/b.tar.gz", "a", "b.tar.gz", ".gz" },
		{ "a/", "a", "", "" },
		{ "", ".", "", "" },
	};
	struct world *w = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *path = cases[i].path;

		assert_string_equal(
		    path_folder(&w->arena, path), cases[i].folder);
		assert_string_equal(path_base(path), cases[i].base);
		assert_string_equal(path_ending(path), cases[i].ending);
	}
}

static void test_join(void **state)
{
	static const struct {
		const char *folder, *name, *want;
	} cases[] = {
		{ "a", "b", "a/b" },
		{ "a/", "b", "a/b" },
		{ "", "b", "b" },
		{ ".", "b", "b" },
		{ "a", "/b", "/b" },
		{ "/", "b", "/b" },
	};
	struct world *w = *state;

	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(
		    path_join(&w->arena, cases[i].folder, cases[i].name),
		    cases[i].want);
}

static void test_write_and_read(void **state)
{
	struct world *w = *state;
	const char *path = in(w, "new/folders/a.md");
	struct error err = { "" };
	struct str text;
	bool changed;

	assert_true(file_write(path, STR("a\0b"), &changed, &err));
	assert_true(changed);
	assert_true(file_exists(path) && !folder_exists(path));
	assert_true(file_read(path, 3, &w->arena, &text, &err));
	assert_int_equal(text.len, 3);
	assert_memory_equal(text.at, "a\0b", 4);
	assert_true(file_write(path, STR(""), &changed, &err));
	assert_true(changed);
	assert_true(file_read(path, 0, &w->arena, &text, &err));
	assert_int_equal(text.len, 0);
	assert_string_equal(err.text, "");
}

static void test_equal_contents_are_not_written(void **state)
{
	struct world *w = *state;
	const char *path = in(w, "a");
	char large[40000];
	struct str data = { large, sizeof(large) };
	struct error err = { "" };
	struct stat before, after;
	bool changed;

	memset(large, 'x', sizeof(large));
	assert_true(file_write(path, data, NULL, &err));
	assert_int_equal(stat(path, &before), 0);
	assert_true(file_write(path, data, &changed, &err));
	assert_false(changed);
	assert_int_equal(stat(path, &after), 0);
	assert_int_equal(before.st_ino, after.st_ino);
	large[39999] = 'y';
	assert_true(file_write(path, data, &changed, &err));
	assert_true(changed);
	assert_int_equal(stat(path, &after), 0);
	assert_int_equal(after.st_mode & 0777, 0644);
}

/* Whoever opened the old file reads it to its end, whole. */
static void test_a_reader_keeps_the_old_file(void **state)
{
	struct world *w = *state;
	char text[8] = "";
	FILE *reader;

	put(w, "a", "before");
	reader = fopen(in(w, "a"), "r");
	assert_non_null(reader);
	put(w, "a", "after");
	assert_int_equal(fread(text, 1, 7, reader), 6);
	assert_string_equal(text, "before");
	fclose(reader);
}

static void test_a_failed_write_leaves_nothing(void **state)
{
	struct world *w = *state;
	struct error err = { "" };
	struct file_list list;

	put(w, "file", "x");
	assert_int_equal(mkdir(in(w, "folder"), 0777), 0);
	assert_false(file_write(in(w, "folder"), STR("x"), NULL, &err));
	assert_says(&err, "it is a folder");
	assert_false(file_write(in(w, "file/a"), STR("x"), NULL, &err));
	assert_says(&err, "not a folder");
	assert_false(file_write(in(w, "file/a/b"), STR("x"), NULL, &err));
	link_to(w, "nowhere", "dangling");
	assert_false(file_write(in(w, "dangling/a"), STR("x"), NULL, &err));
	assert_says(&err, "dangling");
	unlink(in(w, "dangling"));
	assert_true(folder_walk(w->folder, NULL, &w->arena, &list, &err));
	assert_int_equal(list.count, 1);
	/* Nor a temporary file, which a walk passes over. */
	assert_int_equal(rmdir(in(w, "folder")), 0);
	assert_int_equal(unlink(in(w, "file")), 0);
	assert_int_equal(rmdir(w->folder), 0);
	assert_int_equal(mkdir(w->folder, 0777), 0);
}

static void test_read_refuses(void **state)
{
	struct world *w = *state;
	struct error err = { "" };
	struct str text = STR("untouched");

	put(w, "a", "1234");
	assert_false(file_read(in(w, "a"), 3, &w->arena, &text, &err));
	assert_says(&err, "it has 4 bytes, at most 3");
	assert_false(file_read(in(w, "no"), 9, &w->arena, &text, &err));
	assert_says(&err, "there is no such file");
	assert_false(file_read(w->folder, 9, &w->arena, &text, &err));
	assert_says(&err, "it is a folder");
	assert_int_equal(mkfifo(in(w, "pipe"), 0666), 0);
	assert_false(file_read(in(w, "pipe"), 9, &w->arena, &text, &err));
	assert_says(&err, "pipe");
	link_to(w, "loop", "loop");
	assert_false(file_read(in(w, "loop"), 9, &w->arena, &text, &err));
	assert_says(&err, "in a circle");
	assert_str(text, "untouched");
}

static void test_unreadable(void **state)
{
	struct world *w = *state;
	struct error err = { "" };
	struct file_list list;
	struct str text;

	if (geteuid() == 0)
		skip(); /* root may read everything */
	put(w, "closed/a", "x");
	put(w, "b", "x");
	assert_int_equal(chmod(in(w, "b"), 0), 0);
	assert_false(file_read(in(w, "b"), 9, &w->arena, &text, &err));
	assert_says(&err, "permission denied");
	assert_int_equal(chmod(in(w, "closed"), 0), 0);
	assert_false(folder_walk(w->folder, NULL, &w->arena, &list, &err));
	assert_says(&err, "closed: permission denied");
	assert_false(file_write(in(w, "closed/b"), STR("x"), NULL, &err));
	assert_says(&err, "permission denied");
}

static void test_make_folders(void **state)
{
	struct world *w = *state;
	struct error err = { "" };

	assert_true(folder_make(in(w, "a/b/c"), &err));
	assert_true(folder_exists(in(w, "a/b/c")));
	assert_true(folder_make(in(w, "a/b/c"), &err));
	assert_true(folder_make(in(w, "d/"), &err));
	assert_false(folder_make("", &err));
	put(w, "file", "x");
	assert_false(folder_make(in(w, "file"), &err));
	assert_says(&err, "file");
	link_to(w, "nowhere", "dangling");
	assert_false(folder_make(in(w, "dangling"), &err));
	assert_false(folder_make(in(w, "dangling/below"), &err));
}

static void assert_paths(
    const struct file_list *list, const char *const *want, size_t count)
{
	for (size_t i = 0; i < list->count && i < count; i++)
		assert_string_equal(list->entry[i].path, want[i]);
	assert_int_equal(list->count, count);
}

static void test_walk(void **state)
{
	static const char *const want[] = { "a", "a-b", "a.d/x", "b/c/d",
		"linked", "\xff" };
	struct world *w = *state;
	struct error err = { "" };
	struct file_list list;

	for (size_t i = 0; i < COUNT(want); i++)
		if (strcmp(want[i], "linked") != 0)
			put(w, want[i], "12");
	link_to(w, "b/c/d", "linked");
	put(w, ".hidden", "x");
	put(w, ".git/config", "x");
	assert_true(folder_walk(w->folder, NULL, &w->arena, &list, &err));
	assert_paths(&list, want, COUNT(want));
	assert_int_equal(list.notes, 0);
	assert_int_equal(list.entry[0].size, 2);
	assert_true(list.entry[0].mtime_ns > 0);
}

static void test_walk_of_nothing(void **state)
{
	struct world *w = *state;
	struct error err = { "" };
	struct file_list list;

	assert_true(folder_walk(in(w, "no"), NULL, &w->arena, &list, &err));
	assert_paths(&list, NULL, 0);
	assert_true(folder_walk(w->folder, NULL, &w->arena, &list, &err));
	assert_paths(&list, NULL, 0);
	put(w, "file", "x");
	assert_false(folder_walk(in(w, "file"), NULL, &w->arena, &list, &err));
	assert_says(&err, "not a folder");
}

static void test_walk_in_circles(void **state)
{
	/* a/to-b is b, and b/to-a in it is a again: there it ends. */
	static const char *const want[] = { "a/file", "a/to-b/file", "b/file",
		"b/to-a/file" };
	struct world *w = *state;
	struct error err = { "" };
	struct file_list list;

	put(w, "a/file", "x");
	put(w, "b/file", "x");
	link_to(w, "../b", "a/to-b");
	link_to(w, "../a", "b/to-a");
	link_to(w, ".", "here");
	link_to(w, "itself", "itself");
	link_to(w, "nowhere", "dangling");
	assert_int_equal(mkfifo(in(w, "pipe"), 0666), 0);
	assert_true(folder_walk(w->folder, NULL, &w->arena, &list, &err));
	assert_paths(&list, want, COUNT(want));
	assert_int_equal(list.notes, 6);
}

static void test_walk_too_deep(void **state)
{
	struct world *w = *state;
	struct error err = { "" };
	struct file_list list;
	struct strbuf name;

	strbuf_init(&name, 1000);
	for (int i = 0; i <= LIMIT_FOLDER_DEPTH; i++) {
		strbuf_lit(&name, "d/");
		put(w, arena_printf(&w->arena, "%sf", name.buf).at, "x");
	}
	assert_true(folder_walk(w->folder, NULL, &w->arena, &list, &err));
	assert_int_equal(list.count, LIMIT_FOLDER_DEPTH - 1);
	assert_int_equal(list.notes, 1);
	assert_non_null(strstr(list.note[0], "too deeply"));
	strbuf_release(&name);
}

/* Twelve folders, each with links to all others: more ways through them
 * than anyone can walk. */
static void test_walk_of_a_maze(void **state)
{
	struct world *w = *state;
	struct error err = { "" };
	struct file_list list;

	for (char from = 'a'; from < 'm'; from++)
		for (char to = 'a'; to < 'm'; to++) {
			char name[] = { from, '/', to, '\0' };
			char target[] = { '.', '.', '/', to, '\0' };

			assert_true(
			    folder_make(in(w, (char[]){ from, '\0' }), &err));
			link_to(w, target, name);
		}
	assert_false(folder_walk(w->folder, NULL, &w->arena, &list, &err));
	assert_says(&err, "more than");
}

/* -------------------------------------------------------------- new files */

static void test_create(void **state)
{
	static const char *const taken[] = { "file", "folder", "dangling" };
	struct world *w = *state;
	struct error err = { "" };
	struct str text;
	bool made;

	assert_true(
	    file_create(in(w, "a/b/new"), STR("text"), &made, &err) && made);
	assert_true(file_read(in(w, "a/b/new"), MIB, &w->arena, &text, &err));
	assert_str(text, "text");
	put(w, "file", "old");
	assert_int_equal(mkdir(in(w, "folder"), 0755), 0);
	link_to(w, "nowhere", "dangling");
	for (size_t i = 0; i < COUNT(taken); i++) {
		made = true;
		assert_true(
		    file_create(in(w, taken[i]), STR("text"), &made, &err));
		assert_false(made);
	}
	assert_true(file_read(in(w, "file"), MIB, &w->arena, &text, &err));
	assert_str(text, "old");
	assert_false(file_exists(in(w, "nowhere")));
	assert_false(file_create(in(w, "file/x"), STR("text"), &made, &err));
	assert_true(str_starts(str_of(err.text), STR("cannot ")));
}

/* Many want one name at once: one gets it, and no other's text is there. */
static void test_create_race(void **state)
{
	enum { RACERS = 16, SIZE = 100000 };
	struct world *w = *state;
	struct error err = { "" };
	struct file_list list;
	struct str text;
	int winners = 0;

	for (int i = 0; i < RACERS; i++) {
		pid_t pid = fork();

		assert_true(pid >= 0);
		if (pid == 0) {
			char *own = arena_alloc(&w->arena, SIZE);
			bool made = false;

			memset(own, 'a' + i, SIZE);
			_exit(!file_create(in(w, "new/name"),
				  (struct str){ own, SIZE }, &made, &err)
				  ? 2
				  : !made);
		}
	}
	for (int i = 0; i < RACERS; i++) {
		int status;

		assert_true(wait(&status) > 0 && WIFEXITED(status));
		assert_int_not_equal(WEXITSTATUS(status), 2);
		winners += WEXITSTATUS(status) == 0;
	}
	assert_int_equal(winners, 1);
	assert_true(file_read(in(w, "new/name"), MIB, &w->arena, &text, &err));
	assert_int_equal(text.len, SIZE);
	for (size_t i = 1; i < text.len; i++)
		assert_int_equal(text.at[i], text.at[0]);
	assert_true(folder_walk(w->folder, NULL, &w->arena, &list, &err));
	assert_int_equal(list.count, 1);
}

static void test_input(void **state)
{
	struct world *w = *state;
	struct error err = { "" };
	int kept = dup(STDIN_FILENO), pipes[2];
	struct str text;

	assert_true(kept >= 0 && pipe(pipes) == 0);
	assert_int_equal(write(pipes[1], "a\0b", 3), 3);
	close(pipes[1]);
	assert_int_equal(dup2(pipes[0], STDIN_FILENO), STDIN_FILENO);
	close(pipes[0]);
	assert_true(file_read_input("-", 3, &w->arena, &text, &err));
	assert_true(str_eq(text, (struct str){ "a\0b", 3 }));
	assert_true(file_read_input("-", 3, &w->arena, &text, &err));
	assert_true(text.at != NULL && text.len == 0);
	put(w, "long", "four");
	assert_int_equal(
	    dup2(open(in(w, "long"), O_RDONLY), STDIN_FILENO), STDIN_FILENO);
	assert_false(file_read_input("-", 3, &w->arena, &text, &err));
	assert_non_null(strstr(err.text, "longer than the 3 bytes"));
	close(STDIN_FILENO);
	assert_false(file_read_input("-", 3, &w->arena, &text, &err));
	assert_non_null(strstr(err.text, "cannot read the standard input"));
	assert_int_equal(dup2(kept, STDIN_FILENO), STDIN_FILENO);
	close(kept);
	assert_true(file_read_input(in(w, "long"), 4, &w->arena, &text, &err));
	assert_str(text, "four");
	assert_string_equal(file_input_name("-"), "standard input");
	assert_string_equal(file_input_name("./-"), "./-");
}

static void test_sweep(void **state)
{
	struct world *w = *state;
	const char *left = in(w, FILE_TEMPORARY "1-0");
	const char *held = in(w, FILE_TEMPORARY "2-0");
	int fd;

	put(w, FILE_TEMPORARY "1-0", "half");
	put(w, FILE_TEMPORARY "2-0", "half");
	put(w, "issue.md", "whole");
	fd = open(held, O_RDONLY);
	assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), 0);
	folder_sweep(in(w, ""));
	assert_false(file_exists(left));
	assert_true(file_exists(held));
	assert_true(file_exists(in(w, "issue.md")));
	close(fd);
	folder_sweep(in(w, ""));
	assert_false(file_exists(held));
	folder_sweep(in(w, "not there"));
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_create),
		CASE(test_create_race),
		CASE(test_paths),
		CASE(test_join),
		CASE(test_write_and_read),
		CASE(test_equal_contents_are_not_written),
		CASE(test_a_reader_keeps_the_old_file),
		CASE(test_a_failed_write_leaves_nothing),
		CASE(test_read_refuses),
		CASE(test_unreadable),
		CASE(test_input),
		CASE(test_make_folders),
		CASE(test_sweep),
		CASE(test_walk),
		CASE(test_walk_of_nothing),
		CASE(test_walk_in_circles),
		CASE(test_walk_too_deep),
		CASE(test_walk_of_a_maze),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
