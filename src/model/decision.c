#include "model/closing.h"
#include "model/reader.h"

/* Where an issue says [disposition: merge], an item that says nothing leaves
 * it open; where none says so, it is a merge. */
bool says_merge(const struct issue *issue)
{
	for (size_t i = 0; i < issue->sections; i++) {
		const struct section *s = &issue->section[i];

		if (s->kind != SECTION_DECISIONS)
			continue;
		for (size_t k = 0; k < s->items; k++) {
			if (str_eq_fold(
				tag_value(&s->item[k], STR("disposition")),
				STR("merge")))
				return true;
		}
	}
	return false;
}

static bool has_tag(const struct item *item, struct str tag)
{
	for (size_t i = 0; i < item->tags.count; i++) {
		if (str_eq_fold(item->tags.item[i], tag))
			return true;
	}
	return false;
}

static struct str disposition_of(
    struct reader *r, const struct section *s, const struct item *item)
{
	struct str said = tag_value(item, STR("disposition"));

	if (s->kind == SECTION_PROPOSED)
		return has_tag(item, STR("updated")) ? STR("updated")
						     : STR("new");
	if (s->kind == SECTION_APPROVED || said.at != NULL)
		return said;
	/* The form without "merge" came after that of headings which are
	 * links to the list of a repository. */
	if (s->group.at != NULL && heading_link(r, s) != NULL && !r->says_merge)
		return STR("merge");
	return said;
}

static enum decision_kind kind_of(enum section_kind kind)
{
	if (kind == SECTION_APPROVED)
		return DECISION_APPROVED;
	return kind == SECTION_PROPOSED ? DECISION_PROPOSED
					: DECISION_COMMENT_PERIOD;
}

/* The text of the first link if the line starts with it (behind its tags),
 * else all of the line. */
static struct str title_of(
    struct reader *r, const struct item *item, struct str *ret_url)
{
	struct line line = line_of_block(r->arena, item->node);
	size_t at = tags_read(r->arena, line.text, NULL);
	struct line rest = line_sub(line, at, STR_NONE);
	bool starts = rest.text.len > 0 && rest.text.at[0] == LINE_LINK;

	*ret_url = item->links > 0 ? item->link[0].url : (struct str){ 0 };
	if (!starts)
		return line_plain(r->arena, rest);
	*ret_url = rest.link[0].url;
	return rest.link[0].text;
}

void decision_read(struct reader *r, struct spot spot)
{
	struct issue *issue = r->issue;
	struct section *s = spot_section(r, spot);
	struct item *item = spot_item(r, spot);
	struct decision d = { .kind = kind_of(s->kind),
		.offset = item->offset,
		.end = item->end,
		.section = spot.section,
		.item = spot.item };

	if (item->kind == ITEM_NONE || item->links == 0)
		return;
	d.title = title_of(r, item, &d.url);
	d.repository = repository_of(d.url);
	if (d.repository.at == NULL && heading_link(r, s) != NULL)
		d.repository = s->group;
	d.disposition = disposition_of(r, s, item);
	if (d.kind == DECISION_COMMENT_PERIOD)
		closing_find(item->text, issue->header.date, &d.closes);
	item->kind = ITEM_DECISION;
	item->typed = issue->decisions;
	issue->decision =
	    ARENA_GROW(r->arena, issue->decision, issue->decisions);
	issue->decision[issue->decisions++] = d;
}

/* 14436 of ".../pull/14436", or -1. */
static int64_t number_of(struct str url)
{
	static const struct str before[] = { STR_INIT("/pull/"),
		STR_INIT("/issues/") };
	uint64_t number;

	for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
		size_t at = str_find(url, before[i], 0), end;

		if (at == STR_NONE)
			continue;
		at += before[i].len;
		end = at;
		while (end < url.len && char_is_digit(url.at[end]))
			end++;
		if (str_to_number(str_sub(url, at, end), INT32_MAX, &number))
			return (int64_t)number;
	}
	return -1;
}

void change_read(struct reader *r, struct spot spot)
{
	struct issue *issue = r->issue;
	struct section *s = spot_section(r, spot);
	struct item *item = spot_item(r, spot);
	struct change c = { .area = s->group,
		.offset = item->offset,
		.end = item->end,
		.section = spot.section,
		.item = spot.item };

	if (item->kind == ITEM_NONE || item->links == 0)
		return;
	c.title = title_of(r, item, &c.url);
	c.repository = repository_of(c.url);
	c.number = number_of(c.url);
	item->kind = ITEM_CHANGE;
	item->typed = issue->changes;
	issue->change = ARENA_GROW(r->arena, issue->change, issue->changes);
	issue->change[issue->changes++] = c;
}
