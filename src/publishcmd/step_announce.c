/* Places are told, each once. */
#include <stdio.h>

#include "base/text.h"
#include "build/mail.h"
#include "publish/publish.h"
#include "publishcmd/steps.h"

/* One place, and what was noted of it. */
struct telling {
	struct press *p;
	const struct announce_rule *rule;
	struct announcement announcement;
	const char *step; /* "announce fedi" */
	struct publish_step was;
};

/* ---------------------------------------------------------------- what is told */

bool step_announcement(
    struct press *p, struct announcement *ret, struct error *err)
{
	struct mail_maker *maker;

	if (!mail_maker_open(p->path, &maker, err))
		return false;
	*ret = (struct announcement){
		.issue = p->name,
		.title = arena_str(&p->arena, mail_maker_title(maker)),
		.address = arena_str(&p->arena, mail_maker_address(maker)),
		.name = p->settings.name,
		.summary = p->header.summary,
		.date = p->header.date,
		.language = p->settings.language,
	};
	mail_maker_free(maker);
	return true;
}

static void print_indented(struct str text)
{
	while (text.at != NULL) {
		struct str line = str_take(&text, '\n');

		printf("    %.*s\n", STR_ARG(line));
	}
}

static void show(struct telling *t)
{
	struct str submit =
	    announce_submit(&t->p->arena, t->rule, &t->announcement);

	press_say(t->p, t->step, "%.*s",
	    STR_ARG(announce_is_shown(t->rule) ? STR("to be posted by hand:")
					       : t->rule->kind));
	print_indented(announce_text(&t->p->arena, t->rule, &t->announcement));
	if (announce_is_shown(t->rule) && submit.len > 0)
		printf("    at %.*s\n", STR_ARG(submit));
	fflush(stdout);
}

/* ---------------------------------------------------------------- and noted */

static bool note(
    struct telling *t, const struct announced *a, struct error *err)
{
	static const enum publish_state states[] = {
		[ANNOUNCE_DONE] = PUBLISH_DONE,
		[ANNOUNCE_NOT] = PUBLISH_FAILED,
		[ANNOUNCE_REFUSED] = PUBLISH_FAILED,
		[ANNOUNCE_LATER] = PUBLISH_FAILED,
		[ANNOUNCE_UNKNOWN] = PUBLISH_UNKNOWN,
	};
	struct str said = a->state == ANNOUNCE_DONE ? a->link : a->why;

	/* The moment of the post is that of the first try. */
	return press_note(t->p, t->step, states[a->state], t->was.mark,
	    said.len > 0 ? arena_cstr(&t->p->arena, said) : NULL, err);
}

static void say(struct telling *t, const struct announced *a)
{
	struct press *p = t->p;

	if (a->state == ANNOUNCE_DONE) {
		press_say(p, t->step, "%.*s",
		    STR_ARG(a->link.len > 0 ? a->link : STR("told")));
		return;
	}
	p->status = CMD_NOT_FINE;
	if (a->state != ANNOUNCE_UNKNOWN)
		press_say(p, t->step,
		    "not told: %.*s; the same command tries again",
		    STR_ARG(a->why));
	else if (announce_can_look(t->rule))
		press_say(p, t->step,
		    "it may have been told: %.*s; the same command looks, and "
		    "goes on. If you see that it was not told, say --again "
		    "%.*s",
		    STR_ARG(a->why), STR_ARG(t->rule->name));
	else
		press_say(p, t->step,
		    "it may have been told: %.*s; look there, and if it was "
		    "not, say --again %.*s",
		    STR_ARG(a->why), STR_ARG(t->rule->name));
}

static struct announce_job job_of(struct telling *t)
{
	return (struct announce_job){
		.rule = t->rule,
		.announcement = &t->announcement,
		.now = cmd_now(),
		.allow = t->p->options.allow,
		.allows = t->p->options.allows,
	};
}

/* May it be posted, after what a look has found?  If it may have been before,
 * only if it is not there.  A place that does not let us look (a token may be
 * for posts alone) is told what was never begun. */
static bool may_post(const struct announced *found, bool begun)
{
	return found->state == ANNOUNCE_NOT ||
	       (found->state == ANNOUNCE_REFUSED && !begun);
}

/* What was begun may have been done; what was not, by another machine, or by
 * hand. */
static bool look_first(struct telling *t, bool *ret_post, struct error *err)
{
	const struct announce_job job = job_of(t);
	bool begun =
	    t->was.state == PUBLISH_BEGUN || t->was.state == PUBLISH_UNKNOWN;
	struct announced found = {
		.state = begun ? ANNOUNCE_UNKNOWN : ANNOUNCE_NOT,
		.why = STR("it was interrupted"),
	};
	const char *again = t->p->options.again;

	*ret_post = true;
	if (again != NULL && str_eq(str_of(again), t->rule->name))
		return true;
	if (announce_can_look(t->rule) &&
	    !announce_look(&job, &t->p->arena, &found, err))
		return false;
	*ret_post = may_post(&found, begun);
	if (*ret_post)
		return true;
	/* That it cannot be asked now says nothing about the post. */
	if (found.state != ANNOUNCE_DONE)
		found.state = begun ? ANNOUNCE_UNKNOWN : ANNOUNCE_LATER;
	say(t, &found);
	return note(t, &found, err);
}

