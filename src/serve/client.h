/* client: who asks, as far as an address of the network tells. */
#ifndef SERVE_CLIENT_H
#define SERVE_CLIENT_H

#include <sys/socket.h>

#include "base/network.h"

struct client {
	char address[NETWORK_TEXT]; /* "192.0.2.7"; "" if it is not known */
	char network[NETWORK_TEXT]; /* "192.0.2.0/24", "2001:db8:1:200::/56" */
};

/*
 * `forwarded` is the value of X-Forwarded-For, or NULL where no proxy is
 * trusted.  It counts only from this machine (a loopback address, or a socket
 * in the file system), and of it only the last address: what stands before is
 * what the client claims.
 */
void client_read(const struct sockaddr *peer, const char *forwarded,
    struct client *ret_client);

/* Is it this machine that asks?  A proxy here is this machine, too. */
bool client_is_near(const struct sockaddr *peer);

#endif
