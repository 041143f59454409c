/* sennight send */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/zone.h"
#include "sendcmd/mailing.h"

enum { LEASE_SECONDS = 60 };

struct send_command {
	bool dry_run, yes, no_wait;
	const char *test, *at;
};

enum { OPTION_DRY_RUN, OPTION_YES, OPTION_TEST, OPTION_AT, OPTION_NO_WAIT };

static volatile sig_atomic_t stop;

static void on_signal(int number)
{
	(void)number;
	stop = 1;
}

static bool take(void *data, size_t index, const char *value)
{
	struct send_command *c = data;

	switch (index) {
	case OPTION_DRY_RUN: c->dry_run = true; break;
	case OPTION_YES: c->yes = true; break;
	case OPTION_TEST: c->test = value; break;
	case OPTION_AT: c->at = value; break;
	case OPTION_NO_WAIT: c->no_wait = true; break;
	default: break;
	}
	return true;
}

/* ---------------------------------------------------------------- progress */

static void show_progress(void *data, const struct send_progress *p)
{
	const int64_t *of = p->counts.of;
	int64_t open = of[DELIVERY_QUEUED] + of[DELIVERY_LEASED];
	int64_t rate = p->seconds > 0 ? p->sent / p->seconds : 0;
	struct strbuf text;

	(void)data;
	if (isatty(STDERR_FILENO) == 0)
		return;
	strbuf_init(&text, 1000);
	strbuf_printf(&text, "%lld of %lld", (long long)(p->counts.all - open),
	    (long long)p->counts.all);
	if (rate > 0 && open > 0)
		strbuf_printf(&text, ", %lld a second, %lld:%02lld left",
		    (long long)rate, (long long)(open / rate / 60),
		    (long long)(open / rate % 60));
	if (p->waits != NULL)
		strbuf_printf(&text, ", waits: %.60s", p->waits);
	storecmd_progress(
	    text.buf, (size_t)(p->counts.all - open), (size_t)p->counts.all);
	strbuf_release(&text);
}

/* ------------------------------------------------------------------- sending */

static bool prepare(struct job *job, struct error *err)
{
	bool done = false;

	while (!done)
		if (!mailing_prepare(job->store, job->mailing.id, &done, err))
			return false;
	return true;
}

static struct str process_name(struct arena *arena)
{
	char host[256] = "";

	if (gethostname(host, sizeof(host) - 1) != 0)
		host[0] = '\0';
	return arena_printf(arena, "%s %ld", host, (long)getpid());
}

static int print_result(struct job *job, const struct send_result *result)
{
	const struct delivery_counts *counts = &result->last.counts;
	struct strbuf text;

	storecmd_progress_end();
	strbuf_init(&text, 4000);
	job_add_counts(&text, counts);
	printf("%.*s: %s, of %lld\n", STR_ARG(job->name), text.buf,
	    (long long)counts->all);
	strbuf_release(&text);
	if (result->stopped.at != NULL)
		printf("stopped: %.*s\n", STR_ARG(result->stopped));
	else if (stop != 0)
		printf("ended early; the same command goes on\n");
	return job_is_fine(counts) && result->stopped.at == NULL &&
		       counts->of[DELIVERY_QUEUED] +
			       counts->of[DELIVERY_LEASED] ==
			   0
		   ? CMD_FINE
		   : CMD_NOT_FINE;
}

static bool run(struct job *job, const struct send_command *c, int *ret_status,
    struct error *err)
{
	struct send_options options = {
		.store = &job->store,
		.store_options = &job->store_options,
		.settings = &job->settings,
		.mailing = job->mailing,
		.name = process_name(&job->arena),
		.presence = path_join(
		    &job->arena, job->store_options.folder, "senders"),
		.relays = &job->relays,
		.message = &job->message,
		.bodies = job->bodies,
		.limits = job->limits,
		.lease = LEASE_SECONDS,
		.wait = !c->no_wait,
		.stop = &stop,
		.progress = show_progress,
	};
	struct send_result result;

	signal(SIGTERM, on_signal);
	signal(SIGINT, on_signal);
	if (!send_run(&options, &job->arena, &result, err))
		return false;
	*ret_status = print_result(job, &result);
	return true;
}

