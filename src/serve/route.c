#include "serve/route.h"

#include "serve/readers.h"

static const struct {
	const struct route *route;
	const size_t *count;
} tables[] = {
	{ subscribe_routes, &subscribe_route_count },
	{ reader_routes, &reader_route_count },
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

const struct route *route_find(struct str path, struct str *ret_part)
{
	const struct route *r;

	for (size_t i = 0; (r = route_at(i)) != NULL; i++)
		if (matches(str_of(r->path), path, ret_part))
			return r;
	return NULL;
}

const struct route *route_at(size_t index)
{
	for (size_t i = 0; i < TABLES; i++) {
		if (index < *tables[i].count)
			return &tables[i].route[index];
		index -= *tables[i].count;
	}
	return NULL;
}
