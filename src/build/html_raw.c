#include "build/html_raw.h"

#include "base/limits.h"
#include "base/url.h"
#include "base/xml.h"
#include "model/md_html.h"

enum attribute_kind { ATTRIBUTE_TEXT, ATTRIBUTE_URL, ATTRIBUTE_FLAG };

static const struct {
	struct str name;
	enum attribute_kind kind;
} attributes[] = {
	{ STR_INIT("alt"), ATTRIBUTE_TEXT },
	{ STR_INIT("cite"), ATTRIBUTE_URL },
	{ STR_INIT("colspan"), ATTRIBUTE_TEXT },
	{ STR_INIT("datetime"), ATTRIBUTE_TEXT },
	{ STR_INIT("dir"), ATTRIBUTE_TEXT },
	{ STR_INIT("height"), ATTRIBUTE_TEXT },
	{ STR_INIT("href"), ATTRIBUTE_URL },
	{ STR_INIT("lang"), ATTRIBUTE_TEXT },
	{ STR_INIT("open"), ATTRIBUTE_FLAG },
	{ STR_INIT("rowspan"), ATTRIBUTE_TEXT },
	{ STR_INIT("src"), ATTRIBUTE_URL },
	{ STR_INIT("start"), ATTRIBUTE_TEXT },
	{ STR_INIT("title"), ATTRIBUTE_TEXT },
	{ STR_INIT("width"), ATTRIBUTE_TEXT },
};

/* The element of a name, or -1. */
static int attribute_of(struct str name)
{
	for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++)
		if (str_eq_fold(attributes[i].name, name))
			return (int)i;
	return -1;
}

static void add_attribute(struct html *h, struct str name, struct str value)
{
	int index = attribute_of(name);
	enum attribute_kind kind;

	if (index < 0)
		return;
	kind = attributes[index].kind;
	value = md_decode(h->arena, value);
	if (kind == ATTRIBUTE_URL && !url_scheme_is_safe(value))
		return;
	strbuf_add_char(h->out, ' ');
	strbuf_add(h->out, attributes[index].name);
	if (kind == ATTRIBUTE_FLAG)
		return;
	strbuf_lit(h->out, "=\"");
	if (kind == ATTRIBUTE_URL) {
		if (h->base.at != NULL)
			value = url_join(h->arena, h->base, value);
		xml_add_url(h->out, value);
	} else {
		xml_add_attribute(h->out, value);
	}
	strbuf_add_char(h->out, '"');
}

static void add_lower(struct strbuf *out, struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		strbuf_add_char(out, char_lower(s.at[i]));
}

static void add_start_tag(struct html *h, const struct md_tag *tag)
{
	struct str rest = tag->attributes, name, value, seen[16];
	size_t count = 0;
	bool alt = false;

	strbuf_add_char(h->out, '<');
	add_lower(h->out, tag->name);
	while (count < 16 && md_attribute_next(&rest, &name, &value)) {
		bool twice = false;

		for (size_t i = 0; i < count; i++)
			twice = twice || str_eq_fold(seen[i], name);
		seen[count++] = name;
		alt = alt || str_eq_fold(name, STR("alt"));
		if (!twice)
			add_attribute(h, name, value);
	}
	if (str_eq_fold(tag->name, STR("img")))
		strbuf_add(h->out, alt ? STR("") : STR(" alt=\"\""));
	if (h->medium == HTML_WEB && str_eq_fold(tag->name, STR("img")))
		strbuf_lit(h->out, " loading=\"lazy\"");
	strbuf_add_char(h->out, '>');
}

static void add_end_tag(struct html *h, struct str name)
{
	strbuf_lit(h->out, "</");
	add_lower(h->out, name);
	strbuf_add_char(h->out, '>');
}

bool html_passage(enum html_medium medium, struct str comment, bool hidden)
{
	static const struct {
		struct str begin, end;
	} passages[] = {
		[HTML_WEB] = { STR_INIT("web"), STR_INIT("/web") },
		[HTML_MAIL] = { STR_INIT("mail"), STR_INIT("/mail") },
	};
	struct str text = str_trim(str_sub(comment, 4, comment.len - 3));
	enum html_medium other = medium == HTML_WEB ? HTML_MAIL : HTML_WEB;

	if (str_eq_fold(text, passages[other].begin))
		return true;
	return hidden && !str_eq_fold(text, passages[other].end);
}

static void take_comment(struct html *h, struct str comment)
{
	h->hidden = html_passage(h->medium, comment, h->hidden);
}

