/* Patches as they are mailed. */
#include "../test.h"

#include "git/mail.h"

#define DIFF "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"

static const struct {
	const char *text;
	const char *name, *mail, *subject, *message, *diff; /* NULL: unset */
} cases[] = {
	/* As git writes them. */
	{ "From 85da2a966f79c4 Mon Sep 17 00:00:00 2001\n"
	  "From: Ann Lee <ann@example.org>\n"
	  "Date: Thu, 1 Jan 2026 10:00:00 +0530\n"
	  "Subject: [PATCH 1/2] [video] A film\n\nIt is long.\n\nVery.\n---\n"
	  " x | 2 +-\n\n" DIFF "-- \n2.39.5\n\n",
	    "Ann Lee", "ann@example.org", "[video] A film",
	    "It is long.\n\nVery.", "---\n x | 2 +-\n\n" DIFF },
	/* Folded and encoded headers. */
	{ "From: =?UTF-8?q?Zo=C3=AB_K?= =?utf-8?B?w7ZuaWc=?= <z@example.org>\n"
	  "Subject: [PATCH] =?iso-8859-1?q?na=EFve?=\n"
	  " and\n\tfolded\n\n" DIFF,
	    "Zoë König", "z@example.org", "naïve and folded", "", DIFF },
	{ "From: \"Lee, Ann\" <ann@example.org>\nSubject: Re: [PATCH] x\n\n",
	    "Lee, Ann", "ann@example.org", "x", "", NULL },
	{ "From: ann@example.org (Ann Lee)\n\n", "Ann Lee", "ann@example.org",
	    NULL, "", NULL },
	{ "From: ann@example.org\n\n", "ann@example.org", "ann@example.org",
	    NULL, "", NULL },
	/* Sent by somebody else. */
	{ "From: Bot <bot@example.org>\nSubject: s\n\n"
	  "From: Ann <ann@example.org>\n\nWhy.\n---\n" DIFF,
	    "Ann", "ann@example.org", "s", "Why.", "---\n" DIFF },
	/* Ways of mail. */
	{ "From: A <a@example.org>\nSubject: s\n"
	  "Content-Transfer-Encoding: quoted-printable\n\n"
	  "a=3Db=\nc\n---\n+=C3=A9\n",
	    "A", "a@example.org", "s", "a=bc", "---\n+é\n" },
	{ "From: A <a@example.org>\nSubject: s\n"
	  "Content-Transfer-Encoding: BASE64\n\naGkKLS0tCi\nt4Cg==\n",
	    "A", "a@example.org", "s", "hi", "---\n+x\n" },
	{ "From: A <a@example.org>\r\nSubject: s\r\n\r\nm\r\n---\r\n+x\r\n",
	    "A", "a@example.org", "s", "m", "---\n+x\n" },
	/* Only a diff. */
	{ DIFF, NULL, NULL, NULL, "", DIFF },
	{ "Index: x\n" DIFF, NULL, NULL, NULL, "", "Index: x\n" DIFF },
	/* A line "- " that is taken away is no signature. */
	{ DIFF "-- \n-x\n", NULL, NULL, NULL, "", DIFF "-- \n-x\n" },
	/* None of it. */
	{ "", NULL, NULL, NULL, "", NULL },
	{ "only words\n", NULL, NULL, NULL, "only words", NULL },
	{ "From: =?utf-8?q?=?= <\n", "=", "", NULL, "", NULL },
};

static void check(struct str got, const char *wanted)
{
	if (wanted == NULL)
		assert_int_equal(got.len, 0);
	else
		assert_str(got, wanted);
}

static void test_read(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mail *mail;
		size_t count;

		mails_read(&arena, str_of(cases[i].text), &mail, &count);
		assert_int_equal(count, 1);
		check(mail->author.name, cases[i].name);
		check(mail->author.mail, cases[i].mail);
		check(mail->subject, cases[i].subject);
		check(mail->message, cases[i].message);
		check(mail->diff, cases[i].diff);
	}
	arena_release(&arena);
}

static void test_box(void **state)
{
	static const char box[] =
	    "From a Mon Sep 17 00:00:00 2001\nFrom: A <a@x>\n\none\n"
	    "From here it is not 10:00 yet\n\n"
	    "From b Mon Sep 17 00:00:00 2001\nFrom: B <b@x>\n\ntwo\n\n"
	    "From now on\n";
	struct arena arena = { 0 };
	struct mail *mail;
	size_t count;

	(void)state;
	mails_read(&arena, str_of(box), &mail, &count);
	assert_int_equal(count, 2);
	assert_str(mail[0].message, "one\nFrom here it is not 10:00 yet");
	assert_str(mail[1].author.name, "B");
	assert_str(mail[1].message, "two\n\nFrom now on");
	arena_release(&arena);
}

static void test_dates(void **state)
{
	static const struct {
		const char *text;
		int64_t time; /* -1: none */
		int zone;
	} dates[] = {
		{ "Thu, 1 Jan 2026 10:00:00 +0530", 1767241800, 330 },
		{ "1 Jan 2026 00:00 +0000", 1767225600, 0 },
		{ "Thu,  1 Jan 2026 00:00:00 -0100", 1767229200, -60 },
		{ "Thu, 1 Jan 2026 00:00:00 GMT", 1767225600, 0 },
		{ "Thu, 1 Jan 2026 00:00:00", 1767225600, 0 },
		{ "Thu, 31 Feb 2026 00:00:00 +0000", -1, 0 },
		{ "Thu, 1 Jan 2026 24:00:00 +0000", -1, 0 },
		{ "Thu, 1 Foo 2026 00:00:00 +0000", -1, 0 },
		{ "yesterday", -1, 0 },
		{ "", -1, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(dates); i++) {
		struct pick_author author = { .time = 0 };
		bool ok = mail_read_date(str_of(dates[i].text), &author);

		if (ok != (dates[i].time >= 0))
			fail_msg("%s", dates[i].text);
		if (!ok)
			continue;
		assert_int_equal(author.time, dates[i].time);
		assert_int_equal(author.zone, dates[i].zone);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_box),
		cmocka_unit_test(test_dates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
