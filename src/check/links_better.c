/* Addresses that work, for which there is a better one. */
#include "base/pattern.h"
#include "base/text.h"
#include "base/url.h"
#include "check/address.h"
#include "check/links.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static bool has_query(const struct address *a)
{
	return a->text.len > 0 && memchr(a->text.at, '?', a->text.len) != NULL;
}

/* -------------------------------------------------------------- parameters */

static void see_tracking(struct checker *c, const struct address *a)
{
	if (has_query(a))
		address_better(c, a, true,
		    url_without_tracking(c->arena, a->text, URL_TRACKS));
}

void look_tracking(struct checker *c)
{
	addresses_look(c, see_tracking);
}

static void see_sharing(struct checker *c, const struct address *a)
{
	if (has_query(a))
		address_better(c, a, false,
		    url_without_tracking(c->arena, a->text, URL_SHARES));
}

void look_sharing(struct checker *c)
{
	addresses_look(c, see_sharing);
}

static void see_session(struct checker *c, const struct address *a)
{
	static const struct str names[] = { STR_INIT("phpsessid"),
		STR_INIT("jsessionid"), STR_INIT("aspsessionid"),
		STR_INIT("sessionid"), STR_INIT("session_id"),
		STR_INIT("sid") };
	struct str text = a->text;

	for (size_t i = 1; i < text.len; i++) {
		if (text.at[i - 1] != '?' && text.at[i - 1] != '&' &&
		    text.at[i - 1] != ';')
			continue;
		for (size_t k = 0; k < COUNT(names); k++) {
			struct str rest = str_sub(text, i, text.len);

			if (str_starts_fold(rest, names[k]) &&
			    rest.len > names[k].len &&
			    rest.at[names[k].len] == '=') {
				address_found(c, a, "%.*s", STR_ARG(names[k]));
				return;
			}
		}
	}
}

void look_session(struct checker *c)
{
	addresses_look(c, see_session);
}

/* ------------------------------------------------------------ other hosts */

/* Does an address name its host as the canonical form does?  Most do. */
static bool has_usual_host(const struct address *a)
{
	size_t at = str_find(str_sub(a->text, 0, 10), STR("://"), 0);
	struct str rest;

	if (at == STR_NONE)
		return true;
	rest = str_sub(a->text, at + 3, a->text.len);
	if (str_starts_fold(rest, STR("www.")))
		rest = str_sub(rest, 4, rest.len);
	return str_starts_fold(rest, address_host(a->link));
}

static void see_odd_host(struct checker *c, const struct address *a)
{
	if (address_place(a->link).at != NULL && !has_usual_host(a))
		address_better(c, a, false, url_usual_host(c->arena, a->text));
}

void look_odd_host(struct checker *c)
{
	addresses_look(c, see_odd_host);
}

static void see_language(struct checker *c, const struct address *a)
{
	if (str_starts(address_place(a->link), STR("meetup.com")))
		address_better(
		    c, a, true, url_without_language(c->arena, a->text));
}

void look_language(struct checker *c)
{
	addresses_look(c, see_language);
}

static void see_shortener(struct checker *c, const struct address *a)
{
	static const struct str shorteners[] = { STR_INIT("bit.ly"),
		STR_INIT("goo.gl"), STR_INIT("t.co"), STR_INIT("tinyurl.com"),
		STR_INIT("ow.ly"), STR_INIT("is.gd"), STR_INIT("v.gd"),
		STR_INIT("buff.ly"), STR_INIT("lnkd.in"), STR_INIT("dlvr.it"),
		STR_INIT("fb.me"), STR_INIT("trib.al"), STR_INIT("cutt.ly"),
		STR_INIT("rebrand.ly"), STR_INIT("tiny.cc"), STR_INIT("t.ly"),
		STR_INIT("rb.gy"), STR_INIT("j.mp"), STR_INIT("shorturl.at") };
	struct str host = address_host(a->link);

	for (size_t i = 0; i < COUNT(shorteners); i++)
		if (str_eq(host, shorteners[i]))
			address_found(c, a, "%.*s", STR_ARG(host));
}

void look_shortener(struct checker *c)
{
	addresses_look(c, see_shortener);
}

/* What may not stand in a Markdown link, besides what no address may hold. */
static struct str for_markdown(struct arena *arena, struct str url)
{
	struct strbuf encoded, out;
	struct str result;

	strbuf_init(&encoded, url.len * 3);
	strbuf_init(&out, url.len * 9);
	url_add_encoded(&encoded, url);
	for (size_t i = 0; i < encoded.len; i++) {
		if (encoded.buf[i] == '(' || encoded.buf[i] == ')' ||
		    encoded.buf[i] == '*' || encoded.buf[i] == '&')
			url_add_escape(&out, encoded.buf[i]);
		else
			strbuf_add_char(&out, encoded.buf[i]);
	}
	result = arena_str(arena, strbuf_str(&out));
	strbuf_release(&encoded);
	strbuf_release(&out);
	return result;
}

static void see_redirect(struct checker *c, const struct address *a)
{
	struct str target;

	if (!has_query(a) || str_find(a->text, STR("http"), 8) == STR_NONE)
		return;
	target = url_redirect_target(c->arena, a->link->node->target);
	if (target.at != NULL)
		address_better(c, a, false, for_markdown(c->arena, target));
}

