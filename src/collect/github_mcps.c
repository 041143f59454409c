/* GitHub: major change proposals that were accepted or turned down. */
#include "base/limits.h"
#include "collect/github.h"

#define LABEL "major-change"

static void take(struct harvest *h, const json_t *node, struct str query)
{
	bool accepted = github_has_label(node, LABEL "-accepted");
	struct strbuf out;
	struct json j;

	(void)query;
	strbuf_init(&out, LIMIT_LETTER);
	github_begin(
	    h, &j, &out, "decision", from_json_moment(node, "closedAt"), node);
	/* What was turned down is printed with that in front. */
	json_member(
	    &j, "kind", accepted ? STR("approved") : STR("comment-period"));
	json_member(
	    &j, "disposition", accepted ? STR("accepted") : STR("close"));
	json_member(&j, "reason", from_json_text(node, "stateReason"));
	github_end(h, &j);
	strbuf_release(&out);
}

static bool start(struct harvest *h, struct error *err)
{
	struct github_search *search =
	    ARENA_NEW(h->arena, struct github_search);

	search->all = search->pulls = "";
	search->issues = "stateReason ";
	search->take = take;
	search->query = github_queries(
	    h, arena_printf(h->arena, "is:issue is:closed label:" LABEL " %.*s",
		   STR_ARG(github_window(h, "closed"))));
	h->because = STR("label: " LABEL);
	return github_ask(h, search, err);
}

const struct kind kind_github_mcps = {
	GITHUB_KIND,
	.name = "github-mcps",
	.what = "GitHub: major change proposals, accepted or turned down",
	.start = start,
};
