#include "model/reader.h"

/*
 * What is featured this week stands in one of two forms:
 *
 *	This week's crate is [name](url), which does this.
 *
 *	> A quote.
 *
 *	– [Name on a forum](url)
 *
 * each with "Thanks to [Name](url) for the suggestion!" behind it.
 */

/* One sentence names a few things. */
enum { MAX_NAMES = 16 };

struct features {
	struct reader *r;
	const struct section *section;
	size_t first;     /* index of the first feature of the section */
	size_t thankless; /* and of the first that nobody is thanked for */
};

static struct feature *last_feature(const struct features *f)
{
	struct issue *issue = f->r->issue;

	return issue->features > f->first ? &issue->feature[issue->features - 1]
					  : NULL;
}

static struct feature *add_feature(
    struct features *f, const struct md_node *node)
{
	struct issue *issue = f->r->issue;

	issue->feature =
	    ARENA_GROW(f->r->arena, issue->feature, issue->features);
	issue->feature[issue->features] = (struct feature){
		.kind = f->section->rule->feature,
		.node = node,
		.offset = node->offset,
		.end = node->end,
		.thanks_offset = MD_UNKNOWN,
		.thanks_end = MD_UNKNOWN,
	};
	return &issue->feature[issue->features++];
}

/* The length of the dash that an attribution starts with, or 0. */
static size_t dash_length(struct str s)
{
	static const struct str dashes[] = { STR_INIT("–"), STR_INIT("—"),
		STR_INIT("―"), STR_INIT("--"), STR_INIT("- ") };

	for (size_t i = 0; i < sizeof(dashes) / sizeof(dashes[0]); i++) {
		if (str_starts(s, dashes[i]))
			return dashes[i].len;
	}
	return 0;
}

static struct str without_dash(struct str s)
{
	size_t n;

	s = str_trim(s);
	while ((n = dash_length(s)) > 0)
		s = str_trim_left(str_sub(s, n, STR_NONE));
	return s;
}

static void set_source(
    struct features *f, struct feature *feature, struct line line)
{
	feature->source = without_dash(line_plain(f->r->arena, line));
	if (line.links > 0)
		feature->url = line.link[0].url;
}

/* An attribution as the last paragraph or line of the quote itself. */
static void read_inner_source(struct features *f, struct feature *feature)
{
	const struct md_node *last = feature->node->last;
	struct line line, rest;
	size_t end;

	if (last == NULL || last->kind != MD_PARAGRAPH)
		return;
	line = line_of(f->r->arena, last->first, NULL);
	for (end = line.text.len; end > 0 && line.text.at[end - 1] != '\n';)
		end--;
	rest = line_trim(line_sub(line, end, STR_NONE));
	if (dash_length(rest.text) == 0)
		return;
	set_source(f, feature, rest);
	/* The text ends with the source as it stands there. */
	end = line_plain(f->r->arena, rest).len;
	if (end < feature->text.len)
		feature->text = str_trim(
		    str_sub(feature->text, 0, feature->text.len - end));
}

static void read_quote(struct features *f, const struct md_node *node)
{
	struct feature *feature = add_feature(f, node);

	feature->text = block_text(f->r->arena, node);
	read_inner_source(f, feature);
}

/* Thanks belong to the features above that have none yet. */
static void read_thanks(
    struct features *f, const struct md_node *node, struct line line)
{
	struct str text = line_plain(f->r->arena, line);
	bool self = str_contains_fold(text, STR("self-"));
	struct str name = str_sub(text, 10, str_find(text, STR(" for "), 0));
	struct person person = { .name = str_trim(name) };

	if (line.links > 0) {
		person.name = line.link[0].text;
		person.url = line.link[0].url;
	}
	for (; f->thankless < f->r->issue->features; f->thankless++) {
		struct feature *feature = &f->r->issue->feature[f->thankless];

		feature->thanks = person;
		feature->self_suggested = self;
		feature->thanks_offset = node->offset;
		feature->thanks_end = node->end;
	}
}

/* "This week's crates are [a](url) and [b](url), ...": one for each link up
 * to the first word that is more than "and". */
static void read_named(
    struct features *f, const struct md_node *node, struct line line)
{
	size_t at = str_find_char(line.text, LINE_LINK, 0);
	size_t links = line.links;
	struct str text = line_plain(f->r->arena, line);

