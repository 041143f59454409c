/*
 * issue: the typed view of one number of a newsletter.
 *
 * Made from the Markdown tree and the settings (which say what each heading
 * holds).  What is not understood stays as text: every list item is an item,
 * with kind ITEM_OTHER if nothing more is known, and the tree has all of it.
 *
 * Unknown is: a text with at == NULL, a date of zeros, a number of -1, a
 * pointer NULL, an offset MD_UNKNOWN.  All lives in the arena that read it and
 * borrows from the file.
 */
#ifndef MODEL_ISSUE_H
#define MODEL_ISSUE_H

#include "base/date.h"
#include "base/source.h"
#include "model/markdown.h"
#include "model/settings.h"

struct header_field {
	struct str key, value; /* as written, trimmed */
	size_t offset, end;    /* the line(s) */
};

/* `Key: value` lines up to the first blank line, or YAML between two ---. */
struct header {
	struct str title, category, slug, status, language, author, summary;
	int64_t number; /* -1 unknown */
	struct date date;
	int minutes; /* time of day of the date, or -1 */
	struct str_list tags;
	struct header_field *field; /* all, in file order */
	size_t fields;
	bool yaml;          /* front matter between --- */
	size_t offset, end; /* MD_UNKNOWN without a header */
};

enum item_kind {
	ITEM_OTHER, /* nothing more is known */
	ITEM_LINK,  /* tags, then one link with its title */
	ITEM_EVENT,
	ITEM_CALL,
	ITEM_DECISION,
	ITEM_CHANGE,
	ITEM_NONE, /* "nothing this week" sentence */
	ITEM_PERSON,
};

struct item_link {
	struct str text, url;
	size_t offset, end;
};

struct item {
	enum item_kind kind;
	struct str text; /* plain */
	struct item_link *link;
	size_t links;
	struct str_list tags; /* "video", "ZH": without brackets */
	size_t offset, end;
	const struct md_node *node; /* MD_ITEM, or MD_PARAGRAPH */
	/* Index into the issue's list of that kind, or STR_NONE. */
	size_t typed;
};

struct section {
	int level; /* 1..6; 0 is the text before the first heading */
	struct str title;
	struct str id;                   /* anchor, unique in the issue */
	const struct section_rule *rule; /* its own, or of the heading it is
					    under; NULL if none */
	enum section_kind kind;
	size_t region;      /* index into settings->region, or STR_NONE */
	struct str group;   /* innermost heading below the rule's own */
	size_t parent;      /* index of the section it is in, or STR_NONE */
	size_t offset, end; /* of the heading, to the next one of any level */
	const struct md_node *heading; /* NULL for level 0 */
	const struct md_node *first;   /* first block, siblings follow */
	const struct md_node *stop;    /* the block after the last, or NULL */
	struct item *item;             /* of the lists in it, outermost level */
	size_t items;
};

enum event_mode { MODE_UNKNOWN, MODE_IN_PERSON, MODE_VIRTUAL, MODE_HYBRID };

struct place {
	struct str text; /* as written */
	struct str city;
	struct str state;   /* code, for countries that have them */
	struct str country; /* ISO 3166 code */
};

struct group {
	struct str name, url; /* url may be unknown */
};

struct event {
	struct date first, last; /* last counts in; equal for one day */
	int start, finish;       /* minutes after midnight, or -1 */
	struct str zone;
	enum event_mode mode;
	struct place *place;
	size_t places;
	size_t region; /* index into settings->region, or STR_NONE */
	struct group *group;
	size_t groups;
	struct str title, url;
	struct item_link *extra; /* further links: stream, mirror */
	size_t extras;
	size_t offset, end; /* both lines */
	size_t section;     /* index of the section it stands in */
	size_t item;        /* index in that section */
	bool complete;      /* every word of the item is in these fields */
};

enum call_kind { CALL_TESTING, CALL_PARTICIPATION, CALL_SPEAKING };

struct call {
	enum call_kind kind;
	struct str title, url;
	struct str project;      /* participation: "Motor OS" */
	struct str repository;   /* of the heading or link it is under */
	struct str steps;        /* testing: address of the steps */
	struct date closes;      /* its last day; unset: none is printed */
	struct date first, last; /* speaking: of the event */
	struct place place;
	size_t offset, end, section, item;
};

enum decision_kind {
	DECISION_COMMENT_PERIOD,
	DECISION_APPROVED,
	DECISION_PROPOSED
};

struct decision {
	enum decision_kind kind;
	struct str repository;  /* "rust-lang/rust", or the group's heading */
	struct str disposition; /* "merge", "close", "postpone", ...; for
				   proposals "new" or "updated" */
	struct str title, url;
	struct date closes; /* its last day; unset: none is printed */
	size_t offset, end, section, item;
};

struct change {
	struct str repository; /* "rust-lang/cargo" from the address */
	int64_t number;
	struct str area; /* the heading it stands under */
	struct str title, url;
	size_t offset, end, section, item;
};

struct perf_row {
	struct str label;           /* "Regressions" */
	struct str scope;           /* "primary", "secondary" */
	struct str mean, low, high; /* "-0.5" in percent, as decimals */
	int64_t count;
	size_t offset, end; /* of its line; in the turned form of its heading */
};

struct perf {
	struct str triager;
	struct str from, to, range_url; /* revisions */
	struct str metric;              /* "instructions:u" */
	struct perf_row *row;
	size_t rows;
	int64_t regressions, improvements, mixed, rollups, comparisons;
	struct str report_url;
	struct str summary; /* the prose before all that, plain */
	size_t offset, end;
};

struct feature {
	struct str kind;   /* "crate", "quote" */
	struct str name;   /* of the crate; NULL for a quote */
	struct str text;   /* plain: the quote, or what is said of the crate */
	struct str url;    /* of the crate; of where the quote stands */
	struct str source; /* of a quote: "Ada on the forum" */
	struct person thanks; /* who suggested it */
	bool self_suggested;
	const struct md_node *node; /* the quote or paragraph */
	size_t offset, end;
	size_t thanks_offset, thanks_end; /* the paragraph that thanks */
};

struct issue {
	struct source source;
	struct header header;
	struct md_tree tree;
	struct section *section; /* [0] is the text before any heading */
	size_t sections;
	struct event *event;
	size_t events;
	struct call *call;
	size_t calls;
	struct decision *decision;
	size_t decisions;
	struct change *change;
	size_t changes;
	int64_t change_count; /* "480 pull requests were merged"; -1 */
	struct date change_first, change_last; /* of the search link */
	struct perf *perf;                     /* NULL if none */
	struct feature *feature;
	size_t features;
	struct person *editor;
	size_t editors;
	struct person sponsor;
	struct item_link jobs;                 /* url.at NULL if none */
	struct item_link discussion;           /* "Discuss on ..." */
	struct date window_first, window_last; /* of the events */
};

enum issue_status {
	ISSUE_OK,
	ISSUE_TOO_BIG, /* see MD_TOO_BIG */
};

/* Offset of the body; fills in the header (of zeros and unknowns if there is
 * none).  Errors in a header are no errors here: what is unknown is unknown. */
size_t header_read(
    struct arena *arena, struct str file, struct header *ret_header);

/* Read a whole file.  Never fails on bad Markdown, only on bombs. */
enum issue_status issue_read(struct arena *arena, struct source source,
    const struct settings *settings, struct issue *ret_issue);

#endif
