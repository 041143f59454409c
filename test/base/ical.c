/* Calendars as services and people write them. */
#include "../test.h"

#include "base/ical.h"

static const struct date today = { 2026, 3, 4 };

#define EVENT(lines)                                               \
	"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n" lines \
	"END:VEVENT\r\nEND:VCALENDAR\r\n"

static const struct {
	const char *name, *text;
	const char *want; /* "title|first|last|minutes|zone|place|url" of all */
} rows[] = {
	{ "a whole day",
	    EVENT("SUMMARY:Night of stars\r\nDTSTART;VALUE=DATE:20260320\r\n"
		  "DTEND;VALUE=DATE:20260321\r\n"),
	    "Night of stars|2026-03-20|2026-03-20|-1|||;" },
	{ "three days",
	    EVENT("SUMMARY:Camp\r\nDTSTART;VALUE=DATE:20260320\r\n"
		  "DTEND;VALUE=DATE:20260323\r\n"),
	    "Camp|2026-03-20|2026-03-22|-1|||;" },
	{ "with a zone, folded, and escaped",
	    EVENT("SUMMARY:Stars\\, and a long\r\n  walk\r\n"
		  "DTSTART;TZID=Europe/Lisbon:20260320T193000\r\n"
		  "DTEND;TZID=Europe/Lisbon:20260320T220000\r\n"
		  "LOCATION:Hill\\, Lisbon\\, Portugal\r\n"
		  "URL:https://example.org/n\r\n"),
	    "Stars, and a long walk|2026-03-20|2026-03-20|1170|Europe/Lisbon|"
	    "Hill, Lisbon, Portugal|https://example.org/n;" },
	{ "it ends after midnight",
	    EVENT("SUMMARY:Late\r\nDTSTART:20260320T210000\r\n"
		  "DTEND:20260321T020000\r\n"),
	    "Late|2026-03-20|2026-03-20|1260|||;" },
	{ "UTC, in a calendar with a zone",
	    "BEGIN:VCALENDAR\r\nX-WR-TIMEZONE:America/New_York\r\n"
	    "BEGIN:VEVENT\r\nSUMMARY:Dusk\r\nDTSTART:20260320T233000Z\r\n"
	    "DTEND:20260321T013000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
	    "Dusk|2026-03-20|2026-03-20|1170|America/New_York||;" },
	{ "every week: the next one",
	    EVENT("SUMMARY:Meeting\r\nDTSTART:20250107T190000\r\n"
		  "DURATION:PT2H\r\nRRULE:FREQ=WEEKLY\r\n"
		  "EXDATE:20260310T190000\r\n"),
	    "Meeting|2026-03-17|2026-03-17|1140|||;" },
	{ "one is moved: on the day it is moved to",
	    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Meeting\r\n"
	    "DTSTART:20260303T190000\r\nRRULE:FREQ=WEEKLY\r\nEND:VEVENT\r\n"
	    "BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Meeting\r\n"
	    "RECURRENCE-ID:20260310T190000\r\nDTSTART:20260312T190000\r\n"
	    "END:VEVENT\r\nEND:VCALENDAR\r\n",
	    "Meeting|2026-03-17|2026-03-17|1140|||;"
	    "Meeting|2026-03-12|2026-03-12|1140|||;" },
	{ "one is called off; another series goes on",
	    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Meeting\r\n"
	    "RECURRENCE-ID:20260310T190000\r\nDTSTART:20260310T190000\r\n"
	    "STATUS:CANCELLED\r\nEND:VEVENT\r\n"
	    "BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Meeting\r\n"
	    "DTSTART:20260303T190000\r\nRRULE:FREQ=WEEKLY\r\nEND:VEVENT\r\n"
	    "BEGIN:VEVENT\r\nUID:b\r\nSUMMARY:Other\r\n"
	    "DTSTART:20260303T190000\r\nRRULE:FREQ=WEEKLY\r\nEND:VEVENT\r\n"
	    "END:VCALENDAR\r\n",
	    "Meeting|2026-03-17|2026-03-17|1140|||;"
	    "Other|2026-03-10|2026-03-10|1140|||;1 left" },
	{ "it ends today in UTC, and tomorrow where it is",
	    EVENT("SUMMARY:Dawn\r\nDTSTART;TZID=Asia/Tokyo:20260226T060000\r\n"
		  "RRULE:FREQ=WEEKLY;UNTIL=20260304T210000Z\r\n"),
	    "Dawn|2026-03-05|2026-03-05|360|Asia/Tokyo||;" },
	{ "it begins on another weekday than it goes on",
	    EVENT("SUMMARY:First\r\nDTSTART;VALUE=DATE:20260306\r\n"
		  "RRULE:FREQ=WEEKLY;BYDAY=TU\r\n"),
	    "First|2026-03-06|2026-03-06|-1|||;" },
	{ "times taken out by a rule",
	    EVENT("SUMMARY:Odd\r\nDTSTART:20260303T190000\r\n"
		  "RRULE:FREQ=WEEKLY\r\nEXRULE:FREQ=MONTHLY\r\n"),
	    "1 left" },
	{ "twice a day",
	    EVENT("SUMMARY:Twice\r\nDTSTART:20260303T070000\r\n"
		  "RRULE:FREQ=DAILY;BYHOUR=7,19\r\n"),
	    "1 left" },
	{ "every second",
	    EVENT("SUMMARY:Tick\r\nDTSTART:20260320T190000\r\n"
		  "RRULE:FREQ=SECONDLY\r\n"),
	    "1 left" },
	{ "repeated, and over",
	    EVENT("SUMMARY:Old\r\nDTSTART:20250107T190000\r\n"
		  "RRULE:FREQ=DAILY;COUNT=3\r\n"),
	    "1 left" },
	{ "over", EVENT("SUMMARY:Old\r\nDTSTART;VALUE=DATE:20260303\r\n"), "" },
	{ "it goes on today",
	    EVENT("SUMMARY:Camp\r\nDTSTART;VALUE=DATE:20260301\r\n"
		  "DTEND;VALUE=DATE:20260305\r\n"),
	    "Camp|2026-03-01|2026-03-04|-1|||;" },
	{ "called off",
	    EVENT("SUMMARY:No\r\nDTSTART;VALUE=DATE:20260320\r\n"
		  "STATUS:CANCELLED\r\n"),
	    "1 left" },
	{ "no title", EVENT("DTSTART;VALUE=DATE:20260320\r\n"), "1 left" },
	{ "no day", EVENT("SUMMARY:When\r\n"), "1 left" },
	{ "a day that does not exist",
	    EVENT("SUMMARY:Leap\r\nDTSTART;VALUE=DATE:20260230\r\n"),
	    "1 left" },
	{ "an hour that does not exist",
	    EVENT("SUMMARY:Never\r\nDTSTART:20260320T993000\r\n"), "1 left" },
	{ "line ends of Unix, and lower case",
	    "begin:vcalendar\nbegin:vevent\nsummary:Low\n"
	    "dtstart;value=date:20260320\nend:vevent\nend:vcalendar\n",
	    "Low|2026-03-20|2026-03-20|-1|||;" },
	{ "it is cut off", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Cut",
	    NULL },
	{ "nothing", "", NULL },
	{ "no calendar", "<html>BEGIN:VCALENDAR</html>", NULL },
};

