/* What all commands of sennight-store share. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "newsletter/newsletter.h"
#include "storecmd/storecmd.h"

bool storecmd_open(struct arena *arena, struct settings *ret_settings,
    struct store **ret_store, struct error *err)
{
	struct store_options options = { 0 };

	if (!newsletter_settings(arena, NULL, STR(""), ret_settings, err))
		return false;
	if (ret_settings->path == NULL)
		return error_set(err,
		    "there is no " SETTINGS_FILE " here; run it in the folder "
		    "of the newsletter, or with -C FOLDER");
	options.folder = arena_cstr(arena, ret_settings->folders.cache);
	if (ret_settings->database.len > 0)
		options.address = arena_cstr(arena, ret_settings->database);
	return store_open(&options, ret_store, err);
}

bool storecmd_take_format(const char *text, bool *ret_json)
{
	*ret_json = strcmp(text, "json") == 0;
	return *ret_json || strcmp(text, "text") == 0;
}

enum { BAR = 30 };

void storecmd_progress(const char *what, size_t done, size_t all)
{
	int percent = all > 0 ? (int)(done * 100 / all) : 100;
	char bar[BAR + 1];

	if (isatty(STDERR_FILENO) == 0)
		return;
	for (int i = 0; i < BAR; i++)
		bar[i] = i * 100 < percent * BAR ? '#' : '.';
	bar[BAR] = '\0';
	fprintf(stderr, "\r%s [%s] %3d %%", what, bar, percent);
	fflush(stderr);
}

void storecmd_progress_end(void)
{
	if (isatty(STDERR_FILENO) != 0)
		fputs("\r\033[K", stderr);
}
