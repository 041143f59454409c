/*
 * GitHub: requests for comments.  Approved is a pull request that was merged
 * and adds text/NNNN-name.md; new one that was opened in the window; updated
 * an older one that got a commit in it.
 */
#include "base/limits.h"
#include "collect/github.h"

/* "text/3721-some-name.md" */
static bool is_text(struct str path)
{
	size_t i = STR("text/").len, digits = 0;

	if (!str_starts(path, STR("text/")) || !str_ends(path, STR(".md")))
		return false;
	for (; i < path.len && char_is_digit(path.at[i]); i++)
		digits++;
	return digits >= 4 && i < path.len && path.at[i] == '-';
}

/* The text that it adds; unset if it adds none. */
static struct str text_of(const json_t *node)
{
	static const char path[] = "files.nodes";

	for (size_t i = 0; i < from_json_count(node, path); i++) {
		json_t *file = from_json_item(node, path, i);
		struct str name = from_json_text(file, "path");

		if (is_text(name) &&
		    !str_eq(
			from_json_text(file, "changeType"), STR("DELETED")) &&
		    !str_eq(
			from_json_text(file, "changeType"), STR("MODIFIED")))
			return name;
	}
	return (struct str){ NULL, 0 };
}

static void add(struct harvest *h, const json_t *node, const char *kind,
    const char *disposition, int64_t seen)
{
	struct strbuf out;
	struct json j;

	strbuf_init(&out, LIMIT_LETTER);
	h->because = str_of(kind);
	github_begin(h, &j, &out, "decision", seen, node);
	json_member(&j, "kind", str_of(kind));
	if (disposition != NULL)
		json_member(&j, "disposition", str_of(disposition));
	json_member(&j, "text", text_of(node));
	github_end(h, &j);
	strbuf_release(&out);
}

static bool is_before_window(const struct harvest *h, int64_t moment)
{
	enum { DAY = 24 * 60 * 60 };

	return moment / DAY < date_to_days(h->options->since);
}

static void take(struct harvest *h, const json_t *node, struct str query)
{
	int64_t opened = from_json_moment(node, "createdAt");
	int64_t merged = from_json_moment(node, "mergedAt");
	int64_t commit =
	    from_json_moment(node, "commits.nodes.0.commit.committedDate");

	(void)query;
	if (merged > 0) {
		if (text_of(node).len > 0)
			add(h, node, "approved", NULL, merged);
	} else if (!is_before_window(h, opened)) {
		add(h, node, "proposed", "new", opened);
	} else if (!is_before_window(h, commit)) {
		add(h, node, "proposed", "updated", commit);
	}
}

static bool start(struct harvest *h, struct error *err)
{
	struct github_search *search =
	    ARENA_NEW(h->arena, struct github_search);
	struct github_search *open = ARENA_NEW(h->arena, struct github_search);

	*search = (struct github_search){
		.all = "",
		.issues = "",
		.pulls = "mergedAt files(first:100){nodes{path changeType}} "
			 "commits(last:1){nodes{commit{committedDate}}} ",
		.take = take,
	};
	search->query =
	    github_queries(h, arena_printf(h->arena, "is:pr is:merged %.*s",
				  STR_ARG(github_window(h, "merged"))));
	*open = *search;
	open->query =
	    github_queries(h, arena_printf(h->arena, "is:pr state:open %.*s",
				  STR_ARG(github_since(h, "updated"))));
	return github_ask(h, search, err) && github_ask(h, open, err);
}

const struct kind kind_github_rfcs = {
	GITHUB_KIND,
	.name = "github-rfcs",
	.what = "GitHub: requests for comments, new, updated and approved",
	.start = start,
};
