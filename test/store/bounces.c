/* What came back: each thing is noted once, and does what it should. */
#include "ledger.h"

enum { DAY = 24 * 60 * MINUTE, SOFT = 3 };

/* ------------------------------------------------------------------ scenery */

/* A mailing whose deliveries all have become `state`. */
static int64_t send_issue(struct store *store, const char *issue,
    enum delivery_state state, bool soft)
{
	struct delivery_outcome outcome[16];
	struct delivery_promise promise[16];
	struct arena arena = { 0 };
	int64_t mailing = begin(store, issue), sender = open_sender(store);
	struct deliveries list = take(store, &arena, sender, mailing, 16);
	struct delivery_round round = { mailing, sender, MINUTE, outcome, 0,
		promise, list.count, NULL, SOFT };
	struct error err;
	bool ours;

	for (size_t i = 0; i < list.count; i++) {
		int64_t id = list.delivery[i].reader->id;

		promise[i] = (struct delivery_promise){ .reader = id,
			.lease = list.delivery[i].lease };
		outcome[i] = (struct delivery_outcome){ .reader = id,
			.lease = list.delivery[i].lease,
			.state = state,
			.soft = soft };
	}
	must(deliveries_round(store, &round, &ours, &err), &err);
	assert_true(ours);
	round.promises = 0;
	round.outcomes = state == DELIVERY_LEASED ? 0 : list.count;
	must(deliveries_round(store, &round, &ours, &err), &err);
	if (state != DELIVERY_LEASED)
		must(sender_close(store, sender, &err), &err);
	arena_release(&arena);
	return mailing;
}

static struct str token(
    struct store *store, struct arena *arena, int64_t mailing, int64_t reader)
{
	struct strbuf out;
	struct str text;

	strbuf_init(&out, 200);
	strbuf_lit(&out, "bounces+");
	delivery_token_add(&out, store_key(store), mailing, reader);
	strbuf_lit(&out, "@example.org");
	text = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return text;
}

static int next_hash;

/* Note one thing with a hash of its own, about a delivery. */
static struct returned_result note(struct store *store, enum returned_kind kind,
    int64_t mailing, int64_t reader)
{
	unsigned char hash[RETURNED_HASH_BYTES];
	struct arena arena = { 0 };
	struct returned_result result;
	struct returned r = {
		.source = STR("test"),
		.kind = kind,
		.sent_to = token(store, &arena, mailing, reader),
		.status = STR("5.0.0"),
		.said = STR("550 reader1@example.org"),
		.raw = STR("From: x\n\nreader1@example.org is no more\n"),
	};
	struct error err;

	next_hash++;
	r.hash = returned_hash(store,
	    (struct str){ (const char *)&next_hash, sizeof(next_hash) }, hash);
	must(bounces_note(store, &r, SOFT, &result, &err), &err);
	arena_release(&arena);
	return result;
}

static void is_state(struct store *store, int reader, const char *expected)
{
	struct arena arena = { 0 };
	struct subscriber s;
	struct error err;
	char text[64];
	bool found;

	snprintf(text, sizeof(text), "reader%d@example.org", reader);
	must(people_find(store, &arena, str_of(text), &found, &s, &err), &err);
	assert_true(found);
	assert_string_equal(subscriber_state_name(s.state), expected);
	arena_release(&arena);
}

static void is_delivery(struct store *store, int64_t mailing, int64_t reader,
    enum delivery_state expected)
{
	const struct delivery_filter filter = { mailing, expected, reader - 1,
		1 };
	struct arena arena = { 0 };
	struct deliveries_shown list;
	struct error err;

	must(deliveries_list(store, &arena, &filter, &list, &err), &err);
	assert_int_equal(list.count, 1);
	assert_int_equal(list.delivery[0].reader, reader);
	arena_release(&arena);
}

static int64_t kept(struct store *store)
{
	struct error err;
	int64_t count;

	must(bounces_count_kept(store, &count, &err), &err);
	return count;
}

/* --------------------------------------------------------------------- kinds */

