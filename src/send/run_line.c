/* Connections, and the mails on them. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "send/run_priv.h"

/* --------------------------------------------------------------------- lines */

bool lines_open(struct run *r, struct error *err)
{
	r->lines = (size_t)r->o->relays->most;
	r->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (r->epoll < 0)
		return error_errno(err, errno, "cannot watch connections");
	r->line = xmalloc(r->lines * sizeof(r->line[0]));
	for (size_t i = 0; i < r->lines; i++)
		r->line[i] = (struct line){ .file = -1 };
	return true;
}

static void close_line(struct line *line)
{
	smtp_free(line->smtp);
	line->relay->open--;
	line->relay->leaving -= line->leaving;
	*line = (struct line){ .file = -1 };
}

void lines_stop(struct run *r)
{
	for (size_t i = 0; i < r->lines; i++) {
		struct smtp_answer a;
		struct line *line = &r->line[i];

		if (line->smtp == NULL)
			continue;
		/* Mails without their dot go back with the lease. */
		smtp_drop(line->smtp, "the run ended");
		while (smtp_take_answer(line->smtp, &a)) {
			if (a.outcome != SMTP_UNSENT)
				round_note(r, a.mail->data, &a, line->relay);
			works_end(r, a.mail->data);
		}
		close_line(line);
	}
}

void lines_close(struct run *r)
{
	free(r->line);
	r->line = NULL;
	r->lines = 0;
	if (r->epoll >= 0)
		close(r->epoll);
}

/* A file can become another one with the same number, which nobody watches. */
static void watch(struct run *r, struct line *line)
{
	struct epoll_event event = { .data.u64 = (uint64_t)(line - r->line) };
	int file = smtp_file(line->smtp);
	short events = smtp_events(line->smtp);

	if (file < 0 || (file == line->file && events == line->events &&
			    smtp_state(line->smtp) == SMTP_OPEN))
		return;
	event.events = ((events & POLLIN) != 0 ? EPOLLIN : 0U) |
		       ((events & POLLOUT) != 0 ? EPOLLOUT : 0U);
	if (epoll_ctl(r->epoll, EPOLL_CTL_MOD, file, &event) != 0 &&
	    epoll_ctl(r->epoll, EPOLL_CTL_ADD, file, &event) != 0) {
		error_errno(r->err, errno, "cannot watch a connection");
		run_fail(r);
	}
	line->file = file;
	line->events = events;
}

/* May a line of a relay begin a mail now? */
static bool may_begin(struct run *r, struct line *line)
{
	if (line->relay->pause > r->now || !works_ready(r))
		return false;
	return smtp_can_take(line->smtp);
}

/* Should an idle line end? */
static bool is_over(const struct run *r, const struct line *line)
{
	const struct relay *relay = line->relay;

	return smtp_can_take(line->smtp) &&
	       (r->draining || relay->open - relay->leaving > relay->allowed);
}

static void leave(struct line *line)
{
	smtp_quit(line->smtp);
	line->leaving = true;
	line->relay->leaving++;
}

static bool feed(struct run *r, struct line *line)
{
	if (!may_begin(r, line))
		return false;
	smtp_give(line->smtp, &works_next(r)->mail);
	return true;
}

static void take_answers(struct run *r, struct line *line)
{
	struct smtp_answer a;

	while (smtp_take_answer(line->smtp, &a)) {
		struct work *w = a.mail->data;

		line->cut |=
		    a.outcome == SMTP_UNSENT || a.outcome == SMTP_UNKNOWN;
		round_note(r, w, &a, line->relay);
		works_end(r, w);
	}
}

static void end_line(struct run *r, struct line *line)
{
	struct smtp_end end = smtp_end(line->smtp);

	if (!end.opened || end.code == 421)
		relay_failed(line->relay, end.said, r->now);
	else if (line->cut)
		relay_cut(line->relay, end.said, r->now);
	close_line(line);
}

void line_move(struct run *r, struct line *line, short ready)
{
	if (is_over(r, line))
		leave(line);
	feed(r, line);
	smtp_turn(line->smtp, r->now, ready);
	take_answers(r, line);
	while (feed(r, line)) {
		smtp_turn(line->smtp, r->now, 0);
		take_answers(r, line);
	}
	if (smtp_state(line->smtp) == SMTP_CLOSED)
		end_line(r, line);
	else
		watch(r, line);
}

void lines_connect(struct run *r)
{
	size_t wanted = r->hand.count - r->next + r->ahead;

	for (size_t i = 0; i < r->lines; i++)
		if (r->line[i].smtp != NULL &&
		    (smtp_state(r->line[i].smtp) == SMTP_OPENING ||
			smtp_can_take(r->line[i].smtp)))
			wanted -= wanted > 0;
	for (size_t i = 0; !r->draining && wanted > 0 && i < r->lines; i++) {
		struct line *line = &r->line[i];
		struct relay *relay;

		if (line->smtp != NULL)
			continue;
		relay = relays_choose(r->o->relays, r->now);
		if (relay == NULL)
			return;
		wanted--;
		relay->open++;
		*line = (struct line){ .smtp = smtp_new(&relay->server, r->now),
			.serial = ++r->serials,
			.relay = relay,
			.file = -1 };
		line_move(r, line, 0);
	}
}

int64_t lines_next(const struct run *r)
{
	int64_t next = INT64_MAX;

	for (size_t i = 0; i < r->lines; i++)
		if (r->line[i].smtp != NULL &&
		    smtp_deadline(r->line[i].smtp) < next)
			next = smtp_deadline(r->line[i].smtp);
	return next;
}

/* And those for which there is a mail now. */
void lines_expire(struct run *r)
{
	for (size_t i = 0; i < r->lines; i++) {
		struct line *line = &r->line[i];

		if (line->smtp != NULL &&
		    (smtp_deadline(line->smtp) <= r->now ||
			may_begin(r, line) || is_over(r, line)))
			line_move(r, line, 0);
	}
}

size_t lines_held(const struct run *r)
{
	size_t held = 0;

	for (size_t i = 0; i < r->lines; i++)
		held += r->line[i].smtp != NULL &&
			smtp_held(r->line[i].smtp) != NULL;
	return held;
}
