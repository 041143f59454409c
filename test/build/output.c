/* The output folder: whose it is, what stays, what goes, what a killed build
 * and a damaged manifest do to it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "build/manifest.h"
#include "build/output.h"

struct world {
	struct arena arena;
	char top[64];
	const char *site; /* does not exist at first */
};

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	snprintf(w->top, sizeof(w->top), "/tmp/test-output-XXXXXX");
	assert_non_null(mkdtemp(w->top));
	w->site = path_join(&w->arena, w->top, "a/site");
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;
	const char *command = arena_printf(&w->arena, "rm -rf '%s'", w->top).at;

	assert_int_equal(system(command), 0);
	arena_release(&w->arena);
	free(w);
	return 0;
}

static const char *below(struct world *w, const char *path)
{
	return path_join(&w->arena, w->site, path);
}

static void plant(struct world *w, const char *path, const char *text)
{
	struct error err = { 0 };

	if (!file_write(below(w, path), str_of(text), NULL, &err))
		fail_msg("%s", err.text);
}

static const char *read_back(struct world *w, const char *path)
{
	struct str text = { 0 };
	struct error err = { 0 };

	if (!file_read(below(w, path), 1 * MIB, &w->arena, &text, &err))
		return NULL;
	return text.at;
}

static bool exists(struct world *w, const char *path)
{
	struct stat st;

	return lstat(below(w, path), &st) == 0;
}

static struct output *begin(struct world *w)
{
	struct error err = { 0 };
	struct output *o = NULL;

	if (!output_open(w->site, &o, &err))
		fail_msg("%s", err.text);
	return o;
}

/* Put files, "path=text" each, up to NULL. */
static void put_all(struct output *o, const char *const *files)
{
	struct error err = { 0 };

	for (; *files != NULL; files++) {
		char path[100];
		const char *text = strchr(*files, '=') + 1;

		snprintf(path, sizeof(path), "%.*s", (int)(text - 1 - *files),
		    *files);
		if (!output_put(o, path, str_of(text), &err))
			fail_msg("%s", err.text);
	}
}

static struct output_counts build(struct world *w, const char *const *files)
{
	struct output *o = begin(w);
	struct output_counts counts = { 0 };
	struct error err = { 0 };

	put_all(o, files);
	if (!output_close(o, &counts, &err))
		fail_msg("%s", err.text);
	return counts;
}

#define FILES(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void assert_counts(
    struct output_counts got, size_t written, size_t unchanged, size_t removed)
{
	assert_int_equal(got.written, written);
	assert_int_equal(got.unchanged, unchanged);
	assert_int_equal(got.removed, removed);
}

static void test_builds(void **state)
{
	struct world *w = *state;
	struct output_counts c;
	struct output *o;

	c = build(w, FILES("index.html=one", "b/c/d.html=two", "b/e=three"));
	assert_counts(c, 3, 0, 0);
	assert_int_equal(c.bytes, 11);
	assert_string_equal(read_back(w, "b/c/d.html"), "two");

	o = begin(w);
	assert_true(output_is_intact(o));
	output_abandon(o);

	c = build(w, FILES("index.html=one", "b/e=thRee", "new/x="));
	assert_counts(c, 2, 1, 1);
	assert_string_equal(read_back(w, "b/e"), "thRee");
	assert_false(exists(w, "b/c"));
	assert_true(exists(w, "b"));

	c = build(w, FILES("index.html=one"));
	assert_counts(c, 0, 1, 2);
	assert_false(exists(w, "b"));
	assert_false(exists(w, "new"));
}

static void test_unchanged_keeps_its_time(void **state)
{
	struct world *w = *state;
	struct stat before, after;

	build(w, FILES("a=same"));
	assert_int_equal(stat(below(w, "a"), &before), 0);
	build(w, FILES("a=same", "b=x"));
	assert_int_equal(stat(below(w, "a"), &after), 0);
	assert_int_equal(before.st_ino, after.st_ino);
	assert_memory_equal(
	    &before.st_mtim, &after.st_mtim, sizeof(before.st_mtim));
}

static void test_refuses_others(void **state)
{
	struct world *w = *state;
	struct error err = { 0 };
	struct output *o = NULL;

	plant(w, "thesis.txt", "mine");
	assert_false(output_open(w->site, &o, &err));
	assert_non_null(strstr(err.text, "thesis.txt"));
	plant(w, OUTPUT_MANIFEST, "something else\n");
	assert_false(output_open(w->site, &o, &err));
	assert_non_null(strstr(err.text, OUTPUT_MANIFEST));
	assert_null(o);
	assert_string_equal(read_back(w, "thesis.txt"), "mine");
}

