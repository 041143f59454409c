/*
 * plain: the one writer of plain text from Markdown.
 *
 * For mails that are read as they are: lines are filled up to a number of
 * columns and words never broken; a link is its text with a number behind it,
 * and the addresses are listed where the caller wants them, at the end of each
 * section.  Lists, quotes, code and tables keep their form; a table that is
 * too wide becomes one entry for each row.
 *
 * Passages for one medium are treated as html.h says, so one writer takes the
 * blocks of an issue in their order, with plain_skip_blocks for those that are
 * left out.  Raw HTML gives its text; of a picture stands what it shows.
 */
#ifndef BUILD_PLAIN_H
#define BUILD_PLAIN_H

#include "base/wrap.h"
#include "build/html.h"

struct plain {
	struct strbuf *out;
	struct arena *arena;
	enum html_medium medium;
	struct str base; /* addresses are joined to it; at == NULL: not */
	/* Is an item of a list left out?  NULL: none is. */
	bool (*leaves_out)(void *data, const struct md_node *item);
	void *data;
	/* Private. */
	struct wrap wrap;
	struct str first, rest; /* what the next line, later lines begin with */
	bool gap; /* an empty line belongs before the next block */
	struct str gap_prefix;
	size_t from, start; /* of the paragraph: with, and behind, its gap */
	struct str *link;   /* addresses with a number, and not yet listed */
	size_t links;
	bool hidden;        /* in a passage for the other medium */
	bool skipping;      /* in plain_skip_blocks */
	struct str removed; /* the element whose content is left out */
	struct str target;  /* of the raw <a> that is open */
};

/* Owns memory: plain_release.  `base`.at may be NULL. */
void plain_init(struct plain *plain, struct strbuf *out, struct arena *arena,
    struct str base, size_t columns);
void plain_release(struct plain *plain);

/* The inline nodes of a heading, underlined; `level` from 2 on says how. */
void plain_add_heading(
    struct plain *plain, int level, const struct md_node *inlines);

/* The blocks from `first` up to, without, `stop` (NULL: to the last). */
void plain_add_blocks(struct plain *plain, const struct md_node *first,
    const struct md_node *stop);

/* Write nothing of them, but see where passages begin and end. */
void plain_skip_blocks(struct plain *plain, const struct md_node *first,
    const struct md_node *stop);

/* A paragraph of the caller's own. */
void plain_add_paragraph(struct plain *plain, struct str text);

/* The addresses of all links since the last list, each on a line of its own:
 * "[1] https://a.example/".  Numbers start over behind it. */
void plain_add_links(struct plain *plain);

#endif
