/*
 * What was printed: the pages of events in the last issues and the drafts are
 * looked at until the event is over.  Those that moved, have another name, were
 * called off or are gone are told; nothing is found.
 */
#include "base/file.h"
#include "base/limits.h"
#include "base/source.h"
#include "base/url.h"
#include "collect/event_identity.h"
#include "collect/page_events.h"
#include "model/event_fields.h"
#include "newsletter/newsletter.h"

/* How old an issue may be whose events are looked at: none is printed that far
 * ahead of an event that is not printed again. */
enum { DAYS_BACK = 70, ASKED_MOST = 500 };

struct printed_event {
	const char *path;
	size_t line;
	struct str title, url, identity;
	struct date first;
};

struct printed {
	struct printed_event *event;
	size_t count;
	size_t told;
};

/* ---------------------------------------------------------------------- reading */

static void add_event(struct harvest *h, struct printed *all, const char *path,
    const struct issue *issue, const struct event *e)
{
	struct printed_event event = { .path = path,
		.line = source_position(issue->source.text, e->offset).line,
		.title = arena_str(h->arena, e->title),
		.url = arena_str(h->arena, e->url),
		.first = e->first };
	bool single;

	event.identity = event_identity(h->arena, event.url, &single);
	/* The last printing counts. */
	for (size_t i = 0; i < all->count; i++)
		if (str_eq(all->event[i].identity, event.identity) &&
		    date_cmp(all->event[i].first, event.first) == 0) {
			all->event[i] = event;
			return;
		}
	all->event = ARENA_GROW(h->arena, all->event, all->count);
	all->event[all->count++] = event;
}

static bool read_issue(
    struct harvest *h, struct printed *all, const char *path, struct error *err)
{
	struct arena arena = { 0 };
	struct issue issue;
	struct str text;
	bool ok = file_read(path, LIMIT_ISSUE_FILE, &arena, &text, err);

	if (ok &&
	    issue_read(&arena, (struct source){ .path = path, .text = text },
		h->options->settings, &issue) == ISSUE_OK)
		for (size_t i = 0; i < issue.events; i++) {
			const struct event *e = &issue.event[i];

			if (date_is_set(e->last) &&
			    date_cmp(e->last, h->options->today) >= 0 &&
			    e->offset != MD_UNKNOWN && url_is_web(e->url))
				add_event(h, all, path, &issue, e);
		}
	arena_release(&arena);
	return ok;
}

/* An issue of unknown day is read. */
static bool is_recent(const struct harvest *h, const char *path)
{
	struct date day;

	return !newsletter_date_of_name(path, &day) ||
	       date_to_days(day) >= date_to_days(h->options->today) - DAYS_BACK;
}

static bool read_folder(struct harvest *h, struct printed *all,
    struct str folder, struct error *err)
{
	const char *const *path;
	size_t count;

	if (!newsletter_issues(
		h->arena, h->options->settings, folder, &path, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (is_recent(h, path[i]) && !read_issue(h, all, path[i], err))
			return false;
	return true;
}

/* --------------------------------------------------------------------- comparing */

static void tell(
    struct harvest *h, const struct printed_event *e, struct str what)
{
	struct printed *all = h->data;

	all->told++;
	harvest_note(
	    h, arena_printf(h->arena, "%s:%zu: %.*s: %.*s", e->path, e->line,
		   STR_ARG(str_sub(e->title, 0, 200)), STR_ARG(what)));
}

/* Of the events of its page: the one with its address on its day, else one
 * with its address, else the only one. */
static const struct found_event *find(struct harvest *h,
    const struct printed_event *printed, const struct page_events *events)
{
	const struct found_event *best =
	    events->count == 1 ? &events->event[0] : NULL;

	for (size_t i = 0; i < events->count; i++) {
		const struct event *e = &events->event[i].event;
		bool single;

		if (!str_eq(event_identity(h->arena, e->url, &single),
			printed->identity))
			continue;
		if (date_cmp(e->first, printed->first) == 0)
			return &events->event[i];
		best = &events->event[i];
	}
	return best;
}

static void compare(struct harvest *h, const struct printed_event *printed,
    const struct found_event *now)
{
	const struct event *e = &now->event;

	if (now->status.len > 0)
		tell(h, printed,
		    str_eq(now->status, STR("cancelled"))
			? STR("it was called off")
			: arena_printf(h->arena, "it is %.*s now",
			      STR_ARG(now->status)));
	if (date_cmp(e->first, printed->first) != 0)
		tell(h, printed,
		    arena_printf(h->arena, "it moved from %.*s to %.*s",
			STR_ARG(date_text(h->arena, printed->first)),
			STR_ARG(date_text(h->arena, e->first))));
	if (titles_alike(e->title, printed->title) == 0)
		tell(h, printed,
		    arena_printf(h->arena, "it is called \"%.*s\" now",
			STR_ARG(str_sub(e->title, 0, 200))));
}

static bool read_page(struct harvest *h, struct error *err)
{
	const struct printed_event *printed = h->answer.data;
	const struct found_event *now;
	struct page_events events;

	(void)err;
	if (h->answer.status == 404 || h->answer.status == 410) {
		tell(h, printed,
		    arena_printf(h->arena, "its page is gone (%d): %.*s",
			h->answer.status, STR_ARG(printed->url)));
		return true;
	}
	if (h->answer.status != 200 ||
	    !page_events_read(h->arena, &h->answer, &events))
		return true;
	now = find(h, printed, &events);
	if (now != NULL)
		compare(h, printed, now);
	return true;
}

/* ------------------------------------------------------------------------- asking */

static bool start(struct harvest *h, struct error *err)
{
	const struct settings *s = h->options->settings;
	struct printed *all = ARENA_NEW(h->arena, struct printed);

	h->data = all;
	if (!read_folder(h, all, s->folders.content, err) ||
	    !read_folder(h, all, s->folders.drafts, err))
		return false;
	for (size_t i = 0; i < all->count && i < ASKED_MOST; i++)
		harvest_ask(h, &(struct ask){ .url = all->event[i].url,
				   .accept = "text/html, */*;q=0.5",
				   .read = read_page,
				   .data = &all->event[i],
				   .may_fail = true,
				   .most = LIMIT_SOURCE_PAGE });
	if (all->count > ASKED_MOST)
		harvest_lacks(h, STR("there are more events than are asked "
				     "for"));
	return true;
}

static bool finish(struct harvest *h, struct error *err)
{
	const struct printed *all = h->data;

	(void)err;
	if (all != NULL && all->told == 0)
		harvest_note(
		    h, arena_printf(h->arena,
			   "of %zu events that were printed, none has changed",
			   all->count));
	return true;
}

const struct kind kind_printed = {
	.name = "printed",
	.what = "the pages of events that were printed: what has changed",
	.start = start,
	.finish = finish,
};
