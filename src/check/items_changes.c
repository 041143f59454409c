/* Items of merged changes: what stands below the heading of which group. */
#include "check/address.h"
#include "check/items.h"

static bool has_repository(
    const struct group_rule *group, struct str repository)
{
	for (size_t i = 0; i < group->repositories.count; i++)
		if (str_eq_fold(group->repositories.item[i], repository))
			return true;
	return false;
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

/* The one group that a repository belongs to; NULL if there is none, or
 * several share it, which says nothing. */
static const struct group_rule *group_of_repository(
    const struct settings *s, struct str repository)
{
	const struct group_rule *found = NULL;

	for (size_t i = 0; i < s->groups; i++) {
		if (!has_repository(&s->group[i], repository))
			continue;
		if (found != NULL)
			return NULL;
		found = &s->group[i];
	}
	return found;
}

/* Another renderer takes an indented heading for text. */
static bool is_indented(const struct checker *c, const struct section *s)
{
	return s->offset != MD_UNKNOWN && s->offset > 0 &&
	       s->offset < c->text.len && c->text.at[s->offset - 1] == ' ';
}

/* The heading that all readers see a change below. */
static struct str area_of(const struct checker *c, const struct change *change)
{
	size_t section = change->section;

	if (!c->settings->markdown.also_python_markdown ||
	    !is_indented(c, &c->issue->section[section]))
		return change->area;
	while (section > 0 && is_indented(c, &c->issue->section[section]))
		section--;
	return c->issue->section[section].title;
}

void look_change_group(struct checker *c)
{
	for (size_t i = 0; i < c->issue->changes; i++) {
		const struct change *change = &c->issue->change[i];
		const struct group_rule *group, *other;
		struct str area;
		size_t named;

		if (change->repository.len == 0)
			continue;
		area = area_of(c, change);
		named = settings_group(c->settings, area);
		if (named == STR_NONE)
			continue;
		group = &c->settings->group[named];
		if (has_repository(group, change->repository))
			continue;
		other = group_of_repository(c->settings, change->repository);
		/* "loom: ..." says itself where it belongs. */
		if (other != NULL &&
		    prefix_of(change->title, other->title) == 0)
			check_found(c, change->offset, change->end,
			    "%.*s belongs below %.*s, not %.*s",
			    STR_ARG(change->repository), STR_ARG(other->title),
			    STR_ARG(area));
	}
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
