/* Rules about the news of a project: merged changes, and what is decided. */
#include "check/project.h"

#include <stdlib.h>

#include "base/nearest.h"
#include "check/rules.h"
#include "model/line.h"

/* ------------------------------------------------------------------- groups */

/* The repository that the group of a section is of, by its own link. */
static struct str repository_of_heading(const struct section *s)
{
	const struct md_node *n = s->heading;

	for (; n != NULL; n = md_walk(s->heading, n))
		if (n->kind == MD_LINK)
			return repository_of(n->target);
	return (struct str){ 0 };
}

/* A section of decisions, and what belongs there. */
struct place_of {
	const struct section *section;
	const struct group_rule *group; /* NULL: what `own` says */
	struct str own;
};

static struct place_of place_of(
    const struct settings *settings, const struct section *s)
{
	struct place_of p = { .section = s };
	size_t group = settings_group(settings, s->group);

	if (group != STR_NONE && settings->group[group].repositories.count > 0)
		p.group = &settings->group[group];
	if (p.group == NULL)
		p.own = repository_of_heading(s);
	return p;
}

static bool belongs(const struct place_of *p, struct str repository)
{
	if (p->group == NULL)
		return p->own.at == NULL || str_eq_fold(p->own, repository);
	for (size_t i = 0; i < p->group->repositories.count; i++)
		if (str_eq_fold(p->group->repositories.item[i], repository))
			return true;
	return false;
}

/* ---------------------------------------------------------------- decisions */

/* What is found beyond the limit is not kept; why look for it? */
static bool is_enough(const struct checker *c)
{
	return c->findings - c->before >= LIMIT_FINDINGS;
}

static void found_outside(struct checker *c, const struct decision *d,
    const struct section *s, struct str repository)
{
	struct finding *f = check_found(c, d->offset, d->end, "%.*s under %.*s",
	    STR_ARG(repository), STR_ARG(s->group));

	if (s->offset != MD_UNKNOWN)
		check_also(c, f, s->offset, "this heading");
}

static void look_group(struct checker *c)
{
	const struct issue *issue = c->issue;
	struct place_of place = { 0 };

	for (size_t i = 0; i < issue->decisions && !is_enough(c); i++) {
		const struct decision *d = &issue->decision[i];
		const struct section *s = &issue->section[d->section];
		struct str repository = repository_of(d->url);

		if (d->kind != DECISION_COMMENT_PERIOD ||
		    repository.at == NULL || s->group.at == NULL)
			continue;
		if (place.section != s)
			place = place_of(c->settings, s);
		if (!belongs(&place, repository))
			found_outside(c, d, s, repository);
	}
}

/* A decision, by its address. */
struct keyed {
	uint64_t key;
	const struct decision *decision;
};

static int by_key(const void *left, const void *right)
{
	const struct keyed *a = left, *b = right;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return (a->decision > b->decision) - (a->decision < b->decision);
}

/* The line of an item, with its end, if nothing else stands on it. */
static void remove_line(struct checker *c, struct finding *f)
{
	const struct checked_line *line = check_line_at(c, f->offset);
	size_t end = line->offset + line->text.len;

	if (f->end > end ||
	    str_trim(str_sub(c->text, line->offset, f->offset)).len > 0)
		return;
	while (end < c->text.len && c->text.at[end - (end > 0)] != '\n')
		end++;
	check_fix(c, f, false, line->offset, end - line->offset, STR(""));
}

static void found_twice(struct checker *c, const struct decision *first,
    const struct decision *again)
{
	struct finding *f = check_found(
	    c, again->offset, again->end, "%.*s", STR_ARG(again->title));

	check_also(c, f, first->offset, "first here");
	if (again->offset != MD_UNKNOWN)
		remove_line(c, f);
}

static void look_twice(struct checker *c)
{
	const struct issue *issue = c->issue;
	struct keyed *list =
	    ARENA_ARRAY(c->arena, issue->decisions + 1, struct keyed);
	size_t count = 0;

	for (size_t i = 0; i < issue->decisions; i++) {
		const struct decision *d = &issue->decision[i];

		if (d->kind != DECISION_COMMENT_PERIOD)
			continue;
		list[count].key = facts_url_key(c->arena, d->url);
		list[count].decision = d;
		count += list[count].key != 0;
	}
	qsort(list, count, sizeof(*list), by_key);
	for (size_t i = 1, first = 0; i < count && !is_enough(c); i++) {
		if (list[i].key == list[first].key)
			found_twice(c, list[first].decision, list[i].decision);
		else
			first = i;
	}
}

/* Behind the colon of a tag "disposition: merge". */
static const struct str dispositions[] = { STR_INIT("merge"), STR_INIT("close"),
	STR_INIT("postpone"), STR_INIT("unspecified") };

static bool is_disposition(struct str value)
{
	for (size_t i = 0; i < sizeof(dispositions) / sizeof(dispositions[0]);
	     i++)
		if (str_eq_fold(dispositions[i], value))
			return true;
	return false;
}

