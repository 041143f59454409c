/* Rules about what is featured each week: a project, a quote. */
#include "check/rules.h"

#include "base/nearest.h"

/* Features of one issue that are compared with those of others. */
enum { FEATURES_MAX = 16 };

static bool is_quote(const struct feature *f)
{
	return f->name.at == NULL;
}

/* ---------------------------------------------------------- names, addresses */

/* Where packages are: what stands before their name in an address without
 * its scheme. */
static const struct str registries[] = {
	STR_INIT("crates.io/crates/"),
	STR_INIT("lib.rs/crates/"),
	STR_INIT("docs.rs/crate/"),
	STR_INIT("docs.rs/"),
	STR_INIT("npmjs.com/package/"),
	STR_INIT("pypi.org/project/"),
	STR_INIT("rubygems.org/gems/"),
	STR_INIT("hackage.haskell.org/package/"),
	STR_INIT("hex.pm/packages/"),
};

/* The name of a package in an address; at NULL for others.  A slice of it. */
static struct str package_of(struct str url)
{
	size_t scheme = str_find(url, STR("://"), 0);
	struct str rest = url;

	if (scheme != STR_NONE)
		rest = str_sub(rest, scheme + 3, rest.len);
	if (str_starts_fold(rest, STR("www.")))
		rest = str_sub(rest, 4, rest.len);
	for (size_t i = 0; i < sizeof(registries) / sizeof(registries[0]);
	     i++) {
		size_t end = 0;

		if (!str_starts_fold(rest, registries[i]))
			continue;
		rest = str_sub(rest, registries[i].len, rest.len);
		while (end < rest.len && rest.at[end] != '/' &&
		       rest.at[end] != '?' && rest.at[end] != '#')
			end++;
		return end > 0 ? str_sub(rest, 0, end) : (struct str){ 0 };
	}
	return (struct str){ 0 };
}

/* The next letter or digit of a name, in lower case; 0 at its end. */
static char next_letter(struct str name, size_t *at)
{
	while (*at < name.len) {
		char c = name.at[(*at)++];

		if (char_is_alnum(c) || (unsigned char)c >= 0x80)
			return char_lower(c);
	}
	return '\0';
}

/* Are two names one, but for case, blanks, hyphens and the like? */
static bool is_same_name(struct str a, struct str b)
{
	size_t i = 0, k = 0;

	for (;;) {
		char left = next_letter(a, &i), right = next_letter(b, &k);

		if (left != right)
			return false;
		if (left == '\0')
			return true;
	}
}

/* A mistyped name becomes what the address says. */
static void mend_name(struct checker *c, struct finding *f,
    const struct feature *feature, struct str package)
{
	struct str source = str_sub(c->text, f->offset, f->end);
	size_t at = str_find(source, feature->name, 0);

	if (name_distance(feature->name, package) <= 2 && at != STR_NONE)
		check_fix(
		    c, f, false, f->offset + at, feature->name.len, package);
}

static void look_name(struct checker *c)
{
	for (size_t i = 0; i < c->issue->features; i++) {
		const struct feature *feature = &c->issue->feature[i];
		struct str package = package_of(feature->url);
		struct finding *f;

		if (is_quote(feature) || package.at == NULL ||
		    feature->offset == MD_UNKNOWN ||
		    is_same_name(feature->name, package))
			continue;
		f = check_found(c, feature->offset, feature->end,
		    "%.*s, but the address is of %.*s", STR_ARG(feature->name),
		    STR_ARG(package));
		mend_name(c, f, feature, package);
	}
}

/* ---------------------------------------------------- sources and suggestions */

/* Does a block say where a quote is from, in its own way? */
static bool names_source(const struct md_node *block)
{
	for (const struct md_node *n = block; n != NULL; n = md_walk(block, n))
		if (n->kind == MD_LINK)
			return true;
	return block->kind == MD_LIST;
}

static void look_source(struct checker *c)
{
	const struct issue *issue = c->issue;

	for (size_t i = 0; i < issue->features; i++) {
		const struct feature *f = &issue->feature[i];
		const struct md_node *next = f->node->next;

		if (!is_quote(f) || f->source.at != NULL ||
		    f->node->kind != MD_QUOTE || names_source(f->node))
			continue;
		/* Of quotes in a row the last one has the source. */
		if (next != NULL && next->offset != f->thanks_offset &&
		    (next->kind == MD_QUOTE || names_source(next)))
			continue;
		if (i + 1 == issue->features ||
		    issue->feature[i + 1].source.at == NULL)
			check_found_node(c, f->node, NULL);
	}
}

