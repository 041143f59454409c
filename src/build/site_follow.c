/* The page of all feeds and calendars. */
#include "build/site.h"

#define FOLLOW_ADDRESS "/follow/"

struct value feed_links(
    const struct site *site, struct arena *arena, struct str folder)
{
	static const char *const forms[][2] = { { "atom", "atom.xml" },
		{ "rss", "rss.xml" }, { "json", "feed.json" } };
	struct value feed = value_map(arena);

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		value_set(arena, feed, forms[i][0],
		    value_text(address_link(site, arena,
			arena_printf(
			    arena, "%.*s%s", STR_ARG(folder), forms[i][1]))));
	return feed;
}

static struct value feed_value(
    const struct site *site, struct str title, struct str folder)
{
	struct value feed = feed_links(site, site->arena, folder);

	value_set(site->arena, feed, "title", value_text(title));
	return feed;
}

static struct value section_feeds(const struct site *site)
{
	struct value feeds = value_list(site->arena);

	for (size_t i = 0; i < site->settings.sections; i++) {
		const struct section_rule *rule = &site->settings.section[i];

		if (rule->feed)
			value_append(site->arena, feeds,
			    feed_value(site, rule->title,
				section_address(site, site->arena, rule)));
	}
	return feeds;
}

/* Of one category alone the feed would be that of the whole site. */
static struct value category_feeds(const struct site *site)
{
	struct value feeds = value_list(site->arena);

	for (size_t i = 0; site->categories > 1 && i < site->categories; i++)
		value_append(site->arena, feeds,
		    feed_value(site, site->category[i].name,
			site->category[i].address));
	return feeds;
}

static void add_group(const struct site *site, struct value groups,
    const char *title, struct value feeds)
{
	struct value group = value_map(site->arena);

	value_set(site->arena, group, "title", value_text(str_of(title)));
	value_set(site->arena, group, "feeds", feeds);
	value_append(site->arena, groups, group);
}

bool site_write_follow(struct site *site, struct error *err)
{
	struct arena *arena = site->arena;
	struct page_words words = { .kind = "page",
		.title = STR("Feeds and calendars"),
		.address = STR(FOLLOW_ADDRESS) };
	struct value variables = value_map(arena), groups = value_list(arena);

	add_group(site, groups, "Single sections", section_feeds(site));
	add_group(site, groups, "Categories", category_feeds(site));
	value_set(arena, variables, "site", site->site_value);
	value_set(arena, variables, "page", page_value(site, arena, &words));
	value_set(arena, variables, "groups", groups);
	return site_render(
	    site, "follow.html", words.address, variables, arena, err);
}
