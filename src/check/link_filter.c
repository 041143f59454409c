#include "check/link_filter.h"

#include "base/url.h"

/* The next run of letters and digits at or behind *at, with the hash of its
 * lower case; empty when there is none.  An escape is none of either. */
static struct str next_run(struct str url, size_t *at, uint32_t *ret_hash)
{
	uint32_t hash = 2166136261u; /* FNV-1a */
	size_t from;

	while (*at < url.len && !char_is_alnum(url.at[*at]))
		*at += url_is_escape(url, *at) ? 3 : 1;
	from = *at;
	for (; *at < url.len && char_is_alnum(url.at[*at]); (*at)++)
		hash =
		    (hash ^ (unsigned char)char_lower(url.at[*at])) * 16777619u;
	*ret_hash = (hash ^ hash >> 16) % LINK_FILTER_BITS;
	return str_sub(url, from, *at);
}

/* The longest run behind `at`; false if there is none. */
static bool longest_run(struct str url, size_t at, uint32_t *ret_hash)
{
	size_t longest = 0;
	uint32_t hash;

	for (;;) {
		struct str run = next_run(url, &at, &hash);

		if (run.len == 0)
			return longest > 0;
		if (run.len > longest) {
			longest = run.len;
			*ret_hash = hash;
		}
	}
}

void link_filter_add(struct link_filter *filter, struct str canonical)
{
	size_t colon = str_find(canonical, STR("://"), 0);
	size_t host = colon != STR_NONE ? colon + 3 : 0;
	size_t path = str_find_char(canonical, '/', host);
	uint32_t hash;

	/* Hosts have other names, and count only where there is no more. */
	if ((path != STR_NONE && longest_run(canonical, path, &hash)) ||
	    longest_run(canonical, host, &hash))
		filter->bits[hash / 64] |= (uint64_t)1 << hash % 64;
}

bool link_filter_may(const struct link_filter *filter, struct str url)
{
	size_t at = 0;
	uint32_t hash;

	if (str_find_char(url, '%', 0) != STR_NONE ||
	    str_find_char(url, '&', 0) != STR_NONE)
		return true;
	while (next_run(url, &at, &hash).len > 0)
		if ((filter->bits[hash / 64] >> hash % 64 & 1) != 0)
			return true;
	return false;
}
