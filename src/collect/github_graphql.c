/* Searches by GraphQL: several in one request, page by page. */
#include <time.h>

#include "base/limits.h"
#include "collect/answers.h"
#include "collect/github_priv.h"

/* Searches in one request; things a page: GitHub gives up to 100, but takes
 * long for them. */
enum { TOGETHER = 10, PAGE = 50, COMMENTS = 50 };

struct request {
	struct github_part part[TOGETHER];
	size_t parts;
};

/* ---------------------------------------------------------------- the question */

static void add_search(
    struct strbuf *out, const struct github_search *search, size_t i)
{
	strbuf_printf(out,
	    "s%zu:search(query:$q%zu,after:$a%zu,type:ISSUE,first:%d)"
	    "{issueCount pageInfo{hasNextPage endCursor} nodes{... on Issue{",
	    i, i, i, PAGE);
	github_add_selection(out, search->wants, false);
	strbuf_lit(out, "} ... on PullRequest{");
	github_add_selection(out, search->wants, true);
	strbuf_lit(out, "}}}");
}

static struct str question(struct arena *arena, const struct request *r)
{
	struct strbuf out;
	struct str text;

	strbuf_init(&out, LIMIT_LETTER);
	strbuf_lit(&out, "query(");
	for (size_t i = 0; i < r->parts; i++)
		strbuf_printf(&out, "%s$q%zu:String!,$a%zu:String",
		    i > 0 ? "," : "", i, i);
	strbuf_lit(&out, "){rateLimit{cost remaining resetAt}");
	for (size_t i = 0; i < r->parts; i++)
		add_search(&out, r->part[i].search, i);
	strbuf_add_char(&out, '}');
	text = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return text;
}

static struct str request_body(struct harvest *h, const struct request *r)
{
	struct strbuf out;
	struct json j;
	struct str body;

	strbuf_init(&out, LIMIT_PAGE);
	json_init(&j, &out);
	json_object(&j);
	json_member(&j, "query", question(h->arena, r));
	json_key(&j, "variables");
	json_object(&j);
	for (size_t i = 0; i < r->parts; i++) {
		json_member(&j, arena_printf(h->arena, "q%zu", i).at,
		    github_query(h, &r->part[i]));
		json_member(
		    &j, arena_printf(h->arena, "a%zu", i).at, r->part[i].after);
	}
	json_end(&j);
	json_end(&j);
	body = arena_str(h->arena, strbuf_str(&out));
	strbuf_release(&out);
	return body;
}

/* ------------------------------------------------------------------ the answer */

/* It comes with the status 200 and says until when, in a header or in here. */
static bool is_limited(struct harvest *h, const json_t *all)
{
	int64_t reset = from_json_moment(all, "data.rateLimit.resetAt");
	int64_t rest = h->answer.rest_s;

	for (size_t i = 0; i < from_json_count(all, "errors"); i++) {
		json_t *error = from_json_item(all, "errors", i);

		if (!str_eq(from_json_text(error, "type"), STR("RATE_LIMITED")))
			continue;
		if (rest < 0 && reset > 0)
			rest = reset - (int64_t)time(NULL);
		return harvest_again(h, rest >= 0 ? rest : COLLECT_PATIENCE_S);
	}
	return false;
}

/* It has the last comments only; what is looked for may be an older one. */
static void take_thing(struct harvest *h, const struct github_part *part,
    struct github_thing *thing)
{
	unsigned wants = part->search->wants & (unsigned)GITHUB_COMMENTS;

	if (wants == 0 || thing->comments <= COMMENTS) {
		github_take_one(h, part, thing);
		return;
	}
	thing->said = 0;
	thing->comment = NULL;
	github_ask_details(h, part, thing, wants);
}

/* True if more is to be asked: *part is what. */
static bool take_search(
    struct harvest *h, const json_t *found, struct github_part *part)
{
	int64_t all = from_json_number(found, "issueCount", 0);
	struct str after = from_json_text(found, "pageInfo.endCursor");

