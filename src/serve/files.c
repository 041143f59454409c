#include "serve/files.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/media_type.h"

/* One byte of the target, decoded; false for a bad escape. */
static bool take_byte(struct str target, size_t *at, char *ret_byte)
{
	int high, low;

	if (target.at[*at] != '%') {
		*ret_byte = target.at[(*at)++];
		return true;
	}
	if (target.len - *at < 3)
		return false;
	high = char_hex(target.at[*at + 1]);
	low = char_hex(target.at[*at + 2]);
	if (high < 0 || low < 0)
		return false;
	*ret_byte = (char)(high * 16 + low);
	*at += 3;
	return true;
}

/* Can a file have this path?  Looks at each part between slashes. */
static bool is_clean(const char *path)
{
	bool starts = true;

	for (; *path != '\0'; path++) {
		if (starts && (*path == '.' || *path == '/'))
			return false;
		if (*path == '\\')
			return false;
		starts = *path == '/';
	}
	return true;
}

enum files_status files_path(struct str target, char ret_path[LIMIT_URL])
{
	size_t len = 0, at = 1;
	bool escaped_slash = false;

	if (target.len == 0 || target.at[0] != '/')
		return FILES_BAD;
	if (target.len >= LIMIT_URL)
		return FILES_LONG;
	while (at < target.len) {
		bool plain = target.at[at] != '%';
		char byte;

		if (!take_byte(target, &at, &byte) ||
		    (unsigned char)byte < 0x20 || byte == 0x7f)
			return FILES_BAD;
		escaped_slash = escaped_slash || (byte == '/' && !plain);
		ret_path[len++] = byte;
	}
	ret_path[len] = '\0';
	return !escaped_slash && is_clean(ret_path) ? FILES_FOUND
						    : FILES_MISSING;
}

/* The file itself; `at` is its open folder. */
static enum files_status open_last(
    int at, const char *name, struct file_shown *ret_file)
{
	/* Without O_NONBLOCK, a named pipe would be waited for. */
	int fd =
	    openat(at, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	struct stat st;

	if (fd < 0)
		return FILES_MISSING;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		bool folder = S_ISDIR(st.st_mode);

		close(fd);
		return folder ? FILES_FOLDER : FILES_MISSING;
	}
	*ret_file = (struct file_shown){
		.fd = fd,
		.size = (uint64_t)st.st_size,
		.mtime = st.st_mtim.tv_sec,
		.mtime_ns = (int64_t)st.st_mtim.tv_sec * 1000000000 +
			    st.st_mtim.tv_nsec,
		.type = media_type(name),
	};
	return FILES_FOUND;
}

/* Open the folder `name` below `at`, which is closed; -1 if there is none. */
static int enter(int at, const char *name)
{
	int next =
	    openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	close(at);
	return next;
}

enum files_status files_open(
    const char *folder, const char *path, struct file_shown *ret_file)
{
	int at = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct str rest = str_of(path);
	enum files_status status;

	while (at >= 0 && str_find_char(rest, '/', 0) != STR_NONE) {
		char name[LIMIT_FILE_NAME + 1];
		struct str part = str_take(&rest, '/');

		if (part.len > LIMIT_FILE_NAME) {
			close(at);
			return FILES_MISSING;
		}
		memcpy(name, part.at, part.len);
		name[part.len] = '\0';
		at = enter(at, name);
	}
	if (at < 0)
		return FILES_MISSING;
	status = open_last(at, rest.len > 0 ? rest.at : "index.html", ret_file);
	close(at);
	/* A folder that is called index.html is not worth an address. */
	return status == FILES_FOLDER && rest.len == 0 ? FILES_MISSING : status;
}
