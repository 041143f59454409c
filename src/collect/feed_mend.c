/* Feeds as they are on the web, so that parsers that follow the standard take
 * them. */
#include "base/limits.h"
#include "base/xml.h"
#include "collect/feed_priv.h"
#include "model/md_html.h"

enum {
	NAME_MAX = 32,    /* of a reference */
	QUOTES_MAX = 400, /* of a tag: libxml2 compares all attributes */
	INSTRUCTION_MAX = 1024,
	JUNK_MAX = 16 * 1024, /* before the declaration */
};

/* Letters and digits, or a number: the length of the reference at & with its
 * semicolon, or 0. */
static size_t reference_length(struct str s)
{
	size_t end = 1;

	if (end < s.len && s.at[end] == '#')
		end++;
	while (end < s.len && end < NAME_MAX && char_is_alnum(s.at[end]))
		end++;
	return end > 1 && end < s.len && s.at[end] == ';' ? end + 1 : 0;
}

/* "#8217", "#x2019": digits, and a character that XML can have. */
static bool is_number(struct str name)
{
	bool hex = name.len > 1 && char_lower(name.at[1]) == 'x';
	uint32_t c = 0;

	if (name.len < 2 || name.at[0] != '#' || name.at[1] == 'X')
		return false;
	for (size_t i = hex ? 2 : 1; i < name.len; i++) {
		int digit = char_hex(name.at[i]);

		if (digit < 0 || (!hex && digit > 9))
			return false;
		if (c <= 0x10ffff)
			c = c * (hex ? 16 : 10) + (uint32_t)digit;
	}
	return c == '\t' || c == '\n' || c == '\r' ||
	       (c >= 0x20 && c < 0xd800) || (c >= 0xe000 && c < 0xfffe) ||
	       (c >= 0x10000 && c <= 0x10ffff);
}

static bool is_known(struct str name)
{
	static const struct str names[] = { STR_INIT("amp"), STR_INIT("lt"),
		STR_INIT("gt"), STR_INIT("quot"), STR_INIT("apos") };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_eq(name, names[i]))
			return true;
	return is_number(name);
}

/* Append what stands for the & at the front of s; how long it was. */
static size_t mend_reference(struct strbuf *out, struct str s)
{
	size_t len = reference_length(s);
	struct str source = str_sub(s, 0, len), text;
	struct arena scratch = { 0 };

	if (len == 0) {
		strbuf_lit(out, "&amp;");
		return 1;
	}
	if (is_known(str_sub(source, 1, len - 1))) {
		strbuf_add(out, source);
		return len;
	}
	text = md_decode(&scratch, source);
	/* Numbers of no character vanish, unknown names are text. */
	if (source.at[1] != '#' || str_eq(text, source))
		xml_add_text(out, text);
	arena_release(&scratch);
	return len;
}

/* A run of text or of a tag, which has neither < nor >. */
static void mend_run(struct strbuf *out, struct str run)
{
	while (run.len > 0) {
		size_t next = str_find_char(run, '&', 0);

		if (next == STR_NONE)
			next = run.len;
		strbuf_add(out, str_sub(run, 0, next));
		run = str_sub(run, next, run.len);
		if (run.len > 0)
			run = str_sub(run, mend_reference(out, run), run.len);
	}
}

static void keep_lines(struct strbuf *out, struct str s)
{
	size_t at = 0;

	while ((at = str_find_char(s, '\n', at)) != STR_NONE) {
		strbuf_add_char(out, '\n');
		at++;
	}
}

/* The end of s, or behind the mark. */
static size_t end_behind(struct str s, struct str mark)
{
	size_t at = str_find(s, mark, 0);

	return at == STR_NONE ? s.len : at + mark.len;
}

/* The end of <!DOCTYPE ...>, with the declarations inside of its brackets. */
static size_t doctype_end(struct str s)
{
	size_t end = end_behind(s, STR(">"));
	size_t at = str_find_char(str_sub(s, 0, end), '[', 0);

	if (at == STR_NONE)
		return end;
	/* A bracket may stand in a value too. */
	while ((at = str_find_char(s, ']', at)) != STR_NONE) {
		struct str rest = str_trim_left(str_sub(s, ++at, s.len));

		if (str_starts(rest, STR(">")))
			return (size_t)(rest.at - s.at) + 1;
	}
	return s.len;
}

/* The end of <?...?>, or of what forgot its second question mark. */
static size_t instruction_end(struct str s)
{
	size_t end = str_find(str_sub(s, 0, INSTRUCTION_MAX), STR("?>"), 0);

	return end == STR_NONE ? end_behind(s, STR(">")) : end + 2;
}

/* Is it <![CDATA[?  Append it, with an end; how long it was, else 0. */
static size_t mend_cdata(struct strbuf *out, struct str s)
{
	size_t end;

	if (!str_starts(s, STR("<![CDATA[")))
		return 0;
	end = end_behind(s, STR("]]>"));
	strbuf_add(out, str_sub(s, 0, end));
	if (!str_ends(str_sub(s, 0, end), STR("]]>")))
		strbuf_lit(out, "]]>");
	return end;
}

/* What begins with <! or <?: only CDATA stays. */
static size_t mend_declaration(struct strbuf *out, struct str s)
{
	size_t end = mend_cdata(out, s);

	if (end > 0)
		return end;
	if (str_starts(s, STR("<!--")))
		end = end_behind(s, STR("-->"));
	else if (str_starts(s, STR("<?")))
		end = instruction_end(s);
	else
		end = doctype_end(s);
	keep_lines(out, str_sub(s, 0, end));
	return end;
}

