/*
 * GitHub: final comment periods that began in the window, whatever became of
 * them since.
 *
 * rfcbot (https://github.com/rust-lang/rfcbot-rs) gives a label when a period
 * begins, and after ten days takes it and gives another one, finished-LABEL.
 * A period whose label was taken without that was called off.
 */
#include "base/limits.h"
#include "collect/github.h"
#include "model/event_fields.h"

enum { PERIOD_DAYS = 10, DAY = 24 * 60 * 60 };

#define LABEL "final-comment-period"

static struct str label_of(const struct harvest *h)
{
	return github_label(h, LABEL);
}

static struct str finished_of(struct harvest *h)
{
	struct str label = label_of(h);

	return arena_printf(h->arena, "finished-%.*s", STR_ARG(label));
}

static void add(
    struct harvest *h, const struct github_thing *thing, int64_t began)
{
	struct date opened = date_from_days((int32_t)(began / DAY));
	struct strbuf out;
	struct json j;

	strbuf_init(&out, LIMIT_CANDIDATE);
	github_begin(h, &j, &out, "decision", began, thing);
	json_member(&j, "kind", STR("comment-period"));
	json_member(
	    &j, "disposition", github_label_behind(thing, "disposition-"));
	json_member(&j, "opened", date_text(h->arena, opened));
	json_member(
	    &j, "closes", date_text(h->arena, date_add(opened, PERIOD_DAYS)));
	github_end(h, &j);
	strbuf_release(&out);
}

static void take(struct harvest *h, const struct github_thing *thing)
{
	const struct collect_options *o = h->options;
	int64_t until =
	    date_is_set(o->until) ? (int64_t)date_to_days(o->until) * DAY : 0;
	int64_t taken;
	int64_t began = github_labelled(thing, label_of(h), until, &taken);
	bool stands = taken == 0 || github_has_label(thing, finished_of(h));

	if (began > 0 && stands)
		add(h, thing, began);
	else if (began == 0 && until == 0)
		harvest_leave(
		    h, arena_printf(h->arena,
			   "of %.*s it is not known when its period began",
			   STR_ARG(thing->url)));
}

static bool start(struct harvest *h, struct error *err)
{
	struct str label = label_of(h), finished = finished_of(h);
	const struct github_search search = {
		.words = arena_printf(h->arena, "label:\"%.*s\",\"%.*s\"",
		    STR_ARG(label), STR_ARG(finished)),
		.since = "updated",
		.wants = GITHUB_EVENTS,
		.take = take,
	};

	return github_find_labelled(h, label, &search, err);
}

static bool knows(struct arena *arena, struct str address,
    const struct answer *answer, struct source_rule *ret_rule)
{
	return github_knows_label(
	    arena, address, answer, LABEL, kind_github_fcps.name, ret_rule);
}

const struct kind kind_github_fcps = {
	GITHUB_KIND,
	.name = "github-fcps",
	.what = "GitHub: final comment periods that began, of repositories",
	.start = start,
	.knows = knows,
};
