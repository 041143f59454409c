/* Candidates in the store, and what is decided on them. */
#include <sys/wait.h>

#include "place.h"

#include "store/inbox.h"

enum { NOON = 1772625600 }; /* 2026-03-04 12:00 UTC */

static void must(bool ok, const struct error *err)
{
	if (!ok)
		fail_msg("%s", err->text);
}

static char folder[64];

static struct store *open_at(const char *address)
{
	struct store_options options = {
		.folder = folder, .address = address, .now = NOON
	};
	struct store *store;
	struct error err;

	must(store_open(&options, &store, &err), &err);
	return store;
}

/* An empty store, in a folder of its own. */
static struct store *open_store(void)
{
	strcpy(folder, "/tmp/sennight-inbox-XXXXXX");
	assert_non_null(mkdtemp(folder));
	return open_at(on_postgres() ? empty_place() : NULL);
}

/* Another program's view of the same one. */
static struct store *open_again(void)
{
	return open_at(getenv("SENNIGHT_STORE"));
}

static struct candidate a_link(const char *url, const char *title)
{
	return (struct candidate){ .kind = CANDIDATE_LINK,
		.source = STR("planet"),
		.title = str_of(title),
		.url = str_of(url),
		.fields = STR("{}") };
}

static enum inbox_added add(struct store *store, struct arena *arena,
    const struct candidate *c, struct candidate *now)
{
	enum inbox_added added;
	struct error err;

	must(inbox_add(store, arena, c, &added, now, &err), &err);
	return added;
}

static struct candidate find(
    struct store *store, struct arena *arena, int64_t id)
{
	struct candidate c;
	struct error err;
	bool found;

	must(inbox_find(store, arena, id, &found, &c, &err), &err);
	assert_true(found);
	return c;
}

static enum inbox_result decide(struct store *store, struct arena *arena,
    int64_t id, struct inbox_step step)
{
	struct inbox_outcome outcome;
	struct error err;

	must(inbox_decide(store, arena, &id, 1, &step, &outcome, NULL, &err),
	    &err);
	return outcome.result;
}

#define STEP(...) ((struct inbox_step){ __VA_ARGS__ })

/* -------------------------------------------------------------------- adding */

static void test_added(void **state)
{
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct candidate c = a_link("http://www.example.org/a/?utm_source=x",
			     "Saturn \xff\x01 now"),
			 now;

	(void)state;
	c.section = STR("news");
	c.origin = STR("{\"title\":\"og:title\"}");
	c.raw_hash = (struct str){ "\x00\xff", 2 };
	c.rule = STR("feeds.planet");
	c.source_address = STR("https://planet.example.org/atom.xml");
	assert_int_equal(add(store, &arena, &c, &now), INBOX_NEW);
	assert_int_equal(now.state, CANDIDATE_NEW);
	assert_str(now.key, "https://example.org/a");
	assert_str(now.title, "Saturn \xef\xbf\xbd now");
	assert_str(now.url, "http://www.example.org/a/?utm_source=x");
	assert_str(now.section, "news");
	assert_str(now.rule, "feeds.planet");
	assert_int_equal(now.raw_hash.len, 2);
	assert_true(now.seen == NOON && now.created == NOON);
	assert_null(now.tag.at);
	assert_null(now.who.at);

	/* The same thing by another address, from the same source. */
	store_set_now(store, NOON + 60);
	c.url = STR("https://example.org/a");
	c.title = STR("Saturn now");
	c.section = STR("other");
	assert_int_equal(add(store, &arena, &c, &now), INBOX_UPDATED);
	assert_str(now.title, "Saturn now");
	assert_str(now.section, "news");
	assert_true(now.created == NOON && now.changed == NOON + 60);
	assert_int_equal(add(store, &arena, &c, &now), INBOX_KNOWN);
	/* What is older changes nothing, nor does another source. */
	c.seen = NOON;
	c.title = STR("Saturn before");
	assert_int_equal(add(store, &arena, &c, &now), INBOX_KNOWN);
	c.seen = 0;
	c.source = STR("elsewhere");
	assert_int_equal(add(store, &arena, &c, &now), INBOX_KNOWN);
	assert_str(now.title, "Saturn now");
	arena_release(&arena);
	store_close(store);
}

