/* A store that speaks the protocol of Amazon's S3. */
#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/media_type.h"
#include "base/strbuf.h"
#include "base/transfer.h"
#include "base/url.h"
#include "publish/call.h"
#include "publish/deploy_priv.h"
#include "publish/key_of.h"
#include "publish/s3_answer.h"

enum {
	PARALLEL = 8,
	BATCH = 64, /* files that are in memory at once */
	CONNECT_MS = 20 * 1000,
	TOTAL_MS = 120 * 1000,
	TRIES = 3,
	PATIENCE_S = 60,
	KEYS_MOST = 200000,
};

struct bucket {
	const struct deploy_job *job;
	const struct file_list *site;
	struct arena *arena;
	struct deploy_result *result;
	struct transfers *transfers;
	struct transfer_signature signature;
	struct str base;   /* "https://s3.example.org/bucket" */
	struct str prefix; /* of keys: "news/", or "" */
	struct s3_list there;
	struct str_list had; /* by the list of the last run */
	bool ours;           /* it has such a list */
	bool failed;
	struct error why; /* of the first that failed */
};

/* One request, which is tried again if it fails in a way that passes. */
struct s3_ask {
	struct bucket *bucket;
	struct arena arena; /* for the request */
	struct transfer_request request;
	const char *what; /* for errors: "index.html" */
	int tries;
	bool missing_is_fine;
	/* What came, in the bucket's arena. */
	int status;
	struct str body;
};

static struct str path_of(struct str to)
{
	return url_split(to).path;
}

static bool is_bucket(const struct deploy_rule *rule)
{
	struct str path = str_trim(path_of(rule->to));

	return (str_starts(rule->to, STR("https://")) ||
		   str_starts(rule->to, STR("http://"))) &&
	       path.len > 1 && rule->region.len > 0;
}

/* "https://host/bucket/a/b/" is bucket and prefix "a/b/". */
static void split_address(struct bucket *b)
{
	struct str to = b->job->rule->to, path = path_of(to), name;
	size_t before = (size_t)(path.at - to.at);

	str_take(&path, '/');
	name = str_take(&path, '/');
	b->base = arena_str(b->arena, str_sub(to, 0, before + 1 + name.len));
	while (path.len > 0 && path.at[path.len - 1] == '/')
		path.len--;
	b->prefix = path.len > 0
			? arena_printf(b->arena, "%.*s/", STR_ARG(path))
			: STR("");
}

/* -------------------------------------------------------------------- requests */

static bool passes(const struct transfer_result *r)
{
	return r->outcome == TRANSFER_TIMEOUT ||
	       r->outcome == TRANSFER_PROTOCOL ||
	       r->outcome == TRANSFER_CONNECT_REFUSED ||
	       (r->outcome == TRANSFER_OK &&
		   (r->status == 429 || r->status >= 500));
}

static void fail(struct s3_ask *a, const struct transfer_result *r)
{
	struct bucket *b = a->bucket;
	struct s3_error said = s3_error_read(b->arena, r->body);

	if (b->failed)
		return;
	b->failed = true;
	if (r->outcome != TRANSFER_OK)
		error_set(&b->why, "%s: %s%s", a->what, r->why,
		    call_advice(r->outcome));
	else if (said.code.len > 0)
		error_set(&b->why, "%s: the store said %d, %.*s: %.*s", a->what,
		    r->status, STR_ARG(said.code), STR_ARG(said.message));
	else
		error_set(&b->why, "%s: the store said %d", a->what, r->status);
}

static void done(const struct transfer_result *r, void *data)
{
	struct s3_ask *a = data;

	a->tries++;
	if (passes(r) && a->tries < TRIES && !a->bucket->failed) {
		a->request.delay_ms = 1000 * a->tries;
		transfers_add(a->bucket->transfers, &a->request);
		return;
	}
	a->status = r->outcome == TRANSFER_OK ? r->status : 0;
	if (a->status / 100 == 2)
		a->body = arena_str(a->bucket->arena, r->body);
	else if (a->status != 404 || !a->missing_is_fine)
		fail(a, r);
}

/* The address of a key; blanks and the like are encoded as stores want it. */
static struct str address_of(struct s3_ask *a, struct str key)
{
	struct strbuf out;
	struct str address;

	strbuf_init(&out, LIMIT_URL);
	strbuf_add(&out, a->bucket->base);
	for (struct str rest = key; rest.at != NULL;) {
		strbuf_add_char(&out, '/');
		url_add_value(&out, str_take(&rest, '/'));
	}
	address = arena_str(&a->arena, strbuf_str(&out));
	strbuf_release(&out);
	return address;
}

static struct str key_at(struct bucket *b, const char *path)
{
	return arena_printf(b->arena, "%.*s%s", STR_ARG(b->prefix), path);
}

