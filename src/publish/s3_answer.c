#include "publish/s3_answer.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"

/* NULL if it is no XML, or may have entities of its own. */
static xmlDocPtr parse(struct str xml)
{
	xmlDocPtr doc;

	if (xml.len == 0 || xml.len > LIMIT_SOURCE ||
	    str_find(xml, STR("<!DOCTYPE"), 0) != STR_NONE)
		return NULL;
	doc = xmlReadMemory(xml.at, (int)xml.len, NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
		XML_PARSE_NOCDATA);
	/* In UTF-16 and the like it is not seen before. */
	if (doc != NULL &&
	    (doc->intSubset != NULL || xmlDocGetRootElement(doc) == NULL)) {
		xmlFreeDoc(doc);
		return NULL;
	}
	return doc;
}

static bool is_called(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE &&
	       strcmp((const char *)node->name, name) == 0;
}

/* The text of the first child of that name; unset if there is none. */
static struct str text_of(
    struct arena *arena, const xmlNode *node, const char *name)
{
	for (const xmlNode *child = node->children; child != NULL;
	     child = child->next) {
		xmlChar *text;
		struct str kept;

		if (!is_called(child, name))
			continue;
		text = xmlNodeGetContent(child);
		if (text == NULL)
			continue;
		kept = arena_str(arena, str_of((const char *)text));
		xmlFree(text);
		return kept;
	}
	return (struct str){ 0 };
}

static struct str without_quotes(struct str etag)
{
	if (etag.len >= 2 && etag.at[0] == '"' && etag.at[etag.len - 1] == '"')
		return str_sub(etag, 1, etag.len - 1);
	return etag;
}

static void add_key(
    struct arena *arena, struct s3_list *list, const xmlNode *node)
{
	struct s3_key key = {
		.name = text_of(arena, node, "Key"),
		.etag = without_quotes(text_of(arena, node, "ETag")),
	};

	if (key.name.len == 0)
		return;
	if (!str_to_number(text_of(arena, node, "Size"), INT64_MAX, &key.size))
		key.size = UINT64_MAX;
	list->key = ARENA_GROW(arena, list->key, list->count);
	list->key[list->count++] = key;
}

/* What leads to the next page; false if there is one, and nothing does. */
static bool read_token(
    struct arena *arena, const xmlNode *root, struct str *ret_token)
{
	if (!str_eq(text_of(arena, root, "IsTruncated"), STR("true")))
		return true;
	*ret_token = text_of(arena, root, "NextContinuationToken");
	return ret_token->len > 0;
}

bool s3_list_read(struct arena *arena, struct str xml, struct s3_list *list,
    struct str *ret_token, struct error *err)
{
	xmlDocPtr doc = parse(xml);
	const xmlNode *root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;
	bool is_list = root != NULL && is_called(root, "ListBucketResult");
	bool is_whole;

	*ret_token = (struct str){ 0 };
	is_whole = is_list && read_token(arena, root, ret_token);
	for (const xmlNode *node = is_whole ? root->children : NULL;
	     node != NULL; node = node->next)
		if (is_called(node, "Contents"))
			add_key(arena, list, node);
	xmlFreeDoc(doc);
	if (is_list && !is_whole)
		return error_set(err, "its list of files goes on, and it does "
				      "not say where");
	return is_list ||
	       error_set(err, "it answered with no list of files: is "
			      "the address that of an S3 store?");
}

static int compare(const void *a, const void *b)
{
	return str_cmp(
	    ((const struct s3_key *)a)->name, ((const struct s3_key *)b)->name);
}

void s3_list_sort(struct s3_list *list)
{
	if (list->count > 0)
		qsort(list->key, list->count, sizeof(*list->key), compare);
}

const struct s3_key *s3_list_find(const struct s3_list *list, struct str name)
{
	const struct s3_key key = { .name = name };

	return list->count > 0 ? bsearch(&key, list->key, list->count,
				     sizeof(*list->key), compare)
			       : NULL;
}

bool s3_key_holds(const struct s3_key *key, struct str data)
{
	unsigned char md5[EVP_MAX_MD_SIZE];
	unsigned int size = 0;
	char hex[2 * EVP_MAX_MD_SIZE];

	if (key->size != data.len ||
	    EVP_Digest(data.at, data.len, md5, &size, EVP_md5(), NULL) != 1)
		return false;
	hex_write(md5, size, hex);
	return str_eq_fold(key->etag, (struct str){ hex, 2 * (size_t)size });
}

struct s3_error s3_error_read(struct arena *arena, struct str xml)
{
	xmlDocPtr doc = parse(xml);
	const xmlNode *root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;
	struct s3_error e = { .code = { 0 } };

	if (root != NULL && is_called(root, "Error")) {
		e.code = text_clean(arena, text_of(arena, root, "Code"));
		e.message = text_clean(arena, text_of(arena, root, "Message"));
	}
	xmlFreeDoc(doc);
	return e;
}
