#include "check/rules.h"

const struct rule_family family_network = {
	.name = "network",
	.title = "The network",
};
