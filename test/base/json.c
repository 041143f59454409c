/* The writer of JSON: commas, escapes, and every byte. */
#include "../test.h"

#include "base/json.h"

static void test_structure(void **state)
{
	struct str text[] = { STR_INIT("<"), { NULL, 0 } };
	const struct str_list texts = { text, COUNT(text) };
	struct strbuf out;
	struct json j;

	(void)state;
	strbuf_init(&out, 1000);
	json_init(&j, &out);
	json_object(&j);
	json_member(&j, "title", STR("a"));
	json_member(&j, "none", (struct str){ NULL, 0 });
	json_member(&j, "empty", STR(""));
	json_key(&j, "list");
	json_array(&j);
	json_number(&j, INT64_MIN);
	json_number(&j, INT64_MAX);
	json_decimal(&j, STR("-0.5"));
	json_decimal(&j, STR(""));
	json_bool(&j, true);
	json_bool(&j, false);
	json_null(&j);
	json_raw(&j, STR("{\"a\":[\"<b>\"]}"));
	json_raw(&j, (struct str){ NULL, 0 });
	json_object(&j);
	json_end(&j);
	json_array(&j);
	json_end(&j);
	json_end(&j);
	json_member_number(&j, "n", 7);
	json_member_list(&j, "texts", &texts);
	json_member_list(&j, "no texts", &(struct str_list){ NULL, 0 });
	json_end(&j);
	assert_str(strbuf_str(&out),
	    "{\"title\":\"a\",\"none\":null,\"empty\":\"\",\"list\":"
	    "[-9223372036854775808,9223372036854775807,-0.5,null,true,false,"
	    "null,{\"a\":[\"\\u003cb\\u003e\"]},null,{},[]],\"n\":7,\"texts\":[\"\\u003c\",null],"
	    "\"no texts\":[]}");
	strbuf_release(&out);
}

static void test_escapes(void **state)
{
	static const struct {
		struct str text;
		const char *want;
	} cases[] = {
		{ STR_INIT("\"\\/"), "\"\\\"\\\\/\"" },
		{ STR_INIT("\n\r\t\b"), "\"\\n\\r\\t\\u0008\"" },
		{ STR_INIT("a\0b\x7f"), "\"a\\u0000b\\u007f\"" },
		{ STR_INIT("</script>&"), "\"\\u003c/script\\u003e\\u0026\"" },
		{ STR_INIT("\xe2\x80\xa8\xe2\x80\xa9"), "\"\\u2028\\u2029\"" },
		{ STR_INIT("\xf0\x9f\xa6\x80"), "\"\xf0\x9f\xa6\x80\"" },
		{ STR_INIT("\xff"
			   "a\xed\xa0\x80"),
		    "\"\xef\xbf\xbd"
		    "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
		{ STR_INIT("\xc3"), "\"\xef\xbf\xbd\"" },
	};
	struct strbuf out;

	(void)state;
	strbuf_init(&out, 1000);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct json j;

		strbuf_reset(&out);
		json_init(&j, &out);
		json_str(&j, cases[i].text);
		assert_str(strbuf_str(&out), cases[i].want);
	}
	strbuf_release(&out);
}

static void test_keys_are_escaped(void **state)
{
	struct strbuf out;
	struct json j;

	(void)state;
	strbuf_init(&out, 1000);
	json_init(&j, &out);
	json_object(&j);
	json_member(&j, "a\"<", STR("x"));
	json_end(&j);
	assert_str(strbuf_str(&out), "{\"a\\\"\\u003c\":\"x\"}");
	strbuf_release(&out);
}

static void test_full_depth(void **state)
{
	struct strbuf out;
	struct json j;

	(void)state;
	strbuf_init(&out, 1000);
	json_init(&j, &out);
	for (int i = 0; i < JSON_DEPTH; i++)
		json_array(&j);
	for (int i = 0; i < JSON_DEPTH; i++)
		json_end(&j);
	assert_int_equal(out.len, 2 * JSON_DEPTH);
	assert_int_equal(out.buf[JSON_DEPTH], ']');
	strbuf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_structure),
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_keys_are_escaped),
		cmocka_unit_test(test_full_depth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
