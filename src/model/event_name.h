/*
 * event_name: names of events, for the UIDs and paths of their calendar
 * entries.
 *
 * The name is made of the event's address, so that it stays the same event
 * when it is moved to another day.  Only where several days have one address
 * (a group's page) is the day a part of it.
 */
#ifndef MODEL_EVENT_NAME_H
#define MODEL_EVENT_NAME_H

#include "model/issue.h"

/* A name for each event of an issue, by its index; in the arena. */
const struct str *event_names(struct arena *arena, const struct issue *typed);

#endif
