/*
 * key_of: the secret of a place (base/secret.h).
 *
 * Of the place "my-web" and for "KEY" it is SENNIGHT_MY_WEB_KEY.  Private to
 * src/publish.
 */
#ifndef PUBLISH_KEY_OF_H
#define PUBLISH_KEY_OF_H

#include "base/arena.h"
#include "base/error.h"

/* False, saying what is to be set, if it is not; `form` is how it looks
 * ("ID:SECRET"), NULL: anything. */
bool key_of(struct arena *arena, struct str place, const char *what,
    const char *form, struct str *ret_key, struct error *err);
/* The same where it may be missing: unset then. */
bool key_if_any(struct arena *arena, struct str place, const char *what,
    struct str *ret_key, struct error *err);

#endif
