/* Records of DKIM and DMARC, and what is found out from them. */
#include "../test.h"

#include "doctor/dkim_record.h"
#include "doctor/dmarc.h"
#include "doctor/taglist.h"

/* ----------------------------------------------------------------------- tags */

static const struct {
	const char *text;
	int count;     /* -1: it is none */
	const char *b; /* the value of b; NULL: it has none */
} taglists[] = {
	{ "", 0, NULL },
	{ "a=1", 1, NULL },
	{ "a=1;", 1, NULL },
	{ " a = 1 ;\t b = x y ; ", 2, "x y" },
	{ "a=1;b=", 2, "" },
	{ "b=c=d", 1, "c=d" },
	{ "a=1;;b=2", -1, NULL },
	{ "a", -1, NULL },
	{ "=1", -1, NULL },
	{ "1a=1", -1, NULL },
	{ "a b=1", -1, NULL },
	{ "a=1;a=2", -1, NULL },
	{ "a=\xc3\xa4", -1, NULL },
};

static void test_taglist(void **state)
{
	struct arena arena = { 0 };
	struct taglist list;
	const char *why;

	(void)state;
	for (size_t i = 0; i < COUNT(taglists); i++) {
		struct str b;

		why = NULL;
		assert_int_equal(
		    taglist_read(&arena, str_of(taglists[i].text), &list, &why),
		    taglists[i].count >= 0);
		assert_int_equal(why == NULL, taglists[i].count >= 0);
		if (taglists[i].count < 0)
			continue;
		assert_int_equal(list.count, taglists[i].count);
		b = taglist_value(&list, STR("b"));
		assert_int_equal(b.at != NULL, taglists[i].b != NULL);
		if (b.at != NULL)
			assert_str(b, taglists[i].b);
	}
	arena_release(&arena);
}

/* ----------------------------------------------------------------------- DKIM */

#define OURS "v=DKIM1; k=rsa; p=MIIBIjANBgkqAAAABBBBCCCC"
#define SHORT "v=DKIM1; k=rsa; p=AAAABBBBCCCC"

static const struct {
	const char *text;
	enum doctor_state state;
	const char *part; /* of what is said */
} keys[] = {
	{ OURS, DOCTOR_OK, "has the key" },
	{ SHORT, DOCTOR_OK, "has the key" },
	{ "p=MIIBIjANBgkqAAAABBBBCCCC", DOCTOR_OK, "has the key" },
	{ "v=DKIM1;p=MIIBIjANBgkq AAAA\tBBBB CCCC;", DOCTOR_OK, "" },
	{ OURS "; s=email; h=sha1:sha256; t=s; n=note", DOCTOR_OK, "" },
	{ OURS "; s=*", DOCTOR_OK, "" },
	{ OURS "; x=unknown", DOCTOR_OK, "" },
	{ OURS "; t=y", DOCTOR_WARNING, "only a test" },
	{ OURS "; t=s:y", DOCTOR_WARNING, "only a test" },
	{ OURS "; h=sha1", DOCTOR_WRONG, "SHA-256" },
	{ OURS "; s=tlsrpt", DOCTOR_WRONG, "not for mail" },
	{ "v=DKIM1; k=rsa; p=", DOCTOR_WRONG, "revoked" },
	{ "v=DKIM1; k=rsa", DOCTOR_WRONG, "no key" },
	{ "v=DKIM1; k=rsa; p=AAAABBBBCCCD", DOCTOR_WRONG, "another key" },
	{ "v=DKIM1; k=rsa; p=AAAABBBBCCC", DOCTOR_WRONG, "another key" },
	{ "v=DKIM1; k=ed25519; p=AAAABBBBCCCC", DOCTOR_WRONG, "of the kind" },
	{ "v=dkim1; p=AAAABBBBCCCC", DOCTOR_WRONG, "v=DKIM1" },
	{ "k=rsa; v=DKIM1; p=AAAABBBBCCCC", DOCTOR_WRONG, "v=DKIM1" },
	{ "v=DKIM1 k=rsa p=AAAABBBBCCCC", DOCTOR_WRONG, "v=DKIM1" },
	{ "v=DKIM1; k=rsa; p=A; p=B", DOCTOR_WRONG, "twice" },
	{ "hello", DOCTOR_WRONG, "NAME=VALUE" },
	{ "", DOCTOR_WRONG, "no key" },
};

static void test_dkim(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(keys); i++) {
		struct judgement j = dkim_record_judge(
		    &arena, str_of(keys[i].text), STR(OURS), STR(SHORT));

		if (j.state != keys[i].state ||
		    str_find(j.text, str_of(keys[i].part), 0) == STR_NONE)
			print_error(
			    "%s: %.*s\n", keys[i].text, STR_ARG(j.text));
		assert_int_equal(j.state, keys[i].state);
		assert_int_not_equal(
		    str_find(j.text, str_of(keys[i].part), 0), STR_NONE);
	}
	arena_release(&arena);
}

