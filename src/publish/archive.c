/*
 * The Wayback Machine's "Save Page Now": POST /save with the form url=..., and
 * GET /save/status/JOB, both with "Authorization: LOW KEY:SECRET".
 */
#include "publish/archive.h"

#include <stdlib.h>

#include "base/from_json.h"
#include "base/limits.h"
#include "base/secret.h"
#include "base/transfer.h"
#include "base/url.h"

/* Seconds: the longest that it is waited for, and what is waited if it only
 * says that it is too much. */
enum { PATIENCE = 120, REST = 60, TRIES = 3, WORDS = 200, JOB_LENGTH = 200 };

struct archive {
	const struct archive_service *service;
	struct transfer_options options;
	struct transfers *transfers;
	const char *headers[4];
	struct arena arena;
};

/* ------------------------------------------------------------------ the service */

bool archive_key(struct arena *arena, struct str *ret_key, struct error *err)
{
	bool fits;

	if (!secret_read(arena, "ARCHIVE", ret_key, err))
		return false;
	fits =
	    ret_key->at != NULL && str_find_char(*ret_key, ':', 0) != STR_NONE;
	for (size_t i = 0; fits && i < ret_key->len; i++)
		fits = ret_key->at[i] > ' ' && ret_key->at[i] < 0x7f;
	return fits ||
	       error_set(err,
		   "its secret is that of SENNIGHT_ARCHIVE (or of the file "
		   "that SENNIGHT_ARCHIVE_FILE names), and is to be "
		   "KEY:SECRET");
}

struct archive *archive_open(const struct archive_service *service)
{
	enum { CONNECT_MS = 20 * 1000, TOTAL_MS = 60 * 1000 };
	struct archive *a = calloc(1, sizeof(*a));

	if (a == NULL)
		abort();
	a->service = service;
	a->options = (struct transfer_options){
		.parallel = 1,
		.parallel_per_host = 1,
		.pause_ms = service->pause_s * 1000,
		.connect_ms = CONNECT_MS,
		.total_ms = TOTAL_MS,
		.body_max = LIMIT_SMALL_FILE,
		.patience_s = PATIENCE,
		.user_agent = "Sennight",
		.ca_file = service->ca_file,
		.allow = service->allow,
		.allows = service->allows,
	};
	a->headers[0] = "Accept: application/json";
	a->headers[1] = arena_printf(
	    &a->arena, "Authorization: LOW %.*s", STR_ARG(service->key))
			    .at;
	a->headers[2] = "Content-Type: application/x-www-form-urlencoded";
	a->transfers = transfers_new(&a->options);
	return a;
}

void archive_close(struct archive *archive)
{
	if (archive == NULL)
		return;
	transfers_free(archive->transfers);
	arena_release(&archive->arena);
	free(archive);
}

/* -------------------------------------------------------------------- answers */

struct answer {
	struct arena *arena;
	enum transfer_outcome outcome;
	int status; /* 0: none came */
	int64_t wait;
	struct str body, why;
};

static void take_answer(const struct transfer_result *r, void *data)
{
	struct answer *a = data;

	a->outcome = r->outcome;
	a->status = r->outcome == TRANSFER_OK ? r->status : 0;
	a->wait = r->retry_after_s;
	a->body = arena_str(a->arena, r->body);
	a->why = arena_str(
	    a->arena, str_of(r->why != NULL ? r->why : "no answer came"));
}

/* Once, or again after the rest that it asked for. */
static void ask(struct archive *archive, struct arena *arena, struct str url,
    struct str form, struct answer *ret)
{
	const struct transfer_request request = {
		.url = url,
		.body = form,
		.header = archive->headers,
		.done = take_answer,
		.data = ret,
	};

	for (int i = 0; i < TRIES; i++) {
		*ret = (struct answer){
			.arena = arena, .wait = -1, .why = STR("no answer came")
		};
		transfers_add(archive->transfers, &request);
		transfers_run(archive->transfers, -1);
		/* A rest that it named is kept by the transfers. */
		if (ret->status != 429 || ret->wait > PATIENCE)
			return;
		if (ret->wait < 0)
			transfers_rest(archive->transfers, url, REST);
	}
}

/* What a server says is shown to people: one line, not too long. */
static struct str words_of(struct arena *arena, const json_t *all)
{
	static const char *const names[] = { "message", "status_ext",
		"exception" };
	struct str words = { 0 };
	size_t end = WORDS;
	char *text;

