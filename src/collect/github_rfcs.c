/*
 * GitHub: requests for comments: new, updated and approved ones.
 *
 * New is a pull request that was opened in the window; updated an older one
 * that got a commit in it.  Approved is what the default branch got in the
 * window: a commit of its own line (the first parents) that adds
 * text/NNNN-name.md, whichever way it came there.  That a pull request was
 * merged says less: some are merged by hand and count as closed, and others
 * mend older texts.
 */
#include "base/limits.h"
#include "collect/github.h"

enum { DAY = 24 * 60 * 60, DIGITS_LEAST = 4, COMMITS_MOST = 2000 };

/* ------------------------------------------------------------- new and updated */

static void add(struct harvest *h, const struct github_thing *thing,
    const char *disposition, int64_t seen)
{
	struct strbuf out;
	struct json j;

	strbuf_init(&out, LIMIT_CANDIDATE);
	h->because = str_of(disposition);
	github_begin(h, &j, &out, "decision", seen, thing);
	json_member(&j, "kind", STR("proposed"));
	json_member(&j, "disposition", str_of(disposition));
	github_end(h, &j);
	strbuf_release(&out);
}

static void take(struct harvest *h, const struct github_thing *thing)
{
	int64_t since = (int64_t)date_to_days(h->options->since) * DAY;

	if (thing->created >= since)
		add(h, thing, "new", thing->created);
	else if (thing->committed >= since)
		add(h, thing, "updated", thing->committed);
}

/* ------------------------------------------------------------------- approved */

/* A commit of the default branch. */
struct commit {
	struct str id, parent; /* the first one */
	int64_t at;
	struct str words; /* the first line of its message */
};

/* The branch of one repository. */
struct branch {
	struct str of;
	struct commit *commit; /* the newest first */
	size_t commits;
	uint64_t *approved; /* pull requests that were found */
	size_t approveds;
};

/* A text that a commit added. */
struct added {
	struct branch *branch;
	const struct commit *commit;
	struct str path, page; /* in the repository, and to be read */
	uint64_t number;       /* of its pull request; 0: unknown */
};

/* "text/3721-some-name.md"; *ret_number may be 0. */
static bool is_text(struct str path, uint64_t *ret_number)
{
	size_t from = STR("text/").len, i = from;

	if (!str_starts(path, STR("text/")) || !str_ends(path, STR(".md")))
		return false;
	while (i < path.len && char_is_digit(path.at[i]))
		i++;
	return i - from >= DIGITS_LEAST && i < path.len && path.at[i] == '-' &&
	       str_to_number(str_sub(path, from, i), INT32_MAX, ret_number);
}

/* Of "Merge pull request #3721 from ...", or "A name (#3721)". */
static uint64_t number_in(struct str words)
{
	size_t at = str_find_char(words, '#', 0), end;
	uint64_t number = 0;

	if (at == STR_NONE)
		return 0;
	for (end = at + 1; end < words.len && char_is_digit(words.at[end]);)
		end++;
	str_to_number(str_sub(words, at + 1, end), INT32_MAX, &number);
	return number;
}

/* "some name" of text/3721-some-name.md, if nothing else is known. */
static struct str name_of(struct arena *arena, struct str path)
{
	struct str name = str_sub(
	    path, str_find_char(path, '-', 0) + 1, path.len - STR(".md").len);
	char *bytes = arena_alloc(arena, name.len + 1);

	for (size_t i = 0; i < name.len; i++)
		bytes[i] = name.at[i] == '-' ? ' ' : name.at[i];
	return (struct str){ bytes, name.len };
}

static void approve(
    struct harvest *h, const struct added *a, struct str title, struct str url)
{
	static const char *const origin[] = { "title", "title", "url",
		"html_url", "text", "files.filename", NULL };
	struct strbuf out;
	struct json j;

	strbuf_init(&out, LIMIT_CANDIDATE);
	h->because = STR("adds text/NNNN-*.md");
	harvest_begin(h, &j, &out, "decision", a->commit->at);
	json_member(
	    &j, "title", title.len > 0 ? title : name_of(h->arena, a->path));
	json_member(&j, "url", url.len > 0 ? url : a->page);
	json_member(&j, "kind", STR("approved"));
	json_member(&j, "repository", a->branch->of);
	if (a->number > 0)
		json_member_number(&j, "number", (int64_t)a->number);
	json_member(&j, "text", a->page);
	harvest_end(h, &j, origin);
	strbuf_release(&out);
}

/* Its pull request.  A number that is none says nothing of the text. */
static bool read_pull(struct harvest *h, struct error *err)
{
	struct added *a = h->answer.data;
	bool again;
	json_t *pull = github_json(h, &again, err);
	bool gone = h->answer.status == 404;

	if (pull != NULL || gone)
		approve(h, a, from_json_text(pull, "title"),
		    from_json_text(pull, "html_url"));
	from_json_free(pull);
	return pull != NULL || again || gone;
}

/* False if it was found before: some get their number by a later commit. */
static bool is_first(struct harvest *h, struct branch *b, uint64_t number)
{
	for (size_t i = 0; i < b->approveds; i++)
		if (b->approved[i] == number)
			return false;
	b->approved = ARENA_GROW(h->arena, b->approved, b->approveds);
	b->approved[b->approveds++] = number;
	return true;
}

static void found_text(struct harvest *h, const struct added *found)
{
	struct added *a = ARENA_NEW(h->arena, struct added);

	*a = *found;
	if (a->number == 0)
		a->number = number_in(a->commit->words);
	if (a->number == 0)
		approve(h, a, (struct str){ NULL, 0 }, (struct str){ NULL, 0 });
	else if (is_first(h, a->branch, a->number))
		github_get(h,
		    arena_printf(h->arena, "repos/%.*s/pulls/%llu",
			STR_ARG(a->branch->of), (unsigned long long)a->number),
		    NULL, read_pull, a);
}

