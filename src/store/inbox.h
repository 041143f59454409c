/*
 * inbox: candidates, what could stand in an issue, and what became of them.
 *
 *	new -> accepted -> placed (in a draft) -> published
 *	 |  \-> rejected
 *	 \-> withdrawn (by the reader who sent it in)
 *
 * What was rejected stays so when its source brings it again.  A decision can
 * be undone, and another one be made instead, until the thing stands in a
 * draft.
 */
#ifndef STORE_INBOX_H
#define STORE_INBOX_H

#include "base/date.h"
#include "store/store.h"

enum candidate_kind {
	CANDIDATE_LINK,
	CANDIDATE_EVENT,
	CANDIDATE_CALL,
	CANDIDATE_DECISION,
	CANDIDATE_CHANGE,
	CANDIDATE_FEATURE,
	CANDIDATE_FOLLOW, /* a source that is to be looked at; nothing that
			     stands in an issue */
};
enum { CANDIDATE_KINDS = CANDIDATE_FOLLOW + 1 };

enum candidate_state {
	CANDIDATE_NEW,
	CANDIDATE_ACCEPTED,
	CANDIDATE_REJECTED,
	CANDIDATE_PLACED,
	CANDIDATE_PUBLISHED,
	CANDIDATE_WITHDRAWN,
};
enum { CANDIDATE_STATES = CANDIDATE_WITHDRAWN + 1 };

/* The source of what readers send in. */
#define CANDIDATE_READER "reader"

struct candidate {
	int64_t id;
	enum candidate_kind kind;
	enum candidate_state state;
	struct str key; /* candidate_key */

	/* Where it comes from; all but the first may be unset. */
	struct str source;         /* its id, or CANDIDATE_READER */
	struct str source_address; /* what was asked */
	struct str rule;           /* what of the settings let it in */
	struct str raw_hash;       /* bytes: of what the source answered */
	int64_t seen;              /* when the source said so */

	/* What it is. */
	struct str section; /* id of the settings; may be unset */
	struct str title;   /* never empty */
	struct str url;     /* may be unset */
	struct date day;    /* first day of an event */
	struct str stage;   /* of a decision, see candidate_key; unset in what
			       is read */
	struct str fields;  /* a JSON object, as `show` prints the thing */
	struct str origin;  /* a JSON object: where each field comes from */
	struct str words;   /* what it should be found by beside its title and
			       address; unset in what is read */

	/* The last decision; who is unset if there was none. */
	struct str who, reason;
	int64_t decided;

	int64_t created, changed; /* `changed` counts only what it is */

	/* Of what a reader sent in: the random name in the receipt's link (of
	 * nobody else's business), the key of the reader's address, and
	 * whether the public queue must not show it. */
	struct str tag, contact;
	bool hidden;

	struct str draft; /* where it was put: a path */
	int64_t issue;    /* the number of the issue; 0: in none */
};

enum { CANDIDATE_TAG_BYTES = 12 };

struct candidates {
	struct candidate *candidate;
	size_t count;
};

/* "link", "new"; and back, false for a name that is none. */
const char *candidate_kind_name(enum candidate_kind kind);
bool candidate_kind_named(struct str name, enum candidate_kind *ret_kind);
const char *candidate_state_name(enum candidate_state state);
bool candidate_state_named(struct str name, enum candidate_state *ret_state);

/*
 * What two of one kind have in common if they are the same thing: the
 * canonical address, for events with the first day, for decisions with the
 * stage, as one address is a proposal first, then a comment period, then
 * approved; of features, and where there is no address, the folded title.  At
 * most a few hundred bytes.
 */
struct str candidate_key(struct arena *arena, const struct candidate *c);

/* ------------------------------------------------------------------- adding */

enum inbox_added {
	INBOX_NEW,
	INBOX_UPDATED, /* was there; its source knows it better now */
	INBOX_KNOWN,   /* was there, in whatever state; nothing changed */
	INBOX_BACK,    /* was withdrawn, and is new again */
};

/*
 * Put a candidate into the inbox.  Only what "where it comes from" and "what
 * it is" say counts, and contact and hidden; `seen` of 0 is now.  Bytes that
 * are no text are cleaned.
 *
 * What is there already is updated only by the source it came from, never by
 * readers, only by something newer, and not once it stands in a draft; its
 * state, section and number stay.  *ret_candidate is what is there now (its
 * tag and contact may be another reader's).
 */
bool inbox_add(struct store *store, struct arena *arena,
    const struct candidate *candidate, enum inbox_added *ret_added,
    struct candidate *ret_candidate, struct error *err);

enum inbox_edited {
	INBOX_EDITED,
	INBOX_EDIT_LATE,    /* it was decided, or withdrawn */
	INBOX_EDIT_CLASH,   /* another candidate is that thing already */
	INBOX_EDIT_UNKNOWN, /* there is no such candidate */
};

/* Give what a reader sent in, found by its tag, another content: section and
 * all of "what it is", and hidden. */
bool inbox_edit(struct store *store, struct arena *arena, struct str tag,
    const struct candidate *candidate, enum inbox_edited *ret_edited,
    struct error *err);

/*
 * Give a candidate, found by its number, another content: "what it is" and
 * what was asked, as put together from several sources.  Its source, state,
 * section and number stay.  INBOX_EDIT_LATE once it stands in a draft.
 */
bool inbox_rewrite(struct store *store, struct arena *arena, int64_t id,
    const struct candidate *candidate, enum inbox_edited *ret_edited,
    struct error *err);

/* ------------------------------------------------------------------- asking */

/* One, by its number, its tag, or by what it is (kind, url, day, title).
 * *ret_found is false if there is none. */
