/* sennight send status, retry, undo */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/moment.h"
#include "base/text.h"
#include "sendcmd/mailing.h"

enum { LISTED = 50, ADDRESS_COLUMNS = 40 };

struct more_command {
	bool yes, json, listed, domains;
	enum delivery_state state;
	uint64_t after, most;
	const char *unknown;
};

/* -------------------------------------------------------------------- status */

enum { STATUS_STATE, STATUS_DOMAINS, STATUS_AFTER, STATUS_MOST, STATUS_FORMAT };

static bool take_status(void *data, size_t index, const char *value)
{
	struct more_command *c = data;
	struct str text = str_of(value != NULL ? value : "");

	switch (index) {
	case STATUS_STATE:
		c->listed = true;
		return delivery_state_named(text, &c->state);
	case STATUS_DOMAINS: c->domains = true; return true;
	case STATUS_AFTER: return str_to_number(text, INT64_MAX, &c->after);
	case STATUS_MOST: return str_to_number(text, INT64_MAX, &c->most);
	default: return storecmd_take_format(value, &c->json);
	}
}

static void add_time(struct strbuf *out, int64_t seconds)
{
	if (seconds > 0)
		moment_add(out, seconds);
}

static void add_row(struct strbuf *out, const struct delivery_shown *d)
{
	strbuf_printf(out, "%8lld  ", (long long)d->reader);
	text_add_cell(out, d->address.at != NULL ? d->address : STR("(erased)"),
	    ADDRESS_COLUMNS, true);
	strbuf_lit(out, "  ");
	add_time(out, d->at);
	strbuf_printf(out, "  %.*s  ", STR_ARG(d->status));
	text_add_cell(out, d->said, LIMIT_SMTP_SAID, false);
	strbuf_lit(out, "\n");
}

static void add_row_json(
    struct strbuf *out, const struct delivery_shown *d, enum delivery_state s)
{
	struct json j;

	json_init(&j, out);
	json_object(&j);
	json_member_number(&j, "reader", d->reader);
	json_member(&j, "address", d->address);
	json_member(&j, "state", str_of(delivery_state_name(s)));
	json_member_number(&j, "tries", d->tries);
	json_member_number(&j, "due", d->due);
	json_member_number(&j, "at", d->at);
	json_member(&j, "status", d->status);
	json_member(&j, "said", d->said);
	json_end(&j);
	strbuf_lit(out, "\n");
}

static bool list(struct job *job, const struct more_command *c,
    struct strbuf *out, struct error *err)
{
	const struct delivery_filter filter = {
		.mailing = job->mailing.id,
		.state = c->state,
		.after = (int64_t)c->after,
		.most = (int64_t)c->most,
	};
	struct deliveries_shown shown;

	if (!deliveries_list(job->store, &job->arena, &filter, &shown, err))
		return false;
	for (size_t i = 0; i < shown.count; i++)
		if (c->json)
			add_row_json(out, &shown.delivery[i], c->state);
		else
			add_row(out, &shown.delivery[i]);
	return true;
}

static void add_counts_json(
    struct json *j, const struct delivery_counts *counts)
{
	json_member_number(j, "all", counts->all);
	for (int i = 0; i < DELIVERY_STATES; i++)
		json_member_number(j,
		    delivery_state_name((enum delivery_state)i), counts->of[i]);
}

static void add_domain(struct strbuf *out, const struct domain_counts *d)
{
	text_add_cell(out, d->domain.len > 0 ? d->domain : STR("(erased)"),
	    ADDRESS_COLUMNS, true);
	strbuf_lit(out, "  ");
	job_add_counts(out, &d->counts);
	strbuf_printf(out, ", of %lld\n", (long long)d->counts.all);
}

static void add_domain_json(struct strbuf *out, const struct domain_counts *d)
{
	struct json j;

	json_init(&j, out);
	json_object(&j);
	json_member(&j, "domain", d->domain);
	add_counts_json(&j, &d->counts);
	json_end(&j);
	strbuf_lit(out, "\n");
}

static bool list_domains(struct job *job, const struct more_command *c,
    struct strbuf *out, struct error *err)
{
	struct domains_counted all;

	if (!deliveries_by_domain(job->store, &job->arena, job->mailing.id,
		(int64_t)c->most, &all, err))
		return false;
	for (size_t i = 0; i < all.count; i++)
		if (c->json)
			add_domain_json(out, &all.domain[i]);
		else
			add_domain(out, &all.domain[i]);
	return true;
}

static void add_state_json(struct strbuf *out, const struct job *job,
    const struct delivery_counts *counts)
{
	struct json j;

	json_init(&j, out);
	json_object(&j);
	json_member(&j, "issue", job->name);
	json_member(
	    &j, "mailing", str_of(mailing_state_name(job->mailing.state)));
	json_member(&j, "why", job->mailing.why);
	json_member_number(&j, "starts", job->mailing.starts);
	add_counts_json(&j, counts);
	json_member_number(&j, "next_due", counts->next_due);
	json_end(&j);
	strbuf_lit(out, "\n");
}

