/*
 * announce_priv: what the kinds of places to announce at share.  Private to
 * them.
 */
#ifndef PUBLISH_ANNOUNCE_PRIV_H
#define PUBLISH_ANNOUNCE_PRIV_H

#include "base/from_json.h"
#include "base/limits.h"
#include "base/strbuf.h"
#include "publish/announce.h"
#include "publish/call.h"

/* How long a text may be, as a place counts. */
struct announce_length {
	size_t characters; /* grapheme clusters (UAX #29); 0: no limit */
	size_t bytes;      /* the same */
	size_t link;       /* characters that a link counts as; 0: its own */
};

typedef bool announce_act(const struct announce_job *job, struct arena *arena,
    struct announced *ret, struct error *err);

struct announce_kind {
	struct str name;
	struct announce_length length;
	bool needs_address, needs_account, needs_token;
	announce_act *post, *look; /* NULL: it cannot be asked */
};

extern const struct announce_kind announce_mastodon, announce_bluesky,
    announce_webhook;

/* As call_service, in the way of the job. */
void announce_call(const struct announce_job *job, const struct call_ask *ask,
    struct arena *arena, struct call_answer *ret_answer);

/* It said that it has done it, but not what. */
void announce_doubt(struct announced *ret);
/* A link that a service gave, in the arena: unset if it is none, or one that
 * would break out of Markdown. */
struct str announce_link(struct arena *arena, struct str url);

/* A secret of the place: unset if it may be missing and is.  False if it
 * should be set, cannot stand in a header, or would be sent for all to read. */
bool announce_secret(const struct announce_job *job, struct arena *arena,
    const char *what, bool must, struct str *ret_secret, struct error *err);

/* The key of the post: the same each time, 32 hexadecimal digits. */
struct str announce_key(struct arena *arena, const struct announce_job *job);
/* That of Bluesky's: a TID of 13 characters. */
struct str announce_tid(struct arena *arena, const struct announce_job *job);

/* The text within a length: the summary is cut, then the title, at a word if
 * one is near.  False if even without them it is too long. */
bool announce_text_within(struct arena *arena, const struct announce_rule *rule,
    const struct announcement *announcement,
    const struct announce_length *length, struct str *ret_text);
/* It is too long, as said above. */
void announce_too_long(struct announced *ret);

/* An address or #tag in a text: its bytes. */
struct announce_mark {
	size_t from, to;
	bool tag; /* with its # */
};
/* The first one from `at` on; false if there is none.  `address` is a link as
 * a whole, whatever it ends with. */
bool announce_next_mark(struct str text, struct str address, size_t at,
    struct announce_mark *ret_mark);

#endif
