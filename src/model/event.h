/*
 * event: one entry of a list of events.
 *
 *	* 2026-03-03 | Virtual (Berlin, DE) | [Group](url) + [Group](url)
 *	    * [**Title**](url) | [**Mirror**](url)
 *
 * and the forms before that, of one line:
 *
 *	* [Mar 3, 2026 | Berlin, DE | **Title** | Group](url)
 *	* [Mar 3. Berlin, DE - Group - Title](url)
 *	* [3/3. Title](url)
 *	* 3/3. Title
 */
#ifndef MODEL_EVENT_H
#define MODEL_EVENT_H

#include "model/line.h"

/*
 * Read the two lines of an event; `second` is empty if there is one.  False
 * if no day is found in the first; then *ret_event is untouched.  Leaves
 * region, offset, end, section and item alone: they are zeros.
 */
bool event_lines_read(struct arena *arena, struct line first,
    struct line second, struct date issue, struct event *ret_event);

#endif
