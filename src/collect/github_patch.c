#include "collect/github_patch.h"

#include "base/limits.h"
#include "base/strbuf.h"

/* "@@ -40,6 +40,7 @@": the first line of the new file; 0 if it is none. */
static size_t hunk_line(struct str line)
{
	size_t plus = str_find_char(line, '+', 0), end;
	uint64_t number = 0;

	if (!str_starts(line, STR("@@ -")) || plus == STR_NONE)
		return 0;
	for (end = plus + 1; end < line.len && char_is_digit(line.at[end]);)
		end++;
	/* Of a file that is gone it is +0,0. */
	return str_to_number(str_sub(line, plus + 1, end), INT32_MAX, &number)
		   ? (size_t)number + (number == 0)
		   : 0;
}

static void add_line(struct arena *arena, struct patch *patch, size_t line)
{
	struct patch_lines *last =
	    patch->adds > 0 ? &patch->added[patch->adds - 1] : NULL;

	if (last != NULL && line >= last->first && line <= last->end) {
		last->end = line < last->end ? last->end : line + 1;
		return;
	}
	patch->added = ARENA_GROW(arena, patch->added, patch->adds);
	patch->added[patch->adds++] = (struct patch_lines){ line, line + 1 };
}

bool patch_read(struct arena *arena, struct str text, struct patch *ret_patch)
{
	struct patch patch = { NULL, 0, { NULL, 0 } };
	struct strbuf removed;
	size_t at = 0; /* in the new file; 0: before the first hunk */

	strbuf_init(&removed, LIMIT_SOURCE);
	while (text.at != NULL) {
		struct str line = str_take(&text, '\n');
		size_t hunk = hunk_line(line);
		char mark = line.len > 0 ? line.at[0] : ' ';

		if (hunk > 0) {
			at = hunk;
		} else if (at == 0) {
			break;
		} else if (mark == '-') {
			strbuf_add(&removed, str_sub(line, 1, line.len));
			strbuf_add_char(&removed, '\n');
		} else if (mark != '\\') {
			if (mark == '+')
				add_line(arena, &patch, at);
			at++;
		}
	}
	patch.removed = arena_str(arena, strbuf_str(&removed));
	strbuf_release(&removed);
	if (at > 0)
		*ret_patch = patch;
	return at > 0;
}

bool patch_adds(const struct patch *patch, size_t line)
{
	for (size_t i = 0; i < patch->adds; i++)
		if (line >= patch->added[i].first && line < patch->added[i].end)
			return true;
	return false;
}
