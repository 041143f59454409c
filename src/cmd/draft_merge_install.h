/*
 * draft_merge_install: make git merge issues with `sennight draft merge`.
 * Private to src/cmd.
 */
#ifndef CMD_DRAFT_MERGE_INSTALL_H
#define CMD_DRAFT_MERGE_INSTALL_H

#include "base/arena.h"
#include "base/error.h"

/*
 * Name the driver in the attributes file of this folder, for its folders of
 * drafts and issues, and tell the repository's settings how to call it.  Prints
 * what it did.  A second time it changes nothing, unless this program has
 * moved.
 */
bool merge_install(struct arena *arena, struct error *err);
/* Take both away again. */
bool merge_uninstall(struct arena *arena, struct error *err);

#endif
