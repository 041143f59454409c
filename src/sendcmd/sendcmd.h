/*
 * sendcmd: the commands that send mails and read what comes back: the program
 * sennight-send.
 *
 * Their records, with options and help, are those of src/cmd; here is what
 * they do.  A command here reads its options with cmd_read_options and prints
 * for people, as those there do.
 */
#ifndef SENDCMD_SENDCMD_H
#define SENDCMD_SENDCMD_H

#include "cmd/cmd.h"

/* argv[0] is the name of the command: "bounces classify". */
typedef int sendcmd_run(const struct cmd *cmd, int argc, char **argv);

sendcmd_run sendcmd_send, sendcmd_send_status, sendcmd_send_retry,
    sendcmd_send_undo;
sendcmd_run sendcmd_bounces_classify, sendcmd_bounces_read,
    sendcmd_bounces_list, sendcmd_bounces_show, sendcmd_bounces_drop;
sendcmd_run sendcmd_doctor;

#endif
