/* The ledger: nobody is lost, nobody is leased twice, and it adds up. */
#include "ledger.h"

/* How many are in each state, as "queued 2, sent 1", and that all is all. */
static void counts(struct store *store, int64_t mailing, const char *expected)
{
	struct delivery_counts c;
	struct error err;
	char text[256] = "";
	size_t len = 0;
	int64_t sum = 0;

	must(deliveries_count(store, mailing, &c, &err), &err);
	for (int i = 0; i < DELIVERY_STATES; i++) {
		sum += c.of[i];
		if (c.of[i] > 0)
			len += (size_t)snprintf(text + len, sizeof(text) - len,
			    "%s%s %d", len > 0 ? ", " : "",
			    delivery_state_name((enum delivery_state)i),
			    (int)c.of[i]);
	}
	assert_string_equal(text, expected);
	assert_int_equal(sum, c.all);
}

/* One round: an outcome for each of some, a promise for each of others. */
static bool round_of(struct store *store, int64_t mailing, int64_t sender,
    const struct deliveries *list, size_t outcomes, enum delivery_state state,
    size_t promises, size_t expected)
{
	struct delivery_outcome outcome[16];
	struct delivery_promise promise[16];
	struct delivery_round round = { mailing, sender, MINUTE, outcome,
		outcomes, promise, promises, limits, 0 };
	struct error err;
	size_t noted = 0;
	bool ours;

	for (size_t i = 0; i < outcomes; i++)
		outcome[i] = (struct delivery_outcome){
			.reader = list->delivery[i].reader->id,
			.lease = list->delivery[i].lease,
			.state = state,
			.due = state == DELIVERY_DEFERRED ? NOON + 300 : 0,
			.status = STR("2.0.0"),
			.said = STR("250 taken"),
			.gone = state == DELIVERY_BOUNCED,
		};
	for (size_t i = 0; i < promises; i++)
		promise[i] = (struct delivery_promise){
			list->delivery[outcomes + i].reader->id,
			list->delivery[outcomes + i].lease, true
		};
	must(deliveries_round(store, &round, &ours, &err), &err);
	for (size_t i = 0; i < promises; i++)
		noted += promise[i].noted;
	assert_int_equal(noted, expected);
	return ours;
}

static void test_life(void **state)
{
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct deliveries list;
	int64_t mailing, sender;

	(void)state;
	add_readers(store, 10);
	mailing = begin(store, "12");
	sender = open_sender(store);
	counts(store, mailing, "queued 10");
	list = take(store, &arena, sender, mailing, 4);
	assert_int_equal(list.count, 4);
	assert_str(list.delivery[3].reader->address, "reader4@example.org");
	counts(store, mailing, "queued 6, leased 4");
	assert_true(round_of(store, mailing, sender, &list, 0, 0, 2, 2));
	/* A promise is given once. */
	assert_true(round_of(store, mailing, sender, &list, 0, 0, 3, 1));
	assert_true(
	    round_of(store, mailing, sender, &list, 3, DELIVERY_SENT, 1, 1));
	counts(store, mailing, "queued 6, leased 1, sent 3");
	/* What is told twice counts once. */
	assert_true(
	    round_of(store, mailing, sender, &list, 4, DELIVERY_BOUNCED, 0, 0));
	counts(store, mailing, "queued 6, sent 3, bounced 1");
	list = take(store, &arena, sender, mailing, 10);
	assert_int_equal(list.count, 6);
	assert_true(
	    round_of(store, mailing, sender, &list, 6, DELIVERY_SENT, 0, 0));
	counts(store, mailing, "sent 9, bounced 1");
	list = take(store, &arena, sender, mailing, 10);
	assert_int_equal(list.count + list.suppressed, 0);
	arena_release(&arena);
	store_close(store);
}

/* A sender that is killed: what it had not promised is for others, what it had
 * is unknown, and it promises nothing more. */
