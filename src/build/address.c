/* Addresses of pages: patterns of the settings, filled in. */
#include "base/strbuf.h"
#include "base/text.h"
#include "build/site.h"

static void add_number_or_slug(
    struct strbuf *out, const struct address_values *v)
{
	if (v->number >= 0)
		strbuf_add_number(out, (uint64_t)v->number);
	else
		strbuf_add(out, v->slug);
}

static void add_variable(
    struct strbuf *out, struct str name, const struct address_values *v)
{
	if (str_eq(name, STR("slug")))
		strbuf_add(out, v->slug);
	else if (str_eq(name, STR("number")))
		add_number_or_slug(out, v);
	else if (str_eq(name, STR("category")))
		strbuf_add(out, v->category);
	else if (str_eq(name, STR("id")))
		strbuf_add(out, v->id);
	else if (str_eq(name, STR("name")))
		strbuf_add(out, v->name);
	else if (str_eq(name, STR("address")))
		strbuf_add(out, v->address);
	else if (str_eq(name, STR("date")))
		date_add_iso(out, v->date);
	else if (str_starts(name, STR("date:")))
		date_add_format(out, v->date, str_sub(name, 5, name.len));
}

struct str address_expand(struct arena *arena, struct str pattern,
    const struct address_values *values)
{
	struct strbuf out;
	struct str result;

	strbuf_init(&out, LIMIT_URL);
	for (size_t at = 0; at < pattern.len;) {
		size_t close = STR_NONE;

		if (pattern.at[at] == '{')
			close = str_find_char(pattern, '}', at);
		if (close == STR_NONE) {
			strbuf_add_char(&out, pattern.at[at++]);
			continue;
		}
		add_variable(&out, str_sub(pattern, at + 1, close), values);
		at = close + 1;
	}
	result = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return result;
}

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
