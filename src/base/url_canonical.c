#include "base/url.h"

#include "base/limits.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* Facts about sites; hosts as they are after host_aliases. */

/* Fronts of a host that show the same site. */
static const struct str host_prefixes[] = {
	STR_INIT("www."),
	STR_INIT("m."),
	STR_INIT("mobile."),
};

static const struct {
	struct str from, to;
	bool odd; /* not what a reader expects: see url_usual_host */
} host_aliases[] = {
	{ STR_INIT("old.reddit.com"), STR_INIT("reddit.com"), true },
	{ STR_INIT("np.reddit.com"), STR_INIT("reddit.com"), true },
	{ STR_INIT("new.reddit.com"), STR_INIT("reddit.com"), true },
	{ STR_INIT("x.com"), STR_INIT("twitter.com"), false },
	{ STR_INIT("lu.ma"), STR_INIT("luma.com"), false },
	{ STR_INIT("en.m.wikipedia.org"), STR_INIT("en.wikipedia.org"), true },
	{ STR_INIT("de.m.wikipedia.org"), STR_INIT("de.wikipedia.org"), true },
	{ STR_INIT("youtube-nocookie.com"), STR_INIT("youtube.com"), true },
};

/* Parameters that say where a reader came from, not what is shown.  A star
 * at the end stands for anything; an empty host for every host. */
static const struct {
	struct str host, name;
	enum url_tracking kind;
} tracking[] = {
	{ STR_INIT(""), STR_INIT("utm_*"), URL_TRACKS },
	{ STR_INIT(""), STR_INIT("fbclid"), URL_TRACKS },
	{ STR_INIT(""), STR_INIT("gclid"), URL_TRACKS },
	{ STR_INIT(""), STR_INIT("dclid"), URL_TRACKS },
	{ STR_INIT(""), STR_INIT("msclkid"), URL_TRACKS },
	{ STR_INIT(""), STR_INIT("yclid"), URL_TRACKS },
	{ STR_INIT(""), STR_INIT("twclid"), URL_TRACKS },
	{ STR_INIT(""), STR_INIT("igshid"), URL_TRACKS },
	{ STR_INIT(""), STR_INIT("mc_cid"), URL_TRACKS },
	{ STR_INIT(""), STR_INIT("mc_eid"), URL_TRACKS },
	{ STR_INIT(""), STR_INIT("mkt_tok"), URL_TRACKS },
	{ STR_INIT(""), STR_INIT("_hsenc"), URL_TRACKS },
	{ STR_INIT(""), STR_INIT("_hsmi"), URL_TRACKS },
	{ STR_INIT(""), STR_INIT("hss_channel"), URL_TRACKS },
	{ STR_INIT(""), STR_INIT("aff"), URL_TRACKS },
	{ STR_INIT(""), STR_INIT("eventOrigin"), URL_TRACKS },
	{ STR_INIT(""), STR_INIT("si"), URL_SHARES },
	{ STR_INIT(""), STR_INIT("feature"), URL_SHARES },
	{ STR_INIT(""), STR_INIT("ref"), URL_SHARES },
	{ STR_INIT(""), STR_INIT("ref_*"), URL_SHARES },
	{ STR_INIT(""), STR_INIT("referrer*"), URL_SHARES },
	{ STR_INIT("docs.google.com"), STR_INIT("usp"), URL_SHARES },
	{ STR_INIT("eventbrite.com"), STR_INIT("keep_tld"), URL_SHARES },
	{ STR_INIT("linkedin.com"), STR_INIT("trk"), URL_SHARES },
	{ STR_INIT("luma.com"), STR_INIT("tk"), URL_UNLOCKS },
	{ STR_INIT("medium.com"), STR_INIT("source"), URL_SHARES },
	{ STR_INIT("medium.com"), STR_INIT("sk"), URL_UNLOCKS },
	{ STR_INIT("meetup.com"), STR_INIT("_af*"), URL_TRACKS },
	{ STR_INIT("meetup.com"), STR_INIT("_xtd"), URL_TRACKS },
	{ STR_INIT("meetup.com"), STR_INIT("isFromReg"), URL_SHARES },
	{ STR_INIT("twitter.com"), STR_INIT("s"), URL_SHARES },
	{ STR_INIT("twitter.com"), STR_INIT("t"), URL_SHARES },
};

