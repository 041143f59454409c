/*
 * collect: ask the sources of a newsletter for what came up since a day, and
 * put it into the inbox as candidates.
 *
 * A second run changes nothing: what is there already stays as it is.  A
 * source that fails harms no other one; what it gave before it failed is kept,
 * it counts as incomplete, and the next run asks it for all again.
 *
 * One thread.  The program must ignore SIGPIPE.
 */
#ifndef COLLECT_COLLECT_H
#define COLLECT_COLLECT_H

#include "base/transfer.h"
#include "model/settings.h"
#include "store/store.h"

enum collect_state {
	COLLECT_COMPLETE,
	COLLECT_SAME,       /* it has nothing that it had not the last time */
	COLLECT_INCOMPLETE, /* `trouble` says why */
};

/* What became of one source.  Texts live as long as the call. */
struct collect_report {
	struct str source; /* its id */
	enum collect_state state;
	struct str trouble;
	size_t found;   /* in the window */
	size_t added;   /* of them, new in the inbox */
	size_t updated; /* known better now */
	size_t outside; /* of the window */
	size_t left; /* that could not be used; `trouble` says of the first */
	struct str_list notes; /* of the kind, for people */
	struct str moved;      /* to which address, for good; or unset */
};

/* The longest that a service may want us to wait before it is asked again in
 * the same run; in seconds. */
enum { COLLECT_PATIENCE_S = 60 };

struct collect_options {
	const struct settings *settings;
	struct store *store;
	/* Ids of those to be asked; none: all of the settings. */
	const char *const *only;
	size_t onlys;
	/* What came up before `since`, or on `until` or later, is left out, but
	 * for what has no day; and events that begin before `today` or on
	 * `events_until` or later.  An end of all zeros is none. */
	struct date since, until, today, events_until;
	bool dry_run; /* nothing is put into the inbox or noted */
	/* Ask for all, also of those that have nothing new since the last time;
	 * for a window that begins earlier than it did then. */
	bool anew;
	/* Look at the pages that new links lead to. */
	bool look;
	/* No pause between requests to one host, and many at a time: only for
	 * servers of one's own. */
	bool unpaced;
	/* Folders; NULL: none.  `answers` is where kept ones are, `record`
	 * gets all that is answered; with `replay`, nobody is asked, and the
	 * answers recorded there are read instead. */
	const char *answers, *record, *replay;
	const struct transfer_address *allow; /* for tests */
	size_t allows;
	void (*say)(void *data, const struct collect_report *report);
	/* Each candidate, as a line of JSON; may be NULL. */
	void (*show)(void *data, struct str line);
	void *data;
};

/* The kinds of sources there are, in their order; false behind the last. */
bool collect_kind(size_t index, const char **ret_name, const char **ret_what);

/*
 * The source that an address is that somebody pasted, perhaps without https://
 * or with what calendars put in its place; it may be asked for.  All is filled
 * in but the section; the id is one that is free.  False if no kind
 * knows it, it does not answer, or the settings have it.
 */
bool collect_recognise(struct arena *arena,
    const struct collect_options *options, struct str pasted,
    struct source_rule *ret_rule, struct error *err);

/* Can one more source have that id, and be for that section?  What is unset is
 * fine; if not, why is in err. */
bool collect_may_add(const struct settings *settings, struct str id,
    struct str section, struct error *err);

/* False if the settings are wrong, or the store fails; *ret_incomplete counts
 * the sources that did not give all. */
bool collect_run(const struct collect_options *options, size_t *ret_incomplete,
    struct error *err);

#endif
