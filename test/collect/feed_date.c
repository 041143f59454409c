/* Dates as feeds have them. */
#include "../test.h"

#include "base/moment.h"
#include "collect/feed_date.h"

static const struct {
	const char *text, *want; /* NULL: none */
} cases[] = {
	/* RFC 822 and 2822 */
	{ "Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z" },
	{ "Thu, 1 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z" },
	{ "01 Jan 2004 19:48 GMT", "2004-01-01T19:48:00Z" },
	{ "Thu, 01 Jan 04 19:48:21 GMT", "2004-01-01T19:48:21Z" },
	{ "Thu, 01 Jan 99 19:48:21 GMT", "1999-01-01T19:48:21Z" },
	{ "Mon, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z" },
	{ "Thu 01 January 2004 19:48:21 EST", "2004-01-02T00:48:21Z" },
	{ "Thursday, 01-Jan-04 19:48:21 PDT", "2004-01-02T02:48:21Z" },
	{ "Thu, 01 Jan 2004 19:48:21 +0100", "2004-01-01T18:48:21Z" },
	{ "Thu, 01 Jan 2004 19:48:21 -05:30", "2004-01-02T01:18:21Z" },
	{ "Thu, 01 Jan 2004 19:48:21 +1", "2004-01-01T18:48:21Z" },
	{ "Thu, 01 Jan 2004 19:48:21 GMT+0200", "2004-01-01T17:48:21Z" },
	{ "Thu, 01 Jan 2004 19:48:21 -0500 (EST)", "2004-01-02T00:48:21Z" },
	{ "Thu, 01 Jan 2004 19:48:21 (a day) Z", "2004-01-01T19:48:21Z" },
	{ "Thu, 01 Jan 2004 19:48:21", "2004-01-01T19:48:21Z" },
	{ "Thu, 01 Jan 2004 19:48:21 Klingon", "2004-01-01T19:48:21Z" },
	{ "Thu, 01 Jan 2004 9:8:1 GMT", "2004-01-01T09:08:01Z" },
	{ "Thu, 01 Jan 2004 24:00:00 GMT", "2004-01-02T00:00:00Z" },
	{ "Thu, 31 Dec 1998 23:59:60 GMT", "1999-01-01T00:00:00Z" },
	{ "Thu, 01 Jan 2004", "2004-01-01T00:00:00Z" },
	{ "01 Jan 2004 +0200", "2003-12-31T22:00:00Z" },
	{ "  Thu,01  Jan\n2004 19:48:21GMT ", "2004-01-01T19:48:21Z" },
	{ "Thu, 01 Jan 104 19:48:21 GMT", "2004-01-01T19:48:21Z" },
	{ "Sept. 5, 2004", "2004-09-05T00:00:00Z" },
	{ "Donnerstag, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z" },
	/* ctime, Ruby, Twitter, Americans */
	{ "Thu Jan  1 19:48:21 2004", "2004-01-01T19:48:21Z" },
	{ "Thu Jan 01 19:48:21 UTC 2004", "2004-01-01T19:48:21Z" },
	{ "Thu Jan 01 19:48:21 +0100 2004", "2004-01-01T18:48:21Z" },
	{ "January 1st, 2004 7:48 PM", "2004-01-01T19:48:00Z" },
	{ "Jan 1, 2004 12:10 am EST", "2004-01-01T05:10:00Z" },
	{ "Jan 1, 2004 at 12:10pm", "2004-01-01T12:10:00Z" },
	/* RFC 3339 and its relatives */
	{ "2003-12-31T10:14:55Z", "2003-12-31T10:14:55Z" },
	{ "2003-12-31T10:14:55.123456-08:00", "2003-12-31T18:14:55Z" },
	{ "2003-12-31t10:14:55z", "2003-12-31T10:14:55Z" },
	{ "2003-12-31T10:14:55,5+01:00", "2003-12-31T09:14:55Z" },
	{ "2003-12-31T10:14-0800", "2003-12-31T18:14:00Z" },
	{ "2003-12-31 10:14:55 +0100", "2003-12-31T09:14:55Z" },
	{ "2003-12-31 10:14:55 EST", "2003-12-31T15:14:55Z" },
	{ "2003-12-31T10:14:55+00:00[UTC]", "2003-12-31T10:14:55Z" },
	{ "2003-12-31T9:14:55Z", "2003-12-31T09:14:55Z" },
	{ "2003-12-31T24:00:00Z", "2004-01-01T00:00:00Z" },
	{ "2003-12-31", "2003-12-31T00:00:00Z" },
	{ "2003/12/31", "2003-12-31T00:00:00Z" },
	{ "2003-1-9", "2003-01-09T00:00:00Z" },
	{ "2003-12", "2003-12-01T00:00:00Z" },
	{ "2003", "2003-01-01T00:00:00Z" },
	{ "20031231", "2003-12-31T00:00:00Z" },
	{ "20031231T101455Z", "2003-12-31T10:14:55Z" },
	{ "20031231T1014+0100", "2003-12-31T09:14:00Z" },
	/* No dates */
	{ "", NULL },
	{ "yesterday", NULL },
	{ "Thu, 30 Feb 2004 19:48:21 GMT", NULL },
	{ "2004-02-30", NULL },
	{ "Thu, 32 Jan 2004 19:48:21 GMT", NULL },
	{ "Thu, 01 Jan 2004 25:48:21 GMT", NULL },
	{ "Thu, 01 Jan 2004 19:68:21 GMT", NULL },
	{ "01 Jan", NULL },
	{ "Jan 2004", NULL },
	{ "19:48:21", NULL },
	{ "Thu, 01 Jan 1960 19:48:21 GMT", NULL },
	{ "0000-00-00 00:00:00", NULL },
	{ "0001-01-01T00:00:00Z", NULL },
	{ "Mon, 01 Jan 0001 00:00:00 +0000", NULL },
	{ "1772640300", NULL },
	{ "99999999999999999999", NULL },
	{ "1 2 3 4 5", NULL },
};

static void test_dates(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t seconds = feed_date_read(str_of(cases[i].text));
		struct strbuf out;

		strbuf_init(&out, 64);
		if (seconds != 0)
			moment_add(&out, seconds);
		if (!str_eq(strbuf_str(&out),
			str_of(cases[i].want != NULL ? cases[i].want : "")))
			print_error("%s: %.*s\n", cases[i].text,
			    STR_ARG(strbuf_str(&out)));
		assert_str(strbuf_str(&out),
		    cases[i].want != NULL ? cases[i].want : "");
		strbuf_release(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
