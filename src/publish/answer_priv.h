/*
 * answer_priv: what the services for answers share.  Private to them.
 */
#ifndef PUBLISH_ANSWER_PRIV_H
#define PUBLISH_ANSWER_PRIV_H

#include "base/limits.h"
#include "base/strbuf.h"
#include "publish/announce_priv.h"
#include "publish/answer.h"

/* One answer on its way. */
struct answering {
	const struct answer *answer;
	struct call_way way;
	struct arena *arena;
	struct str secret;
};

typedef void answer_act(struct answering *a, struct announced *ret);

struct answer_service {
	struct announce_length length;
	bool markdown; /* the title is escaped */
	bool needs_service;
	/* Is it a page of the kind that can be answered? */
	bool (*takes)(const struct answer *answer);
	bool (*secret)(struct arena *arena, const struct answer *answer,
	    struct str *ret_secret, struct error *err);
	/* *ret is ANNOUNCE_UNKNOWN before. */
	answer_act *look, *post;
};

extern const struct answer_service answer_github, answer_forum, answer_mastodon;

/* The address of the service, without a slash at its end, with what follows. */
struct str answer_url(struct answering *a, struct str service,
    const char *format, ...) __attribute__((format(printf, 3, 4)));
/* A text that was written, in the arena; releases it. */
struct str answer_taken(struct answering *a, struct strbuf *out);
/* The key of it: the same each time, 32 hexadecimal digits. */
struct str answer_key(struct arena *arena, const struct answer *answer);
/* Has a text, as it was written or as HTML, the address of the printed line? */
bool answer_is_ours(const struct answer *answer, struct str text);

#endif
