/*
 * archive: links handed to an archive of the web, which keeps copies of their
 * pages: the Wayback Machine, or what answers as it does.
 *
 * It is slow, and wants to be asked slowly: one link at a time, with a pause.
 * A link is handed in by a POST to ADDRESS/save, which names a job; what became
 * of the job is asked for later.  The service takes no second copy of a page
 * that it has a copy of that is younger than 30 days (the parameter
 * if_not_archived_within), so that a link may be handed in again where an
 * answer was lost.
 *
 * Nothing here asks the store, writes a file or reads the clock; the list of
 * links is archive_list.h.
 */
#ifndef PUBLISH_ARCHIVE_H
#define PUBLISH_ARCHIVE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/transfer_guard.h"
#include "model/settings.h"

/* Borrowed until the archive is closed. */
struct archive_service {
	struct str address;  /* ends with a slash */
	struct str key;      /* "KEY:SECRET" (archive_key) */
	int pause_s;         /* from one request to the next */
	const char *ca_file; /* as in base/transfer.h */
	const struct transfer_address *allow;
	size_t allows;
};

enum archive_answer {
	ARCHIVE_TAKEN,   /* archive_save: `job` is at work */
	ARCHIVE_KEPT,    /* there is a copy */
	ARCHIVE_PENDING, /* archive_look: it is not known yet */
	ARCHIVE_REFUSED, /* no copy of this one, as `why` tells */
	ARCHIVE_LATER,   /* it could not be asked, or failed: `why` */
	ARCHIVE_STOP,    /* nor will it answer others now: `why` */
};

struct archived {
	enum archive_answer answer;
	struct str job; /* letters, digits, '-' and '_'; in the arena */
	struct str why; /* a clause for people, in the arena */
};

/* The secret ARCHIVE (base/secret.h), in the arena; false, saying what is to be
 * set, if there is none. */
bool archive_key(struct arena *arena, struct str *ret_key, struct error *err);

struct archive;

/* Never NULL. */
struct archive *archive_open(const struct archive_service *service);
/* NULL is fine. */
void archive_close(struct archive *archive);

/* Hand in an address; waits for the pause, and as long as the service asks for
 * patience, within bounds. */
void archive_save(struct archive *archive, struct arena *arena, struct str url,
    struct archived *ret);
/* What became of a job. */
void archive_look(struct archive *archive, struct arena *arena, struct str job,
    struct archived *ret);

/*
 * The links of an issue's file that lead out of the newsletter, each page once:
 * web addresses without their fragment, encoded as they are asked for, sorted
 * by their canonical form; in the arena.  Those into the newsletter's own site
 * and into the archive are left out.  False for a bomb (model/markdown.h).
 */
bool archive_links(struct arena *arena, const struct settings *settings,
    struct str file, struct str_list *ret_links, struct error *err);

#endif
