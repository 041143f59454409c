#include "check/rules.h"

const struct rule_family family_markdown = {
	.name = "markdown",
	.title = "Markdown that does not do what it should",
};
