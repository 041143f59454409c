#include "send/verdict.h"

/* Minutes; greylists want to see us again after a few. */
static const int delays[] = { 5, 10, 20, 40, 60, 120, 240, 480, 480, 720, 720,
	720 };
enum { DELAYS = sizeof(delays) / sizeof(delays[0]) };

int64_t verdict_delay(int64_t tries)
{
	return tries < DELAYS ? (int64_t)delays[tries] * 60 : 0;
}

/* Later, or never after too many times. */
static void defer(
    struct verdict *v, struct arena *arena, int64_t tries, int64_t now)
{
	int64_t delay = verdict_delay(tries);

	v->outcome.state = delay > 0 ? DELIVERY_DEFERRED : DELIVERY_BOUNCED;
	v->outcome.soft = delay == 0 && v->about == VERDICT_READER;
	v->outcome.due = delay > 0 ? now + delay : 0;
	if (delay == 0)
		v->outcome.said =
		    arena_printf(arena, "given up after %lld tries: %.*s",
			(long long)tries + 1, STR_ARG(v->outcome.said));
}

/* Their words decide, as those of a mail that comes back do. */
static void refuse(struct verdict *v, struct arena *arena,
    const struct smtp_answer *a, int64_t tries, int64_t now)
{
	static const char *const commands[] = {
		[SMTP_AT_SENDER] = "MAIL FROM",
		[SMTP_AT_RECIPIENT] = "RCPT TO",
		[SMTP_AT_DATA] = "DATA",
		[SMTP_AT_END] = "end of DATA",
	};
	struct bounce b =
	    bounce_of_reply(arena, a->status, a->said, commands[a->stage]);
	const char *advice = verdict_advice(b.reason);

	v->outcome.status = b.status;
	if (a->code != 0 && (advice != NULL || a->stage == SMTP_AT_SENDER)) {
		v->about = VERDICT_US;
		v->advice =
		    advice != NULL ? advice : verdict_advice(BOUNCE_SENDER);
		defer(v, arena, tries, now);
		return;
	}
	if (b.reason == BOUNCE_RATE) {
		v->about = VERDICT_PACE;
		defer(v, arena, tries, now);
		return;
	}
	v->outcome.state = DELIVERY_BOUNCED;
	v->outcome.gone = b.hard;
	v->outcome.soft = !b.hard && a->code != 0;
}

static bool is_pace(const struct smtp_answer *a)
{
	return a->code == 421 || str_starts(a->status, STR("4.7."));
}

/* What breaks a connection again and again may be the mail: each time costs a
 * try, but the first ones no wait. */
static void lose(
    struct verdict *v, struct arena *arena, int64_t tries, int64_t now)
{
	v->about = VERDICT_WAY;
	if (tries < 3) {
		v->outcome.state = DELIVERY_DEFERRED;
		v->outcome.due = now;
	} else {
		defer(v, arena, tries, now);
	}
}

struct verdict verdict_on(struct arena *arena, const struct smtp_answer *a,
    int64_t tries, int64_t now)
{
	struct verdict v = { .about = VERDICT_READER };

	v.outcome.status = arena_str(arena, a->status);
	v.outcome.said = arena_str(arena, a->said);
	switch (a->outcome) {
	case SMTP_SENT:
		v.about = VERDICT_FINE;
		v.outcome.state = DELIVERY_SENT;
		break;
	case SMTP_LATER:
		if (is_pace(a))
			v.about = VERDICT_PACE;
		defer(&v, arena, tries, now);
		break;
	case SMTP_NEVER: refuse(&v, arena, a, tries, now); break;
	case SMTP_UNSENT: lose(&v, arena, tries, now); break;
	case SMTP_UNKNOWN:
		v.about = VERDICT_WAY;
		v.outcome.state = DELIVERY_UNKNOWN;
		break;
	}
	if (v.outcome.status.len == 0)
		v.outcome.status = (struct str){ NULL, 0 };
	return v;
}
