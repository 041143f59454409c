#include "publishcmd/keeper.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { EVERY_SECONDS = 15 };

struct keeper {
	const struct store_options *options;
	struct str holder;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	/* Under the lock. */
	bool end;
	int64_t until; /* on the clock of now() */
};

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec;
}

/* False if it is somebody else's by now, or the store does not answer. */
static bool renew(struct keeper *k)
{
	struct arena arena = { 0 };
	struct store *store = NULL;
	struct str other;
	struct error err;
	bool taken = false;

	if (store_open(k->options, &store, &err) &&
	    !publish_take(
		store, &arena, k->holder, KEEPER_SECONDS, &taken, &other, &err))
		taken = false;
	store_close(store);
	arena_release(&arena);
	return taken;
}

/* Wait under the lock; is it to end? */
static bool wait_for_end(struct keeper *k)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += EVERY_SECONDS;
	while (
	    !k->end && pthread_cond_timedwait(&k->wake, &k->lock, &until) == 0)
		;
	return k->end;
}

static void *keep(void *data)
{
	struct keeper *k = data;

	pthread_mutex_lock(&k->lock);
	while (!wait_for_end(k)) {
		int64_t begin = now();
		bool ours;

		pthread_mutex_unlock(&k->lock);
		ours = renew(k);
		pthread_mutex_lock(&k->lock);
		if (ours)
			k->until = begin + KEEPER_SECONDS;
	}
	pthread_mutex_unlock(&k->lock);
	return NULL;
}

struct keeper *keeper_start(
    const struct store_options *options, struct str holder)
{
	struct keeper *k = xmalloc(sizeof(*k));
	pthread_condattr_t attributes;

	*k = (struct keeper){ .options = options,
		.holder = holder,
		.until = now() + KEEPER_SECONDS };
	pthread_mutex_init(&k->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&k->wake, &attributes);
	pthread_condattr_destroy(&attributes);
	if (pthread_create(&k->thread, NULL, keep, k) == 0)
		return k;
	free(k);
	return NULL;
}

bool keeper_holds(struct keeper *k)
{
	bool holds;

	pthread_mutex_lock(&k->lock);
	holds = now() < k->until;
	pthread_mutex_unlock(&k->lock);
	return holds;
}

void keeper_end(struct keeper *k)
{
	pthread_mutex_lock(&k->lock);
	k->end = true;
	pthread_cond_signal(&k->wake);
	pthread_mutex_unlock(&k->lock);
	pthread_join(k->thread, NULL);
	pthread_cond_destroy(&k->wake);
	pthread_mutex_destroy(&k->lock);
	free(k);
}
