/*
 * consents: what somebody agreed to, as the JSON that our exports have: a list
 * of objects with what, at, text, source, network.  Private to
 * src/subscribers.
 */
#ifndef SUBSCRIBERS_CONSENTS_H
#define SUBSCRIBERS_CONSENTS_H

#include "base/arena.h"

/* As it was read; `at` is a time yet to be read. */
struct consent_text {
	struct str what, at, text_version, source, network;
};

/* False if it is no such list. */
bool consents_of_json(struct arena *arena, struct str text,
    struct consent_text **ret_list, size_t *ret_count);

#endif
