/* A run: its sources, and what they have into the inbox. */
#include "collect/collect.h"

#include "base/limits.h"
#include "base/nearest.h"
#include "base/text.h"
#include "collect/answers.h"
#include "collect/known_events.h"
#include "collect/printed_links.h"
#include "collect/propose.h"
#include "collect/times_file.h"
#include "collect/visit.h"
#include "inbox/inbox.h"

/* What we ask of others' machines, at most. */
enum {
	PARALLEL = 16,
	PARALLEL_PER_HOST = 2,
	PAUSE_MS = 200,
	CONNECT_MS = 10 * 1000,
	TOTAL_MS = 30 * 1000,
	REDIRECTS = 5,
};

struct run {
	const struct collect_options *options;
	struct arena arena;
	struct visits visits;
	struct visit *visit;
	size_t sources, incomplete;
	struct printed_links *printed; /* NULL until it is needed */
	const struct place_table *places;
	struct known_events known;
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

/* The name of what a source must have and has not; or NULL. */
static const char *what_lacks(const struct source_rule *rule, unsigned needs)
{
	if ((needs & KIND_NEEDS_URL) && rule->url.len == 0)
		return "url";
	if ((needs & KIND_NEEDS_RUN) && rule->run.count == 0)
		return "run";
	return (needs & KIND_NEEDS_OF) && rule->of.count == 0 ? "of" : NULL;
}

/* That may be meant; or NULL. */
static const struct kind *nearest_kind(struct str name)
{
	const struct kind *kind;

	for (size_t i = 0; (kind = kind_at(i)) != NULL; i++)
		if (name_is_near(name, str_of(kind->name)))
			return kind;
	return NULL;
}

static bool check_rule(const struct settings *settings,
    const struct source_rule *rule, const struct kind **ret_kind,
    struct error *err)
{
	const char *needed;
	const struct kind *near;
	struct error why;

