#include "build/choice.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

struct choosing {
	struct arena *arena;
	const struct settings *settings;
	const struct issue *typed;
	const struct mail_choice *wanted;
	bool *left_out;
	const struct md_node **event;
	size_t events;
};

static bool is_in(const struct str_list *list, struct str item)
{
	for (size_t i = 0; i < list->count; i++)
		if (str_eq(list->item[i], item))
			return true;
	return false;
}

static bool is_named(const struct choosing *c, size_t section)
{
	const struct section_rule *rule = c->typed->section[section].rule;

	return rule != NULL && is_in(&c->wanted->sections, rule->id);
}

/* Is anything below `above`, of another kind, named? */
static bool has_named_below(const struct choosing *c, size_t above)
{
	const struct section *section = c->typed->section;

	for (size_t i = above + 1;
	     i < c->typed->sections && section[i].level > section[above].level;
	     i++)
		if (section[i].rule != section[above].rule && is_named(c, i))
			return true;
	return false;
}

/* Sections that the settings do not know cannot be named, so nobody can have
 * chosen to miss them. */
static bool is_wanted(const struct choosing *c, size_t section)
{
	const struct section *at = &c->typed->section[section];

	if (c->wanted->sections.count == 0 || at->rule == NULL ||
	    is_named(c, section))
		return true;
	for (size_t i = at->parent; i != STR_NONE;
	     i = c->typed->section[i].parent)
		if (is_named(c, i))
			return !has_named_below(c, i);
	return false;
}

static bool is_wanted_place(const struct choosing *c, const struct event *event)
{
	for (size_t i = 0; i < event->places; i++)
		if (is_in(&c->wanted->countries, event->place[i].country))
			return true;
	return false;
}

static bool is_wanted_region(const struct choosing *c, size_t region)
{
	return is_in(&c->wanted->regions, c->settings->region[region].id);
}

static bool chooses_events(const struct mail_choice *wanted)
{
	return wanted->regions.count > 0 || wanted->countries.count > 0;
}

static bool is_wanted_event(const struct choosing *c, const struct event *event)
{
	return event->region == STR_NONE ||
	       is_wanted_region(c, event->region) || is_wanted_place(c, event);
}

static int by_address(const void *left, const void *right)
{
	uintptr_t a = (uintptr_t) * (const struct md_node *const *)left;
	uintptr_t b = (uintptr_t) * (const struct md_node *const *)right;

	return (a > b) - (a < b);
}

/* Of a section and all below it: are there events, and is one wanted? */
struct tally {
	size_t all, wanted;
};

static void choose_events(struct choosing *c, struct tally *of_section)
{
	const struct issue *typed = c->typed;

	c->event =
	    ARENA_ARRAY(c->arena, typed->events + 1, const struct md_node *);
	for (size_t i = 0; i < typed->events; i++) {
		const struct event *event = &typed->event[i];
		bool wanted = is_wanted_event(c, event);

		for (size_t s = event->section; s != STR_NONE;
		     s = typed->section[s].parent) {
			of_section[s].all++;
			of_section[s].wanted += wanted;
		}
		if (!wanted)
			c->event[c->events++] = typed->section[event->section]
						    .item[event->item]
						    .node;
	}
	qsort(c->event, c->events, sizeof(c->event[0]), by_address);
}

static void choose_regions(struct choosing *c)
{
	const struct issue *typed = c->typed;
	struct tally *tally =
	    ARENA_ARRAY(c->arena, typed->sections, struct tally);

	memset(tally, 0, typed->sections * sizeof(tally[0]));
	choose_events(c, tally);
	for (size_t i = 1; i < typed->sections; i++) {
		const struct section *section = &typed->section[i];
		bool other = section->region != STR_NONE &&
			     !is_wanted_region(c, section->region);

		if (section->kind == SECTION_EVENTS && tally[i].wanted == 0 &&
		    (other || tally[i].all > 0))
			c->left_out[i] = true;
	}
}

/* Does HTML show anything?  Blanks and tags do not, but for pictures. */
static bool is_seen(struct str html)
{
	while (html.len > 0) {
		if (html.at[0] == '<') {
			if (str_starts(html, STR("<img")) ||
			    str_starts(html, STR("<hr")))
				return true;
			str_take(&html, '>');
			continue;
		}
		if (!char_is_space(html.at[0]))
			return true;
		html = str_sub(html, 1, html.len);
	}
	return false;
}

/* Passages for another medium may begin in one section and end in a later
 * one, so all are written, and looked at. */
static const bool *find_seen(const struct choosing *c,
    const struct choice *choice, const struct md_node *colophon)
{
	const struct issue *typed = c->typed;
	bool *seen = ARENA_ARRAY(c->arena, typed->sections, bool);
	struct choice copy = *choice;
	struct strbuf out;
	struct html html;

	strbuf_init(&out, LIMIT_PAGE);
	html_init(&html, &out, c->arena, HTML_MAIL, (struct str){ NULL, 0 });
	html.leaves_out = choice_leaves_out;
	html.data = &copy;
	for (size_t i = 0; i < typed->sections; i++) {
		const struct section *section = &typed->section[i];
		const struct md_node *stop =
		    i + 1 == typed->sections && colophon != NULL
			? colophon
			: section->stop;

		strbuf_reset(&out);
		if (c->left_out[i])
			html_skip_blocks(&html, section->first, stop);
		else
			html_add_blocks(&html, section->first, stop);
		seen[i] = is_seen(strbuf_str(&out));
	}
	strbuf_release(&out);
	return seen;
}

void choice_make(struct arena *arena, const struct settings *settings,
    const struct issue *typed, const struct md_node *colophon,
    const struct mail_choice *wanted, struct choice *ret_choice)
{
	static const struct mail_choice everything = { 0 };
	struct choosing c = { .arena = arena,
		.settings = settings,
		.typed = typed,
		.wanted = wanted != NULL ? wanted : &everything,
		.left_out = ARENA_ARRAY(arena, typed->sections, bool) };

	for (size_t i = 0; i < typed->sections; i++)
		c.left_out[i] = !is_wanted(&c, i);
	if (chooses_events(c.wanted))
		choose_regions(&c);
	*ret_choice = (struct choice){
		.left_out = c.left_out,
		.event = c.event,
		.events = c.events,
	};
	ret_choice->seen = find_seen(&c, ret_choice, colophon);
}

bool choice_leaves_out(void *data, const struct md_node *item)
{
	const struct choice *choice = data;

	return choice->events > 0 &&
	       bsearch(&item, choice->event, choice->events,
		   sizeof(choice->event[0]), by_address) != NULL;
}