/* Fragments that name a thing of their own. */
static const struct {
	struct str host, prefix;
} identities[] = {
	{ STR_INIT(""), STR_INIT("/") },
	{ STR_INIT(""), STR_INIT("!") },
	{ STR_INIT(""), STR_INIT("narrow/") },
	{ STR_INIT("github.com"), STR_INIT("issuecomment-") },
	{ STR_INIT("github.com"), STR_INIT("discussion_r") },
	{ STR_INIT("github.com"), STR_INIT("discussioncomment-") },
	{ STR_INIT("github.com"), STR_INIT("pullrequestreview-") },
	{ STR_INIT("gitlab.com"), STR_INIT("note_") },
};

/* Languages that Meetup puts before a path: "es", "es-ES". */
static const struct str meetup_languages[] = {
	STR_INIT("de"),
	STR_INIT("en"),
	STR_INIT("es"),
	STR_INIT("fr"),
	STR_INIT("it"),
	STR_INIT("ja"),
	STR_INIT("ko"),
	STR_INIT("nl"),
	STR_INIT("pl"),
	STR_INIT("pt"),
	STR_INIT("ru"),
	STR_INIT("th"),
	STR_INIT("tr"),
};

/* Paths of a video besides /watch?v=ID. */
static const struct str youtube_paths[] = {
	STR_INIT("/embed/"),
	STR_INIT("/live/"),
	STR_INIT("/shorts/"),
	STR_INIT("/v/"),
};

/* An address of the web in parts; they are changed by the steps below. */
struct place {
	struct str host; /* lower case */
	struct str port; /* with its colon, or empty */
	struct str path, query, fragment;
};

static bool is_for(struct str host, const struct place *p)
{
	return host.len == 0 || str_eq(host, p->host);
}

static struct str lower(struct arena *arena, struct str s)
{
	char *copy = arena_alloc(arena, s.len + 1);

	for (size_t i = 0; i < s.len; i++)
		copy[i] = char_lower(s.at[i]);
	return (struct str){ copy, s.len };
}

/* Cut one prefix off; false if there is none. */
static bool cut_prefix(struct str *host)
{
	for (size_t i = 0; i < COUNT(host_prefixes); i++) {
		struct str rest =
		    str_sub(*host, host_prefixes[i].len, host->len);

		if (str_starts(*host, host_prefixes[i]) &&
		    str_find_char(rest, '.', 0) != STR_NONE) {
			*host = rest;
			return true;
		}
	}
	return false;
}

static struct str canonical_host(struct arena *arena, struct str host)
{
	host = lower(arena, host);
	while (str_ends(host, STR(".")))
		host.len--;
	while (cut_prefix(&host))
		;
	for (size_t i = 0; i < COUNT(host_aliases); i++)
		if (str_eq(host, host_aliases[i].from))
			return host_aliases[i].to;
	return host;
}

/* Of the port as it follows the host, ":8080". */
static struct str canonical_port(struct str port)
{
	if (str_eq(port, STR(":")) || str_eq(port, STR(":80")) ||
	    str_eq(port, STR(":443")))
		return STR("");
	return port;
}

/* Two digits follow every '%' once url_add_encoded saw to it. */
static char byte_of(const char *escape)
{
	return (char)(char_hex(escape[1]) * 16 + char_hex(escape[2]));
}

