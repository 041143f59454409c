/* A run: asking, and putting into the inbox. */
#include "collect/collect.h"

#include "base/child.h"
#include "base/limits.h"
#include "collect/kind.h"
#include "inbox/inbox.h"

/* What we ask of others' machines, at most. */
enum {
	PARALLEL = 16,
	PARALLEL_PER_HOST = 2,
	PAUSE_MS = 200,
	CONNECT_MS = 10 * 1000,
	TOTAL_MS = 30 * 1000,
	REDIRECTS = 5,
	PATIENCE_S = 60,
	TRIES = 3, /* of who wants us to come again */
};

struct source {
	struct run *run;
	const struct source_rule *rule;
	const struct kind *kind;
	struct source_state before;
	int tries;
};

struct run {
	const struct collect_options *options;
	struct arena arena;
	struct transfers *transfers;
	struct source *source;
	size_t sources, incomplete;
	bool failed; /* the store; nothing more is done */
	struct error *err;
};

/* -------------------------------------------------------------------- settings */

static bool is_asked(const struct collect_options *o, struct str id)
{
	for (size_t i = 0; i < o->onlys; i++)
		if (str_eq(id, str_of(o->only[i])))
			return true;
	return o->onlys == 0;
}

static bool check_rule(const struct settings *settings,
    const struct source_rule *rule, const struct kind **ret_kind,
    struct error *err)
{
	*ret_kind = kind_named(rule->kind);
	if (*ret_kind == NULL)
		return error_set(err,
		    "the source %.*s has the kind \"%.*s\", which is none; "
		    "`sennight collect --help` names them",
		    STR_ARG(rule->id), STR_ARG(rule->kind));
	if ((*ret_kind)->runs ? rule->run.count == 0 : rule->url.len == 0)
		return error_set(err, "the source %.*s needs `%s`",
		    STR_ARG(rule->id), (*ret_kind)->runs ? "run" : "url");
	if (rule->section.len > 0 &&
	    section_named(settings, rule->section).at == NULL)
		return error_set(err,
		    "the source %.*s is for the section \"%.*s\", which there "
		    "is not",
		    STR_ARG(rule->id), STR_ARG(rule->section));
	return true;
}

static bool find_rules(struct run *r, struct error *err)
{
	const struct settings *s = r->options->settings;

	r->source = ARENA_ARRAY(&r->arena, s->sources + 1, struct source);
	for (size_t i = 0; i < s->sources; i++) {
		const struct source_rule *rule = &s->source[i];
		struct source *source = &r->source[r->sources];

		*source = (struct source){ .run = r, .rule = rule };
		if (!check_rule(s, rule, &source->kind, err))
			return false;
		r->sources += is_asked(r->options, rule->id);
	}
	for (size_t i = 0; i < r->options->onlys; i++) {
		size_t j = 0;

		while (j < s->sources &&
		       !str_eq(s->source[j].id, str_of(r->options->only[i])))
			j++;
		if (j == s->sources)
			return error_set(err,
			    "the settings have no source \"%s\"",
			    r->options->only[i]);
	}
	return true;
}

/* ---------------------------------------------------------------- into the inbox */

static bool put_all(struct run *r, const struct harvest *h,
    struct collect_report *report, struct error *err)
{
	struct store *store = r->options->store;
	struct error ignored;
	bool ok = people_begin_many(store, err);

	if (!ok)
		return false;
	for (size_t i = 0; ok && i < h->count; i++) {
		struct arena arena = { 0 };
		struct candidate now;
		enum inbox_added added;

		ok = inbox_add(
		    store, &arena, &h->candidate[i], &added, &now, err);
		report->added +=
		    ok && (added == INBOX_NEW || added == INBOX_BACK);
		report->updated += ok && added == INBOX_UPDATED;
		arena_release(&arena);
	}
	if (ok)
		return people_end_many(store, true, err);
	people_end_many(store, false, &ignored);
	return false;
}

static bool note(struct run *r, const struct source *s,
    const struct collect_report *report, const struct transfer_result *result,
    struct error *err)
{
	int64_t now = store_now(r->options->store);
	struct source_state state = s->before;

	state.tried = now;
	state.address = s->rule->url;
	state.trouble = report->trouble;
	if (report->state == COLLECT_INCOMPLETE)
		/* The next run is to get all of it again. */
		state.etag = state.last_modified = (struct str){ NULL, 0 };
	else
		state.complete = now;
	if (report->state == COLLECT_COMPLETE && result != NULL) {
		state.etag = result->etag;
		state.last_modified = result->last_modified;
	}
	return source_note(r->options->store, s->rule->id, &state, err);
}

/* Say it, and note it. */
static void end_source(struct run *r, const struct source *s,
    struct collect_report *report, const struct transfer_result *result)
{
	report->source = s->rule->id;
	r->incomplete += report->state == COLLECT_INCOMPLETE;
	if (!r->options->dry_run && !note(r, s, report, result, r->err))
		r->failed = true;
	else
		r->options->say(r->options->data, report);
}

static void fail_source(struct run *r, const struct source *s, struct str why,
    const struct transfer_result *result)
{
	struct collect_report report = { .state = COLLECT_INCOMPLETE,
		.trouble = why };

	end_source(r, s, &report, result);
}

static void show_all(const struct run *r, const struct harvest *h)
{
	struct strbuf line;

	if (r->options->show == NULL)
		return;
	strbuf_init(&line, LIMIT_PAGE);
	for (size_t i = 0; i < h->count; i++) {
		strbuf_reset(&line);
		candidate_add_json(&line, &h->candidate[i], NULL);
		r->options->show(r->options->data, strbuf_str(&line));
	}
	strbuf_release(&line);
}

