/* Candidates in the store: adding, finding, listing. */
#include "inbox.h"

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
	c = a_link("https://example.org/lamps/7", "Lamps");
	c.kind = CANDIDATE_DECISION;
	assert_str(candidate_key(&arena, &c), "https://example.org/lamps/7");
	c.stage = STR("comment-period 2026-03-07");
	assert_str(candidate_key(&arena, &c),
	    "https://example.org/lamps/7 comment-period 2026-03-07");
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

/* Put together from several sources: another day too, but not once it stands
 * in a draft, and never where another one is. */
static void test_rewritten(void **state)
{
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct candidate c = a_link("https://example.org/night", "Night"),
			 first, other, now;
	enum inbox_edited edited;
	struct error err;
	bool found;

	(void)state;
	c.kind = CANDIDATE_EVENT;
	c.day = (struct date){ 2026, 3, 4 };
	c.section = STR("events");
	add(store, &arena, &c, &first);
	c.day = (struct date){ 2026, 3, 7 };
	add(store, &arena, &c, &other);
	c.title = STR("The night");
	must(inbox_rewrite(store, &arena, first.id, &c, &edited, &err), &err);
	assert_int_equal(edited, INBOX_EDIT_CLASH);
	c.day = (struct date){ 2026, 3, 5 };
	c.section = STR("other");
	must(inbox_rewrite(store, &arena, first.id, &c, &edited, &err), &err);
	assert_int_equal(edited, INBOX_EDITED);
	must(inbox_find(store, &arena, first.id, &found, &now, &err), &err);
	assert_true(found && now.day.day == 5);
	assert_str(now.title, "The night");
	assert_str(now.section, "events");
	must(inbox_find_same(store, &arena, &c, &found, &now, &err), &err);
	assert_true(found && now.id == first.id);
	decide(store, &arena, first.id,
	    STEP(.what = INBOX_ACCEPT, .who = STR("ada")));
	c.title = STR("The long night");
	must(inbox_rewrite(store, &arena, first.id, &c, &edited, &err), &err);
	assert_int_equal(edited, INBOX_EDITED);
	must(inbox_find(store, &arena, first.id, &found, &now, &err), &err);
	assert_int_equal(now.state, CANDIDATE_ACCEPTED);
	decide(store, &arena, first.id,
	    STEP(.what = INBOX_PLACE, .who = STR("ada"), .draft = STR("d.md")));
	must(inbox_rewrite(store, &arena, first.id, &c, &edited, &err), &err);
	assert_int_equal(edited, INBOX_EDIT_LATE);
	must(inbox_rewrite(store, &arena, 9999, &c, &edited, &err), &err);
	assert_int_equal(edited, INBOX_EDIT_UNKNOWN);
	arena_release(&arena);
	store_close(store);
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
	struct inbox_waiting *waiting;
	int64_t all[CANDIDATE_STATES] = { 0 };
	size_t count;
	struct error err;

	(void)state;
	fill(store, &arena);
	must(inbox_count(store, counts, &err), &err);
	assert_true(counts[CANDIDATE_ACCEPTED][CANDIDATE_EVENT] == 5);
	assert_true(counts[CANDIDATE_NEW][CANDIDATE_LINK] == 10);
	assert_true(counts[CANDIDATE_NEW][CANDIDATE_EVENT] == 0);
	must(inbox_waiting(store, &arena, &waiting, &count, &err), &err);
	for (size_t i = 0; i < count; i++) {
		assert_true(waiting[i].count > 0);
		all[waiting[i].state] += waiting[i].count;
		for (size_t k = 0; k < i; k++)
			assert_false(
			    waiting[i].state == waiting[k].state &&
			    waiting[i].kind == waiting[k].kind &&
			    str_eq(waiting[i].section, waiting[k].section));
	}
	assert_true(all[CANDIDATE_NEW] == 10);
	assert_true(all[CANDIDATE_ACCEPTED] == 10);
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
		cmocka_unit_test(test_submission),
		cmocka_unit_test(test_rewritten),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_counts_and_order),
		cmocka_unit_test(test_all_filters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