static void add_event(struct strbuf *out, const struct ical_event *e)
{
	strbuf_printf(out, "%.*s|", STR_ARG(e->title));
	date_add_iso(out, e->first);
	strbuf_add_char(out, '|');
	date_add_iso(out, e->last);
	strbuf_printf(out, "|%d|%.*s|%.*s|%.*s;", e->start, STR_ARG(e->zone),
	    STR_ARG(e->place), STR_ARG(e->url));
}

static void test_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena arena = { 0 };
		struct ical calendar = { NULL, 0, 0 };
		struct strbuf got;
		bool read =
		    ical_read(&arena, str_of(rows[i].text), today, &calendar);

		strbuf_init(&got, 4096);
		for (size_t k = 0; k < calendar.count; k++)
			add_event(&got, &calendar.event[k]);
		if (calendar.left > 0)
			strbuf_printf(&got, "%zu left", calendar.left);
		if (rows[i].want == NULL
			? read && calendar.count > 0
			: !read || strcmp(got.buf != NULL ? got.buf : "",
				       rows[i].want) != 0)
			fail_msg("%s: got \"%s\"", rows[i].name,
			    got.buf != NULL ? got.buf : "");
		strbuf_release(&got);
		arena_release(&arena);
	}
}

/* Files that libical alone would need minutes or for ever for. */
static const struct {
	const char *head, *event;
	size_t count, left; /* events that are read, of 400 */
} slow[] = {
	{ "", "DTSTART:20160101T190000\nRRULE:FREQ=DAILY;COUNT=32000\n", 107,
	    293 },
	{ "",
	    "DTSTART:20160101T190000\n"
	    "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\n",
	    0, 400 },
	{ "",
	    "DTSTART:20160101T190000\n"
	    "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\n",
	    0, 400 },
	{ "X-WR-TIMEZONE:Europe/Lisbon\n", "DTSTART:99990401T190000Z\n", 0,
	    400 },
	{ "BEGIN:VTIMEZONE\nTZID:Z\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
	  "TZOFFSETFROM:+0100\nTZOFFSETTO:+0000\n"
	  "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30\n"
	  "END:STANDARD\nEND:VTIMEZONE\n",
	    "DTSTART;TZID=Z:20260101T190000\nDURATION:PT2H\n"
	    "RRULE:FREQ=WEEKLY;UNTIL=20270101T000000Z\n",
	    400, 0 },
};

static void test_slow(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(slow) / sizeof(slow[0]); i++) {
		struct arena arena = { 0 };
		struct strbuf text;
		struct ical calendar = { NULL, 0, 0 };

		strbuf_init(&text, 200000);
		strbuf_printf(&text, "BEGIN:VCALENDAR\n%s", slow[i].head);
		for (size_t k = 0; k < 400; k++)
			strbuf_printf(&text,
			    "BEGIN:VEVENT\nSUMMARY:a\n%sEND:VEVENT\n",
			    slow[i].event);
		strbuf_lit(&text, "END:VCALENDAR\n");
		assert_true(
		    ical_read(&arena, strbuf_str(&text), today, &calendar));
		if (calendar.count != slow[i].count ||
		    calendar.left != slow[i].left)
			fail_msg("%s: %zu read, %zu left", slow[i].event,
			    calendar.count, calendar.left);
		strbuf_release(&text);
		arena_release(&arena);
	}
}

static void test_too_large(void **state)
{
	struct arena arena = { 0 };
	struct strbuf text;
	struct ical calendar;

	(void)state;
	strbuf_init(&text, 200000);
	strbuf_lit(&text, "BEGIN:VCALENDAR\r\n");
	strbuf_add_repeat(&text, 'x', 100000);
	assert_false(ical_read(&arena, strbuf_str(&text), today, &calendar));
	strbuf_release(&text);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_slow),
		cmocka_unit_test(test_too_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
