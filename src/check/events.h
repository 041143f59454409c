/*
 * events: how the rules about events look, by topic; the records of all of
 * them stand in events.c.
 * Private to src/check.
 */
#ifndef CHECK_EVENTS_H
#define CHECK_EVENTS_H

#include "check/event_form.h"

/* events_form.c: fields and lines */
void event_look_bars(struct checker *c, const struct event *e);
void event_look_date_form(struct checker *c, const struct event *e);
void event_look_fields(struct checker *c, const struct event *e);
void event_look_group_link(struct checker *c, const struct event *e);
void event_look_orphan(struct checker *c, const struct section *s);
void event_look_title_bold(struct checker *c);
void event_look_title_link(struct checker *c, const struct event *e);
void event_look_title_missing(struct checker *c, const struct event *e);
void event_look_title_nested(struct checker *c, const struct event *e);

/* events_astray.c: events that are not read as such */
void event_look_elsewhere(
    struct checker *c, const struct section *s, const struct item *item);
void event_look_no_bullet(struct checker *c);

/* events_days.c: dates and the window */
void event_look_after_window(struct checker *c, const struct event *e);
void event_look_date_impossible(struct checker *c, const struct section *s);
void event_look_ends_before(struct checker *c, const struct section *s);
void event_look_order(struct checker *c, const struct section *s);
void event_look_over(struct checker *c, const struct event *e);
void event_look_window(struct checker *c);
void event_look_window_days(struct checker *c);
void event_look_window_form(struct checker *c);
void event_look_window_missing(struct checker *c);

/* events_region.c: under which heading */
void event_look_in_person(struct checker *c, const struct section *s);
void event_look_region(struct checker *c, const struct event *e);
void event_look_region_border(struct checker *c, const struct event *e);
void event_look_region_order(struct checker *c);
void event_look_virtual(struct checker *c, const struct event *e);

/* events_title.c: what the title says */
void event_look_title_date(struct checker *c, const struct event *e);
void event_look_title_mode(struct checker *c, const struct event *e);
void event_look_title_month(struct checker *c, const struct event *e);
void event_look_title_placeholder(struct checker *c, const struct event *e);
void event_look_title_weekday(struct checker *c, const struct event *e);

/* events_twice.c: the same thing twice, here and in earlier issues */
void event_look_group_twice(struct checker *c);
void event_look_link_reused(struct checker *c);
void event_look_link_twice(struct checker *c);
void event_look_listed_twice(struct checker *c);
void event_look_moved(struct checker *c);
void event_look_repeated(struct checker *c);

/* The issue before that last printed an address of an event, and the event;
 * NULL if it is not near, or not of an event. */
const struct seen_event *event_seen_before(
    const struct checker *c, uint64_t key, const struct facts **ret_issue);

#endif
