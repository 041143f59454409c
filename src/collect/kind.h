/*
 * kind: what a file for a kind of source has to do.  Private to src/collect.
 *
 * A kind asks a source and reads what it answers; what it found it says as
 * lines of JSON (docs/inbox.md).  Pace, limits, tries, recording and the inbox
 * are the business of others.  It is a record in its own file, named in the
 * table of kinds.c; nothing else knows of it.
 *
 * Most sources give all in one answer: such a kind has only `read`.  Others
 * are asked again and again:
 *
 *	start -> harvest_ask ... -> read (may ask more) -> ... -> finish
 *
 * in one thread, in any order of the answers.
 */
#ifndef COLLECT_KIND_H
#define COLLECT_KIND_H

#include "base/json.h"
#include "base/transfer.h"
#include "collect/collect.h"
#include "model/place_table.h"

struct harvest;

enum { ANSWER_HASH_BYTES = 32 };

/* What a source answered.  Texts live as long as the call that gets them. */
struct answer {
	struct str body;
	struct str content_type; /* may be unset */
	struct str url;          /* that it came from, without secrets */
	struct str next;         /* Link rel=next (RFC 8288); may be unset */
	int status;
	/* What its headers say until when the service's limit is used up, in
	 * seconds from now; -1: nothing. */
	int64_t rest_s;
	bool cut;  /* it was longer */
	bool kept; /* the server says that it is as it was the last time */
	unsigned char hash[ANSWER_HASH_BYTES]; /* SHA-256 of the body */
	void *data;                            /* of the ask */
};

/* False if the answer is not what the kind reads, or says that something
 * failed: then why is in err, and the source is incomplete.  What was found
 * before counts, and other answers are waited for. */
typedef bool kind_read(struct harvest *h, struct error *err);

/* What is being found at one source in one run. */
struct harvest {
	/* For what is found and for the kind's own; lives until the source is
	 * done with. */
	struct arena *arena;
	const struct collect_options *options;
	const struct source_rule *rule;
	struct answer answer; /* the one that is being read */
	void *data;           /* the kind's own */
	/* Which rule lets things in, as in "label: call-for-testing"; the name
	 * of the kind if it is unset.  Of the lines that follow. */
	struct str because;
	/* The id of the section that they are for, if the settings of the
	 * source name none; may be unset.  Of the lines that follow. */
	struct str section;

	struct str incomplete; /* why not all is there; or unset; for reading */

	const struct place_table *places;
	/* Only for harvest.c and visit.c. */
	struct candidate *candidate;
	size_t count, outside, left;
	struct str trouble;    /* of the first that could not be used */
	struct str_list notes; /* what else is to be told of it */
	int64_t again_s;       /* harvest_again; or -1 */
};

/* ----------------------------------------------------------------- asking */

struct ask {
	struct str url; /* copied, as all texts are */
	/* What stands behind the address when it is sent, and is never told or
	 * kept: "?feed=...".  May be unset. */
	struct str secret;
	struct str body;       /* if it is set, this is posted */
	const char *body_type; /* of that; NULL: application/json */
	const char *accept;    /* what is wanted; NULL: anything */
	struct str bearer;     /* for "Authorization: Bearer ..."; or unset */
	/* "Name: value", ends with a NULL; may be NULL.  Not copied. */
	const char *const *header;
	kind_read *read;
	void *data;      /* will be h->answer.data */
	size_t most;     /* bytes of it; 0: LIMIT_SOURCE */
	bool any_status; /* else only what has the status 200 is read */
	/* `read` is called also if there is no answer, with the status 0, and
	 * nothing is amiss then; asked twice is fine too. */
	bool may_fail;
	bool secret_answer; /* never recorded */
	/* Keep the answer, and ask the next time whether it has changed.  For
	 * what has an ETag or Last-Modified. */
	bool keep;
};

/*
 * Ask it, when it is its turn.  The same thing asked twice of one source in
 * one run (as by a cursor that repeats), and more than LIMIT_SOURCE_ASKS
 * things, are refused: the source is incomplete then.
 */
void harvest_ask(struct harvest *h, const struct ask *ask);

/* From `read`: the answer says, in a way of its own, that it is to be asked
 * again in so many seconds, and nothing of it counts.  It is, if that is soon;
 * else the source is incomplete.  Returns true. */
bool harvest_again(struct harvest *h, int64_t seconds);

/* Not all is there, and why; the source is asked for all again by the next
 * run. */
void harvest_lacks(struct harvest *h, struct str why);

/* Tell people something of the source as a whole: "612 were merged".  Said
 * again, it is told once. */
