#include "model/address.h"

#include "base/limits.h"
#include "base/strbuf.h"

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