void look_redirect(struct checker *c)
{
	addresses_look(c, see_redirect);
}

/* -------------------------------------------------------------- other pages */

static const struct str edit_pages[] = {
	STR_INIT("github.com/*/*/edit/**"),
	STR_INIT("gist.github.com/*/*/edit"),
	STR_INIT("gitlab.com/**/-/edit/**"),
	STR_INIT("docs.google.com/forms/d/*/edit**"),
	STR_INIT("hackmd.io/*?edit"),
	STR_INIT("medium.com/p/*/edit"),
	STR_INIT("*/wp-admin/**"),
};

static void see_edit_page(struct checker *c, const struct address *a)
{
	struct str place = address_place(a->link);

	if (str_find(place, STR("edit"), 0) == STR_NONE &&
	    str_find(place, STR("wp-admin"), 0) == STR_NONE)
		return;
	for (size_t i = 0; i < COUNT(edit_pages); i++) {
		if (pattern_match(edit_pages[i], place)) {
			address_found(c, a, NULL);
			return;
		}
	}
}

void look_edit_page(struct checker *c)
{
	addresses_look(c, see_edit_page);
}

static const struct str amp_pages[] = {
	STR_INIT("google.com/amp/s/**"),
	STR_INIT("*.cdn.ampproject.org/**"),
	STR_INIT("amp.*/*/**"),
	STR_INIT("*/*/*/**/amp"),
	STR_INIT("**?amp=1"),
};

/* Without the last "/amp" of the path. */
static struct str without_amp(struct str text)
{
	struct str plain = text;

	if (str_ends(plain, STR("/")))
		plain.len--;
	if (str_ends(plain, STR("/amp")))
		plain.len -= 3;
	else if (str_ends(plain, STR("?amp=1")))
		plain.len -= 6;
	else
		return text;
	return plain;
}

static void see_amp(struct checker *c, const struct address *a)
{
	struct str place = address_place(a->link), better;

	if (str_find(place, STR("amp"), 0) == STR_NONE)
		return;
	for (size_t i = 0; i < COUNT(amp_pages); i++) {
		if (!pattern_match(amp_pages[i], place))
			continue;
		better = without_amp(a->text);
		if (better.len < a->text.len)
			address_better(c, a, false, better);
		else
			address_found(c, a, NULL);
		return;
	}
}

void look_amp(struct checker *c)
{
	addresses_look(c, see_amp);
}

/* ----------------------------------------------------------------- spelling */

static void see_http(struct checker *c, const struct address *a)
{
	if (str_starts_fold(a->text, STR("http://")) &&
	    address_place(a->link).at != NULL)
		address_better(c, a, false,
		    arena_printf(c->arena, "https%.*s",
			STR_ARG(str_sub(a->text, 4, a->text.len))));
}

void look_http(struct checker *c)
{
	addresses_look(c, see_http);
}

/* Without empty parts in the path; an address inside it ("https://") ends
 * the search: its slashes belong to it. */
static struct str without_double_slash(struct arena *arena, struct str text)
{
	struct str path = url_split(text).path;
	size_t from = (size_t)(path.at - text.at), len = from;
	char *single = arena_alloc(arena, text.len + 1);
	size_t i = from;

	memcpy(single, text.at, from);
	for (; i < from + path.len && text.at[i] != ':'; i++)
		if (text.at[i] != '/' || i == from || text.at[i - 1] != '/')
			single[len++] = text.at[i];
	memcpy(single + len, text.at + i, text.len - i);
	return (struct str){ single, len + text.len - i };
}

static void see_double_slash(struct checker *c, const struct address *a)
{
	if (str_find(a->text, STR("//"), 8) != STR_NONE &&
	    address_place(a->link).at != NULL)
		address_better(
		    c, a, false, without_double_slash(c->arena, a->text));
}

void look_double_slash(struct checker *c)
{
	addresses_look(c, see_double_slash);
}

/* The marks that a sentence left at the end of an address. */
static void see_punctuation(struct checker *c, const struct address *a)
{
	struct str text = a->text;

	if (address_place(a->link).at == NULL)
		return;
	while (text.len > 0 && strchr(".,;:\"'", text.at[text.len - 1]) != NULL)
		text.len--;
	if (text.len < a->text.len && str_find_char(text, '#', 0) == STR_NONE)
		address_better(c, a, false, text);
}

void look_punctuation(struct checker *c)
{
	addresses_look(c, see_punctuation);
}

/* "%20" and its like. */
static bool is_blank_escape(struct str s)
{
	static const struct str blanks[] = { STR_INIT("%20"), STR_INIT("%09"),
		STR_INIT("%0A"), STR_INIT("%0D") };

	for (size_t i = 0; i < COUNT(blanks); i++)
		if (str_eq_fold(s, blanks[i]))
			return true;
	return false;
}

static void see_blank(struct checker *c, const struct address *a)
{
	struct str text = str_trim(a->text);

	while (text.len >= 3 &&
	       is_blank_escape(str_sub(text, text.len - 3, text.len)))
		text.len -= 3;
	while (text.len >= 3 && is_blank_escape(str_sub(text, 0, 3)))
		text = str_sub(text, 3, text.len);
	if (text.len < a->text.len)
		address_better(c, a, false, text);
}

void look_blank(struct checker *c)
{
	addresses_look(c, see_blank);
}
