/*
 * steps: what publishing an issue consists of, in its order.
 *
 * Each does one thing, tells of it in a line, and can be run again: what is
 * done is skipped.  With options.dry_run it only says what it would do.
 */
#ifndef PUBLISHCMD_STEPS_H
#define PUBLISHCMD_STEPS_H

#include "publishcmd/press.h"

/* Run all of them, or the one of options.only.  False, with the reason, at the
 * first that could not be done; p->status is CMD_NOT_FINE if one stopped the
 * rest because the issue is not fine. */
bool steps_run(struct press *p, struct error *err);
/* Is there one of that name?  Else false, saying which there are. */
bool step_check_name(struct press *p, const char *name, struct error *err);

/* A step: *ret_go_on is false if those behind it have to wait. */
typedef bool step_run(struct press *p, bool *ret_go_on, struct error *err);
step_run step_check, step_move, step_push, step_build, step_deploy,
    step_discussion, step_push_again, step_send, step_announce_discussion,
    step_announce, step_archive;

/* The text as it is to be published: with the day it comes out, and without a
 * link to a discussion that leads nowhere. */
bool step_final_text(struct press *p, struct str *ret_text, struct error *err);

/* The fields of a candidate that is a link (store/inbox.h). */
struct str steps_link_fields(
    struct arena *arena, struct str title, struct str url);

struct announcement;
/* What places are told of the issue. */
bool step_announcement(
    struct press *p, struct announcement *ret, struct error *err);
/* Ask for the address of what was posted by hand; unset: nobody knows it. */
bool step_ask_address(struct press *p, struct str *ret_url, struct error *err);
/* Where it is discussed, if that is a place that was told; else unset. */
bool step_announced_discussion(
    struct press *p, struct str *ret_url, struct error *err);

/* Is all that the shared repository has here?  Else it is told, and those steps
 * wait that would publish without it. */
step_run step_look_at_remote;
/* Of an issue that is a draft again: push that, too, if the shared repository
 * knows it as published. */
bool step_push_back(struct press *p, struct error *err);

/* The draft as it was, and `text` of an issue that was published from it: is
 * that what publishing made of it, and nobody else's? */
bool step_is_untouched(struct press *p, struct str draft, struct str text,
    bool *ret_is, struct error *err);

/* Build and deploy again, after the file was changed. */
bool steps_refresh(struct press *p, struct error *err);

/* What a step is marked with: a hash of a text, as 16 digits. */
struct str step_mark(struct arena *arena, struct str text);

/* Ask once whether mails and posts may go; *ret_yes is true if that was
 * answered before, or --yes was given. */
bool steps_ask(
    struct press *p, const char *question, bool *ret_yes, struct error *err);

#endif