static void look_thanks_link(struct checker *c)
{
	const struct issue *issue = c->issue;

	for (size_t i = 0; i < issue->features; i++) {
		const struct feature *f = &issue->feature[i];

		if (f->thanks.name.at == NULL || f->thanks.url.at != NULL ||
		    f->thanks_offset == MD_UNKNOWN ||
		    (i > 0 && issue->feature[i - 1].thanks_offset ==
				  f->thanks_offset))
			continue;
		check_found(c, f->thanks_offset, f->thanks_end, "%.*s",
		    STR_ARG(f->thanks.name));
	}
}

/* ----------------------------------------------------------- with the archive */

static bool is_same_kind(
    const struct seen_feature *a, const struct seen_feature *b)
{
	return str_eq(a->kind, b->kind);
}

/* The feature of an issue that `is_same` finds the same, or NULL. */
typedef bool sameness(
    const struct seen_feature *a, const struct seen_feature *b);

static const struct seen_feature *find_same(const struct facts *issue,
    const struct seen_feature *feature, sameness *is_same)
{
	for (size_t i = 0; i < issue->features && i < FEATURES_MAX; i++)
		if (is_same_kind(&issue->feature[i], feature) &&
		    is_same(&issue->feature[i], feature))
			return &issue->feature[i];
	return NULL;
}

static bool is_same_thanks(
    const struct seen_feature *a, const struct seen_feature *b)
{
	return a->thanks_key != 0 && a->thanks_key == b->thanks_key;
}

static void look_thanks(struct checker *c)
{
	const struct facts *now = c->facts;
	const struct facts *last = archive_before(c->archive, now, 1);

	for (size_t i = 0;
	     last != NULL && i < now->features && i < FEATURES_MAX; i++) {
		const struct seen_feature *f = &now->feature[i], *same;
		struct finding *found;

		if (f->thanks_offset == MD_UNKNOWN ||
		    (i > 0 &&
			now->feature[i - 1].thanks_offset == f->thanks_offset))
			continue;
		same = find_same(last, f, is_same_thanks);
		if (same == NULL)
			continue;
		found = check_found(c, f->thanks_offset, f->thanks_end, NULL);
		check_also_in(
		    c, found, last, same->thanks_offset, "thanked before");
	}
}

static bool is_same_quote(
    const struct seen_feature *a, const struct seen_feature *b)
{
	return a->name.at == NULL && b->name.at == NULL && a->text_key != 0 &&
	       a->text_key == b->text_key;
}

static bool is_same_thing(
    const struct seen_feature *a, const struct seen_feature *b)
{
	return a->name_key != 0 && a->name_key == b->name_key;
}

/* Report what an issue before has too, the newest of them; of those that are
 * not near only names are known. */
static void look_before(struct checker *c, sameness *is_same, size_t most)
{
	const struct facts *now = c->facts, *issue;
	const struct seen_feature *same;

	for (size_t i = 0; i < now->features && i < FEATURES_MAX; i++) {
		const struct seen_feature *f = &now->feature[i];
		struct finding *found;
		size_t back = 0;

		for (issue = now; issue-- > c->archive->issue && back < most;
		     back++) {
			if (issue->number == now->number && now->number >= 0)
				continue;
			same = find_same(issue, f, is_same);
			if (same == NULL ||
			    date_cmp(issue->date, now->date) == 0)
				continue;
			found = check_found(
			    c, f->offset, f->end, "%.*s", STR_ARG(f->name));
			check_also_in(
			    c, found, issue, same->offset, "featured before");
			break;
		}
	}
}

static void look_repeated(struct checker *c)
{
	look_before(c, is_same_thing, SIZE_MAX);
}

static void look_quote_repeated(struct checker *c)
{
	look_before(c, is_same_quote, FACTS_NEAR);
}

