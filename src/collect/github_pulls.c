/*
 * GitHub: what open pull requests of the newsletter's own repository add to
 * its drafts, with what its checks said of them.
 *
 *	the open ones -> files of each -> its checks -> its drafts
 *
 * A draft is read as it would be with the request, so that all is known of an
 * item that its file says: its section, its day, its place.  An item counts if
 * its first line is added, and its address does not stand in a line that is
 * taken away: that one was only changed.  A draft that is new as a whole is
 * the work of editors, and its items are those of the week before.
 */
#include "base/limits.h"
#include "base/source.h"
#include "base/url.h"
#include "collect/found_event.h"
#include "collect/github.h"
#include "collect/github_patch.h"
#include "model/event_fields.h"
#include "model/line.h"

/* One request. */
struct pull {
	struct str of; /* the repository */
	int64_t number;
	struct str url, author, head; /* the commit */
	struct draft *draft;
	size_t drafts;
	size_t checks, failing, pending;
};

/* A draft that it changes. */
struct draft {
	const struct pull *pull;
	struct str path;
	struct patch patch;
};

/* ------------------------------------------------------------- what is added */

/* The text of a link, with backticks around what is code. */
static struct str title_of(
    struct harvest *h, const struct item *item, const struct item_link *link)
{
	const struct md_node *found = NULL;
	struct strbuf out;
	struct str title;

	for (const struct md_node *at = item->node; at != NULL && found == NULL;
	     at = md_walk(item->node, at))
		if (at->kind == MD_LINK && at->offset == link->offset)
			found = at;
	if (found == NULL || link->offset == MD_UNKNOWN)
		return link->text;
	strbuf_init(&out, LIMIT_CANDIDATE);
	for (const struct md_node *at = found; at != NULL;
	     at = md_walk(found, at)) {
		bool code = at->kind == MD_TEXT && at->parent->kind == MD_CODE;

		if (at->kind == MD_SOFT_BREAK || at->kind == MD_HARD_BREAK)
			strbuf_add_char(&out, ' ');
		if (at->kind == MD_CODE && at->first == NULL)
			strbuf_lit(&out, "``");
		if (code && at == at->parent->first)
			strbuf_add_char(&out, '`');
		if (at->kind == MD_TEXT)
			strbuf_add(&out, at->text);
		if (code && at->next == NULL)
			strbuf_add_char(&out, '`');
	}
	title = arena_str(h->arena, strbuf_str(&out));
	strbuf_release(&out);
	return title;
}

static struct str checks_of(const struct pull *p)
{
	return p->failing > 0   ? STR("failing")
	       : p->pending > 0 ? STR("pending")
	       : p->checks > 0  ? STR("success")
				: STR("none");
}

/* What each has beside what it is. */
enum { MORE = 3 };

static void fill_more(const struct pull *p, struct found_field more[MORE])
{
	more[0] = (struct found_field){ "pull", p->url };
	more[1] = (struct found_field){ "author", p->author };
	more[2] = (struct found_field){ "checks", checks_of(p) };
}

static const char *const origin[] = { "title", "files.patch", "url",
	"files.patch", "pull", "html_url", "author", "user.login", "checks",
	"check_runs", NULL };

/* Begin one that is no event. */
static void begin(struct harvest *h, struct json *j, struct strbuf *out,
    const char *kind, const struct pull *p, struct str title, struct str url)
{
	struct found_field more[MORE];

	fill_more(p, more);
	harvest_begin(h, j, out, kind, 0);
	json_member(j, "title", title);
	json_member(j, "url", url);
	for (size_t i = 0; i < MORE; i++)
		json_member(j, more[i].name, more[i].text);
}

static void add_link(struct harvest *h, const struct pull *p,
    const struct item *item, const struct item_link *link)
{
	struct strbuf out;
	struct json j;

	strbuf_init(&out, LIMIT_CANDIDATE);
	begin(h, &j, &out, "link", p, title_of(h, item, link), link->url);
	json_member_list(&j, "tags", &item->tags);
	harvest_end(h, &j, origin);
	strbuf_release(&out);
}

