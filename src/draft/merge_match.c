#include "draft/merge_match.h"

#include <assert.h>

/* Finds units by a key; all heads are NULL between two uses. */
struct finder {
	struct merge *merge;
	struct unit **head; /* by number: the first unit that has it */
};

/* Units of one version that are looked at together. */
struct units {
	struct unit *unit;
	size_t count;
	bool headings; /* only those, or all but those */
};

static bool takes_part(const struct units *of, const struct unit *unit)
{
	if (unit->kind == UNIT_TEXT)
		return false;
	return of->headings == (unit->kind == UNIT_HEADING);
}

/*
 * Which units of `here`, that have no node, are which of `there`, of whose
 * nodes this side is missing: those with an equal key, the first with the
 * first.
 */
static void pair(struct finder *f, const struct units *there,
    const struct units *here, enum unit_key key,
    bool (*may)(const struct unit *there, const struct unit *here))
{
	enum merge_side side;

	if (here->count == 0)
		return;
	side = here->unit->side;
	for (size_t i = there->count; i-- > 0;) {
		struct unit *unit = &there->unit[i];

		if (!takes_part(there, unit) || unit->key[key] == 0 ||
		    unit->node->unit[side] != NULL)
			continue;
		unit->chain = f->head[unit->key[key]];
		f->head[unit->key[key]] = unit;
	}
	for (size_t i = 0; i < here->count; i++) {
		struct unit *unit = &here->unit[i], *other;

		if (!takes_part(here, unit) || unit->node != NULL)
			continue;
		other = f->head[unit->key[key]];
		if (unit->key[key] == 0 || other == NULL || !may(other, unit))
			continue;
		f->head[unit->key[key]] = other->chain;
		merge_join(other->node, unit);
	}
	for (size_t i = 0; i < there->count; i++)
		f->head[there->unit[i].key[key]] = NULL;
}

static bool always(const struct unit *there, const struct unit *here)
{
	return there->kind == here->kind;
}

/* "There is none" is said of the part it stands in. */
static bool may_move(const struct unit *there, const struct unit *here)
{
	return there->kind == here->kind && !there->none && !here->none;
}

/* What is an event under one heading may be none under another. */
static bool may_move_from_events(
    const struct unit *there, const struct unit *here)
{
	return may_move(there, here) &&
	       (there->event == NULL) != (here->event == NULL);
}

/* Two that were added are one only if nothing else tells them apart. */
static bool may_be_one(const struct unit *there, const struct unit *here)
{
	return there->kind == here->kind && there->none == here->none &&
	       (there->kind == UNIT_FIELD || there->event != NULL ||
		   there->none || (there->links == 1 && here->links == 1));
}

/* An event may be listed in two places on purpose. */
static bool may_be_one_elsewhere(
    const struct unit *there, const struct unit *here)
{
	return may_move(there, here) && there->event == NULL;
}

static struct units all_of(struct version *v, bool headings)
{
	return (struct units){ v->unit, v->units, headings };
}

static size_t count_items(const struct part *part)
{
	size_t count = 0;

	for (size_t i = 1; i < part->units; i++)
		count += part->unit[i].kind == UNIT_ITEM;
	return count;
}

/* How many items of a part are found in the part of another heading; which
 * that is, the first one found says. */
static size_t count_found(
    const struct finder *f, const struct part *part, struct node **ret_heading)
{
	size_t count = 0;

	*ret_heading = NULL;
	for (size_t i = 1; i < part->units; i++) {
		const struct unit *unit = &part->unit[i], *other;

		if (unit->kind != UNIT_ITEM || unit->key[KEY_LINK] == 0)
			continue;
		other = f->head[unit->key[KEY_LINK]];
		if (other == NULL)
			continue;
		if (*ret_heading == NULL)
			*ret_heading = merge_heading_of(f->merge, other);
		count += merge_heading_of(f->merge, other) == *ret_heading;
	}
	return count;
}

/* A heading that has another text now is known by what stands under it: more
 * than half of the items of either. */
