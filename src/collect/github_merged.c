/*
 * GitHub: merged changes: how many there were, and those that readers may want
 * to know of, by the headings they belong under, the best first.
 *
 * What speaks for a change is counted in points (docs/collect.md): labels that
 * say that it is to be announced, reactions and comments of people.  What
 * programs wrote, rollups and changes of versions have none.
 */
#include <stdlib.h>

#include "base/limits.h"
#include "collect/github.h"
#include "model/event_fields.h"

enum { LEAST = 4 }; /* points, if the settings do not say */

/* What is proposed, and what is known of the answer that it was in. */
struct pick {
	struct github_thing thing;
	int points;
	size_t group; /* index into the settings' groups, or their number */
	size_t at;    /* in the order in which they came */
	struct answer answer;
};

/* The kind's own. */
struct merged {
	size_t count;
	struct pick *pick;
	size_t picks;
};

/* ------------------------------------------------------------------- points */

static const struct {
	struct str label;
	int points;
} labels[] = {
	{ STR_INIT("relnotes"), 5 },
	{ STR_INIT("relnotes-perf"), 5 },
	{ STR_INIT("finished-final-comment-period"), 4 },
	{ STR_INIT("needs-fcp"), 2 },
	{ STR_INIT("perf-regression"), 2 },
	{ STR_INIT("beta-accepted"), 1 },
	{ STR_INIT("A-diagnostics"), 1 },
	{ STR_INIT("rollup"), -10 },
	{ STR_INIT("dependencies"), -10 },
	{ STR_INIT("subtree-sync"), -10 },
	{ STR_INIT("documentation"), -3 },
	{ STR_INIT("A-docs"), -3 },
};

/* Beginnings of titles of what nobody reads about. */
static const struct str dull[] = { STR_INIT("rollup of"),
	STR_INIT("auto merge of"), STR_INIT("bump "), STR_INIT("chore(deps"),
	STR_INIT("build(deps"), STR_INIT("update cargo.lock"),
	STR_INIT("cargo update"), STR_INIT("weekly `cargo update`"),
	STR_INIT("subtree update"), STR_INIT("rustc pull update"),
	STR_INIT("[beta]"), STR_INIT("[stable]"), STR_INIT("revert "),
	STR_INIT("fix typo"), STR_INIT("prepare merging"),
	STR_INIT("sync from") };

static int at_most(int64_t number, int most)
{
	return number < 0 ? 0 : number < most ? (int)number : most;
}

static bool is_dull(const struct github_thing *thing)
{
	for (size_t i = 0; i < sizeof(dull) / sizeof(dull[0]); i++)
		if (str_starts_fold(thing->title, dull[i]))
			return true;
	return thing->by_program;
}

static int points_of(const struct github_thing *thing)
{
	int points =
	    at_most(thing->reactions / 2, 6) + at_most(thing->comments / 8, 4);

	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (github_has_label(thing, labels[i].label))
			points += labels[i].points;
	return is_dull(thing) ? 0 : points;
}

