/* Rules about the links to where an issue is discussed and where jobs are. */
#include "base/pattern.h"
#include "base/text.h"
#include "base/url.h"
#include "check/leaks.h"
#include "check/rules.h"
#include "model/line.h"

/* ------------------------------------------------------------- of discussions */

/* Such a line is short; a paragraph with more nodes is not looked through for
 * each of its links. */
enum { LONGEST_LINE = 60 };

static bool is_short(const struct md_node *block)
{
	const struct md_node *at = block;

	for (int i = 0; i < LONGEST_LINE && at != NULL; i++)
		at = md_walk(block, at);
	return at == NULL;
}

/* A link "Discuss ..." that is alone in a paragraph of the issue. */
static bool is_discussion(struct checker *c, const struct checked_link *link)
{
	const struct md_node *node = link->node, *block = node->parent;

	if (node->kind != MD_LINK || node->first == NULL ||
	    !str_starts_fold(node->first->text, STR("discuss")))
		return false;
	while (block != NULL && block->kind != MD_PARAGRAPH)
		block = block->parent;
	return block != NULL && block->parent->kind == MD_DOCUMENT &&
	       is_short(block) &&
	       line_is_links(line_of(c->arena, block->first, NULL));
}

static bool is_draft(const struct checker *c)
{
	struct str path = str_of(c->path), folder = c->settings->folders.drafts;

	return str_starts(path, folder) &&
	       str_starts(str_sub(path, folder.len, path.len), STR("/"));
}

/* The last one, as publishing has it. */
const struct md_node *leaks_discussion(struct checker *c)
{
	if (!is_draft(c))
		return NULL;
	for (size_t i = c->links; i > 0; i--) {
		const struct checked_link *link = &c->link[i - 1];

		if (link->node->offset != MD_UNKNOWN && is_discussion(c, link))
			return link->node;
	}
	return NULL;
}

static struct finding *found_at(
    struct checker *c, const struct checked_link *link)
{
	if (link->offset == MD_UNKNOWN)
		return check_found_node(c, link->node, "%.*s",
		    STR_ARG(str_sub(link->node->target, 0, 200)));
	return check_found(c, link->offset, link->end, NULL);
}

static void look_discussion(struct checker *c, const struct checked_link *link)
{
	const struct str_list *links = &c->settings->discussion.links;
	struct str target = link->node->target;

	if (!is_discussion(c, link) || leaks_placeholder(c->settings, target))
		return;
	if (!url_is_absolute(target) ||
	    (links->count > 0 &&
		!patterns_match_address(links, link->canonical)))
		found_at(c, link);
}

/* The last part of an address's path: "our_newsletter_12". */
static struct str last_part(struct str url)
{
	struct str path = url_split(url).path;
	size_t end;

	while (path.len > 0 && path.at[path.len - 1] == '/')
		path.len--;
	end = path.len;
	while (end > 0 && path.at[end - 1] != '/')
		end--;
	return str_sub(path, end, path.len);
}

/* Cut the number off the end of a text; false if it ends with none. */
static bool cut_number(struct str *text, uint64_t *ret_number)
{
	size_t from = text->len;
	bool ok;

	while (from > 0 && char_is_digit(text->at[from - 1]))
		from--;
	ok = from > 0 && !char_is_alnum(text->at[from - 1]) &&
	     str_to_number(
		 str_sub(*text, from, text->len), INT32_MAX, ret_number);
	if (ok)
		*text = str_sub(*text, 0, from);
	return ok;
}

static bool was_seen(struct checker *c, struct printing *ret_printing)
{
	const struct item_link *link = &c->facts->discussion;
	size_t at = 0;

	return link->url.at != NULL &&
	       archive_seen(c->archive, c->facts,
		   facts_url_key(c->arena, link->url), &at, ret_printing);
}

static void look_seen(struct checker *c)
{
	const struct item_link *link = &c->facts->discussion;
	struct printing printing;
	struct finding *f;

	if (!was_seen(c, &printing))
		return;
	f = check_found(c, link->offset, link->end, NULL);
	check_also_in(
	    c, f, printing.issue, printing.link->offset, "printed before");
}

/* The address of a thread ends with the title of an issue, but of another.
 * That it was seen before is the graver thing to say. */
