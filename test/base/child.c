/* Running other programs: what they read and print, and how they end. */
#include "../test.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

#include "base/child.h"

struct outcome {
	bool ok;
	struct str output;
	int status;
	struct error err;
};

static struct arena arena;

static int tear_down(void **state)
{
	(void)state;
	arena_release(&arena);
	/* Nothing is left to be waited for. */
	return waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD ? 0 : -1;
}

static struct outcome run_program(
    const char *path, char *const *argv, struct str input, size_t max)
{
	struct child child = {
		.path = path, .argv = argv, .input = input, .max = max
	};
	struct outcome o = { .status = -1 };

	o.ok = child_run(&child, &arena, &o.output, &o.status, &o.err);
	return o;
}

static struct outcome run_shell(const char *script, struct str input)
{
	char name[] = "sh", option[] = "-c";
	char *text = arena_alloc(&arena, strlen(script) + 1);
	char *argv[] = { name, option, text, NULL };

	memcpy(text, script, strlen(script));
	return run_program("/bin/sh", argv, input, 1000);
}

static struct outcome run_alone(const char *path, struct str input, size_t max)
{
	char name[] = "x";
	char *argv[] = { name, NULL };

	return run_program(path, argv, input, max);
}

static void test_too_long(void **state)
{
	char name[] = "sleep", time[] = "1000";
	char *argv[] = { name, time, NULL };
	struct child child = {
		.path = "/bin/sleep", .argv = argv, .max = 100, .seconds = 1
	};
	struct outcome o = { .status = -1 };

	(void)state;
	assert_false(child_run(&child, &arena, &o.output, &o.status, &o.err));
	assert_non_null(strstr(o.err.text, "within 1 seconds"));
	assert_int_equal(o.status, -1);
}

