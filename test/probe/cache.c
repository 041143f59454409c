/* What is remembered of links, for how long, and what a crash leaves. */
#include "../test.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "probe/cache.h"

#define DAY ((int64_t)24 * 60 * 60)
#define NOW (20000 * DAY)

struct place {
	struct arena arena;
	char folder[32];
	const char *path;
};

static int set_up(void **state)
{
	struct place *p = calloc(1, sizeof(*p));

	memcpy(p->folder, "/tmp/sennight-cache-XXXXXX", 27);
	assert_non_null(mkdtemp(p->folder));
	p->path = arena_printf(&p->arena, "%s/links.jsonl", p->folder).at;
	*state = p;
	return 0;
}

static int tear_down(void **state)
{
	struct place *p = *state;

	unlink(p->path);
	rmdir(p->folder);
	arena_release(&p->arena);
	free(p);
	return 0;
}

static struct cache open_cache(struct place *p, unsigned days)
{
	struct cache cache;
	struct error err;

	if (!cache_open(&p->arena, p->path, days, NOW, &cache, &err))
		fail_msg("%s", err.text);
	return cache;
}

static void add(struct cache *cache, const char *url, enum probe_state state,
    int64_t checked)
{
	const struct probe_result r = { .url = str_of(url),
		.state = state,
		.status = 200,
		.checked = checked };
	struct error err;

	assert_true(cache_add(cache, &r, &err));
}

static struct str contents(struct place *p)
{
	struct str text;
	struct error err;

	assert_true(
	    file_read(p->path, LIMIT_SMALL_FILE, &p->arena, &text, &err));
	return text;
}

static void test_ages(void **state)
{
	static const struct {
		const char *url;
		enum probe_state state;
		int64_t age;
		bool fresh[3]; /* after 7 days, 1 day, none */
	} cases[] = {
		{ "a", PROBE_ALIVE, 0, { true, true, false } },
		{ "b", PROBE_ALIVE, 7 * DAY - 1, { true, false, false } },
		{ "c", PROBE_ALIVE, 7 * DAY, { false, false, false } },
		{ "d", PROBE_DEAD, DAY - 1, { true, true, false } },
		{ "e", PROBE_DEAD, DAY, { false, false, false } },
		{ "f", PROBE_MOVED, 2 * DAY, { false, false, false } },
		{ "g", PROBE_ALIVE, -1, { false, false, false } },
	};
	static const unsigned days[] = { 7, 1, 0 };
	struct place *p = *state;

	for (size_t d = 0; d < COUNT(days); d++) {
		struct cache cache = open_cache(p, 7);

		for (size_t i = 0; i < COUNT(cases); i++)
			add(&cache, cases[i].url, cases[i].state,
			    NOW - cases[i].age);
		/* Only what was in the file when it was opened. */
		if (d == 0)
			assert_null(cache_find(&cache, STR("a")));
		cache_close(&cache);
		cache = open_cache(p, days[d]);
		for (size_t i = 0; i < COUNT(cases); i++)
			if ((cache_find(&cache, str_of(cases[i].url)) !=
				NULL) != cases[i].fresh[d])
				fail_msg("%s, %u days", cases[i].url, days[d]);
		cache_close(&cache);
	}
}

/* The newest of an address counts, and the others leave the file. */
static void test_replaced(void **state)
{
	struct place *p = *state;
	struct cache cache = open_cache(p, 7);
	const struct probe_result *found;

	add(&cache, "x", PROBE_DEAD, NOW - 10);
	add(&cache, "w", PROBE_ALIVE, NOW - 10);
	add(&cache, "x", PROBE_ALIVE, NOW - 5);
	cache_close(&cache);
	cache = open_cache(p, 7);
	found = cache_find(&cache, STR("x"));
	assert_non_null(found);
	assert_int_equal(found->state, PROBE_ALIVE);
	assert_int_equal(cache.count, 2);
	assert_null(cache_find(&cache, STR("v")));
	assert_null(cache_find(&cache, STR("y")));
	cache_close(&cache);
	assert_null(strstr(contents(p).at, "dead"));
}

/* The last entry of a run that was killed in the middle of it. */
static void test_torn(void **state)
{
	struct place *p = *state;
	struct cache cache = open_cache(p, 7);
	struct str text;
	struct error err;

	add(&cache, "x", PROBE_ALIVE, NOW);
	add(&cache, "y", PROBE_ALIVE, NOW);
	cache_close(&cache);
	text = contents(p);
	for (size_t cut = 1; cut < text.len; cut++) {
		assert_true(file_write(
		    p->path, str_sub(text, 0, text.len - cut), NULL, &err));
		cache = open_cache(p, 7);
		assert_true(cache.count <= 2);
		/* What is added now begins a line of its own. */
		add(&cache, "z", PROBE_ALIVE, NOW);
		cache_close(&cache);
		cache = open_cache(p, 7);
		assert_non_null(cache_find(&cache, STR("z")));
		cache_close(&cache);
	}
}

static void test_other_file(void **state)
{
	struct place *p = *state;
	struct str settings = STR("name: Low Tide\naddress: x\n");
	struct cache cache;
	struct error err = { "" };

	assert_true(file_write(p->path, settings, NULL, &err));
	assert_false(cache_open(&p->arena, p->path, 7, NOW, &cache, &err));
	assert_non_null(strstr(err.text, "no cache of links"));
	assert_true(str_eq(contents(p), settings));
	assert_false(cache_open(&p->arena, p->folder, 7, NOW, &cache, &err));
}

/* A folder on the way is made, and no file is no trouble. */
static void test_places(void **state)
{
	struct place *p = *state;
	const char *deep =
	    arena_printf(&p->arena, "%s/var/links.jsonl", p->folder).at;
	const struct probe_result r = { .url = STR("u") };
	struct cache cache;
	struct error err;

	assert_true(cache_open(&p->arena, deep, 7, NOW, &cache, &err));
	cache_close(&cache);
	assert_true(file_exists(deep));
	unlink(deep);
	rmdir(arena_printf(&p->arena, "%s/var", p->folder).at);
	assert_true(cache_open(&p->arena, NULL, 7, NOW, &cache, &err));
	assert_null(cache_find(&cache, STR("u")));
	assert_true(cache_add(&cache, &r, &err));
	cache_close(&cache);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		CASE(test_ages),
		CASE(test_replaced),
		CASE(test_torn),
		CASE(test_other_file),
		CASE(test_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
