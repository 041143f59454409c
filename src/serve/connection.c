#include "serve/connection.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "base/arena.h"
#include "base/limits.h"

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

void connections_init(struct connections *all)
{
	all->first = NULL;
	pthread_mutex_init(&all->lock, NULL);
}

void connections_release(struct connections *all)
{
	while (all->first != NULL)
		connection_close(all, all->first);
	pthread_mutex_destroy(&all->lock);
}

struct connection *connection_open(struct connections *all, int fd)
{
	struct connection *c = xmalloc(sizeof(*c));

	pthread_mutex_lock(&all->lock);
	*c = (struct connection){ .next = all->first,
		.link = &all->first,
		.fd = fd,
		.deadline = now() + LIMIT_REQUEST_SECONDS };
	if (all->first != NULL)
		all->first->link = &c->next;
	all->first = c;
	pthread_mutex_unlock(&all->lock);
	return c;
}

void connection_close(struct connections *all, struct connection *c)
{
	pthread_mutex_lock(&all->lock);
	*c->link = c->next;
	if (c->next != NULL)
		c->next->link = c->link;
	pthread_mutex_unlock(&all->lock);
	free(c->target);
	free(c);
}

void connection_run(struct connections *all, struct connection *c, bool running)
{
	pthread_mutex_lock(&all->lock);
	c->running = running;
	c->asked = true;
	pthread_mutex_unlock(&all->lock);
}

void connection_allow(
    struct connections *all, struct connection *c, int seconds)
{
	pthread_mutex_lock(&all->lock);
	c->deadline = seconds > 0 ? now() + seconds : 0;
	pthread_mutex_unlock(&all->lock);
}

size_t connections_running(struct connections *all)
{
	size_t count = 0;

	pthread_mutex_lock(&all->lock);
	for (struct connection *c = all->first; c != NULL; c = c->next)
		count += c->running;
	pthread_mutex_unlock(&all->lock);
	return count;
}

size_t connections_fresh(struct connections *all)
{
	size_t count = 0;

	pthread_mutex_lock(&all->lock);
	for (struct connection *c = all->first; c != NULL; c = c->next)
		count += !c->asked;
	pthread_mutex_unlock(&all->lock);
	return count;
}

void connections_end_late(struct connections *all)
{
	int64_t time = now();

	pthread_mutex_lock(&all->lock);
	for (struct connection *c = all->first; c != NULL; c = c->next)
		if (c->deadline > 0 && time > c->deadline)
			shutdown(c->fd, SHUT_RDWR);
	pthread_mutex_unlock(&all->lock);
}
