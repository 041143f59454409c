#include "base/secret.h"
#include "base/url.h"
#include "collect/kind.h"

/* What knows an address by itself, or is surer of what is there, comes before
 * others. */
static const struct kind *const kinds[] = {
	&kind_calendar,
	&kind_command,
	&kind_github_calls,
	&kind_github_fcps,
	&kind_github_mcps,
	&kind_github_merged,
	&kind_github_pulls,
	&kind_github_rfcs,
	&kind_luma,
	&kind_meetup,
	&kind_bluesky,
	&kind_confs,
	&kind_crates,
	&kind_discourse,
	&kind_hackernews,
	&kind_mastodon,
	&kind_reddit,
	&kind_perf,
	&kind_page,
	&kind_feed,
	&kind_printed,
};
enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

const struct kind *kind_at(size_t index)
{
	return index < KINDS ? kinds[index] : NULL;
}

const struct kind *kind_named(struct str name)
{
	for (size_t i = 0; i < KINDS; i++)
		if (str_eq(name, str_of(kinds[i]->name)))
			return kinds[i];
	return NULL;
}

bool collect_kind(size_t index, const char **ret_name, const char **ret_what)
{
	if (index >= KINDS)
		return false;
	*ret_name = kinds[index]->name;
	*ret_what = kinds[index]->what;
	return true;
}

bool kind_is_at(struct str address, const char *host)
{
	struct str here = url_host(address), there = str_of(host);

	return str_eq_fold(here, there) ||
	       (here.len > there.len &&
		   here.at[here.len - there.len - 1] == '.' &&
		   str_eq_fold(
		       str_sub(here, here.len - there.len, here.len), there));
}

struct str kind_base(const struct harvest *h)
{
	struct str base = h->rule->url;

	const char *own = kind_named(h->rule->kind)->url;

	if (base.len == 0 && own != NULL)
		base = str_of(own);
	while (base.len > 0 && base.at[base.len - 1] == '/')
		base.len--;
	return base;
}

bool kind_secret(struct harvest *h, struct str *ret_secret, struct error *err)
{
	return secret_read(
	    h->arena, kind_named(h->rule->kind)->secret, ret_secret, err);
}

/* ----------------------------------------------------------------- whose it is */

bool kind_found(struct arena *arena, const char *kind, struct str of,
    struct source_rule *ret_rule)
{
	ret_rule->kind = str_of(kind);
	ret_rule->of.item = ARENA_NEW(arena, struct str);
	ret_rule->of.item[0] = arena_str(arena, of);
	ret_rule->of.count = 1;
	return true;
}

struct str kind_word_behind(struct str address, const char *const *marks)
{
	size_t at = STR_NONE, end;

	for (; at == STR_NONE && *marks != NULL; marks++) {
		at = str_find(address, str_of(*marks), 0);
		at = at == STR_NONE ? at : at + strlen(*marks);
	}
	for (end = at;
	     end < address.len && (char_is_alnum(address.at[end]) ||
				      strchr("-_", address.at[end]) != NULL);
	     end++)
		;
	return at == STR_NONE || end == at ? (struct str){ NULL, 0 }
					   : str_sub(address, at, end);
}

bool kind_recognise(struct arena *arena, struct str address,
    const struct answer *answer, struct source_rule *ret_rule)
{
	const struct kind *kind;

	for (size_t i = 0; (kind = kind_at(i)) != NULL; i++)
		if (kind->knows != NULL &&
		    kind->knows(arena, address, answer, ret_rule))
			return true;
	return false;
}

/* Is it among them, or its owner ("tides" of "tides/lamps")? */
static bool is_among(struct str one, const struct str_list *of)
{
	struct str owner = str_sub(one, 0, str_find_char(one, '/', 0));

	for (size_t i = 0; i < of->count; i++)
		if (str_eq_fold(of->item[i], one) ||
		    str_eq_fold(of->item[i], owner))
			return true;
	return false;
}

/* Is all that one asks for asked by the other? */
static bool is_part(const struct str_list *part, const struct str_list *of)
{
	for (size_t i = 0; i < part->count; i++)
		if (!is_among(part->item[i], of))
			return false;
	return true;
}

const struct source_rule *kind_asking(struct arena *arena,
    const struct settings *settings, const struct source_rule *rule)
{
	for (size_t i = 0; i < settings->sources; i++) {
		const struct source_rule *other = &settings->source[i];

		if (str_eq(rule->kind, other->kind) &&
		    str_eq(url_canonical(arena, rule->url),
			url_canonical(arena, other->url)) &&
		    is_part(&rule->of, &other->of))
			return other;
	}
	return NULL;
}
