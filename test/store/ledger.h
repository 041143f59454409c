/*
 * ledger: a store with readers and mailings, for tests.
 */
#ifndef TEST_STORE_LEDGER_H
#define TEST_STORE_LEDGER_H

#include <stdio.h>

#include "place.h"

#include "store/store.h"

enum { NOON = 1772625600, MINUTE = 60 };

/* Of the last store that was opened; its address is NULL if it is the file of
 * the folder. */
static char folder[64];
static const char *address;

static inline void must(bool ok, const struct error *err)
{
	if (!ok)
		fail_msg("%s", err->text);
}

static inline struct store *open_again(const char *where)
{
	struct store_options options = {
		.folder = folder, .address = where, .now = NOON
	};
	struct store *store;
	struct error err;

	must(store_open(&options, &store, &err), &err);
	return store;
}

static inline struct store *open_store(void)
{
	snprintf(folder, sizeof(folder), "/tmp/sennight-ledger-XXXXXX");
	assert_non_null(make_test_folder(folder));
	address = on_postgres() ? empty_place() : NULL;
	return open_again(address);
}

/* Readers 1 to `count`. */
static inline void add_readers(struct store *store, int count)
{
	const struct consent consent = { .what = STR("imported"),
		.source = STR("test") };
	enum people_added added;
	struct error err;
	char text[64];
	int64_t id;

	must(people_begin_many(store, &err), &err);
	for (int i = 1; i <= count; i++) {
		struct subscriber s = { .state = SUBSCRIBER_ACTIVE,
			.source = STR("test") };

		snprintf(text, sizeof(text), "reader%d@example.org", i);
		s.address = s.address_key = str_of(text);
		must(people_add(store, &s, &consent, false, &added, &id, &err),
		    &err);
		assert_int_equal(id, i);
	}
	must(people_end_many(store, true, &err), &err);
}

static inline int64_t begin(struct store *store, const char *issue)
{
	struct arena arena = { 0 };
	struct mailing m;
	struct error err;
	bool found, done = false;

	must(mailing_begin(store, str_of(issue), STR("ada"), 0, &err), &err);
	must(
	    mailing_find(store, &arena, str_of(issue), &found, &m, &err), &err);
	assert_true(found);
	while (!done)
		must(mailing_prepare(store, m.id, &done, &err), &err);
	arena_release(&arena);
	return m.id;
}

static inline int64_t open_sender(struct store *store)
{
	struct error err;
	int64_t sender;

	must(sender_open(store, STR("here"), MINUTE, &sender, &err), &err);
	return sender;
}

/* Of all that is taken. */
static const struct delivery_limits *limits;

static inline struct deliveries take(struct store *store, struct arena *arena,
    int64_t sender, int64_t mailing, int64_t most)
{
	struct deliveries list;
	struct error err;

	must(deliveries_take(
		 store, arena, sender, mailing, most, limits, &list, &err),
	    &err);
	return list;
}

#endif
