#include "send/mailer.h"

#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "base/file.h"
#include "base/limits.h"

enum { SECOND = 1000 /* milliseconds */ };

struct mailer {
	struct mailer_options options;
	struct smtp *smtp; /* the connection that is kept, or NULL */
	struct relay *relay;
	/* Of a letter. */
	struct strbuf signature, lines;
};

struct mailer *mailer_new(const struct mailer_options *options)
{
	struct mailer *m = xmalloc(sizeof(*m));

	*m = (struct mailer){ .options = *options };
	strbuf_init(&m->signature, LIMIT_LETTER);
	strbuf_init(&m->lines, LIMIT_LETTER);
	return m;
}

static int64_t clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * SECOND + t.tv_nsec / (1000 * 1000);
}

/* ---------------------------------------------------------------- connections */

static void hang_up(struct mailer *m)
{
	smtp_free(m->smtp);
	m->smtp = NULL;
}

void mailer_free(struct mailer *m)
{
	if (m == NULL)
		return;
	hang_up(m);
	strbuf_release(&m->signature);
	strbuf_release(&m->lines);
	free(m);
}

/* One that was kept may have been closed by the server in the meantime. */
static bool is_kept(struct mailer *m)
{
	if (m->smtp == NULL)
		return false;
	smtp_turn(m->smtp, clock_ms(), POLLIN);
	if (smtp_state(m->smtp) == SMTP_OPEN && smtp_can_take(m->smtp))
		return true;
	hang_up(m);
	return false;
}

static bool connect_anew(struct mailer *m, struct error *said)
{
	struct relays *all = m->options.relays;
	const struct relay *stuck;
	int64_t now = clock_ms();

	m->relay = relays_choose(all, now);
	if (m->relay == NULL) {
		stuck = relays_stuck(all, now);
		return error_set(said, "%s",
		    stuck != NULL ? stuck->why.text : "no mail server is free");
	}
	m->smtp = smtp_new(&m->relay->server, now);
	return true;
}

static void wait_and_turn(struct smtp *smtp, int64_t end)
{
	struct pollfd one = { .fd = smtp_file(smtp),
		.events = smtp_events(smtp) };
	int64_t now = clock_ms();
	int64_t until = smtp_deadline(smtp) < end ? smtp_deadline(smtp) : end;
	int64_t left = until - now;

	if (poll(&one, 1,
		left > SECOND ? SECOND
		: left > 0    ? (int)left
			      : 0) <= 0)
		one.revents = 0;
	smtp_turn(smtp, clock_ms(), one.revents);
}

/* Give the mail, and wait for its answer; false without one. */
static bool talk(struct mailer *m, const struct smtp_mail *mail,
    struct smtp_answer *ret_answer)
{
	int64_t end = clock_ms() + (int64_t)m->options.seconds * SECOND;
	bool given = false;

	for (;;) {
		if (smtp_take_answer(m->smtp, ret_answer))
			return true;
		if (smtp_state(m->smtp) == SMTP_CLOSED || clock_ms() >= end)
			return false;
		if (!given && smtp_can_take(m->smtp)) {
			smtp_give(m->smtp, mail);
			given = true;
		}
		if (smtp_held(m->smtp) != NULL)
			smtp_finish(m->smtp);
		smtp_turn(m->smtp, clock_ms(), 0);
		if (smtp_state(m->smtp) != SMTP_CLOSED)
			wait_and_turn(m->smtp, end);
	}
}

/* ------------------------------------------------------------------- outcomes */

/* Only what is said of this mail refuses it: who we are concerns all. */
static enum mailer_outcome judge(
    struct mailer *m, const struct smtp_answer *answer, struct error *said)
{
	if (answer->outcome == SMTP_SENT) {
		error_set(said, "%.*s", STR_ARG(answer->said));
		relay_worked(m->relay, m->options.relays->most);
		return MAILER_DONE;
	}
	error_set(said, "the mail server %.*s did not take the mail: %.*s",
	    STR_ARG(m->relay->server.way), STR_ARG(answer->said));
	return answer->outcome == SMTP_NEVER && answer->stage != SMTP_AT_SENDER
		   ? MAILER_REFUSED
		   : MAILER_LATER;
}

