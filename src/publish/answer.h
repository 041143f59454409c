/*
 * answer: an acknowledgement where somebody proposed what was printed, once.
 *
 * A kind of source in which people speak is a row in the table of answer.c;
 * how its service is asked is a file.  Before anything is sent the service is
 * asked whether it is there: ours is what has the address of the printed line.
 * So an answer that was lost is found, and one that stands there already,
 * whoever wrote it, is not written again.  Where Sennight cannot post, the
 * text is only shown.
 *
 * Titles and names come from others: nobody is called by an @ in a title, and
 * where Markdown is read it is only text.  Nothing here asks the store or
 * reads the clock.
 */
#ifndef PUBLISH_ANSWER_H
#define PUBLISH_ANSWER_H

#include "publish/announce.h"

struct answer {
	struct str source;  /* its id, which names the secret */
	struct str kind;    /* of the source: "github-pulls" */
	struct str service; /* where it is asked; unset: the kind's own */
	struct str page;    /* where somebody spoke */
	struct str who;     /* did; may be unset */
	struct str also;    /* another address that it may be printed with */

	struct str issue;   /* its name: the same for ever */
	struct str title;   /* of what was printed, plain */
	struct str address; /* of the printed line */
	struct str language;
	struct str text;
	int64_t moment; /* before the first try, seconds since 1970 */
};

struct answer_job {
	const struct answer *answer;
	const char *ca_file; /* as in base/transfer.h */
	const struct transfer_address *allow;
	size_t allows;
};

/*
 * Where somebody spoke, by the fields of a candidate (a JSON object) and its
 * address: kind, page, who and also are set, in the arena.  False if nobody
 * did, in a source of this kind.
 */
bool answer_read(struct arena *arena, struct str kind, struct str fields,
    struct str url, struct answer *ret_answer);

/* Each text of the settings leads to the printed line; else false, with a
 * sentence. */
bool answer_check(const struct settings *settings, struct error *err);
/* What is said, in the arena. */
struct str answer_said(struct arena *arena, const struct settings *settings,
    const struct answer *answer);
/* Is it only shown, for people to post it?  So is what is of no host that the
 * settings name (`service` is unset where that is needed). */
bool answer_is_shown(const struct answer *answer);
/* Its secret is set; else false, saying what is to be. */
bool answer_can_post(
    struct arena *arena, const struct answer *answer, struct error *err);

/* Is it there already?  Only of what is not just shown, as answer_post.  False
 * only if the secret is missing. */
bool answer_look(const struct answer_job *job, struct arena *arena,
    struct announced *ret, struct error *err);
/* Send it. */
bool answer_post(const struct answer_job *job, struct arena *arena,
    struct announced *ret, struct error *err);

#endif
