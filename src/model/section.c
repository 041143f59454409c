#include "model/reader.h"

#include "base/text.h"

/* More headings than that stay text of the last section. */
enum { MAX_SECTIONS = 5000 };

/* Slugs of all sections so far, before they were made unique. */
struct slugs {
	struct str *slug;
	size_t count;
};

static bool id_taken(const struct issue *issue, struct str id)
{
	for (size_t i = 0; i < issue->sections; i++) {
		if (str_eq(issue->section[i].id, id))
			return true;
	}
	return false;
}

static struct str make_id(
    struct reader *r, struct slugs *slugs, struct str title)
{
	struct str slug = text_slug(r->arena, title), id;
	size_t number = 1;

	if (slug.len == 0)
		slug = STR("section");
	/* Style sheets have no names that begin with a digit. */
	if (char_is_digit(slug.at[0]))
		slug = arena_printf(r->arena, "s-%.*s", STR_ARG(slug));
	for (size_t i = 0; i < slugs->count; i++)
		number += str_eq(slugs->slug[i], slug);
	slugs->slug = ARENA_GROW(r->arena, slugs->slug, slugs->count);
	slugs->slug[slugs->count++] = slug;
	id = slug;
	if (number > 1)
		id = arena_printf(r->arena, "%.*s-%zu", STR_ARG(slug), number);
	while (id_taken(r->issue, id))
		id =
		    arena_printf(r->arena, "%.*s-%zu", STR_ARG(slug), ++number);
	return id;
}

/* The nearest section above that holds a heading of this level. */
static size_t parent_of(const struct issue *issue, int level)
{
	size_t i = issue->sections;

	if (i == 0)
		return STR_NONE;
	for (i--; i != STR_NONE; i = issue->section[i].parent) {
		if (issue->section[i].level < level)
			return issue->section[i].level == 0 ? STR_NONE : i;
	}
	return STR_NONE;
}

static const struct section_rule *events_rule(const struct settings *s)
{
	for (size_t i = 0; i < s->sections; i++) {
		if (s->section[i].kind == SECTION_EVENTS)
			return &s->section[i];
	}
	return NULL;
}

/*
 * A heading has the rule of its own text, else that of the heading it is
 * under.  The name of a region outside of everything is one of events that
 * was given the wrong level.
 */
static void apply_rule(struct reader *r, struct section *s)
{
	const struct settings *set = r->settings;
	const struct section *parent =
	    s->parent == STR_NONE ? NULL : &r->issue->section[s->parent];
	size_t own = settings_section(set, s->title);

	s->region = STR_NONE;
	if (own != STR_NONE) {
		s->rule = &set->section[own];
		s->kind = s->rule->kind;
		return;
	}
	s->region = settings_region(set, s->title);
	if (parent != NULL && parent->rule != NULL) {
		s->rule = parent->rule;
		s->group = s->title;
		if (s->region == STR_NONE)
			s->region = parent->region;
	} else if (s->region != STR_NONE) {
		s->rule = events_rule(set);
		s->group = s->title;
	}
	s->kind = s->rule == NULL ? SECTION_PLAIN : s->rule->kind;
	if (s->kind != SECTION_EVENTS)
		s->region = STR_NONE;
}

static void add_section(
    struct reader *r, struct slugs *slugs, const struct md_node *heading)
{
	struct issue *issue = r->issue;
	struct section s = {
		.level = (int)heading->level,
		.title = md_plain_text(r->arena, heading),
		.parent = parent_of(issue, (int)heading->level),
		.offset = heading->offset,
		.end = issue->tree.file.len,
		.heading = heading,
		.first = heading->next,
	};

	s.id = make_id(r, slugs, s.title);
	apply_rule(r, &s);
	issue->section = ARENA_GROW(r->arena, issue->section, issue->sections);
	issue->section[issue->sections++] = s;
}

void sections_read(struct reader *r)
{
	struct issue *issue = r->issue;
	struct slugs slugs = { 0 };
	struct section *start = ARENA_GROW(r->arena, issue->section, 0);

	*start = (struct section){
		.parent = STR_NONE,
		.region = STR_NONE,
		.offset = issue->tree.body,
		.end = issue->tree.file.len,
		.first = issue->tree.root->first,
	};
	issue->section = start;
	issue->sections = 1;
	MD_EACH_CHILD (at, issue->tree.root) {
		struct section *last = &issue->section[issue->sections - 1];

		if (at->kind != MD_HEADING || issue->sections == MAX_SECTIONS)
			continue;
		last->end = at->offset;
		last->stop = at;
		add_section(r, &slugs, at);
	}
}

const struct md_node *heading_link(
    struct reader *r, const struct section *section)
{
	const struct md_node *top = section->heading, *at = top;

	if (r->linked == section)
		return r->link;
	while (at != NULL && at->kind != MD_LINK)
		at = md_walk(top, at);
	r->linked = section;
	r->link = at;
	return at;
}
