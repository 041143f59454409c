/*
 * newsletter: the folder of a newsletter, which is the current folder.
 *
 * What every stage needs to know of it before its own work: the settings, and
 * which files are issues.
 */
#ifndef NEWSLETTER_NEWSLETTER_H
#define NEWSLETTER_NEWSLETTER_H

#include "base/date.h"
#include "base/error.h"
#include "model/settings.h"

/* Name of the settings file. */
#define SETTINGS_FILE "sennight.yaml"

/*
 * Read the settings of the newsletter in the current folder.  Without a
 * settings file: those of `preset`, or if that is NULL of the preset that
 * recognises `category` (of a file that is to be read; may be empty).
 */
bool newsletter_settings(struct arena *arena, const char *preset,
    struct str category, struct settings *ret_settings, struct error *err);

/* Is a file Markdown, by its name? */
bool newsletter_is_markdown(const char *path);

/* "2026-08-19-some-name.md": the day that a file's name begins with. */
bool newsletter_date_of_name(const char *path, struct date *ret_date);

/*
 * Folders of another kind may lie inside a folder: content/pages.  Does
 * `path`, found in `folder`, lie in such a one?
 */
bool newsletter_is_elsewhere(struct arena *arena, const struct settings *s,
    struct str folder, const char *path);

/* Is `path`, as it is written from here, that of an issue or draft? */
bool newsletter_is_issue(
    struct arena *arena, const struct settings *s, const char *path);

/*
 * The Markdown files of a folder of issues (settings->folders.content or
 * .drafts), sorted by path, as paths from here; in the arena.  A folder that
 * is not there has none.
 */
bool newsletter_issues(struct arena *arena, const struct settings *s,
    struct str folder, const char *const **ret_paths, size_t *ret_count,
    struct error *err);

#endif
