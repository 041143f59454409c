/*
 * announce: telling places of an issue that is out, once.
 *
 * A kind of place is a file and a row in the table of announce.c.  What was
 * posted cannot be taken back, so that
 *
 * - nothing is posted without announce_look, if it may have been before: after
 *   a crash, or an answer that was lost.  Mastodon is asked for the account's
 *   latest posts, Bluesky for the record, whose key is made of the issue and
 *   the place;
 * - a post has a key of its own, the same each time (Mastodon's
 *   Idempotency-Key, Bluesky's record key), by which the service itself
 *   refuses a second one.
 *
 * Both are made of what another machine, or a store that was lost, would know
 * too: the newsletter's, issue's and place's names, and the issue's date.
 *
 * A webhook cannot be asked; what became of it stays unknown, until somebody
 * decides.  Nothing here asks the store or reads the clock.
 *
 * What services answer is judged, and none of it is trusted: their words are
 * one line without controls, their links are addresses of the web, and an
 * answer of success that does not say what was posted is none.
 */
#ifndef PUBLISH_ANNOUNCE_H
#define PUBLISH_ANNOUNCE_H

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "base/transfer_guard.h"
#include "model/settings.h"

/* What there is to be told; all in UTF-8. */
struct announcement {
	struct str issue; /* its name: the same for ever */
	struct str title;
	struct str address; /* of its page */
	struct str name;    /* of the newsletter */
	struct str summary; /* may be unset */
	struct str language;
	struct date date; /* of the issue; may be unset */
	int64_t moment;   /* of the post, seconds since 1970: the same each time
			     it is tried */
};

struct announce_job {
	const struct announce_rule *rule;
	const struct announcement *announcement;
	int64_t now;         /* seconds since 1970 */
	int total_ms;        /* that a request may take; 0: a minute */
	const char *ca_file; /* as in base/transfer.h */
	const struct transfer_address *allow;
	size_t allows;
};

enum announce_state {
	ANNOUNCE_DONE,    /* it is there; `link` leads to it, if it has one */
	ANNOUNCE_NOT,     /* of announce_look: it is not */
	ANNOUNCE_REFUSED, /* the place does not take it, as `why` tells */
	ANNOUNCE_LATER,   /* not now: the same again, later */
	ANNOUNCE_UNKNOWN, /* no answer came: it may be there */
};

struct announced {
	enum announce_state state;
	struct str link; /* in the arena; may be unset */
	struct str why;  /* a clause for people, in the arena */
	int64_t wait_s;  /* of LATER: what the place wants us to wait, if it
			    says so; else 0 */
};

/* The rule is one that can be followed; else false, with a sentence. */
bool announce_check(const struct announce_rule *rule, struct error *err);
/* Its secret is there, if it needs one, and may be sent to its address; else
 * false, saying what is to be set.  Only rule and allow of the job count. */
bool announce_ready(const struct announce_job *job, struct error *err);
/* What is said there, in the arena: as the rule has it, no longer than the
 * kind of place takes, if a shorter summary and title can do that. */
struct str announce_text(struct arena *arena, const struct announce_rule *rule,
    const struct announcement *announcement);
/* Is it only shown, for people to post it? */
bool announce_is_shown(const struct announce_rule *rule);
/* Can the place be asked whether it has it? */
bool announce_can_look(const struct announce_rule *rule);

/* Where it is posted by hand: the rule's address, with title and address in
 * it; unset if there is none. */
struct str announce_submit(struct arena *arena,
    const struct announce_rule *rule, const struct announcement *announcement);

/*
 * Is it there already?  False only if the secret of the place is missing, or
 * would be sent for all to read: over http, but to addresses that are allowed.
 *
 * Mastodon is asked back to two days before the issue's date, a month at most;
 * posts that answer others, and those of others, do not count.
 */
bool announce_look(const struct announce_job *job, struct arena *arena,
    struct announced *ret, struct error *err);
/* Post it. */
bool announce_post(const struct announce_job *job, struct arena *arena,
    struct announced *ret, struct error *err);

#endif
