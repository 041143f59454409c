/*
 * bounce_kind: what sort of mail it is, where no report says so.  Private to
 * src/send.
 */
#ifndef SEND_BOUNCE_KIND_H
#define SEND_BOUNCE_KIND_H

#include "send/bounce_priv.h"

/* Does a mail server tell people that it did not deliver something?  No single
 * sign is enough: people write of mails that came back, too. */
bool bounce_is_notice(const struct bounce_mail *mail);

/* Did a machine answer for a reader (RFC 3834)? */
bool bounce_is_auto_reply(const struct bounce_mail *mail);

/* Does a provider tell that a reader complains, or wants to leave, in a form
 * of its own?  If so, *ret_reason says which. */
bool bounce_is_objection(
    const struct bounce_mail *mail, enum bounce_reason *ret_reason);

#endif
