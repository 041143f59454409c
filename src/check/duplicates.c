/* Rules about what is listed twice, in one issue or in several. */
#include "base/date.h"
#include "base/limits.h"
#include "base/source.h"
#include "base/url.h"
#include "check/address.h"
#include "check/rules.h"

enum {
	/* Issues that readers remember. */
	RECENT_ISSUES = 25,
	RECENT_DAYS = 366,
	/* Bytes of a title that is not equal by chance. */
	TELLING_TITLE = 12,
};

/* ------------------------------------------------------------- equal things */

/*
 * For each key the index of the first one equal to it, which is its own if
 * there is none before; keys of 0 are equal to nothing.
 */
static size_t *firsts_of(struct arena *arena, const uint64_t *key, size_t count)
{
	size_t size = 16;
	size_t *first = ARENA_ARRAY(arena, count + 1, size_t);
	uint32_t *slot;

	while (size < 2 * count)
		size *= 2;
	slot = ARENA_ARRAY(arena, size, uint32_t);
	for (size_t i = 0; i < count; i++) {
		size_t at = key[i] & (size - 1);

		first[i] = i;
		if (key[i] == 0)
			continue;
		while (slot[at] != 0 && key[slot[at] - 1] != key[i])
			at = (at + 1) & (size - 1);
		if (slot[at] != 0)
			first[i] = slot[at] - 1;
		else
			slot[at] = (uint32_t)i + 1;
	}
	return first;
}

static const struct section *section_of(
    const struct checker *c, const struct checked_link *link)
{
	return &c->issue->section[link->section];
}

static const struct item *item_of(
    const struct checker *c, const struct checked_link *link)
{
	return link->item != STR_NONE ? &section_of(c, link)->item[link->item]
				      : NULL;
}

/* The line that holds an offset, up to it. */
static struct str line_before(struct str text, size_t offset)
{
	return str_sub(text, source_line_start(text, offset), offset);
}

/* "* ", "12. " */
static bool begins_with_mark(struct str line)
{
	size_t digits = 0;

	while (digits < line.len && char_is_digit(line.at[digits]))
		digits++;
	if (digits == 0)
		return line.len > 0 && strchr("*+-", line.at[0]) != NULL;
	return digits < line.len && strchr(".)", line.at[digits]) != NULL;
}

/* Is a link the first of an item, by the source alone?  `offset` is that of
 * the link, or of its address. */
static bool begins_item(struct str text, size_t offset)
{
	struct str line = str_trim(line_before(text, offset));

	if (!begins_with_mark(line))
		return false;
	if (str_ends(line, STR("](")))
		line.len -= 2;
	return str_find(line, STR("]("), 0) == STR_NONE;
}

/* And with nothing before it but tags? */
static bool stands_first(struct str text, size_t offset)
{
	struct str line = line_before(text, offset);
	int open = 0;

	for (size_t i = 0; i < line.len; i++) {
		char at = line.at[i];

		if (at == '[' || at == '(')
			open++;
		else if (at == ']' || at == ')')
			open--;
		else if (open <= 0 && char_is_alpha(at))
			return false;
	}
	return begins_item(text, offset);
}

/* Does a link make its item what it is? */
static bool is_main(const struct checker *c, const struct checked_link *link)
{
	bool is_first = link == c->link || link[-1].section != link->section ||
			link[-1].item != link->item;

	return link->item != STR_NONE && is_first &&
	       link->node->offset != MD_UNKNOWN &&
	       stands_first(c->text, link->node->offset);
}

/* A whole site, which may be named more than once. */
static bool is_front_page(struct str canonical)
{
	size_t scheme = str_find(canonical, STR("://"), 0);

	return scheme == STR_NONE ||
	       str_find_char(canonical, '/', scheme + 3) == STR_NONE;
}

static bool is_listed(const struct checker *c, const struct checked_link *link)
{
	return lists_links(section_of(c, link)) && is_main(c, link) &&
	       link->node->kind == MD_LINK && !is_front_page(link->canonical);
}

