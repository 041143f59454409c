/* The texts and addresses of feeds, as people see them. */
#include "base/limits.h"
#include "base/text.h"
#include "base/url.h"
#include "collect/feed_priv.h"
#include "model/md_html.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

enum {
	TITLE_MAX = 4096, /* of a title before its tags are left out */
	TAG_MAX = 4096,   /* longer ones are text */
};

/* What references to U+0080..U+009F mean, by windows-1252. */
static const uint16_t meant[32] = { 0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026,
	0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f,
	0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc,
	0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178 };

bool feed_is_inline(struct str name)
{
	static const struct str names[] = { STR_INIT("a"), STR_INIT("abbr"),
		STR_INIT("b"), STR_INIT("bdi"), STR_INIT("big"),
		STR_INIT("cite"), STR_INIT("code"), STR_INIT("del"),
		STR_INIT("dfn"), STR_INIT("em"), STR_INIT("font"),
		STR_INIT("i"), STR_INIT("ins"), STR_INIT("kbd"),
		STR_INIT("mark"), STR_INIT("nobr"), STR_INIT("q"),
		STR_INIT("s"), STR_INIT("samp"), STR_INIT("small"),
		STR_INIT("span"), STR_INIT("strike"), STR_INIT("strong"),
		STR_INIT("sub"), STR_INIT("sup"), STR_INIT("tt"), STR_INIT("u"),
		STR_INIT("var"), STR_INIT("wbr") };

	for (size_t i = 0; i < COUNT(names); i++)
		if (str_eq_fold(names[i], name))
			return true;
	return false;
}

/* Where "<NAME" or "</NAME" stands at or after `from`, or STR_NONE. */
static size_t find_tag(
    struct str html, struct str name, bool closing, size_t from)
{
	while ((from = str_find_char(html, '<', from)) != STR_NONE) {
		struct str rest = str_sub(html, ++from, html.len);
		bool closes = rest.len > 0 && rest.at[0] == '/';

		rest = str_sub(rest, closes, rest.len);
		if (closes == closing && str_starts_fold(rest, name) &&
		    (rest.len == name.len || !char_is_alnum(rest.at[name.len])))
			return from - 1;
	}
	return STR_NONE;
}

/* Is a tag of a text that may be none meant as one? */
static bool is_meant(struct str html, const struct md_tag *tag, size_t at)
{
	if (tag->kind == MD_TAG_NONE)
		return false;
	if (tag->kind == MD_TAG_VOID)
		return true;
	if (tag->closing)
		return find_tag(str_sub(html, 0, at), tag->name, false, 0) !=
		       STR_NONE;
	return find_tag(html, tag->name, true, at + tag->len) != STR_NONE;
}

/* Step over what begins at the < at `at`; 0 if it is text. */
static size_t markup_length(
    struct strbuf *out, struct str html, size_t at, enum feed_markup markup)
{
	struct str rest = str_sub(html, at, html.len);
	size_t end = md_comment_length(rest);
	struct md_tag tag;

	if (end > 0)
		return end;
	if (markup == FEED_HTML &&
	    (str_starts(rest, STR("<!")) || str_starts(rest, STR("<?")))) {
		end = str_find_char(rest, '>', 0);
		return end == STR_NONE ? rest.len : end + 1;
	}
	if (!md_tag_read(str_sub(rest, 0, TAG_MAX), &tag) ||
	    (markup == FEED_MAYBE && !is_meant(html, &tag, at)))
		return 0;
	if (!feed_is_inline(tag.name))
		strbuf_add_char(out, ' ');
	if (tag.kind != MD_TAG_REMOVED || tag.closing ||
	    str_eq_fold(tag.name, STR("link")) ||
	    str_eq_fold(tag.name, STR("meta")) ||
	    str_eq_fold(tag.name, STR("embed")))
		return tag.len;
	end = find_tag(rest, tag.name, true, tag.len);
	return end == STR_NONE ? rest.len : end;
}

/* As much of s as fits. */
static void add_some(struct strbuf *out, struct str s)
{
	strbuf_add(out, str_sub(s, 0, out->max - out->len));
	out->full = out->len == out->max;
}

static void strip(struct strbuf *out, struct str html, enum feed_markup markup)
{
	for (size_t at = 0, next; at < html.len && !out->full; at = next) {
		next = html.at[at] == '<' ? markup_length(out, html, at, markup)
					  : 0;
		if (next > 0) {
			next += at;
			continue;
		}
		next = str_find_char(html, '<', at + 1);
		if (next == STR_NONE)
			next = html.len;
		add_some(out, str_sub(html, at, next));
	}
}

/* Characters that were written as numbers of windows-1252. */
static struct str undo_numbers(struct arena *arena, struct str s)
{
	struct strbuf out;
	struct str text;

	if (str_find_char(s, '\xc2', 0) == STR_NONE)
		return s;
	strbuf_init(&out, s.len * 2);
	for (size_t at = 0; at < s.len;) {
		uint32_t c = text_next(s, &at);

		if (c >= 0x80 && c <= 0x9f)
			c = meant[c - 0x80];
		strbuf_add_code_point(&out, c);
	}
	text = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return text;
}

struct str feed_text(
    struct arena *arena, struct str raw, enum feed_markup markup, size_t max)
{
	struct arena scratch = { 0 };
	struct strbuf plain;
	struct str text = raw;

	/* Some more than is kept: references and blanks shrink. */
	strbuf_init(&plain, max * 4);
	if (markup == FEED_MAYBE)
		raw = str_sub(raw, 0, text_boundary(raw, TITLE_MAX));
	if (markup != FEED_PLAIN) {
		strip(&plain, raw, markup);
		text = strbuf_str(&plain);
		text = str_sub(text, 0, text_boundary(text, max * 4 - 1));
		text = md_decode(&scratch, text);
	}
	text = text_line(arena, undo_numbers(&scratch, text), max);
	strbuf_release(&plain);
	arena_release(&scratch);
	return text;
}

/* "&amp;" in an address that was read is one & that was escaped twice. */
static void add_address(struct strbuf *out, struct str raw)
{
	while (raw.len > 0) {
		size_t next = str_find(raw, STR("&amp;"), 0);

		if (next == STR_NONE)
			next = raw.len;
		strbuf_add(out, str_sub(raw, 0, next));
		if (next < raw.len)
			strbuf_add_char(out, '&');
		raw = str_sub(raw, next + 5, raw.len);
	}
}

struct str feed_absolute_url(struct arena *arena, struct str raw)
{
	struct strbuf out;
	struct str url = { 0 };

	raw = str_trim(raw);
	if (raw.len > LIMIT_URL)
		return url;
	strbuf_init(&out, LIMIT_URL);
	url_add_encoded(&out, raw);
	if (!out.full && url_is_web(strbuf_str(&out)))
		url = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return url;
}

struct str feed_url(struct arena *arena, struct str base, struct str raw)
{
	struct strbuf out;
	struct str url = { 0 };

	raw = str_trim(raw);
	if (raw.len == 0 || raw.len > LIMIT_URL)
		return url;
	strbuf_init(&out, LIMIT_URL);
	add_address(&out, raw);
	url = feed_absolute_url(arena, url_join(arena, base, strbuf_str(&out)));
	strbuf_release(&out);
	return url;
}