	*ret_kind = kind_named(rule->kind);
	near = *ret_kind == NULL ? nearest_kind(rule->kind) : NULL;
	if (*ret_kind == NULL)
		return error_set(err,
		    "the source %.*s has the kind \"%.*s\", which is none%s%s; "
		    "`sennight collect --kinds` lists them",
		    STR_ARG(rule->id), STR_ARG(rule->kind),
		    near != NULL ? ": did you mean " : "",
		    near != NULL ? near->name : "");
	needed = what_lacks(rule, (*ret_kind)->needs);
	if (needed != NULL)
		return error_set(err, "the source %.*s needs `%s`",
		    STR_ARG(rule->id), needed);
	if (rule->section.len == 0 ||
	    section_named(settings, rule->section).at != NULL)
		return true;
	section_unknown(settings, rule->section, &why);
	return error_set(
	    err, "the source %.*s: %s", STR_ARG(rule->id), why.text);
}

static bool find_rules(struct run *r, struct error *err)
{
	const struct settings *s = r->options->settings;

	r->visit = ARENA_ARRAY(&r->arena, s->sources + 1, struct visit);
	for (size_t i = 0; i < s->sources; i++) {
		const struct source_rule *rule = &s->source[i];
		struct visit *v = &r->visit[r->sources];

		*v = (struct visit){ .visits = &r->visits,
			.harvest = { .options = r->options,
			    .rule = rule,
			    .places = r->places } };
		if (!check_rule(s, rule, &v->kind, err))
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

static bool put(struct run *r, struct harvest *h, struct arena *arena,
    const struct candidate *candidate, enum inbox_added *ret_added,
    struct error *err)
{
	struct candidate now;

	if (candidate->kind != CANDIDATE_EVENT)
		return inbox_add(
		    r->options->store, arena, candidate, ret_added, &now, err);
	return known_events_add(&r->known, h, candidate, ret_added, err) &&
	       (*ret_added != INBOX_NEW ||
		   propose_groups(r->options, candidate, err));
}

static bool put_all(struct run *r, struct harvest *h,
    struct collect_report *report, struct error *err)
{
	struct store *store = r->options->store;
	struct error ignored;
	bool ok = people_begin_many(store, err);

	if (!ok)
		return false;
	for (size_t i = 0; ok && i < h->count; i++) {
		struct arena arena = { 0 };
		enum inbox_added added;

		ok = put(r, h, &arena, &h->candidate[i], &added, err);
		report->added +=
		    ok && (added == INBOX_NEW || added == INBOX_BACK);
		report->updated += ok && added == INBOX_UPDATED;
		arena_release(&arena);
	}
	report->notes = h->notes;
	if (ok)
		return people_end_many(store, true, err);
	people_end_many(store, false, &ignored);
	return false;
}

/* A line each, as many as fit. */
static struct str lines_of(struct arena *arena, const struct str_list *notes)
{
	struct strbuf all;
	struct str lines = { NULL, 0 };

	strbuf_init(&all, LIMIT_SOURCE_NOTES);
	for (size_t i = 0; i < notes->count; i++) {
		struct str line = text_line(arena, notes->item[i], LIMIT_ERROR);

		if (all.len + line.len + 1 >= LIMIT_SOURCE_NOTES)
			break;
		if (all.len > 0)
			strbuf_add_char(&all, '\n');
		strbuf_add(&all, line);
	}
	if (all.len > 0)
		lines = arena_str(arena, strbuf_str(&all));
	strbuf_release(&all);
	return lines;
}

static bool note(struct run *r, const struct visit *v,
    const struct collect_report *report, struct error *err)
{
	int64_t now = store_now(r->options->store);
	struct source_state state = v->before;

	state.tried = now;
	state.address = v->harvest.rule->url;
	state.trouble = report->trouble;
	/* What has not changed was not read, and is as true as it was. */
	if (report->state != COLLECT_SAME)
		state.notes = lines_of(&r->arena, &v->harvest.notes);
	if (report->state != COLLECT_INCOMPLETE)
		state.complete = now;
	return source_note(r->options->store, report->source, &state, err);
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

static struct collect_report report_of(const struct visit *v)
{
	const struct harvest *h = &v->harvest;
	bool incomplete = h->incomplete.len > 0;

	return (struct collect_report){
		.source = h->rule->id,
		.state = incomplete ? COLLECT_INCOMPLETE
			 : v->same  ? COLLECT_SAME
				    : COLLECT_COMPLETE,
		.trouble = incomplete ? h->incomplete : h->trouble,
		.found = h->count,
		.outside = h->outside,
		.left = h->left,
		.notes = h->notes,
		.moved = v->moved,
	};
}

static void note_printing(
    struct arena *arena, struct candidate *c, const struct printed_link *where)
{
	struct strbuf out;
	struct json j;

	strbuf_init(&out, LIMIT_LETTER);
	json_init(&j, &out);
	json_object(&j);
	json_member(&j, "printed",
	    arena_printf(arena, "%s:%zu", where->path, where->line));
	json_end(&j);
	candidate_add_fields(
	    arena, c, strbuf_str(&out), (struct str){ NULL, 0 });
	strbuf_release(&out);
}

/* Links that were printed say where: that is for an editor to judge. */
static bool mark_printed(struct run *r, struct harvest *h, struct error *err)
{
	for (size_t i = 0; i < h->count; i++) {
		struct candidate *c = &h->candidate[i];
		struct printed_link where;

		if (c->kind != CANDIDATE_LINK)
			continue;
		if (r->printed == NULL &&
		    !printed_links_read(
			&r->arena, r->options->settings, &r->printed, err))
			return false;
		if (printed_links_find(r->printed, c->url, &where) ||
		    printed_links_find(r->printed,
			candidate_field_text(h->arena, c, "canonical"), &where))
			note_printing(h->arena, c, &where);
	}
	return true;
}

/* Put what it found into the inbox, say it, and note it. */
static void end_source(void *data, struct visit *v)
{
	struct run *r = data;
	struct collect_report report = report_of(v);

	r->failed = r->failed || !mark_printed(r, &v->harvest, r->err);
	if (!r->failed) {
		show_all(r, &v->harvest);
		if (!r->options->dry_run &&
		    (!put_all(r, &v->harvest, &report, r->err) ||
			!note(r, v, &report, r->err)))
			r->failed = true;
		else
			r->options->say(r->options->data, &report);
	}
	r->incomplete += report.state == COLLECT_INCOMPLETE;
	arena_release(&v->arena);
}

/* Times of day of what is to stand in an issue, or does. */
static bool write_times(struct run *r, struct error *err)
{
	const struct settings *s = r->options->settings;
	struct times times = { .count = 0 };

	for (size_t i = 0; i < r->known.count; i++) {
		const struct candidate *c = &r->known.event[i].c;
		struct event event;

		if ((c->state != CANDIDATE_ACCEPTED &&
			c->state != CANDIDATE_PLACED &&
			c->state != CANDIDATE_PUBLISHED) ||
		    !times_of_fields(&r->arena, c->fields, &event))
			continue;
		times.event = ARENA_GROW(&r->arena, times.event, times.count);
		times.event[times.count++] = event;
	}
	return times_file_update(
	    arena_cstr(&r->arena, s->events.data), &times, err);
}

/* ---------------------------------------------------------------------- asking */

static bool ask_all(struct run *r, struct error *err)
{
	for (size_t i = 0; i < r->sources; i++)
		if (!source_find(r->options->store, &r->arena,
			r->visit[i].harvest.rule->id, &r->visit[i].before, err))
			return false;
	if (!r->options->dry_run &&
	    !known_events_read(&r->arena, r->options, &r->known, err))
		return false;
	for (size_t i = 0; i < r->sources && !r->failed; i++)
		visit_start(&r->visit[i]);
	visits_replay(&r->visits);
	transfers_run(r->visits.transfers, -1);
	if (r->options->answers != NULL && !r->options->dry_run)
		answers_sweep(
		    r->options->answers, store_now(r->options->store));
	return !r->failed && (r->options->dry_run || write_times(r, err));
}

struct transfer_options collect_manners(
    struct arena *arena, const struct collect_options *o)
{
	return (struct transfer_options){
		.parallel = PARALLEL,
		.parallel_per_host = o->unpaced ? PARALLEL : PARALLEL_PER_HOST,
		.pause_ms = o->unpaced ? 0 : PAUSE_MS,
		.connect_ms = CONNECT_MS,
		.total_ms = TOTAL_MS,
		.body_max = LIMIT_SOURCE,
		.redirects = REDIRECTS,
		.patience_s = COLLECT_PATIENCE_S,
		.user_agent =
		    arena_printf(arena, "Sennight (collects for %.*s)",
			STR_ARG(o->settings->address))
			.at,
		.allow = o->allow,
		.allows = o->allows,
	};
}

bool collect_run(const struct collect_options *options, size_t *ret_incomplete,
    struct error *err)
{
	struct run r = { .options = options, .err = err };
	const struct transfer_options transfer =
	    collect_manners(&r.arena, options);
	bool ok;

	r.visits = (struct visits){
		.options = options, .ended = end_source, .data = &r
	};
	r.places = place_table_make(&r.arena);
	ok = find_rules(&r, err);
	if (ok) {
		r.visits.transfers = transfers_new(&transfer);
		ok = ask_all(&r, err);
		transfers_free(r.visits.transfers);
		for (size_t i = 0; i < r.sources; i++)
			arena_release(&r.visit[i].arena);
	}
	*ret_incomplete = r.incomplete;
	arena_release(&r.arena);
	return ok;
}
