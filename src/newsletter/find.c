/* Finding an issue by what people call it. */
#include <string.h>

#include "base/file.h"
#include "newsletter/newsletter.h"

enum { NAMES_SHOWN = 5 };

/* The name of a file without its ending. */
static struct str stem_of(const char *path)
{
	struct str name = str_of(path_base(path));

	return str_sub(name, 0, name.len - strlen(path_ending(path)));
}

/* The last run of digits of a name that has something else before it, behind
 * the day that it may begin with. */
static struct str number_in(struct str stem)
{
	size_t end = stem.len, start;

	while (end > 0 && !char_is_digit(stem.at[end - 1]))
		end--;
	start = end;
	while (start > 0 && char_is_digit(stem.at[start - 1]))
		start--;
	return str_sub(stem, start, end);
}

/* Is `text` the path, the name, the day or the number of an issue? */
static bool is_called(const char *path, struct str text)
{
	struct str stem = stem_of(path), day = { NULL, 0 };
	struct str rest = stem;
	struct date date;
	uint64_t wanted, number;

	if (newsletter_date_of_name(path, &date) && stem.len > 10) {
		day = str_sub(stem, 0, 10);
		rest = str_sub(stem, 11, stem.len);
	}
	if (str_eq(str_of(path), text) || str_eq(stem, text) ||
	    str_eq(day, text) || str_eq(rest, text))
		return text.len > 0;
	return str_to_number(text, UINT32_MAX, &wanted) &&
	       str_to_number(number_in(rest), UINT32_MAX, &number) &&
	       wanted == number;
}

static bool fail_several(
    const char *const *found, size_t count, const char *text, struct error *err)
{
	struct strbuf names;

	strbuf_init(&names, 1000);
	for (size_t i = 0; i < count && i < NAMES_SHOWN; i++)
		strbuf_printf(&names, "\n  %s", found[i]);
	if (count > NAMES_SHOWN)
		strbuf_lit(&names, "\n  ...");
	error_set(err, "%zu issues are called %s; name one by its path:%s",
	    count, text, names.buf);
	strbuf_release(&names);
	return false;
}

bool newsletter_find(struct arena *arena, const struct settings *s,
    struct str folder, const char *text, const char **ret_path,
    struct error *err)
{
	const char *const *paths;
	const char **found = NULL;
	size_t count, matches = 0;

	if (!newsletter_issues(arena, s, folder, &paths, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (is_called(paths[i], str_of(text))) {
			found = ARENA_GROW(arena, found, matches);
			found[matches++] = paths[i];
		}
	if (matches == 0)
		return error_set(err,
		    "no issue in %.*s is called %s; expected its number, its "
		    "day, its name or its path",
		    STR_ARG(folder), text);
	if (matches > 1)
		return fail_several(found, matches, text, err);
	*ret_path = found[0];
	return true;
}

struct str newsletter_name(const char *path)
{
	return stem_of(path);
}