static bool is_change(const struct checker *c, const struct checked_link *link)
{
	return section_of(c, link)->kind == SECTION_CHANGES && is_main(c, link);
}

/* The keys of the links that `wanted` takes; 0 for others. */
static uint64_t *keys_of(struct checker *c,
    bool (*wanted)(const struct checker *c, const struct checked_link *link))
{
	uint64_t *key = ARENA_ARRAY(c->arena, c->links + 1, uint64_t);

	for (size_t i = 0; i < c->links; i++)
		if (wanted(c, &c->link[i]))
			key[i] = c->link[i].key;
	return key;
}

/* ------------------------------------------------------------- in one issue */

/* Take out the whole lines of an item, if it is nothing but its link. */
static void remove_item(
    struct checker *c, struct finding *f, const struct item *item)
{
	size_t from, to;

	if (item == NULL || item->kind != ITEM_LINK ||
	    item->node->kind != MD_ITEM || item->offset == MD_UNKNOWN)
		return;
	from = source_line_start(c->text, item->offset);
	to = source_line_end(c->text, item->end);
	if (to < c->text.len)
		check_fix(c, f, false, from, to + 1 - from, STR(""));
}

static struct str fragment_of(const struct checked_link *link)
{
	return url_split(link->node->target).fragment;
}

/* Keys that differ for other places of one page. */
static void add_fragments(const struct checker *c, uint64_t *key)
{
	for (size_t i = 0; i < c->links; i++)
		if (key[i] != 0)
			key[i] ^= facts_key(fragment_of(&c->link[i]));
}

static void found_link(struct checker *c, const struct checked_link *link,
    const struct checked_link *other)
{
	struct finding *f = check_found_node(c, link->node, NULL);

	check_also(c, f, other->node->offset, "first here");
	remove_item(c, f, item_of(c, link));
}

static void find_repeated(struct checker *c,
    bool (*wanted)(const struct checker *c, const struct checked_link *link))
{
	uint64_t *key = keys_of(c, wanted);
	size_t *page = firsts_of(c->arena, key, c->links), *place;

	add_fragments(c, key);
	place = firsts_of(c->arena, key, c->links);
	for (size_t i = 0; i < c->links; i++) {
		const struct checked_link *link = &c->link[i];
		const struct checked_link *other = &c->link[page[i]];

		if (place[i] != i)
			found_link(c, link, &c->link[place[i]]);
		else if (page[i] != i && (fragment_of(link).len == 0 ||
					     fragment_of(other).len == 0))
			found_link(c, link, other);
	}
}

/* "[Title](a), [discuss](a)": the second address was not filled in. */
static void find_in_item(struct checker *c)
{
	const struct checked_link *main = NULL;

	for (size_t i = 0; i < c->links; i++) {
		const struct checked_link *link = &c->link[i];

		if (is_listed(c, link))
			main = link;
		else if (main != NULL && link->item != STR_NONE &&
			 item_of(c, link) == item_of(c, main) &&
			 link->key == main->key &&
			 str_eq(fragment_of(link), fragment_of(main)))
			check_also(c, check_found_node(c, link->node, NULL),
			    main->node->offset, "first here");
	}
}

static void look_link(struct checker *c)
{
	find_repeated(c, is_listed);
	find_in_item(c);
}

static void look_change(struct checker *c)
{
	find_repeated(c, is_change);
}

/* ----------------------------------------------------- in several sections */

/* Items whose link is what they are about. */
static bool is_about(const struct checker *c, const struct checked_link *link)
{
	switch (section_of(c, link)->kind) {
	case SECTION_ITEMS:
	case SECTION_TESTING:
	case SECTION_PARTICIPATION:
	case SECTION_SPEAKING:
	case SECTION_CHANGES:
	case SECTION_APPROVED:
	case SECTION_DECISIONS:
	case SECTION_PROPOSED:
		return is_main(c, link) && !is_front_page(link->canonical);
	default: return false;
	}
}

