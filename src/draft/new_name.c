/* Titles and file names of new issues. */
#include "base/file.h"
#include "base/text.h"
#include "draft/new.h"
#include "model/address.h"
#include "newsletter/newsletter.h"

struct str new_title(struct arena *arena, const struct settings *settings,
    int64_t number, struct date date)
{
	struct address_values values = {
		.name = settings->name, .number = number, .date = date
	};

	if (settings->issue_title.len == 0)
		return settings->name;
	return str_trim(address_expand(arena, settings->issue_title, &values));
}

/* How many bytes of a file name are its day. */
static size_t date_length(const char *path)
{
	struct str name = str_of(path_base(path));
	struct date date;
	size_t end = 0;

	if (!newsletter_date_of_name(path, &date))
		return 0;
	while (end < name.len &&
	       (char_is_digit(name.at[end]) || name.at[end] == '-'))
		end++;
	while (end > 0 && name.at[end - 1] == '-')
		end--;
	return end;
}

/* Where the number of an issue stands in its name, from `from` on, as digits
 * between other things; STR_NONE if it does not. */
static size_t find_number(struct str name, size_t from, struct str digits)
{
	size_t at = from;

	while ((at = str_find(name, digits, at)) != STR_NONE) {
		size_t end = at + digits.len;

		if ((at == 0 || !char_is_digit(name.at[at - 1])) &&
		    (end == name.len || !char_is_digit(name.at[end])))
			return at;
		at++;
	}
	return STR_NONE;
}

/* The pattern that the name of an issue follows; unset if it has neither its
 * day nor its number. */
static struct str form_of_name(
    struct arena *arena, const struct known_issue *issue)
{
	struct str name = str_of(path_base(issue->path)), digits;
	size_t date = date_length(issue->path), at = STR_NONE;
	const char *start = date > 0 ? "{date}" : "";
	int64_t number = known_number(issue);

	if (number >= 0) {
		digits = arena_printf(arena, "%lld", (long long)number);
		at = find_number(name, date, digits);
	}
	if (str_find_char(name, '{', 0) != STR_NONE ||
	    (date == 0 && at == STR_NONE))
		return (struct str){ 0 };
	if (at == STR_NONE)
		return arena_printf(arena, "%s%.*s", start,
		    STR_ARG(str_sub(name, date, name.len)));
	return arena_printf(arena, "%s%.*s{number}%.*s", start,
	    STR_ARG(str_sub(name, date, at)),
	    STR_ARG(str_sub(name, at + digits.len, name.len)));
}

/* One issue alone may be named for what was in it. */
static struct str form_of_newest(
    struct arena *arena, const struct known_issues *known)
{
	struct str form, before;

	if (known->count < 2)
		return (struct str){ 0 };
	form = form_of_name(arena, &known->issue[known->count - 1]);
	before = form_of_name(arena, &known->issue[known->count - 2]);
	return str_eq(form, before) ? form : (struct str){ 0 };
}

struct str new_file_name(struct arena *arena, const struct settings *settings,
    const struct known_issues *known, int64_t number, struct date date)
{
	struct str title = new_title(arena, settings, number, date);
	struct address_values values = {
		.slug = text_slug(arena, title), .number = number, .date = date
	};
	struct str pattern = settings->issue_file, name;

	if (pattern.len == 0)
		pattern = form_of_newest(arena, known);
	if (pattern.len == 0) {
		name = text_slug(arena, settings->name);
		pattern = arena_printf(arena, "{date}%s%.*s.md",
		    name.len > 0 ? "-" : "", STR_ARG(name));
	}
	return address_expand(arena, pattern, &values);
}
