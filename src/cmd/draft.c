/* draft: the commands that make, fill, tidy and merge drafts. */
#include "cmd/cmd.h"

/* In the order of a week. */
static const struct cmd *const group[] = { &cmd_draft_new, &cmd_draft_add,
	&cmd_draft_fill, &cmd_draft_perf, &cmd_draft_fmt, &cmd_draft_merge,
	&cmd_draft_pick, NULL };

const struct cmd cmd_draft = {
	.name = "draft",
	.line = "make, fill, tidy and merge drafts",
	.arguments = "",
	.text =
	    "Works on the Markdown of an issue that is being made. Only the "
	    "bytes that a\ncommand means to change are changed.",
	.run = cmd_run_group,
	.group = group,
};
