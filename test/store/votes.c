/* Nominations and votes in the store. */
#include "place.h"

#include "base/file.h"
#include "store/migrate.h"
#include "store/votes.h"

enum { NOON = 1772625600 /* 2026-03-04 12:00 UTC */, HOUR = 3600 };

static void must(bool ok, const struct error *err)
{
	if (!ok)
		fail_msg("%s", err->text);
}

/* An empty store, in a folder of its own. */
static struct store *open_store(void)
{
	static char folder[] = "/tmp/sennight-votes-XXXXXX";
	struct store_options options = { .folder = folder, .now = NOON };
	struct store *store;
	struct error err;

	memcpy(folder + sizeof(folder) - sizeof("XXXXXX"), "XXXXXX", 6);
	assert_non_null(make_test_folder(folder));
	if (on_postgres())
		options.address = empty_place();
	must(store_open(&options, &store, &err), &err);
	return store;
}

static int64_t nominate(struct store *store, struct arena *arena,
    struct nomination n, bool expect_new)
{
	struct nomination now;
	struct error err;
	bool is_new;

	must(votes_nominate(store, arena, &n, &is_new, &now, &err), &err);
	assert_int_equal(is_new, expect_new);
	return now.id;
}

static int64_t a_star(
    struct store *store, struct arena *arena, const char *name)
{
	return nominate(store, arena,
	    (struct nomination){ .kind = STR("star"),
		.name = str_of(name),
		.text = STR("bright") },
	    true);
}

static enum vote_result cast(
    struct store *store, const char *who, int64_t nomination)
{
	struct arena arena = { 0 };
	enum vote_result result;
	struct error err;

	must(votes_cast(store, STR("star"),
		 votes_voter(store, &arena, str_of(who)), nomination, &result,
		 &err),
	    &err);
	arena_release(&arena);
	return result;
}

static int64_t choice(struct store *store, const char *who)
{
	struct arena arena = { 0 };
	struct error err;
	int64_t id;

	must(votes_choice(store, STR("star"),
		 votes_voter(store, &arena, str_of(who)), &id, &err),
	    &err);
	arena_release(&arena);
	return id;
}

static struct nominations list(struct store *store, struct arena *arena)
{
	struct nominations nominations;
	struct error err;

	must(votes_list(store, arena, STR("star"), &nominations, &err), &err);
	return nominations;
}

static enum votes_closed close_with(struct store *store, int64_t winner)
{
	enum votes_closed closed;
	struct error err;

	must(votes_close(store, STR("star"), winner, STR("ada"), &closed, &err),
	    &err);
	return closed;
}

/* ---------------------------------------------------------------- nominating */

static void test_nominated(void **state)
{
	struct nomination star = { .kind = STR("star"),
		.name = STR("Mira"),
		.url = STR("https://example.org/mira?utm_source=x"),
		.text = STR("It <b>pulsates</b>"),
		.credit = STR("Ada") };
	struct nomination quote = { .kind = STR("quote"),
		.url = STR("https://example.org/thread"),
		.text = STR("Look up."),
		.source = STR("Ada on the forum") };
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct nomination now;
	struct error err;
	int64_t id, other;
	bool found;

	(void)state;
	star.nominator = votes_voter(store, &arena, STR("ada@example.org"));
	id = nominate(store, &arena, star, true);
	star.url = STR("http://www.example.org/mira/");
	star.name = STR("Omicron Ceti");
	assert_true(nominate(store, &arena, star, false) == id);
	must(votes_find(store, &arena, id, &found, &now, &err), &err);
	assert_true(found);
	assert_str(now.name, "Mira");
	assert_str(now.text, "It <b>pulsates</b>");
	assert_str(now.credit, "Ada");
	assert_true(str_eq(now.nominator, star.nominator));
	assert_int_equal(now.state, NOMINATION_OPEN);
	/* One page holds many quotes. */
	other = nominate(store, &arena, quote, true);
	quote.text = STR("Look down.");
	assert_true(nominate(store, &arena, quote, true) != other);
	quote.text = STR(" LOOK down. ");
	nominate(store, &arena, quote, false);
	must(votes_find(store, &arena, 999, &found, &now, &err), &err);
	assert_false(found);
	arena_release(&arena);
	store_close(store);
}

