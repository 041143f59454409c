/*
 * GitHub: calls for testing, as long as their label stands; with the comment
 * that tells how to test.
 */
#include "base/limits.h"
#include "collect/github.h"

/* Does it tell how to test?  People write a heading like one of these. */
static bool tells_steps(struct str text)
{
	static const char *const words[] = { "testing instructions",
		"testing steps", "steps to test", "how to test", "test steps",
		"to test this", "call for testing" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_contains_fold(text, str_of(words[i])))
			return true;
	return false;
}

/* The last one that does; else the text at the top; unset if that does not
 * either. */
static struct str steps_of(const json_t *node)
{
	static const char path[] = "comments.nodes";

	for (size_t i = from_json_count(node, path); i > 0; i--) {
		json_t *comment = from_json_item(node, path, i - 1);

		if (tells_steps(from_json_text(comment, "body")))
			return from_json_text(comment, "url");
	}
	return tells_steps(from_json_text(node, "body"))
		   ? from_json_text(node, "url")
		   : (struct str){ NULL, 0 };
}

static void take(struct harvest *h, const json_t *node, struct str query)
{
	struct strbuf out;
	struct json j;

	(void)query;
	strbuf_init(&out, LIMIT_LETTER);
	/* That it stands now is what counts, not since when. */
	github_begin(h, &j, &out, "call", 0, node);
	json_member(&j, "kind", STR("testing"));
	json_member(&j, "steps", steps_of(node));
	github_end(h, &j);
	strbuf_release(&out);
}

static bool start(struct harvest *h, struct error *err)
{
	struct github_search *search =
	    ARENA_NEW(h->arena, struct github_search);
	struct str label =
	    h->rule->label.len > 0 ? h->rule->label : STR("call-for-testing");

	search->all = "body comments(last:50){nodes{url body}} ";
	search->issues = search->pulls = "";
	search->take = take;
	search->query =
	    github_queries(h, arena_printf(h->arena,
				  "state:open label:\"%.*s\"", STR_ARG(label)));
	h->because = arena_printf(h->arena, "label: %.*s", STR_ARG(label));
	return github_ask(h, search, err);
}

static bool knows(struct arena *arena, struct str address,
    const struct answer *answer, struct source_rule *ret_rule)
{
	return answer == NULL &&
	       str_contains_fold(address, STR("call-for-testing")) &&
	       github_knows(arena, address, kind_github_calls.name, ret_rule);
}

const struct kind kind_github_calls = {
	GITHUB_KIND,
	.name = "github-calls",
	.what = "GitHub: calls for testing, as long as their label stands",
	.start = start,
	.knows = knows,
};
