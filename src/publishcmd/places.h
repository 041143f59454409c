/*
 * places: what can be told of the settings' places before anything is done.
 *
 * A mistake in them would otherwise show when the issue is moved and committed
 * already, and half of the places have it.
 */
#ifndef PUBLISHCMD_PLACES_H
#define PUBLISHCMD_PLACES_H

#include "publishcmd/press.h"

/*
 * Each place is one that there can be, none is named twice in other words, no
 * folder is one of the newsletter's own, and --again and --discussion fit.
 * False with a sentence if not.
 *
 * Secrets that this run needs and does not find stop it, too; a dry run tells
 * of each, goes on, and is not fine.
 */
bool places_check(struct press *p, struct error *err);

#endif
