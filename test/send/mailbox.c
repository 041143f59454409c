/* Mailboxes: each mail once, whole, and in bounds. */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../test.h"

#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"
#include "send/mailbox.h"

#define FROM "From a@x.example Fri Nov 27 06:33:14 2026\n"

/* ---------------------------------------------------------------------- taking */

/* All texts, each between brackets. */
struct taken {
	struct strbuf all, names;
	size_t size;
	size_t refuse; /* that many are taken; 0: all */
	size_t count;
};

static bool take(void *data, const struct mailbox_mail *mail, struct error *err)
{
	struct taken *t = data;

	if (t->refuse != 0 && t->count == t->refuse)
		return error_set(err, "enough");
	t->count++;
	strbuf_add_char(&t->all, '[');
	strbuf_add(&t->all, mail->text);
	strbuf_add_char(&t->all, ']');
	strbuf_printf(&t->names, "%s ", mail->name);
	t->size = mail->size;
	return true;
}

static void begin(struct taken *t)
{
	*t = (struct taken){ .size = 0 };
	strbuf_init(&t->all, 4 * LIMIT_BOUNCE_MAIL);
	strbuf_init(&t->names, LIMIT_SMALL_FILE);
}

static void end(struct taken *t)
{
	strbuf_release(&t->all);
	strbuf_release(&t->names);
}

/* ------------------------------------------------------------------------ mbox */

static const struct {
	const char *name, *file, *expected;
} boxes[] = {
	{ "one", FROM "A: b\n\nc\n", "[A: b\n\nc]" },
	{ "two", FROM "A: b\n\nc\n\n" FROM "D: e\n", "[A: b\n\nc][D: e]" },
	{ "no mails", "", "" },
	{ "an empty one", FROM, "[]" },
	{ "two empty ones", FROM "\n" FROM, "[][]" },
	{ "no line end", FROM "A: b\n\nc", "[A: b\n\nc]" },
	{ "many line ends", FROM "A: b\n\nc\n\n\n\n" FROM "D: e\n",
	    "[A: b\n\nc][D: e]" },
	{ "lines end with CRLF",
	    "From a@x.example Fri Nov 27 06:33:14 2026\r\nA: b\r\n\r\nc\r\n\r\n"
	    "From a@x.example Fri Nov 27 06:33:14 2026\r\nD: e\r\n",
	    "[A: b\r\n\r\nc][D: e]" },
	{ "a sentence", FROM "A: b\n\nFrom here on it rains\n",
	    "[A: b\n\nFrom here on it rains]" },
	{ "not behind an empty line", FROM "A: b\n\nc\n" FROM "d\n",
	    "[A: b\n\nc\n" FROM "d]" },
	{ "quoted", FROM "A: b\n\n>" FROM "d\n", "[A: b\n\n>" FROM "d]" },
	{ "something in front", "\n\nx\n\n" FROM "A: b\n", "[x][A: b]" },
	{ "blank lines in front", "\n\n" FROM "A: b\n", "[A: b]" },
};

/* However the bytes come. */
static void test_mbox(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(boxes) / sizeof(boxes[0]); i++)
		for (size_t step = 1; step < 100; step += 9) {
			struct str file = str_of(boxes[i].file);
			struct taken t;
			struct mbox mbox;
			struct error err;

			begin(&t);
			mbox_init(&mbox, "box", take, &t);
			for (size_t at = 0; at < file.len; at += step)
				assert_true(mbox_add(
				    &mbox, str_sub(file, at, at + step), &err));
			assert_true(mbox_end(&mbox, &err));
			assert_str(strbuf_str(&t.all), boxes[i].expected);
			mbox_release(&mbox);
			end(&t);
		}
}

/* Mails and lines that are too long: the beginning, and no memory for more. */
static void test_long(void **state)
{
	static char line[LIMIT_BOUNCE_MAIL + 4000];
	struct taken t;
	struct mbox mbox;
	struct error err;

	(void)state;
	memset(line, 'x', sizeof(line));
	begin(&t);
	mbox_init(&mbox, "box", take, &t);
	assert_true(mbox_add(&mbox, STR(FROM), &err));
	assert_true(mbox_add(&mbox, (struct str){ line, sizeof(line) }, &err));
	assert_true(mbox_add(&mbox, STR("\n\n" FROM "A: b\n"), &err));
	assert_int_equal(t.count, 1);
	assert_int_equal(t.all.len, LIMIT_BOUNCE_MAIL + 2);
	assert_int_equal(t.size, sizeof(line) + 2);
	assert_true(mbox_end(&mbox, &err));
	assert_int_equal(t.count, 2);
	assert_true(str_ends(strbuf_str(&t.all), STR("][A: b]")));
	mbox_release(&mbox);
	end(&t);
}

/* --------------------------------------------------------------------- on disk */

static char folder[64];
static struct arena arena;

static int make_folder(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/sennight-mailbox-XXXXXX");
	return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
	struct str command = arena_printf(&arena, "rm -rf '%s'", folder);
	int status = system(command.at);

	(void)state;
	arena_release(&arena);
	return status;
}

