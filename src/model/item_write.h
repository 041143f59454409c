/*
 * item_write: the one writer of Markdown.
 *
 * Outside text becomes Markdown that reads back as the same text, in
 * CommonMark and in Python-Markdown with its extensions: no title makes a
 * link, a tag, an emphasis or the end of the item.  Only one thing in a text
 * keeps its meaning: backticks that balance, as in `Vec<T>`, stay a code span.
 *
 * What is written is one item as it is to stand in its list, with the marker
 * ('*', '-' or '+') and without the last line end:
 *
 *	* [video] [Title](url)
 *	* 2026-03-03 | Berlin, DE | [Group](url)
 *	    * [**Title**](url)
 *
 * Each appends to `out`; ask out->full at the end.
 */
#ifndef MODEL_ITEM_WRITE_H
#define MODEL_ITEM_WRITE_H

#include "base/strbuf.h"
#include "model/issue.h"

/* -------------------------------------------------------------------- parts */

/* Where a text stands. */
enum text_place {
	TEXT_IN_LINK,  /* between the brackets of a link */
	TEXT_IN_FIELD, /* between bars: a bar in it becomes a comma */
	TEXT_IN_BLOCK, /* in a paragraph, behind other text */
	TEXT_AT_START, /* at the beginning of a paragraph */
};

/*
 * A text on one line: line ends, tabs and runs of blanks become one blank,
 * none at the ends; invalid bytes become U+FFFD, control characters vanish.
 * In the arena.
 */
struct str text_one_line(struct arena *arena, struct str text);

/* Append a text, which is made one line first. */
void md_add_text(struct strbuf *out, struct str text, enum text_place place);

/* Append the target of a link, as it stands between ( and ).  What may stand
 * in no address (blanks, controls, quotes, < and >, backslashes, backticks)
 * is percent-encoded, everything else is kept. */
void md_add_target(struct strbuf *out, struct str url);

/* The address as it reads back from there. */
struct str url_as_written(struct arena *arena, struct str url);

/* Append "[text](url)"; with `strong` "[**text**](url)"; without a url (or
 * with an empty one) only the text. */
void md_add_link(struct strbuf *out, struct str text, struct str url,
    bool strong, enum text_place place);

/* -------------------------------------------------------------------- items */

/* Tags, then the first link of the item. */
void item_add_link(struct strbuf *out, char marker, const struct item *item);

/* Days, place and groups; the title and further links below.  Countries are
 * spelled, and states named, as the settings say. */
void item_add_event(struct strbuf *out, char marker,
    const struct settings *settings, const struct event *event);
/* The place of an event as it stands there: "Hybrid (Berlin, DE)". */
void md_add_place(struct strbuf *out, const struct settings *settings,
    const struct event *event);

void item_add_call(struct strbuf *out, char marker,
    const struct settings *settings, const struct call *call);
/* A comment period that ends in a merge says nothing of that. */
void item_add_decision(
    struct strbuf *out, char marker, const struct decision *decision);
void item_add_change(
    struct strbuf *out, char marker, const struct change *change);

/*
 * What is featured, and the thanks: paragraphs apart by blank lines.
 *
 *	This week's crate is [name](url), what it does.
 *
 *	> Quote.
 *
 *	– [Source](url)
 *
 *	Thanks to [Name](url) for the suggestion!
 *
 * A feature with a name has the first form; its text may be the whole
 * sentence.  One without has the second.
 */
void feature_add(struct strbuf *out, const struct feature *feature);

#endif