/* The one that was meant, or at NULL. */
static struct str near_disposition(struct str value)
{
	for (size_t i = 0; i < sizeof(dispositions) / sizeof(dispositions[0]);
	     i++)
		if (name_distance(dispositions[i], value) <= 2)
			return dispositions[i];
	return (struct str){ 0 };
}

static void mend_disposition(
    struct checker *c, struct finding *f, struct str tag, size_t offset)
{
	struct str value =
	    str_sub(tag, str_find_char(tag, ':', 0) + 1, tag.len);
	struct str meant = str_trim(value);

	if (!is_disposition(meant))
		meant = near_disposition(meant);
	if (meant.at != NULL)
		check_fix(c, f, false, offset, tag.len,
		    arena_printf(
			c->arena, "disposition: %.*s", STR_ARG(meant)));
}

static void look_disposition(
    struct checker *c, const struct section *section, const struct item *item)
{
	struct str source;

	if (section->kind != SECTION_DECISIONS || item->offset == MD_UNKNOWN)
		return;
	source = str_sub(c->text, item->offset, item->end);
	for (size_t i = 0; i < item->tags.count && !is_enough(c); i++) {
		struct str tag = item->tags.item[i];
		size_t colon = str_find_char(tag, ':', 0), at;
		struct finding *f;

		if (colon == STR_NONE ||
		    name_distance(str_trim(str_sub(tag, 0, colon)),
			STR("disposition")) > 2)
			continue;
		if (str_eq_fold(
			str_trim(str_sub(tag, 0, colon)), STR("disposition")) &&
		    is_disposition(str_trim(str_sub(tag, colon + 1, tag.len))))
			continue;
		at = str_find(source, tag, 0);
		if (at == STR_NONE)
			continue;
		at += item->offset;
		f = check_found(c, at, at + tag.len, "%.*s", STR_ARG(tag));
		mend_disposition(c, f, tag, at);
	}
}

/* ------------------------------------------- groups without any, over issues */

static bool is_same_group(
    const struct settings *settings, struct str a, struct str b)
{
	size_t group = settings_group(settings, a);

	return str_eq_fold(str_trim(a), str_trim(b)) ||
	       (group != STR_NONE && group == settings_group(settings, b));
}

static bool has_group(struct checker *c, struct str name)
{
	for (size_t i = 0; i < c->facts->groups; i++)
		if (is_same_group(c->settings, c->facts->group[i], name))
			return true;
	return false;
}

static void look_missing(struct checker *c)
{
	const struct facts *now = c->facts;
	const struct facts *last = archive_before(c->archive, now, 1);

	if (last == NULL || !last->near || last->none_offset == MD_UNKNOWN ||
	    now->none_offset == MD_UNKNOWN || last->groups > GROUPS_MAX ||
	    now->groups > GROUPS_MAX)
		return;
	for (size_t i = 0; i < last->groups; i++) {
		struct finding *f;

		if (has_group(c, last->group[i]))
			continue;
		f = check_found(c, now->none_offset, now->none_end, "%.*s",
		    STR_ARG(last->group[i]));
		check_also_in(c, f, last, last->none_offset, "named here");
	}
}