static void look_number(struct checker *c)
{
	const struct item_link *link = &c->facts->discussion;
	struct printing printing;
	struct header header;
	struct str part;
	uint64_t number, own;

	if (link->url.at == NULL || c->facts->number < 0 ||
	    was_seen(c, &printing))
		return;
	header_read(c->arena, c->text, &header);
	part = last_part(link->url);
	if (!cut_number(&part, &number) || !cut_number(&header.title, &own) ||
	    number == (uint64_t)c->facts->number ||
	    !str_eq(
		text_slug(c->arena, part), text_slug(c->arena, header.title)))
		return;
	check_found(c, link->offset, link->end, "%llu instead of %lld",
	    (unsigned long long)number, (long long)c->facts->number);
}

/* -------------------------------------------------------------------- of jobs */

/* Has a canonical address the host of one of the patterns? */
static bool has_host_of(struct str canonical, const struct str_list *patterns)
{
	struct str host = url_host(canonical);

	for (size_t i = 0; i < patterns->count; i++) {
		struct str rest = patterns->item[i];

		if (str_eq_fold(str_take(&rest, '/'), host))
			return true;
	}
	return false;
}

/* Links of the text; the items of the section are offers from anywhere. */
static void look_jobs(struct checker *c, const struct checked_link *link)
{
	const struct section *section = &c->issue->section[link->section];
	struct str target = link->node->target;
	const struct str_list *links;

	if (section->kind != SECTION_JOBS || section->rule == NULL ||
	    link->item != STR_NONE || link->node->kind != MD_LINK ||
	    leaks_placeholder(c->settings, target))
		return;
	links = &section->rule->links;
	if (!url_is_absolute(target) ||
	    (has_host_of(link->canonical, links) &&
		!patterns_match_address(links, link->canonical)))
		found_at(c, link);
}

static const struct rule rules[] = {
	{
	    .id = "discussion-link",
	    .level = CHECK_ERROR,
	    .message = "the link to the discussion leads to none",
	    .advice = "Put in the address of its thread.",
	    .why = "`discussion.links` in the settings says how addresses of "
		   "threads look.",
	    .bad = "Text.\n\n[Discuss on the board]"
		   "(https://example.org/issues/9).\n",
	    .good = "Text.\n\n[Discuss on the board]"
		    "(https://example.org/board/73).\n",
	    .settings = "discussion:\n  links: [example.org/board/**]\n",
	    .look.link = look_discussion,
	},
	{
	    .id = "discussion-number",
	    .level = CHECK_WARNING,
	    .message = "the address of the discussion names another issue",
	    .advice = "Put in the address of this one's thread.",
	    .why = "It is right if the thread was given the wrong title.",
	    .bad = "Text.\n\n[Discuss](https://example.org/b/newsletter_7/)\n",
	    .good = "Text.\n\n[Discuss](https://example.org/b/newsletter_9/)\n",
	    .look.archive = look_number,
	},
	{
	    .id = "discussion-seen",
	    .level = CHECK_ERROR,
	    .message = "an issue before this had the same discussion",
	    .advice = "Put in the address of this one's thread.",
	    .bad = "Text.\n\n[Discuss](https://example.org/b/73/)\n",
	    .good = "Text.\n\n[Discuss](https://example.org/b/88/)\n",
	    .before = "Text.\n\n[Discuss](https://example.org/b/73/)\n",
	    .look.archive = look_seen,
	},
	{
	    .id = "jobs-link",
	    .level = CHECK_ERROR,
	    .message = "the link does not lead to jobs",
	    .advice = "Put in the address of the newest thread about jobs.",
	    .why = "`links` of the section in the settings says how their "
		   "addresses look on their host.",
	    .bad = "## Jobs\n\nSee [who seeks a baker]"
		   "(https://example.org/board/73).\n",
	    .good = "## Jobs\n\nSee [who seeks a baker]"
		    "(https://example.org/board/jobs-9).\n",
	    .settings = "sections_add:\n"
			"  - id: jobs\n"
			"    title: Jobs\n"
			"    kind: jobs\n"
			"    links: [example.org/board/jobs-*]\n",
	    .look.link = look_jobs,
	},
};

const struct rule_family family_discussion = {
	.name = "discussion",
	.title = "Discussion and jobs",
	.rule = rules,
	.rules = sizeof(rules) / sizeof(rules[0]),
};
