/*
 * github: what the kinds that ask GitHub share.
 *
 * With a token (the secret GITHUB) searches are made by GraphQL, several in
 * one request, each with all that is wanted of its things
 * (https://docs.github.com/graphql).  Without one they are made by REST
 * (https://docs.github.com/rest), one after the other, and what is wanted of a
 * thing is asked for thing by thing.  Kinds do not see the difference, but for
 * the hour's limit: 60 requests without a token, some thousands with one.
 *
 * GitHub gives at most 1,000 things to a search; a search that finds more is
 * made again for each half of its days.
 *
 * All texts live as long as the source.  Private to src/collect.
 */
#ifndef COLLECT_GITHUB_H
#define COLLECT_GITHUB_H

#include "base/from_json.h"
#include "collect/kind.h"

/* All that GitHub's kinds need; beside the other things of a record. */
#define GITHUB_KIND                                              \
	.needs = KIND_NEEDS_OF, .url = "https://api.github.com", \
	.secret = "GITHUB", .pace = { .parallel = 1, .pause_ms = 0 }

/* ------------------------------------------------------------------- things */

/* A label that came or went, the oldest first. */
struct github_event {
	struct str label;
	int64_t at;
	bool given;
};

struct github_comment {
	struct str url, body;
};

/* An issue or a pull request.  Moments are 0 where there was none. */
struct github_thing {
	struct str repository; /* "owner/name" */
	int64_t number;
	struct str title; /* plain, but for backticks */
	struct str url;   /* of its page */
	struct str author;
	bool pull, open;
	bool by_program; /* its author is a bot */
	bool completed;  /* closed as done, not as turned down */
	int64_t created, closed, merged;
	int64_t comments, reactions; /* their numbers */
	struct str *label;
	size_t labels;

	/* Only what was wanted. */
	struct github_event *event;
	size_t events;
	struct str body;
	struct github_comment *comment; /* the oldest first */
	size_t said;
	int64_t committed; /* when its last commit was made */
};

enum github_wants {
	GITHUB_EVENTS = 1,   /* labels that came and went */
	GITHUB_COMMENTS = 2, /* the text at the top, and comments */
	GITHUB_COMMIT = 4,   /* of pull requests: the last one */
};

bool github_has_label(const struct github_thing *thing, struct str name);
/* What is behind a prefix of a label: "merge" of "disposition-merge"; unset if
 * there is none. */
struct str github_label_behind(
    const struct github_thing *thing, const char *prefix);
/* When a label was given the last time before `until` (0: ever); 0 if it was
 * not.  *ret_taken is when it was taken since, but before `until`, or 0. */
int64_t github_labelled(const struct github_thing *thing, struct str label,
    int64_t until, int64_t *ret_taken);

/* --------------------------------------------------------------- searching */

typedef void github_take(struct harvest *h, const struct github_thing *thing);

/* What is looked for in each repository or owner of the source's `of`. */
struct github_search {
	struct str words;   /* "is:pr is:open" */
	const char *within; /* "merged": in the window; NULL: whenever */
	const char *since;  /* "updated": since the window began; or NULL */
	unsigned wants;     /* of enum github_wants */
	bool many;          /* some hundreds are found: day by day is faster */
	github_take *take;
};

/* Ask; the search must live as long as the harvest. */
bool github_find(
    struct harvest *h, const struct github_search *search, struct error *err);

/* -------------------------------------------------------------------- REST */

/* GET BASE/path.  `path` is that of a repository, or what the source itself
 * named as the next page; `accept` NULL: JSON. */
void github_get(struct harvest *h, struct str path, const char *accept,
    kind_read *read, void *data);
/* The next page of the answer, for the same reader; false if this was the
 * last.  An address of another host is not asked. */
bool github_next(struct harvest *h, kind_read *read, void *data);
/* The answer as JSON; NULL, with why in err, if it is none, or says that
 * something failed.  If the limit is used up, that is seen to: then
 * *ret_again, and nothing counts. */
json_t *github_json(struct harvest *h, bool *ret_again, struct error *err);

/* ----------------------------------------------------------------- finding */

/* Begin and end a candidate of it, with title, url, repository, number. */
void github_begin(struct harvest *h, struct json *j, struct strbuf *out,
    const char *candidate, int64_t seen, const struct github_thing *thing);
void github_end(struct harvest *h, struct json *j);

/* Is it "owner/name"? */
bool github_is_repository(struct str name);
/* Is all that the source is about repositories?  Says so if not. */
bool github_of_repositories(const struct harvest *h, struct error *err);
/* Is it the id of a commit? */
bool github_is_commit(struct str id);
/* "https://github.com/OWNER/NAME..." as a source of that kind: its `of`. */
bool github_knows(struct arena *arena, struct str address, const char *kind,
    struct source_rule *ret_rule);

/* Sources of what has a label: that of the rule, or else the usual one. */
struct str github_label(const struct harvest *h, const char *usual);
/* github_find with a search of which the words name that label; candidates
 * have it as their reason. */
bool github_find_labelled(struct harvest *h, struct str label,
    const struct github_search *search, struct error *err);
/* github_knows of an address that names the usual label, before it is asked. */
bool github_knows_label(struct arena *arena, struct str address,
    const struct answer *answer, const char *usual, const char *kind,
    struct source_rule *ret_rule);

#endif
