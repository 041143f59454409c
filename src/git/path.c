#include "git/path.h"

#include <string.h>

#include "base/strbuf.h"

/* Take the last name off, with the slash before it; false if there is none. */
static bool climb(struct strbuf *path)
{
	size_t len = path->len;

	if (len == 0)
		return false;
	while (len > 0 && path->buf[len - 1] != '/')
		len--;
	strbuf_truncate(path, len > 0 ? len - 1 : 0);
	return true;
}

/* Follow the names of `way`; false if they lead above the top. */
static bool follow(struct strbuf *path, struct str way)
{
	while (way.at != NULL) {
		struct str name = str_take(&way, '/');

		if (name.len == 0 || str_eq(name, STR(".")))
			continue;
		if (str_eq(name, STR(".."))) {
			if (!climb(path))
				return false;
			continue;
		}
		if (path->len > 0)
			strbuf_add_char(path, '/');
		strbuf_add(path, name);
	}
	return true;
}

const char *path_below_top(
    struct arena *arena, const char *folder, const char *path)
{
	struct strbuf out;
	const char *result = NULL;

	strbuf_init(&out, strlen(folder) + strlen(path) + 1);
	if (follow(&out, str_of(folder)) && follow(&out, str_of(path)))
		result = arena_cstr(arena, strbuf_str(&out));
	strbuf_release(&out);
	return result;
}

const char *path_in_tree(
    struct arena *arena, const char *top, const char *folder, const char *path)
{
	size_t len = strlen(top) - 1;

	if (strncmp(path, top, len) == 0 &&
	    (path[len] == '/' || path[len] == '\0'))
		return path_below_top(arena, "", path + len);
	if (path[0] == '/')
		return NULL;
	return path_below_top(arena, folder, path);
}

const char *path_from(struct arena *arena, const char *folder, const char *path)
{
	size_t same = 0, ups = 0;
	struct strbuf out;
	const char *result;

	/* Whole folders that both begin with. */
	for (size_t i = 0; folder[i] != '\0' && folder[i] == path[i]; i++)
		if (folder[i] == '/')
			same = i + 1;
	for (const char *c = folder + same; *c != '\0'; c++)
		ups += *c == '/';
	strbuf_init(&out, 3 * ups + strlen(path) + 1);
	while (ups-- > 0)
		strbuf_lit(&out, "../");
	strbuf_add_cstr(&out, path + same);
	if (out.len == 0)
		strbuf_add_char(&out, '.');
	result = arena_cstr(arena, strbuf_str(&out));
	strbuf_release(&out);
	return result;
}

bool path_is_below(const char *path, const char *above)
{
	size_t len = strlen(above);

	return strncmp(path, above, len) == 0 &&
	       (len == 0 || path[len] == '\0' || path[len] == '/');
}
