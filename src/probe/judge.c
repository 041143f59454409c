#include "probe/judge.h"

#include "base/url.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

enum {
	PAUSE_MS = 2000,      /* before asking again after a failure */
	BUSY_PAUSE_MS = 5000, /* after "too many", where no time is named */
	CHALLENGE_WITHIN = 32 * 1024,
	QUOTED_URL = 300,
};

/* Statuses of HTTP. */

struct rule {
	int from, to;
	enum probe_state state;
	int retries;
	const char *why; /* behind "It answers with 404: " */
};

/* The first that fits decides. */
static const struct rule rules[] = {
	{ 200, 299, PROBE_ALIVE, 0, "the page is there." },
	{ 300, 399, PROBE_UNSURE, 0, "a redirect that names no target." },
	{ 401, 401, PROBE_BLOCKED, 0, "it wants a password." },
	{ 402, 402, PROBE_BLOCKED, 0, "it wants to be paid." },
	{ 403, 403, PROBE_BLOCKED, 0, "it does not let programs in." },
	{ 404, 404, PROBE_DEAD, 0, "the page is not there." },
	{ 405, 406, PROBE_BLOCKED, 0, "it does not let programs in." },
	{ 407, 407, PROBE_BLOCKED, 0, "it wants a password." },
	{ 408, 408, PROBE_UNSURE, 1, "it did not wait for the question." },
	{ 410, 410, PROBE_DEAD, 0, "the page is gone for good." },
	{ 418, 418, PROBE_BLOCKED, 0, "it does not let programs in." },
	{ 425, 425, PROBE_UNSURE, 1, "it wants to be asked again." },
	{ 429, 429, PROBE_BLOCKED, 2, "it has been asked too often." },
	{ 451, 451, PROBE_BLOCKED, 0, "the law forbids to show it." },
	{ 400, 499, PROBE_UNSURE, 0, "it does not understand the question." },
	{ 501, 501, PROBE_UNSURE, 0, "something is wrong with the server." },
	{ 500, 599, PROBE_UNSURE, 1, "something is wrong with the server." },
	/* Outside of every standard, and seen where programs are sent away. */
	{ 999, 999, PROBE_BLOCKED, 0, "it does not let programs in." },
	{ 0, 999, PROBE_UNSURE, 0, "a status that is in no standard." },
};

static const struct rule *find_rule(int status)
{
	size_t i = 0;

	while (i + 1 < COUNT(rules) &&
	       (status < rules[i].from || status > rules[i].to))
		i++;
	return &rules[i];
}

/* Pages that want to see a person first, by what the makers of such pages
 * write into them. */
static bool is_challenge(const struct transfer_result *r)
{
	static const struct str marks[] = {
		STR_INIT("/cdn-cgi/challenge-platform/"),
		STR_INIT("cf-chl-"),
		STR_INIT("g-recaptcha"),
		STR_INIT("h-captcha"),
		STR_INIT("hcaptcha.com"),
		STR_INIT("captcha-delivery.com"),
		STR_INIT("awswaf.com"),
		STR_INIT("_Incapsula_Resource"),
		STR_INIT("/.within.website/x/cmd/anubis/"),
	};
	struct str head = str_sub(r->body, 0, CHALLENGE_WITHIN);

	for (size_t i = 0; i < COUNT(marks); i++)
		if (str_contains_fold(head, marks[i]))
			return true;
	return false;
}

/* Of 200 the page itself may hold a captcha, beside a form; of 202 and of
 * failures it is all there is.  404 stays what it is. */
static bool may_be_challenge(int status)
{
	return status == 202 || (status >= 400 && status < 600 &&
				    status != 404 && status != 410);
}

static void set_wait(const struct transfer_result *r, struct verdict *v)
{
	v->wait_ms = r->status == 429 ? BUSY_PAUSE_MS : PAUSE_MS;
	if (r->retry_after_s < 0)
		return;
	if (r->retry_after_s > JUDGE_PATIENCE_S)
		v->retries = 0;
	else
		v->wait_ms =
		    r->retry_after_s > 0 ? (int)r->retry_after_s * 1000 : 1000;
}

static struct verdict judge_status(
    struct arena *arena, const struct transfer_result *r)
{
	const struct rule *rule = find_rule(r->status);
	struct verdict v = { .state = rule->state, .retries = rule->retries };
	const char *why = rule->why;

