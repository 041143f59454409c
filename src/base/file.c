#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/strbuf.h"

const char *path_join(struct arena *arena, const char *folder, const char *name)
{
	if (name[0] == '/' || folder[0] == '\0' || strcmp(folder, ".") == 0)
		return arena_cstr(arena, str_of(name));
	if (folder[strlen(folder) - 1] == '/')
		return arena_printf(arena, "%s%s", folder, name).at;
	return arena_printf(arena, "%s/%s", folder, name).at;
}

const char *path_plain(const char *path)
{
	while (path[0] == '.' && path[1] == '/') {
		path += 2;
		while (path[0] == '/')
			path++;
	}
	return path;
}

const char *path_folder(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return ".";
	if (slash == path)
		return "/";
	return arena_cstr(arena, (struct str){ path, (size_t)(slash - path) });
}

const char *path_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

const char *path_ending(const char *path)
{
	const char *base = path_base(path);
	const char *dot = strrchr(base, '.');

	return dot != NULL && dot != base ? dot : "";
}

bool file_exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* Read until the end or `size` bytes, whatever comes first. */
static ssize_t read_fully(int fd, char *to, size_t size)
{
	size_t done = 0;

	while (done < size) {
		ssize_t n = read(fd, to + done, size - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		done += (size_t)n;
	}
	return (ssize_t)done;
}

static bool read_open_file(int fd, const char *path, size_t max,
    struct arena *arena, struct str *ret_text, struct error *err)
{
	struct stat st;
	char *text;
	ssize_t len;

	if (fstat(fd, &st) != 0)
		return error_errno(err, errno, "cannot read %s", path);
	if (S_ISDIR(st.st_mode))
		return error_errno(err, EISDIR, "cannot read %s", path);
	if (!S_ISREG(st.st_mode))
		return error_set(err,
		    "cannot read %s: it is a device, pipe or socket; name an "
		    "ordinary file",
		    path);
	if ((uint64_t)st.st_size > max)
		return error_set(err,
		    "cannot read %s: it has %lld bytes, at most %zu are read; "
		    "is it the right file?",
		    path, (long long)st.st_size, max);
	text = arena_alloc(arena, (size_t)st.st_size + 1);
	len = read_fully(fd, text, (size_t)st.st_size);
	if (len < 0)
		return error_errno(err, errno, "cannot read %s", path);
	text[len] = '\0';
	*ret_text = (struct str){ text, (size_t)len };
	return true;
}

bool file_read(const char *path, size_t max, struct arena *arena,
    struct str *ret_text, struct error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	bool ok;

	if (fd < 0)
		return error_errno(err, errno, "cannot read %s", path);
	ok = read_open_file(fd, path, max, arena, ret_text, err);
	close(fd);
	return ok;
}

static bool is_input(const char *path)
{
	return strcmp(path, FILE_INPUT) == 0;
}

const char *file_input_name(const char *path)
{
	return is_input(path) ? "standard input" : path;
}

static bool read_input(
    size_t max, struct arena *arena, struct str *ret_text, struct error *err)
{
	char piece[64 * KIB];
	struct strbuf in;
	ssize_t got = 1;
	bool ok = true;

	strbuf_init(&in, max);
	while (got > 0 && !in.full) {
		got = read_fully(STDIN_FILENO, piece, sizeof(piece));
		if (got > 0)
			strbuf_add(&in, (struct str){ piece, (size_t)got });
	}
	if (got < 0)
		ok = error_errno(err, errno, "cannot read the standard input");
	else if (in.full)
		ok = error_set(err,
		    "the standard input is longer than the %zu bytes that are "
		    "read",
		    max);
	else
		*ret_text = arena_str(arena, strbuf_str(&in));
	strbuf_release(&in);
	return ok;
}

bool file_read_input(const char *path, size_t max, struct arena *arena,
    struct str *ret_text, struct error *err)
{
	return is_input(path) ? read_input(max, arena, ret_text, err)
			      : file_read(path, max, arena, ret_text, err);
}

static struct file_state state_of(const struct stat *st)
{
	return (struct file_state){
		.size = (uint64_t)st->st_size,
		.mtime_ns = (int64_t)st->st_mtim.tv_sec * 1000000000 +
			    st->st_mtim.tv_nsec,
	};
}

bool file_state_at(int folder, const char *path, struct file_state *ret_state)
{
	struct stat st;

	if (fstatat(folder, path, &st, 0) != 0 || !S_ISREG(st.st_mode))
		return false;
	*ret_state = state_of(&st);
	return true;
}

static bool open_file_holds(int fd, struct str data)
{
	char part[64 * KIB];

	while (data.len > 0) {
		size_t size = data.len < sizeof(part) ? data.len : sizeof(part);

		if (read_fully(fd, part, size) != (ssize_t)size ||
		    memcmp(part, data.at, size) != 0)
			return false;
		data = str_sub(data, size, data.len);
	}
	return true;
}

bool file_holds_at(
    int folder, const char *path, struct str data, struct file_state *ret_state)
{
	int fd = openat(folder, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	bool same;

	if (fd < 0)
		return false;
	same = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	       (uint64_t)st.st_size == data.len && open_file_holds(fd, data);
	close(fd);
	if (same)
		*ret_state = state_of(&st);
	return same;
}

static int write_fully(int fd, struct str data)
{
	while (data.len > 0) {
		ssize_t n = write(fd, data.at, data.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno;
		data = str_sub(data, (size_t)n, data.len);
	}
	return 0;
}

/* Make the folders of a path of a file, as far as they are missing. */
static bool make_folder_of(const char *path, struct error *err)
{
	struct arena arena = { 0 };
	bool ok = folder_make(path_folder(&arena, path), err);

	arena_release(&arena);
	return ok;
}

/* Open a new file of a name that nobody has; its name goes to `name`.  It is
 * held while it is open, for folder_sweep. */
static int open_temporary(
    int folder, const char *beside, unsigned number, struct strbuf *name)
{
	int fd = -1;

	for (unsigned tries = 0; tries < 1000; tries++) {
		strbuf_reset(name);
		strbuf_printf(name, "%s" FILE_TEMPORARY "%ld-%u", beside,
		    (long)getpid(), number + tries);
		fd = openat(folder, name->buf,
		    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
		if (fd >= 0 || errno != EEXIST)
			break;
	}
	if (fd >= 0)
		(void)flock(fd, LOCK_EX | LOCK_NB);
	return fd;
}

/* Fill the open temporary file and give it its name; 0 or an errno. */
static int finish_temporary(int folder, int fd, const char *name,
    const char *path, struct str data, struct file_state *ret_state)
{
	int failure = write_fully(fd, data);
	struct stat st;

	if (failure == 0 && fstat(fd, &st) != 0)
		failure = errno;
	if (close(fd) != 0 && failure == 0)
		failure = errno;
	if (failure == 0 && renameat(folder, name, folder, path) != 0)
		failure = errno;
	if (failure != 0)
		unlinkat(folder, name, 0);
	else
		*ret_state = state_of(&st);
	return failure;
}

int file_put_at(int folder, const char *beside, unsigned number,
    const char *path, struct str data, struct file_state *ret_state)
{
	struct strbuf name;
	int fd, failure;

	strbuf_init(&name, SIZE_MAX / 2);
	fd = open_temporary(folder, beside, number, &name);
	failure = fd < 0 ? errno
			 : finish_temporary(
			       folder, fd, name.buf, path, data, ret_state);
	strbuf_release(&name);
	return failure;
}

/* 0, or the errno of what failed; nothing is left behind then. */
static int write_beside(const char *path, struct str data)
{
	struct arena arena = { 0 };
	struct file_state state;
	struct str folder = { path, (size_t)(path_base(path) - path) };
	int failure = file_put_at(
	    AT_FDCWD, arena_cstr(&arena, folder), 0, path, data, &state);

	arena_release(&arena);
	return failure;
}

bool file_write(
    const char *path, struct str data, bool *ret_changed, struct error *err)
{
	struct file_state state;
	int failure;

	if (ret_changed != NULL)
		*ret_changed = false;
	if (file_holds_at(AT_FDCWD, path, data, &state))
		return true;
	failure = write_beside(path, data);
	if (failure == ENOENT) {
		if (!make_folder_of(path, err))
			return false;
		failure = write_beside(path, data);
	}
	if (failure != 0)
		return error_errno(err, failure, "cannot write %s", path);
	if (ret_changed != NULL)
		*ret_changed = true;
	return true;
}

/* Fill a new file that has its name already; 0 or an errno. */
static int create_in_place(const char *path, struct str data)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	int failure;

	if (fd < 0)
		return errno;
	failure = write_fully(fd, data);
	if (close(fd) != 0 && failure == 0)
		failure = errno;
	if (failure != 0)
		unlink(path);
	return failure;
}

/* Can the file system not give a file a second name? */
static bool is_without_links(int failure)
{
	return failure == EPERM || failure == EOPNOTSUPP || failure == ENOSYS ||
	       failure == EMLINK;
}

/* Fill a file beside it and give that this name too, which never takes the
 * name from another; 0 or an errno. */
static int create_beside(const char *path, struct str data)
{
	struct arena arena = { 0 };
	struct str folder = { path, (size_t)(path_base(path) - path) };
	struct strbuf name;
	int fd, failure;

	strbuf_init(&name, SIZE_MAX / 2);
	fd = open_temporary(AT_FDCWD, arena_cstr(&arena, folder), 0, &name);
	failure = fd < 0 ? errno : write_fully(fd, data);
	if (fd >= 0 && close(fd) != 0 && failure == 0)
		failure = errno;
	if (failure == 0 && link(name.buf, path) != 0)
		failure = errno;
	if (fd >= 0)
		unlink(name.buf);
	strbuf_release(&name);
	arena_release(&arena);
	return failure;
}

static int create(const char *path, struct str data)
{
	int failure = create_beside(path, data);

	return is_without_links(failure) ? create_in_place(path, data)
					 : failure;
}

bool file_create(
    const char *path, struct str data, bool *ret_made, struct error *err)
{
	int failure = create(path, data);

	if (failure == ENOENT) {
		if (!make_folder_of(path, err))
			return false;
		failure = create(path, data);
	}
	if (failure != 0 && failure != EEXIST)
		return error_errno(err, failure, "cannot write %s", path);
	*ret_made = failure == 0;
	return true;
}

/* 0 if there is a folder now, or the errno of why there is none. */
static int copy_bytes(int from, int to)
{
	char bytes[64 * KIB];
	ssize_t got;
	int failure;

	while ((got = read_fully(from, bytes, sizeof(bytes))) > 0) {
		failure = write_fully(to, (struct str){ bytes, (size_t)got });
		if (failure != 0)
			return failure;
	}
	return got < 0 || fsync(to) != 0 ? errno : 0;
}

bool file_copy(const char *from, const char *to, struct error *err)
{
	int in = open(from, O_RDONLY | O_CLOEXEC), out, failure;

	if (in < 0)
		return error_errno(err, errno, "cannot read %s", from);
	out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (out < 0) {
		error_errno(err, errno, "cannot make %s", to);
		close(in);
		return false;
	}
	failure = copy_bytes(in, out);
	close(in);
	close(out);
	if (failure == 0)
		return true;
	unlink(to);
	return error_errno(err, failure, "cannot copy %s to %s", from, to);
}
