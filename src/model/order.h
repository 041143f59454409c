/*
 * order: the order in which a newsletter lists things.
 */
#ifndef MODEL_ORDER_H
#define MODEL_ORDER_H

#include "model/issue.h"

/*
 * Of events in one list: by the first day, then by place, in the alphabet of
 * Unicode without case; the last day and the title are no matter, so that
 * equal ones keep the order in which they stand.  An event without a day is
 * the last.
 */
int event_cmp(const struct event *a, const struct event *b);

#endif
