#include "model/link_scan.h"

#include "base/text.h"

struct str link_address_at(struct str line, size_t at)
{
	size_t from, open = 0;

	while (
	    at < line.len && (char_is_blank(line.at[at]) || line.at[at] == '<'))
		at++;
	for (from = at; at < line.len; at++) {
		char c = line.at[at];

		if (char_is_space(c) || c == '>' || (c == ')' && open == 0))
			break;
		open += c == '(';
		open -= c == ')';
	}
	return str_sub(line, from, at);
}

/* Only one that stands at the beginning of the line, and with it the search
 * ends. */
static bool definition(struct str line, size_t *at, struct str *ret_url)
{
	size_t colon = str_find(line, STR("]:"), 0);

	*at = line.len + 1;
	if (line.len == 0 || line.at[0] != '[' || colon == STR_NONE)
		return false;
	*ret_url = link_address_at(line, colon + 2);
	return ret_url->len > 0;
}

bool link_scan(struct str line, size_t *at, struct str *ret_url)
{
	if (*at > line.len)
		return false;
	while ((*at = str_find(line, STR("]("), *at)) != STR_NONE) {
		*at += 2;
		*ret_url = link_address_at(line, *at);
		if (ret_url->len > 0)
			return true;
	}
	return definition(line, at, ret_url);
}