static void test_keys(void **state)
{
	static char long_url[9000];
	struct arena arena = { 0 };
	struct candidate c = a_link("https://example.org/e", "Night"), d;

	(void)state;
	c.kind = CANDIDATE_EVENT;
	c.day = (struct date){ 2026, 3, 7 };
	assert_str(
	    candidate_key(&arena, &c), "https://example.org/e 2026-03-07");
	c.url = (struct str){ NULL, 0 };
	assert_str(candidate_key(&arena, &c), "night 2026-03-07");
	c.kind = CANDIDATE_FEATURE;
	c.title = STR(" \xc3\x89toile ");
	assert_str(candidate_key(&arena, &c), "etoile");
	memset(long_url, 'a', sizeof(long_url) - 1);
	memcpy(long_url, "https://", 8);
	c = d = a_link(long_url, "x");
	d.url.len--;
	assert_true(candidate_key(&arena, &c).len < 700);
	assert_false(
	    str_eq(candidate_key(&arena, &c), candidate_key(&arena, &d)));
	arena_release(&arena);
}

/* Texts that a database or a page could trip over come back as they were. */
static void test_hostile(void **state)
{
	static const char *const titles[] = { "'); DROP TABLE candidate; --",
		"<script>alert(1)</script>", "%_\\%", "$1 $2", "\"", "\\",
		"\xe2\x80\xae drawkcab", "\xf0\x9f\x94\xad" };
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct candidate now;
	struct error err;

	(void)state;
	for (size_t i = 0; i < COUNT(titles); i++) {
		struct inbox_filter filter = { .text = str_of(titles[i]),
			.most = 10 };
		struct candidate c = a_link(
		    arena_printf(&arena, "https://example.org/%zu", i).at,
		    titles[i]);
		struct candidates list;

		assert_int_equal(add(store, &arena, &c, &now), INBOX_NEW);
		assert_str(now.title, titles[i]);
		must(inbox_list(store, &arena, &filter, &list, &err), &err);
		assert_int_equal(list.count, i == 5 ? 2 : 1);
	}
	arena_release(&arena);
	store_close(store);
}

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

static void test_published(void **state)
{
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct candidate c = a_link("https://example.org/a", "A"), now;
	struct inbox_outcome outcome;
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
	check_undo(store, &arena, "ada", 0, 1, 0);
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
	arena_release(&arena);
	store_close(store);
}

/* -------------------------------------------------------------- submissions */

static void test_submission(void **state)
{
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct candidate c = a_link("https://example.org/a", "A"), first, now;
	enum inbox_edited edited;
	struct error err;
	bool found;

	(void)state;
	c.source = STR(CANDIDATE_READER);
	c.contact = STR("ada@example.org");
	c.hidden = true;
	assert_int_equal(add(store, &arena, &c, &first), INBOX_NEW);
	assert_int_equal(first.tag.len, CANDIDATE_TAG_BYTES);
	assert_true(first.hidden);
	/* No reader changes what another one sent in. */
	store_set_now(store, NOON + 60);
	c.title = STR("Buy now");
	assert_int_equal(add(store, &arena, &c, &now), INBOX_KNOWN);
	assert_str(now.title, "A");
	/* Who has the link does. */
	c.title = STR("A, corrected");
	c.url = STR("https://example.org/b");
	must(inbox_edit(store, &arena, first.tag, &c, &edited, &err), &err);
	assert_int_equal(edited, INBOX_EDITED);
	must(inbox_find_same(store, &arena, &c, &found, &now, &err), &err);
	assert_true(found && now.id == first.id);
	c = a_link("https://example.org/c", "C");
	add(store, &arena, &c, &now);
	must(inbox_edit(store, &arena, first.tag, &c, &edited, &err), &err);
	assert_int_equal(edited, INBOX_EDIT_CLASH);
	must(inbox_edit(store, &arena, STR("forged"), &c, &edited, &err), &err);
	assert_int_equal(edited, INBOX_EDIT_UNKNOWN);
	assert_int_equal(
	    decide(store, &arena, first.id,
		STEP(.what = INBOX_WITHDRAW, .who = STR("reader"))),
	    INBOX_DONE);
	must(inbox_edit(store, &arena, first.tag, &c, &edited, &err), &err);
	assert_int_equal(edited, INBOX_EDIT_LATE);
	/* Sent in anew it is another submission, with another receipt. */
	c = a_link("https://example.org/b", "B");
	c.source = STR(CANDIDATE_READER);
	c.contact = STR("bob@example.org");
	assert_int_equal(add(store, &arena, &c, &now), INBOX_BACK);
	assert_true(now.id == first.id && now.state == CANDIDATE_NEW);
	assert_str(now.contact, "bob@example.org");
	assert_false(now.hidden || str_eq(now.tag, first.tag));
	must(
	    inbox_find_tag(store, &arena, first.tag, &found, &now, &err), &err);
	assert_false(found);
	arena_release(&arena);
	store_close(store);
}

/* -------------------------------------------------------------------- lists */

static size_t count_of(
    struct store *store, struct arena *arena, struct inbox_filter filter)
{
	struct candidates list;
	struct error err;

