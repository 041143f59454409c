/* Rules about what stands below headings, and whether all are there. */
#include "check/headings.h"
#include "check/rules.h"
#include "model/line.h"

/* --------------------------------------------------------------------- empty */

/* Comments alone, or nothing, in a block of HTML. */
static bool is_comment(const struct checker *c, const struct md_node *block)
{
	struct str source = str_trim(md_source(&c->issue->tree, block));

	return block->kind == MD_HTML_BLOCK &&
	       str_starts(source, STR("<!--")) && str_ends(source, STR("-->"));
}

static const struct md_node *first_content(
    const struct checker *c, const struct section *section)
{
	const struct md_node *at = section->first;

	while (at != section->stop && is_comment(c, at))
		at = at->next;
	return at != section->stop ? at : NULL;
}

/* Neither text nor a deeper heading below it. */
static bool is_empty(const struct checker *c, const struct section *section)
{
	const struct section *next = section + 1;

	if (section->level == 0 || first_content(c, section) != NULL)
		return false;
	return next == c->issue->section + c->issue->sections ||
	       next->level <= section->level;
}

/* Where a section ends, behind its last blank line. */
static size_t end_of(const struct checker *c, const struct section *section)
{
	return section->end != MD_UNKNOWN ? section->end : c->text.len;
}

static void look_empty(struct checker *c, const struct section *section)
{
	const struct section_rule *rule = heading_rule(c->settings, section);
	const struct md_node *heading = section->heading;
	struct finding *f;
	size_t end;

	if (!is_empty(c, section))
		return;
	f = check_found_node(c, heading, NULL);
	/* It would be missed. */
	if (rule != NULL && rule->required)
		return;
	end = end_of(c, section);
	/* With what stands in comments only the heading goes. */
	if (section->first != section->stop && heading_is_plain(heading))
		end = heading->end;
	if (heading_is_plain(heading) && end >= heading->end &&
	    str_trim(str_sub(c->text, heading->end, end)).len == 0)
		check_fix(c, f, false, heading->offset, end - heading->offset,
		    STR(""));
}

/* ------------------------------------------------------------------ unfilled */

/* Items of a section and of the groups below it. */
static size_t count_items(
    const struct checker *c, const struct section *section)
{
	const struct section *end = c->issue->section + c->issue->sections;
	size_t items = section->items;

	for (const struct section *s = section + 1;
	     s < end && s->level > section->level && items == 0; s++)
		if (s->rule == section->rule)
			items += s->items;
	return items;
}

static void look_unfilled(struct checker *c, const struct section *section)
{
	const struct section_rule *rule = heading_rule(c->settings, section);
	const struct md_node *first;
	struct finding *f;

	if (rule == NULL || !rule->filled || is_empty(c, section) ||
	    count_items(c, section) > 0)
		return;
	f = check_found_node(c, section->heading, NULL);
	first = first_content(c, section);
	if (rule->none.len == 0 || first == NULL || first->end == MD_UNKNOWN)
		return;
	check_fix(c, f, false, first->end, 0,
	    arena_printf(c->arena, "\n\n%.*s", STR_ARG(rule->none)));
}

/* A line that is always there: a link to where one votes, "edited by". */
static bool is_standing(struct checker *c, const struct md_node *paragraph)
{
	struct line line = line_trim(line_of(c->arena, paragraph->first, NULL));

	if (line.text.len == 0 ||
	    str_contains_fold(line.text, STR("edited by")) ||
	    str_contains_fold(line.text, STR("sponsored by")))
		return true;
	if (line.text.at[0] != LINE_LINK)
		return false;
	for (size_t i = 1; i < line.text.len; i++)
		if (!char_is_punct(line.text.at[i]))
			return false;
	return true;
}

static bool has_persons_only(const struct section *section)
{
	for (size_t i = 0; i < section->items; i++)
		if (section->item[i].kind != ITEM_PERSON)
			return false;
	return true;
}

/* A feature without anything featured: what is always there is all. */
static void look_feature(struct checker *c, const struct section *section)
{
	const struct md_node *at = section->first;

	if (section->kind != SECTION_FEATURE || is_empty(c, section) ||
	    heading_rule(c->settings, section) == NULL ||
	    !has_persons_only(section))
		return;
	for (; at != section->stop; at = at->next)
		if (!is_comment(c, at) && at->kind != MD_LIST &&
		    (at->kind != MD_PARAGRAPH || !is_standing(c, at)))
			return;
	check_found_node(c, section->heading, NULL);
}

/* ------------------------------------------------------------------- missing */

/* Earlier issues that are asked. */
enum { ASKED = 4 };

/* Do all issues shortly before it have the heading as it is written today?
 * The only issue of a newsletter has nobody to ask. */
static bool is_usual(const struct checker *c, size_t rule)
{
	size_t asked = 0;

	for (; asked < ASKED; asked++) {
		const struct facts *before =
		    archive_before(c->archive, c->facts, asked + 1);

		if (before == NULL || !before->near)
			break;
		if (!before->has_section[rule])
			return false;
	}
	return asked > 0 || c->archive->issues == 1;
}

static void look_missing(struct checker *c)
{
	const struct settings *s = c->settings;

	if (!c->facts->near)
		return;
	for (size_t i = 0; i < s->sections; i++)
		if (s->section[i].required && !c->facts->has_section[i] &&
		    is_usual(c, i))
			check_found(
			    c, 0, 0, "\"%.*s\"", STR_ARG(s->section[i].title));
}

