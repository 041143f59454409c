#include "serve/route.h"

#include "serve/hooks.h"
#include "serve/readers.h"

static const struct {
	unsigned pages;
	const struct route *route;
	const size_t *count;
} tables[] = {
	{ PAGES_SUBSCRIBE, subscribe_routes, &subscribe_route_count },
	{ PAGES_SUBSCRIBE, reader_routes, &reader_route_count },
	{ PAGES_SUBSCRIBE, data_routes, &data_route_count },
	{ PAGES_SEARCH, find_routes, &find_route_count },
	{ PAGES_VOTE, vote_routes, &vote_route_count },
	{ PAGES_SUBMIT, submit_routes, &submit_route_count },
	{ PAGES_SUBMIT, submission_routes, &submission_route_count },
	{ PAGES_SUBMIT, queue_routes, &queue_route_count },
	{ PAGES_HOOKS, hook_routes, &hook_route_count },
};

enum { TABLES = sizeof(tables) / sizeof(tables[0]) };

static bool matches(struct str pattern, struct str path, struct str *ret_part)
{
	*ret_part = STR("");
	while (pattern.at != NULL && path.at != NULL) {
		struct str wanted = str_take(&pattern, '/');
		struct str got = str_take(&path, '/');

		if (str_eq(wanted, STR("?")) && got.len > 0)
			*ret_part = got;
		else if (!str_eq(wanted, got))
			return false;
	}
	return pattern.at == NULL && path.at == NULL;
}

unsigned route_pages(const struct settings *s)
{
	unsigned pages = PAGES_SEARCH;

	if (s->subscribe.open)
		pages |= PAGES_SUBSCRIBE;
	if (s->submit.open)
		pages |= PAGES_SUBMIT;
	if (settings_has_votes(s))
		pages |= PAGES_VOTE;
	if (s->mail.hooks.mailgun || s->mail.hooks.postmark ||
	    s->mail.hooks.sendgrid.len > 0 || s->mail.hooks.ses.len > 0)
		pages |= PAGES_HOOKS;
	return pages;
}

/* The table that has a route, and its index there; false behind the last. */
static bool find_table(size_t index, size_t *ret_table, size_t *ret_index)
{
	for (size_t i = 0; i < TABLES; i++) {
		if (index < *tables[i].count) {
			*ret_table = i;
			*ret_index = index;
			return true;
		}
		index -= *tables[i].count;
	}
	return false;
}

const struct route *route_at(size_t index)
{
	size_t table;

	return find_table(index, &table, &index) ? &tables[table].route[index]
						 : NULL;
}

unsigned route_pages_at(size_t index)
{
	size_t table;

	return find_table(index, &table, &index) ? tables[table].pages : 0;
}

size_t route_index(const struct route *route)
{
	size_t before = 0;

	for (size_t i = 0; i < TABLES; i++) {
		for (size_t k = 0; k < *tables[i].count; k++, before++)
			if (&tables[i].route[k] == route)
				return before;
	}
	return before;
}

/* Each request asks this, those for files too. */
const struct route *route_find(
    struct str path, unsigned pages, struct str *ret_part)
{
	for (size_t i = 0; i < TABLES; i++) {
		if ((tables[i].pages & pages) == 0)
			continue;
		for (size_t k = 0; k < *tables[i].count; k++) {
			const struct route *r = &tables[i].route[k];

			if (path.len > 0 && r->path[0] == path.at[0] &&
			    matches(str_of(r->path), path, ret_part))
				return r;
		}
	}
	return NULL;
}
