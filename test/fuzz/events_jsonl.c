/* Any events.jsonl is read or refused with its line, and what was read fits
 * events. */
#include <assert.h>
#include <string.h>

#include "base/limits.h"
#include "build/site.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct site site = { .arena = &arena };
	struct event event = { .first = { 2026, 9, 3 },
		.last = { 2026, 9, 3 },
		.start = -1,
		.finish = -1,
		.url = STR("https://example.org/a") };
	struct issue issue = { .event = &event, .events = 1 };
	struct error err = { "" };

	site.data_file = (struct site_file){ .path = "events.jsonl",
		.name = "events.jsonl",
		.text = arena_str(
		    &arena, (struct str){ (const char *)data, size }) };
	if (event_times_read(&site, &err)) {
		event_times_apply(&site, &issue, &arena);
		assert(event.start >= -1 && event.start < 24 * 60);
		assert(event.finish == -1 || event.finish >= event.start);
	} else {
		assert(strncmp(err.text, "events.jsonl:", 13) == 0);
	}
	arena_release(&arena);
	return 0;
}
