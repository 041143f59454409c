/*
 * deploy: the built site, put where readers get it.
 *
 * A kind of place is a file and a row in the table of deploy.c.  Whatever the
 * kind: after a run that succeeded the place holds what the site's folder
 * holds, and nothing else that Sennight ever put there; what is there already
 * is not sent again; a run that failed or was killed is completed by the next.
 * A place with files of others is refused.  What readers see meanwhile:
 *
 *	folder	the old site, then the new one, by a symbolic link that is
 *		replaced; in a folder that exists already, file by file
 *	rsync	nearly so: the files are renamed at the end of it
 *	git	the old branch, then the new one
 *	s3	file by file: new ones first, then those that changed, then
 *		those that go
 *
 * Nothing here asks the store or reads the clock.
 */
#ifndef PUBLISH_DEPLOY_H
#define PUBLISH_DEPLOY_H

#include "base/error.h"
#include "base/transfer_guard.h"
#include "model/settings.h"

struct deploy_job {
	const char *folder; /* of the site */
	const struct deploy_rule *rule;
	const char *cache;   /* a folder of ours, for this place alone */
	struct str label;    /* "Averted Vision 151": of what is put there */
	struct str author;   /* of commits, if git knows nobody */
	bool take_over;      /* the place has files of others: they go */
	const char *ca_file; /* as in base/transfer.h */
	const struct transfer_address *allow;
	size_t allows;
};

struct deploy_result {
	size_t sent, removed; /* files */
	size_t all;           /* in the site */
	bool counted;         /* false: how many were sent is not known */
};

/* The kind of a rule is one that there is, and its `to` is what the kind
 * wants; else false, with a sentence for people. */
bool deploy_check(const struct deploy_rule *rule, struct error *err);

/* Its secret is there, if it needs one; else false, saying what is to be
 * set. */
bool deploy_ready(const struct deploy_rule *rule, struct error *err);

/* Put the site there.  False if it could not be done, or not to the end. */
bool deploy_run(const struct deploy_job *job, struct deploy_result *ret_result,
    struct error *err);

/* Is what readers see replaced at once? */
bool deploy_is_atomic(const struct deploy_rule *rule);

#endif
