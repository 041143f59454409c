/*
 * smtp_server: a mail server that we hand mails to, and how we are known there.
 *
 * It is the operator's own choice, from the settings, so that no guard stands
 * before its address.
 */
#ifndef SEND_SMTP_SERVER_H
#define SEND_SMTP_SERVER_H

#include <openssl/types.h>
#include <sys/socket.h>

#include "base/arena.h"
#include "base/error.h"

enum { SMTP_ADDRESSES = 8 };

/* All texts are the caller's and live as long as the server. */
struct smtp_login {
	const char *user;     /* NULL: we do not log in */
	const char *password; /* or, for XOAUTH2, the token */
	bool token;
	const char *ca_file; /* NULL: certificates that the system trusts */
	const char *name;    /* ours, in EHLO */
};

struct smtp_server {
	struct str way;   /* as it was given, for people */
	const char *host; /* "mail.example.org" */
	const char *port;
	bool tls_at_once; /* smtps:// */
	/* The connection must be encrypted before anything is said: we have a
	 * password, or smtps://.  Else it is if the server offers it, unless
	 * the server is this machine. */
	bool tls_needed;
	struct smtp_login login;
	SSL_CTX *tls;

	struct {
		struct sockaddr_storage name;
		socklen_t size;
		bool here; /* this machine */
	} address[SMTP_ADDRESSES];
	size_t addresses;
};

/*
 * Read "smtp://HOST[:PORT]" or "smtps://HOST[:PORT]"; ports are 25 and 465 if
 * none is given.  False if the way is none of these, or the certificates
 * cannot be read.  Nothing is looked up or connected yet.
 */
bool smtp_server_open(struct arena *arena, struct str way,
    const struct smtp_login *login, struct smtp_server *ret_server,
    struct error *err);
void smtp_server_close(struct smtp_server *server);

/* Look its addresses up, anew; waits for the answer.  What was known stays if
 * that fails. */
bool smtp_server_find(struct smtp_server *server, struct error *err);

#endif
