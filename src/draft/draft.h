/*
 * draft: an issue in work.
 *
 * Makes a draft, puts things into it, tidies it, and merges what several
 * people made of it.  A draft is a file of Markdown in the newsletter's folder
 * of drafts (settings->folders.drafts); the texts live in memory here, and
 * only `draft_find` looks at files.  Only the bytes that are meant to change
 * are changed, as edits of the text that was read.
 *
 * Nothing here reads the clock or prints.
 */
#ifndef DRAFT_DRAFT_H
#define DRAFT_DRAFT_H

#include "base/error.h"
#include "model/edit.h"
#include "model/issue.h"
#include "model/settings.h"

/*
 * The draft to work on: `path` if that is not NULL, else the only draft of the
 * newsletter in the current folder.  False, with all of them named, if there
 * are none or several.  *ret_path is in the arena or `path` itself.
 */
bool draft_find(struct arena *arena, const struct settings *settings,
    const char *path, const char **ret_path, struct error *err);

/* Read the text of a draft.  False, with the reason, for one that expands
 * beyond all measure. */
bool draft_read(struct arena *arena, const struct settings *settings,
    struct source source, struct issue *ret_issue, struct error *err);

#endif
