#include "build/value.h"

#include <assert.h>

struct value_list {
	struct value *item;
	size_t count;
};

struct member {
	struct str key;
	struct value value;
};

/* Maps are small: a walk over the lengths of the keys is faster than a hash,
 * and the order of adding is kept. */
struct value_map {
	struct member *member;
	size_t count;
};

struct value value_none(void)
{
	return (struct value){ .kind = VALUE_NONE };
}

struct value value_bool(bool truth)
{
	return (struct value){ .kind = VALUE_BOOL, .truth = truth };
}

struct value value_number(int64_t number)
{
	return (struct value){ .kind = VALUE_NUMBER, .number = number };
}

struct value value_text(struct str s)
{
	if (s.at == NULL)
		return value_none();
	return (struct value){ .kind = VALUE_TEXT, .text = s };
}

struct value value_html(struct str s)
{
	if (s.at == NULL)
		return value_none();
	return (struct value){ .kind = VALUE_HTML, .text = s };
}

struct value value_lazy(value_make *make, const void *data)
{
	return (struct value){ .kind = VALUE_LAZY, .lazy = { make, data } };
}

struct value value_made(struct arena *arena, struct value v)
{
	if (v.kind != VALUE_LAZY)
		return v;
	v = v.lazy.make(arena, v.lazy.data);
	assert(v.kind != VALUE_LAZY);
	return v;
}

struct value value_list(struct arena *arena)
{
	return (struct value){ .kind = VALUE_LIST,
		.list = ARENA_NEW(arena, struct value_list) };
}

void value_append(struct arena *arena, struct value list, struct value v)
{
	struct value_list *l = list.list;

	assert(list.kind == VALUE_LIST);
	l->item = ARENA_GROW(arena, l->item, l->count);
	l->item[l->count++] = v;
}

size_t value_count(struct value v)
{
	switch (v.kind) {
	case VALUE_LIST: return v.list->count;
	case VALUE_MAP: return v.map->count;
	default: return 0;
	}
}

struct value value_at(struct value v, size_t index)
{
	if (index >= value_count(v))
		return value_none();
	if (v.kind == VALUE_LIST)
		return v.list->item[index];
	return v.map->member[index].value;
}

struct value value_map(struct arena *arena)
{
	return (struct value){ .kind = VALUE_MAP,
		.map = ARENA_NEW(arena, struct value_map) };
}

static struct member *find_member(struct value_map *map, struct str key)
{
	for (size_t i = 0; i < map->count; i++)
		if (str_eq(map->member[i].key, key))
			return &map->member[i];
	return NULL;
}

void value_set(
    struct arena *arena, struct value map, const char *key, struct value v)
{
	struct value_map *m = map.map;
	struct str name = str_of(key);
	struct member *member;

	assert(map.kind == VALUE_MAP);
	member = find_member(m, name);
	if (member == NULL) {
		m->member = ARENA_GROW(arena, m->member, m->count);
		member = &m->member[m->count++];
		member->key = name;
	}
	member->value = v;
}

const struct value *value_get(struct value map, struct str key)
{
	const struct member *member;

	if (map.kind != VALUE_MAP)
		return NULL;
	member = find_member(map.map, key);
	return member != NULL ? &member->value : NULL;
}

struct str value_key(struct value map, size_t index)
{
	if (map.kind != VALUE_MAP || index >= map.map->count)
		return (struct str){ NULL, 0 };
	return map.map->member[index].key;
}