static void test_refused(void **state)
{
	struct store *store = open_store();
	struct arena arena = { 0 };
	int64_t id = a_star(store, &arena, "Vega");
	struct nomination now;
	struct error err;
	bool changed, found;

	(void)state;
	must(votes_refuse(store, id, STR("shown last week"), &changed, &err),
	    &err);
	assert_true(changed);
	must(votes_refuse(store, id, STR("again"), &changed, &err), &err);
	assert_false(changed);
	must(votes_find(store, &arena, id, &found, &now, &err), &err);
	assert_int_equal(now.state, NOMINATION_REFUSED);
	assert_str(now.reason, "shown last week");
	assert_int_equal(list(store, &arena).count, 0);
	assert_int_equal(cast(store, "a", id), VOTE_UNKNOWN);
	assert_int_equal(close_with(store, id), VOTES_NO_WINNER);
	arena_release(&arena);
	store_close(store);
}

/* -------------------------------------------------------------------- voting */

static void test_votes(void **state)
{
	struct store *store = open_store();
	struct arena arena = { 0 };
	int64_t mira = a_star(store, &arena, "Mira");
	int64_t vega = a_star(store, &arena, "Vega");
	struct nominations n;
	struct error err;

	(void)state;
	a_star(store, &arena, "Deneb");
	assert_int_equal(cast(store, "a@example.org", vega), VOTE_COUNTED);
	assert_int_equal(cast(store, "a@example.org", vega), VOTE_SAME);
	assert_int_equal(cast(store, "b@example.org", vega), VOTE_COUNTED);
	assert_int_equal(cast(store, "b@example.org", 999), VOTE_UNKNOWN);
	assert_true(choice(store, "a@example.org") == vega);
	assert_true(choice(store, "c@example.org") == 0);
	must(votes_elsewhere(store, mira, STR("forum"), 11, &err), &err);
	must(votes_elsewhere(store, mira, STR("forum"), 12, &err), &err);
	assert_false(votes_elsewhere(store, 999, STR("forum"), 1, &err));
	n = list(store, &arena);
	assert_int_equal(n.count, 3);
	assert_true(n.nomination[0].id == vega && n.nomination[0].votes == 2);
	assert_true(n.nomination[0].leads && !n.nomination[1].leads);
	/* What is counted elsewhere stands beside. */
	assert_true(n.nomination[1].id == mira && n.nomination[1].votes == 0);
	assert_int_equal(n.nomination[1].tallies, 1);
	assert_true(n.nomination[1].tally[0].count == 12);
	/* A tie. */
	assert_int_equal(cast(store, "b@example.org", mira), VOTE_CHANGED);
	n = list(store, &arena);
	assert_true(n.nomination[0].leads && n.nomination[1].leads);
	assert_false(n.nomination[2].leads);
	arena_release(&arena);
	store_close(store);
}

static void test_rounds(void **state)
{
	struct store *store = open_store();
	struct arena arena = { 0 };
	int64_t mira = a_star(store, &arena, "Mira");
	int64_t vega = a_star(store, &arena, "Vega");
	struct vote_round round;
	struct nominations n;
	struct error err;

	(void)state;
	assert_int_equal(close_with(store, 0), VOTES_NOT_OPEN);
	/* What is no vote begins none. */
	assert_int_equal(cast(store, "a", 999), VOTE_UNKNOWN);
	must(votes_round(store, STR("star"), &round, &err), &err);
	assert_true(round.id == 0);
	must(votes_open(store, STR("star"), NOON + HOUR, &round, &err), &err);
	assert_true(round.closes == NOON + HOUR && !round.over);
	assert_int_equal(cast(store, "a", mira), VOTE_COUNTED);
	store_set_now(store, NOON + HOUR);
	assert_int_equal(cast(store, "b", vega), VOTE_OVER);
	assert_int_equal(cast(store, "a", vega), VOTE_OVER);
	must(votes_round(store, STR("star"), &round, &err), &err);
	assert_true(round.over);
	/* The editors may give it more time. */
	must(votes_open(store, STR("star"), NOON + 2 * HOUR, &round, &err),
	    &err);
	assert_int_equal(cast(store, "b", vega), VOTE_COUNTED);
	assert_int_equal(close_with(store, vega), VOTES_CLOSED);
	assert_int_equal(close_with(store, vega), VOTES_NO_WINNER);
	must(votes_round(store, STR("star"), &round, &err), &err);
	assert_true(round.id == 0);
	/* The next round begins with what is left, and without votes. */
	n = list(store, &arena);
	assert_int_equal(n.count, 1);
	assert_true(n.nomination[0].id == mira && n.nomination[0].votes == 0);
	assert_true(choice(store, "a") == 0);
	assert_int_equal(cast(store, "a", vega), VOTE_UNKNOWN);
	assert_int_equal(cast(store, "a", mira), VOTE_COUNTED);
	assert_int_equal(close_with(store, 0), VOTES_CLOSED);
	arena_release(&arena);
	store_close(store);
}

