/* Rules about the form of events: bars, fields, the line of the title. */
#include "check/events.h"

static const char *const field_names[] = { "the date", "the place",
	"the group" };

/* -------------------------------------------------------------------- fields */

void event_look_bars(struct checker *c, const struct event *e)
{
	const struct event_form *form = event_form_of(c, e);
	struct finding *f = NULL;

	for (size_t i = 1; form->barred && i < form->fields; i++) {
		size_t from = form->field[i - 1].to, to = form->field[i].from;
		struct str bar = str_sub(c->text, from, to);

		/* An empty field has a rule of its own. */
		if (str_eq(bar, STR(" | ")) || str_eq(bar, STR(" \\| ")) ||
		    form->field[i - 1].from == from || form->field[i].to == to)
			continue;
		if (f == NULL)
			f = check_found(c, from, to, NULL);
		check_fix(c, f, true, from, to - from, STR(" | "));
	}
}

/* Where a link begins in the field of a place: there the bar is missing. */
static size_t group_in_place(const struct checker *c, struct span place)
{
	size_t at =
	    str_find_char(str_sub(c->text, 0, place.to), '[', place.from);

	if (at == STR_NONE ||
	    str_find(str_sub(c->text, 0, place.to), STR("]("), at) == STR_NONE)
		return STR_NONE;
	return at;
}

static void found_no_bar(struct checker *c, struct span place, size_t link)
{
	size_t from = link;
	struct finding *f;

	while (from > place.from && (char_is_blank(c->text.at[from - 1]) ||
					c->text.at[from - 1] == ','))
		from--;
	f = check_found(c, link, place.to,
	    from > place.from ? "a bar before the group" : "the place");
	if (from > place.from)
		check_fix(c, f, true, from, link - from, STR(" | "));
}

void event_look_fields(struct checker *c, const struct event *e)
{
	const struct event_form *form = event_form_of(c, e);
	size_t link;

	if (!form->barred)
		return;
	for (size_t i = 0; i < 3 && i < form->fields; i++) {
		const struct span *s = &form->field[i];

		if (s->from == s->to)
			check_found(c, i > 0 ? form->field[i - 1].to : s->from,
			    s->to, "%s", field_names[i]);
	}
	if (form->fields > 2)
		return;
	link = group_in_place(c, form->field[EVENT_PLACE]);
	if (link != STR_NONE)
		found_no_bar(c, form->field[EVENT_PLACE], link);
	else
		check_found(
		    c, form->line.from, form->line.to, "%s", field_names[2]);
}

void event_look_group_link(struct checker *c, const struct event *e)
{
	const struct event_form *form = event_form_of(c, e);
	struct span s;

	if (!form->barred || form->fields < 3)
		return;
	s = form->field[EVENT_GROUPS];
	for (size_t i = 0; i < e->groups && s.from < s.to; i++) {
		if (e->group[i].url.len > 0)
			continue;
		check_found(c, s.from, s.to, "%.*s", STR_ARG(e->group[i].name));
		return;
	}
}

/* ---------------------------------------------------------------------- days */

/* Are the days written as a range, or is what is between them left out? */
static bool means_range(struct str written, const struct event *e)
{
	return date_to_days(e->last) - date_to_days(e->first) <= 1 ||
	       str_find_char(written, '&', 0) == STR_NONE;
}

void event_look_date_form(struct checker *c, const struct event *e)
{
	const struct event_form *form = event_form_of(c, e);
	struct written_date date[3];
	struct span s = form->field[EVENT_DATES];
	struct str written, wished;
	struct finding *f;
	size_t dates;

	if (!form->barred || e->start >= 0)
		return;
	written = str_sub(c->text, s.from, s.to);
	wished = days_text(c->arena, e->first, e->last);
	if (str_eq(written, wished))
		return;
	dates = dates_find(c->text, s.from, s.to, date, 3);
	/* What is no date has a rule of its own. */
	for (size_t i = 0; i < dates; i++)
		if (!date_exists(date[i].date) ||
		    date_cmp(date[i].date, e->first) < 0 ||
		    date_cmp(date[i].date, e->last) > 0)
			return;
	f = check_found(c, s.from, s.to, "\"%.*s\"", STR_ARG(written));
	if (dates < 3)
		check_fix(c, f,
		    dates > 0 && means_range(written, e) &&
			str_find_char(written, ',', 0) == STR_NONE,
		    s.from, s.to - s.from, wished);
}

/* --------------------------------------------------------------------- titles */

/* What a line holds beside its first marker. */
static void fix_indent(struct checker *c, struct finding *f, bool safe,
    const struct event_form *form, size_t end)
{
	size_t from = form->title_line, to = form->title.from;
	struct str marker = STR("    * ");

	if (form->marked) {
		to = from;
		while (char_is_blank(c->text.at[to]))
			to++;
		marker = STR("    ");
	}
	check_fix(c, f, safe, from, to - from, marker);
	/* What hangs below it keeps its distance. */
	for (from = source_line_end(c->text, from) + 1;
	     from < end && form->marked && form->indent < 4;
	     from = source_line_end(c->text, from) + 1)
		if (char_is_blank(c->text.at[from]))
			check_fix(c, f, safe, from, 0,
			    str_sub(STR("    "), 0, 4 - form->indent));
}

