/* Rules about the tags of items: [video], [series], [DE]. */
#include "base/pattern.h"
#include "check/address.h"
#include "check/rules.h"
#include "model/line.h"

/* A tag where it stands in the file. */
struct spot {
	struct str name;
	size_t offset, end;          /* of the name */
	size_t open, close;          /* of its brackets, `close` behind them */
	const struct tag_rule *rule; /* that has the name, or a spelling */
};

struct spots {
	struct spot *spot;
	size_t count;
	size_t end; /* where the link begins */
};

static const struct tag_rule *rule_of(const struct settings *s, struct str name)
{
	for (size_t i = 0; i < s->tags; i++) {
		const struct tag_rule *rule = &s->tag[i];

		if (str_eq_fold(rule->name, name))
			return rule;
		for (size_t k = 0; k < rule->also.count; k++)
			if (str_eq_fold(rule->also.item[k], name))
				return rule;
	}
	return NULL;
}

/* "DE", or with a country "PT-BR". */
static bool is_language(struct str name)
{
	if (name.len != 2 && !(name.len == 5 && name.at[2] == '-'))
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (i != 2 && (name.at[i] < 'A' || name.at[i] > 'Z'))
			return false;
	return true;
}

/* Where the text of an item begins, behind its bullet or number. */
static size_t content_of(const struct checker *c, const struct item *item)
{
	size_t at = item->offset;
	struct str text = c->text;

	if (item->node->kind != MD_ITEM)
		return at;
	while (at < text.len && char_is_digit(text.at[at]))
		at++;
	if (at < text.len)
		at++;
	while (at < text.len && char_is_blank(text.at[at]))
		at++;
	return at;
}

/* The brackets around a name that is known to stand in some. */
static void find_brackets(struct str text, struct spot *spot)
{
	spot->open = spot->offset;
	while (spot->open > 0 && text.at[spot->open] != '[' &&
	       text.at[spot->open] != '(')
		spot->open--;
	spot->close = spot->end;
	while (spot->close < text.len && text.at[spot->close] != ']' &&
	       text.at[spot->close] != ')')
		spot->close++;
	spot->close += spot->close < text.len;
}

/*
 * The tags of an item that lists a link.  None if the places are not known,
 * or no tag stands in front of the first link.
 */
static struct spots spots_of(const struct checker *c,
    const struct section *section, const struct item *item)
{
	struct spots spots = { 0 };
	struct str_list tags = { 0 };
	size_t start, end;
	char *copy;

	if (!lists_links(section) || item->links == 0 ||
	    item->kind == ITEM_NONE || item->offset == MD_UNKNOWN ||
	    item->link[0].offset == MD_UNKNOWN)
		return spots;
	start = content_of(c, item);
	end = spots.end = item->link[0].offset;
	if (end <= start)
		return spots;
	copy = arena_alloc(c->arena, end - start + 2);
	memcpy(copy, c->text.at + start, end - start);
	copy[end - start] = LINE_LINK;
	tags_read(c->arena, (struct str){ copy, end - start + 1 }, &tags);
	spots.spot = ARENA_ARRAY(c->arena, tags.count + 1, struct spot);
	for (size_t i = 0; i < tags.count; i++) {
		struct spot *spot = &spots.spot[spots.count++];

		spot->name = tags.item[i];
		spot->offset = start + (size_t)(tags.item[i].at - copy);
		spot->end = spot->offset + spot->name.len;
		spot->rule = rule_of(c->settings, spot->name);
		find_brackets(c->text, spot);
	}
	return spots;
}

static bool has_tag(const struct item *item, const struct settings *s,
    const struct tag_rule *rule)
{
	for (size_t i = 0; i < item->tags.count; i++)
		if (rule_of(s, item->tags.item[i]) == rule)
			return true;
	return false;
}

/* ------------------------------------------------------------------ missing */

/* A medium: what a tag with links of its own says. */
static const struct tag_rule *other_medium(const struct settings *s,
    const struct item *item, const struct tag_rule *but)
{
	for (size_t i = 0; i < item->tags.count; i++) {
		const struct tag_rule *rule = rule_of(s, item->tags.item[i]);

		if (rule != NULL && rule != but && rule->links.count > 0)
			return rule;
	}
	return NULL;
}

/* Does the title say it: "Lace by hand (video)"? */
static bool is_said(struct str title, struct str name)
{
	size_t at = 0;

	while ((at = str_find(title, name, at)) != STR_NONE) {
		size_t end = at + name.len;

		if (at > 0 && end < title.len &&
		    strchr("([", title.at[at - 1]) != NULL &&
		    strchr(")]", title.at[end]) != NULL)
			return true;
		at = end;
	}
	return false;
}

