/*
 * publishing: how far the publishing of an issue has come, and who is at it.
 *
 * A step is one thing that is done once: the files are moved, a target has the
 * site, a place was told.  It is noted before it begins and when it is done,
 * so that whoever goes on after a crash knows of each whether it was done
 * (skip it), not begun (do it), or begun (find out).  What a step is and means
 * is known to src/publishcmd; here it is a name.
 *
 * Only one process works at a time: it holds the lease, for a while, and takes
 * more time as it goes on.
 */
#ifndef STORE_PUBLISHING_H
#define STORE_PUBLISHING_H

#include "store/store.h"

enum publish_state {
	PUBLISH_NOT,     /* it was never begun, or it was taken back */
	PUBLISH_BEGUN,   /* whether it was done nobody noted */
	PUBLISH_DONE,    /* for what `mark` says */
	PUBLISH_FAILED,  /* it was not done; `said` is why */
	PUBLISH_UNKNOWN, /* an answer was lost: it may have been done */
};

/* "done"; and back, PUBLISH_NOT for a name that is none. */
const char *publish_state_name(enum publish_state state);

struct publish_step {
	struct str name; /* "deploy web" */
	enum publish_state state;
	struct str mark; /* of what it was done with; may be unset */
	struct str said; /* for people: an address, a reason; may be unset */
	struct str who;
	int64_t at;
};

struct publish_steps {
	struct publish_step *step; /* by the time they were noted last */
	size_t count;
};

/* All that were noted of an issue (its slug), in the arena. */
bool publish_list(struct store *store, struct arena *arena, struct str issue,
    struct publish_steps *ret_steps, struct error *err);
/* One of them; its state is PUBLISH_NOT if there is none. */
bool publish_find(struct store *store, struct arena *arena, struct str issue,
    struct str name, struct publish_step *ret_step, struct error *err);
/* Note it, instead of what was noted before; `at` is set here. */
bool publish_note(struct store *store, struct str issue,
    const struct publish_step *step, struct error *err);
/* The issue of which a step was noted last with that mark, in the arena; unset
 * if there is none. */
bool publish_find_marked(struct store *store, struct arena *arena,
    struct str name, struct str mark, struct str *ret_issue, struct error *err);
/* As if it had never been begun; with a name that is unset, all of them. */
bool publish_forget(
    struct store *store, struct str issue, struct str name, struct error *err);

/* -------------------------------------------------------------------- lease */

/*
 * Be the only one who publishes for so many seconds, or hold on for so many
 * more.  If another holder has time left, *ret_taken is false, and ret_other
 * its name, in the arena.
 */
bool publish_take(struct store *store, struct arena *arena, struct str holder,
    int64_t seconds, bool *ret_taken, struct str *ret_other, struct error *err);
/* Let others; nothing happens if the holder is another one. */
bool publish_leave(struct store *store, struct str holder, struct error *err);

/* ---------------------------------------------------------------- published */

/* What readers were given last; *ret_found is false if that was never noted. */
struct published {
	struct str path, text; /* in the arena */
	int64_t at;
};
bool published_find(struct store *store, struct arena *arena, struct str issue,
    bool *ret_found, struct published *ret_published, struct error *err);
bool published_note(struct store *store, struct str issue,
    const struct published *published, struct error *err);
/* The same of the draft that it was, before publishing wrote into it. */
bool published_draft_find(struct store *store, struct arena *arena,
    struct str issue, bool *ret_found, struct published *ret_draft,
    struct error *err);
bool published_draft_note(struct store *store, struct str issue,
    const struct published *draft, struct error *err);
/* Forget both. */
bool published_forget(struct store *store, struct str issue, struct error *err);

#endif