static void test_keeps_others(void **state)
{
	struct world *w = *state;

	build(w, FILES("a/x=1", "b/y=2"));
	plant(w, "a/notes", "mine");
	plant(w, ".sennight-template", "mine");
	build(w, FILES("z=3"));
	assert_string_equal(read_back(w, "a/notes"), "mine");
	assert_true(exists(w, ".sennight-template"));
	assert_false(exists(w, "a/x"));
	assert_false(exists(w, "b"));
}

static void test_bad_paths(void **state)
{
	static const char *const bad[] = { "", "/", "/etc/x", "a/", "a//b", ".",
		"..", "../x", "a/../b", "a/.", "./a", "a\nb", "a\x7f",
		OUTPUT_MANIFEST, "a/" OUTPUT_MANIFEST, FILE_TEMPORARY "1",
		"a/" FILE_TEMPORARY };
	static const char *const good[] = { "a", "a b/c", "...", "d/..b",
		".well-known/x", "\xc3\xa9" };
	struct world *w = *state;
	struct output *o = begin(w);
	struct error err = { 0 };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (output_put(o, bad[i], STR("x"), &err))
			fail_msg("accepted %s", bad[i]);
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (!output_put(o, good[i], STR("x"), &err))
			fail_msg("%s", err.text);
	assert_false(output_put(o, "a", STR("y"), &err));
	assert_non_null(strstr(err.text, "/a: two pages"));
	output_abandon(o);
}

static void test_killed_build(void **state)
{
	struct world *w = *state;
	struct output *o;

	/* As after kill -9 in the first build, and in a later one. */
	plant(w, OUTPUT_MANIFEST, "Sennight manifest 1\n");
	plant(w, "a/x", "half");
	plant(w, FILE_TEMPORARY "77-0", "junk");
	o = begin(w);
	assert_false(exists(w, FILE_TEMPORARY "77-0"));
	assert_false(output_is_intact(o));
	put_all(o, FILES("a/x=whole"));
	output_abandon(o);
	assert_string_equal(read_back(w, "a/x"), "whole");

	o = begin(w);
	assert_false(output_is_intact(o));
	output_abandon(o);
	build(w, FILES("b=2"));
	assert_false(exists(w, "a"));
}

