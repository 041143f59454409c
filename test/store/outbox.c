/* Letters that wait, and the links in them. */
#include "place.h"

#include "store/store.h"

enum { NOON = 1772625600 };

static char folder[64];

static void must(bool ok, const struct error *err)
{
	if (!ok)
		fail_msg("%s", err->text);
}

static struct store *open_store(void)
{
	struct store_options options = { .folder = folder, .now = NOON };
	struct store *store;
	struct error err;

	strcpy(folder, "/tmp/sennight-outbox-XXXXXX");
	assert_non_null(mkdtemp(folder));
	if (on_postgres())
		options.address = empty_place();
	must(store_open(&options, &store, &err), &err);
	return store;
}

static void put(struct store *store, const char *to, struct str message)
{
	const struct letter letter = { .recipient = str_of(to),
		.kind = STR("confirm"),
		.message = message };
	struct error err;

	must(outbox_add(store, &letter, &err), &err);
}

static struct letters take(
    struct store *store, struct arena *arena, int64_t most)
{
	struct letters letters;
	struct error err;

	must(outbox_take(store, arena, most, 60, &letters, &err), &err);
	return letters;
}

static int64_t count(struct store *store)
{
	struct error err;
	int64_t waiting;

	must(outbox_count(store, &waiting, &err), &err);
	return waiting;
}

/* Taken once, back if nobody says what became of it. */
static void test_life(void **state)
{
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct letters letters;
	struct error err;
	int64_t first;

	(void)state;
	put(store, "a@example.org", STR("\0\xff' OR 1=1; --\r\n"));
	put(store, "b@example.org", STR("two"));
	put(store, "c@example.org", STR("three"));
	letters = take(store, &arena, 2);
	assert_int_equal(letters.count, 2);
	first = letters.letter[0].id < letters.letter[1].id ? 0 : 1;
	assert_str(letters.letter[first].recipient, "a@example.org");
	assert_true(str_eq(
	    letters.letter[first].message, STR("\0\xff' OR 1=1; --\r\n")));
	assert_int_equal(letters.letter[first].tries, 1);
	must(outbox_forget(store, letters.letter[first].id, &err), &err);
	must(outbox_again(store, letters.letter[1 - first].id,
		 STR("said \"421\""), 600, &err),
	    &err);
	assert_int_equal(count(store), 2);
	letters = take(store, &arena, 10);
	assert_int_equal(letters.count, 1);
	assert_str(letters.letter[0].recipient, "c@example.org");
	assert_int_equal(take(store, &arena, 10).count, 0);
	store_set_now(store, NOON + 60);
	assert_int_equal(take(store, &arena, 10).count, 1);
	store_set_now(store, NOON + 600);
	letters = take(store, &arena, 10);
	assert_int_equal(letters.count, 2);
	arena_release(&arena);
	store_close(store);
}

/* A letter is part of the change that it tells of. */
static void test_together(void **state)
{
	struct store *store = open_store();
	struct error err;

	(void)state;
	must(people_begin_many(store, &err), &err);
	put(store, "a@example.org", STR("one"));
	must(people_end_many(store, false, &err), &err);
	assert_int_equal(count(store), 0);
	store_close(store);
}

static void test_links(void **state)
{
	static const enum link_purpose purposes[] = { LINK_CONFIRM,
		LINK_PREFERENCES, LINK_UNSUBSCRIBE, LINK_DATA };
	static const int days[] = { 7, 60, 0, 1 };
	struct settings settings = { .address = STR("https://av.example/n/"),
		.subscribe = { .confirm_days = 7 } };
	const struct subscriber somebody = { .address = STR("a@example.org"),
		.address_key = STR("a@example.org"),
		.source = STR("form") };
	const struct consent consent = { .what = STR("subscribed"),
		.source = STR("form") };
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct subscriber found, got;
	enum people_added added;
	struct error err;
	int64_t id;
	bool is;

	(void)state;
	must(people_add(store, &somebody, &consent, false, &added, &id, &err),
	    &err);
	must(
	    people_find(store, &arena, somebody.address_key, &is, &found, &err),
	    &err);
	for (size_t i = 0; i < COUNT(purposes); i++) {
		struct str link =
		    link_make(store, &arena, &settings, purposes[i], found.tag);
		size_t start =
		    settings.address.len + strlen(link_path(purposes[i]));
		struct str token = str_sub(link, start, link.len);
		enum token_status status;

		assert_true(str_starts(link, settings.address));
		for (size_t k = 0; k < COUNT(purposes); k++) {
			must(link_follow(store, &arena, purposes[k], token,
				 &status, &is, &got, &err),
			    &err);
			assert_int_equal(is, i == k);
			assert_int_equal(
			    status, i == k ? TOKEN_FINE : TOKEN_BAD);
		}
		store_set_now(store, NOON + (int64_t)days[i] * 86400);
		must(link_follow(store, &arena, purposes[i], token, &status,
			 &is, &got, &err),
		    &err);
		assert_int_equal(
		    status, days[i] > 0 ? TOKEN_EXPIRED : TOKEN_FINE);
		assert_true(is && got.id == id);
		store_set_now(store, NOON);
	}
	must(people_erase(store, somebody.address_key, false, &is, &err), &err);
	{
		struct str link = link_make(
		    store, &arena, &settings, LINK_UNSUBSCRIBE, found.tag);
		enum token_status status;

		link = str_sub(link,
		    settings.address.len + strlen("unsubscribe/"), link.len);
		must(link_follow(store, &arena, LINK_UNSUBSCRIBE, link, &status,
			 &is, &got, &err),
		    &err);
		assert_int_equal(status, TOKEN_FINE);
		assert_false(is);
	}
	arena_release(&arena);
	store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_life),
		cmocka_unit_test(test_together),
		cmocka_unit_test(test_links),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
