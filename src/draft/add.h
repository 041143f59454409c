/*
 * add: what the parts of `draft add` share.  Private to src/draft.
 *
 * The text changes in rounds.  A round reads it and puts in all that has a
 * list to stand in; where nothing has, it prepares one place: a heading, or a
 * comment that is opened.  So nothing is inserted twice at one place, and a
 * draft is read as often as it lacks headings, not as it gets items.
 */
#ifndef DRAFT_ADD_H
#define DRAFT_ADD_H

#include "draft/draft.h"
#include "model/item_place.h"

/* One thing at one place. */
struct job {
	const struct addition *addition;
	size_t region; /* of an event; STR_NONE: the section itself */
	bool done;     /* placed, there before, or refused */
	struct placed *placed;
	struct placed *twin; /* the same, earlier in the list; or NULL */
	int tries;           /* rounds that prepared its place */
};

/* An edit of this round; `job` stands `at` bytes behind its start. */
struct add_edit {
	struct edit edit;
	size_t job; /* STR_NONE: none */
	size_t at;
	size_t order;
};

/* What a round knows of a section. */
struct section_state {
	bool taken;    /* something is being made there: the rest waits */
	bool looked;   /* `last` is known */
	size_t last;   /* its last item of a list, or STR_NONE */
	size_t cursor; /* events before it are not later than those put in */
};

struct adder {
	struct arena *arena;
	const struct settings *settings;
	const char *path;
	struct str text; /* ends with a line end */
	bool crlf;
	struct issue *issue; /* of this round */
	/* By number in the settings: the section of the draft with the
	 * heading of the rule or region, or STR_NONE. */
	size_t *rule_section, *region_section;
	struct section_state *state; /* by section */
	char marker;                 /* of new lists */
	struct job *job;
	size_t jobs;
	struct add_edit *edit;
	size_t edits;
	struct error *err;
};

/* ---------------------------------------------------------------- add_place */

/* Where a job belongs: a section of the draft, or what is missing for it. */
struct target {
	size_t section; /* index, or STR_NONE */
	/* A heading to make: its text, that as Markdown, its level, and the
	 * offset of the line before which it stands. */
	struct str title, heading;
	int level;
	size_t offset;
	/* Of a group: what is to stand below it, and the sentence that names
	 * it no more. */
	struct str below;
	struct edit sentence; /* offset MD_UNKNOWN: none */
	const char *why;      /* not NULL: it has no place, and why */
};

/* Fill rule_section and region_section for the issue of this round. */
void places_find(struct adder *a);
struct target job_target(struct adder *a, const struct job *job);
/* Do the events of the draft stand below headings of regions? */
bool events_have_regions(const struct adder *a);
/* "Comment periods" below "Decisions", both of one rule: the innermost first
 * one, which holds the items. */
size_t section_innermost(const struct adder *a, size_t section, size_t rule);
/* The section that holds an offset. */
size_t section_at(const struct issue *issue, size_t offset);
/* Where the headings below a section end: the next of its level or above. */
size_t section_tree_end(const struct issue *issue, size_t section);

/* -------------------------------------------------------------- add_heading */

/* Where a new heading belongs: that of a rule, a region, a group below the
 * section `base`, the unsorted ones. */
struct target heading_of_rule(struct adder *a, size_t rule);
struct target heading_of_region(struct adder *a, size_t base, size_t region);
struct target heading_of_group(
    struct adder *a, size_t base, struct str title, struct str markdown);
struct target heading_of_unsorted(struct adder *a);
/* Does a comment keep the heading of a section for later? */
bool comment_keeps_section(const struct adder *a, const struct md_comment *c);
/* Make it, or take it out of the comment that keeps it. */
void heading_make(struct adder *a, const struct target *target);

/* ----------------------------------------------------------------- sentence */

/*
 * A sentence that names groups which have nothing, in the text or in a comment:
 *
 *	*No items for [A](url),
 *	  [B](url) [(C)](url) or
 *	  [D](url).*
 */
