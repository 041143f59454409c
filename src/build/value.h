/*
 * value: what a template can see: texts, numbers, lists, maps.
 *
 * Values are small and copied freely; what they point to lives in an arena.
 * A text is escaped when it is printed; HTML was made by the one writer of
 * HTML and is printed as it is.
 */
#ifndef BUILD_VALUE_H
#define BUILD_VALUE_H

#include "base/arena.h"

enum value_kind {
	VALUE_NONE, /* "none": known to be absent; false, prints nothing */
	VALUE_BOOL,
	VALUE_NUMBER, /* whole */
	VALUE_TEXT,
	VALUE_HTML,
	VALUE_LIST,
	VALUE_MAP,
	VALUE_LAZY, /* becomes another kind when it is first looked at */
};

struct value;
struct value_list;
struct value_map;

/* Makes the value when a template asks for it; may be called more than once.
 * It must not give another lazy value. */
typedef struct value value_make(struct arena *arena, const void *data);

struct value {
	enum value_kind kind;
	union {
		bool truth;
		int64_t number;
		struct str text; /* VALUE_TEXT, VALUE_HTML */
		struct value_list *list;
		struct value_map *map;
		struct {
			value_make *make;
			const void *data;
		} lazy;
	};
};

struct value value_none(void);
struct value value_bool(bool truth);
struct value value_number(int64_t number);
/* A text; none if s.at is NULL. */
struct value value_text(struct str s);
/* HTML that is safe to print as it is; none if s.at is NULL. */
struct value value_html(struct str s);
struct value value_lazy(value_make *make, const void *data);

struct value value_list(struct arena *arena);
void value_append(struct arena *arena, struct value list, struct value v);
size_t value_count(struct value v); /* 0 for what is no list or map */
/* One of a list, or the value of one member of a map, in the order in which
 * they were added; none beyond the end.  May be lazy. */
struct value value_at(struct value v, size_t index);

struct value value_map(struct arena *arena);
/* The key is borrowed: a literal, or as long-lived as the map.  Setting a key
 * twice replaces its value. */
void value_set(
    struct arena *arena, struct value map, const char *key, struct value v);
/* NULL if there is no such key, or v is no map.  May be lazy. */
const struct value *value_get(struct value map, struct str key);
/* The key of one member; ends with a NUL; at == NULL beyond the end. */
struct str value_key(struct value map, size_t index);

/* The value itself, made if it is lazy. */
struct value value_made(struct arena *arena, struct value v);

#endif
