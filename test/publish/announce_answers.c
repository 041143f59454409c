/* What the kinds of places make of answers: announce_call is played here. */
#include "../test.h"

#include <stdlib.h>

#include "base/hash.h"
#include "publish/announce_priv.h"

#define ADDRESS "https://tide.example.org/issues/7"
#define LINK "https://fedi.example.org/@tide/9"

enum { MOST = 40 };

/* An answer; the last one of a script is given again and again. */
struct scene {
	const char *path; /* that is asked; NULL: any */
	int status;
	const char *body;
};

/* What was asked, and how it is answered. */
static struct {
	const struct scene *scene;
	size_t at, asks;
	struct call_ask ask[MOST];
	struct arena arena;
} play;

void announce_call(const struct announce_job *job, const struct call_ask *ask,
    struct arena *arena, struct call_answer *ret)
{
	const struct scene *s = &play.scene[play.at];
	struct call_ask *seen = &play.ask[play.asks++];

	(void)job;
	assert_true(play.asks < MOST);
	*seen = *ask;
	seen->url = arena_str(&play.arena, ask->url);
	seen->body = arena_str(&play.arena, ask->body);
	for (size_t i = 0; i < COUNT(ask->header); i++)
		if (ask->header[i] != NULL)
			seen->header[i] =
			    arena_cstr(&play.arena, str_of(ask->header[i]));
	if (s->path != NULL &&
	    str_find(ask->url, str_of(s->path), 0) == STR_NONE)
		fail_msg("asked %.*s, not %s", STR_ARG(ask->url), s->path);
	if (s[1].status != 0 || s[1].path != NULL)
		play.at++;
	*ret = (struct call_answer){
		.status = s->status,
		.sent = true,
		.body = arena_str(arena, str_of(s->body)),
		.why = STR("lost"),
		.wait_s = -1,
		.secret = ask->bearer,
	};
}

static void begin(const struct scene *scene)
{
	arena_release(&play.arena);
	memset(&play, 0, sizeof(play));
	play.scene = scene;
}

static const struct announcement seven = {
	.issue = STR_INIT("2026-11-12-seven"),
	.title = STR_INIT("\xc3\x89t\xc3\xa9 \xf0\x9f\x8c\x8a seven"),
	.address = STR_INIT(ADDRESS),
	.name = STR_INIT("Low Tide"),
	.summary = STR_INIT("On sand"),
	.language = STR_INIT("en"),
	.date = { 2026, 11, 12 },
	.moment = 1794477600,
};
static const struct announce_rule fedi = {
	.name = STR_INIT("fedi"),
	.kind = STR_INIT("mastodon"),
	.address = STR_INIT("https://fedi.example.org/"),
	.visibility = STR_INIT("unlisted"),
	.text = STR_INIT("{title}: {address} #tide"),
};
static const struct announce_rule sky = {
	.name = STR_INIT("sky"),
	.kind = STR_INIT("bluesky"),
	.account = STR_INIT("@tide.example.org"),
	.text = STR_INIT("{title}: {address} #tide"),
};
static const struct announce_rule hook = {
	.name = STR_INIT("hook"),
	.kind = STR_INIT("webhook"),
	.address = STR_INIT("https://hook.example.org/in"),
	.text = STR_INIT("{title}: {address}"),
};

typedef bool act(const struct announce_job *job, struct arena *arena,
    struct announced *ret, struct error *err);

static struct announced run(
    act *what, const struct announce_rule *rule, const struct scene *scene)
{
	const struct announce_job job = {
		.rule = rule, .announcement = &seven, .now = 1794477600
	};
	struct announced ret;
	struct error err;

	begin(scene);
	if (!what(&job, &play.arena, &ret, &err))
		fail_msg("%s", err.text);
	return ret;
}

struct act_case {
	const char *name;
	const struct scene *scene;
	enum announce_state state;
	const char *link; /* NULL: none */
	size_t asks;      /* 0: not counted */
};

