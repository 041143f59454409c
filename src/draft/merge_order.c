#include "draft/merge_order.h"

#include <stdlib.h>

#include "model/order.h"

static void append(struct node *head, struct node *after, struct node *node)
{
	node->list = head;
	node->prev = after;
	node->next = after->next;
	after->next->prev = node;
	after->next = node;
}

static struct node *new_list(struct merge *merge)
{
	struct node *head = ARENA_NEW(merge->arena, struct node);

	head->prev = head->next = head;
	return head;
}

/* Mark those of `unit` that are out of the order of their base. */
static void mark_moved(struct arena *scratch, const struct version *base,
    struct unit *const *unit, size_t units)
{
	size_t *number = ARENA_ARRAY(scratch, units, size_t);
	bool *in = ARENA_ARRAY(scratch, units, bool);

	for (size_t i = 0; i < units; i++)
		number[i] = (size_t)(unit[i]->node->unit[BASE] - base->unit);
	lines_rising(scratch, number, units, in);
	for (size_t i = 0; i < units; i++) {
		if (!in[i])
			unit[i]->node->moved[unit[i]->side] = 1;
	}
}

static void mark_moved_items(
    struct merge *merge, struct arena *scratch, const struct part *part)
{
	struct unit **stayed = ARENA_ARRAY(scratch, part->units, struct unit *);
	size_t count = 0;

	for (size_t i = 1; i < part->units; i++) {
		struct unit *unit = &part->unit[i];
		const struct unit *base = unit->node->unit[BASE];

		if (unit->kind == UNIT_TEXT || base == NULL)
			continue;
		if (merge_heading_of(merge, base) == part->unit->node)
			stayed[count++] = unit;
		else
			unit->node->moved[unit->side] = 2;
	}
	mark_moved(scratch, &merge->version[BASE], stayed, count);
}

static void mark_all_moved(struct merge *merge, enum merge_side side)
{
	struct version *v = &merge->version[side];
	struct arena scratch = { 0 };
	struct unit **stayed = ARENA_ARRAY(&scratch, v->parts, struct unit *);
	size_t count = 0;

	for (size_t i = 0; i < v->parts; i++) {
		if (v->part[i].unit->node->unit[BASE] != NULL)
			stayed[count++] = v->part[i].unit;
		mark_moved_items(merge, &scratch, &v->part[i]);
	}
	mark_moved(&scratch, &merge->version[BASE], stayed, count);
	arena_release(&scratch);
}

static void choose_place(struct node *node)
{
	if (node->unit[OURS] == NULL ||
	    (node->unit[THEIRS] != NULL &&
		node->moved[THEIRS] > node->moved[OURS]))
		node->by = THEIRS;
	else
		node->by = OURS;
}

static bool is_new_in_ours(const struct node *node)
{
	return node->unit[BASE] == NULL && node->unit[THEIRS] == NULL &&
	       node->unit[OURS] != NULL;
}

static enum unit_kind kind_of(const struct node *node)
{
	for (enum merge_side side = BASE; side < SIDES; side++) {
		if (node->unit[side] != NULL)
			return node->unit[side]->kind;
	}
	return UNIT_HEADING; /* the head of a list */
}

/*
 * Where behind `at` a node of theirs goes: behind what ours added there, but
 * text does not part a heading from its list, unless it is the label of what
 * comes behind it (`labels`), nor an item a list from the text behind it.
 */
static struct node *behind_ours(
    struct node *head, struct node *at, const struct node *node, bool labels)
{
	enum unit_kind kind = kind_of(node), before = kind_of(at);

	while (at->next != head && is_new_in_ours(at->next)) {
		enum unit_kind next = kind_of(at->next);

		if (kind == UNIT_TEXT && next == UNIT_ITEM && !labels &&
		    before != UNIT_ITEM)
			break;
		if (kind == UNIT_ITEM && next == UNIT_TEXT &&
		    before == UNIT_ITEM)
			break;
		at = at->next;
	}
	return at;
}

/* Units of one version that stand in one list. */
struct row {
	struct unit *const *unit;
	size_t count;
};

static void add_ours(struct node *head, struct row row)
{
	for (size_t i = 0; i < row.count; i++) {
		struct node *node = row.unit[i]->node;

		if (node->list == NULL && node->by == OURS)
			append(head, head->prev, node);
	}
}

/* Which units are text that an item follows which is new? */
static bool *find_labels(struct arena *scratch, struct row row)
{
	bool *labels = ARENA_ARRAY(scratch, row.count, bool), label = false;

	for (size_t i = row.count; i-- > 0;) {
		const struct unit *unit = row.unit[i];

		if (unit->kind != UNIT_TEXT)
			label = unit->kind == UNIT_ITEM &&
				unit->node->unit[BASE] == NULL;
		labels[i] = label && unit->kind == UNIT_TEXT;
	}
	return labels;
}

