/*
 * status: an issue at a glance.  Private to storecmd.
 *
 * The report is a list of parts, each a record: one more part is a file with
 * its record and a row in the table of status.c.  First every part looks, in
 * the order of the table, and says what blocks the issue (status_block); then
 * all are printed, in the same order, as text or as members of one JSON object
 * (docs/status.md describes it).
 *
 * Nothing is changed.  A database that is not there is not made, and what it
 * would have told is left out.
 */
#ifndef STORECMD_STATUS_H
#define STORECMD_STATUS_H

#include "base/json.h"
#include "base/source.h"
#include "check/check.h"
#include "draft/draft.h"
#include "publish/publish.h"
#include "storecmd/inbox.h"

/* A text that is not set. */
#define STATUS_UNSET ((struct str){ NULL, 0 })

/* A place in the file of the issue. */
struct status_place {
	size_t line;     /* from 1; 0: of none */
	struct str text; /* what stands there, or a detail; may be empty */
};

/* One thing that is between the issue and its readers. */
struct status_block {
	const char *rule;  /* of check; NULL: it is not check that says so */
	bool stops;        /* publishing itself would */
	struct str what;   /* a clause */
	struct str advice; /* a sentence, or a command */
	struct str gain; /* of a command: what it does; unset if it is not to be
				   the next thing */
	struct status_place *place; /* in file order */
	size_t places;
};

/* What is done next, and why. */
struct status_step {
	struct str command, why;
};

/* One for each section of the settings, and one for what is for none. */
struct status_section {
	enum status_filled {
		FILLED_ABSENT,  /* there is no heading, and need be none */
		FILLED_MISSING, /* there is none, but every issue has it */
		FILLED_EMPTY,
		FILLED_TEXT,  /* only text, that is not counted */
		FILLED_OUTER, /* a heading only for those below it */
		FILLED_NONE,  /* it says that there is nothing */
		FILLED_ITEMS,
	} filled;
	size_t line; /* of the heading; 0: unknown */
	int64_t items;
	int64_t fresh, accepted; /* candidates that wait */
};

struct status_source {
	const struct source_rule *rule;
	enum status_asked {
		ASKED_NEVER, /* or of another address */
		ASKED_INCOMPLETE,
		ASKED_COMPLETE,
	} asked;
	int64_t tried, complete;   /* when; 0: never */
	struct str trouble, notes; /* may be unset */
};

struct status_vote {
	size_t section; /* of the settings */
	size_t nominations;
	struct str ahead; /* with the most votes, the first of them; or unset */
	int64_t most;     /* that it has */
	size_t leaders;
	bool open, over;
	int64_t closes; /* 0: when it is closed */
};

/* An event that is not as it was printed, or accepted. */
struct status_event {
	struct str what;   /* a clause */
	struct str title;  /* may be empty */
	struct date day;   /* may be unset */
	struct str file;   /* of an issue; may be unset */
	size_t line;       /* in it; 0: unknown */
	int64_t candidate; /* 0: none */
};

struct status {
	struct arena arena;
	const struct cmd *cmd;
	const char *name; /* of the issue, as it was asked for; may be NULL */
	bool json, colour;
	bool all; /* as text: what is as it should be, too, and all rows */
	size_t columns;
	int64_t now;
	struct date today;
	struct settings settings;

	/* The issue; path is NULL if there is no draft. */
	const char *path;
	bool published;
	struct issue issue;
	struct date day; /* when it comes out; may be unset */
	struct discussion discussion;
	struct check_report report;
	int64_t findings[CHECK_ERROR + 1]; /* that are not for later */
	struct draft_plan next; /* without a draft; its path may be NULL */

	struct store *store;        /* NULL: none, or it failed */
	struct error store_trouble; /* "": none */
	bool asked;                 /* has it told all that it was asked? */

	struct publish_steps out; /* what was done to publish it */
	struct status_block *block;
	size_t blocks;

	struct status_section *section;
	int64_t follow; /* candidates that are sources */
	struct status_source *source;
	struct status_vote *vote;
	size_t votes;
	struct status_event *event;
	size_t events;
	struct status_step *step;
	size_t steps;
};

struct status_part {
	/* False if it could not, and no part can; that the store failed is
	 * none of these, see status_lost.  May be NULL. */
	bool (*look)(struct status *s, struct error *err);
	void (*text)(const struct status *s, struct strbuf *out);
	/* Members of the object. */
	void (*json)(const struct status *s, struct json *j);
};

/* status_issue.c: which issue it is, and when; printed as the first line. */
extern const struct status_part status_verdict;
/* status_blocks.c: what check finds, and all that blocks the issue. */
extern const struct status_part status_blocking;
/* status_publish.c: how far it has come on its way out. */
extern const struct status_part status_published;
/* status_sections.c: what is in them, and what waits for them. */
extern const struct status_part status_sections;
/* status_store.c: what the database knows of them. */
extern const struct status_part status_sources, status_votes;
/* status_events.c: those that moved, were called off or are in doubt. */
extern const struct status_part status_events;
/* status_next.c: what to do. */
extern const struct status_part status_next;

/* Say that something blocks the issue. */
void status_block(struct status *s, struct status_block block);
/* The store failed: it is closed, and why is said in the end. */
void status_lost(struct status *s, const struct error *err);

/* Do candidates wait for it? */
bool status_section_waits(const struct status_section *section);
/* The title of section `i`, also of the one that stands for none. */
struct str status_section_title(const struct status *s, size_t i);
/* "Ada, Bo Li": who looks after it; may be empty. */
struct str status_section_editors(
    struct arena *arena, const struct status *s, size_t i);
/* status_groups.c: the sections, those together that are in one state. */
void status_add_groups(const struct status *s, struct strbuf *out);

/* --------------------------------------------------------------- printing */

enum status_colour { COLOUR_BAD, COLOUR_DOUBTFUL, COLOUR_GOOD, COLOUR_BOLD };

/* Append a text in a colour, if there are any. */
void status_add_coloured(const struct status *s, struct strbuf *out,
    enum status_colour colour, struct str text);
/* Append an empty line and a heading. */
void status_add_heading(const struct status *s, struct strbuf *out,
    const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Append the rest of a line, of which `used` columns are taken. */
void status_add_rest(
    const struct status *s, struct strbuf *out, size_t used, struct str text);
/* "3h ago", "just now": a time, in seconds since 1970. */
void status_add_ago(
    const struct status *s, struct strbuf *out, int64_t seconds);
/* "1 event", "3 events" */
void status_add_count(
    struct strbuf *out, int64_t count, const char *one, const char *many);
/* Append a row that begins with "line 12", if that is not 0, and goes on in as
 * many lines as it needs. */
void status_add_row(
    const struct status *s, struct strbuf *out, size_t line, struct str text);
/* The same of one that begins with a name of ten letters at most. */
void status_add_named_row(const struct status *s, struct strbuf *out,
    const char *name, struct str text);
/* A time, or null for 0; a day, or null. */
void status_json_time(struct json *j, const char *key, int64_t seconds);
void status_json_day(struct json *j, const char *key, struct date day);

#endif
