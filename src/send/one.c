/* One mail, without the ledger. */
#include <poll.h>

#include "send/run_priv.h"

/* Wait for what the connection wants, and do it. */
static void wait_and_turn(struct smtp *smtp)
{
	struct pollfd one = { .fd = smtp_file(smtp),
		.events = smtp_events(smtp) };
	int64_t now = run_clock();
	int64_t left = smtp_deadline(smtp) - now;

	if (poll(&one, 1, left > 1000 ? 1000 : left > 0 ? (int)left : 0) <= 0)
		one.revents = 0;
	smtp_turn(smtp, run_clock(), one.revents);
}

/* Until it is over: what became of it, or false if the server was not even
 * asked. */
static bool talk(struct smtp *smtp, const struct smtp_mail *mail,
    struct arena *arena, struct smtp_answer *ret_answer)
{
	bool given = false, answered = false;

	while (smtp_state(smtp) != SMTP_CLOSED) {
		if (!given && smtp_can_take(smtp)) {
			smtp_give(smtp, mail);
			smtp_quit(smtp);
			given = true;
			smtp_turn(smtp, run_clock(), 0);
		}
		if (smtp_held(smtp) != NULL) {
			smtp_finish(smtp);
			smtp_turn(smtp, run_clock(), 0);
		}
		wait_and_turn(smtp);
		if (!answered && smtp_take_answer(smtp, ret_answer)) {
			answered = true;
			ret_answer->said = arena_str(arena, ret_answer->said);
		}
	}
	return answered || smtp_take_answer(smtp, ret_answer);
}

bool send_one(struct relays *relays, const struct smtp_mail *mail,
    struct arena *arena, struct str *ret_said, struct error *err)
{
	struct relay *relay = relays_choose(relays, run_clock());
	struct smtp_answer answer;
	struct smtp *smtp;
	bool answered;

	if (relay == NULL)
		return error_set(err, "%s", relays->relay[0].why.text);
	smtp = smtp_new(&relay->server, run_clock());
	answered = talk(smtp, mail, arena, &answer);
	if (!answered)
		error_set(err, "%.*s", STR_ARG(smtp_end(smtp).said));
	else if (answer.outcome != SMTP_SENT)
		error_set(err, "%.*s did not take the mail: %.*s",
		    STR_ARG(relay->server.way), STR_ARG(answer.said));
	else
		*ret_said = answer.said;
	smtp_free(smtp);
	return answered && answer.outcome == SMTP_SENT;
}
