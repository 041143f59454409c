#include "base/media_type.h"

#include <string.h>
#include <strings.h>

static const struct {
	const char *ending, *type;
} types[] = {
	{ ".html", "text/html; charset=utf-8" },
	{ ".css", "text/css; charset=utf-8" },
	{ ".js", "text/javascript; charset=utf-8" },
	{ ".mjs", "text/javascript; charset=utf-8" },
	{ ".json", "application/json; charset=utf-8" },
	{ ".ics", "text/calendar; charset=utf-8" },
	{ ".xml", "application/xml; charset=utf-8" },
	{ ".txt", "text/plain; charset=utf-8" },
	{ ".md", "text/markdown; charset=utf-8" },
	{ ".csv", "text/csv; charset=utf-8" },
	{ ".svg", "image/svg+xml; charset=utf-8" },
	{ ".webmanifest", "application/manifest+json; charset=utf-8" },
	{ ".avif", "image/avif" },
	{ ".gif", "image/gif" },
	{ ".ico", "image/x-icon" },
	{ ".jpeg", "image/jpeg" },
	{ ".jpg", "image/jpeg" },
	{ ".png", "image/png" },
	{ ".webp", "image/webp" },
	{ ".mp3", "audio/mpeg" },
	{ ".ogg", "audio/ogg" },
	{ ".mp4", "video/mp4" },
	{ ".webm", "video/webm" },
	{ ".pdf", "application/pdf" },
	{ ".woff", "font/woff" },
	{ ".woff2", "font/woff2" },
	{ ".zip", "application/zip" },
};

/* Feeds have types of their own, though they are XML or JSON. */
static const struct {
	const char *name, *type;
} named[] = {
	{ "atom.xml", "application/atom+xml; charset=utf-8" },
	{ "rss.xml", "application/rss+xml; charset=utf-8" },
	{ "feed.json", "application/feed+json; charset=utf-8" },
};

const char *media_type(const char *name)
{
	const char *slash = strrchr(name, '/'), *dot;

	if (slash != NULL)
		name = slash + 1;
	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++)
		if (strcmp(name, named[i].name) == 0)
			return named[i].type;
	dot = strrchr(name, '.');
	for (size_t i = 0; dot != NULL && i < sizeof(types) / sizeof(types[0]);
	     i++)
		if (strcasecmp(dot, types[i].ending) == 0)
			return types[i].type;
	return "application/octet-stream";
}
