/*
 * meaning: what readers get of an issue, as one text to compare.
 *
 * Two files mean the same if these texts are equal: their header has the same
 * fields, and their Markdown the same blocks, words, marks and links in the
 * same order.  Form is left out:
 *
 * - blanks and line ends in running text count as one blank, and as none
 *   beside a '|', where fields of events end, and between a ']' and a '[' or
 *   a link, where tags do;
 * - the order of header fields, and the case of their names;
 * - the bullet of a list, and whether blank lines part its items; lists of
 *   one kind that follow one another are one list;
 * - the order of a list whose items are all events, and how their dates are
 *   written before the first bar.
 *
 * Private to src/draft.
 */
#ifndef DRAFT_MEANING_H
#define DRAFT_MEANING_H

#include "base/strbuf.h"
#include "model/issue.h"

/* Append the meaning.  Marks are control characters, so that no text can look
 * like one.  Ask out->full at the end. */
void meaning_add(
    struct strbuf *out, struct arena *arena, const struct issue *issue);

#endif
