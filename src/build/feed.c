#include "build/feed.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/xml.h"

/* Dates. */

static void add_two_digits(struct strbuf *out, int value)
{
	strbuf_printf(out, "%02d", value);
}

static void add_time(struct strbuf *out, int minutes)
{
	add_two_digits(out, minutes / 60);
	strbuf_add_char(out, ':');
	add_two_digits(out, minutes % 60);
}

void moment_add_rfc3339(struct strbuf *out, struct moment m)
{
	date_add_iso(out, m.date);
	strbuf_add_char(out, 'T');
	add_time(out, m.minutes);
	strbuf_lit(out, ":00");
	if (m.offset == 0) {
		strbuf_add_char(out, 'Z');
		return;
	}
	strbuf_add_char(out, m.offset < 0 ? '-' : '+');
	add_time(out, abs(m.offset));
}

void moment_add_rfc822(struct strbuf *out, struct moment m)
{
	strbuf_add(out, str_sub(date_weekday_name(date_weekday(m.date)), 0, 3));
	strbuf_printf(out, ", %02d ", m.date.day);
	strbuf_add(out, str_sub(date_month_name(m.date.month), 0, 3));
	strbuf_printf(out, " %04d ", m.date.year);
	add_time(out, m.minutes);
	strbuf_lit(out, ":00 ");
	strbuf_add_char(out, m.offset < 0 ? '-' : '+');
	add_two_digits(out, abs(m.offset) / 60);
	add_two_digits(out, abs(m.offset) % 60);
}

/* The newest change of all entries; false if there are none. */
static bool last_update(const struct feed *feed, struct moment *ret_moment)
{
	int64_t newest = INT64_MIN;

	for (size_t i = 0; i < feed->entries; i++) {
		struct moment m = feed->entry[i].updated;
		int64_t minutes = (int64_t)date_to_days(m.date) * 24 * 60 +
				  m.minutes - m.offset;

		if (minutes > newest) {
			newest = minutes;
			*ret_moment = m;
		}
	}
	return feed->entries > 0;
}

/* XML.  Elements that are alone on a line; `indent` in blanks. */

static void open_element(struct strbuf *out, int indent, const char *name)
{
	strbuf_add_repeat(out, ' ', (size_t)indent);
	strbuf_add_char(out, '<');
	strbuf_add_cstr(out, name);
}

static void close_element(struct strbuf *out, const char *name)
{
	strbuf_lit(out, "</");
	strbuf_add_cstr(out, name);
	strbuf_lit(out, ">\n");
}

/* Nothing if the text is missing. */
static void add_element(
    struct strbuf *out, int indent, const char *name, struct str text)
{
	if (text.at == NULL)
		return;
	open_element(out, indent, name);
	strbuf_add_char(out, '>');
	xml_add_text(out, text);
	close_element(out, name);
}

static void add_attribute(
    struct strbuf *out, const char *name, struct str value)
{
	strbuf_add_char(out, ' ');
	strbuf_add_cstr(out, name);
	strbuf_lit(out, "=\"");
	xml_add_attribute(out, value);
	strbuf_add_char(out, '"');
}

typedef void add_moment(struct strbuf *out, struct moment m);

static void add_date(struct strbuf *out, int indent, const char *name,
    add_moment *add, struct moment m)
{
	if (!date_is_set(m.date))
		return;
	open_element(out, indent, name);
	strbuf_add_char(out, '>');
	add(out, m);
	close_element(out, name);
}

/* Atom. */

static void add_atom_link(struct strbuf *out, int indent, struct str rel,
    struct str type, struct str url)
{
	if (url.at == NULL)
		return;
	open_element(out, indent, "link");
	add_attribute(out, "rel", rel);
	add_attribute(out, "type", type);
	strbuf_lit(out, " href=\"");
	xml_add_url(out, url);
	strbuf_lit(out, "\"/>\n");
}

static void add_atom_author(struct strbuf *out, int indent, struct str name)
{
	if (name.at == NULL)
		return;
	open_element(out, indent, "author");
	strbuf_lit(out, ">\n");
	add_element(out, indent + 1, "name", name);
	strbuf_add_repeat(out, ' ', (size_t)indent);
	close_element(out, "author");
}

