/*
 * markdown: CommonMark as a tree whose nodes know their bytes.
 *
 * md4c parses; this keeps what it says as a tree and finds out where in the
 * file each node stands.  md4c hands out text as pointers into our buffer, so
 * positions of text are exact; those of markup around it are read off the
 * source next to the text and checked byte for byte.  A position that cannot
 * be confirmed is unknown, never a guess (the rule of ranges: half-open, in
 * bytes of the file as read, header included).
 *
 * Dialect: CommonMark with tables and strikethrough, no autolink extension.
 */
#ifndef MODEL_MARKDOWN_H
#define MODEL_MARKDOWN_H

#include "base/arena.h"

/* offset and end of a node whose place is not known. */
#define MD_UNKNOWN SIZE_MAX

enum md_kind {
	/* Blocks that hold blocks. */
	MD_DOCUMENT,
	MD_QUOTE,
	MD_LIST,
	MD_ITEM,
	/* Blocks that hold inline nodes. */
	MD_HEADING,
	MD_PARAGRAPH,
	MD_CELL,
	/* Table: rows of cells; a row is a MD_ROW, head or body. */
	MD_TABLE,
	MD_ROW,
	/* Blocks that hold only MD_TEXT (code) or MD_HTML, a line each. */
	MD_CODE_BLOCK,
	MD_HTML_BLOCK,
	MD_RULE,
	/* Inline nodes with children. */
	MD_EMPHASIS,
	MD_STRONG,
	MD_STRIKE,
	MD_LINK,
	MD_IMAGE, /* its children are the alternative text */
	MD_CODE,  /* holds MD_TEXT */
	/* Leaves. */
	MD_TEXT,
	MD_HTML, /* raw: a tag, a comment or a line of a HTML block */
	MD_SOFT_BREAK,
	MD_HARD_BREAK,
};

enum md_align { MD_NO_ALIGN, MD_LEFT, MD_CENTER, MD_RIGHT };

/*
 * Text is borrowed from the file where it stands there as it is, else (after
 * unescaping) from the tree's arena.  Inline nodes stand only below leaf
 * blocks: a tight item, too, has a MD_PARAGRAPH, which is printed without <p>.
 */
struct md_node {
	enum md_kind kind;
	struct md_node *parent, *first, *last, *next;
	size_t offset, end;  /* both MD_UNKNOWN, or the exact bytes: an item
			       from its marker, a heading from its first #, a
			       link from its [ to behind its ) or ]; blocks end
			       behind their last character, without line end */
	struct str text;     /* MD_TEXT: entities decoded; MD_HTML: raw;
			       MD_CODE_BLOCK: the info string */
	struct str target;   /* MD_LINK, MD_IMAGE: unescaped, not encoded */
	struct str title;    /* the same; at == NULL if there is none */
	unsigned level;      /* MD_HEADING: 1..6; MD_LIST: its first number */
	bool ordered;        /* MD_LIST: numbers, not bullets */
	bool tight;          /* MD_LIST */
	bool fenced;         /* MD_CODE_BLOCK */
	bool head;           /* MD_ROW, MD_CELL: of the table's head */
	enum md_align align; /* MD_CELL */
};

#define MD_EACH_CHILD(child, of)                                       \
	for (const struct md_node *child = (of)->first; child != NULL; \
	     child = child->next)

/* A link reference definition, [label]: target "title". */
struct md_reference {
	struct str label, target, title; /* title.at NULL if none */
	size_t offset, end; /* never unknown; to the end of its last line */
};

/* A HTML comment, <!-- to -->; an unclosed one ends with its block. */
struct md_comment {
	struct str text; /* between the marks; borrowed from the file */
	size_t offset, end;
	bool closed;
};

struct md_tree {
	struct str file; /* all of it, header included */
	size_t body;     /* offset where the Markdown starts */
	struct md_node *root;
	struct md_reference *reference; /* in file order */
	size_t references;
	struct md_comment *comment; /* in file order */
	size_t comments;
	size_t links, links_located; /* how many, and with a known range */
};

enum md_status {
	MD_OK,
	MD_TOO_BIG, /* a bomb: references or nesting that expand beyond the
		       limits.  Report it; there is no tree. */
};

/*
 * Parse file[body..).  The tree, its text included, lives in the arena and
 * borrows from the file.  Any bytes are fine; but the one behind them must be
 * there and be NUL, as after file_read and arena_str, or the end of a line:
 * md4c 0.4.8 looks at it, and another one can lead it far behind the file.
 */
enum md_status md_tree_parse(struct arena *arena, struct str file, size_t body,
    struct md_tree *ret_tree);

/* The next node in document order below `top`, or NULL after the last; start
 * with top itself. */
const struct md_node *md_walk(
    const struct md_node *top, const struct md_node *at);

/*
 * The text of a node as a reader sees it: no markup, breaks as blanks, raw
 * HTML left out, of images the alternative text.  Borrowed where it is one
 * piece, else in the arena.  Outer blanks are trimmed.
 */
struct str md_plain_text(struct arena *arena, const struct md_node *node);
/* The same for the inline children from `from` up to, without, `to` (NULL:
 * to the last). */
struct str md_plain_text_of(
    struct arena *arena, const struct md_node *from, const struct md_node *to);

/* The source bytes of a node; at == NULL if unknown. */
struct str md_source(const struct md_tree *tree, const struct md_node *node);

#endif