static void test_killed(void **state)
{
	struct store *store = open_store(), *other;
	struct arena arena = { 0 };
	struct deliveries first, second;
	struct error err;
	int64_t mailing, dead, alive, ended, count;

	(void)state;
	add_readers(store, 8);
	mailing = begin(store, "12");
	dead = open_sender(store);
	first = take(store, &arena, dead, mailing, 5);
	assert_true(round_of(store, mailing, dead, &first, 0, 0, 2, 2));

	other = open_again(address);
	alive = open_sender(other);
	must(sender_end_late(other, &ended, &err), &err);
	assert_int_equal(ended, 0);
	second = take(other, &arena, alive, mailing, 10);
	assert_int_equal(second.count, 3);
	counts(other, mailing, "leased 8");

	store_set_now(other, NOON + MINUTE);
	must(sender_end_late(other, &ended, &err), &err);
	assert_int_equal(ended, 2); /* the one that slept, too */
	counts(other, mailing, "queued 6, unknown 2");
	alive = open_sender(other);
	second = take(other, &arena, alive, mailing, 10);
	assert_int_equal(second.count, 6);

	/* It comes back. */
	store_set_now(store, NOON + MINUTE);
	assert_false(round_of(store, mailing, dead, &first, 0, 0, 5, 0));
	assert_int_equal(take(store, &arena, dead, mailing, 9).count, 0);
	/* But what it has heard is true. */
	assert_false(
	    round_of(store, mailing, dead, &first, 1, DELIVERY_SENT, 0, 0));
	counts(other, mailing, "leased 6, sent 1, unknown 1");

	must(deliveries_resolve(store, mailing, true, &count, &err), &err);
	assert_int_equal(count, 1);
	counts(other, mailing, "queued 1, leased 6, sent 1");
	must(sender_close(other, alive, &err), &err);
	counts(other, mailing, "queued 7, sent 1");
	store_close(other);
	arena_release(&arena);
	store_close(store);
}

/* Two senders that choose at the same moment do not choose the same. */
static void test_beside(void **state)
{
	struct store *store;
	struct arena arena = { 0 };
	struct deliveries list;
	struct error err;
	int64_t mailing;
	struct db *db;

	(void)state;
	if (!on_postgres())
		skip();
	store = open_store();
	add_readers(store, 8);
	mailing = begin(store, "12");
	must(db_open(address, &db, &err), &err);
	must(db_begin(db, &err), &err);
	must(db_script(db,
		 "UPDATE delivery SET state = 'leased', lease = 1 WHERE "
		 "reader <= 3",
		 &err),
	    &err);
	list = take(store, &arena, open_sender(store), mailing, 4);
	assert_int_equal(list.count, 4);
	assert_int_equal(list.delivery[0].reader->id, 4);
	must(db_commit(db, &err), &err);
	counts(store, mailing, "queued 1, leased 7");
	db_close(db);
	arena_release(&arena);
	store_close(store);
}

/* ------------------------------------------------------------------- limits */

/* Lease all that may be, second by second; what was leased is sent.  Writes how
 * many that were in each, as "10 10 5". */
static void sent_by_second(
    struct store *store, int64_t mailing, int seconds, const char *expected)
{
	struct arena arena = { 0 };
	int64_t sender = open_sender(store), start = store_now(store);
	char text[256] = "";
	size_t len = 0;

	for (int i = 0; i < seconds; i++) {
		int sent = 0;
		struct deliveries list;

		store_set_now(store, start + i);
		for (;;) {
			list = take(store, &arena, sender, mailing, 16);
			if (list.count + list.put_off == 0)
				break;
			assert_true(round_of(store, mailing, sender, &list, 0,
			    0, list.count, list.count));
			assert_true(round_of(store, mailing, sender, &list,
			    list.count, DELIVERY_SENT, 0, 0));
			sent += (int)list.count;
		}
		len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%d",
		    i > 0 ? " " : "", sent);
	}
	assert_string_equal(text, expected);
	arena_release(&arena);
}

static const struct delivery_limits *only(const struct delivery_limit *limit)
{
	static struct delivery_limits one;

	one = (struct delivery_limits){ limit, 1 };
	return &one;
}