/* What all requests of the protocol have to say; libcurl signs it. */
static const char **headers_of(struct s3_ask *a, const char *type)
{
	const char **header = ARENA_ARRAY(&a->arena, 3, const char *);
	unsigned char hash[HASH_BYTES];
	char hex[2 * HASH_BYTES];
	size_t count = 0;

	hash_make(a->request.body, hash);
	hex_write(hash, HASH_BYTES, hex);
	header[count++] = arena_printf(
	    &a->arena, "x-amz-content-sha256: %.*s", (int)sizeof(hex), hex)
			      .at;
	if (type != NULL)
		header[count++] =
		    arena_printf(&a->arena, "Content-Type: %s", type).at;
	header[count] = NULL;
	return header;
}

static void ask(struct s3_ask *a, const char *what)
{
	struct bucket *b = a->bucket;

	if (a->request.header == NULL)
		a->request.header = headers_of(a, NULL);
	a->what = what;
	a->request.signature = &b->signature;
	a->request.done = done;
	a->request.data = a;
	transfers_add(b->transfers, &a->request);
}

static bool finish(struct bucket *b, struct error *err)
{
	transfers_run(b->transfers, -1);
	if (b->failed)
		*err = b->why;
	return !b->failed;
}

/* --------------------------------------------------------------- what is there */

static bool ask_page(
    struct bucket *b, struct str token, struct str *ret_body, struct error *err)
{
	struct s3_ask a = { .bucket = b };
	struct strbuf url;
	bool ok;

	strbuf_init(&url, LIMIT_URL);
	strbuf_add(&url, b->base);
	strbuf_add_char(&url, '?');
	/* In the order of the names, as signatures want it. */
	if (token.len > 0) {
		strbuf_lit(&url, "continuation-token=");
		url_add_value(&url, token);
		strbuf_add_char(&url, '&');
	}
	strbuf_lit(&url, "list-type=2&prefix=");
	url_add_value(&url, b->prefix);
	a.request.url = arena_str(&a.arena, strbuf_str(&url));
	strbuf_release(&url);
	ask(&a, "the list of files");
	ok = finish(b, err);
	*ret_body = a.body;
	arena_release(&a.arena);
	return ok;
}

static bool list_all(struct bucket *b, struct error *err)
{
	struct str token = { 0 }, body;

	do {
		size_t before = b->there.count;

		if (!ask_page(b, token, &body, err) ||
		    !s3_list_read(b->arena, body, &b->there, &token, err))
			return false;
		if (token.len > 0 && b->there.count == before)
			return error_set(err, "its list of files has no end");
		if (b->there.count > KEYS_MOST)
			return error_set(err,
			    "it has more than %d files below %.*s", KEYS_MOST,
			    STR_ARG(b->job->rule->to));
	} while (token.len > 0);
	s3_list_sort(&b->there);
	return true;
}

static bool read_list(struct bucket *b, struct error *err)
{
	struct s3_ask a = { .bucket = b, .missing_is_fine = true };
	bool ok;

	a.request.url = address_of(&a, key_at(b, DEPLOY_LIST));
	ask(&a, DEPLOY_LIST);
	ok = finish(b, err);
	b->ours = ok && a.status / 100 == 2 &&
		  deploy_list_read(b->arena, a.body, &b->had);
	arena_release(&a.arena);
	return ok;
}

static bool is_ours(struct bucket *b, struct error *err)
{
	const struct s3_key *first = b->there.key;

	return b->ours || b->there.count == 0 || b->job->take_over ||
	       error_set(err,
		   "%.*s holds %zu files that Sennight did not put there, such "
		   "as %.*s; empty it, name another prefix, or say "
		   "--take-over",
		   STR_ARG(b->job->rule->to), b->there.count,
		   STR_ARG(first->name));
}

/* ----------------------------------------------------------------------- files */

static void put(
    struct s3_ask *a, struct bucket *b, const char *path, struct str data)
{
	a->bucket = b;
	a->request.url = address_of(a, key_at(b, path));
	a->request.body = data;
	a->request.method = "PUT";
	a->request.header = headers_of(a, media_type(path));
	ask(a, path);
}

/* Is it to be sent in this round: what is new, or what changed? */
static bool is_wanted(
    struct bucket *b, const char *path, struct str data, bool fresh)
{
	const struct s3_key *key = s3_list_find(&b->there, key_at(b, path));

	if (key == NULL)
		return fresh;
	return !fresh && !s3_key_holds(key, data);
}

/* Requests that go side by side, for what they hold must be in memory. */
struct s3_batch {
	struct s3_ask ask[BATCH];
	size_t count;
};

/* Wait for all of them. */
static bool batch_finish(
    struct s3_batch *batch, struct bucket *b, struct error *err)
{
	bool ok = finish(b, err);

	for (size_t i = 0; i < batch->count; i++)
		arena_release(&batch->ask[i].arena);
	memset(batch, 0, sizeof(*batch));
	return ok;
}

