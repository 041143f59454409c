/*
 * submit: what readers send in, from the fields of a form to a candidate.
 *
 * A kind of submission is a table of fields.  What was typed is checked twice:
 * each field by itself, and, if that is fine, the whole as it would stand in
 * an issue: it is put into a draft that holds nothing else, and the rules of
 * `check` look at it.  Nothing here knows of pages or of the store's
 * contents.
 */
#ifndef SUBMIT_SUBMIT_H
#define SUBMIT_SUBMIT_H

#include "base/date.h"
#include "check/check.h"
#include "store/store.h"

/* How a field is typed. */
enum submit_input {
	SUBMIT_LINE,
	SUBMIT_ADDRESS, /* of the web */
	SUBMIT_TEXT,    /* several lines */
	SUBMIT_DAY,     /* 2026-03-04 */
	SUBMIT_TIME,    /* 19:30 */
	SUBMIT_ZONE,    /* Europe/Lisbon */
	SUBMIT_COUNTRY, /* its name or code */
	SUBMIT_SECTION, /* of items; by id */
	SUBMIT_TAGS,    /* with commas */
	SUBMIT_MODE,    /* in-person, virtual, hybrid */
};

struct submit_field {
	const char *name; /* in forms: "first" */
	const char *label, *hint;
	enum submit_input input;
	size_t most;        /* characters */
	const char *needed; /* what to say without it; NULL: it may be empty */
};

struct submit_kind {
	const char *name; /* in addresses: "link"; "thing" and "quote" are
			     forms of features */
	const char *title, *hint;
	enum candidate_kind candidate;
	const struct submit_field *field;
	size_t fields;
};

/* Those that need no feature of the settings, in the order to show them. */
extern const struct submit_kind submit_kinds[];
extern const size_t submit_kind_count;

/*
 * The kind of a name in an address: one of the list, or what a section
 * features ("crate", "quote").  NULL if it is none, or if the settings have no
 * section for it.
 */
const struct submit_kind *submit_kind_named(
    const struct settings *settings, struct str name);
/* Is there a section that it can stand in? */
bool submit_kind_fits(
    const struct settings *settings, const struct submit_kind *kind);

/* ------------------------------------------------------------------- reading */

/* What a rule of check says of it. */
struct submit_remark {
	enum check_level level; /* CHECK_ERROR: it cannot be taken so */
	struct str text, advice;
	struct str address; /* where to see it; may be unset */
};

struct submission {
	const struct submit_kind *kind;
	struct str name;     /* of the kind in the address: "crate" */
	struct str *value;   /* of each field, trimmed, and without characters
				that turn the direction; never unset */
	struct str *problem; /* of each field; at == NULL: it is fine */
	struct submit_remark *remark;
	size_t remarks;
	/* No field has a problem: the candidate is filled in, without source,
	 * contact and tag. */
	bool read;
	bool titled; /* its title was typed, not made of the address */
	bool errors; /* of the remarks, or of fields */
	struct candidate candidate;
	struct str printed; /* as it would stand in an issue, Markdown; empty
			       for what is not printed */
};

/* What was typed into a field; unset: nothing. */
typedef struct str submit_value(void *data, const char *field);

/* An empty form, or one with what is there. */
void submit_begin(struct arena *arena, const struct submit_kind *kind,
    struct str name, submit_value *value, void *data,
    struct submission *ret_submission);
/*
 * Read what was typed.  `today` is the day by which days are judged.  All is
 * in the arena.  False only if it could not be looked at (settings that name
 * an unknown rule).
 */
bool submit_read(struct arena *arena, const struct settings *settings,
    struct date today, struct submission *submission, struct error *err);

/* One more remark, copied into the arena; not a second one of the same text. */
void submit_add_remark(struct arena *arena, struct submission *submission,
    const struct submit_remark *remark);

/*
 * The next event of an iCalendar text, as it would be typed into the form of an
 * event; of several, *ret_more tells that there are.  False, with what is wrong
 * in *ret_problem, if there is none.  The value of a field is unset if the
 * calendar does not say it.
 */
struct submit_pasted;
bool submit_paste(struct arena *arena, struct str text, struct date today,
    const struct submit_pasted **ret_pasted, bool *ret_more,
    struct str *ret_problem);
struct str submit_pasted_value(void *pasted, const char *field);

/* What is typed for a candidate that is there, by the name of the field. */
struct str submit_typed(
    struct arena *arena, const struct candidate *candidate, const char *field);
/* The kind, and its name in an address, that a candidate was sent in as;
 * NULL if none fits. */
const struct submit_kind *submit_kind_of(const struct settings *settings,
    const struct candidate *candidate, struct str *ret_name);

#endif
