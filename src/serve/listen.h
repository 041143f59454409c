/* listen: the address and the socket that the server listens on. */
#ifndef SERVE_LISTEN_H
#define SERVE_LISTEN_H

#include <sys/socket.h>

#include "base/error.h"

enum { LISTEN_URL = 96 }; /* bytes for "http://[::1]:8765/" and its NUL */

struct listen_address {
	struct sockaddr_storage socket;
	socklen_t size;
	bool loopback; /* only this machine can ask */
};

/*
 * Read "ADDR:PORT"; an IPv6 address stands in brackets; "PORT" and ":PORT"
 * mean 127.0.0.1.  Names but localhost are not looked up.
 */
bool listen_parse(
    const char *text, struct listen_address *ret_address, struct error *err);

/*
 * A listening socket, or -1.  The address gets the port that was chosen for
 * port 0, or with `or_any` in place of one that another program has; ret_url
 * is the address for people.
 */
int listen_open(struct listen_address *address, bool or_any,
    char ret_url[LISTEN_URL], struct error *err);

/* The same for a socket that listens already: another program's, that hands it
 * on.  It is closed on failure. */
int listen_take(struct listen_address *address, int fd,
    char ret_url[LISTEN_URL], struct error *err);

/* The socket that systemd hands on (LISTEN_FDS), or -1: no more than one. */
int listen_handed_on(void);

#endif
