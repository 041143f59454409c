/* Corrections of issues: on their pages, in feeds and calendars. */
#include "base/url.h"
#include "build/site.h"

bool site_read_corrections(struct site *site, struct error *err)
{
	const struct source source = { site->corrections_file.path,
		site->corrections_file.text };

	return corrections_read(site->arena, source, &site->corrections, err);
}

const struct str *site_event_names(
    const struct site *site, struct arena *arena, const struct issue *typed)
{
	return correction_event_names(arena, &site->corrections, typed);
}

/* A slip of the pen is no other event. */
static bool counts(const struct correction *c)
{
	return correction_matters(c->kind);
}

int64_t site_event_sequence(const struct site *site, struct str name)
{
	int64_t sequence = 0;

	for (size_t i = 0; i < site->corrections.count; i++)
		sequence += counts(&site->corrections.correction[i]) &&
			    str_eq(site->corrections.correction[i].event, name);
	return sequence;
}

struct date site_event_revised(const struct site *site, struct str name)
{
	const struct corrections *list = &site->corrections;
	struct date day = site->today;

	for (size_t i = 0; i < list->count; i++) {
		const struct correction *c = &list->correction[i];

		if (counts(c) && str_eq(c->event, name) &&
		    date_cmp(c->date, day) > 0)
			day = c->date;
	}
	return day;
}

/* Without the folder and the ending. */
static bool is_of(const struct correction *c, const struct site_issue *issue)
{
	struct str path = str_of(issue->file->path);
	size_t end = path.len;

	if (!str_ends(path, STR(".md")))
		return false;
	end -= sizeof(".md") - 1;
	return c->issue.len > 0 && end > c->issue.len &&
	       path.at[end - c->issue.len - 1] == '/' &&
	       str_eq(str_sub(path, end - c->issue.len, end), c->issue);
}

struct date site_issue_updated(
    const struct site *site, const struct site_issue *issue)
{
	struct date day = issue->date;

	for (size_t i = 0; i < site->corrections.count; i++) {
		const struct correction *c = &site->corrections.correction[i];

		if (is_of(c, issue) && date_cmp(c->date, day) > 0)
			day = c->date;
	}
	return day;
}

struct value site_corrections_value(const struct site *site,
    const struct site_issue *issue, struct arena *arena)
{
	struct value list = value_list(arena);

	for (size_t i = 0; i < site->corrections.count; i++) {
		const struct correction *c = &site->corrections.correction[i];
		struct value map;
		bool safe = url_is_absolute(c->url) &&
			    url_scheme_is_safe(c->url) &&
			    c->kind != CORRECTION_REMOVED;

		if (!is_of(c, issue) || !correction_matters(c->kind))
			continue;
		map = value_map(arena);
		value_set(arena, map, "date",
		    value_text(arena_printf(arena, "%04d-%02d-%02d",
			c->date.year, c->date.month, c->date.day)));
		value_set(arena, map, "kind",
		    value_text(str_of(correction_kind_name(c->kind))));
		value_set(arena, map, "text",
		    value_text(correction_sentence(arena, c)));
		value_set(arena, map, "url",
		    safe ? value_text(c->url) : value_none());
		value_append(arena, list, map);
	}
	return list;
}
