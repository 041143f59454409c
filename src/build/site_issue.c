/*
 * Reading an issue for the site: what the typed view says is an address may
 * be printed as a link.
 */
#include "base/url.h"
#include "build/site.h"

static void drop_unsafe(struct str *url)
{
	if (url->at != NULL && !url_scheme_is_safe(*url))
		*url = (struct str){ NULL, 0 };
}

static void drop_from_links(struct item_link *link, size_t links)
{
	for (size_t i = 0; i < links; i++)
		drop_unsafe(&link[i].url);
}

static void drop_from_events(struct issue *issue)
{
	for (size_t i = 0; i < issue->events; i++) {
		struct event *event = &issue->event[i];

		drop_unsafe(&event->url);
		drop_from_links(event->extra, event->extras);
		for (size_t k = 0; k < event->groups; k++)
			drop_unsafe(&event->group[k].url);
	}
}

static void drop_from_sections(struct issue *issue)
{
	for (size_t i = 0; i < issue->sections; i++)
		for (size_t k = 0; k < issue->section[i].items; k++)
			drop_from_links(issue->section[i].item[k].link,
			    issue->section[i].item[k].links);
}

static void drop_from_rest(struct issue *issue)
{
	for (size_t i = 0; i < issue->calls; i++) {
		drop_unsafe(&issue->call[i].url);
		drop_unsafe(&issue->call[i].steps);
	}
	for (size_t i = 0; i < issue->decisions; i++)
		drop_unsafe(&issue->decision[i].url);
	for (size_t i = 0; i < issue->changes; i++)
		drop_unsafe(&issue->change[i].url);
	for (size_t i = 0; i < issue->features; i++) {
		drop_unsafe(&issue->feature[i].url);
		drop_unsafe(&issue->feature[i].thanks.url);
	}
	for (size_t i = 0; i < issue->editors; i++)
		drop_unsafe(&issue->editor[i].url);
	drop_unsafe(&issue->sponsor.url);
	drop_from_links(&issue->jobs, 1);
	drop_from_links(&issue->discussion, 1);
	if (issue->perf != NULL) {
		drop_unsafe(&issue->perf->range_url);
		drop_unsafe(&issue->perf->report_url);
	}
}

bool site_read_issue(const struct site *site, struct arena *arena,
    const struct site_file *file, struct issue *ret_issue, struct error *err)
{
	struct source source = { file->path, file->text };

	if (issue_read(arena, source, &site->settings, ret_issue) != ISSUE_OK)
		return error_set(err,
		    "cannot build %s: its links or nesting expand beyond all "
		    "measure; look for a reference that is used thousands of "
		    "times, or leave the file out",
		    file->path);
	drop_from_events(ret_issue);
	drop_from_sections(ret_issue);
	drop_from_rest(ret_issue);
	return true;
}
