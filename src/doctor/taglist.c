#include "doctor/taglist.h"

static bool is_name(struct str s)
{
	if (s.len == 0 || !char_is_alpha(s.at[0]))
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (!char_is_alnum(s.at[i]) && s.at[i] != '_')
			return false;
	return true;
}

static bool is_value(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!char_is_space(s.at[i]) && (s.at[i] < '!' || s.at[i] > '~'))
			return false;
	return true;
}

bool taglist_read(struct arena *arena, struct str record, struct taglist *ret,
    const char **ret_why)
{
	*ret = (struct taglist){ .count = 0 };
	while (record.at != NULL) {
		struct str value = str_trim(str_take(&record, ';'));
		struct taglist_tag tag;

		/* A semicolon at the end begins nothing. */
		if (value.len == 0 && record.at == NULL)
			break;
		tag.name = str_trim(str_take(&value, '='));
		tag.value = str_trim(value);
		if (value.at == NULL || !is_name(tag.name))
			*ret_why = "its parts should be NAME=VALUE, apart by "
				   "semicolons";
		else if (!is_value(tag.value))
			*ret_why = "it has characters that are not ASCII";
		else if (taglist_value(ret, tag.name).at != NULL)
			*ret_why = "it says the same tag twice";
		else {
			ret->tag = ARENA_GROW(arena, ret->tag, ret->count);
			ret->tag[ret->count++] = tag;
			continue;
		}
		return false;
	}
	return true;
}

struct str taglist_value(const struct taglist *tags, struct str name)
{
	for (size_t i = 0; i < tags->count; i++)
		if (str_eq(tags->tag[i].name, name))
			return tags->tag[i].value;
	return (struct str){ NULL, 0 };
}

bool taglist_has_word(struct str list, char separator, struct str word)
{
	while (list.at != NULL)
		if (str_eq_fold(str_trim(str_take(&list, separator)), word))
			return true;
	return false;
}
