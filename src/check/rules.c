#include "check/rules.h"

#include "base/nearest.h"

/* In the order in which lists and docs show them. */
const struct rule_family *const check_family[] = {
	&family_header,
	&family_headings,
	&family_sections,
	&family_leaks,
	&family_markdown,
	&family_portability,
	&family_text,
	&family_links,
	&family_items,
	&family_tags,
	&family_duplicates,
	&family_events,
	&family_places,
	&family_calls,
	&family_project,
	&family_perf,
	&family_features,
	&family_discussion,
	&family_spelling,
	&family_network,
	&family_allow,
	NULL,
};

const struct rule *rule_at(size_t number)
{
	for (size_t i = 0; check_family[i] != NULL; i++) {
		if (number < check_family[i]->rules)
			return &check_family[i]->rule[number];
		number -= check_family[i]->rules;
	}
	return NULL;
}

size_t check_rules(void)
{
	size_t count = 0;

	for (size_t i = 0; check_family[i] != NULL; i++)
		count += check_family[i]->rules;
	return count;
}

struct str check_rule_id(size_t index)
{
	return str_of(rule_at(index)->id);
}

const struct rule *rule_named(struct str id)
{
	const struct rule *rule;

	for (size_t i = 0; (rule = rule_at(i)) != NULL; i++)
		if (str_eq(str_of(rule->id), id))
			return rule;
	return NULL;
}

const char *rule_near(struct str id)
{
	const char *best = NULL;
	const struct rule *rule;

	for (size_t i = 0; (rule = rule_at(i)) != NULL; i++)
		if (name_is_near(id, str_of(rule->id)) &&
		    (best == NULL || name_distance(id, str_of(rule->id)) <
					 name_distance(id, str_of(best))))
			best = rule->id;
	return best;
}

static const char *const level_names[] = {
	[CHECK_OFF] = "off",
	[CHECK_INFO] = "info",
	[CHECK_WARNING] = "warning",
	[CHECK_ERROR] = "error",
};

const char *check_level_name(enum check_level level)
{
	return level_names[level];
}

enum check_level check_level_named(const char *name)
{
	for (int i = CHECK_INFO; i <= CHECK_ERROR; i++)
		if (strcmp(name, level_names[i]) == 0)
			return (enum check_level)i;
	return CHECK_OFF;
}

static bool list_has(const struct str_list *list, const char *id)
{
	for (size_t i = 0; i < list->count; i++)
		if (str_eq(list->item[i], str_of(id)))
			return true;
	return false;
}

static bool all_exist(
    const struct str_list *list, const char *where, struct error *err)
{
	for (size_t i = 0; i < list->count; i++) {
		struct str id = list->item[i];
		const char *near = rule_near(id);

		if (rule_named(id) != NULL)
			continue;
		if (near != NULL)
			return error_set(err,
			    "%s: there is no rule \"%.*s\"; did you mean %s?",
			    where, STR_ARG(id), near);
		return error_set(err,
		    "%s: there is no rule \"%.*s\"; `sennight check --list` "
		    "has their names",
		    where, STR_ARG(id));
	}
	return true;
}

static enum check_level level_here(
    const struct settings *s, const struct rule *rule)
{
	if (rule->portability && !s->markdown.also_python_markdown)
		return CHECK_OFF;
	if (list_has(&s->check.off, rule->id))
		return CHECK_OFF;
	if (list_has(&s->check.error, rule->id))
		return CHECK_ERROR;
	if (list_has(&s->check.warning, rule->id))
		return CHECK_WARNING;
	if (list_has(&s->check.info, rule->id))
		return CHECK_INFO;
	return rule->level;
}

bool rules_active(struct arena *arena, const struct settings *s,
    const struct str_list *only, struct active_rules *ret_active,
    struct error *err)
{
	struct active_rules active = { 0 };
	const struct rule *rule;

	if (!all_exist(&s->check.off, "check.off", err) ||
	    !all_exist(&s->check.error, "check.error", err) ||
	    !all_exist(&s->check.warning, "check.warning", err) ||
	    !all_exist(&s->check.info, "check.info", err) ||
	    !all_exist(only, "--rule", err))
		return false;
	active.rule = ARENA_ARRAY(arena, check_rules() + 1, struct active_rule);
	for (size_t i = 0; (rule = rule_at(i)) != NULL; i++) {
		enum check_level level = level_here(s, rule);

		if (only->count > 0 && !list_has(only, rule->id))
			continue;
		if (level == CHECK_OFF && only->count > 0)
			level = rule->level;
		if (level != CHECK_OFF)
			active.rule[active.count++] =
			    (struct active_rule){ rule, level, i };
	}
	*ret_active = active;
	return true;
}