static void run_all(act *what, const struct announce_rule *rule,
    const struct act_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct announced a = run(what, rule, cases[i].scene);

		if (a.state != cases[i].state ||
		    (cases[i].asks > 0 && cases[i].asks != play.asks) ||
		    (a.state != ANNOUNCE_DONE && a.state != ANNOUNCE_NOT &&
			a.why.len == 0) ||
		    (cases[i].link == NULL
			    ? a.link.at != NULL
			    : !str_eq(a.link, str_of(cases[i].link))))
			fail_msg("%s: %d `%.*s` `%.*s`, %zu asked",
			    cases[i].name, a.state, STR_ARG(a.link),
			    STR_ARG(a.why), play.asks);
	}
}

/* -------------------------------------------------------------------- Mastodon */

#define ME                                                  \
	{                                                   \
		"/api/v1/accounts/verify_credentials", 200, \
		    "{\"id\":\"7\",\"acct\":\"tide\"}"      \
	}
#define POST(id, day, content, more)                                   \
	"{\"id\":\"" id "\",\"created_at\":\"2026-11-" day             \
	"T08:00:00.000Z\",\"content\":\"" content "\",\"url\":\"" LINK \
	"\"" more "}"
#define A(address) "<p><a href=\\\"" address "\\\">x</a></p>"
/* Two days before the issue's date, and more. */
#define OLD POST("1", "05", "old", "")

static void test_mastodon_there(void **state)
{
	const struct act_case cases[] = {
		{ "the latest",
		    (const struct scene[]){ ME,
			{ "/accounts/7/statuses?limit=40", 200,
			    "[" POST("9", "12", A(ADDRESS), "") "]" },
			{ 0 } },
		    ANNOUNCE_DONE, LINK, 2 },
		{ "plain text",
		    (const struct scene[]){ ME,
			{ NULL, 200,
			    "[" POST("9", "12", "see " ADDRESS, "") "]" },
			{ 0 } },
		    ANNOUNCE_DONE, LINK, 2 },
		{ "none at all",
		    (const struct scene[]){ ME, { NULL, 200, "[]" }, { 0 } },
		    ANNOUNCE_NOT, NULL, 2 },
		{ "only an old one",
		    (const struct scene[]){
			ME, { NULL, 200, "[" OLD "]" }, { 0 } },
		    ANNOUNCE_NOT, NULL, 2 },
	};

	(void)state;
	run_all(announce_look, &fedi, cases, COUNT(cases));
}

static void test_mastodon_not_there(void **state)
{
	const struct act_case cases[] = {
		{ "another issue, whose address begins alike",
		    (const struct scene[]){ ME,
			{ NULL, 200,
			    "[" POST("9", "12", A(ADDRESS "2"), "") "," OLD
								    "]" },
			{ 0 } },
		    ANNOUNCE_NOT, NULL, 2 },
		{ "an answer to somebody",
		    (const struct scene[]){ ME,
			{ NULL, 200,
			    "[" POST("9", "12", A(ADDRESS),
				",\"in_reply_to_id\":\"3\"") "," OLD "]" },
			{ 0 } },
		    ANNOUNCE_NOT, NULL, 2 },
		{ "somebody else's",
		    (const struct scene[]){ ME,
			{ NULL, 200,
			    "[" POST("9", "12", A(ADDRESS),
				",\"reblog\":{\"id\":\"3\"}") "," OLD "]" },
			{ 0 } },
		    ANNOUNCE_NOT, NULL, 2 },
		{ "on the second page",
		    (const struct scene[]){ ME,
			{ NULL, 200, "[" POST("9", "13", "a", "") "]" },
			{ "max_id=9", 200,
			    "[" POST("8", "12", A(ADDRESS),
				",\"reblog\":null,\"in_reply_to_id\":null") "]" },
			{ 0 } },
		    ANNOUNCE_DONE, LINK, 3 },
		{ "the end is an empty page",
		    (const struct scene[]){ ME,
			{ NULL, 200, "[" POST("9", "13", "a", "") "]" },
			{ "max_id=9", 200, "[]" }, { 0 } },
		    ANNOUNCE_NOT, NULL, 3 },
	};

	(void)state;
	run_all(announce_look, &fedi, cases, COUNT(cases));
}

