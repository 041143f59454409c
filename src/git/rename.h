/*
 * rename: which of the new files is one of those that are gone.
 */
#ifndef GIT_RENAME_H
#define GIT_RENAME_H

#include "git/repo.h"

/* A file that differs between the two sides. */
struct touched_file {
	const char *path; /* below the top */
	char status;      /* enum change_status; '\0': nothing to tell */
	bool wanted;      /* below what was asked for */
	bool new_known;   /* is new_id what is in the work tree? */
	git_oid old_id, new_id;
	size_t old_size, new_size;       /* bytes; 0 if there is none */
	const struct touched_file *from; /* of a renamed one */
};

/*
 * Make renamed files of the added ones that are like a deleted one, whose
 * status becomes '\0'.  Equal contents go first, then equal names, then what
 * is most alike; empty files are like nothing.
 *
 * False if there were too many to compare them all; those of equal contents
 * are found even then.
 */
bool renames_find(const struct repo *repo, struct touched_file *file,
    size_t files, struct arena *arena);

#endif
