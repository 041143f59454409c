#include "serve/desk.h"

#include <pthread.h>
#include <stdlib.h>

#include "serve/hooks.h"
#include "serve/readers.h"

enum { BATCH = 64 };

struct desk {
	struct desk_options options;
	struct store *store;   /* NULL if it is for the search alone */
	struct search *search; /* may be NULL */
	pthread_t thread;

	pthread_mutex_t lock; /* over all that follows */
	pthread_cond_t wake;
	struct exchange *first, **last;
	size_t waiting;
	bool ending;
	struct live *live, *next_live; /* the latter: not yet in use */
	uint64_t deeds[DEEDS];
};

/* ------------------------------------------------------------------ one page */

static struct workplace place_of(const struct desk *d)
{
	return (struct workplace){ d->live, live_settings(d->live), d->store,
		d->search, d->options.hooks };
}

static bool make(struct desk *d, struct exchange *x, struct error *err)
{
	const struct workplace place = place_of(d);

	exchange_reset(x);
	return x->route->make(&place, x, err);
}

/* What is said does not ask the store. */
static void make_failure(
    struct desk *d, struct exchange *x, const struct error *err)
{
	const struct workplace place = { .live = d->live,
		.settings = live_settings(d->live) };
	struct error second;

	d->options.failed(d->options.data, err);
	exchange_reset(x);
	if (!readers_say(&place, x, "failed", &second))
		strbuf_reset(&x->out);
	x->status = MHD_HTTP_SERVICE_UNAVAILABLE;
}

/* By itself, and what it changes as one change. */
static bool try_alone(struct desk *d, struct exchange *x, struct error *err)
{
	struct error ignored;

	if (!d->options.search_only &&
	    !store_revive(&d->store, &d->options.store, err))
		return false;
	if (!x->post)
		return make(d, x, err);
	if (!people_begin_many(d->store, err))
		return false;
	if (make(d, x, err))
		return people_end_many(d->store, true, err);
	people_end_many(d->store, false, &ignored);
	return false;
}

/* A server that was away may be back: that is known only by asking. */
static void make_alone(struct desk *d, struct exchange *x)
{
	struct error err;
	bool ok = try_alone(d, x, &err);

	if (!ok && d->store != NULL && store_is_lost(d->store))
		ok = try_alone(d, x, &err);
	if (!ok)
		make_failure(d, x, &err);
}

/* ---------------------------------------------------------------------- many */

/* All of a list that change something, as one change. */
static bool make_together(struct desk *d, struct exchange *list)
{
	struct error err, ignored;
	bool ok = store_revive(&d->store, &d->options.store, &err) &&
		  people_begin_many(d->store, &err);

	if (!ok)
		return false;
	for (struct exchange *x = list; ok && x != NULL; x = x->next)
		ok = !x->post || make(d, x, &err);
	if (ok)
		return people_end_many(d->store, true, &err);
	people_end_many(d->store, false, &ignored);
	return false;
}

static size_t count_posts(const struct exchange *list)
{
	size_t count = 0;

	for (; list != NULL; list = list->next)
		count += list->post;
	return count;
}

static void note(struct desk *d, const struct exchange *list)
{
	pthread_mutex_lock(&d->lock);
	for (; list != NULL; list = list->next) {
		d->deeds[list->deed]++;
		d->waiting--;
	}
	pthread_mutex_unlock(&d->lock);
}

static void hand_out(struct desk *d, struct exchange *list)
{
	bool mails = false;

	note(d, list);
	while (list != NULL) {
		struct exchange *x = list;

		list = x->next;
		x->next = NULL;
		x->done = true;
		mails = mails || x->mails;
		/* From here on it is not ours. */
		d->options.done(x);
	}
	if (mails)
		d->options.mail(d->options.data);
}

/* While nobody waits for the store. */
static void prepare_list(struct desk *d, struct exchange *list)
{
	const struct workplace place = place_of(d);

	for (struct exchange *x = list; x != NULL; x = x->next)
		if ((x->route->flags & ROUTE_HOOK) != 0)
			hooks_prepare(&place, x);
}

