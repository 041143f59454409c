/* A program that prints candidates, one a line. */
#include "collect/kind.h"

static bool read(struct harvest *h, struct error *err)
{
	struct str rest = h->answer.body;

	(void)err;
	while (rest.at != NULL) {
		struct str line = str_trim(str_take(&rest, '\n'));

		if (line.len > 0)
			harvest_line(h, line);
	}
	return true;
}

const struct kind kind_command = {
	.name = "command",
	.what = "a program that prints candidates as lines of JSON",
	.needs = KIND_NEEDS_RUN,
	.read = read,
};
