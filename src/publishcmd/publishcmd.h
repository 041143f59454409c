/*
 * publishcmd: the command that brings an issue out: the program
 * sennight-publish.
 *
 * Its records, with options and help, are those of src/cmd; here is what they
 * do.  The order of the stages is written once, in steps.c; mails are sent by
 * sennight-send and commits are made by sennight-git, which are called.
 */
#ifndef PUBLISHCMD_PUBLISHCMD_H
#define PUBLISHCMD_PUBLISHCMD_H

#include "storecmd/storecmd.h"

/* argv[0] is the name of the command: "publish undo". */
typedef int publishcmd_run(const struct cmd *cmd, int argc, char **argv);

publishcmd_run publishcmd_publish, publishcmd_answers, publishcmd_undo,
    publishcmd_correct;

#endif
