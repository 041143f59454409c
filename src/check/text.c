#include "check/rules.h"

const struct rule_family family_text = {
	.name = "text",
	.title = "Encoding and typography",
};
