/*
 * spf: which machines may send mails of a domain (RFC 7208): read a record, and
 * ask whether it lets an address send.
 *
 * Nothing here knows where the answers of DNS come from.
 */
#ifndef DOCTOR_SPF_H
#define DOCTOR_SPF_H

#include "base/dns.h"

enum spf_kind {
	SPF_ALL,
	SPF_INCLUDE,
	SPF_A,
	SPF_MX,
	SPF_PTR,
	SPF_IP4,
	SPF_IP6,
	SPF_EXISTS,
	SPF_REDIRECT, /* a modifier */
	SPF_OTHER,    /* another modifier, without a meaning for us */
};

struct spf_term {
	enum spf_kind kind;
	char qualifier;    /* + - ~ ? */
	struct str text;   /* as it is written */
	struct str domain; /* with its macros; unset: that of the record */
	unsigned char network[NETWORK_BYTES]; /* of ip4 and ip6 */
	int v4_bits, v6_bits;                 /* of a network: 0..32, 0..128 */
};

struct spf_record {
	struct spf_term *term; /* in their order */
	size_t terms;
};

/* Is a text a record of this kind, right or wrong? */
bool spf_is_record(struct str text);
/* Read one; false, with a clause about its first mistake, if it is broken. */
bool spf_read(struct arena *arena, struct str text,
    struct spf_record *ret_record, struct str *ret_why);

enum spf_verdict {
	SPF_NONE,    /* there is no record */
	SPF_NEUTRAL, /* nothing is said about the address */
	SPF_PASS,
	SPF_FAIL,
	SPF_SOFTFAIL,
	SPF_LATER,  /* a question was not answered: "temperror" */
	SPF_BROKEN, /* "permerror": receivers take it for no record, or refuse */
};

struct spf_question {
	void (*ask)(void *data, struct str name, enum dns_type type,
	    struct arena *arena, struct dns_answer *ret_answer);
	void *data;
	struct str local, domain; /* of the sender, in ASCII */
	/* Who sends; NULL: nobody in particular, of whom nothing is said but by
	 * `all`, so that every part of the record is looked at. */
	const unsigned char *address;
};

/* What receivers count. */
enum { SPF_LOOKUPS_MOST = 10, SPF_VOIDS_MOST = 2 };

struct spf_result {
	enum spf_verdict verdict;
	struct str record; /* of the domain itself; unset: none */
	struct str why;    /* of LATER and BROKEN, a clause; PASS: the term that
			      lets it, of the domain itself */
	int lookups;       /* terms that ask DNS */
	int voids;         /* of them, without an answer */
	char end;          /* the qualifier of `all`; '\0' if there is none */
	bool asks_ptr;     /* it has the term `ptr`, which nobody should use */
};

void spf_check(const struct spf_question *question, struct arena *arena,
    struct spf_result *ret_result);

/* Private to the files of spf. */

/* Do the macros of a text have the right form? */
bool spf_macros_are_fine(struct str text);
/* And is the text a domain, which ends in a macro or a top level? */
bool spf_domain_is_fine(struct str domain);
/* Put values in for its macros; `now` is the domain of the record that has it.
 * Of a name that is too long the left is cut off. */
struct str spf_expand(const struct spf_question *question, struct str now,
    struct str domain, struct arena *arena);

#endif
