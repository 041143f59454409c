/* Words that look mistyped. */
#include "check/rules.h"
#include "check/words.h"

/* "[knotr](https://example.org/knotr)": all of a link's text, and in its
 * address too, is a name. */
static bool is_name(struct str text, size_t at, struct str word)
{
	size_t end = at + word.len;
	struct str rest = str_sub(text, end, source_line_end(text, end));
	size_t close = str_find_char(rest, ')', 0);

	return at > 0 && strchr("[`", text.at[at - 1]) != NULL &&
	       str_starts(rest, STR("](")) &&
	       str_contains_fold(str_sub(rest, 2, close), word);
}

static void look_spelling(struct checker *c)
{
	struct suspects list = suspects_in(&c->archive->suspects, c->text);

	for (size_t i = 0; i < list.count; i++) {
		const struct suspect *s = &list.suspect[i];
		size_t at = (size_t)(s->word.at - c->text.at);
		struct finding *f;

		if (is_name(c->text, at, s->word))
			continue;
		f = check_found(c, at, at + s->word.len, "%.*s, perhaps %.*s",
		    STR_ARG(s->word), STR_ARG(s->meant));
		check_fix(c, f, false, at, s->word.len, s->meant);
	}
}

static const struct rule rules[] = {
	{
	    .id = "spelling",
	    .level = CHECK_INFO,
	    .message = "a word looks mistyped",
	    .advice = "Correct it, or add it to check.words in the settings.",
	    .why = "It is rare in all issues, unknown to the dictionary of "
		   "the language, and one letter away from a word that is "
		   "common there or that the dictionary knows. Without a "
		   "dictionary, those of hunspell in /usr/share/hunspell, only "
		   "what is near check.words is found. At most five words of "
		   "an issue are named, the surest; words in code, addresses "
		   "and all capitals never.",
	    .bad = "A wider loom for every selvedgge.\n",
	    .good = "A wider loom for every selvedge.\n",
	    .settings = "check: {words: [selvedge]}\n",
	    .look.archive = look_spelling,
	},
};

const struct rule_family family_spelling = {
	.name = "spelling",
	.title = "Spelling",
	.rule = rules,
	.rules = sizeof(rules) / sizeof(rules[0]),
};