	for (size_t i = 0; i < 3 && words.len == 0; i++)
		words = from_json_text(all, names[i]);
	/* Not in the middle of a character. */
	while (end < words.len && end > 0 &&
	       ((unsigned char)words.at[end] & 0xC0) == 0x80)
		end--;
	words = str_sub(words, 0, end);
	text = arena_alloc(arena, words.len + 1);
	for (size_t i = 0; i < words.len; i++)
		text[i] =
		    (unsigned char)words.at[i] < ' ' || words.at[i] == 0x7f
			? ' '
			: words.at[i];
	text[words.len] = '\0';
	return (struct str){ text, words.len };
}

static struct str said(struct arena *arena, int status, struct str words)
{
	return arena_printf(arena, "it said %d%s%.*s", status,
	    words.len > 0 ? ", " : "", STR_ARG(words));
}

/* Of all answers but 200. */
static void judge_failure(
    struct arena *arena, const struct answer *a, struct archived *ret)
{
	struct error err;
	json_t *all = from_json(a->body, &err);
	struct str words = words_of(arena, all);

	from_json_free(all);
	ret->answer = ARCHIVE_LATER;
	ret->why = a->status != 0 ? said(arena, a->status, words) : a->why;
	if (a->status == 429 || a->outcome == TRANSFER_HELD) {
		ret->answer = ARCHIVE_STOP;
		ret->why = STR("it wants us to wait");
	} else if (a->status == 401 || a->status == 403) {
		ret->answer = ARCHIVE_STOP;
	} else if (a->status >= 400 && a->status < 500 && words.len > 0) {
		ret->answer = ARCHIVE_REFUSED;
	}
}

static bool is_job(struct str job)
{
	if (job.len == 0 || job.len > JOB_LENGTH)
		return false;
	for (size_t i = 0; i < job.len; i++)
		if (!char_is_alnum(job.at[i]) && job.at[i] != '-' &&
		    job.at[i] != '_')
			return false;
	return true;
}

/* Without a job there is one sentence: that it has a copy already, or why it
 * takes none. */
static void judge_saved(
    struct arena *arena, const json_t *all, struct archived *ret)
{
	struct str job = from_json_text(all, "job_id");
	struct str words = words_of(arena, all);

	if (is_job(job)) {
		ret->answer = ARCHIVE_TAKEN;
		ret->job = arena_str(arena, job);
	} else if (str_contains_fold(words, STR("same snapshot"))) {
		ret->answer = ARCHIVE_KEPT;
	} else if (words.len > 0) {
		ret->answer = ARCHIVE_REFUSED;
		ret->why = words;
	}
}

static void judge_looked(
    struct arena *arena, const json_t *all, struct archived *ret)
{
	struct str status = from_json_text(all, "status");

	if (str_eq(status, STR("success"))) {
		ret->answer = ARCHIVE_KEPT;
	} else if (str_eq(status, STR("pending"))) {
		ret->answer = ARCHIVE_PENDING;
	} else if (str_eq(status, STR("error"))) {
		ret->answer = ARCHIVE_REFUSED;
		ret->why = words_of(arena, all);
		if (ret->why.len == 0)
			ret->why = STR("it could not, and did not say why");
	}
}

typedef void judge_answer(
    struct arena *arena, const json_t *all, struct archived *ret);

static void judge_all(struct arena *arena, const struct answer *a,
    judge_answer *judge, struct archived *ret)
{
	struct error err;
	json_t *all;

	*ret = (struct archived){ .answer = ARCHIVE_LATER,
		.why = STR("what it answered cannot be understood") };
	if (a->status != 200) {
		judge_failure(arena, a, ret);
		return;
	}
	all = from_json(a->body, &err);
	judge(arena, all, ret);
	from_json_free(all);
}

void archive_save(struct archive *archive, struct arena *arena, struct str url,
    struct archived *ret)
{
	struct answer answer;
	struct strbuf form;

	strbuf_init(&form, LIMIT_FORM);
	strbuf_add_cstr(&form, "if_not_archived_within=30d&url=");
	url_add_value(&form, url);
	ask(archive, arena,
	    arena_printf(arena, "%.*ssave", STR_ARG(archive->service->address)),
	    strbuf_str(&form), &answer);
	strbuf_release(&form);
	judge_all(arena, &answer, judge_saved, ret);
}

void archive_look(struct archive *archive, struct arena *arena, struct str job,
    struct archived *ret)
{
	struct answer answer;

	ask(archive, arena,
	    arena_printf(arena, "%.*ssave/status/%.*s",
		STR_ARG(archive->service->address), STR_ARG(job)),
	    (struct str){ 0 }, &answer);
	judge_all(arena, &answer, judge_looked, ret);
}
