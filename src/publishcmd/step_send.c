/* The mails: sennight-send does it, and its ledger knows of each. */
#include <stdio.h>

#include "base/strbuf.h"
#include "publishcmd/steps.h"

/* NULL, or why no mails go. */
static const char *why_not(const struct press *p)
{
	struct str way = p->settings.mail.way;

	if (p->options.no_send)
		return "left out, as you said --no-send";
	if (way.len == 0)
		return "left out, as no mail server is set (`mail.way`)";
	return str_starts(way, STR("smtp://")) ||
		       str_starts(way, STR("smtps://"))
		   ? NULL
		   : "left out, as `mail.way` is a folder: mails to readers "
		     "need smtp://HOST:PORT";
}

static bool count_readers(
    struct press *p, int64_t *ret_readers, struct error *err)
{
	int64_t states[SUBSCRIBER_STATES];

	if (!people_count(p->store, states, err))
		return false;
	*ret_readers = states[SUBSCRIBER_ACTIVE];
	return true;
}

/* What sennight-send is to say, of a mailing that has begun or is to begin. */
static bool call_send(struct press *p, int *ret_status, struct error *err)
{
	static char program[] = "sennight-send", command[] = "send",
		    yes[] = "--yes", no_wait[] = "--no-wait";
	/* The type of main; nobody writes there. */
	char *argv[] = { program, command, (char *)(uintptr_t)p->path, yes,
		no_wait, NULL };
	struct str output;

	fflush(stdout);
	if (!cmd_call(program, argv, STR(""), LIMIT_SMALL_FILE, &p->arena,
		&output, ret_status, err))
		return false;
	while (output.len > 0) {
		struct str line = str_take(&output, '\n');

		press_say(p, "send", "%.*s", STR_ARG(line));
	}
	return *ret_status != CMD_FAILED ||
	       error_set(err, "the mails were not sent; what is done stays "
			      "done, and the same command goes on");
}

/* Mails that wait are no reason for the rest to wait, too. */
static bool look_what_is_left(
    struct press *p, bool *ret_done, struct error *err)
{
	struct delivery_counts counts;
	struct mailing mailing;
	bool found;

	*ret_done = false;
	if (!mailing_find(p->store, &p->arena, p->name, &found, &mailing, err))
		return false;
	if (!found)
		return true;
	if (!deliveries_count(p->store, mailing.id, &counts, err))
		return false;
	*ret_done = mailing.state == MAILING_OPEN &&
		    counts.of[DELIVERY_QUEUED] + counts.of[DELIVERY_LEASED] +
			    counts.of[DELIVERY_DEFERRED] ==
			0;
	return true;
}

static bool may_send(struct press *p, int64_t readers,
    const struct publish_step *was, bool *ret_yes, struct error *err)
{
	const char *question;

	*ret_yes = true;
	if (was->state != PUBLISH_NOT)
		return true;
	question = arena_printf(&p->arena,
	    "\"%.*s\" goes to %lld readers by mail. Send it?",
	    STR_ARG(p->header.title), (long long)readers)
		       .at;
	return steps_ask(p, question, ret_yes, err);
}

static bool send_it(struct press *p, bool *ret_go_on, struct error *err)
{
	int status;
	bool done;

	if (!press_is_ours(p, err) ||
	    !press_note(p, "send", PUBLISH_BEGUN, p->name, NULL, err) ||
	    !call_send(p, &status, err) || !look_what_is_left(p, &done, err))
		return false;
	(void)ret_go_on;
	if (!done) {
		press_say(p, "send",
		    "not all are through; the same command, or `sennight send "
		    "%s`, goes on",
		    p->path);
		p->status = CMD_NOT_FINE;
		return true;
	}
	return press_note(p, "send", PUBLISH_DONE, p->name, NULL, err);
}

bool step_send(struct press *p, bool *ret_go_on, struct error *err)
{
	struct publish_step was;
	int64_t readers;
	bool yes;

	if (why_not(p) != NULL) {
		press_say(p, "send", "%s", why_not(p));
		return true;
	}
	if (!press_find(p, "send", &was, err) ||
	    !count_readers(p, &readers, err))
		return false;
	if (was.state == PUBLISH_DONE) {
		press_say(p, "send", "done before");
		return true;
	}
	if (p->options.dry_run || readers == 0) {
		press_say(p, "send", "%lld reader%s", (long long)readers,
		    readers == 1 ? "" : "s");
		return true;
	}
	if (!may_send(p, readers, &was, &yes, err))
		return false;
	*ret_go_on = yes;
	if (!yes) {
		press_say(p, "send",
		    "no mails went, and what comes behind them waits; the "
		    "same command asks again, --no-send goes on without");
		return true;
	}
	/* Somebody may have been faster than the answer. */
	if (was.state == PUBLISH_NOT && !step_look_at_remote(p, ret_go_on, err))
		return false;
	return !*ret_go_on || send_it(p, ret_go_on, err);
}
