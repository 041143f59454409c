/*
 * reader: what the parts of the typed view share while an issue is read.
 * Private to src/model.
 */
#ifndef MODEL_READER_H
#define MODEL_READER_H

#include "model/issue.h"
#include "model/line.h"

struct reader {
	struct arena *arena;
	const struct settings *settings;
	struct issue *issue;
	/* Does any item of the issue say [disposition: merge]? */
	bool says_merge;
	/* The link of the heading that was asked for last. */
	const struct section *linked;
	const struct md_node *link;
};

/* Where a typed thing stands: an item of a section. */
struct spot {
	size_t section, item;
};

struct section *spot_section(const struct reader *r, struct spot spot);
struct item *spot_item(const struct reader *r, struct spot spot);

/* Fill issue->section; the tree must be there. */
void sections_read(struct reader *r);
/* Fill the items of all sections, of kind LINK, NONE or OTHER, with tags. */
void items_read(struct reader *r);

/* Type one item.  They do nothing with what they do not understand. */
void event_read(struct reader *r, struct spot spot);
void call_read(struct reader *r, struct spot spot);
void decision_read(struct reader *r, struct spot spot);
void change_read(struct reader *r, struct spot spot);

/* Read what stands in paragraphs and tables. */
void perf_read(struct reader *r);
void features_read(struct reader *r);
/* Editors, sponsor, jobs, the discussion; the window of events, the count and
 * window of changes. */
void prose_read(struct reader *r);

/* The first link of a section's heading, or NULL. */
const struct md_node *heading_link(
    struct reader *r, const struct section *section);
bool says_merge(const struct issue *issue);
/* The value of the tag "key: value" of an item; at NULL if there is none. */
struct str tag_value(const struct item *item, struct str key);

#endif
