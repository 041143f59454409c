/*
 * GitHub: major change proposals that were accepted or turned down.
 *
 * A proposal has the label major-change; when it is accepted it gets another
 * one, LABEL-accepted, or is closed as completed.  What is closed otherwise was
 * turned down or withdrawn.  One whose comment period begins is found by
 * github-fcps.
 */
#include "base/limits.h"
#include "collect/github.h"

#define LABEL "major-change"

static struct str label_of(const struct harvest *h)
{
	return github_label(h, LABEL);
}

static void add(struct harvest *h, const struct github_thing *thing,
    int64_t moment, bool accepted)
{
	struct strbuf out;
	struct json j;

	strbuf_init(&out, LIMIT_CANDIDATE);
	github_begin(h, &j, &out, "decision", moment, thing);
	/* What was turned down is printed with that in front, as a period
	 * that ends so. */
	json_member(
	    &j, "kind", accepted ? STR("approved") : STR("comment-period"));
	json_member(
	    &j, "disposition", accepted ? STR("accepted") : STR("close"));
	github_end(h, &j);
	strbuf_release(&out);
}

static void take(struct harvest *h, const struct github_thing *thing)
{
	struct str label = label_of(h);
	struct str accepted =
	    arena_printf(h->arena, "%.*s-accepted", STR_ARG(label));
	int64_t taken, given = github_labelled(thing, accepted, 0, &taken);

	if (given > 0 && taken == 0)
		add(h, thing, given, true);
	else if (thing->closed > 0 && !thing->open)
		add(h, thing, thing->closed,
		    thing->completed || github_has_label(thing, accepted));
}

static bool start(struct harvest *h, struct error *err)
{
	struct str label = label_of(h);
	const struct github_search search = {
		.words = arena_printf(
		    h->arena, "is:issue label:\"%.*s\"", STR_ARG(label)),
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
	    arena, address, answer, LABEL, kind_github_mcps.name, ret_rule);
}

const struct kind kind_github_mcps = {
	GITHUB_KIND,
	.name = "github-mcps",
	.what = "GitHub: major change proposals, accepted or turned down",
	.start = start,
	.knows = knows,
};
