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
	    "Odd|2026-03-10|2026-03-10|1140|||;" },
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

static bool read_next(
    struct arena *arena, struct str text, struct ical *calendar)
{
	const struct ical_wanted wanted = ical_next(today);

	return ical_read(arena, text, &wanted, calendar);
}

static void test_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena arena = { 0 };
		struct ical calendar = { .count = 0 };
		struct strbuf got;
		bool read = read_next(&arena, str_of(rows[i].text), &calendar);

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
		struct ical calendar = { .count = 0 };

		strbuf_init(&text, 200000);
		strbuf_printf(&text, "BEGIN:VCALENDAR\n%s", slow[i].head);
		for (size_t k = 0; k < 400; k++)
			strbuf_printf(&text,
			    "BEGIN:VEVENT\nSUMMARY:a\n%sEND:VEVENT\n",
			    slow[i].event);
		strbuf_lit(&text, "END:VCALENDAR\n");
		assert_true(read_next(&arena, strbuf_str(&text), &calendar));
		if (calendar.count != slow[i].count ||
		    calendar.left != slow[i].left)
			fail_msg("%s: %zu read, %zu left", slow[i].event,
			    calendar.count, calendar.left);
		strbuf_release(&text);
		arena_release(&arena);
	}
}

/* The days that examples of RFC 5545, 3.8.5.3, have from 1997-09-01 until
 * `until`; and more of the same kind. */
