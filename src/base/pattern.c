#include "base/pattern.h"

/* Where to go on after the last star of a kind: it takes one byte more. */
struct retry {
	size_t pattern, text; /* pattern is STR_NONE if there was no star */
};

/* Take the star at *at; true if it is a double one. */
static bool take_star(struct str pattern, size_t *at)
{
	bool any = *at + 1 < pattern.len && pattern.at[*at + 1] == '*';

	*at += any ? 2 : 1;
	return any;
}

/*
 * The last single star and the last double star can take more; an earlier
 * star of the same kind never has to, as what stands behind it was matched
 * as early as possible.  A single star stops at a slash, and then only a
 * double star before it can help.
 */
bool pattern_match(struct str pattern, struct str text)
{
	struct retry one = { STR_NONE, 0 }, any = { STR_NONE, 0 };
	size_t p = 0, t = 0;

	for (;;) {
		if (p < pattern.len && pattern.at[p] == '*') {
			if (take_star(pattern, &p)) {
				any = (struct retry){ p, t };
				one.pattern = STR_NONE;
			} else {
				one = (struct retry){ p, t };
			}
		} else if (p == pattern.len && t == text.len) {
			return true;
		} else if (p < pattern.len && t < text.len &&
			   char_lower(pattern.at[p]) ==
			       char_lower(text.at[t])) {
			p++;
			t++;
		} else if (one.pattern != STR_NONE && one.text < text.len &&
			   text.at[one.text] != '/') {
			p = one.pattern;
			t = ++one.text;
		} else if (any.pattern != STR_NONE && any.text < text.len) {
			p = any.pattern;
			t = ++any.text;
			one.pattern = STR_NONE;
		} else {
			return false;
		}
	}
}

bool patterns_match_address(
    const struct str_list *patterns, struct str canonical)
{
	size_t scheme = str_find(canonical, STR("://"), 0);

	if (scheme != STR_NONE)
		canonical = str_sub(canonical, scheme + 3, canonical.len);
	for (size_t i = 0; i < patterns->count; i++)
		if (pattern_match(patterns->item[i], canonical))
			return true;
	return false;
}
