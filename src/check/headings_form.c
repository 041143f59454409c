/* The form of headings: blanks, blank lines, hashes, punctuation. */
#include "check/headings.h"

/* ------------------------------------------------------------ the space before */

/* The line before a heading, or NULL for the first of the body. */
static const struct checked_line *line_before(
    const struct checker *c, const struct checked_line *line)
{
	const struct checked_line *before = line - 1;

	return line == c->line || before->header ? NULL : before;
}

void heading_look_blank(struct checker *c, const struct md_node *heading)
{
	const struct checked_line *line, *before;
	struct finding *f;

	if (!heading_is_plain(heading))
		return;
	line = check_line_at(c, heading->offset);
	before = line_before(c, line);
	/* A comment or another heading ends there, and nothing is unclear. */
	if (before == NULL || before->html || str_trim(before->text).len == 0 ||
	    str_starts(str_trim_left(before->text), STR("#")))
		return;
	f = check_found_node(c, heading, NULL);
	check_fix(c, f, true, line->offset, 0, STR("\n"));
}

/* ------------------------------------------------------------- no space behind */

/* The # at the start of a line of text that is no heading because no blank
 * follows; 0 for other lines. */
static size_t count_hashes(const struct checked_line *line)
{
	size_t hashes = 0;

	if (line->header || line->code || line->html || line->text.len == 0 ||
	    line->text.at[0] != '#')
		return 0;
	while (hashes < line->text.len && line->text.at[hashes] == '#')
		hashes++;
	if (hashes > 6 || hashes == line->text.len ||
	    char_is_blank(line->text.at[hashes]))
		return 0;
	return hashes;
}

/* Somebody meant a heading: it is one of ours, or there is more than one #. */
static bool is_meant(
    const struct checker *c, const struct checked_line *line, size_t hashes)
{
	struct str rest = str_sub(line->text, hashes, line->text.len);

	return heading_is_known(c->settings, rest) ||
	       (hashes > 1 && (char_is_alpha(rest.at[0]) || rest.at[0] == '['));
}

void heading_look_space(struct checker *c, const struct checked_line *line)
{
	size_t hashes = count_hashes(line);
	struct finding *f;

	/* Python-Markdown sees a heading there: portable-heading-blank. */
	if (hashes == 0 || !is_meant(c, line, hashes) ||
	    c->settings->markdown.also_python_markdown)
		return;
	f = check_found(c, line->offset, line->offset + line->text.len, NULL);
	check_fix(c, f, false, line->offset + hashes, 0, STR(" "));
}

/* ----------------------------------------------------------------- punctuation */

void heading_look_punctuation(struct checker *c, const struct section *section)
{
	const struct md_node *heading = section->heading;
	struct finding *f;
	size_t end;
	char last;

	if (heading == NULL || section->title.len == 0 ||
	    !heading_is_plain(heading))
		return;
	last = section->title.at[section->title.len - 1];
	if (last != ':' && last != ',' && last != ';')
		return;
	/* Closing hashes or markup may follow it. */
	for (end = heading->end; end > heading->offset; end--)
		if (c->text.at[end - 1] == last)
			break;
	if (end == heading->offset)
		return;
	f = check_found(c, end - 1, end, NULL);
	check_fix(c, f, true, end - 1, 1, STR(""));
}
