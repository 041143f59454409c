/* Small mails, byte for byte. */
#include "../test.h"

#include "base/limits.h"
#include "base/mail_text.h"

enum { NOON = 1772625600 }; /* 2026-03-04 12:00 UTC */

static const struct mail_text plain = {
	.from = { STR_INIT("Averted Vision"), STR_INIT("letter@av.example") },
	.to = { { NULL, 0 }, STR_INIT("ada@example.org") },
	.subject = STR_INIT("Confirm"),
	.date = NOON,
	.message_id = STR_INIT("1@av.example"),
	.body = STR_INIT("Hello\n.\nlast"),
};

static struct str written(struct strbuf *out, const struct mail_text *mail)
{
	strbuf_init(out, 64 * KIB);
	mail_text_add(out, mail);
	return strbuf_str(out);
}

static void test_plain(void **state)
{
	struct strbuf out;

	(void)state;
	assert_str(written(&out, &plain),
	    "From: Averted Vision <letter@av.example>\r\n"
	    "To: <ada@example.org>\r\n"
	    "Subject: Confirm\r\n"
	    "Date: Wed, 04 Mar 2026 12:00:00 +0000\r\n"
	    "Message-ID: <1@av.example>\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: 7bit\r\n\r\n"
	    "Hello\r\n.\r\nlast\r\n");
	strbuf_release(&out);
}

static void test_subject(void **state)
{
	static const struct {
		const char *subject, *line;
	} cases[] = {
		{ "two  blanks", "Subject: two blanks\r\n" },
		{ "Nébula", "Subject: =?UTF-8?B?TsOpYnVsYQ==?=\r\n" },
		{ "a\r\nBcc: x@y.example", "Subject: =?UTF-8?B?" },
		{ "=?UTF-8?Q?x?=", "Subject: =?UTF-8?B?" },
		{ "\xff", "Subject: =?UTF-8?B?77+9?=\r\n" },
		{ "", "Subject:\r\n" },
		{ "one two three four five six seven eight nine ten eleven "
		  "twelve thirteen",
		    "Subject: one two three four five six seven eight nine ten "
		    "eleven twelve\r\n thirteen\r\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mail_text mail = plain;
		struct strbuf out;
		struct str text;
		size_t at;

		mail.subject = str_of(cases[i].subject);
		text = written(&out, &mail);
		at = str_find(text, STR("Subject:"), 0);
		assert_str(str_sub(text, at, at + strlen(cases[i].line)),
		    cases[i].line);
		assert_true(str_find(text, STR("\nBcc"), 0) == STR_NONE);
		strbuf_release(&out);
	}
}

static void test_name(void **state)
{
	static const struct {
		const char *name, *line;
	} cases[] = {
		{ "Ada", "From: Ada <letter@av.example>\r\n" },
		{ "Lovelace, \"A\"",
		    "From: \"Lovelace, \\\"A\\\"\" <letter@av.example>\r\n" },
		{ "Adé", "From: =?UTF-8?B?QWTDqQ==?= <letter@av.example>\r\n" },
		{ "a\n b",
		    "From: =?UTF-8?B?YSAgYg==?= <letter@av.example>\r\n" },
		{ "", "From: <letter@av.example>\r\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mail_text mail = plain;
		struct strbuf out;

		mail.from.name = str_of(cases[i].name);
		assert_str(
		    str_sub(written(&out, &mail), 0, strlen(cases[i].line)),
		    cases[i].line);
		strbuf_release(&out);
	}
}

/* Lines are short, end with CRLF, and no value makes a line of its own. */
static void test_lines(void **state)
{
	static const struct mail_header headers[] = {
		{ "X-Test", STR_INIT("a\r\nBcc: x@y.example\0z") },
	};
	struct mail_text mail = plain;
	struct strbuf out, body;
	struct str text;

	(void)state;
	strbuf_init(&body, 64 * KIB);
	strbuf_add_repeat(&body, 'x', 5000);
	strbuf_add_cstr(&body, "\n= é \nend \r\n");
	mail.body = strbuf_str(&body);
	mail.header = headers;
	mail.headers = 1;
	text = written(&out, &mail);
	assert_true(str_find(text, STR("\nBcc"), 0) == STR_NONE);
	assert_true(str_find(text, STR("=3D =C3=A9=20\r\n"), 0) != STR_NONE);
	while (text.len > 0) {
		struct str line = str_take(&text, '\n');

		assert_true(str_ends(line, STR("\r")));
		assert_true(line.len <= 79);
		assert_true(str_find_char(str_sub(line, 0, line.len - 1), '\r',
				0) == STR_NONE);
	}
	strbuf_release(&body);
	strbuf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_subject),
		cmocka_unit_test(test_name),
		cmocka_unit_test(test_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
