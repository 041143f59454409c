/* Searching the archive: a page of results, and a feed of them. */
#include "base/text.h"
#include "base/url.h"
#include "build/feed.h"
#include "serve/readers.h"

enum { HITS = 30, FEED_HITS = 50, TYPED_MOST = 200 };

/* ------------------------------------------------------------------- the query */

/* What was asked, as it was typed; what means nothing is no filter. */
struct asked {
	struct str words, section, tag, year;
	struct search_query query;
};

static bool has_section(const struct settings *s, struct str id)
{
	for (size_t i = 0; i < s->sections; i++)
		if (str_eq(s->section[i].id, id))
			return true;
	return false;
}

static bool has_tag(const struct settings *s, struct str name)
{
	for (size_t i = 0; i < s->tags; i++)
		if (str_eq(s->tag[i].name, name))
			return true;
	return false;
}

static struct asked read_query(
    const struct workplace *place, const struct exchange *x)
{
	const struct settings *s = place->settings;
	struct str words = form_value(&x->form, "q");
	struct str section = form_value(&x->form, "section");
	struct str tag = form_value(&x->form, "tag");
	struct str year = form_value(&x->form, "year");
	struct asked a = { .words = words.at != NULL
					? str_sub(words, 0,
					      text_boundary(words, TYPED_MOST))
					: STR("") };
	uint64_t number;

	a.query.words = a.words;
	a.query.most = HITS;
	if (section.len > 0 && has_section(s, section))
		a.query.section = a.section = section;
	if (tag.len > 0 && has_tag(s, tag))
		a.query.tag = a.tag = tag;
	if (str_to_number(year, 9999, &number) && number > 0) {
		a.query.year = (int)number;
		a.year = year;
	}
	if (str_to_number(form_value(&x->form, "before"), INT64_MAX, &number))
		a.query.before = (int64_t)number;
	return a;
}

static void add_parameter(
    struct strbuf *out, const char *name, struct str value)
{
	if (value.len == 0)
		return;
	strbuf_add_char(out, out->len > 0 ? '&' : '?');
	strbuf_add_cstr(out, name);
	strbuf_add_char(out, '=');
	url_add_value(out, value);
}

/* The same question, as the query of an address; `before` 0: from the start. */
static struct str query_text(
    struct arena *arena, const struct asked *a, int64_t before)
{
	struct strbuf out;
	struct str text;

	strbuf_init(&out, LIMIT_URL);
	add_parameter(&out, "q", a->words);
	add_parameter(&out, "section", a->section);
	add_parameter(&out, "tag", a->tag);
	add_parameter(&out, "year", a->year);
	if (before > 0)
		add_parameter(&out, "before",
		    arena_printf(arena, "%lld", (long long)before));
	text = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return text;
}

static bool is_question(const struct asked *a)
{
	return str_trim(a->words).len > 0 || a->section.len > 0 ||
	       a->tag.len > 0 || a->year.len > 0;
}

/* ---------------------------------------------------------------------- values */

static void add_filters(const struct workplace *place, struct arena *arena,
    const struct asked *a, struct value v)
{
	const struct settings *s = place->settings;
	struct value sections = value_list(arena), tags = value_list(arena),
		     years = value_list(arena);
	int first, last;

	for (size_t i = 0; i < s->sections; i++)
		readers_add_choice(arena, sections, s->section[i].id,
		    s->section[i].title, str_eq(s->section[i].id, a->section));
	for (size_t i = 0; i < s->tags; i++)
		readers_add_choice(arena, tags, s->tag[i].name, s->tag[i].name,
		    str_eq(s->tag[i].name, a->tag));
	live_years(place->live, &first, &last);
	for (int year = last; year >= first && year > 0; year--) {
		struct str name = arena_printf(arena, "%d", year);

		readers_add_choice(
		    arena, years, name, name, str_eq(name, a->year));
	}
	value_set(arena, v, "sections", sections);
	value_set(arena, v, "tags", tags);
	value_set(arena, v, "years", years);
}

static struct value hit_value(const struct workplace *place,
    struct arena *arena, const struct search_entry *e)
{
	struct value map = value_map(arena);
	struct str none = { NULL, 0 };
	bool link = e->url.len > 0 && url_is_web(e->url);

	value_set(arena, map, "text", value_text(e->text));
	value_set(arena, map, "url", value_text(link ? e->url : none));
	value_set(
	    arena, map, "host", value_text(link ? url_host(e->url) : none));
	value_set(arena, map, "heading", value_text(e->heading));
	value_set(arena, map, "issue", value_text(e->issue));
	value_set(
	    arena, map, "page", value_text(readers_printed(place, arena, e)));
	value_set(arena, map, "date",
	    value_text(readers_day(
		arena, (int64_t)date_to_days(e->date) * 24 * 60 * 60)));
	return map;
}

