#include "publish/announce.h"

#include "base/hash.h"
#include "base/url.h"
#include "publish/announce_priv.h"
#include "publish/key_of.h"

/* Shown, and posted by people: nothing is asked. */
static const struct announce_kind by_hand = { .name = STR_INIT("text") };

static const struct announce_kind *const kinds[] = {
	&announce_mastodon,
	&announce_bluesky,
	&announce_webhook,
	&by_hand,
};
enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

static const struct announce_kind *kind_of(const struct announce_rule *rule)
{
	for (size_t i = 0; i < KINDS; i++)
		if (str_eq(rule->kind, kinds[i]->name))
			return kinds[i];
	return NULL;
}

static bool is_visibility(struct str name)
{
	static const struct str names[] = { STR_INIT("public"),
		STR_INIT("unlisted"), STR_INIT("private"), STR_INIT("direct") };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_eq(name, names[i]))
			return true;
	return name.len == 0;
}

bool announce_check(const struct announce_rule *rule, struct error *err)
{
	const struct announce_kind *kind = kind_of(rule);

	if (kind == NULL)
		return error_set(err,
		    "announce %.*s: there is no kind %.*s; there are mastodon, "
		    "bluesky, webhook and text",
		    STR_ARG(rule->name), STR_ARG(rule->kind));
	if (kind->needs_address && rule->address.len == 0)
		return error_set(err, "announce %.*s: its address is missing",
		    STR_ARG(rule->name));
	if (kind->needs_account && rule->account.len == 0)
		return error_set(err,
		    "announce %.*s: its account is missing, a handle such as "
		    "news.example.org",
		    STR_ARG(rule->name));
	if (kind != &by_hand &&
	    str_find_char(rule->address, '{', 0) != STR_NONE)
		return error_set(err,
		    "announce %.*s: only the address of a `text` can have "
		    "{title} and {address} in it",
		    STR_ARG(rule->name));
	if (!is_visibility(rule->visibility))
		return error_set(err,
		    "announce %.*s: there is no visibility %.*s; there are "
		    "public, unlisted, private and direct",
		    STR_ARG(rule->name), STR_ARG(rule->visibility));
	return str_find(rule->text, STR("{address}"), 0) != STR_NONE ||
	       error_set(err,
		   "announce %.*s: its text has no {address}, so that nobody "
		   "would find the issue",
		   STR_ARG(rule->name));
}

bool announce_is_shown(const struct announce_rule *rule)
{
	return kind_of(rule) == &by_hand;
}

bool announce_can_look(const struct announce_rule *rule)
{
	return kind_of(rule)->look != NULL;
}

struct str announce_text(struct arena *arena, const struct announce_rule *rule,
    const struct announcement *announcement)
{
	struct str text;

	announce_text_within(
	    arena, rule, announcement, &kind_of(rule)->length, &text);
	return text;
}

struct str announce_submit(struct arena *arena,
    const struct announce_rule *rule, const struct announcement *a)
{
	struct str rest = rule->address, result;
	struct strbuf out;

	if (rest.len == 0)
		return (struct str){ 0 };
	strbuf_init(&out, LIMIT_URL);
	while (rest.len > 0) {
		if (str_starts(rest, STR("{title}"))) {
			url_add_value(&out, a->title);
			rest = str_sub(rest, sizeof("{title}") - 1, rest.len);
		} else if (str_starts(rest, STR("{address}"))) {
			url_add_value(&out, a->address);
			rest = str_sub(rest, sizeof("{address}") - 1, rest.len);
		} else {
			strbuf_add_char(&out, rest.at[0]);
			rest = str_sub(rest, 1, rest.len);
		}
	}
	result = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return result;
}

static bool act(const struct announce_job *job, announce_act *what,
    struct arena *arena, struct announced *ret, struct error *err)
{
	struct error why;

	*ret = (struct announced){ .state = ANNOUNCE_UNKNOWN };
	if (what(job, arena, ret, &why))
		return true;
	return error_set(
	    err, "announce %.*s: %s", STR_ARG(job->rule->name), why.text);
}

