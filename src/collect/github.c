#include "collect/github.h"

#include "base/limits.h"
#include "base/url.h"
#include "collect/github_priv.h"
#include "model/event_fields.h"

/* A search for each day, up to so many; of a longer window for some days. */
enum { DAYS_MOST = 31 };

/* ---------------------------------------------------------------- what failed */

/* What it means for whoever wrote the settings. */
static const struct {
	int status;
	const char *hint;
} hints[] = {
	{ 401, "the token of SENNIGHT_GITHUB is wrong or has expired" },
	{ 403, "it may not be seen, or too much was asked" },
	{ 404, "there is no such repository, or it may not be seen" },
	{ 410, "it is not there any more, or this Sennight is too old for "
	       "GitHub" },
	{ 422, "a repository of `of` may be gone or hidden" },
};

bool github_failed(struct harvest *h, const json_t *all, struct error *err)
{
	struct str words = from_json_text(all, "message");
	const char *hint = NULL;

	for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++)
		if (h->answer.status == hints[i].status)
			hint = hints[i].hint;
	return error_set(err, "it answered with status %d%s%.*s%s%s%s",
	    h->answer.status, words.len > 0 ? ": " : "",
	    STR_ARG(str_sub(words, 0, 200)), hint != NULL ? " (" : "",
	    hint != NULL ? hint : "", hint != NULL ? ")" : "");
}

/* The limit that has no headers of its own: for asking much in short time. */
static bool is_hurried(const struct harvest *h, const json_t *all)
{
	return (h->answer.status == 403 || h->answer.status == 429) &&
	       str_contains_fold(
		   from_json_text(all, "message"), STR("rate limit"));
}

json_t *github_json(struct harvest *h, bool *ret_again, struct error *err)
{
	json_t *all = from_json(h->answer.body, err);
	bool hurried = is_hurried(h, all);

	*ret_again = hurried && harvest_again(h, COLLECT_PATIENCE_S);
	if (h->answer.status == 200 && all != NULL)
		return all;
	if (h->answer.status != 200)
		github_failed(h, all, err);
	from_json_free(all);
	return NULL;
}

/* ------------------------------------------------------------------- searching */

bool github_is_repository(struct str name)
{
	size_t slash = str_find_char(name, '/', 0);

	if (slash == STR_NONE || slash == 0 || slash + 1 == name.len)
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (!char_is_alnum(name.at[i]) && i != slash &&
		    str_find_char(STR("-_."), name.at[i], 0) == STR_NONE)
			return false;
	return true;
}

struct str github_query(struct harvest *h, const struct github_part *part)
{
	const struct github_search *s = part->search;
	bool whole = str_find_char(part->of, '/', 0) != STR_NONE;
	struct str query = arena_printf(h->arena, "%s:%.*s %.*s",
	    whole ? "repo" : "org", STR_ARG(part->of), STR_ARG(s->words));

	if (s->within != NULL)
		query =
		    arena_printf(h->arena, "%.*s %s:%.*s..%.*s", STR_ARG(query),
			s->within, STR_ARG(date_text(h->arena, part->first)),
			STR_ARG(date_text(h->arena, part->last)));
	if (s->since != NULL)
		query = arena_printf(h->arena, "%.*s %s:>=%.*s", STR_ARG(query),
		    s->since, STR_ARG(date_text(h->arena, h->options->since)));
	return query;
}

bool github_halve(const struct github_part *part, int64_t found,
    struct github_part ret_half[2])
{
	int32_t first, last, middle;

	if (part->search->within == NULL || part->got > 0 ||
	    found <= GITHUB_SEARCH_MOST)
		return false;
	first = date_to_days(part->first);
	last = date_to_days(part->last);
	if (first >= last)
		return false;
	middle = first + (last - first) / 2;
	ret_half[0] = ret_half[1] = *part;
	ret_half[0].last = date_from_days(middle);
	ret_half[1].first = date_from_days(middle + 1);
	return true;
}

void github_lacks(
    struct harvest *h, const struct github_part *part, int64_t found)
{
	struct str query = github_query(h, part);

	harvest_lacks(
	    h, arena_printf(h->arena,
		   "of %lld things found for \"%.*s\" only %lld came",
		   (long long)found, STR_ARG(query), (long long)part->got));
}

void github_take_one(struct harvest *h, const struct github_part *part,
    const struct github_thing *thing)
{
	if (str_find_char(part->of, '/', 0) != STR_NONE &&
	    thing->repository.len > 0 &&
	    !str_eq_fold(part->of, thing->repository))
		harvest_note(
		    h, arena_printf(h->arena,
			   "%.*s is called %.*s now: give that to `of`",
			   STR_ARG(part->of), STR_ARG(thing->repository)));
	part->search->take(h, thing);
}