/* ---------------------------------------------------------- what commits changed */

struct looking {
	struct branch *branch;
	const struct commit *commit;
};

static void look_at_file(
    struct harvest *h, const struct looking *l, const json_t *file)
{
	struct added a = { .branch = l->branch, .commit = l->commit };
	struct str how = from_json_text(file, "status");
	uint64_t before;

	if (!is_text(from_json_text(file, "filename"), &a.number) ||
	    str_eq(how, STR("removed")) || str_eq(how, STR("modified")) ||
	    str_eq(how, STR("changed")))
		return;
	/* One that got another name was approved earlier; but when it is
	 * given its number, and both are of one week, it is the same. */
	if (str_eq(how, STR("renamed")) &&
	    is_text(from_json_text(file, "previous_filename"), &before) &&
	    before != 0)
		return;
	a.path = arena_str(h->arena, from_json_text(file, "filename"));
	a.page = from_json_text(file, "blob_url");
	a.page = a.page.len > 0 ? arena_str(h->arena, a.page)
				: arena_printf(h->arena,
				      "https://github.com/%.*s/blob/%.*s/%.*s",
				      STR_ARG(l->branch->of),
				      STR_ARG(l->commit->id), STR_ARG(a.path));
	found_text(h, &a);
}

static bool read_commit(struct harvest *h, struct error *err)
{
	struct looking *l = h->answer.data;
	bool again;
	json_t *all = github_json(h, &again, err);
	bool ok = all != NULL || again;

	for (size_t i = 0; i < from_json_count(all, "files"); i++)
		look_at_file(h, l, from_json_item(all, "files", i));
	if (all != NULL)
		github_next(h, read_commit, l);
	from_json_free(all);
	return ok;
}

/* -------------------------------------------------------------- the line of it */

static bool is_inside(const struct harvest *h, int64_t at)
{
	const struct collect_options *o = h->options;

	return !date_is_set(o->until) ||
	       at < (int64_t)date_to_days(o->until) * DAY;
}

/* From the newest on, always to the first parent. */
static void walk(struct harvest *h, struct branch *b)
{
	struct str wanted =
	    b->commits > 0 ? b->commit[0].id : (struct str){ NULL, 0 };

	for (size_t i = 0; i < b->commits; i++) {
		struct looking *l;

		if (!str_eq(b->commit[i].id, wanted))
			continue;
		wanted = b->commit[i].parent;
		if (!is_inside(h, b->commit[i].at))
			continue;
		l = ARENA_NEW(h->arena, struct looking);
		*l = (struct looking){ b, &b->commit[i] };
		github_get(h,
		    arena_printf(h->arena, "repos/%.*s/commits/%.*s",
			STR_ARG(b->of), STR_ARG(l->commit->id)),
		    NULL, read_commit, l);
	}
}

static void add_commit(
    struct harvest *h, struct branch *b, const json_t *commit)
{
	struct str words = from_json_text(commit, "commit.message");
	struct str id = from_json_text(commit, "sha");

	if (!github_is_commit(id) || b->commits >= COMMITS_MOST)
		return;
	b->commit = ARENA_GROW(h->arena, b->commit, b->commits);
	b->commit[b->commits++] = (struct commit){
		.id = arena_str(h->arena, id),
		.parent = arena_str(
		    h->arena, from_json_text(commit, "parents.0.sha")),
		.at = from_json_moment(commit, "commit.committer.date"),
		.words = arena_str(h->arena, str_take(&words, '\n')),
	};
}

static bool read_branch(struct harvest *h, struct error *err)
{
	struct branch *b = h->answer.data;
	bool again;
	json_t *page = github_json(h, &again, err);
	bool ok = page != NULL || again;

	for (size_t i = 0; i < from_json_count(page, ""); i++)
		add_commit(h, b, from_json_item(page, "", i));
	if (page != NULL && !github_next(h, read_branch, b))
		walk(h, b);
	from_json_free(page);
	return ok;
}

/* ----------------------------------------------------------------------- start */

/* All since the window began: the line of the branch begins with the newest,
 * so there is no end to it here. */
static void ask_branch(struct harvest *h, struct str of)
{
	struct branch *b = ARENA_NEW(h->arena, struct branch);
	struct strbuf since;

	b->of = of;
	strbuf_init(&since, 16);
	date_add_iso(&since, h->options->since);
	github_get(h,
	    arena_printf(h->arena,
		"repos/%.*s/commits?since=%sT00:00:00Z&per_page=100",
		STR_ARG(of), since.buf),
	    NULL, read_branch, b);
	strbuf_release(&since);
}

static bool start(struct harvest *h, struct error *err)
{
	const struct str_list *of = &h->rule->of;
	struct github_search *search =
	    ARENA_NEW(h->arena, struct github_search);

	*search = (struct github_search){ .words = STR("is:pr state:open"),
		.since = "updated",
		.wants = GITHUB_COMMIT,
		.take = take };
	if (!github_of_repositories(h, err) || !github_find(h, search, err))
		return false;
	for (size_t i = 0; i < of->count; i++)
		ask_branch(h, of->item[i]);
	return true;
}

static bool knows(struct arena *arena, struct str address,
    const struct answer *answer, struct source_rule *ret_rule)
{
	return answer == NULL &&
	       github_knows(arena, address, kind_github_rfcs.name, ret_rule) &&
	       str_ends(ret_rule->of.item[0], STR("/rfcs"));
}

const struct kind kind_github_rfcs = {
	GITHUB_KIND,
	.name = "github-rfcs",
	.what = "GitHub: requests for comments, new, updated and approved",
	.start = start,
	.knows = knows,
};
