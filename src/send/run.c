/* A run: what is leased, sent, waited for, and when it ends. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>

#include "send/run_priv.h"

enum {
	TAKE = 500, /* deliveries at once */
	EVENTS = 64,
	SECOND = 1000,
	MINUTE = 60 * SECOND,
	COUNT = 10 * SECOND, /* between two counts of the ledger */
	DRAIN = 60 * SECOND,
};

int64_t run_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * SECOND + t.tv_nsec / (1000 * 1000);
}

void run_fail(struct run *r)
{
	r->failed = true;
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* ------------------------------------------------------------------ progress */

static bool count(struct run *r)
{
	r->counted = r->now;
	return deliveries_count(
	    run_store(r), r->o->mailing.id, &r->progress.counts, r->err);
}

static const char *waits(const struct run *r)
{
	const struct relay *stuck = relays_stuck(r->o->relays, r->now);

	if (stuck != NULL)
		return stuck->why.text;
	if (r->begun > 0 || r->ahead > 0)
		return NULL;
	if (r->full)
		return "as many as may be sent in a day are; it goes on at "
		       "midnight UTC";
	if (r->o->mailing.starts > store_now(run_store(r)))
		return "its time has not come";
	return r->progress.counts.of[DELIVERY_DEFERRED] > 0
		   ? "for servers that want to be asked again later"
		   : NULL;
}

static void report(struct run *r, bool last)
{
	if (!last && r->now - r->reported < SECOND)
		return;
	r->reported = r->now;
	r->progress.seconds = (r->now - r->began) / SECOND;
	r->progress.waits = waits(r);
	if (r->o->progress != NULL)
		r->o->progress(r->o->data, &r->progress);
}

/* -------------------------------------------------------------------- leases */

/* Nothing was leased: is there anything to wait for? */
static bool look_for_end(struct run *r)
{
	const int64_t *of = r->progress.counts.of;
	struct mailing m;
	bool found;

	if (!count(r) || !mailing_find(run_store(r), r->results,
			     r->o->mailing.issue, &found, &m, r->err))
		return false;
	if (!found || m.state == MAILING_STOPPED) {
		r->stopped = found ? m.why : STR("it was undone");
		r->finished = true;
		return true;
	}
	r->finished = r->o->wait ? of[DELIVERY_QUEUED] + of[DELIVERY_LEASED] +
					   of[DELIVERY_DEFERRED] ==
				       0
				 : of[DELIVERY_QUEUED] == 0 || r->full ||
				       m.starts > store_now(run_store(r));
	return true;
}

static int64_t hand_size(const struct run *r)
{
	return (int64_t)(r->hand.count + r->hand.suppressed + r->hand.put_off);
}

static void count_hand(struct run *r)
{
	int64_t *of = r->progress.counts.of;

	of[DELIVERY_LEASED] += (int64_t)r->hand.count;
	of[DELIVERY_QUEUED] -= hand_size(r);
	of[DELIVERY_SUPPRESSED] += (int64_t)r->hand.suppressed;
	of[DELIVERY_DEFERRED] += (int64_t)r->hand.put_off;
}

/* With nothing in hand, what is leased all the same is leased by mistake. */
static bool look_around(struct run *r)
{
	int64_t late;

	if (r->begun + r->ahead + r->open->outcomes > 0)
		return true;
	if (r->astray && !round_return(r))
		return false;
	r->astray = false;
	return presence_bury(run_store(r), r->o->presence, r->err) &&
	       sender_end_late(run_store(r), &late, r->err) && look_for_end(r);
}

/* Once all that was taken is begun; its memory is used again then. */
static bool take_some(struct run *r)
{
	arena_reset(&r->batch);
	r->hand.count = r->next = 0;
	if (!deliveries_take(run_store(r), &r->batch, r->sender,
		r->o->mailing.id, TAKE, &r->o->limits, &r->hand, r->err))
		return false;
	count_hand(r);
	if (hand_size(r) > 0)
		return true;
	r->full = r->hand.full;
	r->look_again =
	    r->now + (r->hand.wait == 0 ? SECOND : least(r->hand.wait, MINUTE));
	return look_around(r);
}

static bool ask(struct run *r)
{
	if (!r->draining && !r->finished && !has_hand(r) &&
	    r->now >= r->look_again && !take_some(r))
		return false;
	return r->now - r->counted <= COUNT || count(r);
}

/* What the store is asked in each step.  While it cannot answer, the mails that
 * are on their way go on. */
static void ask_store(struct run *r)
{
	if (r->round != ROUND_NONE || r->now < r->ask_again || ask(r))
		return;
	r->astray = true;
	r->ask_again = r->now + SECOND;
	if (!round_hope(r))
		run_fail(r);
}

/* ------------------------------------------------------------------- waiting */

/* Milliseconds until something is to be done without being asked to. */
static int time_to_wait(const struct run *r)
{
	int64_t next = r->now + round_wait(r, SECOND);

	/* A mail can be written any moment. */
	if (r->ahead > r->early && r->ready == NULL && !r->draining)
		next = least(next, r->now + 1);
	next = least(next, lines_next(r));
	next = least(next, relays_next(r->o->relays, r->now));
	if (!r->draining && !has_hand(r))
		next = least(next, r->look_again > r->ask_again ? r->look_again
								: r->ask_again);
	if (r->later != NULL)
		next = least(next, r->later->not_before);
	return next > r->now ? (int)(next - r->now) : 0;
}

/* Move the lines that something came for. */
static void wait_for_lines(struct run *r)
{
	struct epoll_event event[EVENTS];
	int ready = epoll_wait(r->epoll, event, EVENTS, time_to_wait(r));

	r->now = run_clock();
	for (int i = 0; i < ready && !r->failed; i++) {
		size_t index = event[i].data.u64;
		struct line *line = &r->line[index];
		uint32_t events = event[i].events;

		/* The one behind them is the scribe, and no line. */
		if (index < r->lines && line->smtp != NULL)
			line_move(r, line,
			    (short)((events & EPOLLOUT) != 0 ? POLLOUT : 0) |
				(short)((events & ~(uint32_t)EPOLLOUT) != 0
					    ? POLLIN
					    : 0));
	}
}

/* --------------------------------------------------------------------- the run */

static void start_to_drain(struct run *r)
{
	if (r->draining || *r->o->stop == 0)
		return;
	r->draining = true;
	r->drain_end = r->now + DRAIN;
}

static bool is_over(const struct run *r)
{
	if (r->failed || (r->draining && r->now > r->drain_end))
		return true;
	return (r->draining ||
		   (r->finished && !has_hand(r) && r->ahead == 0)) &&
	       r->begun == 0 && r->open->outcomes == 0 &&
	       r->round == ROUND_NONE && !r->tell;
}

static void step(struct run *r)
{
	r->now = run_clock();
	start_to_drain(r);
	ask_store(r);
	if (is_over(r))
		return;
	works_write(r);
	lines_connect(r);
	lines_expire(r);
	wait_for_lines(r);
	if (!r->failed)
		round_turn(r);
	report(r, false);
}

static bool open_run(struct run *r, struct error *err)
{
	int64_t late;

	return presence_bury(run_store(r), r->o->presence, err) &&
	       sender_end_late(run_store(r), &late, err) &&
	       lines_open(r, err) && works_open(r, err) && round_open(r, err) &&
	       count(r);
}

/* What is in hand and not begun goes back. */
static void close_run(struct run *r)
{
	struct error ignored;
	bool fine = !r->failed;

	round_settle(r);
	lines_stop(r);
	round_settle(r);
	if (r->sender != 0 &&
	    !sender_close(run_store(r), r->sender, fine ? r->err : &ignored) &&
	    fine)
		run_fail(r);
	if (!r->failed && !count(r))
		run_fail(r);
	works_close(r);
	round_close(r);
	lines_close(r);
	arena_release(&r->batch);
}

bool send_run(const struct send_options *options, struct arena *arena,
    struct send_result *ret_result, struct error *err)
{
	struct run r = { .o = options,
		.epoll = -1,
		.results = arena,
		.err = err,
		.began = run_clock() };

	r.now = r.noted = r.began;
	if (!open_run(&r, err))
		run_fail(&r);
	while (!is_over(&r))
		step(&r);
	close_run(&r);
	if (!r.failed)
		report(&r, true);
	ret_result->last = r.progress;
	ret_result->stopped = r.stopped;
	return !r.failed;
}