static bool needs_no_escape(char c)
{
	return char_is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

/* All that may not stand encoded, what need not be encoded plain, digits of
 * escapes in upper case. */
static struct str canonical_escapes(struct arena *arena, struct str url)
{
	struct strbuf in, out;
	struct str result;

	strbuf_init(&in, url.len * 3);
	strbuf_init(&out, url.len * 3);
	url_add_encoded(&in, url);
	for (size_t i = 0; i < in.len; i++) {
		char c = in.buf[i];

		if (c == '%') {
			c = byte_of(in.buf + i);
			i += 2;
			if (!needs_no_escape(c)) {
				url_add_escape(&out, c);
				continue;
			}
		}
		strbuf_add_char(&out, c);
	}
	result = arena_str(arena, strbuf_str(&out));
	strbuf_release(&in);
	strbuf_release(&out);
	return result;
}

static bool name_matches(struct str pattern, struct str name)
{
	if (str_ends(pattern, STR("*")))
		return str_starts(name, str_sub(pattern, 0, pattern.len - 1));
	return str_eq(pattern, name);
}

static enum url_tracking kind_of(const struct place *p, struct str name)
{
	for (size_t i = 0; i < COUNT(tracking); i++)
		if (is_for(tracking[i].host, p) &&
		    name_matches(tracking[i].name, name))
			return tracking[i].kind;
	return URL_SHOWS;
}

/* The next parameter of a query, without the "amp;" of a copied "&amp;". */
static struct str take_parameter(struct str *query, struct str *ret_value)
{
	struct str name, value = str_take(query, '&');

	if (str_starts(value, STR("amp;")))
		value = str_sub(value, 4, value.len);
	name = str_take(&value, '=');
	*ret_value = value;
	return name;
}

static struct str parameter(struct str query, struct str wanted)
{
	struct str value;

	while (query.at != NULL)
		if (str_eq(take_parameter(&query, &value), wanted))
			return value;
	return (struct str){ 0 };
}

static void add_query(struct strbuf *out, const struct place *p)
{
	struct str query = p->query, value;
	char mark = '?';

	while (query.at != NULL) {
		struct str name = take_parameter(&query, &value);

		if ((name.len == 0 && value.len == 0) ||
		    kind_of(p, name) != URL_SHOWS)
			continue;
		strbuf_add_char(out, mark);
		strbuf_add(out, name);
		if (value.at != NULL)
			strbuf_add_char(out, '=');
		strbuf_add(out, value);
		mark = '&';
	}
}

/* A fragment of the front page is kept too: some sites are one page. */
static bool fragment_is_identity(const struct place *p)
{
	if (p->fragment.len == 0 || str_starts(p->fragment, STR(":~:")))
		return false;
	if (p->path.len == 0)
		return true;
	for (size_t i = 0; i < COUNT(identities); i++)
		if (is_for(identities[i].host, p) &&
		    str_starts(p->fragment, identities[i].prefix))
			return true;
	return false;
}

static bool is_meetup_language(struct str part)
{
	struct str language = str_sub(part, 0, 2);

	if (part.len != 2 && !(part.len == 5 && part.at[2] == '-'))
		return false;
	for (size_t i = 0; i < COUNT(meetup_languages); i++)
		if (str_eq_fold(meetup_languages[i], language))
			return true;
	return false;
}

static void settle_meetup(struct place *p)
{
	for (;;) {
		struct str rest = str_sub(p->path, 1, p->path.len);
		struct str first = str_take(&rest, '/');

		if (!is_meetup_language(first))
			return;
		p->path = str_sub(p->path, 1 + first.len, p->path.len);
	}
}

/* Eventbrite has a host for every country; the number is what counts. */
static void settle_eventbrite(struct arena *arena, struct place *p)
{
	size_t digits = p->path.len;

	p->host = STR("eventbrite.com");
	while (digits > 0 && char_is_digit(p->path.at[digits - 1]))
		digits--;
	if (digits < p->path.len && str_starts(p->path, STR("/e/")))
		p->path = arena_printf(arena, "/e/%.*s",
		    STR_ARG(str_sub(p->path, digits, p->path.len)));
}

static struct str youtube_id(const struct place *p)
{
	if (str_eq(p->host, STR("youtu.be")))
		return str_sub(p->path, 1, p->path.len);
	if (str_eq(p->path, STR("/watch")))
		return parameter(p->query, STR("v"));
	for (size_t i = 0; i < COUNT(youtube_paths); i++)
		if (str_starts(p->path, youtube_paths[i]))
			return str_sub(
			    p->path, youtube_paths[i].len, p->path.len);
	return (struct str){ 0 };
}

static bool is_word(struct str s)
{
	if (s.at == NULL)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (!char_is_alnum(s.at[i]) && s.at[i] != '-' && s.at[i] != '_')
			return false;
	return s.len > 0;
}

/* The time is kept: talks of a conference are often one long video. */
static void settle_youtube(struct arena *arena, struct place *p)
{
	struct str id = youtube_id(p);
	struct str time = parameter(p->query, STR("t"));

	if (!is_word(id))
		return;
	while (str_ends(time, STR("s")))
		time.len--;
	p->host = STR("youtu.be");
	p->path = arena_printf(arena, "/%.*s", STR_ARG(id));
	p->query = (struct str){ 0 };
	if (is_word(time) && !str_eq(time, STR("0")))
		p->query = arena_printf(arena, "t=%.*s", STR_ARG(time));
}

static void settle_site(struct arena *arena, struct place *p)
{
	if (str_eq(p->host, STR("meetup.com")))
		settle_meetup(p);
	else if (str_eq(p->host, STR("youtube.com")) ||
		 str_eq(p->host, STR("youtu.be")))
		settle_youtube(arena, p);
	else if (str_starts(p->host, STR("eventbrite.")))
		settle_eventbrite(arena, p);
}

/* False if it is no address of the web. */
static bool split(struct arena *arena, struct str url, struct place *p)
{
	struct url u = url_split(url);
	struct str host = url_host(url);
	const char *behind, *end;

	if (host.len == 0 || !(str_eq_fold(u.scheme, STR("http")) ||
				 str_eq_fold(u.scheme, STR("https"))))
		return false;
	behind = host.at + host.len;
	end = u.authority.at + u.authority.len;
	p->port =
	    canonical_port((struct str){ behind, (size_t)(end - behind) });
	p->host = canonical_host(arena, host);
	p->path = u.path;
	p->query = u.query;
	p->fragment = u.fragment;
	while (str_ends(p->path, STR("/")))
		p->path.len--;
	return true;
}

static struct str decoded(struct arena *arena, struct str s)
{
	char *to = arena_alloc(arena, s.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];

		if (c == '%') {
			c = byte_of(s.at + i);
			i += 2;
		}
		to[len++] = c;
	}
	return (struct str){ to, len };
}

