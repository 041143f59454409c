#include "collect/feed_xml_names.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* The beginnings of addresses: many are written with a slash more or less. */
static const struct {
	struct str start;
	enum feed_space space;
} addresses[] = {
	{ STR_INIT("http://www.w3.org/2005/Atom"), FEED_SPACE_ATOM },
	{ STR_INIT("https://www.w3.org/2005/Atom"), FEED_SPACE_ATOM },
	{ STR_INIT("http://purl.org/atom/"), FEED_SPACE_ATOM },
	{ STR_INIT("http://purl.org/dc/elements/"), FEED_SPACE_DC },
	{ STR_INIT("http://purl.org/dc/terms"), FEED_SPACE_TERMS },
	{ STR_INIT("http://purl.org/rss/1.0/modules/content"),
	    FEED_SPACE_CONTENT },
	{ STR_INIT("http://purl.org/rss/1.0/modules/"), FEED_SPACE_OTHER },
	{ STR_INIT("http://purl.org/rss/"), FEED_SPACE_RSS },
	{ STR_INIT("http://purl.org/net/rss"), FEED_SPACE_RSS },
	{ STR_INIT("http://my.netscape.com/"), FEED_SPACE_RSS },
	{ STR_INIT("http://channel.netscape.com/"), FEED_SPACE_RSS },
	{ STR_INIT("http://my.netscape.com/publish/"), FEED_SPACE_RSS },
	{ STR_INIT("http://backend.userland.com/"), FEED_SPACE_RSS },
	{ STR_INIT("http://blogs.law.harvard.edu/tech/rss"), FEED_SPACE_RSS },
	{ STR_INIT("http://cyber.law.harvard.edu/rss"), FEED_SPACE_RSS },
	{ STR_INIT("http://search.yahoo.com/mrss"), FEED_SPACE_MEDIA },
	{ STR_INIT("https://search.yahoo.com/mrss"), FEED_SPACE_MEDIA },
	{ STR_INIT("http://tools.search.yahoo.com/mrss"), FEED_SPACE_MEDIA },
	{ STR_INIT("http://www.itunes.com/"), FEED_SPACE_ITUNES },
	{ STR_INIT("http://rssnamespace.org/feedburner/"), FEED_SPACE_BURNER },
	{ STR_INIT("http://www.w3.org/1999/xhtml"), FEED_SPACE_XHTML },
};

static const struct {
	struct str prefix;
	enum feed_space space;
} prefixes[] = {
	{ STR_INIT(""), FEED_SPACE_RSS },
	{ STR_INIT("rss"), FEED_SPACE_RSS },
	{ STR_INIT("atom"), FEED_SPACE_ATOM },
	{ STR_INIT("dc"), FEED_SPACE_DC },
	{ STR_INIT("dcterms"), FEED_SPACE_TERMS },
	{ STR_INIT("content"), FEED_SPACE_CONTENT },
	{ STR_INIT("media"), FEED_SPACE_MEDIA },
	{ STR_INIT("itunes"), FEED_SPACE_ITUNES },
	{ STR_INIT("feedburner"), FEED_SPACE_BURNER },
	{ STR_INIT("xhtml"), FEED_SPACE_XHTML },
};

