/* RSS and Atom. */
#include <libxml/parser.h>

#include "base/limits.h"
#include "base/text.h"
#include "base/url.h"
#include "collect/feed_date.h"
#include "collect/feed_priv.h"
#include "collect/feed_xml_names.h"

/* Ranks of addresses that are less than what a link says. */
enum { RANK_ABOUT = 1, RANK_ID = 1, RANK_GUID = 2, RANK_ALTERNATE = 4 };

/* What is known of an item or of the whole; rank 0 is nothing. */
struct gathered {
	struct feed_item item;
	int rank[FEED_ROLES]; /* LINK: url; ID: id */
};

/* An element that is open, and what holds inside of it. */
struct level {
	struct str base, language;
	int spaces; /* namespaces that it declares */
};

struct reader {
	struct arena *arena;
	xmlParserCtxtPtr parser;
	struct feed *feed;
	struct level *level; /* level[0] is around the root */
	size_t depth;
	int spaces;
	struct str root; /* its name as written */
	bool is_feed, closed, has_channel;
	struct gathered whole, item;
	/* The depths of elements that are open, or 0. */
	size_t item_depth, skip_depth, author_depth, text_depth;
	const struct feed_name *text_name; /* whose text is gathered */
	enum feed_markup markup;
	bool permanent; /* the guid is an address */
	struct strbuf text;
	char wrong[LIMIT_ERROR / 4]; /* the first thing that is, or "" */
};

/* The list of attributes as libxml2 gives it: five pointers each. */
struct attributes {
	struct reader *reader;
	const xmlChar **list;
	int count;
};

static struct gathered *current(struct reader *r)
{
	return r->item_depth > 0 ? &r->item : &r->whole;
}

/* In a value, as entities are not to be replaced, libxml2 writes & so. */
static struct str value_of(struct reader *r, struct str raw)
{
	struct str mark = STR("&#38;");
	struct strbuf out;
	struct str value;

	if (str_find(raw, mark, 0) == STR_NONE)
		return arena_str(r->arena, raw);
	strbuf_init(&out, raw.len);
	while (raw.len > 0) {
		size_t next = str_find(raw, mark, 0);

		if (next == STR_NONE)
			next = raw.len;
		strbuf_add(&out, str_sub(raw, 0, next));
		if (next < raw.len)
			strbuf_add_char(&out, '&');
		raw = str_sub(raw, next + mark.len, raw.len);
	}
	value = arena_str(r->arena, strbuf_str(&out));
	strbuf_release(&out);
	return value;
}

/* An attribute with this prefix ("" for none); unset if it is not there. */
static struct str attribute(
    const struct attributes *a, const char *prefix, const char *name)
{
	for (int i = 0; i < a->count; i++) {
		const xmlChar **one = a->list + (size_t)5 * (size_t)i;
		struct str its = str_of(one[1] ? (const char *)one[1] : "");

		if (str_eq_fold(str_of((const char *)one[0]), str_of(name)) &&
		    str_eq(its, str_of(prefix)))
			return value_of(
			    a->reader, (struct str){ (const char *)one[3],
					   (size_t)(one[4] - one[3]) });
	}
	return (struct str){ 0 };
}

/* May a value of this rank be set?  Of two of one rank the first counts. */
static bool outranks(struct reader *r, enum feed_role role, int rank)
{
	return rank > current(r)->rank[role];
}

static void set_text(struct reader *r, enum feed_role role, int rank,
    struct str *field, struct str text)
{
	if (text.len == 0 || !outranks(r, role, rank))
		return;
	*field = text;
	current(r)->rank[role] = rank;
}

static void set_url(struct reader *r, int rank, struct str url)
{
	set_text(r, FEED_ROLE_LINK, rank, &current(r)->item.url, url);
}

static void set_id(struct reader *r, int rank, struct str raw)
{
	set_text(r, FEED_ROLE_ID, rank, &current(r)->item.id,
	    feed_text(r->arena, raw, FEED_PLAIN, LIMIT_SOURCE_FEED_ID));
}

static void set_date(
    struct reader *r, enum feed_role role, int rank, int64_t *field)
{
	int64_t seconds = feed_date_read(strbuf_str(&r->text));

	if (seconds == 0 || !outranks(r, role, rank))
		return;
	*field = seconds;
	current(r)->rank[role] = rank;
}

/* ---------------------------------------------------------------- persons */

/* "a@example.org (Ann)" and "Ann <a@example.org>" are Ann; an address alone is
 * nobody's name. */
static struct str name_in(struct str text)
{
	size_t open;

