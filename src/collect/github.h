/*
 * github: what the kinds that ask GitHub share: searches by GraphQL.
 *
 * One request asks for several searches at once, each with what is wanted of
 * its things: https://docs.github.com/graphql.  GitHub gives at most 1,000
 * things to a search, answers 200 to what failed, and keeps its limit in
 * points.  It is only asked with a token (the secret GITHUB).
 *
 * Private to src/collect.
 */
#ifndef COLLECT_GITHUB_H
#define COLLECT_GITHUB_H

#include "collect/from_json.h"
#include "collect/kind.h"

/* All that GitHub's kinds need; beside the other things of a record. */
#define GITHUB_KIND                                              \
	.needs = KIND_NEEDS_OF, .url = "https://api.github.com", \
	.secret = "GITHUB", .pace = { .parallel = 1, .pause_ms = 0 }

/* One thing was found; `query` is the one of the list. */
typedef void github_take(
    struct harvest *h, const json_t *node, struct str query);

struct github_search {
	/* What is wanted of each besides GITHUB_FIELDS, as selections: of all,
	 * of issues alone, of pull requests alone. */
	const char *all, *issues, *pulls;
	github_take *take;
	const struct str_list *query;
};

/* Of every thing. */
#define GITHUB_FIELDS                                           \
	"__typename number title url state createdAt closedAt " \
	"author{login __typename} repository{nameWithOwner} "   \
	"labels(first:50){nodes{name}} "

/* Labels that came and went, for github_labelled. */
#define GITHUB_LABEL_EVENTS                                                 \
	"timelineItems(last:100,itemTypes:[LABELED_EVENT,UNLABELED_EVENT])" \
	"{nodes{__typename ... on LabeledEvent{createdAt label{name}} "     \
	"... on UnlabeledEvent{createdAt label{name}}}} "

/* Ask; the search and its list must live as long as the harvest.  False
 * without a token. */
bool github_ask(
    struct harvest *h, const struct github_search *search, struct error *err);

bool github_has_label(const json_t *node, const char *name);
/* Whatever is behind a prefix of a label: "merge" of "disposition-merge";
 * unset if there is none.  A slice of the node. */
struct str github_label_behind(const json_t *node, const char *prefix);
/* When it got a label the last time; 0 if that is unknown. */
int64_t github_labelled(const json_t *node, const char *name);
/* What is asked of each repository or owner of the source's `of`: the list of
 * "repo:OWNER/NAME rest", or "org:OWNER rest". */
const struct str_list *github_queries(struct harvest *h, struct str rest);
/* "updated:>=2026-11-18": since the window began. */
struct str github_since(const struct harvest *h, const char *what);
/* "merged:>=2026-11-18", and with an end "merged:2026-11-18..2026-11-24": the
 * window, as a search has it. */
struct str github_window(const struct harvest *h, const char *what);
/* Begin and end a candidate of it, with title, url, repository, number. */
void github_begin(struct harvest *h, struct json *j, struct strbuf *out,
    const char *candidate, int64_t seen, const json_t *node);
void github_end(struct harvest *h, struct json *j);

/* "https://github.com/OWNER/NAME..." as a source of that kind: its `of`. */
bool github_knows(struct arena *arena, struct str address, const char *kind,
    struct source_rule *ret_rule);

#endif
