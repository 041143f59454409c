/* What a store of the protocol of S3 answers. */
#include "test/test.h"

#include "base/limits.h"
#include "base/strbuf.h"
#include "publish/s3_answer.h"

static struct arena arena;

static int tear_down(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define NS " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\""
#define KEY(name, etag, size)                                          \
	"<Contents><Key>" name "</Key><LastModified>2026-09-02T"       \
	"00:00:00.000Z</LastModified><ETag>" etag "</ETag><Size>" size \
	"</Size><StorageClass>STANDARD</StorageClass></Contents>"
#define LIST(inner) "<ListBucketResult>" inner "</ListBucketResult>"

/* NAME:ETAG:SIZE|... >TOKEN; "!" if it is no list. */
static struct str told(struct str xml)
{
	struct s3_list list = { .count = 0 };
	struct error err = { "" };
	struct str token, all = STR("");

	if (!s3_list_read(&arena, xml, &list, &token, &err)) {
		assert_true(err.text[0] != '\0');
		assert_int_equal(list.count, 0);
		return STR("!");
	}
	for (size_t i = 0; i < list.count; i++)
		all = arena_printf(&arena, "%.*s%.*s:%.*s:%lld|", STR_ARG(all),
		    STR_ARG(list.key[i].name), STR_ARG(list.key[i].etag),
		    (long long)list.key[i].size);
	return arena_printf(&arena, "%.*s>%.*s", STR_ARG(all), STR_ARG(token));
}

static const struct {
	const char *xml, *told;
} lists[] = {
	{ XML "<ListBucketResult" NS "><Name>news</Name><IsTruncated>false"
	      "</IsTruncated>" KEY(
		  "a/b.html", "&quot;00ff&quot;", "12") "</ListBucketResult>",
	    "a/b.html:00ff:12|>" },
	/* Without a namespace, with one that is named, with blanks. */
	{ LIST(KEY("a", "\"00\"", "0") KEY("b", "01", "1")),
	    "a:00:0|b:01:1|>" },
	{ "<s:ListBucketResult xmlns:s=\"x:\"><s:Contents><s:Key>a</s:Key>"
	  "<s:Size>3</s:Size></s:Contents></s:ListBucketResult>",
	    "a::3|>" },
	{ "<ListBucketResult>\n  <Contents>\n    <Key>a</Key>\n"
	  "    <Size>3</Size>\n  </Contents>\n</ListBucketResult>\n",
	    "a::3|>" },
	/* Pages. */
	{ LIST("<IsTruncated>true</IsTruncated><NextContinuationToken>1/+="
	       "</NextContinuationToken>" KEY("a", "00", "1")),
	    "a:00:1|>1/+=" },
	{ LIST("<IsTruncated>false</IsTruncated><NextContinuationToken>x"
	       "</NextContinuationToken>"),
	    ">" },
	{ LIST("<NextContinuationToken>x</NextContinuationToken>"), ">" },
	/* There is more, and nothing leads to it. */
	{ LIST("<IsTruncated>true</IsTruncated>" KEY("a", "00", "1")), "!" },
	{ LIST("<IsTruncated>true</IsTruncated><NextContinuationToken/>" KEY(
	      "a", "00", "1")),
	    "!" },
	/* What is missing, or is none. */
	{ LIST(""), ">" },
	{ "<ListBucketResult/>", ">" },
	{ LIST("<Contents/>"), ">" },
	{ LIST("<Contents><Key/><Size>1</Size></Contents>"), ">" },
	{ LIST("<Contents><Key>a</Key></Contents>"), "a::-1|>" },
	{ LIST(KEY("a", "", "")), "a::-1|>" },
	{ LIST(KEY("a", "\"", "-1")), "a:\":-1|>" },
	{ LIST(KEY("a", "\"\"", "1e3")), "a::-1|>" },
	{ LIST(KEY("a", "00", "9223372036854775807")),
	    "a:00:9223372036854775807|>" },
	{ LIST(KEY("a", "00", "9223372036854775808")), "a:00:-1|>" },
	{ LIST(KEY("a", "00", "99999999999999999999999")), "a:00:-1|>" },
	/* The first of two. */
	{ LIST("<Contents><Key>a</Key><Key>b</Key><Size>1</Size></Contents>"),
	    "a::1|>" },
	/* Only where it belongs. */
	{ LIST("<X><Contents><Key>a</Key></Contents></X>"), ">" },
	{ LIST("<Contents><X><Key>a</Key></X></Contents>"), ">" },
	/* Names with all that XML can say. */
	{ LIST(KEY("a&amp;b &lt;c&gt; &#xfc;&#x1f4a1;", "00", "1")),
	    "a&b <c> \xc3\xbc\xf0\x9f\x92\xa1:00:1|>" },
	{ LIST(KEY("\xc3\xbc/..//x", "00", "1")), "\xc3\xbc/..//x:00:1|>" },
	{ "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" LIST(
	      KEY("\xfc", "00", "1")),
	    "\xc3\xbc:00:1|>" },
	{ LIST("<!-- lamps -->" KEY("<![CDATA[a&b]]>", "00", "1")),
	    "a&b:00:1|>" },
	/* Something else. */
	{ "", "!" },
	{ " ", "!" },
	{ "<html><body>It works</body></html>", "!" },
	{ "<!DOCTYPE html><html></html>", "!" },
	{ "{\"keys\": []}", "!" },
	{ "<Error><Code>NoSuchBucket</Code></Error>", "!" },
	{ "<ListBucketResult>", "!" },
	{ LIST("<Contents>"), "!" },
	{ LIST("&nbsp;"), "!" },
	{ LIST("") LIST(""), "!" },
	{ LIST(KEY("\xff", "00", "1")), "!" },
	{ LIST(KEY("&#0;", "00", "1")), "!" },
	/* Entities of its own, and files of others. */
	{ "<!DOCTYPE x [<!ENTITY a \"b\">]>" LIST(KEY("&a;", "00", "1")), "!" },
	{ "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">" LIST(""), "!" },
	{ "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>" LIST(
	      KEY("&a;", "00", "1")),
	    "!" },
	{ "<?xml version=\"1.0\" encoding=\"UTF-7\"?>+ADwAIQ-DOCTYPE x "
	  "[+ADwAIQ-ENTITY a \"b\"+AD4]+AD4" LIST(KEY("&a;", "00", "1")),
	    "!" },
};

static void test_lists(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(lists); i++) {
		struct str is = told(str_of(lists[i].xml));

		if (!str_eq(is, str_of(lists[i].told)))
			print_error("%s\n", lists[i].xml);
		assert_str(is, lists[i].told);
	}
}

/* The same in UTF-16, where no "<!" can be seen. */
static struct str wide(struct str text)
{
	struct strbuf out;
	struct str all;

	strbuf_init(&out, 1 << 20);
	strbuf_lit(&out, "\xff\xfe");
	for (size_t i = 0; i < text.len; i++) {
		strbuf_add_char(&out, text.at[i]);
		strbuf_add_char(&out, '\0');
	}
	all = arena_str(&arena, strbuf_str(&out));
	strbuf_release(&out);
	return all;
}

static void test_wide(void **state)
{
	static const char bomb[] =
	    "<!DOCTYPE x [<!ENTITY a \"lamplamplamplamp\">"
	    "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
	    "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">"
	    "<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">"
	    "<!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\">"
	    "<!ENTITY f \"&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;\">"
	    "<!ENTITY g \"&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;\">"
	    "<!ENTITY h \"&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;\">]>" LIST(
		KEY("&h;", "00", "1"));

	(void)state;
	assert_str(told(wide(STR(LIST(KEY("a", "00", "1"))))), "a:00:1|>");
	assert_str(told(wide(str_of(bomb))), "!");
	assert_str(told(wide(STR("<!DOCTYPE x [<!ENTITY a \"b\">]>" LIST(
		       KEY("&a;", "00", "1"))))),
	    "!");
	assert_true(arena.total < 1 << 20);
}

static void test_pages(void **state)
{
	struct s3_list list = { .count = 0 };
	struct error err;
	struct str token;

	(void)state;
	assert_null(s3_list_find(&list, STR("a")));
	s3_list_sort(&list);
	assert_true(s3_list_read(&arena,
	    STR(LIST("<IsTruncated>true</IsTruncated><NextContinuationToken>2"
		     "</NextContinuationToken>" KEY("c", "02", "2")
			 KEY("a", "00", "0"))),
	    &list, &token, &err));
	assert_str(token, "2");
	/* One that fails leaves what there is. */
	assert_false(s3_list_read(&arena, STR("x"), &list, &token, &err));
	assert_int_equal(list.count, 2);
	assert_true(s3_list_read(
	    &arena, STR(LIST(KEY("b", "01", "1"))), &list, &token, &err));
	assert_int_equal(token.len, 0);
	assert_int_equal(list.count, 3);
	s3_list_sort(&list);
	assert_str(list.key[0].name, "a");
	assert_int_equal(s3_list_find(&list, STR("b"))->size, 1);
	assert_int_equal(s3_list_find(&list, STR("c"))->size, 2);
	assert_null(s3_list_find(&list, STR("")));
	assert_null(s3_list_find(&list, STR("ab")));
}

static void test_long(void **state)
{
	struct strbuf xml;
	struct error err;
	struct str token;
	struct s3_list list = { .count = 0 };

	(void)state;
	strbuf_init(&xml, 2 * LIMIT_SOURCE);
	strbuf_lit(&xml, "<ListBucketResult>");
	strbuf_add_repeat(&xml, ' ', LIMIT_SOURCE);
	strbuf_lit(&xml, "</ListBucketResult>");
	assert_false(
	    s3_list_read(&arena, strbuf_str(&xml), &list, &token, &err));
	strbuf_reset(&xml);
	for (int i = 0; i < 100000; i++)
		strbuf_lit(&xml, "<ListBucketResult>");
	assert_false(
	    s3_list_read(&arena, strbuf_str(&xml), &list, &token, &err));
	strbuf_release(&xml);
}

/* ----------------------------------------------------------------------- holds */

static void test_holds(void **state)
{
	static const struct {
		const char *etag;
		uint64_t size;
		struct str data;
		bool holds;
	} cases[] = {
#define EMPTY "d41d8cd98f00b204e9800998ecf8427e"
#define ABC "900150983cd24fb0d6963f7d28e17f72" /* RFC 1321, A.5 */
		{ ABC, 3, STR_INIT("abc"), true },
		{ "900150983CD24FB0D6963F7D28E17F72", 3, STR_INIT("abc"),
		    true },
		{ EMPTY, 0, STR_INIT(""), true },
		{ EMPTY, 0, { NULL, 0 }, true },
		{ ABC, 4, STR_INIT("abc"), false },
		{ ABC, 3, STR_INIT("abd"), false },
		{ ABC, UINT64_MAX, STR_INIT("abc"), false },
		{ "", 3, STR_INIT("abc"), false },
		/* Sent in parts; weak; cut. */
		{ ABC "-2", 3, STR_INIT("abc"), false },
		{ "W/\"" ABC "\"", 3, STR_INIT("abc"), false },
		{ "900150983cd24fb0d6963f7d28e17f7", 3, STR_INIT("abc"),
		    false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct s3_key key = { .name = STR("a"),
			.etag = str_of(cases[i].etag),
			.size = cases[i].size };

		assert_int_equal(
		    s3_key_holds(&key, cases[i].data), cases[i].holds);
	}
}

/* ---------------------------------------------------------------------- errors */

static void test_errors(void **state)
{
	static const struct {
		const char *xml, *code, *message;
	} cases[] = {
		{ XML "<Error><Code>SignatureDoesNotMatch</Code><Message>The "
		      "request signature does not match.</Message>"
		      "<Resource>/news</Resource></Error>",
		    "SignatureDoesNotMatch",
		    "The request signature does not match." },
		{ "<Error" NS "><Code>NoSuchKey</Code></Error>", "NoSuchKey",
		    "" },
		{ "<Error><Message>x</Message></Error>", "", "x" },
		{ "<Error/>", "", "" },
		{ "<Error><Code>a&#x7f;b</Code></Error>", "ab", "" },
		{ "", "", "" },
		{ "not found", "", "" },
		{ "<html><Code>x</Code></html>", "", "" },
		{ "<ListBucketResult><Code>x</Code></ListBucketResult>", "",
		    "" },
		{ "<Error><Code>x</Error>", "", "" },
		{ "<!DOCTYPE x [<!ENTITY a \"b\">]><Error><Code>&a;</Code>"
		  "</Error>",
		    "", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct s3_error e = s3_error_read(&arena, str_of(cases[i].xml));

		assert_str(e.code, cases[i].code);
		assert_str(e.message, cases[i].message);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_lists, tear_down),
		cmocka_unit_test_teardown(test_wide, tear_down),
		cmocka_unit_test_teardown(test_pages, tear_down),
		cmocka_unit_test_teardown(test_long, tear_down),
		cmocka_unit_test_teardown(test_holds, tear_down),
		cmocka_unit_test_teardown(test_errors, tear_down),
	};

	return cmocka_run_group_tests_name("s3_answer", tests, NULL, NULL);
}
