/*
 * The commits of publishing, in the repository that the team shares.
 *
 * It is looked at before anything happens and before mails leave, and gets the
 * commits before readers see anything: what somebody else pushed meanwhile
 * stops it where nothing has to be taken back.
 */
#include <string.h>

#include "publish/publish.h"
#include "publishcmd/steps.h"

static bool is_wanted(const struct press *p)
{
	return p->settings.publish.push.len > 0 && !p->options.no_push;
}

static bool open_remote(
    struct press *p, struct remote *ret_remote, struct error *err)
{
	return remote_open(
	    &p->arena, p->settings.publish.push, p->target, ret_remote, err);
}

/* ------------------------------------------------------------------------ look */

bool step_look_at_remote(struct press *p, bool *ret_go_on, struct error *err)
{
	struct remote remote;
	struct remote_seen seen;

	if (!is_wanted(p))
		return true;
	if (!open_remote(p, &remote, err) ||
	    !remote_look(&remote, &p->arena, &seen, err))
		return false;
	if (seen.moved) {
		press_say(p, "push", "%.*s",
		    STR_ARG(remote_moved_text(&p->arena, &remote, &seen)));
		p->status = CMD_NOT_FINE;
		*ret_go_on = false;
	} else if (seen.alone > 0 && !p->published) {
		press_say(p, "push",
		    "%zu %s here alone, and will go to %s, too", seen.alone,
		    seen.alone == 1 ? "commit is" : "commits are",
		    remote.label);
	}
	return true;
}

/* ------------------------------------------------------------------------ push */

/* By what is committed of it: what others commit later is no business of this
 * issue's. */
static struct str mark_of(struct press *p, const struct remote *remote)
{
	return step_mark(&p->arena,
	    arena_printf(&p->arena, "%s %s %.*s", remote->label, p->path,
		STR_ARG(remote_issue_id(remote, &p->arena))));
}

static void say_taken(struct press *p, const struct remote *remote,
    const struct remote_pushed *pushed)
{
	if (pushed->state == REMOTE_HAD_IT)
		press_say(p, "push", "%s has it already", remote->label);
	else if (pushed->commits == 0)
		press_say(p, "push", "%s is new, and has it", remote->label);
	else
		press_say(p, "push", "%zu %s to %s", pushed->commits,
		    pushed->commits == 1 ? "commit" : "commits", remote->label);
}

/* What came of it; what was not pushed is noted as that. */
static bool push(struct press *p, const struct remote *remote, struct str mark,
    struct remote_pushed *ret_pushed, struct error *err)
{
	struct error why;

	if (!press_is_ours(p, err))
		return false;
	if (!remote_push(remote, &p->arena, ret_pushed, err)) {
		press_note(p, "push", PUBLISH_FAILED, mark, err->text, &why);
		return false;
	}
	if (ret_pushed->state == REMOTE_TAKEN ||
	    ret_pushed->state == REMOTE_HAD_IT) {
		say_taken(p, remote, ret_pushed);
		return press_note(p, "push", PUBLISH_DONE, mark, NULL, err);
	}
	return press_note(p, "push", PUBLISH_FAILED, mark,
	    arena_cstr(&p->arena, ret_pushed->why), err);
}

static bool push_once(
    struct press *p, bool again, bool *ret_go_on, struct error *err)
{
	struct remote_pushed pushed;
	struct remote remote;
	struct str mark;
	bool done;

	if (!open_remote(p, &remote, err))
		return false;
	mark = mark_of(p, &remote);
	if (p->options.dry_run || !p->published) {
		if (!again)
			press_say(p, "push", "to %s%s", remote.label,
			    p->options.dry_run ? "" : ", when it is moved");
		return true;
	}
	if (!press_is_done(p, "push", mark, &done, err))
		return false;
	if (done) {
		if (!again)
			press_say(p, "push", "done before");
		return true;
	}
	if (!push(p, &remote, mark, &pushed, err))
		return false;
	if (pushed.why.len == 0)
		return true;
	press_say(p, "push", "%.*s", STR_ARG(pushed.why));
	p->status = CMD_NOT_FINE;
	*ret_go_on = false;
	return true;
}

bool step_push(struct press *p, bool *ret_go_on, struct error *err)
{
	if (is_wanted(p))
		return push_once(p, false, ret_go_on, err);
	if (p->options.no_push)
		press_say(p, "push", "left out, as you said --no-push");
	else if (p->options.only != NULL &&
		 strcmp(p->options.only, "push") == 0)
		press_say(p, "push",
		    "no remote is set (`publish.push`), so nothing is pushed");
	return true;
}

/* The link to the discussion. */
bool step_push_again(struct press *p, bool *ret_go_on, struct error *err)
{
	return !is_wanted(p) || push_once(p, true, ret_go_on, err);
}

/* ------------------------------------------------------------------------ undo */

static bool push_back(struct press *p, struct error *err)
{
	struct remote_pushed pushed;
	struct remote_seen seen;
	struct remote remote;

	if (!open_remote(p, &remote, err) ||
	    !remote_look(&remote, &p->arena, &seen, err))
		return false;
	/* It never got there; or another one put it there. */
	if (!seen.ours)
		return true;
	return push(p, &remote, (struct str){ 0 }, &pushed, err) &&
	       (pushed.why.len == 0 ||
		   error_set(err, "%.*s", STR_ARG(pushed.why)));
}

bool step_push_back(struct press *p, struct error *err)
{
	struct publish_step was;
	struct error why;

	if (!press_find(p, "push", &was, err))
		return false;
	return was.state == PUBLISH_NOT || !is_wanted(p) ||
	       push_back(p, &why) ||
	       error_set(err,
		   "it is a draft again here and on the site, but not in the "
		   "shared repository: %s",
		   why.text);
}
