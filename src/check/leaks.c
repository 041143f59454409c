#include "check/rules.h"

const struct rule_family family_leaks = {
	.name = "leaks",
	.title = "Left over from the template",
};
