/*
 * address: what rules about links share.  Private to src/check.
 */
#ifndef CHECK_ADDRESS_H
#define CHECK_ADDRESS_H

#include "check/rule.h"

/* The address of a link, or of a definition that links name. */
struct address {
	const struct checked_link *link;
	struct str text; /* as written; borrowed from the file if known */
	bool known;      /* its place is: then it can be mended */
};

typedef void address_look(struct checker *c, const struct address *address);

/* Look at each address once: a definition is looked at with the first link
 * that names it.  Empty ones are passed over. */
void addresses_look(struct checker *c, address_look *look);

/* Note a finding at an address; the format makes the detail, or NULL. */
struct finding *address_found(struct checker *c, const struct address *address,
    const char *detail, ...) __attribute__((format(printf, 3, 4)));

/*
 * Note that an address should be `better`: the finding is at the bytes that
 * differ, which is what the fix changes.  It is NULL, and nothing is noted,
 * if they are equal.
 */
struct finding *address_better(struct checker *c, const struct address *address,
    bool safe, struct str better);

/* The host and what follows it of a canonical address of the web, without
 * scheme; at is NULL for other addresses. */
struct str address_place(const struct checked_link *link);
/* Its host alone. */
struct str address_host(const struct checked_link *link);

/* Does an item list a link for its own sake, as those of SECTION_ITEMS do? */
bool lists_links(const struct section *section);

#endif
