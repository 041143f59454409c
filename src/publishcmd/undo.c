/* sennight publish undo */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "publishcmd/answers.h"
#include "publishcmd/steps.h"

static bool take(void *data, size_t index, const char *value)
{
	struct press *p = data;
	struct press_options *o = &p->options;
	struct error why;

	if (strcmp(p->cmd->option[index].name, "yes") == 0) {
		o->yes = true;
		return true;
	}
	if (strcmp(p->cmd->option[index].name, "no-push") == 0) {
		o->no_push = true;
		return true;
	}
	return o->allows < PRESS_ALLOWS_MOST &&
	       transfer_address_parse(value, &o->allow[o->allows++], &why);
}

/* What is with readers cannot be taken back. */
static bool is_with_readers(struct press *p, struct error *err)
{
	struct publish_steps steps;

	if (!publish_list(p->store, &p->arena, p->name, &steps, err))
		return false;
	for (size_t i = 0; i < steps.count; i++) {
		const struct publish_step *s = &steps.step[i];

		if (str_starts(s->name, STR("answer ")) &&
		    s->state != PUBLISH_FAILED &&
		    !str_eq(s->mark, STR(ANSWER_UNWANTED)))
			return error_set(err,
			    "an answer leads to it already (%.*s): `sennight "
			    "publish correct` puts right what was wrong",
			    STR_ARG(str_sub(
				s->name, sizeof("answer"), s->name.len)));
		if (str_starts(s->name, STR("announce ")) &&
		    s->state != PUBLISH_FAILED)
			return error_set(err,
			    "%.*s was told of it already: `sennight publish "
			    "correct` puts right what was wrong",
			    STR_ARG(str_sub(
				s->name, sizeof("announce"), s->name.len)));
	}
	return true;
}

static bool undo_mailing(struct press *p, struct error *err)
{
	struct mailing mailing;
	bool found, undone = true;

	if (!mailing_find(p->store, &p->arena, p->name, &found, &mailing, err))
		return false;
	if (found && !mailing_undo(p->store, mailing.id, &undone, err))
		return false;
	return undone ||
	       error_set(err,
		   "mails of it have left already: `sennight publish correct` "
		   "puts right what was wrong");
}

/* Which draft was it?  After a crash it may be one already. */
static bool find_draft(
    struct press *p, const char **ret_draft, struct error *err)
{
	struct publish_step move;

	if ((!p->published && !press_take_name(p, err)) ||
	    !press_find(p, "move", &move, err))
		return false;
	if (move.state == PUBLISH_NOT || move.mark.len == 0)
		return error_set(err,
		    "%s was not published by this command; nothing was undone",
		    p->path);
	*ret_draft = arena_cstr(&p->arena, move.mark);
	/* One file was renamed: where both are, one is another's. */
	return p->published || !file_exists(p->target) ||
	       error_set(err,
		   "%s is another draft than the one of %s; say the path of "
		   "the one that is meant",
		   p->path, p->target);
}

/* What publishing wrote into it goes; what an editor wrote since stays. */
static bool give_back_text(struct press *p, struct error *err)
{
	struct published was;
	bool found, untouched;

	if (!press_read(p, err) || !published_draft_find(p->store, &p->arena,
				       p->name, &found, &was, err))
		return false;
	if (!found || str_eq(was.text, p->text))
		return true;
	if (!step_is_untouched(p, was.text, p->text, &untouched, err))
		return false;
	if (untouched)
		return press_write(p, was.text, err);
	press_say(p, "move",
	    "%s was edited since it was published, and stays as it is now: "
	    "look at its day, and at its link to the discussion",
	    p->path);
	return true;
}

static bool move_back(struct press *p, const char *draft, struct error *err)
{
	const char *said;

	if (p->published && file_exists(draft))
		return error_set(
		    err, "%s is there already; nothing was undone", draft);
	if (p->published && rename(p->path, draft) != 0)
		return error_errno(
		    err, errno, "cannot move %s to %s", p->path, draft);
	p->path = draft;
	p->published = false;
	if (!give_back_text(p, err) ||
	    !press_commit(p,
		arena_printf(&p->arena, "Take back %.*s",
		    STR_ARG(
			p->header.title.len > 0 ? p->header.title : p->name))
		    .at,
		(const char *const[]){ p->target, draft, NULL }, &said, err))
		return false;
	press_say(p, "move", "%s -> %s, %s", p->target, draft, said);
	return true;
}

/* From now on nothing of it counts as pushed: whoever goes on, here or by
 * publishing it again, pushes. */
static bool note_not_pushed(struct press *p, struct error *err)
{
	const struct str nothing = { 0 };
	struct publish_step was;

	return press_find(p, "push", &was, err) &&
	       (was.state == PUBLISH_NOT ||
		   press_note(p, "push", PUBLISH_BEGUN, nothing, NULL, err));
}

/* Candidates of the inbox stand in the draft again. */
static bool give_back_candidates(
    struct press *p, const char *draft, struct error *err)
{
	int64_t count;

	if (!inbox_unpublished(p->store, p->who, str_of(draft), &count, err))
		return false;
	if (count > 0)
		press_say(p, "inbox", "%lld candidate%s in the draft again",
		    (long long)count, count == 1 ? " is" : "s are");
	return true;
}

static bool undo(struct press *p, const char *issue, struct error *err)
{
	const struct str all = { 0 };
	const char *draft = "";
	bool yes;

	if (!press_open(p, issue, err) || !press_hold(p, err) ||
	    !find_draft(p, &draft, err) || !is_with_readers(p, err))
		return false;
	if (!steps_ask(p,
		arena_printf(&p->arena,
		    "%s becomes a draft again, and the site is built and put "
		    "everywhere without it. Do it?",
		    p->path)
		    .at,
		&yes, err))
		return false;
	if (!yes)
		return true;
	/* What it was is forgotten last, so that the same command goes on. */
	return undo_mailing(p, err) && note_not_pushed(p, err) &&
	       move_back(p, draft, err) &&
	       give_back_candidates(p, draft, err) && steps_refresh(p, err) &&
	       step_push_back(p, err) &&
	       published_forget(p->store, p->name, err) &&
	       publish_forget(p->store, p->name, all, err);
}

int publishcmd_undo(const struct cmd *cmd, int argc, char **argv)
{
	struct press p = { .cmd = cmd };

	return press_run(&p, argc, argv, take, &p, undo);
}