static void take_answer(struct run *r, const struct source *s,
    const struct answer *answer, const struct transfer_result *result)
{
	struct arena arena = { 0 };
	struct harvest h = { .arena = &arena,
		.options = r->options,
		.rule = s->rule,
		.answer = *answer };
	struct collect_report report = { .state = COLLECT_COMPLETE };
	struct error why;

	if (!s->kind->read(&h, &why)) {
		report.state = COLLECT_INCOMPLETE;
		report.trouble = str_of(why.text);
	} else if (h.answer.cut) {
		report.state = COLLECT_INCOMPLETE;
		report.trouble = STR("it is longer than what is read");
	} else {
		report.trouble = h.trouble;
	}
	report.found = h.count;
	report.outside = h.outside;
	report.left = h.left;
	show_all(r, &h);
	if (!r->options->dry_run && !put_all(r, &h, &report, r->err))
		r->failed = true;
	else
		end_source(r, s, &report, result);
	arena_release(&arena);
}

/* ---------------------------------------------------------------------- asking */

static transfer_done is_fetched;

static void add_request(struct source *s, int64_t wait_s)
{
	struct run *r = s->run;
	struct transfer_request request = { .url = s->rule->url,
		.delay_ms = (int)(wait_s * 1000),
		.done = is_fetched,
		.data = s };

	if (!r->options->anew && str_eq(s->before.address, s->rule->url)) {
		request.if_none_match = s->before.etag;
		request.if_modified_since = s->before.last_modified;
	}
	s->tries++;
	transfers_add(r->transfers, &request);
}

/* Asked to come again, and soon? */
static bool may_come_again(
    const struct source *s, const struct transfer_result *result)
{
	return (result->status == 429 || result->status == 503) &&
	       result->retry_after_s >= 0 &&
	       result->retry_after_s <= PATIENCE_S && s->tries < TRIES;
}

static void is_fetched(const struct transfer_result *result, void *data)
{
	struct source *s = data;
	struct run *r = s->run;
	struct collect_report same = { .state = COLLECT_SAME };

	if (r->failed)
		return;
	if (result->outcome != TRANSFER_OK) {
		fail_source(r, s, str_of(result->why), result);
	} else if (result->status == 304) {
		end_source(r, s, &same, result);
	} else if (may_come_again(s, result)) {
		add_request(s, result->retry_after_s);
	} else if (result->status != 200) {
		fail_source(r, s,
		    arena_printf(&r->arena, "it answered with status %d",
			result->status),
		    result);
	} else {
		const struct answer answer = { .body = result->body,
			.content_type = result->content_type,
			.url = result->url,
			.cut = result->cut };

		take_answer(r, s, &answer, result);
	}
}

static bool ask(struct run *r, struct source *s, struct error *err)
{
	if (!source_find(
		r->options->store, &r->arena, s->rule->id, &s->before, err))
		return false;
	add_request(s, 0);
	return true;
}

/* Its standard error is ours. */
static bool run_program(struct run *r, const struct source *s)
{
	const struct str_list *words = &s->rule->run;
	char **argv = ARENA_ARRAY(&r->arena, words->count + 1, char *);
	struct child child = { .argv = argv, .max = LIMIT_SOURCE };
	struct answer answer = { .cut = false };
	struct error why;
	int status;

	for (size_t i = 0; i < words->count; i++) {
		argv[i] = arena_alloc(&r->arena, words->item[i].len + 1);
		memcpy(argv[i], words->item[i].at, words->item[i].len);
		argv[i][words->item[i].len] = '\0';
	}
	argv[words->count] = NULL;
	child.path = argv[0];
	if (!child_run(&child, &r->arena, &answer.body, &status, &why))
		fail_source(r, s, str_of(why.text), NULL);
	else if (status != 0)
		fail_source(r, s,
		    arena_printf(
			&r->arena, "the program ended with status %d", status),
		    NULL);
	else
		take_answer(r, s, &answer, NULL);
	return !r->failed;
}

static bool ask_all(struct run *r, struct error *err)
{
	for (size_t i = 0; i < r->sources; i++) {
		struct source *s = &r->source[i];

		if (!s->kind->runs ? !ask(r, s, err) : !run_program(r, s))
			return false;
	}
	transfers_run(r->transfers, -1);
	return !r->failed;
}

bool collect_run(const struct collect_options *options, size_t *ret_incomplete,
    struct error *err)
{
	struct run r = { .options = options, .err = err };
	const struct transfer_options transfer = {
		.parallel = PARALLEL,
		.parallel_per_host = PARALLEL_PER_HOST,
		.pause_ms = PAUSE_MS,
		.connect_ms = CONNECT_MS,
		.total_ms = TOTAL_MS,
		.body_max = LIMIT_SOURCE,
		.redirects = REDIRECTS,
		.patience_s = PATIENCE_S,
		.user_agent =
		    arena_printf(&r.arena, "Sennight (collects for %.*s)",
			STR_ARG(options->settings->address))
			.at,
		.allow = options->allow,
		.allows = options->allows,
	};
	bool ok = find_rules(&r, err);

	if (ok) {
		r.transfers = transfers_new(&transfer);
		ok = ask_all(&r, err);
		transfers_free(r.transfers);
	}
	*ret_incomplete = r.incomplete;
	arena_release(&r.arena);
	return ok;
}
