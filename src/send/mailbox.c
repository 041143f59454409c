#include "send/mailbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"

enum { CHUNK = 64 * 1024 };

/* ------------------------------------------------------------------- one mail */

static ssize_t read_some(int fd, char *chunk)
{
	ssize_t got;

	do
		got = read(fd, chunk, CHUNK);
	while (got < 0 && errno == EINTR);
	return got;
}

/* The beginning is kept; the rest is read all the same, for who writes into a
 * pipe. */
static bool read_mail(int fd, const char *name, struct strbuf *text,
    size_t *ret_size, struct error *err)
{
	char chunk[CHUNK];
	ssize_t got;

	strbuf_reset(text);
	*ret_size = 0;
	while ((got = read_some(fd, chunk)) > 0) {
		struct str part = { chunk, (size_t)got };

		*ret_size += part.len;
		strbuf_add(text, str_sub(part, 0, text->max - text->len));
	}
	return got == 0 || error_errno(err, errno, "cannot read %s", name);
}

static bool take_input(mailbox_take *take, void *data, struct error *err)
{
	const char *name = file_input_name(FILE_INPUT);
	struct mailbox_mail mail = { .name = name };
	struct strbuf text;
	bool ok;

	strbuf_init(&text, LIMIT_BOUNCE_MAIL);
	ok = read_mail(STDIN_FILENO, name, &text, &mail.size, err);
	mail.text = strbuf_str(&text);
	/* Who pipes into a program often begins as an mbox does. */
	if (mbox_is(mail.text))
		str_take(&mail.text, '\n');
	ok = ok && take(data, &mail, err);
	strbuf_release(&text);
	return ok;
}

/* -------------------------------------------------------------------- maildirs */

/* In the order in which they are read. */
static const char *const folders[] = { "new", "cur" };
enum { FOLDERS = sizeof(folders) / sizeof(folders[0]) };

bool mailbox_is_maildir(const char *source)
{
	struct arena arena = { 0 };
	bool is = folder_exists(path_join(&arena, source, "new")) &&
		  folder_exists(path_join(&arena, source, "cur"));

	arena_release(&arena);
	return is;
}

/* One that is not there any more was moved, and will be read there. */
static bool take_one(const char *path, const char *name, struct strbuf *text,
    mailbox_take *take, void *data, struct error *err)
{
	struct mailbox_mail mail = { .name = name };
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool ok;

	if (fd < 0)
		return errno == ENOENT ||
		       error_errno(err, errno, "cannot read %s", path);
	ok = read_mail(fd, path, text, &mail.size, err);
	close(fd);
	mail.text = strbuf_str(text);
	return ok && take(data, &mail, err);
}

static bool take_folder(const char *source, const char *folder,
    const struct file_list *list, struct strbuf *text, mailbox_take *take,
    void *data, struct error *err)
{
	struct arena arena = { 0 };
	bool ok = true;

	for (size_t i = 0; ok && i < list->count; i++) {
		const char *name =
		    path_join(&arena, folder, list->entry[i].path);

		ok = take_one(path_join(&arena, source, name), name, text, take,
		    data, err);
		arena_reset(&arena);
	}
	arena_release(&arena);
	return ok;
}

/* Both are listed before anything is moved from the one to the other. */
static bool read_maildir(
    const char *source, mailbox_take *take, void *data, struct error *err)
{
	struct file_list list[FOLDERS];
	struct arena arena = { 0 };
	struct strbuf text;
	bool ok = true;

	for (size_t i = 0; ok && i < FOLDERS; i++)
		ok = folder_walk(path_join(&arena, source, folders[i]), NULL,
		    &arena, &list[i], err);
	strbuf_init(&text, LIMIT_BOUNCE_MAIL);
	for (size_t i = 0; ok && i < FOLDERS; i++)
		ok = take_folder(
		    source, folders[i], &list[i], &text, take, data, err);
	strbuf_release(&text);
	arena_release(&arena);
	return ok;
}

/* "1700.M1.mx:2,RS" of "1700.M1.mx:2,R": the flags in the order of ASCII.  Unset
 * if it has the flag. */
static struct str seen_name(struct arena *arena, struct str name)
{
	size_t info = str_find(name, STR(":2,"), 0);
	struct str flags =
	    info == STR_NONE ? STR("") : str_sub(name, info + 3, name.len);
	size_t at = 0;

	if (str_find_char(flags, 'S', 0) != STR_NONE)
		return (struct str){ NULL, 0 };
	while (at < flags.len && flags.at[at] < 'S')
		at++;
	return arena_printf(arena, "%.*s:2,%.*sS%.*s",
	    STR_ARG(str_sub(name, 0, info)), STR_ARG(str_sub(flags, 0, at)),
	    STR_ARG(str_sub(flags, at, flags.len)));
}