static const struct {
	const char *event, *until, *days;
} series[] = {
	{ "DTSTART:19970902T090000\nRRULE:FREQ=DAILY;COUNT=10\n", "1998-01-01",
	    "0902 0903 0904 0905 0906 0907 0908 0909 0910 0911" },
	{ "DTSTART:19970902T090000\nRRULE:FREQ=DAILY;INTERVAL=10;COUNT=5\n",
	    "1998-01-01", "0902 0912 0922 1002 1012" },
	{ "DTSTART:19970902T090000\nRRULE:FREQ=WEEKLY;COUNT=10\n", "1998-01-01",
	    "0902 0909 0916 0923 0930 1007 1014 1021 1028 1104" },
	{ "DTSTART;TZID=America/New_York:19970902T090000\n"
	  "RRULE:FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH\n",
	    "1998-01-01", "0902 0904 0909 0911 0916 0918 0923 0925 0930 1002" },
	/* The end is a moment, not a day: 01:59 on the fifth; 19:59. */
	{ "DTSTART;TZID=Europe/Berlin:19970902T090000\n"
	  "RRULE:FREQ=DAILY;UNTIL=19970904T235959Z\n",
	    "1998-01-01", "0902 0903 0904" },
	{ "DTSTART;TZID=America/New_York:19970902T200000\n"
	  "RRULE:FREQ=DAILY;UNTIL=19970904T235959Z\n",
	    "1998-01-01", "0902 0903" },
	{ "DTSTART;TZID=America/New_York:19970902T190000\n"
	  "RRULE:FREQ=DAILY;UNTIL=19970904T235959Z\n",
	    "1998-01-01", "0902 0903 0904" },
	/* A time that is left out, or added, may be told in UTC. */
	{ "DTSTART;TZID=Asia/Tokyo:19970902T080000\n"
	  "RRULE:FREQ=DAILY;COUNT=4\nEXDATE:19970902T230000Z\n",
	    "1998-01-01", "0902 0904 0905" },
	{ "DTSTART;TZID=Asia/Tokyo:19970902T080000\n"
	  "RRULE:FREQ=DAILY;COUNT=2\nRDATE:19970909T230000Z\n",
	    "1998-01-01", "0910 0902 0903" },
	{ "DTSTART:19970902T090000\nRRULE:FREQ=DAILY;COUNT=3\n"
	  "RDATE:19970903T090000\n",
	    "1998-01-01", "0903 0902 0904" },
	{ "DTSTART:19970901T090000\nRRULE:FREQ=WEEKLY;INTERVAL=2;"
	  "UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR\n",
	    "1997-10-20",
	    "0901 0903 0905 0915 0917 0919 0929 1001 1003 1013 1015 1017" },
	{ "DTSTART:19970805T090000\n"
	  "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU\n",
	    "1998-01-01", "" },
	{ "DTSTART:19970905T090000\nRRULE:FREQ=MONTHLY;COUNT=4;BYDAY=1FR\n",
	    "1998-01-01", "0905 1003 1107 1205" },
	{ "DTSTART:19970907T090000\n"
	  "RRULE:FREQ=MONTHLY;INTERVAL=2;COUNT=4;BYDAY=1SU,-1SU\n",
	    "1998-01-01", "0907 0928 1102 1130" },
	{ "DTSTART:19970922T090000\nRRULE:FREQ=MONTHLY;COUNT=6;BYDAY=-2MO\n",
	    "1998-01-01", "0922 1020 1117 1222" },
	{ "DTSTART:19970928T090000\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-3\n",
	    "1998-01-01", "0928 1029 1128 1229" },
	{ "DTSTART:19970902T090000\n"
	  "RRULE:FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15\n",
	    "1998-01-01", "0902 0915 1002 1015 1102 1115 1202 1215" },
	{ "DTSTART:19970930T090000\n"
	  "RRULE:FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1\n",
	    "1998-01-01", "0930 1001 1031 1101 1130 1201 1231" },
	{ "DTSTART:19970902T090000\nEXDATE:19970902T090000\n"
	  "RRULE:FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13\n",
	    "1999-01-01", "0213 0313 1113" },
	{ "DTSTART:19970913T090000\n"
	  "RRULE:FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13\n",
	    "1998-01-01", "0913 1011 1108 1213" },
	{ "DTSTART:19961105T090000\nRRULE:FREQ=YEARLY;INTERVAL=4;BYMONTH=11;"
	  "BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8\n",
	    "2001-01-01", "1107" },
	{ "DTSTART:19970904T090000\n"
	  "RRULE:FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3\n",
	    "1998-01-01", "0904 1007 1106" },
	{ "DTSTART:19970929T090000\n"
	  "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2\n",
	    "1998-01-01", "0929 1030 1127 1230" },
	{ "DTSTART:19970512T090000\nRRULE:FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO\n",
	    "1999-12-31", "0511 0517" },
	{ "DTSTART:19970512T090000\nRRULE:FREQ=YEARLY;BYWEEKNO=20\n",
	    "1999-12-31", "0511 0517" },
	{ "DTSTART:19970101T090000\nRRULE:FREQ=YEARLY;BYWEEKNO=-1;BYDAY=SU\n",
	    "1999-12-31", "1228 0103" },
	{ "DTSTART:19970101T090000\n"
	  "RRULE:FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200\n",
	    "2001-01-01", "0101 0409 0718" },
	{ "DTSTART:19970610T090000\nRRULE:FREQ=YEARLY;COUNT=10;BYMONTH=6,7\n",
	    "1998-12-31", "0610 0710" },
	{ "DTSTART:19970519T090000\nRRULE:FREQ=YEARLY;BYDAY=20MO\n",
	    "1999-12-31", "0518 0517" },
	{ "DTSTART:19970902T090000\nRRULE:FREQ=DAILY;COUNT=5\n"
	  "EXDATE:19970903T090000,19970905T090000\n",
	    "1998-01-01", "0902 0904 0906" },
	{ "DTSTART:19970902T090000\nRRULE:FREQ=DAILY;COUNT=2\n"
	  "RDATE:19971001T090000,19971105T090000\n",
	    "1998-01-01", "1001 1105 0902 0903" },
	{ "DTSTART:19970902T090000\nRDATE;VALUE=DATE:19971001\n", "1998-01-01",
	    "0902 1001" },
	{ "DTSTART:19970902T090000\nRRULE:FREQ=DAILY;COUNT=6\n"
	  "EXRULE:FREQ=DAILY;INTERVAL=2;COUNT=2\n",
	    "1998-01-01", "0903 0905 0906 0907" },
};

