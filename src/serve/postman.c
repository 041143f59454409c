#include "serve/postman.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum {
	BATCH = 32,
	/* How long a letter is taken for; a batch must fit. */
	LEASE_SECONDS = 60 * 60,
	/* How often the outbox is looked into without being told to. */
	LOOK_SECONDS = 20,
	GIVE_UP_SECONDS = 3 * 24 * 60 * 60,
	TIDY_SECONDS = 60 * 60,
};

struct postman {
	struct postman_options options;
	struct store *store;
	struct mailer *mailer;
	int64_t tidied; /* when it was tidied last */
	pthread_t thread;

	pthread_mutex_t lock; /* over all that follows */
	pthread_cond_t wake;
	bool ending, woken;
	struct postman_counts counts;
};

/* What became of a letter. */
struct outcome {
	enum mailer_outcome outcome;
	struct error error;
	bool tried;
};

/* Seconds until the next try. */
static int64_t patience(int64_t tries)
{
	static const int64_t minutes[] = { 2, 5, 15, 30 };

	return 60 * (tries >= 1 && tries <= 4 ? minutes[tries - 1] : 60);
}

static bool is_ending(struct postman *p)
{
	bool ending;

	pthread_mutex_lock(&p->lock);
	ending = p->ending;
	pthread_mutex_unlock(&p->lock);
	return ending;
}

static void send_letters(struct postman *p, struct arena *arena,
    const struct letters *letters, struct outcome *outcome)
{
	for (size_t i = 0; i < letters->count && !is_ending(p); i++) {
		const struct letter *l = &letters->letter[i];
		struct str name = arena_printf(
		    arena, "%012lld-%.*s", (long long)l->id, STR_ARG(l->kind));

		outcome[i].outcome =
		    mailer_post(p->mailer, l->recipient, l->message,
			store_now(p->store), name.at, &outcome[i].error);
		outcome[i].tried = true;
	}
}

static void count(struct postman *p, const struct letter *l,
    const struct outcome *o, bool given_up)
{
	pthread_mutex_lock(&p->lock);
	if (o->outcome == MAILER_DONE)
		p->counts.sent++;
	else if (given_up)
		p->counts.given_up++;
	else
		p->counts.delayed++;
	pthread_mutex_unlock(&p->lock);
	(void)l;
}

static bool note_one(struct postman *p, const struct letter *l,
    const struct outcome *o, struct error *err)
{
	bool old = store_now(p->store) - l->created > GIVE_UP_SECONDS;
	bool given_up = o->outcome == MAILER_REFUSED || old;

	if (!o->tried) /* the server ends: for another */
		return outbox_again(p->store, l->id, STR("put back"), 0, err);
	count(p, l, o, given_up);
	if (o->outcome != MAILER_DONE)
		p->options.failed(p->options.data, &o->error);
	if (o->outcome == MAILER_DONE || given_up)
		return outbox_forget(p->store, l->id, err);
	return outbox_again(
	    p->store, l->id, str_of(o->error.text), patience(l->tries), err);
}

static bool note_all(struct postman *p, const struct letters *letters,
    const struct outcome *outcome, struct error *err)
{
	struct error ignored;
	bool ok = people_begin_many(p->store, err);

	if (!ok)
		return false;
	for (size_t i = 0; ok && i < letters->count; i++)
		ok = note_one(p, &letters->letter[i], &outcome[i], err);
	if (ok)
		return people_end_many(p->store, true, err);
	people_end_many(p->store, false, &ignored);
	return false;
}

static bool take_letters(struct postman *p, struct arena *arena,
    struct letters *ret_letters, struct error *err)
{
	return store_revive(&p->store, &p->options.store, err) &&
	       outbox_take(
		   p->store, arena, BATCH, LEASE_SECONDS, ret_letters, err);
}

