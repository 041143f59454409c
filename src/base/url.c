#include "base/url.h"

#include <string.h>

#include "base/limits.h"
#include "base/nearest.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static bool is_one_of(char c, const char *set)
{
	return c != '\0' && strchr(set, c) != NULL;
}

/* Length of the scheme, 0 if there is none. */
static size_t scheme_length(struct str url)
{
	if (url.len == 0 || !char_is_alpha(url.at[0]))
		return 0;
	for (size_t i = 1; i < url.len; i++) {
		if (url.at[i] == ':')
			return i;
		if (!char_is_alnum(url.at[i]) && !is_one_of(url.at[i], "+-."))
			return 0;
	}
	return 0;
}

/* The offset of the first c, or the length. */
static size_t find_or_end(struct str s, char c)
{
	size_t at = str_find_char(s, c, 0);

	return at != STR_NONE ? at : s.len;
}

/* Cut what follows the first `mark` off *s; at is NULL without a mark. */
static struct str cut_after(struct str *s, char mark)
{
	struct str rest = *s;

	*s = str_take(&rest, mark);
	return rest;
}

struct url url_split(struct str url)
{
	struct url u = { 0 };
	size_t scheme = scheme_length(url);

	if (scheme > 0) {
		u.scheme = str_sub(url, 0, scheme);
		url = str_sub(url, scheme + 1, url.len);
	}
	u.fragment = cut_after(&url, '#');
	u.query = cut_after(&url, '?');
	if (str_starts(url, STR("//"))) {
		url = str_sub(url, 2, url.len);
		u.authority = str_sub(url, 0, find_or_end(url, '/'));
		url = str_sub(url, u.authority.len, url.len);
	}
	u.path = url;
	return u;
}

/* user@HOST:port; an IPv6 host keeps its brackets. */
static struct str host_of(struct str authority)
{
	size_t end, at;

	while ((at = str_find_char(authority, '@', 0)) != STR_NONE)
		authority = str_sub(authority, at + 1, authority.len);
	if (authority.len > 0 && authority.at[0] == '[')
		end = find_or_end(authority, ']') + 1;
	else
		end = find_or_end(authority, ':');
	return str_sub(authority, 0, end);
}

bool url_is_absolute(struct str url)
{
	struct url u = url_split(url);

	if (str_eq_fold(u.scheme, STR("mailto")))
		return u.path.len > 0;
	return u.scheme.len > 0 && host_of(u.authority).len > 0;
}

static bool is_plain_char(char c)
{
	return (unsigned char)c > ' ' && c != 0x7f &&
	       strchr("\\\"<>`^{}|", c) == NULL;
}

bool url_is_plain(struct str url)
{
	for (size_t i = 0; i < url.len; i++)
		if (!is_plain_char(url.at[i]))
			return false;
	return true;
}

static bool is_host_char(char c)
{
	return char_is_alnum(c) || (unsigned char)c >= 0x80 ||
	       strchr(".-:[]", c) != NULL;
}

bool url_is_web(struct str url)
{
	struct url u = url_split(url);
	struct str host = u.authority;

	if (url.len > LIMIT_URL || !url_is_plain(url) ||
	    (!str_eq(u.scheme, STR("https")) && !str_eq(u.scheme, STR("http"))))
		return false;
	for (size_t i = 0; i < host.len; i++)
		if (!is_host_char(host.at[i]))
			return false;
	return host.len > 0 && host.at[0] != ':' && host.at[0] != '.';
}

struct str url_host(struct str url)
{
	struct str host = host_of(url_split(url).authority);

	if (str_starts_fold(host, STR("www.")) &&
	    str_find_char(host, '.', 4) != STR_NONE)
		host = str_sub(host, 4, host.len);
	return host.len > 0 ? host : (struct str){ 0 };
}

/* Safe schemes. */

static const struct {
	const char *name;
	char means;
} named_references[] = {
	{ "colon;", ':' },
	{ "Tab;", '\t' },
	{ "NewLine;", '\n' },
	{ "sol;", '/' },
	{ "quest;", '?' },
	{ "num;", '#' },
};

