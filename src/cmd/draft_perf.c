/* draft perf: sennight-collect runs it, by the record here. */
#include "cmd/cmd.h"

static const struct cmd_option options[] = {
	{ '\0', "link", "ADDRESS",
	    "the lasting address of the report, which the section links" },
	{ '\0', "trend", "FILE",
	    "write a drawing of the last year (SVG), by the reports beside "
	    "this one, and say in words what it shows" },
	{ '\0', "machine", "DAY:NAME",
	    "from that day on, another machine measured; may be given again" },
};

const struct cmd cmd_draft_perf = {
	.name = "draft perf",
	.line = "print the section of a report on performance",
	.arguments = "REPORT",
	.text = "Prints what a weekly triage report on the speed of a compiler "
		"(Markdown; - is\nthe standard input) becomes in an issue, "
		"without its heading: what people\nwrote, the revisions, the "
		"table and the counts. What in the report does not\nadd up is "
		"told on the standard error.\n\n"
		"Exit status 1: something does not add up.",
	.option = options,
	.options = sizeof(options) / sizeof(options[0]),
	.run = cmd_become_collect,
};
