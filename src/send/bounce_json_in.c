#include "send/bounce_json_in.h"

#include "base/text.h"

struct str bounce_json_text(struct bounce_incoming *in, const json_t *value)
{
	struct str text;

	if (!json_is_string(value))
		return (struct str){ NULL, 0 };
	text = str_trim((struct str){
	    json_string_value(value), json_string_length(value) });
	if (text.len > LIMIT_BOUNCE_NOTICE)
		text.len = text_boundary(text, LIMIT_BOUNCE_NOTICE);
	return text.len > 0 ? arena_str(in->mail.arena, text)
			    : (struct str){ NULL, 0 };
}

struct str bounce_member(
    struct bounce_incoming *in, const json_t *object, const char *key)
{
	return bounce_json_text(in, json_object_get(object, key));
}

void bounce_incoming_add(struct bounce_incoming *in, struct bounce one)
{
	if (in->all->count >= LIMIT_BOUNCE_RECIPIENTS)
		return;
	in->all->item =
	    ARENA_GROW(in->mail.arena, in->all->item, in->all->count);
	in->all->item[in->all->count++] = one;
}

struct str bounce_bare_id(struct str id)
{
	size_t end;

	if (id.len < 3 || id.at[0] != '<')
		return id;
	end = str_find_char(id, '>', 0);
	return str_sub(id, 1, end == STR_NONE ? id.len : end);
}
