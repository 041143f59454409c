/*
 * What several sources say of one event, as one candidate.
 *
 * The fields have a member `said`: of each source, by its name, the fields and
 * where they come from.  What is shown is chosen from there, field by field.
 * jansson's functions that make objects have names of base/json.h; "{}" is read
 * instead.
 */
#include <jansson.h>

#include "base/strbuf.h"
#include "inbox/inbox.h"

/* Members that are no field of an event. */
static const char *const own[] = { "said", "conflicts", "maybe" };

/* Fields of which it matters that sources agree. */
static const char *const judged[] = { "first", "last", "start", "finish",
	"mode", "places", "status" };

static json_t *read_object(struct str text)
{
	json_t *object =
	    text.len > 0 ? json_loadb(text.at, text.len, 0, NULL) : NULL;

	if (json_is_object(object))
		return object;
	json_decref(object);
	return json_loads("{}", 0, NULL);
}

static struct str dump(struct arena *arena, const json_t *value)
{
	size_t flags = JSON_COMPACT | JSON_ENCODE_ANY;
	size_t size = json_dumpb(value, NULL, 0, flags);
	char *bytes = arena_alloc(arena, size + 1);

	json_dumpb(value, bytes, size, flags);
	return (struct str){ bytes, size };
}

static bool is_own(const char *key)
{
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (strcmp(own[i], key) == 0)
			return true;
	return false;
}

/* {"fields": ..., "origin": ...} */
static void add_saying(json_t *said, struct arena *arena, struct str source,
    json_t *fields, struct str origin)
{
	json_t *saying = json_loads("{}", 0, NULL);

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		json_object_del(fields, own[i]);
	json_object_set(saying, "fields", fields);
	json_object_set_new(saying, "origin", read_object(origin));
	json_object_set_new(said, arena_cstr(arena, source), saying);
}

/* What was said before; of one source alone it is the fields themselves. */
static json_t *sayings_of(struct arena *arena, const struct candidate *c)
{
	json_t *fields = read_object(c->fields);
	json_t *said = json_object_get(fields, "said");

	if (json_is_object(said)) {
		json_incref(said);
	} else {
		said = json_loads("{}", 0, NULL);
		add_saying(said, arena, c->source, fields, c->origin);
	}
	json_decref(fields);
	return said;
}

/* ---------------------------------------------------------------------- choosing */

/* The best source but those that are better than `above`; NULL behind the
 * last. */
static const char *next_best(
    json_t *said, const struct candidate_ranks *ranks, int *above)
{
	const char *key, *best = NULL;
	int rank, least = 0;
	json_t *saying;

	json_object_foreach(said, key, saying)
	{
		rank = ranks->rank(ranks->data, str_of(key));
		if (rank > *above && (best == NULL || rank < least)) {
			best = key;
			least = rank;
		}
	}
	if (best != NULL)
		*above = least;
	return best;
}

static void choose(struct arena *arena, json_t *fields, json_t *origin,
    const char *source, json_t *saying)
{
	json_t *says = json_object_get(saying, "fields"), *value;
	json_t *from = json_object_get(saying, "origin");
	const char *key;

	json_object_foreach(says, key, value)
	{
		const char *name =
		    json_string_value(json_object_get(from, key));

		if (is_own(key) || json_object_get(fields, key) != NULL)
			continue;
		json_object_set(fields, key, value);
		json_object_set_new(origin, key,
		    json_string(
			name != NULL
			    ? arena_printf(arena, "%s: %s", source, name).at
			    : source));
	}
}

/* ---------------------------------------------------------------------- conflicts */

static void add_value(struct strbuf *out, json_t *value)
{
	struct arena arena = { 0 };

	if (json_is_string(value))
		strbuf_add_cstr(out, json_string_value(value));
	else
		strbuf_add(out, dump(&arena, value));
	arena_release(&arena);
}

/* What is compared of a value: of a place with a city, not how it was
 * written.  The caller ends with json_decref. */