/* A second's worth may be leased ahead. */
static void test_per_minute(void **state)
{
	const struct delivery_limit limit = { .per_minute = 300 };
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct deliveries list;
	int64_t mailing;

	(void)state;
	limits = only(&limit);
	add_readers(store, 30);
	mailing = begin(store, "12");
	sent_by_second(store, mailing, 5, "6 5 5 5 5");
	/* Each has its slot; and after a while of nothing only one second's
	 * worth comes at once. */
	store_set_now(store, NOON + MINUTE - 1);
	list = take(store, &arena, open_sender(store), mailing, 16);
	assert_int_equal(list.count, 4);
	assert_int_equal(list.delivery[0].wait, 0);
	assert_int_equal(list.delivery[3].wait, 600);
	arena_release(&arena);
	store_close(store);
}

/* That the next mail is to wait long does not fill the day. */
static void test_slowly(void **state)
{
	const struct delivery_limit limit = { .per_minute = 2, .per_day = 9 };
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct deliveries list;
	int64_t mailing, sender;

	(void)state;
	limits = only(&limit);
	add_readers(store, 3);
	mailing = begin(store, "12");
	sender = open_sender(store);
	list = take(store, &arena, sender, mailing, 5);
	assert_int_equal(list.count, 1);
	list = take(store, &arena, sender, mailing, 5);
	assert_int_equal(list.count, 0);
	assert_int_equal(list.wait, 29500);
	assert_false(list.full);
	arena_release(&arena);
	store_close(store);
}

static void test_per_day(void **state)
{
	const struct delivery_limit limit = { .per_day = 7 };
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct deliveries list;
	struct error err;
	int64_t mailing, sender;

	(void)state;
	limits = only(&limit);
	add_readers(store, 12);
	mailing = begin(store, "12");
	sender = open_sender(store);
	/* What another has leased counts. */
	list = take(store, &arena, sender, mailing, 5);
	assert_int_equal(list.count, 5);
	list = take(store, &arena, open_sender(store), mailing, 5);
	assert_int_equal(list.count, 2);
	list = take(store, &arena, sender, mailing, 5);
	assert_int_equal(list.count, 0);
	assert_int_equal(list.wait, 1000);
	must(sender_close(store, sender, &err), &err);
	sent_by_second(store, mailing, 2, "5 0");
	/* Tomorrow. */
	store_set_now(store, NOON + 12 * 60 * 60);
	sent_by_second(store, mailing, 1, "5");
	arena_release(&arena);
	store_close(store);
}

/* Days are seconds here: of each, the first one of its day. */
static void test_first_days(void **state)
{
	const struct delivery_limit limit = { .per_day = 10, .first_day = 2 };
	static const struct {
		int day;
		const char *sent;
	} days[] = {
		{ 0, "2" },
		{ 1, "4" },
		{ 2, "8" },
		{ 4, "10" },
		{ 5, "10" },
		{ 6, "6" }, /* that was all */
		{ 40, "2" },
	};
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct deliveries list;
	int64_t mailing, more;

	(void)state;
	limits = only(&limit);
	add_readers(store, 40);
	mailing = begin(store, "12");
	for (size_t i = 0; i < 6; i++) {
		store_set_now(store, NOON + days[i].day * 24 * 60 * 60);
		sent_by_second(store, mailing, 1, days[i].sent);
		list = take(store, &arena, open_sender(store), mailing, 1);
		assert_int_equal(
		    list.wait, days[i].day < 6 ? 12 * 60 * 60 * 1000 : 0);
		assert_int_equal(list.full, days[i].day < 6);
	}
	more = begin(store, "13");
	store_set_now(store, NOON + 40 * 24 * 60 * 60);
	sent_by_second(store, more, 1, days[6].sent);
	arena_release(&arena);
	store_close(store);
}

