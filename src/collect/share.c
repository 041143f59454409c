#include "collect/share.h"

#include "base/limits.h"
#include "base/source.h"
#include "base/url.h"
#include "collect/kind.h"
#include "collect/site.h"
#include "collect/url_table.h"

enum { PAGE = 1000 };

/* Who brought an address: the number of a name. */
struct bringers {
	struct arena *arena;
	struct url_table table;
	struct str *source;
	size_t sources;
};

/* ---------------------------------------------------------------------- the inbox */

static size_t number_of(struct bringers *b, struct str source)
{
	for (size_t i = 0; i < b->sources; i++)
		if (str_eq(b->source[i], source))
			return i;
	b->source = ARENA_GROW(b->arena, b->source, b->sources);
	b->source[b->sources++] = arena_str(b->arena, source);
	return b->sources - 1;
}

/* The first that brought it counts. */
static void add_bringer(struct bringers *b, const struct candidate *c)
{
	uint64_t there;

	if (c->url.len > 0 && !url_table_find(&b->table, c->url, &there))
		url_table_put(&b->table, c->url, number_of(b, c->source));
}

static bool read_inbox(
    struct bringers *b, struct store *store, struct error *err)
{
	struct inbox_filter filter = { .any_state = true, .most = PAGE };
	struct arena arena = { 0 };
	struct candidates page;
	bool ok;

	do {
		ok = inbox_list(store, &arena, &filter, &page, err);
		for (size_t i = 0; ok && i < page.count; i++) {
			filter.after = page.candidate[i].id;
			add_bringer(b, &page.candidate[i]);
		}
		arena_reset(&arena);
	} while (ok && page.count == PAGE);
	arena_release(&arena);
	return ok;
}

/* ---------------------------------------------------------------------- the issue */

/* The source that asks the same host, if that is no host of many. */
static struct str same_host(const struct settings *settings, struct str url)
{
	struct str host = url_host(url);

	for (size_t i = 0; !site_is_shared(url) && i < settings->sources; i++)
		if (host.len > 0 &&
		    str_eq_fold(url_host(settings->source[i].url), host))
			return settings->source[i].id;
	return (struct str){ NULL, 0 };
}

/* Which source could have brought what is at an address, or is to be added for
 * it; `site` is what is added if no kind knows the address.  False if nothing
 * is known of it. */
static bool find_source(struct arena *arena, const struct settings *settings,
    struct str url, struct str site, struct shared_item *item)
{
	struct source_rule rule = { .kind = { NULL, 0 } };
	const struct source_rule *asking;

	if (!url_is_web(url))
		return false;
	if (!kind_recognise(arena, url, NULL, &rule)) {
		item->source = same_host(settings, url);
		if (item->source.len == 0)
			item->add = site;
		return item->source.len > 0 || item->add.len > 0;
	}
	asking = kind_asking(arena, settings, &rule);
	if (asking != NULL)
		item->source = asking->id;
	else
		item->add = site_is_shared(url) && site.len > 0 ? site : url;
	return true;
}

/* Of a thing at GitHub, the list that such things are found in, as `collect
 * --add` knows it; unset of others. */
static struct str github_list(
    struct arena *arena, enum section_kind section, struct str url)
{
	static const struct {
		enum section_kind section;
		const char *list;
	} lists[] = {
		{ SECTION_TESTING, "labels/call-for-testing" },
		{ SECTION_CHANGES, "pulls?q=is%3Amerged" },
		{ SECTION_DECISIONS, "labels/final-comment-period" },
		{ SECTION_APPROVED, "pulls" },
		{ SECTION_PROPOSED, "pulls" },
	};
	struct str path = url_split(url).path, owner, name;

	str_take(&path, '/');
	owner = str_take(&path, '/');
	name = str_take(&path, '/');
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (section == lists[i].section && name.len > 0 &&
		    kind_is_at(url, "github.com"))
			return arena_printf(arena,
			    "https://github.com/%.*s/%.*s/%s", STR_ARG(owner),
			    STR_ARG(name), lists[i].list);
	return (struct str){ NULL, 0 };
}

/* Who could have brought what was added by hand.  Who holds an event holds more:
 * its group counts more than its page. */
static void judge_hand(const struct bringers *b, const struct settings *s,
    enum section_kind section, struct str group, struct shared_item *item)
{
	struct str list = github_list(b->arena, section, item->url);

	item->by = SHARE_HAND;
	if (list.len > 0)
		find_source(b->arena, s, list, STR(""), item);
	else if (!find_source(b->arena, s, group,
		     site_is_shared(group) && site_of(b->arena, group).len > 0
			 ? site_of(b->arena, group)
			 : group,
		     item))
		find_source(
		    b->arena, s, item->url, site_of(b->arena, item->url), item);
}

static struct shared_item judge(const struct bringers *b,
    const struct settings *settings, const struct issue *issue,
    enum section_kind section, const struct item *item)
{
	const struct item_link *link = &item->link[0];
	struct shared_item shared = { .title = link->text, .url = link->url };
	struct str group = STR("");
	uint64_t number;

	/* Of an event the title is the link below. */
	if (item->kind == ITEM_EVENT && item->typed != STR_NONE) {
		const struct event *e = &issue->event[item->typed];

		shared.title = e->title;
		shared.url = e->url;
		group = e->groups > 0 ? e->group[0].url : group;
	}
	if (item->offset != MD_UNKNOWN)
		shared.line =
		    source_position(issue->source.text, item->offset).line;
	if (!url_table_find(&b->table, shared.url, &number) ||
	    number >= b->sources) {
		judge_hand(b, settings, section, group, &shared);
	} else {
		shared.source = b->source[number];
		shared.by = str_eq(shared.source, STR(CANDIDATE_READER))
				? SHARE_READER
				: SHARE_SOURCE;
	}
	return shared;
}

static bool lists_something(const struct item *item)
{
	return item->links > 0 && item->kind != ITEM_NONE &&
	       item->kind != ITEM_PERSON && url_is_web(item->link[0].url);
}

static void read_section(const struct bringers *b,
    const struct settings *settings, const struct issue *issue,
    const struct section *from, struct share *share)
{
	struct shared_section section = { .title = from->title };

	for (size_t i = 0; i < from->items; i++) {
		struct shared_item item;

		if (!lists_something(&from->item[i]))
			continue;
		item = judge(b, settings, issue, from->kind, &from->item[i]);
		section.item =
		    ARENA_GROW(b->arena, section.item, section.items);
		section.item[section.items++] = item;
		section.count[item.by]++;
		share->count[item.by]++;
	}
	if (section.items == 0)
		return;
	share->section = ARENA_GROW(b->arena, share->section, share->sections);
	share->section[share->sections++] = section;
}

bool share_read(struct arena *arena, const struct settings *settings,
    struct store *store, const struct issue *issue, struct share *ret_share,
    struct error *err)
{
	struct bringers b = { .arena = arena, .table = url_table_make(arena) };
	struct share share = { .sections = 0 };

	if (!read_inbox(&b, store, err))
		return false;
	for (size_t i = 0; i < issue->sections; i++)
		read_section(&b, settings, issue, &issue->section[i], &share);
	*ret_share = share;
	return true;
}
