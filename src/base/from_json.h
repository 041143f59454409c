/*
 * from_json: taking things out of JSON that others wrote.
 *
 *	json_t *all = from_json(h->answer.body, err);
 *	for (size_t i = 0; i < from_json_count(all, "items"); i++) {
 *		json_t *item = from_json_item(all, "items", i);
 *		struct str title = from_json_text(item, "title");
 *	}
 *	from_json_free(all);
 *
 * jansson reads it; its header is not included here, as its names clash with
 * those of base/json.h, the writer.
 *
 * Whatever is missing or of another type than it should be is unset, and no
 * error: a path "a.b.0.c" goes through objects and arrays, "" is the value
 * itself.  Texts are slices of the JSON and live as long as it does.
 */
#ifndef BASE_FROM_JSON_H
#define BASE_FROM_JSON_H

#include "base/error.h"
#include "base/str.h"

typedef struct json_t json_t;

/* The caller ends with from_json_free; NULL, with what is wrong in err, if it
 * is none.  Members that are there twice, and lone surrogates, are refused. */
json_t *from_json(struct str text, struct error *err);
/* The same for what people write by hand: of members that are there twice the
 * last counts. */
json_t *from_json_loosely(struct str text, struct error *err);
/* NULL is fine. */
void from_json_free(json_t *value);

/* NULL, which all functions take, if it is not there.  Borrowed, as all that
 * is given. */
json_t *from_json_at(const json_t *value, const char *path);
bool from_json_is_list(const json_t *value);
bool from_json_is_object(const json_t *value);
/* Of an array; 0 if it is none. */
size_t from_json_count(const json_t *value, const char *path);
json_t *from_json_item(const json_t *value, const char *path, size_t index);

/* Without blanks at both ends; unset if it is no text, "" if it is empty. */
struct str from_json_text(const json_t *value, const char *path);
/* Also of a number in quotes, and of a real, whose fraction is dropped. */
int64_t from_json_number(
    const json_t *value, const char *path, int64_t otherwise);
/* Only `true` is. */
bool from_json_is(const json_t *value, const char *path);
bool from_json_is_false(const json_t *value);
/* A moment (base/moment.h); 0 if there is none. */
int64_t from_json_moment(const json_t *value, const char *path);

#endif