/* Pages that do nothing but lead on, and the parameter that says where to.  An
 * empty path is any; a host with a star stands for all that end like it. */
static const struct {
	struct str host, path, name;
} redirects[] = {
	{ STR_INIT("google.com"), STR_INIT("/url"), STR_INIT("q") },
	{ STR_INIT("google.com"), STR_INIT("/url"), STR_INIT("url") },
	{ STR_INIT("l.facebook.com"), STR_INIT(""), STR_INIT("u") },
	{ STR_INIT("lm.facebook.com"), STR_INIT(""), STR_INIT("u") },
	{ STR_INIT("youtube.com"), STR_INIT("/redirect"), STR_INIT("q") },
	{ STR_INIT("duckduckgo.com"), STR_INIT("/l"), STR_INIT("uddg") },
	{ STR_INIT("r.duckduckgo.com"), STR_INIT("/l"), STR_INIT("uddg") },
	{ STR_INIT("out.reddit.com"), STR_INIT(""), STR_INIT("url") },
	{ STR_INIT("slack-redir.net"), STR_INIT("/link"), STR_INIT("url") },
	{ STR_INIT("vk.com"), STR_INIT("/away.php"), STR_INIT("to") },
	{ STR_INIT("t.umblr.com"), STR_INIT("/redirect"), STR_INIT("z") },
	{ STR_INIT("linkedin.com"), STR_INIT("/redir/redirect"),
	    STR_INIT("url") },
	{ STR_INIT("*.safelinks.protection.outlook.com"), STR_INIT(""),
	    STR_INIT("url") },
};

static bool is_redirect(const struct place *p, size_t i)
{
	struct str host = redirects[i].host;

	if (redirects[i].path.len > 0 && !str_eq(p->path, redirects[i].path))
		return false;
	if (host.at[0] == '*')
		return str_ends(p->host, str_sub(host, 1, host.len));
	return str_eq(p->host, host);
}

/* Where a page leads that does nothing but lead on; else at is NULL. */
static struct str redirect_target(struct arena *arena, const struct place *p)
{
	if (p->query.len == 0)
		return (struct str){ 0 };
	for (size_t i = 0; i < COUNT(redirects); i++) {
		struct str target = { 0 };

		if (is_redirect(p, i))
			target = parameter(p->query, redirects[i].name);
		if (target.len > 0)
			return decoded(arena, target);
	}
	return (struct str){ 0 };
}

