/* Which section an addition belongs to. */
#include "draft/add.h"

#include "base/text.h"
#include "model/item_write.h"
#include "model/line.h"

/* ---------------------------------------------------------- what is where now */

/* The number of the rule that a section's own heading has. */
static size_t own_rule(const struct adder *a, const struct section *s)
{
	return s->heading == NULL ? STR_NONE
				  : settings_section(a->settings, s->title);
}

size_t section_innermost(const struct adder *a, size_t section, size_t rule)
{
	const struct section *all = a->issue->section;

	for (size_t i = section + 1;
	     i < a->issue->sections && all[i].level > all[section].level; i++)
		if (own_rule(a, &all[i]) == rule)
			return section_innermost(a, i, rule);
	return section;
}

void places_find(struct adder *a)
{
	const struct settings *set = a->settings;
	size_t rules = set->sections, regions = set->regions;

	a->rule_section = ARENA_ARRAY(a->arena, rules + 1, size_t);
	a->region_section = ARENA_ARRAY(a->arena, regions + 1, size_t);
	for (size_t i = 0; i < rules; i++)
		a->rule_section[i] = STR_NONE;
	for (size_t i = 0; i < regions; i++)
		a->region_section[i] = STR_NONE;
	for (size_t i = 0; i < a->issue->sections; i++) {
		const struct section *s = &a->issue->section[i];
		size_t rule = own_rule(a, s);

		if (rule != STR_NONE && a->rule_section[rule] == STR_NONE)
			a->rule_section[rule] = i;
		else if (rule == STR_NONE && s->region != STR_NONE &&
			 s->kind == SECTION_EVENTS && s->heading != NULL &&
			 a->region_section[s->region] == STR_NONE)
			a->region_section[s->region] = i;
	}
}

size_t section_tree_end(const struct issue *issue, size_t section)
{
	size_t i = section + 1;

	while (i < issue->sections &&
	       issue->section[i].level > issue->section[section].level)
		i++;
	return i < issue->sections ? issue->section[i].offset
				   : issue->tree.file.len;
}

