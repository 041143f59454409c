#include "collect/printed_events.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/source.h"
#include "base/text.h"
#include "base/url.h"
#include "collect/event_identity.h"
#include "model/event_fields.h"
#include "newsletter/newsletter.h"

/* How old an issue may be whose events are looked at: none is printed that far
 * ahead of an event that is not printed again. */
enum { DAYS_BACK = 70, TITLE_MAX = 200 };

struct reading {
	struct arena *arena;
	const struct collect_options *options;
	struct printed_events all;
};

/* ---------------------------------------------------------------------- reading */

static bool is_same(
    const struct printed_event *a, const struct printed_event *b)
{
	return str_eq(a->identity, b->identity) &&
	       (a->single || date_cmp(a->first, b->first) == 0);
}

/* The last printing counts. */
static void add_event(struct reading *r, const char *path,
    const struct issue *issue, const struct event *e)
{
	struct printed_event event = { .path = path,
		.line = source_position(issue->source.text, e->offset).line,
		.title = arena_str(r->arena, e->title),
		.url = arena_str(r->arena, e->url),
		.first = e->first };

	event.identity = event_identity(r->arena, event.url, &event.single);
	for (size_t i = 0; i < r->all.count; i++)
		if (is_same(&r->all.event[i], &event)) {
			r->all.event[i] = event;
			return;
		}
	r->all.event = ARENA_GROW(r->arena, r->all.event, r->all.count);
	r->all.event[r->all.count++] = event;
}

static bool read_issue(struct reading *r, const char *path, struct error *err)
{
	struct arena arena = { 0 };
	struct issue issue;
	struct str text;
	bool ok = file_read(path, LIMIT_ISSUE_FILE, &arena, &text, err);

	if (ok &&
	    issue_read(&arena, (struct source){ .path = path, .text = text },
		r->options->settings, &issue) == ISSUE_OK)
		for (size_t i = 0; i < issue.events; i++) {
			const struct event *e = &issue.event[i];

			if (date_is_set(e->last) &&
			    date_cmp(e->last, r->options->today) >= 0 &&
			    e->offset != MD_UNKNOWN && url_is_web(e->url))
				add_event(r, path, &issue, e);
		}
	arena_release(&arena);
	return ok;
}

/* An issue of unknown day is read. */
static bool is_recent(const struct reading *r, const char *path)
{
	struct date day;

	return !newsletter_date_of_name(path, &day) ||
	       date_to_days(day) >= date_to_days(r->options->today) - DAYS_BACK;
}

static bool read_folder(struct reading *r, struct str folder, struct error *err)
{
	const char *const *path;
	size_t count;

	if (!newsletter_issues(
		r->arena, r->options->settings, folder, &path, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (is_recent(r, path[i]) && !read_issue(r, path[i], err))
			return false;
	return true;
}

bool printed_events_read(struct arena *arena,
    const struct collect_options *options, struct printed_events *ret_events,
    struct error *err)
{
	const struct settings *s = options->settings;
	struct reading r = { .arena = arena, .options = options };

	if (!read_folder(&r, s->folders.content, err) ||
	    !read_folder(&r, s->folders.drafts, err))
		return false;
	*ret_events = r.all;
	return true;
}

const struct printed_event *printed_events_find(
    const struct printed_events *events, struct arena *arena, struct str url,
    struct date first)
{
	struct printed_event like = { .first = first };

	like.identity = event_identity(arena, url, &like.single);
	for (size_t i = 0; i < events->count; i++)
		if (is_same(&events->event[i], &like))
			return &events->event[i];
	return NULL;
}

/* --------------------------------------------------------------------- comparing */

void printed_event_tell(
    struct harvest *h, const struct printed_event *e, struct str what)
{
	struct str title = text_line(h->arena, e->title, TITLE_MAX);

	harvest_note(h, arena_printf(h->arena, "%s:%zu: %.*s: %.*s", e->path,
			    e->line, STR_ARG(title), STR_ARG(what)));
}

size_t printed_event_compare(struct harvest *h,
    const struct printed_event *printed, const struct event_now *now)
{
	struct arena *arena = h->arena;
	struct str what[3];
	size_t count = 0;

	if (now->status.len > 0)
		what[count++] = str_eq(now->status, STR("cancelled"))
				    ? STR("it was called off")
				    : arena_printf(arena, "it is %.*s now",
					  STR_ARG(now->status));
	if (date_cmp(now->first, printed->first) != 0)
		what[count++] =
		    arena_printf(arena, "it moved from %.*s to %.*s",
			STR_ARG(date_text(arena, printed->first)),
			STR_ARG(date_text(arena, now->first)));
	if (titles_alike(now->title, printed->title) == 0)
		what[count++] = arena_printf(arena, "it is called \"%.*s\" now",
		    STR_ARG(text_line(arena, now->title, TITLE_MAX)));
	for (size_t i = 0; i < count; i++)
		printed_event_tell(h, printed, what[i]);
	return count;
}
