/*
 * relays: the mail servers that a mailing goes through, and how many
 * connections each of them may have now.
 *
 * The first that works is used; the others are for when it does not.  A server
 * that cannot be reached, or that says we are too fast, is given fewer
 * connections and a pause, each time longer; mails that it takes give it more
 * again.
 *
 * Times are in milliseconds of a clock that never goes back.
 */
#ifndef SEND_RELAYS_H
#define SEND_RELAYS_H

#include "model/settings.h"
#include "send/smtp_server.h"

struct relay {
	struct smtp_server server;
	bool found;       /* its addresses were looked up */
	int open;         /* connections that it has */
	int leaving;      /* of them, that are ending, as they are too many */
	int allowed;      /* that it may have */
	int good;         /* mails since that was changed */
	int troubles;     /* in a row */
	int cuts;         /* connections that broke off, in a row */
	int64_t pause;    /* until then it gets none */
	struct error why; /* of the last trouble */
};

struct relays {
	struct relay *relay;
	size_t count;
	int most; /* connections, of all together */
};

/*
 * Those of the settings, with the secrets for them; `domain` is that of the
 * sender, who is called so if this machine has no whole name.  Nothing is
 * looked up yet.  With a folder as `mail: way` there are none, and it is up to
 * the caller.  All texts are in the arena.  Close also after a failure.
 */
bool relays_open(struct arena *arena, const struct settings *settings,
    struct str domain, struct relays *ret_relays, struct error *err);
void relays_close(struct relays *relays);

/*
 * Where the next connection goes; NULL for none now.  Looks up its address and
 * may wait for that.
 */
struct relay *relays_choose(struct relays *relays, int64_t now);
/* When it is worth asking again; INT64_MAX: only after a connection ended. */
int64_t relays_next(const struct relays *relays, int64_t now);
/* The trouble of the first that cannot be used now; NULL: at least one can. */
const struct relay *relays_stuck(const struct relays *relays, int64_t now);

/* It took a mail. */
void relay_worked(struct relay *relay, int most);
/* It broke off a connection with a mail on it.  That can be the mail; several
 * in a row are the server's trouble. */
void relay_cut(struct relay *relay, struct str why, int64_t now);
/* It could not be reached, or wants us to be slower. */
void relay_failed(struct relay *relay, struct str why, int64_t now);

#endif
