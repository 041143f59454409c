#include "check/rules.h"

const struct rule_family family_project = {
	.name = "project",
	.title = "Project news",
};
