/*
 * http_limit: when a service can be asked again whose limit is used up.
 *
 * For the headers X-RateLimit-Remaining, X-RateLimit-Reset and their kin
 * (base/transfer.h, limit_remaining and limit_reset), which no standard
 * describes: every service writes them in a way of its own.
 */
#ifndef BASE_HTTP_LIMIT_H
#define BASE_HTTP_LIMIT_H

#include "base/str.h"

/* Is what is left of an allowance nothing: "0", "0.0"? */
bool http_limit_is_used_up(struct str remaining);

/*
 * Seconds from `now` (since 1970) until the reset; 0 if it is over, -1 if it
 * cannot be read.  Seconds from now (Reddit), a moment in seconds since
 * 1970 (GitHub, Bluesky), and one as a date (Mastodon) are told
 * apart by their form; parts of seconds are dropped.
 */
int64_t http_limit_wait(struct str reset, int64_t now);

#endif
