/* What is decided on candidates, and taken back. */
#include <sys/wait.h>

#include "inbox.h"

/* ------------------------------------------------------------------ deciding */

static void test_rejected_stays(void **state)
{
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct candidate c = a_link("https://example.org/a", "A"), now;

	(void)state;
	add(store, &arena, &c, &now);
	assert_int_equal(decide(store, &arena, now.id,
			     STEP(.what = INBOX_REJECT, .who = STR("ada"),
				 .reason = STR("an advertisement"))),
	    INBOX_DONE);
	store_set_now(store, NOON + 7 * 86400);
	c.title = STR("A, again");
	assert_int_equal(add(store, &arena, &c, &now), INBOX_UPDATED);
	assert_int_equal(now.state, CANDIDATE_REJECTED);
	assert_str(now.reason, "an advertisement");
	assert_str(now.who, "ada");
	assert_true(now.decided == NOON);
	arena_release(&arena);
	store_close(store);
}

static void test_steps(void **state)
{
	static const struct {
		struct inbox_step step;
		enum inbox_result result;
		enum candidate_state state;
		const char *section, *who;
	} cases[] = {
		{ { .what = INBOX_MOVE, .section = STR_INIT("news") },
		    INBOX_DONE, CANDIDATE_NEW, "news", "" },
		{ { .what = INBOX_MOVE, .section = STR_INIT("news") },
		    INBOX_SAME, CANDIDATE_NEW, "news", "" },
		{ { .what = INBOX_PLACE }, INBOX_FIXED, CANDIDATE_NEW, "news",
		    "" },
		{ { .what = INBOX_PUBLISH }, INBOX_FIXED, CANDIDATE_NEW, "news",
		    "" },
		{ { .what = INBOX_ACCEPT }, INBOX_DONE, CANDIDATE_ACCEPTED,
		    "news", "ada" },
		{ { .what = INBOX_ACCEPT, .who = STR_INIT("bob") }, INBOX_SAME,
		    CANDIDATE_ACCEPTED, "news", "ada" },
		{ { .what = INBOX_REJECT, .who = STR_INIT("bob") },
		    INBOX_DECIDED, CANDIDATE_ACCEPTED, "news", "ada" },
		{ { .what = INBOX_WITHDRAW }, INBOX_FIXED, CANDIDATE_ACCEPTED,
		    "news", "ada" },
		{ { .what = INBOX_REJECT,
		      .who = STR_INIT("bob"),
		      .overturn = true },
		    INBOX_DONE, CANDIDATE_REJECTED, "news", "bob" },
		{ { .what = INBOX_ACCEPT }, INBOX_DECIDED, CANDIDATE_REJECTED,
		    "news", "bob" },
		/* One's own decision can be changed at once. */
		{ { .what = INBOX_ACCEPT,
		      .who = STR_INIT("bob"),
		      .section = STR_INIT("talks") },
		    INBOX_DONE, CANDIDATE_ACCEPTED, "talks", "bob" },
		{ { .what = INBOX_ACCEPT, .section = STR_INIT("news") },
		    INBOX_DONE, CANDIDATE_ACCEPTED, "news", "ada" },
		{ { .what = INBOX_PLACE, .draft = STR_INIT("draft/1.md") },
		    INBOX_DONE, CANDIDATE_PLACED, "news", "ada" },
		{ { .what = INBOX_REJECT }, INBOX_FIXED, CANDIDATE_PLACED,
		    "news", "ada" },
		{ { .what = INBOX_PUBLISH, .issue = 150 }, INBOX_DONE,
		    CANDIDATE_PUBLISHED, "news", "ada" },
		{ { .what = INBOX_MOVE, .section = STR_INIT("talks") },
		    INBOX_FIXED, CANDIDATE_PUBLISHED, "news", "ada" },
	};
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct candidate c = a_link("https://example.org/a", "A"), now;

	(void)state;
	add(store, &arena, &c, &now);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct inbox_step step = cases[i].step;

		if (step.who.at == NULL)
			step.who = STR("ada");
		print_message("step %zu\n", i);
		assert_int_equal(
		    decide(store, &arena, now.id, step), cases[i].result);
		now = find(store, &arena, now.id);
		assert_int_equal(now.state, cases[i].state);
		assert_str(now.section, cases[i].section);
		assert_str(now.who, cases[i].who);
	}
	assert_str(now.draft, "draft/1.md");
	assert_true(now.issue == 150);
	assert_int_equal(decide(store, &arena, now.id + 1,
			     STEP(.what = INBOX_ACCEPT, .who = STR("ada"))),
	    INBOX_NONE);
	arena_release(&arena);
	store_close(store);
}

