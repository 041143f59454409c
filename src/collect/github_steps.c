#include "collect/github_steps.h"

#include <stdbool.h>

static bool has_words(struct str line)
{
	static const char *const words[] = { "testing instruction",
		"testing step", "testing guid", "steps to test",
		"steps for test", "how to test", "how can i test", "how to try",
		"test steps", "test instruction", "instructions for test",
		"to test this", "call for testing" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_contains_fold(line, str_of(words[i])))
			return true;
	return false;
}

static bool is_fence(struct str line)
{
	return str_starts(line, STR("```")) || str_starts(line, STR("~~~"));
}

/* "## Steps", or a line that is bold as a whole, or an underlined one; also a
 * summary that opens when it is clicked on. */
static bool is_heading(struct str line, struct str next)
{
	next = str_trim(next);
	return str_starts(line, STR("#")) ||
	       (str_starts(line, STR("**")) &&
		   (str_ends(line, STR("**")) || str_ends(line, STR(":")) ||
		       str_ends(line, STR("**:")))) ||
	       str_contains_fold(line, STR("<summary>")) ||
	       (next.len >= 3 && (str_starts(next, STR("===")) ||
				     str_starts(next, STR("---"))));
}

int testing_steps_in(struct str markdown)
{
	bool code = false;
	int best = 0;

	while (markdown.at != NULL) {
		struct str line = str_trim(str_take(&markdown, '\n'));
		struct str after = markdown;

		if (is_fence(line)) {
			code = !code;
		} else if (!code && !str_starts(line, STR(">")) &&
			   has_words(line)) {
			if (is_heading(line, str_take(&after, '\n')))
				return 2;
			best = 1;
		}
	}
	return best;
}