static void test_forgotten(void **state)
{
	struct store *store = open_store();
	struct arena arena = { 0 };
	int64_t id = nominate(store, &arena,
	    (struct nomination){ .kind = STR("star"),
		.name = STR("Mira"),
		.text = STR(""),
		.credit = STR("Ada"),
		.nominator = votes_voter(store, &arena, STR("a@example.org")) },
	    true);
	struct nomination now;
	struct error err;
	bool found;

	(void)state;
	cast(store, "a@example.org", id);
	cast(store, "b@example.org", id);
	must(people_erase(store, STR("a@example.org"), false, &found, &err),
	    &err);
	assert_true(found);
	must(votes_find(store, &arena, id, &found, &now, &err), &err);
	assert_true(now.votes == 1);
	assert_null(now.nominator.at);
	assert_null(now.credit.at);
	assert_true(choice(store, "a@example.org") == 0);
	arena_release(&arena);
	store_close(store);
}

/* A backup holds all of it. */
static void test_copied(void **state)
{
	struct store *store = open_store(), *other;
	struct arena arena = { 0 };
	int64_t id = a_star(store, &arena, "Mira");
	char folder[] = "/tmp/sennight-votes-XXXXXX";
	struct store_options options = { .folder = folder, .now = NOON };
	struct nominations n;
	struct nomination last;
	struct error err;
	const char *file;
	bool found;

	(void)state;
	assert_non_null(make_test_folder(folder));
	file = arena_printf(&arena, "%s/backup", folder).at;
	a_star(store, &arena, "Vega");
	cast(store, "a", id);
	close_with(store, id);
	cast(store, "a", id + 1);
	must(votes_elsewhere(store, id + 1, STR("forum"), 3, &err), &err);
	must(store_backup(store, file, &err), &err);
	store_close(store);
	must(store_open(&options, &other, &err), &err);
	must(store_restore(other, file, &err), &err);
	n = list(other, &arena);
	assert_int_equal(n.count, 1);
	assert_true(n.nomination[0].votes == 1);
	assert_true(n.nomination[0].tally[0].count == 3);
	must(votes_last(other, &arena, STR("star"), &found, &last, &err), &err);
	assert_true(found && last.id == id);
	must(
	    votes_last(other, &arena, STR("comet"), &found, &last, &err), &err);
	assert_false(found);
	store_close(other);
	arena_release(&arena);
}

/* What a store of version 2 holds is there still, and its backup can be brought
 * back. */
static void test_older(void **state)
{
	static const char row[] =
	    "INSERT INTO nomination (kind, key, name, text, nominator, created, "
	    "changed) VALUES ('star', 'mira', 'Mira', 'bright', "
	    "'a@example.org', 1, 1)";
	char folder[] = "/tmp/sennight-votes-XXXXXX";
	struct store_options options = { .folder = folder, .now = NOON };
	struct arena arena = { 0 };
	struct nominations n;
	struct store *store;
	struct error err;
	struct db *db;
	const char *address, *before;

	(void)state;
	assert_non_null(make_test_folder(folder));
	address = on_postgres() ? empty_place()
				: path_join(&arena, folder, "store.db");
	if (on_postgres())
		options.address = address;
	must(db_open(address, &db, &err), &err);
	must(migrate_to(db, 2, &err), &err);
	must(db_script(db, row, &err), &err);
	must(db_script(db,
		 on_postgres() ? "INSERT INTO pace VALUES ('', 1, 1)"
			       : "INSERT INTO pace VALUES (x'', 1, 1)",
		 &err),
	    &err);
	db_close(db);
	must(store_open(&options, &store, &err), &err);
	n = list(store, &arena);
	assert_int_equal(n.count, 1);
	assert_null(n.nomination[0].nominator.at);
	store_close(store);
	before = arena_printf(
	    &arena, "%s/store.before-%lld", folder, (long long)migrate_newest())
		     .at;
	options.address = NULL;
	options.folder = path_join(&arena, folder, "again");
	must(store_open(&options, &store, &err), &err);
	must(store_restore(store, before, &err), &err);
	n = list(store, &arena);
	assert_int_equal(n.count, 1);
	assert_str(n.nomination[0].name, "Mira");
	store_close(store);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nominated),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_votes),
		cmocka_unit_test(test_rounds),
		cmocka_unit_test(test_forgotten),
		cmocka_unit_test(test_copied),
		cmocka_unit_test(test_older),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
