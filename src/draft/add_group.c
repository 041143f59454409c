/* Groups of changes, of comment periods and of calls for testing. */
#include "base/text.h"
#include "draft/add.h"
#include "model/line.h"

/*
 * A sentence that names groups which have nothing, in the text or in a comment:
 *
 *	*No items for [A](url),
 *	  [B](url) [(C)](url) or
 *	  [D](url).*
 */
struct group_link {
	struct str markdown; /* "[B](url) [(C)](url)" */
	struct str title;    /* "B" */
	struct str url;
};

struct group_sentence {
	struct span span;      /* of the file, star to star */
	struct str start, end; /* before the first link, behind the last */
	struct str gap;        /* the blanks between two links */
	struct group_link *link;
	size_t links;
	const struct item *item; /* NULL in a comment */
};

/* ------------------------------------------------------------------- sentence */

/* A link at `at`, and *at behind it. */
static bool take_link(struct str text, size_t *at, struct group_link *link)
{
	size_t middle, end, depth = 1;

	if (*at >= text.len || text.at[*at] != '[')
		return false;
	middle = str_find(text, STR("]("), *at);
	if (middle == STR_NONE)
		return false;
	for (end = middle + 2; end < text.len && depth > 0; end++) {
		if (char_is_space(text.at[end]))
			return false;
		depth += text.at[end] == '(';
		depth -= text.at[end] == ')';
	}
	if (depth > 0)
		return false;
	link->markdown = str_sub(text, *at, end);
	link->title = str_sub(text, *at + 1, middle);
	link->url = str_sub(text, middle + 2, end - 1);
	*at = end;
	return true;
}

static void add_link(struct adder *a, struct group_sentence *s,
    const struct group_link *link, struct str gap)
{
	struct group_link *last;

	/* Only blanks before it: it belongs to the one before. */
	if (s->links > 0 && str_trim(gap).len == 0) {
		last = &s->link[s->links - 1];
		last->markdown.len =
		    (size_t)(link->markdown.at + link->markdown.len -
			     last->markdown.at);
		return;
	}
	if (s->links == 1)
		s->gap = str_sub(gap, str_trim_right(gap).len, STR_NONE);
	s->link = ARENA_GROW(a->arena, s->link, s->links);
	s->link[s->links++] = *link;
}

/* The sentence from its star, which is at 0 of `text`. */
static bool read_sentence(
    struct adder *a, struct str text, struct group_sentence *s)
{
	char star = text.len > 0 ? text.at[0] : ' ';
	size_t at = str_find_char(text, '[', 0), behind = 0, stop;
	struct group_link link;

	if ((star != '*' && star != '_') ||
	    !str_starts_fold(str_sub(text, 1, STR_NONE), STR("no ")))
		return false;
	stop = str_find_char(text, star, 1);
	if (at == STR_NONE || stop < at)
		return false;
	s->start = str_sub(text, 0, at);
	while (take_link(text, &at, &link)) {
		add_link(a, s, &link,
		    str_sub(
			text, behind, (size_t)(link.markdown.at - text.at)));
		behind = at;
		at = str_find_char(text, '[', at);
		stop = str_find_char(text, star, behind);
		if (at == STR_NONE || stop < at)
			break;
	}
	stop = str_find_char(text, star, behind);
	if (s->links == 0 || stop == STR_NONE)
		return false;
	s->end = str_sub(text, behind, stop + 1);
	s->span.to = s->span.from + stop + 1;
	return true;
}

static bool sentence_of_item(
    struct adder *a, const struct item *item, struct group_sentence *ret)
{
	struct group_sentence s = { .item = item };
	struct str text;
	size_t at;

	if (item->kind != ITEM_NONE || item->links == 0 ||
	    item->offset == MD_UNKNOWN || item->end == MD_UNKNOWN)
		return false;
	at = item->offset;
	if (item->node->kind == MD_ITEM) {
		at++;
		while (at < item->end && char_is_blank(a->text.at[at]))
			at++;
	}
	text = str_sub(a->text, at, item->end);
	s.span.from = at;
	if (!read_sentence(a, text, &s))
		return false;
	*ret = s;
	return true;
}