/* Sections that list one thing at the same time for a reason: a change that
 * is merged while its comment period ends, a proposal that is new and
 * discussed.  Equal sections have rules of their own. */
static bool may_share(enum section_kind a, enum section_kind b)
{
	static const enum section_kind project[] = { SECTION_TESTING,
		SECTION_CHANGES, SECTION_APPROVED, SECTION_DECISIONS,
		SECTION_PROPOSED };
	size_t in = 0;

	for (size_t i = 0; i < sizeof(project) / sizeof(project[0]); i++)
		in += (size_t)(a == project[i]) + (size_t)(b == project[i]);
	return a == b || in == 2;
}

static void look_across(struct checker *c)
{
	size_t *first = firsts_of(c->arena, keys_of(c, is_about), c->links);

	for (size_t i = 0; i < c->links; i++) {
		const struct checked_link *link = &c->link[i];
		const struct checked_link *other = &c->link[first[i]];
		const struct section *here = section_of(c, link);
		const struct section *there = section_of(c, other);

		if (first[i] != i && !may_share(here->kind, there->kind))
			check_also(c, check_found_node(c, link->node, NULL),
			    other->node->offset, "and here");
	}
}

/* ------------------------------------------------------------------- titles */

/* 0 for a title that others may have by chance. */
static uint64_t title_key(struct arena *arena, struct str title)
{
	return title.len < TELLING_TITLE ? 0 : facts_text_key(arena, title);
}

static void look_title(struct checker *c)
{
	uint64_t *key = ARENA_ARRAY(c->arena, c->links + 1, uint64_t);
	size_t *first;

	for (size_t i = 0; i < c->links; i++)
		if (is_listed(c, &c->link[i]))
			key[i] = title_key(
			    c->arena, md_plain_text(c->arena, c->link[i].node));
	first = firsts_of(c->arena, key, c->links);
	for (size_t i = 0; i < c->links; i++) {
		const struct checked_link *other = &c->link[first[i]];

		if (first[i] != i && other->key != c->link[i].key)
			check_also(c,
			    check_found_node(c, c->link[i].node, NULL),
			    other->node->offset, "first here");
	}
}

/* ------------------------------------------------------------- in the archive */

static bool is_kind(const struct settings *s, const struct seen_link *link,
    enum section_kind kind)
{
	return link->rule != 0 && link->rule <= s->sections &&
	       s->section[link->rule - 1].kind == kind;
}

/* The address of the link at an offset (see begins_item), as written; empty
 * for one that names a definition. */
static struct str address_at(struct str text, size_t offset)
{
	struct str line = str_sub(text, offset, source_line_end(text, offset));
	size_t open = 0, end;

	if (line.len > 0 && line.at[0] == '[') {
		open = str_find(line, STR("]("), 0);
		if (open == STR_NONE)
			return STR("");
		open += 2;
	}
	end = open;
	while (end < line.len && line.at[end] != ')' &&
	       !char_is_space(line.at[end]))
		end++;
	return str_sub(line, open, end);
}

/* Pages that stay while what is new changes: of a site, or of a project at a
 * place for code. */
static bool is_lasting_page(struct str address)
{
	static const struct str places[] = { STR_INIT("github.com"),
		STR_INIT("gitlab.com"), STR_INIT("codeberg.org"),
		STR_INIT("sr.ht"), STR_INIT("crates.io"), STR_INIT("docs.rs"),
		STR_INIT("lib.rs") };
	struct str host = url_host(address), path = url_split(address).path;
	size_t parts = 0;

	while (path.at != NULL)
		parts += str_take(&path, '/').len > 0;
	if (parts == 0)
		return true;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (str_eq_fold(host, places[i]))
			return parts <= 2;
	return false;
}