static const struct rule rules[] = {
	{
	    .id = "feature-name",
	    .level = CHECK_INFO,
	    .message = "the name of what is featured is not that in its "
		       "address",
	    .advice = "See whether name and address are of the same thing.",
	    .why = "A package may well be known by another name; but a name "
		   "that was mistyped, or an address left over from the last "
		   "issue, looks the same.",
	    .bad = "## Package of the Week\n\nThis week's package is "
		   "[bobin](https://pypi.org/project/bobbin), which counts "
		   "yarn.\n",
	    .good = "## Package of the Week\n\nThis week's package is "
		    "[bobbin](https://pypi.org/project/bobbin), which counts "
		    "yarn.\n",
	    .look.file = look_name,
	},
	{
	    .id = "feature-quote-repeated",
	    .level = CHECK_WARNING,
	    .message = "the quote was printed before",
	    .advice = "Take another one.",
	    .bad = "## Quote of the Week\n\n> Measure twice.\n\n"
		   "\xe2\x80\x93 [Ada](https://example.org/ada/7)\n",
	    .good = "## Quote of the Week\n\n> Cut once.\n\n"
		    "\xe2\x80\x93 [Ada](https://example.org/ada/7)\n",
	    .before = "## Quote of the Week\n\n> Measure *twice*!\n\n"
		      "\xe2\x80\x93 [Ada](https://example.org/ada/6)\n",
	    .look.archive = look_quote_repeated,
	},
	{
	    .id = "feature-repeated",
	    .level = CHECK_INFO,
	    .message = "it was featured before",
	    .advice = "See whether it was meant to be again.",
	    .bad = "## Tool of the Week\n\nThis week's tool is "
		   "[Awl](https://example.org/awl), for leather.\n",
	    .good = "## Tool of the Week\n\nThis week's tool is "
		    "[Plane](https://example.org/plane), for wood.\n",
	    .before = "## Tool of the Week\n\nThis week's tool is "
		      "[awl](https://example.org/tools/2), for leather.\n",
	    .look.archive = look_repeated,
	},
	{
	    .id = "feature-source",
	    .level = CHECK_INFO,
	    .message = "a quote does not say who said it",
	    .advice = "Add who said it and where, behind a dash.",
	    .bad = "## Quote of the Week\n\n> Measure twice.\n",
	    .good = "## Quote of the Week\n\n> Measure twice.\n\n"
		    "\xe2\x80\x93 [Ada](https://example.org/ada/7)\n",
	    .look.file = look_source,
	},
	{
	    .id = "feature-thanks",
	    .level = CHECK_WARNING,
	    .message = "the thanks link the same suggestion as those of the "
		       "last issue",
	    .advice = "Link the suggestion of this issue; see whether the "
		      "name is right too.",
	    .why = "Most often the line was left over. One person may have "
		   "suggested both in one post, though.",
	    .bad = "## Tool of the Week\n\nThis week's tool is "
		   "[Plane](https://example.org/plane), for wood.\n\n"
		   "Thanks to [Ada](https://example.org/posts/6) for the "
		   "suggestion!\n",
	    .good = "## Tool of the Week\n\nThis week's tool is "
		    "[Plane](https://example.org/plane), for wood.\n\n"
		    "Thanks to [Ada](https://example.org/posts/7) for the "
		    "suggestion!\n",
	    .before = "## Tool of the Week\n\nThis week's tool is "
		      "[Awl](https://example.org/awl), for leather.\n\n"
		      "Thanks to [Ada](https://example.org/posts/6) for the "
		      "suggestion!\n",
	    .look.archive = look_thanks,
	},
	{
	    .id = "feature-thanks-link",
	    .level = CHECK_INFO,
	    .message = "the thanks for a suggestion have no link",
	    .advice = "Link the suggestion, or the person.",
	    .bad = "## Tool of the Week\n\nThis week's tool is "
		   "[Plane](https://example.org/plane), for wood.\n\n"
		   "Thanks to Ada for the suggestion!\n",
	    .good = "## Tool of the Week\n\nThis week's tool is "
		    "[Plane](https://example.org/plane), for wood.\n\n"
		    "Thanks to [Ada](https://example.org/posts/7) for the "
		    "suggestion!\n",
	    .look.file = look_thanks_link,
	},
};

const struct rule_family family_features = {
	.name = "features",
	.title = "What is featured",
	.rule = rules,
	.rules = sizeof(rules) / sizeof(rules[0]),
};