size_t section_at(const struct issue *issue, size_t offset)
{
	size_t found = 0;

	for (size_t low = 0, high = issue->sections; low < high;) {
		size_t middle = low + (high - low) / 2;

		if (issue->section[middle].offset <= offset) {
			found = middle;
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return found;
}

/* --------------------------------------------------------------------- rules */

static size_t rule_of_kind(
    const struct settings *settings, enum section_kind kind)
{
	for (size_t i = 0; i < settings->sections; i++)
		if (settings->section[i].kind == kind)
			return i;
	return STR_NONE;
}

static size_t rule_by_kind(
    const struct settings *settings, const struct addition *addition)
{
	static const enum section_kind calls[] = {
		[CALL_TESTING] = SECTION_TESTING,
		[CALL_PARTICIPATION] = SECTION_PARTICIPATION,
		[CALL_SPEAKING] = SECTION_SPEAKING,
	};
	static const enum section_kind decisions[] = {
		[DECISION_COMMENT_PERIOD] = SECTION_DECISIONS,
		[DECISION_APPROVED] = SECTION_APPROVED,
		[DECISION_PROPOSED] = SECTION_PROPOSED,
	};

	switch (addition->kind) {
	case ADD_LINK: break;
	case ADD_EVENT: return rule_of_kind(settings, SECTION_EVENTS);
	case ADD_CALL:
		return rule_of_kind(settings, calls[addition->call.kind]);
	case ADD_DECISION:
		return rule_of_kind(
		    settings, decisions[addition->decision.kind]);
	case ADD_CHANGE: return rule_of_kind(settings, SECTION_CHANGES);
	case ADD_FEATURE:
		return settings_feature(settings, addition->feature.kind);
	case ADD_JOBS: return rule_of_kind(settings, SECTION_JOBS);
	}
	return STR_NONE;
}

size_t draft_section_of(
    const struct settings *settings, const struct addition *addition)
{
	return addition->section.len == 0
		   ? rule_by_kind(settings, addition)
		   : settings_section_named(settings, addition->section);
}

/* -------------------------------------------------------------------- regions */

static bool has_region_headings(const struct adder *a)
{
	for (size_t i = 0; i < a->settings->regions; i++)
		if (a->region_section[i] != STR_NONE)
			return true;
	return false;
}

bool events_have_regions(const struct adder *a)
{
	size_t rule = rule_of_kind(a->settings, SECTION_EVENTS);
	size_t section = rule == STR_NONE ? STR_NONE : a->rule_section[rule];

	return has_region_headings(a) ||
	       (a->settings->regions > 0 &&
		   (section == STR_NONE ||
		       a->issue->section[section].items == 0));
}

static struct target found(size_t section)
{
	return (
	    struct target){ .section = section, .sentence.offset = MD_UNKNOWN };
}

static struct target refused(const char *why)
{
	return (struct target){ .section = STR_NONE, .why = why };
}

static struct target region_target(
    struct adder *a, const struct job *job, size_t base)
{
	if (!events_have_regions(a))
		return found(base);
	if (job->region == STR_NONE)
		return refused("no region has its place; give its `country`, "
			       "its `mode` or its `region`");
	if (a->region_section[job->region] != STR_NONE)
		return found(a->region_section[job->region]);
	return heading_of_region(a, base, job->region);
}

/* -------------------------------------------------------------------- targets */

/* A heading of the draft that no rule knows: "Book of the Month". */
static size_t heading_named(const struct adder *a, struct str title)
{
	for (size_t i = 0; i < a->issue->sections; i++) {
		const struct section *s = &a->issue->section[i];

		if (s->heading != NULL && text_cmp_folded(s->title, title) == 0)
			return i;
	}
	return STR_NONE;
}

static struct target named_target(
    struct adder *a, const struct addition *addition)
{
	size_t section;

	if (addition->section.len > 0) {
		section = heading_named(a, addition->section);
		if (section != STR_NONE)
			return found(section);
		return refused("there is no such section, neither in the "
			       "settings nor as a heading of the draft");
	}
	if (addition->kind != ADD_LINK)
		return refused("no section of the settings is of its kind");
	section = heading_named(a, a->settings->unsorted);
	return section != STR_NONE ? found(section) : heading_of_unsorted(a);
}

static bool has_groups(enum section_kind kind)
{
	return kind == SECTION_CHANGES || kind == SECTION_DECISIONS ||
	       kind == SECTION_TESTING;
}

static struct target below(struct adder *a, const struct job *job, size_t base)
{
	const struct addition *addition = job->addition;

	switch (addition->kind) {
	case ADD_EVENT: return region_target(a, job, base);
	case ADD_CHANGE:
		return group_target(a, base, addition->change.repository,
		    addition->change.area);
	case ADD_DECISION:
		if (addition->decision.kind == DECISION_COMMENT_PERIOD)
			return group_target(a, base,
			    addition->decision.repository, (struct str){ 0 });
		break;
	case ADD_CALL:
		if (addition->call.kind == CALL_TESTING)
			return group_target(a, base, addition->call.repository,
			    (struct str){ 0 });
		break;
	case ADD_LINK:
		if (has_groups(a->issue->section[base].kind))
			return group_target(a, base,
			    repository_of(addition->link.url),
			    (struct str){ 0 });
		break;
	case ADD_FEATURE:
	case ADD_JOBS: break;
	}
	return found(base);
}

/* May the section hold it? */
static const char *wrong_kind(
    const struct addition *addition, enum section_kind kind)
{
	if (addition->kind == ADD_EVENT && kind != SECTION_EVENTS)
		return "it is an event, and the section holds none";
	if (addition->kind != ADD_LINK)
		return NULL;
	switch (kind) {
	case SECTION_EVENTS:
		return "an event needs a day and a place; give it with --from";
	case SECTION_FEATURE: return "what is featured is prose; use --feature";
	case SECTION_SPEAKING:
		return "a call for talks has a last day and a place; give it "
		       "with --from";
	case SECTION_PERF: return "the section holds a report, not links";
	default: return NULL;
	}
}

struct target job_target(struct adder *a, const struct job *job)
{
	size_t rule = draft_section_of(a->settings, job->addition), base;
	const char *why;

	if (job->addition->kind == ADD_LINK &&
	    text_one_line(a->arena, job->addition->link.text).len == 0)
		return refused("it has no title");
	if (rule == STR_NONE)
		return named_target(a, job->addition);
	why = wrong_kind(job->addition, a->settings->section[rule].kind);
	if (why != NULL)
		return refused(why);
	base = a->rule_section[rule];
	if (base == STR_NONE)
		return heading_of_rule(a, rule);
	return below(a, job, section_innermost(a, base, rule));
}