static void add_event(
    struct harvest *h, const struct pull *p, const struct event *event)
{
	struct found_event found = found_event();
	struct found_field more[MORE];

	fill_more(p, more);
	found.event = *event;
	found.more = more;
	found.mores = MORE;
	harvest_event(h, &found, origin);
}

static void add_day(
    struct harvest *h, struct json *j, const char *name, struct date day)
{
	if (date_is_set(day))
		json_member(j, name, date_text(h->arena, day));
}

static void add_call(
    struct harvest *h, const struct pull *p, const struct call *c)
{
	static const char *const kinds[] = { [CALL_TESTING] = "testing",
		[CALL_PARTICIPATION] = "participation",
		[CALL_SPEAKING] = "speaking" };
	struct strbuf out;
	struct json j;

	strbuf_init(&out, LIMIT_CANDIDATE);
	begin(h, &j, &out, "call", p, c->title, c->url);
	json_member(&j, "kind", str_of(kinds[c->kind]));
	json_member(&j, "project", c->project);
	json_member(&j, "repository", c->repository);
	json_member(&j, "steps", c->steps);
	add_day(h, &j, "closes", c->closes);
	add_day(h, &j, "first", c->first);
	add_day(h, &j, "last", c->last);
	if (c->place.text.len > 0) {
		json_key(&j, "place");
		json_object(&j);
		json_member(&j, "text", c->place.text);
		json_member(&j, "city", c->place.city);
		json_member(&j, "state", c->place.state);
		json_member(&j, "country", c->place.country);
		json_end(&j);
	}
	harvest_end(h, &j, origin);
	strbuf_release(&out);
}

static void add_decision(
    struct harvest *h, const struct pull *p, const struct decision *d)
{
	static const char *const kinds[] = { [DECISION_COMMENT_PERIOD] =
						 "comment-period",
		[DECISION_APPROVED] = "approved",
		[DECISION_PROPOSED] = "proposed" };
	struct strbuf out;
	struct json j;

	strbuf_init(&out, LIMIT_CANDIDATE);
	begin(h, &j, &out, "decision", p, d->title, d->url);
	json_member(&j, "kind", str_of(kinds[d->kind]));
	json_member(&j, "repository", d->repository);
	json_member(&j, "disposition", d->disposition);
	harvest_end(h, &j, origin);
	strbuf_release(&out);
}

static void add_change(
    struct harvest *h, const struct pull *p, const struct change *c)
{
	struct strbuf out;
	struct json j;

	strbuf_init(&out, LIMIT_CANDIDATE);
	begin(h, &j, &out, "change", p, c->title, c->url);
	json_member(&j, "repository", c->repository);
	json_member(&j, "area", c->area);
	harvest_end(h, &j, origin);
	strbuf_release(&out);
}

static void add_item(struct harvest *h, const struct pull *p,
    const struct issue *issue, const struct item *item)
{
	bool typed = item->typed != STR_NONE;

	if (item->kind == ITEM_EVENT && typed)
		add_event(h, p, &issue->event[item->typed]);
	else if (item->kind == ITEM_CALL && typed)
		add_call(h, p, &issue->call[item->typed]);
	else if (item->kind == ITEM_DECISION && typed)
		add_decision(h, p, &issue->decision[item->typed]);
	else if (item->kind == ITEM_CHANGE && typed)
		add_change(h, p, &issue->change[item->typed]);
	else if (item->kind != ITEM_NONE && item->links > 0)
		add_link(h, p, item, &item->link[0]);
	else if (item->kind != ITEM_NONE)
		harvest_leave(h,
		    arena_printf(h->arena,
			"%.*s adds a line without a link: %.*s",
			STR_ARG(p->url), STR_ARG(str_sub(item->text, 0, 200))));
}

/* --------------------------------------------------------------------- a draft */

