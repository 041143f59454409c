#include "collect/propose.h"

#include "base/from_json.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/url.h"
#include "inbox/inbox.h"

/* The last part of a path: "harbour-tides". */
static struct str name_of(struct str url)
{
	struct str path = url_split(url).path, name = { NULL, 0 };

	while (path.at != NULL) {
		struct str part = str_take(&path, '/');

		name = part.len > 0 ? part : name;
	}
	return name;
}

/* Does a source ask that address, what is below it, or that name? */
static bool is_followed(
    struct arena *arena, const struct settings *s, struct str url)
{
	struct str canonical = url_canonical(arena, url);
	struct str name = name_of(canonical);

	for (size_t i = 0; i < s->sources; i++) {
		const struct source_rule *rule = &s->source[i];

		if (rule->url.len > 0 &&
		    str_starts(url_canonical(arena, rule->url), canonical))
			return true;
		for (size_t k = 0; name.len > 0 && k < rule->of.count; k++)
			if (str_eq_fold(rule->of.item[k], name) ||
			    str_eq_fold(name_of(rule->of.item[k]), name))
				return true;
	}
	return false;
}

static void add_line(struct strbuf *out, const struct candidate *event,
    struct str name, struct str url)
{
	struct json j;

	json_init(&j, out);
	json_object(&j);
	json_member(&j, "kind", STR("follow"));
	json_member(&j, "source", event->source);
	json_member(&j, "source_address", event->source_address);
	json_member(&j, "rule", STR("group of an event"));
	json_key(&j, "fields");
	json_object(&j);
	json_member(&j, "title", name);
	json_member(&j, "url", url);
	json_member(&j, "event", event->url);
	json_end(&j);
	json_end(&j);
}

static bool propose(const struct collect_options *o, struct arena *arena,
    const struct candidate *event, struct str name, struct str url,
    struct error *err)
{
	struct candidate c, now;
	enum inbox_added added;
	struct error ignored;
	struct strbuf line;
	bool ok = true;

	strbuf_init(&line, LIMIT_LETTER);
	add_line(&line, event, name, url);
	/* What makes no candidate is none. */
	if (candidate_read(arena, strbuf_str(&line), o->settings, event->source,
		&c, &ignored))
		ok = inbox_add(o->store, arena, &c, &added, &now, err);
	strbuf_release(&line);
	return ok;
}

bool propose_groups(const struct collect_options *o,
    const struct candidate *event, struct error *err)
{
	struct arena arena = { 0 };
	struct error ignored;
	json_t *fields = from_json(event->fields, &ignored);
	bool ok = true;

	for (size_t i = 0; ok && i < from_json_count(fields, "groups"); i++) {
		const json_t *group = from_json_item(fields, "groups", i);
		struct str url = from_json_text(group, "url");

		if (url_is_web(url) && !is_followed(&arena, o->settings, url))
			ok = propose(o, &arena, event,
			    from_json_text(group, "name"), url, err);
	}
	from_json_free(fields);
	arena_release(&arena);
	return ok;
}
