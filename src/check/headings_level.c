/* The levels of headings, and their order. */
#include "check/headings.h"

/* --------------------------------------------------------------------- level */

enum { LEVELS = 7 };

/* How many headings of a kind stand at each level. */
struct tally {
	size_t at[LEVELS];
};

/* The level that most of them have; 0 if there is no such. */
static int usual_level(const struct tally *tally)
{
	size_t all = 0;
	int best = 0;

	for (int level = 1; level < LEVELS; level++) {
		all += tally->at[level];
		if (tally->at[level] > tally->at[best])
			best = level;
	}
	return 2 * tally->at[best] > all ? best : 0;
}

struct levels {
	struct checker *c;
	struct tally region, *group; /* of groups, by the heading above */
	size_t right, wrong;         /* headings that have a level set */
};

/* The level that the settings give a heading as it is written today. */
static int level_set(const struct settings *s, const struct section *section)
{
	const struct section_rule *rule = heading_rule(s, section);

	return rule != NULL && heading_is(section->title, rule->title)
		   ? rule->level
		   : 0;
}

enum part { PART_OTHER, PART_SECTION, PART_REGION, PART_GROUP };

static enum part part_of(
    const struct settings *s, const struct section *section)
{
	if (section->level == 0)
		return PART_OTHER;
	if (heading_rule(s, section) != NULL)
		return PART_SECTION;
	if (settings_region(s, section->title) != STR_NONE)
		return section->kind == SECTION_EVENTS ? PART_REGION
						       : PART_OTHER;
	return section->rule != NULL &&
		       settings_group(s, section->title) != STR_NONE
		   ? PART_GROUP
		   : PART_OTHER;
}

static struct tally *tally_of(
    const struct levels *l, const struct section *section)
{
	return &l->group[section->parent == STR_NONE ? 0 : section->parent];
}

static void count_level(struct levels *l, const struct section *section)
{
	int set;

	switch (part_of(l->c->settings, section)) {
	case PART_SECTION:
		set = level_set(l->c->settings, section);
		l->right += set != 0 && set == section->level;
		l->wrong += set != 0 && set != section->level;
		break;
	case PART_REGION: l->region.at[section->level]++; break;
	case PART_GROUP: tally_of(l, section)->at[section->level]++; break;
	case PART_OTHER: break;
	}
}

static int level_expected(const struct levels *l, const struct section *section)
{
	switch (part_of(l->c->settings, section)) {
	case PART_SECTION:
		return l->right > 2 * l->wrong
			   ? level_set(l->c->settings, section)
			   : 0;
	case PART_REGION: return usual_level(&l->region);
	case PART_GROUP: return usual_level(tally_of(l, section));
	case PART_OTHER: break;
	}
	return 0;
}

static void judge_level(
    const struct levels *l, const struct section *section, int expected)
{
	const struct md_node *heading = section->heading;
	struct checker *c = l->c;
	struct finding *f = check_found_node(
	    c, heading, "level %d instead of %d", section->level, expected);

	if (heading_is_plain(heading) && c->text.at[heading->offset] == '#')
		check_fix(c, f, false, heading->offset, (size_t)section->level,
		    str_sub(STR("######"), 0, (size_t)expected));
}

/*
 * What the settings say holds for issues of today's form, which are those
 * where it holds for most headings.  Regions and groups are compared with
 * each other.
 */
void heading_look_level(struct checker *c)
{
	struct levels l = { .c = c };

	l.group = ARENA_ARRAY(c->arena, c->issue->sections, struct tally);
	for (size_t i = 0; i < c->issue->sections; i++)
		count_level(&l, &c->issue->section[i]);
	for (size_t i = 0; i < c->issue->sections; i++) {
		const struct section *section = &c->issue->section[i];
		int expected = level_expected(&l, section);

		if (expected != 0 && expected != section->level)
			judge_level(&l, section, expected);
	}
}

/* --------------------------------------------------------------------- order */

/* The place in the settings of a section whose heading is written as today;
 * STR_NONE for others. */
static size_t place_of(const struct checker *c, size_t index)
{
	const struct section *section = &c->issue->section[index];
	const struct section_rule *rule = heading_rule(c->settings, section);

	return rule != NULL && heading_is(section->title, rule->title)
		   ? (size_t)(rule - c->settings->section)
		   : STR_NONE;
}

/* Sections below one heading, in file order; one that comes back later is
 * no question of order, and left out. */
struct siblings {
	size_t *index, *place, count;
	size_t *seen; /* by place: a number of the parent that had it last */
};

/* The only one that stands too early or too late, or STR_NONE if none does or
 * more than one: then the issue has an order of its own. */
static size_t find_misplaced(const struct siblings *s)
{
	size_t steps = 0, at = 0;

	for (size_t i = 1; i < s->count; i++) {
		if (s->place[i] >= s->place[i - 1])
			continue;
		steps++;
		at = i;
	}
	if (steps != 1)
		return STR_NONE;
	/* Without the one behind the step, or the one before it, is it in
	 * order? */
	if (at + 1 == s->count || s->place[at + 1] >= s->place[at - 1])
		return at;
	if (at == 1 || s->place[at - 2] <= s->place[at])
		return at - 1;
	return STR_NONE;
}

static void find_siblings(
    const struct checker *c, size_t parent, struct siblings *s)
{
	size_t from = parent == STR_NONE ? 1 : parent + 1;
	size_t key = parent == STR_NONE ? 1 : parent + 2;

	s->count = 0;
	for (size_t i = from; i < c->issue->sections; i++) {
		size_t place = place_of(c, i);

		if (parent != STR_NONE && c->issue->section[i].level <=
					      c->issue->section[parent].level)
			break;
		if (c->issue->section[i].parent != parent || place == STR_NONE)
			continue;
		if (s->seen[place] == key && s->place[s->count - 1] != place)
			continue;
		s->seen[place] = key;
		s->index[s->count] = i;
		s->place[s->count++] = place;
	}
}

static void judge_order(
    struct checker *c, size_t parent, struct siblings *siblings)
{
	const struct section *misplaced;
	size_t at, next = 0;

	find_siblings(c, parent, siblings);
	at = find_misplaced(siblings);
	if (at == STR_NONE)
		return;
	misplaced = &c->issue->section[siblings->index[at]];
	while (next < siblings->count &&
	       (next == at || siblings->place[next] <= siblings->place[at]))
		next++;
	if (next == siblings->count)
		check_found_node(
		    c, misplaced->heading, "it belongs at the end");
	else
		check_found_node(c, misplaced->heading,
		    "it belongs before \"%.*s\"",
		    STR_ARG(c->issue->section[siblings->index[next]].title));
}

/* Among the headings of the top, and among those below each of them. */
void heading_look_order(struct checker *c)
{
	struct siblings siblings = {
		.index = ARENA_ARRAY(c->arena, c->issue->sections, size_t),
		.place = ARENA_ARRAY(c->arena, c->issue->sections, size_t),
		.seen =
		    ARENA_ARRAY(c->arena, c->settings->sections + 1, size_t),
	};

	judge_order(c, STR_NONE, &siblings);
	for (size_t i = 1; i < c->issue->sections; i++)
		if (c->issue->section[i].parent == STR_NONE)
			judge_order(c, i, &siblings);
}
