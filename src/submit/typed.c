/* A candidate that is there, as it would be typed. */
#include <jansson.h>

#include "submit/submit.h"

/* Where a field stands in the fields of a candidate; those that are not here
 * stand at the top, by their own name. */
static const struct {
	const char *field, *list, *member;
} inner[] = {
	{ "city", "places", "city" },
	{ "state", "places", "state" },
	{ "country", "places", "country" },
	{ "city", "place", "city" },
	{ "country", "place", "country" },
	{ "group", "groups", "name" },
	{ "group_url", "groups", "url" },
	{ "credit", "thanks", "name" },
};

static struct str text_of(struct arena *arena, const json_t *value)
{
	return json_is_string(value)
		   ? arena_str(arena, (struct str){ json_string_value(value),
					  json_string_length(value) })
		   : (struct str){ NULL, 0 };
}

static struct str tags_of(struct arena *arena, const json_t *tags)
{
	struct str all = STR("");
	const json_t *tag;
	size_t i;

	json_array_foreach(tags, i, tag) all = arena_printf(arena, "%.*s%s%.*s",
	    STR_ARG(all), i > 0 ? ", " : "", STR_ARG(text_of(arena, tag)));
	return all;
}

/* An object, or the first of a list of them. */
static const json_t *first_of(const json_t *value)
{
	return json_is_array(value) ? json_array_get(value, 0) : value;
}

static struct str find(
    struct arena *arena, const json_t *fields, const char *field)
{
	struct str found = { NULL, 0 };

	if (strcmp(field, "tags") == 0)
		return tags_of(arena, json_object_get(fields, "tags"));
	for (size_t i = 0;
	     found.at == NULL && i < sizeof(inner) / sizeof(inner[0]); i++)
		if (strcmp(inner[i].field, field) == 0)
			found = text_of(
			    arena, json_object_get(first_of(json_object_get(
						       fields, inner[i].list)),
				       inner[i].member));
	return found.at != NULL
		   ? found
		   : text_of(arena, json_object_get(fields, field));
}

struct str submit_typed(
    struct arena *arena, const struct candidate *c, const char *field)
{
	json_t *fields;
	struct str found;

	if (strcmp(field, "section") == 0)
		return c->section;
	fields = json_loadb(c->fields.at, c->fields.len, 0, NULL);
	found = find(arena, fields, field);
	json_decref(fields);
	return found;
}

const struct submit_kind *submit_kind_of(const struct settings *settings,
    const struct candidate *c, struct str *ret_name)
{
	struct arena arena = { 0 };
	const struct submit_kind *kind = NULL;

	for (size_t i = 0; kind == NULL && i < submit_kind_count; i++)
		if (submit_kinds[i].candidate == c->kind &&
		    c->kind != CANDIDATE_CALL)
			kind = &submit_kinds[i];
	if (kind == NULL)
		kind = submit_kind_named(
		    settings, submit_typed(&arena, c, "kind"));
	if (kind != NULL)
		*ret_name = kind->candidate == CANDIDATE_FEATURE
				? settings
				      ->section[settings_feature(settings,
					  submit_typed(&arena, c, "kind"))]
				      .feature
				: str_of(kind->name);
	arena_release(&arena);
	return kind;
}
