#include "base/html_sax.h"

#include <libxml/HTMLparser.h>

#include "base/arena.h"

enum { DEPTH_MAX = 500 };

static void on_start(void *data, const xmlChar *name, const xmlChar **list)
{
	struct html_sax *sax = data;

	if (++sax->depth > DEPTH_MAX)
		html_sax_stop(sax);
	if (sax->start != NULL)
		sax->start(sax->data, str_of((const char *)name), list);
}

static void on_end(void *data, const xmlChar *name)
{
	struct html_sax *sax = data;

	if (sax->end != NULL)
		sax->end(sax->data, str_of((const char *)name));
	sax->depth--;
}

static void on_text(void *data, const xmlChar *text, int len)
{
	const struct html_sax *sax = data;

	if (len > 0)
		sax->text(
		    sax->data, (struct str){ (const char *)text, (size_t)len });
}

void html_sax_read(struct html_sax *sax, struct str html)
{
	htmlParserCtxtPtr parser = htmlNewParserCtxt();

	if (parser == NULL)
		xout_of_memory(html.len);
	memset(parser->sax, 0, sizeof(*parser->sax));
	parser->sax->startElement = on_start;
	parser->sax->endElement = on_end;
	if (sax->text != NULL) {
		parser->sax->characters = on_text;
		parser->sax->cdataBlock = on_text;
	}
	parser->userData = sax;
	sax->parser = parser;
	sax->depth = 0;
	htmlCtxtReadMemory(parser, html.at, (int)html.len, NULL, "UTF-8",
	    HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
		HTML_PARSE_RECOVER | HTML_PARSE_IGNORE_ENC);
	if (parser->myDoc != NULL)
		xmlFreeDoc(parser->myDoc);
	htmlFreeParserCtxt(parser);
	sax->parser = NULL;
}

void html_sax_stop(struct html_sax *sax)
{
	xmlStopParser(sax->parser);
}

struct str html_attribute(html_attributes list, const char *name)
{
	for (; list != NULL && list[0] != NULL; list += 2)
		if (str_eq_fold(str_of((const char *)list[0]), str_of(name)) &&
		    list[1] != NULL)
			return str_trim(str_of((const char *)list[1]));
	return STR("");
}

bool html_is_type(struct str content_type)
{
	struct str type = str_trim(str_take(&content_type, ';'));

	return type.len == 0 || str_eq_fold(type, STR("text/html")) ||
	       str_eq_fold(type, STR("application/xhtml+xml"));
}
