/*
 * Events in attributes of a page: microdata (HTML, 5) and RDFa Lite.  Both say
 * by other means what JSON-LD says, and are read as that.
 */
#include "base/json.h"
#include "base/limits.h"
#include "collect/page_events.h"
#include "collect/page_tree.h"

enum {
	DEPTH_MAX = 6, /* of items in one another: event, place, address */
	VALUES_MAX = 100,
	TEXT_MAX = 4000,
};

/* What the two call it. */
static const struct page_items {
	const char *scope, *type, *property;
} kinds[] = {
	{ "itemscope", "itemtype", "itemprop" },
	{ "typeof", "typeof", "property" },
};

/* Those that say something of an event, and whether there may be several; of
 * others the first counts. */
static const struct property {
	const char *name;
	bool many;
} properties[] = {
	{ "name", false },
	{ "url", false },
	{ "startDate", false },
	{ "endDate", false },
	{ "location", true },
	{ "address", true },
	{ "addressLocality", false },
	{ "addressRegion", false },
	{ "addressCountry", false },
	{ "eventStatus", false },
	{ "eventAttendanceMode", false },
	{ "organizer", true },
	{ "offers", true },
	{ "price", false },
	{ "isAccessibleForFree", false },
	{ "subEvent", true },
};

struct writer {
	struct arena *arena;
	const struct page_items *kind;
	struct json json;
	size_t values;
};

static bool is_item(const struct writer *w, const xmlNode *node)
{
	return page_tree_has(node, w->kind->scope);
}

/* Where elements keep what they stand for; else it is their text. */
static struct str value_of(struct writer *w, const xmlNode *node)
{
	static const struct {
		const char *tag, *attribute;
	} places[] = { { "a", "href" }, { "area", "href" }, { "link", "href" },
		{ "img", "src" }, { "iframe", "src" }, { "object", "data" },
		{ "data", "value" }, { "meter", "value" },
		{ "time", "datetime" } };

	if (page_tree_has(node, "content"))
		return page_tree_attribute(w->arena, node, "content");
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (page_tree_is(node, places[i].tag) &&
		    page_tree_has(node, places[i].attribute))
			return page_tree_attribute(
			    w->arena, node, places[i].attribute);
	return str_trim(page_tree_text(w->arena, node, TEXT_MAX));
}

static void add_item(struct writer *w, const xmlNode *item, int depth);

static void add_value(struct writer *w, const xmlNode *node, int depth)
{
	w->values++;
	if (is_item(w, node) && depth < DEPTH_MAX)
		add_item(w, node, depth + 1);
	else
		json_str(&w->json, value_of(w, node));
}

/* What is below an item of its own belongs to that. */
static const xmlNode *next_property(struct writer *w, const xmlNode *item,
    const xmlNode *node, const char *name)
{
	bool into = node == item || !is_item(w, node);

	while ((node = page_tree_next(node, item, into)) != NULL) {
		if (page_tree_has_word(w->arena, node, w->kind->property, name))
			return node;
		into = !is_item(w, node);
	}
	return NULL;
}

static void add_property(struct writer *w, const xmlNode *item,
    const struct property *property, int depth)
{
	const xmlNode *node = next_property(w, item, item, property->name);

	if (node == NULL)
		return;
	json_key(&w->json, property->name);
	if (!property->many) {
		add_value(w, node, depth);
		return;
	}
	json_array(&w->json);
	for (; node != NULL && w->values < VALUES_MAX;
	     node = next_property(w, item, node, property->name))
		add_value(w, node, depth);
	json_end(&w->json);
}

static void add_item(struct writer *w, const xmlNode *item, int depth)
{
	json_object(&w->json);
	json_member(&w->json, "@type",
	    page_tree_attribute(w->arena, item, w->kind->type));
	for (size_t i = 0; i < sizeof(properties) / sizeof(properties[0]); i++)
		add_property(w, item, &properties[i], depth);
	json_end(&w->json);
}

void page_events_of_items(struct arena *arena, const xmlNode *top,
    struct str address, struct page_events *events)
{
	struct strbuf out;

	strbuf_init(&out, LIMIT_SOURCE_PAGE);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct writer w = { .arena = arena, .kind = &kinds[i] };
		const xmlNode *node = top;

		for (; node != NULL; node = page_tree_next(node, top, true)) {
			if (!is_item(&w, node) ||
			    !page_events_is_type(page_tree_attribute(
				arena, node, kinds[i].type)))
				continue;
			strbuf_reset(&out);
			json_init(&w.json, &out);
			w.values = 0;
			add_item(&w, node, 0);
			if (!out.full)
				page_events_of_data(
				    arena, strbuf_str(&out), address, events);
		}
	}
	strbuf_release(&out);
}
