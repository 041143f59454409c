/* The calendar file: a golden text, and rules that any of them must keep. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "build/calendar.h"

static const struct str topics[] = { STR_INIT("talk, long"), STR_INIT("rust") };

static const struct calendar_event events[] = {
	{ .uid = STR_INIT("1@x.example"),
	    .title = STR_INIT("Night; of \\ code, and more"),
	    .description = STR_INIT("one\r\ntwo\nthree\rfour"),
	    .place = STR_INIT("Berlin, DE"),
	    .url = STR_INIT("https://x.example/1?a,b;c"),
	    .first = { 2026, 2, 28 },
	    .last = { 2026, 2, 28 },
	    .stamp = { { 2026, 1, 5 }, 61, 0 },
	    .category = topics,
	    .categories = 2 },
	{ .uid = STR_INIT("2@x.\r\nexample"),
	    .title = STR_INIT("Timed"),
	    .timed = true,
	    .has_finish = true,
	    .start = { { 2026, 3, 1 }, 18 * 60 + 30, 0 },
	    .finish = { { 2026, 3, 1 }, 20 * 60, 0 },
	    .stamp = { { 2026, 1, 5 }, 0, 0 },
	    .sequence = 3,
	    .cancelled = true },
};

static const struct calendar example = {
	.name = STR_INIT("Meetings"),
	.url = STR_INIT("https://x.example/events.ics"),
	.product = STR_INIT("-//X//EN"),
	.event = events,
	.events = 2,
};

static const char golden[] = "BEGIN:VCALENDAR\r\n"
			     "VERSION:2.0\r\n"
			     "PRODID:-//X//EN\r\n"
			     "CALSCALE:GREGORIAN\r\n"
			     "METHOD:PUBLISH\r\n"
			     "NAME:Meetings\r\n"
			     "X-WR-CALNAME:Meetings\r\n"
			     "URL:https://x.example/events.ics\r\n"
			     "REFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n"
			     "X-PUBLISHED-TTL:PT12H\r\n"
			     "BEGIN:VEVENT\r\n"
			     "UID:1@x.example\r\n"
			     "DTSTAMP:20260105T010100Z\r\n"
			     "DTSTART;VALUE=DATE:20260228\r\n"
			     "DTEND;VALUE=DATE:20260301\r\n"
			     "STATUS:CONFIRMED\r\n"
			     "SUMMARY:Night\\; of \\\\ code\\, and more\r\n"
			     "DESCRIPTION:one\\ntwo\\nthree\\nfour\r\n"
			     "LOCATION:Berlin\\, DE\r\n"
			     "URL:https://x.example/1?a,b;c\r\n"
			     "CATEGORIES:talk\\, long,rust\r\n"
			     "TRANSP:TRANSPARENT\r\n"
			     "END:VEVENT\r\n"
			     "BEGIN:VEVENT\r\n"
			     "UID:2@x.example\r\n"
			     "DTSTAMP:20260105T000000Z\r\n"
			     "DTSTART:20260301T183000Z\r\n"
			     "DTEND:20260301T200000Z\r\n"
			     "SEQUENCE:3\r\n"
			     "STATUS:CANCELLED\r\n"
			     "SUMMARY:Timed\r\n"
			     "TRANSP:TRANSPARENT\r\n"
			     "END:VEVENT\r\n"
			     "END:VCALENDAR\r\n";

static void test_golden(void **state)
{
	struct strbuf out;

	(void)state;
	strbuf_init(&out, LIMIT_FEED);
	calendar_add_ics(&out, &example);
	assert_string_equal(out.buf, golden);
	strbuf_release(&out);
}

/* Lines of at most 75 octets, valid by themselves, that end in CRLF; each is
 * a name and a value or goes on from the one before. */
static void check_lines(struct str text)
{
	while (text.len > 0) {
		struct str line = str_take(&text, '\n');

		assert_non_null(text.at);
		assert_true(str_ends(line, STR("\r")));
		line.len--;
		assert_true(line.len > 0 && line.len <= 75);
		assert_int_equal(str_find_char(line, '\r', 0), STR_NONE);
		assert_true(text_is_valid(line));
		if (line.at[0] != ' ')
			assert_true(char_is_alpha(line.at[0]) &&
				    str_find_char(line, ':', 0) != STR_NONE);
	}
}

static size_t count(const char *text, const char *wanted)
{
	size_t found = 0;

	while ((text = strstr(text, wanted)) != NULL) {
		found++;
		text += strlen(wanted);
	}
	return found;
}

/* As a reader unfolds: the value of SUMMARY. */
static void unfold_summary(struct strbuf *out, const char *ics)
{
	const char *p = strstr(ics, "\r\nSUMMARY:");

	assert_non_null(p);
	for (p += strlen("\r\nSUMMARY:"); *p != '\0'; p++) {
		if (strncmp(p, "\r\n ", 3) == 0)
			p += 2;
		else if (*p == '\r')
			return;
		else
			strbuf_add_char(out, *p);
	}
}

/* Titles of every length around the fold, of letters of one to four bytes. */
static void test_folding(void **state)
{
	static const char *const letters[] = { "x", "\xc3\xa9", "\xe2\x82\xac",
		"\xf0\x9f\xa6\x80" };
	struct strbuf out, title, back;

	(void)state;
	strbuf_init(&out, LIMIT_FEED);
	strbuf_init(&title, 1 * MIB);
	strbuf_init(&back, 1 * MIB);
	for (size_t n = 0; n < 4 * 240; n++) {
		struct calendar_event event = events[0];
		struct calendar calendar = { .event = &event, .events = 1 };

		if (n % 240 == 0)
			strbuf_reset(&title);
		strbuf_add_cstr(&title, letters[n / 240]);
		event.title = strbuf_str(&title);
		strbuf_reset(&out);
		strbuf_reset(&back);
		calendar_add_ics(&out, &calendar);
		check_lines(strbuf_str(&out));
		unfold_summary(&back, out.buf);
		assert_string_equal(back.buf, title.buf);
	}
	strbuf_release(&out);
	strbuf_release(&title);
	strbuf_release(&back);
}

static void test_hostile(void **state)
{
	struct calendar_event event = {
		.uid = STR("a\nBEGIN:VEVENT"),
		.title = STR("\xff\x01\r\nEND:VCALENDAR\n"),
		.url = STR("https://a\r\nBEGIN:VALARM"),
		.place = STR(""),
		.first = { 9999, 12, 31 },
		.last = { 9999, 12, 30 },
	};
	struct calendar calendar = {
		.name = STR("x\ry"), .event = &event, .events = 1
	};
	struct strbuf out;

	(void)state;
	strbuf_init(&out, LIMIT_FEED);
	calendar_add_ics(&out, &calendar);
	check_lines(strbuf_str(&out));
	assert_int_equal(count(out.buf, "\r\nBEGIN:"), 1);
	assert_int_equal(count(out.buf, "\r\nEND:"), 2);
	assert_non_null(strstr(out.buf, "X-WR-CALNAME:x\\ny\r\n"));
	strbuf_release(&out);
}

static void test_full(void **state)
{
	struct strbuf out;

	(void)state;
	strbuf_init(&out, sizeof(golden) - 2);
	calendar_add_ics(&out, &example);
	assert_true(out.full);
	strbuf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_golden),
		cmocka_unit_test(test_folding),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