struct group_link {
	struct str markdown; /* "[B](url) [(C)](url)" */
	struct str title;    /* "B" */
	struct str url;
};

struct group_sentence {
	struct span span;      /* of the file, star to star */
	struct str start, end; /* before the first link, behind the last */
	struct str gap;        /* the blanks between two links */
	struct group_link *link;
	size_t links;
	const struct item *item; /* NULL in a comment */
};

/* Of a section and what is below it of its rule; one in the text before one in
 * a comment.  False if there is none. */
bool sentence_find(
    struct adder *a, size_t base, struct group_sentence *ret_sentence);
/* The sentence with these links; empty for none. */
struct str sentence_text(struct adder *a, const struct group_sentence *s,
    const struct group_link *link, size_t links);
/* The edit to that, of a sentence in the text; without links its lines go. */
struct edit sentence_edit(struct adder *a, const struct group_sentence *s,
    const struct group_link *link, size_t links);

/* ---------------------------------------------------------------- add_group */

/* The heading below `base` for things of a repository, or of the group called
 * `name` if that is set; STR_NONE if there is none. */
size_t group_find(
    struct adder *a, size_t base, struct str repository, struct str name);

/* The group below the section `base` for things of a repository; `name` is that
 * of the group if it is known. */
struct target group_target(
    struct adder *a, size_t base, struct str repository, struct str name);

/* ----------------------------------------------------------------- add_list */

/* Put a job into the list of a section, or make one; or do nothing if that must
 * wait for another round. */
void list_put(struct adder *a, size_t job, size_t section);
/* Note the sentences of a section that there is nothing, to be taken out. */
void list_drop_none(struct adder *a, size_t section);
/* An item of a list that more can stand in. */
bool item_is_listed(const struct item *item);
/* Lines instead of whole lines [from, to), parted by blank ones from what
 * stands around; *ret_at is where they begin in the edit. */
struct edit block_edit(
    struct adder *a, size_t from, size_t to, struct str lines, size_t *ret_at);
/* Where a list belongs in a section that has none: behind its introduction,
 * before what closes it, or instead of the sentence that there is nothing. */
struct span list_spot(struct adder *a, const struct section *section);
/* Behind the heading of a section, behind the last block of its own. */
size_t section_heading_end(const struct adder *a, const struct section *s);
size_t section_content_end(const struct adder *a, const struct section *s);
/* Behind the last item of a section's lists, or where one would be. */
size_t section_items_end(struct adder *a, size_t section);
/* The first comment of a section that marks a place, or if `any` the last that
 * stands for itself; NULL if there is none. */
const struct md_comment *section_mark(
    const struct adder *a, const struct section *s, bool any);
/* Does a text hold one of the settings' placeholders? */
bool has_placeholder(const struct settings *settings, struct str text);

/* -------------------------------------------------------------------- slots */

/* Fill the slot of a feature or the jobs link, or wait for another round. */
void slot_fill(struct adder *a, size_t job, size_t section);

/* ---------------------------------------------------------------------- add */

/* Take a draft's text; read it for a round, without edits; make its edits; and
 * the text as it is to be written. */
void adder_take(struct adder *a, struct str text);
bool adder_read(struct adder *a);
void adder_apply(struct adder *a);
struct str adder_text(const struct adder *a, struct str before);

/* Note an edit of this round; `job` (STR_NONE: none) stands `at` bytes into its
 * text. */
void add_note(struct adder *a, struct edit edit, size_t job, size_t at);
/* Lines of what stands in the text now, in one pass over it. */
void placed_count_lines(struct adder *a, struct placed *placed, size_t count);
void job_refuse(struct job *job, const char *why);
void job_was_there(struct job *job, size_t offset, struct str section);
/* What names an addition, for people and for its item. */
struct str addition_title(const struct addition *addition);
struct str addition_url(const struct addition *addition);

#endif