/* Is one place of a page meant?  Parts of a series stand on one page. */
static bool is_same_place(struct str line, struct str a, struct str b)
{
	a = url_split(a).fragment;
	b = url_split(b).fragment;
	if (a.len == 0 || b.len == 0)
		return a.len == b.len ||
		       !str_contains_fold(line, STR("[series"));
	return str_eq(a, b);
}

/* The newest issue before with the same link in sections of a kind. */
static bool printed_before(const struct checker *c,
    const struct seen_link *link, enum section_kind kind,
    struct printing *ret_printing)
{
	struct str address = address_at(c->text, link->offset);
	size_t at = 0;

	if (address.len > 0 && is_lasting_page(address))
		return false;
	while (
	    archive_seen(c->archive, c->facts, link->key, &at, ret_printing)) {
		struct str text = ret_printing->issue->text;
		size_t offset = ret_printing->link->offset;

		if (is_kind(c->settings, ret_printing->link, kind) &&
		    begins_item(text, offset) &&
		    is_same_place(line_before(c->text, link->offset), address,
			address_at(text, offset)))
			return true;
	}
	return false;
}

typedef void seen_look(struct checker *c, const struct seen_link *link,
    const struct printing *before);

/* Look at each main link of this issue that one of the archive has too. */
static void look_seen(struct checker *c, enum section_kind kind, seen_look *see)
{
	const struct facts *facts = c->facts;
	uint64_t *key = ARENA_ARRAY(c->arena, facts->links + 1, uint64_t);
	struct printing before;
	size_t *first;

	for (size_t i = 0; i < facts->links; i++)
		if (is_kind(c->settings, &facts->link[i], kind))
			key[i] = facts->link[i].key;
	first = firsts_of(c->arena, key, facts->links);
	for (size_t i = 0; i < facts->links; i++) {
		const struct seen_link *link = &facts->link[i];

		if (key[i] == 0 || first[i] != i ||
		    !begins_item(c->text, link->offset))
			continue;
		if (printed_before(c, link, kind, &before))
			see(c, link, &before);
		if (c->findings - c->before >= LIMIT_FINDINGS)
			return;
	}
}

static bool is_recent(const struct checker *c, const struct printing *before)
{
	const struct facts *oldest =
	    archive_before(c->archive, c->facts, RECENT_ISSUES);

	if (date_is_set(before->issue->date) && date_is_set(c->facts->date) &&
	    date_to_days(c->facts->date) - date_to_days(before->issue->date) >
		RECENT_DAYS)
		return false;
	return oldest == NULL || before->issue >= oldest;
}

static void found_again(struct checker *c, const struct seen_link *link,
    const struct printing *before)
{
	struct finding *f = check_found(
	    c, link->offset, source_line_end(c->text, link->offset), NULL);

	check_also_in(
	    c, f, before->issue, before->link->offset, "printed here");
}

static void see_recent(struct checker *c, const struct seen_link *link,
    const struct printing *before)
{
	if (is_recent(c, before))
		found_again(c, link, before);
}

static void see_old(struct checker *c, const struct seen_link *link,
    const struct printing *before)
{
	if (!is_recent(c, before))
		found_again(c, link, before);
}

static void look_recent(struct checker *c)
{
	look_seen(c, SECTION_ITEMS, see_recent);
}

static void look_old(struct checker *c)
{
	look_seen(c, SECTION_ITEMS, see_old);
}

static void look_change_again(struct checker *c)
{
	look_seen(c, SECTION_CHANGES, found_again);
}

#define WHEEL "* [A wheel for left hands](https://example.org/wheel)\n"
#define CHANGE "* [oak](https://github.com/mill/wheel/pull/7)\n"
#define OTHER "* [Looms of oak](https://example.org/loom)\n"

