/*
 * draft: an issue in work.
 *
 * Makes a draft, puts things into it, tidies it, and merges what several
 * people made of it.  A draft is a file of Markdown in the newsletter's folder
 * of drafts (settings->folders.drafts); the texts live in memory here, and
 * only what finds files (`draft_find`, `draft_plan_new`, ...) looks at them.  Only
 * the bytes that are meant to change are changed, as edits of the text that
 * was read.
 *
 * Nothing here reads the clock or prints.
 */
#ifndef DRAFT_DRAFT_H
#define DRAFT_DRAFT_H

#include "base/error.h"
#include "model/deadline.h"
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

/*
 * The issue or draft that people name by its number, its day (2026-08-19), its
 * slug or its path.  False if there is none, or several.  *ret_path is in the
 * arena or `name` itself; *ret_published tells whether it is an issue.
 */
bool draft_find_issue(struct arena *arena, const struct settings *settings,
    const char *name, const char **ret_path, bool *ret_published,
    struct error *err);

/* Read the text of a draft.  False, with the reason, for one that expands
 * beyond all measure. */
bool draft_read(struct arena *arena, const struct settings *settings,
    struct source source, struct issue *ret_issue, struct error *err);

/* ------------------------------------------------------------- a new issue */

/* What is asked for. */
struct draft_request {
	struct date today;
	struct date date; /* unset: the next day by the rhythm */
	int64_t number;   /* -1: the next */
};

/* What a person should hear about a draft that was made. */
struct draft_note {
	enum {
		NOTE_OVER,     /* an event that was left out */
		NOTE_EMPTY,    /* a heading that was, for nothing was left */
		NOTE_UNDATED,  /* an item that was kept: its days are not
				  understood */
		NOTE_VARIABLE, /* a variable of the template that was left as
				  it is */
		NOTE_OTHER,
	} kind;
	const char *path; /* of the file that is spoken of; NULL: none */
	size_t line, column;
	struct date first, last; /* NOTE_OVER: its days */
	struct str region;       /* NOTE_OVER: its heading; may be unset */
	struct str what;         /* title, heading, variable; or unset */
	struct str why;          /* a clause for people; never unset */
};

struct draft_notes {
	struct draft_note *note;
	size_t count;
};

/* Which issue is to be made, and from what. */
struct draft_plan {
	int64_t number; /* -1: issues here have none */
	struct date date;
	const char *path;          /* of the draft */
	const char *last_path;     /* of the issue before it; NULL: none */
	const char *template_path; /* NULL: there is none */
	struct deadlines closing;  /* see draft_find_closing */
	struct draft_notes notes;  /* of kind NOTE_OTHER */
};

/*
 * Which is the next issue of the newsletter in the current folder?  Its day
 * is by settings->rhythm; files of issues are known by the days in their
 * names, and only a few of them are read.  Fails for a day that has an issue
 * already, and for one before the newest issue unless the request has its
 * number.
 */
bool draft_plan_new(struct arena *arena, const struct settings *settings,
    const struct draft_request *request, struct draft_plan *ret_plan,
    struct error *err);

/*
 * Fill plan->closing if `template` asks for it: what was printed in the year
 * before and closes from the day of the new issue on, before that of the one
 * after it by the rhythm (a week at least).  Reads those issues.
 */
bool draft_find_closing(struct arena *arena, const struct settings *settings,
    struct str template, struct draft_plan *plan, struct error *err);

struct draft_new {
	struct str text;
	size_t events;            /* carried over */
	struct draft_notes notes; /* those of the plan too, in file order */
};

/*
 * The text of the draft: `template` with its variables filled in, among them
 * the events of `last` that are not over, in the order of event_cmp.  Texts
 * with at == NULL: the built-in template; no issue before.  Any bytes are
 * fine.  False only if it would be larger than LIMIT_ISSUE_FILE.
 */
bool draft_make_new(struct arena *arena, const struct settings *settings,
    const struct draft_plan *plan, struct str template, struct str last,
    struct draft_new *ret_new, struct error *err);

/* Append the built-in template. */
void draft_add_template(struct strbuf *out, const struct settings *settings);
/* Append the headings of an issue, with what stands below that of events and
 * below the first of links. */
void draft_add_sections(struct strbuf *out, const struct settings *settings,
    struct str events, struct str links);

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
/* ----------------------------------------------------------------- a merge */

/* How conflicts are marked: in the way of git. */
struct merge_labels {
	const char *ours, *theirs; /* names of the two sides */
	size_t marker_size;        /* characters of a marker; 7 as a rule */
};

/* Two changed versions of a draft, and the one that both began with. */
struct merge_input {
	const struct settings *settings;
	struct source base, ours, theirs;
	struct merge_labels labels;
};

struct merge_result {
	struct str text;  /* in the arena, or of the input */
	size_t conflicts; /* that are marked in it */
};

/*
 * Merge by meaning.  A list is a set of items that are known by their links,
 * and of events by the day too; other text is merged by lines, and what stands
 * under a heading with what stands under it in the other version.
 *
 * What a side added stays, in the order of ours and then theirs; what a side
 * removed goes if the other left it alone.  What both changed in different
 * ways is marked, as small as it can be.  So every item of either side is in
 * the result, or was removed by a side, or is in a marked conflict.
 *
 * False for a text that expands beyond all measure.  Then, and after any other
 * failure, draft_merge_nothing appends both versions as one conflict.
 */
