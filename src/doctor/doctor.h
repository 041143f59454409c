/*
 * doctor: may the mails of this newsletter be sent?  Looks at all that others
 * judge a sender by, and at what breaks a mailing: settings, records in DNS,
 * mail servers, files, the clock, the size of a mail.
 *
 * What is found comes as lines, each about one thing, while the next is looked
 * for.  No mail is sent and nothing is changed.
 *
 * One thread.  The program must ignore SIGPIPE.
 */
#ifndef DOCTOR_DOCTOR_H
#define DOCTOR_DOCTOR_H

#include "base/arena.h"
#include "base/error.h"
#include "model/settings.h"

enum doctor_state {
	DOCTOR_OK,
	DOCTOR_WARNING, /* works, but should be looked at */
	DOCTOR_WRONG,   /* mails will be refused or lost */
	DOCTOR_SKIPPED, /* not looked at */
	DOCTOR_STATES,
};
/* "ok", "warning", "wrong", "skipped". */
const char *doctor_state_name(enum doctor_state state);

struct doctor_line {
	const char *check; /* its name: "spf" */
	enum doctor_state state;
	bool blind; /* skipped, as it could not be looked at */
	/* One line of clean UTF-8 each. */
	struct str text;    /* a sentence */
	struct str advice;  /* what to do; or unset */
	struct str publish; /* a record of DNS to publish; or unset */
};

struct doctor_options {
	const struct settings *settings;
	const char *dns; /* the name server to ask, "192.0.2.1:53"; NULL: those
			    of the system */
	/* Where mails leave our hands, if it is not where the mail server of
	 * the settings is; may be unset. */
	struct str address;
	/* Names of the checks to make; none: all. */
	const char *const *only;
	size_t onlys;
	/* Called for each line, whose texts live only as long as the call. */
	void (*say)(void *data, const struct doctor_line *line);
	void *data;
};

/* False if there is no such name server or address as the options say. */
bool doctor_run(const struct doctor_options *options, struct error *err);

/* The name of check number `index`; NULL behind the last. */
const char *doctor_check_name(size_t index);

#endif