/* The second of two editors sees what the first decided. */
static void test_two_editors(void **state)
{
	struct store *ada = open_store(), *bob = open_again();
	struct arena arena = { 0 };
	struct candidate c = a_link("https://example.org/a", "A"), now;
	const struct inbox_step step =
	    STEP(.what = INBOX_REJECT, .who = STR("bob"));
	struct inbox_outcome outcome[3];
	struct error err;
	int64_t batch;

	(void)state;
	add(ada, &arena, &c, &now);
	assert_int_equal(decide(ada, &arena, now.id,
			     STEP(.what = INBOX_ACCEPT, .who = STR("ada"),
				 .reason = STR("good"))),
	    INBOX_DONE);
	must(inbox_decide(bob, &arena, (const int64_t[]){ now.id, 77, now.id },
		 3, &step, outcome, &batch, &err),
	    &err);
	assert_true(batch == 0);
	assert_int_equal(outcome[0].result, INBOX_DECIDED);
	assert_str(outcome[0].candidate.who, "ada");
	assert_str(outcome[0].candidate.reason, "good");
	assert_int_equal(outcome[1].result, INBOX_NONE);
	assert_int_equal(outcome[2].result, INBOX_DECIDED);
	arena_release(&arena);
	store_close(ada);
	store_close(bob);
}

/* --------------------------------------------------------------------- races */

enum { RACERS = 4, THINGS = 40 };

/* One of several programs at once: add the same things, decide on them in an
 * order of its own.  What it got done goes to the pipe. */
static void race(int number, int pipe_end)
{
	struct store *store = open_again();
	struct arena arena = { 0 };
	struct inbox_outcome outcome[THINGS];
	struct inbox_step step =
	    STEP(.what = number % 2 ? INBOX_ACCEPT : INBOX_REJECT,
		.who = arena_printf(&arena, "editor %d", number));
	int64_t id[THINGS];
	int won[2] = { 0, 0 };
	struct error err;

	for (int i = 0; i < THINGS; i++) {
		struct candidate c = a_link(
		    arena_printf(&arena, "https://example.org/%d", i).at, "x");
		struct candidate now;

		won[0] += add(store, &arena, &c, &now) == INBOX_NEW;
		id[number % 3 ? i : THINGS - 1 - i] = now.id;
	}
	must(
	    inbox_decide(store, &arena, id, THINGS, &step, outcome, NULL, &err),
	    &err);
	for (int i = 0; i < THINGS; i++)
		won[1] += outcome[i].result == INBOX_DONE;
	assert_int_equal(write(pipe_end, won, sizeof(won)), sizeof(won));
	arena_release(&arena);
	store_close(store);
}

static void test_races(void **state)
{
	struct store *store = open_store();
	int ends[2], status, got[2], won[2] = { 0, 0 };

	(void)state;
	store_close(store);
	assert_int_equal(pipe(ends), 0);
	for (int i = 0; i < RACERS; i++) {
		pid_t child = fork();

		assert_true(child >= 0);
		if (child == 0) {
			race(i, ends[1]);
			_exit(0);
		}
	}
	for (int i = 0; i < RACERS; i++) {
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
		assert_int_equal(read(ends[0], got, sizeof(got)), sizeof(got));
		won[0] += got[0];
		won[1] += got[1];
	}
	close(ends[0]);
	close(ends[1]);
	/* Each thing was new once, and decided once. */
	assert_int_equal(won[0], THINGS);
	assert_int_equal(won[1], THINGS);
}

/* ---------------------------------------------------------------------- undo */