static bool begins_tag(struct str s)
{
	char c = s.len > 1 ? s.at[1] : '\0';

	if (c == '/')
		c = s.len > 2 ? s.at[2] : '\0';
	return char_is_alpha(c) || c == '_' || (unsigned char)c >= 0x80;
}

/* The end of the name of the tag that begins s. */
static size_t name_end(struct str s)
{
	size_t end = 1;

	while (end < s.len && !char_is_space(s.at[end]) && s.at[end] != '>' &&
	       s.at[end] != '<' && s.at[end] != '/' && s.at[end] != '=')
		end++;
	return end;
}

static size_t count_quotes(struct str s)
{
	size_t quotes = 0;

	for (size_t i = 0; i < s.len; i++)
		quotes += s.at[i] == '"' || s.at[i] == '\'';
	return quotes;
}

/* Has every value its quotes?  XML wants them, HTML does not. */
static bool is_quoted(struct str tag)
{
	size_t at = 0;

	while ((at = str_find_char(tag, '=', at)) != STR_NONE) {
		struct str rest = str_trim_left(str_sub(tag, at + 1, tag.len));

		if (rest.len == 0 || (rest.at[0] != '"' && rest.at[0] != '\''))
			return false;
		at = str_find_char(
		    tag, rest.at[0], (size_t)(rest.at - tag.at) + 1);
		if (at == STR_NONE)
			return true;
	}
	return true;
}

/* Append what begins with the < at the front of s; how long it was. */
static size_t mend_tag(struct strbuf *out, struct str s)
{
	size_t end = 1;

	if (s.len > 1 && (s.at[1] == '!' || s.at[1] == '?'))
		return mend_declaration(out, s);
	if (!begins_tag(s)) {
		strbuf_lit(out, "&lt;");
		return 1;
	}
	while (end < s.len && s.at[end] != '>' && s.at[end] != '<')
		end++;
	if (count_quotes(str_sub(s, 0, end)) > QUOTES_MAX)
		return end + (end < s.len && s.at[end] == '>');
	strbuf_add_char(out, '<');
	/* Without its attributes it does less harm. */
	if (is_quoted(str_sub(s, 0, end)))
		mend_run(out, str_sub(s, 1, end));
	else
		mend_run(out, str_sub(s, 1, name_end(s)));
	/* A < within a tag: the > is missing, unless it is in a value. */
	if (end < s.len && s.at[end] == '<' &&
	    count_quotes(str_sub(s, 0, end)) % 2 == 0)
		strbuf_add_char(out, '>');
	return end;
}

/* Where the document begins: people's words and messages of programs stand
 * before it.  A declaration behind the root is an example in somebody's text. */
static size_t find_start(struct str xml)
{
	static const struct str roots[] = { STR_INIT("<rss"), STR_INIT("<feed"),
		STR_INIT("<rdf:RDF"), STR_INIT("<RSS") };
	size_t start = str_find(str_sub(xml, 0, JUNK_MAX), STR("<?xml"), 0);
	size_t first = str_find_char(xml, '<', 0);

	if (first == STR_NONE)
		return 0;
	if (start == STR_NONE)
		return first;
	for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++)
		if (str_find(str_sub(xml, 0, start), roots[i], 0) != STR_NONE)
			return first;
	return start;
}

void feed_mend_xml(struct strbuf *out, struct str xml)
{
	size_t at = find_start(xml);
	bool begun = false; /* no text may stand before the root */

	keep_lines(out, str_sub(xml, 0, at));
	while (at < xml.len && !out->full) {
		size_t next = str_find_char(xml, '<', at), before;

		if (next == STR_NONE)
			next = xml.len;
		if (begun)
			mend_run(out, str_sub(xml, at, next));
		else
			keep_lines(out, str_sub(xml, at, next));
		at = next;
		if (at == xml.len)
			break;
		before = out->len;
		at += mend_tag(out, str_sub(xml, at, xml.len));
		begun = begun ||
			(out->len > before && out->buf[out->len - 1] != '\n');
	}
}

/* Four hexadecimal digits behind "\u", or -1. */
static long escape_at(struct str s, size_t at)
{
	long value = 0;

	if (at + 6 > s.len || s.at[at] != '\\' || s.at[at + 1] != 'u')
		return -1;
	for (size_t i = at + 2; i < at + 6; i++) {
		if (char_hex(s.at[i]) < 0)
			return -1;
		value = value * 16 + char_hex(s.at[i]);
	}
	return value;
}

/* The backslash at `at` and what belongs to it; how long it was. */
static size_t mend_escape(struct strbuf *out, struct str s, size_t at)
{
	long first = escape_at(s, at), second = escape_at(s, at + 6);
	size_t len = first < 0 ? 2 : 6;

	if (first >= 0xd800 && first < 0xdc00 && second >= 0xdc00 &&
	    second < 0xe000)
		len = 12;
	else if ((first >= 0xd800 && first < 0xe000) || first == 0) {
		strbuf_lit(out, "\\ufffd");
		return len;
	}
	strbuf_add(out, str_sub(s, at, at + len));
	return len;
}

void feed_mend_json(struct strbuf *out, struct str json)
{
	bool quoted = false;
	size_t from = 0; /* what is before it was added */

	for (size_t at = 0; at < json.len; at++) {
		char c = json.at[at];

		if (c == '"')
			quoted = !quoted;
		if (!quoted || (c != '\\' && (unsigned char)c >= 0x20))
			continue;
		strbuf_add(out, str_sub(json, from, at));
		if (c == '\\')
			at += mend_escape(out, json, at) - 1;
		else
			strbuf_add_char(out, ' ');
		from = at + 1;
	}
	strbuf_add(out, str_sub(json, from, json.len));
}