static void make_list(struct desk *d, struct exchange *list)
{
	bool together;

	prepare_list(d, list);
	together = count_posts(list) > 1 && make_together(d, list);
	for (struct exchange *x = list; x != NULL; x = x->next)
		if (!x->post || !together)
			make_alone(d, x);
	hand_out(d, list);
}

/* The next that wait, or NULL at the end. */
static struct exchange *next_list(struct desk *d)
{
	struct exchange *list, *x;

	pthread_mutex_lock(&d->lock);
	while (d->first == NULL && !d->ending)
		pthread_cond_wait(&d->wake, &d->lock);
	if (d->next_live != NULL) {
		live_free(d->live);
		d->live = d->next_live;
		d->next_live = NULL;
	}
	list = x = d->first;
	for (int i = 1; x != NULL && x->next != NULL && i < BATCH; i++)
		x = x->next;
	if (x != NULL) {
		d->first = x->next;
		x->next = NULL;
	}
	if (d->first == NULL)
		d->last = &d->first;
	pthread_mutex_unlock(&d->lock);
	return list;
}

static void *run(void *data)
{
	struct desk *d = data;
	struct exchange *list;

	while ((list = next_list(d)) != NULL)
		make_list(d, list);
	return NULL;
}

/* --------------------------------------------------------------- from outside */

static bool open_files(struct desk *d, struct error *err)
{
	const struct desk_options *o = &d->options;

	return (o->search_only || store_open(&o->store, &d->store, err)) &&
	       (o->search == NULL || search_open(o->search, &d->search, err));
}

static void close_files(struct desk *d)
{
	store_close(d->store);
	search_close(d->search);
}

bool desk_open(const struct desk_options *options, struct desk **ret_desk,
    struct error *err)
{
	struct desk *d = xmalloc(sizeof(*d));

	*d = (struct desk){ .options = *options, .live = options->live };
	d->last = &d->first;
	if (!open_files(d, err)) {
		close_files(d);
		free(d);
		return false;
	}
	pthread_mutex_init(&d->lock, NULL);
	pthread_cond_init(&d->wake, NULL);
	if (pthread_create(&d->thread, NULL, run, d) != 0) {
		close_files(d);
		free(d);
		return error_set(err, "the system gives no thread");
	}
	*ret_desk = d;
	return true;
}

void desk_close(struct desk *d)
{
	if (d == NULL)
		return;
	pthread_mutex_lock(&d->lock);
	d->ending = true;
	pthread_cond_signal(&d->wake);
	pthread_mutex_unlock(&d->lock);
	pthread_join(d->thread, NULL);
	close_files(d);
	live_free(d->live);
	live_free(d->next_live);
	pthread_cond_destroy(&d->wake);
	pthread_mutex_destroy(&d->lock);
	free(d);
}

bool desk_take(struct desk *d, struct exchange *x)
{
	bool room;

	pthread_mutex_lock(&d->lock);
	room = d->waiting < LIMIT_WAITING && !d->ending;
	if (room) {
		d->waiting++;
		x->next = NULL;
		*d->last = x;
		d->last = &x->next;
		pthread_cond_signal(&d->wake);
	}
	pthread_mutex_unlock(&d->lock);
	return room;
}

void desk_set_live(struct desk *d, struct live *live)
{
	pthread_mutex_lock(&d->lock);
	live_free(d->next_live);
	d->next_live = live;
	pthread_mutex_unlock(&d->lock);
}

uint64_t desk_deeds(struct desk *d, enum deed deed)
{
	uint64_t count;

	pthread_mutex_lock(&d->lock);
	count = d->deeds[deed];
	pthread_mutex_unlock(&d->lock);
	return count;
}

size_t desk_waiting(struct desk *d)
{
	size_t waiting;

	pthread_mutex_lock(&d->lock);
	waiting = d->waiting;
	pthread_mutex_unlock(&d->lock);
	return waiting;
}
