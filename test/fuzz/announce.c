/*
 * What is made of the answers of places where an issue is announced, and of
 * titles: any bytes.
 *
 * The first byte chooses the kind and what is done; then come, with 0xff
 * between them, the title, the text of the rule and the answers.  An answer
 * "!N" has another status.
 */
#include <assert.h>
#include <stdlib.h>

#include "base/text.h"
#include "base/url.h"
#include "publish/announce_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Answers that are left. */
static struct str rest;

/* In place of the one that asks. */
void announce_call(const struct announce_job *job, const struct call_ask *ask,
    struct arena *arena, struct call_answer *ret)
{
	static const int statuses[] = { 0, 202, 301, 401, 408, 422, 429, 500 };
	struct str body = str_take(&rest, (char)0xff);

	(void)job;
	for (size_t i = 0; i < 2; i++)
		assert(ask->header[i] == NULL ||
		       strchr(ask->header[i], '\n') == NULL);
	assert(str_find_char(ask->bearer, '\n', 0) == STR_NONE);
	*ret = (struct call_answer){
		.status = 200,
		.why = STR("lost"),
		.wait_s = -1,
		.secret = ask->bearer,
	};
	if (str_starts(body, STR("!"))) {
		ret->status = statuses[body.len > 1 ? body.at[1] & 7 : 0];
		ret->sent = body.len > 1 && (body.at[1] & 8) != 0;
		body = str_sub(body, 2, body.len);
	}
	/* Without the NUL that others have behind them. */
	ret->body = arena_str(arena, body);
}

static void judge(const struct announced *a)
{
	assert(a->link.at == NULL || url_is_web(a->link));
	assert(a->state == ANNOUNCE_DONE || a->state == ANNOUNCE_NOT ||
	       a->why.len > 0);
	assert(a->wait_s >= 0);
	assert(str_find(a->why, STR("\n"), 0) == STR_NONE);
	assert(str_find(a->why, STR("\x1b"), 0) == STR_NONE);
	assert(str_find(a->why, STR("hush"), 0) == STR_NONE);
}

/* Marks stand in their order and split no character. */
static void judge_text(struct str text, struct str address)
{
	struct announce_mark mark = { 0 };
	size_t before = 0;

	assert(text_is_valid(text));
	while (announce_next_mark(text, address, mark.to, &mark)) {
		assert(mark.from >= before && mark.from < mark.to);
		assert(mark.to <= text.len);
		assert(text_boundary(text, mark.from) == mark.from);
		assert(text_boundary(text, mark.to) == mark.to);
		before = mark.to;
	}
}

static void cut(struct arena *arena, const struct announce_rule *rule,
    const struct announcement *a)
{
	const struct announce_length length = { 60, 200, 0 };
	struct str text;

	if (announce_text_within(arena, rule, a, &length, &text))
		assert(text.len <= 200 && text_characters(text) <= 60);
	judge_text(text, a->address);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const kinds[] = { "mastodon", "bluesky", "webhook" };
	struct arena arena = { 0 };
	struct announcement a = {
		.issue = STR("seven"),
		.address = STR("https://tide.example.org/7"),
		.name = STR("Low Tide"),
		.language = STR("en"),
		.date = { 2026, 11, 12 },
		.moment = 1794477600,
	};
	struct announce_rule rule = {
		.name = STR("there"),
		.address = STR("https://there.example.org"),
		.account = STR("tide.example.org"),
		.visibility = STR("public"),
	};
	const struct announce_job job = { .rule = &rule, .announcement = &a };
	struct announced ret;
	struct error err;

	if (size == 0)
		return 0;
	setenv("SENNIGHT_THERE_TOKEN", "hush", 1);
	rule.kind = str_of(kinds[data[0] % 3]);
	rest = (struct str){ (const char *)data + 1, size - 1 };
	a.title = arena_str(&arena, str_take(&rest, (char)0xff));
	a.summary = a.title;
	rule.text = arena_str(&arena, str_take(&rest, (char)0xff));
	cut(&arena, &rule, &a);
	if ((data[0] & 0x40) != 0 && announce_can_look(&rule)
		? announce_look(&job, &arena, &ret, &err)
		: announce_post(&job, &arena, &ret, &err))
		judge(&ret);
	arena_release(&arena);
	return 0;
}
