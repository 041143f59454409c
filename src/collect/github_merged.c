/*
 * GitHub: merged changes: how many there were, and those that readers may want
 * to know of.
 *
 * What speaks for a change is counted in points (docs/collect.md): labels that
 * say that it is to be announced, reactions and comments of people.  What
 * programs wrote, rollups and changes of versions have none.
 */
#include "base/limits.h"
#include "collect/github.h"
#include "model/event_fields.h"

enum {
	LEAST = 4,      /* points, if the settings do not say */
	DAYS_MOST = 31, /* a search for each, as one gives no more than 1,000 */
};

/* The kind's own, for the note. */
struct merged {
	size_t count;
};

/* ------------------------------------------------------------------- points */

static const struct {
	const char *label;
	int points;
} labels[] = {
	{ "relnotes", 5 },
	{ "relnotes-perf", 5 },
	{ "finished-final-comment-period", 4 },
	{ "needs-fcp", 2 },
	{ "perf-regression", 2 },
	{ "beta-accepted", 1 },
	{ "A-diagnostics", 1 },
	{ "rollup", -10 },
	{ "dependencies", -10 },
	{ "subtree-sync", -10 },
};

/* Titles of what nobody reads about. */
static const char *const dull[] = { "rollup of", "auto merge of", "bump ",
	"update cargo.lock", "cargo update", "weekly `cargo update`",
	"subtree update", "rustc pull update", "[beta]", "[stable]", "revert ",
	"fix typo", "prepare merging", "sync from" };

static int at_most(int64_t number, int most)
{
	return number < most ? (int)number : most;
}

static bool is_dull(const json_t *node)
{
	struct str title = from_json_text(node, "title");

	for (size_t i = 0; i < sizeof(dull) / sizeof(dull[0]); i++)
		if (str_starts_fold(title, str_of(dull[i])))
			return true;
	return str_eq(from_json_text(node, "author.__typename"), STR("Bot"));
}

static int points_of(const json_t *node)
{
	int points =
	    at_most(from_json_number(node, "reactions.totalCount", 0) / 2, 6) +
	    at_most(from_json_number(node, "comments.totalCount", 0) / 8, 4);

	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (github_has_label(node, labels[i].label))
			points += labels[i].points;
	return is_dull(node) ? 0 : points;
}

/* --------------------------------------------------------------------- groups */

/* "lib" of T-libs and Library. */
static bool are_akin(struct str team, struct str title)
{
	enum { LETTERS = 3 };

	return team.len >= LETTERS &&
	       str_starts_fold(title, str_sub(team, 0, LETTERS));
}

static bool has_repository(const struct group_rule *g, struct str repository)
{
	for (size_t i = 0; i < g->repositories.count; i++)
		if (str_eq_fold(g->repositories.item[i], repository))
			return true;
	return false;
}

/*
 * The heading it belongs under: of those with its repository the one that its
 * team's label names, else the one called like the repository, else the first.
 */
static struct str area_of(const struct harvest *h, const json_t *node)
{
	const struct settings *s = h->options->settings;
	struct str repository =
	    from_json_text(node, "repository.nameWithOwner");
	struct str team = github_label_behind(node, "T-");
	struct str name = repository, area = { NULL, 0 };

	str_take(&name, '/');
	for (size_t i = 0; i < s->groups; i++) {
		const struct group_rule *g = &s->group[i];

		if (!has_repository(g, repository))
			continue;
		if (are_akin(team, g->title))
			return g->title;
		if (area.at == NULL || str_eq_fold(g->title, name))
			area = g->title;
	}
	return area;
}

/* -------------------------------------------------------------------- finding */

static void take(struct harvest *h, const json_t *node, struct str query)
{
	struct merged *m = h->data;
	int points = points_of(node);
	int least = h->rule->least > 0 ? h->rule->least : LEAST;
	struct strbuf out;
	struct json j;

	(void)query;
	m->count++;
	if (points < least)
		return;
	strbuf_init(&out, LIMIT_LETTER);
	h->because = arena_printf(h->arena, "points: %d", points);
	github_begin(
	    h, &j, &out, "change", from_json_moment(node, "mergedAt"), node);
	json_member(&j, "area", area_of(h, node));
	json_member_number(&j, "points", points);
	github_end(h, &j);
	strbuf_release(&out);
}

/* One search for each day of the window. */
static const struct str_list *daily_queries(struct harvest *h)
{
	const struct collect_options *o = h->options;
	int32_t first = date_to_days(o->since);
	int32_t end = date_is_set(o->until) ? date_to_days(o->until)
					    : date_to_days(o->today) + 1;
	struct str_list *list = ARENA_NEW(h->arena, struct str_list);

	if (end - first > DAYS_MOST) {
		harvest_lacks(
		    h, STR("the window is longer than a month: only its end is "
			   "asked for"));
		first = end - DAYS_MOST;
	}
	for (int32_t day = first; day < end; day++) {
		const struct str_list *of = github_queries(
		    h, arena_printf(h->arena, "is:pr is:merged merged:%.*s",
			   STR_ARG(date_text(h->arena, date_from_days(day)))));

		for (size_t i = 0; i < of->count; i++) {
			list->item =
			    ARENA_GROW(h->arena, list->item, list->count);
			list->item[list->count++] = of->item[i];
		}
	}
	return list;
}

static bool start(struct harvest *h, struct error *err)
{
	struct github_search *search =
	    ARENA_NEW(h->arena, struct github_search);

	search->all = "reactions{totalCount} comments{totalCount} ";
	search->issues = "";
	search->pulls = "mergedAt ";
	search->take = take;
	search->query = daily_queries(h);
	h->data = ARENA_NEW(h->arena, struct merged);
	return github_ask(h, search, err);
}

static bool finish(struct harvest *h, struct error *err)
{
	const struct merged *m = h->data;

	(void)err;
	if (m != NULL)
		harvest_note(h,
		    arena_printf(h->arena,
			"%zu changes were merged; proposed are those with %d "
			"points or more",
			m->count, h->rule->least > 0 ? h->rule->least : LEAST));
	return true;
}

const struct kind kind_github_merged = {
	GITHUB_KIND,
	.name = "github-merged",
	.what = "GitHub: merged changes, their number and the noteworthy ones",
	.start = start,
	.finish = finish,
};
