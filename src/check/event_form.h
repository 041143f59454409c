/*
 * event_form: where the parts of an event stand in its lines, and the edits
 * that take whole events out, put them elsewhere, or sort them.
 * Private to src/check.
 *
 *	* DATES | PLACE | GROUPS
 *	    * [**TITLE**](url)
 *
 * Offsets are bytes of the file; what is not there is MD_UNKNOWN.
 */
#ifndef CHECK_EVENT_FORM_H
#define CHECK_EVENT_FORM_H

#include "check/rule.h"
#include "model/event_fields.h"
#include "model/item_place.h"

struct event_form {
	struct span line; /* the first line from behind its marker, trimmed */
	struct span field[EVENT_FIELDS]; /* between the bars, trimmed */
	size_t fields;
	/* Begins with a date and has bars: the form of today, not one of the
	 * older ones that have all in a link. */
	bool barred;
	/* The line of the title: the next that is not blank.  `title` is it from
	 * behind its marker, trimmed. */
	size_t title_line;
	struct span title;
	size_t indent; /* columns before its marker */
	bool marked;   /* it has a marker */
	bool nested;   /* and Markdown takes it for a list in the item */
};

/* Of an event of c->issue; made for all at the first call.  Never NULL. */
const struct event_form *event_form_of(
    struct checker *c, const struct event *event);

/* The field with the dates, the place or the groups, or if the event has
 * another form, its whole first line. */
enum event_part { EVENT_DATES, EVENT_PLACE, EVENT_GROUPS };
struct span event_part(
    struct checker *c, const struct event *event, enum event_part part);
/* Of a place of the event, as tight as can be found. */
struct span event_place_span(
    struct checker *c, const struct event *event, const struct place *place);

/* Has a line, from behind its marker, today's form of the first line of an
 * event: a date, two bars, and a link behind them?  Then *ret_date is the
 * first date, and ret_field has EVENT_FIELDS fields. */
bool event_line_read(struct str text, struct span line,
    struct written_date *ret_date, struct span *ret_field);

/* ------------------------------------------------------------------- edits */

/* Take an item out of its list. */
void fix_remove_item(
    struct checker *c, struct finding *f, bool safe, const struct item *item);
/* The section of the issue that lists a region, or NULL. */
const struct section *region_section(const struct checker *c, size_t region);
/* Suggest to move an event into the list of another section, behind those
 * that begin no later.  Nothing happens if that has no list of its kind. */
void fix_move_event(struct checker *c, struct finding *f,
    const struct event *event, const struct section *to);
/* Sort the events of a list, `count` items of a section from `first`, by
 * their first days; equal ones keep their order. */
void fix_sort_events(struct checker *c, struct finding *f, bool safe,
    const struct section *section, size_t first, size_t count);

/* The item of an event, and the event of an item (NULL if it is none). */
const struct item *event_item(
    const struct checker *c, const struct event *event);
const struct event *item_event(
    const struct checker *c, const struct item *item);
const struct section *event_section(
    const struct checker *c, const struct event *event);

#endif
