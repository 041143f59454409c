/* Deadlines of all that was printed: their page, feed and calendar. */
#include "base/url.h"
#include "base/zone.h"
#include "build/calendar.h"
#include "build/feed.h"
#include "build/site.h"

#define FEED_FILE DEADLINES_ADDRESS "feed.xml"
#define CALENDAR_FILE "/deadlines.ics"

enum { WEEK = 7 };

/* Those that are open on the day of the newest issue, by day. */
struct open_deadlines {
	struct site *site;
	struct deadlines list;
};

bool site_has_deadlines(const struct site *site)
{
	const struct settings *s = &site->settings;

	for (size_t i = 0; s->deadlines.page && i < s->sections; i++)
		switch (s->section[i].kind) {
		case SECTION_TESTING:
		case SECTION_PARTICIPATION:
		case SECTION_SPEAKING:
		case SECTION_DECISIONS: return true;
		default: break;
		}
	return false;
}

static struct str link_of(struct site *site, const char *path)
{
	return address_link(site, site->arena, str_of(path));
}

struct value site_deadlines_value(struct site *site)
{
	struct value map = value_map(site->arena);

	if (!site_has_deadlines(site))
		return value_none();
	value_set(site->arena, map, "title",
	    value_text(site->settings.deadlines.title));
	value_set(site->arena, map, "url",
	    value_text(link_of(site, DEADLINES_ADDRESS)));
	value_set(
	    site->arena, map, "feed", value_text(link_of(site, FEED_FILE)));
	value_set(site->arena, map, "calendar",
	    value_text(link_of(site, CALENDAR_FILE)));
	return map;
}

/* ---------------------------------------------------------------------- page */

/* The section of the issue that printed it first. */
static struct str first_address(
    const struct site *site, const struct deadline *d)
{
	const struct site_issue *issue = &site->issue[d->oldest];

	if (d->first->anchor.len == 0)
		return issue->address;
	return arena_printf(site->arena, "%.*s#%.*s", STR_ARG(issue->address),
	    STR_ARG(d->first->anchor));
}

static struct value deadline_value(
    const struct site *site, const struct deadline *d)
{
	struct arena *arena = site->arena;
	struct value map = value_map(arena), printed = value_map(arena);
	struct str host = d->now->url.at != NULL ? url_host(d->now->url)
						 : (struct str){ NULL, 0 };

	value_set(
	    arena, printed, "title", value_text(site->issue[d->oldest].title));
	value_set(arena, printed, "date",
	    date_value(arena, site->issue[d->oldest].date));
	value_set(arena, printed, "url",
	    value_text(address_link(site, arena, first_address(site, d))));
	value_set(arena, map, "id", value_text(d->name));
	value_set(
	    arena, map, "kind", value_text(deadline_kind_name(d->now->kind)));
	value_set(arena, map, "kind_title",
	    value_text(deadline_kind_title(d->now->kind)));
	value_set(arena, map, "title", value_text(d->now->title));
	value_set(arena, map, "url", value_text(d->now->url));
	value_set(arena, map, "host", value_text(host));
	value_set(arena, map, "closes", date_value(arena, d->now->closes));
	value_set(arena, map, "printed", printed);
	return map;
}

static struct date monday_of(struct date day)
{
	return date_add(day, -(int)date_weekday(day));
}

/* Weeks in which nothing closes are left out. */
static struct value weeks_value(const struct open_deadlines *open)
{
	struct arena *arena = open->site->arena;
	struct value weeks = value_list(arena), entries = value_none();
	struct date monday = { 0 };

	for (size_t i = 0; i < open->list.count; i++) {
		const struct deadline *d = &open->list.item[i];
		struct date day = monday_of(d->now->closes);

		if (i == 0 || date_cmp(day, monday) != 0) {
			struct value week = value_map(arena);

			monday = day;
			entries = value_list(arena);
			value_set(
			    arena, week, "first", date_value(arena, monday));
			value_set(arena, week, "last",
			    date_value(arena, date_add(monday, WEEK - 1)));
			value_set(arena, week, "deadlines", entries);
			value_append(arena, weeks, week);
		}
		value_append(arena, entries, deadline_value(open->site, d));
	}
	return weeks;
}

static bool write_page(const struct open_deadlines *open, struct error *err)
{
	struct site *site = open->site;
	struct arena *arena = site->arena;
	struct page_words words = {
		.kind = "deadlines",
		.title = site->settings.deadlines.title,
		.address = STR(DEADLINES_ADDRESS),
	};
	struct value variables = value_map(arena);

	if (open->list.count > 0)
		words.description = arena_printf(arena,
		    "%zu open on %04d-%02d-%02d: calls and comment periods",
		    open->list.count, site->today.year, site->today.month,
		    site->today.day);
	value_set(arena, variables, "site", site->site_value);
	value_set(arena, variables, "page", page_value(site, arena, &words));
	value_set(arena, variables, "issue",
	    site->issues > 0 ? issue_summary(site, &site->issue[0], arena)
			     : value_none());
	value_set(arena, variables, "weeks", weeks_value(open));
	return site_render(
	    site, "deadlines.html", words.address, variables, arena, err);
}

/* ------------------------------------------------------------------ the others */

static struct str day_text(struct arena *arena, struct date day)
{
	struct str month = date_month_name(day.month);

	return arena_printf(
	    arena, "%d %.*s %d", day.day, STR_ARG(month), day.year);
}

/* "Call for speakers, first printed in Averted Vision 149" */
static struct str summary_of(const struct site *site, const struct deadline *d)
{
	return arena_printf(site->arena, "%.*s, first printed in %.*s",
	    STR_ARG(deadline_kind_title(d->now->kind)),
	    STR_ARG(site->issue[d->oldest].title));
}

