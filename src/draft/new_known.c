/* Which issues there are, by the names of their files. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "draft/new.h"
#include "newsletter/newsletter.h"

/* The header of a file; false if it cannot be read. */
static bool read_header(
    struct arena *arena, const char *path, struct header *ret_header)
{
	struct error ignored;
	struct str text;

	if (!file_read(path, LIMIT_ISSUE_FILE, arena, &text, &ignored))
		return false;
	header_read(arena, text, ret_header);
	return true;
}

static bool date_of(const char *path, struct date *ret_date)
{
	struct arena arena = { 0 };
	struct header header;
	bool known = newsletter_date_of_name(path, ret_date);

	if (!known && read_header(&arena, path, &header)) {
		*ret_date = header.date;
		known = date_is_set(header.date);
	}
	arena_release(&arena);
	return known;
}

static bool add_folder(struct arena *arena, const struct settings *settings,
    struct str folder, struct known_issues *known, struct error *err)
{
	const char *const *paths;
	size_t count;

	if (!newsletter_issues(arena, settings, folder, &paths, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct known_issue issue = { .path = paths[i] };

		if (!date_of(paths[i], &issue.date))
			continue;
		known->issue = ARENA_GROW(arena, known->issue, known->count);
		known->issue[known->count++] = issue;
	}
	return true;
}

/* Drafts come from a folder that is listed later, but its name may be less. */
struct ranked {
	struct known_issue issue;
	size_t rank;
};

static int by_date(const void *left, const void *right)
{
	const struct ranked *a = left, *b = right;
	int order = date_cmp(a->issue.date, b->issue.date);

	if (order == 0)
		order = (a->rank > b->rank) - (a->rank < b->rank);
	return order;
}

static void sort_known(struct arena *arena, struct known_issues *known)
{
	struct ranked *list =
	    ARENA_ARRAY(arena, known->count + 1, struct ranked);

	for (size_t i = 0; i < known->count; i++)
		list[i] = (struct ranked){ known->issue[i], i };
	qsort(list, known->count, sizeof(*list), by_date);
	for (size_t i = 0; i < known->count; i++)
		known->issue[i] = list[i].issue;
}

bool known_issues_find(struct arena *arena, const struct settings *settings,
    struct known_issues *ret_known, struct error *err)
{
	struct known_issues known = { 0 };

	if (!add_folder(
		arena, settings, settings->folders.content, &known, err) ||
	    !add_folder(arena, settings, settings->folders.drafts, &known, err))
		return false;
	sort_known(arena, &known);
	*ret_known = known;
	return true;
}

/* "A Newsletter 12" is number 12. */
static int64_t number_of_title(struct str title)
{
	size_t at = title.len;
	uint64_t number;

	while (at > 0 && char_is_digit(title.at[at - 1]))
		at--;
	if (at == 0 || title.at[at - 1] != ' ' ||
	    !str_to_number(str_sub(title, at, title.len), INT32_MAX, &number))
		return -1;
	return (int64_t)number;
}

int64_t known_number(const struct known_issue *issue)
{
	struct arena arena = { 0 };
	struct header header;
	int64_t number = -1;

	if (read_header(&arena, issue->path, &header))
		number = header.number >= 0 ? header.number
					    : number_of_title(header.title);
	arena_release(&arena);
	return number;
}
