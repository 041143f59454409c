#include "collect/github.h"

#include "base/limits.h"
#include "base/url.h"
#include "model/event_fields.h"

/* Searches in one request; things a page: GitHub gives up to 100, but takes
 * long for them. */
enum { TOGETHER = 10, PAGE = 50 };

/* A search on its way. */
struct paging {
	struct str query, after; /* `after` is unset on the first page */
	int64_t got;
};

struct request {
	const struct github_search *search;
	struct paging *paging;
	size_t count;
	struct str token;
};

static void ask_pages(struct harvest *h, const struct request *request);

/* ------------------------------------------------------------------ the question */

static void add_search(
    struct strbuf *out, const struct github_search *search, size_t i)
{
	strbuf_printf(out,
	    "s%zu:search(query:$q%zu,after:$a%zu,type:ISSUE,first:%d)"
	    "{issueCount pageInfo{hasNextPage endCursor} nodes{"
	    "... on Issue{" GITHUB_FIELDS "%s %s}"
	    "... on PullRequest{" GITHUB_FIELDS "%s %s}}}",
	    i, i, i, PAGE, search->all, search->issues, search->all,
	    search->pulls);
}

static struct str question(struct arena *arena, const struct request *r)
{
	struct strbuf out;
	struct str text;

	strbuf_init(&out, LIMIT_LETTER);
	strbuf_lit(&out, "query(");
	for (size_t i = 0; i < r->count; i++)
		strbuf_printf(&out, "%s$q%zu:String!,$a%zu:String",
		    i > 0 ? "," : "", i, i);
	strbuf_lit(&out, "){rateLimit{cost remaining resetAt}");
	for (size_t i = 0; i < r->count; i++)
		add_search(&out, r->search, i);
	strbuf_add_char(&out, '}');
	text = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return text;
}

static struct str request_body(struct arena *arena, const struct request *r)
{
	struct strbuf out;
	struct json j;
	struct str body;

	strbuf_init(&out, LIMIT_LETTER);
	json_init(&j, &out);
	json_object(&j);
	json_member(&j, "query", question(arena, r));
	json_key(&j, "variables");
	json_object(&j);
	for (size_t i = 0; i < r->count; i++) {
		json_member(
		    &j, arena_printf(arena, "q%zu", i).at, r->paging[i].query);
		json_member(
		    &j, arena_printf(arena, "a%zu", i).at, r->paging[i].after);
	}
	json_end(&j);
	json_end(&j);
	body = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return body;
}

/* -------------------------------------------------------------------- the answer */

/* True if it only says that the limit is used up. */
static bool is_limited(struct harvest *h, const json_t *all)
{
	for (size_t i = 0; i < from_json_count(all, "errors"); i++) {
		json_t *error = from_json_item(all, "errors", i);

		if (str_eq(from_json_text(error, "type"), STR("RATE_LIMITED")))
			return harvest_again(
			    h, h->answer.rest_s >= 0 ? h->answer.rest_s : 60);
	}
	return false;
}

static void take_search(struct harvest *h, const struct request *r,
    const json_t *found, struct paging *p)
{
	int64_t all = from_json_number(found, "issueCount", 0);
	struct str after = from_json_text(found, "pageInfo.endCursor");

	for (size_t i = 0; i < from_json_count(found, "nodes"); i++) {
		json_t *node = from_json_item(found, "nodes", i);

		p->got++;
		/* What may not be seen is null, or an empty object. */
		if (from_json_text(node, "url").len > 0)
			r->search->take(h, node, p->query);
	}
	p->after.at = NULL;
	if (from_json_is(found, "pageInfo.hasNextPage") && after.len > 0)
		p->after = arena_str(h->arena, after);
	else if (p->got < all)
		harvest_lacks(h,
		    arena_printf(h->arena,
			"of %lld things found for \"%.*s\" only %lld came",
			(long long)all, STR_ARG(p->query), (long long)p->got));
}

static void take_all(
    struct harvest *h, const struct request *r, const json_t *all)
{
	struct request more = { .search = r->search, .token = r->token };

	more.paging = ARENA_ARRAY(h->arena, r->count, struct paging);
	for (size_t i = 0; i < r->count; i++) {
		struct paging p = r->paging[i];
		const json_t *found = from_json_at(
		    all, arena_printf(h->arena, "data.s%zu", i).at);

		if (found == NULL) {
			harvest_lacks(h,
			    arena_printf(h->arena, "nothing came for \"%.*s\"",
				STR_ARG(p.query)));
			continue;
		}
		take_search(h, r, found, &p);
		if (p.after.at != NULL)
			more.paging[more.count++] = p;
	}
	if (more.count > 0)
		ask_pages(h, &more);
}

static bool read_pages(struct harvest *h, struct error *err)
{
	struct request *r = h->answer.data;
	json_t *all = from_json(h->answer.body, err);
	struct str why = from_json_text(all, "errors.0.message");

	if (h->answer.status != 200) {
		why = from_json_text(all, "message");
		error_set(err, "it answered with status %d: %.*s",
		    h->answer.status, STR_ARG(why.len > 0 ? why : STR("-")));
	} else if (all != NULL && !is_limited(h, all)) {
		/* It may give a part, and say what failed with the rest. */
		if (why.len > 0)
			harvest_lacks(h, arena_printf(h->arena, "it says: %.*s",
					     STR_ARG(str_sub(why, 0, 500))));
		take_all(h, r, all);
	}
	from_json_free(all);
	return all != NULL && h->answer.status == 200;
}

