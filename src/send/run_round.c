/* Rounds: what became of mails, and which may have their final dot, as one
 * change of the ledger. */
#include <stdlib.h>
#include <time.h>

#include "send/run_priv.h"

enum { OUTCOMES_DUE = 256, PAUSE_MS = 500, REST_MS = 4 };

static void open_page(struct page *page, size_t lines)
{
	page->promise = xmalloc(lines * sizeof(page->promise[0]));
	page->promised = xmalloc(lines * sizeof(page->promised[0]));
}

bool round_open(struct run *r, struct error *err)
{
	open_page(&r->page[0], r->lines);
	open_page(&r->page[1], r->lines);
	r->open = &r->page[0];
	r->scribe = scribe_open(r->epoll, r->lines, err);
	if (r->scribe == NULL ||
	    !presence_begin(&r->presence, r->o->presence, r->results, err))
		return false;
	r->name = arena_printf(
	    r->results, "%.*s %s", STR_ARG(r->o->name), r->presence.mark);
	return sender_open(run_store(r), r->name, r->o->lease, &r->sender, err);
}

void round_close(struct run *r)
{
	scribe_close(r->scribe);
	presence_end(&r->presence);
	for (int i = 0; i < 2; i++) {
		free(r->page[i].promise);
		free(r->page[i].promised);
		arena_release(&r->page[i].arena);
	}
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
	r->tell = true;
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
	struct page *page = r->open;
	struct verdict v = verdict_on(
	    &page->arena, answer, work->tries, store_now(run_store(r)));

	v.outcome.reader = work->reader.id;
	v.outcome.lease = work->lease;
	page->outcome = ARENA_GROW(&page->arena, page->outcome, page->outcomes);
	page->outcome[page->outcomes++] = v.outcome;
	r->progress.counts.of[DELIVERY_LEASED]--;
	r->progress.counts.of[v.outcome.state]++;
	judge(r, &v, answer, relay);
}

/* -------------------------------------------------------------------- rounds */

/* A round costs the same for many mails as for one: those that are not there
 * yet are waited for, if not for long. */
static bool is_enough(const struct run *r)
{
	size_t held = lines_held(r);

	return held > 0 &&
	       (2 * held >= r->begun || r->now - r->noted >= REST_MS);
}

static bool is_due(const struct run *r)
{
	const struct page *page = r->open;

	return r->tell || is_enough(r) ||
	       (page->outcomes > 0 && r->begun == 0) ||
	       page->outcomes >= OUTCOMES_DUE ||
	       r->now - r->noted > r->o->lease * 1000 / 3;
}

/* A disk is full, a database locked, or it moves to another server. */
bool round_hope(struct run *r)
{
	struct error ignored;

	if (run_clock() > r->noted + r->o->lease * 1000)
		return false;
	if (store_is_lost(run_store(r)))
		(void)store_revive(r->o->store, r->o->store_options, &ignored);
	return true;
}

/* Our time was over: what we have is somebody else's. */
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

static void find_promises(struct run *r, struct page *page)
{
	page->promises = 0;
	for (size_t i = 0; i < r->lines; i++) {
		const struct line *line = &r->line[i];
		const struct smtp_mail *mail =
		    line->smtp != NULL ? smtp_held(line->smtp) : NULL;
		const struct work *w = mail != NULL ? mail->data : NULL;

		if (w == NULL)
			continue;
		page->promise[page->promises] =
		    (struct delivery_promise){ .reader = w->reader.id,
			    .lease = w->lease };
		page->promised[page->promises++] =
		    (struct promised){ i, line->serial };
	}
}

/* The page that is not being filled. */
static struct page *closed_page(struct run *r)
{
	return r->open == &r->page[0] ? &r->page[1] : &r->page[0];
}

static void write_page(struct run *r)
{
	const struct page *page = closed_page(r);
	const struct delivery_round round = {
		.mailing = r->o->mailing.id,
		.sender = r->sender,
		.seconds = r->o->lease,
		.outcome = page->outcome,
		.outcomes = page->outcomes,
		.promise = page->promise,
		.promises = page->promises,
		.limits = &r->o->limits,
		.soft_most = r->o->settings->mail.soft_bounces,
	};

	r->round = ROUND_WRITTEN;
	scribe_begin(r->scribe, run_store(r), &round);
}

static void turn_page(struct run *r)
{
	find_promises(r, r->open);
	r->open = closed_page(r);
	r->open->outcome = NULL;
	r->open->outcomes = 0;
	arena_reset(&r->open->arena);
	write_page(r);
}

/* One that is held is let go only if that is noted.  The connection may have
 * ended in the meantime. */
static void let_go(struct run *r, const struct page *page)
{
	for (size_t i = 0; i < page->promises && !r->failed; i++) {
		struct line *line = &r->line[page->promised[i].line];

		if (line->smtp == NULL ||
		    line->serial != page->promised[i].serial ||
		    smtp_held(line->smtp) == NULL)
			continue;
		if (page->promise[i].noted)
			smtp_finish(line->smtp);
		else
			smtp_drop(line->smtp,
			    "the mail was not ours any more to send");
		line_move(r, line, 0);
	}
}

static bool tell(struct run *r)
{
	if (r->tell &&
	    !mailing_stop(run_store(r), r->o->mailing.id, r->stopped, r->err))
		return false;
	r->tell = false;
	return true;
}

/* What could not be written can be written later, while all of it is ours. */
static void end_round(struct run *r, bool wait)
{
	bool fine, ours;

	if (!scribe_end(r->scribe, wait, &fine, &ours, r->err))
		return;
	r->now = run_clock();
	r->round = ROUND_AGAIN;
	r->again = r->now + PAUSE_MS;
	if (!fine) {
		if (!round_hope(r))
			run_fail(r);
		return;
	}
	r->round = ROUND_NONE;
	r->noted = r->now;
	if ((!ours && !open_sender(r)) || !tell(r))
		run_fail(r);
	let_go(r, closed_page(r));
}

void round_turn(struct run *r)
{
	if (r->round == ROUND_WRITTEN)
		end_round(r, false);
	if (r->failed)
		return;
	if (r->round == ROUND_AGAIN && r->now >= r->again) {
		if (round_hope(r))
			write_page(r);
		else
			run_fail(r);
	}
	if (r->round == ROUND_NONE && is_due(r))
		turn_page(r);
}

void round_settle(struct run *r)
{
	const struct timespec pause = { .tv_nsec = PAUSE_MS * 1000L * 1000L };

	while (
	    !r->failed && (r->round != ROUND_NONE || r->open->outcomes > 0)) {
		if (r->round == ROUND_WRITTEN)
			end_round(r, true);
		else if (r->round == ROUND_NONE)
			turn_page(r);
		else
			write_page(r);
		if (r->round == ROUND_AGAIN)
			nanosleep(&pause, NULL);
	}
	/* With a failure nothing waits for the store, but the scribe has it. */
	if (r->round == ROUND_WRITTEN)
		end_round(r, true);
}

int64_t round_wait(const struct run *r, int64_t most)
{
	int64_t next =
	    r->noted +
	    (lines_held(r) > 0 ? REST_MS : r->o->lease * 1000 / 3 + 1);

	switch (r->round) {
	case ROUND_NONE:
		if (is_due(r))
			return 0;
		break;
	case ROUND_AGAIN: next = r->again; break;
	case ROUND_WRITTEN: return most;
	}
	next = next > r->now ? next - r->now : 0;
	return next < most ? next : most;
}
