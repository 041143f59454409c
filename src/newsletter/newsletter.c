#include "newsletter/newsletter.h"

#include <string.h>

#include "base/file.h"
#include "base/zone.h"

static bool read_settings_file(
    struct arena *arena, struct settings *ret_settings, struct error *err)
{
	struct str text;

	if (!file_read(SETTINGS_FILE, LIMIT_SMALL_FILE, arena, &text, err) ||
	    !settings_read(arena, SETTINGS_FILE, text, ret_settings, err))
		return false;
	if (!zone_exists(ret_settings->time_zone))
		return error_set(err,
		    SETTINGS_FILE ": time_zone: the system does not know "
				  "\"%.*s\"; expected a name such as "
				  "Europe/Lisbon",
		    STR_ARG(ret_settings->time_zone));
	return true;
}

bool newsletter_settings(struct arena *arena, const char *preset,
    struct str category, struct settings *ret_settings, struct error *err)
{
	if (preset == NULL && file_exists(SETTINGS_FILE))
		return read_settings_file(arena, ret_settings, err);
	return settings_preset(arena,
	    preset != NULL ? str_of(preset) : settings_recognise(category),
	    ret_settings, err);
}

bool newsletter_is_markdown(const char *path)
{
	const char *ending = path_ending(path);

	return strcmp(ending, ".md") == 0 || strcmp(ending, ".markdown") == 0;
}

bool newsletter_date_of_name(const char *path, struct date *ret_date)
{
	struct str name = str_of(path_base(path));
	size_t end = 0;

	while (end < name.len &&
	       (char_is_digit(name.at[end]) || name.at[end] == '-'))
		end++;
	while (end > 0 && name.at[end - 1] == '-')
		end--;
	return date_parse(str_sub(name, 0, end), true, ret_date);
}

/* Is `path` the folder `inner`, or below it? */
static bool is_below(const char *path, const char *inner)
{
	size_t len = strlen(inner);

	return strncmp(path, inner, len) == 0 &&
	       (path[len] == '/' || path[len] == '\0');
}

bool newsletter_is_elsewhere(struct arena *arena, const struct settings *s,
    struct str folder, const char *path)
{
	const struct str *others[] = { &s->folders.content, &s->folders.drafts,
		&s->folders.pages, &s->folders.images, &s->folders.static_files,
		&s->folders.theme, &s->folders.output, &s->folders.cache };

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (others[i]->len > folder.len &&
		    is_below(path, arena_cstr(arena, *others[i])))
			return true;
	return false;
}

bool newsletter_is_issue(
    struct arena *arena, const struct settings *s, const char *path)
{
	const struct str folders[] = { s->folders.content, s->folders.drafts };

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		if (is_below(path, arena_cstr(arena, folders[i])) &&
		    !newsletter_is_elsewhere(arena, s, folders[i], path))
			return newsletter_is_markdown(path);
	return false;
}

bool newsletter_issues(struct arena *arena, const struct settings *s,
    struct str folder, const char *const **ret_paths, size_t *ret_count,
    struct error *err)
{
	const char *at = arena_cstr(arena, folder);
	const char **paths = NULL;
	struct file_list list;
	size_t count = 0;

	if (!folder_walk(at, NULL, arena, &list, err))
		return false;
	for (size_t i = 0; i < list.count; i++) {
		const char *path = path_join(arena, at, list.entry[i].path);

		if (!newsletter_is_markdown(path) ||
		    newsletter_is_elsewhere(arena, s, folder, path))
			continue;
		paths = ARENA_GROW(arena, paths, count);
		paths[count++] = path;
	}
	*ret_paths = paths;
	*ret_count = count;
	return true;
}