	if (!str_contains_fold(str_sub(line.text, 0, at), STR(" are")))
		links = 1;
	if (links > MAX_NAMES)
		links = MAX_NAMES;
	for (size_t i = 0; i < links; i++) {
		struct feature *feature = add_feature(f, node);
		size_t next = str_find_char(line.text, LINE_LINK, at + 1);
		struct line between = line_sub(line, at + 1, next);

		feature->name = line.link[i].text;
		feature->url = line.link[i].url;
		feature->text = text;
		if (!line_is_links(between))
			break;
		at = next;
	}
}

/* The last dash between blanks, or STR_NONE. */
static size_t find_last_dash(struct str s)
{
	static const struct str dashes[] = { STR_INIT(" – "), STR_INIT(" — "),
		STR_INIT(" -- ") };
	size_t last = STR_NONE;

	for (size_t i = 0; i < sizeof(dashes) / sizeof(dashes[0]); i++) {
		size_t at = str_find(s, dashes[i], 0);

		while (at != STR_NONE) {
			if (last == STR_NONE || at > last)
				last = at;
			at = str_find(s, dashes[i], at + 1);
		}
	}
	return last;
}

/* An early quote: "It floats." — [Name](url), all in one paragraph. */
static void read_spoken(
    struct features *f, const struct md_node *node, struct line line)
{
	struct str text = line_plain(f->r->arena, line);
	size_t dash = find_last_dash(text);
	struct feature *feature;

	if (dash == STR_NONE || dash == 0)
		return;
	feature = add_feature(f, node);
	set_source(f, feature, line);
	feature->source = without_dash(str_sub(text, dash, STR_NONE));
	feature->text = str_trim(str_sub(text, 0, dash));
}

static bool is_quoted(const struct section *s)
{
	for (const struct md_node *at = s->first; at != s->stop;
	     at = at->next) {
		if (at->kind == MD_QUOTE)
			return true;
	}
	return false;
}

/* What else stands below: a call for suggestions, and who made the issue. */
static bool is_other(struct line line)
{
	if (str_contains_fold(line.text, STR("edited by")) ||
	    str_contains_fold(line.text, STR("sponsored by")))
		return true;
	if (line.links > 0 &&
	    (str_contains_fold(line.link[0].text, STR("submit")) ||
		str_contains_fold(line.link[0].text, STR("discuss"))))
		return true;
	return str_starts_fold(line.text, STR("submit"));
}

static void read_paragraph(
    struct features *f, const struct md_node *node, bool quoted)
{
	struct line line = line_trim(line_of(f->r->arena, node->first, NULL));
	struct feature *last = last_feature(f);

	if (str_starts_fold(line.text, STR("thanks to ")))
		read_thanks(f, node, line);
	else if (last != NULL && last->node->kind == MD_QUOTE &&
		 last->source.at == NULL && dash_length(line.text) > 0)
		set_source(f, last, line);
	else if (quoted || last != NULL || is_other(line))
		return;
	else if (str_eq(f->section->rule->feature, STR("quote")))
		read_spoken(f, node, line);
	else if (line.links > 0)
		read_named(f, node, line);
}

/* The crate of early issues stands in a quote too: one paragraph that has
 * the sentence of the form. */
static bool is_sentence(struct features *f, const struct md_node *quote)
{
	return str_starts_fold(
	    block_text(f->r->arena, quote), STR("this week's "));
}

void features_read(struct reader *r)
{
	for (size_t i = 0; i < r->issue->sections; i++) {
		struct features f = { r, &r->issue->section[i],
			r->issue->features, r->issue->features };
		bool quoted = is_quoted(f.section);

		if (f.section->kind != SECTION_FEATURE)
			continue;
		for (const struct md_node *at = f.section->first;
		     at != f.section->stop; at = at->next) {
			if (at->kind == MD_QUOTE && at->first != NULL &&
			    at->first->kind == MD_PARAGRAPH &&
			    is_sentence(&f, at))
				read_paragraph(&f, at->first, false);
			else if (at->kind == MD_QUOTE)
				read_quote(&f, at);
			else if (at->kind == MD_PARAGRAPH)
				read_paragraph(&f, at, quoted);
		}
	}
}
