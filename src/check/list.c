/* What rules there are: lists, explanations and pages, from the records. */
#include "base/json.h"
#include "check/rules.h"

/* The level that a rule has with these settings. */
static enum check_level level_in(
    const struct active_rules *active, const struct rule *rule)
{
	for (size_t i = 0; i < active->count; i++)
		if (active->rule[i].rule == rule)
			return active->rule[i].level;
	return CHECK_OFF;
}

static void add_json(struct strbuf *out, const struct rule_family *family,
    const struct rule *rule, enum check_level level)
{
	struct json j;

	json_init(&j, out);
	json_object(&j);
	json_member(&j, "rule", str_of(rule->id));
	json_member(&j, "family", str_of(family->name));
	json_member(&j, "severity", str_of(check_level_name(level)));
	json_member(&j, "message", str_of(rule->message));
	json_member(&j, "advice", str_of(rule->advice));
	json_end(&j);
	strbuf_add_char(out, '\n');
}

static void add_line(
    struct strbuf *out, const struct rule *rule, enum check_level level)
{
	strbuf_printf(out, "  %-8s %-26s %s\n", check_level_name(level),
	    rule->id, rule->message);
}

void check_add_list(
    struct strbuf *out, const struct settings *settings, bool json)
{
	struct arena arena = { 0 };
	struct active_rules active = { 0 };
	struct str_list all = { 0 };
	struct error ignored;

	rules_active(&arena, settings, &all, &active, &ignored);
	for (size_t i = 0; check_family[i] != NULL; i++) {
		const struct rule_family *family = check_family[i];

		if (family->rules == 0)
			continue;
		if (!json)
			strbuf_printf(
			    out, "%s%s\n", i > 0 ? "\n" : "", family->title);
		for (size_t k = 0; k < family->rules; k++) {
			const struct rule *rule = &family->rule[k];
			enum check_level level = level_in(&active, rule);

			if (json)
				add_json(out, family, rule, level);
			else
				add_line(out, rule, level);
		}
	}
	arena_release(&arena);
}

const struct check_about *check_about_all(
    struct arena *arena, const struct settings *settings)
{
	struct check_about *all =
	    ARENA_ARRAY(arena, check_rules() + 1, struct check_about);
	struct active_rules active = { 0 };
	struct str_list any = { 0 };
	struct error ignored;
	size_t count = 0;

	rules_active(arena, settings, &any, &active, &ignored);
	for (size_t i = 0; check_family[i] != NULL; i++)
		for (size_t k = 0; k < check_family[i]->rules; k++) {
			const struct rule *rule = &check_family[i]->rule[k];

			all[count++] = (struct check_about){ .id = rule->id,
				.family = check_family[i]->name,
				.message = rule->message,
				.advice = rule->advice,
				.level = level_in(&active, rule) };
		}
	return all;
}

/* Each line of a text, indented by four blanks. */
static void add_indented(struct strbuf *out, const char *text)
{
	struct str rest = str_of(text);

	if (str_ends(rest, STR("\n")))
		rest.len--;
	while (rest.at != NULL) {
		struct str line = str_take(&rest, '\n');

		if (line.len > 0)
			strbuf_printf(out, "    %.*s", STR_ARG(line));
		strbuf_add_char(out, '\n');
	}
}

/* `mark` begins a title: "" or "## ". */
static void add_example(
    struct strbuf *out, const char *mark, const char *title, const char *text)
{
	if (text == NULL)
		return;
	strbuf_printf(out, "\n%s%s\n\n", mark, title);
	add_indented(out, text);
}

/* With the conditions that the reader of an example must know. */
static void add_examples(
    struct strbuf *out, const struct rule *rule, const char *mark)
{
	add_example(out, mark, "With these settings", rule->settings);
	add_example(out, mark, "The issue before", rule->before);
	add_example(out, mark, "Found in", rule->bad);
	add_example(out, mark, "Not found in", rule->good);
}

static void add_conditions(struct strbuf *out, const struct rule *rule)
{
	if (rule->portability)
		strbuf_lit(out, "Holds only with the setting `markdown.also: "
				"python-markdown`.\n");
	if (rule->network)
		strbuf_lit(out, "Looked at with `--network` only.\n");
}

bool check_add_explanation(
    struct strbuf *out, struct str id, const char **ret_near)
{
	const struct rule *rule = rule_named(id);

	if (rule == NULL) {
		*ret_near = rule_near(id);
		return false;
	}
	strbuf_printf(out, "%s (%s): %s.\n%s\n", rule->id,
	    check_level_name(rule->level), rule->message, rule->advice);
	if (rule->why != NULL)
		strbuf_printf(out, "\n%s\n", rule->why);
	add_conditions(out, rule);
	add_examples(out, rule, "");
	return true;
}

bool check_add_page(struct strbuf *out, struct str id)
{
	const struct rule *rule = rule_named(id);

	if (rule == NULL)
		return false;
	strbuf_printf(out, "# %s\n\n%s: %s. %s\n", rule->id,
	    rule->level == CHECK_ERROR     ? "Error"
	    : rule->level == CHECK_WARNING ? "Warning"
					   : "Info",
	    rule->message, rule->advice);
	if (rule->why != NULL)
		strbuf_printf(out, "\n%s\n", rule->why);
	if (rule->portability || rule->network)
		strbuf_add_char(out, '\n');
	add_conditions(out, rule);
	add_examples(out, rule, "## ");
	return true;
}

void check_add_index(struct strbuf *out)
{
	strbuf_lit(out,
	    "# Rules\n\n"
	    "What `sennight check` looks for. Each page has an example; "
	    "`sennight check\n--explain RULE` prints the same. The level of "
	    "each can be set in\n[sennight.yaml](../settings.md).\n");
	for (size_t i = 0; check_family[i] != NULL; i++) {
		const struct rule_family *family = check_family[i];

		if (family->rules == 0)
			continue;
		strbuf_printf(out, "\n## %s\n\n", family->title);
		strbuf_lit(
		    out, "| rule | level | found when |\n|---|---|---|\n");
		for (size_t k = 0; k < family->rules; k++) {
			const struct rule *rule = &family->rule[k];

			strbuf_printf(out, "| [%s](%s.md) | %s | %s |\n",
			    rule->id, rule->id, check_level_name(rule->level),
			    rule->message);
		}
	}
}
