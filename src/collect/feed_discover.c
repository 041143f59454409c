/* The feeds that a web page names. */
#include "base/decode.h"
#include "base/html_sax.h"
#include "base/limits.h"
#include "collect/feed_priv.h"

struct search {
	struct html_sax sax;
	struct arena *arena;
	struct str base;
	bool based; /* the first <base> counts */
	struct str_list *found;
};

static bool has_word(struct str text, struct str word)
{
	while (text.len > 0) {
		size_t end = 0;

		text = str_trim_left(text);
		while (end < text.len && !char_is_space(text.at[end]))
			end++;
		if (str_eq_fold(str_sub(text, 0, end), word))
			return true;
		text = str_sub(text, end, text.len);
	}
	return false;
}

/* Types of alternates that are feeds.  "application/json" is not: pages name
 * their interfaces for programs by it. */
static bool is_feed_type(struct str type)
{
	static const struct str types[] = { STR_INIT("application/rss+xml"),
		STR_INIT("application/atom+xml"),
		STR_INIT("application/rdf+xml"),
		STR_INIT("application/feed+json"),
		STR_INIT("application/x.atom+xml"),
		STR_INIT("application/x-atom+xml"), STR_INIT("application/xml"),
		STR_INIT("text/xml"), STR_INIT("text/rss+xml"),
		STR_INIT("text/atom+xml") };

	type = str_trim(str_take(&type, ';'));
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (str_eq_fold(type, types[i]))
			return true;
	return false;
}

static void add_address(struct search *s, struct str href)
{
	struct str url = feed_url(s->arena, s->base, href);

	if (url.len == 0)
		return;
	for (size_t i = 0; i < s->found->count; i++)
		if (str_eq(s->found->item[i], url))
			return;
	s->found->item = ARENA_GROW(s->arena, s->found->item, s->found->count);
	s->found->item[s->found->count++] = url;
	if (s->found->count == LIMIT_FEED_LINKS)
		html_sax_stop(&s->sax);
}

static void on_start(void *data, struct str tag, html_attributes list)
{
	struct search *s = data;
	struct str rel = html_attribute(list, "rel");

	if (str_eq_fold(tag, STR("base")) && !s->based) {
		struct str base =
		    feed_url(s->arena, s->base, html_attribute(list, "href"));

		s->based = base.len > 0;
		if (s->based)
			s->base = base;
	}
	if (!str_eq_fold(tag, STR("link")))
		return;
	if (has_word(rel, STR("feed")) ||
	    (has_word(rel, STR("alternate")) &&
		is_feed_type(html_attribute(list, "type"))))
		add_address(s, html_attribute(list, "href"));
}

bool feed_discover(struct arena *arena, const struct feed_answer *page,
    struct str_list *ret_addresses)
{
	struct str_list found = { NULL, 0 };
	struct search s = { .sax = { .start = on_start },
		.arena = arena,
		.base = page->address,
		.found = &found };
	struct strbuf html;

	strbuf_init(&html, LIMIT_FEED_PAGE * 4);
	decode_page(
	    &html, str_sub(page->body, 0, LIMIT_FEED_PAGE), page->content_type);
	s.sax.data = &s;
	if (html.len > 0)
		html_sax_read(&s.sax, strbuf_str(&html));
	strbuf_release(&html);
	*ret_addresses = found;
	return found.count > 0;
}
