/* Candidates as lines of JSON. */
#include <stdio.h>

#include "../test.h"

#include "inbox/inbox.h"

static struct section_rule sections[] = {
	{ .id = STR_INIT("news"), .title = STR_INIT("Observations") },
};
static const struct settings settings = { .section = sections, .sections = 1 };

static bool read_line(struct arena *arena, const char *line,
    struct candidate *c, struct error *err)
{
	return candidate_read(
	    arena, str_of(line), &settings, STR("command"), c, err);
}

static struct candidate must_read(struct arena *arena, const char *line)
{
	struct candidate c;
	struct error err;

	if (!read_line(arena, line, &c, &err))
		fail_msg("%s: %s", line, err.text);
	return c;
}

static void test_read(void **state)
{
	struct arena arena = { 0 };
	struct candidate c = must_read(&arena,
	    "{\"kind\":\"event\",\"source\":\"groups\",\"source_address\":"
	    "\"https://groups.example.org\",\"seen\":\"2026-03-04T12:00:00Z\","
	    "\"raw_hash\":\"00Ff\",\"rule\":\"r\",\"section\":\"observations\","
	    "\"id\":7,\"state\":\"published\",\"fields\":{\"title\":\" Night "
	    "\",\"url\":\"https://example.org/\",\"first\":\"2026-03-07\","
	    "\"places\":[{\"city\":\"Lisbon\"}]},\"origin\":{\"title\":\"h1\"}}");

	(void)state;
	assert_int_equal(c.kind, CANDIDATE_EVENT);
	assert_int_equal(c.state, CANDIDATE_NEW);
	assert_true(c.id == 0 && c.seen == 1772625600);
	assert_str(c.source, "groups");
	assert_str(c.section, "news");
	assert_str(c.title, "Night");
	assert_int_equal(c.day.day, 7);
	assert_int_equal(c.raw_hash.len, 2);
	assert_memory_equal(c.raw_hash.at, "\x00\xff", 2);
	assert_str(c.origin, "{\"title\":\"h1\"}");
	assert_non_null(strstr(c.words.at, "Lisbon"));
	arena_release(&arena);
}

