/* Rules about Markdown that does not do what it should. */
#include "check/markdown.h"

#include "check/rules.h"

static const struct rule rules[] = {
	{
	    .id = "code-escape",
	    .level = CHECK_WARNING,
	    .message = "a backslash is shown inside of code",
	    .advice = "Remove it: between backticks nothing needs one.",
	    .bad = "Set `corner\\_radius` of the frame.\n",
	    .good = "Set `corner_radius` of the frame.\n",
	    .nodes = CHECK_NODE(MD_CODE),
	    .look.node = markdown_look_code_escape,
	},
	{
	    .id = "code-unclosed",
	    .level = CHECK_ERROR,
	    .message = "a backtick opens or closes no code and is shown",
	    .advice = "Add the missing one, or write \\`.",
	    .bad = "The pattern `herringbone is new.\n",
	    .good = "The pattern `herringbone` is new.\n",
	    .look.file = markdown_look_code_unclosed,
	},
	{
	    .id = "comment-items",
	    .level = CHECK_INFO,
	    .message = "an item is parked in a comment",
	    .advice = "Publish it, or remove it before the issue comes out.",
	    .bad = "Text.\n\n<!--\n* [Lace](https://lace.example/a)\n-->\n",
	    .good =
		"Text.\n\n<!--\n* [Title](https://example.org/title)\n-->\n",
	    .look.file = markdown_look_comment_items,
	},
	{
	    .id = "comment-stray",
	    .level = CHECK_WARNING,
	    .message = "--> ends no comment",
	    .advice = "Remove it, or begin the comment with <!--.",
	    .why = "Readers see it. A comment ends at its first -->, also "
		   "when another one begins inside of it.",
	    .bad = "Text.\n-->\n",
	    .good = "Beans --> soil --> water.\n",
	    .look.file = markdown_look_comment_stray,
	},
	{
	    .id = "comment-unclosed",
	    .level = CHECK_ERROR,
	    .message = "a comment never ends",
	    .advice = "End it with -->.",
	    .why = "At the start of a line it takes all that follows with "
		   "it; elsewhere readers see it.",
	    .bad = "Text.\n\n<!-- no more\n",
	    .good = "Text.\n\n<!-- no more -->\n",
	    .look.file = markdown_look_comment_unclosed,
	},
	{
	    .id = "html-dropped",
	    .level = CHECK_WARNING,
	    .message = "an element never reaches readers",
	    .advice = "Remove it, or link to what it shows.",
	    .why = "Scripts, frames and embedded objects are taken out of "
		   "pages, feeds and mails.",
	    .bad = "<script src=\"https://example.org/loom.js\"></script>\n",
	    .good = "[A loom](https://example.org/loom)\n",
	    .nodes = CHECK_NODE(MD_HTML) | CHECK_NODE(MD_HTML_BLOCK),
	    .look.node = markdown_look_html_dropped,
	},
	{
	    .id = "html-unknown",
	    .level = CHECK_ERROR,
	    .message = "what looks like a tag may vanish",
	    .advice = "Write it as code, or its < as &lt;.",
	    .why = "It is no element of HTML, or has no partner in its "
		   "paragraph. Sennight shows it, but other renderers pass it "
		   "on to browsers, which show nothing.",
	    .bad = "A box of Button<Round> shapes.\n",
	    .good = "A box of `Button<Round>` shapes, <small>tiny</small>.\n",
	    .nodes = CHECK_NODE(MD_TEXT) | CHECK_NODE(MD_HTML_BLOCK),
	    .look.node = markdown_look_html_unknown,
	},
	{
	    .id = "item-bar",
	    .level = CHECK_INFO,
	    .message = "a bar has a backslash before it",
	    .advice = "Remove the backslash: only tables need it.",
	    .bad = "* Clay \\| Glaze\n",
	    .good = "* Clay | Glaze\n",
	    .nodes = CHECK_NODE(MD_TEXT),
	    .look.node = markdown_look_item_bar,
	},
	{
	    .id = "item-empty",
	    .level = CHECK_WARNING,
	    .message = "an item of a list is empty",
	    .advice = "Fill or remove it.",
	    .bad = "* [Clay](https://example.org/clay)\n*\n",
	    .good = "* [Clay](https://example.org/clay)\n",
	    .nodes = CHECK_NODE(MD_ITEM),
	    .look.node = markdown_look_item_empty,
	},
	{
	    .id = "item-mark",
	    .level = CHECK_WARNING,
	    .message = "a mark of a list has no blank behind it",
	    .advice = "Add one; without it this is no item.",
	    .bad = "*[Clay](https://example.org/clay)\n",
	    .good = "* [Clay](https://example.org/clay)\n",
	    .look.file = markdown_look_item_mark,
	},
	{
	    .id = "item-mark-blanks",
	    .level = CHECK_INFO,
	    .message = "a mark of a list has several blanks behind it",
	    .advice = "Write one.",
	    .bad = "*  [Clay](https://example.org/clay)\n",
	    .good = "* [Clay](https://example.org/clay)\n",
	    .nodes = CHECK_NODE(MD_ITEM),
	    .look.node = markdown_look_item_mark_blanks,
	},
	{
	    .id = "link-broken",
	    .level = CHECK_ERROR,
	    .message = "a link is broken and its marks are shown",
	    .advice = "Write [text](address), with all four marks and no "
		      "blank in the address.",
	    .bad = "See [the looms](https://example.org/looms for more.\n",
	    .good = "See [the looms](https://example.org/looms) for more.\n",
	    .look.file = markdown_look_link_broken,
	},
	{
	    .id = "link-gap",
	    .level = CHECK_ERROR,
	    .rewrites = true,
	    .message = "a blank keeps text and address of a link apart",
	    .advice = "Remove the blank before the parenthesis.",
	    .bad = "[Looms] (https://example.org/looms)\n",
	    .good = "[Looms](https://example.org/looms)\n",
	    .look.file = markdown_look_link_gap,
	},
	{
	    .id = "link-text-blanks",
	    .level = CHECK_INFO,
	    .message = "the text of a link begins or ends with a blank",
	    .advice = "Remove it.",
	    .bad = "[Looms ](https://example.org/looms)\n",
	    .good = "[Looms](https://example.org/looms)\n",
	    .look.link = markdown_look_link_text_blanks,
	},
	{
	    .id = "link-text-missing",
	    .level = CHECK_ERROR,
	    .message = "a link has no text, and nobody can follow it",
	    .advice = "Write its title between the brackets.",
	    .bad = "[](https://example.org/looms)\n",
	    .good = "[Looms](https://example.org/looms)\n",
	    .look.link = markdown_look_link_text,
	},
	{
	    .id = "link-url-blanks",
	    .level = CHECK_WARNING,
	    .message = "there are blanks inside the parentheses of a link",
	    .advice = "Remove them.",
	    .bad = "[Looms](https://example.org/looms )\n",
	    .good = "[Looms](https://example.org/looms)\n",
	    .look.link = markdown_look_link_url_blanks,
	},
	{
	    .id = "link-url-missing",
	    .level = CHECK_ERROR,
	    .message = "a link has no address",
	    .advice = "Write it between the parentheses.",
	    .bad = "[Looms]()\n",
	    .good = "[Looms](https://example.org/looms)\n",
	    .look.link = markdown_look_link_url,
	},
	{
	    .id = "list-marker",
	    .level = CHECK_INFO,
	    .message = "the list goes on with another bullet",
	    .advice = "Begin all items of a list with the same one.",
	    .why = "Another bullet begins another list. Feeds, mails and "
		   "themes may put a gap between the two.",
	    .bad = "* [Warp](https://example.org/warp)\n"
		   "* [Weft](https://example.org/weft)\n"
		   "- [Heddles](https://example.org/heddles)\n",
	    .good = "* [Warp](https://example.org/warp)\n"
		    "* [Weft](https://example.org/weft)\n"
		    "* [Heddles](https://example.org/heddles)\n",
	    .nodes = CHECK_NODE(MD_DOCUMENT) | CHECK_NODE(MD_QUOTE) |
		     CHECK_NODE(MD_ITEM),
	    .look.node = markdown_look_list_marker,
	},
	{
	    .id = "markup-bold",
	    .level = CHECK_WARNING,
	    .rewrites = true,
	    .message = "** is shown instead of making text bold",
	    .advice = "Remove the blank inside of it, or add its partner.",
	    .bad = "[**Bobbins **](https://example.org/bobbins)\n",
	    .good = "[**Bobbins**](https://example.org/bobbins), 2 ** 3\n",
	    .look.file = markdown_look_bold,
	},
	{
	    .id = "markup-brackets",
	    .level = CHECK_WARNING,
	    .message = "a square bracket has no partner",
	    .advice = "Add it, or remove this one.",
	    .bad = "The [weekly loom is open.\n",
	    .good = "The [weekly] loom is open.\n",
	    .look.file = markdown_look_brackets,
	},
	{
	    .id = "markup-parentheses",
	    .level = CHECK_WARNING,
	    .message = "a parenthesis has no partner",
	    .advice = "Add it, or remove this one.",
	    .why = "Often the title was cut, or an address has one "
		   "parenthesis more than its link.",
	    .bad = "[Looms](https://example.org/looms))\n",
	    .good = "[Looms](https://example.org/looms) (old ones) :-)\n",
	    .look.file = markdown_look_parentheses,
	},
	{
	    .id = "markup-table",
	    .level = CHECK_WARNING,
	    .message = "a table is shown as text",
	    .advice = "Put an empty line before its first line.",
	    .bad = "Summary:\n| yarn | metres |\n|------|--------|\n"
		   "| red  | 40     |\n",
	    .good = "Summary:\n\n| yarn | metres |\n|------|--------|\n"
		    "| red  | 40     |\n",
	    .look.file = markdown_look_table,
	},
	{
	    .id = "passage-pair",
	    .level = CHECK_ERROR,
	    .message = "a passage for web or mail does not begin and end",
	    .advice = "Let each <!-- web --> have its <!-- /web -->, and "
		      "each <!-- mail --> its <!-- /mail -->, one behind the "
		      "other.",
	    .why = "What follows a passage without an end is missing in the "
		   "other medium; what is in both is missing everywhere.",
	    .bad = "<!-- web -->\n\nKnitting on the web.\n",
	    .good = "<!-- web -->\n\nKnitting on the web.\n\n"
		    "<!-- /web -->\n",
	    .look.file = markdown_look_passages,
	},
	{
	    .id = "reference-colon",
	    .level = CHECK_WARNING,
	    .message = "the definition of a reference lacks its colon",
	    .advice = "Write [label]: address.",
	    .bad = "[weavers] https://example.org/weavers\n",
	    .good = "The [weavers].\n\n"
		    "[weavers]: https://example.org/weavers\n",
	    .look.file = markdown_look_reference_colon,
	},
	{
	    .id = "reference-glued",
	    .level = CHECK_WARNING,
	    .message = "two pairs of brackets touch, as if the second were "
		       "the address of the first",
	    .advice = "Put a blank between them.",
	    .bad = "* [video][Looms](https://example.org/looms)\n",
	    .good = "* [video] [Looms](https://example.org/looms)\n",
	    .look.file = markdown_look_reference_glued,
	},
	{
	    .id = "reference-twice",
	    .level = CHECK_ERROR,
	    .message = "a reference is defined twice, with two addresses",
	    .advice = "Give one of them another name.",
	    .why = "Every link of that name leads to the first; other "
		   "renderers take the last.",
	    .bad = "The [fair] and the other [fair].\n\n"
		   "[fair]: https://example.org/fair\n"
		   "[fair]: https://example.org/other-fair\n",
	    .good = "The [fair] and the [other].\n\n"
		    "[fair]: https://example.org/fair\n"
		    "[other]: https://example.org/other-fair\n",
	    .look.file = markdown_look_reference_twice,
	},
	{
	    .id = "reference-undefined",
	    .level = CHECK_ERROR,
	    .message = "a link refers to a name that is not defined",
	    .advice = "Define it, [name]: address, or write [text](address).",
	    .bad = "The [spring fair][fair] is near.\n",
	    .good = "The [spring fair][fair] is near.\n\n"
		    "[fair]: https://example.org/fair\n",
	    .look.file = markdown_look_reference_undefined,
	},
	{
	    .id = "reference-unused",
	    .level = CHECK_INFO,
	    .message = "a reference is defined and never used",
	    .advice = "Remove it, or correct its name.",
	    .bad = "No fair.\n\n[fair]: https://example.org/fair\n",
	    .good = "The [fair].\n\n[fair]: https://example.org/fair\n",
	    .look.file = markdown_look_reference_unused,
	},
};

const struct rule_family family_markdown = {
	.name = "markdown",
	.title = "Markdown that does not do what it should",
	.rule = rules,
	.rules = sizeof(rules) / sizeof(rules[0]),
};