/* The item that a link is the first one of, or NULL. */
static const struct item *item_led_by(
    const struct checker *c, const struct checked_link *link)
{
	const struct section *s = &c->issue->section[link->section];
	bool is_first = link == c->link || link[-1].section != link->section ||
			link[-1].item != link->item;

	return link->item != STR_NONE && is_first && lists_links(s) &&
		       link->node->kind == MD_LINK
		   ? &s->item[link->item]
		   : NULL;
}

/* The rule whose tag a link asks for and its item lacks, or NULL. */
static const struct tag_rule *lacking(const struct checker *c,
    const struct checked_link *link, const struct item *item)
{
	const struct settings *s = c->settings;

	for (size_t i = 0; item != NULL && i < s->tags; i++)
		if (patterns_match_address(&s->tag[i].links, link->canonical))
			return has_tag(item, s, &s->tag[i]) ? NULL : &s->tag[i];
	return NULL;
}

static void look_missing(struct checker *c, const struct checked_link *link)
{
	const struct item *item = item_led_by(c, link);
	const struct tag_rule *rule = lacking(c, link, item);
	size_t offset = link->node->offset;
	struct finding *f;

	if (rule == NULL || offset == MD_UNKNOWN ||
	    is_said(md_plain_text(c->arena, link->node), rule->name) ||
	    other_medium(c->settings, item, rule) != NULL)
		return;
	f = check_found(
	    c, offset, link->node->end, "[%.*s]", STR_ARG(rule->name));
	check_fix(c, f, false, offset, 0,
	    arena_printf(c->arena, "[%.*s] ", STR_ARG(rule->name)));
}

static void look_other_medium(
    struct checker *c, const struct checked_link *link)
{
	const struct item *item = item_led_by(c, link);
	const struct tag_rule *rule = lacking(c, link, item), *other;
	struct spots spots;

	if (rule == NULL)
		return;
	other = other_medium(c->settings, item, rule);
	spots = spots_of(c, &c->issue->section[link->section], item);
	for (size_t i = 0; other != NULL && i < spots.count; i++) {
		struct spot *spot = &spots.spot[i];
		struct finding *f;

		if (spot->rule != other)
			continue;
		f = check_found(c, spot->offset, spot->end,
		    "it leads where [%.*s] belongs", STR_ARG(rule->name));
		check_fix(
		    c, f, false, spot->offset, spot->name.len, rule->name);
	}
}

/* ----------------------------------------------------------------- spelling */

static void look_spelling(
    struct checker *c, const struct section *section, const struct item *item)
{
	struct spots spots = spots_of(c, section, item);

	for (size_t i = 0; i < spots.count; i++) {
		struct spot *spot = &spots.spot[i];
		bool round = c->text.at[spot->open] == '(';
		struct finding *f;

		if (spot->rule == NULL ||
		    (str_eq(spot->rule->name, spot->name) && !round))
			continue;
		f = check_found(c, spot->open, spot->close, "it is [%.*s]",
		    STR_ARG(spot->rule->name));
		if (spot->open + 1 == spot->offset &&
		    spot->end + 1 == spot->close)
			check_fix(c, f, true, spot->open,
			    spot->close - spot->open,
			    arena_printf(
				c->arena, "[%.*s]", STR_ARG(spot->rule->name)));
	}
}

static void look_unknown(
    struct checker *c, const struct section *section, const struct item *item)
{
	struct spots spots = spots_of(c, section, item);

	for (size_t i = 0; i < spots.count; i++) {
		struct spot *spot = &spots.spot[i];
		bool alone = spot->end + 1 == spot->close &&
			     spot->open + 1 == spot->offset;

		/* "(almost) done" is text. */
		if (c->text.at[spot->open] == '(')
			continue;
		if (!alone && is_language(spot->name)) {
			if (i == 0 || spots.spot[i - 1].open != spot->open)
				check_found(c, spot->open, spot->close, NULL);
		} else if (spot->rule == NULL && !is_language(spot->name)) {
			check_found(c, spot->open, spot->close, NULL);
		}
	}
}

/* ------------------------------------------------------------------- layout */

static void look_twice(
    struct checker *c, const struct section *section, const struct item *item)
{
	struct spots spots = spots_of(c, section, item);

	for (size_t i = 1; i < spots.count; i++) {
		const struct spot *spot = &spots.spot[i];
		bool again = false;
		size_t end =
		    i + 1 == spots.count ? spots.end : spots.spot[i + 1].open;

		for (size_t k = 0; k < i && !again; k++)
			again = str_eq_fold(spots.spot[k].name, spot->name) &&
				spots.spot[k].open != spot->open;
		if (again && end > spot->open)
			check_fix(c,
			    check_found(c, spot->open, spot->close, NULL), true,
			    spot->open, end - spot->open, STR(""));
	}
}