static void add_theirs(struct arena *scratch, struct node *head, struct row row)
{
	const bool *labels = find_labels(scratch, row);
	struct node *at = head;

	for (size_t i = 0; i < row.count; i++) {
		struct node *node = row.unit[i]->node, *after;
		const struct node *instead = node->instead_of;

		if (node->list != NULL || node->by == OURS) {
			if (node->list == head && node->moved[OURS] == 0)
				at = node;
			continue;
		}
		after = behind_ours(head, at, node, labels[i]);
		if (instead != NULL && instead->list == head &&
		    (at == head || at->instead_of != instead))
			after = instead->prev;
		else if (instead != NULL && at->instead_of == instead)
			after = at;
		append(head, after, node);
		at = node;
	}
}

static struct row row_of_part(struct arena *scratch, const struct part *part)
{
	struct unit **unit;

	if (part == NULL)
		return (struct row){ 0 };
	unit = ARENA_ARRAY(scratch, part->units, struct unit *);
	for (size_t i = 1; i < part->units; i++)
		unit[i - 1] = &part->unit[i];
	return (struct row){ unit, part->units - 1 };
}

static struct row row_of_headings(
    struct arena *scratch, const struct version *v)
{
	struct unit **unit = ARENA_ARRAY(scratch, v->parts, struct unit *);

	for (size_t i = 0; i < v->parts; i++)
		unit[i] = v->part[i].unit;
	return (struct row){ unit, v->parts };
}

static int place_cmp(
    const struct event *a, const struct event *b, bool by_place)
{
	int order = event_cmp(a, b);

	if (!by_place && date_cmp(a->first, b->first) == 0)
		return 0;
	return order;
}

static bool is_sorted(const struct part *part, bool by_place)
{
	const struct event *last = NULL;

	for (size_t i = 0; part != NULL && i < part->units; i++) {
		const struct event *event = part->unit[i].event;

		if (event == NULL)
			continue;
		if (last != NULL && place_cmp(last, event, by_place) > 0)
			return false;
		last = event;
	}
	return true;
}

struct placed {
	struct node *node;
	const struct event *event;
	size_t at; /* place before sorting: equal ones keep theirs */
	bool by_place;
};

static int placed_cmp(const void *left, const void *right)
{
	const struct placed *a = left, *b = right;
	int order = place_cmp(a->event, b->event, a->by_place);

	if (order != 0)
		return order;
	return a->at < b->at ? -1 : a->at > b->at;
}

static const struct event *event_of(const struct node *node)
{
	const struct unit *unit = merge_shown(node);

	return unit != NULL && node->fate != FATE_DROP ? unit->event : NULL;
}

/* Sort the events of a list among themselves, in the places that they have. */
static void sort_events(struct arena *scratch, struct node *head, bool by_place)
{
	struct placed *placed;
	struct node **slot;
	size_t count = 0, i = 0;

	for (struct node *at = head->next; at != head; at = at->next)
		count += event_of(at) != NULL;
	placed = ARENA_ARRAY(scratch, count, struct placed);
	slot = ARENA_ARRAY(scratch, count, struct node *);
	for (struct node *at = head->next; at != head; at = at->next) {
		if (event_of(at) == NULL)
			continue;
		placed[i] = (struct placed){ at, event_of(at), i, by_place };
		slot[i++] = at;
	}
	if (count > 1)
		qsort(placed, count, sizeof(*placed), placed_cmp);
	for (i = 0; i < count; i++) {
		struct node *mark = ARENA_NEW(scratch, struct node);

		append(head, slot[i], mark);
		slot[i]->prev->next = slot[i]->next;
		slot[i]->next->prev = slot[i]->prev;
		slot[i] = mark;
	}
	for (i = 0; i < count; i++) {
		append(head, slot[i], placed[i].node);
		slot[i]->prev->next = slot[i]->next;
		slot[i]->next->prev = slot[i]->prev;
	}
}

static void order_part(struct merge *merge, struct node *heading)
{
	struct arena scratch = { 0 };
	const struct part *ours = merge_part_of(merge, heading, OURS);
	const struct part *theirs = merge_part_of(merge, heading, THEIRS);

	heading->below = new_list(merge);
	add_ours(heading->below, row_of_part(&scratch, ours));
	add_theirs(&scratch, heading->below, row_of_part(&scratch, theirs));
	if (is_sorted(ours, true) && is_sorted(theirs, true))
		sort_events(&scratch, heading->below, true);
	else if (is_sorted(ours, false) && is_sorted(theirs, false))
		sort_events(&scratch, heading->below, false);
	arena_release(&scratch);
}

void merge_order(struct merge *merge)
{
	struct arena scratch = { 0 };
	struct node *head = new_list(merge);

	for (enum merge_side side = OURS; side < SIDES; side++)
		mark_all_moved(merge, side);
	for (enum merge_side side = OURS; side < SIDES; side++) {
		for (size_t i = 0; i < merge->version[side].units; i++)
			choose_place(merge->version[side].unit[i].node);
	}
	merge->headings = head;
	add_ours(head, row_of_headings(&scratch, &merge->version[OURS]));
	add_theirs(
	    &scratch, head, row_of_headings(&scratch, &merge->version[THEIRS]));
	for (struct node *at = head->next; at != head; at = at->next)
		order_part(merge, at);
	arena_release(&scratch);
}
