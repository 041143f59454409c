/* A thread that waits for the disk, so that mails need not. */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "send/run_priv.h"

struct scribe {
	pthread_t thread;
	int told; /* can be read when a round is done */

	pthread_mutex_t lock; /* over all that follows */
	pthread_cond_t wake;
	bool ending;
	struct store *store; /* what is to be written to; NULL: nothing */
	struct delivery_round round;
	bool done, fine, ours;
	struct error err;
};

static void write_round(struct scribe *s)
{
	bool ours = false, fine;
	struct error err = { "" };

	pthread_mutex_unlock(&s->lock);
	fine = deliveries_round(s->store, &s->round, &ours, &err);
	pthread_mutex_lock(&s->lock);
	s->store = NULL;
	s->done = true;
	s->fine = fine;
	s->ours = ours;
	s->err = err;
	pthread_cond_broadcast(&s->wake);
	(void)eventfd_write(s->told, 1);
}

static void *work(void *data)
{
	struct scribe *s = data;

	pthread_mutex_lock(&s->lock);
	while (!s->ending) {
		if (s->store != NULL)
			write_round(s);
		else
			pthread_cond_wait(&s->wake, &s->lock);
	}
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

static void release(struct scribe *s)
{
	pthread_cond_destroy(&s->wake);
	pthread_mutex_destroy(&s->lock);
	if (s->told >= 0)
		close(s->told);
	free(s);
}

static bool start(struct scribe *s, int epoll, uint64_t tag, struct error *err)
{
	struct epoll_event event = { .events = EPOLLIN, .data.u64 = tag };

	s->told = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (s->told < 0 ||
	    epoll_ctl(epoll, EPOLL_CTL_ADD, s->told, &event) != 0)
		return error_errno(err, errno, "cannot watch a thread");
	if (pthread_create(&s->thread, NULL, work, s) != 0)
		return error_set(err, "the system gives no thread");
	return true;
}

struct scribe *scribe_open(int epoll, uint64_t tag, struct error *err)
{
	struct scribe *s = xmalloc(sizeof(*s));

	*s = (struct scribe){ .told = -1 };
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->wake, NULL);
	if (start(s, epoll, tag, err))
		return s;
	release(s);
	return NULL;
}

void scribe_close(struct scribe *s)
{
	if (s == NULL)
		return;
	pthread_mutex_lock(&s->lock);
	s->ending = true;
	pthread_cond_broadcast(&s->wake);
	pthread_mutex_unlock(&s->lock);
	pthread_join(s->thread, NULL);
	release(s);
}

void scribe_begin(
    struct scribe *s, struct store *store, const struct delivery_round *round)
{
	pthread_mutex_lock(&s->lock);
	s->store = store;
	s->round = *round;
	s->done = false;
	pthread_cond_broadcast(&s->wake);
	pthread_mutex_unlock(&s->lock);
}

bool scribe_end(struct scribe *s, bool wait, bool *ret_fine, bool *ret_ours,
    struct error *err)
{
	eventfd_t count;
	bool done;

	(void)eventfd_read(s->told, &count);
	pthread_mutex_lock(&s->lock);
	while (wait && !s->done)
		pthread_cond_wait(&s->wake, &s->lock);
	done = s->done;
	if (done) {
		*ret_fine = s->fine;
		*ret_ours = s->ours;
		if (!s->fine)
			*err = s->err;
	}
	pthread_mutex_unlock(&s->lock);
	return done;
}