bool inbox_find(struct store *store, struct arena *arena, int64_t id,
    bool *ret_found, struct candidate *ret_candidate, struct error *err);
bool inbox_find_tag(struct store *store, struct arena *arena, struct str tag,
    bool *ret_found, struct candidate *ret_candidate, struct error *err);
bool inbox_find_same(struct store *store, struct arena *arena,
    const struct candidate *like, bool *ret_found,
    struct candidate *ret_candidate, struct error *err);

/* A page of the list, by id. */
struct inbox_filter {
	bool any_state;
	enum candidate_state state;
	bool one_kind;
	enum candidate_kind kind;
	struct str source, section; /* unset: any; "": without a section */
	struct str text;            /* that title, address or words hold */
	bool shown;                 /* not those that are hidden */
	int64_t after; /* the last id of the page before; 0: from the start */
	size_t most;
};
bool inbox_list(struct store *store, struct arena *arena,
    const struct inbox_filter *filter, struct candidates *ret_candidates,
    struct error *err);

/* What somebody sent in and gave this address for (its key), oldest first. */
bool inbox_sent_by(struct store *store, struct arena *arena, struct str contact,
    struct candidates *ret_candidates, struct error *err);

bool inbox_count(struct store *store,
    int64_t ret_counts[CANDIDATE_STATES][CANDIDATE_KINDS], struct error *err);

/* How many wait, by what they are for: NEW and ACCEPTED, without those that
 * stand in no issue (CANDIDATE_FOLLOW). */
struct inbox_waiting {
	struct str section; /* id; unset: of none */
	enum candidate_kind kind;
	enum candidate_state state;
	int64_t count;
};
bool inbox_waiting(struct store *store, struct arena *arena,
    struct inbox_waiting **ret_list, size_t *ret_count, struct error *err);

/* All that is accepted and stands in no draft yet: by section, kind, day and
 * number. */
bool inbox_accepted(struct store *store, struct arena *arena,
    struct candidates *ret_candidates, struct error *err);

/* ----------------------------------------------------------------- deciding */

enum inbox_what {
	INBOX_ACCEPT,
	INBOX_REJECT,
	INBOX_MOVE,     /* to another section */
	INBOX_WITHDRAW, /* by the reader */
	INBOX_PLACE,    /* it was put into a draft */
	INBOX_PUBLISH,
};
enum { INBOX_WHATS = INBOX_PUBLISH + 1 };

/* "accept" */
const char *inbox_what_name(enum inbox_what what);

struct inbox_step {
	enum inbox_what what;
	struct str who;     /* never empty */
	struct str reason;  /* may be unset */
	struct str section; /* of move; with accept: where to, or unset */
	struct str draft;   /* of place */
	int64_t issue;      /* of publish */
	/* Decide anew what somebody else decided; without it, that stays. */
	bool overturn;
};

enum inbox_result {
	INBOX_DONE,
	INBOX_SAME,    /* it is so already */
	INBOX_DECIDED, /* somebody else decided otherwise */
	INBOX_FIXED,   /* its state does not allow it (any more) */
	INBOX_NONE,    /* there is no such candidate */
};

struct inbox_outcome {
	enum inbox_result result;
	struct candidate candidate; /* as it is now, but for INBOX_NONE */
};

/*
 * Do one step with several candidates, in any order, as one change: those that
 * can be are decided, the others stay, and each outcome says which.  The
 * change is a batch for undo; *ret_batch (may be NULL) is 0 if nothing was
 * done.
 */
bool inbox_decide(struct store *store, struct arena *arena, const int64_t *id,
    size_t ids, const struct inbox_step *step, struct inbox_outcome *outcome,
    int64_t *ret_batch, struct error *err);

/* Note that candidates stand in a draft now (inbox_decide with INBOX_PLACE);
 * in the trail the draft is the reason. */
bool inbox_place(struct store *store, struct arena *arena, const int64_t *id,
    size_t ids, struct str who, struct str draft, struct inbox_outcome *outcome,
    struct error *err);
/* Note that a draft is published as an issue: all that was put there. */
bool inbox_published(struct store *store, struct str who, struct str draft,
    int64_t issue, int64_t *ret_count, struct error *err);

/* Take that back: they stand in the draft again, as they did before.  One that
 * was decided on since stays as it is. */
bool inbox_unpublished(struct store *store, struct str who, struct str draft,
    int64_t *ret_count, struct error *err);

/* What was taken back. */
struct inbox_undone {
	bool found; /* was there anything? */
	enum inbox_what what;
	struct str who; /* whose decision it was */
	/* DONE, or DECIDED: somebody decided on it since. */
	struct inbox_outcome *outcome;
	size_t count;
};

/*
 * Take back the last batch of `who` that was not taken back, or, with an `id`,
 * the last decision on that candidate, whosever it was.  What the reader or a
 * publication did is not taken back.  That it was put into a draft is only
 * with an `id`: whoever asks looks first that it does not stand there any more.
 */
bool inbox_undo(struct store *store, struct arena *arena, struct str who,
    int64_t id, struct inbox_undone *ret_undone, struct error *err);

/* What was decided on a candidate, oldest first. */
struct inbox_trace {
	enum inbox_what what;
	int64_t at, batch;
	struct str who, reason, section;
	enum candidate_state before;
	int64_t undone; /* when; 0: it holds */
	struct str undone_by;
};
struct inbox_trail {
	struct inbox_trace *trace;
	size_t count;
};
bool inbox_trail(struct store *store, struct arena *arena, int64_t id,
    struct inbox_trail *ret_trail, struct error *err);

#endif
