/*
 * subscribers: lists of people, in and out.
 *
 * In: CSV and JSON lines, as Mailchimp, listmonk, Buttondown, Ghost, Substack,
 * Sennight or anybody writes them.  Out: CSV and JSON lines that come in again
 * without loss.  docs/subscribers.md says what each service's words become.
 */
#ifndef SUBSCRIBERS_SUBSCRIBERS_H
#define SUBSCRIBERS_SUBSCRIBERS_H

#include "store/store.h"

/* ------------------------------------------------------------------ taking in */

/* What became of a row, and what is told about it. */
enum import_fate {
	FATE_NEW,
	FATE_BACK,       /* had left here, and asked for it there later */
	FATE_KNOWN,      /* was here already; nothing changed */
	FATE_LEFT,       /* was here, and left there: has left here now */
	FATE_STAYS_LEFT, /* left here; the file does not show that they asked
			    for it later */
	FATE_SUPPRESSED, /* must not be written to; not taken in */
	FATE_BLOCKED,    /* complained or was blocked there: suppressed now */
	FATE_DOUBLED,    /* is in the file before; changed nothing */
	FATE_INVALID,    /* not taken in, as `why` says */
};
enum { FATES = FATE_INVALID + 1 };

/* "new", "stays left": for people and for JSON. */
const char *import_fate_name(enum import_fate fate);

/* One row that somebody should know about. */
struct import_note {
	const char *path;
	size_t line;
	struct str address; /* as it will be written to; may be unset */
	enum import_fate fate;
	const char *why; /* what is wrong, and what was done */
};

struct import_options {
	const char *from; /* a service, or NULL: as its columns tell */
	/* "address=E-Mail" */
	const char *const *column;
	size_t columns;
	const char *state;  /* of who says none; NULL: active */
	struct str consent; /* what they agreed to; may be unset */
	struct str source;  /* unset: "import SERVICE" */
	bool keep_networks; /* where they signed up from */
	/* Told of each row that was not plainly taken in.  May be NULL. */
	void (*note)(void *data, const struct import_note *note);
	/* Told now and then how far it is, in bytes.  May be NULL. */
	void (*progress)(void *data, size_t done, size_t all);
	void *data;
};

struct import_report {
	size_t rows;
	size_t fate[FATES];
	size_t tags;    /* that were not taken */
	size_t remarks; /* rows taken in but for a part of them */
	/* Of the last file. */
	const char *service;
	struct str_list untaken; /* columns; as long as the arena */
};

/* Do the options make sense?  False with the one that does not. */
bool import_options_check(
    const struct import_options *options, struct error *err);

/*
 * Take in a file, whose text is given; `path` is for messages.  Counts are
 * added to *report.  Meant to be done between people_begin_many and
 * people_end_many.  False if the rest of the file cannot be read or the store
 * fails: then nothing should be kept.
 */
bool subscribers_import(struct store *store, struct arena *arena,
    const char *path, struct str text, const struct import_options *options,
    struct import_report *report, struct error *err);

/* ----------------------------------------------------------------- giving out */

enum export_format { EXPORT_JSON_LINES, EXPORT_CSV };

struct export_options {
	enum export_format format;
	bool all_states;
	enum subscriber_state state;
	/* Takes a piece of the text; false ends it, with the reason. */
	bool (*write)(void *data, struct str text, struct error *err);
	void *data;
};

bool subscribers_export(struct store *store,
    const struct export_options *options, struct error *err);

/* Append all that is held about one, as one line of JSON.  `returned` may be
 * NULL: a list that is taken along to another place has none. */
void subscriber_add_json(struct strbuf *out, const struct subscriber *s,
    const struct consents *consents, const struct returned_list *returned);

#endif
