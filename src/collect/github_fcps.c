/*
 * GitHub: final comment periods that began in the window, whatever became of
 * them since.
 *
 * rfcbot gives the label when a period begins, and after ten days takes it and
 * gives finished-final-comment-period.  The period began when the label was
 * given the last time.
 */
#include "base/limits.h"
#include "collect/github.h"
#include "model/event_fields.h"

#define LABEL "final-comment-period"

enum { PERIOD_DAYS = 10, DAY = 24 * 60 * 60 };

static void take(struct harvest *h, const json_t *node, struct str query)
{
	int64_t began = github_labelled(node, LABEL);
	struct str disposition = github_label_behind(node, "disposition-");
	struct date closes =
	    date_from_days((int32_t)(began / DAY) + PERIOD_DAYS);
	struct strbuf out;
	struct json j;

	(void)query;
	if (began == 0) {
		harvest_leave(
		    h, arena_printf(h->arena,
			   "of %.*s it is not known when its period began",
			   STR_ARG(from_json_text(node, "url"))));
		return;
	}
	strbuf_init(&out, LIMIT_LETTER);
	github_begin(h, &j, &out, "decision", began, node);
	json_member(&j, "kind", STR("comment-period"));
	json_member(&j, "disposition",
	    disposition.len > 0 ? disposition : STR("merge"));
	json_member(&j, "closes", date_text(h->arena, closes));
	github_end(h, &j);
	strbuf_release(&out);
}

static bool start(struct harvest *h, struct error *err)
{
	static const struct github_search search = { .all = GITHUB_LABEL_EVENTS,
		.issues = "",
		.pulls = "",
		.take = take };
	struct github_search *asked = ARENA_NEW(h->arena, struct github_search);

	*asked = search;
	asked->query = github_queries(
	    h, arena_printf(h->arena, "label:%s,finished-%s %.*s", LABEL, LABEL,
		   STR_ARG(github_since(h, "updated"))));
	h->because = STR("label: " LABEL);
	return github_ask(h, asked, err);
}

static bool knows(struct arena *arena, struct str address,
    const struct answer *answer, struct source_rule *ret_rule)
{
	return answer == NULL && str_contains_fold(address, STR(LABEL)) &&
	       github_knows(arena, address, kind_github_fcps.name, ret_rule);
}

const struct kind kind_github_fcps = {
	GITHUB_KIND,
	.name = "github-fcps",
	.what = "GitHub: final comment periods that began, of repositories",
	.start = start,
	.knows = knows,
};