/* ---------------------------------------------------------------------- pages */

static bool make_page(
    const struct workplace *place, struct exchange *x, struct error *err)
{
	struct arena *arena = &x->arena;
	struct asked a = read_query(place, x);
	struct value v = readers_value(place, arena), hits = value_list(arena);
	struct str address = live_link(place->live, arena, "/search/");
	struct search_page page = { .hits = 0 };
	bool asked = is_question(&a);

	if (asked && !search_ask(place->search, arena, &a.query, &page, err))
		return false;
	for (size_t i = 0; i < page.hits; i++)
		value_append(
		    arena, hits, hit_value(place, arena, &page.hit[i].entry));
	add_filters(place, arena, &a, v);
	value_set(arena, v, "words", value_text(a.words));
	value_set(arena, v, "asked", value_bool(asked));
	value_set(arena, v, "hits", hits);
	value_set(arena, v, "total", value_number((int64_t)page.total));
	value_set(arena, v, "counted", value_bool(page.total < SEARCH_COUNTED));
	value_set(arena, v, "action", value_text(address));
	value_set(arena, v, "feed",
	    asked ? value_text(arena_printf(arena, "%.*sfeed.xml%.*s",
			STR_ARG(address), STR_ARG(query_text(arena, &a, 0))))
		  : value_none());
	value_set(arena, v, "next",
	    page.more
		? value_text(arena_printf(arena, "%.*s%.*s", STR_ARG(address),
		      STR_ARG(query_text(
			  arena, &a, page.hit[page.hits - 1].number))))
		: value_none());
	return readers_page(place, x, "found.html", "Search", v, err);
}

/* ----------------------------------------------------------------------- feed */

static struct str absolute(
    const struct workplace *place, struct arena *arena, struct str link)
{
	struct str site = place->settings->address, root = url_split(site).path;

	return arena_printf(arena, "%.*s%.*s",
	    STR_ARG(str_sub(site, 0, site.len - root.len)), STR_ARG(link));
}

static struct feed_entry entry_of(const struct workplace *place,
    struct arena *arena, const struct search_entry *e)
{
	struct str page =
	    absolute(place, arena, readers_printed(place, arena, e));
	struct moment day = { .date = e->date };
	struct strbuf id;
	struct feed_entry entry;

	strbuf_init(&id, 8 * LIMIT_URL);
	strbuf_add(&id,
	    absolute(place, arena,
		live_link(place->live, arena, arena_cstr(arena, e->address))));
	strbuf_lit(&id, "?found=");
	url_add_encoded(&id, e->url.len > 0 ? e->url : e->text);
	entry = (struct feed_entry){ .id = arena_str(arena, strbuf_str(&id)),
		.url = e->url.len > 0 && url_is_web(e->url) ? e->url : page,
		.title = e->text,
		.published = day,
		.updated = day,
		.summary = arena_printf(arena, "%.*s, %.*s", STR_ARG(e->issue),
		    STR_ARG(e->heading)) };
	strbuf_release(&id);
	return entry;
}

static bool make_feed(
    const struct workplace *place, struct exchange *x, struct error *err)
{
	const struct settings *s = place->settings;
	struct arena *arena = &x->arena;
	struct asked a = read_query(place, x);
	struct str query = query_text(arena, &a, 0);
	struct str page =
	    absolute(place, arena, live_link(place->live, arena, "/search/"));
	struct search_page found;
	struct feed_entry *entry;
	struct feed feed;

	a.query.most = FEED_HITS;
	a.query.before = 0;
	if (!search_ask(place->search, arena, &a.query, &found, err))
		return false;
	entry = ARENA_ARRAY(arena, found.hits + 1, struct feed_entry);
	for (size_t i = 0; i < found.hits; i++)
		entry[i] = entry_of(place, arena, &found.hit[i].entry);
	feed = (struct feed){ .title = arena_printf(arena, "%.*s: %.*s",
				  STR_ARG(s->name), STR_ARG(a.words)),
		.address = arena_printf(
		    arena, "%.*s%.*s", STR_ARG(page), STR_ARG(query)),
		.self = arena_printf(
		    arena, "%.*sfeed.xml%.*s", STR_ARG(page), STR_ARG(query)),
		.language = s->language,
		.author = s->name,
		.entry = entry,
		.entries = found.hits };
	feed.id = feed.self;
	feed_add_atom(&x->out, &feed);
	x->type = "application/atom+xml; charset=utf-8";
	return true;
}

const struct route find_routes[] = {
	{ "search/", ROUTE_GET | ROUTE_QUERY | ROUTE_SEARCH, make_page },
	{ "search/feed.xml", ROUTE_GET | ROUTE_QUERY | ROUTE_SEARCH,
	    make_feed },
};
const size_t find_route_count = sizeof(find_routes) / sizeof(find_routes[0]);
