#include "check/rules.h"

const struct rule_family family_events = {
	.name = "events",
	.title = "Events",
};