bool html_removes(const struct md_tag *tag, struct str *removed)
{
	if (removed->at != NULL) {
		if (tag->closing && str_eq_fold(tag->name, *removed))
			*removed = (struct str){ NULL, 0 };
		return true;
	}
	if (tag->kind != MD_TAG_REMOVED)
		return false;
	if (!tag->closing && !str_ends(tag->attributes, STR("/")) &&
	    !str_eq_fold(tag->name, STR("link")) &&
	    !str_eq_fold(tag->name, STR("meta")) &&
	    !str_eq_fold(tag->name, STR("embed")))
		*removed = tag->name;
	return true;
}

/* Tags inside text come in pairs (md_settle_html); an end tag is printed if
 * its start tag was. */
static void take_inline_tag(struct html *h, const struct md_tag *tag)
{
	bool shown = !html_is_hidden(h);

	if (tag->kind == MD_TAG_VOID) {
		if (shown && !tag->closing)
			add_start_tag(h, tag);
		return;
	}
	if (!tag->closing) {
		if (h->inside == HTML_OPEN_MAX)
			return;
		h->shown[h->inside++] = shown;
		if (shown)
			add_start_tag(h, tag);
	} else if (h->inside > 0 && h->shown[--h->inside]) {
		add_end_tag(h, tag->name);
	}
}

void html_add_raw(struct html *h, struct str raw)
{
	struct md_tag tag;

	if (md_comment_length(raw) > 0)
		take_comment(h, raw);
	else if (md_tag_read(raw, &tag) && !html_removes(&tag, &h->removed) &&
		 tag.kind != MD_TAG_DROPPED)
		take_inline_tag(h, &tag);
}

void html_close_raw(struct html *h, size_t opened)
{
	while (h->opened > opened) {
		h->opened--;
		add_end_tag(h, h->open[h->opened].name);
	}
}

/* An end tag of a block closes all that was opened inside it; one that has
 * nothing to close vanishes. */
static void take_end_tag(struct html *h, struct str name)
{
	for (size_t i = h->opened; i-- > h->floor;)
		if (str_eq_fold(h->open[i].name, name)) {
			html_close_raw(h, i);
			return;
		}
}

static void take_block_tag(struct html *h, const struct md_tag *tag)
{
	if (tag->closing) {
		take_end_tag(h, tag->name);
		return;
	}
	if (tag->kind == MD_TAG_VOID) {
		add_start_tag(h, tag);
		return;
	}
	if (h->opened == HTML_OPEN_MAX)
		return;
	add_start_tag(h, tag);
	h->open[h->opened++].name = tag->name;
}

/* Text between tags; the entities that it has are kept. */
static void add_raw_text(struct html *h, struct str text)
{
	if (!html_is_hidden(h))
		xml_add_text(h->out, md_decode(h->arena, text));
}

/* Bytes of raw HTML that are one thing: a comment, a tag, or text. */
static size_t take_piece(struct html *h, struct str raw)
{
	size_t len = md_comment_length(raw), end;
	struct md_tag tag;

	if (len > 0) {
		take_comment(h, str_sub(raw, 0, len));
		return len;
	}
	if (md_tag_read(raw, &tag) && tag.kind != MD_TAG_NONE) {
		if (!html_removes(&tag, &h->removed) && !html_is_hidden(h) &&
		    tag.kind != MD_TAG_DROPPED)
			take_block_tag(h, &tag);
		return tag.len;
	}
	end = str_find_char(raw, '<', 1);
	if (end == STR_NONE)
		end = raw.len;
	add_raw_text(h, str_sub(raw, 0, end));
	return end;
}

/* Of these the end tag may be left out; they must not stay open around what
 * follows. */
static bool ends_with_block(struct str name)
{
	static const struct str names[] = { STR_INIT("p"), STR_INIT("li"),
		STR_INIT("td"), STR_INIT("th"), STR_INIT("tr"), STR_INIT("dt"),
		STR_INIT("dd") };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_eq_fold(names[i], name))
			return true;
	return false;
}

void html_add_raw_block(struct html *h, const struct md_node *node)
{
	struct strbuf all;
	struct str raw;

	strbuf_init(&all, LIMIT_ISSUE_FILE);
	MD_EACH_CHILD (line, node)
		strbuf_add(&all, line->text);
	raw = arena_str(h->arena, strbuf_str(&all));
	strbuf_release(&all);
	while (raw.len > 0)
		raw = str_sub(raw, take_piece(h, raw), raw.len);
	while (h->opened > h->floor &&
	       ends_with_block(h->open[h->opened - 1].name))
		html_close_raw(h, h->opened - 1);
	/* A script that does not end would hide the rest of the issue. */
	h->removed = (struct str){ NULL, 0 };
}
