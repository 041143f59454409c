/*
 * issue_json: an issue as one JSON object, for `sennight show --format json`.
 *
 * docs/show.md documents every field; fields may be added, never changed.
 * Unknown is null.
 */
#ifndef MODEL_ISSUE_JSON_H
#define MODEL_ISSUE_JSON_H

#include "base/strbuf.h"
#include "model/issue.h"

/* Append the object, without a newline.  Ask out->full at the end. */
void issue_add_json(struct strbuf *out, const struct issue *issue,
    const struct settings *settings);

#endif
