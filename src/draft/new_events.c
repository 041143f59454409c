/* The events of one issue that are still to come in the next. */
#include <stdlib.h>

#include "draft/new.h"
#include "model/item_place.h"
#include "model/order.h"

/* One item of a list, with what moves and goes with it. */
struct entry {
	const struct event *event; /* NULL: its days are not known */
	const struct item *item;
	const struct item *title; /* of its own, though it should not be */
	struct span lines;        /* whole ones */
	size_t next; /* where the next entry begins, behind blank lines */
	size_t rank;
};

struct carrier {
	struct arena *arena;
	const struct settings *settings;
	const struct issue *issue;
	struct str text; /* of the issue */
	struct date date;
	struct span list;
	struct draft_notes *notes;
	const char *path;
	struct strbuf out;
	size_t copied; /* the text is in `out` up to here */
	size_t events;
	/* The line of the offset that was asked for last. */
	size_t line, line_offset;
};

/* ------------------------------------------------------------------- notes */

/* Offsets are asked for in ascending order, mostly. */
static size_t line_number(struct carrier *c, size_t offset)
{
	if (offset < c->line_offset) {
		c->line = 0;
		c->line_offset = 0;
	}
	for (; c->line_offset < offset; c->line_offset++)
		c->line += c->text.at[c->line_offset] == '\n';
	return c->line + 1;
}

static struct draft_note note_at(struct carrier *c, size_t offset)
{
	size_t start = source_line_start(c->text, offset);

	return (struct draft_note){ .path = c->path,
		.line = line_number(c, offset),
		.column = offset - start + 1 };
}

static void note_other(struct carrier *c, const char *why)
{
	note_add(c->arena, c->notes,
	    (struct draft_note){
		.kind = NOTE_OTHER, .path = c->path, .why = str_of(why) });
}

static void note_over(
    struct carrier *c, const struct section *section, const struct entry *entry)
{
	struct draft_note note = note_at(c, entry->item->offset);
	const struct event *event = entry->event;

	note.kind = NOTE_OVER;
	note.first = event->first;
	note.last = event->last;
	note.region = section->title;
	note.what = entry->title != NULL   ? entry->title->text
		    : event->title.len > 0 ? event->title
					   : entry->item->text;
	note.why = STR("it is over before the new issue");
	note_add(c->arena, c->notes, note);
}

static void note_undated(struct carrier *c, const struct entry *entry)
{
	struct draft_note note = note_at(c, entry->item->offset);

	if (entry->item->kind == ITEM_NONE)
		return;
	note.kind = NOTE_UNDATED;
	note.what = entry->item->text;
	note.why = STR("its days are not understood; it was kept");
	note_add(c->arena, c->notes, note);
}

static void note_empty(struct carrier *c, const struct section *section)
{
	struct draft_note note = note_at(c, section->offset);

	note.kind = NOTE_EMPTY;
	note.what = section->title;
	note.why = STR("no event is left below it");
	note_add(c->arena, c->notes, note);
}

/* ----------------------------------------------------------------- entries */

static const struct event *event_of(
    const struct carrier *c, const struct item *item)
{
	if (item->kind != ITEM_EVENT || item->typed == STR_NONE)
		return NULL;
	return &c->issue->event[item->typed];
}

/* Has an event today's form, but for a title below it? */
static bool is_untitled(const struct carrier *c, const struct entry *entry)
{
	struct str own =
	    str_sub(c->text, entry->item->offset, entry->item->end);
	struct str inside = str_trim(str_sub(own, 1, own.len));

	return entry->event != NULL && !str_starts(inside, STR("[")) &&
	       str_find_char(own, '|', 0) != STR_NONE &&
	       str_find_char(own, '\n', 0) == STR_NONE;
}

/* A title that was not indented is an item of its own, behind its event. */
static bool is_title_of(const struct carrier *c, const struct entry *before,
    const struct entry *entry)
{
	return entry->event == NULL && entry->item->kind == ITEM_LINK &&
	       before->title == NULL && is_untitled(c, before);
}

