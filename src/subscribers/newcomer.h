/*
 * newcomer: one row of a list as somebody for the store.  Private to
 * src/subscribers.
 */
#ifndef SUBSCRIBERS_NEWCOMER_H
#define SUBSCRIBERS_NEWCOMER_H

#include "store/store.h"
#include "subscribers/rows.h"

/* What a row means; the states of the store, and two more. */
enum standing {
	STANDING_PENDING = SUBSCRIBER_PENDING,
	STANDING_ACTIVE = SUBSCRIBER_ACTIVE,
	STANDING_PAUSED = SUBSCRIBER_PAUSED,
	STANDING_LEFT = SUBSCRIBER_LEFT,
	STANDING_BOUNCED = SUBSCRIBER_BOUNCED,
	STANDING_SUPPRESSED, /* complained, or was blocked: no mail, ever */
	STANDING_NEVER,      /* never asked for mail */
};

struct newcomer_options {
	enum standing standing; /* of who says none */
	struct str consent;     /* what they agreed to; may be unset */
	struct str source;
	bool keep_networks;
	int64_t now;
};

struct newcomer {
	struct str address_key;
	bool suppressed;
	struct subscriber subscriber;
	struct consent *consent;
	size_t consents;
	int64_t wished; /* when they asked, or left; 0: not known */
	size_t tags;    /* that were not taken */
	/* What was not taken as it is written, or NULL: "its date of ...". */
	const char *remark;
};

/* Read a row; NULL, or why it cannot be taken. */
const char *newcomer_read(struct arena *arena, enum service service,
    const struct row *row, const struct newcomer_options *options,
    struct newcomer *ret_person);

#endif