static void check_undo(struct store *store, struct arena *arena,
    const char *who, int64_t id, size_t done, size_t decided)
{
	struct inbox_undone undone;
	struct error err;
	size_t counts[INBOX_NONE + 1] = { 0 };

	must(inbox_undo(store, arena, str_of(who), id, &undone, &err), &err);
	assert_int_equal(undone.found, done + decided > 0);
	for (size_t i = 0; undone.found && i < undone.count; i++)
		counts[undone.outcome[i].result]++;
	assert_int_equal(counts[INBOX_DONE], done);
	assert_int_equal(counts[INBOX_DECIDED], decided);
}

static void test_undo(void **state)
{
	const struct inbox_step accept = { .what = INBOX_ACCEPT,
		.who = STR("ada"),
		.section = STR("news"),
		.reason = STR("yes") };
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct inbox_outcome outcome[3];
	struct inbox_trail trail;
	struct candidate now;
	struct error err;
	int64_t id[3], batch;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct candidate c = a_link(
		    arena_printf(&arena, "https://example.org/%zu", i).at, "x");

		add(store, &arena, &c, &now);
		id[i] = now.id;
	}
	check_undo(store, &arena, "ada", 0, 0, 0);
	must(inbox_decide(store, &arena, id, 3, &accept, outcome, &batch, &err),
	    &err);
	assert_true(batch > 0);
	assert_int_equal(decide(store, &arena, id[1],
			     STEP(.what = INBOX_REJECT, .who = STR("bob"),
				 .overturn = true)),
	    INBOX_DONE);
	/* Ada's is taken back where nobody decided since. */
	check_undo(store, &arena, "ada", 0, 2, 1);
	now = find(store, &arena, id[0]);
	assert_int_equal(now.state, CANDIDATE_NEW);
	assert_null(now.section.at);
	assert_null(now.who.at);
	assert_null(now.reason.at);
	assert_int_equal(find(store, &arena, id[1]).state, CANDIDATE_REJECTED);
	/* One candidate, whosever decision it was. */
	check_undo(store, &arena, "ada", id[1], 1, 0);
	now = find(store, &arena, id[1]);
	assert_int_equal(now.state, CANDIDATE_ACCEPTED);
	assert_str(now.who, "ada");
	check_undo(store, &arena, "ada", 0, 1, 0);
	check_undo(store, &arena, "ada", 0, 0, 0);
	must(inbox_trail(store, &arena, id[1], &trail, &err), &err);
	assert_int_equal(trail.count, 2);
	assert_int_equal(trail.trace[0].what, INBOX_ACCEPT);
	assert_str(trail.trace[0].section, "news");
	assert_int_equal(trail.trace[0].before, CANDIDATE_NEW);
	assert_int_equal(trail.trace[1].what, INBOX_REJECT);
	assert_str(trail.trace[1].undone_by, "ada");
	assert_true(trail.trace[1].undone == NOON);
	arena_release(&arena);
	store_close(store);
}

/* Publishing itself takes it back, by what it noted. */
static void check_unpublished(
    struct store *store, struct arena *arena, int64_t id)
{
	struct inbox_trail trail;
	struct candidate now;
	struct error err;
	int64_t count;

	must(inbox_unpublished(
		 store, STR("ada"), STR("draft/149.md"), &count, &err),
	    &err);
	assert_true(count == 0);
	for (int64_t expected = 1; expected >= 0; expected--) {
		must(inbox_unpublished(
			 store, STR("ada"), STR("draft/150.md"), &count, &err),
		    &err);
		assert_true(count == expected);
		now = find(store, arena, id);
		assert_int_equal(now.state, CANDIDATE_PLACED);
		assert_true(now.issue == 0);
		assert_str(now.draft, "draft/150.md");
		assert_str(now.who, "ada");
	}
	must(inbox_trail(store, arena, id, &trail, &err), &err);
	assert_int_equal(trail.trace[trail.count - 1].what, INBOX_PUBLISH);
	assert_true(trail.trace[trail.count - 1].undone != 0);
	must(inbox_published(
		 store, STR("ada"), STR("draft/150.md"), 150, &count, &err),
	    &err);
	assert_true(count == 1);
}