bool github_of_repositories(const struct harvest *h, struct error *err)
{
	const struct str_list *of = &h->rule->of;

	for (size_t i = 0; i < of->count; i++)
		if (!github_is_repository(of->item[i]))
			return error_set(err,
			    "`of` has \"%.*s\", which is no repository such "
			    "as owner/name",
			    STR_ARG(of->item[i]));
	return true;
}

bool github_is_commit(struct str id)
{
	enum { SHORT = 7, LONG = 64 };

	for (size_t i = 0; i < id.len; i++)
		if (char_hex(id.at[i]) < 0)
			return false;
	return id.len >= SHORT && id.len <= LONG;
}

/* ----------------------------------------------------------------------- parts */

struct part_list {
	struct github_part *part;
	size_t count;
};

static void add_part(struct harvest *h, struct part_list *list,
    const struct github_search *search, struct str of, int32_t first,
    int32_t last)
{
	list->part = ARENA_GROW(h->arena, list->part, list->count);
	list->part[list->count++] = (struct github_part){ .search = search,
		.of = of,
		.first = date_from_days(first),
		.last = date_from_days(last) };
}

/* The days of the window; without an end up to tomorrow, as GitHub's day may
 * be another one than ours. */
static void find_days(
    const struct harvest *h, int32_t *ret_first, int32_t *ret_last)
{
	const struct collect_options *o = h->options;

	*ret_last = date_is_set(o->until) ? date_to_days(o->until) - 1
					  : date_to_days(o->today) + 1;
	*ret_first = date_is_set(o->since) ? date_to_days(o->since)
					   : *ret_last - DAYS_MOST;
	if (*ret_first > *ret_last)
		*ret_first = *ret_last;
}

static struct part_list list_parts(
    struct harvest *h, const struct github_search *search, bool by_days)
{
	struct part_list list = { NULL, 0 };
	int32_t first, last, days;

	find_days(h, &first, &last);
	days = by_days && search->many ? (last - first) / DAYS_MOST + 1
				       : last - first + 1;
	for (size_t i = 0; i < h->rule->of.count; i++)
		for (int32_t day = first; day <= last; day += days)
			add_part(h, &list, search, h->rule->of.item[i], day,
			    day + days - 1 < last ? day + days - 1 : last);
	return list;
}

bool github_find(
    struct harvest *h, const struct github_search *search, struct error *err)
{
	struct part_list list;
	struct str token;

	if (!kind_secret(h, &token, err))
		return false;
	list = list_parts(h, search, true);
	if (token.len > 0 || github_was_recorded(h, list.part, list.count)) {
		github_ask_graphql(h, list.part, list.count);
		return true;
	}
	list = list_parts(h, search, false);
	for (size_t i = 0; i < list.count; i++)
		github_ask_rest(h, &list.part[i]);
	return true;
}

/* --------------------------------------------------------------------- finding */

void github_begin(struct harvest *h, struct json *j, struct strbuf *out,
    const char *candidate, int64_t seen, const struct github_thing *thing)
{
	harvest_begin(h, j, out, candidate, seen);
	json_member(j, "title", thing->title);
	json_member(j, "url", thing->url);
	json_member(j, "repository", thing->repository);
	json_member_number(j, "number", thing->number);
}

void github_end(struct harvest *h, struct json *j)
{
	static const char *const origin[] = { "title", "title", "url", "url",
		"repository", "repository", "number", "number", NULL };

	harvest_end(h, j, origin);
}

bool github_knows(struct arena *arena, struct str address, const char *kind,
    struct source_rule *ret_rule)
{
	struct str path = url_split(address).path, owner, name, of;

	if (!kind_is_at(address, "github.com") || path.len < 2)
		return false;
	path = str_sub(path, 1, path.len);
	owner = str_take(&path, '/');
	name = str_take(&path, '/');
	of = arena_printf(arena, "%.*s/%.*s", STR_ARG(owner), STR_ARG(name));
	if (!github_is_repository(of))
		return false;
	return kind_found(arena, kind, of, ret_rule);
}

/* ---------------------------------------------------------------------- labels */

struct str github_label(const struct harvest *h, const char *usual)
{
	return h->rule->label.len > 0 ? h->rule->label : str_of(usual);
}

bool github_find_labelled(struct harvest *h, struct str label,
    const struct github_search *search, struct error *err)
{
	struct github_search *kept = ARENA_NEW(h->arena, struct github_search);

	*kept = *search;
	h->because = arena_printf(h->arena, "label: %.*s", STR_ARG(label));
	return github_find(h, kept, err);
}

bool github_knows_label(struct arena *arena, struct str address,
    const struct answer *answer, const char *usual, const char *kind,
    struct source_rule *ret_rule)
{
	return answer == NULL && str_contains_fold(address, str_of(usual)) &&
	       github_knows(arena, address, kind, ret_rule);
}
