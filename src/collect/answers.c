#include "collect/answers.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/from_json.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/limits.h"

enum { NAME_BYTES = 16, KEPT_S = 60 * 24 * 60 * 60 };

#define ENDING ".answer"

const char *answer_name(struct arena *arena, struct str url, struct str body)
{
	struct str all =
	    arena_printf(arena, "%.*s\n%.*s", STR_ARG(url), STR_ARG(body));
	unsigned char hash[HASH_BYTES];
	char *name = arena_alloc(arena, 2 * NAME_BYTES + 1);

	hash_make(all, hash);
	hex_write(hash, NAME_BYTES, name);
	name[2 * NAME_BYTES] = '\0';
	return name;
}

static const char *path_of(
    struct arena *arena, const char *folder, const char *name)
{
	return arena_printf(arena, "%s/%s" ENDING, folder, name).at;
}

static struct str copy(struct arena *arena, const json_t *head, const char *key)
{
	struct str text = from_json_text(head, key);

	return text.at != NULL ? arena_str(arena, text) : text;
}

bool answer_find(const char *folder, const char *name, struct arena *arena,
    struct kept_answer *ret_answer)
{
	struct str rest;
	struct error why;
	json_t *head;

	if (!file_read(path_of(arena, folder, name), LIMIT_SOURCE_KEPT, arena,
		&rest, &why) ||
	    (head = from_json(str_take(&rest, '\n'), &why)) == NULL)
		return false;
	*ret_answer = (struct kept_answer){
		.asked = copy(arena, head, "asked"),
		.url = copy(arena, head, "url"),
		.status = (int)from_json_number(head, "status", 0),
		.why = copy(arena, head, "why"),
		.content_type = copy(arena, head, "content_type"),
		.etag = copy(arena, head, "etag"),
		.last_modified = copy(arena, head, "last_modified"),
		.link = copy(arena, head, "link"),
		.cut = from_json_is(head, "cut"),
		.body = rest.at != NULL ? rest : STR(""),
	};
	from_json_free(head);
	return true;
}

bool answer_keep(const char *folder, const char *name,
    const struct kept_answer *a, struct error *err)
{
	struct arena arena = { 0 };
	struct strbuf out;
	struct json j;
	bool ok;

	strbuf_init(&out, LIMIT_SOURCE_KEPT);
	json_init(&j, &out);
	json_object(&j);
	json_member(&j, "asked", a->asked);
	json_member(&j, "url", a->url);
	json_member_number(&j, "status", a->status);
	json_member(&j, "why", a->why);
	json_member(&j, "content_type", a->content_type);
	json_member(&j, "etag", a->etag);
	json_member(&j, "last_modified", a->last_modified);
	json_member(&j, "link", a->link);
	json_key(&j, "cut");
	json_bool(&j, a->cut);
	json_end(&j);
	strbuf_add_char(&out, '\n');
	strbuf_add(&out, a->body);
	ok = !out.full || error_set(err, "an answer is too long to be kept");
	ok = ok && file_write(path_of(&arena, folder, name), strbuf_str(&out),
		       NULL, err);
	strbuf_release(&out);
	arena_release(&arena);
	return ok;
}

int64_t answer_kept_at(const char *folder, const char *name)
{
	struct arena arena = { 0 };
	struct stat state;
	bool there = stat(path_of(&arena, folder, name), &state) == 0;

	arena_release(&arena);
	return there ? (int64_t)state.st_mtime : 0;
}

void answers_sweep(const char *folder, int64_t now)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	struct stat state;

	while (dir != NULL && (entry = readdir(dir)) != NULL)
		if (str_ends(str_of(entry->d_name), STR(ENDING)) &&
		    fstatat(dirfd(dir), entry->d_name, &state, 0) == 0 &&
		    state.st_mtime < now - KEPT_S)
			unlinkat(dirfd(dir), entry->d_name, 0);
	if (dir != NULL)
		closedir(dir);
}
