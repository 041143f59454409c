#include "collect/visit.h"

#include <assert.h>
#include <time.h>

#include "base/child.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/http_limit.h"
#include "base/limits.h"
#include "base/moment.h"
#include "base/url.h"
#include "collect/answers.h"
#include "collect/look.h"
#include "collect/trouble.h"

enum {
	TRIES = 3, /* of who wants us to come again */
	/* Who does not say for how long is not waited for. */
	LIMITED_S = COLLECT_PATIENCE_S + 1,
	STUMBLED_S = 1,    /* who failed in a way that passes */
	PROGRAM_S = 5 * 60 /* that a program may run */
};

/* One thing that is asked. */
struct asking {
	struct asking *next; /* of what is answered from recorded answers */
	struct visit *visit;
	struct ask ask;   /* all texts are the visit's */
	const char *name; /* of its file */
	struct str sent;  /* the address, with its secret */
	const char **header;
	struct str etag, last_modified; /* of the answer that is kept */
	int tries;
	bool plain; /* the one of a kind that only reads */
};

static struct visit *visit_of(struct harvest *h)
{
	return (struct visit *)h;
}

void harvest_lacks(struct harvest *h, struct str why)
{
	if (h->incomplete.len == 0)
		h->incomplete = arena_str(h->arena, why);
}

bool harvest_again(struct harvest *h, int64_t seconds)
{
	h->again_s = seconds > 0 ? seconds : 0;
	return true;
}

/* -------------------------------------------------------------- preparing */

static struct str keep_text(struct arena *arena, struct str text)
{
	return text.at != NULL ? arena_str(arena, text) : text;
}

static void add_header(struct asking *a, size_t *count, struct str line)
{
	a->header[(*count)++] = arena_cstr(&a->visit->arena, line);
}

enum { OWN_HEADERS = 4 };

static void make_headers(struct asking *a)
{
	const struct ask *ask = &a->ask;
	struct arena *arena = &a->visit->arena;
	size_t count = 0, more = 0;

	while (ask->header != NULL && ask->header[more] != NULL)
		more++;
	a->header = ARENA_ARRAY(arena, OWN_HEADERS + more, const char *);
	if (ask->accept != NULL)
		add_header(
		    a, &count, arena_printf(arena, "Accept: %s", ask->accept));
	if (ask->bearer.len > 0)
		add_header(a, &count,
		    arena_printf(arena, "Authorization: Bearer %.*s",
			STR_ARG(ask->bearer)));
	if (ask->body.at != NULL)
		add_header(a, &count,
		    arena_printf(arena, "Content-Type: %s",
			ask->body_type != NULL ? ask->body_type
					       : "application/json"));
	for (size_t i = 0; i < more; i++)
		a->header[count++] = ask->header[i];
	a->header[count] = NULL;
}

static struct asking *make_asking(struct visit *v, const struct ask *ask)
{
	struct asking *a = ARENA_NEW(&v->arena, struct asking);

	a->visit = v;
	a->ask = *ask;
	a->ask.url = arena_str(&v->arena, ask->url);
	a->ask.body = keep_text(&v->arena, ask->body);
	a->name = answer_name(&v->arena, a->ask.url, a->ask.body);
	a->sent = arena_printf(
	    &v->arena, "%.*s%.*s", STR_ARG(ask->url), STR_ARG(ask->secret));
	make_headers(a);
	return a;
}

/* Remember that it was asked; false if it was already. */
static bool is_new(struct visit *v, const char *name)
{
	uint64_t hash = 0;

	/* The first half of a good hash is one. */
	for (int i = 0; i < 16; i++)
		hash = hash << 4 | (uint64_t)char_hex(name[i]);
	for (size_t i = 0; i < v->askeds; i++)
		if (v->asked[i] == hash)
			return false;
	v->asked = ARENA_GROW(&v->arena, v->asked, v->askeds);
	v->asked[v->askeds++] = hash;
	return true;
}

/* ------------------------------------------------------------------ sending */

static transfer_done is_answered;

static void find_kept(struct asking *a)
{
	struct arena arena = { 0 };
	struct kept_answer kept;

	if (answer_find(
		a->visit->harvest.options->answers, a->name, &arena, &kept)) {
		a->etag = keep_text(&a->visit->arena, kept.etag);
		a->last_modified =
		    keep_text(&a->visit->arena, kept.last_modified);
	}
	arena_release(&arena);
}

