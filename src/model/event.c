#include "model/event.h"

#include "model/place.h"
#include "model/reader.h"
#include "model/when.h"

/* A line has a few bars; what is behind more of them is one field. */
enum { MAX_FIELDS = 8 };

static bool has_word(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (char_is_alnum(s.at[i]) || ((unsigned char)s.at[i] & 0x80))
			return true;
	}
	return false;
}

/* Without the marks that part a date from what follows. */
static struct str after_mark(struct str s)
{
	static const struct str marks[] = { STR_INIT("."), STR_INIT(","),
		STR_INIT(":"), STR_INIT("-"), STR_INIT("–"), STR_INIT("—"),
		STR_INIT("|"), STR_INIT(" ") };
	bool again = true;

	while (again) {
		again = false;
		for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
			if (str_starts(s, marks[i])) {
				s = str_sub(s, marks[i].len, STR_NONE);
				again = true;
			}
		}
	}
	return str_trim(s);
}

static void set_when(struct event *e, const struct when *w)
{
	e->first = w->first;
	e->last = w->last;
	e->start = w->start;
	e->finish = w->finish;
	e->zone = w->zone;
}

static void set_where(struct arena *arena, struct event *e, struct str text)
{
	struct where w;

	where_read(arena, text, &w);
	e->mode = w.mode;
	e->place = w.place;
	e->places = w.places;
}

static void add_group(
    struct arena *arena, struct event *e, struct str name, struct str url)
{
	e->group = ARENA_GROW(arena, e->group, e->groups);
	e->group[e->groups++] = (struct group){ name, url };
}

/* Groups are links; a text without a link is the name of one. */
static void read_groups(struct arena *arena, struct event *e, struct line line)
{
	for (size_t i = 0; i < line.links; i++)
		add_group(arena, e, line.link[i].text, line.link[i].url);
	if (line.links == 0 && has_word(line.text))
		add_group(arena, e, str_trim(line.text), (struct str){ 0 });
	else if (!line_is_links(line))
		e->complete = false;
}

/* "Linz, AT) [Group](url)": without a bar the first link ends the place. */
static struct line take_place(struct line *rest)
{
	struct line field = line_take(rest, '|');
	size_t link = str_find_char(field.text, LINE_LINK, 0);
	struct line place = line_sub(field, 0, link);

	if (link != STR_NONE && rest->text.at == NULL)
		*rest = line_sub(field, link, STR_NONE);
	else if (link != STR_NONE)
		return field;
	return place;
}

/* What stands behind "DATE |". */
static void read_fields(struct arena *arena, struct event *e, struct line rest)
{
	struct line place = take_place(&rest);
	struct str text = str_trim(place.text);

	if (text.len > 0 && text.at[text.len - 1] == ',')
		text = str_trim(str_sub(text, 0, text.len - 1));
	set_where(arena, e, place.links > 0 ? line_plain(arena, place) : text);
	for (int i = 0; rest.text.at != NULL && i < MAX_FIELDS; i++)
		read_groups(arena, e,
		    i + 1 == MAX_FIELDS ? rest : line_take(&rest, '|'));
}

/* "Berlin, DE | Title | Group" in the text of a link. */
static void read_bars(struct arena *arena, struct event *e, struct str rest)
{
	struct str field;

	set_where(arena, e, str_trim(str_take(&rest, '|')));
	e->title = str_trim(str_take(&rest, '|'));
	while (rest.at != NULL) {
		field = str_trim(str_take(&rest, '|'));
		if (field.len > 0)
			add_group(arena, e, field, (struct str){ 0 });
	}
}

/* "Berlin, DE - Group - Title": the place only if it is one beyond doubt. */
static void read_dashes(struct arena *arena, struct event *e, struct str rest)
{
	size_t at = str_find(rest, STR(" - "), 0);
	struct str place = str_trim(str_sub(rest, 0, at));
	struct event with = *e;

	e->title = rest;
	if (at == STR_NONE)
		return;
	set_where(arena, &with, place);
	if (with.mode == MODE_UNKNOWN ||
	    (with.places > 0 && with.place[0].country.at == NULL))
		return;
	*e = with;
	e->title = str_trim(str_sub(rest, at + 3, STR_NONE));
}

static void read_text(struct arena *arena, struct event *e, struct str rest)
{
	rest = after_mark(rest);
	if (str_find_char(rest, '|', 0) != STR_NONE)
		read_bars(arena, e, rest);
	else
		read_dashes(arena, e, rest);
}

/* [DATE ... ](url), the date perhaps behind the link: [Title](url): DATE. */
static bool read_link_line(
    struct arena *arena, struct line line, struct date issue, struct event *e)
{
	struct str rest = str_trim(line.link[0].text), behind;
	struct when w;
	size_t at;

	behind = str_sub(line.text, 1, STR_NONE);
	e->url = line.link[0].url;
	if (when_take(&rest, issue, &w)) {
		read_text(arena, e, rest);
	} else if (when_find(behind, issue, &w, &at, &rest)) {
		e->title = line.link[0].text;
		e->complete = !has_word(str_sub(behind, 0, at));
		behind = rest;
	} else {
		return false;
	}
	set_when(e, &w);
	e->complete = e->complete && !has_word(behind) && line.links == 1;
	return true;
}

/* "DATE | PLACE | GROUPS", or "DATE Title". */
static bool read_bar_line(
    struct arena *arena, struct line line, struct date issue, struct event *e)
{
	struct str rest = line.text;
	struct when w;

