/*
 * github_priv: what the files of github share.  Private to them.
 */
#ifndef COLLECT_GITHUB_PRIV_H
#define COLLECT_GITHUB_PRIV_H

#include "collect/github.h"

/* ------------------------------------------------- reading (github_thing.c) */

/* What is wanted of each thing of a search by GraphQL: a selection, for nodes
 * that are issues or pull requests. */
void github_add_selection(struct strbuf *out, unsigned wants, bool pull);
/* A node of such a search.  False if it is none that may be seen. */
bool github_node_read(
    struct arena *arena, const json_t *node, struct github_thing *ret_thing);
/* An item of a search by REST. */
bool github_item_read(
    struct arena *arena, const json_t *item, struct github_thing *ret_thing);
/* What REST has of its labels, comments and commits, a page of them. */
void github_add_events(
    struct arena *arena, const json_t *page, struct github_thing *thing);
void github_add_comments(
    struct arena *arena, const json_t *page, struct github_thing *thing);
void github_add_commits(
    struct arena *arena, const json_t *page, struct github_thing *thing);

/* --------------------------------------------------- searching (github.c) */

/* One search: of one repository or owner, and of some days. */
struct github_part {
	const struct github_search *search;
	struct str of;
	struct date first, last; /* with search->within: both count */
	struct str after;        /* of GraphQL: unset on the first page */
	int64_t got;             /* things that came */
};

enum { GITHUB_SEARCH_MOST = 1000 };

/* "repo:tide/lamps is:pr merged:2026-11-18..2026-11-24" */
struct str github_query(struct harvest *h, const struct github_part *part);
/* It finds more than GitHub gives, and has more than a day: its halves. */
bool github_halve(const struct github_part *part, int64_t found,
    struct github_part ret_half[2]);
/* Not all came of what was found. */
void github_lacks(
    struct harvest *h, const struct github_part *part, int64_t found);
/* Hand one thing to the search, and tell if its repository has moved. */
void github_take_one(struct harvest *h, const struct github_part *part,
    const struct github_thing *thing);

/* What failed, in the words of GitHub and ours.  Returns false. */
bool github_failed(struct harvest *h, const json_t *all, struct error *err);
/* What every request has: the version of the interface, and who asks. */
struct ask github_manners(struct harvest *h);

/* Was that asked when answers were recorded that are read again now? */
bool github_was_recorded(
    struct harvest *h, const struct github_part *part, size_t parts);
/* By GraphQL, and by REST. */
void github_ask_graphql(
    struct harvest *h, const struct github_part *part, size_t parts);
void github_ask_rest(struct harvest *h, const struct github_part *part);
/* What is wanted of one thing by REST; then it is handed to the search. */
void github_ask_details(struct harvest *h, const struct github_part *part,
    const struct github_thing *thing, unsigned wants);

#endif