/* ------------------------------------------------------------------ deciding */

/* "2026-11-27 18:00" there; 0: now. */
static bool read_time(
    struct job *job, const char *text, int64_t *ret_time, struct error *err)
{
	*ret_time = 0;
	if (text == NULL)
		return true;
	if (!zone_read(job->settings.time_zone, str_of(text), ret_time))
		return error_set(err,
		    "--at %s: expected a time such as \"2026-11-27 18:00\"",
		    text);
	if (*ret_time <= store_now(job->store))
		return error_set(err, "--at %s: that time is over", text);
	return true;
}

static bool count_readers(
    struct job *job, int64_t *ret_readers, struct error *err)
{
	int64_t states[SUBSCRIBER_STATES];

	if (!people_count(job->store, states, err))
		return false;
	*ret_readers = states[SUBSCRIBER_ACTIVE];
	return true;
}

static bool ask(struct job *job, const struct send_command *c, bool *ret_yes,
    struct error *err)
{
	struct strbuf question;
	int64_t readers;
	bool asked;

	*ret_yes = true;
	if (!count_readers(job, &readers, err) ||
	    (!c->yes && !job_describe(job, err)))
		return false;
	strbuf_init(&question, 1000);
	strbuf_printf(&question, "\"%.*s\" goes to %lld readers by %.*s",
	    STR_ARG(job->message.subject), (long long)readers,
	    STR_ARG(job->settings.mail.way));
	if (c->at != NULL)
		strbuf_printf(&question, " at %s", c->at);
	if (c->dry_run)
		printf("%s.\n", question.buf);
	strbuf_lit(&question, ". Send it?");
	asked =
	    c->yes || c->dry_run || storecmd_ask(question.buf, ret_yes, err);
	strbuf_release(&question);
	return asked;
}

static bool decide(struct job *job, const struct send_command *c,
    bool *ret_go_on, struct error *err)
{
	int64_t starts;

	*ret_go_on = true;
	if (!read_time(job, c->at, &starts, err))
		return false;
	if (job->found && starts != 0)
		return error_set(err,
		    "%.*s is to be sent already; `sennight send undo` takes "
		    "that back",
		    STR_ARG(job->name));
	if (job->found && !c->dry_run)
		return prepare(job, err);
	if (!ask(job, c, ret_go_on, err))
		return false;
	*ret_go_on = *ret_go_on && !c->dry_run;
	if (!*ret_go_on)
		return true;
	return mailing_begin(job->store, job->name, process_name(&job->arena),
		   starts, err) &&
	       job_look(job, err) && prepare(job, err) && job_look(job, err);
}

static bool send_issue(struct job *job, const struct send_command *c,
    int *ret_status, struct error *err)
{
	bool go_on;

	*ret_status = CMD_FINE;
	if (!job_prepare(job, err))
		return false;
	if (c->test != NULL)
		return job_send_test(job, c->test, err);
	if (job->relays.count == 0 && !c->dry_run)
		return error_set(err,
		    "`mail: way` is the folder %.*s, from where nothing is "
		    "sent: an issue needs smtp://HOST:PORT (--test puts a mail "
		    "there)",
		    STR_ARG(job->settings.mail.way));
	if (!decide(job, c, &go_on, err))
		return false;
	if (!go_on)
		return true;
	job->message.mailing = job->mailing.id;
	return run(job, c, ret_status, err);
}

int sendcmd_send(const struct cmd *cmd, int argc, char **argv)
{
	struct send_command c = { .dry_run = false };
	struct job job;
	struct error err;
	int first, status;

	if (!cmd_read_options(cmd, argc, argv, take, &c, &first, &status))
		return status;
	if (first + 1 != argc) {
		cmd_print_help(cmd, stderr);
		return CMD_FAILED;
	}
	if (!job_open(&job, argv[first], &err) ||
	    !send_issue(&job, &c, &status, &err)) {
		storecmd_progress_end();
		status = cmd_fail(cmd, &err);
	}
	job_close(&job);
	return status;
}