static void assert_says(const struct error *err, const char *part)
{
	if (strstr(err->text, part) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", err->text, part);
}

static void test_ends(void **state)
{
	static const struct {
		const char *script, *input, *output;
		int status;
	} cases[] = {
		{ "cat", "two\nlines", "two\nlines", 0 },
		{ "cat", "", "", 0 },
		{ "exit 1", "", "", 1 },
		{ "exit 255", "", "", 255 },
		{ "echo out; exit 3", "", "out\n", 3 },
		/* It reads a line of two. */
		{ "read -r x; echo \"$x\"", "a\nb\n", "a\n", 0 },
		/* It closes its output, and reads on. */
		{ "exec >&-; cat >/dev/null; exit 4", "a", "", 4 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct outcome o =
		    run_shell(cases[i].script, str_of(cases[i].input));

		if (!o.ok)
			fail_msg("%s: %s", cases[i].script, o.err.text);
		assert_str(o.output, cases[i].output);
		assert_int_equal(o.status, cases[i].status);
	}
}

/* Both of its outputs in one, and another environment. */
static void test_what_it_says_and_finds(void **state)
{
	char name[] = "sh", option[] = "-c", variable[] = "TIDE=low";
	char script[] = "echo $TIDE$HOME; echo err >&2";
	char *argv[] = { name, option, script, NULL };
	char *environment[] = { variable, NULL };
	struct child child = { .path = "/bin/sh",
		.argv = argv,
		.max = 100,
		.errors = true,
		.environment = environment };
	struct outcome o = { .status = -1 };

	(void)state;
	assert_true(child_run(&child, &arena, &o.output, &o.status, &o.err));
	assert_str(o.output, "low\nerr\n");
}

static void test_arguments_meet_no_shell(void **state)
{
	char name[] = "echo", one[] = "$HOME * ;", two[] = "";
	char *argv[] = { name, one, two, NULL };
	struct outcome o = run_program("/bin/echo", argv, STR(""), 100);

	(void)state;
	assert_true(o.ok);
	assert_str(o.output, "$HOME * ; \n");
}

static void test_missing_programs(void **state)
{
	static const char *const paths[] = { "/nowhere/at/all", "/", "",
		"/etc/passwd" };

	(void)state;
	for (size_t i = 0; i < COUNT(paths); i++) {
		struct outcome o = run_alone(paths[i], STR("input"), 100);

		assert_false(o.ok);
		assert_says(&o.err, "cannot run ");
		assert_int_equal(o.status, -1);
		assert_null(o.output.at);
	}
}

static void test_a_signal_is_an_error(void **state)
{
	struct outcome o = run_shell("kill -TERM $$", STR(""));

	(void)state;
	assert_false(o.ok);
	assert_says(&o.err, "was ended by signal 15");
}

static void test_maximum(void **state)
{
	static const struct {
		size_t max;
		bool fits;
	} cases[] = { { 100, true }, { 12, true }, { 11, false },
		{ 0, false } };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct outcome o =
		    run_alone("/bin/cat", STR("twelve bytes"), cases[i].max);

		assert_int_equal(o.ok, cases[i].fits);
		if (cases[i].fits)
			assert_str(o.output, "twelve bytes");
		else
			assert_says(&o.err, "printed more than");
	}
}

/* It would print for ever. */
static void test_endless_output(void **state)
{
	struct outcome o = run_alone("/usr/bin/yes", STR(""), 1000000);

	(void)state;
	assert_false(o.ok);
	assert_says(&o.err, "printed more than 1000000 bytes");
}

static struct str large_text(size_t size)
{
	char *text = arena_alloc(&arena, size);

	for (size_t i = 0; i < size; i++)
		text[i] = (char)(i * 2654435761u >> 13);
	return (struct str){ text, size };
}

/* More than any pipe holds, both ways at once. */
static void test_much_both_ways(void **state)
{
	struct str text = large_text(10 * MIB);
	struct outcome o = run_alone("/bin/cat", text, 10 * MIB);

	(void)state;
	assert_true(o.ok);
	assert_int_equal(o.status, 0);
	assert_true(str_eq(o.output, text));
}

/* It prints two bytes for each that it reads: what is not taken from it soon
 * keeps it from reading. */
static void test_more_out_than_in(void **state)
{
	char name[] = "sed", command[] = "p";
	char *argv[] = { name, command, NULL };
	struct str text = large_text(MIB);
	struct child child = {
		.path = "/bin/sed", .argv = argv, .input = text, .max = 4 * MIB
	};
	struct str output;
	struct error err;
	int status;

	(void)state;
	assert_true(child_run(&child, &arena, &output, &status, &err));
	assert_int_equal(status, 0);
	assert_true(output.len >= 2 * text.len);
}

/* One that prints too much is not waited for. */
static void test_killed(void **state)
{
	time_t begin = time(NULL);
	struct outcome o =
	    run_shell("head -c 2000 /dev/zero; exec sleep 60", STR(""));

	(void)state;
	assert_false(o.ok);
	assert_true(time(NULL) - begin < 30);
}

static void test_input_that_nobody_reads(void **state)
{
	static const char *const scripts[] = { "echo done",
		"exec <&-; echo done", "head -c 1 >/dev/null; echo done" };
	struct str text = large_text(MIB);
	sigset_t before = { 0 }, after = { 0 };

	(void)state;
	sigprocmask(SIG_SETMASK, NULL, &before);
	for (size_t i = 0; i < COUNT(scripts); i++) {
		struct outcome o = run_shell(scripts[i], text);

		assert_true(o.ok);
		assert_str(o.output, "done\n");
		assert_int_equal(o.status, 0);
	}
	sigprocmask(SIG_SETMASK, NULL, &after);
	assert_memory_equal(&before, &after, sizeof(before));
	sigpending(&after);
	assert_int_equal(sigismember(&after, SIGPIPE), 0);
}

/* A program is written for a SIGPIPE that ends it. */
static void test_an_ignored_signal_is_not_inherited(void **state)
{
	void (*before)(int) = signal(SIGPIPE, SIG_IGN);
	struct outcome o = run_shell("kill -PIPE $$; echo alive", STR("x"));

	(void)state;
	signal(SIGPIPE, before);
	assert_false(o.ok);
	assert_says(&o.err, "signal 13");
}

static size_t count_open_files(void)
{
	DIR *dir = opendir("/proc/self/fd");
	size_t n = 0;

	assert_non_null(dir);
	while (readdir(dir) != NULL)
		n++;
	closedir(dir);
	return n;
}

static void test_nothing_stays_open(void **state)
{
	size_t before = count_open_files();

	(void)state;
	run_alone("/bin/cat", STR("abc"), 100);
	run_alone("/bin/cat", STR("abc"), 1);
	run_alone("/nowhere", STR("abc"), 100);
	run_shell("kill -9 $$", large_text(MIB));
	assert_int_equal(count_open_files(), before);
}

#define CASE(test) cmocka_unit_test_teardown(test, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_ends),
		CASE(test_what_it_says_and_finds),
		CASE(test_arguments_meet_no_shell),
		CASE(test_missing_programs),
		CASE(test_a_signal_is_an_error),
		CASE(test_maximum),
		CASE(test_endless_output),
		CASE(test_much_both_ways),
		CASE(test_more_out_than_in),
		CASE(test_killed),
		CASE(test_too_long),
		CASE(test_input_that_nobody_reads),
		CASE(test_an_ignored_signal_is_not_inherited),
		CASE(test_nothing_stays_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