bool draft_merge(struct arena *arena, const struct merge_input *input,
    struct merge_result *ret_result, struct error *err);
void draft_merge_nothing(struct strbuf *out, const struct merge_input *input);

/* What one of two changed versions did to the items of a draft. */
enum draft_change_kind {
	DRAFT_ADDED,
	DRAFT_DOUBLED, /* added, but ours had it already */
	DRAFT_EDITED,
	DRAFT_REMOVED,
};

struct draft_change {
	enum draft_change_kind kind;
	struct str
	    section; /* titles from the outermost heading: "Events / Asia" */
	struct str title; /* of its link, or what it says */
	size_t line;      /* in the result; 0 if it is not there */
};

/*
 * What `theirs` did to the items of `base`, in the order of theirs and then of
 * base.  An item is known by the canonical form of its first link, an event by
 * its day too, any other by its text; ours tells what is doubled, and what was
 * removed there as well.  `result` is what was made of all, for the lines.
 * False for a text that expands beyond all measure.
 */
struct draft_compared {
	const struct settings *settings;
	struct source base, ours, theirs, result;
};
bool draft_compare(struct arena *arena, const struct draft_compared *versions,
    struct draft_change **ret_change, size_t *ret_changes, struct error *err);
/* ----------------------------------------------------------- putting things in */

enum addition_kind {
	ADD_LINK,
	ADD_EVENT,
	ADD_CALL,
	ADD_DECISION,
	ADD_CHANGE,
	ADD_FEATURE, /* into its slot */
	ADD_JOBS,    /* the link of the jobs section */
};

/* One thing to put into a draft.  Texts are plain and may hold anything; the
 * positions in the structs mean nothing here. */
struct addition {
	enum addition_kind kind;
	/* Where it is to go: the id, title or another spelling of a section
	 * of the settings, or a heading of the draft.  Unset: by its kind,
	 * and a link without one goes to the unsorted ones. */
	struct str section;
	struct item_link link; /* ADD_LINK, ADD_JOBS: text and url */
	struct str_list tags;  /* ADD_LINK */
	struct event event;
	struct call call;
	struct decision decision;
	struct change change;
	struct feature feature;
	size_t line; /* of the list it was read from; 0: of none */
};

struct addition_list {
	struct addition *addition;
	size_t count;
	/* Lines that say nothing that can be put in: "FILE:LINE: why". */
	struct str *wrong;
	size_t wrongs;
};

/*
 * Read a list of additions: one JSON object a line, as `sennight show` prints
 * them (docs/drafts.md).  Blank lines are skipped, fields that are not known
 * too.  Never fails: what is wrong is in the list.
 */
void additions_read(struct arena *arena, const struct settings *settings,
    struct source source, struct addition_list *ret_list);

/* What a list calls one kind of thing, and where it is to go. */
struct addition_as {
	/* "link", "event" and "change" say what it is; "call", "decision" and
	 * "feature" which family, and what of it is said by "kind" of the
	 * object, or else by the section. */
	struct str family;
	struct str section; /* instead of the object's; may be unset */
};

/*
 * Read one JSON object as of such a list, of which the family is known.  False,
 * with what is wrong and without a place, in err; *ret_addition is untouched
 * then.
 */
bool addition_read(struct arena *arena, const struct settings *settings,
    struct str object, const struct addition_as *as,
    struct addition *ret_addition, struct error *err);

/* Is it a tag of the settings, or a language (two capitals)?  If not, *ret_near
 * is the one that is meant, or unset. */
bool draft_tag_is_known(
    const struct settings *settings, struct str tag, struct str *ret_near);

enum placed_state {
	PLACED,     /* it stands there now */
	PLACED_TWO, /* it stood there before, or a list has it twice */
	PLACED_NOT, /* it cannot be put in; see `why` */
};

/* What became of an addition; an event in two regions has two of them. */
struct placed {
	const struct addition *addition;
	enum placed_state state;
	size_t offset;      /* of the item, in the new text; or MD_UNKNOWN */
	size_t line;        /* the same, from 1; 0: unknown */
	struct str section; /* the heading it stands under */
	struct str title;
	const char *why; /* PLACED_NOT: a clause for people */
};

struct draft_added {
	struct str text; /* the new text */
	struct placed *placed;
	size_t count;
};

/* Number in the settings of the section that it goes to: the one asked for, or
 * that of its kind.  STR_NONE: none of the settings. */
size_t draft_section_of(
    const struct settings *settings, const struct addition *addition);

/*
 * Put things into a draft, each at its place and in its order; headings that
 * are missing are made, sentences that say there is nothing go.  False, and
 * nothing returned, if the result would not read back as what was put in.
 */
bool draft_add(struct arena *arena, const struct settings *settings,
    struct source source, const struct addition *addition, size_t count,
    struct draft_added *ret_added, struct error *err);

/*
 * Say of what ends empty that there is nothing: the sentence of the settings
 * (`none`) where a section has neither items nor such a sentence, and where
 * the draft or a comment of it has a sentence that names groups, that, with
 * all groups that have nothing; their headings go.  The text is the source's
 * own if nothing was to be done; false as of draft_read.
 */
struct draft_none {
	struct str text;
	/* The sentences that were written or changed: each is the title, as
	 * Markdown, and the addition is NULL. */
	struct placed *said;
	size_t count;
	struct str *gone; /* headings of groups */
	size_t gones;
};
bool draft_fill_none(struct arena *arena, const struct settings *settings,
    struct source source, struct draft_none *ret_none, struct error *err);

#endif
