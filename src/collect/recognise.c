/* Which source an address is that somebody pasted. */
#include "base/limits.h"
#include "base/text.h"
#include "base/url.h"
#include "collect/kind.h"

struct pasted {
	struct arena *arena;
	struct str address;
	struct source_rule *rule;
	bool found;
	struct error *err;
};

static bool ask_kinds(struct pasted *p, const struct answer *answer)
{
	const struct kind *kind;

	for (size_t i = 0; (kind = kind_at(i)) != NULL; i++)
		if (kind->knows != NULL &&
		    kind->knows(p->arena, p->address, answer, p->rule))
			return true;
	return false;
}

static void is_there(const struct transfer_result *result, void *data)
{
	struct pasted *p = data;

	if (result->outcome != TRANSFER_OK) {
		error_set(p->err, "%.*s: %s", STR_ARG(p->address), result->why);
	} else if (result->status != 200) {
		error_set(p->err, "%.*s answered with status %d",
		    STR_ARG(p->address), result->status);
	} else {
		const struct answer answer = { .body = result->body,
			.content_type = result->content_type,
			.url = arena_str(p->arena, result->url),
			.status = 200 };

		p->found = ask_kinds(p, &answer);
		if (!p->found)
			error_set(p->err,
			    "no kind of source knows %.*s: it is no feed and "
			    "names none, no calendar, and no page with events "
			    "for programs; `sennight collect --kinds` lists "
			    "what there is",
			    STR_ARG(p->address));
	}
}

/* "low-tide" of https://www.low-tide.example/x, with a number if there is one
 * of that name. */
static struct str free_id(
    struct arena *arena, const struct settings *settings, struct str url)
{
	struct str host = url_host(url), name = host, id;
	size_t dot = str_find_char(host, '.', 0), at, number = 1;

	/* Without its last label; "blog.example" stays apart from others. */
	while (dot != STR_NONE &&
	       (at = str_find_char(host, '.', dot + 1)) != STR_NONE)
		dot = at;
	if (dot != STR_NONE)
		name = str_sub(host, 0, dot);
	name = text_slug(arena, name.len > 0 ? name : STR("source"));
	id = name;
	for (size_t i = 0; i < settings->sources; i++)
		if (str_eq(settings->source[i].id, id)) {
			id = arena_printf(
			    arena, "%.*s-%zu", STR_ARG(name), ++number);
			i = (size_t)-1;
		}
	return id;
}

static bool is_same(const struct source_rule *a, const struct source_rule *b)
{
	return str_eq(a->kind, b->kind) && str_eq(a->url, b->url) &&
	       (a->of.count == 0 || (a->of.count == b->of.count &&
					str_eq(a->of.item[0], b->of.item[0])));
}

static bool is_new(const struct settings *settings,
    const struct source_rule *rule, struct error *err)
{
	for (size_t i = 0; i < settings->sources; i++)
		if (is_same(rule, &settings->source[i]))
			return error_set(err,
			    "the source %.*s asks that already",
			    STR_ARG(settings->source[i].id));
	return true;
}

bool collect_recognise(struct arena *arena,
    const struct collect_options *options, struct str address,
    struct source_rule *ret_rule, struct error *err)
{
	const struct transfer_options manners = collect_manners(arena, options);
	struct source_rule rule = { .kind = { NULL, 0 } };
	struct pasted p = {
		.arena = arena, .address = address, .rule = &rule, .err = err
	};
	struct transfers *t;

	if (!url_is_web(address))
		return error_set(err, "%.*s is no web address",
		    STR_ARG(str_sub(address, 0, 200)));
	p.found = ask_kinds(&p, NULL);
	if (!p.found) {
		t = transfers_new(&manners);
		transfers_add(
		    t, &(struct transfer_request){
			   .url = address, .done = is_there, .data = &p });
		transfers_run(t, -1);
		transfers_free(t);
	}
	if (!p.found || !is_new(options->settings, &rule, err))
		return false;
	rule.id = free_id(arena, options->settings, address);
	*ret_rule = rule;
	return true;
}
