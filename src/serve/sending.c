#include "serve/sending.h"

#include "base/url.h"

struct str sending_typed(void *data, const char *field)
{
	const struct exchange *x = data;

	return form_value(&x->form, field);
}

bool sending_is_once(const struct exchange *x, const struct submit_kind *kind)
{
	for (size_t i = 0; i < kind->fields; i++)
		if (form_count(&x->form, kind->field[i].name) > 1)
			return false;
	return true;
}

struct date sending_today(const struct workplace *place)
{
	return date_from_days(
	    (int32_t)(store_now(place->store) / (24 * 60 * 60)));
}

/* ------------------------------------------------------------------- the form */

static const char *const inputs[] = {
	[SUBMIT_LINE] = "line",
	[SUBMIT_ADDRESS] = "url",
	[SUBMIT_TEXT] = "text",
	[SUBMIT_DAY] = "day",
	[SUBMIT_TIME] = "time",
	[SUBMIT_ZONE] = "line",
	[SUBMIT_COUNTRY] = "line",
	[SUBMIT_SECTION] = "choice",
	[SUBMIT_TAGS] = "line",
	[SUBMIT_MODE] = "choice",
};

static const struct {
	struct str id, title;
} modes[] = {
	{ STR_INIT("in-person"), STR_INIT("In person") },
	{ STR_INIT("virtual"), STR_INIT("Online") },
	{ STR_INIT("hybrid"), STR_INIT("Both: in person and online") },
};
enum { MODES = sizeof(modes) / sizeof(modes[0]) };

static struct value choices(const struct workplace *place, struct arena *arena,
    enum submit_input input, struct str value)
{
	const struct settings *s = place->settings;
	struct value list = value_list(arena);

	for (size_t i = 0; input == SUBMIT_MODE && i < MODES; i++)
		readers_add_choice(arena, list, modes[i].id, modes[i].title,
		    str_eq(modes[i].id, value));
	for (size_t i = 0; input == SUBMIT_SECTION && i < s->sections; i++)
		if (s->section[i].kind == SECTION_ITEMS)
			readers_add_choice(arena, list, s->section[i].id,
			    s->section[i].title,
			    str_eq(s->section[i].id, value));
	return list;
}

static struct value field_value(const struct workplace *place,
    struct arena *arena, const struct submit_field *field, struct str value,
    struct str problem)
{
	struct value map = value_map(arena);

	value_set(arena, map, "name", value_text(str_of(field->name)));
	value_set(arena, map, "label", value_text(str_of(field->label)));
	value_set(arena, map, "hint",
	    field->hint != NULL ? value_text(str_of(field->hint))
				: value_none());
	value_set(
	    arena, map, "input", value_text(str_of(inputs[field->input])));
	value_set(arena, map, "most", value_number((int64_t)field->most));
	value_set(arena, map, "needed", value_bool(field->needed != NULL));
	value_set(arena, map, "value", value_text(value));
	value_set(arena, map, "problem", value_text(problem));
	value_set(
	    arena, map, "choices", choices(place, arena, field->input, value));
	return map;
}

static struct value remarks_value(
    struct arena *arena, const struct submission *s)
{
	struct value list = value_list(arena);

	for (size_t i = 0; i < s->remarks; i++) {
		struct value map = value_map(arena);

		value_set(arena, map, "error",
		    value_bool(s->remark[i].level == CHECK_ERROR));
		value_set(arena, map, "text", value_text(s->remark[i].text));
		value_set(
		    arena, map, "advice", value_text(s->remark[i].advice));
		value_set(
		    arena, map, "address", value_text(s->remark[i].address));
		value_append(arena, list, map);
	}
	return list;
}

void sending_add_form(const struct workplace *place, struct arena *arena,
    const struct submission *s, struct value variables)
{
	struct value fields = value_list(arena);

	for (size_t i = 0; i < s->kind->fields; i++)
		value_append(arena, fields,
		    field_value(place, arena, &s->kind->field[i], s->value[i],
			s->problem[i]));
	value_set(arena, variables, "fields", fields);
	value_set(arena, variables, "remarks", remarks_value(arena, s));
	value_set(arena, variables, "printed",
	    value_text(
		s->printed.len > 0 ? s->printed : (struct str){ NULL, 0 }));
	value_set(arena, variables, "failed", value_bool(s->errors));
}

/* ----------------------------------------------------------------- candidates */

static struct value day_value(struct arena *arena, int64_t seconds)
{
	return seconds != 0 ? value_text(readers_day(arena, seconds))
			    : value_none();
}

static struct value section_value(const struct settings *s, struct str id)
{
	size_t rule = id.at != NULL ? settings_section_named(s, id) : STR_NONE;

	return rule != STR_NONE ? value_text(s->section[rule].title)
				: value_none();
}

struct value sending_value(const struct workplace *place, struct arena *arena,
    const struct candidate *c)
{
	struct value map = value_map(arena);
	bool link = c->url.at != NULL && url_is_web(c->url);
	struct str none = { NULL, 0 };

	value_set(arena, map, "id", value_number(c->id));
	value_set(arena, map, "kind",
	    value_text(str_of(candidate_kind_name(c->kind))));
	value_set(arena, map, "title", value_text(c->title));
	value_set(arena, map, "url", value_text(link ? c->url : none));
	value_set(
	    arena, map, "host", value_text(link ? url_host(c->url) : none));
	value_set(arena, map, "day",
	    date_is_set(c->day)
		? value_text(readers_day(
		      arena, (int64_t)date_to_days(c->day) * 24 * 60 * 60))
		: value_none());
	value_set(
	    arena, map, "section", section_value(place->settings, c->section));
	value_set(arena, map, "state",
	    value_text(str_of(candidate_state_name(c->state))));
	value_set(arena, map, "issue",
	    c->issue > 0 ? value_number(c->issue) : value_none());
	value_set(arena, map, "sent", day_value(arena, c->created));
	value_set(arena, map, "decided", day_value(arena, c->decided));
	value_set(arena, map, "reason", value_text(c->reason));
	return map;
}
