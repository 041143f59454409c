/* Rounds: what became of mails, and which may have their final dot, as one
 * change of the ledger. */
#include <stdlib.h>
#include <time.h>

#include "send/run_priv.h"

enum { OUTCOMES_DUE = 256, PAUSE_MS = 500 };

bool round_open(struct run *r, struct error *err)
{
	r->promise = xmalloc(r->lines * sizeof(r->promise[0]));
	r->promised_line = xmalloc(r->lines * sizeof(r->promised_line[0]));
	if (!presence_begin(&r->presence, r->o->presence, r->results, err))
		return false;
	r->name = arena_printf(
	    r->results, "%.*s %s", STR_ARG(r->o->name), r->presence.mark);
	return sender_open(run_store(r), r->name, r->o->lease, &r->sender, err);
}

void round_close(struct run *r)
{
	presence_end(&r->presence);
	free(r->promise);
	free(r->promised_line);
	arena_release(&r->round);
}

/* ------------------------------------------------------------------ outcomes */

/* The same refusal again and again, of mails to anybody. */
static void count_refusal(
    struct run *r, const struct verdict *v, const struct smtp_answer *a)
{
	if (++r->refusals < RUN_REFUSALS || r->stopped.at != NULL)
		return;
	r->stopped = arena_printf(r->results,
	    "mails were refused for a reason that is not the readers': %.*s\n"
	    "%s",
	    STR_ARG(a->said), v->advice);
	r->draining = true;
	r->drain_end = r->now + 60 * 1000;
	if (!mailing_stop(run_store(r), r->o->mailing.id, r->stopped, r->err))
		run_fail(r);
}

static void judge(struct run *r, const struct verdict *v,
    const struct smtp_answer *a, struct relay *relay)
{
	switch (v->about) {
	case VERDICT_FINE:
		r->refusals = 0;
		r->progress.sent++;
		relay_worked(relay, r->o->relays->most);
		break;
	case VERDICT_US: count_refusal(r, v, a); break;
	case VERDICT_PACE: relay_failed(relay, a->said, r->now); break;
	case VERDICT_READER:
	case VERDICT_WAY: break;
	}
}

void round_note(struct run *r, const struct work *work,
    const struct smtp_answer *answer, struct relay *relay)
{
	struct verdict v =
	    verdict_on(&r->round, answer, work->tries, store_now(run_store(r)));

	v.outcome.reader = work->reader.id;
	v.outcome.lease = work->lease;
	r->outcome = ARENA_GROW(&r->round, r->outcome, r->outcomes);
	r->outcome[r->outcomes++] = v.outcome;
	r->progress.counts.of[DELIVERY_LEASED]--;
	r->progress.counts.of[v.outcome.state]++;
	judge(r, &v, answer, relay);
}

/* -------------------------------------------------------------------- rounds */

/* A round costs a wait for the disk: it takes a third of the time at most, but
 * nobody waits for what cannot come. */
bool round_is_due(const struct run *r)
{
	size_t held = lines_held(r);
	bool rested = r->now - r->noted >= 2 * r->cost;

	return (held > 0 &&
		   (rested || (held == r->begun && !lines_can_begin(r)))) ||
	       (r->outcomes > 0 && r->begun == 0) ||
	       r->outcomes >= OUTCOMES_DUE ||
	       r->now - r->noted > r->o->lease * 1000 / 3;
}

static void rest(void)
{
	const struct timespec pause = { .tv_nsec = PAUSE_MS * 1000L * 1000L };

	nanosleep(&pause, NULL);
}

/* A disk is full, a database locked, or it moves to another server. */
bool round_hope(struct run *r)
{
	struct error ignored;

	if (run_clock() > r->noted + r->o->lease * 1000)
		return false;
	if (run_store(r) == NULL || store_is_lost(run_store(r)))
		(void)store_revive(r->o->store, r->o->store_options, &ignored);
	return true;
}

/* What could not be written can be written later, while all of it is ours. */
static bool write_down(
    struct run *r, const struct delivery_round *round, bool *ret_ours)
{
	while (run_store(r) == NULL ||
	       !deliveries_round(run_store(r), round, ret_ours, r->err)) {
		if (!round_hope(r))
			return false;
		rest();
	}
	return true;
}

static bool open_sender(struct run *r)
{
	r->next = r->hand.count;
	r->turn++;
	return sender_open(
	    run_store(r), r->name, r->o->lease, &r->sender, r->err);
}

bool round_return(struct run *r)
{
	return sender_close(run_store(r), r->sender, r->err) && open_sender(r);
}

/* One that is held is let go only if that is noted. */
static void let_go(struct run *r, size_t promises)
{
	for (size_t i = 0; i < promises && !r->failed; i++) {
		struct line *line = &r->line[r->promised_line[i]];

		if (r->promise[i].noted)
			smtp_finish(line->smtp);
		else
			smtp_drop(line->smtp,
			    "the mail was not ours any more to send");
		line_move(r, line, 0);
	}
}

static size_t find_promises(struct run *r)
{
	size_t count = 0;

	for (size_t i = 0; i < r->lines; i++) {
		const struct smtp_mail *mail =
		    r->line[i].smtp != NULL ? smtp_held(r->line[i].smtp) : NULL;
		const struct work *w = mail != NULL ? mail->data : NULL;

		if (w == NULL)
			continue;
		r->promise[count] =
		    (struct delivery_promise){ .reader = w->reader.id,
			    .lease = w->lease };
		r->promised_line[count++] = i;
	}
	return count;
}

void round_make(struct run *r)
{
	struct delivery_round round = {
		.mailing = r->o->mailing.id,
		.sender = r->sender,
		.seconds = r->o->lease,
		.outcome = r->outcome,
		.outcomes = r->outcomes,
		.promise = r->promise,
		.promises = find_promises(r),
		.limits = &r->o->limits,
		.soft_most = r->o->settings->mail.soft_bounces,
	};
	bool ours;

	if (!write_down(r, &round, &ours) || (!ours && !open_sender(r))) {
		run_fail(r);
		return;
	}
	r->noted = run_clock();
	r->cost = r->noted - r->now + 1;
	r->now = r->noted;
	r->outcomes = 0;
	r->outcome = NULL;
	arena_reset(&r->round);
	let_go(r, round.promises);
}
