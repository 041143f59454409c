/* Sentences that name the groups which have nothing. */
#include "draft/add.h"

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

bool sentence_find(struct adder *a, size_t base, struct group_sentence *ret)
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

struct str sentence_text(struct adder *a, const struct group_sentence *s,
    const struct group_link *link, size_t links)
{
	struct str gap = s->gap.len > 0 ? s->gap : STR(" "), text;
	struct strbuf out;

	if (links == 0)
		return STR("");
	strbuf_init(&out, LIMIT_ISSUE_FILE);
	strbuf_add(&out, s->start);
	for (size_t i = 0; i < links; i++) {
		if (i > 0) {
			strbuf_add_cstr(&out, i + 1 == links ? " or" : ",");
			strbuf_add(&out, gap);
		}
		strbuf_add(&out, link[i].markdown);
	}
	strbuf_add(&out, s->end);
	text = arena_str(a->arena, strbuf_str(&out));
	strbuf_release(&out);
	return text;
}

struct edit sentence_edit(struct adder *a, const struct group_sentence *s,
    const struct group_link *link, size_t links)
{
	struct span lines = { s->span.from, s->span.to };

	if (links == 0) {
		lines.from = source_line_start(a->text, s->item->offset);
		lines.to = item_behind(a->text, s->item);
	}
	return (struct edit){ lines.from, lines.to - lines.from,
		sentence_text(a, s, link, links) };
}
