/*
 * deploy_priv: what the kinds of places share, and how other programs are run.
 * Private to src/publish.
 */
#ifndef PUBLISH_DEPLOY_PRIV_H
#define PUBLISH_DEPLOY_PRIV_H

#include "base/arena.h"
#include "base/file.h"
#include "publish/deploy.h"

struct deploy_kind {
	struct str name;
	bool atomic;
	const char *wants; /* what `to` is, for people */
	bool (*check)(const struct deploy_rule *rule);
	/* Its secret, if it needs one; else NULL. */
	bool (*key)(const struct deploy_rule *rule, struct arena *arena,
	    struct str *ret_key, struct error *err);
	bool (*run)(const struct deploy_job *job, const struct file_list *site,
	    struct arena *arena, struct deploy_result *result,
	    struct error *err);
};

extern const struct deploy_kind deploy_folder, deploy_rsync, deploy_git,
    deploy_s3;

/* Of names that begin with a dot, those that sites have; as folder_walk takes
 * them. */
extern const char *const deploy_dotted[];

/*
 * What a place was given: a file in it with a path a line, for kinds that
 * cannot tell our files from others.  It is read as it is, so that what it
 * names is below the place (no parts that begin with two dots).
 */
#define DEPLOY_LIST ".sennight-deployed"
/* False if it is no such list. */
bool deploy_list_read(
    struct arena *arena, struct str text, struct str_list *ret_list);
/* That of the site and some more, in the arena. */
struct str deploy_list_text(struct arena *arena, const struct file_list *site,
    const struct str_list *more);
bool deploy_site_has(const struct file_list *site, struct str path);

/* A file of the site, in the arena. */
bool deploy_read(const struct deploy_job *job, const char *path,
    struct arena *arena, struct str *ret_data, struct error *err);

/* With which ssh asks nobody, and gives up. */
#define DEPLOY_SSH_OPTIONS "-o BatchMode=yes -o ConnectTimeout=20"

/* Options of a setting, apart by blanks, behind others of a list that ends
 * with NULL; in the arena. */
const char **deploy_words(
    struct arena *arena, const char *const *first, struct str more);

/* Run a program that $PATH has; *ret_output is what it printed.  What it says
 * on the standard error is shown to people as it is, or is part of that. */
struct deploy_call {
	const char *name;
	const char *const *argv; /* without its name, NULL at the end */
	const char *task;        /* "the commit", for errors */
	struct str input;
	/* "NAME=VALUE" of its environment, or "NAME" if it is not to be there;
	 * NULL at the end.  NULL: as ours is. */
	const char *const *setting;
	bool errors; /* what it says on the standard error is output, too */
	int seconds; /* it may run; 0: however long it takes */
};
bool deploy_call(const struct deploy_call *call, struct arena *arena,
    struct str *ret_output, int *ret_status, struct error *err);

#endif