/* True if there may be more at once. */
static bool send_batch(struct postman *p)
{
	struct arena arena = { 0 };
	struct letters letters = { NULL, 0 };
	struct outcome *outcome;
	struct error err;
	bool ok = take_letters(p, &arena, &letters, &err);

	/* A server that was away may be back. */
	if (!ok && p->store != NULL && store_is_lost(p->store))
		ok = take_letters(p, &arena, &letters, &err);

	if (ok && letters.count > 0) {
		outcome = ARENA_ARRAY(&arena, letters.count, struct outcome);
		send_letters(p, &arena, &letters, outcome);
		ok = note_all(p, &letters, outcome, &err);
	}
	if (!ok)
		p->options.failed(p->options.data, &err);
	arena_release(&arena);
	return ok && letters.count == BATCH;
}

static void look_at_rest(struct postman *p)
{
	struct error err;
	int64_t waiting;

	if (p->store == NULL || !outbox_count(p->store, &waiting, &err))
		return;
	pthread_mutex_lock(&p->lock);
	p->counts.waiting = waiting;
	pthread_mutex_unlock(&p->lock);
}

/* A piece at a time, between which others have the store. */
static void tidy(struct postman *p)
{
	struct people_tidied done = { .more = true };
	struct error err;

	if (p->store == NULL || store_now(p->store) - p->tidied < TIDY_SECONDS)
		return;
	p->tidied = store_now(p->store);
	while (done.more && !is_ending(p)) {
		if (!people_tidy(
			p->store, p->options.confirm_days, &done, &err)) {
			p->options.failed(p->options.data, &err);
			return;
		}
		pthread_mutex_lock(&p->lock);
		p->counts.unconfirmed += (uint64_t)done.unconfirmed;
		pthread_mutex_unlock(&p->lock);
	}
}

/* Until there is something to do; false at the end. */
static bool wait_for_work(struct postman *p)
{
	struct timespec until;
	bool ending;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += LOOK_SECONDS;
	pthread_mutex_lock(&p->lock);
	while (!p->ending && !p->woken &&
	       pthread_cond_timedwait(&p->wake, &p->lock, &until) == 0)
		continue;
	p->woken = false;
	ending = p->ending;
	pthread_mutex_unlock(&p->lock);
	return !ending;
}

static void *run(void *data)
{
	struct postman *p = data;

	do {
		while (!is_ending(p) && send_batch(p))
			continue;
		look_at_rest(p);
		tidy(p);
	} while (wait_for_work(p));
	return NULL;
}

static void release(struct postman *p)
{
	mailer_free(p->mailer);
	store_close(p->store);
	pthread_cond_destroy(&p->wake);
	pthread_mutex_destroy(&p->lock);
	free(p);
}

bool postman_open(const struct postman_options *options,
    struct postman **ret_postman, struct error *err)
{
	struct postman *p = xmalloc(sizeof(*p));

	*p = (struct postman){ .options = *options };
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->wake, NULL);
	p->mailer = mailer_new(&options->mailer);
	if (!store_open(&options->store, &p->store, err)) {
		release(p);
		return false;
	}
	if (pthread_create(&p->thread, NULL, run, p) != 0) {
		release(p);
		return error_set(err, "the system gives no thread");
	}
	*ret_postman = p;
	return true;
}

void postman_close(struct postman *p)
{
	if (p == NULL)
		return;
	pthread_mutex_lock(&p->lock);
	p->ending = true;
	pthread_cond_signal(&p->wake);
	pthread_mutex_unlock(&p->lock);
	pthread_join(p->thread, NULL);
	release(p);
}

void postman_wake(struct postman *p)
{
	pthread_mutex_lock(&p->lock);
	p->woken = true;
	pthread_cond_signal(&p->wake);
	pthread_mutex_unlock(&p->lock);
}

void postman_count(struct postman *p, struct postman_counts *ret_counts)
{
	pthread_mutex_lock(&p->lock);
	*ret_counts = p->counts;
	pthread_mutex_unlock(&p->lock);
}
