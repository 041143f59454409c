/* Bytes that grow: the invariants hold after every call, full or not. */
#include "../test.h"

#include "base/strbuf.h"

static void assert_buffer(const struct strbuf *sb, const char *want, bool full)
{
	assert_str(strbuf_str(sb), want);
	assert_int_equal(sb->buf[sb->len], '\0');
	assert_int_equal(sb->full, full);
	assert_true(sb->len <= sb->max);
}

static void test_empty(void **state)
{
	struct strbuf sb;

	(void)state;
	strbuf_init(&sb, 10);
	assert_buffer(&sb, "", false);
	strbuf_reset(&sb);
	strbuf_add(&sb, STR(""));
	assert_buffer(&sb, "", false);
	assert_non_null(strbuf_reserve(&sb, 10));
	assert_buffer(&sb, "", false);
	strbuf_release(&sb);
	assert_buffer(&sb, "", false);
}

static void test_append(void **state)
{
	struct strbuf sb;

	(void)state;
	strbuf_init(&sb, 1000);
	strbuf_add_cstr(&sb, "a");
	strbuf_lit(&sb, "bc");
	strbuf_add_char(&sb, 'd');
	strbuf_add_repeat(&sb, '-', 3);
	strbuf_add_number(&sb, 0);
	strbuf_add_number(&sb, UINT64_MAX);
	strbuf_printf(&sb, " %s %d", "x", -7);
	assert_buffer(&sb, "abcd---018446744073709551615 x -7", false);
	strbuf_truncate(&sb, 4);
	assert_buffer(&sb, "abcd", false);
	strbuf_release(&sb);
}

/* What does not fit is left out whole; smaller pieces may still fit. */
static void test_full(void **state)
{
	struct strbuf sb;

	(void)state;
	strbuf_init(&sb, 5);
	strbuf_add_cstr(&sb, "12345");
	assert_buffer(&sb, "12345", false);
	strbuf_add_char(&sb, '6');
	assert_buffer(&sb, "12345", true);
	strbuf_truncate(&sb, 3);
	assert_true(sb.full);
	strbuf_reset(&sb);
	assert_buffer(&sb, "", false);
	strbuf_printf(&sb, "%s", "too long");
	assert_buffer(&sb, "", true);
	strbuf_add_repeat(&sb, 'x', SIZE_MAX);
	assert_null(strbuf_reserve(&sb, 6));
	strbuf_add_code_point(&sb, 0x1f980);
	assert_buffer(&sb, "\xf0\x9f\xa6\x80", true);
	strbuf_add_code_point(&sb, 0xe9);
	assert_buffer(&sb, "\xf0\x9f\xa6\x80", true);
	strbuf_release(&sb);
}

static void test_code_points(void **state)
{
	static const struct {
		uint32_t code_point;
		const char *want;
	} cases[] = {
		{ 0x7f, "\x7f" },
		{ 0x80, "\xc2\x80" },
		{ 0x7ff, "\xdf\xbf" },
		{ 0x800, "\xe0\xa0\x80" },
		{ 0xd7ff, "\xed\x9f\xbf" },
		{ 0xd800, "\xef\xbf\xbd" },
		{ 0xdfff, "\xef\xbf\xbd" },
		{ 0xffff, "\xef\xbf\xbf" },
		{ 0x10000, "\xf0\x90\x80\x80" },
		{ 0x10ffff, "\xf4\x8f\xbf\xbf" },
		{ 0x110000, "\xef\xbf\xbd" },
		{ UINT32_MAX, "\xef\xbf\xbd" },
	};
	struct strbuf sb;

	(void)state;
	strbuf_init(&sb, 8);
	for (size_t i = 0; i < COUNT(cases); i++) {
		strbuf_reset(&sb);
		strbuf_add_code_point(&sb, cases[i].code_point);
		assert_buffer(&sb, cases[i].want, false);
	}
	strbuf_release(&sb);
}

static void test_reserve_and_commit(void **state)
{
	struct strbuf sb;
	char *room;

	(void)state;
	strbuf_init(&sb, 200);
	strbuf_add_char(&sb, 'a');
	room = strbuf_reserve(&sb, 150);
	memset(room, 'b', 150);
	strbuf_commit(&sb, 2);
	assert_buffer(&sb, "abb", false);
	strbuf_release(&sb);
}

static void test_grows_without_loss(void **state)
{
	struct strbuf sb;

	(void)state;
	strbuf_init(&sb, 100000);
	for (int i = 0; i < 100000; i++)
		strbuf_add_char(&sb, (char)('a' + i % 26));
	assert_int_equal(sb.len, 100000);
	assert_false(sb.full);
	for (int i = 0; i < 100000; i++)
		assert_int_equal(sb.buf[i], 'a' + i % 26);
	strbuf_release(&sb);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_append),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_code_points),
		cmocka_unit_test(test_reserve_and_commit),
		cmocka_unit_test(test_grows_without_loss),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
