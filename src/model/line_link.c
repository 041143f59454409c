#include "model/line_link.h"

#include "base/strbuf.h"
#include "base/url.h"
#include "model/line.h"

/* Behind tags, which pages show as marks. */
static struct str without_tags(struct str text)
{
	return str_sub(text, tags_read(NULL, text, NULL), STR_NONE);
}

/* Pages put what is behind these elsewhere, or into another block. */
static struct str up_to_mark(struct str text)
{
	static const struct str marks[] = { STR_INIT(" \u00b7 "),
		STR_INIT(" | "), STR_INIT("\n") };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		text = str_sub(text, 0, str_find(text, marks[i], 0));
	return text;
}

/* "26 Aug", as a page has it before the title of an event; unset if the text
 * does not begin with a day, else cut off it. */
static struct str take_day(struct arena *arena, struct str *text)
{
	enum { ISO = 10 };
	struct date date;

	if (text->len <= ISO || text->at[ISO] != ' ' ||
	    !date_parse(str_sub(*text, 0, ISO), false, &date))
		return (struct str){ 0 };
	*text = str_sub(*text, ISO + 1, STR_NONE);
	return arena_printf(
	    arena, "%d %.3s", date.day, date_month_name(date.month).at);
}

struct str line_link(struct arena *arena, struct str address, struct str text)
{
	struct str day;

	text = str_trim(text);
	day = take_day(arena, &text);
	return url_with_text(
	    arena, address, day, up_to_mark(without_tags(text)));
}

struct str line_of_event(
    struct arena *arena, struct date first, struct str title)
{
	return arena_printf(arena, "%04d-%02d-%02d %.*s", first.year,
	    first.month, first.day, STR_ARG(title));
}
