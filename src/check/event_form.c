#include "check/event_form.h"

/* More than a date has, so that its end is seen. */
enum { DATE_BYTES = 12 };

/* ------------------------------------------------------------------- fields */

static struct span trimmed(struct str text, size_t from, size_t to)
{
	while (from < to && char_is_space(text.at[from]))
		from++;
	while (to > from && char_is_space(text.at[to - 1]))
		to--;
	return (struct span){ from, to };
}

/* Inside [] and the () right behind them a bar parts nothing.  False if the
 * brackets do not balance: then they say nothing. */
static bool split(struct str text, struct span in, bool brackets,
    struct span *field, size_t *ret_fields)
{
	size_t depth = 0, fields = 0, from = in.from;
	bool target = false;

	for (size_t i = in.from; i < in.to; i++) {
		char c = text.at[i];
		size_t length = c == '|' ? 1 : 0;

		if (c == '\\' && i + 1 < in.to) {
			i++;
			length = text.at[i] == '|' ? 2 : 0;
		} else if (brackets && c == '[') {
			depth++;
		} else if (brackets && c == ']' && depth > 0) {
			target = --depth == 0 && i + 1 < in.to &&
				 text.at[i + 1] == '(';
		} else if (target && c == ')') {
			target = false;
		}
		if (length == 0 || depth > 0 || target ||
		    fields + 1 == EVENT_FIELDS)
			continue;
		field[fields++] = trimmed(text, from, i + 1 - length);
		from = i + 1;
	}
	field[fields++] = trimmed(text, from, in.to);
	*ret_fields = fields;
	return depth == 0 && !target;
}

size_t fields_split(
    struct str text, size_t from, size_t to, struct span *ret_field)
{
	struct span in = { from, to };
	size_t fields;

	if (!split(text, in, true, ret_field, &fields))
		split(text, in, false, ret_field, &fields);
	return fields;
}

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
	form->title = trimmed(c->text, form->marked ? at + 1 : at, end);
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
	    trimmed(c->text, is_marker(c->text, at, end) ? at + 1 : at, end);
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

/* --------------------------------------------------------------------- dates */

static bool take_digits(struct str text, size_t *at, size_t to, size_t min,
    size_t max, int *ret_value)
{
	size_t digits = 0;
	int value = 0;

	while (*at + digits < to && char_is_digit(text.at[*at + digits]) &&
	       digits <= max)
		value = value * 10 + (text.at[*at + digits++] - '0');
	*at += digits;
	*ret_value = value;
	return digits >= min && digits <= max;
}

static bool take_hyphen(struct str text, size_t *at, size_t to)
{
	return *at < to && text.at[(*at)++] == '-';
}

size_t dates_find(struct str text, size_t from, size_t to,
    struct written_date *ret_date, size_t max)
{
	size_t dates = 0;

	for (size_t i = from; i < to && dates < max; i++) {
		struct date d;
		size_t at = i;

		if (!char_is_digit(text.at[i]) ||
		    (i > from && char_is_alnum(text.at[i - 1])) ||
		    !take_digits(text, &at, to, 4, 4, &d.year) ||
		    !take_hyphen(text, &at, to) ||
		    !take_digits(text, &at, to, 1, 2, &d.month) ||
		    !take_hyphen(text, &at, to) ||
		    !take_digits(text, &at, to, 1, 2, &d.day))
			continue;
		ret_date[dates++] = (struct written_date){ d, i, at };
		i = at;
	}
	return dates;
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

struct str date_text(struct arena *arena, struct date date)
{
	return arena_printf(
	    arena, "%04d-%02d-%02d", date.year, date.month, date.day);
}

struct str days_text(struct arena *arena, struct date first, struct date last)
{
	if (date_cmp(first, last) == 0)
		return date_text(arena, first);
	return arena_printf(arena, "%04d-%02d-%02d - %04d-%02d-%02d",
	    first.year, first.month, first.day, last.year, last.month,
	    last.day);
}
