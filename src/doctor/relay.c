/* The mail servers: talk to each until it would take a mail, and leave. */
#include <poll.h>
#include <time.h>

#include "base/strbuf.h"
#include "doctor/look.h"
#include "send/smtp.h"

enum {
	PATIENCE = 30 * 1000, /* milliseconds, to come in */
	TO_LEAVE = 3 * 1000,
	DAY = 24 * 60 * 60,
	DAYS_LEFT = 14, /* of a certificate; fewer are a warning */
	OFFERS_MOST = 256,
};

static int64_t clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void wait_and_turn(struct smtp *smtp, int64_t until)
{
	struct pollfd one = { .fd = smtp_file(smtp),
		.events = smtp_events(smtp) };
	int64_t left = until - clock_ms();

	if (poll(&one, 1, left > 1000 ? 1000 : left > 0 ? (int)left : 0) <= 0)
		one.revents = 0;
	smtp_turn(smtp, clock_ms(), one.revents);
}

/* False if it is still on its way in. */
static bool come_in(struct smtp *smtp)
{
	int64_t until = clock_ms() + PATIENCE;

	while (smtp_state(smtp) == SMTP_OPENING && clock_ms() < until)
		wait_and_turn(smtp, until);
	return smtp_state(smtp) != SMTP_OPENING;
}

static void leave(struct smtp *smtp)
{
	int64_t until = clock_ms() + TO_LEAVE;

	smtp_quit(smtp);
	while (smtp_state(smtp) != SMTP_CLOSED && clock_ms() < until)
		wait_and_turn(smtp, until);
}

/* ------------------------------------------------------------------ judgement */

static void add_offers(struct strbuf *out, const struct smtp_features *can)
{
	const struct {
		const char *name;
		bool has;
	} offers[] = {
		{ "PIPELINING", can->pipelining },
		{ "8BITMIME", can->eight_bits },
		{ "SMTPUTF8", can->utf8 },
		{ "DSN", can->dsn },
		{ "SIZE", can->size },
	};
	const char *before = "offers ";

	for (int has = 1; has >= 0; has--) {
		for (size_t i = 0; i < sizeof(offers) / sizeof(offers[0]);
		     i++) {
			if (offers[i].has != (has == 1))
				continue;
			strbuf_printf(out, "%s%s", before, offers[i].name);
			before = ", ";
		}
		before = out->len > 0 ? "; not " : "offers no ";
	}
}

static void judge_certificate(
    struct look *look, const struct smtp_server *server, int64_t end)
{
	int64_t days = (end - (int64_t)time(NULL)) / DAY;

	if (days < DAYS_LEFT)
		look_advise(look, DOCTOR_WARNING,
		    STR("see that it is renewed: without a good one nothing "
			"is sent"),
		    "the certificate of %.*s ends in %d days",
		    STR_ARG(server->way), (int)days);
}

static void judge_features(struct look *look, const struct smtp_server *server,
    const struct smtp_features *can)
{
	if (can->most > 0 && can->most < look->mail_bytes)
		look_say(look, DOCTOR_WRONG,
		    "%.*s takes mails of %llu bytes at most, and those of the "
		    "newest issue have about %llu",
		    STR_ARG(server->way), (unsigned long long)can->most,
		    (unsigned long long)look->mail_bytes);
}

static bool is_here(const struct smtp_server *server)
{
	for (size_t i = 0; i < server->addresses; i++)
		if (server->address[i].here)
			return true;
	return false;
}

static void judge_open(
    struct look *look, const struct smtp_server *server, struct smtp *smtp)
{
	const struct smtp_features *can = smtp_features(smtp);
	const char *how = "in the clear, on this machine";
	enum doctor_state state = DOCTOR_OK;
	struct strbuf offers;
	int64_t end = 0;
	bool secure = smtp_is_encrypted(smtp, &end);

	if (secure)
		how = server->login.user != NULL ? "encrypted, logged in"
						 : "encrypted";
	else if (!is_here(server)) {
		how = "but in the clear: everybody on the way can read who "
		      "your readers are";
		state = DOCTOR_WARNING;
	}
	strbuf_init(&offers, OFFERS_MOST);
	add_offers(&offers, can);
	look_say(look, state, "%.*s takes mails from us, %s; it %s",
	    STR_ARG(server->way), how, offers.buf);
	strbuf_release(&offers);
	if (secure)
		judge_certificate(look, server, end);
	judge_features(look, server, can);
}

static void look_at_server(struct look *look, struct smtp_server *server)
{
	struct error err;
	struct smtp *smtp;

	if (!smtp_server_find(server, &err)) {
		look_say(look, DOCTOR_WRONG, "%s", err.text);
		return;
	}
	smtp = smtp_new(server, clock_ms());
	if (!come_in(smtp)) {
		look_say(look, DOCTOR_WRONG,
		    "%.*s did not answer within %d seconds",
		    STR_ARG(server->way), PATIENCE / 1000);
	} else if (smtp_state(smtp) == SMTP_CLOSED) {
		look_say(look, DOCTOR_WRONG, "%.*s takes nothing from us: %.*s",
		    STR_ARG(server->way), STR_ARG(smtp_end(smtp).said));
	} else {
		judge_open(look, server, smtp);
		leave(smtp);
	}
	smtp_free(smtp);
}

void look_relays(struct look *look)
{
	if (look->no_relays.text[0] != '\0')
		look_say(look, DOCTOR_WRONG, "%s", look->no_relays.text);
	else if (look->relays.count == 0)
		look_advise(look, DOCTOR_WRONG,
		    STR("name a mail server there: smtp://HOST:PORT"),
		    "`mail: way` is the folder %.*s, from where nothing is "
		    "sent",
		    STR_ARG(look->settings->mail.way));
	for (size_t i = 0; i < look->relays.count; i++)
		look_at_server(look, &look->relays.relay[i].server);
}
