#include "check/rules.h"

const struct rule_family family_features = {
	.name = "features",
	.title = "Features, jobs and discussion",
};