void harvest_note(struct harvest *h, struct str text);

/* ---------------------------------------------------------------- finding */

/* One line was found: it becomes a candidate, or counts as left. */
void harvest_line(struct harvest *h, struct str line);
/* One could not be used, and why. */
void harvest_leave(struct harvest *h, struct str why);
/* Begin a line with kind, source, hash and so on, up to the fields, whose
 * object is open; end it, with where each field comes from: pairs of names,
 * NULL last.  `seen` is when it came up, 0 if that is unknown. */
void harvest_begin(struct harvest *h, struct json *j, struct strbuf *out,
    const char *kind, int64_t seen);
void harvest_end(struct harvest *h, struct json *j, const char *const *origin);

/* ------------------------------------------------------------------- kinds */

enum kind_needs {
	KIND_NEEDS_URL = 1, /* `url` */
	KIND_NEEDS_RUN = 2, /* `run`: a program is run, nothing is asked */
	KIND_NEEDS_OF = 4,  /* `of` */
};

/* Whose word counts on an event, the first before the last. */
enum kind_rank {
	KIND_RANK_OTHER, /* 0 in a record; counts last */
	KIND_RANK_CALENDAR,
	KIND_RANK_PAGE, /* that of the event */
	KIND_RANK_HOST, /* the service that has that page */
};

struct kind {
	const char *name;
	const char *what; /* "an iCalendar file": for people */
	unsigned needs;   /* of enum kind_needs */
	/* The address of a service that there is only once, which the `url` of
	 * the settings replaces; or NULL. */
	const char *url;
	/* Its links have the titles and tags that people chose for an issue:
	 * the pages are not looked at. */
	bool as_written;
	/* The secret that is used if it is set (base/secret.h), "GITHUB"; or
	 * NULL. */
	const char *secret;
	struct transfer_pace pace; /* all zeros: the usual one */
	enum kind_rank rank;
	/* Ask what is asked first; NULL: `url`, for `read`. */
	kind_read *start;
	kind_read *read;
	/* After the last answer, with h->answer empty; it asks nothing.  May be
	 * NULL. */
	kind_read *finish;
	/*
	 * Is this the address of such a source, as people paste it?  Then fill
	 * in kind, url, of and so on (the id is made elsewhere).  First called
	 * without an answer; if no kind knows the address by itself, again with
	 * what is there.  May be NULL.
	 */
	bool (*knows)(struct arena *arena, struct str address,
	    const struct answer *answer, struct source_rule *ret_rule);
};

/* How others' machines are asked; what it points to is in the arena. */
struct transfer_options collect_manners(
    struct arena *arena, const struct collect_options *options);

/* In the order in which addresses are recognised; NULL behind the last. */
const struct kind *kind_at(size_t index);
/* NULL if there is none. */
const struct kind *kind_named(struct str name);

/* The source of that kind that asks for one thing; for kind.knows.  True. */
bool kind_found(struct arena *arena, const char *kind, struct str of,
    struct source_rule *ret_rule);
/* The letters, digits, hyphens and _ behind the first of some marks that an
 * address has: "tide" of "?q=tide&x=1" and { "q=", NULL }; unset if it has
 * none, or nothing is there. */
struct str kind_word_behind(struct str address, const char *const *marks);
/* What any kind knows an address to be; `answer` as in kind.knows. */
bool kind_recognise(struct arena *arena, struct str address,
    const struct answer *answer, struct source_rule *ret_rule);
/* The source of the settings that asks all that `rule` asks; or NULL. */
const struct source_rule *kind_asking(struct arena *arena,
    const struct settings *settings, const struct source_rule *rule);

/* Is the address of this host, or of one below it? */
bool kind_is_at(struct str address, const char *host);
/* The base of a service: the `url` of the settings, or the kind's own; no slash
 * at its end.  Empty if there is neither. */
struct str kind_base(const struct harvest *h);
/* Its secret; unset if there is none.  False if it cannot be read. */
bool kind_secret(struct harvest *h, struct str *ret_secret, struct error *err);

extern const struct kind kind_calendar, kind_command, kind_feed;
extern const struct kind kind_github_calls, kind_github_fcps, kind_github_mcps,
    kind_github_merged, kind_github_pulls, kind_github_rfcs;
extern const struct kind kind_bluesky, kind_confs, kind_crates, kind_discourse,
    kind_hackernews, kind_mastodon, kind_reddit;
extern const struct kind kind_luma, kind_meetup, kind_page, kind_perf,
    kind_printed;

#endif
