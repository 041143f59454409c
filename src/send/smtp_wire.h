/*
 * smtp_wire: a connection over which bytes go without waiting, in the clear or
 * through TLS.  Private to the SMTP client.
 *
 * What a call could not do yet, `wants` says: POLLIN, POLLOUT or both are to be
 * waited for before it is tried again.
 */
#ifndef SEND_SMTP_WIRE_H
#define SEND_SMTP_WIRE_H

#include <openssl/types.h>

#include "base/error.h"

struct smtp_server;

struct smtp_wire {
	int fd;   /* -1: none */
	SSL *tls; /* NULL: in the clear */
	short wants;
};

enum wire_status {
	WIRE_DONE,  /* some bytes; or what was to be done */
	WIRE_WAIT,  /* not yet */
	WIRE_ENDED, /* the other side has closed it, in order */
	WIRE_FAILED,
};

/* Begin to connect to one of the addresses of a server. */
bool wire_open(struct smtp_wire *wire, const struct smtp_server *server,
    size_t address, struct error *err);
void wire_close(struct smtp_wire *wire);

/* Is the connection there? */
enum wire_status wire_connect(struct smtp_wire *wire,
    const struct smtp_server *server, struct error *err);
/* Encrypt it; the certificate must be that of the server's name.  Called again
 * until it is done. */
enum wire_status wire_encrypt(struct smtp_wire *wire,
    const struct smtp_server *server, struct error *err);

/* Until when the certificate of the other side is good, in seconds since 1970;
 * false if it has shown none. */
bool wire_certificate_end(const struct smtp_wire *wire, int64_t *ret_end);

/* Read or write some bytes, at least one if it is done. */
enum wire_status wire_read(struct smtp_wire *wire, char *to, size_t size,
    size_t *ret_size, struct error *err);
enum wire_status wire_write(struct smtp_wire *wire, struct str bytes,
    size_t *ret_size, struct error *err);
/* The same of several pieces, of which most may go at once. */
enum wire_status wire_write_pieces(struct smtp_wire *wire,
    const struct str *piece, size_t pieces, size_t *ret_size,
    struct error *err);

#endif
