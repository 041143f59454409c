/*
 * form: the fields of a form that was sent, or of a query.
 *
 * application/x-www-form-urlencoded, read as browsers and the URL Standard
 * do: a percent sign that begins no escape stands for itself.  Values are
 * clean text (text_clean) whose lines end with LF.
 */
#ifndef SERVE_FORM_H
#define SERVE_FORM_H

#include "model/settings.h"

struct form_field {
	struct str name, value;
};

struct form {
	struct form_field *field; /* in the order they came */
	size_t count;
};

/* Read all of `text`; false if it has more than LIMIT_FORM_FIELDS. */
bool form_read(struct arena *arena, struct str text, struct form *ret_form);

/* The first value of a name; at == NULL without one. */
struct str form_value(const struct form *form, const char *name);
/* How many values a name has, and all of them. */
size_t form_count(const struct form *form, const char *name);
struct str_list form_values(
    const struct form *form, struct arena *arena, const char *name);

#endif
