#include "serve/events.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/strbuf.h"

/*
 * A stream that has nothing to say is suspended: the server forgets it until
 * it is resumed.  Whether to suspend is decided under the same lock under
 * which messages arrive, so none is slept through.
 */

struct listener {
	struct events *events;
	struct MHD_Connection *connection;
	struct listener *next, **link; /* of the list of all */
	struct strbuf out;             /* being sent, */
	size_t sent;                   /* as far as this */
	uint64_t message, ping;        /* the newest it was given */
	bool suspended;
};

struct events {
	pthread_mutex_t lock; /* over all that follows, and the listeners */
	struct listener *first;
	size_t count;
	struct strbuf text; /* the newest message, as the stream has it */
	uint64_t message, ping;
	bool closing;
};

/* A message is an error text at most, in JSON. */
enum { MESSAGE_MAX = 8 * LIMIT_ERROR };

struct events *events_new(void)
{
	struct events *e = xmalloc(sizeof(*e));

	*e = (struct events){ .closing = false };
	pthread_mutex_init(&e->lock, NULL);
	strbuf_init(&e->text, MESSAGE_MAX);
	return e;
}

void events_free(struct events *e)
{
	strbuf_release(&e->text);
	pthread_mutex_destroy(&e->lock);
	free(e);
}

/* With the lock held. */
static void wake_all(struct events *e)
{
	for (struct listener *l = e->first; l != NULL; l = l->next)
		if (l->suspended) {
			l->suspended = false;
			MHD_resume_connection(l->connection);
		}
}

void events_send(struct events *e, struct str message)
{
	pthread_mutex_lock(&e->lock);
	strbuf_reset(&e->text);
	strbuf_lit(&e->text, "data: ");
	strbuf_add(&e->text, message);
	strbuf_lit(&e->text, "\n\n");
	e->message++;
	wake_all(e);
	pthread_mutex_unlock(&e->lock);
}

void events_ping(struct events *e)
{
	pthread_mutex_lock(&e->lock);
	e->ping++;
	wake_all(e);
	pthread_mutex_unlock(&e->lock);
}

void events_close(struct events *e)
{
	pthread_mutex_lock(&e->lock);
	e->closing = true;
	wake_all(e);
	pthread_mutex_unlock(&e->lock);
}

/* Fill the buffer that is being sent; false if there is nothing to say. */
static bool refill(struct listener *l)
{
	struct events *e = l->events;

	strbuf_reset(&l->out);
	l->sent = 0;
	if (l->message != e->message)
		strbuf_add(&l->out, strbuf_str(&e->text));
	else if (l->ping != e->ping)
		strbuf_lit(&l->out, ":\n\n");
	l->message = e->message;
	l->ping = e->ping;
	return l->out.len > 0;
}

static ssize_t read_listener(void *data, uint64_t at, char *buf, size_t max)
{
	struct listener *l = data;
	ssize_t taken = 0;

	(void)at;
	pthread_mutex_lock(&l->events->lock);
	if (l->sent < l->out.len || refill(l)) {
		size_t len = l->out.len - l->sent;

		if (len > max)
			len = max;
		memcpy(buf, l->out.buf + l->sent, len);
		l->sent += len;
		taken = (ssize_t)len;
	} else if (l->events->closing) {
		taken = MHD_CONTENT_READER_END_OF_STREAM;
	} else {
		l->suspended = true;
		MHD_suspend_connection(l->connection);
	}
	pthread_mutex_unlock(&l->events->lock);
	return taken;
}

static void free_listener(void *data)
{
	struct listener *l = data;

	pthread_mutex_lock(&l->events->lock);
	*l->link = l->next;
	if (l->next != NULL)
		l->next->link = l->link;
	l->events->count--;
	pthread_mutex_unlock(&l->events->lock);
	strbuf_release(&l->out);
	free(l);
}

static struct listener *add_listener(
    struct events *e, struct MHD_Connection *connection)
{
	struct listener *l = NULL;

	pthread_mutex_lock(&e->lock);
	if (e->count < LIMIT_EVENT_CLIENTS && !e->closing) {
		l = xmalloc(sizeof(*l));
		*l = (struct listener){ .events = e,
			.connection = connection,
			.next = e->first,
			.link = &e->first,
			.ping = e->ping };
		strbuf_init(&l->out, MESSAGE_MAX);
		/* How soon a page asks again when the server is gone. */
		strbuf_lit(&l->out, "retry: 500\n\n");
		if (e->first != NULL)
			e->first->link = &l->next;
		e->first = l;
		e->count++;
	}
	pthread_mutex_unlock(&e->lock);
	return l;
}

struct MHD_Response *events_answer(
    struct events *e, struct MHD_Connection *connection)
{
	struct listener *l = add_listener(e, connection);
	struct MHD_Response *r;

	if (l == NULL)
		return NULL;
	r = MHD_create_response_from_callback(
	    MHD_SIZE_UNKNOWN, 4096, read_listener, l, free_listener);
	if (r == NULL)
		free_listener(l);
	return r;
}
