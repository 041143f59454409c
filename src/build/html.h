/*
 * html: the one writer of HTML from Markdown.
 *
 * What it writes is safe to print: text is escaped, link targets have a safe
 * scheme or are left out, raw HTML passes the allow-list of md_html.h, and
 * every element that is opened is closed.  Nothing that a reader could see is
 * lost: what is no HTML is shown as text.
 *
 * Passages for one medium stand between comments, <!-- web --> and
 * <!-- /web -->, or mail; they may reach over several blocks, so one writer
 * takes the blocks of an issue in their order.
 *
 * Not written here: headings outside lists and quotes (the caller prints
 * sections with levels of its own choice) and the page around.
 */
#ifndef BUILD_HTML_H
#define BUILD_HTML_H

#include "base/strbuf.h"
#include "model/markdown.h"

struct md_tag;

enum html_medium { HTML_WEB, HTML_MAIL };

enum { HTML_OPEN_MAX = 64 };

struct html {
	struct strbuf *out;
	struct arena *arena;
	enum html_medium medium;
	struct str base; /* relative addresses are joined to it; at ==
			       NULL: they stay as they are */
	unsigned level;  /* of headings inside lists and quotes, 1..6 */
	/* Is an item of a list left out?  NULL: none is. */
	bool (*leaves_out)(void *data, const struct md_node *item);
	void *data;
	/* Private. */
	bool hidden;        /* in a passage for the other medium */
	bool skipping;      /* in html_skip_blocks */
	struct str removed; /* the element whose content is left out */
	struct {
		struct str name;
	} open[HTML_OPEN_MAX]; /* raw elements to be closed */
	size_t opened;
	size_t floor; /* those below are of blocks around: not to be closed */
	bool shown[HTML_OPEN_MAX]; /* raw tags inside text: was it printed? */
	size_t inside;
};

/* `base`.at may be NULL. */
void html_init(struct html *html, struct strbuf *out, struct arena *arena,
    enum html_medium medium, struct str base);

/* The blocks from `first` up to, without, `stop` (NULL: to the last).  Raw
 * elements that are still open then are closed. */
void html_add_blocks(
    struct html *html, const struct md_node *first, const struct md_node *stop);

/* Write nothing of them, but see where passages begin and end. */
void html_skip_blocks(
    struct html *html, const struct md_node *first, const struct md_node *stop);

/* As html_add_blocks, for inline nodes. */
void html_add_inlines(
    struct html *html, const struct md_node *first, const struct md_node *stop);

/* <a href="...">, with the address joined and encoded; nothing if it may not
 * be a link or is hidden, then it returns false and no </a> belongs there. */
bool html_begin_link(struct html *html, struct str target, struct str title);

/* Plain text, escaped. */
void html_add_text(struct html *html, struct str text);

/* <!-- web --> and its kind begin or end a passage for one medium: is what
 * follows the comment hidden, if what is before it was or was not? */
bool html_passage(enum html_medium medium, struct str comment, bool hidden);

/* Some elements (script, style) are left out with their content: does a tag
 * belong to one?  *removed is the name of the one that is open; at == NULL:
 * none is, as at the beginning. */
bool html_removes(const struct md_tag *tag, struct str *removed);

/* Is the writer between comments of another medium? */
bool html_is_hidden(const struct html *html);

#endif