/* ---------------------------------------------------------------------- DMARC */

static const struct {
	const char *text;
	bool fine;
	int reports;
	enum doctor_state state; /* for a mail from the domain itself */
	const char *part;
} policies[] = {
	{ "v=DMARC1; p=none; rua=mailto:a@x.example", true, 1, DOCTOR_OK,
	    "policy none" },
	{ "v=DMARC1;p=Reject;rua=mailto:a@x.example!10m, mailto:b@y.example",
	    true, 2, DOCTOR_OK, "policy Reject" },
	{ "v=DMARC1; p=quarantine; sp=none; adkim=s; aspf=s; ruf=mailto:x@y; "
	  "fo=1; rua=mailto:a@x.example",
	    true, 1, DOCTOR_OK, "policy quarantine" },
	{ "v=DMARC1; p=none", true, 0, DOCTOR_WARNING, "no reports" },
	{ "v=DMARC1; p=reject; pct=5; rua=mailto:a@x.example", true, 1,
	    DOCTOR_WARNING, "only 5 of" },
	{ "v=DMARC1", false, 0, DOCTOR_WRONG, "policy" },
	{ "v=DMARC1; p=block", false, 0, DOCTOR_WRONG, "policy" },
	{ "v=DMARC1; p=none; sp=what", false, 0, DOCTOR_WRONG, "policy" },
	{ "v=dmarc1; p=none", false, 0, DOCTOR_WRONG, "begin" },
	{ "p=none; v=DMARC1", false, 0, DOCTOR_WRONG, "begin" },
	{ "v=DMARC1; p=none; adkim=x", false, 0, DOCTOR_WRONG, "r or s" },
	{ "v=DMARC1; p=none; pct=101", false, 0, DOCTOR_WRONG, "pct" },
	{ "v=DMARC1; p=none; pct=1e1", false, 0, DOCTOR_WRONG, "pct" },
	{ "v=DMARC1; p=none; rua=a@x.example", false, 0, DOCTOR_WRONG, "rua" },
	{ "v=DMARC1; p=none; rua=mailto:x", false, 0, DOCTOR_WRONG, "rua" },
	{ "v=DMARC1; p=none; rua=mailto:a\n@x", false, 0, DOCTOR_WRONG, "rua" },
	{ "v=DMARC1; p=none; p=none", false, 0, DOCTOR_WRONG, "twice" },
	{ "", false, 0, DOCTOR_WRONG, "begin" },
};

static void test_dmarc(void **state)
{
	struct arena arena = { 0 };
	struct str x = STR("x.example");

	(void)state;
	for (size_t i = 0; i < COUNT(policies); i++) {
		struct dmarc d;
		struct judgement j;
		const char *why = NULL;

		assert_int_equal(
		    dmarc_read(&arena, str_of(policies[i].text), &d, &why),
		    policies[i].fine);
		if (!policies[i].fine) {
			assert_non_null(strstr(why, policies[i].part));
			continue;
		}
		assert_int_equal(d.reports.count, policies[i].reports);
		j = dmarc_judge(&arena, &d, x, x);
		assert_int_equal(j.state, policies[i].state);
		assert_int_not_equal(
		    str_find(j.text, str_of(policies[i].part), 0), STR_NONE);
	}
	arena_release(&arena);
}

static const struct {
	const char *from, *other, *organisation;
	bool relaxed, strict;
} pairs[] = {
	{ "x.example", "X.example.", "x.example", true, true },
	{ "x.example", "mail.x.example", "x.example", true, false },
	{ "mail.x.example", "x.example", "x.example", true, false },
	{ "a.x.example", "b.x.example", "x.example", true, false },
	{ "x.example", "y.example", "x.example", false, false },
	{ "x.example", "xx.example", "x.example", false, false },
	{ "x.example", "x.example.net", "x.example", false, false },
};

static void test_alignment(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(pairs); i++) {
		struct str from = str_of(pairs[i].from);
		struct str other = str_of(pairs[i].other);
		struct str top = str_of(pairs[i].organisation);

		assert_int_equal(dmarc_is_aligned(from, other, top, false),
		    pairs[i].relaxed);
		assert_int_equal(
		    dmarc_is_aligned(from, other, top, true), pairs[i].strict);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_taglist),
		cmocka_unit_test(test_dkim),
		cmocka_unit_test(test_dmarc),
		cmocka_unit_test(test_alignment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
