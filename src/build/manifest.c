#include "build/manifest.h"

#include <stdlib.h>
#include <string.h>

#include "build/output.h"

#define MAGIC "Sennight manifest 1"

static bool has_control(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.at[i] < ' ' || s.at[i] == 0x7f)
			return true;
	return false;
}

static bool part_is_clean(struct str part)
{
	return part.len > 0 && !str_eq(part, STR(".")) &&
	       !str_eq(part, STR("..")) &&
	       !str_eq(part, STR(OUTPUT_MANIFEST)) &&
	       !str_starts(part, STR(FILE_TEMPORARY));
}

bool manifest_path_is_clean(struct str path)
{
	if (path.len == 0 || path.len > LIMIT_OUTPUT_PATH ||
	    path.at[path.len - 1] == '/' || has_control(path))
		return false;
	while (path.at != NULL)
		if (!part_is_clean(str_take(&path, '/')))
			return false;
	return true;
}

void manifest_file(struct manifest *m, struct arena *arena, const char *path,
    struct file_state state)
{
	m->file = ARENA_GROW(arena, m->file, m->files);
	m->file[m->files++] = (struct manifest_file){ path, state };
}

static struct manifest_note *find_note(const struct manifest *m, struct str key)
{
	for (size_t i = 0; i < m->notes; i++)
		if (str_eq(m->note[i].key, key))
			return &m->note[i];
	return NULL;
}

void manifest_note(
    struct manifest *m, struct arena *arena, struct str key, struct str value)
{
	struct manifest_note *note = find_note(m, key);

	if (key.len == 0 || has_control(key) || has_control(value) ||
	    str_find_char(key, ' ', 0) != STR_NONE || m->notes == LIMIT_FILES)
		return;
	if (note == NULL) {
		m->note = ARENA_GROW(arena, m->note, m->notes);
		note = &m->note[m->notes++];
	}
	*note = (struct manifest_note){ arena_str(arena, key),
		arena_str(arena, value) };
}

struct str manifest_noted(const struct manifest *m, struct str key)
{
	const struct manifest_note *note = find_note(m, key);

	return note != NULL ? note->value : (struct str){ 0 };
}

static void read_file_line(
    struct manifest *m, struct arena *arena, struct str rest)
{
	uint64_t size, mtime;

	if (m->files < LIMIT_FILES &&
	    str_to_number(str_take(&rest, ' '), INT64_MAX, &size) &&
	    str_to_number(str_take(&rest, ' '), INT64_MAX, &mtime) &&
	    manifest_path_is_clean(rest))
		manifest_file(m, arena, arena_cstr(arena, rest),
		    (struct file_state){ size, (int64_t)mtime });
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct manifest_file *)a)->path,
	    ((const struct manifest_file *)b)->path);
}

static int by_key(const void *a, const void *b)
{
	return str_cmp(((const struct manifest_note *)a)->key,
	    ((const struct manifest_note *)b)->key);
}

static void sort(const struct manifest *m)
{
	if (m->files > 0)
		qsort(m->file, m->files, sizeof(m->file[0]), by_path);
	if (m->notes > 0)
		qsort(m->note, m->notes, sizeof(m->note[0]), by_key);
}

bool manifest_read(struct manifest *m, struct arena *arena, struct str text)
{
	*m = (struct manifest){ 0 };
	if (!str_eq(str_take(&text, '\n'), STR(MAGIC)))
		return false;
	while (text.at != NULL) {
		struct str rest = str_take(&text, '\n');
		struct str word = str_take(&rest, ' ');
		uint64_t files;

		if (text.at == NULL)
			break;
		if (str_eq(word, STR("file"))) {
			read_file_line(m, arena, rest);
			m->complete = false;
		} else if (str_eq(word, STR("note")) && m->notes < 100) {
			struct str key = str_take(&rest, ' ');

			manifest_note(m, arena, key, rest);
		} else if (str_eq(word, STR("end"))) {
			m->complete = str_to_number(rest, SIZE_MAX, &files) &&
				      files == m->files;
		}
	}
	if (!m->complete)
		m->notes = 0;
	sort(m);
	return true;
}

void manifest_add_file(
    struct strbuf *out, const char *path, struct file_state state)
{
	strbuf_lit(out, "file ");
	strbuf_add_number(out, state.size);
	strbuf_add_char(out, ' ');
	strbuf_add_number(
	    out, state.mtime_ns > 0 ? (uint64_t)state.mtime_ns : 0);
	strbuf_add_char(out, ' ');
	strbuf_add_cstr(out, path);
	strbuf_add_char(out, '\n');
}

void manifest_add(struct strbuf *out, const struct manifest *m)
{
	sort(m);
	strbuf_lit(out, MAGIC "\n");
	for (size_t i = 0; i < m->notes; i++) {
		strbuf_lit(out, "note ");
		strbuf_add(out, m->note[i].key);
		strbuf_add_char(out, ' ');
		strbuf_add(out, m->note[i].value);
		strbuf_add_char(out, '\n');
	}
	for (size_t i = 0; i < m->files; i++)
		manifest_add_file(out, m->file[i].path, m->file[i].state);
	if (!m->complete)
		return;
	strbuf_lit(out, "end ");
	strbuf_add_number(out, m->files);
	strbuf_add_char(out, '\n');
}

const struct manifest_file *manifest_find(
    const struct manifest *m, struct str path)
{
	size_t from = 0, to = m->files;

	while (from < to) {
		size_t mid = from + (to - from) / 2;
		int order = str_cmp(path, str_of(m->file[mid].path));

		if (order == 0)
			return &m->file[mid];
		if (order < 0)
			to = mid;
		else
			from = mid + 1;
	}
	return NULL;
}
