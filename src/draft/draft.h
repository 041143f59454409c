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

/* -------------------------------------------------------------------- tidying */

/* What `draft_fmt` looks after; each is a pass over the text. */
enum draft_fmt_kind {
	DRAFT_FMT_LINE_ENDS,
	DRAFT_FMT_TABS,
	DRAFT_FMT_TRAILING,
	DRAFT_FMT_HEADER,
	DRAFT_FMT_HEADINGS,
	DRAFT_FMT_ITEMS,
	DRAFT_FMT_TIGHT,
	DRAFT_FMT_BLANK_LINES,
	DRAFT_FMT_REFERENCES,
	DRAFT_FMT_TAGS,
	DRAFT_FMT_TABLES,
	DRAFT_FMT_EVENTS,
	DRAFT_FMT_ORDER,
	DRAFT_FMT_KINDS,
};

struct draft_fmt {
	struct str text; /* that of the source itself if it is canonical */
	struct draft_fmt_count {
		size_t made;
		size_t dropped; /* they would have changed the meaning */
	} count[DRAFT_FMT_KINDS];
	/* The text did not come to rest, which is a mistake of fmt; it was
	 * left as it is. */
	bool restless;
};

/* "blank lines": a kind of change, for people. */
const char *draft_fmt_name(enum draft_fmt_kind kind);

/*
 * The canonical form of an issue (docs/drafts.md).  It means the same to
 * readers, and its own canonical form is itself.  The text is in the arena or
 * the source's.  False for a source that draft_read refuses.
 */
bool draft_fmt(struct arena *arena, const struct settings *settings,
    struct source source, struct draft_fmt *ret_result, struct error *err);

#endif