static void add_atom_text(
    struct strbuf *out, const char *name, struct str type, struct str text)
{
	if (text.at == NULL)
		return;
	open_element(out, 2, name);
	add_attribute(out, "type", type);
	strbuf_add_char(out, '>');
	xml_add_text(out, text);
	close_element(out, name);
}

static void add_atom_entry(struct strbuf *out, const struct feed_entry *e)
{
	strbuf_lit(out, " <entry>\n");
	add_element(out, 2, "id", e->id);
	add_element(out, 2, "title", e->title);
	add_atom_link(out, 2, STR("alternate"), STR("text/html"), e->url);
	add_date(out, 2, "published", moment_add_rfc3339, e->published);
	add_date(out, 2, "updated", moment_add_rfc3339, e->updated);
	for (size_t i = 0; i < e->authors; i++)
		add_atom_author(out, 2, e->author[i]);
	for (size_t i = 0; i < e->categories; i++) {
		open_element(out, 2, "category");
		add_attribute(out, "term", e->category[i]);
		strbuf_lit(out, "/>\n");
	}
	add_atom_text(out, "summary", STR("text"), e->summary);
	add_atom_text(out, "content", STR("html"), e->html);
	strbuf_lit(out, " </entry>\n");
}

void feed_add_atom(struct strbuf *out, const struct feed *feed)
{
	struct moment updated = feed->updated;

	/* An element that must be there. */
	if (!last_update(feed, &updated) && !date_is_set(updated.date))
		updated.date = (struct date){ 1970, 1, 1 };
	strbuf_lit(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
			"<feed xmlns=\"http://www.w3.org/2005/Atom\"");
	if (feed->language.at != NULL)
		add_attribute(out, "xml:lang", feed->language);
	strbuf_lit(out, ">\n");
	add_element(out, 1, "id", feed->id);
	add_element(out, 1, "title", feed->title);
	add_element(out, 1, "subtitle", feed->description);
	add_atom_link(
	    out, 1, STR("alternate"), STR("text/html"), feed->address);
	add_atom_link(
	    out, 1, STR("self"), STR("application/atom+xml"), feed->self);
	add_element(out, 1, "icon", feed->icon);
	add_date(out, 1, "updated", moment_add_rfc3339, updated);
	/* Atom wants an author: of the feed, or of each entry. */
	add_atom_author(
	    out, 1, feed->author.at != NULL ? feed->author : feed->title);
	for (size_t i = 0; i < feed->entries; i++)
		add_atom_entry(out, &feed->entry[i]);
	strbuf_lit(out, "</feed>\n");
}

/* RSS. */

static void add_rss_authors(
    struct strbuf *out, const struct feed *feed, const struct feed_entry *e)
{
	if (e->authors == 0)
		add_element(out, 3, "dc:creator", feed->author);
	for (size_t i = 0; i < e->authors; i++)
		add_element(out, 3, "dc:creator", e->author[i]);
}

static void add_rss_url(
    struct strbuf *out, int indent, const char *name, struct str url)
{
	if (url.at == NULL)
		return;
	open_element(out, indent, name);
	strbuf_add_char(out, '>');
	xml_add_url(out, url);
	close_element(out, name);
}

/* Readers take a description for HTML, so that plain text is escaped twice. */
static void add_plain_as_html(
    struct strbuf *out, int indent, const char *name, struct str plain)
{
	struct strbuf html;

	strbuf_init(&html, plain.len * 6); /* the longest escape */
	xml_add_text(&html, plain);
	add_element(out, indent, name, strbuf_str(&html));
	strbuf_release(&html);
}

static void add_rss_item(
    struct strbuf *out, const struct feed *feed, const struct feed_entry *e)
{
	/* content:encoded needs a description beside it to be valid. */
	struct str summary = e->summary.at != NULL ? e->summary : e->title;

	strbuf_lit(out, "  <item>\n");
	add_element(out, 3, "title", e->title);
	add_rss_url(out, 3, "link", e->url);
	if (e->id.at != NULL) {
		open_element(out, 3, "guid");
		add_attribute(out, "isPermaLink",
		    str_eq(e->id, e->url) ? STR("true") : STR("false"));
		strbuf_add_char(out, '>');
		xml_add_text(out, e->id);
		close_element(out, "guid");
	}
	add_date(out, 3, "pubDate", moment_add_rfc822, e->published);
	add_rss_authors(out, feed, e);
	for (size_t i = 0; i < e->categories; i++)
		add_element(out, 3, "category", e->category[i]);
	add_plain_as_html(out, 3, "description", summary);
	add_element(out, 3, "content:encoded", e->html);
	strbuf_lit(out, "  </item>\n");
}

