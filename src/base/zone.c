#include "base/zone.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"

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

/* With the zone of the process set to `name`, as it is for a moment. */
static time_t local_to_utc(const char *name, struct tm *local)
{
	const char *set = getenv("TZ");
	char *before = set != NULL ? strdup(set) : NULL;
	time_t utc;

	setenv("TZ", name, 1);
	tzset();
	utc = mktime(local);
	if (before != NULL)
		setenv("TZ", before, 1);
	else
		unsetenv("TZ");
	tzset();
	free(before);
	return utc;
}

int zone_offset(struct str name, struct date date, int minutes)
{
	struct arena arena = { 0 };
	struct tm local = { .tm_year = date.year - 1900,
		.tm_mon = date.month - 1,
		.tm_mday = date.day,
		.tm_hour = minutes / 60,
		.tm_min = minutes % 60,
		.tm_isdst = -1 };
	int64_t as_utc = ((int64_t)date_to_days(date) * 1440 + minutes) * 60;
	time_t utc;

	if (str_eq(name, STR("UTC")) || !zone_exists(name))
		return 0;
	utc = local_to_utc(arena_cstr(&arena, name), &local);
	arena_release(&arena);
	return (int)((as_utc - (int64_t)utc) / 60);
}
