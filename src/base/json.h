/*
 * json: the one writer of JSON (RFC 8259).
 *
 *	struct json j;
 *	json_init(&j, &out);
 *	json_object(&j);
 *	json_key(&j, "title");	json_str(&j, title);
 *	json_end(&j);
 *
 * Commas and escapes are its business.  Invalid UTF-8 becomes U+FFFD; `<`,
 * `>` and `&` are escaped as \u003c and so on, so that the result may stand
 * in an HTML script element.  Compact: no blanks, no newline.
 *
 * A call at a wrong place (a value where a key belongs) is a bug and asserts.
 * Reading JSON is jansson's work.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/strbuf.h"

enum { JSON_DEPTH = 32 };

struct json {
	struct strbuf *out;
	int depth;
	struct {
		char close; /* ']' or '}' */
		bool any;   /* has a member already */
		bool value; /* a key was written, its value is due */
	} level[JSON_DEPTH + 1];
};

void json_init(struct json *j, struct strbuf *out);
void json_object(struct json *j);
void json_array(struct json *j);
/* End the innermost object or array. */
void json_end(struct json *j);
void json_key(struct json *j, const char *key);

/* A text; null if s.at is NULL ("unknown"). */
void json_str(struct json *j, struct str s);
void json_number(struct json *j, int64_t value);
/* A number already printed as JSON wants it, such as -0.5; null if empty. */
void json_decimal(struct json *j, struct str digits);
/* A value that is JSON already, with the escapes that it lacks; null if it is
 * unset. */
void json_raw(struct json *j, struct str value);
void json_bool(struct json *j, bool value);
void json_null(struct json *j);

/* Key and value at once. */
void json_member(struct json *j, const char *key, struct str value);
void json_member_number(struct json *j, const char *key, int64_t value);
/* The same with an array of texts. */
void json_member_list(
    struct json *j, const char *key, const struct str_list *list);

#endif