static const struct rule rules[] = {
	{
	    .id = "change-count",
	    .level = CHECK_WARNING,
	    .message = "as many changes were merged as in the last issue",
	    .advice = "See whether the number was brought up to date.",
	    .why = "Two weeks with the same number happen, but a number left "
		   "over from the last issue happens more often.",
	    .bad = "## Changes\n\n57 patterns were [merged][merged].\n\n"
		   "[merged]: https://example.org/knots/all\n\n"
		   "* [A longer bowline](https://example.org/knots/7)\n",
	    .good = "## Changes\n\n58 patterns were [merged][merged].\n\n"
		    "[merged]: https://example.org/knots/all\n\n"
		    "* [A longer bowline](https://example.org/knots/7)\n",
	    .before = "## Changes\n\n57 patterns were [merged][merged].\n\n"
		      "[merged]: https://example.org/knots/all\n\n"
		      "* [A shorter hitch](https://example.org/knots/6)\n",
	    .look.archive = change_look_count,
	},
	{
	    .id = "change-window-gap",
	    .level = CHECK_ERROR,
	    .message = "the window of merged changes does not join that of "
		       "the last issue",
	    .advice = "Let it begin on the day on which the last one ended.",
	    .why = "Changes between the two windows are never counted, those "
		   "in both are counted twice.",
	    .bad = CHANGES("51", "2026-02-24", "2026-03-03"),
	    .good = CHANGES("52", "2026-02-22", "2026-03-01"),
	    .before = CHANGES("53", "2026-02-15", "2026-02-22"),
	    .settings = "changes: {days: 7}\n",
	    .look.archive = change_look_gap,
	},
	{
	    .id = "change-window-length",
	    .level = CHECK_ERROR,
	    .message = "the window of merged changes has a wrong length",
	    .advice = "Correct its days; mind the year.",
	    .why = "How long it should be is the setting changes.days. A "
		   "longer one is right where issues were left out.",
	    .bad = CHANGES("54", "2025-02-24", "2026-03-03"),
	    .good = CHANGES("55", "2026-02-24", "2026-03-03"),
	    .before = CHANGES("56", "2026-02-17", "2026-02-24"),
	    .settings = "changes: {days: 7}\n",
	    .look.archive = change_look_length,
	},
	{
	    .id = "change-window-old",
	    .level = CHECK_ERROR,
	    .message = "the window of merged changes does not end just "
		       "before the issue",
	    .advice = "Bring its days up to date.",
	    .bad = CHANGES("57", "2026-02-17", "2026-02-24"),
	    .good = CHANGES("58", "2026-02-24", "2026-03-03"),
	    .before = CHANGES("59", "2026-02-17", "2026-02-24"),
	    .settings = "changes: {days: 7}\n",
	    .look.archive = change_look_old,
	},
	{
	    .id = "change-window-unusual",
	    .level = CHECK_INFO,
	    .message = "the window of merged changes is not as usual",
	    .advice = "See whether it was meant so.",
	    .why = "It is a day longer or shorter than changes.days says, "
		   "begins a day beside the end of the last one, or spans "
		   "the weeks of issues that were left out.",
	    .bad = CHANGES("60", "2026-02-25", "2026-03-04"),
	    .good = CHANGES("61", "2026-02-24", "2026-03-03"),
	    .before = CHANGES("62", "2026-02-17", "2026-02-24"),
	    .settings = "changes: {days: 7}\n",
	    .look.archive = change_look_unusual,
	},
	{
	    .id = "decision-disposition",
	    .level = CHECK_WARNING,
	    .message = "a disposition is none of merge, close, postpone and "
		       "unspecified",
	    .advice = "Write \"disposition: \" and one of them.",
	    .bad = "## Decisions\n\n* [disposition: mege] "
		   "[Wider looms](https://example.org/looms/4)\n",
	    .good = "## Decisions\n\n* [disposition: merge] "
		    "[Wider looms](https://example.org/looms/4)\n",
	    .look.item = look_disposition,
	},
	{
	    .id = "decision-group",
	    .level = CHECK_ERROR,
	    .message = "a decision stands under the group of another "
		       "repository",
	    .advice = "Move it, or restore the heading that it belongs to.",
	    .why = "Most often a heading was lost, and all that stood under "
		   "it seems to belong to the group above. Which repositories "
		   "belong to which heading is the setting groups; for others "
		   "it is the link of the heading.",
	    .bad = "## Decisions\n\n"
		   "### [Looms](https://github.com/example/looms/issues)\n\n"
		   "* [Softer yarn](https://github.com/example/yarn/"
		   "issues/4)\n",
	    .good = "## Decisions\n\n"
		    "### [Yarn](https://github.com/example/yarn/issues)\n\n"
		    "* [Softer yarn](https://github.com/example/yarn/"
		    "issues/4)\n",
	    .look.file = look_group,
	},
	{
	    .id = "decision-group-missing",
	    .level = CHECK_WARNING,
	    .message = "a group of the last issue is neither listed nor "
		       "said to have no decisions",
	    .advice = "List its decisions, or name it in the sentence.",
	    .bad = "## Decisions\n\n### Yarn\n\n"
		   "* [Softer yarn](https://example.org/yarn/4)\n\n"
		   "*No items entered the comment period this week for "
		   "[Dyes](https://example.org/dyes).*\n",
	    .good = "## Decisions\n\n### Yarn\n\n"
		    "* [Softer yarn](https://example.org/yarn/4)\n\n"
		    "*No items entered the comment period this week for "
		    "[Looms](https://example.org/looms) or "
		    "[Dyes](https://example.org/dyes).*\n",
	    .before = "## Decisions\n\n### Looms\n\n"
		      "* [Wider looms](https://example.org/looms/4)\n\n"
		      "*No items entered the comment period this week for "
		      "[Yarn](https://example.org/yarn) or "
		      "[Dyes](https://example.org/dyes).*\n",
	    .look.archive = look_missing,
	},
	{
	    .id = "decision-twice",
	    .level = CHECK_ERROR,
	    .message = "a decision is listed twice",
	    .advice = "Remove one of them.",
	    .bad = "## Decisions\n\n"
		   "* [Softer yarn](https://example.org/yarn/4)\n"
		   "* [Wider looms](https://example.org/looms/4)\n"
		   "* [Softer yarn](https://example.org/yarn/4)\n",
	    .good = "## Decisions\n\n"
		    "* [Softer yarn](https://example.org/yarn/4)\n"
		    "* [Wider looms](https://example.org/looms/4)\n",
	    .look.file = look_twice,
	},
};

const struct rule_family family_project = {
	.name = "project",
	.title = "Project news",
	.rule = rules,
	.rules = sizeof(rules) / sizeof(rules[0]),
};