bool maildir_done(const char *folder, const char *name, struct error *err)
{
	struct arena arena = { 0 };
	const char *from = path_join(&arena, folder, name);
	struct str base = str_of(path_base(name));
	struct str seen = seen_name(&arena, base);
	const char *to;
	bool ok = true;

	/* In new/ it may have any flags, which mean nothing there. */
	if (seen.at == NULL && str_starts(str_of(name), STR("new/")))
		seen = base;
	if (seen.at != NULL) {
		to = path_join(&arena, path_join(&arena, folder, "cur"),
		    arena_cstr(&arena, seen));
		ok = rename(from, to) == 0 || errno == ENOENT ||
		     error_errno(err, errno, "cannot move %s to %s", from, to);
	}
	arena_release(&arena);
	return ok;
}

/* ----------------------------------------------------------------------- files */

static void wait_a_moment(void)
{
	const struct timespec moment = { .tv_nsec = 100 * 1000 * 1000 };

	nanosleep(&moment, NULL);
}

static bool is_locked(int fd, const char *beside)
{
	struct flock lock = { .l_type = F_RDLCK, .l_whence = SEEK_SET };

	if (file_exists(beside))
		return true;
	return fcntl(fd, F_SETLK, &lock) != 0 &&
	       (errno == EACCES || errno == EAGAIN);
}

/* A file system without locks keeps nobody out. */
static bool lock(int fd, const char *path, struct error *err)
{
	struct arena arena = { 0 };
	const char *beside = arena_printf(&arena, "%s.lock", path).at;
	int left = MAILBOX_WAIT_SECONDS * 10;

	while (left > 0 && is_locked(fd, beside)) {
		wait_a_moment();
		left--;
	}
	arena_release(&arena);
	return left > 0 ||
	       error_set(err,
		   "%s is in use: %s.lock is there, or another program has it "
		   "locked; try again later",
		   path, path);
}

static bool take_mbox(int fd, const char *path, struct str chunk_one,
    mailbox_take *take, void *data, struct error *err)
{
	char chunk[CHUNK];
	struct mbox mbox;
	ssize_t got = 0;
	bool ok;

	mbox_init(&mbox, path, take, data);
	ok = mbox_add(&mbox, chunk_one, err);
	while (ok && (got = read_some(fd, chunk)) > 0)
		ok = mbox_add(&mbox, (struct str){ chunk, (size_t)got }, err);
	if (ok && got < 0)
		ok = error_errno(err, errno, "cannot read %s", path);
	ok = ok && mbox_end(&mbox, err);
	mbox_release(&mbox);
	return ok;
}

static bool take_file(
    int fd, const char *path, mailbox_take *take, void *data, struct error *err)
{
	char chunk[CHUNK];
	struct mailbox_mail mail = { .name = path };
	struct strbuf text;
	ssize_t got = read_some(fd, chunk);
	bool ok;

	if (got < 0)
		return error_errno(err, errno, "cannot read %s", path);
	/* An mbox without mails. */
	if (got == 0)
		return true;
	if (mbox_is((struct str){ chunk, (size_t)got }))
		return take_mbox(fd, path, (struct str){ chunk, (size_t)got },
		    take, data, err);
	if (lseek(fd, 0, SEEK_SET) != 0)
		return error_errno(err, errno, "cannot read %s", path);
	strbuf_init(&text, LIMIT_BOUNCE_MAIL);
	ok = read_mail(fd, path, &text, &mail.size, err);
	mail.text = strbuf_str(&text);
	ok = ok && take(data, &mail, err);
	strbuf_release(&text);
	return ok;
}

static bool read_file(
    const char *path, mailbox_take *take, void *data, struct error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	bool ok;

	if (fd < 0)
		return error_errno(err, errno, "cannot read %s", path);
	ok = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
	if (!ok)
		error_set(err,
		    "%s is neither a file nor a maildir: that is a folder with "
		    "new/ and cur/ in it",
		    path);
	/* Closing it unlocks it. */
	ok = ok && lock(fd, path, err) && take_file(fd, path, take, data, err);
	close(fd);
	return ok;
}

bool mailbox_read(
    const char *source, mailbox_take *take, void *data, struct error *err)
{
	if (str_eq(str_of(source), STR(FILE_INPUT)))
		return take_input(take, data, err);
	return mailbox_is_maildir(source)
		   ? read_maildir(source, take, data, err)
		   : read_file(source, take, data, err);
}
