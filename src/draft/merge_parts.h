/*
 * merge_parts: the three versions of a draft, cut into what is merged.
 * Private to merge.
 *
 * A version is parts (the header, what stands before the first heading, and
 * each heading with what is under it), and a part is units: fields of the
 * header, items with all their lines, and other lines.  Blank lines are no
 * units but the gap before one.  Gaps, units and the tail, one after another,
 * are the whole text.
 *
 * Units of several versions that are one and the same thing have one node.
 */
#ifndef DRAFT_MERGE_PARTS_H
#define DRAFT_MERGE_PARTS_H

#include "draft/lines.h"
#include "model/issue.h"

enum merge_side { BASE, OURS, THEIRS, SIDES };

enum unit_kind { UNIT_FIELD, UNIT_HEADING, UNIT_ITEM, UNIT_TEXT };

/* By what units of several versions are known to be the same, the surest
 * first; numbers of merge->names, 0 where a unit has no such thing. */
enum unit_key {
	KEY_TEXT,     /* all of it, but for blanks and the bullet */
	KEY_LINKS,    /* all links, and the day; of a heading: its path */
	KEY_LINK_DAY, /* the main link, and the day; its title */
	KEY_LINK,     /* the main link; its rule in the settings */
	KEY_TITLE,    /* the text of the link */
	KEYS,
};

struct node;

struct unit {
	enum unit_kind kind;
	enum merge_side side;
	bool none;       /* an item that says there is none */
	bool comment;    /* text inside of a comment */
	struct str text; /* whole lines, with the last line end; "" of the
			    headings of the two parts that have none */
	struct str gap;  /* the blank lines before */
	size_t part;     /* index in its version */
	size_t links;    /* of an item; of a heading: how many have its path */
	uint32_t key[KEYS];
	const struct event *event; /* of an item that is one, else NULL */
	struct node *node;         /* NULL until it has one */
	struct unit *chain;        /* for merge_match */
};

/* How a node ends. */
enum fate {
	FATE_OPEN, /* not decided */
	FATE_KEEP,
	FATE_DROP,
	FATE_CONFLICT,
};

struct node {
	struct unit *unit[SIDES]; /* NULL where it is missing */
	enum fate fate;
	struct str text;         /* FATE_KEEP: its lines */
	struct str ours, theirs; /* FATE_CONFLICT: lines of either side */
	/* Which version says where it stands; OURS or THEIRS. */
	enum merge_side by;
	/* How far each side took it away from where the base has it: 0 not,
	 * 1 to another place in its part, 2 to another part. */
	int moved[SIDES];
	/* Text of theirs that stands where the base had this one. */
	struct node *instead_of;
	struct node *prev, *next; /* in its list */
	const struct node *list;  /* the head of that list, or NULL */
	struct node *below; /* of a heading: head of what stands under it */
};

/* A heading and what stands under it, up to the next one. */
struct part {
	struct unit *unit; /* the first is the heading */
	size_t units;
	const struct section *section; /* NULL of the header */
	size_t parent;                 /* index, or STR_NONE */
};

struct version {
	enum merge_side side;
	struct issue issue;
	struct str text; /* line ends are \n, the last line has one */
	bool crlf;       /* they were \r\n, all of them */
	bool cut;        /* the last line had none */
	struct unit *unit;
	size_t units;
	struct part *part; /* [0] is the header */
	size_t parts;
	struct str tail; /* the blank lines at the end */
};

struct merge {
	struct arena *arena;
	const struct settings *settings;
	struct names names;
	struct names urls; /* and the canonical form of each */
	struct str *canonical;
	struct version version[SIDES];
	struct node *headings; /* head of the list of all that are there */
	size_t conflicts;
};

/* Cut a text into parts.  False if it expands beyond all measure. */
bool merge_parts_read(
    struct merge *merge, enum merge_side side, struct source source);

/* A new node of one unit. */
struct node *merge_node(struct merge *merge, struct unit *unit);
/* Make a unit the one that its side has of a node. */
void merge_join(struct node *node, struct unit *unit);

/* The unit whose text a node has; if it is of no single one, that of ours.
 * NULL if neither side has it. */
const struct unit *merge_shown(const struct node *node);

/* The part of a version that a heading's node is of, or NULL. */
struct part *merge_part_of(
    struct merge *merge, const struct node *heading, enum merge_side side);
/* The heading's node of the part that a unit stands in. */
struct node *merge_heading_of(struct merge *merge, const struct unit *unit);

#endif
