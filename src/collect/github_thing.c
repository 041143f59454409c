/* Issues and pull requests, as GraphQL and REST give them. */
#include "base/limits.h"
#include "collect/github_priv.h"

/* A copy; unset stays unset. */
static struct str text_at(
    struct arena *arena, const json_t *value, const char *path)
{
	struct str text = from_json_text(value, path);

	return text.at != NULL ? arena_str(arena, text) : text;
}

/* ------------------------------------------------------------------- GraphQL */

void github_add_selection(struct strbuf *out, unsigned wants, bool pull)
{
	strbuf_lit(out,
	    "__typename number title url createdAt closedAt "
	    "author{login __typename} repository{nameWithOwner} "
	    "labels(first:50){nodes{name}} comments_:comments{totalCount} "
	    "reactions{totalCount} ");
	/* Things of one name must be of one type, and these are not. */
	strbuf_add_cstr(out, pull ? "pullState:state mergedAt "
				  : "issueState:state stateReason ");
	if (wants & GITHUB_EVENTS)
		strbuf_lit(out,
		    "timelineItems(last:100,itemTypes:[LABELED_EVENT,"
		    "UNLABELED_EVENT]){nodes{__typename "
		    "... on LabeledEvent{createdAt label{name}} "
		    "... on UnlabeledEvent{createdAt label{name}}}} ");
	if (wants & GITHUB_COMMENTS)
		strbuf_lit(out, "body comments(last:50){nodes{url body}} ");
	if ((wants & GITHUB_COMMIT) && pull)
		strbuf_lit(
		    out, "commits(last:1){nodes{commit{committedDate}}} ");
}

static void add_label(
    struct arena *arena, struct github_thing *thing, struct str name)
{
	if (name.len == 0 || thing->labels >= LIMIT_SOURCE_LABELS)
		return;
	thing->label = ARENA_GROW(arena, thing->label, thing->labels);
	thing->label[thing->labels++] = arena_str(arena, name);
}

static void add_event(struct arena *arena, struct github_thing *thing,
    struct str label, int64_t at, bool given)
{
	if (label.len == 0 || at == 0 || thing->events >= LIMIT_SOURCE_LABELS)
		return;
	thing->event = ARENA_GROW(arena, thing->event, thing->events);
	thing->event[thing->events++] =
	    (struct github_event){ arena_str(arena, label), at, given };
}

static void add_comment(struct arena *arena, struct github_thing *thing,
    struct str url, struct str body)
{
	if (url.len == 0 || body.len == 0 ||
	    thing->said >= LIMIT_SOURCE_COMMENTS)
		return;
	thing->comment = ARENA_GROW(arena, thing->comment, thing->said);
	thing->comment[thing->said++] =
	    (struct github_comment){ arena_str(arena, url),
		    arena_str(arena, body) };
}

static void read_node_events(
    struct arena *arena, const json_t *node, struct github_thing *thing)
{
	static const char path[] = "timelineItems.nodes";

	for (size_t i = 0; i < from_json_count(node, path); i++) {
		json_t *event = from_json_item(node, path, i);

		add_event(arena, thing, from_json_text(event, "label.name"),
		    from_json_moment(event, "createdAt"),
		    str_eq(from_json_text(event, "__typename"),
			STR("LabeledEvent")));
	}
}

static void read_node_lists(
    struct arena *arena, const json_t *node, struct github_thing *thing)
{
	for (size_t i = 0; i < from_json_count(node, "labels.nodes"); i++)
		add_label(arena, thing,
		    from_json_text(
			from_json_item(node, "labels.nodes", i), "name"));
	for (size_t i = 0; i < from_json_count(node, "comments.nodes"); i++) {
		json_t *comment = from_json_item(node, "comments.nodes", i);

		add_comment(arena, thing, from_json_text(comment, "url"),
		    from_json_text(comment, "body"));
	}
	read_node_events(arena, node, thing);
}

bool github_node_read(
    struct arena *arena, const json_t *node, struct github_thing *ret_thing)
{
	*ret_thing = (struct github_thing){
		.repository = text_at(arena, node, "repository.nameWithOwner"),
		.number = from_json_number(node, "number", 0),
		.title = text_at(arena, node, "title"),
		.url = text_at(arena, node, "url"),
		.author = text_at(arena, node, "author.login"),
		.pull = str_eq(
		    from_json_text(node, "__typename"), STR("PullRequest")),
		.open =
		    str_eq(from_json_text(node, "issueState"), STR("OPEN")) ||
		    str_eq(from_json_text(node, "pullState"), STR("OPEN")),
		.by_program = str_eq(
		    from_json_text(node, "author.__typename"), STR("Bot")),
		.completed = str_eq(
		    from_json_text(node, "stateReason"), STR("COMPLETED")),
		.created = from_json_moment(node, "createdAt"),
		.closed = from_json_moment(node, "closedAt"),
		.merged = from_json_moment(node, "mergedAt"),
		.comments = from_json_number(node, "comments_.totalCount", 0),
		.reactions = from_json_number(node, "reactions.totalCount", 0),
		.body = text_at(arena, node, "body"),
		.committed = from_json_moment(
		    node, "commits.nodes.0.commit.committedDate"),
	};
	if (ret_thing->url.len == 0 || ret_thing->title.len == 0)
		return false;
	read_node_lists(arena, node, ret_thing);
	return true;
}

