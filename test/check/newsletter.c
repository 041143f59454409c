#include "../test.h"

#include "base/source.h"
#include "check/rule.h"
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

struct str example_found(struct arena *arena, const struct check_report *report)
{
	struct str list = STR("");

	for (size_t i = 0; i < report->files; i++) {
		const struct checked_file *file = &report->file[i];

		for (size_t k = 0; k < file->findings; k++)
			list = arena_printf(arena, "%.*s%s%s:%zu",
			    STR_ARG(list), list.len > 0 ? " " : "",
			    file->finding[k]->rule->id,
			    source_position(
				file->text, file->finding[k]->offset)
				.line);
	}
	return list;
}