static void test_mastodon_circles(void **state)
{
	const struct act_case cases[] = {
		{ "the same page for ever",
		    (const struct scene[]){ ME,
			{ NULL, 200, "[" POST("9", "13", "a", "") "]" },
			{ 0 } },
		    ANNOUNCE_UNKNOWN, NULL, 3 },
		{ "posts without ids",
		    (const struct scene[]){
			ME, { NULL, 200, "[{},7,null]" }, { 0 } },
		    ANNOUNCE_UNKNOWN, NULL, 2 },
		{ "two pages in a circle",
		    (const struct scene[]){ ME,
			{ NULL, 200, "[" POST("9", "13", "a", "") "]" },
			{ NULL, 200, "[" POST("8", "13", "a", "") "]" },
			{ NULL, 200, "[" POST("9", "13", "a", "") "]" },
			{ NULL, 200, "[" POST("8", "13", "a", "") "]" },
			{ NULL, 200, "[" POST("9", "13", "a", "") "]" },
			{ NULL, 200, "[" POST("8", "13", "a", "") "]" },
			{ NULL, 200, "[" POST("9", "13", "a", "") "]" },
			{ NULL, 200, "[" POST("8", "13", "a", "") "]" },
			{ NULL, 200, "[" POST("9", "13", "a", "") "]" },
			{ NULL, 200, "[" POST("8", "13", "a", "") "]" },
			{ NULL, 200, "[" POST("9", "13", "a", "") "]" },
			{ 0 } },
		    ANNOUNCE_UNKNOWN, NULL, 11 },
	};

	(void)state;
	run_all(announce_look, &fedi, cases, COUNT(cases));
}

static void test_mastodon_doubts(void **state)
{
	const struct act_case cases[] = {
		{ "no list",
		    (const struct scene[]){ ME, { NULL, 200, "{}" }, { 0 } },
		    ANNOUNCE_UNKNOWN, NULL, 2 },
		{ "no JSON",
		    (const struct scene[]){ ME, { NULL, 200, "<p>" }, { 0 } },
		    ANNOUNCE_UNKNOWN, NULL, 2 },
		{ "the token is for posts alone",
		    (const struct scene[]){
			{ NULL, 403, "{\"error\":\"scope\"}" }, { 0 } },
		    ANNOUNCE_REFUSED, NULL, 1 },
		{ "it breaks in the middle",
		    (const struct scene[]){ ME,
			{ NULL, 200, "[" POST("9", "13", "a", "") "]" },
			{ NULL, 500, "" }, { 0 } },
		    ANNOUNCE_UNKNOWN, NULL, 3 },
		{ "who are we?",
		    (const struct scene[]){
			{ NULL, 200, "{\"id\":7}" }, { 0 } },
		    ANNOUNCE_UNKNOWN, NULL, 1 },
	};

	(void)state;
	run_all(announce_look, &fedi, cases, COUNT(cases));
}

static void test_escaped_address(void **state)
{
	static const struct scene scene[] = { ME,
		{ NULL, 200,
		    "[" POST("9", "12", A("https://x.example/?a=1&amp;b=2"),
			"") "]" },
		{ 0 } };
	struct announcement a = seven;
	const struct announce_job job = { .rule = &fedi, .announcement = &a };
	struct announced ret;
	struct error err;

	(void)state;
	a.address = STR("https://x.example/?a=1&b=2");
	begin(scene);
	assert_true(announce_look(&job, &play.arena, &ret, &err));
	assert_int_equal(ret.state, ANNOUNCE_DONE);
}

#define INSTANCE                                                            \
	{                                                                   \
		"/api/v2/instance", 200,                                    \
		    "{\"configuration\":{\"statuses\":{\"max_characters\":" \
		    "40,\"characters_reserved_per_url\":23}}}"              \
	}

