#include "check/rules.h"

const struct rule_family family_calls = {
	.name = "calls",
	.title = "Calls",
};
