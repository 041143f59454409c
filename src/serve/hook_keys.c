#include <stdlib.h>
#include <time.h>

#include "base/file.h"
#include "base/secret.h"
#include "base/transfer.h"
#include "send/hook_sign.h"
#include "send/hook_sns.h"
#include "serve/hooks.h"

enum {
	TOKENS = 1 << 16, /* of Mailgun, remembered at once */
	TOKEN_TRIES = 32,
	FETCHES_AN_HOUR = 10,
	FETCH_MS = 10 * 1000,
	CERTIFICATE_MOST = 64 * 1024,
};

struct token {
	unsigned char hash[16], body[16];
	int64_t until; /* 0: none */
};

struct hooks {
	struct arena arena;
	struct str mailgun_key, postmark_secret;
	struct hooks_options options;
	struct secret_key key; /* of this run, for hashes */
	struct token *token;   /* TOKENS, by hash; NULL before the first */
	int64_t hour;          /* of the fetches that are counted */
	int fetches;
};

/* ---------------------------------------------------------------------- open */

static bool need(bool wanted, struct str secret, const char *setting,
    const char *name, struct error *err)
{
	return !wanted || secret.at != NULL ||
	       error_set(err,
		   "`mail: hooks: %s` is set, but not the secret SENNIGHT_%s",
		   setting, name);
}

static bool read_secrets(
    struct hooks *h, const struct settings *s, struct error *err)
{
	struct str key = s->mail.hooks.sendgrid;

	if (!secret_read(&h->arena, "MAILGUN_KEY", &h->mailgun_key, err) ||
	    !secret_read(
		&h->arena, "POSTMARK_SECRET", &h->postmark_secret, err) ||
	    !need(s->mail.hooks.mailgun, h->mailgun_key, "mailgun",
		"MAILGUN_KEY", err) ||
	    !need(s->mail.hooks.postmark, h->postmark_secret, "postmark",
		"POSTMARK_SECRET", err))
		return false;
	return key.len == 0 || hook_sign_is_key(key) ||
	       error_set(err,
		   "`mail: hooks: sendgrid` must be the verification key that "
		   "SendGrid shows where the signed webhook is turned on: "
		   "letters and digits that begin with MFkw");
}

bool hooks_open(const struct settings *s, const struct hooks_options *options,
    struct hooks **ret_hooks, struct error *err)
{
	struct hooks *h = xmalloc(sizeof(*h));

	*h = (struct hooks){ .options = *options };
	secret_random(h->key.bytes, sizeof(h->key.bytes));
	if (!read_secrets(h, s, err)) {
		hooks_close(h);
		return false;
	}
	*ret_hooks = h;
	return true;
}

void hooks_close(struct hooks *h)
{
	if (h == NULL)
		return;
	free(h->token);
	arena_release(&h->arena);
	free(h);
}

struct str hooks_mailgun_key(const struct hooks *h)
{
	return h->mailgun_key;
}

struct str hooks_postmark_secret(const struct hooks *h)
{
	return h->postmark_secret;
}

/* -------------------------------------------------------------------- tokens */

enum hooks_token hooks_use_token(
    struct hooks *h, struct str token, struct str body, int64_t now)
{
	struct token wanted = { .until = now + 2 * HOOKS_FRESH_SECONDS };
	struct token *room = NULL;
	uint32_t at;

	if (h->token == NULL) {
		h->token = xmalloc(TOKENS * sizeof(struct token));
		memset(h->token, 0, TOKENS * sizeof(struct token));
	}
	secret_hash(&h->key, "token", token, wanted.hash, sizeof(wanted.hash));
	secret_hash(&h->key, "body", body, wanted.body, sizeof(wanted.body));
	memcpy(&at, wanted.hash, sizeof(at));
	for (uint32_t i = 0; i < TOKEN_TRIES; i++) {
		struct token *t = &h->token[(at + i) % TOKENS];

		if (t->until <= now) {
			room = room == NULL ? t : room;
		} else if (memcmp(t->hash, wanted.hash, sizeof(t->hash)) == 0) {
			return memcmp(t->body, wanted.body, sizeof(t->body)) ==
				       0
				   ? HOOKS_TOKEN_NEW
				   : HOOKS_TOKEN_USED;
		}
	}
	if (room == NULL)
		return HOOKS_TOKEN_FULL;
	*room = wanted;
	return HOOKS_TOKEN_NEW;
}

/* ------------------------------------------------------------------- network */

struct fetched {
	struct arena *arena;
	bool ok;
	struct str body;
	struct error *err;
};

static void keep_answer(const struct transfer_result *r, void *data)
{
	struct fetched *f = data;

	f->ok = r->outcome == TRANSFER_OK && r->status == 200 && !r->cut;
	if (f->ok)
		f->body = arena_str(f->arena, r->body);
	else if (r->outcome == TRANSFER_OK)
		error_set(f->err, "cannot fetch %.*s: it answers with %d",
		    STR_ARG(r->url), r->status);
	else
		error_set(
		    f->err, "cannot fetch %.*s: %s", STR_ARG(r->url), r->why);
}

/* From the public internet alone, and no further than one answer. */
static bool fetch(struct hooks *h, struct arena *arena, struct str url,
    struct str *ret_body, struct error *err)
{
	static const struct transfer_options options = { .parallel = 1,
		.parallel_per_host = 1,
		.connect_ms = FETCH_MS,
		.total_ms = FETCH_MS,
		.body_max = CERTIFICATE_MOST,
		.user_agent = "Sennight" };
	struct fetched f = { .arena = arena, .err = err };
	struct transfers *t;
	int64_t hour = time(NULL) / 3600;

	if (h->hour != hour)
		h->fetches = 0;
	h->hour = hour;
	if (h->fetches++ >= FETCHES_AN_HOUR)
		return error_set(err,
		    "cannot fetch %.*s: too much was fetched from SNS in this "
		    "hour",
		    STR_ARG(url));
	t = transfers_new(&options);
	transfers_add(t, &(struct transfer_request){
			     .url = url, .done = keep_answer, .data = &f });
	transfers_run(t, -1);
	transfers_free(t);
	*ret_body = f.body;
	if (!f.ok)
		h->options.failed(h->options.data, err);
	return f.ok;
}

bool hooks_visit(struct hooks *h, struct str url, struct error *err)
{
	struct arena arena = { 0 };
	struct str ignored;
	bool ok = fetch(h, &arena, url, &ignored, err);

	arena_release(&arena);
	return ok;
}

/* ----------------------------------------------------------------- certificates */

bool hooks_certificate(struct hooks *h, struct arena *arena, struct str url,
    struct str *ret_text, struct error *err)
{
	struct error ignored;
	struct str name;
	const char *path;

	if (!sns_is_certificate(arena, url, &name))
		return error_set(
		    err, "%.*s is no certificate of SNS", STR_ARG(url));
	path = path_join(arena, h->options.folder,
	    arena_printf(arena, "sns-%.*s", STR_ARG(name)).at);
	if (file_exists(path) &&
	    file_read(path, CERTIFICATE_MOST, arena, ret_text, &ignored) &&
	    hook_sign_is_certificate(*ret_text))
		return true;
	if (!fetch(h, arena, url, ret_text, err))
		return false;
	if (!hook_sign_is_certificate(*ret_text))
		return error_set(
		    err, "%.*s is no certificate that is valid", STR_ARG(url));
	/* Without it, it is fetched again. */
	file_write(path, *ret_text, NULL, &ignored);
	return true;
}
