/* What answers of mail servers mean, choices that share a body, and how many
 * connections a server gets. */
#include <stdio.h>

#include "send/send.h"
#include "send/verdict.h"
#include "test/test.h"

enum { NOW = 1000000 };

static const struct {
	enum smtp_outcome outcome;
	enum smtp_stage stage;
	int code;
	bool gone, soft;
	const char *status, *said;
	int64_t tries;
	enum delivery_state state;
	enum verdict_about about;
	int64_t delay;
} verdicts[] = {
	{ SMTP_SENT, SMTP_AT_END, 250, false, false, "2.0.0",
	    "250 2.0.0 queued", 0, DELIVERY_SENT, VERDICT_FINE, 0 },
	{ SMTP_LATER, SMTP_AT_RECIPIENT, 450, false, false, "4.2.0",
	    "450 4.2.0 greylisted", 0, DELIVERY_DEFERRED, VERDICT_READER, 300 },
	{ SMTP_LATER, SMTP_AT_RECIPIENT, 450, false, false, "4.2.0",
	    "450 4.2.0 greylisted", 1, DELIVERY_DEFERRED, VERDICT_READER, 600 },
	{ SMTP_LATER, SMTP_AT_RECIPIENT, 450, false, true, "4.2.2",
	    "450 4.2.2 full", 12, DELIVERY_BOUNCED, VERDICT_READER, 0 },
	{ SMTP_LATER, SMTP_AT_SENDER, 421, false, false, "4.7.0",
	    "421 4.7.0 too fast", 0, DELIVERY_DEFERRED, VERDICT_PACE, 300 },
	{ SMTP_LATER, SMTP_AT_RECIPIENT, 451, false, false, "4.7.1",
	    "451 4.7.1 slow down", 0, DELIVERY_DEFERRED, VERDICT_PACE, 300 },
	{ SMTP_NEVER, SMTP_AT_RECIPIENT, 550, true, false, "5.1.1",
	    "550 5.1.1 no such user", 0, DELIVERY_BOUNCED, VERDICT_READER, 0 },
	{ SMTP_NEVER, SMTP_AT_RECIPIENT, 550, true, false, "",
	    "550 no such user here", 0, DELIVERY_BOUNCED, VERDICT_READER, 0 },
	{ SMTP_NEVER, SMTP_AT_END, 552, false, true, "5.2.2",
	    "552 5.2.2 mailbox full", 0, DELIVERY_BOUNCED, VERDICT_READER, 0 },
	{ SMTP_NEVER, SMTP_AT_END, 550, false, false, "5.7.515",
	    "550 5.7.515 Access denied, sending domain x.example doesn't meet "
	    "the required authentication level",
	    0, DELIVERY_DEFERRED, VERDICT_US, 300 },
	{ SMTP_NEVER, SMTP_AT_END, 550, false, false, "5.7.26",
	    "550 5.7.26 unauthenticated email from x.example is not accepted "
	    "due to domain's DMARC policy",
	    0, DELIVERY_DEFERRED, VERDICT_US, 300 },
	{ SMTP_NEVER, SMTP_AT_SENDER, 553, false, false, "5.1.8",
	    "553 5.1.8 domain of sender address does not exist", 0,
	    DELIVERY_DEFERRED, VERDICT_US, 300 },
	{ SMTP_NEVER, SMTP_AT_RECIPIENT, 554, false, false, "5.7.1",
	    "554 5.7.1 relay access denied", 0, DELIVERY_DEFERRED, VERDICT_US,
	    300 },
	{ SMTP_NEVER, SMTP_AT_END, 554, false, false, "5.7.1",
	    "554 5.7.1 message rejected as spam", 0, DELIVERY_DEFERRED,
	    VERDICT_US, 300 },
	{ SMTP_UNSENT, SMTP_AT_END, 0, false, false, "", "the connection broke",
	    0, DELIVERY_DEFERRED, VERDICT_WAY, 0 },
	{ SMTP_UNSENT, SMTP_AT_END, 0, false, false, "", "the connection broke",
	    3, DELIVERY_DEFERRED, VERDICT_WAY, 2400 },
	{ SMTP_UNKNOWN, SMTP_AT_END, 0, false, false, "",
	    "the connection broke", 0, DELIVERY_UNKNOWN, VERDICT_WAY, 0 },
	/* Given up, and not for what the reader is. */
	{ SMTP_NEVER, SMTP_AT_END, 554, false, false, "5.7.1",
	    "554 5.7.1 message rejected as spam", 12, DELIVERY_BOUNCED,
	    VERDICT_US, 0 },
	{ SMTP_LATER, SMTP_AT_SENDER, 421, false, false, "4.7.0",
	    "421 4.7.0 too fast", 12, DELIVERY_BOUNCED, VERDICT_PACE, 0 },
	{ SMTP_UNSENT, SMTP_AT_END, 0, false, false, "", "the connection broke",
	    12, DELIVERY_BOUNCED, VERDICT_WAY, 0 },
	{ SMTP_NEVER, SMTP_AT_DATA, 0, false, false, "",
	    "the mail is larger than the server takes", 0, DELIVERY_BOUNCED,
	    VERDICT_READER, 0 },
};