/* The last line of a comment that begins one. */
static bool sentence_of_comment(
    struct adder *a, const struct md_comment *c, struct group_sentence *ret)
{
	struct str rest = c->text;
	bool found = false;

	while (rest.at != NULL) {
		struct str line = str_trim_left(rest);
		struct group_sentence s = { 0 };

		if (str_starts(line, STR("* ")))
			line = str_trim_left(str_sub(line, 2, STR_NONE));
		if (read_sentence(a, line, &s)) {
			*ret = s;
			found = true;
		}
		str_take(&rest, '\n');
	}
	return found;
}

static bool find_sentence(
    struct adder *a, size_t base, struct group_sentence *ret)
{
	const struct issue *issue = a->issue;
	size_t end = section_tree_end(issue, base);

	for (size_t i = base; i < issue->sections; i++) {
		const struct section *s = &issue->section[i];

		if (i > base && s->level <= issue->section[base].level)
			break;
		for (size_t k = 0; k < s->items; k++)
			if (s->rule == issue->section[base].rule &&
			    sentence_of_item(a, &s->item[k], ret))
				return true;
	}
	for (size_t i = 0; i < issue->tree.comments; i++) {
		const struct md_comment *c = &issue->tree.comment[i];

		if (c->closed && c->offset > issue->section[base].offset &&
		    c->offset < end &&
		    issue->section[section_at(issue, c->offset)].rule ==
			issue->section[base].rule &&
		    sentence_of_comment(a, c, ret))
			return true;
	}
	return false;
}

/* The sentence for all groups but one; empty if none is left. */
static struct str sentence_without(
    struct adder *a, const struct group_sentence *s, size_t without)
{
	struct str gap = s->gap.len > 0 ? s->gap : STR(" "), text;
	size_t left = s->links - 1, n = 0;
	struct strbuf out;

	if (left == 0)
		return STR("");
	strbuf_init(&out, LIMIT_ISSUE_FILE);
	strbuf_add(&out, s->start);
	for (size_t i = 0; i < s->links; i++) {
		if (i == without)
			continue;
		if (n > 0) {
			strbuf_add_cstr(&out, n + 1 == left ? " or" : ",");
			strbuf_add(&out, gap);
		}
		strbuf_add(&out, s->link[i].markdown);
		n++;
	}
	strbuf_add(&out, s->end);
	text = arena_str(a->arena, strbuf_str(&out));
	strbuf_release(&out);
	return text;
}

/* The edit of the sentence; if it was the last group, all of its lines go. */
static struct edit sentence_edit(
    struct adder *a, const struct group_sentence *s, size_t without)
{
	struct str text = sentence_without(a, s, without);
	struct span lines;

	if (text.len > 0)
		return (struct edit){ s->span.from, s->span.to - s->span.from,
			text };
	lines.from = source_line_start(a->text, s->item->offset);
	lines.to = item_behind(a->text, s->item);
	return (struct edit){ lines.from, lines.to - lines.from, STR("") };
}

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

static size_t find_group(
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

static bool target_in_sentence(struct adder *a, size_t base,
    struct str repository, struct target *ret_target)
{
	struct group_sentence s;
	size_t i = 0;

	if (repository.len == 0 || !find_sentence(a, base, &s))
		return false;
	while (i < s.links &&
	       !str_eq_fold(repository_of(s.link[i].url), repository))
		i++;
	if (i == s.links)
		return false;
	*ret_target =
	    heading_of_group(a, base, s.link[i].title, s.link[i].markdown);
	if (s.item != NULL)
		ret_target->sentence = sentence_edit(a, &s, i);
	else
		ret_target->below = sentence_without(a, &s, i);
	return true;
}

struct target group_target(
    struct adder *a, size_t base, struct str repository, struct str name)
{
	const struct section *s = &a->issue->section[base];
	struct target target = { .section = base,
		.sentence.offset = MD_UNKNOWN };
	size_t group = find_group(a, base, repository, name);
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
	return heading_of_group(a, base, title, (struct str){ 0 });
}
