/* Letters that wait, and the links in them. */
#include <stdio.h>

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

	snprintf(folder, sizeof(folder), "/tmp/sennight-outbox-XXXXXX");
	assert_non_null(make_test_folder(folder));
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

static const struct settings settings = {
	.address = STR_INIT("https://av.example/n/"),
	.subscribe = { .confirm_days = 7 },
};

/* Whom a link is about, followed for a purpose. */
static enum token_status follow(struct store *store, struct arena *arena,
    enum link_purpose purpose, struct str token, bool *found, int64_t *id)
{
	struct subscriber reader = { 0 };
	enum token_status status;
	struct error err;

	must(link_follow(
		 store, arena, purpose, token, &status, found, &reader, &err),
	    &err);
	*id = reader.id;
	return status;
}

static struct str make_token(struct store *store, struct arena *arena,
    enum link_purpose purpose, struct str tag)
{
	struct str link = link_make(store, arena, &settings, purpose, tag);

	assert_true(str_starts(link, settings.address));
	link = str_sub(link, settings.address.len, link.len);
	assert_true(str_starts(link, str_of(link_path(purpose))));
	return str_sub(link, strlen(link_path(purpose)), link.len);
}

static struct subscriber add_somebody(struct store *store, struct arena *arena)
{
	const struct subscriber somebody = { .address = STR("a@example.org"),
		.address_key = STR("a@example.org"),
		.source = STR("form") };
	const struct consent consent = { .what = STR("subscribed"),
		.source = STR("form") };
	struct subscriber found;
	enum people_added added;
	struct error err;
	int64_t id;
	bool is;

	must(people_add(store, &somebody, &consent, false, &added, &id, &err),
	    &err);
	must(people_find(store, arena, somebody.address_key, &is, &found, &err),
	    &err);
	return found;
}

/* Each works for its purpose alone, and as long as it should. */
static void test_links(void **state)
{
	static const int days[] = { 7, 60, 0, 1 };
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct subscriber reader = add_somebody(store, &arena);
	int64_t id;
	bool is;

	(void)state;
	for (int p = LINK_CONFIRM; p <= LINK_DATA; p++) {
		enum link_purpose purpose = (enum link_purpose)p;
		struct str token =
		    make_token(store, &arena, purpose, reader.tag);

		for (int k = LINK_CONFIRM; k <= LINK_DATA; k++) {
			assert_int_equal(
			    follow(store, &arena, (enum link_purpose)k, token,
				&is, &id),
			    k == p ? TOKEN_FINE : TOKEN_BAD);
			assert_int_equal(is, k == p);
		}
		store_set_now(store, NOON + (int64_t)days[p] * 86400);
		assert_int_equal(
		    follow(store, &arena, purpose, token, &is, &id),
		    days[p] > 0 ? TOKEN_EXPIRED : TOKEN_FINE);
		assert_true(is && id == reader.id);
		store_set_now(store, NOON);
	}
	arena_release(&arena);
	store_close(store);
}

/* Of somebody who was erased. */
static void test_link_to_nobody(void **state)
{
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct subscriber reader = add_somebody(store, &arena);
	struct str token =
	    make_token(store, &arena, LINK_UNSUBSCRIBE, reader.tag);
	struct error err;
	int64_t id;
	bool is;

	(void)state;
	must(people_erase(store, reader.address_key, false, &is, &err), &err);
	assert_int_equal(
	    follow(store, &arena, LINK_UNSUBSCRIBE, token, &is, &id),
	    TOKEN_FINE);
	assert_false(is);
	arena_release(&arena);
	store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_life),
		cmocka_unit_test(test_together),
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_link_to_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
