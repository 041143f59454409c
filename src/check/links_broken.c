/* Addresses that lead nowhere, or not where they should. */
#include "base/nearest.h"
#include "base/url.h"
#include "check/address.h"
#include "check/leaks.h"
#include "check/links.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static bool is_web(const struct address *a)
{
	return address_place(a->link).at != NULL;
}

static bool is_image(const struct address *a)
{
	return a->link->node->kind == MD_IMAGE;
}

/* -------------------------------------------------------------- the scheme */

static bool is_web_scheme(struct str scheme)
{
	return str_eq_fold(scheme, STR("https")) ||
	       str_eq_fold(scheme, STR("http"));
}

/* "https" of "hhttps", "htps"; at is NULL for what means something else.  Two
 * letters may be wrong in a long one, so that "ftp" stays what it is. */
static struct str meant_scheme(struct str scheme)
{
	size_t plain = name_distance(scheme, STR("http"));
	size_t secure = name_distance(scheme, STR("https"));
	size_t allowed = scheme.len >= 5 ? 2 : 1;

	if (plain < secure && plain <= allowed)
		return STR("http");
	return secure <= allowed ? STR("https") : (struct str){ 0 };
}

/* What follows the scheme and its colon and slashes, however many. */
static struct str behind_slashes(struct str text, size_t at)
{
	while (at < text.len && (text.at[at] == ':' || text.at[at] == '/'))
		at++;
	return str_sub(text, at, text.len);
}

/* The address that is meant by one whose scheme is misspelt, or at NULL. */
static struct str mended_scheme(struct arena *arena, struct str text)
{
	size_t colon = str_find_char(str_sub(text, 0, 12), ':', 0);
	struct str rest, meant;

	if (colon == STR_NONE)
		colon = str_find(str_sub(text, 0, 12), STR("//"), 0);
	if (colon == STR_NONE || colon == 0 || char_is_punct(text.at[0]))
		return (struct str){ 0 };
	meant = meant_scheme(str_sub(text, 0, colon));
	rest = behind_slashes(text, colon);
	if (meant.at == NULL || rest.len == 0)
		return (struct str){ 0 };
	return arena_printf(
	    arena, "%.*s://%.*s", STR_ARG(meant), STR_ARG(rest));
}

/* Of "https://https://example.org" the second one. */
static struct str doubled_scheme(struct str text)
{
	struct str host = url_host(text), rest;

	if (!is_web_scheme(host))
		return (struct str){ 0 };
	rest = str_sub(text, (size_t)(host.at - text.at), text.len);
	return behind_slashes(rest, host.len).len > 0 ? rest
						      : (struct str){ 0 };
}

static void see_scheme(struct checker *c, const struct address *a)
{
	struct str better = a->text;

	if (is_web(a)) {
		if (!str_starts(address_place(a->link), STR("http")))
			return;
		better = doubled_scheme(a->text);
		if (better.at == NULL)
			return;
	}
	better = mended_scheme(c->arena, better);
	if (better.at != NULL)
		address_better(c, a, false, better);
}

void look_scheme(struct checker *c)
{
	addresses_look(c, see_scheme);
}

/* ------------------------------------------------------------- no address */

/* "example.org" or "example.org/page", not "page.html" or "notes/a.md". */
static bool begins_with_host(struct str text)
{
	static const struct str files[] = { STR_INIT("md"), STR_INIT("html"),
		STR_INIT("htm"), STR_INIT("pdf"), STR_INIT("png"),
		STR_INIT("jpg"), STR_INIT("jpeg"), STR_INIT("svg"),
		STR_INIT("gif"), STR_INIT("webp"), STR_INIT("txt"),
		STR_INIT("markdown"), STR_INIT("xml"), STR_INIT("ics") };
	struct str rest = text, host = str_take(&rest, '/'), top;
	size_t dot;

	host = str_take(&host, ':');
	top = host;
	while ((dot = str_find_char(top, '.', 0)) != STR_NONE)
		top = str_sub(top, dot + 1, top.len);
	if (top.len == host.len || top.len < 2 || host.at[0] == '.')
		return false;
	for (size_t i = 0; i < host.len; i++)
		if (!char_is_alnum(host.at[i]) && host.at[i] != '.' &&
		    host.at[i] != '-')
			return false;
	for (size_t i = 0; i < COUNT(files); i++)
		if (str_eq_fold(top, files[i]))
			return false;
	return char_is_alpha(top.at[0]);
}

