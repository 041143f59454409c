/* Rules about items: what a list entry looks like. */
#include "check/items.h"
#include "base/pattern.h"

#include "check/address.h"
#include "model/line.h"

size_t own_links(const struct item *item)
{
	const struct md_node *nested = NULL;
	size_t links = 0;

	if (item->node->kind == MD_ITEM)
		nested = nested_block(item->node);
	if (nested == NULL || nested->offset == MD_UNKNOWN)
		return item->links;
	while (links < item->links &&
	       (item->link[links].offset == MD_UNKNOWN ||
		   item->link[links].offset < nested->offset))
		links++;
	return links;
}

/* An entry of a list of links that should be one. */
static bool is_entry(const struct section *section, const struct item *item)
{
	return lists_links(section) && item->kind != ITEM_NONE &&
	       item->node->kind == MD_ITEM && item->offset != MD_UNKNOWN;
}

/* Was a link meant?  A sentence without any bracket may be just that. */
static bool has_bracket(const struct checker *c, const struct item *item)
{
	struct str line = str_sub(
	    c->text, item->offset, source_line_end(c->text, item->offset));

	return str_find_char(line, '[', 0) != STR_NONE ||
	       str_find(line, STR("://"), 0) != STR_NONE;
}

static void look_change_no_link(
    struct checker *c, const struct section *section, const struct item *item)
{
	if (section->kind == SECTION_CHANGES && item->kind != ITEM_NONE &&
	    item->node->kind == MD_ITEM && item->offset != MD_UNKNOWN &&
	    item->links == 0 && has_bracket(c, item))
		check_found(c, item->offset,
		    source_line_end(c->text, item->offset), NULL);
}

static void look_no_link(
    struct checker *c, const struct section *section, const struct item *item)
{
	if (is_entry(section, item) && own_links(item) == 0 &&
	    has_bracket(c, item))
		check_found(c, item->offset,
		    source_line_end(c->text, item->offset), NULL);
}

static void look_two_links(
    struct checker *c, const struct section *section, const struct item *item)
{
	if (is_entry(section, item) && own_links(item) > 1 &&
	    item->link[1].offset != MD_UNKNOWN)
		check_found(c, item->link[1].offset, item->link[1].end, NULL);
}

/* ------------------------------------------------------- behind the link */

/* What follows the first link on its line, trimmed; at is where it stands in
 * the file.  Empty if that is not known. */
static struct str tail_of(const struct checker *c,
    const struct section *section, const struct item *item)
{
	size_t from;

	if (!is_entry(section, item) || own_links(item) != 1 ||
	    item->link[0].offset == MD_UNKNOWN)
		return STR("");
	from = item->link[0].end;
	return str_trim(str_sub(c->text, from, source_line_end(c->text, from)));
}

/* A mark at the end of a link, or of a remark in parentheses behind it. */
static bool ends_with_mark(struct str tail)
{
	if (tail.len == 0 || strchr(".,;:", tail.at[tail.len - 1]) == NULL)
		return false;
	return tail.len == 1 ||
	       (tail.at[0] == '(' && tail.at[tail.len - 2] == ')');
}

static void look_mark(
    struct checker *c, const struct section *section, const struct item *item)
{
	struct str tail = tail_of(c, section, item);
	size_t at;

	if (!ends_with_mark(tail))
		return;
	at = (size_t)(tail.at - c->text.at) + tail.len - 1;
	check_fix(c, check_found(c, at, at + 1, NULL), true, at, 1, STR(""));
}

static void look_tail(
    struct checker *c, const struct section *section, const struct item *item)
{
	struct str tail = tail_of(c, section, item);
	size_t at;

	if (tail.len < 2 || tail.at[0] == '(' || ends_with_mark(tail))
		return;
	at = (size_t)(tail.at - c->text.at);
	check_found(c, at, at + tail.len, NULL);
}

/* ----------------------------------------------------- where items may lead */

/* The link of a rule's own item: not of a heading, nor of text around it. */
static const struct section *section_of(
    const struct checker *c, const struct checked_link *link)
{
	const struct section *s = &c->issue->section[link->section];

	if (link->item == STR_NONE || s->rule == NULL ||
	    link->node->kind != MD_LINK ||
	    s->item[link->item].kind == ITEM_NONE)
		return NULL;
	return s;
}

static void look_avoided(struct checker *c, const struct checked_link *link)
{
	const struct section *s = section_of(c, link);

	if (s != NULL && s->rule->avoid.count > 0 &&
	    patterns_match_address(&s->rule->avoid, link->canonical))
		check_found_node(c, link->node, NULL);
}

static void look_foreign(struct checker *c, const struct checked_link *link)
{
	const struct section *s = section_of(c, link);

	if (s != NULL && s->rule->links.count > 0 &&
	    address_place(link).at != NULL &&
	    !patterns_match_address(&s->rule->links, link->canonical))
		check_found_node(c, link->node, NULL);
}

#define GROUPS                                            \
	"groups:\n"                                       \
	"  - {title: Looms, repositories: [mill/loom]}\n" \
	"  - {title: Wheels, repositories: [mill/wheel]}\n"
#define NEWS "## News\n\n"
#define GOOD_ITEM NEWS "* [A wheel for left hands](https://example.org/wheel)\n"

