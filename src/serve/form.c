#include "serve/form.h"

#include "base/strbuf.h"
#include "base/text.h"

/* Decode one name or value. */
static struct str decode(struct arena *arena, struct str text)
{
	struct strbuf out;
	struct str clean;

	strbuf_init(&out, text.len);
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		int high = -1, low = -1;

		if (c == '%' && text.len - i > 2) {
			high = char_hex(text.at[i + 1]);
			low = char_hex(text.at[i + 2]);
		}
		if (high >= 0 && low >= 0) {
			c = (char)(high * 16 + low);
			i += 2;
		} else if (c == '+') {
			c = ' ';
		}
		/* Of CRLF the LF stays. */
		if (c != '\r')
			strbuf_add_char(&out, c);
	}
	clean = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return text_clean(arena, clean);
}

bool form_read(struct arena *arena, struct str text, struct form *ret_form)
{
	struct form form = { NULL, 0 };

	if (text.len == 0)
		text.at = NULL;
	while (text.at != NULL) {
		struct str value = str_take(&text, '&');
		struct str name = str_take(&value, '=');

		if (name.len == 0 && value.at == NULL)
			continue;
		if (form.count == LIMIT_FORM_FIELDS)
			return false;
		form.field = ARENA_GROW(arena, form.field, form.count);
		form.field[form.count++] = (struct form_field){
			.name = decode(arena, name),
			.value =
			    value.at != NULL ? decode(arena, value) : STR(""),
		};
	}
	*ret_form = form;
	return true;
}

struct str form_value(const struct form *form, const char *name)
{
	for (size_t i = 0; i < form->count; i++)
		if (str_eq(form->field[i].name, str_of(name)))
			return form->field[i].value;
	return (struct str){ NULL, 0 };
}

size_t form_count(const struct form *form, const char *name)
{
	size_t count = 0;

	for (size_t i = 0; i < form->count; i++)
		count += str_eq(form->field[i].name, str_of(name));
	return count;
}

struct str_list form_values(
    const struct form *form, struct arena *arena, const char *name)
{
	struct str_list list = { NULL, 0 };

	for (size_t i = 0; i < form->count; i++) {
		if (!str_eq(form->field[i].name, str_of(name)))
			continue;
		list.item = ARENA_GROW(arena, list.item, list.count);
		list.item[list.count++] = form->field[i].value;
	}
	return list;
}
