/*
 * correction: what was wrong in an issue after readers had it, and is right
 * now.
 *
 * Kept in a file of the newsletter (settings->corrections), beside the issues
 * and in git as they are, one JSON object a line:
 *
 *	{"issue": "2026-09-02-averted-vision", "date": "2026-09-04",
 *	 "kind": "moved", "title": "Lamp night", "url": "https://...",
 *	 "was": "2026-09-10", "now": "2026-09-12"}
 *
 * Pages, feeds and calendars are built from it, and from nothing that a
 * database knows.  Lines are only ever added.
 */
#ifndef MODEL_CORRECTION_H
#define MODEL_CORRECTION_H

#include "base/date.h"
#include "base/source.h"
#include "base/strbuf.h"
#include "model/issue.h"

enum correction_kind {
	CORRECTION_MOVED,   /* an event, to another day, or it ends on one */
	CORRECTION_OFF,     /* an event does not take place, or was none */
	CORRECTION_CHANGED, /* an event: its place, or whether it has one */
	CORRECTION_LINK,    /* something leads elsewhere now */
	CORRECTION_REMOVED, /* something is no longer there */
	CORRECTION_ADDED,   /* something was forgotten */
	CORRECTION_WORDS,   /* a slip of the pen */
	CORRECTION_SAME,    /* an event that stays as it is, and would get
			       another name from what changed around it */
};
enum { CORRECTION_KINDS = CORRECTION_SAME + 1 };

struct correction {
	struct str issue; /* name of its file, without .md */
	struct date date; /* of the correction */
	enum correction_kind kind;
	struct str title; /* of the thing, plain */
	struct str url;   /* where it leads now */
	struct str url_was;
	struct date was, now; /* first day of an event */
	struct date last;     /* and its last, now */
	struct str place;     /* of an event: "Virtual (Linz, AT)" */
	/* Of an event: its name in calendars (model/event_name.h), which it
	 * keeps. */
	struct str event;
	/* Not kept in the file: where it stood when it was wrong.  The id of
	 * the section's rule; of an event those of its regions, its countries,
	 * and whether it stood under no region. */
	struct str section;
	struct str_list regions, countries;
	bool everywhere;
};

struct corrections {
	struct correction *correction; /* in the order of the file */
	size_t count;
};

/* "moved"; and back, false for a name that is none. */
const char *correction_kind_name(enum correction_kind kind);
bool correction_kind_named(struct str name, enum correction_kind *ret_kind);
/* Should readers be told, or is it enough that it is right now? */
bool correction_matters(enum correction_kind kind);

/* A sentence for readers, plain, in the arena: "Lamp night has moved from
 * 2026-09-10 to 2026-09-12." */
struct str correction_sentence(
    struct arena *arena, const struct correction *correction);

/* Read the file; false with file:line:column of what is wrong.  All is in the
 * arena. */
bool corrections_read(struct arena *arena, struct source source,
    struct corrections *ret_corrections, struct error *err);
/* Append a line. */
void correction_add_line(struct strbuf *out, const struct correction *c);

/* The names of model/event_name.h, but that an event keeps its name when it, or
 * what is listed beside it, was corrected. */
const struct str *correction_event_names(struct arena *arena,
    const struct corrections *corrections, const struct issue *typed);

/*
 * What an edit changed, by meaning: events by their address, other things by
 * the canonical form of theirs; an event whose address is there on another day
 * has moved, a thing of the same title that leads elsewhere has another link.
 * What is form alone is nothing, and neither is one that is listed once more or
 * once less.  Dates and issue are those given.  False for a text that expands
 * beyond all measure.
 */
struct correction_ask {
	const struct settings *settings;
	struct source before, after;
	struct str issue;
	struct date date;
	const struct corrections *known; /* from before; may be NULL */
};
bool corrections_find(struct arena *arena, const struct correction_ask *ask,
    struct corrections *ret_corrections, struct error *err);

#endif
