/* Servers in trouble, by a clock of our own. */
#include "../test.h"

#include <stdlib.h>

#include "send/relays.h"

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, MOST = 10 };

struct world {
	struct arena arena;
	struct relay relay[2];
	struct relays relays;
};

static int set_up(void **state)
{
	struct world *w = xmalloc(sizeof(*w));
	const struct smtp_login login = { .name = "press.example.org" };
	struct error err;

	*w = (struct world){ .relays = { .count = 2, .most = MOST } };
	w->relays.relay = w->relay;
	for (size_t i = 0; i < 2; i++) {
		w->relay[i].allowed = MOST;
		if (!smtp_server_open(&w->arena,
			i == 0 ? STR("smtp://127.0.0.1:1")
			       : STR("smtp://127.0.0.1:2"),
			&login, &w->relay[i].server, &err))
			return -1;
	}
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	relays_close(&w->relays);
	arena_release(&w->arena);
	free(w);
	return 0;
}

/* Ask whenever it is worth it, of servers that cannot be reached. */
static int tries_until(struct world *w, int64_t *now, int64_t end)
{
	int tries = 0;

	while (*now < end) {
		struct relay *r = relays_choose(&w->relays, *now);

		if (r == NULL) {
			*now = relays_next(&w->relays, *now);
			assert_true(*now < INT64_MAX);
			continue;
		}
		relay_failed(r, STR("connection refused"), *now);
		tries++;
	}
	return tries;
}

static void test_an_hour_away(void **state)
{
	struct world *w = *state;
	int64_t now = 0;
	int tries = tries_until(w, &now, HOUR);

	/* Often at first, and every five minutes later. */
	assert_in_range(tries, 2 * 12, 2 * 25);
	assert_string_equal(
	    relays_stuck(&w->relays, now - 1)->why.text, "connection refused");
	/* It is back: found within five minutes. */
	assert_true(now <= HOUR + 5 * MINUTE);
	w->relay[0].pause = w->relay[1].pause = now;
	assert_ptr_equal(relays_choose(&w->relays, now), &w->relay[0]);
	assert_null(relays_stuck(&w->relays, now));
}

/* One connection at first, and one more for each ten mails. */
static void test_back_to_speed(void **state)
{
	struct world *w = *state;
	int64_t now = 0;
	int mails = 0;

	tries_until(w, &now, HOUR);
	assert_int_equal(w->relay[0].allowed, 1);
	for (; w->relay[0].allowed < MOST; mails++)
		relay_worked(&w->relay[0], MOST);
	assert_int_equal(mails, 10 * (MOST - 1));
	relay_failed(&w->relay[0], STR("again"), now);
	assert_int_equal(w->relay[0].pause, now + SECOND);
}

static void test_the_other_one(void **state)
{
	struct world *w = *state;
	struct relay *r = relays_choose(&w->relays, 0);

	assert_ptr_equal(r, &w->relay[0]);
	relay_failed(r, STR("refused"), 0);
	assert_ptr_equal(relays_choose(&w->relays, 1), &w->relay[1]);
	assert_ptr_equal(relays_choose(&w->relays, SECOND), &w->relay[0]);
	/* Several connections find the same at once. */
	relay_failed(r, STR("refused"), SECOND);
	relay_failed(r, STR("refused"), SECOND + 1);
	assert_int_equal(r->troubles, 2);
}

static void test_no_more_than_most(void **state)
{
	struct world *w = *state;

	w->relay[0].open = MOST;
	assert_null(relays_choose(&w->relays, 0));
	w->relay[0].open = MOST - 1;
	w->relay[1].open = 1;
	assert_null(relays_choose(&w->relays, 0));
	w->relay[1].open = 0;
	assert_non_null(relays_choose(&w->relays, 0));
}

/* A mail can break a connection; several in a row are the server. */
static void test_cuts(void **state)
{
	struct world *w = *state;
	struct relay *r = &w->relay[0];

	relay_cut(r, STR("closed"), 0);
	relay_cut(r, STR("closed"), 0);
	relay_worked(r, MOST);
	relay_cut(r, STR("closed"), 0);
	relay_cut(r, STR("closed"), 0);
	assert_int_equal(r->pause, 0);
	relay_cut(r, STR("closed"), 0);
	assert_int_equal(r->pause, SECOND);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_an_hour_away),
		CASE(test_back_to_speed),
		CASE(test_the_other_one),
		CASE(test_no_more_than_most),
		CASE(test_cuts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
