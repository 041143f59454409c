/* What an IMAP server says, piece by piece. */
#include "../test.h"

#include "base/imap_reply.h"

enum { MAX = 200 };

static const struct {
	const char *said, *tag;
	enum imap_status status;
	const char *code, *text;
} replies[] = {
	{ "* OK ready\r\n", "*", IMAP_OK, "", "ready" },
	{ "* PREAUTH you are in\r\n", "*", IMAP_OK, "", "you are in" },
	{ "* bye [X Y] gone\n", "*", IMAP_BYE, "X Y", "gone" },
	{ "S1 NO [READ-ONLY]\r\n", "S1", IMAP_NO, "READ-ONLY", "" },
	{ "S1 BAD [open\r\n", "S1", IMAP_BAD, "", "[open" },
	{ "+ go on\r\n", "+", IMAP_NONE, "", "go on" },
	{ "* 3 EXISTS\r\n", "*", IMAP_NONE, "", "3 EXISTS" },
	{ "* OK {5}\r\n", "*", IMAP_OK, "", "{5}" },
	{ "S1 OK {5}\r\n", "S1", IMAP_OK, "", "{5}" },
	{ "* X {5}\r\na\r\nb\r)\r\n", "*", IMAP_NONE, "",
	    "X {5}\r\na\r\nb\r)" },
	{ "* X {0}\r\n{1}\r\n\n\r\n", "*", IMAP_NONE, "",
	    "X {0}\r\n{1}\r\n\n" },
	{ "* X {1}\r\n\r\n", "*", IMAP_NONE, "", "X {1}\r\n" },
	{ "* X {a}\r\n", "*", IMAP_NONE, "", "X {a}" },
	{ "\r\n", "", IMAP_NONE, "", "" },
};

static void read_in_pieces(size_t i, size_t piece)
{
	struct str said = str_of(replies[i].said);
	struct imap_reader reader;
	struct imap_reply r;
	enum imap_read read = IMAP_READ_MORE;

	imap_reader_init(&reader, MAX);
	for (size_t at = 0; at < said.len; at += piece) {
		assert_int_equal(read, IMAP_READ_MORE);
		imap_reader_add(&reader, str_sub(said, at, at + piece));
		read = imap_reader_next(&reader, &r);
	}
	if (read != IMAP_READ_REPLY)
		fail_msg("%s: %d", replies[i].said, read);
	assert_str(r.tag, replies[i].tag);
	assert_int_equal(r.status, replies[i].status);
	assert_str(r.code, replies[i].code);
	assert_str(r.text, replies[i].text);
	assert_int_equal(imap_reader_next(&reader, &r), IMAP_READ_MORE);
	imap_reader_release(&reader);
}

static void test_replies(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(replies); i++)
		for (size_t piece = 1; piece < 30; piece++)
			read_in_pieces(i, piece);
}

static void test_too_long(void **state)
{
	static const char *const said[] = { "* X {201}\r\n",
		"* X {4294967295}\r\n", "* X {189}\r\n" };
	struct imap_reader reader;
	struct imap_reply r;

	(void)state;
	for (size_t i = 0; i < COUNT(said); i++) {
		imap_reader_init(&reader, MAX);
		imap_reader_add(&reader, str_of(said[i]));
		assert_int_equal(imap_reader_next(&reader, &r),
		    i < 2 ? IMAP_READ_BROKEN : IMAP_READ_MORE);
		for (size_t j = 0; j <= MAX; j++)
			imap_reader_add(&reader, STR("x"));
		assert_int_equal(
		    imap_reader_next(&reader, &r), IMAP_READ_BROKEN);
		imap_reader_release(&reader);
	}
}

static struct imap_reply data_of(const char *text)
{
	return (struct imap_reply){ .tag = STR("*"), .text = str_of(text) };
}

