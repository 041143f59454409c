/* Any calendar is read or refused, as readers send it in and as sources have
 * it: events have a title and days within what was wanted. */
#include <assert.h>

#include "base/ical.h"
#include "base/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct str text, const struct ical_wanted *wanted)
{
	struct arena arena = { 0 };
	struct ical calendar = { .count = 0 };

	ical_read(&arena, text, wanted, &calendar);
	assert(calendar.count <= wanted->most);
	for (size_t i = 0; i < calendar.count; i++) {
		const struct ical_event *e = &calendar.event[i];

		assert(e->title.len > 0);
		assert(date_exists(e->first));
		assert(date_cmp(e->first, e->last) <= 0);
		assert(date_cmp(e->last, wanted->from) >= 0);
		assert(!date_is_set(wanted->until) ||
		       date_cmp(e->first, wanted->until) < 0);
		assert(e->start >= -1 && e->start < 24 * 60);
		assert(e->finish >= -1 && e->finish < 24 * 60);
	}
	arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct date today = { 2026, 3, 4 };
	const struct ical_wanted next = ical_next(today);
	const struct ical_wanted all = { .from = today,
		.until = { 2026, 5, 4 },
		.zone = STR("Europe/Lisbon"),
		.called_off = true,
		.max = MIB,
		.most = 200,
		.budget = 100 * 1000L };
	struct str text = { (const char *)data, size };

	check(text, &next);
	check(text, &all);
	return 0;
}
