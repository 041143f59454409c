/*
 * pick_priv: what the files of pick share.  Private to them.
 */
#ifndef GIT_PICK_PRIV_H
#define GIT_PICK_PRIV_H

#include "git/pick.h"

/* A search for heads under way. */
struct pick_search {
	const struct repo *repo;
	struct arena *arena;
	const char **folder; /* below the top */
	size_t folders;
	git_oid ours;
	git_tree *our_tree;
	git_diff *our_moves; /* what HEAD did since the base of this head; or
				NULL: nobody asked yet */
	struct pick_heads *out;
	struct error *err;
};

/* A new head in the list; its address is good until the next. */
struct pick_head *pick_search_add(struct pick_search *s, const char *name);

/* Tell in the head what lies between two trees: ids, files, others. */
bool pick_compare(struct pick_search *s, git_tree *base, git_tree *theirs,
    struct pick_head *head);

/* Is left, for this reason. */
void pick_leave(struct pick_search *s, struct pick_head *head,
    const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Add a head for every patch of a file. */
bool pick_patches(struct pick_search *s, const char *path);

/* Paths below the top. */
struct pick_paths {
	const char **path;
	size_t count;
};

/* A plan that is being carried out. */
struct pick_work {
	const struct repo *repo;
	const struct pick_plan *plan;
	struct arena *arena;
	struct pick_answer *out;
	struct error *err;
	git_oid ours;
	git_oid *tree;            /* of each commit of the plan */
	git_tree *before, *after; /* of HEAD, and of the last commit */
	/* Files that differ between the two. */
	struct pick_paths done;    /* the work tree has them already */
	struct pick_paths touched; /* all others: the next two */
	struct pick_paths plain;   /* ordinary ones, to be written by us */
	struct pick_paths rest;    /* for libgit2 */
	git_oid *plain_id;         /* of each that is plain */
};

/* Find the files that differ.  False if anything that is not committed would
 * be overwritten. */
bool pick_check_clean(struct pick_work *work);
/* Then write them, and the index. */
bool pick_write(const struct pick_work *work);

/* The digits of an id, in the arena. */
struct str pick_hex(struct arena *arena, const git_oid *id);

/* A path below the top as it is written from here, for people: nothing in it
 * moves a cursor. */
const char *pick_shown(
    const struct repo *repo, struct arena *arena, const char *path);

#endif
