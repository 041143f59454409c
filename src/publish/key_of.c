#include "publish/key_of.h"

#include "base/secret.h"

static const char *secret_name(
    struct arena *arena, struct str place, const char *what)
{
	struct str name = arena_printf(arena, "%.*s_%s", STR_ARG(place), what);
	char *upper = arena_alloc(arena, name.len + 1);

	for (size_t i = 0; i < name.len; i++)
		upper[i] = name.at[i] == '-' ? '_' : char_upper(name.at[i]);
	upper[name.len] = '\0';
	return upper;
}

bool key_if_any(struct arena *arena, struct str place, const char *what,
    struct str *ret_key, struct error *err)
{
	return secret_read(
	    arena, secret_name(arena, place, what), ret_key, err);
}

bool key_of(struct arena *arena, struct str place, const char *what,
    const char *form, struct str *ret_key, struct error *err)
{
	const char *name = secret_name(arena, place, what);

	if (!key_if_any(arena, place, what, ret_key, err))
		return false;
	if (ret_key->at == NULL)
		return error_set(err,
		    "its secret is missing: set SENNIGHT_%s%s%s, or "
		    "SENNIGHT_%s_FILE to the path of a file that has it",
		    name, form != NULL ? " to " : "", form != NULL ? form : "",
		    name);
	return form == NULL || str_find_char(*ret_key, ':', 0) != STR_NONE ||
	       error_set(err, "its secret SENNIGHT_%s is not of the form %s",
		   name, form);
}
