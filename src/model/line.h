/*
 * line: inline content as one text in which each link is one byte.
 *
 * Bars and commas inside the text of a link are so no separators, and what is
 * left between two links can be looked at.  Soft and hard breaks are '\n',
 * raw HTML is left out, other control characters are blanks.
 */
#ifndef MODEL_LINE_H
#define MODEL_LINE_H

#include "model/issue.h"

#define LINE_LINK '\x01'

/* Invariant: text holds `links` bytes LINE_LINK, in the order of link. */
struct line {
	struct str text;
	const struct item_link *link;
	size_t links;
};

/* Of the inline nodes from `from` up to, without, `to` (NULL: all). */
struct line line_of(
    struct arena *arena, const struct md_node *from, const struct md_node *to);
/* Of the inline content of an item, up to its first nested block, or of a
 * paragraph or heading. */
struct line line_of_block(struct arena *arena, const struct md_node *block);
/* The first block inside an item that line_of_block leaves out, or NULL. */
const struct md_node *nested_block(const struct md_node *item);

/* Part of a line; trimmed; what stands before the next `sep` (see str_take). */
struct line line_sub(struct line line, size_t from, size_t to);
struct line line_trim(struct line line);
struct line line_take(struct line *rest, char sep);
/* The text with the texts of its links in their places, trimmed. */
struct str line_plain(struct arena *arena, struct line line);
/* Are there only links and what stands between them (bars, commas, "and")? */
bool line_is_links(struct line line);

/* Text of tags that a line starts with: "[video] ", "[series][audio] ".
 * Returns the offset behind them; adds them, as slices of `text`, to *tags if
 * it is not NULL. */
size_t tags_read(struct arena *arena, struct str text, struct str_list *tags);

/* All text below a node; a block in it starts a new line ('\n'). */
struct str block_text(struct arena *arena, const struct md_node *node);
/* All links below a node. */
struct item_link *block_links(
    struct arena *arena, const struct md_node *node, size_t *ret_links);

/* "rust-lang/cargo" of an address at github.com; at NULL for others. */
struct str repository_of(struct str url);
bool is_inline(const struct md_node *node);

#endif