/* The moment that a post has, which its key is made of. */
static void set_moment(struct telling *t)
{
	uint64_t moment;

	if (!str_to_number(t->was.mark, INT64_MAX, &moment)) {
		moment = (uint64_t)cmd_now();
		t->was.mark = arena_printf(
		    &t->p->arena, "%llu", (unsigned long long)moment);
	}
	t->announcement.moment = (int64_t)moment;
}

static bool post(struct telling *t, struct error *err)
{
	const struct announce_job job = job_of(t);
	struct announced told;

	if (!press_is_ours(t->p, err) ||
	    !press_note(t->p, t->step, PUBLISH_BEGUN, t->was.mark, NULL, err))
		return false;
	if (!announce_post(&job, &t->p->arena, &told, err)) {
		struct error why;

		/* Its secret is missing: nothing was posted. */
		press_note(t->p, t->step, PUBLISH_FAILED, t->was.mark,
		    err->text, &why);
		return false;
	}
	say(t, &told);
	return note(t, &told, err);
}

/* -------------------------------------------------------------------- each place */

/* Nobody is to post again where the issue is discussed already. */
static bool find_thread(
    struct telling *t, struct str *ret_url, struct error *err)
{
	struct press *p = t->p;
	struct discussion discussion;

	*ret_url = (struct str){ 0 };
	if (!t->rule->discussion || !announce_is_shown(t->rule))
		return true;
	if (p->options.discussion != NULL) {
		*ret_url = str_of(p->options.discussion);
		return true;
	}
	if (!discussion_find(&p->arena, &p->settings,
		(struct source){ p->path, p->text }, &discussion, err))
		return false;
	if (discussion.state == DISCUSSION_LINKED)
		*ret_url = discussion.url;
	return true;
}

static bool post_by_hand(struct telling *t, struct error *err)
{
	struct str address = { 0 };

	show(t);
	if (!step_ask_address(t->p, &address, err))
		return false;
	return address.len == 0 ||
	       note(t,
		   &(struct announced){
		       .state = ANNOUNCE_DONE, .link = address },
		   err);
}

static bool tell(struct telling *t, struct error *err)
{
	bool yes = true;

	set_moment(t);
	if (!look_first(t, &yes, err))
		return false;
	if (!yes)
		return true;
	show(t);
	if (t->was.state == PUBLISH_NOT &&
	    !steps_ask(t->p,
		arena_printf(
		    &t->p->arena, "Post this to %.*s?", STR_ARG(t->rule->name))
		    .at,
		&yes, err))
		return false;
	if (yes)
		return post(t, err);
	press_say(t->p, t->step, "not told; the same command asks again");
	return true;
}

static bool announce(
    struct press *p, const struct announce_rule *rule, struct error *err)
{
	struct telling t = { .p = p,
		.rule = rule,
		.step = arena_printf(
		    &p->arena, "announce %.*s", STR_ARG(rule->name))
			    .at };
	struct str thread;

	if (!step_announcement(p, &t.announcement, err) ||
	    !press_find(p, t.step, &t.was, err))
		return false;
	if (t.was.state == PUBLISH_DONE) {
		press_say(p, t.step, "done before%s%.*s",
		    t.was.said.len > 0 ? ": " : "", STR_ARG(t.was.said));
		return true;
	}
	if (!find_thread(&t, &thread, err))
		return false;
	if (thread.len > 0) {
		press_say(
		    p, t.step, "it is discussed at %.*s", STR_ARG(thread));
		return true;
	}
	if (p->options.dry_run) {
		show(&t);
		return true;
	}
	return announce_is_shown(rule) ? post_by_hand(&t, err) : tell(&t, err);
}

/* A place that fails is no reason for the others to wait. */
static bool announce_all(struct press *p, bool discussion, struct error *err)
{
	const struct settings *s = &p->settings;
	bool all = true;

	for (size_t i = 0; i < s->announces; i++)
		if (!announce_check(&s->announce[i], err))
			return false;
	for (size_t i = 0; i < s->announces; i++) {
		struct error why;

		if (s->announce[i].discussion != discussion ||
		    announce(p, &s->announce[i], &why))
			continue;
		if (!all)
			cmd_fail(p->cmd, err);
		*err = why;
		all = false;
	}
	return all;
}

bool step_announce_discussion(
    struct press *p, bool *ret_go_on, struct error *err)
{
	(void)ret_go_on;
	return announce_all(p, true, err);
}

bool step_announce(struct press *p, bool *ret_go_on, struct error *err)
{
	(void)ret_go_on;
	return announce_all(p, false, err);
}

bool step_announced_discussion(
    struct press *p, struct str *ret_url, struct error *err)
{
	const struct settings *s = &p->settings;

	*ret_url = (struct str){ 0 };
	for (size_t i = 0; i < s->announces && ret_url->len == 0; i++) {
		const char *step = arena_printf(
		    &p->arena, "announce %.*s", STR_ARG(s->announce[i].name))
				       .at;
		struct publish_step was;

		if (!s->announce[i].discussion)
			continue;
		if (!press_find(p, step, &was, err))
			return false;
		if (was.state == PUBLISH_DONE)
			*ret_url = was.said;
	}
	return true;
}