/* A build of other input is killed: what only it wrote goes with the next. */
static void test_killed_build_of_other_input(void **state)
{
	struct world *w = *state;
	pid_t child;
	int status;

	build(w, FILES("a=1"));
	plant(w, "mine.txt", "mine");
	child = fork();
	if (child == 0) {
		put_all(begin(w), FILES("new/b=2"));
		raise(SIGKILL);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_true(exists(w, "new/b"));
	assert_counts(build(w, FILES("a=1")), 0, 1, 1);
	assert_false(exists(w, "new"));
	assert_true(exists(w, "mine.txt"));
}

static void test_only_temporaries_is_empty(void **state)
{
	struct world *w = *state;

	plant(w, FILE_TEMPORARY "1-1", "junk");
	build(w, FILES("a=1"));
	assert_false(exists(w, FILE_TEMPORARY "1-1"));
}

static void test_intact(void **state)
{
	struct world *w = *state;
	struct output *o;

	build(w, FILES("a=1", "b/c=22"));
	plant(w, "b/c", "33");
	o = begin(w);
	assert_false(output_is_intact(o));
	output_abandon(o);
	build(w, FILES("a=1", "b/c=22"));
	assert_string_equal(read_back(w, "b/c"), "22");
	unlink(below(w, "a"));
	o = begin(w);
	assert_false(output_is_intact(o));
	output_abandon(o);
}

static void test_notes(void **state)
{
	struct world *w = *state;
	struct output *o = begin(w);
	struct error err = { 0 };

	output_note(o, STR("input"), STR("0"));
	output_note(o, STR("input"), STR("abc def"));
	output_note(o, STR("bad key"), STR("x"));
	output_note(o, STR("bad"), STR("a\nfile 1 1 x"));
	assert_null(output_noted(o, STR("input")).at);
	assert_true(output_close(o, NULL, &err));
	o = begin(w);
	assert_true(str_eq(output_noted(o, STR("input")), STR("abc def")));
	assert_null(output_noted(o, STR("bad")).at);
	output_abandon(o);
}

/* Nothing outside the folder, and nothing that is not listed, is removed. */
static void test_hostile_manifest(void **state)
{
	struct world *w = *state;

	plant(w, "../victim", "mine");
	plant(w, "../other/victim", "mine");
	plant(w, "unlisted", "mine");
	plant(w, OUTPUT_MANIFEST,
	    "Sennight manifest 1\nfile 4 1 ../victim\nfile 4 1 x/../../victim\n"
	    "file 4 1 link/victim\nfile 4 1\nfile\n\nrubbish\xff\n"
	    "file 99999999999999999999 1 unlisted\nfile -1 1 unlisted\n"
	    "file 1 1 gone/away\nfile 1 1 listed\nfile 1 1 listed\nend 7");
	plant(w, "listed", "1");
	assert_int_equal(symlink("../other", below(w, "link")), 0);
	assert_int_equal(build(w, FILES("new=1")).removed, 1);
	assert_true(exists(w, "../victim"));
	assert_true(exists(w, "../other/victim"));
	assert_true(exists(w, "unlisted"));
	assert_true(exists(w, "link"));
	assert_false(exists(w, "listed"));
}

static void test_file_becomes_folder_and_back(void **state)
{
	struct world *w = *state;

	build(w, FILES("a=1", "b/c/d=2", "e=3"));
	build(w, FILES("a/index/x=1", "b=2", "e/f=3"));
	assert_string_equal(read_back(w, "a/index/x"), "1");
	assert_string_equal(read_back(w, "b"), "2");
	build(w, FILES("a=1", "b/c/d=2", "e=3"));
	assert_string_equal(read_back(w, "b/c/d"), "2");
}

static void test_file_and_folder_at_once(void **state)
{
	struct world *w = *state;
	struct output *o = begin(w);
	struct error err = { 0 };

	put_all(o, FILES("a/b=1"));
	assert_false(output_put(o, "a", STR("2"), &err));
	assert_false(output_close(o, NULL, &err));
	assert_string_equal(read_back(w, "a/b"), "1");
}

static void test_locked(void **state)
{
	struct world *w = *state;
	struct output *o = begin(w), *second = NULL;
	struct error err = { 0 };

	assert_false(output_open(w->site, &second, &err));
	assert_non_null(strstr(err.text, "another build"));
	output_abandon(o);
	build(w, FILES("a=1"));
}

enum { THREADS = 4, FILES_EACH = 500 };

struct worker {
	pthread_t thread;
	struct output *output;
	int number;
	int accepted; /* of the paths that all workers put */
	bool failed;
};

static void *work(void *arg)
{
	struct worker *me = arg;
	struct error err;
	char path[64];

	for (int i = 0; i < FILES_EACH; i++) {
		snprintf(path, sizeof(path), "d%d/t%d/f%d", i % 20, i % 3,
		    i * THREADS + me->number);
		if (!output_put(me->output, path, str_of(path), &err))
			me->failed = true;
		snprintf(path, sizeof(path), "shared/%d", i);
		me->accepted +=
		    output_put(me->output, path, str_of(path), &err);
	}
	return NULL;
}

static void test_threads(void **state)
{
	struct world *w = *state;
	struct worker worker[THREADS] = { 0 };
	struct output *o = begin(w);
	struct output_counts counts;
	struct error err = { 0 };
	int accepted = 0;

	for (int i = 0; i < THREADS; i++) {
		worker[i].output = o;
		worker[i].number = i;
		assert_int_equal(
		    pthread_create(&worker[i].thread, NULL, work, &worker[i]),
		    0);
	}
	for (int i = 0; i < THREADS; i++) {
		pthread_join(worker[i].thread, NULL);
		assert_false(worker[i].failed);
		accepted += worker[i].accepted;
	}
	assert_int_equal(accepted, FILES_EACH);
	assert_true(output_close(o, &counts, &err));
	assert_counts(counts, (THREADS + 1) * FILES_EACH, 0, 0);
	o = begin(w);
	assert_true(output_is_intact(o));
	output_abandon(o);
}

static void test_manifest_is_sorted(void **state)
{
	struct world *w = *state;
	const char *text, *a, *b, *end;

	build(w, FILES("b=22", "a/z=1", "a.b=1"));
	text = read_back(w, OUTPUT_MANIFEST);
	assert_true(str_starts(str_of(text), STR("Sennight manifest 1\n")));
	a = strstr(text, " a/z\n");
	b = strstr(text, " b\n");
	end = strstr(text, "\nend 3\n");
	assert_true(a != NULL && b != NULL && end != NULL);
	assert_true(a < b && b < end);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_builds),
		CASE(test_unchanged_keeps_its_time),
		CASE(test_refuses_others),
		CASE(test_keeps_others),
		CASE(test_bad_paths),
		CASE(test_killed_build),
		CASE(test_killed_build_of_other_input),
		CASE(test_only_temporaries_is_empty),
		CASE(test_intact),
		CASE(test_notes),
		CASE(test_hostile_manifest),
		CASE(test_file_becomes_folder_and_back),
		CASE(test_file_and_folder_at_once),
		CASE(test_locked),
		CASE(test_threads),
		CASE(test_manifest_is_sorted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