static void ask_pages(struct harvest *h, const struct request *request)
{
	static const char *const header[] = {
		"X-GitHub-Api-Version: 2022-11-28", NULL
	};
	struct request *kept = ARENA_NEW(h->arena, struct request);

	*kept = *request;
	harvest_ask(h, &(struct ask){
			   .url = arena_printf(
			       h->arena, "%.*s/graphql", STR_ARG(kind_base(h))),
			   .body = request_body(h->arena, request),
			   .bearer = request->token,
			   .header = header,
			   .read = read_pages,
			   .data = kept,
			   .any_status = true,
		       });
}

bool github_ask(
    struct harvest *h, const struct github_search *search, struct error *err)
{
	const struct str_list *query = search->query;
	struct request r = { .search = search };

	if (!kind_secret(h, &r.token, err))
		return false;
	if (r.token.len == 0 && h->options->replay == NULL)
		return error_set(err,
		    "GitHub is only asked with a token: put one without any "
		    "permission into SENNIGHT_GITHUB or the file that "
		    "SENNIGHT_GITHUB_FILE names");
	for (size_t i = 0; i < query->count; i++) {
		if (r.count == 0)
			r.paging =
			    ARENA_ARRAY(h->arena, TOGETHER, struct paging);
		r.paging[r.count++] =
		    (struct paging){ .query = query->item[i] };
		if (r.count == TOGETHER || i + 1 == query->count) {
			ask_pages(h, &r);
			r.count = 0;
		}
	}
	return true;
}

/* -------------------------------------------------------------- about a thing */

bool github_has_label(const json_t *node, const char *name)
{
	for (size_t i = 0; i < from_json_count(node, "labels.nodes"); i++)
		if (str_eq_fold(
			from_json_text(
			    from_json_item(node, "labels.nodes", i), "name"),
			str_of(name)))
			return true;
	return false;
}

struct str github_label_behind(const json_t *node, const char *prefix)
{
	size_t len = strlen(prefix);

	for (size_t i = 0; i < from_json_count(node, "labels.nodes"); i++) {
		struct str label = from_json_text(
		    from_json_item(node, "labels.nodes", i), "name");

		if (str_starts_fold(label, str_of(prefix)))
			return str_sub(label, len, label.len);
	}
	return (struct str){ NULL, 0 };
}

int64_t github_labelled(const json_t *node, const char *name)
{
	static const char path[] = "timelineItems.nodes";
	int64_t last = 0;

	for (size_t i = 0; i < from_json_count(node, path); i++) {
		json_t *event = from_json_item(node, path, i);

		if (str_eq_fold(
			from_json_text(event, "label.name"), str_of(name)) &&
		    str_eq(from_json_text(event, "__typename"),
			STR("LabeledEvent")))
			last = from_json_moment(event, "createdAt");
	}
	return last;
}

const struct str_list *github_queries(struct harvest *h, struct str rest)
{
	const struct str_list *of = &h->rule->of;
	struct str_list *list = ARENA_NEW(h->arena, struct str_list);

	list->item = ARENA_ARRAY(h->arena, of->count, struct str);
	for (size_t i = 0; i < of->count; i++) {
		struct str one = of->item[i];
		bool whole = str_find_char(one, '/', 0) != STR_NONE;

		list->item[list->count++] =
		    arena_printf(h->arena, "%s:%.*s %.*s",
			whole ? "repo" : "org", STR_ARG(one), STR_ARG(rest));
	}
	return list;
}

struct str github_since(const struct harvest *h, const char *what)
{
	return arena_printf(h->arena, "%s:>=%.*s", what,
	    STR_ARG(date_text(h->arena, h->options->since)));
}

struct str github_window(const struct harvest *h, const char *what)
{
	const struct collect_options *o = h->options;
	struct date end;

	if (!date_is_set(o->until))
		return github_since(h, what);
	end = date_from_days(date_to_days(o->until) - 1);
	return arena_printf(h->arena, "%s:%.*s..%.*s", what,
	    STR_ARG(date_text(h->arena, o->since)),
	    STR_ARG(date_text(h->arena, end)));
}

void github_begin(struct harvest *h, struct json *j, struct strbuf *out,
    const char *candidate, int64_t seen, const json_t *node)
{
	harvest_begin(h, j, out, candidate, seen);
	json_member(j, "title", from_json_text(node, "title"));
	json_member(j, "url", from_json_text(node, "url"));
	json_member(
	    j, "repository", from_json_text(node, "repository.nameWithOwner"));
	json_member_number(j, "number", from_json_number(node, "number", 0));
}

void github_end(struct harvest *h, struct json *j)
{
	static const char *const origin[] = { "title", "title", "url", "url",
		"repository", "repository.nameWithOwner", "number", "number",
		NULL };

	harvest_end(h, j, origin);
}

bool github_knows(struct arena *arena, struct str address, const char *kind,
    struct source_rule *ret_rule)
{
	struct str path = url_split(address).path, owner, name;

	if (!kind_is_at(address, "github.com") || path.len < 2)
		return false;
	path = str_sub(path, 1, path.len);
	owner = str_take(&path, '/');
	name = path.at != NULL ? str_take(&path, '/') : path;
	if (owner.len == 0 || name.len == 0)
		return false;
	ret_rule->kind = str_of(kind);
	ret_rule->of.item = ARENA_NEW(arena, struct str);
	ret_rule->of.item[0] =
	    arena_printf(arena, "%.*s/%.*s", STR_ARG(owner), STR_ARG(name));
	ret_rule->of.count = 1;
	return true;
}
