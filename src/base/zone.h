/*
 * zone: time zones by their IANA names, as the system's tzdata knows them.
 *
 * The C library converts only for the zone of the process, so these functions
 * change the environment for a moment: call them from one thread only.
 */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include "base/date.h"

/* Does the system know "Europe/Lisbon"?  "UTC" always. */
bool zone_exists(struct str name);

/*
 * Minutes east of UTC in a zone at a local day and time (minutes after
 * midnight).  A time that a change of the clocks skips counts as the one
 * after it.  0 for a zone that does not exist.
 */
int zone_offset(struct str name, struct date date, int minutes);

/* Day and minutes after midnight in a zone at a moment in UTC (seconds since
 * 1970).  False, and nothing set, if there is no such zone. */
bool zone_local(
    struct str name, int64_t utc, struct date *ret_day, int *ret_minutes);

/*
 * Read a time as people there say it: "2026-11-27 18:00" (base/moment.h has
 * all forms; one with a distance from UTC of its own counts as it is only if
 * that is 0).  Seconds since 1970, UTC; false if it is no time.
 */
bool zone_read(struct str name, struct str text, int64_t *ret_seconds);

#endif