static void test_verdicts(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(verdicts); i++) {
		const struct smtp_answer answer = {
			.outcome = verdicts[i].outcome,
			.stage = verdicts[i].stage,
			.code = verdicts[i].code,
			.status = str_of(verdicts[i].status),
			.said = str_of(verdicts[i].said),
		};
		struct verdict v =
		    verdict_on(&arena, &answer, verdicts[i].tries, NOW);

		if (v.outcome.state != verdicts[i].state ||
		    v.about != verdicts[i].about ||
		    v.outcome.gone != verdicts[i].gone ||
		    v.outcome.soft != verdicts[i].soft ||
		    (v.about == VERDICT_US) != (v.advice != NULL) ||
		    (v.outcome.state == DELIVERY_DEFERRED &&
			v.outcome.due != NOW + verdicts[i].delay))
			fail_msg(
			    "%s: state %d, about %d, due %lld, gone %d, soft %d",
			    verdicts[i].said, (int)v.outcome.state,
			    (int)v.about, (long long)(v.outcome.due - NOW),
			    v.outcome.gone, v.outcome.soft);
	}
	arena_release(&arena);
}

/* About two and a half days, and never sooner than before. */
static void test_delays(void **state)
{
	int64_t all = 0, last = 0, i = 0;

	(void)state;
	for (; verdict_delay(i) > 0; i++) {
		assert_true(verdict_delay(i) >= last);
		last = verdict_delay(i);
		all += last;
	}
	assert_in_range(all, 55 * 3600, 65 * 3600);
}

/* -------------------------------------------------------------------- bodies */

static bool render(void *data, const struct preferences *preferences,
    struct arena *arena, struct message_text *plain, struct message_text *html,
    struct error *err)
{
	const bool *broken = data;

	(void)arena;
	if (*broken)
		return error_set(err, "broken");
	plain->text = STR("plain");
	if (!preferences->text)
		html->text = STR("<p>html");
	return true;
}

static void test_bodies(void **state)
{
	struct str some[] = { STR_INIT("events"), STR_INIT("links") };
	struct preferences all = { .text = false }, text = { .text = true };
	struct preferences one = { .sections = { some, 1 } };
	struct preferences both = { .sections = { some, 2 } };
	struct preferences region = { .regions = { some, 1 } };
	const struct message_body *body;
	bool broken = false;
	struct bodies *bodies = bodies_new(render, &broken);
	struct error err;

	(void)state;
	body = bodies_take(bodies, &all, &err);
	assert_non_null(body);
	assert_ptr_equal(bodies_take(bodies, &all, &err), body);
	assert_ptr_not_equal(bodies_take(bodies, &text, &err), body);
	assert_ptr_not_equal(bodies_take(bodies, &one, &err), body);
	assert_ptr_not_equal(bodies_take(bodies, &both, &err), body);
	assert_ptr_not_equal(bodies_take(bodies, &region, &err), body);
	assert_ptr_equal(bodies_take(bodies, &all, &err), body);
	assert_int_equal(bodies_made(bodies), 5);
	broken = true;
	one.sections.item = &some[1];
	assert_null(bodies_take(bodies, &one, &err));
	assert_string_equal(err.text, "broken");
	bodies_free(bodies);
}

/* Far more choices than are kept: those in use stay. */
static void test_many_bodies(void **state)
{
	struct preferences all = { .text = false };
	bool broken = false;
	struct bodies *bodies = bodies_new(render, &broken);
	const struct message_body *body, *other;
	struct error err;
	char name[16];

	(void)state;
	body = bodies_take(bodies, &all, &err);
	for (int i = 0; i < 1000; i++) {
		struct str id;
		struct preferences one = { .sections = { &id, 1 } };

		snprintf(name, sizeof(name), "s%d", i);
		id = str_of(name);
		other = bodies_take(bodies, &one, &err);
		assert_non_null(other);
		bodies_leave(bodies, other);
	}
	assert_int_equal(bodies_made(bodies), 1001);
	assert_ptr_equal(bodies_take(bodies, &all, &err), body);
	bodies_free(bodies);
}

/* -------------------------------------------------------------------- relays */

static void test_relays(void **state)
{
	struct relay relay[2] = { { .found = true, .allowed = 4 },
		{ .found = true, .allowed = 4 } };
	struct relays all = { relay, 2, 4 };

	(void)state;
	assert_ptr_equal(relays_choose(&all, 0), &relay[0]);
	relay[0].open = 4;
	assert_null(relays_choose(&all, 0));
	relay[0].open = 0;
	/* The second is for when the first does not work. */
	relay_failed(&relay[0], STR("no"), 0);
	assert_int_equal(relay[0].allowed, 2);
	assert_ptr_equal(relays_choose(&all, 0), &relay[1]);
	assert_null(relays_stuck(&all, 0));
	assert_int_equal(relays_next(&all, 0), 1000);
	relay[0].found = true;
	assert_ptr_equal(relays_choose(&all, 1000), &relay[0]);
	/* Longer each time, and fewer; what works gives more again. */
	relay_failed(&relay[0], STR("no"), 1000);
	assert_int_equal(relay[0].pause, 3000);
	assert_int_equal(relay[0].allowed, 1);
	relay_failed(&relay[1], STR("neither"), 1000);
	assert_ptr_equal(relays_stuck(&all, 1500), &relay[0]);
	for (int i = 0; i < 100; i++)
		relay_worked(&relay[0], 4);
	assert_int_equal(relay[0].allowed, 4);
	relay_failed(&relay[0], STR("no"), 5000);
	assert_int_equal(relay[0].pause, 6000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verdicts),
		cmocka_unit_test(test_delays),
		cmocka_unit_test(test_bodies),
		cmocka_unit_test(test_many_bodies),
		cmocka_unit_test(test_relays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
