/*
 * bodies: the bodies of a mailing, one for each choice that readers made.
 *
 * A body is made when the first reader with its choice is at hand, and kept for
 * the others, up to a number: those that nobody waits for give way first.
 */
#ifndef SEND_BODIES_H
#define SEND_BODIES_H

#include "base/error.h"
#include "send/message.h"
#include "store/store.h"

/* Make the texts of a choice, in the arena; html->text stays unset if the
 * reader wants plain text. */
typedef bool bodies_render(void *data, const struct preferences *preferences,
    struct arena *arena, struct message_text *plain, struct message_text *html,
    struct error *err);

struct bodies;
struct bodies *bodies_new(bodies_render *render, void *data);
void bodies_free(struct bodies *bodies);

/* The body of a choice; NULL if it cannot be made.  It stays until it is left
 * as often as it was taken. */
const struct message_body *bodies_take(struct bodies *bodies,
    const struct preferences *preferences, struct error *err);
void bodies_leave(struct bodies *bodies, const struct message_body *body);

/* How many were made. */
size_t bodies_made(const struct bodies *bodies);

#endif