/* What may be asked whether it has changed. */
static void add_conditions(struct asking *a)
{
	const struct collect_options *o = a->visit->harvest.options;

	if (a->ask.keep && o->answers != NULL && !o->anew && a->tries == 0)
		find_kept(a);
}

static void put_request(struct asking *a, int64_t wait_s)
{
	add_conditions(a);
	a->tries++;
	transfers_add(a->visit->visits->transfers,
	    &(struct transfer_request){ .url = a->sent,
		.body = a->ask.body,
		.if_none_match = a->etag,
		.if_modified_since = a->last_modified,
		.header = a->header,
		.body_max = a->ask.most,
		.delay_ms = (int)(wait_s * 1000),
		.done = is_answered,
		.data = a });
}

static void queue_replay(struct visits *all, struct asking *a)
{
	a->next = NULL;
	if (all->first == NULL)
		all->first = a;
	else
		all->last->next = a;
	all->last = a;
}

static void ask(struct visit *v, const struct ask *what, bool plain)
{
	struct asking *a = make_asking(v, what);

	a->plain = plain;
	if (!is_new(v, a->name)) {
		if (what->may_fail)
			return;
		harvest_lacks(&v->harvest,
		    STR("it leads in a circle: the same would be asked again"));
		return;
	}
	if (v->askeds > LIMIT_SOURCE_ASKS && !what->may_fail) {
		harvest_lacks(&v->harvest, STR("it has too many pages"));
		return;
	}
	v->pending++;
	if (v->harvest.options->replay != NULL)
		queue_replay(v->visits, a);
	else
		put_request(a, 0);
}

void harvest_ask(struct harvest *h, const struct ask *what)
{
	ask(visit_of(h), what, false);
}

/* ------------------------------------------------------------------ reading */

/* The target of rel=next (RFC 8288, 3); unset if there is none. */
static struct str next_of(struct arena *arena, struct str url, struct str link)
{
	while (link.len > 0) {
		struct str one = str_trim(str_take(&link, ','));
		struct str target = str_take(&one, '>');

		if (one.at != NULL && target.len > 1 && target.at[0] == '<' &&
		    (str_find(one, STR("rel=\"next\""), 0) != STR_NONE ||
			str_find(one, STR("rel=next"), 0) != STR_NONE))
			return url_join(
			    arena, url, str_sub(target, 1, target.len));
	}
	return (struct str){ NULL, 0 };
}

/* Where it came from; of what was asked with a secret in its address, only that
 * it was asked: a server may have put the secret anywhere when it sent us on. */
static struct str told_url(const struct asking *a, struct str url)
{
	return a->ask.secret.len > 0 ? a->ask.url : url;
}

static bool come_again(struct asking *a, int64_t seconds);

static void read_answer(struct asking *a, const struct answer *answer)
{
	struct harvest *h = &a->visit->harvest;
	kind_read *read = a->ask.read;
	struct error why;

	h->answer = *answer;
	h->answer.data = a->ask.data;
	h->again_s = -1;
	hash_make(answer->body, h->answer.hash);
	if (!read(h, &why))
		harvest_lacks(h, str_of(why.text));
	else if (h->again_s >= 0 && !come_again(a, h->again_s))
		harvest_lacks(h, STR("its limit is used up"));
	else if (h->answer.cut && !a->ask.may_fail)
		harvest_lacks(h, STR("it is longer than what is read"));
	h->answer = (struct answer){ .cut = false };
}

static void end_visit(struct visit *v)
{
	struct error why;

	if (!v->finished) {
		v->finished = true;
		if (v->kind->finish != NULL &&
		    !v->kind->finish(&v->harvest, &why))
			harvest_lacks(&v->harvest, str_of(why.text));
		assert(v->pending == 0);
		if (v->harvest.options->look && !v->kind->as_written)
			look_at_links(&v->harvest);
	}
	if (v->pending == 0)
		v->visits->ended(v->visits->data, v);
}

static void end_asking(struct asking *a)
{
	if (--a->visit->pending == 0)
		end_visit(a->visit);
}

/* ------------------------------------------------------------------- limits */

/* What a service wants us to wait, in seconds; -1: nothing was said. */
static int64_t rest_of(const struct transfer_result *r)
{
	if (r->retry_after_s >= 0)
		return r->retry_after_s;
	return http_limit_is_used_up(r->limit_remaining)
		   ? http_limit_wait(r->limit_reset, (int64_t)time(NULL))
		   : -1;
}

/* 403 is GitHub's way of saying it too. */
static bool is_limited(const struct transfer_result *r, int64_t rest)
{
	return r->status == 429 || (r->status == 503 && rest >= 0) ||
	       (r->status == 403 && rest >= 0);
}

