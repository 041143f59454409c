#include "check/rules.h"

const struct rule_family family_items = {
	.name = "items",
	.title = "Items",
};
