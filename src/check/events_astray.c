/* Rules about events that are not read as such: their mark is lost, or they
 * stand below a heading of something else. */
#include "base/limits.h"
#include "check/events.h"
#include "model/place.h"

/* What stands before the date where the mark was: two characters at most. */
enum { MARK_BYTES = 8 };

/* ------------------------------------------------------------------ no bullet */

static bool is_bullet(char c)
{
	return c == '*' || c == '-' || c == '+';
}

/* Where the date of an event begins in a line that is no item; STR_NONE for
 * an item, and where anything but blanks and an odd mark is before it. */
static size_t unmarked_date(const struct checker *c, size_t from, size_t to)
{
	size_t mark, at;

	while (from < to && char_is_blank(c->text.at[from]))
		from++;
	mark = at = from;
	while (at < to && at - mark <= MARK_BYTES &&
	       !char_is_digit(c->text.at[at])) {
		/* Bars are of tables, and these begin other blocks. */
		if (char_is_alpha(c->text.at[at]) ||
		    str_find_char(STR("|<>#[(`"), c->text.at[at], 0) !=
			STR_NONE)
			return STR_NONE;
		at++;
	}
	if (at >= to || !char_is_digit(c->text.at[at]) ||
	    (at > mark + 1 && is_bullet(c->text.at[mark]) &&
		char_is_blank(c->text.at[mark + 1])))
		return STR_NONE;
	return at;
}

/* The mark of the other items. */
static struct str mark_of(const struct checker *c, const struct section *s)
{
	size_t at = s->items > 0 ? s->item[0].offset : MD_UNKNOWN;

	if (at == MD_UNKNOWN || !is_bullet(c->text.at[at]))
		return STR("* ");
	return c->text.at[at] == '-'   ? STR("- ")
	       : c->text.at[at] == '+' ? STR("+ ")
				       : STR("* ");
}

static void look_at_bar(struct checker *c, const struct checked_line *line)
{
	const struct section *s = &c->issue->section[line->section];
	struct span field[EVENT_FIELDS], rest;
	struct written_date date;
	struct finding *f;

	if (line->header || line->code || s->kind != SECTION_EVENTS)
		return;
	rest.to = line->offset + line->text.len;
	rest.from = unmarked_date(c, line->offset, rest.to);
	if (rest.from == STR_NONE ||
	    !event_line_read(c->text, rest, &date, field))
		return;
	f = check_found(c, rest.from, rest.to, NULL);
	check_fix(
	    c, f, true, line->offset, rest.from - line->offset, mark_of(c, s));
}

/* Only lines with a bar that is shown as one: neither code nor a table. */
void event_look_no_bullet(struct checker *c)
{
	const struct checked_line *said = NULL;

	for (size_t i = 0; i < c->literals; i++) {
		size_t offset = c->literal[i].offset;
		const struct checked_line *line;

		if (c->text.at[offset] != '|' ||
		    (said != NULL && offset < said->offset + said->text.len))
			continue;
		line = check_line_at(c, offset);
		if (line != said)
			look_at_bar(c, line);
		said = line;
	}
}

/* ------------------------------------------------------------------ elsewhere */

/* Text, items of other things, or nothing that is known: below a misspelt
 * heading of events all of them would be found. */
static bool is_of_something_else(const struct section *s)
{
	return s->rule != NULL && s->kind != SECTION_EVENTS &&
	       s->kind != SECTION_SPEAKING;
}

static size_t region_of_place(struct checker *c, struct str text)
{
	struct where where;
	size_t region = STR_NONE;

	where_read(c->arena, text, &where);
	if (where.mode == MODE_VIRTUAL)
		return settings_region_virtual(c->settings);
	for (size_t i = 0; i < where.places && region == STR_NONE; i++)
		if (where.place[i].country.at != NULL)
			region = settings_region_of_country(
			    c->settings, where.place[i].country);
	return region;
}

static bool has_list(const struct md_node *node)
{
	MD_EACH_CHILD (child, node) {
		if (child->kind == MD_LIST)
			return true;
	}
	return false;
}

void event_look_elsewhere(
    struct checker *c, const struct section *s, const struct item *item)
{
	struct span field[EVENT_FIELDS], line;
	struct written_date date;
	struct event event;
	struct finding *f;

	if (!is_of_something_else(s) || item->offset == MD_UNKNOWN ||
	    item->node->kind != MD_ITEM || !has_list(item->node))
		return;
	line.from = item->offset + 1;
	line.to = source_line_end(c->text, item->offset);
	while (line.from < line.to && char_is_blank(c->text.at[line.from]))
		line.from++;
	if (!event_line_read(c->text, line, &date, field))
		return;
	f = check_found(
	    c, line.from, line.to, "below \"%.*s\"", STR_ARG(s->title));
	/* What is beyond the limit is forgotten anyway. */
	if (!date_exists(date.date) ||
	    c->findings - c->before == LIMIT_FINDINGS)
		return;
	event = (struct event){ .first = date.date,
		.section = (size_t)(s - c->issue->section),
		.item = (size_t)(item - s->item) };
	fix_move_event(c, f, &event,
	    region_section(
		c, region_of_place(c, str_sub(c->text, field[EVENT_PLACE].from,
					  field[EVENT_PLACE].to))));
}
