#include "base/changes.h"

/* The part of the text that is not read yet. */
struct reader {
	struct str text;
	size_t at;
};

static const char statuses[] = { CHANGE_ADDED, CHANGE_MODIFIED, CHANGE_DELETED,
	CHANGE_RENAMED, '\0' };

bool changes_can_name(const char *path)
{
	return path[0] != '\0' && strpbrk(path, "\t\n") == NULL;
}

void changes_add(struct strbuf *out, const struct changed_file *file)
{
	assert(changes_can_name(file->path));
	strbuf_add_char(out, file->status);
	strbuf_add_char(out, ' ');
	strbuf_add_number(out, file->old_text.len);
	strbuf_add_char(out, ' ');
	strbuf_add_cstr(out, file->path);
	if (file->status == CHANGE_RENAMED) {
		assert(changes_can_name(file->old_path));
		strbuf_add_char(out, '\t');
		strbuf_add_cstr(out, file->old_path);
	}
	strbuf_add_char(out, '\n');
	strbuf_add(out, file->old_text);
	strbuf_add_char(out, '\n');
}

/* Take what stands before `end`; false, and nothing taken, without one. */
static bool take_until(struct reader *r, char end, struct str *ret_part)
{
	size_t at = str_find_char(r->text, end, r->at);

	if (at == STR_NONE)
		return false;
	*ret_part = str_sub(r->text, r->at, at);
	r->at = at + 1;
	return true;
}

static bool take_path(
    struct reader *r, struct arena *arena, char end, const char **ret_path)
{
	struct str path;

	if (!take_until(r, end, &path) || path.len == 0 ||
	    str_find_char(path, '\0', 0) != STR_NONE)
		return false;
	*ret_path = arena_cstr(arena, path);
	return changes_can_name(*ret_path);
}

static bool take_old_text(struct reader *r, uint64_t size, struct str *ret_text)
{
	/* The newline behind it is not part of it. */
	if (size >= r->text.len - r->at || r->text.at[r->at + size] != '\n')
		return false;
	*ret_text = str_sub(r->text, r->at, r->at + size);
	r->at += size + 1;
	return true;
}

/* One record, or what was expected where the reader stands. */
static const char *take_record(
    struct reader *r, struct arena *arena, struct changed_file *file)
{
	struct str part;
	uint64_t size;
	bool renamed;

	if (!take_until(r, ' ', &part) || part.len != 1 || part.at[0] == '\0' ||
	    strchr(statuses, part.at[0]) == NULL)
		return "A, M, D or R";
	file->status = part.at[0];
	renamed = file->status == CHANGE_RENAMED;
	if (!take_until(r, ' ', &part) ||
	    !str_to_number(part, r->text.len, &size) ||
	    (file->status == CHANGE_ADDED && size > 0))
		return "the size of the old text";
	if (!take_path(r, arena, renamed ? '\t' : '\n', &file->path))
		return "a path";
	if (renamed && !take_path(r, arena, '\n', &file->old_path))
		return "the path before";
	if (!take_old_text(r, size, &file->old_text))
		return "an old text of that size";
	return NULL;
}

bool changes_parse(struct arena *arena, struct str text,
    struct changes *ret_changes, struct error *err)
{
	struct reader r = { .text = text };
	struct changes list = { 0 };

	while (r.at < text.len) {
		struct changed_file file = { 0 };
		const char *expected = take_record(&r, arena, &file);

		if (expected != NULL)
			return error_set(err,
			    "cannot read the list of changed files: %s was "
			    "expected near byte %zu; are all programs of "
			    "Sennight of one version?",
			    expected, r.at);
		list.file = ARENA_GROW(arena, list.file, list.count);
		list.file[list.count++] = file;
	}
	*ret_changes = list;
	return true;
}