static const struct rule rules[] = {
	{
	    .id = "change-group",
	    .level = CHECK_ERROR,
	    .message = "the change stands below the heading of another group",
	    .advice = "Move it to its group, or restore the heading that is "
		      "missing before it.",
	    .why = "The setting groups says which repository belongs below "
		   "which heading.",
	    .bad = "## Changes\n\n### Looms\n\n"
		   "* [oak](https://github.com/mill/wheel/pull/7)\n",
	    .good = "## Changes\n\n### Wheels\n\n"
		    "* [oak](https://github.com/mill/wheel/pull/7)\n",
	    .settings = GROUPS,
	    .look.file = look_change_group,
	},
	{
	    .id = "change-no-link",
	    .level = CHECK_WARNING,
	    .message = "the change has no link",
	    .advice = "Link its title to where it was made.",
	    .bad = "## Changes\n\n* [wheels] of oak\n",
	    .good = "## Changes\n\n"
		    "* [wheels of oak](https://github.com/mill/wheel/pull/7)\n",
	    .look.item = look_change_no_link,
	},
	{
	    .id = "change-prefix",
	    .level = CHECK_INFO,
	    .message = "the title repeats the heading it stands below",
	    .advice = "Remove the prefix.",
	    .bad = "## Changes\n\n### Wheels\n\n"
		   "* [wheels: oak](https://github.com/mill/wheel/pull/7)\n",
	    .good = "## Changes\n\n### Wheels\n\n"
		    "* [oak](https://github.com/mill/wheel/pull/7)\n",
	    .look.file = look_change_prefix,
	},
	{
	    .id = "item-avoided-link",
	    .level = CHECK_WARNING,
	    .message = "the item links to what this section does not list",
	    .advice = "Link to an article or announcement about it.",
	    .why = "The setting avoid of a section says where its links "
		   "should not lead.",
	    .bad = NEWS "* [A wheel](https://code.example.org/mill/wheel)\n",
	    .good = GOOD_ITEM,
	    .settings = "sections:\n"
			"  - id: news\n"
			"    title: News\n"
			"    avoid: [code.example.org/*/*]\n",
	    .look.link = look_avoided,
	},
	{
	    .id = "item-capitals",
	    .level = CHECK_INFO,
	    .message = "the title is all in capital letters",
	    .advice = "Write it as a sentence.",
	    .bad = NEWS "* [A WHEEL FOR LEFT HANDS](https://example.org/w)\n",
	    .good = GOOD_ITEM,
	    .look.item = look_capitals,
	},
	{
	    .id = "item-foreign-link",
	    .level = CHECK_INFO,
	    .message = "the item links to a place that is unusual here",
	    .advice = "See whether the address is the right one.",
	    .why = "The setting links of a section says where its links "
		   "lead.",
	    .bad = "## Changes\n\n* [oak](https://example.org/oak)\n",
	    .good = "## Changes\n\n* [oak](https://code.example.org/mill/7)\n",
	    .settings = "sections:\n"
			"  - id: changes\n"
			"    title: Changes\n"
			"    kind: changes\n"
			"    links: [code.example.org/**]\n",
	    .look.link = look_foreign,
	},
	{
	    .id = "item-no-link",
	    .level = CHECK_ERROR,
	    .message = "the item has no link",
	    .advice = "Link its title to what it presents.",
	    .why = "Often the address was lost, or it stands in a line that "
		   "Markdown does not take for a link.",
	    .bad = NEWS "* [video] A wheel for left hands\n",
	    .good = GOOD_ITEM,
	    .look.item = look_no_link,
	},
	{
	    .id = "item-punctuation",
	    .level = CHECK_INFO,
	    .rewrites = true,
	    .message = "a punctuation mark follows the item",
	    .advice = "Remove it.",
	    .bad = NEWS "* [A wheel](https://example.org/wheel).\n",
	    .good = GOOD_ITEM,
	    .look.item = look_mark,
	},
	{
	    .id = "item-site-name",
	    .level = CHECK_INFO,
	    .message = "the title ends with the name of the site",
	    .advice = "Keep the title alone.",
	    .why = "The title of a browser's window was copied.",
	    .bad = NEWS "* [A wheel | Example](https://example.org/wheel)\n",
	    .good = GOOD_ITEM,
	    .look.item = look_site_name,
	},
	{
	    .id = "item-split-title",
	    .level = CHECK_INFO,
	    .message = "the link is spread over several lines",
	    .advice = "Write it in one line.",
	    .why = "Tools that read line by line, and merges, lose it.",
	    .bad = NEWS "* [A wheel for\n  left hands](https://example.org)\n",
	    .good = GOOD_ITEM,
	    .look.item = look_split_title,
	},
	{
	    .id = "item-tail",
	    .level = CHECK_INFO,
	    .message = "text follows the link of the item",
	    .advice = "Put what matters into the title.",
	    .bad = NEWS "* [A wheel](https://example.org/w) for left hands\n",
	    .good = GOOD_ITEM,
	    .look.item = look_tail,
	},
	{
	    .id = "item-title-address",
	    .level = CHECK_WARNING,
	    .message = "the title is an address",
	    .advice = "Write what readers find there.",
	    .bad = NEWS
	    "* [https://example.org/wheel](https://example.org/wheel)\n",
	    .good = GOOD_ITEM,
	    .look.item = look_title_address,
	},
	{
	    .id = "item-truncated",
	    .level = CHECK_WARNING,
	    .message = "the title was cut off",
	    .advice = "Write all of it.",
	    .why = "Programs that copy titles cut long ones and put dots "
		   "there.",
	    .bad = NEWS "* [A wheel for left ha…](https://example.org/w)\n",
	    .good = GOOD_ITEM,
	    .look.item = look_truncated,
	},
	{
	    .id = "item-two-links",
	    .level = CHECK_INFO,
	    .message = "the item has a second link",
	    .advice = "Keep the better one, or make two items.",
	    .bad = NEWS "* [A wheel](https://example.org/w) "
			"([plans](https://example.org/p))\n",
	    .good = GOOD_ITEM,
	    .look.item = look_two_links,
	},
};

const struct rule_family family_items = {
	.name = "items",
	.title = "Items",
	.rule = rules,
	.rules = sizeof(rules) / sizeof(rules[0]),
};
