#include "collect/page_tree.h"

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>

#include "base/decode.h"
#include "base/limits.h"

enum { DEPTH_MAX = 500 /* see feed_discover.c */ };

static void on_start(void *data, const xmlChar *name, const xmlChar **list)
{
	htmlParserCtxtPtr parser = data;

	if (parser->nameNr > DEPTH_MAX)
		xmlStopParser(parser);
	else
		xmlSAX2StartElement(data, name, list);
}

static xmlDocPtr parse(struct str html)
{
	htmlParserCtxtPtr parser = htmlNewParserCtxt();
	xmlDocPtr tree;

	if (parser == NULL)
		xout_of_memory(html.len);
	parser->sax->startElement = on_start;
	tree = htmlCtxtReadMemory(parser, html.at, (int)html.len, NULL, "UTF-8",
	    HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
		HTML_PARSE_RECOVER | HTML_PARSE_IGNORE_ENC);
	if (tree == NULL)
		tree = parser->myDoc;
	htmlFreeParserCtxt(parser);
	return tree;
}

xmlDocPtr page_tree_parse(const struct answer *page)
{
	xmlDocPtr tree = NULL;
	struct strbuf html;

	strbuf_init(&html, LIMIT_SOURCE_PAGE * 4);
	decode_page(&html, str_sub(page->body, 0, LIMIT_SOURCE_PAGE),
	    page->content_type);
	if (html.len > 0)
		tree = parse(strbuf_str(&html));
	strbuf_release(&html);
	return tree;
}

const xmlNode *page_tree_next(
    const xmlNode *node, const xmlNode *top, bool into)
{
	if (into && node->children != NULL)
		return node->children;
	while (node != top && node->next == NULL)
		node = node->parent;
	return node != top ? node->next : NULL;
}

bool page_tree_is(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE &&
	       str_eq_fold(str_of((const char *)node->name), str_of(name));
}

bool page_tree_has(const xmlNode *node, const char *attribute)
{
	return node->type == XML_ELEMENT_NODE && node->properties != NULL &&
	       xmlHasProp((xmlNode *)(uintptr_t)node,
		   (const xmlChar *)attribute) != NULL;
}

struct str page_tree_attribute(
    struct arena *arena, const xmlNode *node, const char *name)
{
	xmlChar *value =
	    xmlGetProp((xmlNode *)(uintptr_t)node, (const xmlChar *)name);
	struct str text = { NULL, 0 };

	if (value != NULL)
		text = arena_str(arena, str_trim(str_of((const char *)value)));
	xmlFree(value);
	return text;
}

bool page_tree_has_word(struct arena *arena, const xmlNode *node,
    const char *attribute, const char *word)
{
	struct str words;

	if (!page_tree_has(node, attribute))
		return false;
	words = page_tree_attribute(arena, node, attribute);
	while (words.len > 0) {
		size_t end = 0;

		words = str_trim_left(words);
		while (end < words.len && !char_is_space(words.at[end]))
			end++;
		if (str_eq(str_sub(words, 0, end), str_of(word)))
			return true;
		words = str_sub(words, end, words.len);
	}
	return false;
}

struct str page_tree_text(struct arena *arena, const xmlNode *node, size_t max)
{
	xmlChar *value = xmlNodeGetContent((xmlNode *)(uintptr_t)node);
	struct str text = { NULL, 0 };

	if (value != NULL)
		text = arena_str(
		    arena, str_sub(str_of((const char *)value), 0, max));
	xmlFree(value);
	return text;
}
