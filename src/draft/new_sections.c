/* The template of a newsletter that has none of its own. */
#include "draft/draft.h"

/* Sections that an issue begins with; the others come when there is something
 * to put below them. */
static bool is_usual(const struct section_rule *rule)
{
	return rule->feed || rule->required || rule->kind == SECTION_JOBS;
}

/* A title; in a template a dollar sign is written twice. */
static void add_title(struct strbuf *out, struct str title, bool template)
{
	while (title.at != NULL) {
		strbuf_add(out, str_take(&title, '$'));
		if (title.at != NULL)
			strbuf_add_cstr(out, template ? "$$" : "$");
	}
}

static void add_sections(struct strbuf *out, const struct settings *settings,
    struct str events, struct str links, bool template)
{
	for (size_t i = 0; i < settings->sections; i++) {
		const struct section_rule *rule = &settings->section[i];

		if (!is_usual(rule))
			continue;
		strbuf_lit(out, "\n");
		strbuf_add_repeat(
		    out, '#', rule->level > 0 ? (size_t)rule->level : 2);
		strbuf_lit(out, " ");
		add_title(out, rule->title, template);
		strbuf_lit(out, "\n");
		if (rule->kind == SECTION_EVENTS)
			strbuf_add(out, events);
		else if (rule->kind == SECTION_ITEMS) {
			strbuf_add(out, links);
			links = STR("");
		}
	}
}

void draft_add_sections(struct strbuf *out, const struct settings *settings,
    struct str events, struct str links)
{
	add_sections(out, settings, events, links, false);
}

/* Who makes it, and where it is, as far as the settings know. */
static void add_imprint(struct strbuf *out, const struct settings *settings)
{
	if (settings->editors > 0)
		strbuf_lit(out, "\n$name is edited by:\n\n$editors\n");
	if (settings->sponsor.name.len > 0)
		strbuf_lit(out, "\n*It is sponsored by $sponsor.*\n");
	if (settings->site.subscribe.len > 0)
		strbuf_lit(
		    out, "\nWant it by mail? [Subscribe here]($subscribe).\n");
	if (settings->channels > 0)
		strbuf_lit(out, "\nIt is also on $channels.\n");
}

void draft_add_template(struct strbuf *out, const struct settings *settings)
{
	bool window = settings->events.heading_window.len > 0;

	strbuf_lit(out, "Title: $title\nNumber: $number\nDate: $date\n"
			"Category: $name\n"
			"\n<!-- A few words about the week. -->\n");
	add_sections(out, settings,
	    window ? STR("\n$window\n\n$events\n") : STR("\n$events\n"),
	    STR("\n<!-- * [Title](https://example.org/) -->\n"), true);
	add_imprint(out, settings);
}
