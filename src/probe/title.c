#include "probe/title.h"

#include <libxml/HTMLparser.h>
#include <string.h>

#include "base/decode.h"
#include "base/limits.h"
#include "base/text.h"

/* Enough for a title with blanks to collapse; the rest is cut anyway. */
#define RAW_MAX (16 * KIB)

/* What a page can be nested; libxml2 looks through all that is open for every
 * tag that closes nothing. */
enum { DEPTH_MAX = 500 };

struct finder {
	htmlParserCtxtPtr parser;
	struct strbuf title, card;
	bool in_title, seen;
	int pictures; /* <svg> around us: they have titles of their own */
	int depth;    /* elements that are open */
};

static bool is_named(const xmlChar *name, const char *wanted)
{
	return str_eq_fold(str_of((const char *)name), str_of(wanted));
}

/* The value of an attribute in a list of names and values, or "". */
static struct str attribute(const xmlChar **list, const char *wanted)
{
	for (; list != NULL && list[0] != NULL; list += 2)
		if (is_named(list[0], wanted) && list[1] != NULL)
			return str_of((const char *)list[1]);
	return STR("");
}

static void end_title(struct finder *f)
{
	f->in_title = false;
	if (str_trim(strbuf_str(&f->title)).len == 0)
		return;
	f->seen = true;
	xmlStopParser(f->parser);
}

static void on_start(void *data, const xmlChar *name, const xmlChar **list)
{
	struct finder *f = data;

	if (f->in_title)
		end_title(f);
	if (++f->depth > DEPTH_MAX)
		xmlStopParser(f->parser);
	if (f->seen)
		return;
	if (is_named(name, "svg"))
		f->pictures++;
	else if (is_named(name, "title") && f->pictures == 0)
		f->in_title = true;
	else if (is_named(name, "meta") && f->card.len == 0 &&
		 (str_eq_fold(attribute(list, "property"), STR("og:title")) ||
		     str_eq_fold(attribute(list, "name"), STR("og:title"))))
		strbuf_add(&f->card, attribute(list, "content"));
}

static void on_end(void *data, const xmlChar *name)
{
	struct finder *f = data;

	f->depth--;
	if (f->in_title)
		end_title(f);
	if (f->pictures > 0 && is_named(name, "svg"))
		f->pictures--;
}

static void on_text(void *data, const xmlChar *text, int len)
{
	struct finder *f = data;

	if (f->in_title && len > 0)
		strbuf_add(
		    &f->title, (struct str){ (const char *)text, (size_t)len });
	if (f->title.full)
		end_title(f);
}

/* Text to SAX, without a tree; whatever is wrong with it, in silence. */
static void parse(struct finder *f, struct str html)
{
	f->parser = htmlNewParserCtxt();
	if (f->parser == NULL)
		xout_of_memory(sizeof(*f));
	memset(f->parser->sax, 0, sizeof(*f->parser->sax));
	f->parser->sax->startElement = on_start;
	f->parser->sax->endElement = on_end;
	f->parser->sax->characters = on_text;
	f->parser->sax->cdataBlock = on_text;
	f->parser->userData = f;
	htmlCtxtReadMemory(f->parser, html.at, (int)html.len, NULL, "UTF-8",
	    HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
		HTML_PARSE_RECOVER | HTML_PARSE_IGNORE_ENC);
	if (f->parser->myDoc != NULL)
		xmlFreeDoc(f->parser->myDoc);
	htmlFreeParserCtxt(f->parser);
}

struct str title_find(
    struct arena *arena, struct str page, struct str content_type)
{
	struct finder f = { 0 };
	struct strbuf html;
	struct str title;

	page = str_sub(page, 0, LIMIT_PROBE_PAGE);
	strbuf_init(&html, LIMIT_PROBE_PAGE * 4);
	strbuf_init(&f.title, RAW_MAX);
	strbuf_init(&f.card, RAW_MAX);
	decode_page(&html, page, content_type);
	if (html.len > 0)
		parse(&f, strbuf_str(&html));
	title = text_line(arena, strbuf_str(&f.title), LIMIT_PAGE_TITLE);
	if (title.len == 0)
		title = text_line(arena, strbuf_str(&f.card), LIMIT_PAGE_TITLE);
	strbuf_release(&html);
	strbuf_release(&f.title);
	strbuf_release(&f.card);
	return title;
}

bool title_may_be_in(struct str content_type)
{
	struct str kind = str_trim(str_take(&content_type, ';'));

	return kind.len == 0 || str_eq_fold(kind, STR("text/html")) ||
	       str_eq_fold(kind, STR("application/xhtml+xml"));
}