bool announce_look(const struct announce_job *job, struct arena *arena,
    struct announced *ret, struct error *err)
{
	return act(job, kind_of(job->rule)->look, arena, ret, err);
}

bool announce_post(const struct announce_job *job, struct arena *arena,
    struct announced *ret, struct error *err)
{
	return act(job, kind_of(job->rule)->post, arena, ret, err);
}

/* ------------------------------------------------------------------------ keys */

bool announce_ready(const struct announce_job *job, struct error *err)
{
	struct arena arena = { 0 };
	struct str secret;
	struct error why;
	bool ok = !kind_of(job->rule)->needs_token ||
		  announce_secret(job, &arena, "TOKEN", true, &secret, &why);

	arena_release(&arena);
	return ok || error_set(err, "announce %.*s: %s",
			 STR_ARG(job->rule->name), why.text);
}

/* Nothing that would end the line of a header. */
static bool is_one_line(struct str secret)
{
	for (size_t i = 0; i < secret.len; i++)
		if ((unsigned char)secret.at[i] < ' ' || secret.at[i] == 0x7f)
			return false;
	return true;
}

bool announce_secret(const struct announce_job *job, struct arena *arena,
    const char *what, bool must, struct str *ret_secret, struct error *err)
{
	const struct announce_rule *rule = job->rule;

	if (must ? !key_of(arena, rule->name, what, NULL, ret_secret, err)
		 : !key_if_any(arena, rule->name, what, ret_secret, err))
		return false;
	if (ret_secret->len == 0)
		return true;
	if (!is_one_line(*ret_secret))
		return error_set(err,
		    "its secret %s has more than one line, or bytes that are "
		    "no text",
		    what);
	if (str_starts_fold(rule->address, STR("http:")) && job->allows == 0)
		return error_set(err,
		    "its address begins with http, so that others could read "
		    "its secret on the way; give one with https");
	return true;
}

static void hash_of(const struct announce_job *job, const char *purpose,
    unsigned char hash[HASH_BYTES])
{
	struct arena arena = { 0 };

	hash_make(arena_printf(&arena, "%s\n%.*s\n%.*s\n%.*s\n%.*s", purpose,
		      STR_ARG(job->announcement->name),
		      STR_ARG(job->announcement->issue),
		      STR_ARG(job->rule->name), STR_ARG(job->rule->kind)),
	    hash);
	arena_release(&arena);
}

struct str announce_key(struct arena *arena, const struct announce_job *job)
{
	enum { BYTES = 16 };
	unsigned char hash[HASH_BYTES];
	char hex[2 * BYTES];

	hash_of(job, "post", hash);
	hex_write(hash, BYTES, hex);
	return arena_str(arena, (struct str){ hex, sizeof(hex) });
}

/* A TID of atproto.com/specs/tid: 53 bits of microseconds and 10 of a clock's
 * name.  The day is that of the issue; what is below it comes from the hash, so
 * that two places of one account differ. */
struct str announce_tid(struct arena *arena, const struct announce_job *job)
{
	static const char digits[] = "234567abcdefghijklmnopqrstuvwxyz";
	enum { DIGITS = 13, TIME_BITS = 53, CLOCK_BITS = 10 };
	const uint64_t second = 1000000, day = second * 24 * 60 * 60;
	const struct announcement *a = job->announcement;
	unsigned char hash[HASH_BYTES];
	char text[DIGITS];
	uint64_t value = 0, tail, start;

	hash_of(job, "record", hash);
	for (int i = 0; i < 6; i++)
		value = value << 8 | hash[i];
	tail = value % day;
	start = date_is_set(a->date) && a->date.year >= 1970
		    ? (uint64_t)date_to_days(a->date) * day
		    : (uint64_t)a->moment * second / day * day;
	/* Dates so late are mistakes, but no reason for a key that is none. */
	value = (start + tail) & ((UINT64_C(1) << TIME_BITS) - 1);
	value = value << CLOCK_BITS | (hash[6] | (uint64_t)(hash[7] & 3) << 8);
	for (int i = DIGITS - 1; i >= 0; i--) {
		text[i] = digits[value & 31];
		value >>= 5;
	}
	return arena_str(arena, (struct str){ text, DIGITS });
}
