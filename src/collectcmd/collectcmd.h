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

#include "collect/collect.h"
#include "storecmd/storecmd.h"

storecmd_run collectcmd_collect, collectcmd_perf;

/* collect --add: recognise an address, show what it has, ask, and add it to
 * the settings, whose other bytes stay. */
struct collectcmd_added {
	const char *address, *id, *section; /* the last two may be NULL */
	bool yes;
};
bool collectcmd_add(struct arena *arena, const struct collect_options *options,
    const struct collectcmd_added *added, struct error *err);

/* collect --share: print what of an issue or draft came in by itself, and keep
 * it in the folder of caches. */
bool collectcmd_share(struct arena *arena, const struct settings *settings,
    struct store *store, const char *path, bool as_json, struct error *err);
/* Keep that of a published issue, and say it in a line, once; nothing if all of
 * it was added by hand, as before the first sources were. */
bool collectcmd_tell_share(struct arena *arena, const struct settings *settings,
    struct store *store, const char *path, struct error *err);

#endif