/* What a decision is about, beside its address. */
static void test_stages(void **state)
{
	static const struct {
		const char *fields, *stage; /* behind the title and address */
	} cases[] = {
		{ "", "" },
		{ ",\"kind\":\"approved\"", "approved" },
		{ ",\"kind\":\"proposed\",\"disposition\":\"new\"",
		    "proposed" },
		{ ",\"kind\":\"proposed\",\"disposition\":\"updated\"",
		    "proposed updated" },
		{ ",\"kind\":\"comment-period\",\"disposition\":\"merge\","
		  "\"opened\":\"2026-11-18\"",
		    "comment-period 2026-11-18" },
		{ ",\"kind\":3,\"opened\":\"2026-11-18\"", "" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str line = arena_printf(&arena,
		    "{\"kind\":\"decision\",\"fields\":{\"title\":\"T\","
		    "\"url\":\"https://example.org/\"%s}}",
		    cases[i].fields);

		assert_str(must_read(&arena, line.at).stage, cases[i].stage);
	}
	arena_release(&arena);
}

/* The shapes that `show` has for each kind. */
static void test_shapes(void **state)
{
	static const struct {
		const char *line, *title, *url;
	} cases[] = {
		{ "{\"kind\":\"link\",\"fields\":{\"kind\":\"link\",\"text\":"
		  "\"T\",\"links\":[{\"text\":\"x\",\"url\":\"http://a.org\"}],"
		  "\"tags\":[]}}",
		    "T", "http://a.org" },
		{ "{\"kind\":\"feature\",\"fields\":{\"kind\":\"crate\",\"name\""
		  ":\"N\",\"text\":\"T\",\"url\":\"http://a.org\"}}",
		    "N", "http://a.org" },
		{ "{\"kind\":\"feature\",\"fields\":{\"kind\":\"quote\",\"name\""
		  ":null,\"text\":\"Words\",\"url\":null}}",
		    "Words", "" },
		{ "{\"kind\":\"call\",\"fields\":{\"kind\":\"testing\",\"title\""
		  ":\"T\",\"url\":\"http://a.org\"}}",
		    "T", "http://a.org" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct candidate c = must_read(&arena, cases[i].line);

		assert_str(c.title, cases[i].title);
		assert_str(c.url, cases[i].url);
		assert_str(c.source, "command");
	}
	arena_release(&arena);
}

static void test_limits(void **state)
{
	struct arena arena = { 0 };
	struct candidate c;
	struct error err;
	struct strbuf line;

	(void)state;
	strbuf_init(&line, MIB);
	strbuf_lit(&line, "{\"kind\":\"link\",\"fields\":{\"title\":\"t\","
			  "\"url\":\"https://example.org/");
	strbuf_add_repeat(&line, 'a', LIMIT_URL);
	strbuf_lit(&line, "\"}}");
	assert_false(read_line(&arena, line.buf, &c, &err));
	assert_non_null(strstr(err.text, "too long"));
	strbuf_add_repeat(&line, ' ', LIMIT_CANDIDATE);
	assert_false(read_line(&arena, line.buf, &c, &err));
	assert_non_null(strstr(err.text, "longer than 64 KiB"));
	strbuf_reset(&line);
	strbuf_lit(&line, "{\"kind\":\"feature\",\"fields\":{\"text\":\"");
	for (int i = 0; i < 5000; i++)
		strbuf_lit(&line, "\xe6\x97\xa5");
	strbuf_lit(&line, "\"}}");
	c = must_read(&arena, line.buf);
	assert_int_equal(c.title.len, 300);
	assert_false(read_line(
	    &arena, "{\"kind\":\"link\",\"kind\":\"link\"}", &c, &err));
	strbuf_release(&line);
	arena_release(&arena);
}

static void test_written(void **state)
{
	const struct candidate c = { .id = 7,
		.kind = CANDIDATE_LINK,
		.state = CANDIDATE_PUBLISHED,
		.key = STR("https://example.org/"),
		.source = STR("planet"),
		.seen = 1772625600,
		.title = STR("a < b"),
		.url = STR("https://example.org/"),
		.fields = STR("{\"title\":\"a < b\"}"),
		.contact = STR("reader@example.org"),
		.tag = STR("secret"),
		.issue = 150 };
	struct strbuf out;

	(void)state;
	strbuf_init(&out, MIB);
	candidate_add_result(&out, "done", &c);
	assert_non_null(strstr(out.buf, "{\"result\":\"done\",\"id\":7,"));
	assert_non_null(strstr(out.buf, "\"issue\":150"));
	assert_non_null(strstr(out.buf, "\"seen\":\"2026-03-04T12:00:00Z\""));
	assert_non_null(
	    strstr(out.buf, "\"fields\":{\"title\":\"a \\u003c b\"}"));
	assert_non_null(strstr(out.buf, "\"origin\":null"));
	/* Who sent it in is nobody else's business. */
	assert_null(strstr(out.buf, "reader@"));
	assert_null(strstr(out.buf, "secret"));
	strbuf_release(&out);
}

static void test_fields(void **state)
{
	struct arena arena = { 0 };
	struct candidate_fields f = candidate_fields(&arena,
	    STR("{\"title\":\" T \",\"n\":7,\"no\":null,\"none\":[],\"some\":"
		"[1,\"x\"],\"yes\":true,\"empty\":\"\"}"));

	(void)state;
	assert_int_equal(f.count, 4);
	assert_str(f.field[0].name, "title");
	assert_str(f.field[0].text, "T");
	assert_str(f.field[1].text, "7");
	assert_str(f.field[2].text, "[1,\"x\"]");
	assert_str(f.field[3].text, "true");
	assert_int_equal(
	    candidate_fields(&arena, (struct str){ NULL, 0 }).count, 0);
	assert_int_equal(candidate_fields(&arena, STR("[")).count, 0);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_stages),
		cmocka_unit_test(test_shapes),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_written),
		cmocka_unit_test(test_fields),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