static void add_state(struct strbuf *out, const struct job *job,
    const struct delivery_counts *counts)
{
	strbuf_printf(out, "%.*s: ", STR_ARG(job->name));
	job_add_counts(out, counts);
	strbuf_printf(out, ", of %lld\n", (long long)counts->all);
	if (job->mailing.state == MAILING_STOPPED)
		strbuf_printf(
		    out, "stopped: %.*s\n", STR_ARG(job->mailing.why));
	if (job->mailing.starts > store_now(job->store)) {
		strbuf_lit(out, "begins at ");
		moment_add(out, job->mailing.starts);
		strbuf_lit(out, "\n");
	}
	if (counts->next_due > 0) {
		strbuf_lit(out, "next try at ");
		moment_add(out, counts->next_due);
		strbuf_lit(out, "\n");
	}
}

static bool show(struct job *job, const struct more_command *c, int *ret_status,
    struct error *err)
{
	struct delivery_counts counts;
	struct strbuf out;
	bool ok = true;

	if (!deliveries_count(job->store, job->mailing.id, &counts, err))
		return false;
	strbuf_init(&out, LIMIT_PAGE);
	if (c->listed)
		ok = list(job, c, &out, err);
	else if (c->domains)
		ok = list_domains(job, c, &out, err);
	else if (c->json)
		add_state_json(&out, job, &counts);
	else
		add_state(&out, job, &counts);
	fwrite(out.buf, 1, out.len, stdout);
	strbuf_release(&out);
	*ret_status = job_is_fine(&counts) ? CMD_FINE : CMD_NOT_FINE;
	return ok;
}

/* --------------------------------------------------------------------- retry */

enum { RETRY_UNKNOWN, RETRY_YES };

static bool take_retry(void *data, size_t index, const char *value)
{
	struct more_command *c = data;

	if (index == RETRY_YES) {
		c->yes = true;
		return true;
	}
	c->unknown = value;
	return strcmp(value, "again") == 0 || strcmp(value, "sent") == 0;
}

static bool resolve(
    struct job *job, const struct more_command *c, struct error *err)
{
	bool again = strcmp(c->unknown, "again") == 0, yes = true;
	int64_t count;

	if (!c->yes &&
	    !storecmd_ask(again ? "Some may get it twice. Send again?"
				: "Some may not have got it. Count as sent?",
		&yes, err))
		return false;
	if (!yes)
		return true;
	if (!deliveries_resolve(
		job->store, job->mailing.id, again, &count, err))
		return false;
	printf("%lld that were unknown %s\n", (long long)count,
	    again ? "are queued again" : "count as sent");
	return true;
}

static bool retry(struct job *job, const struct more_command *c,
    int *ret_status, struct error *err)
{
	struct str none = { NULL, 0 };
	int64_t count;

	*ret_status = CMD_FINE;
	if (c->unknown != NULL && !resolve(job, c, err))
		return false;
	if (!deliveries_hurry(job->store, job->mailing.id, &count, err) ||
	    !mailing_stop(job->store, job->mailing.id, none, err))
		return false;
	printf("%lld deferred are due now; `sennight send %.*s` sends them\n",
	    (long long)count, STR_ARG(job->name));
	return true;
}

/* ---------------------------------------------------------------------- undo */

static bool take_undo(void *data, size_t index, const char *value)
{
	struct more_command *c = data;

	(void)index;
	(void)value;
	c->yes = true;
	return true;
}

static bool undo(struct job *job, const struct more_command *c, int *ret_status,
    struct error *err)
{
	bool yes = true, undone = false;

	if (!c->yes &&
	    !storecmd_ask("Forget that it is to be sent?", &yes, err))
		return false;
	if (yes && !mailing_undo(job->store, job->mailing.id, &undone, err))
		return false;
	*ret_status = undone ? CMD_FINE : CMD_NOT_FINE;
	if (undone)
		printf("%.*s is not to be sent any more\n", STR_ARG(job->name));
	else if (yes)
		fprintf(stderr, "mails have left already; `sennight send "
				"status` tells which\n");
	return true;
}

/* ------------------------------------------------------------------- commands */

/* One of them on the mailing that the first argument names. */
static int run(const struct cmd *cmd, int argc, char **argv, cmd_take *take,
    bool (*act)(struct job *job, const struct more_command *c, int *ret_status,
	struct error *err))
{
	struct more_command c = { .most = LISTED };
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
	    (!job.found && !error_set(&err, "%s was never to be sent",
			       mail_maker_path(job.maker))) ||
	    !act(&job, &c, &status, &err))
		status = cmd_fail(cmd, &err);
	job_close(&job);
	return status;
}

int sendcmd_send_status(const struct cmd *cmd, int argc, char **argv)
{
	return run(cmd, argc, argv, take_status, show);
}

int sendcmd_send_retry(const struct cmd *cmd, int argc, char **argv)
{
	return run(cmd, argc, argv, take_retry, retry);
}

int sendcmd_send_undo(const struct cmd *cmd, int argc, char **argv)
{
	return run(cmd, argc, argv, take_undo, undo);
}
