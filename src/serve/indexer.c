#include "serve/indexer.h"

#include <pthread.h>
#include <stdlib.h>

#include "build/live.h"
#include "store/store.h"

struct indexer {
	struct search *search;
	void (*failed)(void *data, const struct error *err);
	void *data;
	pthread_t thread;

	pthread_mutex_t lock; /* over all that follows */
	pthread_cond_t wake;
	bool look, ending;
};

static bool is_ending(struct indexer *x)
{
	bool ending;

	pthread_mutex_lock(&x->lock);
	ending = x->ending;
	pthread_mutex_unlock(&x->lock);
	return ending;
}

/* ---------------------------------------------------------- what is said twice */

/* How often each item comes, by the hash that tells what it says: what an
 * older issue says too is found in the newest alone. */
struct saying {
	uint64_t same;
	size_t left;
};

struct filling {
	struct indexer *indexer;
	struct arena arena;
	struct saying *saying; /* one for each item; then each once, in order */
	size_t sayings;
	struct error *err;
};

static bool note_item(void *data, const struct live_item *item)
{
	struct filling *f = data;

	f->saying = ARENA_GROW(&f->arena, f->saying, f->sayings);
	f->saying[f->sayings++] = (struct saying){ item->same, 1 };
	return true;
}

static int by_same(const void *a, const void *b)
{
	const struct saying *x = a, *y = b;

	return (x->same > y->same) - (x->same < y->same);
}

static void join_sayings(struct filling *f)
{
	size_t kept = 0;

	if (f->sayings > 1)
		qsort(f->saying, f->sayings, sizeof(*f->saying), by_same);
	for (size_t i = 0; i < f->sayings; i++)
		if (kept > 0 && f->saying[kept - 1].same == f->saying[i].same)
			f->saying[kept - 1].left++;
		else
			f->saying[kept++] = f->saying[i];
	f->sayings = kept;
}

/* The last that says this?  Each question counts one. */
static bool is_last(struct filling *f, uint64_t same)
{
	const struct saying key = { same, 0 };
	struct saying *found =
	    bsearch(&key, f->saying, f->sayings, sizeof(*f->saying), by_same);

	return found == NULL || --found->left == 0;
}

/* -------------------------------------------------------------------- filling */

static bool add_item(void *data, const struct live_item *item)
{
	struct filling *f = data;
	const struct search_entry entry = { .text = item->text,
		.url = item->url,
		.section = item->section,
		.heading = item->heading,
		.tags = item->tags,
		.address = item->address,
		.anchor = item->anchor,
		.issue = item->issue,
		.date = item->date };

	if (!is_last(f, item->same))
		return true;
	if (is_ending(f->indexer))
		return error_set(f->err, "the server ends");
	return search_add(f->indexer->search, &entry, f->err);
}

static bool fill(struct indexer *x, const struct live *live, struct error *err)
{
	struct filling f = { .indexer = x, .err = err };
	struct error ignored;
	bool ok = live_each_item(live, note_item, &f, err);

	join_sayings(&f);
	if (ok && search_begin(x->search, err)) {
		ok = live_each_item(live, add_item, &f, err);
		ok = search_end(x->search, live_fingerprint(live), ok,
			 ok ? err : &ignored) &&
		     ok;
	} else {
		ok = false;
	}
	arena_release(&f.arena);
	return ok;
}

static bool look(struct indexer *x, struct error *err)
{
	struct live *live;
	bool current, ok;

	if (!live_open(NULL, &live, err))
		return false;
	ok = search_is_current(
		 x->search, live_fingerprint(live), &current, err) &&
	     (current || fill(x, live, err));
	live_free(live);
	return ok;
}

/* ----------------------------------------------------------------- the thread */

static bool wait(struct indexer *x)
{
	bool go;

	pthread_mutex_lock(&x->lock);
	while (!x->look && !x->ending)
		pthread_cond_wait(&x->wake, &x->lock);
	x->look = false;
	go = !x->ending;
	pthread_mutex_unlock(&x->lock);
	return go;
}

static void *run(void *data)
{
	struct indexer *x = data;
	struct error err;

	while (wait(x))
		if (!look(x, &err) && !is_ending(x) && x->failed != NULL)
			x->failed(x->data, &err);
	return NULL;
}

/* --------------------------------------------------------------- from outside */

bool indexer_open(const char *path,
    void (*failed)(void *data, const struct error *err), void *data,
    struct indexer **ret_indexer, struct error *err)
{
	struct indexer *x = xmalloc(sizeof(*x));

	*x = (struct indexer){ .failed = failed, .data = data, .look = true };
	if (!search_open(path, &x->search, err)) {
		free(x);
		return false;
	}
	pthread_mutex_init(&x->lock, NULL);
	pthread_cond_init(&x->wake, NULL);
	if (pthread_create(&x->thread, NULL, run, x) != 0) {
		search_close(x->search);
		free(x);
		return error_set(err, "the system gives no thread");
	}
	*ret_indexer = x;
	return true;
}

void indexer_close(struct indexer *x)
{
	if (x == NULL)
		return;
	pthread_mutex_lock(&x->lock);
	x->ending = true;
	pthread_cond_signal(&x->wake);
	pthread_mutex_unlock(&x->lock);
	pthread_join(x->thread, NULL);
	search_close(x->search);
	pthread_cond_destroy(&x->wake);
	pthread_mutex_destroy(&x->lock);
	free(x);
}

void indexer_look(struct indexer *x)
{
	pthread_mutex_lock(&x->lock);
	x->look = true;
	pthread_cond_signal(&x->wake);
	pthread_mutex_unlock(&x->lock);
}