/* Does the address stand there, and not as the beginning of another one? */
static bool has_address(struct str text, struct str url)
{
	size_t at = url.len > 0 ? str_find(text, url, 0) : STR_NONE;

	while (at != STR_NONE) {
		size_t end = at + url.len;

		if (end == text.len || char_is_space(text.at[end]) ||
		    str_find_char(STR(")>]\"'"), text.at[end], 0) != STR_NONE)
			return true;
		at = str_find(text, url, end);
	}
	return false;
}

static bool is_new(
    const struct draft *d, const struct issue *issue, const struct item *item)
{
	size_t line;

	if (item->offset == MD_UNKNOWN)
		return false;
	line = source_position(issue->source.text, item->offset).line;
	if (!patch_adds(&d->patch, line))
		return false;
	for (size_t i = 0; i < item->links; i++)
		if (has_address(d->patch.removed, item->link[i].url))
			return false;
	return true;
}

static void take_draft(
    struct harvest *h, const struct draft *d, const struct issue *issue)
{
	h->because = arena_printf(
	    h->arena, "pull request %lld", (long long)d->pull->number);
	for (size_t i = 0; i < issue->sections; i++) {
		const struct section *s = &issue->section[i];

		h->section =
		    s->rule != NULL ? s->rule->id : (struct str){ NULL, 0 };
		for (size_t k = 0; k < s->items; k++)
			if (is_new(d, issue, &s->item[k]))
				add_item(h, d->pull, issue, &s->item[k]);
	}
	h->section = (struct str){ NULL, 0 };
}

static bool read_draft(struct harvest *h, struct error *err)
{
	struct draft *d = h->answer.data;
	struct issue issue;
	struct source source = { arena_cstr(h->arena, d->path),
		arena_str(h->arena, h->answer.body) };
	bool again;

	if (h->answer.status != 200) {
		from_json_free(github_json(h, &again, err));
		return again;
	}
	if (source.text.len > LIMIT_ISSUE_FILE ||
	    issue_read(h->arena, source, h->options->settings, &issue) !=
		ISSUE_OK)
		return error_set(err, "%.*s of %.*s is too large to be a draft",
		    STR_ARG(d->path), STR_ARG(d->pull->url));
	take_draft(h, d, &issue);
	return true;
}

static void ask_draft(struct harvest *h, struct draft *d)
{
	struct strbuf path;

	strbuf_init(&path, LIMIT_URL);
	url_add_encoded(&path, d->path);
	github_get(h,
	    arena_printf(h->arena, "repos/%.*s/contents/%s?ref=%.*s",
		STR_ARG(d->pull->of), path.buf, STR_ARG(d->pull->head)),
	    "application/vnd.github.raw+json", read_draft, d);
	strbuf_release(&path);
}

/* ---------------------------------------------------------------------- checks */

static void count_check(struct pull *p, const json_t *run)
{
	static const struct str fine[] = { STR_INIT("success"),
		STR_INIT("neutral"), STR_INIT("skipped") };
	struct str conclusion = from_json_text(run, "conclusion");
	bool ok = false;

	for (size_t i = 0; i < sizeof(fine) / sizeof(fine[0]); i++)
		ok = ok || str_eq(conclusion, fine[i]);
	p->checks++;
	p->pending += !str_eq(from_json_text(run, "status"), STR("completed"));
	p->failing += conclusion.len > 0 && !ok;
}

static bool read_checks(struct harvest *h, struct error *err)
{
	struct pull *p = h->answer.data;
	bool again;
	json_t *all = github_json(h, &again, err);
	bool ok = all != NULL || again;

	for (size_t i = 0; i < from_json_count(all, "check_runs"); i++)
		count_check(p, from_json_item(all, "check_runs", i));
	if (all != NULL && !github_next(h, read_checks, p))
		for (size_t i = 0; i < p->drafts; i++)
			ask_draft(h, &p->draft[i]);
	from_json_free(all);
	return ok;
}

/* ----------------------------------------------------------------------- files */

/* "draft/2026-11-25-low-tide.md" */
static bool is_draft(const struct harvest *h, struct str path)
{
	struct str folder = h->options->settings->folders.drafts;

	return path.len > folder.len + 1 && str_starts(path, folder) &&
	       path.at[folder.len] == '/' && str_ends(path, STR(".md"));
}