static int digit_of(char c, int base)
{
	int value = char_hex(c);

	return value < base ? value : -1;
}

/* Behind "&#": the character, and *at behind the reference. */
static int take_numeric(struct str url, size_t *at)
{
	size_t i = *at;
	int base = 10, value = 0, digit;

	if (i < url.len && char_lower(url.at[i]) == 'x') {
		base = 16;
		i++;
	}
	if (i == url.len || digit_of(url.at[i], base) < 0)
		return '&';
	for (; i < url.len && (digit = digit_of(url.at[i], base)) >= 0; i++)
		if (value < 0x110000)
			value = value * base + digit;
	*at = i < url.len && url.at[i] == ';' ? i + 1 : i;
	return value;
}

/* The next character with character references resolved. */
static int take_character(struct str url, size_t *at)
{
	char c = url.at[(*at)++];
	struct str rest = str_sub(url, *at, url.len);

	if (c != '&')
		return (unsigned char)c;
	if (rest.len > 0 && rest.at[0] == '#') {
		size_t behind = *at + 1;
		int value = take_numeric(url, &behind);

		if (behind > *at + 1)
			*at = behind;
		return value;
	}
	for (size_t i = 0; i < COUNT(named_references); i++) {
		struct str name = str_of(named_references[i].name);

		if (str_starts(rest, name)) {
			*at += name.len;
			return named_references[i].means;
		}
	}
	return '&';
}

static bool is_safe_scheme(struct str scheme)
{
	static const char *const safe[] = { "http", "https", "mailto", "ftp",
		"irc", "ircs", "xmpp", "tel" };

	for (size_t i = 0; i < COUNT(safe); i++)
		if (str_eq_fold(scheme, str_of(safe[i])))
			return true;
	/* A slip of the pen leads nowhere; the link is kept as it stands, so
	 * that it can be seen and mended. */
	return name_distance(scheme, STR("https")) == 1 ||
	       name_distance(scheme, STR("http")) == 1;
}

bool url_scheme_is_safe(struct str url)
{
	char scheme[16];
	size_t len = 0;

	for (size_t at = 0; at < url.len;) {
		int c = take_character(url, &at);

		if (c == ':')
			return len <= sizeof(scheme) &&
			       is_safe_scheme((struct str){ scheme, len });
		if (c == '/' || c == '?' || c == '#')
			return true;
		if (c <= ' ' || c == 0x7f)
			continue;
		/* Too long to be a scheme of the list, but if a colon comes
		 * it is one of another kind. */
		if (len < sizeof(scheme))
			scheme[len] = c < 0x80 ? (char)c : '?';
		len += len <= sizeof(scheme);
	}
	return true;
}

/* Joining. */

/* Append a path without "." and ".." parts (RFC 3986, 5.2.4).  A ".." takes
 * back what came behind `from`, the place where the path begins. */
static void add_without_dots(struct strbuf *out, struct str path)
{
	size_t from = out->len;
	bool rooted = path.len > 0 && path.at[0] == '/';

	if (rooted) {
		strbuf_add_char(out, '/');
		path = str_sub(path, 1, path.len);
		from = out->len;
	}
	while (path.at != NULL) {
		struct str part = str_take(&path, '/');
		bool more = path.at != NULL;

		if (str_eq(part, STR("..")) && out->len > from) {
			size_t len = out->len - 1; /* on its slash */

			while (len > from && out->buf[len - 1] != '/')
				len--;
			strbuf_truncate(out, len);
		} else if (!str_eq(part, STR(".")) &&
			   !(str_eq(part, STR("..")))) {
			strbuf_add(out, part);
			if (more)
				strbuf_add_char(out, '/');
		}
	}
}

/* The path of `relative` behind the folder of the base's path. */
static void add_merged_path(
    struct strbuf *out, const struct url *base, struct str relative)
{
	struct strbuf merged;
	size_t folder = base->path.len;

