/*
 * dns: ask the domain name system for records of one type (RFC 1035), and read
 * what it answers.
 *
 * Names are ASCII, without the dot at the end; other scripts have their form
 * of IDNA already (base/mail_address.h makes it).  What comes back is bounded:
 * an answer has 64 KiB at most, of which DNS_RECORDS records are read.  Texts
 * can hold any bytes, names are as people write them, with what is no letter,
 * digit, "-", "_" or "." escaped as "\046".
 *
 * An answer that is cut off is asked for again over TCP by the C library, which
 * also checks that it is one to our question.  It waits: up to some seconds for
 * each question.  One thread.
 */
#ifndef BASE_DNS_H
#define BASE_DNS_H

#include "base/arena.h"
#include "base/error.h"
#include "base/network.h"

enum { DNS_RECORDS = 100, DNS_NAME_MOST = 253 };

enum dns_type { DNS_A, DNS_AAAA, DNS_MX, DNS_TXT, DNS_PTR };

enum dns_outcome {
	DNS_FOUND,
	DNS_NO_NAME,   /* there is no such name */
	DNS_NO_RECORD, /* there is, but it has none of this type */
	DNS_NO_ANSWER, /* it cannot be known now */
};

struct dns_record {
	/* TXT: all of its strings, joined; MX, PTR: a name, "" for the root. */
	struct str text;
	int preference;                       /* MX */
	unsigned char address[NETWORK_BYTES]; /* A, AAAA */
};

struct dns_answer {
	enum dns_outcome outcome;
	const char *why; /* NO_ANSWER: a clause for people; else NULL */
	/* The name that has the records, if that asked for is only another one
	 * for it (CNAME); else unset. */
	struct str alias;
	struct dns_record *record; /* in the order in which they came */
	size_t count;
};

struct dns;

/*
 * Ask the name servers of the system, or with `server`, "192.0.2.1:53", that
 * one.  False if it is no address of IPv4 with a port, or the system's settings
 * cannot be read.
 */
bool dns_open(const char *server, struct dns **ret_dns, struct error *err);
/* NULL is fine. */
void dns_close(struct dns *dns);

/* Ask; all of the answer is in the arena.  What cannot be a name, as it is
 * empty or too long, is a name that does not exist. */
void dns_ask(struct dns *dns, struct str name, enum dns_type type,
    struct arena *arena, struct dns_answer *ret_answer);

/* Read an answer as it came over the network, to a question for this type. */
void dns_read(struct str message, enum dns_type type, struct arena *arena,
    struct dns_answer *ret_answer);

/* Where the names of an address stand: "7.2.0.192.in-addr.arpa". */
struct str dns_reverse_name(
    struct arena *arena, const unsigned char address[NETWORK_BYTES]);

/* "a.example" is the same as "A.example.", and is below "example". */
bool dns_same_name(struct str a, struct str b);
bool dns_is_below(struct str name, struct str zone);

#endif
