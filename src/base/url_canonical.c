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
} host_aliases[] = {
	{ STR_INIT("old.reddit.com"), STR_INIT("reddit.com") },
	{ STR_INIT("np.reddit.com"), STR_INIT("reddit.com") },
	{ STR_INIT("new.reddit.com"), STR_INIT("reddit.com") },
	{ STR_INIT("x.com"), STR_INIT("twitter.com") },
	{ STR_INIT("lu.ma"), STR_INIT("luma.com") },
	{ STR_INIT("en.m.wikipedia.org"), STR_INIT("en.wikipedia.org") },
	{ STR_INIT("youtube-nocookie.com"), STR_INIT("youtube.com") },
};

/* Parameters that say where a reader came from, not what is shown.  A star
 * at the end stands for anything; an empty host for every host. */
static const struct {
	struct str host, name;
} tracking[] = {
	{ STR_INIT(""), STR_INIT("utm_*") },
	{ STR_INIT(""), STR_INIT("fbclid") },
	{ STR_INIT(""), STR_INIT("gclid") },
	{ STR_INIT(""), STR_INIT("dclid") },
	{ STR_INIT(""), STR_INIT("msclkid") },
	{ STR_INIT(""), STR_INIT("yclid") },
	{ STR_INIT(""), STR_INIT("twclid") },
	{ STR_INIT(""), STR_INIT("igshid") },
	{ STR_INIT(""), STR_INIT("mc_cid") },
	{ STR_INIT(""), STR_INIT("mc_eid") },
	{ STR_INIT(""), STR_INIT("mkt_tok") },
	{ STR_INIT(""), STR_INIT("_hsenc") },
	{ STR_INIT(""), STR_INIT("_hsmi") },
	{ STR_INIT(""), STR_INIT("aff") },
	{ STR_INIT(""), STR_INIT("eventOrigin") },
	{ STR_INIT(""), STR_INIT("si") },
	{ STR_INIT(""), STR_INIT("feature") },
	{ STR_INIT(""), STR_INIT("ref") },
	{ STR_INIT(""), STR_INIT("ref_*") },
	{ STR_INIT(""), STR_INIT("referrer*") },
	{ STR_INIT("eventbrite.com"), STR_INIT("keep_tld") },
	{ STR_INIT("luma.com"), STR_INIT("tk") },
	{ STR_INIT("medium.com"), STR_INIT("source") },
	{ STR_INIT("medium.com"), STR_INIT("sk") },
	{ STR_INIT("meetup.com"), STR_INIT("_af*") },
	{ STR_INIT("meetup.com"), STR_INIT("_xtd") },
	{ STR_INIT("meetup.com"), STR_INIT("isFromReg") },
	{ STR_INIT("twitter.com"), STR_INIT("s") },
	{ STR_INIT("twitter.com"), STR_INIT("t") },
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

static bool is_tracking(const struct place *p, struct str name)
{
	for (size_t i = 0; i < COUNT(tracking); i++)
		if (is_for(tracking[i].host, p) &&
		    name_matches(tracking[i].name, name))
			return true;
	return false;
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

		if ((name.len == 0 && value.len == 0) || is_tracking(p, name))
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

/* Where a page leads that does nothing but lead on; else at is NULL. */
static struct str redirect_target(struct arena *arena, const struct place *p)
{
	struct str target;

	if (!str_eq(p->host, STR("google.com")) ||
	    !str_eq(p->path, STR("/url")))
		return (struct str){ 0 };
	target = parameter(p->query, STR("q"));
	if (target.len == 0)
		target = parameter(p->query, STR("url"));
	return target.len > 0 ? decoded(arena, target) : (struct str){ 0 };
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
	for (int redirects = 0;; redirects++) {
		struct place p = { 0 };
		struct str normal = canonical_escapes(arena, url), target;

		normal = url_join(arena, normal, normal);
		if (!split(arena, normal, &p))
			return arena_str(arena, url);
		target = redirect_target(arena, &p);
		if (target.len > 0 && redirects < 3 &&
		    url_is_absolute(target)) {
			url = target;
			continue;
		}
		settle_site(arena, &p);
		return print(arena, &p);
	}
}