static void take_file(struct harvest *h, struct pull *p, const json_t *file)
{
	struct str path = from_json_text(file, "filename");
	struct str how = from_json_text(file, "status");
	struct draft d = { .pull = p };

	if (!is_draft(h, path) || str_eq(how, STR("removed")) ||
	    str_eq(how, STR("added")))
		return;
	/* Without a patch the file is too large, or nothing but moved. */
	if (!patch_read(h->arena, from_json_text(file, "patch"), &d.patch)) {
		if (from_json_number(file, "additions", 0) > 0)
			harvest_leave(
			    h, arena_printf(h->arena,
				   "GitHub does not say what %.*s changes",
				   STR_ARG(p->url)));
		return;
	}
	if (d.patch.adds == 0)
		return;
	d.path = arena_str(h->arena, path);
	p->draft = ARENA_GROW(h->arena, p->draft, p->drafts);
	p->draft[p->drafts++] = d;
}

static bool read_files(struct harvest *h, struct error *err)
{
	struct pull *p = h->answer.data;
	bool again;
	json_t *all = github_json(h, &again, err);
	bool ok = all != NULL || again;

	for (size_t i = 0; i < from_json_count(all, ""); i++)
		take_file(h, p, from_json_item(all, "", i));
	if (all != NULL && !github_next(h, read_files, p) && p->drafts > 0)
		github_get(h,
		    arena_printf(h->arena,
			"repos/%.*s/commits/%.*s/check-runs?per_page=100",
			STR_ARG(p->of), STR_ARG(p->head)),
		    NULL, read_checks, p);
	from_json_free(all);
	return ok;
}

/* -------------------------------------------------------------------- requests */

static void take_pull(struct harvest *h, struct str of, const json_t *pull)
{
	struct pull *p = ARENA_NEW(h->arena, struct pull);

	*p = (struct pull){
		.of = of,
		.number = from_json_number(pull, "number", 0),
		.url = arena_str(h->arena, from_json_text(pull, "html_url")),
		.author =
		    arena_str(h->arena, from_json_text(pull, "user.login")),
		.head = arena_str(h->arena, from_json_text(pull, "head.sha")),
	};
	if (p->number <= 0 || !github_is_commit(p->head))
		return;
	github_get(h,
	    arena_printf(h->arena, "repos/%.*s/pulls/%lld/files?per_page=100",
		STR_ARG(of), (long long)p->number),
	    NULL, read_files, p);
}

static bool read_pulls(struct harvest *h, struct error *err)
{
	const struct str *of = h->answer.data;
	bool again;
	json_t *all = github_json(h, &again, err);
	bool ok = all != NULL || again;

	for (size_t i = 0; i < from_json_count(all, ""); i++)
		take_pull(h, *of, from_json_item(all, "", i));
	if (all != NULL)
		github_next(h, read_pulls, h->answer.data);
	from_json_free(all);
	return ok;
}

static bool start(struct harvest *h, struct error *err)
{
	const struct str_list *of = &h->rule->of;

	if (!github_of_repositories(h, err))
		return false;
	for (size_t i = 0; i < of->count; i++)
		github_get(h,
		    arena_printf(h->arena,
			"repos/%.*s/pulls?state=open&per_page=100",
			STR_ARG(of->item[i])),
		    NULL, read_pulls, &of->item[i]);
	return true;
}

static bool knows(struct arena *arena, struct str address,
    const struct answer *answer, struct source_rule *ret_rule)
{
	return answer == NULL &&
	       str_ends(url_split(address).path, STR("/pulls")) &&
	       github_knows(arena, address, kind_github_pulls.name, ret_rule);
}

const struct kind kind_github_pulls = {
	GITHUB_KIND,
	.name = "github-pulls",
	.what = "GitHub: what open pull requests add to the drafts",
	.as_written = true,
	.start = start,
	.knows = knows,
};