	if (filter.most == 0)
		filter.most = 1000;
	must(inbox_list(store, arena, &filter, &list, &err), &err);
	for (size_t i = 1; i < list.count; i++)
		assert_true(list.candidate[i - 1].id < list.candidate[i].id);
	return list.count;
}

#define FILTER(...)           \
	(struct inbox_filter) \
	{                     \
		__VA_ARGS__   \
	}

/* Twenty candidates of all sorts, the first ten accepted. */
static void fill(struct store *store, struct arena *arena)
{
	struct candidate now;

	for (int i = 0; i < 20; i++) {
		struct candidate c =
		    a_link(arena_printf(arena, "https://example.org/%d", i).at,
			i % 2 ? "Nova"
			      : "\xc3\x9c"
				"berriese");

		c.kind = i < 5 ? CANDIDATE_EVENT : CANDIDATE_LINK;
		c.day = (struct date){ 2026, 5, 20 - i };
		c.source = i % 4 == 0 ? STR("planet") : STR("forum");
		c.words = i == 7 ? STR("Lisbon") : STR("");
		if (i % 3 == 0)
			c.section = i % 2 ? STR("talks") : STR("news");
		add(store, arena, &c, &now);
		if (i < 10)
			decide(store, arena, now.id,
			    STEP(.what = INBOX_ACCEPT, .who = STR("a")));
	}
}

static void test_lists(void **state)
{
	const struct {
		struct inbox_filter filter;
		size_t count;
	} cases[] = {
		{ { .any_state = true }, 20 },
		{ { .most = 3 }, 3 },
		{ { .any_state = true,
		      .one_kind = true,
		      .kind = CANDIDATE_EVENT },
		    5 },
		{ { .any_state = true, .source = STR_INIT("planet") }, 5 },
		{ { .any_state = true, .section = STR_INIT("talks") }, 3 },
		{ { .any_state = true, .section = STR_INIT("") }, 13 },
		{ { .any_state = true, .text = STR_INIT("UBERR") }, 10 },
		{ { .any_state = true, .text = STR_INIT("lisbon") }, 1 },
		{ { .text = STR_INIT("nova"),
		      .source = STR_INIT("forum"),
		      .one_kind = true,
		      .shown = true },
		    5 },
	};
	struct store *store = open_store();
	struct arena arena = { 0 };

	(void)state;
	fill(store, &arena);
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(
		    count_of(store, &arena, cases[i].filter), cases[i].count);
	arena_release(&arena);
	store_close(store);
}

static void test_counts_and_order(void **state)
{
	struct store *store = open_store();
	int64_t counts[CANDIDATE_STATES][CANDIDATE_KINDS];
	struct arena arena = { 0 };
	struct candidates list;
	struct error err;

	(void)state;
	fill(store, &arena);
	must(inbox_count(store, counts, &err), &err);
	assert_true(counts[CANDIDATE_ACCEPTED][CANDIDATE_EVENT] == 5);
	assert_true(counts[CANDIDATE_NEW][CANDIDATE_LINK] == 10);
	assert_true(counts[CANDIDATE_NEW][CANDIDATE_EVENT] == 0);
	/* By section, kind, day. */
	must(inbox_accepted(store, &arena, &list, &err), &err);
	assert_int_equal(list.count, 10);
	assert_null(list.candidate[0].section.at);
	assert_int_equal(list.candidate[0].kind, CANDIDATE_LINK);
	assert_str(list.candidate[9].section, "talks");
	arena_release(&arena);
	store_close(store);
}

/* Every set of conditions is a query that both engines take. */
static void test_all_filters(void **state)
{
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct candidate c = a_link("https://example.org/a", "A"), now;

	(void)state;
	c.section = STR("news");
	add(store, &arena, &c, &now);
	for (int i = 0; i < 64; i++) {
		const struct inbox_filter filter = { .any_state = !(i & 1),
			.one_kind = i & 2,
			.source = i & 4 ? STR("planet") : (struct str){ 0 },
			.section = i & 8 ? STR("news") : (struct str){ 0 },
			.text = i & 16 ? STR("example") : (struct str){ 0 },
			.shown = i & 32 };

		assert_int_equal(count_of(store, &arena, filter), 1);
	}
	arena_release(&arena);
	store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_added),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_rejected_stays),
		cmocka_unit_test(test_steps),
		cmocka_unit_test(test_two_editors),
		cmocka_unit_test(test_races),
		cmocka_unit_test(test_undo),
		cmocka_unit_test(test_published),
		cmocka_unit_test(test_submission),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_counts_and_order),
		cmocka_unit_test(test_all_filters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
