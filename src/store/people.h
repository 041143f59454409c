/*
 * people: subscribers, what they want, what they agreed to.
 */
#ifndef STORE_PEOPLE_H
#define STORE_PEOPLE_H

#include "model/settings.h"
#include "store/store.h"

enum subscriber_state {
	SUBSCRIBER_PENDING, /* asked for it, has not confirmed */
	SUBSCRIBER_ACTIVE,
	SUBSCRIBER_PAUSED, /* until a time */
	SUBSCRIBER_LEFT,
	SUBSCRIBER_BOUNCED, /* mail does not arrive */
};
enum { SUBSCRIBER_STATES = SUBSCRIBER_BOUNCED + 1 };

/* What a reader wants; an empty list means all. */
struct preferences {
	struct str_list sections;  /* ids of the settings */
	struct str_list regions;   /* ids of the settings */
	struct str_list countries; /* ISO 3166, upper case */
	struct str language;       /* BCP 47; unset: that of the newsletter */
	bool text;                 /* plain mails instead of HTML */
};

struct subscriber {
	int64_t id;
	struct str address;     /* base/mail_address.h: text */
	struct str address_key; /* and key */
	struct str tag;         /* random bytes: the name in links */
	enum subscriber_state state;
	struct str name;   /* may be unset */
	struct str source; /* "form", "import mailchimp" */
	int64_t created, changed;
	int64_t paused_until; /* 0: not paused */
	struct preferences preferences;
};

enum { SUBSCRIBER_TAG_BYTES = 12 };

/* What somebody agreed to or took back: kept as long as the subscriber. */
struct consent {
	struct str what; /* "subscribed", "confirmed", "left", "imported" */
	int64_t at;
	struct str text_version; /* of what was read; may be unset */
	struct str source;       /* "form", "link", "one-click", a file */
	struct str network;      /* as far as the settings keep it */
};

/* "active"; and back, false for a name that is none. */
const char *subscriber_state_name(enum subscriber_state state);
bool subscriber_state_named(struct str name, enum subscriber_state *ret_state);

/* ------------------------------------------------------------------- asking */

/* The subscriber of an address (by its key) or of a tag.  *ret_found is false
 * if there is none; *ret_subscriber is in the arena. */
bool people_find(struct store *store, struct arena *arena,
    struct str address_key, bool *ret_found, struct subscriber *ret_subscriber,
    struct error *err);
bool people_find_tag(struct store *store, struct arena *arena, struct str tag,
    bool *ret_found, struct subscriber *ret_subscriber, struct error *err);

/* A page of the list, by id. */
struct people_filter {
	bool all_states;
	enum subscriber_state state;
	int64_t after; /* the last id of the page before; 0: from the start */
	size_t most;
};
struct people {
	struct subscriber *subscriber;
	size_t count;
	bool all_states; /* as it was asked for */
};
bool people_list(struct store *store, struct arena *arena,
    const struct people_filter *filter, struct people *ret_people,
    struct error *err);
/* How many there are in each state. */
bool people_count(struct store *store, int64_t ret_counts[SUBSCRIBER_STATES],
    struct error *err);

/* All that somebody agreed to, oldest first; of each of a page of the list. */
struct consents {
	struct consent *consent;
	size_t count;
};
bool people_list_consents(struct store *store, struct arena *arena,
    const struct people *people, struct consents **ret_consents,
    struct error *err);
bool people_consents(struct store *store, struct arena *arena, int64_t id,
    struct consents *ret_consents, struct error *err);

/* Is an address on the list of those that must not be written to? */
bool people_is_suppressed(struct store *store, struct str address_key,
    bool *ret_suppressed, struct error *err);
/* The same with the reason: PEOPLE_ERASED, or that of people_suppress; at ==
 * NULL if it is not on the list. */
#define PEOPLE_ERASED "erased"
bool people_suppression(struct store *store, struct arena *arena,
    struct str address_key, struct str *ret_reason, struct error *err);

/* ----------------------------------------------------------------- changing */

enum people_added {
	PEOPLE_NEW,        /* is there now, in the wanted state */
	PEOPLE_BACK,       /* had left or bounced, and has the wanted state */
	PEOPLE_KNOWN,      /* was there; nothing changed */
	PEOPLE_SUPPRESSED, /* must not be written to; nothing changed */
};