static const struct rule rules[] = {
	{
	    .id = "duplicate-change",
	    .level = CHECK_ERROR,
	    .message = "the change is listed twice",
	    .advice = "Remove one of the items, or correct the address of "
		      "the one that is another change.",
	    .bad = "## Changes\n\n" CHANGE
		   "* [elm](https://github.com/mill/wheel/pull/7)\n",
	    .good = "## Changes\n\n" CHANGE
		    "* [elm](https://github.com/mill/wheel/pull/8)\n",
	    .look.file = look_change,
	},
	{
	    .id = "duplicate-change-again",
	    .level = CHECK_WARNING,
	    .message = "an earlier issue listed the change",
	    .advice = "Remove it, or correct its address.",
	    .before = "## Changes\n\n" CHANGE,
	    .bad = "## Changes\n\n" CHANGE,
	    .good = "## Changes\n\n"
		    "* [elm](https://github.com/mill/wheel/pull/8)\n",
	    .look.archive = look_change_again,
	},
	{
	    .id = "duplicate-link",
	    .level = CHECK_ERROR,
	    .message = "the issue lists the link twice",
	    .advice = "Remove one of the items, or correct the address of "
		      "the one that is about something else.",
	    .why = "Two addresses that differ in what only tracks, in http "
		   "or www. are one.",
	    .bad = "## News\n\n" WHEEL "\n## Articles\n\n"
		   "* [Left-handed](http://www.example.org/wheel/)\n",
	    .good = "## News\n\n" WHEEL "\n## Articles\n\n" OTHER,
	    .with = "link-http",
	    .look.file = look_link,
	},
	{
	    .id = "duplicate-link-across",
	    .level = CHECK_WARNING,
	    .message = "two kinds of sections list the link",
	    .advice = "Keep it in the section where readers look for it.",
	    .bad = "## News\n\n" WHEEL "\n## Calls for Participation\n\n"
		   "* [mill - turn it](https://example.org/wheel)\n",
	    .good = "## News\n\n" WHEEL "\n## Calls for Participation\n\n"
		    "* [mill - turn it](https://example.org/wheel/7)\n",
	    .look.file = look_across,
	},
	{
	    .id = "duplicate-link-old",
	    .level = CHECK_WARNING,
	    .message = "an issue of long ago printed the link",
	    .advice = "Leave it out, or say what is new about it.",
	    .why = "Compared is the whole archive, by what addresses lead "
		   "to.  More than 25 issues, or a year, lie between.",
	    .before = "Title: Newsletter 1\nNumber: 1\nDate: 2024-03-06\n\n"
		      "## News\n\n" WHEEL,
	    .bad = "Title: Newsletter 2\nNumber: 2\nDate: 2026-03-04\n\n"
		   "## Articles\n\n" WHEEL,
	    .good = "Title: Newsletter 2\nNumber: 2\nDate: 2026-03-04\n\n"
		    "## Articles\n\n" OTHER,
	    .look.archive = look_old,
	},
	{
	    .id = "duplicate-link-recent",
	    .level = CHECK_ERROR,
	    .message = "a recent issue printed the link",
	    .advice = "Leave it out.",
	    .why = "Compared are the 25 issues before, by what addresses "
		   "lead to: youtu.be/7 is youtube.com/watch?v=7.",
	    .before = "## News\n\n" WHEEL,
	    .bad = "## Articles\n\n" WHEEL,
	    .good = "## Articles\n\n" OTHER,
	    .look.archive = look_recent,
	},
	{
	    .id = "duplicate-title",
	    .level = CHECK_WARNING,
	    .message = "two items have the same title",
	    .advice = "Remove one, or say in the titles how they differ.",
	    .bad = "## News\n\n" WHEEL
		   "* [A wheel for left hands](https://example.org/7)\n",
	    .good = "## News\n\n" WHEEL OTHER,
	    .look.file = look_title,
	},
};

const struct rule_family family_duplicates = {
	.name = "duplicates",
	.title = "Duplicates",
	.rule = rules,
	.rules = sizeof(rules) / sizeof(rules[0]),
};