	strbuf_init(&merged, base->path.len + relative.len + 1);
	while (folder > 0 && base->path.at[folder - 1] != '/')
		folder--;
	if (folder == 0 && base->authority.at != NULL)
		strbuf_add_char(&merged, '/');
	strbuf_add(&merged, str_sub(base->path, 0, folder));
	strbuf_add(&merged, relative);
	add_without_dots(out, strbuf_str(&merged));
	strbuf_release(&merged);
}

static void add_part(struct strbuf *out, struct str mark, struct str part)
{
	if (part.at == NULL)
		return;
	strbuf_add(out, mark);
	strbuf_add(out, part);
}

/* Append all before the query of what `r` is, seen from `base`. */
static void add_place(
    struct strbuf *out, const struct url *base, const struct url *r)
{
	struct str scheme = r->scheme.at != NULL ? r->scheme : base->scheme;

	if (scheme.at != NULL) {
		strbuf_add(out, scheme);
		strbuf_add_char(out, ':');
	}
	if (r->scheme.at != NULL || r->authority.at != NULL) {
		add_part(out, STR("//"), r->authority);
		add_without_dots(out, r->path);
		return;
	}
	add_part(out, STR("//"), base->authority);
	if (r->path.len == 0)
		strbuf_add(out, base->path);
	else if (r->path.at[0] == '/')
		add_without_dots(out, r->path);
	else
		add_merged_path(out, base, r->path);
}

struct str url_join(struct arena *arena, struct str base, struct str relative)
{
	struct url b = url_split(base), r = url_split(relative);
	bool same_page = r.scheme.at == NULL && r.authority.at == NULL &&
			 r.path.len == 0 && r.query.at == NULL;
	struct strbuf out;
	struct str joined;

	strbuf_init(&out, base.len + relative.len + 4);
	add_place(&out, &b, &r);
	add_part(&out, STR("?"), same_page ? b.query : r.query);
	add_part(&out, STR("#"), r.fragment);
	joined = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return joined;
}

/* Encoding. */

bool url_is_escape(struct str s, size_t at)
{
	return s.at[at] == '%' && s.len - at >= 3 &&
	       char_hex(s.at[at + 1]) >= 0 && char_hex(s.at[at + 2]) >= 0;
}

void url_add_escape(struct strbuf *out, char c)
{
	static const char hex[] = "0123456789ABCDEF";
	unsigned char byte = (unsigned char)c;
	const char escape[] = { '%', hex[byte >> 4], hex[byte & 15] };

	strbuf_add(out, (struct str){ escape, sizeof(escape) });
}

static bool may_stand(struct str s, size_t at)
{
	char c = s.at[at];

	return char_is_alnum(c) || is_one_of(c, "-._~!$&'()*+,;=:@/?#") ||
	       url_is_escape(s, at);
}

/* Where the brackets of an IPv6 host end; 0 if there are none. */
static size_t bracket_end(struct str url)
{
	struct str authority = url_split(url).authority;
	struct str host = host_of(authority);

	if (host.len < 2 || host.at[0] != '[' || host.at[host.len - 1] != ']')
		return 0;
	for (size_t i = 1; i < host.len - 1; i++)
		if (char_hex(host.at[i]) < 0 && !is_one_of(host.at[i], ":."))
			return 0;
	return (size_t)(host.at - url.at) + host.len;
}

void url_add_encoded(struct strbuf *out, struct str url)
{
	size_t brackets =
	    str_find_char(url, '[', 0) != STR_NONE ? bracket_end(url) : 0;
	size_t from = 0;

	for (size_t at = 0; at < url.len; at++) {
		if (may_stand(url, at) ||
		    (at < brackets && is_one_of(url.at[at], "[]")))
			continue;
		strbuf_add(out, str_sub(url, from, at));
		url_add_escape(out, url.at[at]);
		from = at + 1;
	}
	strbuf_add(out, str_sub(url, from, url.len));
}

void url_add_value(struct strbuf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (char_is_alnum(c) || c == '-' || c == '.' || c == '_' ||
		    c == '~')
			strbuf_add_char(out, c);
		else
			url_add_escape(out, c);
	}
}