static struct str print(struct arena *arena, const struct place *p)
{
	struct strbuf out;
	struct str result;

	strbuf_init(&out, LIMIT_URL * 4);
	strbuf_lit(&out, "https://");
	strbuf_add(&out, p->host);
	strbuf_add(&out, p->port);
	strbuf_add(&out, p->path);
	add_query(&out, p);
	if (fragment_is_identity(p)) {
		strbuf_add_char(&out, '#');
		strbuf_add(&out, p->fragment);
	}
	result = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return result;
}

struct str url_canonical(struct arena *arena, struct str url)
{
	url = str_trim(url);
	if (url.len > LIMIT_URL)
		return arena_str(arena, url);
	for (int followed = 0;; followed++) {
		struct place p = { 0 };
		struct str normal = canonical_escapes(arena, url), target;

		normal = url_join(arena, normal, normal);
		if (!split(arena, normal, &p))
			return arena_str(arena, url);
		target = redirect_target(arena, &p);
		if (target.len > 0 && followed < 3 && url_is_absolute(target)) {
			url = target;
			continue;
		}
		settle_site(arena, &p);
		return print(arena, &p);
	}
}

/* ------------------------------------------------- what readers should get */

struct str url_redirect_target(struct arena *arena, struct str url)
{
	struct place p = { 0 };
	struct str target;

	if (url.len > LIMIT_URL)
		return (struct str){ 0 };
	if (!split(arena, canonical_escapes(arena, url), &p))
		return (struct str){ 0 };
	target = redirect_target(arena, &p);
	return target.len > 0 && url_is_absolute(target) ? target
							 : (struct str){ 0 };
}

/* `url` with what stands in the slice `part` of it replaced. */
static struct str replaced(
    struct arena *arena, struct str url, struct str part, struct str by)
{
	size_t before = (size_t)(part.at - url.at);
	size_t behind = url.len - before - part.len;
	char *text = arena_alloc(arena, url.len + by.len + 1);

	memcpy(text, url.at, before);
	memcpy(text + before, by.at, by.len);
	memcpy(text + before + by.len, part.at + part.len, behind);
	return (struct str){ text, before + by.len + behind };
}

struct str url_without_tracking(
    struct arena *arena, struct str url, enum url_tracking kind)
{
	struct url u = url_split(url);
	struct place p = { .host = canonical_host(arena, url_host(url)) };
	struct str query = u.query, result, value;
	bool removed = false;
	struct strbuf out;

	if (query.len == 0 || url.len > LIMIT_URL)
		return url;
	strbuf_init(&out, LIMIT_URL);
	while (query.at != NULL) {
		struct str whole = query, name = take_parameter(&query, &value);

		if (kind_of(&p, name) == kind) {
			removed = true;
			continue;
		}
		whole = str_take(&whole, '&');
		if (out.len == 0 && str_starts(whole, STR("amp;")))
			whole = str_sub(whole, 4, whole.len);
		strbuf_add_char(&out, out.len == 0 ? '?' : '&');
		strbuf_add(&out, whole);
	}
	result = !removed ? url
			  : replaced(arena, url,
				(struct str){ u.query.at - 1, u.query.len + 1 },
				strbuf_str(&out));
	strbuf_release(&out);
	return result;
}

struct str url_usual_host(struct arena *arena, struct str url)
{
	struct str host = url_host(url), usual = lower(arena, host);

	for (size_t i = 0; i < COUNT(host_aliases); i++)
		if (host_aliases[i].odd && str_eq(usual, host_aliases[i].from))
			return replaced(arena, url, host, host_aliases[i].to);
	if (!cut_prefix(&usual))
		return url;
	return replaced(arena, url, host, usual);
}

struct str url_without_language(struct arena *arena, struct str url)
{
	struct str host = canonical_host(arena, url_host(url));
	struct place p = { .path = url_split(url).path };
	struct str path = p.path;

	if (!str_eq(host, STR("meetup.com")))
		return url;
	settle_meetup(&p);
	return p.path.len == path.len ? url
				      : replaced(arena, url, path, p.path);
}
