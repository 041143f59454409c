/* Lines of JSON as rows.  Apart from what writes JSON: jansson and base/json.h
 * share names. */
#include <jansson.h>

#include "base/strbuf.h"
#include "subscribers/consents.h"
#include "subscribers/rows.h"

static struct str text_of(struct arena *arena, const json_t *value)
{
	return arena_str(arena, (struct str){ json_string_value(value),
				    json_string_length(value) });
}

/* Texts with semicolons between; NULL if it is no list of texts. */
static struct str joined(struct arena *arena, const json_t *list)
{
	struct str result = STR("");
	struct strbuf out;

	strbuf_init(&out, LIMIT_PEOPLE_ROW);
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *item = json_array_get(list, i);

		if (!json_is_string(item)) {
			strbuf_release(&out);
			return (struct str){ NULL, 0 };
		}
		if (i > 0)
			strbuf_add_char(&out, ';');
		strbuf_add(&out, (struct str){ json_string_value(item),
				     json_string_length(item) });
	}
	if (out.len > 0)
		result = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return result;
}

static struct str dumped(struct arena *arena, const json_t *value)
{
	char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
	struct str result = { NULL, 0 };

	if (text != NULL)
		result = arena_str(arena, str_of(text));
	free(text);
	return result;
}

static struct str value_of(struct arena *arena, const json_t *value)
{
	struct str list = { NULL, 0 };

	if (json_is_string(value))
		return text_of(arena, value);
	if (json_is_null(value))
		return (struct str){ NULL, 0 };
	if (json_is_array(value))
		list = joined(arena, value);
	return list.at != NULL ? list : dumped(arena, value);
}

static json_t *read_object(struct str line)
{
	json_t *object = NULL;

	if (line.len <= LIMIT_PEOPLE_ROW)
		object =
		    json_loadb(line.at, line.len, JSON_REJECT_DUPLICATES, NULL);
	if (json_is_object(object))
		return object;
	json_decref(object);
	return NULL;
}

const char *row_of_json(struct rows *rows, struct arena *arena, struct str line,
    struct row *ret_row)
{
	json_t *object = read_object(line), *value;
	const char *name;

	if (object == NULL)
		return "this is no JSON object, or has a name twice";
	json_object_foreach(object, name, value)
	{
		enum role role =
		    rows_role(rows, arena, column_key(arena, str_of(name)));

		if (role != ROLE_NONE && ret_row->value[role].at == NULL)
			ret_row->value[role] = value_of(arena, value);
	}
	json_decref(object);
	return NULL;
}

bool json_keys(struct arena *arena, struct str line, struct str_list *ret_keys)
{
	json_t *object = read_object(line), *value;
	struct str_list list = { NULL, 0 };
	const char *name;

	if (object == NULL)
		return false;
	json_object_foreach(object, name, value)
	{
		list.item = ARENA_GROW(arena, list.item, list.count);
		list.item[list.count++] = column_key(arena, str_of(name));
	}
	json_decref(object);
	*ret_keys = list;
	return true;
}

/* ------------------------------------------------------------------ consents */

static struct str member(
    struct arena *arena, const json_t *object, const char *name)
{
	const json_t *value = json_object_get(object, name);

	if (!json_is_string(value))
		return (struct str){ NULL, 0 };
	return text_of(arena, value);
}

static bool read_consent(
    struct arena *arena, const json_t *object, struct consent_text *ret)
{
	*ret = (struct consent_text){
		.what = member(arena, object, "what"),
		.at = member(arena, object, "at"),
		.text_version = member(arena, object, "text"),
		.source = member(arena, object, "source"),
		.network = member(arena, object, "network"),
	};
	return ret->what.len > 0 && ret->at.len > 0 && ret->source.at != NULL;
}

bool consents_of_json(struct arena *arena, struct str text,
    struct consent_text **ret_list, size_t *ret_count)
{
	json_t *list =
	    json_loadb(text.at, text.len, JSON_REJECT_DUPLICATES, NULL);
	size_t count = json_array_size(list);
	bool ok = json_is_array(list) && count <= LIMIT_WISHES;

	if (ok)
		*ret_list = ARENA_ARRAY(arena, count, struct consent_text);
	for (size_t i = 0; ok && i < count; i++)
		ok = read_consent(
		    arena, json_array_get(list, i), &(*ret_list)[i]);
	json_decref(list);
	*ret_count = ok ? count : 0;
	return ok;
}
