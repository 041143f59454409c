#include "send/writers.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "base/crew.h"

/* What is written ahead gives way to what is sent now, here and at a mail server
 * on this machine.  On Linux a thread has a nice value of its own. */
enum { NICE = 10 };

struct queue {
	struct work *first, **end;
};

struct writer {
	struct writers *all;
	pthread_t thread;
	struct message_options options;
	struct message_maker *maker;
};

struct writers {
	struct writer writer[CREW_MAX];
	int count;            /* that have their keys */
	int started;          /* of them */
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t more;
	struct queue waiting, written;
	bool ending, failed;
	struct error error;
};

/* ---------------------------------------------------------------------- work */

struct work *work_new(void)
{
	struct work *w = xmalloc(sizeof(*w));

	*w = (struct work){ .next = NULL };
	message_init(&w->message);
	strbuf_init(&w->recipient, LIMIT_MAIL_ADDRESS);
	for (int i = 0; i < MESSAGE_VALUES; i++)
		strbuf_init(&w->value[i], LIMIT_URL);
	return w;
}

void work_free(struct work *w)
{
	message_release(&w->message);
	strbuf_release(&w->recipient);
	for (int i = 0; i < MESSAGE_VALUES; i++)
		strbuf_release(&w->value[i]);
	free(w);
}

static void add(struct queue *q, struct work *w)
{
	w->next = NULL;
	*q->end = w;
	q->end = &w->next;
}

static struct work *take(struct queue *q)
{
	struct work *w = q->first;

	if (w == NULL)
		return NULL;
	q->first = w->next;
	if (q->first == NULL)
		q->end = &q->first;
	return w;
}

/* --------------------------------------------------------------------- threads */

static struct work *wait_for_work(struct writers *w)
{
	struct work *work;

	pthread_mutex_lock(&w->lock);
	while (w->waiting.first == NULL && !w->ending)
		pthread_cond_wait(&w->more, &w->lock);
	work = w->ending ? NULL : take(&w->waiting);
	pthread_mutex_unlock(&w->lock);
	return work;
}

static void finish(
    struct writers *w, struct work *work, const struct error *err)
{
	pthread_mutex_lock(&w->lock);
	add(&w->written, work);
	if (err != NULL && !w->failed) {
		w->failed = true;
		w->error = *err;
	}
	pthread_mutex_unlock(&w->lock);
}

static void *write_mails(void *data)
{
	struct writer *writer = data;
	struct writers *all = writer->all;
	struct error err;
	struct work *w;

	setpriority(PRIO_PROCESS, 0, NICE);
	while ((w = wait_for_work(all)) != NULL) {
		bool fine = message_make(
		    writer->maker, w->body, &w->reader, &w->message, &err);

		finish(all, w, fine ? NULL : &err);
	}
	return NULL;
}

/* ------------------------------------------------------------- begin and end */

static bool prepare(struct writers *all, struct writer *writer,
    const struct message_options *options, const struct str_list *selectors,
    struct error *err)
{
	writer->all = all;
	writer->options = *options;
	if (selectors->count > 0 &&
	    !dkim_open(options->domain, selectors, &writer->options.dkim, err))
		return false;
	writer->maker = message_maker_new(&writer->options);
	all->count++;
	return true;
}

/* One that cannot be started is no loss, if there is another one. */
static bool start(struct writers *all, struct error *err)
{
	int failure = 0;

	while (failure == 0 && all->started < all->count) {
		struct writer *writer = &all->writer[all->started];

		failure =
		    pthread_create(&writer->thread, NULL, write_mails, writer);
		all->started += failure == 0;
	}
	return all->started > 0 ||
	       error_errno(err, failure, "cannot start a thread");
}

bool writers_open(int threads, const struct message_options *options,
    const struct str_list *selectors, struct writers **ret_writers,
    struct error *err)
{
	struct writers *w = xmalloc(sizeof(*w));
	int wanted = crew_size(threads);
	bool ok = true;

	*w = (struct writers){ .count = 0 };
	w->waiting.end = &w->waiting.first;
	w->written.end = &w->written.first;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->more, NULL);
	for (int i = 0; ok && i < wanted; i++)
		ok = prepare(w, &w->writer[i], options, selectors, err);
	ok = ok && start(w, err);
	if (!ok) {
		writers_close(w);
		return false;
	}
	*ret_writers = w;
	return true;
}

static void free_queue(struct queue *q)
{
	struct work *w;

	while ((w = take(q)) != NULL)
		work_free(w);
}

void writers_close(struct writers *w)
{
	if (w == NULL)
		return;
	pthread_mutex_lock(&w->lock);
	w->ending = true;
	pthread_cond_broadcast(&w->more);
	pthread_mutex_unlock(&w->lock);
	for (int i = 0; i < w->started; i++)
		pthread_join(w->writer[i].thread, NULL);
	for (int i = 0; i < w->count; i++) {
		message_maker_free(w->writer[i].maker);
		dkim_free(w->writer[i].options.dkim);
	}
	free_queue(&w->waiting);
	free_queue(&w->written);
	pthread_cond_destroy(&w->more);
	pthread_mutex_destroy(&w->lock);
	free(w);
}

/* ------------------------------------------------------------------- handing */

void writers_put(struct writers *w, struct work *work)
{
	pthread_mutex_lock(&w->lock);
	add(&w->waiting, work);
	pthread_cond_signal(&w->more);
	pthread_mutex_unlock(&w->lock);
}

bool writers_take(struct writers *w, struct work **ret_work, struct error *err)
{
	bool failed;

	pthread_mutex_lock(&w->lock);
	*ret_work = take(&w->written);
	failed = w->failed;
	if (failed)
		*err = w->error;
	pthread_mutex_unlock(&w->lock);
	return !failed;
}
