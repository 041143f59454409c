#include "check/facts.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/text.h"
#include "base/url.h"
#include "check/headings.h"
#include "check/rule.h"
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

uint64_t facts_text_key(struct arena *arena, struct str text)
{
	char *letters = arena_alloc(arena, text.len + 1);
	size_t len = 0;

	for (size_t at = 0; at < text.len;) {
		size_t from = at;
		uint32_t code_point = text_next(text, &at);

		if (at - from == 1 && char_is_alnum(text.at[from])) {
			letters[len++] = char_lower(text.at[from]);
		} else if (at - from > 1 && text_is_word(code_point)) {
			memcpy(letters + len, text.at + from, at - from);
			len += at - from;
		}
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

static void add_link(
    struct facts *facts, uint64_t key, size_t offset, uint32_t rule)
{
	if (key != 0 && offset != MD_UNKNOWN)
		facts->link[facts->links++] =
		    (struct seen_link){ key, (uint32_t)offset, rule };
}

void facts_read_links(struct arena *keep, const struct settings *settings,
    const struct issue *issue, struct facts *facts)
{
	const struct md_node *root = issue->tree.root;
	struct arena scratch = { 0 };
	size_t section = 0;

	facts->link =
	    ARENA_ARRAY(keep, issue->tree.links + 1, struct seen_link);
	for (const struct md_node *n = root; n != NULL; n = md_walk(root, n)) {
		while (section + 1 < issue->sections &&
		       n == issue->section[section + 1].heading)
			section++;
		if (n->kind != MD_LINK || facts->links == issue->tree.links)
			continue;
		add_link(facts, facts_url_key(&scratch, n->target), n->offset,
		    rule_number(settings, &issue->section[section]));
		arena_reset(&scratch);
	}
	arena_release(&scratch);
}

void facts_take_links(struct checker *c, struct facts *facts)
{
	facts->link = ARENA_ARRAY(c->keep, c->links + 1, struct seen_link);
	for (size_t i = 0; i < c->links; i++)
		if (c->link[i].node->kind == MD_LINK)
			add_link(facts, c->link[i].key, c->link[i].node->offset,
			    rule_number(c->settings,
				&c->issue->section[c->link[i].section]));
}

static uint64_t group_key(struct arena *scratch, const struct group *group)
{
	uint64_t key = facts_url_key(scratch, group->url);

	return key != 0 ? key : facts_text_key(scratch, group->name);
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

/* 1047 at the end of an address names a post, not a person. */
static bool ends_with_number(struct str url)
{
	size_t at = url.len;

	while (at > 0 && url.at[at - 1] == '/')
		url.len = --at;
	while (at > 0 && char_is_digit(url.at[at - 1]))
		at--;
	return at < url.len && at > 0 && url.at[at - 1] == '/';
}

static uint64_t thanks_key(
    struct arena *scratch, const struct issue *issue, const struct feature *f)
{
	struct str text, url = { 0 };
	size_t at = 0;

	if (f->thanks_offset == MD_UNKNOWN)
		return 0;
	text = str_sub(issue->source.text, f->thanks_offset, f->thanks_end);
	while ((at = str_find(text, STR("]("), at)) != STR_NONE) {
		struct str found =
		    str_sub(text, at + 2, str_find_char(text, ')', at));

		if (ends_with_number(found))
			url = found;
		at += 2;
	}
	return facts_url_key(scratch, url);
}

static struct seen_feature keep_feature(
    struct arena *keep, struct arena *scratch, const struct feature *f)
{
	return (struct seen_feature){
		.kind = keep_str(keep, f->kind),
		.name = keep_str(keep, f->name),
		.text = keep_str(keep, f->text),
		.url = keep_str(keep, f->url),
		.text_key = facts_text_key(scratch, f->text),
		.name_key = facts_text_key(scratch, f->name),
		.offset = f->offset,
		.end = f->end,
		.thanks_offset = f->thanks_offset,
		.thanks_end = f->thanks_end,
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
	for (size_t i = 0; i < issue->features; i++) {
		struct seen_feature *seen = &facts->feature[facts->features++];

		*seen = keep_feature(keep, &scratch, &issue->feature[i]);
		/* Several may share their thanks. */
		if (i > 0 && seen->thanks_offset == seen[-1].thanks_offset)
			seen->thanks_key = seen[-1].thanks_key;
		else
			seen->thanks_key =
			    thanks_key(&scratch, issue, &issue->feature[i]);
	}
	arena_release(&scratch);
}

/* "Dyes," is Dyes; "(major ones only)" behind a group says more of it. */
static void keep_group(struct arena *keep, struct facts *facts, struct str name)
{
	while (name.len > 0 && (name.at[name.len - 1] == ',' ||
				   char_is_space(name.at[name.len - 1])))
		name.len--;
	if (name.len == 0 || name.at[0] == '(')
		return;
	facts->group = ARENA_GROW(keep, facts->group, facts->groups);
	facts->group[facts->groups++] = keep_str(keep, name);
}

static void keep_groups(
    struct arena *keep, const struct issue *issue, struct facts *facts)
{
	facts->none_offset = facts->none_end = MD_UNKNOWN;
	for (size_t i = 0; i < issue->sections; i++) {
		const struct section *s = &issue->section[i];

		if (s->kind != SECTION_DECISIONS)
			continue;
		if (s->group.at != NULL && s->items > 0)
			keep_group(keep, facts, s->group);
		for (size_t k = 0; k < s->items; k++) {
			const struct item *item = &s->item[k];

			if (item->kind != ITEM_NONE || item->links == 0)
				continue;
			facts->none_offset = item->offset;
			facts->none_end = item->end;
			for (size_t l = 0; l < item->links; l++)
				keep_group(keep, facts, item->link[l].text);
		}
	}
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
	keep_lists(keep, issue, &facts);
	facts.change_first = issue->change_first;
	facts.change_last = issue->change_last;
	facts.change_count = issue->change_count;
	facts.window_first = issue->window_first;
	facts.perf_offset = MD_UNKNOWN;
	if (issue->perf != NULL) {
		facts.perf_from = keep_str(keep, issue->perf->from);
		facts.perf_to = keep_str(keep, issue->perf->to);
		facts.perf_report = keep_str(keep, issue->perf->report_url);
		facts.perf_offset = issue->perf->offset;
	}
	keep_groups(keep, issue, &facts);
	facts.jobs = keep_link(keep, &issue->jobs);
	facts.discussion = keep_link(keep, &issue->discussion);
	facts.has_section = keep_sections(keep, settings, issue);
	*ret_facts = facts;
}
