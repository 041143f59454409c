/* The header, headings, and definitions of links. */
#include <stdlib.h>

#include "base/limits.h"
#include "base/source.h"
#include "draft/fmt.h"

/* --------------------------------------------------------------------- header */

/* In their order; others follow as they stand, and as they are written. */
static const struct str keys[] = {
	STR_INIT("Title"),
	STR_INIT("Number"),
	STR_INIT("Date"),
	STR_INIT("Category"),
};

enum { KEYS = sizeof(keys) / sizeof(keys[0]) };

static size_t rank_of(struct str key)
{
	size_t rank = 0;

	while (rank < KEYS && !str_eq_fold(keys[rank], key))
		rank++;
	return rank;
}

static void add_fields(
    struct strbuf *out, const struct header *header, size_t rank)
{
	for (size_t i = 0; i < header->fields; i++) {
		const struct header_field *field = &header->field[i];

		if (rank_of(field->key) != rank)
			continue;
		if (out->len > 0)
			strbuf_add_char(out, '\n');
		strbuf_add(out, rank < KEYS ? keys[rank] : field->key);
		strbuf_lit(out, ":");
		if (field->value.len > 0)
			strbuf_lit(out, " ");
		strbuf_add(out, field->value);
	}
}

/* The names of YAML are the author's, and a value of several lines hangs on
 * its form. */
static bool is_plain(const struct header *header)
{
	for (size_t i = 0; i < header->fields; i++)
		if (str_find_char(header->field[i].value, '\n', 0) != STR_NONE)
			return false;
	return !header->yaml && header->fields > 0;
}

void fmt_header(struct fmt *f)
{
	const struct header *header = &f->issue.header;
	struct strbuf out;

	if (!is_plain(header))
		return;
	strbuf_init(&out, LIMIT_ISSUE_FILE);
	for (size_t rank = 0; rank <= KEYS; rank++)
		add_fields(&out, header, rank);
	if (!out.full)
		fmt_propose(f, header->offset, header->end,
		    arena_str(f->arena, strbuf_str(&out)));
	strbuf_release(&out);
}

/* ------------------------------------------------------------------- headings */

/* The text of "## Title ##" without the marks. */
static struct str atx_text(struct str source)
{
	size_t marks = 0, end;

	while (marks < source.len && source.at[marks] == '#')
		marks++;
	source = str_trim(str_sub(source, marks, source.len));
	end = source.len;
	while (end > 0 && source.at[end - 1] == '#')
		end--;
	if (end < source.len && (end == 0 || char_is_blank(source.at[end - 1])))
		source = str_trim(str_sub(source, 0, end));
	return source;
}

/* The lines above the line of = or -, as one. */
static struct str setext_text(struct fmt *f, struct str source)
{
	struct strbuf out;
	struct str text;

	strbuf_init(&out, LIMIT_ISSUE_FILE);
	while (source.at != NULL) {
		struct str line = str_trim(str_take(&source, '\n'));

		if (source.at == NULL)
			break;
		if (out.len > 0)
			strbuf_lit(&out, " ");
		strbuf_add(&out, line);
	}
	text = arena_str(f->arena, strbuf_str(&out));
	strbuf_release(&out);
	return text;
}

static void tidy_heading(struct fmt *f, const struct md_node *node)
{
	const struct fmt_line *line = fmt_line_at(f, node->offset);
	struct str source = md_source(&f->issue.tree, node), text;
	bool atx = str_find_char(source, '\n', 0) == STR_NONE;

	text = atx ? atx_text(source) : setext_text(f, source);
	fmt_next_unit(f);
	fmt_propose(f, line->from, node->end,
	    arena_printf(f->arena, "%.*s%s%.*s", (int)node->level, "######",
		text.len > 0 ? " " : "", STR_ARG(text)));
}

void fmt_headings(struct fmt *f)
{
	MD_EACH_CHILD (node, f->issue.tree.root) {
		if (node->kind == MD_HEADING && node->offset != MD_UNKNOWN)
			tidy_heading(f, node);
	}
}

/* ---------------------------------------------------------------- definitions */

/* Offset behind the "]:" of a definition, or STR_NONE. */
static size_t behind_label(struct str source)
{
	size_t at = 0;

	while (at + 1 < source.len && source.at[at] != ']')
		at += source.at[at] == '\\' ? 2 : 1;
	if (at + 1 >= source.len || source.at[at + 1] != ':')
		return STR_NONE;
	return at + 2;
}

void fmt_references(struct fmt *f)
{
	const struct md_tree *tree = &f->issue.tree;

	for (size_t i = 0; i < tree->references; i++) {
		const struct md_reference *r = &tree->reference[i];
		struct str source = str_sub(f->text, r->offset, r->end);
		size_t from = behind_label(source), to = from;

		while (to < source.len && char_is_blank(source.at[to]))
			to++;
		/* The address may stand in the next line. */
		if (from == STR_NONE || to >= source.len ||
		    char_is_space(source.at[to]))
			continue;
		fmt_next_unit(f);
		fmt_propose(f, r->offset + from, r->offset + to, STR(" "));
	}
}