static const struct feed_name names[] = {
	{ STR_INIT("item"), FEED_SPACE_RSS, FEED_ROLE_ITEM, 0, true },
	{ STR_INIT("entry"), FEED_SPACE_RSS, FEED_ROLE_ITEM, 0, true },
	{ STR_INIT("image"), FEED_SPACE_RSS, FEED_ROLE_SKIP, 0, false },
	{ STR_INIT("textinput"), FEED_SPACE_RSS, FEED_ROLE_SKIP, 0, false },
	{ STR_INIT("source"), FEED_SPACE_RSS, FEED_ROLE_SKIP, 0, false },
	{ STR_INIT("contributor"), FEED_SPACE_RSS, FEED_ROLE_SKIP, 0, true },
	{ STR_INIT("category"), FEED_SPACE_RSS, FEED_ROLE_SKIP, 0, true },
	{ STR_INIT("comments"), FEED_SPACE_RSS, FEED_ROLE_SKIP, 0, true },
	{ STR_INIT("generator"), FEED_SPACE_RSS, FEED_ROLE_SKIP, 0, true },
	{ STR_INIT("title"), FEED_SPACE_RSS, FEED_ROLE_TITLE, 3, false },
	{ STR_INIT("link"), FEED_SPACE_RSS, FEED_ROLE_LINK, 5, true },
	{ STR_INIT("guid"), FEED_SPACE_RSS, FEED_ROLE_GUID, 3, true },
	{ STR_INIT("id"), FEED_SPACE_RSS, FEED_ROLE_ID, 3, false },
	{ STR_INIT("author"), FEED_SPACE_RSS, FEED_ROLE_AUTHOR, 2, true },
	{ STR_INIT("name"), FEED_SPACE_RSS, FEED_ROLE_NAME, 3, true },
	{ STR_INIT("pubdate"), FEED_SPACE_RSS, FEED_ROLE_PUBLISHED, 4, true },
	{ STR_INIT("published"), FEED_SPACE_RSS, FEED_ROLE_PUBLISHED, 4, true },
	{ STR_INIT("issued"), FEED_SPACE_RSS, FEED_ROLE_PUBLISHED, 4, true },
	{ STR_INIT("created"), FEED_SPACE_RSS, FEED_ROLE_PUBLISHED, 2, true },
	{ STR_INIT("updated"), FEED_SPACE_RSS, FEED_ROLE_UPDATED, 3, true },
	{ STR_INIT("modified"), FEED_SPACE_RSS, FEED_ROLE_UPDATED, 3, true },
	{ STR_INIT("description"), FEED_SPACE_RSS, FEED_ROLE_SUMMARY, 4, true },
	{ STR_INIT("summary"), FEED_SPACE_RSS, FEED_ROLE_SUMMARY, 4, false },
	{ STR_INIT("content"), FEED_SPACE_RSS, FEED_ROLE_SUMMARY, 3, false },
	{ STR_INIT("language"), FEED_SPACE_RSS, FEED_ROLE_LANGUAGE, 3, true },
	{ STR_INIT("enclosure"), FEED_SPACE_RSS, FEED_ROLE_ENCLOSURE, 3, true },
	{ STR_INIT("title"), FEED_SPACE_DC, FEED_ROLE_TITLE, 2, true },
	{ STR_INIT("creator"), FEED_SPACE_DC, FEED_ROLE_AUTHOR, 3, true },
	{ STR_INIT("date"), FEED_SPACE_DC, FEED_ROLE_PUBLISHED, 3, true },
	{ STR_INIT("description"), FEED_SPACE_DC, FEED_ROLE_SUMMARY, 2, true },
	{ STR_INIT("language"), FEED_SPACE_DC, FEED_ROLE_LANGUAGE, 2, true },
	{ STR_INIT("identifier"), FEED_SPACE_DC, FEED_ROLE_ID, 1, true },
	{ STR_INIT("publisher"), FEED_SPACE_DC, FEED_ROLE_SKIP, 0, true },
	{ STR_INIT("subject"), FEED_SPACE_DC, FEED_ROLE_SKIP, 0, true },
	{ STR_INIT("issued"), FEED_SPACE_TERMS, FEED_ROLE_PUBLISHED, 3, true },
	{ STR_INIT("created"), FEED_SPACE_TERMS, FEED_ROLE_PUBLISHED, 2, true },
	{ STR_INIT("modified"), FEED_SPACE_TERMS, FEED_ROLE_UPDATED, 2, true },
	{ STR_INIT("encoded"), FEED_SPACE_CONTENT, FEED_ROLE_SUMMARY, 3, true },
	{ STR_INIT("title"), FEED_SPACE_MEDIA, FEED_ROLE_TITLE, 1, true },
	{ STR_INIT("description"), FEED_SPACE_MEDIA, FEED_ROLE_SUMMARY, 1,
	    true },
	{ STR_INIT("content"), FEED_SPACE_MEDIA, FEED_ROLE_ENCLOSURE, 1, true },
	{ STR_INIT("author"), FEED_SPACE_ITUNES, FEED_ROLE_AUTHOR, 1, true },
	{ STR_INIT("summary"), FEED_SPACE_ITUNES, FEED_ROLE_SUMMARY, 1, true },
	{ STR_INIT("owner"), FEED_SPACE_ITUNES, FEED_ROLE_SKIP, 0, true },
	{ STR_INIT("origlink"), FEED_SPACE_BURNER, FEED_ROLE_ORIGINAL, 6,
	    true },
};

enum feed_space feed_space_of(struct str address, struct str prefix)
{
	if (address.len > 0) {
		for (size_t i = 0; i < COUNT(addresses); i++)
			if (str_starts_fold(address, addresses[i].start))
				return addresses[i].space;
		/* Somebody's own address for what has no other. */
		return prefix.len == 0 ? FEED_SPACE_RSS : FEED_SPACE_OTHER;
	}
	for (size_t i = 0; i < COUNT(prefixes); i++)
		if (str_eq_fold(prefix, prefixes[i].prefix))
			return prefixes[i].space;
	return FEED_SPACE_OTHER;
}

const struct feed_name *feed_name_find(enum feed_space space, struct str name)
{
	if (space == FEED_SPACE_ATOM)
		space = FEED_SPACE_RSS;
	for (size_t i = 0; i < COUNT(names); i++)
		if (names[i].space == space && str_eq_fold(names[i].name, name))
			return &names[i];
	return NULL;
}