	if (!when_take(&rest, issue, &w))
		return false;
	set_when(e, &w);
	line = line_trim(line_sub(line, line.text.len - rest.len, STR_NONE));
	if (line.text.len > 0 && line.text.at[0] == '|') {
		read_fields(arena, e, line_sub(line, 1, STR_NONE));
	} else if (str_find_char(line.text, '|', 0) != STR_NONE) {
		/* Something unknown between the date and the first bar. */
		e->complete = !has_word(line_take(&line, '|').text);
		read_fields(arena, e, line);
	} else {
		read_text(arena, e, line_plain(arena, line));
		e->url = line.links > 0 ? line.link[0].url : e->url;
		e->complete = line.links <= 1;
	}
	return true;
}

/* The title line: one link and perhaps further ones. */
static void read_title(struct arena *arena, struct event *e, struct line line)
{
	size_t link = str_find_char(line.text, LINE_LINK, 0);
	struct str before = str_sub(line.text, 0, link);

	if (line.links == 0 || has_word(before)) {
		e->title = line_plain(arena, line);
		e->url = line.links > 0 ? line.link[0].url : e->url;
	} else {
		e->title = line.link[0].text;
		e->url = line.link[0].url;
		e->complete = e->complete && line_is_links(line);
	}
	for (size_t i = 1; i < line.links; i++) {
		e->extra = ARENA_GROW(arena, e->extra, e->extras);
		e->extra[e->extras++] = line.link[i];
	}
}

/* An event of one line is named by its only group. */
static void title_from_group(struct event *e)
{
	if (e->title.len > 0 || e->groups == 0)
		return;
	e->title = e->group[0].name;
	e->url = e->group[0].url;
	if (e->groups == 1)
		e->groups = 0;
}

bool event_lines_read(struct arena *arena, struct line first,
    struct line second, struct date issue, struct event *ret_event)
{
	struct event e = { .start = -1, .finish = -1, .complete = true };
	bool found;

	first = line_trim(first);
	second = line_trim(second);
	if (first.text.len > 0 && first.text.at[0] == LINE_LINK)
		found = read_link_line(arena, first, issue, &e);
	else
		found = read_bar_line(arena, first, issue, &e);
	if (!found)
		return false;
	if (second.text.len > 0)
		read_title(arena, &e, second);
	title_from_group(&e);
	*ret_event = e;
	return true;
}

/* "* [Title](url)" as text: a marker that Markdown did not take for one. */
static struct line without_marker(struct line line)
{
	line = line_trim(line);
	if (line.text.len > 1 &&
	    (line.text.at[0] == '*' || line.text.at[0] == '-'))
		line = line_trim(line_sub(line, 1, STR_NONE));
	return line;
}

/* Links of further nested items, and whether there is more than links. */
static void read_more(
    struct reader *r, struct event *e, const struct md_node *at)
{
	for (; at != NULL; at = at->next) {
		struct line line = line_of_block(r->arena, at);

		for (size_t i = 0; i < line.links; i++) {
			e->extra = ARENA_GROW(r->arena, e->extra, e->extras);
			e->extra[e->extras++] = line.link[i];
		}
		if (!line_is_links(line) || nested_block(at) != NULL)
			e->complete = false;
	}
}

/* The first line of an event and its title line: the second line of the
 * item's own text, or its first nested item. */
static bool read_item(
    struct reader *r, const struct item *item, struct event *ret_event)
{
	struct date issue = r->issue->header.date;
	const struct md_node *list = nested_block(item->node), *title = NULL;
	struct line own = line_of_block(r->arena, item->node), second = { 0 };
	struct line first = line_take(&own, '\n');
	bool more = own.text.at != NULL;

	if (list != NULL && list->kind == MD_LIST)
		title = list->first;
	if (more)
		second = without_marker(own);
	else if (title != NULL)
		second = line_of_block(r->arena, title);
	if (!event_lines_read(r->arena, first, second, issue, ret_event))
		return false;
	if (title != NULL && !more && nested_block(title) != NULL)
		ret_event->complete = false;
	if (title != NULL)
		read_more(r, ret_event, more ? title : title->next);
	if (list != NULL && (title == NULL || list->next != NULL))
		ret_event->complete = false;
	return true;
}

static size_t region_of(
    const struct reader *r, const struct section *s, const struct event *e)
{
	size_t region = s->region;

	if (region != STR_NONE)
		return region;
	for (size_t i = 0; i < e->places && region == STR_NONE; i++) {
		if (e->place[i].country.at != NULL)
			region = settings_region_of_country(
			    r->settings, e->place[i].country);
	}
	if (e->mode == MODE_VIRTUAL)
		region = settings_region_virtual(r->settings);
	return region;
}

void event_read(struct reader *r, struct spot spot)
{
	struct issue *issue = r->issue;
	struct item *item = spot_item(r, spot);
	struct event e;

	if (item->kind == ITEM_NONE || !read_item(r, item, &e))
		return;
	e.region = region_of(r, spot_section(r, spot), &e);
	e.offset = item->offset;
	e.end = item->end;
	e.section = spot.section;
	e.item = spot.item;
	item->kind = ITEM_EVENT;
	item->typed = issue->events;
	issue->event = ARENA_GROW(r->arena, issue->event, issue->events);
	issue->event[issue->events++] = e;
}