static void add_rss_image(struct strbuf *out, const struct feed *feed)
{
	if (feed->icon.at == NULL)
		return;
	strbuf_lit(out, "  <image>\n");
	add_rss_url(out, 3, "url", feed->icon);
	add_element(out, 3, "title", feed->title);
	add_rss_url(out, 3, "link", feed->address);
	strbuf_lit(out, "  </image>\n");
}

void feed_add_rss(struct strbuf *out, const struct feed *feed)
{
	struct str description =
	    feed->description.at != NULL ? feed->description : feed->title;
	struct moment updated;

	strbuf_lit(out,
	    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
	    "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\""
	    " xmlns:content=\"http://purl.org/rss/1.0/modules/content/\""
	    " xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n <channel>\n");
	add_element(out, 2, "title", feed->title);
	add_rss_url(out, 2, "link", feed->address);
	add_plain_as_html(out, 2, "description", description);
	add_element(out, 2, "language", feed->language);
	if (last_update(feed, &updated))
		add_date(out, 2, "lastBuildDate", moment_add_rfc822, updated);
	add_rss_image(out, feed);
	if (feed->self.at != NULL) {
		open_element(out, 2,
		    "atom:link rel=\"self\" "
		    "type=\"application/rss+xml\" href=\"");
		xml_add_url(out, feed->self);
		strbuf_lit(out, "\"/>\n");
	}
	for (size_t i = 0; i < feed->entries; i++)
		add_rss_item(out, feed, &feed->entry[i]);
	strbuf_lit(out, " </channel>\n</rss>\n");
}

/* JSON Feed. */

/* Nothing if the text is missing. */
static void add_member(struct json *j, const char *key, struct str value)
{
	if (value.at != NULL)
		json_member(j, key, value);
}

static void add_json_date(struct json *j, const char *key, struct moment m)
{
	struct strbuf text;

	if (!date_is_set(m.date))
		return;
	strbuf_init(&text, 64);
	moment_add_rfc3339(&text, m);
	json_member(j, key, strbuf_str(&text));
	strbuf_release(&text);
}

static void add_json_authors(
    struct json *j, const struct str *author, size_t authors)
{
	if (authors == 0)
		return;
	json_key(j, "authors");
	json_array(j);
	for (size_t i = 0; i < authors; i++) {
		json_object(j);
		json_member(j, "name", author[i]);
		json_end(j);
	}
	json_end(j);
}

static void add_json_item(struct json *j, const struct feed_entry *e)
{
	json_object(j);
	json_member(j, "id", e->id);
	add_member(j, "url", e->url);
	add_member(j, "title", e->title);
	add_member(j, "summary", e->summary);
	/* One of the two contents must be there. */
	if (e->html.at != NULL)
		json_member(j, "content_html", e->html);
	else
		json_member(j, "content_text",
		    e->summary.at != NULL ? e->summary : STR(""));
	add_json_date(j, "date_published", e->published);
	add_json_date(j, "date_modified", e->updated);
	add_json_authors(j, e->author, e->authors);
	if (e->categories > 0) {
		json_key(j, "tags");
		json_array(j);
		for (size_t i = 0; i < e->categories; i++)
			json_str(j, e->category[i]);
		json_end(j);
	}
	json_end(j);
}

void feed_add_json(struct strbuf *out, const struct feed *feed)
{
	struct json j;

	json_init(&j, out);
	json_object(&j);
	json_member(&j, "version", STR("https://jsonfeed.org/version/1.1"));
	json_member(&j, "title", feed->title);
	add_member(&j, "home_page_url", feed->address);
	add_member(&j, "feed_url", feed->self);
	add_member(&j, "description", feed->description);
	add_member(&j, "icon", feed->icon);
	add_member(&j, "language", feed->language);
	add_json_authors(&j, &feed->author, feed->author.at != NULL);
	json_key(&j, "items");
	json_array(&j);
	for (size_t i = 0; i < feed->entries; i++)
		add_json_item(&j, &feed->entry[i]);
	json_end(&j);
	json_end(&j);
	strbuf_add_char(out, '\n');
}
