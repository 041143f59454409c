#include "model/event_fields.h"

/* ------------------------------------------------------------------- fields */

struct span span_trim(struct str text, size_t from, size_t to)
{
	while (from < to && char_is_space(text.at[from]))
		from++;
	while (to > from && char_is_space(text.at[to - 1]))
		to--;
	return (struct span){ from, to };
}

/* Inside [] and the () right behind them a bar parts nothing.  False if the
 * brackets do not balance: then they say nothing. */
static bool split(struct str text, struct span in, bool brackets,
    struct span *field, size_t *ret_fields)
{
	size_t depth = 0, fields = 0, from = in.from;
	bool target = false;

	for (size_t i = in.from; i < in.to; i++) {
		char c = text.at[i];
		size_t length = c == '|' ? 1 : 0;

		if (c == '\\' && i + 1 < in.to) {
			i++;
			length = text.at[i] == '|' ? 2 : 0;
		} else if (brackets && c == '[') {
			depth++;
		} else if (brackets && c == ']' && depth > 0) {
			target = --depth == 0 && i + 1 < in.to &&
				 text.at[i + 1] == '(';
		} else if (target && c == ')') {
			target = false;
		}
		if (length == 0 || depth > 0 || target ||
		    fields + 1 == EVENT_FIELDS)
			continue;
		field[fields++] = span_trim(text, from, i + 1 - length);
		from = i + 1;
	}
	field[fields++] = span_trim(text, from, in.to);
	*ret_fields = fields;
	return depth == 0 && !target;
}

size_t fields_split(
    struct str text, size_t from, size_t to, struct span *ret_field)
{
	struct span in = { from, to };
	size_t fields;

	if (!split(text, in, true, ret_field, &fields))
		split(text, in, false, ret_field, &fields);
	return fields;
}

/* --------------------------------------------------------------------- dates */

static bool take_digits(struct str text, size_t *at, size_t to, size_t min,
    size_t max, int *ret_value)
{
	size_t digits = 0;
	int value = 0;

	while (*at + digits < to && char_is_digit(text.at[*at + digits]) &&
	       digits <= max)
		value = value * 10 + (text.at[*at + digits++] - '0');
	*at += digits;
	*ret_value = value;
	return digits >= min && digits <= max;
}

static bool take_hyphen(struct str text, size_t *at, size_t to)
{
	return *at < to && text.at[(*at)++] == '-';
}

size_t dates_find(struct str text, size_t from, size_t to,
    struct written_date *ret_date, size_t max)
{
	size_t dates = 0;

	for (size_t i = from; i < to && dates < max; i++) {
		struct date d;
		size_t at = i;

		if (!char_is_digit(text.at[i]) ||
		    (i > from && char_is_alnum(text.at[i - 1])) ||
		    !take_digits(text, &at, to, 4, 4, &d.year) ||
		    !take_hyphen(text, &at, to) ||
		    !take_digits(text, &at, to, 1, 2, &d.month) ||
		    !take_hyphen(text, &at, to) ||
		    !take_digits(text, &at, to, 1, 2, &d.day))
			continue;
		ret_date[dates++] = (struct written_date){ d, i, at };
		i = at;
	}
	return dates;
}

struct str date_text(struct arena *arena, struct date date)
{
	return arena_printf(
	    arena, "%04d-%02d-%02d", date.year, date.month, date.day);
}

struct str days_text(struct arena *arena, struct date first, struct date last)
{
	if (date_cmp(first, last) == 0)
		return date_text(arena, first);
	return arena_printf(arena, "%04d-%02d-%02d - %04d-%02d-%02d",
	    first.year, first.month, first.day, last.year, last.month,
	    last.day);
}
