/* The look-ups of settings.h, for tests of the typed view alone. */
#include "model/settings.h"

static struct str normal(struct str s)
{
	s = str_trim(s);
	while (s.len > 0 && (s.at[s.len - 1] == ':' || s.at[s.len - 1] == ','))
		s = str_trim(str_sub(s, 0, s.len - 1));
	return s;
}

static bool has(const struct str_list *list, struct str s)
{
	for (size_t i = 0; i < list->count; i++) {
		if (str_eq_fold(list->item[i], s))
			return true;
	}
	return false;
}

size_t settings_section(const struct settings *s, struct str heading)
{
	heading = normal(heading);
	for (size_t i = 0; i < s->sections; i++) {
		if (str_eq_fold(s->section[i].title, heading) ||
		    has(&s->section[i].also, heading))
			return i;
	}
	return STR_NONE;
}

size_t settings_region(const struct settings *s, struct str heading)
{
	heading = normal(heading);
	for (size_t i = 0; i < s->regions; i++) {
		if (str_eq_fold(s->region[i].title, heading) ||
		    has(&s->region[i].also, heading))
			return i;
	}
	return STR_NONE;
}

size_t settings_region_of_country(const struct settings *s, struct str code)
{
	for (size_t i = 0; i < s->regions; i++) {
		if (has(&s->region[i].countries, code))
			return i;
	}
	return STR_NONE;
}

size_t settings_region_virtual(const struct settings *s)
{
	for (size_t i = 0; i < s->regions; i++) {
		if (s->region[i].virtual_events)
			return i;
	}
	return STR_NONE;
}