/*
 * Put somebody on the list, with a consent record: address, state, name,
 * source and preferences of `subscriber` count.  An import sets `created` and
 * keeps a suppression; somebody who asks anew by a form (`lift`) takes it
 * back.  *ret_id is set but for PEOPLE_SUPPRESSED.
 */
bool people_add(struct store *store, const struct subscriber *subscriber,
    const struct consent *consent, bool lift, enum people_added *ret_added,
    int64_t *ret_id, struct error *err);

/* Give somebody another state, with a consent record.  *ret_changed is false
 * if it had that state already: then nothing is recorded. */
bool people_set_state(struct store *store, int64_t id,
    enum subscriber_state state, int64_t paused_until,
    const struct consent *consent, bool *ret_changed, struct error *err);

bool people_set_preferences(struct store *store, int64_t id,
    const struct preferences *preferences, const struct consent *consent,
    struct error *err);

/* Forget everything about an address, and, with `suppress`, keep a keyed hash
 * so that no import brings it back; without, none is kept, for whatever reason
 * there was one.  *ret_found: was anything known? */
bool people_erase(struct store *store, struct str address_key, bool suppress,
    bool *ret_found, struct error *err);
/* Never write to an address again; a subscriber with it leaves. */
bool people_suppress(struct store *store, struct str address_key,
    struct str reason, struct error *err);

/*
 * Take in somebody from a list that was kept elsewhere.
 *
 * What people want is only ever changed by what they said later: `wished` is
 * when they asked for the newsletter, or left it, there; 0 if that is not
 * known.  Whoever is here and left there has left here, unless something
 * changed here later.  Whoever left here, or cannot be reached, comes back
 * only if they asked there later.  Somebody who did not confirm here and did
 * there has confirmed.
 */
struct people_import {
	/* Address, state, name, source and preferences; created, changed and
	 * tag too where they are set.  A tag that is taken becomes another. */
	const struct subscriber *subscriber;
	/* In this order; recorded if anything changes. */
	const struct consent *consent;
	size_t consents;
	int64_t wished;
};
enum people_imported {
	IMPORT_NEW,
	IMPORT_BACK,       /* had left, or not confirmed, and has the state */
	IMPORT_KNOWN,      /* is here; nothing changed */
	IMPORT_LEFT,       /* was here, and has left now */
	IMPORT_STAYS_LEFT, /* left here, or bounced; nothing changed */
	IMPORT_SUPPRESSED, /* must not be written to; nothing changed */
};
/* As many as are at hand, up to some hundreds: a server is asked over a wire,
 * and waited for a few times only.  One after the other in their meaning;
 * ret_imported has room for each.  All are taken in, or none. */
bool people_import(struct store *store, const struct people_import *import,
    size_t count, enum people_imported *ret_imported, struct error *err);

/*
 * Many changes as one: what is done between the two is done by
 * people_end_many, or not at all if that is not `keep`.
 */
bool people_begin_many(struct store *store, struct error *err);
bool people_end_many(struct store *store, bool keep, struct error *err);
/* From here on such a change has thousands of people, or no longer: only a
 * matter of speed, outside of changes.  The end of it can take seconds. */
void people_expect_many(struct store *store, bool many);

/* -------------------------------------------------------------------- limits */

/*
 * Count something that somebody does ("sign-up" of a network) and say if it
 * was done at most `most` times in the last `seconds`; what is beyond is not
 * counted.  Who it is is kept as a keyed hash only, and for twice that time.
 */
bool people_pace(struct store *store, const char *what, struct str who,
    int64_t most, int64_t seconds, bool *ret_allowed, struct error *err);

/* ------------------------------------------------------------------- tidying */

struct people_tidied {
	int64_t unconfirmed, paces, contacts, words;
	bool more; /* there may be as many again */
};
/* At once, of each kind, so that nobody waits long. */
enum { PEOPLE_TIDY_MOST = 500 };

/*
 * Forget what is kept for a time only: sign-ups that nobody confirmed, a week
 * after their link has ceased to work; counts that matter no more; and who sent
 * something in, 400 days after it was decided; and as old words of mail
 * servers about a mail that came back (store/bounces.h).
 */
bool people_tidy(struct store *store, int confirm_days,
    struct people_tidied *ret_tidied, struct error *err);

#endif
