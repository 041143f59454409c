#include "send/presence.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"

bool presence_begin(struct presence *p, const char *folder, struct arena *arena,
    struct error *err)
{
	unsigned char bytes[PRESENCE_MARK / 2];
	int failure;

	*p = (struct presence){ .fd = -1 };
	secret_random(bytes, sizeof(bytes));
	hex_write(bytes, sizeof(bytes), p->mark);
	p->path = path_join(arena, folder, p->mark);
	if (!folder_make(p->path, err))
		return false;
	failure = folder_hold(p->path, true, &p->fd);
	return failure == 0 ||
	       error_errno(err, failure, "cannot hold the folder %s", p->path);
}

void presence_end(struct presence *p)
{
	if (p->path != NULL && p->fd >= 0)
		rmdir(p->path);
	if (p->fd >= 0)
		close(p->fd);
	p->fd = -1;
}

/* The last word of a name, if it can be a mark. */
static struct str mark_of(struct str name)
{
	size_t len = name.len < PRESENCE_MARK ? name.len : PRESENCE_MARK;
	struct str mark = str_sub(name, name.len - len, name.len);

	for (size_t i = 0; i < mark.len; i++)
		if (char_hex(mark.at[i]) < 0)
			return (struct str){ NULL, 0 };
	return mark;
}

/* The folder is there, and nobody holds it. */
static bool is_dead(const char *path)
{
	int fd;

	if (folder_hold(path, false, &fd) != 0)
		return false;
	close(fd);
	return true;
}

bool presence_bury(struct store *store, const char *folder, struct error *err)
{
	struct arena arena = { 0 };
	struct senders all;
	bool ok = sender_list(store, &arena, &all, err);

	for (size_t i = 0; ok && i < all.count; i++) {
		struct str mark = mark_of(all.sender[i].name);
		const char *path =
		    path_join(&arena, folder, arena_cstr(&arena, mark));

		if (mark.len == PRESENCE_MARK && is_dead(path)) {
			ok = sender_close(store, all.sender[i].id, err);
			rmdir(path);
		}
	}
	arena_release(&arena);
	return ok;
}