	if (may_be_challenge(r->status) && is_challenge(r)) {
		v.state = PROBE_BLOCKED;
		v.retries = 0;
		why = "it wants to see first whether a person asks.";
	}
	set_wait(r, &v);
	v.why = arena_printf(arena, "It answers with %d: %s", r->status, why);
	if (v.state != PROBE_ALIVE && r->retry_after_s > JUDGE_PATIENCE_S)
		v.why = arena_printf(arena,
		    "It answers with %d, and wants to be asked again in %lld "
		    "seconds.",
		    r->status, (long long)r->retry_after_s);
	return v;
}

/* Moved for good. */

static bool is_permanent(const struct transfer_result *r)
{
	for (size_t i = 0; i < r->hops; i++)
		if (!r->hop[i].permanent)
			return false;
	return r->hops > 0;
}

static bool is_front_page(struct str url)
{
	struct url u = url_split(url);

	return u.path.len <= 1 && u.query.len == 0;
}

static struct verdict judge_answer(
    struct arena *arena, const struct transfer_result *r)
{
	struct verdict v = judge_status(arena, r);

	if (v.state != PROBE_ALIVE || !is_permanent(r))
		return v;
	v.state = PROBE_MOVED;
	if (is_front_page(r->url) && !is_front_page(r->hop[0].url))
		v.why = arena_printf(arena,
		    "It has moved to a front page, %.*s; the page itself may "
		    "be gone.",
		    STR_ARG(r->url));
	else
		v.why = arena_printf(
		    arena, "It has moved for good to %.*s.", STR_ARG(r->url));
	return v;
}

/* No answer. */

enum reach { NOWHERE, OURS, MET };

static const struct {
	enum probe_state state;
	int retries;
	enum reach reach;
} outcomes[TRANSFER_OUTCOMES] = {
	[TRANSFER_OK] = { PROBE_ALIVE, 0, MET },
	[TRANSFER_BAD_URL] = { PROBE_UNSURE, 0, NOWHERE },
	[TRANSFER_FORBIDDEN_ADDRESS] = { PROBE_UNSURE, 0, NOWHERE },
	[TRANSFER_NO_HOST] = { PROBE_DEAD, 1, NOWHERE },
	[TRANSFER_DNS] = { PROBE_UNSURE, 1, OURS },
	[TRANSFER_CONNECT_REFUSED] = { PROBE_DEAD, 1, MET },
	[TRANSFER_UNREACHABLE] = { PROBE_UNSURE, 1, OURS },
	[TRANSFER_TLS] = { PROBE_UNSURE, 0, MET },
	[TRANSFER_TIMEOUT] = { PROBE_UNSURE, 1, NOWHERE },
	[TRANSFER_TOO_MANY_REDIRECTS] = { PROBE_UNSURE, 0, MET },
	[TRANSFER_LOOP] = { PROBE_UNSURE, 0, MET },
	[TRANSFER_PROTOCOL] = { PROBE_UNSURE, 1, MET },
	[TRANSFER_HELD] = { PROBE_UNSURE, 0, NOWHERE },
};

/* A clause as a sentence of its own. */
static struct str sentence_of(struct arena *arena, const char *clause)
{
	char first = clause[0];

	if (first >= 'a' && first <= 'z')
		first = (char)(first - 'a' + 'A');
	return arena_printf(arena, "%c%s.", first, clause + 1);
}

static struct str explain(struct arena *arena, const struct transfer_result *r)
{
	struct str where = str_sub(r->url, 0, QUOTED_URL);

	if (r->hops > 0)
		return arena_printf(
		    arena, "It leads to %.*s: %s.", STR_ARG(where), r->why);
	if (r->outcome == TRANSFER_BAD_URL)
		return arena_printf(
		    arena, "It cannot be asked for: %s.", r->why);
	if (r->outcome == TRANSFER_HELD)
		return arena_printf(arena,
		    "It was not asked for: its host answered another question "
		    "with %d and wants to be left alone for %lld seconds.",
		    r->status, (long long)r->retry_after_s);
	return sentence_of(arena, r->why);
}

struct verdict judge(struct arena *arena, const struct transfer_result *r)
{
	struct verdict v = { .state = outcomes[r->outcome].state,
		.retries = outcomes[r->outcome].retries,
		.wait_ms = PAUSE_MS };

	if (r->outcome == TRANSFER_OK)
		v = judge_answer(arena, r);
	else
		v.why = explain(arena, r);
	v.is_ours = outcomes[r->outcome].reach == OURS;
	v.is_met = outcomes[r->outcome].reach == MET || r->hops > 0;
	if (r->outcome == TRANSFER_HELD && r->status == 429)
		v.state = PROBE_BLOCKED;
	return v;
}