/* Languages stand first, media last, right before the title. */
static int rank_of(const struct spot *spot)
{
	if (is_language(spot->name))
		return 0;
	return spot->rule != NULL && spot->rule->links.count > 0 ? 2 : 1;
}

static void look_order(
    struct checker *c, const struct section *section, const struct item *item)
{
	struct spots spots = spots_of(c, section, item);

	for (size_t i = 1; i < spots.count; i++) {
		const struct spot *a = &spots.spot[i - 1], *b = a + 1;
		struct finding *f;

		if (rank_of(a) <= rank_of(b) || a->close > b->open)
			continue;
		f = check_found(c, a->open, b->close, NULL);
		check_fix(c, f, false, a->open, b->close - a->open,
		    arena_printf(c->arena, "%.*s%.*s%.*s",
			STR_ARG(str_sub(c->text, b->open, b->close)),
			STR_ARG(str_sub(c->text, a->close, b->open)),
			STR_ARG(str_sub(c->text, a->open, a->close))));
		return;
	}
}

static const struct rule rules[] = {
	{
	    .id = "tag-missing",
	    .level = CHECK_WARNING,
	    .message = "the link needs a tag",
	    .advice = "Put the tag before the title.",
	    .why = "Readers want to know before they click that there is "
		   "something to watch or to hear, not to read.  The setting "
		   "tags.links says which links need a tag.",
	    .bad = "## News\n\n"
		   "* [Lace by hand](https://www.youtube.com/watch?v=lace)\n",
	    .good = "## News\n\n* [video] "
		    "[Lace by hand](https://www.youtube.com/watch?v=lace)\n",
	    .look.link = look_missing,
	},
	{
	    .id = "tag-order",
	    .level = CHECK_INFO,
	    .message = "the tags are in an unusual order",
	    .advice = "Put languages first, and video or audio last.",
	    .bad = "## News\n\n* [video] [DE] "
		   "[Klöppeln](https://www.youtube.com/watch?v=lace)\n",
	    .good = "## News\n\n* [DE] [video] "
		    "[Klöppeln](https://www.youtube.com/watch?v=lace)\n",
	    .look.item = look_order,
	},
	{
	    .id = "tag-other-medium",
	    .level = CHECK_INFO,
	    .message = "the tag says one medium, the address another",
	    .advice = "Change the tag, or link to what it says.",
	    .bad = "## News\n\n* [audio] "
		   "[Lace by hand](https://www.youtube.com/watch?v=lace)\n",
	    .good = "## News\n\n* [audio] "
		    "[Lace by hand](https://radio.example.org/7)\n",
	    .settings = "tags:\n"
			"  - name: video\n"
			"    links: [youtu.be/*]\n"
			"  - name: audio\n"
			"    links: [radio.example.org/*]\n",
	    .look.link = look_other_medium,
	},
	{
	    .id = "tag-spelling",
	    .level = CHECK_INFO,
	    .rewrites = true,
	    .message = "the tag is written differently",
	    .advice = "Write it as it is always written.",
	    .bad =
		"## News\n\n* [Videos] [Lace by hand](https://example.org)\n",
	    .good =
		"## News\n\n* [video] [Lace by hand](https://example.org)\n",
	    .look.item = look_spelling,
	},
	{
	    .id = "tag-twice",
	    .level = CHECK_WARNING,
	    .message = "the item has this tag already",
	    .advice = "Remove one of them.",
	    .bad = "## News\n\n"
		   "* [video] [video] [Lace by hand](https://example.org)\n",
	    .good =
		"## News\n\n* [video] [Lace by hand](https://example.org)\n",
	    .look.item = look_twice,
	},
	{
	    .id = "tag-unknown",
	    .level = CHECK_INFO,
	    .message = "the tag is none of this newsletter's",
	    .advice = "Use one of its tags, or a language as two capital "
		      "letters in brackets of its own.",
	    .why = "The setting tags lists them.  Feeds and filters know no "
		   "other.",
	    .bad = "## News\n\n* [Spanish] [Encaje](https://example.org/es)\n",
	    .good = "## News\n\n* [ES] [Encaje](https://example.org/es)\n",
	    .look.item = look_unknown,
	},
};

const struct rule_family family_tags = {
	.name = "tags",
	.title = "Tags",
	.rule = rules,
	.rules = sizeof(rules) / sizeof(rules[0]),
};
