#include "collect/site.h"

#include "base/url.h"
#include "collect/kind.h"

/* Hosts of many: how many parts of the path say whose page it is; 0: none do. */
static const struct {
	const char *host;
	int parts;
} hosts[] = {
	{ "meetup.com", 1 },
	{ "medium.com", 1 },
	{ "dev.to", 1 },
	{ "reddit.com", 2 },
	{ "github.com", 0 },
	{ "gitlab.com", 0 },
	{ "youtube.com", 0 },
	{ "youtu.be", 0 },
	{ "vimeo.com", 0 },
	{ "luma.com", 0 },
	{ "lu.ma", 0 },
	{ "twitter.com", 0 },
	{ "x.com", 0 },
	{ "linkedin.com", 0 },
	{ "eventbrite.com", 0 },
	{ "sessionize.com", 0 },
	{ "google.com", 0 },
	{ "outlook.com", 0 },
	{ "office365.com", 0 },
	{ "icloud.com", 0 },
};

enum { OWN = -1 };

static int parts_of(struct str url)
{
	for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++)
		if (kind_is_at(url, hosts[i].host))
			return hosts[i].parts;
	return OWN;
}

bool site_is_shared(struct str url)
{
	return parts_of(url) != OWN;
}

struct str site_of(struct arena *arena, struct str url)
{
	struct url parts = url_split(url_without_language(arena, url));
	struct str path = str_sub(parts.path, 1, parts.path.len);
	int count = parts_of(url);
	size_t len = 0;

	if (count == 0 || parts.authority.len == 0)
		return (struct str){ NULL, 0 };
	for (int i = 0; i < count && len < path.len; i++) {
		size_t slash = str_find_char(path, '/', len);

		len = slash != STR_NONE ? slash + 1 : path.len;
	}
	return arena_printf(arena, "%.*s://%.*s/%.*s%s", STR_ARG(parts.scheme),
	    STR_ARG(parts.authority), (int)len, path.at,
	    len > 0 && path.at[len - 1] != '/' ? "/" : "");
}
