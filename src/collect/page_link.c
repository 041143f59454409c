#include "collect/page_link.h"

#include "base/decode.h"
#include "base/from_json.h"
#include "base/html_sax.h"
#include "base/limits.h"
#include "base/moment.h"
#include "base/text.h"
#include "base/url.h"
#include "collect/feed_priv.h"

enum {
	TITLE_MAX = 1000, /* bytes */
	DATA_MAX = 8,     /* scripts with JSON-LD that are read */
};

/* What a page may call itself by, the best first. */
enum title_kind { TITLE_OPEN_GRAPH, TITLE_HEADLINE, TITLE_TITLE, TITLE_H1 };
enum { TITLES = TITLE_H1 + 1 };

static const char *const title_names[TITLES] = {
	[TITLE_OPEN_GRAPH] = "og:title",
	[TITLE_HEADLINE] = "headline",
	[TITLE_TITLE] = "title",
	[TITLE_H1] = "h1",
};

/* Whose text is being taken down. */
enum taking { TAKE_NOTHING, TAKE_TITLE, TAKE_H1, TAKE_DATA };

struct reader {
	struct html_sax sax;
	struct arena *arena;
	struct str address;
	struct page_link *page;
	struct str title[TITLES], site;
	int hidden;  /* depth of what is no text for people, or 0 */
	int drawing; /* depth of an <svg>, or 0 */
	enum taking taking;
	int taking_depth;
	struct strbuf text;
	size_t data;
	bool in_word;
};

static struct str one_line(struct reader *r, struct str text)
{
	return feed_text(r->arena, text, FEED_PLAIN, TITLE_MAX);
}

/* The first that is said counts. */
static void set_once(struct reader *r, struct str *to, struct str text)
{
	if (to->len == 0)
		*to = one_line(r, text);
}

/* -------------------------------------------------------------------- elements */

static void take_medium(struct reader *r, struct str type)
{
	if (str_starts_fold(type, STR("video")))
		r->page->medium = PAGE_WATCHED;
	else if (str_starts_fold(type, STR("music")) ||
		 str_starts_fold(type, STR("audio")))
		r->page->medium = PAGE_HEARD;
}

/* <meta property= or name= or itemprop= content=> */
static void read_meta(struct reader *r, html_attributes list)
{
	struct page_link *p = r->page;
	struct str name = html_attribute(list, "property");
	struct str content = html_attribute(list, "content");
	const struct {
		const char *name;
		struct str *to;
	} texts[] = {
		{ "og:title", &r->title[TITLE_OPEN_GRAPH] },
		{ "twitter:title", &r->title[TITLE_OPEN_GRAPH] },
		{ "og:site_name", &r->site },
		{ "application-name", &r->site },
		{ "author", &p->author },
		{ "og:locale", &p->language },
	};

	if (name.len == 0)
		name = html_attribute(list, "name");
	if (name.len == 0)
		name = html_attribute(list, "itemprop");
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (str_eq_fold(name, str_of(texts[i].name)))
			set_once(r, texts[i].to, content);
	if (str_eq_fold(name, STR("og:type")))
		take_medium(r, content);
	if (str_eq_fold(name, STR("article:published_time")))
		moment_read(content, &p->published);
	if (str_eq_fold(name, STR("article:content_tier")))
		p->paid = str_eq_fold(content, STR("metered")) ||
			  str_eq_fold(content, STR("locked"));
}

static void read_link(struct reader *r, html_attributes list)
{
	struct str rel = html_attribute(list, "rel");
	struct str url =
	    feed_url(r->arena, r->address, html_attribute(list, "href"));

	if (str_eq_fold(rel, STR("canonical")) && r->page->canonical.len == 0 &&
	    str_eq_fold(url_host(url), url_host(r->address)))
		r->page->canonical = url;
	if (str_eq_fold(rel, STR("alternate")) && r->page->oembed.len == 0 &&
	    str_starts_fold(
		html_attribute(list, "type"), STR("application/json+oembed")))
		r->page->oembed = url;
}

static bool is_hidden(struct str tag)
{
	static const struct str tags[] = { STR_INIT("script"),
		STR_INIT("style"), STR_INIT("nav"), STR_INIT("header"),
		STR_INIT("footer"), STR_INIT("aside"), STR_INIT("noscript"),
		STR_INIT("template"), STR_INIT("svg"), STR_INIT("head"),
		STR_INIT("button"), STR_INIT("select"), STR_INIT("form") };

	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		if (str_eq_fold(tag, tags[i]))
			return true;
	return false;
}