static void test_kinds(void **state)
{
	static const struct {
		enum returned_kind kind;
		const char *reader;
		enum delivery_state delivery;
		bool ended;
	} cases[] = {
		{ RETURNED_HARD, "bounced", DELIVERY_BOUNCED, true },
		{ RETURNED_SOFT, "active", DELIVERY_BOUNCED, false },
		{ RETURNED_REFUSED, "active", DELIVERY_BOUNCED, false },
		{ RETURNED_LATE, "active", DELIVERY_SENT, false },
		{ RETURNED_COMPLAINT, "left", DELIVERY_SENT, true },
		{ RETURNED_UNSUBSCRIBE, "left", DELIVERY_SENT, true },
		{ RETURNED_AUTO_REPLY, "active", DELIVERY_SENT, false },
		{ RETURNED_DELIVERED, "active", DELIVERY_SENT, false },
		{ RETURNED_UNREAD, "active", DELIVERY_SENT, false },
	};
	struct store *store = open_store();
	struct returned_result result;
	struct error err;
	int64_t mailing;
	bool there;

	(void)state;
	add_readers(store, RETURNED_KINDS);
	mailing = send_issue(store, "1", DELIVERY_SENT, false);
	for (int i = 0; i < RETURNED_KINDS; i++) {
		assert_int_equal(cases[i].kind, i);
		result = note(store, cases[i].kind, mailing, i + 1);
		assert_int_equal(result.fate, RETURNED_NOTED);
		assert_int_equal(result.reader, i + 1);
		assert_int_equal(result.ended, cases[i].ended);
		is_state(store, i + 1, cases[i].reader);
		is_delivery(store, mailing, i + 1, cases[i].delivery);
	}
	assert_int_equal(kept(store), 1);
	must(people_is_suppressed(
		 store, STR("reader5@example.org"), &there, &err),
	    &err);
	assert_true(there);
	must(people_is_suppressed(
		 store, STR("reader6@example.org"), &there, &err),
	    &err);
	assert_false(there);
	store_close(store);
}

/* The lost answer to a final dot: what comes back tells. */
static void test_unknown(void **state)
{
	struct store *store = open_store();
	int64_t mailing;

	(void)state;
	add_readers(store, 3);
	mailing = send_issue(store, "1", DELIVERY_UNKNOWN, false);
	note(store, RETURNED_HARD, mailing, 1);
	note(store, RETURNED_AUTO_REPLY, mailing, 2);
	note(store, RETURNED_UNREAD, mailing, 3);
	is_delivery(store, mailing, 1, DELIVERY_BOUNCED);
	is_delivery(store, mailing, 2, DELIVERY_SENT);
	is_delivery(store, mailing, 3, DELIVERY_UNKNOWN);
	store_close(store);
}

/* It comes back before the sender has noted that it was sent. */
static void test_early(void **state)
{
	struct store *store = open_store();
	int64_t mailing;

	(void)state;
	add_readers(store, 1);
	mailing = send_issue(store, "1", DELIVERY_LEASED, false);
	note(store, RETURNED_HARD, mailing, 1);
	is_delivery(store, mailing, 1, DELIVERY_BOUNCED);
	is_state(store, 1, "bounced");
	store_close(store);
}

/* What came back had left: that cannot be undone. */
static void test_undo(void **state)
{
	struct store *store = open_store();
	struct error err;
	int64_t mailing;
	bool undone;

	(void)state;
	add_readers(store, 1);
	mailing = send_issue(store, "1", DELIVERY_SENT, false);
	note(store, RETURNED_SOFT, mailing, 1);
	is_delivery(store, mailing, 1, DELIVERY_BOUNCED);
	must(mailing_undo(store, mailing, &undone, &err), &err);
	assert_false(undone);
	mailing = send_issue(store, "2", DELIVERY_BOUNCED, true);
	must(mailing_undo(store, mailing, &undone, &err), &err);
	assert_true(undone);
	store_close(store);
}

static void test_once(void **state)
{
	struct store *store = open_store();
	struct returned_result result;
	struct returned r = { .source = STR("test"), .kind = RETURNED_HARD };
	unsigned char hash[RETURNED_HASH_BYTES];
	struct arena arena = { 0 };
	struct error err;
	bool known;

	(void)state;
	add_readers(store, 2);
	r.sent_to = token(
	    store, &arena, send_issue(store, "1", DELIVERY_SENT, false), 1);
	r.hash = returned_hash(store, STR("a mail"), hash);
	must(bounces_known(store, r.hash, &known, &err), &err);
	assert_false(known);
	must(bounces_note(store, &r, SOFT, &result, &err), &err);
	assert_int_equal(result.fate, RETURNED_NOTED);
	must(bounces_known(store, r.hash, &known, &err), &err);
	assert_true(known);
	must(bounces_note(store, &r, SOFT, &result, &err), &err);
	assert_int_equal(result.fate, RETURNED_KNOWN);
	assert_false(result.ended);
	/* Another part of it is another thing. */
	r.part = 1;
	must(bounces_note(store, &r, SOFT, &result, &err), &err);
	assert_int_equal(result.fate, RETURNED_NOTED);
	arena_release(&arena);
	store_close(store);
}

