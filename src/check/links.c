#include "check/rules.h"

const struct rule_family family_links = {
	.name = "links",
	.title = "Links",
};