static void test_mastodon_post(void **state)
{
	const struct act_case cases[] = {
		{ "fine",
		    (const struct scene[]){ INSTANCE,
			{ "/api/v1/statuses", 200,
			    "{\"id\":\"9\",\"url\":\"" LINK "\"}" },
			{ 0 } },
		    ANNOUNCE_DONE, LINK, 2 },
		{ "an instance that does not tell",
		    (const struct scene[]){ { NULL, 404, "no" },
			{ NULL, 200, "{\"id\":\"9\",\"uri\":\"" LINK "\"}" },
			{ 0 } },
		    ANNOUNCE_DONE, LINK, 2 },
		{ "a link that is none",
		    (const struct scene[]){ INSTANCE,
			{ NULL, 200,
			    "{\"id\":\"9\",\"url\":\"javascript:x\"}" },
			{ 0 } },
		    ANNOUNCE_DONE, NULL, 2 },
		{ "somebody else's page",
		    (const struct scene[]){
			INSTANCE, { NULL, 200, "<html>Log in" }, { 0 } },
		    ANNOUNCE_UNKNOWN, NULL, 2 },
		{ "JSON of another thing",
		    (const struct scene[]){
			INSTANCE, { NULL, 200, "{\"ok\":true}" }, { 0 } },
		    ANNOUNCE_UNKNOWN, NULL, 2 },
		{ "nothing fits",
		    (const struct scene[]){ { NULL, 200,
						"{\"configuration\":{"
						"\"statuses\":{\"max_"
						"characters\":23}}}" },
			{ 0 } },
		    ANNOUNCE_REFUSED, NULL, 1 },
		{ "refused",
		    (const struct scene[]){ INSTANCE,
			{ NULL, 422, "{\"error\":\"Validation failed\"}" },
			{ 0 } },
		    ANNOUNCE_REFUSED, NULL, 2 },
	};

	(void)state;
	run_all(announce_post, &fedi, cases, COUNT(cases));
	run(announce_post, &fedi, cases[0].scene);
	/* Of forty, 23 are the link and 8 the rest: nine for the title. */
	assert_true(str_eq(play.ask[1].body,
	    STR("status=%C3%89t%C3%A9%20%F0%9F%8C%8A%E2%80%A6%3A%20"
		"https%3A%2F%2Ftide.example.org%2Fissues%2F7%20%23tide"
		"&visibility=unlisted&language=en")));
	assert_true(str_eq(play.ask[1].bearer, STR("hush")));
	assert_int_equal(str_find(str_of(play.ask[1].header[0]),
			     STR("Idempotency-Key: "), 0),
	    0);
	/* Who is not asked in the account's name is not told its token. */
	assert_int_equal(play.ask[0].bearer.len, 0);
}

/* --------------------------------------------------------------------- Bluesky */

#define SESSION                                                            \
	{                                                                  \
		"/xrpc/com.atproto.server.createSession", 200,             \
		    "{\"accessJwt\":\"a.b-c_d\",\"did\":\"did:plc:tide\"," \
		    "\"handle\":\"news.example.org\"}"                     \
	}
#define CREATED                                                         \
	{                                                               \
		"/xrpc/com.atproto.repo.createRecord", 200,             \
		    "{\"uri\":\"at://did:plc:tide/x/y\",\"cid\":\"c\"}" \
	}
#define MISSING                                                           \
	{                                                                 \
		"/xrpc/com.atproto.repo.getRecord?repo=did%3Aplc%3Atide&" \
		"collection=app.bsky.feed.post&rkey=",                    \
		    400, "{\"error\":\"RecordNotFound\"}"                 \
	}
#define THERE                                                         \
	{                                                             \
		"/xrpc/com.atproto.repo.getRecord", 200,              \
		    "{\"uri\":\"at://x\",\"value\":{\"text\":\"x\"}}" \
	}

static const char *sky_link(const char *handle)
{
	const struct announce_job job = { .rule = &sky,
		.announcement = &seven };

	return arena_printf(&play.arena,
	    "https://bsky.app/profile/%s/post/%.*s", handle,
	    STR_ARG(announce_tid(&play.arena, &job)))
	    .at;
}

