/*
 * kind: what a file for a kind of source has to do.  Private to src/collect.
 *
 * A kind reads what a source answered and says what it found, as lines of JSON
 * (docs/inbox.md); all else is the business of others.  It is a record in the
 * table of kinds.c, and nothing else knows of it.
 */
#ifndef COLLECT_KIND_H
#define COLLECT_KIND_H

#include "base/json.h"
#include "collect/collect.h"

/* What a source answered. */
struct answer {
	struct str body;
	struct str content_type; /* may be unset */
	struct str url;          /* that it came from */
	bool cut;                /* it was longer */
};

/* What is being read. */
struct harvest {
	struct arena *arena; /* for what is found */
	const struct collect_options *options;
	const struct source_rule *rule;
	struct answer answer;

	struct candidate *candidate;
	size_t count, outside, left;
	struct str trouble; /* of the first that could not be used */
};

/* False if the answer is not what the kind reads: then why is in err.  What was
 * found before counts. */
typedef bool kind_read(struct harvest *h, struct error *err);

struct kind {
	const char *name;
	kind_read *read;
	bool runs; /* a program is run; else an address is fetched */
};
const struct kind *kind_named(struct str name);

/* One line was found: it becomes a candidate, or counts as left. */
void harvest_line(struct harvest *h, struct str line);
/* One could not be used, and why. */
void harvest_leave(struct harvest *h, struct str why);
/* Begin a line with kind, source and so on, up to the fields, whose object is
 * open; end it, with where each field comes from: pairs of names, NULL last. */
void harvest_begin(struct harvest *h, struct json *j, struct strbuf *out,
    const char *kind, int64_t seen);
void harvest_end(struct harvest *h, struct json *j, const char *const *origin);

kind_read read_calendar, read_command, read_feed;

#endif
