#include "check/rules.h"

const struct rule_family family_sections = {
	.name = "sections",
	.title = "Sections",
};