/* ---------------------------------------------------------------------- soft */

static void subscribe_again(struct store *store, const char *who)
{
	const struct consent consent = { .what = STR("confirmed"),
		.source = STR("test") };
	const struct subscriber s = { .address = str_of(who),
		.address_key = str_of(who),
		.state = SUBSCRIBER_ACTIVE,
		.source = STR("form") };
	enum people_added added;
	struct error err;
	int64_t id;

	must(people_add(store, &s, &consent, true, &added, &id, &err), &err);
	assert_int_equal(added, PEOPLE_BACK);
}

static void test_soft(void **state)
{
	struct store *store = open_store();
	int64_t mailing[8];
	char issue[] = "1";

	(void)state;
	add_readers(store, 3);
	for (int i = 0; i < 8; i++) {
		store_set_now(store, NOON + (i + 1) * DAY);
		issue[0] = (char)('1' + i);
		mailing[i] = send_issue(store, issue, DELIVERY_SENT, false);
		note(store, RETURNED_LATE, mailing[i], 1);
		if (i == 3) {
			is_state(store, 1, "bounced");
			subscribe_again(store, "reader1@example.org");
		}
		/* Reader 2 is reached each third time; 1 never but once. */
		if (i != 0 && i != 3)
			note(store, RETURNED_SOFT, mailing[i], 1);
		if (i % 3 != 2)
			note(store, RETURNED_SOFT, mailing[i], 2);
		note(store, RETURNED_REFUSED, mailing[i], 3);
		is_state(store, 2, "active");
		is_state(store, 3, "active");
		if (i == 0)
			is_state(store, 1, "active");
		if (i == 2)
			note(store, RETURNED_SOFT, mailing[0], 1);
	}
	is_state(store, 1, "bounced");
	store_close(store);
}

/* A server says so at once; they count together. */
static void test_soft_at_once(void **state)
{
	struct store *store = open_store();

	(void)state;
	add_readers(store, 1);
	store_set_now(store, NOON + DAY);
	send_issue(store, "1", DELIVERY_BOUNCED, true);
	store_set_now(store, NOON + 2 * DAY);
	note(store, RETURNED_SOFT, send_issue(store, "2", DELIVERY_SENT, false),
	    1);
	is_state(store, 1, "active");
	store_set_now(store, NOON + 3 * DAY);
	send_issue(store, "3", DELIVERY_BOUNCED, false);
	is_state(store, 1, "active");
	send_issue(store, "4", DELIVERY_BOUNCED, true);
	is_state(store, 1, "bounced");
	store_close(store);
}

/* What was sent before somebody subscribed again says nothing about them. */
static void test_stale(void **state)
{
	struct store *store = open_store();
	struct returned_result result;
	int64_t mailing;

	(void)state;
	add_readers(store, 1);
	mailing = send_issue(store, "1", DELIVERY_SENT, false);
	note(store, RETURNED_HARD, mailing, 1);
	is_state(store, 1, "bounced");
	store_set_now(store, NOON + DAY);
	subscribe_again(store, "reader1@example.org");
	result = note(store, RETURNED_HARD, mailing, 1);
	assert_int_equal(result.fate, RETURNED_NOTED);
	assert_false(result.ended);
	is_state(store, 1, "active");
	result = note(store, RETURNED_COMPLAINT, mailing, 1);
	assert_true(result.ended);
	is_state(store, 1, "left");
	store_close(store);
}

/* ------------------------------------------------------------------ of nobody */

static struct returned_result note_plainly(struct store *store,
    enum returned_kind kind, const char *sent_to, const char *key, bool believe)
{
	unsigned char hash[RETURNED_HASH_BYTES];
	struct returned_result result;
	struct returned r = { .source = STR("test"),
		.kind = kind,
		.sent_to = str_of(sent_to),
		.address_key = str_of(key),
		.by_address = believe,
		.raw = STR("From: x\n\nlost\n") };
	struct error err;

	next_hash++;
	r.hash = returned_hash(store,
	    (struct str){ (const char *)&next_hash, sizeof(next_hash) }, hash);
	must(bounces_note(store, &r, SOFT, &result, &err), &err);
	return result;
}

