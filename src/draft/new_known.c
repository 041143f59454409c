/* Which issues there are, by the names of their files. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
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

/* --------------------------------------------------------------- by its name */

/* What somebody calls an issue. */
struct issue_name {
	struct str text;
	uint64_t number; /* if is_number */
	bool is_number;
	struct date date; /* unset: it is none */
};

static bool is_slug_of(
    struct arena *arena, const char *path, struct str title, struct str slug)
{
	struct str base = str_of(path_base(path));
	size_t ending = strlen(path_ending(path));

	return str_eq(text_slug(arena, title), slug) ||
	       str_eq(str_sub(base, 0, base.len - ending), slug);
}

static bool is_called(const char *path, const struct issue_name *name)
{
	const struct known_issue known = { .path = path };
	struct arena arena = { 0 };
	struct header header;
	struct date date;
	bool is = false;

	if (name->is_number)
		return known_number(&known) == (int64_t)name->number;
	if (date_is_set(name->date))
		return date_of(path, &date) && date_cmp(date, name->date) == 0;
	if (read_header(&arena, path, &header))
		is = str_eq(header.slug, name->text) ||
		     is_slug_of(&arena, path, header.title, name->text);
	arena_release(&arena);
	return is;
}

/* Those of a folder that are called so; *found is the last of them. */
static bool find_in(struct arena *arena, const struct settings *settings,
    struct str folder, const struct issue_name *name, const char **found,
    struct error *err)
{
	const char *const *path;
	size_t count;

	if (!newsletter_issues(arena, settings, folder, &path, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!is_called(path[i], name))
			continue;
		if (*found != NULL)
			return error_set(err,
			    "%.*s names more than one issue, %s and %s; name "
			    "one by its path",
			    STR_ARG(name->text), *found, path[i]);
		*found = path[i];
	}
	return true;
}

/* Is it one of those that are published? */
static bool is_published(struct arena *arena, const struct settings *settings,
    const char *path, bool *ret_published, struct error *err)
{
	const char *const *known;
	size_t count;

	*ret_published = false;
	if (!newsletter_issues(arena, settings, settings->folders.content,
		&known, &count, err))
		return false;
	for (size_t i = 0; i < count && !*ret_published; i++)
		*ret_published = strcmp(known[i], path_plain(path)) == 0;
	return true;
}

bool draft_find_issue(struct arena *arena, const struct settings *settings,
    const char *name, const char **ret_path, bool *ret_published,
    struct error *err)
{
	struct issue_name called = { .text = str_of(name) };

	*ret_path = file_exists(name) ? name : NULL;
	called.is_number =
	    str_to_number(called.text, INT64_MAX, &called.number);
	if (!called.is_number)
		date_parse(called.text, false, &called.date);
	if (*ret_path == NULL &&
	    (!find_in(arena, settings, settings->folders.drafts, &called,
		 ret_path, err) ||
		!find_in(arena, settings, settings->folders.content, &called,
		    ret_path, err)))
		return false;
	if (*ret_path == NULL)
		return error_set(err,
		    "there is no issue %s; name one by its number, its date "
		    "(2026-08-19), its slug or its path",
		    name);
	return is_published(arena, settings, *ret_path, ret_published, err);
}
