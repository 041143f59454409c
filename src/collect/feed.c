#include "collect/feed.h"

#include "base/decode.h"
#include "base/limits.h"
#include "base/text.h"
#include "collect/feed_priv.h"

const char *feed_kind_name(enum feed_kind kind)
{
	static const char *const names[] = {
		[FEED_RSS] = "RSS",
		[FEED_RDF] = "RSS 1.0",
		[FEED_ATOM] = "Atom",
		[FEED_JSON] = "JSON Feed",
	};

	return names[kind];
}

bool feed_add_item(
    struct arena *arena, struct feed *feed, struct feed_item item)
{
	if (item.title.len == 0 && item.url.len == 0 && item.id.len == 0 &&
	    item.summary.len == 0)
		return true;
	if (feed->items == LIMIT_SOURCE_FEED_ITEMS) {
		feed->cut = true;
		return false;
	}
	if (item.id.len == 0)
		item.id = item.url;
	feed->item = ARENA_GROW(arena, feed->item, feed->items);
	feed->item[feed->items++] = item;
	return true;
}

/* Answers that are no feed, by their first bytes. */
static bool refuse(struct str text, struct error *err)
{
	static const struct {
		struct str start;
		const char *what;
	} known[] = {
		{ STR_INIT("<!doctype html"), "a web page, not a feed" },
		{ STR_INIT("%PDF-"), "a PDF, not a feed" },
		{ STR_INIT("PK\x03\x04"), "a ZIP archive, not a feed" },
		{ STR_INIT("\x1f\x8b"), "compressed data, not a feed" },
		{ STR_INIT("\x89PNG"), "a picture, not a feed" },
		{ STR_INIT("GIF8"), "a picture, not a feed" },
		{ STR_INIT("\xff\xd8\xff"), "a picture, not a feed" },
		{ STR_INIT("BEGIN:VCALENDAR"), "a calendar, not a feed" },
	};

	if (text.len == 0)
		return error_set(err, "an empty answer, not a feed");
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (str_starts_fold(text, known[i].start))
			return error_set(err, "%s", known[i].what);
	return true;
}

bool feed_read(struct arena *arena, const struct feed_answer *answer,
    struct feed *ret_feed, struct error *err)
{
	struct feed feed = { 0 };
	struct strbuf decoded;
	struct str text;
	bool ok;

	if (!refuse(str_trim(answer->body), err))
		return false;
	strbuf_init(&decoded, LIMIT_SOURCE_FEED * 4);
	decode_document(&decoded, str_sub(answer->body, 0, LIMIT_SOURCE_FEED),
	    answer->content_type);
	text = str_trim_right(strbuf_str(&decoded));
	if (str_trim(text).len == 0)
		ok = error_set(err, "an empty answer, not a feed");
	else if (str_trim_left(text).at[0] == '{' ||
		 str_trim_left(text).at[0] == '[')
		ok = feed_read_json(arena, text, answer->address, &feed, err);
	else if (str_find_char(text, '<', 0) == STR_NONE)
		ok = error_set(err, "plain text, not a feed");
	else
		ok = feed_read_xml(arena, text, answer->address, &feed, err);
	strbuf_release(&decoded);
	feed.cut = feed.cut || answer->body.len > LIMIT_SOURCE_FEED;
	if (ok)
		*ret_feed = feed;
	return ok;
}