static bool has_stumbled(const struct transfer_result *r)
{
	return r->status == 502 || r->status == 503 || r->status == 504;
}

static bool come_again(struct asking *a, int64_t seconds)
{
	struct visit *v = a->visit;

	if (v->harvest.options->replay != NULL || a->tries >= TRIES ||
	    seconds > COLLECT_PATIENCE_S)
		return false;
	v->pending++;
	transfers_rest(v->visits->transfers, a->sent, seconds);
	put_request(a, seconds);
	return true;
}

static struct str limit_text(struct arena *arena, int64_t seconds)
{
	if (seconds < 120)
		return arena_printf(arena,
		    "its limit is used up; it wants to be asked again in %lld "
		    "seconds",
		    (long long)seconds);
	return arena_printf(arena,
	    "its limit is used up; it wants to be asked again in %lld minutes",
	    (long long)((seconds + 59) / 60));
}

/* -------------------------------------------------------------- what came back */

static void record(struct asking *a, const struct kept_answer *answer)
{
	const struct collect_options *o = a->visit->harvest.options;
	bool again = answer->etag.len > 0 || answer->last_modified.len > 0;
	struct error why;

	if (a->ask.secret_answer)
		return;
	if (o->record != NULL && !answer_keep(o->record, a->name, answer, &why))
		harvest_lacks(&a->visit->harvest, str_of(why.text));
	if (a->ask.keep && again && answer->status == 200 && !answer->cut &&
	    o->answers != NULL && !o->dry_run &&
	    !answer_keep(o->answers, a->name, answer, &why))
		harvest_lacks(&a->visit->harvest, str_of(why.text));
}

static struct answer answer_of(struct asking *a, const struct kept_answer *kept)
{
	return (struct answer){
		.body = kept->body,
		.content_type = kept->content_type,
		.url = kept->url,
		.next = next_of(&a->visit->arena, kept->url, kept->link),
		.status = kept->status,
		.rest_s = -1,
		.cut = kept->cut,
	};
}

static void use(
    struct asking *a, const struct kept_answer *kept, int64_t rest_s)
{
	struct visit *v = a->visit;
	struct answer answer = answer_of(a, kept);

	answer.rest_s = rest_s;
	if (a->ask.may_fail || kept->status == 200 ||
	    (kept->status != 0 && a->ask.any_status)) {
		read_answer(a, &answer);
	} else if (kept->status == 0) {
		harvest_lacks(&v->harvest, kept->why);
	} else {
		harvest_lacks(
		    &v->harvest, trouble_of_status(&v->arena, kept->status));
	}
}

/* Was all of it used today?  On another day more may be in the window; and what
 * was kept since was not put into the inbox, as that run did not end. */
static bool is_used(const struct asking *a)
{
	enum { DAY = 24 * 60 * 60 };
	const struct visit *v = a->visit;
	const struct harvest *h = &v->harvest;

	return str_eq(v->before.address, h->rule->url) &&
	       v->before.trouble.len == 0 &&
	       v->before.complete / DAY == date_to_days(h->options->today) &&
	       v->before.complete >=
		   answer_kept_at(h->options->answers, a->name);
}

/* 304: all is as it was. */
static void use_kept(struct asking *a)
{
	struct arena arena = { 0 };
	struct kept_answer kept;
	struct answer answer;

	if (a->plain && is_used(a)) {
		a->visit->same = true;
	} else if (answer_find(a->visit->harvest.options->answers, a->name,
		       &arena, &kept)) {
		answer = answer_of(a, &kept);
		answer.kept = true;
		read_answer(a, &answer);
	} else {
		harvest_lacks(&a->visit->harvest,
		    STR("it says that it is as it was, but what it was is "
			"not here any more"));
	}
	arena_release(&arena);
}

static void note_moves(struct visit *v, const struct transfer_result *result)
{
	bool permanent = result->hops > 0;

	for (size_t i = 0; i < result->hops; i++)
		permanent = permanent && result->hop[i].permanent;
	if (permanent && result->status == 200)
		v->moved = arena_str(&v->arena, result->url);
}

