/* merge_write: the text of the result. */
#ifndef DRAFT_MERGE_WRITE_H
#define DRAFT_MERGE_WRITE_H

#include "base/strbuf.h"
#include "draft/draft.h"
#include "draft/merge_parts.h"

/* Append the text of all nodes that stay, and count the conflicts. */
void merge_write(
    struct strbuf *out, struct merge *merge, const struct merge_labels *labels);

/* Append two texts between markers.  Line ends are \n, or \r\n if `crlf`. */
void merge_write_conflict(struct strbuf *out, struct str ours,
    struct str theirs, const struct merge_labels *labels, bool crlf);

#endif
