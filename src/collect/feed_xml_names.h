/* The elements of RSS, Atom and their modules, and what they mean. */
#ifndef COLLECT_FEED_XML_NAMES_H
#define COLLECT_FEED_XML_NAMES_H

#include "base/str.h"

/* What an element is for. */
enum feed_role {
	FEED_ROLE_NONE, /* not known: its text is part of what is around it */
	FEED_ROLE_ITEM,
	FEED_ROLE_SKIP, /* nothing of what is inside counts */
	FEED_ROLE_TITLE,
	FEED_ROLE_LINK,     /* of RSS, in its text, or of Atom, in its href */
	FEED_ROLE_ORIGINAL, /* the address that a service replaced by its own */
	FEED_ROLE_GUID,
	FEED_ROLE_ID,
	FEED_ROLE_AUTHOR,
	FEED_ROLE_NAME, /* of an author */
	FEED_ROLE_PUBLISHED,
	FEED_ROLE_UPDATED,
	FEED_ROLE_SUMMARY,
	FEED_ROLE_LANGUAGE,
	FEED_ROLE_ENCLOSURE,
	FEED_ROLES,
};

enum feed_space {
	FEED_SPACE_OTHER,
	FEED_SPACE_RSS,
	FEED_SPACE_ATOM,
	FEED_SPACE_DC,
	FEED_SPACE_TERMS, /* of Dublin Core */
	FEED_SPACE_CONTENT,
	FEED_SPACE_MEDIA,
	FEED_SPACE_ITUNES,
	FEED_SPACE_BURNER,
	FEED_SPACE_XHTML,
};

struct feed_name {
	struct str name;
	enum feed_space space; /* RSS stands for Atom too */
	enum feed_role role;
	int rank; /* of two that say the same the higher one counts */
	/* No element of HTML: it ends a text that lacks its end tag. */
	bool ends_text;
};

/* By the address of a namespace; where that is unset, as the prefix was never
 * declared, by the prefix, which may be unset as well. */
enum feed_space feed_space_of(struct str address, struct str prefix);

/* NULL for elements that are not known. */
const struct feed_name *feed_name_find(enum feed_space space, struct str name);

#endif
