/* Addresses of pages. */
#include "build/site.h"

struct str address_absolute(
    const struct site *site, struct arena *arena, struct str path)
{
	if (str_starts(path, STR("/")))
		path = str_sub(path, 1, path.len);
	return arena_printf(
	    arena, "%.*s%.*s", STR_ARG(site->settings.address), STR_ARG(path));
}

struct str address_link(
    const struct site *site, struct arena *arena, struct str path)
{
	if (!str_starts(path, STR("/")))
		return path;
	return arena_printf(arena, "%.*s%.*s", STR_ARG(site->root),
	    STR_ARG(str_sub(path, 1, path.len)));
}

const char *address_file(struct arena *arena, struct str path)
{
	if (str_starts(path, STR("/")))
		path = str_sub(path, 1, path.len);
	if (path.len == 0 || str_ends(path, STR("/")))
		return arena_printf(arena, "%.*sindex.html", STR_ARG(path)).at;
	return arena_cstr(arena, path);
}

/* Of what has nothing but a name. */
static struct str expand_name(
    struct arena *arena, struct str pattern, struct str name)
{
	struct address_values values = {
		.id = name, .slug = name, .name = name
	};

	return address_expand(arena, pattern, &values);
}

struct str section_address(const struct site *site, struct arena *arena,
    const struct section_rule *rule)
{
	return expand_name(arena, site->settings.addresses.section, rule->id);
}

struct str feature_address(const struct site *site, struct arena *arena,
    const struct section_rule *rule)
{
	return expand_name(
	    arena, site->settings.addresses.feature, rule->feature);
}

struct str calendar_address(
    const struct site *site, struct arena *arena, struct str name)
{
	return expand_name(arena, site->settings.addresses.calendar, name);
}
