#include "check/rules.h"

const struct rule_family family_perf = {
	.name = "perf",
	.title = "Performance report",
};
