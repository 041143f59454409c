/* What is said where an issue is announced, and what answers mean. */
#include "../test.h"

#include "base/text.h"
#include "publish/announce_priv.h"

#define E_ACUTE "e\xcc\x81" /* e and a combining accent: one character */
#define FAMILY                                                     \
	"\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d" \
	"\xf0\x9f\x91\xa7" /* three people joined: one character */
#define WAVE "\xf0\x9f\x91\x8b\xf0\x9f\x8f\xbd"   /* with a tone of skin */
#define FLAG "\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa"   /* two letters, one flag */
#define SHALOM "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d" /* right to left */
#define DOTS "\xe2\x80\xa6"
#define ADDRESS "https://tide.example.org/issues/7/"

static struct announcement issue(const char *title, const char *summary)
{
	return (struct announcement){
		.issue = STR("2026-11-12-seven"),
		.title = str_of(title),
		.summary = str_of(summary),
		.address = STR(ADDRESS),
		.name = STR("Low Tide"),
		.language = STR("en"),
		.date = { 2026, 11, 12 },
		.moment = 1794477600,
	};
}

static void test_characters(void **state)
{
	static const struct {
		const char *text;
		size_t characters;
	} cases[] = {
		{ "", 0 },
		{ "abc", 3 },
		{ E_ACUTE, 1 },
		{ FAMILY, 1 },
		{ FAMILY FAMILY, 2 },
		{ WAVE "a" WAVE, 3 },
		{ FLAG FLAG FLAG, 3 },
		{ SHALOM, 4 },
		{ "\r\n", 1 },
		/* no UTF-8 */
		{ "\xff\xfe", 2 },
		{ "a\xe2\x82", 3 },
		/* Hangul of three letters; a letter with its vowel sign */
		{ "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", 1 },
		{ "\xe0\xa4\xa8\xe0\xa4\xbf", 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (text_characters(str_of(cases[i].text)) !=
		    cases[i].characters)
			fail_msg("case %zu: %zu", i,
			    text_characters(str_of(cases[i].text)));
}

static void test_texts(void **state)
{
	static const struct announce_length any = { 0, 0, 0 },
					    c50 = { 50, 0, 0 },
					    c50_links = { 50, 0, 23 },
					    bytes60 = { 300, 60, 0 },
					    bytes40 = { 300, 40, 0 };
	static const struct {
		const char *rule, *title, *summary;
		const struct announce_length *length;
		const char *text;
		bool long_; /* too long whatever is cut */
	} cases[] = {
		{ "{title}: {address}", "Seven", "", &any, "Seven: " ADDRESS,
		    false },
		{ "{name}\n{title}\n{summary}\n{address}", "Seven", "On sand",
		    &any, "Low Tide\nSeven\nOn sand\n" ADDRESS, false },
		/* What looks like a word of the rule in a title is none. */
		{ "{title} {address}", "{address} {x}", "", &any,
		    "{address} {x} " ADDRESS, false },
		{ "{titel} {address}", "Seven", "", &any, "{titel} " ADDRESS,
		    false },
		{ "{title} {address}", "  a\n\tb\x07 ", "", &any,
		    "a b " ADDRESS, false },
		{ "{title} {address} {summary}", "Seven", "", &any,
		    "Seven " ADDRESS, false },
		/* 34 characters are the address: 16 are left. */
		{ "{title} {address}", "123456789012345", "", &c50,
		    "123456789012345 " ADDRESS, false },
		{ "{title} {address}", "1234567890123456", "", &c50,
		    "12345678901234" DOTS " " ADDRESS, false },
		{ "{title} {address}", "Lamps and piers of the north", "", &c50,
		    "Lamps and" DOTS " " ADDRESS, false },
		/* A link counts as 23: 26 are left. */
		{ "{title} {address}", "12345678901234567890123456", "",
		    &c50_links, "12345678901234567890123456 " ADDRESS, false },
		{ "{title} {address}", "123456789012345678901234567", "",
		    &c50_links, "1234567890123456789012345" DOTS " " ADDRESS,
		    false },
		/* ... also one that the rule has. */
		{ "{title} {address} http://a.b", "1234", "", &c50_links,
		    "1" DOTS " " ADDRESS " http://a.b", false },
		/* The summary goes first. */
		{ "{title} {address} {summary}", "Seven", "On sand and mud",
		    &c50, "Seven " ADDRESS " On sand" DOTS, false },
		{ "{title} {address} {summary}", "123456789012345", "On sand",
		    &c50, "123456789012345 " ADDRESS, false },
		{ "{title} {address} {summary}", "1234567890123456", "On sand",
		    &c50, "12345678901234" DOTS " " ADDRESS, false },
		/* Between characters. */
		{ "{title} {address}", FAMILY FAMILY FAMILY, "", &bytes60,
		    FAMILY DOTS " " ADDRESS, false },
		{ "{title} {address}",
		    FLAG FLAG FLAG FLAG FLAG FLAG FLAG FLAG FLAG FLAG FLAG FLAG
			FLAG FLAG FLAG FLAG FLAG,
		    "", &c50,
		    FLAG FLAG FLAG FLAG FLAG FLAG FLAG FLAG FLAG FLAG FLAG FLAG
			FLAG FLAG DOTS " " ADDRESS,
		    false },
		{ "{title} {address}",
		    E_ACUTE E_ACUTE E_ACUTE E_ACUTE E_ACUTE E_ACUTE E_ACUTE
			E_ACUTE E_ACUTE E_ACUTE E_ACUTE E_ACUTE E_ACUTE E_ACUTE
			    E_ACUTE E_ACUTE,
		    "", &c50,
		    E_ACUTE E_ACUTE E_ACUTE E_ACUTE E_ACUTE E_ACUTE E_ACUTE
			E_ACUTE E_ACUTE E_ACUTE E_ACUTE E_ACUTE E_ACUTE E_ACUTE
			    DOTS " " ADDRESS,
		    false },
		{ "{title} {address}", SHALOM " " SHALOM " " SHALOM " " SHALOM,
		    "", &c50, SHALOM " " SHALOM " " SHALOM DOTS " " ADDRESS,
		    false },
		/* No word is near, and one character does not fit. */
		{ "{title} {address}", FAMILY FAMILY FAMILY FAMILY, "",
		    &bytes40, ADDRESS, false },
		{ "Far too much to say about it: {address}", "Seven", "", &c50,
		    "Far too much to say about it: " ADDRESS, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct announcement a =
		    issue(cases[i].title, cases[i].summary);
		const struct announce_rule rule = { .text =
							str_of(cases[i].rule) };
		struct arena arena = { 0 };
		struct str text;
		bool fits = announce_text_within(
		    &arena, &rule, &a, cases[i].length, &text);

		if (fits == cases[i].long_ ||
		    (fits && !str_eq(text, str_of(cases[i].text))))
			fail_msg("case %zu: %d `%.*s`", i, fits, STR_ARG(text));
		assert_true(str_find(text, STR(ADDRESS), 0) != STR_NONE);
		arena_release(&arena);
	}
}

static void test_marks(void **state)
{
	/* Each mark in the text, with a bar between them. */
	static const struct {
		const char *text, *marks;
	} cases[] = {
		{ "", "" },
		{ "no link, https:// is none", "" },
		{ "Seven: " ADDRESS, ADDRESS },
		{ "(" ADDRESS ").", ADDRESS },
		{ "See https://a.example/b. #tide",
		    "https://a.example/b|#tide" },
		{ "https://a.example/b_(c)!", "https://a.example/b_(c)" },
		{ "(https://a.example/b),", "https://a.example/b" },
		{ "http://a.example?x=1&y=#z", "http://a.example?x=1&y=#z" },
		{ "<https://a.example>", "https://a.example" },
		{ "ftp://a.example", "" },
		{ "#tide #T3 (#low-tide) #a_b", "#tide|#T3|#low-tide|#a_b" },
		{ "#7 #2026 C# x#y ## # #-", "" },
		{ "#tide- #tide.", "#tide|#tide" },
		{ "#tide" DOTS, "#tide" },
		{ "#" SHALOM "!", "#" SHALOM },
		{ "#caf" E_ACUTE, "#caf" E_ACUTE },
		{ "#a\xff", "#a" },
		{ FAMILY " " ADDRESS " #b", ADDRESS "|#b" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str text = str_of(cases[i].text);
		struct announce_mark mark = { 0 };
		struct strbuf found;

		strbuf_init(&found, 1000);
		while (announce_next_mark(text, STR(ADDRESS), mark.to, &mark)) {
			if (found.len > 0)
				strbuf_add_char(&found, '|');
			strbuf_add(&found, str_sub(text, mark.from, mark.to));
			assert_int_equal(mark.tag, text.at[mark.from] == '#');
		}
		if (!str_eq(strbuf_str(&found), str_of(cases[i].marks)))
			fail_msg("`%s`: %s", cases[i].text, found.buf);
		strbuf_release(&found);
	}
}

/* An address that ends like a sentence is whole all the same. */
static void test_odd_address(void **state)
{
	struct announce_mark mark;

	(void)state;
	assert_true(announce_next_mark(STR("a https://a.example/b!) c"),
	    STR("https://a.example/b!"), 0, &mark));
	assert_int_equal(mark.from, 2);
	assert_int_equal(mark.to, 22);
}

/* ------------------------------------------------------------------------ keys */

static struct str tid_of(
    struct arena *arena, struct str place, const struct announcement *a)
{
	const struct announce_rule rule = { .name = place,
		.kind = STR("bluesky") };
	const struct announce_job job = { .rule = &rule, .announcement = a };

	return announce_tid(arena, &job);
}

/* atproto.com/specs/tid: 13 digits, and the highest of 64 bits is 0. */
static uint64_t read_tid(struct str tid)
{
	static const char digits[] = "234567abcdefghijklmnopqrstuvwxyz";
	uint64_t value = 0;

	assert_int_equal(tid.len, 13);
	for (size_t i = 0; i < tid.len; i++) {
		const char *at = strchr(digits, tid.at[i]);

		assert_non_null(at);
		value = value << 5 | (uint64_t)(at - digits);
	}
	assert_int_equal(value >> 63, 0);
	return value;
}

static void test_tids(void **state)
{
	const uint64_t day = UINT64_C(24) * 60 * 60 * 1000000;
	struct announcement a = issue("Seven", ""), later = a, other = a,
			    undated = a, old = a;
	struct arena arena = { 0 };
	struct str tid = tid_of(&arena, STR("sky"), &a);
	uint64_t moment = read_tid(tid) >> 10;

	(void)state;
	/* 2026-11-12 */
	assert_int_equal(moment / day, 20769);
	/* Another day or machine, the same key. */
	later.moment += 1000000;
	later.title = STR("Seven, again");
	assert_true(str_eq(tid_of(&arena, STR("sky"), &later), tid));
	assert_false(str_eq(tid_of(&arena, STR("cloud"), &a), tid));
	other.issue = STR("2026-11-12-eight");
	assert_false(str_eq(tid_of(&arena, STR("sky"), &other), tid));
	undated.date = (struct date){ 0 };
	moment = read_tid(tid_of(&arena, STR("sky"), &undated)) >> 10;
	assert_int_equal(moment / day, 20769);
	old.date = (struct date){ 1912, 4, 15 };
	read_tid(tid_of(&arena, STR("sky"), &old));
	/* 53 bits of microseconds end in the year 2255. */
	old.date = (struct date){ 2300, 1, 1 };
	read_tid(tid_of(&arena, STR("sky"), &old));
	arena_release(&arena);
}

static void test_keys(void **state)
{
	const struct announcement a = issue("Seven", "");
	struct announcement later = a;
	const struct announce_rule fedi = { .name = STR("fedi"),
		.kind = STR("mastodon") };
	const struct announce_rule other = { .name = STR("other"),
		.kind = STR("mastodon") };
	struct arena arena = { 0 };
	struct str key = announce_key(&arena,
	    &(struct announce_job){ .rule = &fedi, .announcement = &a });

	(void)state;
	later.moment++;
	later.date.day++;
	assert_int_equal(key.len, 32);
	assert_true(str_eq(
	    key, announce_key(&arena, &(struct announce_job){ .rule = &fedi,
					  .announcement = &later })));
	assert_false(str_eq(key,
	    announce_key(&arena,
		&(struct announce_job){ .rule = &other, .announcement = &a })));
	arena_release(&arena);
}

/* ----------------------------------------------------------------------- rules */

static void test_checks(void **state)
{
	static const struct {
		struct announce_rule rule;
		const char *why; /* NULL: it is fine */
	} cases[] = {
		{ { .kind = STR_INIT("mastodon"),
		      .address = STR_INIT("https://fedi.example.org") },
		    NULL },
		{ { .kind = STR_INIT("mastodon") }, "address" },
		{ { .kind = STR_INIT("bluesky"),
		      .account = STR_INIT("tide.example.org") },
		    NULL },
		{ { .kind = STR_INIT("bluesky") }, "account" },
		{ { .kind = STR_INIT("webhook") }, "address" },
		{ { .kind = STR_INIT("text") }, NULL },
		{ { .kind = STR_INIT("pigeon") }, "no kind pigeon" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct announce_rule rule = cases[i].rule;
		struct error err = { "" };
		bool fine;

		rule.name = STR("there");
		rule.text = STR("{title} {address}");
		fine = announce_check(&rule, &err);
		if (fine != (cases[i].why == NULL) ||
		    (!fine && strstr(err.text, cases[i].why) == NULL))
			fail_msg("case %zu: %d %s", i, fine, err.text);
		rule.text = STR("{title}");
		assert_false(announce_check(&rule, &err));
	}
}

static void test_submit(void **state)
{
	const struct announcement a = issue("Sand & mud #7", "");
	struct announce_rule rule = {
		.kind = STR_INIT("text"),
		.address = STR_INIT("https://www.reddit.com/r/tide/submit"
				    "?url={address}&title={title}&x=%7B"),
	};
	struct arena arena = { 0 };
	struct str url = announce_submit(&arena, &rule, &a);

	(void)state;
	assert_true(str_eq(url,
	    STR("https://www.reddit.com/r/tide/submit?url=https%3A%2F%2F"
		"tide.example.org%2Fissues%2F7%2F&title=Sand%20%26%20mud%20"
		"%237&x=%7B")));
	rule.address = STR("");
	assert_null(announce_submit(&arena, &rule, &a).at);
	assert_true(announce_is_shown(&rule));
	assert_false(announce_can_look(&rule));
	arena_release(&arena);
}

/* --------------------------------------------------------------------- answers */

static void test_judges(void **state)
{
	static const struct {
		int status;
		bool sent;
		const char *body;
		int64_t wait;
		enum announce_state state;
		const char *why;
	} cases[] = {
		{ 0, false, "", -1, ANNOUNCE_LATER, "lost" },
		{ 0, true, "", -1, ANNOUNCE_UNKNOWN, "lost" },
		{ 401, true, "{\"error\":\"no\"}", -1, ANNOUNCE_REFUSED,
		    "it said 401, no" },
		{ 422, true, "{\"error\":7}", -1, ANNOUNCE_REFUSED,
		    "it said 422" },
		{ 422, true, "<html>", -1, ANNOUNCE_REFUSED, "it said 422" },
		/* Nothing that a terminal would obey, nor a secret. */
		{ 403, true, "{\"error\":\"a\\u001b[2J\\nb\"}", -1,
		    ANNOUNCE_REFUSED, "it said 403, a[2J b" },
		{ 403, true, "{\"error\":\"token hush is bad\"}", -1,
		    ANNOUNCE_REFUSED, "it said 403" },
		{ 429, true, "", -1, ANNOUNCE_LATER, "its limit is used up" },
		{ 429, true, "", 0, ANNOUNCE_LATER,
		    "its limit is used up; it wants us to wait 0 seconds" },
		{ 429, true, "", 119, ANNOUNCE_LATER,
		    "its limit is used up; it wants us to wait 119 seconds" },
		{ 429, true, "", 301, ANNOUNCE_LATER,
		    "its limit is used up; it wants us to wait 6 minutes" },
		{ 408, true, "", -1, ANNOUNCE_LATER, "it said 408" },
		{ 301, true, "", -1, ANNOUNCE_REFUSED,
		    "it said 301, that it is somewhere else; is its address "
		    "right?" },
		{ 500, true, "", -1, ANNOUNCE_UNKNOWN, "it said 500" },
		{ 503, true, "", 10, ANNOUNCE_UNKNOWN, "it said 503" },
		{ 202, true, "", -1, ANNOUNCE_UNKNOWN, "it said 202" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct call_answer answer = {
			.status = cases[i].status,
			.sent = cases[i].sent,
			.body = str_of(cases[i].body),
			.why = STR("lost"),
			.wait_s = cases[i].wait,
			.secret = STR("hush"),
		};
		struct arena arena = { 0 };
		struct announced ret;

		call_judge(&arena, &answer, "error", &ret);
		if (ret.state != cases[i].state ||
		    !str_eq(ret.why, str_of(cases[i].why)))
			fail_msg("case %zu: %d %.*s", i, ret.state,
			    STR_ARG(ret.why));
		arena_release(&arena);
	}
}

static void test_links(void **state)
{
	static const struct {
		const char *url;
		bool fine;
	} cases[] = {
		{ "https://fedi.example.org/@tide/1", true },
		{ "http://fedi.example.org/@tide/1", true },
		{ "", false },
		{ "javascript:alert(1)", false },
		{ "https://a.example/x) [y](https://b.example", false },
		{ "https://a.example/ x", false },
		{ "https://a.example/\nx", false },
		{ "https://a.example/<b>", false },
		{ "https://a.example/a\\b", false },
		{ "https://ada:hush@a.example/", false },
		{ "//a.example/", false },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if ((announce_link(&arena, str_of(cases[i].url)).at != NULL) !=
		    cases[i].fine)
			fail_msg("%s", cases[i].url);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_characters),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_odd_address),
		cmocka_unit_test(test_tids),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_checks),
		cmocka_unit_test(test_submit),
		cmocka_unit_test(test_judges),
		cmocka_unit_test(test_links),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
