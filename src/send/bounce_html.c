/* The text of a notice that comes as HTML only.  No parser: what is lost are
 * only words, and no word leads to anything but a guess. */
#include "send/bounce_priv.h"

static const struct {
	struct str name;
	char c;
} entities[] = {
	{ STR_INIT("lt"), '<' },
	{ STR_INIT("gt"), '>' },
	{ STR_INIT("amp"), '&' },
	{ STR_INIT("quot"), '"' },
	{ STR_INIT("apos"), '\'' },
	{ STR_INIT("nbsp"), ' ' },
	{ STR_INIT("#39"), '\'' },
	{ STR_INIT("#64"), '@' },
	{ STR_INIT("#160"), ' ' },
};

/* Elements that end a line, by how their names begin. */
static const char *const blocks[] = { "br", "p", "div", "tr", "td", "li", "h1",
	"h2", "h3", "hr", "pre", "table", "ul" };

static bool ends_line(struct str tag)
{
	size_t len = 0;

	if (tag.len > 0 && tag.at[0] == '/')
		tag = str_sub(tag, 1, tag.len);
	while (len < tag.len && char_is_alnum(tag.at[len]))
		len++;
	tag.len = len;
	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++)
		if (str_eq_fold(tag, str_of(blocks[i])))
			return true;
	return false;
}

/* Add what stands at html[at], an '&', stands for; returns how long it is. */
static size_t add_entity(struct strbuf *out, struct str html, size_t at)
{
	for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
		struct str name = entities[i].name;

		if (str_starts(str_sub(html, at + 1, html.len), name) &&
		    at + 1 + name.len < html.len &&
		    html.at[at + 1 + name.len] == ';') {
			strbuf_add_char(out, entities[i].c);
			return name.len + 2;
		}
	}
	strbuf_add_char(out, '&');
	return 1;
}

/* The end of what begins with '<' at `at`; of style and script, of all. */
static size_t skip_tag(struct str html, size_t at)
{
	static const struct {
		struct str start, end;
	} hidden[] = {
		{ STR_INIT("<style"), STR_INIT("</style") },
		{ STR_INIT("<script"), STR_INIT("</script") },
		{ STR_INIT("<!--"), STR_INIT("-->") },
	};
	struct str rest = str_sub(html, at, html.len);
	size_t end;

	for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
		if (str_starts_fold(rest, hidden[i].start)) {
			end = str_find(html, hidden[i].end, at);
			at = end == STR_NONE ? html.len : end;
		}
	end = str_find_char(html, '>', at);
	return end == STR_NONE ? html.len : end + 1;
}

void bounce_strip_html(struct strbuf *out, struct str html)
{
	for (size_t at = 0; at < html.len && !out->full;) {
		size_t end;

		if (html.at[at] == '&') {
			at += add_entity(out, html, at);
		} else if (html.at[at] != '<') {
			strbuf_add_char(out, html.at[at++]);
		} else {
			end = skip_tag(html, at);
			if (ends_line(str_sub(html, at + 1, end)))
				strbuf_add_char(out, '\n');
			at = end;
		}
	}
}