static void match_respelled(struct finder *f, enum merge_side side)
{
	struct version *base = &f->merge->version[BASE];
	struct version *v = &f->merge->version[side];

	for (size_t i = base->units; i-- > 0;)
		f->head[base->unit[i].key[KEY_LINK]] = &base->unit[i];
	f->head[0] = NULL;
	for (size_t i = 0; i < v->parts; i++) {
		struct part *part = &v->part[i];
		struct node *heading;
		size_t found;

		if (part->unit->node != NULL)
			continue;
		found = count_found(f, part, &heading);
		if (found == 0 || heading->unit[side] != NULL)
			continue;
		if (2 * found > count_items(part) &&
		    2 * found >
			count_items(merge_part_of(f->merge, heading, BASE)))
			merge_join(heading, part->unit);
	}
	for (size_t i = 0; i < base->units; i++)
		f->head[base->unit[i].key[KEY_LINK]] = NULL;
}

/* Two headings under the same ones. */
static bool has_same_path(const struct unit *there, const struct unit *here)
{
	return there->kind == here->kind &&
	       there->key[KEY_LINKS] == here->key[KEY_LINKS];
}

static size_t level_of(const struct unit *heading)
{
	size_t level = 0;

	while (level < heading->text.len && heading->text.at[level] == '#')
		level++;
	return level;
}

/* Two headings under other ones: "Rust" can be said of many things. */
static bool may_be_elsewhere(const struct unit *there, const struct unit *here)
{
	return there->kind == here->kind &&
	       (there->key[KEY_TEXT] == here->key[KEY_TEXT] ||
		   level_of(there) == level_of(here));
}

/* Note for each heading how many have its path. */
static void count_paths(struct merge *merge, enum merge_side side)
{
	struct version *v = &merge->version[side];
	struct arena scratch = { 0 };
	size_t *count =
	    ARENA_ARRAY(&scratch, (size_t)merge->names.count + 1, size_t);

	for (size_t i = 0; i < v->parts; i++)
		count[v->part[i].unit->key[KEY_LINKS]]++;
	for (size_t i = 0; i < v->parts; i++)
		v->part[i].unit->links = count[v->part[i].unit->key[KEY_LINKS]];
	arena_release(&scratch);
}

static bool is_only(const struct unit *there, const struct unit *here)
{
	return there->links == 1 && here->links == 1;
}

/* The surest first: what stands under a heading tells more than its text only
 * where there are several such. */
static void match_headings(
    struct finder *f, enum merge_side there, enum merge_side here)
{
	struct units a = all_of(&f->merge->version[there], true);
	struct units b = all_of(&f->merge->version[here], true);

	pair(f, &a, &b, KEY_LINKS, is_only);
	if (there == BASE)
		match_respelled(f, here);
	pair(f, &a, &b, KEY_TEXT, has_same_path);
	pair(f, &a, &b, KEY_LINKS, always);
	if (there != BASE)
		return;
	pair(f, &a, &b, KEY_LINK_DAY, may_be_elsewhere);
	pair(f, &a, &b, KEY_LINK, always);
}

/* Match the items of the parts that two versions have in common. */
static void match_within(struct finder *f, enum merge_side there,
    enum merge_side here, const enum unit_key *key, size_t keys,
    bool (*may)(const struct unit *, const struct unit *))
{
	struct version *v = &f->merge->version[here];

	for (size_t i = 0; i < v->parts; i++) {
		struct part *to = &v->part[i];
		const struct part *from =
		    merge_part_of(f->merge, to->unit->node, there);
		struct units a, b = { to->unit, to->units, false };

		if (from == NULL)
			continue;
		a = (struct units){ from->unit, from->units, false };
		for (size_t k = 0; k < keys; k++)
			pair(f, &a, &b, key[k], may);
	}
}

static void match_same_within(
    struct finder *f, enum merge_side there, enum merge_side here)
{
	static const enum unit_key same[] = { KEY_TEXT, KEY_LINKS };

	match_within(f, there, here, same, 2, always);
}

static void match_same_anywhere(struct finder *f, enum merge_side there,
    enum merge_side here, bool (*may)(const struct unit *, const struct unit *))
{
	struct units a = all_of(&f->merge->version[there], false);
	struct units b = all_of(&f->merge->version[here], false);

	pair(f, &a, &b, KEY_TEXT, may);
	pair(f, &a, &b, KEY_LINKS, may);
}

/* What was edited so that its links are others. */
static void match_edited(struct finder *f, enum merge_side side)
{
	static const enum unit_key likely[] = { KEY_LINK_DAY, KEY_LINK,
		KEY_TITLE };
	struct units a = all_of(&f->merge->version[BASE], false);
	struct units b = all_of(&f->merge->version[side], false);

	match_within(f, BASE, side, likely, 3, always);
	pair(f, &a, &b, KEY_LINK_DAY, may_move);
	pair(f, &a, &b, KEY_LINK, may_move_from_events);
}

