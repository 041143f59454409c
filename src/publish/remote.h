/*
 * remote: the repository that a team shares, seen from the newsletter's own,
 * which is the one around the current folder.
 *
 * The program git is asked, as it knows how to get in: keys, helpers for
 * passwords, proxies.  Nobody is asked for a password, and all of it has an
 * end: a minute to look, five to push.  Nothing there is ever forced: commits
 * go only behind all that the branch has.  No branch, and nothing of the work
 * tree, is changed here.
 */
#ifndef PUBLISH_REMOTE_H
#define PUBLISH_REMOTE_H

#include "base/arena.h"
#include "base/error.h"

struct remote {
	const char *name;           /* that git has for it: "origin" */
	const char *branch;         /* there */
	const char *label;          /* for people: "origin main" */
	const char *issue;          /* a path, seen from the current folder */
	const char *const *setting; /* of git's environment */
};

/*
 * The one of the setting publish.push, "REMOTE" or "REMOTE BRANCH"; without a
 * branch it is the one of the same name as here.  All is in the arena.  False
 * if there is no such remote, no repository, or no branch is checked out.
 * Nobody is asked over the network.
 */
bool remote_open(struct arena *arena, struct str setting, const char *issue,
    struct remote *ret_remote, struct error *err);
/* The text of the issue that is committed here, as git names it; unset if none
 * is. */
struct str remote_issue_id(const struct remote *remote, struct arena *arena);

struct remote_seen {
	struct str tip; /* the commit there; empty: it has nothing at all yet */
	bool moved;     /* it has commits that are not here */
	size_t commits; /* so many; 0: that is not known */
	struct str who, title; /* of the newest of them; may be unset */
	/* Who put the issue there, in a commit that is not here; or unset. */
	struct str publisher;
	bool ours;    /* the issue is there, by a commit that is here, too */
	size_t alone; /* commits that are here alone; 0 if it moved */
};
/* False if it could not be asked, or has other branches but not this one. */
bool remote_look(const struct remote *remote, struct arena *arena,
    struct remote_seen *ret_seen, struct error *err);
/* What has moved, and what to do, as a sentence. */
struct str remote_moved_text(struct arena *arena, const struct remote *remote,
    const struct remote_seen *seen);

enum remote_state {
	REMOTE_TAKEN,
	REMOTE_HAD_IT,
	REMOTE_MOVED,    /* nothing was pushed */
	REMOTE_DECLINED, /* by a hook or rule, here or there: neither */
};
struct remote_pushed {
	enum remote_state state;
	size_t commits; /* that it took; 0: the branch is new there */
	struct str why; /* of the last two: a sentence */
};
/* Push what is committed.  False if it could not be asked, or did not answer:
 * then it may have been pushed, and the next time it is found out. */
bool remote_push(const struct remote *remote, struct arena *arena,
    struct remote_pushed *ret_pushed, struct error *err);

#endif
