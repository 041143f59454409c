/* Items of merged changes: what stands below the heading of which group. */
#include "check/address.h"
#include "check/items.h"

/* The group that a heading names, or NULL. */
static const struct group_rule *group_named(
    const struct settings *s, struct str heading)
{
	heading = str_trim(heading);
	while (heading.len > 0 && (heading.at[heading.len - 1] == ':' ||
				      heading.at[heading.len - 1] == ','))
		heading.len--;
	for (size_t i = 0; heading.len > 0 && i < s->groups; i++) {
		const struct group_rule *group = &s->group[i];

		if (str_eq_fold(group->title, heading))
			return group;
		for (size_t k = 0; k < group->also.count; k++)
			if (str_eq_fold(group->also.item[k], heading))
				return group;
	}
	return NULL;
}

static bool has_repository(
    const struct group_rule *group, struct str repository)
{
	for (size_t i = 0; i < group->repositories.count; i++)
		if (str_eq_fold(group->repositories.item[i], repository))
			return true;
	return false;
}

/* The first group that a repository belongs to, or NULL. */
static const struct group_rule *group_of_repository(
    const struct settings *s, struct str repository)
{
	for (size_t i = 0; i < s->groups; i++)
		if (has_repository(&s->group[i], repository))
			return &s->group[i];
	return NULL;
}

void look_change_group(struct checker *c)
{
	for (size_t i = 0; i < c->issue->changes; i++) {
		const struct change *change = &c->issue->change[i];
		const struct group_rule *group, *other;

		if (change->repository.len == 0)
			continue;
		group = group_named(c->settings, change->area);
		if (group == NULL || has_repository(group, change->repository))
			continue;
		other = group_of_repository(c->settings, change->repository);
		if (other != NULL)
			check_found(c, change->offset, change->end,
			    "%.*s stands below %.*s, not %.*s",
			    STR_ARG(change->repository), STR_ARG(other->title),
			    STR_ARG(change->area));
	}
}

void look_change_no_link(
    struct checker *c, const struct section *section, const struct item *item)
{
	if (section->kind != SECTION_CHANGES || item->kind == ITEM_NONE ||
	    item->node->kind != MD_ITEM)
		return;
	/* "New lints:" with a list inside is none. */
	if (own_links(item) == 0 && item->links == 0)
		check_found_node(c, item->node, NULL);
}

/* Length of "NAME: " at the start of a title, or 0. */
static size_t prefix_of(struct str title, struct str name)
{
	size_t len = name.len;

	if (name.len == 0 || !str_starts_fold(title, name) ||
	    title.len <= len + 1 || title.at[len] != ':')
		return 0;
	for (len++; len < title.len && title.at[len] == ' '; len++)
		;
	return len < title.len ? len : 0;
}

void look_change_prefix(struct checker *c)
{
	for (size_t i = 0; i < c->issue->changes; i++) {
		const struct change *change = &c->issue->change[i];
		const struct section *s = &c->issue->section[change->section];
		const struct item *item = &s->item[change->item];
		size_t len = prefix_of(change->title, str_trim(change->area));
		const struct item_link *link = item->link;
		size_t at;
		struct finding *f;

		if (len == 0 || item->links == 0 || link->offset == MD_UNKNOWN)
			continue;
		at = link->offset + 1;
		if (!str_starts(str_sub(c->text, at, c->text.len),
			str_sub(change->title, 0, len))) {
			check_found(c, link->offset, link->end, NULL);
			continue;
		}
		f = check_found(c, at, at + len, NULL);
		check_fix(c, f, false, at, len, STR(""));
	}
}