	if (str_find_char(text, '@', 0) == STR_NONE)
		return text;
	open = str_find_char(text, '(', 0);
	if (open != STR_NONE && str_ends(text, STR(")")))
		return str_trim(str_sub(text, open + 1, text.len - 1));
	open = str_find_char(text, '<', 0);
	if (open != STR_NONE)
		return str_trim(str_sub(text, 0, open));
	return str_find_char(text, ' ', 0) == STR_NONE ? STR("") : text;
}

static bool is_named(struct str list, struct str name)
{
	while (list.len > 0)
		if (str_eq(str_trim(str_take(&list, ',')), name))
			return true;
	return false;
}

static void add_person(struct reader *r, int rank)
{
	struct feed_item *item = &current(r)->item;
	int before = current(r)->rank[FEED_ROLE_AUTHOR];
	struct str name = name_in(feed_text(r->arena, strbuf_str(&r->text),
	    FEED_MAYBE, LIMIT_SOURCE_FEED_NAME));

	if (name.len == 0 || rank < before)
		return;
	if (rank > before) {
		item->author = name;
		current(r)->rank[FEED_ROLE_AUTHOR] = rank;
	} else if (!is_named(item->author, name) &&
		   item->author.len + name.len + 2 <= LIMIT_SOURCE_FEED_NAME) {
		item->author = arena_printf(r->arena, "%.*s, %.*s",
		    STR_ARG(item->author), STR_ARG(name));
	}
}

/* ------------------------------------------------------------------ texts */

static void finish_text(struct reader *r)
{
	const struct feed_name *name = r->text_name;
	struct feed_item *item = &current(r)->item;
	struct str text = strbuf_str(&r->text);
	struct str base = r->level[r->text_depth].base;

	r->text_depth = 0;
	switch (name->role) {
	case FEED_ROLE_TITLE:
		set_text(r, name->role, name->rank, &item->title,
		    feed_text(r->arena, text, r->markup, LIMIT_PAGE_TITLE));
		break;
	case FEED_ROLE_SUMMARY:
		if (outranks(r, name->role, name->rank))
			set_text(r, name->role, name->rank, &item->summary,
			    feed_text(r->arena, text, r->markup,
				LIMIT_SOURCE_FEED_SUMMARY));
		break;
	case FEED_ROLE_LINK:
	case FEED_ROLE_ORIGINAL:
		set_url(r, name->rank, feed_url(r->arena, base, text));
		break;
	case FEED_ROLE_GUID:
	case FEED_ROLE_ID:
		set_id(r, name->rank, text);
		if (r->permanent)
			set_url(r,
			    name->role == FEED_ROLE_GUID ? RANK_GUID : RANK_ID,
			    feed_absolute_url(r->arena, text));
		break;
	case FEED_ROLE_AUTHOR:
	case FEED_ROLE_NAME: add_person(r, name->rank); break;
	case FEED_ROLE_PUBLISHED:
		set_date(r, name->role, name->rank, &item->published);
		break;
	case FEED_ROLE_UPDATED:
		set_date(r, name->role, name->rank, &item->updated);
		break;
	case FEED_ROLE_LANGUAGE:
		set_text(r, name->role, name->rank, &item->language,
		    feed_text(r->arena, text, FEED_PLAIN,
			LIMIT_SOURCE_FEED_LANGUAGE));
		break;
	default: break;
	}
}

/* What Atom and Media RSS say of a text; RSS says nothing, and means HTML. */
static enum feed_markup markup_of(
    enum feed_space space, enum feed_role role, const struct attributes *a)
{
	struct str type = attribute(a, "", "type");
	enum feed_markup html =
	    role == FEED_ROLE_TITLE ? FEED_MAYBE : FEED_HTML;

	if (space == FEED_SPACE_MEDIA || space == FEED_SPACE_ATOM)
		return str_eq_fold(type, STR("html")) ||
			       str_eq_fold(type, STR("text/html"))
			   ? html
			   : FEED_PLAIN;
	return html;
}

/* Contents may be a picture, or in Base64. */
static bool is_text(const struct attributes *a)
{
	struct str type = attribute(a, "", "type");

	if (str_eq_fold(attribute(a, "", "mode"), STR("base64")))
		return false;
	return str_find_char(type, '/', 0) == STR_NONE ||
	       str_starts_fold(type, STR("text/")) ||
	       str_contains_fold(type, STR("html"));
}

static void begin_text(struct reader *r, const struct feed_name *name)
{
	r->text_name = name;
	r->text_depth = r->depth;
	strbuf_reset(&r->text);
}

