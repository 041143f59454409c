/*
 * crates.io: new versions of the crates of `of`, with what they are.
 *
 * Its interface wants a second between requests, and to know who asks
 * (https://crates.io/data-access).
 */
#include "base/from_json.h"
#include "base/limits.h"
#include "collect/kind.h"

static const char *const origin[] = { "title", "crate.name", "url", "crate.id",
	"description", "crate.description", "repository", "crate.repository",
	"yanked", "crate.yanked", NULL };

static bool read_crate(struct harvest *h, struct error *err)
{
	const struct str *name = h->answer.data;
	json_t *all = from_json(h->answer.body, err);
	struct str why = from_json_text(all, "errors.0.detail");
	struct str version = from_json_text(all, "crate.max_stable_version");
	struct strbuf out;
	struct json j;

	if (all == NULL)
		return false;
	if (h->answer.status == 404) {
		harvest_leave(h, arena_printf(h->arena,
				     "there is no crate %.*s", STR_ARG(*name)));
		from_json_free(all);
		return true;
	}
	if (h->answer.status != 200 || from_json_at(all, "crate") == NULL) {
		error_set(err, "it answered with status %d: %.*s",
		    h->answer.status, STR_ARG(str_sub(why, 0, 200)));
		from_json_free(all);
		return false;
	}
	if (version.len == 0)
		version = from_json_text(all, "crate.newest_version");
	strbuf_init(&out, LIMIT_LETTER);
	harvest_begin(
	    h, &j, &out, "link", from_json_moment(all, "crate.updated_at"));
	json_member(&j, "title",
	    arena_printf(
		h->arena, "%.*s %.*s", STR_ARG(*name), STR_ARG(version)));
	json_member(&j, "url",
	    arena_printf(h->arena, "https://crates.io/crates/%.*s/%.*s",
		STR_ARG(*name), STR_ARG(version)));
	json_member(
	    &j, "description", from_json_text(all, "crate.description"));
	json_member(&j, "repository", from_json_text(all, "crate.repository"));
	json_key(&j, "yanked");
	json_bool(&j, from_json_is(all, "crate.yanked"));
	harvest_end(h, &j, origin);
	strbuf_release(&out);
	from_json_free(all);
	return true;
}

static bool start(struct harvest *h, struct error *err)
{
	(void)err;
	for (size_t i = 0; i < h->rule->of.count; i++)
		harvest_ask(
		    h, &(struct ask){ .url = arena_printf(h->arena,
					  "%.*s/api/v1/crates/%.*s?include=",
					  STR_ARG(kind_base(h)),
					  STR_ARG(h->rule->of.item[i])),
			   .read = read_crate,
			   .data = &h->rule->of.item[i],
			   .any_status = true,
			   .keep = true });
	return true;
}

/* https://crates.io/crates/NAME */
static bool knows(struct arena *arena, struct str address,
    const struct answer *answer, struct source_rule *ret_rule)
{
	size_t at = str_find(address, STR("/crates/"), 0);
	struct str name;

	if (answer != NULL || at == STR_NONE ||
	    (!kind_is_at(address, "crates.io") &&
		!kind_is_at(address, "lib.rs")))
		return false;
	address = str_sub(address, at + STR("/crates/").len, address.len);
	name = str_take(&address, '/');
	if (name.len == 0)
		return false;
	return kind_found(arena, kind_crates.name, name, ret_rule);
}

const struct kind kind_crates = {
	.name = "crates",
	.what = "crates.io: new versions of crates",
	.needs = KIND_NEEDS_OF,
	.url = "https://crates.io",
	.pace = { .parallel = 1, .pause_ms = 1000 },
	.start = start,
	.knows = knows,
};
