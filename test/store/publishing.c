/* How far publishing has come, and who is at it. */
#include "ledger.h"

#include "store/publishing.h"

static const struct str issue = STR_INIT("2026-11-25-tide-12");

static void note(struct store *store, const char *name,
    enum publish_state state, const char *mark)
{
	struct publish_step step = { .name = str_of(name),
		.state = state,
		.mark = str_of(mark),
		.who = STR("me") };
	struct error err;

	must(publish_note(store, issue, &step, &err), &err);
}

static void test_steps(void **state)
{
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct publish_steps steps;
	struct publish_step step;
	struct error err;
	struct str found;

	(void)state;
	must(
	    publish_find(store, &arena, issue, STR("move"), &step, &err), &err);
	assert_int_equal(step.state, PUBLISH_NOT);
	note(store, "move", PUBLISH_BEGUN, "a");
	note(store, "move", PUBLISH_DONE, "b");
	note(store, "deploy web", PUBLISH_UNKNOWN, "c");
	must(
	    publish_find(store, &arena, issue, STR("move"), &step, &err), &err);
	assert_int_equal(step.state, PUBLISH_DONE);
	assert_true(str_eq(step.mark, STR("b")));
	assert_null(step.said.at);
	assert_int_equal(step.at, NOON);
	must(publish_list(store, &arena, issue, &steps, &err), &err);
	assert_int_equal(steps.count, 2);
	must(publish_find_marked(
		 store, &arena, STR("move"), STR("b"), &found, &err),
	    &err);
	assert_true(str_eq(found, issue));
	must(publish_find_marked(
		 store, &arena, STR("move"), STR("a"), &found, &err),
	    &err);
	assert_null(found.at);
	must(publish_list(store, &arena, STR("other"), &steps, &err), &err);
	assert_int_equal(steps.count, 0);
	must(publish_forget(store, issue, STR("move"), &err), &err);
	must(publish_list(store, &arena, issue, &steps, &err), &err);
	assert_int_equal(steps.count, 1);
	assert_int_equal(steps.step[0].state, PUBLISH_UNKNOWN);
	must(publish_forget(store, issue, (struct str){ 0 }, &err), &err);
	must(publish_list(store, &arena, issue, &steps, &err), &err);
	assert_int_equal(steps.count, 0);
	arena_release(&arena);
	store_close(store);
}

static bool takes(
    struct store *store, struct arena *arena, const char *holder, int seconds)
{
	struct str other;
	struct error err;
	bool taken;

	must(publish_take(
		 store, arena, str_of(holder), seconds, &taken, &other, &err),
	    &err);
	if (!taken)
		assert_true(str_eq(other, STR("one")));
	return taken;
}

static void test_lease(void **state)
{
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct error err;

	(void)state;
	assert_true(takes(store, &arena, "one", 60));
	assert_true(takes(store, &arena, "one", 90));
	assert_false(takes(store, &arena, "two", 60));
	must(publish_leave(store, STR("two"), &err), &err);
	assert_false(takes(store, &arena, "two", 60));
	store_set_now(store, NOON + 90);
	assert_true(takes(store, &arena, "two", 60));
	must(publish_leave(store, STR("two"), &err), &err);
	assert_true(takes(store, &arena, "one", 60));
	arena_release(&arena);
	store_close(store);
}

static void test_published(void **state)
{
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct published p = { .path = STR("content/x.md"),
		.text = STR("Title: x\n\nTide \xE2\x82\xAC.\n") };
	struct published found;
	struct error err;
	bool is;

	(void)state;
	must(published_find(store, &arena, issue, &is, &found, &err), &err);
	assert_false(is);
	must(published_note(store, issue, &p, &err), &err);
	must(published_find(store, &arena, issue, &is, &found, &err), &err);
	assert_true(is && str_eq(found.text, p.text));
	assert_int_equal(found.at, NOON);
	/* The draft that it was is another text. */
	must(published_draft_find(store, &arena, issue, &is, &found, &err),
	    &err);
	assert_false(is);
	p = (struct published){ .path = STR("draft/x.md"),
		.text = STR("\xFF\n") };
	must(published_draft_note(store, issue, &p, &err), &err);
	must(published_draft_find(store, &arena, issue, &is, &found, &err),
	    &err);
	assert_true(is && str_eq(found.text, p.text));
	assert_str(found.path, "draft/x.md");
	must(published_forget(store, issue, &err), &err);
	must(published_find(store, &arena, issue, &is, &found, &err), &err);
	assert_false(is);
	must(published_draft_find(store, &arena, issue, &is, &found, &err),
	    &err);
	assert_false(is);
	arena_release(&arena);
	store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_steps),
		cmocka_unit_test(test_lease),
		cmocka_unit_test(test_published),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
