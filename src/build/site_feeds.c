/* The feeds of the site, of its categories and of its sections. */
#include "base/strbuf.h"
#include "base/url.h"
#include "base/zone.h"
#include "build/feed.h"
#include "build/site.h"

/* The three forms of each feed. */
static const struct {
	const char *file;
	void (*add)(struct strbuf *out, const struct feed *feed);
} forms[] = {
	{ "atom.xml", feed_add_atom },
	{ "rss.xml", feed_add_rss },
	{ "feed.json", feed_add_json },
};

/* The text, or nothing where feeds have only summaries. */
static struct str full_text(const struct site *site, struct str html)
{
	return site->settings.feeds.full_text ? html : (struct str){ NULL, 0 };
}

static struct moment updated_of(
    const struct site *site, const struct site_issue *issue)
{
	struct date day = site_issue_updated(site, issue);

	return (struct moment){ .date = day,
		.offset = zone_offset(site->settings.time_zone, day, 0) };
}

static struct feed_entry make_entry(
    struct site *site, const struct site_issue *issue)
{
	struct str address =
	    address_absolute(site, site->arena, issue->address);
	struct address_values values = { .slug = issue->slug,
		.category = issue->category_slug,
		.date = issue->date,
		.number = issue->number,
		.address = address };
	struct moment midnight = { .date = issue->date,
		.offset =
		    zone_offset(site->settings.time_zone, issue->date, 0) };

	return (struct feed_entry){
		.id = address_expand(
		    site->arena, site->settings.addresses.entry_id, &values),
		.url = address,
		.title = issue->title,
		.published = midnight,
		.updated = updated_of(site, issue),
		.html = full_text(site, issue->html),
		.summary =
		    issue->line.len > 0 ? issue->line : (struct str){ NULL, 0 },
		.category = &issue->category,
		.categories = issue->category.at != NULL ? 1 : 0,
	};
}

static bool write_forms(
    struct site *site, struct feed *feed, struct str folder, struct error *err)
{
	struct strbuf out;
	bool ok = true;

	strbuf_init(&out, LIMIT_FEED);
	for (size_t i = 0; ok && i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct str path = arena_printf(
		    site->arena, "%.*s%s", STR_ARG(folder), forms[i].file);

		strbuf_reset(&out);
		feed->self = address_absolute(site, site->arena, path);
		forms[i].add(&out, feed);
		ok = output_put(site->output, address_file(site->arena, path),
		    strbuf_str(&out), err);
	}
	strbuf_release(&out);
	return ok;
}

/* What all feeds say of the newsletter; `title` and `id` are their own. */
static struct feed make_feed(struct site *site, struct str title, struct str id,
    struct feed_entry *entry, size_t entries)
{
	const struct settings *s = &site->settings;

	return (struct feed){
		.id = id,
		.title = title,
		.description =
		    s->description.at != NULL ? s->description : s->name,
		.address = s->address,
		.language = s->language,
		.author = s->name,
		.entry = entry,
		.entries = entries,
	};
}

static bool write_main_feed(struct site *site, struct error *err)
{
	size_t most = (size_t)site->settings.feeds.entries, count = 0;
	struct feed_entry *entry =
	    ARENA_ARRAY(site->arena, most + 1, struct feed_entry);
	struct address_values values = { .address = site->settings.address };
	struct feed feed;

	for (size_t i = 0; i < site->issues && count < most; i++)
		entry[count++] = make_entry(site, &site->issue[i]);
	feed = make_feed(site, site->settings.name,
	    address_expand(
		site->arena, site->settings.addresses.feed_id, &values),
	    entry, count);
	return write_forms(site, &feed, STR("/"), err);
}

static bool write_category_feed(
    struct site *site, const struct site_category *category, struct error *err)
{
	size_t most = (size_t)site->settings.feeds.entries, count = 0;
	struct feed_entry *entry =
	    ARENA_ARRAY(site->arena, most + 1, struct feed_entry);
	struct feed feed;

	for (size_t i = 0; i < site->issues && count < most; i++)
		if (str_eq(site->issue[i].category_slug, category->slug))
			entry[count++] = make_entry(site, &site->issue[i]);
	feed = make_feed(site,
	    arena_printf(site->arena, "%.*s: %.*s",
		STR_ARG(site->settings.name), STR_ARG(category->name)),
	    address_absolute(site, site->arena, category->address), entry,
	    count);
	return write_forms(site, &feed, category->address, err);
}

static const struct kept_section *section_of(
    const struct site_issue *issue, const struct section_rule *rule)
{
	for (size_t i = 0; i < issue->sections; i++)
		if (issue->section[i].rule == rule)
			return &issue->section[i];
	return NULL;
}

/* An entry a week with the items of one section. */
static struct feed_entry make_section_entry(struct site *site,
    const struct site_issue *issue, const struct kept_section *section)
{
	struct feed_entry entry = make_entry(site, issue);

	entry.id = arena_printf(site->arena, "%.*s#%.*s", STR_ARG(entry.id),
	    STR_ARG(section->rule->id));
	entry.title = arena_printf(site->arena, "%.*s: %.*s",
	    STR_ARG(issue->title), STR_ARG(section->rule->title));
	entry.html = full_text(site, section->html);
	/* The issue's line is no summary of a section that is there itself. */
	if (entry.html.at != NULL)
		entry.summary = (struct str){ NULL, 0 };
	return entry;
}

static bool write_section_feed(
    struct site *site, const struct section_rule *rule, struct error *err)
{
	size_t most = (size_t)site->settings.feeds.entries, count = 0;
	struct feed_entry *entry =
	    ARENA_ARRAY(site->arena, most + 1, struct feed_entry);
	struct str folder = section_address(site, site->arena, rule);
	struct feed feed;

	for (size_t i = 0; i < site->issues && count < most; i++) {
		const struct kept_section *section =
		    section_of(&site->issue[i], rule);

		if (section != NULL)
			entry[count++] =
			    make_section_entry(site, &site->issue[i], section);
	}
	feed = make_feed(site,
	    arena_printf(site->arena, "%.*s: %.*s",
		STR_ARG(site->settings.name), STR_ARG(rule->title)),
	    address_absolute(site, site->arena, folder), entry, count);
	return write_forms(site, &feed, folder, err);
}

bool site_write_feeds(struct site *site, struct error *err)
{
	if (!write_main_feed(site, err))
		return false;
	for (size_t i = 0; i < site->categories; i++)
		if (!write_category_feed(site, &site->category[i], err))
			return false;
	for (size_t i = 0; i < site->settings.sections; i++)
		if (site->settings.section[i].feed &&
		    !write_section_feed(site, &site->settings.section[i], err))
			return false;
	return true;
}
