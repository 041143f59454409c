/*
 * new: the parts of making a new draft.
 * Private to src/draft.
 */
#ifndef DRAFT_NEW_H
#define DRAFT_NEW_H

#include "draft/draft.h"

/* What stands where a list of events would, if there is none. */
#define NEW_NO_EVENTS "<!-- Events list goes here -->"
/* And of a list of what closes; and the variable of that list. */
#define NEW_NO_CLOSING "<!-- Nothing that was printed closes this week -->"
#define NEW_CLOSING_VARIABLE "closing_this_week"

/* An issue or draft by its file's name, and where that says nothing, by its
 * header. */
struct known_issue {
	const char *path;
	struct date date;
};

struct known_issues {
	struct known_issue *issue; /* by date, of equal ones the draft last */
	size_t count;
};

/* new_known.c: all that have a day. */
bool known_issues_find(struct arena *arena, const struct settings *settings,
    struct known_issues *ret_known, struct error *err);
/* The number of an issue, by its header or the end of its title; -1 if it has
 * none or cannot be read. */
int64_t known_number(const struct known_issue *issue);

/* new_rhythm.c: days and numbers, by settings->rhythm.
 * The next day on which an issue is due; `newest` may be unset. */
struct date rhythm_next(
    const struct settings *settings, struct date newest, struct date today);
/* The number of the issue of a day; -1 if issues are not counted from one, or
 * the day is none on which one is due. */
int64_t rhythm_number(const struct settings *settings, struct date date);

/* new_name.c: the title of an issue, and the name of its file, as settings
 * or the newest of `known` have it. */
struct str new_title(struct arena *arena, const struct settings *settings,
    int64_t number, struct date date);
struct str new_file_name(struct arena *arena, const struct settings *settings,
    const struct known_issues *known, int64_t number, struct date date);

/* new_events.c */
struct carried {
	struct str text; /* without line ends at its ends; NEW_NO_EVENTS if
			    there is nothing */
	size_t events;
};

/*
 * The lists of events of `last`, an issue before that of `date`.  They begin
 * behind the line that settings->events.heading_window begins, and end with
 * the last list; or with the line `stop` (if that is not empty), which stands
 * behind them in the template.
 */
struct carried events_carry(struct arena *arena,
    const struct settings *settings, struct source last, struct date date,
    struct str stop, struct draft_notes *notes);

/* new_closing.c: items of a list, or NEW_NO_CLOSING. */
struct str closing_list(struct arena *arena, const struct deadlines *closing);

/* new_template.c: fill in the variables. */
struct template_use {
	const struct settings *settings;
	const struct draft_plan *plan;
	struct source template, last;
};
void template_expand(struct strbuf *out, struct arena *arena,
    const struct template_use *use, struct draft_new *result);

/* new.c */
void note_add(
    struct arena *arena, struct draft_notes *notes, struct draft_note note);

#endif
