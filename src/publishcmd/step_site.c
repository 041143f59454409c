/* The site: built, and put where readers get it. */
#include "base/file.h"
#include "build/build.h"
#include "publish/publish.h"
#include "publishcmd/steps.h"

/* ----------------------------------------------------------------------- build */

bool step_build(struct press *p, bool *ret_go_on, struct error *err)
{
	const struct build_options options = { .output = NULL };
	struct build_report report;

	(void)ret_go_on;
	if (p->options.dry_run) {
		press_say(
		    p, "build", "%.*s", STR_ARG(p->settings.folders.output));
		return true;
	}
	if (!build_site(&options, &p->arena, &report, err))
		return false;
	p->built = true;
	p->site = report.output;
	p->fingerprint = arena_str(&p->arena, str_of(report.fingerprint));
	if (report.unchanged)
		press_say(p, "build", "%s is up to date", report.output);
	else
		press_say(p, "build", "%s: %zu files written, %zu removed",
		    report.output, report.files.written, report.files.removed);
	return press_note(p, "build", PUBLISH_DONE, p->fingerprint, NULL, err);
}

/* ---------------------------------------------------------------------- deploy */

static struct str label_of(struct press *p)
{
	return p->header.title.len > 0 ? p->header.title : p->name;
}

static bool put(struct press *p, const struct deploy_rule *rule,
    struct deploy_result *ret_result, struct error *err)
{
	const struct deploy_job job = {
		.folder = p->site,
		.rule = rule,
		.cache = path_join(&p->arena, p->store_options.folder,
		    arena_printf(&p->arena, "deploy/%.*s", STR_ARG(rule->name))
			.at),
		.label = label_of(p),
		.author = p->settings.name,
		.take_over = p->options.take_over,
		.allow = p->options.allow,
		.allows = p->options.allows,
	};

	return deploy_run(&job, ret_result, err);
}

static void say_result(struct press *p, const char *step,
    const struct deploy_rule *rule, const struct deploy_result *r)
{
	if (r->sent + r->removed == 0)
		press_say(p, step, "%.*s has it already", STR_ARG(rule->to));
	else
		press_say(p, step, "%zu of %zu files sent to %.*s, %zu removed",
		    r->sent, r->all, STR_ARG(rule->to), r->removed);
}

static bool deploy(
    struct press *p, const struct deploy_rule *rule, struct error *err)
{
	const char *step =
	    arena_printf(&p->arena, "deploy %.*s", STR_ARG(rule->name)).at;
	struct str mark = step_mark(
	    &p->arena, arena_printf(&p->arena, "%.*s %.*s %.*s %.*s",
			   STR_ARG(p->fingerprint), STR_ARG(rule->kind),
			   STR_ARG(rule->to), STR_ARG(rule->branch)));
	struct deploy_result result;
	struct error why;
	bool done;

	if (!press_is_done(p, step, mark, &done, err))
		return false;
	if (done) {
		press_say(p, step, "done before");
		return true;
	}
	if (!press_is_ours(p, err))
		return false;
	if (!put(p, rule, &result, &why)) {
		*err = why;
		press_note(p, step, PUBLISH_FAILED, mark, why.text, &why);
		return false;
	}
	say_result(p, step, rule, &result);
	return press_note(p, step, PUBLISH_DONE, mark, NULL, err);
}

/* What readers can see from now on, to tell later what an edit changed. */
static bool note_published(struct press *p, struct error *err)
{
	const struct published now = { .path = str_of(p->path),
		.text = p->text };
	struct published was;
	bool found;

	return published_find(
		   p->store, &p->arena, p->name, &found, &was, err) &&
	       (found || published_note(p->store, p->name, &now, err));
}

/* Those whose things were in the draft are told that they are out. */
static bool note_candidates(struct press *p, struct error *err)
{
	struct publish_step move;
	int64_t count;

	if (!press_find(p, "move", &move, err))
		return false;
	if (move.mark.len == 0 || p->header.number < 0)
		return true;
	if (!inbox_published(
		p->store, p->who, move.mark, p->header.number, &count, err))
		return false;
	if (count > 0)
		press_say(p, "inbox", "%lld candidates are published",
		    (long long)count);
	return true;
}

static bool check_rules(struct press *p, struct error *err)
{
	for (size_t i = 0; i < p->settings.deploys; i++)
		if (!deploy_check(&p->settings.deploy[i], err))
			return false;
	return true;
}

/* One that fails is no reason to leave the others as they were, but one for
 * mails and posts to wait. */
bool step_deploy(struct press *p, bool *ret_go_on, struct error *err)
{
	const struct settings *s = &p->settings;
	bool all = true, go_on;

	if (s->deploys == 0)
		press_say(p, "deploy",
		    "the settings name no place; %.*s is all there is",
		    STR_ARG(s->folders.output));
	if (!check_rules(p, err))
		return false;
	if (!p->options.dry_run && !p->built && !step_build(p, &go_on, err))
		return false;
	for (size_t i = 0; i < s->deploys; i++) {
		struct error why;

		if (p->options.dry_run) {
			press_say(p, "deploy", "%.*s, to %.*s",
			    STR_ARG(s->deploy[i].name),
			    STR_ARG(s->deploy[i].to));
			continue;
		}
		if (deploy(p, &s->deploy[i], &why))
			continue;
		if (!all)
			cmd_fail(p->cmd, err);
		*err = why;
		all = false;
	}
	(void)ret_go_on;
	return all && (p->options.dry_run || !p->published ||
			  (note_published(p, err) && note_candidates(p, err)));
}