static int least_of(const struct harvest *h)
{
	return h->rule->least > 0 ? h->rule->least : LEAST;
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
static size_t group_of(
    const struct settings *s, const struct github_thing *thing)
{
	struct str team = github_label_behind(thing, "T-");
	struct str name = thing->repository;
	size_t group = s->groups;

	str_take(&name, '/');
	for (size_t i = 0; i < s->groups; i++) {
		const struct group_rule *g = &s->group[i];

		if (!has_repository(g, thing->repository))
			continue;
		if (are_akin(team, g->title))
			return i;
		if (group == s->groups || str_eq_fold(g->title, name))
			group = i;
	}
	return group;
}

/* -------------------------------------------------------------------- finding */

static void take(struct harvest *h, const struct github_thing *thing)
{
	struct merged *m = h->data;
	int points = points_of(thing);
	struct pick *pick;

	m->count++;
	if (points < least_of(h))
		return;
	m->pick = ARENA_GROW(h->arena, m->pick, m->picks);
	pick = &m->pick[m->picks];
	*pick = (struct pick){ .thing = *thing,
		.points = points,
		.group = group_of(h->options->settings, thing),
		.at = m->picks++,
		.answer = h->answer };
	pick->answer.url = arena_str(h->arena, h->answer.url);
}

/* By group, then by points, then as they came. */
static int compare(const void *left, const void *right)
{
	const struct pick *a = left, *b = right;

	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	if (a->points != b->points)
		return a->points > b->points ? -1 : 1;
	return a->at < b->at ? -1 : a->at > b->at;
}

static void add(struct harvest *h, const struct pick *pick)
{
	const struct settings *s = h->options->settings;
	struct strbuf out;
	struct json j;

	strbuf_init(&out, LIMIT_CANDIDATE);
	h->answer = pick->answer;
	h->because = arena_printf(h->arena, "points: %d", pick->points);
	github_begin(h, &j, &out, "change", pick->thing.merged, &pick->thing);
	if (pick->group < s->groups)
		json_member(&j, "area", s->group[pick->group].title);
	json_member_number(&j, "points", pick->points);
	github_end(h, &j);
	strbuf_release(&out);
	h->answer = (struct answer){ .cut = false };
}

static bool start(struct harvest *h, struct error *err)
{
	struct github_search *search =
	    ARENA_NEW(h->arena, struct github_search);

	*search = (struct github_search){
		.words = STR("is:pr is:merged"),
		.within = "merged",
		.many = true,
		.take = take,
	};
	h->data = ARENA_NEW(h->arena, struct merged);
	return github_find(h, search, err);
}

/* The sentence of the issue, for people to paste: with the search in it. */
static void tell_count(struct harvest *h, const struct merged *m)
{
	const struct collect_options *o = h->options;
	struct date last =
	    date_is_set(o->until) ? date_add(o->until, -1) : o->today;
	struct str of = { NULL, 0 };

	for (size_t i = 0; i < h->rule->of.count; i++) {
		struct str one = h->rule->of.item[i];
		bool whole = str_find_char(one, '/', 0) != STR_NONE;

		of = arena_printf(h->arena, "%.*s%s%s%%3A%.*s", STR_ARG(of),
		    of.len > 0 ? "+" : "", whole ? "repo" : "org",
		    STR_ARG(one));
	}
	harvest_note(h,
	    arena_printf(h->arena,
		"%zu pull requests were merged; those with %d points or more "
		"are proposed: https://github.com/search?q=is%%3Apr+%.*s+"
		"is%%3Amerged+merged%%3A%.*s..%.*s",
		m->count, least_of(h), STR_ARG(of),
		STR_ARG(date_text(h->arena, o->since)),
		STR_ARG(date_text(h->arena, last))));
}

static bool finish(struct harvest *h, struct error *err)
{
	struct merged *m = h->data;

	(void)err;
	if (m == NULL)
		return true;
	if (m->picks > 0)
		qsort(m->pick, m->picks, sizeof(m->pick[0]), compare);
	for (size_t i = 0; i < m->picks; i++)
		add(h, &m->pick[i]);
	if (h->incomplete.len == 0)
		tell_count(h, m);
	return true;
}

static bool knows(struct arena *arena, struct str address,
    const struct answer *answer, struct source_rule *ret_rule)
{
	/* "org:tide is:merged", as the address of a search has it. */
	static const char *const marks[] = { "org%3A", "org:", NULL };
	struct str owner = kind_word_behind(address, marks);

	if (answer != NULL || !str_contains_fold(address, STR("merged")) ||
	    !kind_is_at(address, "github.com"))
		return false;
	if (owner.len == 0)
		return github_knows(
		    arena, address, kind_github_merged.name, ret_rule);
	return kind_found(arena, kind_github_merged.name, owner, ret_rule);
}

const struct kind kind_github_merged = {
	GITHUB_KIND,
	.name = "github-merged",
	.what = "GitHub: merged changes, their number and the noteworthy ones",
	.start = start,
	.finish = finish,
	.knows = knows,
};
