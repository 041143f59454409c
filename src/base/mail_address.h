/*
 * mail_address: addresses of mail, as people and lists write them.
 *
 * RFC 5321 section 4.1.2 (Mailbox) with RFC 6531 (UTF-8 before the @) and
 * IDNA 2008 behind it.  No comments, no routes, no address literals ([::1]): a
 * newsletter is sent to none of them.
 */
#ifndef BASE_MAIL_ADDRESS_H
#define BASE_MAIL_ADDRESS_H

#include "base/arena.h"

enum mail_address_status {
	MAIL_ADDRESS_OK = 0,
	MAIL_ADDRESS_EMPTY,      /* nothing, or blanks */
	MAIL_ADDRESS_NO_AT,      /* no @: ask for the rest */
	MAIL_ADDRESS_BAD_LOCAL,  /* what stands before the @ cannot */
	MAIL_ADDRESS_BAD_DOMAIN, /* what stands behind it is no domain */
	MAIL_ADDRESS_TOO_LONG,   /* 64 bytes before the @, 254 in all */
};

struct mail_address {
	/* To send to: the author's local part, quoted only where it must be,
	 * and the domain in ASCII and lower case. */
	struct str text;
	/* To compare by: the same with the local part in lower case, in form
	 * C of Unicode and never quoted.  Not to send to. */
	struct str key;
	struct str domain; /* slice of text */
};

/* Read all of `text`, blanks around it aside.  On success, fill in
 * *ret_address, in the arena; else leave it alone. */
enum mail_address_status mail_address_read(
    struct arena *arena, struct str text, struct mail_address *ret_address);

/*
 * The key of the mailbox behind a key: "ada@x.example" of
 * "ada+news@x.example" (RFC 5233).  Not all domains deliver so: it is for
 * limits, not to tell people apart.
 */
struct str mail_address_mailbox(struct arena *arena, struct str key);

/* What is wrong, for people: "there is no @ in it". */
const char *mail_address_problem(enum mail_address_status status);

#endif