static void test_search(void **state)
{
	struct imap_reply r = data_of("search 3 1 x 0 4294967296 7 (MODSEQ 9)");
	struct str rest;

	(void)state;
	assert_true(imap_reply_is_search(&r, &rest));
	assert_int_equal(imap_search_next(&rest), 3);
	assert_int_equal(imap_search_next(&rest), 1);
	assert_int_equal(imap_search_next(&rest), 7);
	assert_int_equal(imap_search_next(&rest), 0);
	r = data_of("SEARCHES 3");
	assert_false(imap_reply_is_search(&r, &rest));
}

static const struct {
	const char *text;
	bool readable;
	uint32_t uid;
	uint64_t size;
	const char *body; /* NULL: unset */
} fetches[] = {
	{ "1 FETCH (UID 7 RFC822.SIZE 9 BODY[]<0> {3}\r\na)b)", true, 7, 9,
	    "a)b" },
	{ "1 fetch (body[] {0}\r\n uid 7)", true, 7, 0, "" },
	{ "1 FETCH (FLAGS (\\Seen (a \"b)\" {2}\r\n)) ()) NIL) UID 7)", true, 7,
	    0, NULL },
	{ "1 FETCH (BODY[HEADER.FIELDS (A B)] {1}\r\nx UID 7)", true, 7, 0,
	    NULL },
	{ "1 FETCH (BODY[] NIL UID 7)", true, 7, 0, NULL },
	{ "1 FETCH (BODY[] \"a\\\"b\")", true, 0, 0, "a\\\"b" },
	{ "1 FETCH ()", true, 0, 0, NULL },
	{ "1 FETCH (UID 7", false, 0, 0, NULL },
	{ "1 FETCH (UID)", false, 0, 0, NULL },
	{ "1 FETCH (UID )", false, 0, 0, NULL },
	{ "1 FETCH (BODY[] {9}\r\nshort)", false, 0, 0, NULL },
	{ "1 FETCH (BODY[] \"open)", false, 0, 0, NULL },
	{ "1 FETCH ((((", false, 0, 0, NULL },
	{ "1 EXISTS", false, 0, 0, NULL },
	{ "FETCH (UID 7)", false, 0, 0, NULL },
};

static void test_fetch(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(fetches); i++) {
		struct imap_reply r = data_of(fetches[i].text);
		struct imap_fetched f = { .uid = 0 };

		if (imap_reply_is_fetch(&r, &f) != fetches[i].readable ||
		    f.uid != fetches[i].uid || f.size != fetches[i].size ||
		    (f.body.at == NULL) != (fetches[i].body == NULL))
			fail_msg("%s", fetches[i].text);
		if (fetches[i].body != NULL)
			assert_str(f.body, fetches[i].body);
	}
}

/* The letters are of RFC 3501, section 5.1.3, but for the last ones. */
static const struct {
	const char *name, *said;
} folders[] = {
	{ "INBOX", "\"INBOX\"" },
	{ "a \"b\" \\c", "\"a \\\"b\\\" \\\\c\"" },
	{ "a & b", "\"a &- b\"" },
	{ "&", "\"&-\"" },
	{ "R\xc3\xbc"
	  "ckl\xc3\xa4ufer",
	    "\"R&APw-ckl&AOQ-ufer\"" },
	{ "\xe5\x8f\xb0\xe5\x8c\x97", "\"&U,BTFw-\"" },
	{ "~peter/mail/\xe5\x8f\xb0\xe5\x8c\x97/\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa"
	  "\x9e",
	    "\"~peter/mail/&U,BTFw-/&ZeVnLIqe-\"" },
	{ "\xf0\x9f\x93\xac", "\"&2D3c7A-\"" },
	{ "", NULL },
	{ "\xff", NULL },
	{ "a\r\nb", NULL },
	{ "\x7f", NULL },
};

static void test_folders(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(folders); i++) {
		struct strbuf out;

		strbuf_init(&out, MAX);
		assert_int_equal(imap_add_folder(&out, str_of(folders[i].name)),
		    folders[i].said != NULL);
		assert_str(strbuf_str(&out),
		    folders[i].said != NULL ? folders[i].said : "");
		strbuf_release(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_replies),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_search),
		cmocka_unit_test(test_fetch),
		cmocka_unit_test(test_folders),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