/* ---------------------------------------------------------------------- REST */

/* "owner/name" of "https://api.github.com/repos/owner/name" */
static struct str repository_of(struct arena *arena, const json_t *item)
{
	struct str url = from_json_text(item, "repository_url");
	size_t at = str_find(url, STR("/repos/"), 0);

	return at == STR_NONE
		   ? (struct str){ NULL, 0 }
		   : arena_str(
			 arena, str_sub(url, at + STR("/repos/").len, url.len));
}

bool github_item_read(
    struct arena *arena, const json_t *item, struct github_thing *ret_thing)
{
	*ret_thing = (struct github_thing){
		.repository = repository_of(arena, item),
		.number = from_json_number(item, "number", 0),
		.title = text_at(arena, item, "title"),
		.url = text_at(arena, item, "html_url"),
		.author = text_at(arena, item, "user.login"),
		.pull = from_json_at(item, "pull_request.url") != NULL,
		.open = str_eq(from_json_text(item, "state"), STR("open")),
		.by_program =
		    str_eq(from_json_text(item, "user.type"), STR("Bot")),
		.completed = str_eq(
		    from_json_text(item, "state_reason"), STR("completed")),
		.created = from_json_moment(item, "created_at"),
		.closed = from_json_moment(item, "closed_at"),
		.merged = from_json_moment(item, "pull_request.merged_at"),
		.comments = from_json_number(item, "comments", 0),
		.reactions = from_json_number(item, "reactions.total_count", 0),
		.body = text_at(arena, item, "body"),
	};
	for (size_t i = 0; i < from_json_count(item, "labels"); i++)
		add_label(arena, ret_thing,
		    from_json_text(from_json_item(item, "labels", i), "name"));
	return ret_thing->url.len > 0 && ret_thing->title.len > 0;
}

void github_add_events(
    struct arena *arena, const json_t *page, struct github_thing *thing)
{
	for (size_t i = 0; i < from_json_count(page, ""); i++) {
		json_t *event = from_json_item(page, "", i);
		struct str what = from_json_text(event, "event");

		if (str_eq(what, STR("labeled")) ||
		    str_eq(what, STR("unlabeled")))
			add_event(arena, thing,
			    from_json_text(event, "label.name"),
			    from_json_moment(event, "created_at"),
			    str_eq(what, STR("labeled")));
	}
}

void github_add_comments(
    struct arena *arena, const json_t *page, struct github_thing *thing)
{
	for (size_t i = 0; i < from_json_count(page, ""); i++) {
		json_t *comment = from_json_item(page, "", i);

		add_comment(arena, thing, from_json_text(comment, "html_url"),
		    from_json_text(comment, "body"));
	}
}

void github_add_commits(
    struct arena *arena, const json_t *page, struct github_thing *thing)
{
	(void)arena;
	for (size_t i = 0; i < from_json_count(page, ""); i++) {
		int64_t at = from_json_moment(
		    from_json_item(page, "", i), "commit.committer.date");

		if (at > thing->committed)
			thing->committed = at;
	}
}

/* --------------------------------------------------------------------- labels */

bool github_has_label(const struct github_thing *thing, struct str name)
{
	for (size_t i = 0; i < thing->labels; i++)
		if (str_eq_fold(thing->label[i], name))
			return true;
	return false;
}

struct str github_label_behind(
    const struct github_thing *thing, const char *prefix)
{
	struct str wanted = str_of(prefix);

	for (size_t i = 0; i < thing->labels; i++)
		if (str_starts_fold(thing->label[i], wanted))
			return str_sub(thing->label[i], wanted.len, STR_NONE);
	return (struct str){ NULL, 0 };
}

int64_t github_labelled(const struct github_thing *thing, struct str label,
    int64_t until, int64_t *ret_taken)
{
	int64_t given = 0;

	*ret_taken = 0;
	for (size_t i = 0; i < thing->events; i++) {
		const struct github_event *e = &thing->event[i];

		if (!str_eq_fold(e->label, label) ||
		    (until > 0 && e->at >= until))
			continue;
		if (e->given)
			given = e->at;
		*ret_taken = e->given ? 0 : e->at;
	}
	return given;
}
