/* A calendar: any bytes.  What is read has a title, and its days in order. */
#include <assert.h>

#include "base/ical.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct date today = { 2026, 3, 4 };
	struct arena arena = { 0 };
	struct ical calendar = { NULL, 0, 0 };
	struct str text = { (const char *)data, size };

	ical_read(&arena, text, today, &calendar);
	for (size_t i = 0; i < calendar.count; i++) {
		const struct ical_event *e = &calendar.event[i];

		assert(e->title.len > 0);
		assert(date_exists(e->first));
		assert(date_cmp(e->first, e->last) <= 0);
		assert(date_cmp(e->last, today) >= 0);
		assert(e->start >= -1 && e->start < 24 * 60);
	}
	arena_release(&arena);
	return 0;
}