/* No answer came: the server is in trouble. */
static void give_up(struct mailer *m, struct error *said)
{
	struct smtp_end end = smtp_end(m->smtp);

	error_set(said, "the mail server %.*s: %.*s",
	    STR_ARG(m->relay->server.way),
	    STR_ARG(smtp_state(m->smtp) == SMTP_CLOSED
			? end.said
			: STR("it took too long")));
	relay_failed(m->relay, str_of(said->text), clock_ms());
}

/* One try; *ret_again: it can be tried again at once. */
static enum mailer_outcome try_once(struct mailer *m,
    const struct smtp_mail *mail, bool *ret_again, struct error *said)
{
	bool kept = is_kept(m), answered;
	enum mailer_outcome outcome = MAILER_LATER;
	struct smtp_answer answer;

	*ret_again = false;
	if (!kept && !connect_anew(m, said))
		return MAILER_LATER;
	answered = talk(m, mail, &answer);
	if (answered)
		outcome = judge(m, &answer, said);
	else
		give_up(m, said);
	/* A connection that was kept may have ended just then; and without a
	 * connection, another server may have one. */
	*ret_again = answered ? kept && answer.outcome == SMTP_UNSENT
			      : !smtp_end(m->smtp).opened;
	if (!answered || smtp_state(m->smtp) == SMTP_CLOSED)
		hang_up(m);
	return outcome;
}

/* -------------------------------------------------------------------- folders */

/* Mails hold addresses, and links that open what is held about somebody: a new
 * folder of them is for its owner alone.  Why it cannot be made, writing into
 * it says. */
static void make_private(struct arena *arena, const char *folder)
{
	struct error ignored;

	if (folder_make(path_folder(arena, folder), &ignored))
		mkdir(folder, S_IRWXU);
}

static enum mailer_outcome put_into_folder(struct mailer *m,
    const struct smtp_mail *mail, const char *name, struct error *said)
{
	struct arena arena = { 0 };
	const char *folder = m->options.folder;
	const char *path =
	    path_join(&arena, folder, arena_printf(&arena, "%s.eml", name).at);
	struct strbuf whole;
	bool ok;

	strbuf_init(&whole, LIMIT_MAIL_BODY);
	for (size_t i = 0; i < mail->pieces; i++)
		strbuf_add(&whole, mail->piece[i]);
	make_private(&arena, folder);
	ok = file_write(path, strbuf_str(&whole), NULL, said);
	if (ok)
		error_set(said, "it is in %s", path);
	strbuf_release(&whole);
	arena_release(&arena);
	return ok ? MAILER_DONE : MAILER_LATER;
}

/* ---------------------------------------------------------------------- mails */

enum mailer_outcome mailer_send(struct mailer *m, const struct smtp_mail *mail,
    const char *name, struct error *said)
{
	size_t tries = m->options.relays->count + 1;
	enum mailer_outcome outcome = MAILER_LATER;
	bool again = true;

	if (m->options.folder != NULL)
		return put_into_folder(m, mail, name, said);
	for (size_t i = 0; i < tries && again; i++)
		outcome = try_once(m, mail, &again, said);
	return outcome;
}

/* A line that begins with a dot gets one more (RFC 5321, 4.5.2). */
static void add_lines(struct strbuf *out, struct str text)
{
	while (text.len > 0) {
		size_t end = str_find_char(text, '\n', 0);
		size_t len = end == STR_NONE ? text.len : end + 1;

		if (text.at[0] == '.')
			strbuf_lit(out, ".");
		strbuf_add(out, str_sub(text, 0, len));
		text = str_sub(text, len, text.len);
	}
}

enum mailer_outcome mailer_post(struct mailer *m, struct str recipient,
    struct str letter, int64_t now, const char *name, struct error *said)
{
	struct str piece[2];
	const struct smtp_mail mail = { .sender = str_of(m->options.from),
		.recipient = recipient,
		.piece = piece,
		.pieces = 2 };

	strbuf_reset(&m->signature);
	if (m->options.dkim != NULL && !dkim_sign_message(m->options.dkim,
					   letter, now, &m->signature, said))
		return MAILER_LATER;
	strbuf_reset(&m->lines);
	if (m->options.folder == NULL)
		add_lines(&m->lines, letter);
	piece[0] = strbuf_str(&m->signature);
	piece[1] = m->options.folder == NULL ? strbuf_str(&m->lines) : letter;
	return mailer_send(m, &mail, name, said);
}
