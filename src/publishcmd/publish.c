/* sennight publish */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "check/check.h"
#include "publishcmd/places.h"
#include "publishcmd/steps.h"

/* ---------------------------------------------------------------------- options */

static bool add_rule(struct press *p, const char *rule)
{
	struct str_list *list = &p->options.even_so;

	list->item = ARENA_GROW(&p->arena, list->item, list->count);
	list->item[list->count++] = str_of(rule);
	return true;
}

static bool add_allowed(struct press *p, const char *value)
{
	struct press_options *o = &p->options;
	struct error why;

	return o->allows < PRESS_ALLOWS_MOST &&
	       transfer_address_parse(value, &o->allow[o->allows++], &why);
}

static bool take(void *data, size_t index, const char *value)
{
	struct press *p = data;
	struct press_options *o = &p->options;
	const char *name = p->cmd->option[index].name;
	const struct {
		const char *name;
		const char **text;
		bool *flag;
	} plain[] = {
		{ "dry-run", NULL, &o->dry_run },
		{ "yes", NULL, &o->yes },
		{ "no-send", NULL, &o->no_send },
		{ "no-push", NULL, &o->no_push },
		{ "take-over", NULL, &o->take_over },
		{ "at", &o->at, NULL },
		{ "date", &o->date, NULL },
		{ "because", &o->because, NULL },
		{ "only", &o->only, NULL },
		{ "discussion", &o->discussion, NULL },
		{ "again", &o->again, NULL },
	};

	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
		if (strcmp(name, plain[i].name) != 0)
			continue;
		if (plain[i].flag != NULL)
			*plain[i].flag = true;
		else
			*plain[i].text = value;
		return true;
	}
	return strcmp(name, "allow") == 0 ? add_allowed(p, value)
					  : add_rule(p, value);
}

static bool is_rule(struct str id)
{
	for (size_t i = 0; i < check_rules(); i++)
		if (str_eq(check_rule_id(i), id))
			return true;
	return str_eq(id, STR("order")) || str_eq(id, STR("date"));
}

static bool options_fit(struct press *p, struct error *err)
{
	const struct press_options *o = &p->options;

	if (o->even_so.count > 0 && (o->because == NULL || !o->because[0]))
		return error_set(err,
		    "--even-so wants a reason, which is kept: --because TEXT");
	for (size_t i = 0; i < o->even_so.count; i++)
		if (!is_rule(o->even_so.item[i]))
			return error_set(err,
			    "--even-so %.*s: there is no such rule; `sennight "
			    "check --list` has them, and there are order and "
			    "date",
			    STR_ARG(o->even_so.item[i]));
	return o->only == NULL || step_check_name(p, o->only, err);
}

/* ---------------------------------------------------------------------- waiting */

/* What stands in the way is told now, not in the night. */
static bool wait_until(struct press *p, bool *ret_go_on, struct error *err)
{
	const struct timespec until = { .tv_sec = p->begins };

	if (p->begins == 0)
		return true;
	if (!p->options.dry_run && !step_check(p, ret_go_on, err))
		return false;
	if (!*ret_go_on)
		return true;
	press_say(p, "wait", "until %s, %.*s", p->options.at,
	    STR_ARG(p->settings.time_zone));
	if (p->options.dry_run)
		return true;
	while (
	    clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &until, NULL) != 0)
		;
	/* Somebody may have gone on with the draft. */
	return press_read(p, err);
}

static bool publish(struct press *p, const char *issue, struct error *err)
{
	bool go_on = true;

	if (!options_fit(p, err) || !press_open(p, issue, err) ||
	    !places_check(p, err) || !wait_until(p, &go_on, err))
		return false;
	if (!go_on)
		return true;
	if (!p->options.dry_run && !press_hold(p, err))
		return false;
	if (!steps_run(p, err))
		return false;
	if (p->options.dry_run)
		press_say(p, "dry run", "nothing was done%s",
		    p->status == CMD_FINE
			? ""
			: "; what would stop it stands above");
	return true;
}

int publishcmd_publish(const struct cmd *cmd, int argc, char **argv)
{
	struct press p = { .cmd = cmd };

	return press_run(&p, argc, argv, take, &p, publish);
}
