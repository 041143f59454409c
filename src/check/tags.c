#include "check/rules.h"

const struct rule_family family_tags = {
	.name = "tags",
	.title = "Tags",
};
