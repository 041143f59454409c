#include "check/rules.h"

const struct rule_family family_places = {
	.name = "places",
	.title = "Places",
};
