/*
 * cmd: the commands of the front program, one file each.
 *
 * A command is a record.  Its options are read, its --help and its manual page
 * are printed from it, so that the three cannot differ.  A command prints for
 * people and returns what the program exits with.
 */
#ifndef CMD_CMD_H
#define CMD_CMD_H

#include <stdio.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"

enum cmd_exit {
	CMD_FINE = 0,
	CMD_NOT_FINE = 1, /* looked at it, and it is not fine */
	CMD_FAILED = 2,   /* could not look */
};

struct cmd_option {
	char letter;          /* '\0': only the long name */
	const char *name;     /* without the dashes */
	const char *argument; /* what follows it: "DIR"; "[=all]": perhaps,
				 behind a = ; NULL: nothing */
	const char *help;     /* one sentence, without a full stop */
};

struct cmd {
	const char *name;      /* "draft new": of a command of a group */
	const char *line;      /* what it does, for the list of commands */
	const char *arguments; /* after the options: "FILE"; "" if none */
	const char *text;      /* paragraphs apart by empty lines */
	const struct cmd_option *option;
	size_t options;
	/* argv[0] is the command's name, without that of its group. */
	int (*run)(const struct cmd *cmd, int argc, char **argv);
	/* Of a group: its commands, NULL at the end; run is cmd_run_group. */
	const struct cmd *const *group;
};

/* Make a newsletter here, or settings beside an existing repository. */
extern const struct cmd cmd_init;
/* Print the typed view of an issue. */
extern const struct cmd cmd_show;
/* Build the site. */
extern const struct cmd cmd_build;
/* Look for mistakes. */
extern const struct cmd cmd_check;
/* Make, fill, tidy and merge drafts: a group. */
extern const struct cmd cmd_draft;
/* Commands of that group. */
extern const struct cmd cmd_draft_new;
extern const struct cmd cmd_draft_fmt;
extern const struct cmd cmd_draft_merge;
extern const struct cmd cmd_draft_pick;
/* Put links, events and other things into a draft. */
extern const struct cmd cmd_draft_add;
/* Put in what was accepted in the inbox. */
extern const struct cmd cmd_draft_fill;
extern const struct cmd cmd_draft_perf;
/* Run the program that serves pages. */
extern const struct cmd cmd_serve;
/* Look at candidates and decide on them: a group. */
extern const struct cmd cmd_inbox, cmd_inbox_list, cmd_inbox_show,
    cmd_inbox_accept, cmd_inbox_reject, cmd_inbox_move, cmd_inbox_undo,
    cmd_inbox_add;
/* What readers nominate and vote for: a group. */
extern const struct cmd cmd_votes, cmd_votes_list, cmd_votes_open,
    cmd_votes_close, cmd_votes_nominate, cmd_votes_refuse, cmd_votes_tally;
/* Take in, give out, show and forget subscribers: a group. */
extern const struct cmd cmd_subscribers, cmd_subscribers_import,
    cmd_subscribers_export, cmd_subscribers_show, cmd_subscribers_erase;
/* Send an issue to its readers, and see what became of it. */
extern const struct cmd cmd_send, cmd_send_status, cmd_send_retry,
    cmd_send_undo;
/* Bring an issue out. */
extern const struct cmd cmd_publish, cmd_publish_answers, cmd_publish_undo,
    cmd_publish_correct;
/* What mails that came back tell: a group. */
extern const struct cmd cmd_bounces, cmd_bounces_read, cmd_bounces_list,
    cmd_bounces_show, cmd_bounces_drop, cmd_bounces_classify;
/* Look whether mails can be sent. */
extern const struct cmd cmd_doctor;
extern const struct cmd cmd_collect;
/* Say how far an issue is, and what blocks it. */
extern const struct cmd cmd_status;
/* Copy the database, and bring a copy back. */
extern const struct cmd cmd_backup, cmd_restore;
/* Describe settings and commands. */
extern const struct cmd cmd_help;

/* All of them, in the order of a newsletter's week; NULL at the end. */
extern const struct cmd *const cmd_all[];
/* The command of that name ("draft-new": of a group), or NULL. */
const struct cmd *cmd_named(const char *name);
/* Run the command of a group that the first argument names. */
int cmd_run_group(const struct cmd *cmd, int argc, char **argv);
/* The same of a group that is a command of its own: NULL if none is named. */
const struct cmd *cmd_of_group(const struct cmd *group, const char *name);

/* Takes option number `index` of the record; false if the value is none.  The
 * value of an option without argument is NULL. */
typedef bool cmd_take(void *data, size_t index, const char *value);

/*
 * Read the options; *ret_first is the index of the first argument behind them.
 * False after --help, or a mistake that was explained: return *ret_status
 * then.
 */
bool cmd_read_options(const struct cmd *cmd, int argc, char **argv,
    cmd_take *take, void *data, int *ret_first, int *ret_status);

/* What --help prints; to the standard error if something was wrong. */
void cmd_print_help(const struct cmd *cmd, FILE *to);
/* The manual page, for man(7). */
void cmd_print_manual(const struct cmd *cmd, FILE *to);

/* Print "sennight COMMAND: TEXT" to the standard error; CMD_FAILED. */
int cmd_fail(const struct cmd *cmd, const struct error *err);

/* Seconds since 1970: the clock's, or $SOURCE_DATE_EPOCH if that is set; and
 * the day it is then in a time zone. */
int64_t cmd_now(void);
struct date cmd_today(struct str zone);
/* The path of this program, or NULL where the system does not tell. */
const char *cmd_own_path(struct arena *arena);

/*
 * Become the program `name`, which stands beside this one (in a build folder)
 * or in the libexec folder.  Returns only on failure, with CMD_FAILED.
 */
int cmd_become(const char *name, char **argv);

/*
 * Become sennight-store, which has the command of this record: it reads the
 * options by the same record, and its run function is src/storecmd's.  --help
 * is answered here.
 */
int cmd_become_store(const struct cmd *cmd, int argc, char **argv);
/*
 * The main function of such a program: one of the rows is run, or what there
 * is is printed.  `about` is some words for "The commands of sennight that
 * ABOUT".  SIGPIPE is ignored: who closes the pipe ends a listing with an
 * error, not silently.
 */
struct cmd_row {
	const struct cmd *cmd;
	int (*run)(const struct cmd *cmd, int argc, char **argv);
};
int cmd_program(const char *name, const char *about, const struct cmd_row *row,
    size_t rows, int argc, char **argv);
/* In the same way sennight-send, sennight-collect and sennight-publish; their
 * run functions are those of src/sendcmd, src/collectcmd and src/publishcmd. */
int cmd_become_send(const struct cmd *cmd, int argc, char **argv);
int cmd_become_collect(const struct cmd *cmd, int argc, char **argv);
int cmd_become_publish(const struct cmd *cmd, int argc, char **argv);

/*
 * Run the program `name`, found in the same way, to its end: give it `input`,
 * take what it prints, `max` bytes at most, into the arena.  What it has to
 * say to people it prints to the standard error itself.  *ret_status is what
 * it exited with; false, and err, if it could not be run (base/child.h).
 */
bool cmd_call(const char *name, char **argv, struct str input, size_t max,
    struct arena *arena, struct str *ret_output, int *ret_status,
    struct error *err);

#endif
