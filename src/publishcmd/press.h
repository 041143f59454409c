/*
 * press: an issue on its way out, and what all steps share.
 *
 * A step is noted before it begins and when it is done (store/publishing.h),
 * with a mark of what it was done with: one that is done with the same is
 * skipped.  Only one process publishes at a time: a folder is held against
 * others on this machine, a lease in the store against other machines.
 */
#ifndef PUBLISHCMD_PRESS_H
#define PUBLISHCMD_PRESS_H

#include "base/transfer_guard.h"
#include "model/issue.h"
#include "publishcmd/publishcmd.h"

enum { PRESS_ALLOWS_MOST = 256 };

struct press_options {
	bool dry_run, yes, no_send, no_push, take_over, mail;
	const char *at, *date, *because, *only, *discussion, *again;
	struct str_list even_so; /* rules */
	struct transfer_address allow[PRESS_ALLOWS_MOST];
	size_t allows;
};

struct keeper;

struct press {
	const struct cmd *cmd;
	struct press_options options;
	struct arena arena;
	struct settings settings;
	struct store_options store_options;
	struct store *store;
	struct keeper *keeper;
	int held; /* the folder, or -1 */
	struct str who;

	const char *path;   /* of the issue's file, now */
	bool published;     /* it stands in the folder of issues */
	const char *target; /* where it stands when it is published */
	struct str name;    /* of that, as the ledger has it */
	struct str text;
	struct header header;
	int64_t begins;    /* when, by options.at; 0: now */
	struct date today; /* the day on which it begins */

	/* Of the last build. */
	bool built;
	const char *site;
	struct str fingerprint;
	int status; /* what the command ends with */
};

/* What a command does with the issue that is named so. */
typedef bool press_act(struct press *p, const char *issue, struct error *err);
/*
 * A command about one issue, from its options, taken by `take` with `data`, to
 * what it ends with.  Only p->cmd is set before; `act` begins with press_open,
 * and all is closed behind it.
 */
int press_run(struct press *p, int argc, char **argv, cmd_take *take,
    void *data, press_act *act);

/* Open the newsletter, its store, and the issue that is named so. */
bool press_open(struct press *p, const char *issue, struct error *err);
/* Also after a failure. */
void press_close(struct press *p);

/* Of a draft that was moved, or was about to be, under another name and day:
 * that name. */
bool press_take_name(struct press *p, struct error *err);

/* Be the only one.  Asks the store now and then for more time, until the press
 * is closed. */
bool press_hold(struct press *p, struct error *err);
/* Is it still ours?  Before anything that cannot be undone. */
bool press_is_ours(struct press *p, struct error *err);

/* Read the issue's file anew. */
bool press_read(struct press *p, struct error *err);
/* Write it, if it is still what was read, and read it. */
bool press_write(struct press *p, struct str text, struct error *err);

/* Was the step done with what the mark says?  Else it is to be noted that it
 * begins, unless nothing is to be done. */
bool press_is_done(struct press *p, const char *step, struct str mark,
    bool *ret_done, struct error *err);
bool press_note(struct press *p, const char *step, enum publish_state state,
    struct str mark, const char *said, struct error *err);
/* What is noted of it; in the arena. */
bool press_find(struct press *p, const char *step,
    struct publish_step *ret_step, struct error *err);

/* Print a line about a step: "deploy web  12 files sent". */
void press_say(struct press *p, const char *step, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Commit files as they are now; without a repository nothing happens.  What
 * was done is told as a clause for people: "committed as 1a2b3c4". */
bool press_commit(struct press *p, const char *message,
    const char *const *paths, const char **ret_said, struct error *err);

#endif