	for (size_t i = 0; i < from_json_count(found, "nodes"); i++) {
		struct github_thing thing;

		part->got++;
		/* What may not be seen is null, or an empty object. */
		if (github_node_read(
			h->arena, from_json_item(found, "nodes", i), &thing))
			take_thing(h, part, &thing);
	}
	if (from_json_is(found, "pageInfo.hasNextPage") && after.len > 0) {
		part->after = arena_str(h->arena, after);
		return true;
	}
	if (part->got < all)
		github_lacks(h, part, all);
	return false;
}

struct part_list {
	struct github_part *part;
	size_t count;
};

static void add_part(
    struct harvest *h, struct part_list *list, const struct github_part *part)
{
	list->part = ARENA_GROW(h->arena, list->part, list->count);
	list->part[list->count++] = *part;
}

static void take_part(struct harvest *h, const json_t *found,
    struct github_part part, struct part_list *more)
{
	struct github_part half[2];
	struct str query = github_query(h, &part);

	if (found == NULL) {
		harvest_lacks(
		    h, arena_printf(h->arena, "nothing came for \"%.*s\"",
			   STR_ARG(query)));
	} else if (github_halve(
		       &part, from_json_number(found, "issueCount", 0), half)) {
		add_part(h, more, &half[0]);
		add_part(h, more, &half[1]);
	} else if (take_search(h, found, &part)) {
		add_part(h, more, &part);
	}
}

static void take_all(
    struct harvest *h, const struct request *r, const json_t *all)
{
	struct part_list more = { NULL, 0 };

	for (size_t i = 0; i < r->parts; i++)
		take_part(h,
		    from_json_at(
			all, arena_printf(h->arena, "data.s%zu", i).at),
		    r->part[i], &more);
	github_ask_graphql(h, more.part, more.count);
}

static bool read_answer(struct harvest *h, struct error *err)
{
	bool again;
	json_t *all = github_json(h, &again, err);
	struct str why = from_json_text(all, "errors.0.message");
	bool ok = all != NULL || again;

	if (all != NULL && !is_limited(h, all)) {
		/* It may give a part, and say what failed with the rest. */
		if (from_json_count(all, "errors") > 0)
			harvest_lacks(h, arena_printf(h->arena, "it says: %.*s",
					     STR_ARG(str_sub(why, 0, 500))));
		take_all(h, h->answer.data, all);
	}
	from_json_free(all);
	return ok;
}

/* ------------------------------------------------------------------- requests */

static struct str address(struct harvest *h)
{
	return arena_printf(h->arena, "%.*s/graphql", STR_ARG(kind_base(h)));
}

static void ask(struct harvest *h, const struct request *r)
{
	struct ask ask = github_manners(h);

	ask.url = address(h);
	ask.body = request_body(h, r);
	ask.read = read_answer;
	ask.data = (void *)(uintptr_t)r;
	harvest_ask(h, &ask);
}

/* The next one that asks for as many parts as go together; NULL behind the
 * last. */
static struct request *next_request(struct harvest *h,
    const struct github_part *part, size_t parts, size_t from)
{
	struct request *r;

	if (from >= parts)
		return NULL;
	r = ARENA_NEW(h->arena, struct request);
	while (r->parts < TOGETHER && from + r->parts < parts) {
		r->part[r->parts] = part[from + r->parts];
		r->parts++;
	}
	return r;
}

void github_ask_graphql(
    struct harvest *h, const struct github_part *part, size_t parts)
{
	struct request *r;

	for (size_t from = 0; (r = next_request(h, part, parts, from)) != NULL;
	     from += TOGETHER)
		ask(h, r);
}

bool github_was_recorded(
    struct harvest *h, const struct github_part *part, size_t parts)
{
	struct request *r = next_request(h, part, parts, 0);
	struct kept_answer ignored;
	const char *name;

	if (h->options->replay == NULL || r == NULL)
		return false;
	name = answer_name(h->arena, address(h), request_body(h, r));
	return answer_find(h->options->replay, name, h->arena, &ignored);
}