/* A place on the same site or page. */
static bool is_relative(struct str text)
{
	return text.at[0] == '#' || text.at[0] == '/' || text.at[0] == '.' ||
	       text.at[0] == '?' ||
	       (str_find_char(text, '/', 0) != STR_NONE &&
		   str_find(text, STR("://"), 0) == STR_NONE) ||
	       str_find_char(text, '.', 0) != STR_NONE;
}

/* The address inside brackets or behind other marks: "(https://a.example". */
static struct str inner_address(struct str text)
{
	size_t at = str_find(text, STR("http"), 0);
	struct str inner;

	if (at == STR_NONE || at == 0 || char_is_alnum(text.at[at - 1]))
		return (struct str){ 0 };
	inner = str_sub(text, at, text.len);
	while (inner.len > 0 && strchr(")]>", inner.at[inner.len - 1]) != NULL)
		inner.len--;
	for (size_t i = 0; i < inner.len; i++)
		if (strchr("()[]<>", inner.at[i]) != NULL)
			return (struct str){ 0 };
	return url_is_absolute(inner) ? inner : (struct str){ 0 };
}

static void see_no_address(struct checker *c, const struct address *a)
{
	struct str inner, text = a->text;
	struct url u;

	/* Of what a template left placeholder-left speaks. */
	if (is_web(a) || is_image(a) ||
	    mended_scheme(c->arena, text).at != NULL ||
	    leaks_placeholder(c->settings, text))
		return;
	inner = inner_address(text);
	u = url_split(text);
	if (inner.at != NULL)
		address_better(c, a, false, inner);
	else if (begins_with_host(text))
		address_better(c, a, false,
		    arena_printf(c->arena, "https://%.*s", STR_ARG(text)));
	else if (strchr("([<{", text.at[0]) != NULL ||
		 is_web_scheme(u.scheme) ||
		 (u.scheme.at == NULL && !is_relative(text)))
		address_found(c, a, "\"%.*s\"", STR_ARG(str_sub(text, 0, 60)));
}

void look_no_address(struct checker *c)
{
	addresses_look(c, see_no_address);
}

/* ----------------------------------------------------------------- unsafe */

static void see_unsafe(struct checker *c, const struct address *a)
{
	struct url u;

	if (is_web(a) || url_scheme_is_safe(a->link->node->target))
		return;
	u = url_split(a->text);
	if (mended_scheme(c->arena, a->text).at == NULL &&
	    !begins_with_host(a->text) && inner_address(a->text).at == NULL &&
	    !str_eq_fold(u.scheme, STR("localhost")))
		address_found(c, a, "%.*s:", STR_ARG(str_sub(u.scheme, 0, 20)));
}

void look_unsafe(struct checker *c)
{
	addresses_look(c, see_unsafe);
}

/* ------------------------------------------------------------------ local */

/* The second number of 172.16.0.0 to 172.31.255.255. */
static bool is_in_172(struct str host)
{
	uint64_t part;

	if (!str_starts(host, STR("172.")))
		return false;
	host = str_sub(host, 4, host.len);
	return str_to_number(str_take(&host, '.'), 255, &part) && part >= 16 &&
	       part <= 31;
}

static bool is_number_host(struct str host)
{
	for (size_t i = 0; i < host.len; i++)
		if (!char_is_digit(host.at[i]) && host.at[i] != '.')
			return false;
	return true;
}

