#include "check/rules.h"

const struct rule_family family_spelling = {
	.name = "spelling",
	.title = "Spelling",
};