/* The entries of `count` items of one list; returns how many. */
static size_t make_entries(struct carrier *c, const struct item *item,
    size_t count, struct entry *ret_entry)
{
	size_t entries = 0;

	for (size_t i = 0; i < count; i++) {
		struct entry e = { .event = event_of(c, &item[i]),
			.item = &item[i],
			.rank = entries };

		e.lines.from = source_line_start(c->text, item[i].offset);
		e.lines.to = item_behind(c->text, &item[i]);
		e.next = i + 1 < count
			     ? source_line_start(c->text, item[i + 1].offset)
			     : e.lines.to;
		if (entries > 0 &&
		    is_title_of(c, &ret_entry[entries - 1], &e)) {
			ret_entry[entries - 1].title = &item[i];
			ret_entry[entries - 1].lines.to = e.lines.to;
			ret_entry[entries - 1].next = e.next;
			continue;
		}
		ret_entry[entries++] = e;
	}
	return entries;
}

/* Those without days are last. */
static int entry_cmp(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;
	int order = (a->event == NULL) - (b->event == NULL);

	if (order == 0 && a->event != NULL)
		order = event_cmp(a->event, b->event);
	if (order == 0)
		order = (a->rank > b->rank) - (a->rank < b->rank);
	return order;
}

/* ------------------------------------------------------------------- lists */

static void copy_to(struct carrier *c, size_t offset)
{
	if (offset > c->copied)
		strbuf_add(&c->out, str_sub(c->text, c->copied, offset));
	c->copied = offset > c->copied ? offset : c->copied;
}

/* Take out those that are over; returns how many are left. */
static size_t drop_over(struct carrier *c, const struct section *section,
    struct entry *entry, size_t entries)
{
	size_t kept = 0;

	for (size_t i = 0; i < entries; i++) {
		const struct event *event = entry[i].event;

		if (event != NULL && date_cmp(event->last, c->date) < 0) {
			note_over(c, section, &entry[i]);
			continue;
		}
		if (event == NULL)
			note_undated(c, &entry[i]);
		else
			c->events++;
		entry[kept++] = entry[i];
	}
	return kept;
}

/* The entries in their order; the blank lines between them stay between. */
static void add_sorted(struct carrier *c, struct entry *entry, size_t entries)
{
	struct span *gap = ARENA_ARRAY(c->arena, entries + 1, struct span);

	for (size_t i = 0; i < entries; i++)
		gap[i] = (struct span){ entry[i].lines.to, entry[i].next };
	qsort(entry, entries, sizeof(*entry), entry_cmp);
	for (size_t i = 0; i < entries; i++) {
		struct str lines =
		    str_sub(c->text, entry[i].lines.from, entry[i].lines.to);

		strbuf_add(&c->out, lines);
		if (!str_ends(lines, STR("\n")))
			strbuf_lit(&c->out, "\n");
		if (i + 1 < entries)
			strbuf_add(
			    &c->out, str_sub(c->text, gap[i].from, gap[i].to));
	}
}

/* Where the next line begins that is not blank, or the range ends. */
static size_t behind_blank_lines(const struct carrier *c, size_t at)
{
	while (
	    at < c->list.to &&
	    str_trim(str_sub(c->text, at, source_line_end(c->text, at))).len ==
		0)
		at = line_behind(c->text, at);
	return at;
}

/* Has every entry lines of its own?  A lone carriage return ends a line of
 * Markdown, but not one of the file. */
static bool are_apart(
    const struct carrier *c, const struct entry *entry, size_t entries)
{
	size_t behind = c->copied;

	for (size_t i = 0; i < entries; i++) {
		if (entry[i].lines.from < behind)
			return false;
		behind = entry[i].lines.to;
	}
	return true;
}

/* One list: `count` items of a section, all within the range.  Returns how
 * many entries are left. */
