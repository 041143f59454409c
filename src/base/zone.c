#include "base/zone.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "base/moment.h"

static bool is_zone_name(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (!char_is_alnum(name.at[i]) &&
		    strchr("_-+/", name.at[i]) == NULL)
			return false;
	return name.len > 0 && name.at[0] != '/';
}

bool zone_exists(struct str name)
{
	struct arena arena = { 0 };
	bool exists;

	if (str_eq(name, STR("UTC")))
		return true;
	if (!is_zone_name(name))
		return false;
	exists = file_exists(
	    arena_printf(&arena, "/usr/share/zoneinfo/%.*s", STR_ARG(name)).at);
	arena_release(&arena);
	return exists;
}

/* Set the zone of the process, for a moment; what it was is to be left to
 * leave_zone. */
static char *enter_zone(struct str name)
{
	struct arena arena = { 0 };
	const char *set = getenv("TZ");
	char *before = set != NULL ? strdup(set) : NULL;

	setenv("TZ", arena_cstr(&arena, name), 1);
	tzset();
	arena_release(&arena);
	return before;
}

static void leave_zone(char *before)
{
	if (before != NULL)
		setenv("TZ", before, 1);
	else
		unsetenv("TZ");
	tzset();
	free(before);
}

int zone_offset(struct str name, struct date date, int minutes)
{
	struct tm local = { .tm_year = date.year - 1900,
		.tm_mon = date.month - 1,
		.tm_mday = date.day,
		.tm_hour = minutes / 60,
		.tm_min = minutes % 60,
		.tm_isdst = -1 };
	int64_t as_utc = ((int64_t)date_to_days(date) * 1440 + minutes) * 60;
	time_t utc;
	char *before;

	if (str_eq(name, STR("UTC")) || !zone_exists(name))
		return 0;
	before = enter_zone(name);
	utc = mktime(&local);
	leave_zone(before);
	return (int)((as_utc - (int64_t)utc) / 60);
}

bool zone_local(
    struct str name, int64_t utc, struct date *ret_day, int *ret_minutes)
{
	time_t moment = (time_t)utc;
	struct tm local;
	char *before;

	if (!zone_exists(name))
		return false;
	before = enter_zone(name);
	localtime_r(&moment, &local);
	leave_zone(before);
	*ret_day = (struct date){ local.tm_year + 1900, local.tm_mon + 1,
		local.tm_mday };
	*ret_minutes = local.tm_hour * 60 + local.tm_min;
	return true;
}

bool zone_read(struct str name, struct str text, int64_t *ret_seconds)
{
	enum { DAY_SECONDS = 24 * 60 * 60 };
	int64_t seconds;
	struct date day;

	if (!moment_read(text, &seconds))
		return false;
	day = date_from_days((int32_t)(seconds / DAY_SECONDS));
	*ret_seconds = seconds - 60 * zone_offset(name, day,
					  (int)(seconds % DAY_SECONDS / 60));
	return true;
}
