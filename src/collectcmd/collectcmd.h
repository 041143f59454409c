/*
 * collectcmd: the commands that ask sources and read what they have: the
 * program sennight-collect, of its own since it needs an HTTP client and readers
 * of calendars.
 *
 * Their records are in src/cmd, as with storecmd, whose functions for all commands
 * they use.
 */
#ifndef COLLECTCMD_COLLECTCMD_H
#define COLLECTCMD_COLLECTCMD_H

#include "storecmd/storecmd.h"

storecmd_run collectcmd_collect, collectcmd_perf;

#endif