static void test_nobody(void **state)
{
	static const char forged[] =
	    "bounces+abcdefghabcdefghabcdefghabcdefgh@example.org";
	static const struct {
		const char *sent_to, *key;
		enum returned_kind kind;
		bool believe, kept;
		enum returned_fate fate;
	} cases[] = {
		{ "", "reader1@example.org", RETURNED_HARD, false, true,
		    RETURNED_NOBODY },
		{ forged, "reader1@example.org", RETURNED_HARD, true, true,
		    RETURNED_FORGED },
		{ "", "other@example.org", RETURNED_HARD, true, true,
		    RETURNED_NOBODY },
		{ "", "", RETURNED_AUTO_REPLY, false, false, RETURNED_NOBODY },
		{ "", "", RETURNED_DELIVERED, false, false, RETURNED_NOBODY },
		{ "", "", RETURNED_UNREAD, false, true, RETURNED_NOBODY },
		{ "", "", RETURNED_COMPLAINT, true, true, RETURNED_NOBODY },
		{ "", "reader1@example.org", RETURNED_HARD, true, false,
		    RETURNED_NOTED },
	};
	struct store *store = open_store();
	struct returned_result result;
	int64_t count = 0;

	(void)state;
	add_readers(store, 1);
	send_issue(store, "1", DELIVERY_SENT, false);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		is_state(store, 1, "active");
		result = note_plainly(store, cases[i].kind, cases[i].sent_to,
		    cases[i].key, cases[i].believe);
		assert_int_equal(result.fate, cases[i].fate);
		assert_int_equal(result.kept, cases[i].kept);
		count += cases[i].kept;
		assert_int_equal(kept(store), count);
	}
	is_state(store, 1, "bounced");
	/* Nobody who was not written to. */
	add_readers(store, 0);
	assert_int_equal(note(store, RETURNED_HARD, 99, 1).fate, RETURNED_GONE);
	store_close(store);
}

/* The Message-ID counts where the address has no token, or a wrong one. */
static void test_message_id(void **state)
{
	static const char *const places[] = { "", "bounces@example.org",
		"bounces+abcdefghabcdefghabcdefghabcdefgh@example.org" };
	struct store *store = open_store();
	struct arena arena = { 0 };
	int64_t mailing;

	(void)state;
	add_readers(store, 3);
	mailing = send_issue(store, "1", DELIVERY_SENT, false);
	for (int i = 0; i < 3; i++) {
		struct returned r = { .source = STR("test"),
			.kind = RETURNED_HARD,
			.part = i,
			.hash = STR("a hash"),
			.sent_to = str_of(places[i]),
			.message_id = token(store, &arena, mailing, i + 1) };
		struct returned_result result;
		struct error err;

		must(bounces_note(store, &r, SOFT, &result, &err), &err);
		assert_int_equal(result.fate, RETURNED_NOTED);
		assert_int_equal(result.reader, i + 1);
		is_state(store, i + 1, "bounced");
	}
	arena_release(&arena);
	store_close(store);
}

static void test_kept(void **state)
{
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct returned_list list;
	struct returned_mail mail;
	struct error err;
	int64_t count;
	bool found;

	(void)state;
	for (int i = 0; i < LIMIT_BOUNCE_KEPT; i++)
		assert_int_equal(
		    note_plainly(store, RETURNED_UNREAD, "", "", false).fate,
		    RETURNED_NOBODY);
	assert_int_equal(
	    note_plainly(store, RETURNED_UNREAD, "", "", false).fate,
	    RETURNED_NO_ROOM);
	assert_int_equal(
	    note_plainly(store, RETURNED_DELIVERED, "", "", false).fate,
	    RETURNED_NOBODY);
	must(bounces_kept(store, &arena, 0, 2, &list, &err), &err);
	assert_int_equal(list.count, 2);
	assert_int_equal(list.returned[0].kind, RETURNED_UNREAD);
	assert_int_equal(list.returned[0].fate, RETURNED_NOBODY);
	must(bounces_mail(
		 store, &arena, list.returned[0].id, &found, &mail, &err),
	    &err);
	assert_true(found);
	assert_str(mail.text, "From: x\n\nlost\n");
	assert_int_equal(mail.size, 14);
	for (int i = 1; i >= 0; i--) {
		must(bounces_drop(store, list.returned[0].id, &found, &err),
		    &err);
		assert_int_equal(found, i);
	}
	must(bounces_mail(
		 store, &arena, list.returned[0].id, &found, &mail, &err),
	    &err);
	assert_false(found);
	/* There is room again; and what was dropped stays known. */
	assert_int_equal(
	    note_plainly(store, RETURNED_UNREAD, "", "", false).fate,
	    RETURNED_NOBODY);
	must(bounces_drop_all(store, &count, &err), &err);
	assert_int_equal(count, LIMIT_BOUNCE_KEPT);
	assert_int_equal(kept(store), 0);
	arena_release(&arena);
	store_close(store);
}

