#include "check/look.h"

#include <time.h>

int64_t look_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void look_at_nodes(struct checker *c, const struct rule *rule)
{
	for (unsigned kind = 0; kind <= MD_HARD_BREAK; kind++) {
		const struct node_list *list = &c->node[kind];

		if ((rule->nodes & CHECK_NODE(kind)) == 0)
			continue;
		for (size_t i = 0; i < list->count; i++)
			rule->look.node(c, list->node[i]);
	}
}

static void look_at_items(struct checker *c, const struct rule *rule)
{
	for (size_t i = 0; i < c->issue->sections; i++) {
		const struct section *s = &c->issue->section[i];

		for (size_t k = 0; k < s->items; k++)
			rule->look.item(c, s, &s->item[k]);
	}
}

static void look(struct checker *c, const struct rule *rule)
{
	const struct rule_look *look = &rule->look;

	if (look->file != NULL)
		look->file(c);
	if (look->node != NULL)
		look_at_nodes(c, rule);
	if (look->item != NULL)
		look_at_items(c, rule);
	for (size_t i = 0; look->line != NULL && i < c->lines; i++)
		look->line(c, &c->line[i]);
	for (size_t i = 0; look->link != NULL && i < c->links; i++)
		look->link(c, &c->link[i]);
	for (size_t i = 0; look->section != NULL && i < c->issue->sections; i++)
		look->section(c, &c->issue->section[i]);
	for (size_t i = 0; look->event != NULL && i < c->issue->events; i++)
		look->event(c, &c->issue->event[i]);
}

typedef void looking(struct checker *c, const struct rule *rule);

static void look_archive(struct checker *c, const struct rule *rule)
{
	if (rule->look.archive != NULL)
		rule->look.archive(c);
}

/* Let one rule look, and give what it found the level that it has here. */
static void look_with(struct checker *c, const struct active_rule *active,
    looking *how, look_times times)
{
	int64_t started = times != NULL ? look_clock() : 0;

	c->rule = active->rule;
	c->before = c->findings;
	how(c, active->rule);
	for (size_t i = c->before; i < c->findings; i++)
		c->finding[i]->level = active->level;
	if (times != NULL)
		times[active->number] += look_clock() - started;
}

void look_at_issue(
    struct checker *c, const struct active_rules *active, look_times times)
{
	for (size_t i = 0; i < active->count; i++)
		if (active->rule[i].rule->look.archive == NULL)
			look_with(c, &active->rule[i], look, times);
}

void look_at_archive(
    struct checker *c, const struct active_rules *active, look_times times)
{
	for (size_t i = 0; i < active->count; i++)
		if (active->rule[i].rule->look.archive != NULL)
			look_with(c, &active->rule[i], look_archive, times);
}
