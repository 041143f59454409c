/* What all commands of sennight-store share. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "newsletter/newsletter.h"
#include "storecmd/storecmd.h"

struct store_options storecmd_store(
    struct arena *arena, const struct settings *settings)
{
	return (struct store_options){
		.folder = arena_cstr(arena, settings->folders.cache),
		.address = settings->database.len > 0
			       ? arena_cstr(arena, settings->database)
			       : NULL,
	};
}

bool storecmd_open(struct arena *arena, struct settings *ret_settings,
    struct store **ret_store, struct error *err)
{
	struct store_options options;

	if (!newsletter_settings(arena, NULL, STR(""), ret_settings, err))
		return false;
	if (ret_settings->path == NULL)
		return error_set(err,
		    "there is no " SETTINGS_FILE " here; run it in the folder "
		    "of the newsletter, or with -C FOLDER");
	options = storecmd_store(arena, ret_settings);
	return store_open(&options, ret_store, err);
}

bool storecmd_take_format(const char *text, bool *ret_json)
{
	*ret_json = strcmp(text, "json") == 0;
	return *ret_json || strcmp(text, "text") == 0;
}

bool storecmd_ask(const char *question, bool *ret_yes, struct error *err)
{
	char answer[16];

	if (isatty(STDIN_FILENO) == 0)
		return error_set(
		    err, "nobody can be asked: %s --yes answers", question);
	fprintf(stderr, "%s Type yes: ", question);
	*ret_yes = fgets(answer, sizeof(answer), stdin) != NULL &&
		   str_eq_fold(str_trim(str_of(answer)), STR("yes"));
	return true;
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
