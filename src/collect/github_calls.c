/*
 * GitHub: calls for testing, as long as their label stands and they are open;
 * with the comment that tells how to test.
 */
#include "base/limits.h"
#include "collect/github.h"
#include "collect/github_steps.h"

#define LABEL "call-for-testing"

static struct str label_of(const struct harvest *h)
{
	return github_label(h, LABEL);
}

/* Of the text at the top and the comments the one that says it best; of
 * equals the last. */
static struct str steps_of(const struct github_thing *thing)
{
	struct str url = thing->url;
	int best = testing_steps_in(thing->body);

	for (size_t i = 0; i < thing->said; i++) {
		int found = testing_steps_in(thing->comment[i].body);

		if (found == 0 || found < best)
			continue;
		best = found;
		url = thing->comment[i].url;
	}
	return best > 0 ? url : (struct str){ NULL, 0 };
}

static void take(struct harvest *h, const struct github_thing *thing)
{
	struct strbuf out;
	struct json j;

	/* What a search knows may be some minutes old. */
	if (!thing->open || !github_has_label(thing, label_of(h)))
		return;
	strbuf_init(&out, LIMIT_CANDIDATE);
	/* That it stands now is what counts, not since when. */
	github_begin(h, &j, &out, "call", 0, thing);
	json_member(&j, "kind", STR("testing"));
	json_member(&j, "steps", steps_of(thing));
	github_end(h, &j);
	strbuf_release(&out);
}

static bool start(struct harvest *h, struct error *err)
{
	struct str label = label_of(h);
	const struct github_search search = {
		.words = arena_printf(
		    h->arena, "state:open label:\"%.*s\"", STR_ARG(label)),
		.wants = GITHUB_COMMENTS,
		.take = take,
	};

	return github_find_labelled(h, label, &search, err);
}

static bool knows(struct arena *arena, struct str address,
    const struct answer *answer, struct source_rule *ret_rule)
{
	return github_knows_label(
	    arena, address, answer, LABEL, kind_github_calls.name, ret_rule);
}

const struct kind kind_github_calls = {
	GITHUB_KIND,
	.name = "github-calls",
	.what = "GitHub: calls for testing, as long as their label stands",
	.start = start,
	.knows = knows,
};