static enum taking taking_of(
    const struct reader *r, struct str tag, html_attributes list)
{
	/* Drawings have titles of their own. */
	if (str_eq_fold(tag, STR("title")) && r->drawing == 0 &&
	    r->title[TITLE_TITLE].len == 0)
		return TAKE_TITLE;
	if (str_eq_fold(tag, STR("h1")) && r->title[TITLE_H1].len == 0)
		return TAKE_H1;
	if (str_eq_fold(tag, STR("script")) && r->data < DATA_MAX &&
	    str_starts_fold(
		html_attribute(list, "type"), STR("application/ld+json")))
		return TAKE_DATA;
	return TAKE_NOTHING;
}

static void on_start(void *data, struct str tag, html_attributes list)
{
	struct reader *r = data;

	if (r->hidden == 0 && is_hidden(tag))
		r->hidden = r->sax.depth;
	if (r->drawing == 0 && str_eq_fold(tag, STR("svg")))
		r->drawing = r->sax.depth;
	if (str_eq_fold(tag, STR("html")))
		set_once(r, &r->page->language, html_attribute(list, "lang"));
	else if (str_eq_fold(tag, STR("meta")))
		read_meta(r, list);
	else if (str_eq_fold(tag, STR("link")))
		read_link(r, list);
	if (!feed_is_inline(tag))
		r->in_word = false;
	if (r->taking == TAKE_NOTHING) {
		r->taking = taking_of(r, tag, list);
		r->taking_depth = r->sax.depth;
		strbuf_reset(&r->text);
	}
}

/* -------------------------------------------------------------------- JSON-LD */

/* Also of what is in a @graph, or a list. */
static void read_thing(struct reader *r, const json_t *thing)
{
	struct page_link *p = r->page;
	const json_t *access = from_json_at(thing, "isAccessibleForFree");
	struct str free = from_json_text(access, "");
	struct str author = from_json_text(thing, "author.name");

	if (author.len == 0)
		author = from_json_text(thing, "author.0.name");
	set_once(
	    r, &r->title[TITLE_HEADLINE], from_json_text(thing, "headline"));
	set_once(r, &p->author, author);
	set_once(r, &p->language, from_json_text(thing, "inLanguage"));
	if (p->published == 0)
		p->published = from_json_moment(thing, "datePublished");
	if (access != NULL &&
	    (from_json_is_false(access) || str_eq_fold(free, STR("false"))))
		p->paid = true;
}

static void read_data(struct reader *r, struct str text)
{
	struct strbuf mended;
	struct error ignored;
	json_t *all;

	r->data++;
	strbuf_init(&mended, LIMIT_SOURCE_PAGE);
	feed_mend_json(&mended, text);
	all = from_json(strbuf_str(&mended), &ignored);
	read_thing(r, all);
	for (size_t i = 0; i < from_json_count(all, ""); i++)
		read_thing(r, from_json_item(all, "", i));
	for (size_t i = 0; i < from_json_count(all, "@graph"); i++)
		read_thing(r, from_json_item(all, "@graph", i));
	from_json_free(all);
	strbuf_release(&mended);
}

/* ----------------------------------------------------------------------- texts */

static void end_taking(struct reader *r)
{
	struct str text = strbuf_str(&r->text);

	switch (r->taking) {
	case TAKE_NOTHING: break;
	case TAKE_TITLE: set_once(r, &r->title[TITLE_TITLE], text); break;
	case TAKE_H1: set_once(r, &r->title[TITLE_H1], text); break;
	case TAKE_DATA: read_data(r, text); break;
	}
	r->taking = TAKE_NOTHING;
}

static void on_end(void *data, struct str tag)
{
	struct reader *r = data;

	if (r->taking != TAKE_NOTHING && r->sax.depth == r->taking_depth)
		end_taking(r);
	if (r->hidden == r->sax.depth)
		r->hidden = 0;
	if (r->drawing == r->sax.depth)
		r->drawing = 0;
	if (!feed_is_inline(tag))
		r->in_word = false;
}

static void count_words(struct reader *r, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		bool space = char_is_space(text.at[i]);

		r->page->words += !space && !r->in_word;
		r->in_word = !space;
	}
}

static void on_text(void *data, struct str text)
{
	struct reader *r = data;

	if (r->taking != TAKE_NOTHING)
		strbuf_add(&r->text, text);
	if (r->hidden == 0)
		count_words(r, text);
}

/* --------------------------------------------------------------- names of sites */

/* Letters and digits alone, in lower case; what is not ASCII as it is. */
static struct str letters(struct arena *arena, struct str text)
{
	char *at = arena_alloc(arena, text.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++)
		if (char_is_alnum(text.at[i]) || (text.at[i] & 0x80) != 0)
			at[len++] = char_lower(text.at[i]);
	return (struct str){ at, len };
}

