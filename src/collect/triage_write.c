/* The Markdown of a report, as an issue prints it. */
#include <stdio.h>

#include "base/limits.h"
#include "base/text.h"
#include "base/url.h"
#include "collect/triage_priv.h"
#include "model/item_write.h"

/* Bytes of a block by which people find it. */
enum { BEGINNING = 60 };

/* --------------------------------------------------------------- before it is */

static struct str without_cr(struct arena *arena, struct str text)
{
	char *copy = arena_alloc(arena, text.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] != '\r')
			copy[len++] = text.at[i];
		else if (i + 1 == text.len || text.at[i + 1] != '\n')
			copy[len++] = '\n';
	}
	return (struct str){ copy, len };
}

static bool is_row(struct str line)
{
	return str_starts(str_trim_left(line), STR("|"));
}

struct str triage_prepare(struct arena *arena, struct str text)
{
	struct str rest = without_cr(arena, text_clean(arena, text)), line, ret;
	struct strbuf out;
	bool row, was_row = false, was_text = false;

	if (str_starts(rest, STR("\xef\xbb\xbf")))
		rest = str_sub(rest, 3, STR_NONE);
	/* Twice: an empty line may come to each; invalid bytes grow. */
	strbuf_init(&out, 4 * LIMIT_TRIAGE + 2);
	while (rest.at != NULL) {
		line = str_take(&rest, '\n');
		row = is_row(line);
		if (was_text && row != was_row && str_trim(line).len > 0)
			strbuf_add_char(&out, '\n');
		strbuf_add(&out, line);
		strbuf_add_char(&out, '\n');
		was_row = row;
		was_text = str_trim(line).len > 0;
	}
	ret = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return ret;
}

/* --------------------------------------------------------------------- ranges */

/* People cut them to four digits. */
static bool is_revision(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (char_hex(s.at[i]) < 0)
			return false;
	return s.len >= 4;
}

/* "a1b2c3..d4e5f6", also with three dots. */
static bool read_range(
    struct arena *arena, const struct md_node *link, struct triage_range *range)
{
	struct str text = md_plain_text(arena, link);
	size_t dots = str_find(text, STR(".."), 0), behind = dots;

	if (link->kind != MD_LINK || dots == STR_NONE)
		return false;
	while (behind < text.len && text.at[behind] == '.')
		behind++;
	range->from = str_trim(str_sub(text, 0, dots));
	range->to = str_trim(str_sub(text, behind, STR_NONE));
	range->url = link->target;
	return is_revision(range->from) && is_revision(range->to);
}

void triage_add_ranges(struct triage_reader *r, const struct md_node *node)
{
	struct triage *t = r->triage;
	struct triage_range range;

	for (const struct md_node *at = node; at != NULL;
	     at = md_walk(node, at)) {
		if (!read_range(r->arena, at, &range))
			continue;
		t->range = ARENA_GROW(r->arena, t->range, t->ranges);
		t->range[t->ranges++] = range;
	}
}

static struct str cut(struct str revision)
{
	if (revision.len > TRIAGE_REVISION_LONG)
		revision.len = TRIAGE_REVISION_SHORT;
	return revision;
}

static void add_range(struct strbuf *out, const struct triage_range *range)
{
	struct str from = cut(range->from), to = cut(range->to);
	char text[2 * TRIAGE_REVISION_LONG + 3];
	int len = snprintf(
	    text, sizeof(text), "%.*s..%.*s", STR_ARG(from), STR_ARG(to));

	md_add_link(out, (struct str){ text, (size_t)len }, range->url, false,
	    TEXT_IN_BLOCK);
}

/* --------------------------------------------------------------------- blocks */

static void add_definition(
    struct triage_reader *r, const struct md_reference *reference)
{
	struct str_list *list = &r->triage->definition;
	bool *kept = &r->kept[reference - r->tree.reference];

	if (*kept)
		return;
	*kept = true;
	list->item = ARENA_GROW(r->arena, list->item, list->count);
	list->item[list->count++] =
	    str_trim(str_sub(r->tree.file, reference->offset, reference->end));
}

static void judge_link(struct triage_reader *r, struct str url)
{
	struct str shown = str_sub(url, 0, LIMIT_SLUG);

	if (!url_scheme_is_safe(url))
		triage_find(r,
		    "the link to %.*s is none that readers may be sent to",
		    STR_ARG(shown));
	else if (!url_is_absolute(url))
		triage_find(r,
		    "the link to \"%.*s\" leads nowhere from an issue: give "
		    "it a whole address",
		    STR_ARG(shown));
}

/* What the link of a block needs beside it. */
static void keep_link(struct triage_reader *r, const struct md_node *link)
{
	const struct md_reference *reference =
	    md_target_of(r->labels, &r->tree, link).reference;

	if (reference != NULL)
		add_definition(r, reference);
	judge_link(r, link->target);
}

