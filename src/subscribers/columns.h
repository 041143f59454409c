/*
 * columns: what the columns of a list of people are, by their names.
 *
 * Every service has its names, and there are few clashes among them: one table
 * holds all, and the service is recognised by names that only it has.  Names
 * are compared by their letters and digits, without case.  Private to
 * src/subscribers.
 */
#ifndef SUBSCRIBERS_COLUMNS_H
#define SUBSCRIBERS_COLUMNS_H

#include "base/arena.h"

/* What a column holds. */
enum role {
	ROLE_NONE, /* nothing that is taken */
	ROLE_ADDRESS,
	ROLE_NAME,
	ROLE_FIRST_NAME,
	ROLE_LAST_NAME,
	ROLE_STATE,      /* a word */
	ROLE_SENT,       /* yes: gets mail */
	ROLE_DISABLED,   /* yes: gets none */
	ROLE_CREATED,    /* times */
	ROLE_ASKED,      /* for the newsletter */
	ROLE_ASKED_FROM, /* address of the network */
	ROLE_CONFIRMED,
	ROLE_CONFIRMED_FROM,
	ROLE_LEFT,    /* a time means that they left then */
	ROLE_BOUNCED, /* and here that mail does not arrive */
	ROLE_LANGUAGE,
	ROLE_FORMAT,
	ROLE_TAGS, /* counted, not kept */
	/* Of our own exports. */
	ROLE_SECTIONS,
	ROLE_REGIONS,
	ROLE_COUNTRIES,
	ROLE_PAUSED_UNTIL,
	ROLE_CHANGED,
	ROLE_SOURCE,
	ROLE_LINK,
	ROLE_CONSENTS,
	/* A known column that nothing is lost without. */
	ROLE_IGNORED,
};
enum { ROLES = ROLE_IGNORED + 1 };

enum service {
	SERVICE_PLAIN, /* whoever wrote it */
	SERVICE_SENNIGHT,
	SERVICE_MAILCHIMP,
	SERVICE_LISTMONK,
	SERVICE_BUTTONDOWN,
	SERVICE_GHOST,
	SERVICE_SUBSTACK,
};
enum { SERVICES = SERVICE_SUBSTACK + 1 };

const char *service_name(enum service service);
bool service_named(struct str name, enum service *ret_service);

/* A name for comparing. */
struct str column_key(struct arena *arena, struct str name);
/* Which service has these columns?  The keys of their names. */
enum service service_of(const struct str *key, size_t count);
/* What a column of a service holds; ROLE_NONE for an unknown one. */
enum role column_role(enum service service, struct str key);

/* What --column calls a role: "address"; ROLE_NONE if it is none. */
enum role role_named(struct str name);

#endif