/* --------------------------------------------------------------- elements */

static void finish_item(struct reader *r)
{
	struct feed_item item = r->item.item;

	if (item.language.len == 0)
		item.language = r->level[r->item_depth].language;
	r->item_depth = 0;
	if (!feed_add_item(r->arena, r->feed, item))
		xmlStopParser(r->parser);
}

static void begin_item(struct reader *r, const struct attributes *a)
{
	struct str about = attribute(a, "rdf", "about");

	/* An end tag was missing. */
	if (r->item_depth > 0)
		finish_item(r);
	r->skip_depth = r->author_depth = 0;
	r->item = (struct gathered){ 0 };
	r->item_depth = r->depth;
	set_id(r, 1, about);
	set_url(r, RANK_ABOUT, feed_absolute_url(r->arena, about));
}

static void set_enclosure(
    struct reader *r, int rank, struct str url, struct str type)
{
	if (url.len == 0 || !outranks(r, FEED_ROLE_ENCLOSURE, rank))
		return;
	set_text(
	    r, FEED_ROLE_ENCLOSURE, rank, &current(r)->item.enclosure, url);
	current(r)->item.enclosure_type =
	    feed_text(r->arena, type, FEED_PLAIN, LIMIT_SOURCE_FEED_NAME);
}

static void read_enclosure(
    struct reader *r, const struct feed_name *name, const struct attributes *a)
{
	struct str type = attribute(a, "", "type");
	struct str medium = attribute(a, "", "medium");

	/* Pictures beside a text are media too. */
	if (name->space == FEED_SPACE_MEDIA &&
	    !str_starts_fold(type, STR("audio/")) &&
	    !str_starts_fold(type, STR("video/")) &&
	    !str_eq_fold(medium, STR("audio")) &&
	    !str_eq_fold(medium, STR("video")))
		return;
	set_enclosure(r, name->rank,
	    feed_url(
		r->arena, r->level[r->depth].base, attribute(a, "", "url")),
	    type);
}

/* A link of Atom: what for is in its attributes. */
static void read_link(
    struct reader *r, struct str href, const struct attributes *a)
{
	static const char registered[] =
	    "http://www.iana.org/assignments/relation/";
	struct str rel = str_trim(attribute(a, "", "rel"));
	struct str type = str_trim(attribute(a, "", "type"));
	struct str url = feed_url(r->arena, r->level[r->depth].base, href);

	if (str_starts(rel, str_of(registered)))
		rel = str_sub(rel, sizeof(registered) - 1, rel.len);
	if (str_eq_fold(rel, STR("enclosure")))
		set_enclosure(r, 3, url, type);
	if (rel.len > 0 && !str_eq_fold(rel, STR("alternate")))
		return;
	/* The page is before other forms of it. */
	set_url(r,
	    type.len == 0 || str_contains_fold(type, STR("html"))
		? RANK_ALTERNATE
		: RANK_ALTERNATE - 1,
	    url);
}

/* An element whose text or attributes say something. */
static void begin_field(struct reader *r, enum feed_space space,
    const struct feed_name *name, const struct attributes *a)
{
	struct str href;

	switch (name->role) {
	case FEED_ROLE_LINK:
		href = attribute(a, "", "href");
		if (href.at != NULL) {
			read_link(r, href, a);
			return;
		}
		break;
	case FEED_ROLE_ENCLOSURE: read_enclosure(r, name, a); return;
	case FEED_ROLE_NAME:
		if (r->author_depth == 0)
			return;
		break;
	case FEED_ROLE_AUTHOR: r->author_depth = r->depth; break;
	case FEED_ROLE_GUID:
	case FEED_ROLE_ID:
		r->permanent =
		    !str_eq_fold(attribute(a, "", "isPermaLink"), STR("false"));
		break;
	case FEED_ROLE_TITLE:
	case FEED_ROLE_SUMMARY:
		if (!is_text(a))
			return;
		r->markup = markup_of(space, name->role, a);
		break;
	default: break;
	}
	begin_text(r, name);
}

static void begin_element(struct reader *r, enum feed_space space,
    struct str tag, const struct attributes *a)
{
	const struct feed_name *name = feed_name_find(space, tag);

	if (r->text_depth > 0) {
		if (name == NULL || !name->ends_text) {
			if (!feed_is_inline(tag) && !r->text.full)
				strbuf_add_char(&r->text, ' ');
			return;
		}
		finish_text(r);
	}
	if (name == NULL || (r->skip_depth > 0 && name->role != FEED_ROLE_ITEM))
		return;
	if (name->role == FEED_ROLE_ITEM)
		begin_item(r, a);
	else if (name->role == FEED_ROLE_SKIP)
		r->skip_depth = r->depth;
	else
		begin_field(r, space, name, a);
}

