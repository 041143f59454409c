/*
 * rules: all families, and the rules that hold for a newsletter.
 * Private to src/check.
 */
#ifndef CHECK_RULES_H
#define CHECK_RULES_H

#include "check/rule.h"

/* A family stands in a file of its name; rules.c lists them. */
extern const struct rule_family family_header;
extern const struct rule_family family_headings;
extern const struct rule_family family_sections;
extern const struct rule_family family_leaks;
extern const struct rule_family family_markdown;
extern const struct rule_family family_portability;
extern const struct rule_family family_text;
extern const struct rule_family family_links;
extern const struct rule_family family_items;
extern const struct rule_family family_tags;
extern const struct rule_family family_duplicates;
extern const struct rule_family family_events;
extern const struct rule_family family_places;
extern const struct rule_family family_calls;
extern const struct rule_family family_project;
extern const struct rule_family family_perf;
extern const struct rule_family family_features;
extern const struct rule_family family_discussion;
extern const struct rule_family family_spelling;
extern const struct rule_family family_network;
extern const struct rule_family family_allow;

/* A rule that holds, and how grave its findings are here. */
struct active_rule {
	const struct rule *rule;
	enum check_level level;
	size_t number; /* among all rules, see check_rule_id */
};

struct active_rules {
	struct active_rule *rule;
	size_t count;
};

/*
 * The rules that hold with these settings, or those of `only`, if it is not
 * empty.  False if settings or `only` name a rule that does not exist.
 */
bool rules_active(struct arena *arena, const struct settings *settings,
    const struct str_list *only, struct active_rules *ret_active,
    struct error *err);

/* Rule by its number; NULL behind the last. */
const struct rule *rule_at(size_t number);
/* The id that is nearest to a wrong one, or NULL. */
const char *rule_near(struct str id);

#endif
