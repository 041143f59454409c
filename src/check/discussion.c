#include "check/rules.h"

const struct rule_family family_discussion = {
	.name = "discussion",
	.title = "Discussion and jobs",
};