/* The first element of all says what it is. */
static bool recognise(struct reader *r, struct str name)
{
	static const struct {
		struct str name;
		enum feed_kind kind;
	} roots[] = {
		{ STR_INIT("rss"), FEED_RSS },
		{ STR_INIT("channel"), FEED_RSS },
		{ STR_INIT("RDF"), FEED_RDF },
		{ STR_INIT("feed"), FEED_ATOM },
	};

	for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++)
		if (str_eq_fold(name, roots[i].name)) {
			r->is_feed = true;
			r->feed->kind = roots[i].kind;
		}
	return r->is_feed;
}

/* -------------------------------------------------------------------- SAX */

static bool push(struct reader *r, int spaces, const struct attributes *a)
{
	struct level *above = &r->level[r->depth], *level;
	struct str base, language;

	r->spaces += spaces;
	if (r->depth == LIMIT_SOURCE_FEED_DEPTH ||
	    r->spaces > LIMIT_SOURCE_FEED_SPACES) {
		r->feed->cut = true;
		xmlStopParser(r->parser);
		return false;
	}
	level = &r->level[++r->depth];
	*level = *above;
	level->spaces = spaces;
	base = attribute(a, "xml", "base");
	if (base.len > 0 && base.len <= LIMIT_URL)
		level->base = url_join(r->arena, above->base, str_trim(base));
	language = attribute(a, "xml", "lang");
	if (language.at != NULL)
		level->language = feed_text(
		    r->arena, language, FEED_PLAIN, LIMIT_SOURCE_FEED_LANGUAGE);
	return true;
}

static void on_start(void *data, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *address, int spaces, const xmlChar **declared,
    int attributes, int defaulted, const xmlChar **list)
{
	struct reader *r = data;
	struct attributes a = { r, list, attributes };
	struct str tag = str_of((const char *)name);
	struct str before = str_of(prefix ? (const char *)prefix : "");
	enum feed_space space =
	    feed_space_of(str_of(address ? (const char *)address : ""), before);

	(void)declared;
	(void)defaulted;
	if (!push(r, spaces, &a))
		return;
	if (r->root.at == NULL) {
		r->root = before.len > 0 ? arena_printf(r->arena, "%.*s:%.*s",
					       STR_ARG(before), STR_ARG(tag))
					 : arena_str(r->arena, tag);
		if (!recognise(r, tag))
			xmlStopParser(r->parser);
		return;
	}
	if (space == FEED_SPACE_RSS && r->feed->kind == FEED_ATOM)
		space = FEED_SPACE_ATOM;
	r->has_channel |= str_eq_fold(tag, STR("channel"));
	begin_element(r, space, tag, &a);
}

static void on_end(void *data, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *address)
{
	struct reader *r = data;

	(void)name;
	(void)prefix;
	(void)address;
	if (r->depth == 0)
		return;
	if (r->text_depth == r->depth)
		finish_text(r);
	if (r->skip_depth == r->depth)
		r->skip_depth = 0;
	if (r->author_depth == r->depth)
		r->author_depth = 0;
	if (r->item_depth == r->depth)
		finish_item(r);
	r->spaces -= r->level[r->depth].spaces;
	r->closed = --r->depth == 0;
}

static void on_text(void *data, const xmlChar *text, int len)
{
	struct reader *r = data;
	struct str s = { (const char *)text, (size_t)len };

	if (r->text_depth == 0 || len <= 0)
		return;
	strbuf_add(&r->text, str_sub(s, 0, r->text.max - r->text.len));
}

static void on_error(void *data, xmlErrorPtr error)
{
	struct reader *r = data;
	struct str message = str_trim(str_of(error->message));
	struct strbuf out;

	if (r->wrong[0] != '\0' || error->level < XML_ERR_ERROR)
		return;
	strbuf_init(&out, sizeof(r->wrong) - 1);
	text_add_clean(&out, str_sub(message, 0, sizeof(r->wrong) / 4));
	strbuf_printf(&out, " at %d:%d", error->line, error->int2);
	memcpy(r->wrong, out.buf, out.len + 1);
	strbuf_release(&out);
}

