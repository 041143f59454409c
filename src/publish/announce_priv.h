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
	bool needs_address, needs_account;
	announce_act *post, *look; /* NULL: it cannot be asked */
};

extern const struct announce_kind announce_mastodon, announce_bluesky,
    announce_webhook;

/* As call_service, in the way of the job. */
void announce_call(const struct announce_job *job, const struct call_ask *ask,
    struct arena *arena, struct call_answer *ret_answer);

/* The key of the post: the same each time, 32 hexadecimal digits. */
struct str announce_key(struct arena *arena, const struct announce_job *job);
/* That of Bluesky's: a TID of 13 characters. */
struct str announce_tid(struct arena *arena, const struct announce_job *job);

/* The text within a length: {title} is cut, at a word if one is near. */
struct str announce_text_within(struct arena *arena,
    const struct announce_rule *rule, const struct announcement *announcement,
    const struct announce_length *length);
/* Grapheme clusters. */
size_t announce_characters(struct str text);

#endif