static void test_bluesky_states(void **state)
{
	static const struct {
		const char *name;
		act *what;
		struct scene scene[4];
		enum announce_state state;
		const char *handle; /* of the link; NULL: none */
	} cases[] = {
		{ "there", announce_look, { SESSION, THERE }, ANNOUNCE_DONE,
		    "news.example.org" },
		{ "not there", announce_look, { SESSION, MISSING },
		    ANNOUNCE_NOT, NULL },
		{ "another error", announce_look,
		    { SESSION,
			{ NULL, 400, "{\"error\":\"InvalidRequest\"}" } },
		    ANNOUNCE_REFUSED, NULL },
		{ "an error that says so by mistake", announce_look,
		    { SESSION,
			{ NULL, 502, "{\"error\":\"RecordNotFound\"}" } },
		    ANNOUNCE_UNKNOWN, NULL },
		{ "no record", announce_look, { SESSION, { NULL, 200, "{}" } },
		    ANNOUNCE_UNKNOWN, NULL },
		{ "posted", announce_post, { SESSION, CREATED }, ANNOUNCE_DONE,
		    "news.example.org" },
		{ "posted, it says, but not what", announce_post,
		    { SESSION, { NULL, 200, "{}" } }, ANNOUNCE_UNKNOWN, NULL },
		{ "refused, as it is there", announce_post,
		    { SESSION, { NULL, 400, "{\"error\":\"x\"}" }, THERE },
		    ANNOUNCE_DONE, "news.example.org" },
		{ "refused", announce_post,
		    { SESSION, { NULL, 400, "{\"error\":\"x\"}" }, MISSING },
		    ANNOUNCE_REFUSED, NULL },
		{ "lost", announce_post, { SESSION, { "createRecord", 0, "" } },
		    ANNOUNCE_UNKNOWN, NULL },
		/* Nothing is posted by who is not signed in. */
		{ "a wrong password", announce_post,
		    { { NULL, 401, "{\"message\":\"Invalid\"}" } },
		    ANNOUNCE_REFUSED, NULL },
		{ "no session", announce_post, { { "createSession", 500, "" } },
		    ANNOUNCE_LATER, NULL },
		{ "another page", announce_post, { { NULL, 200, "<p>" } },
		    ANNOUNCE_LATER, NULL },
		{ "a token that would be two headers", announce_post,
		    { { NULL, 200,
			"{\"accessJwt\":\"a\\nX: y\",\"did\":\"did:plc:x\"}" } },
		    ANNOUNCE_LATER, NULL },
		{ "a handle that is none", announce_post,
		    { { NULL, 200,
			  "{\"accessJwt\":\"a\",\"did\":\"did:plc:tide\","
			  "\"handle\":\"x/../(y)\"}" },
			CREATED },
		    ANNOUNCE_DONE, "tide.example.org" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct announced a = run(cases[i].what, &sky, cases[i].scene);

		if (a.state != cases[i].state ||
		    (cases[i].handle == NULL
			    ? a.link.at != NULL
			    : !str_eq(
				  a.link, str_of(sky_link(cases[i].handle)))))
			fail_msg("%s: %d %.*s (%.*s)", cases[i].name, a.state,
			    STR_ARG(a.link), STR_ARG(a.why));
	}
}

static void test_bluesky_record(void **state)
{
	static const struct scene scene[] = { SESSION, CREATED, { 0 } };
	struct error err;
	json_t *all;
	struct str text;
	static const struct {
		const char *path, *value;
	} cases[] = {
		{ "repo", "did:plc:tide" },
		{ "collection", "app.bsky.feed.post" },
		{ "record.$type", "app.bsky.feed.post" },
		{ "record.createdAt", "2026-11-12T10:00:00Z" },
		{ "record.langs.0", "en" },
		{ "record.embed.$type", "app.bsky.embed.external" },
		{ "record.embed.external.uri", ADDRESS },
		{ "record.embed.external.description", "On sand" },
		{ "record.facets.0.features.0.$type",
		    "app.bsky.richtext.facet#link" },
		{ "record.facets.0.features.0.uri", ADDRESS },
		{ "record.facets.1.features.0.$type",
		    "app.bsky.richtext.facet#tag" },
		{ "record.facets.1.features.0.tag", "tide" },
	};

	(void)state;
	run(announce_post, &sky, scene);
	all = from_json(play.ask[1].body, &err);
	for (size_t i = 0; i < COUNT(cases); i++)
		if (!str_eq(from_json_text(all, cases[i].path),
			str_of(cases[i].value)))
			fail_msg("%s in %.*s", cases[i].path,
			    STR_ARG(play.ask[1].body));
	assert_true(str_ends(from_json_text(all, "rkey"),
	    str_of(strrchr(sky_link("x"), '/') + 1)));
	/* In bytes: two accents and a wave are before it. */
	text = from_json_text(all, "record.text");
	for (int i = 0; i < 2; i++) {
		const json_t *facet =
		    from_json_item(all, "record.facets", (size_t)i);
		struct str part = str_sub(text,
		    (size_t)from_json_number(facet, "index.byteStart", 0),
		    (size_t)from_json_number(facet, "index.byteEnd", 0));

		assert_true(str_eq(part, i == 0 ? STR(ADDRESS) : STR("#tide")));
	}
	assert_int_equal(
	    from_json_number(all, "record.facets.0.index.byteStart", 0), 18);
	assert_int_equal(from_json_count(all, "record.facets"), 2);
	from_json_free(all);
	assert_true(str_eq(play.ask[1].bearer, STR("a.b-c_d")));
	assert_true(str_eq(play.ask[0].body,
	    STR("{\"identifier\":\"tide.example.org\",\"password\":\"hush\"}")));
}

/* ----------------------------------------------------------------------- hooks */

static void test_webhook(void **state)
{
	static const struct scene scene[] = { { NULL, 204, "" }, { 0 } };
	unsigned char hash[HASH_BYTES];
	char hex[2 * HASH_BYTES];
	struct error err;
	struct str key;
	json_t *all;

	(void)state;
	assert_int_equal(run(announce_post, &hook, scene).state, ANNOUNCE_DONE);
	hash_sign(STR("salt"), play.ask[0].body, hash);
	hex_write(hash, HASH_BYTES, hex);
	assert_true(str_eq(str_of(play.ask[0].header[1]),
	    arena_printf(&play.arena, "X-Sennight-Signature: sha256=%.*s",
		(int)sizeof(hex), hex)));
	all = from_json(play.ask[0].body, &err);
	key = from_json_text(all, "key");
	assert_true(str_eq(str_of(play.ask[0].header[0]),
	    arena_printf(&play.arena, "Idempotency-Key: %.*s", STR_ARG(key))));
	assert_true(str_eq(from_json_text(all, "date"), STR("2026-11-12")));
	assert_true(str_eq(from_json_text(all, "address"), STR(ADDRESS)));
	assert_true(str_eq(from_json_text(all, "summary"), STR("On sand")));
	from_json_free(all);
	/* No secret, no signature. */
	unsetenv("SENNIGHT_HOOK_SECRET");
	run(announce_post, &hook, scene);
	assert_null(play.ask[0].header[1]);
	setenv("SENNIGHT_HOOK_SECRET", "salt", 1);
}

/* --------------------------------------------------------------------- secrets */

static void test_secrets(void **state)
{
	static const struct {
		const char *address, *secret, *why;
	} cases[] = {
		{ "http://fedi.example.org", "hush", "https" },
		{ "HTTP://fedi.example.org", "hush", "https" },
		{ "https://fedi.example.org", "a\nX-More: b", "one line" },
		{ "https://fedi.example.org", NULL, "SENNIGHT_FEDI_TOKEN" },
	};
	static const struct scene none[] = { { "nothing", 0, "" }, { 0 } };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct announce_rule rule = fedi;
		const struct announce_job job = { .rule = &rule,
			.announcement = &seven };
		struct announced ret;
		struct error err = { "" };

		rule.address = str_of(cases[i].address);
		if (cases[i].secret != NULL)
			setenv("SENNIGHT_FEDI_TOKEN", cases[i].secret, 1);
		else
			unsetenv("SENNIGHT_FEDI_TOKEN");
		begin(none);
		assert_false(announce_look(&job, &play.arena, &ret, &err));
		assert_false(announce_post(&job, &play.arena, &ret, &err));
		assert_int_equal(play.asks, 0);
		if (strstr(err.text, cases[i].why) == NULL ||
		    strstr(err.text, "announce fedi: ") != err.text)
			fail_msg("%s: %s", cases[i].address, err.text);
	}
	setenv("SENNIGHT_FEDI_TOKEN", "hush", 1);
}

static int set_up(void **state)
{
	(void)state;
	setenv("SENNIGHT_FEDI_TOKEN", "hush", 1);
	setenv("SENNIGHT_SKY_TOKEN", "hush", 1);
	setenv("SENNIGHT_HOOK_SECRET", "salt", 1);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_release(&play.arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mastodon_there),
		cmocka_unit_test(test_mastodon_not_there),
		cmocka_unit_test(test_mastodon_circles),
		cmocka_unit_test(test_mastodon_doubts),
		cmocka_unit_test(test_escaped_address),
		cmocka_unit_test(test_mastodon_post),
		cmocka_unit_test(test_bluesky_states),
		cmocka_unit_test(test_bluesky_record),
		cmocka_unit_test(test_webhook),
		cmocka_unit_test(test_secrets),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
