#include "base/file.h"
#include "base/zone.h"
#include "build/build.h"

static bool read_settings_file(
    struct arena *arena, struct settings *ret_settings, struct error *err)
{
	struct str text;

	if (!file_read(SETTINGS_FILE, LIMIT_SMALL_FILE, arena, &text, err) ||
	    !settings_read(arena, SETTINGS_FILE, text, ret_settings, err))
		return false;
	if (!zone_exists(ret_settings->time_zone))
		return error_set(err,
		    SETTINGS_FILE ": time_zone: the system does not know "
				  "\"%.*s\"; expected a name such as "
				  "Europe/Lisbon",
		    STR_ARG(ret_settings->time_zone));
	return true;
}

bool newsletter_settings(struct arena *arena, const char *preset,
    struct str category, struct settings *ret_settings, struct error *err)
{
	if (preset == NULL && file_exists(SETTINGS_FILE))
		return read_settings_file(arena, ret_settings, err);
	return settings_preset(arena,
	    preset != NULL ? str_of(preset) : settings_recognise(category),
	    ret_settings, err);
}
