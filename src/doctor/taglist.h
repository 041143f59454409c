/*
 * taglist: "v=DKIM1; k=rsa; p=...", as the records of DKIM and DMARC are written
 * (RFC 6376, section 3.2).
 */
#ifndef DOCTOR_TAGLIST_H
#define DOCTOR_TAGLIST_H

#include "base/arena.h"

struct taglist_tag {
	struct str name, value; /* slices, without the blanks around them */
};

struct taglist {
	struct taglist_tag *tag; /* in their order */
	size_t count;
};

/* Read a record; false, with a clause for people, if it is none. */
bool taglist_read(struct arena *arena, struct str record,
    struct taglist *ret_tags, const char **ret_why);

/* The value of a tag; unset if it is not there. */
struct str taglist_value(const struct taglist *tags, struct str name);

/* Is `word` one of those of a list, "a:b", whose separator this is? */
bool taglist_has_word(struct str list, char separator, struct str word);

#endif
