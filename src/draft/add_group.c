/* Groups of changes, of comment periods and of calls for testing. */
#include "base/text.h"
#include "draft/add.h"
#include "model/line.h"

/* --------------------------------------------------------------------- groups */

/* "Cargo" of rust-lang/cargo. */
static bool is_named_like(
    struct adder *a, struct str title, struct str repository)
{
	size_t slash = str_find_char(repository, '/', 0);

	return slash != STR_NONE &&
	       str_eq(text_slug(a->arena, title),
		   text_slug(
		       a->arena, str_sub(repository, slash + 1, STR_NONE)));
}

static bool rule_has(const struct group_rule *rule, struct str repository)
{
	for (size_t i = 0; i < rule->repositories.count; i++)
		if (str_eq_fold(rule->repositories.item[i], repository))
			return true;
	return false;
}

/* How well a heading fits; 0: not at all. */
static int heading_fit(struct adder *a, const struct section *s,
    struct str repository, struct str name)
{
	size_t group = settings_group(a->settings, s->title), wanted;
	const struct md_node *at = s->heading;

	if (name.len > 0) {
		wanted = settings_group(a->settings, name);
		return text_cmp_folded(s->title, name) == 0 ||
		       (wanted != STR_NONE && wanted == group);
	}
	while (at != NULL && at->kind != MD_LINK)
		at = md_walk(s->heading, at);
	if (at != NULL && str_eq_fold(repository_of(at->target), repository))
		return 3;
	if (is_named_like(a, s->title, repository))
		return 2;
	return group != STR_NONE &&
	       rule_has(&a->settings->group[group], repository);
}

size_t group_find(
    struct adder *a, size_t base, struct str repository, struct str name)
{
	const struct section *all = a->issue->section;
	size_t best = STR_NONE;
	int best_fit = 0;

	for (size_t i = base + 1;
	     i < a->issue->sections && all[i].level > all[base].level; i++) {
		int fit = 0;

		if (all[i].rule == all[base].rule && all[i].group.at != NULL)
			fit = heading_fit(a, &all[i], repository, name);
		if (fit > best_fit) {
			best = i;
			best_fit = fit;
		}
	}
	return best;
}

static bool has_group(const struct adder *a, size_t base)
{
	const struct section *all = a->issue->section;

	return base + 1 < a->issue->sections &&
	       all[base + 1].level > all[base].level &&
	       all[base + 1].rule == all[base].rule &&
	       all[base + 1].group.at != NULL;
}

/* The title that the settings have for a new group; unset if there is none. */
static struct str title_in_settings(
    struct adder *a, size_t base, struct str repository)
{
	const struct settings *set = a->settings;
	bool changes = a->issue->section[base].kind == SECTION_CHANGES;
	struct str title = { 0 };

	for (size_t i = 0; i < set->groups; i++) {
		if (!rule_has(&set->group[i], repository))
			continue;
		if (title.at == NULL)
			title = set->group[i].title;
		if (!changes &&
		    is_named_like(a, set->group[i].title, repository))
			return set->group[i].title;
	}
	/* What belongs nowhere: a group without repositories. */
	for (size_t i = 0; title.at == NULL && changes && i < set->groups; i++)
		if (set->group[i].repositories.count == 0)
			title = set->group[i].title;
	return title;
}

/* The groups of a sentence but one; of a comment, which says nothing of the
 * draft, also but those that have a heading. */
static size_t others(struct adder *a, size_t base,
    const struct group_sentence *s, size_t without, struct group_link *ret_link)
{
	size_t links = 0;

	for (size_t i = 0; i < s->links; i++) {
		struct str repository = repository_of(s->link[i].url);

		if (i == without || (s->item == NULL && repository.len > 0 &&
					group_find(a, base, repository,
					    (struct str){ 0 }) != STR_NONE))
			continue;
		ret_link[links++] = s->link[i];
	}
	return links;
}

static bool target_in_sentence(struct adder *a, size_t base,
    struct str repository, struct target *ret_target)
{
	struct group_link *link;
	struct group_sentence s;
	size_t i = 0, links;

	if (repository.len == 0 || !sentence_find(a, base, &s))
		return false;
	while (i < s.links &&
	       !str_eq_fold(repository_of(s.link[i].url), repository))
		i++;
	if (i == s.links)
		return false;
	*ret_target =
	    heading_of_group(a, base, s.link[i].title, s.link[i].markdown);
	link = ARENA_ARRAY(a->arena, s.links, struct group_link);
	links = others(a, base, &s, i, link);
	if (s.item != NULL)
		ret_target->sentence = sentence_edit(a, &s, link, links);
	else
		ret_target->below = sentence_text(a, &s, link, links);
	return true;
}

struct target group_target(
    struct adder *a, size_t base, struct str repository, struct str name)
{
	const struct section *s = &a->issue->section[base];
	struct target target = { .section = base,
		.sentence.offset = MD_UNKNOWN };
	size_t group = group_find(a, base, repository, name);
	struct str title = name;

	if (group != STR_NONE)
		target.section = group;
	if (group != STR_NONE ||
	    target_in_sentence(a, base, repository, &target))
		return target;
	/* A draft that lists all in one is left so. */
	if (s->kind == SECTION_TESTING || (s->items > 0 && !has_group(a, base)))
		return target;
	if (title.len == 0)
		title = title_in_settings(a, base, repository);
	if (title.len == 0 || text_cmp_folded(title, s->title) == 0)
		return target;
	target.section = group_find(a, base, repository, title);
	return target.section != STR_NONE
		   ? target
		   : heading_of_group(a, base, title, (struct str){ 0 });
}