static void parse(struct reader *r, struct str xml)
{
	xmlSAXHandler *sax;

	r->parser = xmlNewParserCtxt();
	if (r->parser == NULL)
		xout_of_memory(sizeof(*r));
	sax = r->parser->sax;
	memset(sax, 0, sizeof(*sax));
	sax->initialized = XML_SAX2_MAGIC;
	sax->startElementNs = on_start;
	sax->endElementNs = on_end;
	sax->characters = on_text;
	sax->ignorableWhitespace = on_text;
	sax->cdataBlock = on_text;
	sax->serror = (xmlStructuredErrorFunc)on_error;
	r->parser->userData = r;
	/* HUGE for the depth: tags without end add up.  We bound everything
	 * ourselves, and there is no entity to expand. */
	xmlCtxtReadMemory(r->parser, xml.at, (int)xml.len, NULL, "UTF-8",
	    XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_IGNORE_ENC |
		XML_PARSE_HUGE);
	if (r->parser->myDoc != NULL)
		xmlFreeDoc(r->parser->myDoc);
	xmlFreeParserCtxt(r->parser);
}

/* ------------------------------------------------------------- the result */

static bool refuse(const struct reader *r, struct error *err)
{
	static const struct {
		struct str root;
		const char *what;
	} known[] = {
		{ STR_INIT("html"), "a web page" },
		{ STR_INIT("head"), "a web page" },
		{ STR_INIT("body"), "a web page" },
		{ STR_INIT("title"), "a web page" },
		{ STR_INIT("div"), "a part of a web page" },
		{ STR_INIT("opml"), "a list of feeds (OPML)" },
		{ STR_INIT("urlset"), "a sitemap" },
		{ STR_INIT("sitemapindex"), "a sitemap" },
		{ STR_INIT("svg"), "a picture" },
		{ STR_INIT("rdf:RDF"), "RDF without a channel" },
		{ STR_INIT("entry"), "a single entry of Atom" },
	};

	if (r->root.at == NULL)
		return error_set(err, "no XML: %s",
		    r->wrong[0] != '\0' ? r->wrong : "it has no element");
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (str_eq_fold(r->root, known[i].root))
			return error_set(err, "%s, not a feed", known[i].what);
	return error_set(err, "XML with the root <%.*s>, not a feed",
	    (int)(r->root.len < 100 ? r->root.len : 100), r->root.at);
}

/* Is the root's end tag there, whatever the parser made of it? */
static bool has_end(const struct reader *r, struct str xml)
{
	for (size_t at = 0; (at = str_find(xml, STR("</"), at)) != STR_NONE;) {
		at += 2;
		if (str_starts(str_sub(xml, at, xml.len), r->root))
			return true;
	}
	return false;
}

static void complete(struct reader *r, struct str xml)
{
	struct feed *feed = r->feed;

	feed->cut = feed->cut || !(r->closed || has_end(r, xml));
	/* The last item has no end: what there is of it counts if only that is
	 * missing. */
	if (r->item_depth > 0 && !feed->cut) {
		if (r->text_depth > 0)
			finish_text(r);
		finish_item(r);
	}
	feed->title = r->whole.item.title;
	feed->home = r->whole.item.url;
	for (size_t i = 0; i < feed->items; i++) {
		struct feed_item *item = &feed->item[i];

		if (item->author.len == 0 && feed->kind == FEED_ATOM)
			item->author = r->whole.item.author;
		if (item->language.len == 0)
			item->language = r->whole.item.language;
	}
}

bool feed_read_xml(struct arena *arena, struct str text, struct str address,
    struct feed *ret_feed, struct error *err)
{
	struct reader r = { .arena = arena, .feed = ret_feed };
	struct strbuf xml;
	bool ok = true;

	r.level = ARENA_ARRAY(arena, LIMIT_SOURCE_FEED_DEPTH + 1, struct level);
	r.level[0].base = address;
	strbuf_init(&xml, text.len * 6 + KIB);
	strbuf_init(&r.text, LIMIT_SOURCE_FEED_TEXT);
	feed_mend_xml(&xml, text);
	parse(&r, strbuf_str(&xml));
	if (r.is_feed)
		complete(&r, strbuf_str(&xml));
	if (!r.is_feed || (ret_feed->kind == FEED_RDF && !r.has_channel &&
			      ret_feed->items == 0))
		ok = refuse(&r, err);
	else if (ret_feed->items == 0 && ret_feed->title.len == 0 &&
		 ret_feed->cut)
		ok = error_set(err, "broken XML: %s",
		    r.wrong[0] != '\0' ? r.wrong : "it stops at its beginning");
	strbuf_release(&r.text);
	strbuf_release(&xml);
	return ok;
}