static void test_published(void **state)
{
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct candidate c = a_link("https://example.org/a", "A"), now;
	struct inbox_outcome outcome;
	struct inbox_trail trail;
	struct error err;
	int64_t count;

	(void)state;
	add(store, &arena, &c, &now);
	decide(store, &arena, now.id,
	    STEP(.what = INBOX_ACCEPT, .who = STR("ada")));
	must(inbox_place(store, &arena, &now.id, 1, STR("ada"),
		 STR("draft/150.md"), &outcome, &err),
	    &err);
	assert_int_equal(outcome.result, INBOX_DONE);
	must(inbox_trail(store, &arena, now.id, &trail, &err), &err);
	assert_int_equal(trail.count, 2);
	assert_str(trail.trace[1].reason, "draft/150.md");
	/* A command that is taken back was a decision of a person. */
	check_undo(store, &arena, "ada", 0, 0, 1);
	assert_int_equal(find(store, &arena, now.id).state, CANDIDATE_PLACED);
	check_undo(store, &arena, "bob", now.id, 1, 0);
	assert_int_equal(find(store, &arena, now.id).state, CANDIDATE_ACCEPTED);
	assert_null(find(store, &arena, now.id).draft.at);
	must(inbox_place(store, &arena, &now.id, 1, STR("ada"),
		 STR("draft/150.md"), &outcome, &err),
	    &err);
	must(inbox_published(
		 store, STR("ada"), STR("draft/149.md"), 149, &count, &err),
	    &err);
	assert_true(count == 0);
	must(inbox_published(
		 store, STR("ada"), STR("draft/150.md"), 150, &count, &err),
	    &err);
	assert_true(count == 1);
	check_undo(store, &arena, "ada", now.id, 0, 0);
	store_set_now(store, NOON + 60);
	c.title = STR("B");
	assert_int_equal(add(store, &arena, &c, &now), INBOX_KNOWN);
	assert_int_equal(now.state, CANDIDATE_PUBLISHED);
	assert_true(now.issue == 150);
	assert_str(now.title, "A");
	check_unpublished(store, &arena, now.id);
	arena_release(&arena);
	store_close(store);
}

/* A backup holds candidates with all that was decided on them. */
static void test_copied(void **state)
{
	struct store *store = open_store(), *other;
	struct arena arena = { 0 };
	struct candidate c = a_link("https://example.org/a", "A"), now;
	const char *file = arena_printf(&arena, "%s/backup", folder).at;
	struct inbox_trail trail;
	struct error err;
	int64_t id;

	(void)state;
	c.source = STR(CANDIDATE_READER);
	c.contact = STR("ada@example.org");
	c.raw_hash = (struct str){ "\x00\xff", 2 };
	add(store, &arena, &c, &now);
	id = now.id;
	decide(store, &arena, id,
	    STEP(.what = INBOX_REJECT, .who = STR("ada"), .reason = STR("no")));
	must(store_backup(store, file, &err), &err);
	store_close(store);
	other = open_at("other.db");
	must(store_restore(other, file, &err), &err);
	now = find(other, &arena, id);
	assert_int_equal(now.state, CANDIDATE_REJECTED);
	assert_str(now.reason, "no");
	assert_str(now.contact, "ada@example.org");
	assert_int_equal(now.raw_hash.len, 2);
	assert_int_equal(now.tag.len, CANDIDATE_TAG_BYTES);
	must(inbox_trail(other, &arena, id, &trail, &err), &err);
	assert_int_equal(trail.count, 1);
	check_undo(other, &arena, "ada", 0, 1, 0);
	c = a_link("https://example.org/b", "B");
	assert_int_equal(add(other, &arena, &c, &now), INBOX_NEW);
	assert_true(now.id > id);
	arena_release(&arena);
	store_close(other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rejected_stays),
		cmocka_unit_test(test_steps),
		cmocka_unit_test(test_two_editors),
		cmocka_unit_test(test_races),
		cmocka_unit_test(test_undo),
		cmocka_unit_test(test_published),
		cmocka_unit_test(test_copied),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