/*
 * What both sides added in the same way, before anything is taken for an
 * edited or moved form of what the base has: of an event that is every month
 * at one address, both may have added the next and one removed the last.
 */
static void find_twins(struct finder *f, bool anywhere)
{
	struct version *ours = &f->merge->version[OURS];
	struct arena scratch = { 0 };
	bool *lent = ARENA_ARRAY(&scratch, ours->units, bool);

	for (size_t i = 0; i < ours->units; i++) {
		struct unit *unit = &ours->unit[i];

		lent[i] = unit->kind != UNIT_TEXT && unit->node == NULL;
		if (lent[i])
			merge_node(f->merge, unit);
	}
	if (anywhere)
		match_same_anywhere(f, OURS, THEIRS, may_be_one_elsewhere);
	else
		match_same_within(f, OURS, THEIRS);
	for (size_t i = 0; i < ours->units; i++) {
		struct unit *unit = &ours->unit[i];

		if (lent[i] && unit->node->unit[THEIRS] == NULL)
			unit->node = NULL;
	}
	arena_release(&scratch);
}

/* What both sides moved to one place is no addition: the base has it too. */
static void adopt_base(struct finder *f)
{
	struct version *base = &f->merge->version[BASE];
	struct version *ours = &f->merge->version[OURS];

	for (size_t i = base->units; i-- > 0;) {
		struct unit *unit = &base->unit[i];

		if (unit->kind == UNIT_ITEM && unit->key[KEY_LINK] != 0 &&
		    unit->node->unit[OURS] == NULL &&
		    unit->node->unit[THEIRS] == NULL)
			f->head[unit->key[KEY_LINK]] = unit;
	}
	for (size_t i = 0; i < ours->units; i++) {
		struct unit *unit = &ours->unit[i], *old;
		struct node *node = unit->node;

		if (unit->kind != UNIT_ITEM || node->unit[BASE] != NULL ||
		    node->unit[THEIRS] == NULL)
			continue;
		old = f->head[unit->key[KEY_LINK]];
		f->head[unit->key[KEY_LINK]] = NULL;
		if (old == NULL)
			continue;
		old->node = NULL;
		merge_join(node, old);
	}
	for (size_t i = 0; i < base->units; i++)
		f->head[base->unit[i].key[KEY_LINK]] = NULL;
}

/* Nodes for those of a side that have none: all, or only the headings. */
static void give_nodes(struct merge *merge, enum merge_side side, bool headings)
{
	struct version *v = &merge->version[side];

	for (size_t i = 0; i < v->units; i++) {
		struct unit *unit = &v->unit[i];

		if (unit->kind == UNIT_TEXT || unit->node != NULL)
			continue;
		if (!headings || unit->kind == UNIT_HEADING)
			merge_node(merge, unit);
	}
}

static void match_all_headings(struct finder *f)
{
	for (enum merge_side side = BASE; side < SIDES; side++)
		count_paths(f->merge, side);
	for (enum merge_side side = OURS; side < SIDES; side++) {
		match_headings(f, BASE, side);
		if (side == THEIRS)
			match_headings(f, OURS, THEIRS);
		give_nodes(f->merge, side, true);
	}
}

void merge_match(struct merge *merge)
{
	static const enum unit_key likely[] = { KEY_LINK_DAY };
	struct finder f = { .merge = merge };

	f.head = ARENA_ARRAY(
	    merge->arena, (size_t)merge->names.count + 1, struct unit *);
	give_nodes(merge, BASE, false);
	match_all_headings(&f);
	match_same_within(&f, BASE, OURS);
	match_same_within(&f, BASE, THEIRS);
	find_twins(&f, false);
	match_same_anywhere(&f, BASE, OURS, may_move);
	match_same_anywhere(&f, BASE, THEIRS, may_move);
	find_twins(&f, true);
	match_edited(&f, OURS);
	match_edited(&f, THEIRS);
	give_nodes(merge, OURS, false);
	match_within(&f, OURS, THEIRS, likely, 1, may_be_one);
	give_nodes(merge, THEIRS, false);
	adopt_base(&f);
}
