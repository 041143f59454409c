#include "serve/watch.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

enum {
	EVENTS = IN_CREATE | IN_DELETE | IN_MODIFY | IN_CLOSE_WRITE |
		 IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF |
		 IN_MOVE_SELF,
};

/* What one watch descriptor stands for.  A folder that is on the way to
 * several paths, or is watched as a whole too, has one descriptor. */
struct place {
	int number;
	bool whole;        /* all names in it count, */
	const char **name; /* or only these */
	size_t names;
};

struct watch {
	int fd;
	struct arena arena;
	const char *const *outside;
	struct place *place;
	size_t places;
	bool full; /* the system watches no more folders */
	int failure;
};

static struct place *add_place(struct watch *w, const char *path)
{
	int number;

	if (w->places >= LIMIT_WATCHES) {
		w->failure = ENOSPC;
		return NULL;
	}
	number = inotify_add_watch(w->fd, path, EVENTS);
	if (number < 0) {
		/* What is gone or may not be read is not watched. */
		if (errno == ENOSPC || errno == ENOMEM)
			w->failure = errno;
		return NULL;
	}
	for (size_t i = 0; i < w->places; i++)
		if (w->place[i].number == number)
			return &w->place[i];
	w->place = ARENA_GROW(&w->arena, w->place, w->places);
	w->place[w->places] = (struct place){ .number = number };
	return &w->place[w->places++];
}

/* `path` without "./" in front, for comparing. */
static const char *plain(const char *path)
{
	while (strncmp(path, "./", 2) == 0)
		path += 2;
	return path;
}

static bool is_outside(const struct watch *w, const char *path)
{
	for (const char *const *o = w->outside; *o != NULL; o++)
		if (strcmp(plain(*o), plain(path)) == 0)
			return true;
	return false;
}

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool is_link_to_file(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISLNK(st.st_mode) && !is_folder(path);
}

/* A folder and those below it; depth is bounded as for the build. */
static void add_tree(struct watch *w, const char *path, int depth)
{
	struct place *p;
	struct dirent *entry;
	DIR *dir;

	if (is_outside(w, path) || depth > LIMIT_FOLDER_DEPTH)
		return;
	p = add_place(w, path);
	if (p == NULL || p->whole)
		return;
	p->whole = true;
	dir = opendir(path);
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		const char *below;

		if (entry->d_name[0] == '.')
			continue;
		below = path_join(&w->arena, path, entry->d_name);
		if (is_folder(below))
			add_tree(w, below, depth + 1);
		else if (is_link_to_file(below) &&
			 (p = add_place(w, below)) != NULL)
			p->whole = true;
	}
	if (dir != NULL)
		closedir(dir);
}

static void add_name(struct watch *w, const char *folder, const char *name)
{
	struct place *p = add_place(w, folder);

	if (p == NULL)
		return;
	p->name = ARENA_GROW(&w->arena, p->name, p->names);
	p->name[p->names++] = name;
}

/* One path: the folders above it for the next name each, then itself. */
static void add_path(struct watch *w, const char *path)
{
	size_t start = path[0] == '/' ? 1 : 0;
	const char *folder = start > 0 ? "/" : ".";
	struct str rest = str_of(path + start);

	while (rest.at != NULL) {
		struct str part = str_take(&rest, '/');

		if (part.len == 0 || str_eq(part, STR(".")))
			continue;
		add_name(w, folder, arena_cstr(&w->arena, part));
		folder =
		    path_join(&w->arena, folder, arena_cstr(&w->arena, part));
		if (!is_folder(folder))
			break;
	}
	if (is_folder(path) || is_link_to_file(path))
		add_tree(w, path, 0);
}

bool watch_new(const char *const *paths, const char *const *outside,
    struct watch **ret_watch, struct error *err)
{
	struct watch *w = xmalloc(sizeof(*w));

	*w = (struct watch){ .outside = outside };
	w->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (w->fd < 0) {
		error_errno(err, errno, "cannot watch files");
		free(w);
		return false;
	}
	for (; *paths != NULL; paths++)
		add_path(w, *paths);
	w->outside = NULL;
	if (w->failure != 0) {
		watch_free(w);
		return error_set(err,
		    "cannot watch all folders: the system allows no more; "
		    "raise fs.inotify.max_user_watches (sysctl)");
	}
	*ret_watch = w;
	return true;
}

void watch_free(struct watch *w)
{
	if (w == NULL)
		return;
	close(w->fd);
	arena_release(&w->arena);
	free(w);
}

int watch_fd(const struct watch *w)
{
	return w->fd;
}

static bool matters(const struct watch *w, const struct inotify_event *e)
{
	const char *name = e->len > 0 ? e->name : "";

	if ((e->mask & IN_Q_OVERFLOW) != 0)
		return true;
	if (name[0] == '.' || (e->mask & IN_IGNORED) != 0)
		return false;
	for (size_t i = 0; i < w->places; i++) {
		const struct place *p = &w->place[i];

		if (p->number != e->wd)
			continue;
		if (p->whole)
			return true;
		for (size_t n = 0; n < p->names; n++)
			if (strcmp(p->name[n], name) == 0)
				return true;
	}
	return false;
}

bool watch_changed(struct watch *w)
{
	_Alignas(struct inotify_event) char buf[16 * KIB];
	bool changed = false;
	ssize_t len;

	while ((len = read(w->fd, buf, sizeof(buf))) > 0)
		for (ssize_t at = 0; at < len;) {
			const struct inotify_event *e =
			    (const struct inotify_event *)(const void *)(buf +
									 at);

			changed = changed || matters(w, e);
			at += (ssize_t)(sizeof(*e) + e->len);
		}
	return changed;
}
