#include "check/facts.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/text.h"
#include "base/url.h"
#include "check/headings.h"
#include "newsletter/newsletter.h"

uint64_t facts_key(struct str text)
{
	uint64_t key;

	if (text.len == 0)
		return 0;
	key = XXH3_64bits(text.at, text.len);
	return key != 0 ? key : 1;
}

uint64_t facts_url_key(struct arena *arena, struct str url)
{
	return facts_key(url_canonical(arena, url));
}

/* Like arena_str, but unset stays unset. */
static struct str keep_str(struct arena *keep, struct str s)
{
	return s.at != NULL ? arena_str(keep, s) : s;
}

/* Of the letters and digits alone, so that neither layout nor case counts. */
static uint64_t text_key(struct arena *arena, struct str text)
{
	char *letters = arena_alloc(arena, text.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = char_lower(text.at[i]);

		if (char_is_alnum(c) || (unsigned char)c >= 0x80)
			letters[len++] = c;
	}
	return facts_key((struct str){ letters, len });
}

static void read_identity(
    const char *path, const struct header *header, struct facts *facts)
{
	facts->path = path;
	facts->number = header->number;
	facts->date = header->date;
	if (!date_is_set(facts->date))
		newsletter_date_of_name(path, &facts->date);
}

/* -------------------------------------------------------------- full reading */

static uint32_t rule_number(
    const struct settings *settings, const struct section *section)
{
	return section->rule != NULL
		   ? (uint32_t)(section->rule - settings->section) + 1
		   : 0;
}

static void keep_links(struct arena *keep, const struct settings *settings,
    const struct issue *issue, struct facts *facts)
{
	const struct md_node *root = issue->tree.root;
	struct arena scratch = { 0 };
	size_t section = 0;

	facts->link =
	    ARENA_ARRAY(keep, issue->tree.links + 1, struct seen_link);
	for (const struct md_node *n = root; n != NULL; n = md_walk(root, n)) {
		uint64_t key;

		while (section + 1 < issue->sections &&
		       n == issue->section[section + 1].heading)
			section++;
		if (n->kind != MD_LINK || facts->links == issue->tree.links)
			continue;
		key = facts_url_key(&scratch, n->target);
		arena_reset(&scratch);
		if (key == 0 || n->offset == MD_UNKNOWN)
			continue;
		facts->link[facts->links++] =
		    (struct seen_link){ key, (uint32_t)n->offset,
			    rule_number(settings, &issue->section[section]) };
	}
	arena_release(&scratch);
}

static uint64_t group_key(struct arena *scratch, const struct group *group)
{
	uint64_t key = facts_url_key(scratch, group->url);

	return key != 0 ? key : text_key(scratch, group->name);
}

static struct seen_event keep_event(
    struct arena *keep, struct arena *scratch, const struct event *e)
{
	const struct place *place = e->places > 0 ? &e->place[0] : NULL;
	struct seen_event seen = {
		.key = facts_url_key(scratch, e->url),
		.title = keep_str(keep, e->title),
		.url = keep_str(keep, e->url),
		.first = e->first,
		.last = e->last,
		.mode = e->mode,
		.region = e->region,
		.offset = e->offset,
		.end = e->end,
	};

	if (e->groups > 0) {
		seen.group = keep_str(keep, e->group[0].name);
		seen.group_key = group_key(scratch, &e->group[0]);
	}
	if (place != NULL) {
		seen.city = keep_str(keep, place->city);
		seen.state = keep_str(keep, place->state);
		seen.country = keep_str(keep, place->country);
	}
	return seen;
}

static struct seen_feature keep_feature(
    struct arena *keep, struct arena *scratch, const struct feature *f)
{
	return (struct seen_feature){
		.kind = keep_str(keep, f->kind),
		.name = keep_str(keep, f->name),
		.text = keep_str(keep, f->text),
		.url = keep_str(keep, f->url),
		.text_key = text_key(scratch, f->text),
		.thanks_key = facts_url_key(scratch, f->thanks.url),
		.offset = f->offset,
		.end = f->end,
	};
}

static void keep_lists(
    struct arena *keep, const struct issue *issue, struct facts *facts)
{
	struct arena scratch = { 0 };

	facts->event = ARENA_ARRAY(keep, issue->events + 1, struct seen_event);
	for (size_t i = 0; i < issue->events; i++)
		facts->event[facts->events++] =
		    keep_event(keep, &scratch, &issue->event[i]);
	facts->call = ARENA_ARRAY(keep, issue->calls + 1, struct seen_call);
	for (size_t i = 0; i < issue->calls; i++) {
		const struct call *call = &issue->call[i];

		facts->call[facts->calls++] = (struct seen_call){ call->kind,
			facts_url_key(&scratch, call->url),
			keep_str(keep, call->title), keep_str(keep, call->url),
			call->offset };
	}
	facts->feature =
	    ARENA_ARRAY(keep, issue->features + 1, struct seen_feature);
	for (size_t i = 0; i < issue->features; i++)
		facts->feature[facts->features++] =
		    keep_feature(keep, &scratch, &issue->feature[i]);
	arena_release(&scratch);
}

static struct item_link keep_link(
    struct arena *keep, const struct item_link *link)
{
	return (struct item_link){ keep_str(keep, link->text),
		keep_str(keep, link->url), link->offset, link->end };
}

static bool *keep_sections(struct arena *keep, const struct settings *settings,
    const struct issue *issue)
{
	bool *has = ARENA_ARRAY(keep, settings->sections + 1, bool);

	for (size_t i = 1; i < issue->sections; i++) {
		struct str title = issue->section[i].title;
		size_t own = settings_section(settings, title);

		if (own != STR_NONE &&
		    heading_is(title, settings->section[own].title))
			has[own] = true;
	}
	return has;
}

void facts_read(struct arena *keep, const struct settings *settings,
    const struct issue *issue, struct facts *ret_facts)
{
	struct facts facts = { .text = issue->source.text, .near = true };

	read_identity(issue->source.path, &issue->header, &facts);
	keep_links(keep, settings, issue, &facts);
	keep_lists(keep, issue, &facts);
	facts.change_first = issue->change_first;
	facts.change_last = issue->change_last;
	facts.change_count = issue->change_count;
	facts.perf_offset = MD_UNKNOWN;
	if (issue->perf != NULL) {
		facts.perf_from = keep_str(keep, issue->perf->from);
		facts.perf_to = keep_str(keep, issue->perf->to);
		facts.perf_report = keep_str(keep, issue->perf->report_url);
		facts.perf_offset = issue->perf->offset;
	}
	facts.jobs = keep_link(keep, &issue->jobs);
	facts.discussion = keep_link(keep, &issue->discussion);
	facts.has_section = keep_sections(keep, settings, issue);
	*ret_facts = facts;
}