static json_t *bare(json_t *value)
{
	json_t *copy = json_deep_copy(value), *place;
	size_t i;

	json_array_foreach(
	    copy, i, place) if (json_object_get(place, "city") != NULL)
	    json_object_del(place, "text");
	return copy;
}

static bool are_equal(json_t *a, json_t *b)
{
	json_t *one = bare(a), *two = bare(b);
	bool equal = json_equal(one, two) == 1;

	json_decref(one);
	json_decref(two);
	return equal;
}

/* "start: 19:00 (groups), 19:30 (harbour)"; nothing if all agree. */
static void add_conflict(json_t *conflicts, json_t *said, const char *field)
{
	const char *key;
	json_t *saying, *first = NULL;
	struct strbuf text;
	bool differ = false;

	strbuf_init(&text, LIMIT_LETTER);
	strbuf_printf(&text, "%s:", field);
	json_object_foreach(said, key, saying)
	{
		json_t *value =
		    json_object_get(json_object_get(saying, "fields"), field);

		if (value == NULL)
			continue;
		differ = differ || (first != NULL && !are_equal(first, value));
		strbuf_add_cstr(&text, first != NULL ? ", " : " ");
		add_value(&text, value);
		strbuf_printf(&text, " (%s)", key);
		first = value;
	}
	if (differ && !text.full)
		json_array_append_new(
		    conflicts, json_stringn(text.buf, text.len));
	strbuf_release(&text);
}

static void add_conflicts(json_t *fields, json_t *said)
{
	json_t *conflicts = json_loads("[]", 0, NULL);

	for (size_t i = 0; i < sizeof(judged) / sizeof(judged[0]); i++)
		add_conflict(conflicts, said, judged[i]);
	if (json_array_size(conflicts) > 0)
		json_object_set(fields, "conflicts", conflicts);
	json_decref(conflicts);
}

/* ------------------------------------------------------------------------ joining */

/* Title, address and day follow the fields. */
static void set_parts(struct arena *arena, struct candidate *c, json_t *fields)
{
	const char *title = json_string_value(json_object_get(fields, "title"));
	const char *url = json_string_value(json_object_get(fields, "url"));
	const char *first = json_string_value(json_object_get(fields, "first"));

	if (title != NULL)
		c->title = arena_str(arena, str_of(title));
	if (url != NULL)
		c->url = arena_str(arena, str_of(url));
	if (first != NULL)
		date_parse(str_of(first), false, &c->day);
	c->words = c->title;
}

/* That it may be the same as another one is no source's word. */
static void keep_maybe(json_t *fields, const struct candidate *c)
{
	json_t *before = read_object(c->fields);
	json_t *maybe = json_object_get(before, "maybe");

	if (maybe != NULL)
		json_object_set(fields, "maybe", maybe);
	json_decref(before);
}

void candidate_join(struct arena *arena, struct candidate *into,
    const struct candidate *other, const struct candidate_ranks *ranks)
{
	json_t *said = sayings_of(arena, into);
	json_t *fields = json_loads("{}", 0, NULL);
	json_t *origin = json_loads("{}", 0, NULL);
	json_t *says = read_object(other->fields);
	const char *source;
	int above = -1;

	add_saying(said, arena, other->source, says, other->origin);
	while ((source = next_best(said, ranks, &above)) != NULL)
		choose(arena, fields, origin, source,
		    json_object_get(said, source));
	set_parts(arena, into, fields);
	add_conflicts(fields, said);
	keep_maybe(fields, into);
	/* Of one source alone nothing more is to be told. */
	if (json_object_size(said) > 1) {
		json_object_set(fields, "said", said);
		into->origin = dump(arena, origin);
	} else {
		into->origin = other->origin;
	}
	into->fields = dump(arena, fields);
	json_decref(said);
	json_decref(fields);
	json_decref(origin);
	json_decref(says);
}
