/* Which source an address is that somebody pasted. */
#include "base/limits.h"
#include "base/text.h"
#include "base/url.h"
#include "collect/kind.h"
#include "collect/trouble.h"
#include "inbox/inbox.h"

struct pasted {
	struct arena *arena;
	struct str address;
	struct source_rule *rule;
	bool found;
	struct error *err;
};

static void refuse(struct pasted *p, struct str why)
{
	error_set(p->err, "%.*s: %.*s", STR_ARG(p->address), STR_ARG(why));
}

static void is_there(const struct transfer_result *result, void *data)
{
	struct pasted *p = data;

	if (result->outcome != TRANSFER_OK) {
		refuse(p, trouble_of_transfer(p->arena, result));
	} else if (result->status != 200) {
		refuse(p, trouble_of_status(p->arena, result->status));
	} else {
		const struct answer answer = { .body = result->body,
			.content_type = result->content_type,
			.url = arena_str(p->arena, result->url),
			.status = 200 };

		p->found =
		    kind_recognise(p->arena, p->address, &answer, p->rule);
		if (!p->found)
			refuse(p,
			    STR("it is no feed and names none, no calendar, "
				"and no page with events for programs; look "
				"there for the address of a feed (RSS, Atom) "
				"or calendar (iCal) and add that; `sennight "
				"collect --kinds` lists what else there is"));
	}
}

/* Shorter than ids may be: a number has room behind it. */
enum { ID_MOST = 30 };

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
	name = str_sub(text_slug(arena, name), 0, ID_MOST);
	while (str_ends(name, STR("-")))
		name.len--;
	if (!settings_is_id(name))
		name = STR("source");
	id = name;
	for (size_t i = 0; i < settings->sources; i++)
		if (str_eq(settings->source[i].id, id)) {
			id = arena_printf(
			    arena, "%.*s-%zu", STR_ARG(name), ++number);
			i = (size_t)-1;
		}
	return id;
}

static bool is_new(struct arena *arena, const struct settings *settings,
    const struct source_rule *rule, struct error *err)
{
	const struct source_rule *there = kind_asking(arena, settings, rule);

	return there == NULL ||
	       error_set(err, "the source %.*s asks that already",
		   STR_ARG(there->id));
}

/* ----------------------------------------------------------------- what was pasted */

/* As programs for calendars and feeds write it in front of addresses. */
static struct str without_program(struct str address)
{
	static const struct str schemes[] = { STR_INIT("webcal://"),
		STR_INIT("webcals://"), STR_INIT("feed://"),
		STR_INIT("feed:") };

	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (str_starts_fold(address, schemes[i]))
			return str_sub(address, schemes[i].len, address.len);
	return address;
}

/* "<https://tide.example.org/>", "webcal://tide.example.org/x" and
 * "tide.example.org/x" are meant for what they are. */
static struct str mend_address(struct arena *arena, struct str pasted)
{
	struct str address = str_trim(pasted), bare, host;

	if (address.len > 2 && address.at[0] == '<' &&
	    str_ends(address, STR(">")))
		address = str_trim(str_sub(address, 1, address.len - 1));
	bare = without_program(address);
	if (str_find(bare, STR("://"), 0) == STR_NONE)
		bare = arena_printf(arena, "https://%.*s", STR_ARG(bare));
	host = url_host(bare);
	return url_is_web(bare) && str_find_char(host, '.', 0) != STR_NONE
		   ? bare
		   : address;
}

bool collect_may_add(const struct settings *settings, struct str id,
    struct str section, struct error *err)
{
	if (id.at != NULL && !settings_is_id(id))
		return error_set(err,
		    "a source cannot be called \"%.*s\": expected a short name "
		    "of a-z, 0-9 and hyphens, such as low-tide",
		    STR_ARG(str_sub(id, 0, 100)));
	for (size_t i = 0; i < settings->sources; i++)
		if (id.at != NULL && str_eq(settings->source[i].id, id))
			return error_set(err,
			    "there is a source %.*s already; --id gives this "
			    "one another name",
			    STR_ARG(id));
	return section.len == 0 ||
	       section_named(settings, section).at != NULL ||
	       section_unknown(settings, section, err);
}

bool collect_recognise(struct arena *arena,
    const struct collect_options *options, struct str pasted,
    struct source_rule *ret_rule, struct error *err)
{
	const struct transfer_options manners = collect_manners(arena, options);
	struct source_rule rule = { .kind = { NULL, 0 } };
	struct str address = mend_address(arena, pasted);
	struct pasted p = {
		.arena = arena, .address = address, .rule = &rule, .err = err
	};
	struct transfers *t;

	if (!url_is_web(address))
		return error_set(err,
		    "\"%.*s\" is no web address; it must be one such as "
		    "https://example.org/blog/",
		    STR_ARG(text_line(arena, address, 200)));
	p.found = kind_recognise(arena, address, NULL, &rule);
	if (!p.found) {
		t = transfers_new(&manners);
		transfers_add(
		    t, &(struct transfer_request){
			   .url = address, .done = is_there, .data = &p });
		transfers_run(t, -1);
		transfers_free(t);
	}
	if (!p.found || !is_new(arena, options->settings, &rule, err))
		return false;
	rule.id = free_id(arena, options->settings, address);
	*ret_rule = rule;
	return true;
}