static void test_erased(void **state)
{
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct returned_list list;
	struct error err;
	int64_t mailing;
	bool found;

	(void)state;
	add_readers(store, 2);
	mailing = send_issue(store, "1", DELIVERY_SENT, false);
	note(store, RETURNED_SOFT, mailing, 1);
	note(store, RETURNED_UNREAD, mailing, 1);
	/* That is about nobody, and names the reader. */
	note(store, RETURNED_UNREAD, 77, 2);
	note_plainly(store, RETURNED_UNREAD, "", "", false);
	assert_int_equal(kept(store), 3);
	must(bounces_of_reader(store, &arena, 1, 10, &list, &err), &err);
	assert_int_equal(list.count, 2);
	assert_str(list.returned[1].said, "550 reader1@example.org");
	assert_str(list.returned[1].address, "reader1@example.org");
	assert_str(list.returned[1].issue, "1");
	must(
	    people_erase(store, STR("reader1@example.org"), true, &found, &err),
	    &err);
	assert_true(found);
	assert_int_equal(kept(store), 1);
	must(bounces_of_reader(store, &arena, 1, 10, &list, &err), &err);
	assert_int_equal(list.count, 2);
	for (size_t i = 0; i < list.count; i++) {
		assert_null(list.returned[i].said.at);
		assert_null(list.returned[i].address.at);
	}
	/* What comes later about them leaves no words either. */
	assert_int_equal(
	    note(store, RETURNED_SOFT, mailing, 1).fate, RETURNED_GONE);
	must(bounces_of_reader(store, &arena, 1, 10, &list, &err), &err);
	assert_null(list.returned[0].said.at);
	arena_release(&arena);
	store_close(store);
}

/* The words go with time; that it was noted stays. */
static void test_tidy(void **state)
{
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct people_tidied done;
	struct returned_list list;
	struct error err;

	(void)state;
	add_readers(store, 1);
	note(store, RETURNED_SOFT, send_issue(store, "1", DELIVERY_SENT, false),
	    1);
	for (int day = 400; day <= 401; day++) {
		store_set_now(store, NOON + day * DAY);
		must(people_tidy(store, 7, &done, &err), &err);
		assert_int_equal(done.words, day - 400);
		must(bounces_of_reader(store, &arena, 1, 9, &list, &err), &err);
		assert_int_equal(list.count, 1);
		assert_true((list.returned[0].said.at == NULL) == (day > 400));
	}
	arena_release(&arena);
	store_close(store);
}

/* A backup holds it, and comes back on the same engine or another. */
static void test_backup(void **state)
{
	struct store *store = open_store(), *other;
	struct store_options options = { .now = NOON };
	struct arena arena = { 0 };
	struct returned_list list;
	struct error err;
	char copy[80];

	(void)state;
	add_readers(store, 1);
	note(store, RETURNED_UNREAD,
	    send_issue(store, "1", DELIVERY_SENT, false), 1);
	snprintf(copy, sizeof(copy), "%s/copy", folder);
	must(store_backup(store, copy, &err), &err);
	options.folder = folder;
	options.address = "other.db";
	must(store_open(&options, &other, &err), &err);
	must(store_restore(other, copy, &err), &err);
	must(bounces_kept(other, &arena, 0, 9, &list, &err), &err);
	assert_int_equal(list.count, 1);
	arena_release(&arena);
	store_close(other);
	store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_early),
		cmocka_unit_test(test_undo),
		cmocka_unit_test(test_once),
		cmocka_unit_test(test_soft),
		cmocka_unit_test(test_soft_at_once),
		cmocka_unit_test(test_stale),
		cmocka_unit_test(test_nobody),
		cmocka_unit_test(test_message_id),
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_erased),
		cmocka_unit_test(test_tidy),
		cmocka_unit_test(test_backup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
