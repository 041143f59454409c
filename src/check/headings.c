/* Rules about headings. */
#include "check/headings.h"

#include "base/nearest.h"
#include "check/rules.h"

/* -------------------------------------------------------------- what is known */

static struct str bare(struct str title)
{
	title = str_trim(title);
	while (title.len > 0 && (title.at[title.len - 1] == ':' ||
				    title.at[title.len - 1] == ','))
		title = str_trim_right(str_sub(title, 0, title.len - 1));
	return title;
}

bool heading_is(struct str title, struct str other)
{
	return str_eq_fold(bare(title), bare(other));
}

bool heading_is_known(const struct settings *s, struct str title)
{
	return settings_section(s, title) != STR_NONE ||
	       settings_region(s, title) != STR_NONE ||
	       settings_group(s, title) != STR_NONE ||
	       heading_is(title, s->unsorted);
}

const struct section_rule *heading_rule(
    const struct settings *s, const struct section *section)
{
	size_t own =
	    section->level > 0 ? settings_section(s, section->title) : STR_NONE;

	return own != STR_NONE ? &s->section[own] : NULL;
}

bool heading_is_plain(const struct md_node *heading)
{
	return heading->parent->kind == MD_DOCUMENT &&
	       heading->offset != MD_UNKNOWN;
}

/* ---------------------------------------------------------------- repetition */

static uint64_t section_key(const struct section *section)
{
	struct str title = bare(section->title);
	uint64_t key = 14695981039346656037u ^ (section->parent + 1); /* FNV */

	for (size_t i = 0; i < title.len; i++)
		key = (key ^ (unsigned char)char_lower(title.at[i])) *
		      1099511628211u;
	return key ^ (key >> 32);
}

/* An open hash table of sections, by parent and title: number + 1. */
struct section_set {
	const struct issue *issue;
	size_t *slot, mask;
};

static size_t *find_slot(
    const struct section_set *set, const struct section *section)
{
	size_t at = section_key(section) & set->mask;

	while (set->slot[at] != 0) {
		const struct section *other =
		    &set->issue->section[set->slot[at] - 1];

		if (other->parent == section->parent &&
		    heading_is(other->title, section->title))
			break;
		at = (at + 1) & set->mask;
	}
	return &set->slot[at];
}

static void look_repeated(struct checker *c)
{
	struct section_set set = { .issue = c->issue, .mask = 63 };

	while (set.mask < 2 * c->issue->sections)
		set.mask = 2 * set.mask + 1;
	set.slot = ARENA_ARRAY(c->arena, set.mask + 1, size_t);
	for (size_t i = 1; i < c->issue->sections; i++) {
		const struct section *section = &c->issue->section[i];
		size_t *slot = find_slot(&set, section);
		struct finding *f;

		if (section->title.len == 0)
			continue;
		if (*slot == 0) {
			*slot = i + 1;
			continue;
		}
		f = check_found_node(c, section->heading, NULL);
		if (c->issue->section[*slot - 1].offset != MD_UNKNOWN)
			check_also(c, f, c->issue->section[*slot - 1].offset,
			    "first here");
	}
}

/* --------------------------------------------------------------------- names */

/* What is listed below these headings may be grouped as one likes if the
 * settings know no groups. */
static bool takes_groups(enum section_kind kind)
{
	return kind == SECTION_TESTING || kind == SECTION_CHANGES ||
	       kind == SECTION_DECISIONS || kind == SECTION_APPROVED ||
	       kind == SECTION_PROPOSED || kind == SECTION_JOBS;
}

/* To guess takes time: a text that is all headings is none of ours. */
enum { MOST_GUESSES = 50 };

struct nearest {
	struct str title, best;
	size_t distance;
};

static void try_name(struct nearest *n, struct str name)
{
	size_t distance;

	/* Without more thought where too many letters are missing. */
	if (name.len > n->title.len + 4 || n->title.len > name.len + 4 ||
	    !name_is_near(n->title, name))
		return;
	distance = name_distance(n->title, name);
	if (n->best.at == NULL || distance < n->distance) {
		n->best = name;
		n->distance = distance;
	}
}

static struct str nearest_title(const struct settings *s, struct str title)
{
	struct nearest n = { .title = title };

	for (size_t i = 0; i < s->sections; i++)
		try_name(&n, s->section[i].title);
	for (size_t i = 0; i < s->regions; i++)
		try_name(&n, s->region[i].title);
	for (size_t i = 0; i < s->groups; i++)
		try_name(&n, s->group[i].title);
	return n.best;
}

/* A heading of one text, so that its words can be replaced in the file. */
static bool is_one_text(const struct md_node *heading)
{
	return heading->first != NULL && heading->first->next == NULL &&
	       heading->first->kind == MD_TEXT &&
	       heading->first->offset != MD_UNKNOWN;
}

