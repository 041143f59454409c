/* Items into the lists of sections. */
#include "draft/add.h"
#include "model/item_write.h"
#include "model/order.h"

/* --------------------------------------------------------------------- lines */

static bool line_is_blank(struct str text, size_t at)
{
	size_t from = source_line_start(text, at);

	return str_trim(str_sub(text, from, source_line_end(text, at))).len ==
	       0;
}

struct edit block_edit(
    struct adder *a, size_t from, size_t to, struct str lines, size_t *ret_at)
{
	const char *before = "", *behind = "";

	if (from > 0 && a->text.at[from - 1] != '\n')
		before = "\n\n";
	else if (from > 0 && !line_is_blank(a->text, from - 1))
		before = "\n";
	if (to < a->text.len && !line_is_blank(a->text, to))
		behind = "\n";
	*ret_at = strlen(before);
	lines = arena_printf(
	    a->arena, "%s%.*s\n%s", before, STR_ARG(lines), behind);
	return (struct edit){ from, to - from, lines };
}

size_t section_heading_end(const struct adder *a, const struct section *s)
{
	if (s->heading == NULL)
		return s->offset;
	if (s->heading->end == MD_UNKNOWN || s->heading->end == 0)
		return s->end != MD_UNKNOWN ? s->end : a->text.len;
	return line_behind(a->text, s->heading->end - 1);
}

size_t section_content_end(const struct adder *a, const struct section *s)
{
	size_t end = section_heading_end(a, s);

	for (const struct md_node *at = s->first; at != s->stop;
	     at = at->next) {
		if (at->end == MD_UNKNOWN || at->end == 0)
			return s->end != MD_UNKNOWN ? s->end : a->text.len;
		end = line_behind(a->text, at->end - 1);
	}
	return end;
}

/* ------------------------------------------------------------------- comments */

bool has_placeholder(const struct settings *settings, struct str text)
{
	const struct str_list *list = &settings->check.placeholders;

	for (size_t i = 0; i < list->count; i++)
		if (str_find(text, list->item[i], 0) != STR_NONE)
			return true;
	return false;
}

static bool marks_place(const struct settings *settings, struct str text)
{
	return str_contains_fold(text, STR("goes here")) ||
	       str_contains_fold(text, STR("go here")) ||
	       has_placeholder(settings, text);
}

/* Nothing else stands on its lines. */
static bool is_alone(const struct adder *a, const struct md_comment *c)
{
	size_t from = source_line_start(a->text, c->offset);
	size_t to = source_line_end(a->text, c->end);

	return c->closed &&
	       str_trim(str_sub(a->text, from, c->offset)).len == 0 &&
	       str_trim(str_sub(a->text, c->end, to)).len == 0;
}