static struct moment midnight(const struct site *site, struct date day)
{
	return (struct moment){ .date = day,
		.offset = zone_offset(site->settings.time_zone, day, 0) };
}

/* The thing itself; for what is no link, where it was printed. */
static struct str address_of(const struct site *site, const struct deadline *d)
{
	if (d->now->url.at != NULL && url_is_absolute(d->now->url))
		return d->now->url;
	return address_absolute(site, site->arena, first_address(site, d));
}

static struct feed_entry feed_entry_of(
    const struct site *site, const struct deadline *d)
{
	struct arena *arena = site->arena;

	return (struct feed_entry){
		.id = arena_printf(arena, "%.*s#%.*s",
		    STR_ARG(
			address_absolute(site, arena, STR(DEADLINES_ADDRESS))),
		    STR_ARG(d->name)),
		.url = address_of(site, d),
		.title = arena_printf(arena, "Closes %.*s: %.*s",
		    STR_ARG(day_text(arena, d->now->closes)),
		    STR_ARG(d->now->title)),
		.published = midnight(site, site->issue[d->oldest].date),
		.updated = midnight(site, site->issue[d->since].date),
		.summary = summary_of(site, d),
	};
}

/* What was printed last is the first; of one issue, what closes first. */
static void sort_entries(
    const struct open_deadlines *open, struct feed_entry *entry)
{
	size_t count = 0;

	for (size_t issue = 0; issue < open->site->issues; issue++)
		for (size_t i = 0; i < open->list.count; i++)
			if (open->list.item[i].since == issue)
				entry[count++] = feed_entry_of(
				    open->site, &open->list.item[i]);
}

static bool write_feed(const struct open_deadlines *open, struct error *err)
{
	struct site *site = open->site;
	struct arena *arena = site->arena;
	const struct settings *s = &site->settings;
	struct feed_entry *entry =
	    ARENA_ARRAY(arena, open->list.count + 1, struct feed_entry);
	struct str self = address_absolute(site, arena, STR(FEED_FILE));
	struct feed feed = {
		.id = self,
		.title = arena_printf(arena, "%.*s: %.*s", STR_ARG(s->name),
		    STR_ARG(s->deadlines.title)),
		.description =
		    s->description.len > 0 ? s->description : s->name,
		.address =
		    address_absolute(site, arena, STR(DEADLINES_ADDRESS)),
		.self = self,
		.language = s->language,
		.author = s->name,
		.updated = midnight(site, site->today),
		.entry = entry,
		.entries = open->list.count,
	};
	struct strbuf out;
	bool ok;

	sort_entries(open, entry);
	strbuf_init(&out, LIMIT_FEED);
	feed_add_atom(&out, &feed);
	ok = output_put(site->output, address_file(arena, STR(FEED_FILE)),
	    strbuf_str(&out), err);
	strbuf_release(&out);
	return ok;
}

static struct calendar_event calendar_entry_of(
    const struct site *site, const struct deadline *d)
{
	struct arena *arena = site->arena;
	struct str host = url_host(site->settings.address);

	return (struct calendar_event){
		.uid = arena_printf(
		    arena, "%.*s@%.*s", STR_ARG(d->name), STR_ARG(host)),
		.title =
		    arena_printf(arena, "Closes: %.*s", STR_ARG(d->now->title)),
		.description = arena_printf(arena, "%.*s\n%.*s",
		    STR_ARG(summary_of(site, d)), STR_ARG(address_of(site, d))),
		.url = address_of(site, d),
		.first = d->now->closes,
		.last = d->now->closes,
		.stamp = { .date = site->issue[d->since].date },
		.sequence = d->revisions,
	};
}

static bool write_calendar(const struct open_deadlines *open, struct error *err)
{
	struct site *site = open->site;
	struct arena *arena = site->arena;
	struct calendar_event *entry =
	    ARENA_ARRAY(arena, open->list.count + 1, struct calendar_event);
	struct calendar calendar = {
		.name = arena_printf(arena, "%.*s: %.*s",
		    STR_ARG(site->settings.name),
		    STR_ARG(site->settings.deadlines.title)),
		.description = site->settings.description,
		.url = address_absolute(site, arena, STR(DEADLINES_ADDRESS)),
		.product = STR("-//Sennight//EN"),
		.event = entry,
		.events = open->list.count,
	};
	struct strbuf out;
	bool ok;

	for (size_t i = 0; i < open->list.count; i++)
		entry[i] = calendar_entry_of(site, &open->list.item[i]);
	strbuf_init(&out, LIMIT_FEED);
	calendar_add_ics(&out, &calendar);
	ok = output_put(site->output, address_file(arena, STR(CALENDAR_FILE)),
	    strbuf_str(&out), err);
	strbuf_release(&out);
	return ok;
}

bool site_write_deadlines(struct site *site, struct error *err)
{
	struct open_deadlines open = { .site = site };
	struct printed_deadlines *printed;
	struct date none = { 0 };

	if (!site_has_deadlines(site))
		return true;
	printed = ARENA_ARRAY(
	    site->arena, site->issues + 1, struct printed_deadlines);
	for (size_t i = 0; i < site->issues; i++)
		printed[i] = site->issue[i].deadlines;
	open.list = deadlines_between(
	    deadlines_join(site->arena, printed, site->issues), site->today,
	    none);
	return write_page(&open, err) && write_feed(&open, err) &&
	       write_calendar(&open, err);
}