void event_look_title_nested(struct checker *c, const struct event *e)
{
	const struct event_form *form = event_form_of(c, e);
	struct finding *f;

	if (!form->barred || form->nested || form->title_line == MD_UNKNOWN)
		return;
	f = check_found(c, form->title.from, form->title.to, NULL);
	if (c->text.at[form->title.from] == '[')
		fix_indent(c, f, true, form, e->end);
}

void event_look_title_missing(struct checker *c, const struct event *e)
{
	const struct event_form *form = event_form_of(c, e);

	if (form->barred && form->title_line == MD_UNKNOWN)
		check_found(c, form->line.from, form->line.to, NULL);
}

void event_look_title_link(struct checker *c, const struct event *e)
{
	const struct event_form *form = event_form_of(c, e);

	if (form->barred && form->title_line != MD_UNKNOWN && e->url.len == 0)
		check_found(c, form->title.from, form->title.to, NULL);
}

/* The text of the link that a title line begins with; empty if with none. */
static struct span title_text(
    const struct checker *c, const struct event_form *form)
{
	size_t close, from = form->title.from;

	if (!form->barred || form->title_line == MD_UNKNOWN ||
	    from >= form->title.to || c->text.at[from] != '[')
		return (struct span){ 0 };
	close = str_find(str_sub(c->text, 0, form->title.to), STR("]("), from);
	if (close == STR_NONE)
		return (struct span){ 0 };
	return (struct span){ from + 1, close };
}

static bool is_bold(const struct checker *c, struct span s)
{
	struct str text = str_trim(str_sub(c->text, s.from, s.to));

	return text.len > 4 && str_starts(text, STR("**")) &&
	       str_ends(text, STR("**")) &&
	       str_find(text, STR("**"), 2) + 3 >= text.len;
}

static void found_not_bold(struct checker *c, struct span s)
{
	struct finding *f = check_found(c, s.from, s.to, NULL);
	struct str text = str_sub(c->text, s.from, s.to);
	size_t close = str_find(text, STR("**"), 2);

	if (str_find_char(text, '*', 0) == STR_NONE) {
		check_fix(c, f, true, s.from, 0, STR("**"));
		check_fix(c, f, true, s.to, 0, STR("**"));
	} else if (str_starts(text, STR("**")) && close != STR_NONE &&
		   str_find_char(text, '*', close + 2) == STR_NONE) {
		check_fix(c, f, true, s.from + close, 2, STR(""));
		check_fix(c, f, true, s.to, 0, STR("**"));
	}
}

/* House style is what most titles of the issue have. */
void event_look_title_bold(struct checker *c)
{
	size_t titles = 0, bold = 0;

	for (size_t i = 0; i < c->issue->events; i++) {
		struct span s =
		    title_text(c, event_form_of(c, &c->issue->event[i]));

		titles += s.to > 0;
		bold += is_bold(c, s);
	}
	if (bold * 2 <= titles)
		return;
	for (size_t i = 0; i < c->issue->events; i++) {
		struct span s =
		    title_text(c, event_form_of(c, &c->issue->event[i]));

		if (s.to > s.from && !is_bold(c, s))
			found_not_bold(c, s);
	}
}

/* ------------------------------------------------------------------- orphans */

static bool has_barred(struct checker *c, const struct section *s)
{
	for (size_t i = 0; i < s->items; i++) {
		const struct event *e = item_event(c, &s->item[i]);

		if (e != NULL && event_form_of(c, e)->barred)
			return true;
	}
	return false;
}

/* The line of a title that lost its indent, behind an event without one. */
static void fix_orphan(struct checker *c, struct finding *f,
    const struct event *before, const struct item *item)
{
	const struct event_form *form;
	size_t start = source_line_start(c->text, item->offset);

	if (before == NULL || item->links == 0)
		return;
	form = event_form_of(c, before);
	if (form->barred && form->title_line == MD_UNKNOWN &&
	    str_find_char(str_sub(c->text, item->offset, item->end), '\n', 0) ==
		STR_NONE)
		check_fix(
		    c, f, false, start, item->offset - start, STR("    "));
}

/* Does a text begin with a date of digits, which has its own rule? */
static bool has_date(const struct checker *c, const struct item *item)
{
	struct written_date date;

	return dates_find(c->text, item->offset,
		   item->offset + 16 < c->text.len ? item->offset + 16
						   : c->text.len,
		   &date, 1) > 0;
}

void event_look_orphan(struct checker *c, const struct section *s)
{
	if (s->kind != SECTION_EVENTS || !has_barred(c, s))
		return;
	for (size_t i = 0; i < s->items; i++) {
		const struct item *item = &s->item[i];
		struct finding *f;

		if (item->kind == ITEM_NONE || item->kind == ITEM_EVENT ||
		    item->offset == MD_UNKNOWN || has_date(c, item))
			continue;
		f = check_found(c, item->offset,
		    source_line_end(c->text, item->offset), NULL);
		fix_orphan(
		    c, f, i > 0 ? item_event(c, &s->item[i - 1]) : NULL, item);
	}
}