static size_t first_comment(const struct md_tree *tree, size_t offset)
{
	size_t low = 0, high = tree->comments;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (tree->comment[middle].offset < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct md_comment *section_mark(
    const struct adder *a, const struct section *s, bool any)
{
	const struct md_tree *tree = &a->issue->tree;
	const struct md_comment *last = NULL;

	if (s->offset == MD_UNKNOWN)
		return NULL;
	for (size_t i = first_comment(tree, s->offset);
	     i < tree->comments && tree->comment[i].offset < s->end; i++) {
		const struct md_comment *c = &tree->comment[i];

		if (!is_alone(a, c) || comment_keeps_section(a, c))
			continue;
		if (marks_place(a->settings, c->text))
			return c;
		last = c;
	}
	return any ? last : NULL;
}

/* Behind a comment, and those on the lines right behind it. */
static size_t comments_end(const struct adder *a, const struct md_comment *c)
{
	const struct md_tree *tree = &a->issue->tree;
	size_t end = line_behind(a->text, c->end);

	for (c++; c < tree->comment + tree->comments && is_alone(a, c) &&
		  source_line_start(a->text, c->offset) == end;
	     c++)
		end = line_behind(a->text, c->end);
	return end;
}

/* ---------------------------------------------------------------- the sentence */

/* Whole lines of the sentence that there is nothing. */
static struct span none_lines(const struct adder *a, const struct item *item)
{
	return (struct span){ source_line_start(a->text, item->offset),
		item_behind(a->text, item) };
}

static bool is_none(const struct item *item)
{
	return item->kind == ITEM_NONE && item->offset != MD_UNKNOWN &&
	       item->end != MD_UNKNOWN;
}

/* One that names groups by links speaks of others. */
static bool is_about_groups(const struct item *item)
{
	return item->links > 0;
}

/* And the blank lines behind it, if there are such before it too. */
static struct span with_gap(const struct adder *a, struct span s)
{
	if (s.from > 0 && !line_is_blank(a->text, s.from - 1))
		return s;
	while (s.to < a->text.len && line_is_blank(a->text, s.to))
		s.to = line_behind(a->text, s.to);
	return s;
}

void list_drop_none(struct adder *a, size_t section)
{
	const struct section *s = &a->issue->section[section];
	size_t behind = 0;

	for (size_t i = 0; i < s->items; i++) {
		const struct item *item = &s->item[i];
		struct span lines;

		if (!is_none(item) || is_about_groups(item))
			continue;
		lines = with_gap(a, none_lines(a, item));
		if (lines.from < behind)
			continue;
		behind = lines.to;
		add_note(a,
		    (struct edit){ lines.from, lines.to - lines.from, STR("") },
		    STR_NONE, 0);
	}
}

/* What a comment keeps is another section, which begins there. */
static size_t before_kept_section(
    const struct adder *a, const struct section *s, size_t at)
{
	const struct md_tree *tree = &a->issue->tree;

	if (s->offset == MD_UNKNOWN)
		return at;
	for (size_t i = first_comment(tree, s->offset);
	     i < tree->comments && tree->comment[i].offset < at; i++)
		if (is_alone(a, &tree->comment[i]) &&
		    comment_keeps_section(a, &tree->comment[i]))
			return source_line_start(
			    a->text, tree->comment[i].offset);
	return at;
}

/* Groups and regions have no introduction: the text below the last of them
 * closes the section around them. */
struct span list_spot(struct adder *a, const struct section *section)
{
	const struct md_comment *mark;
	size_t at;

	for (size_t i = 0; i < section->items; i++) {
		const struct item *item = &section->item[i];
		struct span lines;

		if (!is_none(item))
			continue;
		lines = none_lines(a, item);
		if (is_about_groups(item))
			lines.to = lines.from;
		return lines;
	}
	mark = section_mark(a, section, true);
	if (mark != NULL)
		at = comments_end(a, mark);
	else if (section->group.at != NULL)
		at = section_heading_end(a, section);
	else
		at = section_content_end(a, section);
	at = before_kept_section(a, section, at);
	return (struct span){ at, at };
}

/* ---------------------------------------------------------------------- items */

bool item_is_listed(const struct item *item)
{
	const struct md_node *list;

	if (!item_is_placed(item) || item->kind == ITEM_NONE ||
	    item->kind == ITEM_PERSON)
		return false;
	list = item->node->parent;
	return list->kind == MD_LIST && !list->ordered &&
	       list->parent->kind == MD_DOCUMENT;
}

static struct str job_markdown(
    struct adder *a, const struct job *job, char marker)
{
	const struct addition *add = job->addition;
	struct item_link link = add->link;
	struct item item = { .link = &link, .links = 1, .tags = add->tags };
	struct strbuf out;
	struct str lines;

	strbuf_init(&out, LIMIT_ISSUE_FILE);
	switch (add->kind) {
	case ADD_EVENT:
		item_add_event(&out, marker, a->settings, &add->event);
		break;
	case ADD_CALL:
		item_add_call(&out, marker, a->settings, &add->call);
		break;
	case ADD_DECISION:
		item_add_decision(&out, marker, &add->decision);
		break;
	case ADD_CHANGE: item_add_change(&out, marker, &add->change); break;
	case ADD_LINK:
	case ADD_FEATURE:
	case ADD_JOBS: item_add_link(&out, marker, &item); break;
	}
	lines = arena_str(a->arena, strbuf_str(&out));
	strbuf_release(&out);
	return lines;
}

/* The last item of a section that can have others beside it. */
static size_t last_item(struct adder *a, size_t section)
{
	const struct section *s = &a->issue->section[section];
	struct section_state *state = &a->state[section];

	if (state->looked)
		return state->last;
	state->looked = true;
	state->last = s->items;
	while (state->last > 0 && !item_is_listed(&s->item[state->last - 1]))
		state->last--;
	state->last = state->last > 0 ? state->last - 1 : STR_NONE;
	return state->last;
}

size_t section_items_end(struct adder *a, size_t section)
{
	const struct section *s = &a->issue->section[section];
	size_t last = last_item(a, section);

	return last != STR_NONE ? item_behind(a->text, &s->item[last])
				: list_spot(a, s).from;
}

/* The item before which an event belongs; STR_NONE: behind all.  Events come in
 * their order, so that the search goes on where the one before ended. */
static size_t item_behind_event(
    struct adder *a, size_t section, const struct event *event)
{
	const struct section *s = &a->issue->section[section];
	struct section_state *state = &a->state[section];

	for (; state->cursor < s->items; state->cursor++) {
		const struct item *item = &s->item[state->cursor];

		if (item->kind == ITEM_EVENT && item_is_listed(item) &&
		    event_cmp(&a->issue->event[item->typed], event) > 0)
			return state->cursor;
	}
	return STR_NONE;
}

static bool same_list(const struct item *a, const struct item *b)
{
	return item_is_placed(a) && item_is_placed(b) &&
	       a->node->parent == b->node->parent;
}

/* Insert before item `next`, or behind item `last` if that is STR_NONE: a
 * neighbour more tells whether blank lines part the items. */
static void put_beside(struct adder *a, size_t job, const struct section *s,
    size_t next, size_t last)
{
	struct section few = *s;
	size_t at = next != STR_NONE ? next : last, first = at;
	struct edit edit;
	struct str lines;

	if (at > 0 && same_list(&s->item[at - 1], &s->item[at]))
		first = at - 1;
	few.item = &s->item[first];
	few.items = at - first + 1;
	if (first == at && at + 1 < s->items &&
	    same_list(&s->item[at], &s->item[at + 1]) && next != STR_NONE)
		few.items++;
	lines = job_markdown(a, &a->job[job], a->text.at[s->item[at].offset]);
	edit = item_insert(a->arena, a->text, &few,
	    next != STR_NONE ? at - first : few.items, lines);
	add_note(a, edit, job, (size_t)(str_find(edit.insert, lines, 0)));
}

void list_put(struct adder *a, size_t job, size_t section)
{
	const struct section *s = &a->issue->section[section];
	const struct addition *addition = a->job[job].addition;
	size_t last = last_item(a, section), next = STR_NONE, at;
	struct span spot;
	struct edit edit;

	if (a->state[section].taken)
		return;
	if (last != STR_NONE) {
		if (addition->kind == ADD_EVENT)
			next = item_behind_event(a, section, &addition->event);
		put_beside(a, job, s, next, last);
		return;
	}
	a->state[section].taken = true;
	spot = list_spot(a, s);
	edit = block_edit(a, spot.from, spot.to,
	    job_markdown(a, &a->job[job], a->marker), &at);
	add_note(a, edit, job, at);
}
