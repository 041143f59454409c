/* Sharing the pieces of a work. */
#include "../test.h"

#include "base/crew.h"

enum { PIECES = 1000 };

struct work {
	int done[PIECES];
	int by_worker[CREW_MAX];
	size_t fail_at; /* PIECES: never */
};

static bool do_piece(void *data, int worker, size_t index)
{
	struct work *work = data;

	work->done[index]++;
	work->by_worker[worker]++;
	return index != work->fail_at;
}

static void test_all_once(void **state)
{
	static const int sizes[] = { 1, 2, CREW_MAX };

	(void)state;
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct work work = { .fail_at = PIECES };
		int sum = 0;

		assert_true(crew_run(sizes[i], PIECES, do_piece, &work));
		for (size_t k = 0; k < PIECES; k++)
			assert_int_equal(work.done[k], 1);
		for (int k = 0; k < CREW_MAX; k++)
			sum += work.by_worker[k];
		assert_int_equal(sum, PIECES);
	}
}

static void test_failure(void **state)
{
	struct work work = { .fail_at = 10 };

	(void)state;
	assert_false(crew_run(1, PIECES, do_piece, &work));
	assert_int_equal(work.done[10], 1);
	assert_int_equal(work.done[11], 0);
}

static void test_nothing(void **state)
{
	struct work work = { .fail_at = 0 };

	(void)state;
	assert_true(crew_run(4, 0, do_piece, &work));
	assert_int_equal(crew_size(3), 3);
	assert_true(crew_size(0) >= 1);
	assert_int_equal(crew_size(1000), CREW_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_once),
		cmocka_unit_test(test_failure),
		cmocka_unit_test(test_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
