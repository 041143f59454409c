/*
 * transfer_guard: which addresses a program may be sent to by what others
 * wrote.
 *
 * A link, a redirect or a name server can point at the machine itself, at its
 * neighbours, or at the metadata of a cloud.  Two checks keep that shut, and
 * both are needed:
 *
 * 1. transfer_url_clean, before anything is looked up: only what every reader
 *    of addresses understands in the same way goes on.
 * 2. transfer_address_is_public, for the number that the name led to, at the
 *    moment of connecting; so a name that changes its number in between gains
 *    nothing.
 *
 * The exceptions are given to transfers_new and to nothing else.
 */
#ifndef BASE_TRANSFER_GUARD_H
#define BASE_TRANSFER_GUARD_H

#include <sys/socket.h>

#include "base/error.h"
#include "base/strbuf.h"

/* A number of IPv6; one of IPv4 is ::ffff:a.b.c.d. */
struct transfer_address {
	uint8_t byte[16];
	uint16_t port; /* in the byte order of this machine */
};

/*
 * Read ADDRESS:PORT, "127.0.0.1:8080" or "[::1]:8080": an exception for tests
 * and for those who run a service beside Sennight.  No names, and no port 0.
 */
bool transfer_address_parse(
    const char *text, struct transfer_address *ret_address, struct error *err);

/* False if the address is of neither IPv4 nor IPv6. */
bool transfer_address_of(
    const struct sockaddr *socket, struct transfer_address *ret_address);

/*
 * Is it an address of the public internet?  Not if it is of this machine or
 * this network, private (RFC 1918, fc00::/7), link-local, shared by carriers
 * (100.64.0.0/10), multicast, or reserved; nor if one of those hides in an
 * address of IPv6 (mapped, NAT64, 6to4).
 */
bool transfer_address_is_public(const struct transfer_address *address);

/* Is it public, or one of the exceptions, port included? */
bool transfer_address_may_be_met(const struct transfer_address *address,
    const struct transfer_address *allow, size_t allows);

/*
 * Append the form of an address that is asked for: scheme and host in lower
 * case, a host of other scripts in its ASCII form, no fragment, no default
 * port, the path never empty, and what may not stand in an address encoded.
 *
 * False, with a clause for people in *ret_why ("it holds a blank") and nothing
 * appended, for what is no address of http or https, or is one that two
 * readers could understand differently: blanks, controls, backslashes, a user,
 * a number as host that is no dotted quad (2130706433, 0x7f.1, 127.1), an
 * impossible port, more than LIMIT_URL bytes.
 */
bool transfer_url_clean(
    struct strbuf *out, struct str url, const char **ret_why);

/* The host in a clean address, brackets included; and with it the port. */
struct str transfer_url_host(struct str clean);
struct str transfer_url_authority(struct str clean);
/* Is the host of a clean address a number, of IPv4 or IPv6? */
bool transfer_url_is_numeric(struct str clean);

#endif