/* -------------------------------------------------------- the none-sentence */

static bool is_star(char ch)
{
	return ch == '*' || ch == '_';
}

/* How the sentence begins inside its emphasis: "No ", or as the rule says. */
static bool begins_none(struct str text)
{
	return str_starts_fold(text, STR("no ")) ||
	       str_starts_fold(text, STR("nothing "));
}

/*
 * One emphasis around all of it is right.  What stands behind the last mark
 * without a blank is left over; and it may keep the emphasis from closing.
 */
static void look_none(struct checker *c, const struct md_node *paragraph)
{
	struct str source = md_source(&c->issue->tree, paragraph);
	size_t end = source.len;
	struct finding *f;

	if (source.len < 4 || !is_star(source.at[0]) ||
	    !begins_none(str_sub(source, 1, source.len)))
		return;
	while (end > 1 && !is_star(source.at[end - 1]))
		end--;
	if (end == source.len || end <= 1 || source.len - end > 3 ||
	    char_is_space(source.at[end]) || char_is_punct(source.at[end]))
		return;
	f = check_found(c, paragraph->offset + end, paragraph->end, NULL);
	check_fix(
	    c, f, false, paragraph->offset + end, source.len - end, STR(""));
}

/* ------------------------------------------------------------------ unsorted */

/* Where `draft add` puts links that nobody has sorted yet. */
static void look_unsorted(struct checker *c, const struct section *section)
{
	struct str title = c->settings->unsorted;

	if (section->heading == NULL || title.len == 0 ||
	    heading_rule(c->settings, section) != NULL ||
	    !heading_is(section->title, title) || is_empty(c, section))
		return;
	if (section->items == 1)
		check_found_node(c, section->heading, "one link");
	else
		check_found_node(
		    c, section->heading, "%zu links", section->items);
}

static const struct rule rules[] = {
	{
	    .id = "none-sentence",
	    .level = CHECK_ERROR,
	    .message = "something is left over behind the sentence that says "
		       "there is nothing",
	    .advice = "Remove it.",
	    .why = "The emphasis does not end before a letter, so that readers "
		   "see its marks.",
	    .bad = "## Calls for Testing\n\n*No kites to test this week.*s\n",
	    .good = "## Calls for Testing\n\n*No kites to test this week.*\n",
	    .nodes = CHECK_NODE(MD_PARAGRAPH),
	    .look.node = look_none,
	},
	{
	    .id = "section-empty",
	    .level = CHECK_WARNING,
	    .message = "nothing stands below the heading",
	    .advice = "Remove it, or fill it.",
	    .bad = "## News\n\n## Articles\n\nText.\n",
	    .good = "## Articles\n\nText.\n",
	    .look.section = look_empty,
	},
	{
	    .id = "section-feature",
	    .level = CHECK_WARNING,
	    .message = "nothing is featured below the heading",
	    .advice = "Write what it is this week, or remove the section.",
	    .bad = "## Quote of the Week\n\n"
		   "[Suggest one](https://example.org/quotes).\n",
	    .good = "## Quote of the Week\n\n> Measure twice, whittle once.\n\n"
		    "\xe2\x80\x93 [Ida](https://example.org/spoons/3)\n\n"
		    "[Suggest one](https://example.org/quotes).\n",
	    .look.section = look_feature,
	},
	{
	    .id = "section-missing",
	    .level = CHECK_ERROR,
	    .message = "a section is missing",
	    .advice = "Add its heading, or correct the one that is meant.",
	    .why = "The settings say `required`, and the issues before it have "
		   "the section.",
	    .bad = "Text.\n",
	    .good = "## News\n\nText.\n",
	    .settings = "sections_add:\n"
			"  - {id: news, title: News, required: yes}\n",
	    .look.archive = look_missing,
	},
	{
	    .id = "section-unfilled",
	    .level = CHECK_WARNING,
	    .message = "the section has neither items nor the sentence that "
		       "there are none",
	    .advice = "Add the items, or the sentence.",
	    .why = "Readers cannot tell whether there was nothing or it was "
		   "forgotten. The settings say which sections are always "
		   "`filled`.",
	    .bad = "## Calls for Testing\n\nThese kites want wind.\n",
	    .good = "## Calls for Testing\n\nThese kites want wind.\n\n"
		    "*No calls for testing this week.*\n",
	    .settings = "sections_add:\n"
			"  - id: testing\n"
			"    title: Calls for Testing\n"
			"    kind: testing\n"
			"    none: \"*No calls for testing this week.*\"\n"
			"    filled: yes\n",
	    .look.section = look_unfilled,
	},
	{
	    .id = "section-unsorted",
	    .level = CHECK_ERROR,
	    .message = "links wait to be put into their sections",
	    .advice = "Move each to where it belongs, and remove the heading.",
	    .why = "`sennight draft add` collects links without a section "
		   "under this heading (the setting `unsorted`), which is for "
		   "editors and not for readers.",
	    .bad = "## Unsorted\n\n* [On knots](https://example.org/knots)\n",
	    .good = "## Articles\n\n* [On knots](https://example.org/knots)\n",
	    .look.section = look_unsorted,
	},
};

const struct rule_family family_sections = {
	.name = "sections",
	.title = "Sections",
	.rule = rules,
	.rules = sizeof(rules) / sizeof(rules[0]),
};
