/* What answers mean that are no plain success. */
#include "base/text.h"
#include "base/url.h"
#include "publish/announce_priv.h"

/* What a service says of it, but no secret that it repeats. */
static struct str words_of(struct arena *arena,
    const struct announce_answer *answer, const char *message)
{
	enum { MOST = 300 };
	struct error err;
	json_t *all = message != NULL ? from_json(answer->body, &err) : NULL;
	struct str words = from_json_text(all, message != NULL ? message : "");

	if (answer->secret.len > 0 &&
	    str_find(words, answer->secret, 0) != STR_NONE)
		words = (struct str){ 0 };
	words = text_line(arena, words, MOST);
	from_json_free(all);
	return words;
}

static struct str wait_text(struct arena *arena, int64_t seconds)
{
	enum { MINUTE = 60 };

	if (seconds < 0)
		return STR("its limit is used up");
	if (seconds < 2 * MINUTE)
		return arena_printf(arena,
		    "its limit is used up; it wants us to wait %lld seconds",
		    (long long)seconds);
	return arena_printf(arena,
	    "its limit is used up; it wants us to wait %lld minutes",
	    (long long)((seconds + MINUTE - 1) / MINUTE));
}

/* By its status.  What fails in the service may have been done before. */
static enum announce_state state_of(int status)
{
	if (status >= 500 || status < 300)
		return ANNOUNCE_UNKNOWN;
	/* 408: it did not come as a whole; 425: too early. */
	return status == 408 || status == 425 || status == 429
		   ? ANNOUNCE_LATER
		   : ANNOUNCE_REFUSED;
}

void announce_judge(struct arena *arena, const struct announce_answer *a,
    const char *message, struct announced *ret)
{
	struct str words = words_of(arena, a, message);

	*ret = (struct announced){ .state = state_of(a->status) };
	if (a->status == 0) {
		ret->state = a->sent ? ANNOUNCE_UNKNOWN : ANNOUNCE_LATER;
		ret->why = a->why;
	} else if (a->status == 429) {
		ret->wait_s = a->wait_s > 0 ? a->wait_s : 0;
		ret->why = wait_text(arena, a->wait_s);
	} else if (a->status / 100 == 3) {
		ret->why = arena_printf(arena,
		    "it said %d, that it is somewhere else; is its address "
		    "right?",
		    a->status);
	} else {
		ret->why = arena_printf(arena, "it said %d%s%.*s", a->status,
		    words.len > 0 ? ", " : "", STR_ARG(words));
	}
}

void announce_doubt(struct announced *ret)
{
	*ret = (struct announced){
		.state = ANNOUNCE_UNKNOWN,
		.why = STR("it did not say what it posted"),
	};
}

void announce_too_long(struct announced *ret)
{
	*ret = (struct announced){
		.state = ANNOUNCE_REFUSED,
		.why = STR("its `text` is too long for it, even without the "
			   "title"),
	};
}

struct str announce_link(struct arena *arena, struct str url)
{
	if (!url_is_web(url))
		return (struct str){ 0 };
	for (size_t i = 0; i < url.len; i++)
		if (memchr("()[]<>\\\"", url.at[i], sizeof("()[]<>\\\"") - 1) !=
		    NULL)
			return (struct str){ 0 };
	return arena_str(arena, url);
}
