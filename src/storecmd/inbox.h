/* inbox: what the commands about candidates and votes share.  Private to storecmd. */
#ifndef STORECMD_INBOX_H
#define STORECMD_INBOX_H

#include "inbox/inbox.h"
#include "storecmd/storecmd.h"

/* Which candidates a command is about: numbers, or all that filters choose. */
struct inbox_choice {
	struct inbox_filter filter; /* new ones, if nothing else is said */
	const char *section;        /* as it was written; "-": none */
	bool all;
};

/*
 * Take the value of the option `name`: state, kind, in (the section), source,
 * text, all.  False if it is none of these, or the value is wrong.
 */
bool inbox_take_choice(
    struct inbox_choice *choice, const char *name, const char *value);
/* Find the section of the filter in the settings. */
bool inbox_settle_choice(struct inbox_choice *choice,
    const struct settings *settings, struct error *err);

struct inbox_ids {
	int64_t *id; /* ascending, each once */
	size_t count;
};

/*
 * Read numbers: 12, 12-20, 12,15.  A range is of those that are there and that
 * the filter chooses, and so is `choice->all`; a number alone need not be
 * there.
 */
bool inbox_read_ids(struct store *store, struct arena *arena,
    const struct inbox_choice *choice, char **argument, int arguments,
    struct inbox_ids *ret_ids, struct error *err);

/* Who decides: `as`, or else the name of the user. */
struct str inbox_who(struct arena *arena, const char *as);

/* Columns of a line of a listing: the terminal's, or $COLUMNS. */
size_t inbox_columns(void);

/* A row of the table on a terminal. */
struct inbox_table {
	size_t section, title, host; /* columns */
	bool states;                 /* is there a column of them? */
	int64_t now;
};
struct inbox_table inbox_table_make(const struct store *store, bool states);
void inbox_add_row(struct strbuf *out, const struct inbox_table *table,
    const struct candidate *c);

/* "3m", "5h", "2d", "6w", "1y": a stretch of time in seconds. */
void inbox_add_age(struct strbuf *out, int64_t seconds);
/* Append who decided, when and why: " by ada, 3m ago: an advertisement". */
void inbox_add_decision(
    struct strbuf *out, const struct candidate *c, int64_t now);

/* A kind of nominations must be what a section features. */
bool votes_check_kind(
    struct str kind, const struct settings *settings, struct error *err);

/* Print what was gathered, and forget it.  False if that cannot be done. */
bool inbox_flush(struct strbuf *out, struct error *err);

#endif
