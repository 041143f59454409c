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