/* A domain that gets little keeps nobody else waiting, and gets all of it. */
static void test_domain(void **state)
{
	const struct delivery_limit limit[] = { { .per_minute = 0 },
		{ .domain = STR_INIT("example.org"), .per_minute = 120 } };
	const struct delivery_limits both = { limit, 2 };
	struct store *store = open_store();
	const struct consent consent = { .what = STR("imported"),
		.source = STR("test") };
	struct subscriber other = { .state = SUBSCRIBER_ACTIVE,
		.source = STR("test"),
		.address = STR("\"a@b\"@example.net"),
		.address_key = STR("\"a@b\"@example.net") };
	struct arena arena = { 0 };
	struct domains_counted domains;
	enum people_added added;
	struct error err;
	int64_t mailing, id;

	(void)state;
	limits = &both;
	add_readers(store, 12);
	must(people_add(store, &other, &consent, false, &added, &id, &err),
	    &err);
	mailing = begin(store, "12");
	sent_by_second(store, mailing, 8, "3 2 2 2 2 2 0 0");
	counts(store, mailing, "sent 13");
	must(deliveries_by_domain(store, &arena, mailing, 9, &domains, &err),
	    &err);
	assert_int_equal(domains.count, 2);
	assert_str(domains.domain[0].domain, "example.org");
	assert_int_equal(domains.domain[0].counts.all, 12);
	assert_int_equal(domains.domain[0].counts.of[DELIVERY_SENT], 12);
	assert_str(domains.domain[1].domain, "example.net");
	assert_int_equal(domains.domain[1].counts.of[DELIVERY_SENT], 1);
	must(deliveries_by_domain(store, &arena, mailing, 1, &domains, &err),
	    &err);
	assert_int_equal(domains.count, 1);
	arena_release(&arena);
	store_close(store);
}

/* A renewed lease holds. */
static void test_renewed(void **state)
{
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct deliveries list;
	struct error err;
	int64_t mailing, sender, ended;

	(void)state;
	add_readers(store, 2);
	mailing = begin(store, "12");
	sender = open_sender(store);
	list = take(store, &arena, sender, mailing, 2);
	store_set_now(store, NOON + MINUTE - 1);
	assert_true(round_of(store, mailing, sender, &list, 0, 0, 1, 1));
	store_set_now(store, NOON + MINUTE);
	must(sender_end_late(store, &ended, &err), &err);
	assert_int_equal(ended, 0);
	assert_true(
	    round_of(store, mailing, sender, &list, 2, DELIVERY_SENT, 0, 0));
	counts(store, mailing, "sent 2");
	arena_release(&arena);
	store_close(store);
}

static void leave(struct store *store, int64_t id)
{
	const struct consent consent = { .what = STR("left"),
		.source = STR("test") };
	struct error err;
	bool changed;

	must(people_set_state(
		 store, id, SUBSCRIBER_LEFT, 0, &consent, &changed, &err),
	    &err);
}

/* Who leaves, or is erased, between the decision and the mail gets none. */
static void test_suppressed(void **state)
{
	struct store *store = open_store();
	struct arena arena = { 0 };
	const struct delivery_filter filter = { .state = DELIVERY_SUPPRESSED,
		.most = 10 };
	struct delivery_filter asked = filter;
	struct deliveries_shown shown;
	struct deliveries list;
	struct error err;
	bool found;

	(void)state;
	add_readers(store, 4);
	leave(store, 1);
	asked.mailing = begin(store, "12");
	counts(store, asked.mailing, "queued 3");
	leave(store, 2);
	must(
	    people_erase(store, STR("reader3@example.org"), true, &found, &err),
	    &err);
	list = take(store, &arena, open_sender(store), asked.mailing, 10);
	assert_int_equal(list.count, 1);
	assert_int_equal(list.suppressed, 2);
	counts(store, asked.mailing, "leased 1, suppressed 2");
	must(deliveries_list(store, &arena, &asked, &shown, &err), &err);
	assert_int_equal(shown.count, 2);
	assert_str(shown.delivery[0].address, "reader2@example.org");
	assert_str(shown.delivery[0].said, "has left");
	assert_null(shown.delivery[1].address.at);
	assert_str(shown.delivery[1].said, "was erased");
	arena_release(&arena);
	store_close(store);
}

static void test_deferred(void **state)
{
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct deliveries list;
	struct error err;
	int64_t mailing, sender, count;

	(void)state;
	add_readers(store, 3);
	mailing = begin(store, "12");
	sender = open_sender(store);
	list = take(store, &arena, sender, mailing, 2);
	round_of(store, mailing, sender, &list, 2, DELIVERY_DEFERRED, 0, 0);
	list = take(store, &arena, sender, mailing, 9);
	assert_int_equal(list.count, 1);
	must(deliveries_hurry(store, mailing, &count, &err), &err);
	assert_int_equal(count, 2);
	list = take(store, &arena, sender, mailing, 9);
	assert_int_equal(list.count, 2);
	assert_int_equal(list.delivery[0].tries, 1);
	arena_release(&arena);
	store_close(store);
}

