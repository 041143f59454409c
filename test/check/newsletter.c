#include "../test.h"

#include "newsletter.h"

const struct settings *example_settings(struct arena *arena, const char *yaml)
{
	struct settings *settings = ARENA_NEW(arena, struct settings);
	struct str text = arena_printf(
	    arena, "preset: neutral\n%s", yaml != NULL ? yaml : "");
	struct error err;

	if (!settings_read(
		arena, "settings of the example", text, settings, &err))
		fail_msg("%s", err.text);
	return settings;
}

struct str example_text(
    struct arena *arena, const char *text, int number, const char *date)
{
	struct str body = str_of(text);

	if (str_starts(body, STR("Title:")) || str_starts(body, STR("---")) ||
	    str_starts(body, STR("\xef\xbb\xbf")))
		return body;
	return arena_printf(arena,
	    "Title: Newsletter %d\nNumber: %d\nDate: %s\n"
	    "Category: Newsletter\n\n%s",
	    number, number, date, text);
}

struct check_report example_check(const struct settings *settings,
    const struct check_options *options, const struct check_text *text,
    size_t texts)
{
	struct check_report report;
	struct error err;

	if (!check_texts(options, settings, text, texts, &report, &err))
		fail_msg("%s", err.text);
	return report;
}