static bool is_local(struct str host)
{
	static const struct str numbers[] = { STR_INIT("127."), STR_INIT("10."),
		STR_INIT("192.168."), STR_INIT("169.254."),
		STR_INIT("0.0.0.0") };
	static const struct str names[] = { STR_INIT(".localhost"),
		STR_INIT(".local"), STR_INIT(".internal"), STR_INIT(".lan"),
		STR_INIT(".home.arpa") };

	if (str_eq(host, STR("localhost")))
		return true;
	if (host.len > 0 && char_is_digit(host.at[0]) && is_number_host(host)) {
		for (size_t i = 0; i < COUNT(numbers); i++)
			if (str_starts(host, numbers[i]))
				return true;
		return is_in_172(host);
	}
	for (size_t i = 0; i < COUNT(names); i++)
		if (str_ends(host, names[i]))
			return true;
	return str_starts(host, STR("[::1]")) ||
	       str_starts(host, STR("[fe80:")) || str_starts(host, STR("[fd"));
}

static void see_local(struct checker *c, const struct address *a)
{
	struct str host = address_host(a->link);

	if (host.at == NULL) {
		if (str_eq_fold(url_split(a->text).scheme, STR("localhost")))
			address_found(c, a, NULL);
	} else if (is_local(host)) {
		address_found(c, a, "%.*s", STR_ARG(host));
	}
}

void look_local(struct checker *c)
{
	addresses_look(c, see_local);
}

/* -------------------------------------------------------------------- API */

/* What programs read, not people. */
static const struct str api_places[] = {
	STR_INIT("api.github.com/"),
	STR_INIT("api.twitter.com/"),
	STR_INIT("crates.io/api/"),
	STR_INIT("gitlab.com/api/"),
	STR_INIT("hn.algolia.com/api/"),
	STR_INIT("hacker-news.firebaseio.com/"),
	STR_INIT("registry.npmjs.org/"),
};

/* https://github.com/OWNER/NAME/pull/7 for .../repos/OWNER/NAME/pulls/7. */
static struct str github_page(struct arena *arena, struct str place)
{
	static const struct str repositories =
	    STR_INIT("api.github.com/repos/");
	struct str rest, owner, name, what;

	if (!str_starts(place, repositories))
		return (struct str){ 0 };
	rest = str_sub(place, repositories.len, place.len);
	owner = str_take(&rest, '/');
	name = str_take(&rest, '/');
	if (rest.at == NULL)
		return arena_printf(arena, "https://github.com/%.*s/%.*s",
		    STR_ARG(owner), STR_ARG(name));
	what = str_take(&rest, '/');
	if (str_eq(what, STR("pulls")))
		what = STR("pull");
	else if (!str_eq(what, STR("issues")))
		return (struct str){ 0 };
	return arena_printf(arena, "https://github.com/%.*s/%.*s/%.*s/%.*s",
	    STR_ARG(owner), STR_ARG(name), STR_ARG(what), STR_ARG(rest));
}

static void see_api(struct checker *c, const struct address *a)
{
	struct str place = address_place(a->link), page;

	for (size_t i = 0; i < COUNT(api_places); i++) {
		if (!str_starts(place, api_places[i]))
			continue;
		page = github_page(c->arena, place);
		if (page.at != NULL)
			address_better(c, a, false, page);
		else
			address_found(c, a, NULL);
		return;
	}
}

void look_api(struct checker *c)
{
	addresses_look(c, see_api);
}

/* -------------------------------------------------------------- own pages */

/* Is it a page of the newsletter: below its address, and not that itself? */
static bool is_below(struct str canonical, struct str own)
{
	return canonical.len > own.len + 1 && str_starts(canonical, own) &&
	       canonical.at[own.len] == '/';
}

void look_own_page(struct checker *c)
{
	struct str own = url_canonical(c->arena, c->settings->address);

	for (size_t i = 0; i < c->links; i++) {
		const struct checked_link *link = &c->link[i];
		const struct section *s = &c->issue->section[link->section];
		const struct md_node *node = link->node;

		if (lists_links(s) && link->item != STR_NONE &&
		    is_below(link->canonical, own))
			check_found_node(c, node, NULL);
	}
}
