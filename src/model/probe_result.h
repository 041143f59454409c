/*
 * probe_result: what became of a link when it was looked at.
 *
 * sennight-probe prints one a line as JSON, check reads them, and the cache of
 * looked-at links is a file of them.  One line:
 *
 *	{"url":"http://old.example/","state":"moved","status":200,
 *	 "to":"https://new.example/","title":"New","why":"It has moved ...",
 *	 "checked":"2026-03-04T17:05:00Z"}
 *
 * Fields may be added, so readers pass over those that they do not know.
 */
#ifndef MODEL_PROBE_RESULT_H
#define MODEL_PROBE_RESULT_H

#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"

/* "blocked" and "unsure" say nothing about the page: the one that programs are
 * not let in, the other that it could not be found out today. */
enum probe_state {
	PROBE_ALIVE,
	PROBE_MOVED,   /* alive, and for good at the address `to` */
	PROBE_DEAD,    /* the page or its host is gone */
	PROBE_BLOCKED, /* the page may be there for people */
	PROBE_UNSURE,
	PROBE_STATES, /* their number */
};

/* Texts are UTF-8; unset where JSON has null. */
struct probe_result {
	struct str url; /* as it was asked for; never empty */
	enum probe_state state;
	int status;       /* of the last HTTP answer; 0 if there was none */
	struct str to;    /* only where every redirect was a permanent one */
	struct str title; /* of the page, without blanks at its ends */
	struct str why;   /* a sentence for people */
	int64_t checked;  /* seconds since 1970 */
};

struct probe_results {
	struct probe_result *result; /* in the order of the lines */
	size_t count;
};

/* "alive", "moved", ... */
struct str probe_state_name(enum probe_state state);

/* Append one line of JSON with its line end. */
void probe_result_add(struct strbuf *out, const struct probe_result *result);

/*
 * Read lines of JSON; the texts are copied into the arena.  A last line
 * without an end that cannot be understood was being written when its writer
 * died, and is left out.  Any other that cannot be understood makes it fail
 * and is named in err ("line 3: ..."); *ret_results is untouched then.
 */
bool probe_results_read(struct arena *arena, struct str text,
    struct probe_results *ret_results, struct error *err);

#endif