static size_t carry_list(struct carrier *c, const struct section *section,
    const struct item *item, size_t count)
{
	struct entry *entry = ARENA_ARRAY(c->arena, count, struct entry);
	size_t entries = make_entries(c, item, count, entry);
	size_t from = entry[0].lines.from, to = entry[entries - 1].lines.to;
	size_t kept;

	if (!are_apart(c, entry, entries)) {
		note_other(c, "two events are in one line; the list was "
			      "kept as it is");
		return entries;
	}
	/* Text that goes on without a blank line is read into the item. */
	if (to > c->list.to)
		entry[entries - 1].lines.to = to = c->list.to;
	kept = drop_over(c, section, entry, entries);
	copy_to(c, from);
	add_sorted(c, entry, kept);
	c->copied = kept > 0 ? to : behind_blank_lines(c, to);
	return kept;
}

/* How many items from `first` on are in one list, placed, and in range. */
static size_t count_list(
    const struct carrier *c, const struct section *section, size_t first)
{
	const struct item *item = section->item;
	size_t count = 0;

	while (first + count < section->items &&
	       item_is_placed(&item[first + count]) &&
	       item[first + count].node->parent == item[first].node->parent &&
	       item[first + count].offset >= c->list.from &&
	       item[first + count].offset < c->list.to)
		count++;
	return count;
}

/* ---------------------------------------------------------------- sections */

static size_t section_end(const struct carrier *c, const struct section *s)
{
	return s->end == MD_UNKNOWN || s->end > c->list.to ? c->list.to
							   : s->end;
}

/* Is there nothing below a heading that is left, with all it had copied from
 * `start` of the output on? */
static bool is_bare(struct carrier *c, const struct section *s, size_t start)
{
	struct str left = str_sub(strbuf_str(&c->out), start, c->out.len);

	str_take(&left, '\n');
	return s->heading != NULL && s->offset != MD_UNKNOWN &&
	       s->offset >= c->list.from && str_trim(left).len == 0;
}

static void carry_section(struct carrier *c, const struct section *s)
{
	size_t kept = 0, looked = 0, start;

	if (s->offset != MD_UNKNOWN && s->offset >= c->list.from)
		copy_to(c, source_line_start(c->text, s->offset));
	start = c->out.len;
	for (size_t i = 0; i < s->items;) {
		size_t count = count_list(c, s, i);

		if (count > 0)
			kept += carry_list(c, s, &s->item[i], count);
		looked += count;
		i += count > 0 ? count : 1;
	}
	copy_to(c, section_end(c, s));
	if (looked > 0 && kept == 0 && is_bare(c, s, start)) {
		strbuf_truncate(&c->out, start);
		note_empty(c, s);
	}
}

/* ------------------------------------------------------------------- range */

/* Behind the line that says from when to when events are listed; STR_NONE if
 * there is no such line. */
static size_t behind_window(const struct carrier *c)
{
	struct str start = c->settings->events.heading_window;
	struct str rest = c->text;

	while (start.len > 0 && rest.at != NULL) {
		struct str line = str_take(&rest, '\n');

		if (str_starts_fold(line, start))
			return rest.at != NULL ? (size_t)(rest.at - c->text.at)
					       : c->text.len;
	}
	return STR_NONE;
}

/* The first list or region below a heading of events. */
static size_t first_list(const struct carrier *c)
{
	size_t i = 0;

	while (i < c->issue->sections &&
	       c->issue->section[i].kind != SECTION_EVENTS)
		i++;
	for (; i < c->issue->sections &&
	       c->issue->section[i].kind == SECTION_EVENTS;
	     i++) {
		const struct section *s = &c->issue->section[i];

		if (s->region != STR_NONE && s->offset != MD_UNKNOWN)
			return source_line_start(c->text, s->offset);
		if (s->items > 0 && item_is_placed(s->item))
			return source_line_start(c->text, s->item->offset);
	}
	return STR_NONE;
}

/* Does section `i` still list events, if `first` began it? */
static bool goes_on(const struct issue *issue, size_t first, size_t i)
{
	const struct section *s = &issue->section[i];

	return s->kind == SECTION_EVENTS && s->offset != MD_UNKNOWN &&
	       (s->region != STR_NONE ||
		   s->level > issue->section[first].level);
}

