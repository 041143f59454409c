/*
 * pick: what branches and patches changed since they left HEAD, and commits
 * made of that.
 *
 * What their files are to hold when taken together is not git's to know: the
 * texts go out (pick_find), come back merged (base/picks.h), and are committed
 * (pick_make).  All else that a branch changes is merged as git merges it.
 */
#ifndef GIT_PICK_H
#define GIT_PICK_H

#include "base/picks.h"
#include "git/repo.h"

struct pick_ask {
	const char *const *folder; /* whose texts are wanted, from here */
	size_t folders;
	const char *const *name; /* revisions, or files of patches */
	size_t names;
};

/*
 * Look at each.  A patch is compared with the file that it was made of if that
 * is known here, else with HEAD's; for it, objects are written that nothing
 * refers to.  False for a name that means nothing, and where HEAD is no
 * commit.  All that stands in the way of one head alone is told in the head.
 */
bool pick_find(const struct repo *repo, const struct pick_ask *ask,
    struct arena *arena, struct pick_heads *ret_heads, struct error *err);

/*
 * Make the commits of a plan, bring the work tree and the index to the last
 * one, and move HEAD there, in this order: if anything fails or the process
 * dies, HEAD is the old one and no file of the plan is half written.  Files
 * that the plan does not touch are left alone, changed or not.
 *
 * Nothing at all is done if a head cannot be taken (the answer has refusals
 * then), or with `dry`.  False if HEAD is no longer plan->ours, if a touched
 * file has changes that are not committed, or an operation of git is under way.
 */
bool pick_make(const struct repo *repo, const struct pick_plan *plan, bool dry,
    struct arena *arena, struct pick_answer *ret_answer, struct error *err);

#endif
