/*
 * check_ask: what `sennight check` asks other programs.  Private to src/cmd.
 */
#ifndef CMD_CHECK_ASK_H
#define CMD_CHECK_ASK_H

#include "check/check.h"
#include "check/watch.h"

/* The issues that a change touched: where they are now, and their texts
 * before, under the same paths; new ones have no text before. */
struct since {
	const char **path;
	size_t paths;
	struct check_text *before;
	size_t befores;
};

/*
 * Ask git which issues differ between `revision` and the work tree; with
 * paths, only those among them.  In the arena.
 */
bool ask_git(struct arena *arena, const struct settings *settings,
    const char *revision, const char *const *path, size_t paths,
    struct since *ret_since, struct error *err);

struct ask_network {
	struct arena *arena;
	const struct settings *settings; /* says where the cache is */
	size_t unknown;                  /* links of which nothing is known */
};

/* A check_probe whose data is a struct ask_network. */
bool ask_network(void *data, struct str addresses,
    struct probe_results *ret_results, struct error *err);

/* Look only at some, and tell only of those that changed (check/watch.h). */
struct ask_watched {
	struct ask_network network;
	size_t most;
	struct watched watched; /* what came out */
};

/* A check_probe whose data is a struct ask_watched. */
bool ask_watched(void *data, struct str addresses,
    struct probe_results *ret_results, struct error *err);
/* Remember what was seen; when it was told. */
bool ask_watched_keep(const struct ask_watched *ask, struct error *err);

#endif