static void put(const char *name, const char *text)
{
	struct error err;

	if (!file_write(
		path_join(&arena, folder, name), str_of(text), NULL, &err))
		fail_msg("%s", err.text);
}

static bool is_there(const char *name)
{
	return file_exists(path_join(&arena, folder, name));
}

static void is_read(const char *source, const char *expected)
{
	struct taken t;
	struct error err;

	begin(&t);
	if (!mailbox_read(path_join(&arena, folder, source), take, &t, &err))
		fail_msg("%s", err.text);
	assert_str(strbuf_str(&t.all), expected);
	end(&t);
}

static void test_files(void **state)
{
	(void)state;
	put("box", FROM "A: b\n\n" FROM "C: d\n");
	put("mail", "A: b\n\nFrom here on\n");
	put("empty", "");
	is_read("box", "[A: b][C: d]");
	is_read("mail", "[A: b\n\nFrom here on\n]");
	is_read("empty", "");
}

static void test_maildir(void **state)
{
	static const struct {
		const char *name, *seen;
	} mails[] = {
		{ "new/3.M1.mx", "cur/3.M1.mx:2,S" },
		{ "new/1.M1.mx:2,", "cur/1.M1.mx:2,S" },
		{ "new/4.M1.mx:2,S", "cur/4.M1.mx:2,S" },
		{ "cur/2.M1.mx:2,FT", "cur/2.M1.mx:2,FST" },
		{ "cur/5.M1.mx:2,RS", "cur/5.M1.mx:2,RS" },
		{ "cur/6.M1.mx", "cur/6.M1.mx:2,S" },
	};
	struct taken t;
	struct error err;

	(void)state;
	for (size_t i = 0; i < sizeof(mails) / sizeof(mails[0]); i++)
		put(arena_printf(&arena, "m/%s", mails[i].name).at,
		    mails[i].name);
	assert_true(mailbox_is_maildir(path_join(&arena, folder, "m")));
	assert_false(mailbox_is_maildir(folder));
	begin(&t);
	assert_true(
	    mailbox_read(path_join(&arena, folder, "m"), take, &t, &err));
	assert_str(strbuf_str(&t.names),
	    "new/1.M1.mx:2, new/3.M1.mx new/4.M1.mx:2,S cur/2.M1.mx:2,FT "
	    "cur/5.M1.mx:2,RS cur/6.M1.mx ");
	for (size_t i = 0; i < sizeof(mails) / sizeof(mails[0]); i++)
		/* The second time it is somebody else's. */
		for (int k = 0; k < 2; k++)
			assert_true(maildir_done(path_join(&arena, folder, "m"),
			    mails[i].name, &err));
	for (size_t i = 0; i < sizeof(mails) / sizeof(mails[0]); i++)
		assert_true(
		    is_there(arena_printf(&arena, "m/%s", mails[i].seen).at));
	end(&t);
}

/* Who cannot take a mail is not given more. */
static void test_refused(void **state)
{
	static const char *const sources[] = { "box", "m" };

	(void)state;
	put("box", FROM "A: b\n\n" FROM "C: d\n\n" FROM "E: f\n");
	put("m/new/1", "A: b\n");
	put("m/new/2", "C: d\n");
	put("m/cur/3", "E: f\n");
	for (size_t i = 0; i < 2; i++) {
		struct taken t;
		struct error err;

		begin(&t);
		t.refuse = 2;
		assert_false(mailbox_read(
		    path_join(&arena, folder, sources[i]), take, &t, &err));
		assert_string_equal(err.text, "enough");
		assert_int_equal(t.count, 2);
		end(&t);
	}
}

static void test_missing(void **state)
{
	static const char *const sources[] = { "nothing", "." };
	struct taken t;
	struct error err;

	(void)state;
	begin(&t);
	for (size_t i = 0; i < 2; i++)
		assert_false(mailbox_read(
		    path_join(&arena, folder, sources[i]), take, &t, &err));
	assert_non_null(strstr(err.text, "neither a file nor a maildir"));
	end(&t);
}

/* Another program writes into it: a child with a lock, for a moment. */
static void test_locked(void **state)
{
	static const char more[] = "\n" FROM "C: d\n";
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	const char *path = path_join(&arena, folder, "box");
	int ready[2], status;
	char byte;
	pid_t child;

	(void)state;
	put("box", FROM "A: b\n");
	assert_int_equal(pipe(ready), 0);
	child = fork();
	if (child == 0) {
		int fd = open(path, O_RDWR | O_APPEND);
		bool ok = fcntl(fd, F_SETLK, &lock) == 0 &&
			  write(ready[1], "x", 1) == 1;

		poll(NULL, 0, 300);
		ok = ok && write(fd, more, sizeof(more) - 1) ==
			       (ssize_t)sizeof(more) - 1;
		_exit(ok ? 0 : 1);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	is_read("box", "[A: b][C: d]");
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	close(ready[0]);
	close(ready[1]);
}

#define CASE(name) \
	cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mbox),
		cmocka_unit_test(test_long),
		CASE(test_files),
		CASE(test_maildir),
		CASE(test_refused),
		CASE(test_missing),
		CASE(test_locked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