static void look_unknown(struct checker *c, const struct section *section)
{
	const struct settings *s = c->settings;
	struct finding *f;
	struct str near = { 0 };

	if (section->level == 0 || section->title.len == 0 ||
	    heading_is_known(s, section->title) ||
	    (section->rule != NULL && s->groups == 0 &&
		takes_groups(section->kind)))
		return;
	if (c->findings - c->before < MOST_GUESSES)
		near = nearest_title(s, section->title);
	if (near.at == NULL) {
		check_found_node(c, section->heading, NULL);
		return;
	}
	f = check_found_node(
	    c, section->heading, "is it \"%.*s\"?", STR_ARG(near));
	if (is_one_text(section->heading))
		check_fix(c, f, false, section->heading->first->offset,
		    section->heading->first->end -
			section->heading->first->offset,
		    near);
}

static const struct rule rules[] = {
	{
	    .id = "heading-blank-before",
	    .level = CHECK_INFO,
	    .message = "no blank line stands before the heading",
	    .advice = "Insert one.",
	    .bad = "Text.\n## News\n\nMore.\n",
	    .good = "Text.\n\n## News\n\nMore.\n",
	    .nodes = CHECK_NODE(MD_HEADING),
	    .look.node = heading_look_blank,
	},
	{
	    .id = "heading-level",
	    .level = CHECK_ERROR,
	    .message = "the heading has the wrong level",
	    .advice = "Give it as many # as its neighbours have.",
	    .why = "What follows hangs below the wrong heading, in lists of "
		   "contents, feeds and mails too. The levels are those of "
		   "`level` in the settings of a section; regions and groups "
		   "are compared with each other.",
	    .bad = "# News\n\nText.\n\n## Articles\n\nText.\n\n"
		   "## Releases\n\nText.\n\n## Tools\n\nText.\n",
	    .good = "## News\n\nText.\n\n## Articles\n\nText.\n\n"
		    "## Releases\n\nText.\n\n## Tools\n\nText.\n",
	    .settings = "sections_add:\n"
			"  - {id: news, title: News, level: 2}\n"
			"  - {id: articles, title: Articles, level: 2}\n"
			"  - {id: releases, title: Releases, level: 2}\n"
			"  - {id: tools, title: Tools, level: 2}\n",
	    .look.file = heading_look_level,
	},
	{
	    .id = "heading-order",
	    .level = CHECK_INFO,
	    .message = "the section stands in an unusual place",
	    .advice = "Move it to its place.",
	    .why = "The usual order is that of the sections in the settings. "
		   "An issue with several sections out of that order has one "
		   "of its own, and nothing is said.",
	    .bad = "## News\n\nText.\n\n## Tools\n\nText.\n\n"
		   "## Articles\n\nText.\n\n## Research\n\nText.\n",
	    .good = "## News\n\nText.\n\n## Articles\n\nText.\n\n"
		    "## Tools\n\nText.\n\n## Research\n\nText.\n",
	    .look.file = heading_look_order,
	},
	{
	    .id = "heading-punctuation",
	    .level = CHECK_INFO,
	    .rewrites = true,
	    .message = "the heading ends with a punctuation mark",
	    .advice = "Remove it.",
	    .bad = "## News:\n\nText.\n",
	    .good = "## News\n\nText.\n",
	    .look.section = heading_look_punctuation,
	},
	{
	    .id = "heading-repeated",
	    .level = CHECK_ERROR,
	    .message = "the heading stands there twice",
	    .advice = "Join the two sections, or remove the one that was left "
		      "over.",
	    .why = "Often a part of the template or a merge that went wrong.",
	    .bad = "## News\n\nText.\n\n## Tools\n\nText.\n\n"
		   "## News\n\nText.\n",
	    .good = "## News\n\nText.\n\n## Tools\n\nText.\n",
	    .look.file = look_repeated,
	},
	{
	    .id = "heading-space",
	    .level = CHECK_ERROR,
	    .message = "a blank is missing behind the #, so that it is no "
		       "heading",
	    .advice = "Insert one.",
	    .bad = "Text.\n\n##News\n\nMore.\n",
	    .good = "Text.\n\n## News\n\nMore.\n",
	    .look.line = heading_look_space,
	},
	{
	    .id = "heading-unknown",
	    .level = CHECK_WARNING,
	    .message = "the heading is none of the newsletter's",
	    .advice = "Correct it, or add it to the sections or groups in the "
		      "settings.",
	    .why = "Items below an unknown heading reach no feed of a "
		   "section. A section for one week only is fine; a comment "
		   "can say so.",
	    .bad = "## Nesw\n\nText.\n",
	    .good = "## News\n\nText.\n",
	    .look.section = look_unknown,
	},
};

const struct rule_family family_headings = {
	.name = "headings",
	.title = "Headings",
	.rule = rules,
	.rules = sizeof(rules) / sizeof(rules[0]),
};
