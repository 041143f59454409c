/*
 * title: what a page calls itself.
 *
 * The text of the first <title>, or, where that is missing or empty, of the
 * og:title that a page gives to those who show cards of it.
 */
#ifndef PROBE_TITLE_H
#define PROBE_TITLE_H

#include "base/arena.h"

/*
 * Of HTML of any encoding, also of its beginning only; what is behind the
 * first LIMIT_PROBE_PAGE bytes is not looked at.  `content_type` is the header
 * of that name, or unset.  UTF-8 in the arena: character references resolved,
 * runs of blanks one blank, at most LIMIT_PAGE_TITLE bytes.  Unset if there is
 * none.
 */
struct str title_find(
    struct arena *arena, struct str page, struct str content_type);

#endif
