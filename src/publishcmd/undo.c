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

/* Back to the draft that it was.  After a crash it may be one already. */
static bool move_back(struct press *p, struct error *err)
{
	struct publish_step move;
	const char *draft, *said;

	if (!press_find(p, "move", &move, err))
		return false;
	if (move.state == PUBLISH_NOT || move.mark.len == 0)
		return error_set(err,
		    "%s was not published by this command; nothing was undone",
		    p->path);
	draft = arena_cstr(&p->arena, move.mark);
	if (p->published && file_exists(draft))
		return error_set(
		    err, "%s is there already; nothing was undone", draft);
	if (p->published && rename(p->path, draft) != 0)
		return error_errno(
		    err, errno, "cannot move %s to %s", p->path, draft);
	p->path = draft;
	p->published = false;
	if (!press_commit(p,
		arena_printf(&p->arena, "Take back %.*s",
		    STR_ARG(
			p->header.title.len > 0 ? p->header.title : p->name))
		    .at,
		(const char *const[]){ p->target, draft, NULL }, &said, err))
		return false;
	press_say(p, "move", "%s -> %s, %s", p->target, draft, said);
	return true;
}

static bool undo(struct press *p, const char *issue, struct error *err)
{
	const struct str all = { 0 };
	bool yes;

	if (!press_open(p, issue, err) || !press_hold(p, err) ||
	    !is_with_readers(p, err))
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
	return undo_mailing(p, err) && move_back(p, err) &&
	       steps_refresh(p, err) &&
	       published_forget(p->store, p->name, err) &&
	       publish_forget(p->store, p->name, all, err);
}

int publishcmd_undo(const struct cmd *cmd, int argc, char **argv)
{
	struct press p = { .cmd = cmd };

	return press_run(&p, argc, argv, take, &p, undo);
}
