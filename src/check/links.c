/* Rules about addresses.  How they look stands in links_broken.c and
 * links_better.c. */
#include "check/links.h"

static const struct rule rules[] = {
	{
	    .id = "link-amp",
	    .level = CHECK_INFO,
	    .message = "the link leads to the AMP copy of a page",
	    .advice = "Link to the page itself.",
	    .bad = "## News\n"
		   "\n"
		   "* [Weaving at home]("
		   "https://example.org/looms/2026/flax/amp)\n",
	    .good =
		"## News\n"
		"\n"
		"* [Weaving at home](https://example.org/looms/2026/flax/)\n",
	    .look.file = look_amp,
	},
	{
	    .id = "link-api",
	    .level = CHECK_ERROR,
	    .message = "the link leads to data for programs",
	    .advice = "Link to the page for people.",
	    .why = "A reader who follows the link sees raw JSON.",
	    .bad = "## News\n"
		   "\n"
		   "* [Weaving at home]("
		   "https://api.github.com/repos/weavers/loom/pulls/7)\n",
	    .good =
		"## News\n"
		"\n"
		"* [Weaving at home](https://github.com/weavers/loom/pull/7)\n",
	    .look.file = look_api,
	},
	{
	    .id = "link-blank",
	    .level = CHECK_WARNING,
	    .message = "the address begins or ends with a blank",
	    .advice = "Remove the blank.",
	    .why = "Sent to the server as a part of the name, it often "
		   "names nothing.",
	    .bad = "## News\n"
		   "\n"
		   "* [Weaving at home](https://example.org/looms%20)\n",
	    .good = "## News\n"
		    "\n"
		    "* [Weaving at home](https://example.org/looms)\n",
	    .look.file = look_blank,
	},
	{
	    .id = "link-double-slash",
	    .level = CHECK_WARNING,
	    .message = "there is an empty part in the path of the address",
	    .advice = "Remove one of the slashes.",
	    .why = "Such a link may work today, but it is another address "
		   "for caches, statistics and the search for links that "
		   "were printed before.",
	    .bad = "## News\n"
		   "\n"
		   "* [Weaving at home](https://example.org//looms)\n",
	    .good = "## News\n"
		    "\n"
		    "* [Weaving at home](https://example.org/looms)\n",
	    .look.file = look_double_slash,
	},
	{
	    .id = "link-edit-page",
	    .level = CHECK_WARNING,
	    .message = "the link leads to a page for editing",
	    .advice = "Link to the page for reading.",
	    .why = "Readers are asked to log in, or may change what they "
		   "should only read.",
	    .bad = "## News\n"
		   "\n"
		   "* [Weaving at home]("
		   "https://github.com/weavers/loom/edit/main/flax.md)\n",
	    .good = "## News\n"
		    "\n"
		    "* [Weaving at home]("
		    "https://github.com/weavers/loom/blob/main/flax.md)\n",
	    .look.file = look_edit_page,
	},
	{
	    .id = "link-http",
	    .level = CHECK_INFO,
	    .message = "the address is not encrypted",
	    .advice = "Use https, if the site has it.",
	    .bad = "## News\n"
		   "\n"
		   "* [Weaving at home](http://example.org/looms)\n",
	    .good = "## News\n"
		    "\n"
		    "* [Weaving at home](https://example.org/looms)\n",
	    .look.file = look_http,
	},
	{
	    .id = "link-language",
	    .level = CHECK_INFO,
	    .message = "the address sets the language of the site",
	    .advice =
		"Remove the language: the site then speaks that of the reader.",
	    .bad = "## News\n"
		   "\n"
		   "* [Weaving at home]("
		   "https://www.meetup.com/es-ES/weavers-of-cadiz/)\n",
	    .good = "## News\n"
		    "\n"
		    "* [Weaving at home]("
		    "https://www.meetup.com/weavers-of-cadiz/)\n",
	    .look.file = look_language,
	},
	{
	    .id = "link-local",
	    .level = CHECK_ERROR,
	    .message = "the address leads into a private network",
	    .advice = "Link to the public address.",
	    .why =
		"It works on the computer of who wrote it, and nowhere else.",
	    .bad = "## News\n"
		   "\n"
		   "* [Weaving at home](https://localhost:8000/looms)\n",
	    .good = "## News\n"
		    "\n"
		    "* [Weaving at home](https://example.org/looms)\n",
	    .look.file = look_local,
	},
	{
	    .id = "link-no-address",
	    .level = CHECK_ERROR,
	    .message = "the target of the link is no address",
	    .advice = "Write the whole address, beginning with https://.",
	    .why = "Browsers take such a target for a page beside the "
		   "issue, which does not exist.",
	    .bad = "## News\n"
		   "\n"
		   "* [Weaving at home](looms)\n",
	    .good = "## News\n"
		    "\n"
		    "* [Weaving at home](https://example.org/looms)\n",
	    .look.file = look_no_address,
	},
	{
	    .id = "link-odd-host",
	    .level = CHECK_INFO,
	    .message = "the link leads to a special front of the site",
	    .advice = "Use the usual address of the site.",
	    .why = "Phones find their version by themselves; readers at a "
		   "desk do not find the way back.",
	    .bad = "## News\n"
		   "\n"
		   "* [Weaving at home]("
		   "https://old.reddit.com/r/weaving/)\n",
	    .good = "## News\n"
		    "\n"
		    "* [Weaving at home]("
		    "https://www.reddit.com/r/weaving/)\n",
	    .look.file = look_odd_host,
	},
	{
	    .id = "link-own-page",
	    .level = CHECK_ERROR,
	    .message = "an item links to a page of this newsletter",
	    .advice = "Put the address of what the item presents.",
	    .why = "Mostly the wrong address was in the clipboard.  Where "
		   "the newsletter speaks of itself, silence the rule.",
	    .bad =
		"## News\n"
		"\n"
		"* [Weaving at home](https://newsletter.example/issues/8/)\n",
	    .good = "## News\n"
		    "\n"
		    "* [Weaving at home](https://example.org/looms)\n",
	    .look.file = look_own_page,
	},
	{
	    .id = "link-punctuation",
	    .level = CHECK_WARNING,
	    .message = "the address ends with a punctuation mark",
	    .advice = "Remove the mark, or put it behind the link.",
	    .bad = "## News\n"
		   "\n"
		   "* [Weaving at home](https://example.org/looms,,)\n",
	    .good = "## News\n"
		    "\n"
		    "* [Weaving at home](https://example.org/looms)\n",
	    .look.file = look_punctuation,
	},
	{
	    .id = "link-redirect",
	    .level = CHECK_WARNING,
	    .message =
		"the link leads through a page that only counts and leads on",
	    .advice = "Link to the target itself.",
	    .why = "The service in between learns who reads what, and some "
		   "show a warning first.",
	    .bad =
		"## News\n"
		"\n"
		"* [Weaving at home]("
		"https://www.google.com/url?q=https%3A%2F%2Fexample.org%2Flooms&sa=D)\n",
	    .good = "## News\n"
		    "\n"
		    "* [Weaving at home](https://example.org/looms)\n",
	    .look.file = look_redirect,
	},
	{
	    .id = "link-scheme",
	    .level = CHECK_ERROR,
	    .message = "the address begins with a misspelt scheme",
	    .advice = "Begin it with https://.",
	    .bad = "## News\n"
		   "\n"
		   "* [Weaving at home](hhttps://example.org/looms)\n",
	    .good = "## News\n"
		    "\n"
		    "* [Weaving at home](https://example.org/looms)\n",
	    .look.file = look_scheme,
	},
	{
	    .id = "link-session",
	    .level = CHECK_WARNING,
	    .message = "the address holds the number of a session",
	    .advice = "Link without it.",
	    .why = "The session ends, and until then readers may act as "
		   "who copied the address.",
	    .bad = "## News\n"
		   "\n"
		   "* [Weaving at home]("
		   "https://example.org/looms?PHPSESSID=4711)\n",
	    .good = "## News\n"
		    "\n"
		    "* [Weaving at home](https://example.org/looms)\n",
	    .look.file = look_session,
	},
	{
	    .id = "link-sharing",
	    .level = CHECK_WARNING,
	    .message = "the address says who shared it",
	    .advice =
		"Remove the parameter, if the page is the same without it.",
	    .bad = "## News\n"
		   "\n"
		   "* [Weaving at home]("
		   "https://example.org/looms?ref=knots)\n",
	    .good = "## News\n"
		    "\n"
		    "* [Weaving at home]("
		    "https://example.org/looms)\n",
	    .look.file = look_sharing,
	},
	{
	    .id = "link-shortener",
	    .level = CHECK_INFO,
	    .message = "the link hides its target behind a short address",
	    .advice = "Link to the target itself.",
	    .why = "Short addresses die with the service that made them, "
		   "and readers cannot see where they lead.",
	    .bad = "## News\n"
		   "\n"
		   "* [Weaving at home](https://bit.ly/4711)\n",
	    .good = "## News\n"
		    "\n"
		    "* [Weaving at home](https://example.org/looms)\n",
	    .look.file = look_shortener,
	},
	{
	    .id = "link-tracking",
	    .level = CHECK_ERROR,
	    .message = "the address tracks who follows it",
	    .advice = "Remove the tracking parameters.",
	    .why = "They tell a site where its readers come from, and make "
		   "one page look like many.",
	    .bad = "## News\n"
		   "\n"
		   "* [Weaving at home]("
		   "https://example.org/looms?utm_source=newsletter)\n",
	    .good = "## News\n"
		    "\n"
		    "* [Weaving at home](https://example.org/looms)\n",
	    .look.file = look_tracking,
	},
	{
	    .id = "link-unsafe",
	    .level = CHECK_ERROR,
	    .message = "the scheme of the address is not one for links",
	    .advice = "Link to a page of the web.",
	    .why = "Only links that cannot run programs are passed on to "
		   "readers; this one vanishes.",
	    .bad = "## News\n"
		   "\n"
		   "* [Weaving at home](javascript:alert(1))\n",
	    .good = "## News\n"
		    "\n"
		    "* [Weaving at home](https://example.org/looms)\n",
	    .look.file = look_unsafe,
	},
};

const struct rule_family family_links = {
	.name = "links",
	.title = "Links",
	.rule = rules,
	.rules = sizeof(rules) / sizeof(rules[0]),
};