/* Behind what is listed in a section: its last list, or else its heading. */
static size_t behind_lists(const struct carrier *c, const struct section *s)
{
	size_t behind = 0;

	if (s->offset != MD_UNKNOWN && s->offset >= c->list.from)
		behind = line_behind(c->text, s->offset);
	for (size_t i = 0; i < s->items; i++)
		if (item_is_placed(&s->item[i]) &&
		    s->item[i].offset >= c->list.from)
			behind = item_behind(c->text, &s->item[i]);
	return behind;
}

/* The start of the line that is `stop`, between two offsets; or STR_NONE. */
static size_t find_stop(
    const struct carrier *c, size_t from, size_t to, struct str stop)
{
	struct str rest = str_sub(c->text, from, to);

	while (stop.len > 0 && rest.at != NULL) {
		struct str line = str_take(&rest, '\n');

		if (str_eq(str_trim_right(line), stop))
			return (size_t)(line.at - c->text.at);
	}
	return STR_NONE;
}

/* The last section of which `first` is the first. */
static size_t last_of_events(const struct issue *issue, size_t first)
{
	size_t last = first;

	while (last + 1 < issue->sections && goes_on(issue, first, last + 1))
		last++;
	return last;
}

/* Where something begins that surely lists no events.  A heading that nobody
 * knows may be an event with a slip in its marker. */
static size_t start_of_others(const struct carrier *c, size_t first)
{
	for (size_t i = first + 1; i < c->issue->sections; i++) {
		const struct section *s = &c->issue->section[i];

		if (s->rule != NULL && s->kind != SECTION_EVENTS &&
		    s->offset != MD_UNKNOWN)
			return s->offset;
	}
	return c->text.len;
}

/* Fill c->list; false if nothing is listed. */
static bool find_range(struct carrier *c, struct str stop)
{
	const struct issue *issue = c->issue;
	size_t from = behind_window(c), first = 0, last, at;

	if (from == STR_NONE)
		from = first_list(c);
	if (from == STR_NONE)
		return false;
	c->list = (struct span){ from, from };
	while (first + 1 < issue->sections &&
	       issue->section[first + 1].offset <= from)
		first++;
	last = last_of_events(issue, first);
	for (size_t i = first; i <= last; i++) {
		at = behind_lists(c, &issue->section[i]);
		if (at > c->list.to)
			c->list.to = at;
	}
	at = find_stop(c, from, start_of_others(c, first), stop);
	if (at != STR_NONE)
		c->list.to = at;
	return c->list.to > c->list.from;
}

/* ------------------------------------------------------------------- carry */

/* Without the empty lines around it. */
static struct str without_outer_lines(struct arena *arena, struct str text)
{
	struct str rest = text, line;

	while (rest.at != NULL) {
		text = rest;
		line = str_take(&rest, '\n');
		if (str_trim(line).len > 0)
			break;
	}
	return arena_str(arena, str_trim_right(text));
}

static void carry_sections(struct carrier *c)
{
	strbuf_init(&c->out, LIMIT_ISSUE_FILE);
	c->copied = c->list.from;
	for (size_t i = 0; i < c->issue->sections; i++) {
		const struct section *s = &c->issue->section[i];

		if (s->end > c->list.from && s->offset < c->list.to)
			carry_section(c, s);
	}
	copy_to(c, c->list.to);
}

struct carried events_carry(struct arena *arena,
    const struct settings *settings, struct source last, struct date date,
    struct str stop, struct draft_notes *notes)
{
	struct carried none = { STR(NEW_NO_EVENTS), 0 }, carried;
	struct issue issue;
	struct carrier c = { .arena = arena,
		.settings = settings,
		.issue = &issue,
		.text = last.text,
		.date = date,
		.notes = notes,
		.path = last.path };

	if (issue_read(arena, last, settings, &issue) != ISSUE_OK) {
		note_other(&c, "its links or nesting expand beyond all "
			       "measure; no events were taken from it");
		return none;
	}
	if (!find_range(&c, stop)) {
		note_other(&c, "no list of events was found in it");
		return none;
	}
	carry_sections(&c);
	carried =
	    (struct carried){ without_outer_lines(arena, strbuf_str(&c.out)),
		    c.events };
	strbuf_release(&c.out);
	return carried.text.len > 0 ? carried : none;
}
