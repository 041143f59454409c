/* A program that prints candidates, one a line. */
#include "collect/kind.h"

static bool read(struct harvest *h, struct error *err)
{
	struct str rest = h->answer.body;
	size_t left, number = 0;

	(void)err;
	while (rest.at != NULL) {
		struct str line = str_trim(str_take(&rest, '\n'));

		number++;
		left = h->left;
		if (line.len > 0)
			harvest_line(h, line);
		if (left == 0 && h->left > 0)
			h->trouble = arena_printf(h->arena, "line %zu: %.*s",
			    number, STR_ARG(h->trouble));
	}
	return true;
}

const struct kind kind_command = {
	.name = "command",
	.what = "a program that prints candidates as lines of JSON",
	.needs = KIND_NEEDS_RUN,
	.read = read,
};
