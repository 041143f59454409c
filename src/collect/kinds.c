#include "collect/kind.h"

static const struct kind kinds[] = {
	{ "calendar", read_calendar, false },
	{ "command", read_command, true },
	{ "feed", read_feed, false },
};
enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

const struct kind *kind_named(struct str name)
{
	for (size_t i = 0; i < KINDS; i++)
		if (str_eq(name, str_of(kinds[i].name)))
			return &kinds[i];
	return NULL;
}
