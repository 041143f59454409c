/*
 * event_fields: the bars and the dates of an event as they are written.
 *
 *	* DATES | PLACE | GROUPS
 *
 * Offsets are bytes of the file.
 */
#ifndef MODEL_EVENT_FIELDS_H
#define MODEL_EVENT_FIELDS_H

#include "model/item_place.h"

/* Fields of one line; what is behind more bars is one. */
enum { EVENT_FIELDS = 8 };

/* Without blanks and line ends at both ends. */
struct span span_trim(struct str text, size_t from, size_t to);

/* Part [from, to) of a file at bars outside of links; "\|" is one too.  At
 * most EVENT_FIELDS; returns how many. */
size_t fields_split(
    struct str text, size_t from, size_t to, struct span *ret_field);

/* A date as digits with hyphens, which need not exist in the calendar. */
struct written_date {
	struct date date;
	size_t offset, end;
};

/* The first dates in [from, to) of a file, at most `max`. */
size_t dates_find(struct str text, size_t from, size_t to,
    struct written_date *ret_date, size_t max);

/* "2026-03-04"; in the arena. */
struct str date_text(struct arena *arena, struct date date);
/* "2026-03-04 - 2026-03-06", or one day. */
struct str days_text(struct arena *arena, struct date first, struct date last);

#endif
