/*
 * line_link: a link to a line that was printed.
 *
 * Items have no ids in pages, so it is found by its text (url_with_text).
 * theme/search.js does the same; test/model/line_link.tsv holds both to it.
 */
#ifndef MODEL_LINE_LINK_H
#define MODEL_LINE_LINK_H

#include "base/arena.h"
#include "base/date.h"

/*
 * `address` is that of the page, or of the section in it; `text` is the item's
 * as it is searched (docs/search.md): "2026-08-26 Moths at dusk · Some Club" of
 * an event, "[video] Lamps" of something with tags.  Of it that is looked for
 * which pages show in one piece.  `address` itself if there is nothing.
 */
struct str line_link(struct arena *arena, struct str address, struct str text);

/* The text of an event, for that. */
struct str line_of_event(
    struct arena *arena, struct date first, struct str title);

#endif