/* Nothing is leased before it begins, nor when it is stopped; it can be taken
 * back as long as nothing has left. */
static void test_decisions(void **state)
{
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct mailing m;
	struct deliveries list;
	struct error err;
	int64_t sender;
	bool found, done, undone;

	(void)state;
	add_readers(store, 3);
	must(
	    mailing_begin(store, STR("12"), STR("ada"), NOON + 10, &err), &err);
	must(mailing_begin(store, STR("12"), STR("bob"), 0, &err), &err);
	must(mailing_find(store, &arena, STR("12"), &found, &m, &err), &err);
	assert_str(m.who, "ada");
	assert_int_equal(m.state, MAILING_PREPARING);
	sender = open_sender(store);
	assert_int_equal(take(store, &arena, sender, m.id, 9).count, 0);
	begin(store, "12");
	assert_int_equal(take(store, &arena, sender, m.id, 9).count, 0);
	store_set_now(store, NOON + 10);
	must(mailing_stop(store, m.id, STR("a typo"), &err), &err);
	assert_int_equal(take(store, &arena, sender, m.id, 9).count, 0);
	must(mailing_find(store, &arena, STR("12"), &found, &m, &err), &err);
	assert_str(m.why, "a typo");
	must(mailing_stop(store, m.id, (struct str){ NULL, 0 }, &err), &err);
	list = take(store, &arena, sender, m.id, 1);
	assert_int_equal(list.count, 1);
	must(mailing_undo(store, m.id, &undone, &err), &err);
	assert_false(undone);
	round_of(store, m.id, sender, &list, 1, DELIVERY_QUEUED, 0, 0);
	must(mailing_undo(store, m.id, &undone, &err), &err);
	assert_true(undone);
	must(mailing_find(store, &arena, STR("12"), &found, &m, &err), &err);
	assert_false(found);
	/* Prepared anew, by two who take turns. */
	m.id = begin(store, "12");
	must(mailing_prepare(store, m.id, &done, &err), &err);
	assert_true(done);
	counts(store, m.id, "queued 3");
	arena_release(&arena);
	store_close(store);
}

/* Who is erased is in no word that a server said. */
static void test_erased(void **state)
{
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct delivery_filter filter = { .state = DELIVERY_BOUNCED,
		.most = 10 };
	struct deliveries_shown shown;
	struct deliveries list;
	struct subscriber reader;
	struct error err;
	int64_t sender;
	bool found;

	(void)state;
	add_readers(store, 1);
	filter.mailing = begin(store, "12");
	sender = open_sender(store);
	list = take(store, &arena, sender, filter.mailing, 1);
	round_of(
	    store, filter.mailing, sender, &list, 1, DELIVERY_BOUNCED, 0, 0);
	must(people_find(store, &arena, STR("reader1@example.org"), &found,
		 &reader, &err),
	    &err);
	assert_int_equal(reader.state, SUBSCRIBER_BOUNCED);
	must(deliveries_list(store, &arena, &filter, &shown, &err), &err);
	assert_str(shown.delivery[0].said, "250 taken");
	must(
	    people_erase(store, STR("reader1@example.org"), true, &found, &err),
	    &err);
	must(deliveries_list(store, &arena, &filter, &shown, &err), &err);
	assert_int_equal(shown.count, 1);
	assert_null(shown.delivery[0].said.at);
	assert_null(shown.delivery[0].address.at);
	arena_release(&arena);
	store_close(store);
}

static int no_limits(void **state)
{
	(void)state;
	limits = NULL;
	return 0;
}

#define LIMITED(test) cmocka_unit_test_teardown(test, no_limits)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_life),
		cmocka_unit_test(test_killed),
		cmocka_unit_test(test_beside),
		cmocka_unit_test(test_renewed),
		cmocka_unit_test(test_suppressed),
		cmocka_unit_test(test_deferred),
		cmocka_unit_test(test_decisions),
		cmocka_unit_test(test_erased),
		LIMITED(test_per_minute),
		LIMITED(test_slowly),
		LIMITED(test_per_day),
		LIMITED(test_first_days),
		LIMITED(test_domain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
