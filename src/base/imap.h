/*
 * imap: read the new mails of a folder on a mail server (IMAP, RFC 3501).
 *
 * Connecting, encryption, certificates and logging in are libcurl's.  What
 * follows is said here, because libcurl's own fetching marks a mail as seen
 * before anybody has kept it, and its versions differ in what they let through
 * of other commands.
 *
 * A mail is new as long as it is not seen.  It is marked as seen only after
 * somebody has said that it is kept for good; nothing else is ever changed,
 * and nothing deleted.  Whatever breaks, a mail is given at least once, and
 * perhaps again by a later run: keeping it twice must do no harm.
 *
 * The server is the operator's own, from the settings or the command line, so
 * that no guard stands before it.  One thread; waits.  The program must ignore
 * SIGPIPE.
 */
#ifndef BASE_IMAP_H
#define BASE_IMAP_H

#include "base/error.h"
#include "base/str.h"

struct imap_options {
	/*
	 * imaps://HOST[:PORT]/FOLDER, or imap:// which must become encrypted
	 * (STARTTLS) before we log in, unless the host is this machine.  The
	 * folder is percent-encoded UTF-8, as the server calls it
	 * ("INBOX.Bounces"); INBOX if there is none.
	 */
	const char *url;
	const char *user;
	const char *password; /* NULL with a token */
	const char *token;    /* of OAuth 2, instead; or NULL */
	const char *ca_file;  /* NULL: certificates that the system trusts */
	int reply_s;          /* to connect and log in, and for more bytes */
	int total_s;          /* for all */
	size_t mails;         /* at most so many, the oldest first */
	size_t mail_max;      /* bytes of one mail: its beginning is given */
};

/* Valid only inside the callback. */
struct imap_mail {
	uint32_t uid;
	struct str text; /* with CRLF, as the server has it */
	uint64_t size;   /* of all of it: more than the text if that is cut */
};

struct imap;

/* False, with the reason, ends the reading; what is kept is marked still. */
typedef bool imap_take(void *data, struct imap *imap,
    const struct imap_mail *mail, struct error *err);
/* Some mails were taken: keep now what waits.  It may do so earlier too, and
 * after the last one. */
typedef bool imap_settle(void *data, struct imap *imap, struct error *err);

/* Within these two: a mail that was given is kept for good.  It is marked
 * soon. */
void imap_kept(struct imap *imap, uint32_t uid);

struct imap_result {
	size_t found; /* new mails, those beyond the maximum too */
	size_t given; /* to the callback */
	size_t seen;  /* marked, for they are kept */
};

/* Is it an address of this kind? */
bool imap_is_url(struct str text);

/*
 * Give the new mails to `take`, and call `settle` after every 50.  False if
 * one of them says so, or if the address is none, or the server
 * cannot be reached, does not let us in, has no such folder or lets us mark
 * nothing in it, breaks off, or is too slow; *ret_result is right then too.
 * The error has no secret in it.
 */
bool imap_read(const struct imap_options *options, imap_take *take,
    imap_settle *settle, void *data, struct imap_result *ret_result,
    struct error *err);

#endif
