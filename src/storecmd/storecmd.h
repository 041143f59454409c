/*
 * storecmd: the commands that need the store: the program sennight-store.
 *
 * Their records, with options and help, are those of src/cmd, which explains
 * them without loading a database; here is what they do.  A command here reads
 * its options with cmd_read_options and prints for people, as those there do.
 */
#ifndef STORECMD_STORECMD_H
#define STORECMD_STORECMD_H

#include "cmd/cmd.h"
#include "model/settings.h"
#include "store/store.h"

/* argv[0] is the name of the command: "subscribers import". */
typedef int storecmd_run(const struct cmd *cmd, int argc, char **argv);

storecmd_run storecmd_subscribers_import, storecmd_subscribers_export,
    storecmd_subscribers_show, storecmd_subscribers_erase, storecmd_backup,
    storecmd_restore;
storecmd_run storecmd_inbox_list, storecmd_inbox_show, storecmd_inbox_decide,
    storecmd_inbox_undo, storecmd_inbox_add;
storecmd_run storecmd_draft_fill, storecmd_status;
storecmd_run storecmd_votes_list, storecmd_votes_open, storecmd_votes_close,
    storecmd_votes_nominate, storecmd_votes_refuse, storecmd_votes_tally;

/* The settings of the newsletter here, in the arena, and its store. */
bool storecmd_open(struct arena *arena, struct settings *ret_settings,
    struct store **ret_store, struct error *err);

/* How that store is opened. */
struct store_options storecmd_store(
    struct arena *arena, const struct settings *settings);

/* Is `text` "text" (false) or "json" (true)?  False if it is neither. */
bool storecmd_take_format(const char *text, bool *ret_json);

/* Ask a question, to which "yes" is the answer that goes on.  Without a
 * terminal nobody can answer: false then, saying that --yes does. */
bool storecmd_ask(const char *question, bool *ret_yes, struct error *err);

/* A bar on the standard error, if that is a terminal. */
void storecmd_progress(const char *what, size_t done, size_t all);
/* And away with it; before anything else is printed. */
void storecmd_progress_end(void);

#endif