/* The one that batch->ask[batch->count] is was begun. */
static bool batch_begun(
    struct s3_batch *batch, struct bucket *b, struct error *err)
{
	batch->count++;
	return batch->count < BATCH || batch_finish(batch, b, err);
}

static bool put_files(struct bucket *b, bool fresh, struct error *err)
{
	struct s3_batch batch = { .count = 0 };
	struct error why;
	bool ok = true;

	for (size_t i = 0; ok && i < b->site->count; i++) {
		const char *path = b->site->entry[i].path;
		struct s3_ask *a = &batch.ask[batch.count];
		struct str data;

		ok = deploy_read(b->job, path, &a->arena, &data, err);
		if (!ok || !is_wanted(b, path, data, fresh)) {
			arena_release(&a->arena);
			continue;
		}
		put(a, b, path, data);
		b->result->sent++;
		ok = batch_begun(&batch, b, err);
	}
	return batch_finish(&batch, b, ok ? err : &why) && ok;
}

static bool put_list(
    struct bucket *b, const struct str_list *more, struct error *err)
{
	struct s3_ask a = { .bucket = b };
	bool ok;

	put(&a, b, DEPLOY_LIST, deploy_list_text(&a.arena, b->site, more));
	ok = finish(b, err);
	arena_release(&a.arena);
	return ok;
}

/* -------------------------------------------------------------------- and gone */

static bool remove_gone(struct bucket *b, struct error *err)
{
	struct s3_batch batch = { .count = 0 };
	struct error why;
	bool ok = true;

	for (size_t i = 0; ok && i < b->had.count; i++) {
		struct str key = arena_printf(b->arena, "%.*s%.*s",
		    STR_ARG(b->prefix), STR_ARG(b->had.item[i]));
		struct s3_ask *a = &batch.ask[batch.count];

		if (deploy_site_has(b->site, b->had.item[i]) ||
		    s3_list_find(&b->there, key) == NULL)
			continue;
		a->bucket = b;
		a->request.url = address_of(a, key);
		a->request.method = "DELETE";
		a->missing_is_fine = true;
		ask(a, arena_cstr(b->arena, key));
		b->result->removed++;
		ok = batch_begun(&batch, b, err);
	}
	return batch_finish(&batch, b, ok ? err : &why) && ok;
}

/* Of a place that is taken over, all files count as ours. */
static void take_over(struct bucket *b)
{
	for (size_t i = 0; b->job->take_over && i < b->there.count; i++) {
		struct str name = str_sub(b->there.key[i].name, b->prefix.len,
		    b->there.key[i].name.len);

		if (str_eq(name, STR(DEPLOY_LIST)))
			continue;
		b->had.item = ARENA_GROW(b->arena, b->had.item, b->had.count);
		b->had.item[b->had.count++] = name;
	}
}

static bool deploy(struct bucket *b, struct error *err)
{
	const struct str_list none = { 0 };

	if (!list_all(b, err) || !read_list(b, err) || !is_ours(b, err))
		return false;
	take_over(b);
	return put_list(b, &b->had, err) && put_files(b, true, err) &&
	       put_files(b, false, err) && remove_gone(b, err) &&
	       put_list(b, &none, err);
}

static bool key(const struct deploy_rule *rule, struct arena *arena,
    struct str *ret_key, struct error *err)
{
	return key_of(arena, rule->name, "KEY", "ID:SECRET", ret_key, err);
}

static bool read_key(struct bucket *b, struct error *err)
{
	struct str secret;

	if (!key(b->job->rule, b->arena, &secret, err))
		return false;
	b->signature.key = arena_cstr(b->arena, secret);
	b->signature.region = arena_cstr(b->arena, b->job->rule->region);
	return true;
}

static bool run(const struct deploy_job *job, const struct file_list *site,
    struct arena *arena, struct deploy_result *result, struct error *err)
{
	const struct transfer_options options = {
		.parallel = PARALLEL,
		.parallel_per_host = PARALLEL,
		.connect_ms = CONNECT_MS,
		.total_ms = TOTAL_MS,
		.body_max = LIMIT_SOURCE,
		.patience_s = PATIENCE_S,
		.user_agent = "Sennight",
		.ca_file = job->ca_file,
		.allow = job->allow,
		.allows = job->allows,
	};
	struct bucket *b = ARENA_NEW(arena, struct bucket);
	bool ok;

	*b = (struct bucket){
		.job = job, .site = site, .arena = arena, .result = result
	};
	split_address(b);
	if (!read_key(b, err))
		return false;
	b->transfers = transfers_new(&options);
	ok = deploy(b, err);
	transfers_free(b->transfers);
	return ok;
}

const struct deploy_kind deploy_s3 = {
	.name = STR_INIT("s3"),
	.wants = "the address of a bucket, such as "
		 "https://s3.example.org/BUCKET/PREFIX",
	.check = is_bucket,
	.key = key,
	.run = run,
};
