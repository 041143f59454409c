/* Any text in any field of a feed and a calendar: the forms hold. */
#include <assert.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "build/calendar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* At every line: short, whole, CRLF at the end, one BEGIN of each kind. */
static void check_calendar(struct str text)
{
	size_t begins = 0;

	while (text.len > 0) {
		struct str line = str_take(&text, '\n');

		assert(text.at != NULL && str_ends(line, STR("\r")));
		assert(line.len <= 76 && text_is_valid(line));
		assert(str_find_char(line, '\r', 0) == line.len - 1);
		begins += str_starts(line, STR("BEGIN:"));
	}
	assert(begins == 2);
}

static size_t count(struct str text, struct str wanted)
{
	size_t found = 0, at = 0;

	while ((at = str_find(text, wanted, at)) != STR_NONE) {
		found++;
		at += wanted.len;
	}
	return found;
}

static void check_feeds(struct strbuf *out, const struct feed *feed)
{
	strbuf_reset(out);
	feed_add_atom(out, feed);
	assert(text_is_valid(strbuf_str(out)));
	assert(count(strbuf_str(out), STR("<entry>")) == 1);
	strbuf_reset(out);
	feed_add_rss(out, feed);
	assert(text_is_valid(strbuf_str(out)));
	assert(count(strbuf_str(out), STR("<item>")) == 1);
	strbuf_reset(out);
	feed_add_json(out, feed);
	assert(text_is_valid(strbuf_str(out)));
	assert(str_find_char(strbuf_str(out), '\n', 0) == out->len - 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = { (const char *)data, size };
	struct str a = str_take(&rest, '|'), b = str_take(&rest, '|');
	struct str c = rest;
	struct moment m = { { 2026, 2, 28 }, 70, size % 2 ? 0 : -330 };
	struct feed_entry entry = { a, b, c, m, m, b, c, &a, 1, &b, 1 };
	struct feed feed = { a, b, c, a, b, c, a, b, m, &entry, 1 };
	struct calendar_event event = { .uid = a,
		.title = b,
		.description = c,
		.place = a,
		.url = c,
		.first = m.date,
		.last = m.date,
		.start = { m.date, 70, 0 },
		.stamp = { m.date, 70, 0 },
		.timed = size % 3 == 0,
		.category = &c,
		.categories = 1 };
	struct calendar calendar = { a, b, c, a, &event, 1 };
	struct strbuf out;

	strbuf_init(&out, LIMIT_FEED);
	calendar_add_ics(&out, &calendar);
	check_calendar(strbuf_str(&out));
	check_feeds(&out, &feed);
	strbuf_release(&out);
	return 0;
}