/* "Low Tide" of low-tide.org, blog.lowtide.example; the last label is no name. */
static bool is_host(struct arena *arena, struct str name, struct str host)
{
	enum { LEAST = 4 };

	if (name.len == 0 || str_eq(name, letters(arena, host)))
		return name.len > 0;
	while (host.len > 0) {
		struct str label = letters(arena, str_take(&host, '.'));

		if (host.at != NULL && label.len >= LEAST &&
		    str_eq(name, label))
			return true;
	}
	return false;
}

static bool is_site(struct str part, struct str site, struct str address)
{
	struct arena arena = { 0 };
	struct str name = letters(&arena, part);
	bool is = (site.len > 0 && str_eq(name, letters(&arena, site))) ||
		  is_host(&arena, name, url_host(address));

	arena_release(&arena);
	return is;
}

/* What stands between a title and the name of a site. */
static const struct str apart[] = { STR_INIT(" | "), STR_INIT(" - "),
	STR_INIT(" \u2013 "), STR_INIT(" \u2014 "), STR_INIT(" :: "),
	STR_INIT(" \u00b7 "), STR_INIT(" \u2022 "), STR_INIT(" : "),
	STR_INIT(" \u00ab "), STR_INIT(" \u00bb "), STR_INIT(" / ") };
enum { APARTS = sizeof(apart) / sizeof(apart[0]) };

struct str page_title_alone(
    struct str title, struct str site, struct str address)
{
	for (size_t i = 0; i < APARTS; i++) {
		size_t first = str_find(title, apart[i], 0), last = first, at;

		if (first == STR_NONE)
			continue;
		while ((at = str_find(title, apart[i], last + 1)) != STR_NONE)
			last = at;
		if (is_site(str_sub(title, last + apart[i].len, title.len),
			site, address))
			return str_trim(str_sub(title, 0, last));
		if (is_site(str_sub(title, 0, first), site, address))
			return str_trim(
			    str_sub(title, first + apart[i].len, title.len));
	}
	return title;
}

struct str page_title_said(struct str title, struct str said)
{
	for (size_t i = 0; said.len > 0 && i < APARTS; i++) {
		size_t len = said.len + apart[i].len;

		if (len >= title.len)
			continue;
		if (str_starts(title, said) &&
		    str_starts(str_sub(title, said.len, title.len), apart[i]))
			return said;
		if (str_ends(title, said) &&
		    str_ends(str_sub(title, 0, title.len - said.len), apart[i]))
			return said;
	}
	return title;
}

/* --------------------------------------------------------------------- the whole */

bool page_title_is_good(const struct page_link *page)
{
	return page->title.len > 0 &&
	       page->title_from != title_names[TITLE_TITLE] &&
	       page->title_from != title_names[TITLE_H1];
}

static void choose_title(struct reader *r)
{
	for (size_t i = 0; i < TITLES; i++) {
		struct str title =
		    page_title_alone(r->title[i], r->site, r->address);

		if (title.len == 0)
			continue;
		r->page->title = title;
		r->page->title_from = title_names[i];
		return;
	}
}

bool page_link_read(struct arena *arena, struct str body,
    struct str content_type, struct str address, struct page_link *ret_page)
{
	struct page_link page = { .medium = PAGE_READ };
	struct reader r = {
		.sax = { .start = on_start, .end = on_end, .text = on_text },
		.arena = arena,
		.address = address,
		.page = &page
	};
	struct strbuf html;

	if (!html_is_type(content_type))
		return false;
	strbuf_init(&html, LIMIT_SOURCE_PAGE * 4);
	strbuf_init(&r.text, LIMIT_SOURCE_PAGE);
	decode_page(&html, str_sub(body, 0, LIMIT_SOURCE_PAGE), content_type);
	r.sax.data = &r;
	if (html.len > 0)
		html_sax_read(&r.sax, strbuf_str(&html));
	end_taking(&r);
	strbuf_release(&r.text);
	strbuf_release(&html);
	choose_title(&r);
	*ret_page = page;
	return page.title.len > 0;
}

bool page_oembed_read(
    struct arena *arena, struct str body, struct page_link *ret_page)
{
	struct error ignored;
	json_t *all = from_json(body, &ignored);
	struct page_link page = { .title_from = "oEmbed title" };

	page.title = feed_text(
	    arena, from_json_text(all, "title"), FEED_PLAIN, TITLE_MAX);
	page.author = feed_text(
	    arena, from_json_text(all, "author_name"), FEED_PLAIN, TITLE_MAX);
	if (str_eq(from_json_text(all, "type"), STR("video")))
		page.medium = PAGE_WATCHED;
	from_json_free(all);
	*ret_page = page;
	return page.title.len > 0;
}
