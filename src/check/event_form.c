#include "check/event_form.h"

/* More than a date has, so that its end is seen. */
enum { DATE_BYTES = 12 };

/* --------------------------------------------------------------------- lines */

static bool is_marker(struct str text, size_t at, size_t end)
{
	return at + 1 < end &&
	       str_find_char(STR("*-+"), text.at[at], 0) != STR_NONE &&
	       char_is_blank(text.at[at + 1]);
}

static void read_title_line(const struct checker *c, const struct event *e,
    size_t at, struct event_form *form)
{
	size_t end;

	while (at < e->end && char_is_space(c->text.at[at]))
		at++;
	if (at >= e->end)
		return;
	end = source_line_end(c->text, at);
	form->title_line = source_line_start(c->text, at);
	for (size_t i = form->title_line; i < at; i++)
		form->indent +=
		    c->text.at[i] == '\t' ? 4 - form->indent % 4 : 1;
	form->marked = is_marker(c->text, at, end);
	form->title = span_trim(c->text, form->marked ? at + 1 : at, end);
}

static bool has_nested_list(const struct md_node *item)
{
	MD_EACH_CHILD (child, item) {
		if (child->kind == MD_LIST)
			return true;
	}
	return false;
}

static void read_form(
    const struct checker *c, const struct event *e, struct event_form *form)
{
	size_t at = e->offset, end;

	form->title_line = MD_UNKNOWN;
	form->title = form->line = (struct span){ MD_UNKNOWN, MD_UNKNOWN };
	if (at == MD_UNKNOWN || at >= c->text.len)
		return;
	end = source_line_end(c->text, at);
	form->line =
	    span_trim(c->text, is_marker(c->text, at, end) ? at + 1 : at, end);
	form->fields =
	    fields_split(c->text, form->line.from, form->line.to, form->field);
	form->barred =
	    form->fields > 1 && char_is_alnum(c->text.at[form->line.from]);
	read_title_line(c, e, end, form);
	form->nested = form->marked && has_nested_list(event_item(c, e)->node);
}

const struct event_form *event_form_of(
    struct checker *c, const struct event *event)
{
	size_t events = c->issue->events;

	if (c->event_form == NULL) {
		c->event_form =
		    ARENA_ARRAY(c->arena, events, struct event_form);
		for (size_t i = 0; i < events; i++)
			read_form(c, &c->issue->event[i], &c->event_form[i]);
	}
	return &c->event_form[event - c->issue->event];
}

struct span event_part(
    struct checker *c, const struct event *event, enum event_part part)
{
	const struct event_form *form = event_form_of(c, event);

	if (form->barred && (size_t)part < form->fields)
		return form->field[part];
	return form->line;
}

struct span event_place_span(
    struct checker *c, const struct event *event, const struct place *place)
{
	struct span span = event_part(c, event, EVENT_PLACE);
	size_t at;

	if (span.from == MD_UNKNOWN || place == NULL || place->text.len == 0)
		return span;
	at = str_find(str_sub(c->text, 0, span.to), place->text, span.from);
	if (at == STR_NONE)
		return span;
	return (struct span){ at, at + place->text.len };
}

const struct item *event_item(
    const struct checker *c, const struct event *event)
{
	return &c->issue->section[event->section].item[event->item];
}

const struct event *item_event(const struct checker *c, const struct item *item)
{
	return item->kind == ITEM_EVENT ? &c->issue->event[item->typed] : NULL;
}

const struct section *event_section(
    const struct checker *c, const struct event *event)
{
	return &c->issue->section[event->section];
}

bool event_line_read(struct str text, struct span line,
    struct written_date *ret_date, struct span *ret_field)
{
	struct str before = str_sub(text, 0, line.to);
	size_t end =
	    line.from + DATE_BYTES < line.to ? line.from + DATE_BYTES : line.to;

	return dates_find(text, line.from, end, ret_date, 1) > 0 &&
	       ret_date->offset == line.from &&
	       fields_split(text, line.from, line.to, ret_field) >
		   EVENT_GROUPS &&
	       str_find(before, STR("]("), ret_field[EVENT_GROUPS].from) !=
		   STR_NONE;
}
