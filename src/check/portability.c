#include "check/rules.h"

const struct rule_family family_portability = {
	.name = "portability",
	.title = "Markdown that another renderer shows differently",
};
