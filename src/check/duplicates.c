#include "check/rules.h"

const struct rule_family family_duplicates = {
	.name = "duplicates",
	.title = "Printed before",
};
