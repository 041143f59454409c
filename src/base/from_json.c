#include "base/from_json.h"

#include <jansson.h>

#include "base/limits.h"
#include "base/moment.h"

static json_t *load(struct str text, size_t flags, struct error *err)
{
	json_error_t where;
	json_t *value = json_loadb(text.at, text.len, flags, &where);

	if (value == NULL)
		error_set(err, "it is no JSON: %s, in line %d", where.text,
		    where.line);
	return value;
}

json_t *from_json(struct str text, struct error *err)
{
	return load(text, JSON_REJECT_DUPLICATES, err);
}

json_t *from_json_loosely(struct str text, struct error *err)
{
	return load(text, 0, err);
}

void from_json_free(json_t *value)
{
	json_decref(value);
}

static json_t *step(const json_t *value, struct str key)
{
	uint64_t index;

	if (json_is_object(value))
		return json_object_getn(value, key.at, key.len);
	if (json_is_array(value) && str_to_number(key, SIZE_MAX / 2, &index))
		return json_array_get(value, (size_t)index);
	return NULL;
}

json_t *from_json_at(const json_t *value, const char *path)
{
	struct str rest = str_of(path);

	if (rest.len == 0)
		rest.at = NULL;
	while (rest.at != NULL && value != NULL)
		value = step(value, str_take(&rest, '.'));
	return (json_t *)(uintptr_t)value;
}

bool from_json_is_list(const json_t *value)
{
	return json_is_array(value);
}

bool from_json_is_object(const json_t *value)
{
	return json_is_object(value);
}

size_t from_json_count(const json_t *value, const char *path)
{
	return json_array_size(from_json_at(value, path));
}

json_t *from_json_item(const json_t *value, const char *path, size_t index)
{
	return json_array_get(from_json_at(value, path), index);
}

struct str from_json_text(const json_t *value, const char *path)
{
	const json_t *text = from_json_at(value, path);

	if (!json_is_string(text))
		return (struct str){ NULL, 0 };
	return str_trim(
	    (struct str){ json_string_value(text), json_string_length(text) });
}

int64_t from_json_number(
    const json_t *value, const char *path, int64_t otherwise)
{
	const json_t *number = from_json_at(value, path);
	uint64_t read;

	if (json_is_integer(number))
		return json_integer_value(number);
	if (json_is_real(number) && json_real_value(number) > -1e15 &&
	    json_real_value(number) < 1e15)
		return (int64_t)json_real_value(number);
	if (json_is_string(number) &&
	    str_to_number(str_of(json_string_value(number)), INT64_MAX, &read))
		return (int64_t)read;
	return otherwise;
}

bool from_json_is(const json_t *value, const char *path)
{
	return json_is_true(from_json_at(value, path));
}

bool from_json_is_false(const json_t *value)
{
	return json_is_false(value);
}

int64_t from_json_moment(const json_t *value, const char *path)
{
	int64_t moment = 0;

	moment_read(from_json_text(value, path), &moment);
	return moment;
}
