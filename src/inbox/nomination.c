#include "base/json.h"
#include "inbox/inbox.h"

static void add_fields(struct json *j, const struct nomination *n)
{
	json_object(j);
	json_member(j, "kind", n->kind);
	json_member(j, "name", n->name);
	json_member(j, "text", n->text);
	json_member(j, "url", n->url);
	json_member(j, "source", n->source);
	if (n->credit.at != NULL) {
		json_key(j, "thanks");
		json_object(j);
		json_member(j, "name", n->credit);
		json_end(j);
	}
	json_end(j);
}

bool candidate_of_nomination(struct arena *arena,
    const struct settings *settings, const struct nomination *n,
    struct candidate *ret_candidate, struct error *err)
{
	size_t rule = settings_feature(settings, n->kind);
	struct strbuf line;
	struct json j;
	struct str text;

	strbuf_init(&line, LIMIT_CANDIDATE);
	json_init(&j, &line);
	json_object(&j);
	json_member(&j, "kind", str_of(candidate_kind_name(CANDIDATE_FEATURE)));
	if (rule != STR_NONE)
		json_member(&j, "section", settings->section[rule].id);
	json_key(&j, "fields");
	add_fields(&j, n);
	json_end(&j);
	text = arena_str(arena, strbuf_str(&line));
	strbuf_release(&line);
	return candidate_read(
	    arena, text, settings, STR("votes"), ret_candidate, err);
}
