/* What the files of markdown share among themselves. */
#ifndef MODEL_MD_PRIV_H
#define MODEL_MD_PRIV_H

#include "model/markdown.h"

/* A named character of HTML, without & and semicolon; generated, sorted. */
struct md_entity {
	struct str name, text;
};
extern const struct md_entity md_entities[];
extern const size_t md_entities_count;

/* The lines that a leaf block has text on: raw offsets, in file order. */
struct md_cover {
	size_t offset, end;
};

struct md_covers {
	struct md_cover *cover;
	size_t count;
};

/*
 * The text of an entity such as &amp; or &#x20; given with & and semicolon:
 * borrowed or in the arena; the source itself if the name is none.
 */
struct str md_entity_text(struct arena *arena, struct str source);

/* A destination or title without backslashes and entities (CommonMark 2.4). */
struct str md_unescape(struct arena *arena, struct str source);

/*
 * Read what follows the ] of an inline link: "(target "title")" at `at`.
 * On success *ret_end is behind the parenthesis, *ret_target the raw target.
 */
bool md_inline_tail(
    struct str file, size_t at, size_t *ret_end, struct str *ret_target);

/* Find all reference definitions; they stand on lines without a cover. */
void md_find_references(
    struct arena *arena, struct md_tree *tree, const struct md_covers *covers);

/* The definitions by label; of two with one label the first counts. */
struct md_labels {
	const struct md_tree *tree;
	uint32_t *slot; /* index + 1, or 0 */
	size_t mask;
};
void md_labels_init(
    struct md_labels *l, struct arena *arena, const struct md_tree *tree);
/* NULL if there is none. */
const struct md_reference *md_labels_find(
    const struct md_labels *l, struct str label);

/* The end of a link label that begins at the [ at `at`, behind its ], or
 * STR_NONE. */
size_t md_label_end(struct str file, size_t at);

/* Fill in offset and end of all nodes; leaf blocks come with raw ranges of
 * their text. */
void md_locate(struct arena *arena, struct md_tree *tree);

/* Turn raw HTML that is no tag of HTML, or has no partner in its block, into
 * text, so that a <T> is shown. */
void md_settle_html(struct md_tree *tree);

void md_find_comments(struct arena *arena, struct md_tree *tree);

/* May the node hold inline nodes? */
bool md_is_leaf_block(enum md_kind kind);

/* Positions of lines.  line_end is the offset of the \n, or of the end. */
size_t md_line_start(struct str file, size_t at, size_t least);
size_t md_line_end(struct str file, size_t at);

#endif