static void is_answered(const struct transfer_result *result, void *data)
{
	struct asking *a = data;
	struct visit *v = a->visit;
	const struct kept_answer kept = {
		.asked = a->ask.url,
		.url = told_url(a, result->url),
		.status = result->outcome == TRANSFER_OK ? result->status : 0,
		.why = result->outcome == TRANSFER_OK
			   ? (struct str){ NULL, 0 }
			   : trouble_of_transfer(&v->arena, result),
		.content_type = result->content_type,
		.etag = result->etag,
		.last_modified = result->last_modified,
		.link = result->link,
		.cut = result->cut,
		.body = result->body.at != NULL ? result->body : STR(""),
	};
	int64_t rest = result->outcome == TRANSFER_OK ? rest_of(result) : -1;

	if (kept.status != 0 && is_limited(result, rest)) {
		rest = rest >= 0 ? rest : LIMITED_S;
		if (!come_again(a, rest)) {
			transfers_rest(v->visits->transfers, a->sent, rest);
			harvest_lacks(&v->harvest, limit_text(&v->arena, rest));
		}
	} else if (kept.status == 304) {
		use_kept(a);
	} else if (has_stumbled(result) && a->tries < TRIES) {
		come_again(a, STUMBLED_S);
	} else {
		if (kept.status == 200 && rest > 0)
			transfers_rest(v->visits->transfers, a->sent, rest);
		if (a->ask.secret.len == 0)
			note_moves(v, result);
		record(a, &kept);
		use(a, &kept, rest);
	}
	end_asking(a);
}

/* ----------------------------------------------------------------- replaying */

void visits_replay(struct visits *all)
{
	while (all->first != NULL) {
		struct asking *a = all->first;
		struct arena arena = { 0 };
		struct kept_answer kept;

		all->first = a->next;
		if (answer_find(all->options->replay, a->name, &arena, &kept))
			use(a, &kept, -1);
		else
			harvest_lacks(&a->visit->harvest,
			    arena_printf(&a->visit->arena,
				"there is no recorded answer of %.*s",
				STR_ARG(a->ask.url)));
		end_asking(a);
		arena_release(&arena);
	}
}

/* ----------------------------------------------------------------- programs */

static bool run_program(
    struct visit *v, struct answer *answer, struct error *err)
{
	const struct str_list *words = &v->harvest.rule->run;
	char **argv = ARENA_ARRAY(&v->arena, words->count + 1, char *);
	const char *program = arena_cstr(&v->arena, words->item[0]);
	struct child child = {
		.argv = argv, .max = LIMIT_SOURCE, .seconds = PROGRAM_S
	};
	int status;

	for (size_t i = 0; i < words->count; i++) {
		argv[i] = arena_alloc(&v->arena, words->item[i].len + 1);
		memcpy(argv[i], words->item[i].at, words->item[i].len);
		argv[i][words->item[i].len] = '\0';
	}
	argv[words->count] = NULL;
	child.path = strchr(program, '/') != NULL
			 ? program
			 : child_find(&v->arena, program);
	if (child.path == NULL)
		return error_set(err,
		    "there is no program \"%s\" where your system keeps them; "
		    "one in the folder of the newsletter is written ./%s",
		    program, program);
	if (!child_run(&child, &v->arena, &answer->body, &status, err))
		return false;
	return status == 0 ||
	       error_set(err, "the program ended with status %d", status);
}

/* Its standard error is ours. */
static void visit_program(struct visit *v)
{
	struct asking *a = ARENA_NEW(&v->arena, struct asking);
	struct answer answer = { .status = 200 };
	struct error why;

	a->visit = v;
	a->ask.read = v->kind->read;
	v->pending++;
	if (run_program(v, &answer, &why))
		read_answer(a, &answer);
	else
		harvest_lacks(&v->harvest, str_of(why.text));
	end_asking(a);
}

/* ----------------------------------------------------------------------- start */

static void set_pace(const struct visit *v)
{
	struct harvest *h = (struct harvest *)(uintptr_t)&v->harvest;

	if (v->kind->pace.parallel > 0 && !h->options->unpaced)
		transfers_pace(
		    v->visits->transfers, kind_base(h), &v->kind->pace);
}

void visit_start(struct visit *v)
{
	struct harvest *h = &v->harvest;
	struct error why;

	h->arena = &v->arena;
	if (v->kind->needs & KIND_NEEDS_RUN) {
		visit_program(v);
		return;
	}
	set_pace(v);
	/* Keeps it from ending while it begins. */
	v->pending++;
	if (v->kind->start == NULL)
		ask(v,
		    &(struct ask){ .url = h->rule->url,
			.read = v->kind->read,
			.keep = true },
		    true);
	else if (!v->kind->start(h, &why))
		harvest_lacks(h, str_of(why.text));
	if (--v->pending == 0)
		end_visit(v);
}