/* A line break stands in the cells of every table. */
static bool is_break(const struct md_node *html)
{
	return html->parent->kind != MD_HTML_BLOCK &&
	       str_starts_fold(html->text, STR("<br"));
}

static void add_escaped(struct strbuf *out, struct str html)
{
	for (size_t i = 0; i < html.len; i++) {
		if (html.at[i] == '<')
			strbuf_lit(out, "&lt;");
		else
			strbuf_add_char(out, html.at[i]);
	}
}

/* Write an inline node that is not printed as it stands; false for others. */
static bool add_changed(
    struct triage_reader *r, const struct md_node *node, struct strbuf *out)
{
	struct triage_range range;

	if (node->kind == MD_HTML && !is_break(node)) {
		add_escaped(out, node->text);
		return true;
	}
	if (!read_range(r->arena, node, &range))
		return false;
	add_range(out, &range);
	return true;
}

/* The tree gives a table from its first cell to its last, and a list from its
 * marker, which has to keep its place above those that follow. */
static struct md_node whole_lines(
    const struct triage_reader *r, const struct md_node *node)
{
	struct md_node whole = *node;
	struct str file = r->tree.file;

	if (node->kind != MD_TABLE && node->kind != MD_LIST)
		return whole;
	while (whole.offset > 0 && file.at[whole.offset - 1] != '\n')
		whole.offset--;
	while (whole.end < file.len && file.at[whole.end] != '\n')
		whole.end++;
	return whole;
}

static void add_source(
    struct triage_reader *r, const struct md_node *node, struct strbuf *out)
{
	struct md_node whole = whole_lines(r, node);
	size_t from = whole.offset;

	for (const struct md_node *at = md_walk(node, node);
	     at != NULL && !out->full; at = md_walk(node, at)) {
		if (at->offset == MD_UNKNOWN || at->offset < from)
			continue;
		strbuf_add(out, str_sub(r->tree.file, from, at->offset));
		from = at->offset;
		if (add_changed(r, at, out))
			from = at->end;
		else if (at->kind == MD_LINK || at->kind == MD_IMAGE)
			keep_link(r, at);
	}
	strbuf_add(out, str_sub(r->tree.file, from, whole.end));
}

static void leave_out(
    struct triage_reader *r, const struct md_node *node, const char *why)
{
	struct str text = md_plain_text(r->arena, node);

	triage_find(r, "what begins with \"%.*s\" is left out: %s",
	    STR_ARG(str_sub(text, 0, text_boundary(text, BEGINNING))), why);
}

void triage_add_block(
    struct triage_reader *r, const struct md_node *node, enum triage_kind kind)
{
	struct triage *t = r->triage;
	struct strbuf out;
	struct str text;

	if (node->offset == MD_UNKNOWN) {
		leave_out(r, node, "where it stands is not clear");
		return;
	}
	/* An escaped < has four bytes for one. */
	strbuf_init(&out, 4 * LIMIT_TRIAGE);
	add_source(r, node, &out);
	text = arena_str(r->arena, str_trim_right(strbuf_str(&out)));
	if (out.full) {
		leave_out(r, node, "with its addresses it is too long");
	} else if (text.len > 0) {
		t->block = ARENA_GROW(r->arena, t->block, t->blocks);
		t->block[t->blocks++] = (struct triage_block){ kind, text };
	}
	strbuf_release(&out);
}

/* ------------------------------------------------------------------ the issue */

/* The first block of a kind; their number if there is none. */
static size_t find_block(const struct triage *triage, enum triage_kind kind)
{
	size_t i = 0;

	while (i < triage->blocks && triage->block[i].kind != kind)
		i++;
	return i;
}

static void add_blocks(struct strbuf *out, const struct triage *triage)
{
	size_t table = find_block(triage, TRIAGE_TABLE);
	bool labelled = find_block(triage, TRIAGE_LABEL) < triage->blocks;

	for (size_t i = 0; i < triage->blocks; i++) {
		if (i > 0)
			strbuf_add_char(out, '\n');
		if (i == table && !labelled)
			strbuf_lit(out, "**Summary**:\n\n");
		strbuf_add(out, triage->block[i].text);
		strbuf_add_char(out, '\n');
	}
}

void triage_add_markdown(
    struct strbuf *out, const struct triage *triage, struct str link)
{
	add_blocks(out, triage);
	if (triage->definition.count > 0)
		strbuf_add_char(out, '\n');
	for (size_t i = 0; i < triage->definition.count; i++) {
		strbuf_add(out, triage->definition.item[i]);
		strbuf_add_char(out, '\n');
	}
	if (link.len == 0)
		return;
	if (triage->blocks > 0)
		strbuf_add_char(out, '\n');
	md_add_link(out, STR("Full report here"), link, false, TEXT_AT_START);
	strbuf_lit(out, ".\n");
}