static void test_series(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(series) / sizeof(series[0]); i++) {
		struct ical_wanted wanted = { .from = { 1997, 9, 1 },
			.max = 10000,
			.most = 100,
			.budget = 1000000 };
		struct arena arena = { 0 };
		struct strbuf days;
		struct ical calendar;

		assert_true(
		    date_parse(str_of(series[i].until), false, &wanted.until));
		assert_true(ical_read(&arena,
		    arena_printf(&arena,
			"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a\n%s"
			"END:VEVENT\nEND:VCALENDAR\n",
			series[i].event),
		    &wanted, &calendar));
		strbuf_init(&days, 10000);
		for (size_t k = 0; k < calendar.count; k++)
			strbuf_printf(&days, "%s%02d%02d", k > 0 ? " " : "",
			    calendar.event[k].first.month,
			    calendar.event[k].first.day);
		if (strcmp(days.buf, series[i].days) != 0)
			fail_msg("%s\n%s, not\n%s", series[i].event, days.buf,
			    series[i].days);
		strbuf_release(&days);
		arena_release(&arena);
	}
}

/* What else a source's file may say. */
static void test_details(void **state)
{
	static const char text[] =
	    "\xef\xbb\xbf"
	    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:one@x\r\n"
	    "SUMMARY:Lamps\r\nDTSTART:20261021T010000Z\r\n"
	    "DTEND:20261021T030000Z\r\nORGANIZER;CN=\"Ada, L.\":MAILTO:a@x\r\n"
	    "DESCRIPTION:Get up-to-date information at: "
	    "https://luma.example/s\r\n"
	    " lug\\n\\nAddress:\\nx\r\nEND:VEVENT\r\n"
	    "BEGIN:VEVENT\r\nSUMMARY:Off\r\nSTATUS:CANCELLED\r\n"
	    "DTSTART;TZID=Europe/Berlin:20261021T190000\r\n"
	    "DURATION:PT2H30M\r\nLOCATION:https://meet.example/1\r\n"
	    "END:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Html\r\n"
	    "STATUS:TENTATIVE\r\nDTSTART;TZID=W. Europe Standard "
	    "Time:20261022T190000\r\nDESCRIPTION:<a "
	    "href=\"https://h.example/1\">x</a>\r\n"
	    "END:VEVENT\r\nEND:VCALENDAR\r\n";
	struct ical_wanted wanted = { .from = { 2026, 10, 1 },
		.until = { 2026, 11, 1 },
		.zone = STR("America/New_York"),
		.called_off = true,
		.max = 10000,
		.most = 10,
		.budget = 1000 };
	struct arena arena = { 0 };
	struct ical calendar;
	const struct ical_event *e;

	(void)state;
	assert_true(ical_read(&arena, STR(text), &wanted, &calendar));
	assert_int_equal(calendar.count, 3);
	e = &calendar.event[0];
	assert_str(e->url, "https://luma.example/slug");
	assert_str(e->uid, "one@x");
	assert_str(e->organizer, "Ada, L.");
	assert_int_equal(e->first.day, 20);
	assert_int_equal(e->last.day, 20);
	assert_int_equal(e->start, 21 * 60);
	assert_int_equal(e->finish, 23 * 60);
	assert_str(e->zone, "America/New_York");
	assert_false(e->unplaced);
	e = &calendar.event[1];
	assert_true(e->called_off);
	assert_str(e->url, "https://meet.example/1");
	assert_int_equal(e->finish, 21 * 60 + 30);
	e = &calendar.event[2];
	assert_true(e->tentative);
	assert_str(e->url, "https://h.example/1");
	assert_null(e->zone.at);
	assert_int_equal(e->start, 19 * 60);
	wanted.zone = (struct str){ NULL, 0 };
	assert_true(ical_read(&arena, STR(text), &wanted, &calendar));
	assert_true(calendar.event[0].unplaced);
	assert_int_equal(calendar.event[0].first.day, 21);
	arena_release(&arena);
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
	assert_false(read_next(&arena, strbuf_str(&text), &calendar));
	strbuf_release(&text);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_slow),
		cmocka_unit_test(test_series),
		cmocka_unit_test(test_details),
		cmocka_unit_test(test_too_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
