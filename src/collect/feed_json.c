/* JSON Feed 1.0 and 1.1. */
#include <jansson.h>

#include "base/limits.h"
#include "collect/feed_date.h"
#include "collect/feed_priv.h"

struct json_reader {
	struct arena *arena;
	struct str address;
	struct feed *feed;
	struct str author, language; /* of all items that have none */
};

static struct str text_of(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_string(value))
		return (struct str){ 0 };
	return (
	    struct str){ json_string_value(value), json_string_length(value) };
}

static struct str plain(
    struct json_reader *r, const json_t *object, const char *key, size_t max)
{
	return feed_text(r->arena, text_of(object, key), FEED_PLAIN, max);
}

static struct str url_of(
    struct json_reader *r, const json_t *object, const char *key)
{
	return feed_url(r->arena, r->address, text_of(object, key));
}

static void add_name(struct json_reader *r, struct strbuf *out, json_t *person)
{
	struct str name = plain(r, person, "name", LIMIT_SOURCE_FEED_NAME);

	if (name.len == 0 || out->len + name.len + 2 > out->max)
		return;
	if (out->len > 0)
		strbuf_lit(out, ", ");
	strbuf_add(out, name);
}

/* "authors" of 1.1, else "author" of 1.0. */
static struct str author_of(struct json_reader *r, const json_t *object)
{
	json_t *person;
	size_t i;
	struct strbuf names;
	struct str author = { 0 };

	strbuf_init(&names, LIMIT_SOURCE_FEED_NAME);
	json_array_foreach(json_object_get(object, "authors"), i, person)
	    add_name(r, &names, person);
	if (names.len == 0)
		add_name(r, &names, json_object_get(object, "author"));
	if (names.len > 0)
		author = arena_str(r->arena, strbuf_str(&names));
	strbuf_release(&names);
	return author;
}

/* A text, or a number as some programs write it. */
static struct str id_of(struct json_reader *r, const json_t *item)
{
	const json_t *id = json_object_get(item, "id");

	if (json_is_integer(id))
		return arena_printf(
		    r->arena, "%" JSON_INTEGER_FORMAT, json_integer_value(id));
	if (json_is_real(id))
		return arena_printf(r->arena, "%.17g", json_real_value(id));
	return plain(r, item, "id", LIMIT_SOURCE_FEED_ID);
}

static struct str summary_of(struct json_reader *r, const json_t *item)
{
	static const struct {
		const char *key;
		enum feed_markup markup;
	} keys[] = {
		{ "summary", FEED_PLAIN },
		{ "content_text", FEED_PLAIN },
		{ "content_html", FEED_HTML },
	};
	struct str text = { 0 };

	for (size_t i = 0; text.len == 0 && i < sizeof(keys) / sizeof(keys[0]);
	     i++)
		text = feed_text(r->arena, text_of(item, keys[i].key),
		    keys[i].markup, LIMIT_SOURCE_FEED_SUMMARY);
	return text;
}

static bool read_item(struct json_reader *r, const json_t *object)
{
	const json_t *attachment =
	    json_array_get(json_object_get(object, "attachments"), 0);
	struct feed_item item = {
		.title = plain(r, object, "title", LIMIT_PAGE_TITLE),
		.url = url_of(r, object, "url"),
		.id = id_of(r, object),
		.author = author_of(r, object),
		.summary = summary_of(r, object),
		.language =
		    plain(r, object, "language", LIMIT_SOURCE_FEED_LANGUAGE),
		.enclosure = url_of(r, attachment, "url"),
		.published = feed_date_read(text_of(object, "date_published")),
		.updated = feed_date_read(text_of(object, "date_modified")),
	};

	if (item.enclosure.len > 0)
		item.enclosure_type =
		    plain(r, attachment, "mime_type", LIMIT_SOURCE_FEED_NAME);
	if (item.url.len == 0)
		item.url = url_of(r, object, "external_url");
	if (item.url.len == 0)
		item.url = feed_absolute_url(r->arena, item.id);
	if (item.author.len == 0)
		item.author = r->author;
	if (item.language.len == 0)
		item.language = r->language;
	return feed_add_item(r->arena, r->feed, item);
}

static bool is_feed(const json_t *root)
{
	return json_is_array(json_object_get(root, "items")) &&
	       (str_contains_fold(
		    text_of(root, "version"), STR("jsonfeed.org/version/")) ||
		   json_is_string(json_object_get(root, "title")));
}

static void read_feed(struct json_reader *r, const json_t *root)
{
	json_t *item;
	size_t i;

	r->feed->kind = FEED_JSON;
	r->feed->title = plain(r, root, "title", LIMIT_PAGE_TITLE);
	r->feed->home = url_of(r, root, "home_page_url");
	r->author = author_of(r, root);
	r->language = plain(r, root, "language", LIMIT_SOURCE_FEED_LANGUAGE);
	json_array_foreach(json_object_get(root, "items"), i,
	    item) if (!read_item(r, item)) break;
}

bool feed_read_json(struct arena *arena, struct str text, struct str address,
    struct feed *ret_feed, struct error *err)
{
	struct json_reader r = {
		.arena = arena, .address = address, .feed = ret_feed
	};
	struct strbuf mended;
	json_error_t where;
	json_t *root;
	bool ok;

	strbuf_init(&mended, text.len + 1);
	feed_mend_json(&mended, text);
	root =
	    json_loadb(mended.buf, mended.len, JSON_DISABLE_EOF_CHECK, &where);
	strbuf_release(&mended);
	if (root == NULL)
		return error_set(err, "no JSON: %s at %d:%d", where.text,
		    where.line, where.column);
	ok = is_feed(root);
	if (ok)
		read_feed(&r, root);
	else
		error_set(err,
		    "JSON, but no JSON Feed: it has no \"version\" of "
		    "jsonfeed.org and \"items\"");
	json_decref(root);
	return ok;
}
