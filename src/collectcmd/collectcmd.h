/*
 * collectcmd: the command that asks sources: the program sennight-collect, of
 * its own since it needs an HTTP client and readers of calendars.
 *
 * Its record is in src/cmd, as with storecmd, whose functions for all commands
 * it uses.
 */
#ifndef COLLECTCMD_COLLECTCMD_H
#define COLLECTCMD_COLLECTCMD_H

#include "storecmd/storecmd.h"

storecmd_run collectcmd_collect;

#endif
