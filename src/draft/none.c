/* Saying that there is nothing. */
#include "base/url.h"
#include "draft/add.h"
#include "model/item_write.h"
#include "model/line.h"

/* Headings of groups that go one by one; no draft has more. */
enum { MAX_ROUNDS = 200 };

static bool has_groups(enum section_kind kind)
{
	return kind == SECTION_DECISIONS || kind == SECTION_TESTING;
}

/* What is told of it in the end. */
struct filler {
	struct adder *adder;
	struct draft_none *none;
};

/* The job that tells of the sentence of a section, by which its place is
 * followed through the rounds; there is one for each section. */
static size_t tell(struct filler *f, struct str section, struct str sentence)
{
	struct adder *a = f->adder;
	size_t i = 0;

	while (i < a->jobs && !str_eq(a->job[i].placed->section, section))
		i++;
	if (i == a->jobs) {
		a->job = ARENA_GROW(a->arena, a->job, a->jobs);
		a->job[a->jobs++] = (struct job){ .placed = ARENA_NEW(a->arena,
						      struct placed) };
	}
	*a->job[i].placed = (struct placed){ .offset = MD_UNKNOWN,
		.section = section,
		.title = text_one_line(a->arena, sentence) };
	return i;
}

static void tell_gone(struct filler *f, struct str heading)
{
	struct draft_none *none = f->none;

	none->gone = ARENA_GROW(f->adder->arena, none->gone, none->gones);
	none->gone[none->gones++] = heading;
}

/* Does a section stand below another, as a group of it? */
static bool is_group_of(const struct adder *a, size_t base, size_t section)
{
	const struct section *all = a->issue->section;

	return section < a->issue->sections &&
	       all[section].level > all[base].level &&
	       all[section].rule == all[base].rule;
}

static size_t count_items(const struct section *s, bool none)
{
	size_t count = 0;

	for (size_t i = 0; i < s->items; i++)
		count += (s->item[i].kind == ITEM_NONE) == none;
	return count;
}

/* Of a section and the groups below it. */
static size_t count_below(const struct adder *a, size_t base, bool none)
{
	size_t count = count_items(&a->issue->section[base], none);

	for (size_t i = base + 1; is_group_of(a, base, i); i++)
		count += count_items(&a->issue->section[i], none);
	return count;
}

/* -------------------------------------------------------------------- groups */

static bool names(
    struct adder *a, const struct group_sentence *s, struct str url)
{
	struct str key = url_canonical(a->arena, url);

	for (size_t i = 0; i < s->links; i++)
		if (str_eq(url_canonical(a->arena, s->link[i].url), key) ||
		    (repository_of(url).len > 0 &&
			str_eq_fold(
			    repository_of(s->link[i].url), repository_of(url))))
			return true;
	return false;
}

/* The link of a heading, "[Cargo](url)", with what stands behind it. */
static bool heading_group(
    const struct adder *a, const struct section *s, struct group_link *ret)
{
	const struct md_node *at = s->heading;

	while (at != NULL && at->kind != MD_LINK)
		at = md_walk(s->heading, at);
	if (at == NULL || at->offset == MD_UNKNOWN ||
	    s->heading->end == MD_UNKNOWN || at->offset > s->heading->end)
		return false;
	ret->markdown = str_trim(str_sub(a->text, at->offset, s->heading->end));
	ret->title = s->title;
	ret->url = at->target;
	return true;
}

/* The heading goes, and with it the blank lines behind. */
static void drop_heading(struct adder *a, const struct section *s)
{
	size_t from = s->offset, to = section_heading_end(a, s);

	while (
	    to < a->text.len &&
	    str_trim(str_sub(a->text, to, source_line_end(a->text, to))).len ==
		0)
		to = line_behind(a->text, to);
	add_note(a, (struct edit){ from, to - from, STR("") }, STR_NONE, 0);
}

/* An empty group goes into the sentence. */
static bool drop_group(struct filler *f, size_t base,
    const struct group_sentence *s, const struct section *group)
{
	struct adder *a = f->adder;
	struct group_link *link =
	    ARENA_ARRAY(a->arena, s->links + 1, struct group_link);
	struct edit edit;

	if (group->offset == MD_UNKNOWN ||
	    !heading_group(a, group, &link[s->links]))
		return false;
	memcpy(link, s->link, s->links * sizeof(*link));
	if (!names(a, s, link[s->links].url)) {
		edit = sentence_edit(a, s, link, s->links + 1);
		add_note(a, edit,
		    tell(f, a->issue->section[base].title,
			sentence_text(a, s, link, s->links + 1)),
		    0);
	}
	tell_gone(f, group->title);
	drop_heading(a, group);
	return true;
}

/* One empty group of a section that has a sentence in its text. */
static bool shrink(struct filler *f, size_t base)
{
	struct adder *a = f->adder;
	struct group_sentence s;

	if (!sentence_find(a, base, &s) || s.item == NULL)
		return false;
	for (size_t i = base + 1; is_group_of(a, base, i); i++) {
		const struct section *group = &a->issue->section[i];

		if (group->group.at != NULL && count_items(group, false) == 0 &&
		    drop_group(f, base, &s, group))
			return true;
	}
	return false;
}

/* The groups of a comment's sentence that have no items. */
static struct str sentence_of_comment(
    struct adder *a, size_t base, const struct group_sentence *s)
{
	struct group_link *link =
	    ARENA_ARRAY(a->arena, s->links, struct group_link);
	size_t links = 0;

	for (size_t i = 0; i < s->links; i++) {
		struct str repository = repository_of(s->link[i].url);
		size_t group =
		    group_find(a, base, repository, (struct str){ 0 });

		if (repository.len == 0 || group == STR_NONE ||
		    count_items(&a->issue->section[group], false) == 0)
			link[links++] = s->link[i];
	}
	return sentence_text(a, s, link, links);
}

/* ------------------------------------------------------------------- sections */

/* What a section lacks, or nothing. */
static struct str sentence_for(struct adder *a, size_t base, size_t rule)
{
	struct group_sentence s;

	if (count_below(a, base, true) > 0)
		return STR("");
	if (has_groups(a->issue->section[base].kind) &&
	    sentence_find(a, base, &s) && s.item == NULL)
		return sentence_of_comment(a, base, &s);
	if (count_below(a, base, false) > 0)
		return STR("");
	return a->settings->section[rule].none;
}

static bool fill_section(struct filler *f, size_t rule)
{
	struct adder *a = f->adder;
	size_t section = a->rule_section[rule], at;
	struct str sentence;
	struct span spot;
	struct edit edit;

	if (section == STR_NONE || a->settings->section[rule].none.len == 0)
		return false;
	section = section_innermost(a, section, rule);
	sentence = sentence_for(a, section, rule);
	if (sentence.len == 0)
		return false;
	spot = list_spot(a, &a->issue->section[section]);
	for (size_t i = section + 1; is_group_of(a, section, i); i++)
		if (count_items(&a->issue->section[i], false) > 0)
			spot.from = spot.to = section_items_end(a, i);
	edit = block_edit(a, spot.from, spot.to, sentence, &at);
	add_note(
	    a, edit, tell(f, a->issue->section[section].title, sentence), at);
	return true;
}

static bool fill_round(struct filler *f)
{
	struct adder *a = f->adder;

	for (size_t i = 0; i < a->settings->sections; i++) {
		size_t section = a->rule_section[i];

		if (fill_section(f, i))
			return true;
		if (section == STR_NONE)
			continue;
		section = section_innermost(a, section, i);
		if (has_groups(a->issue->section[section].kind) &&
		    shrink(f, section))
			return true;
	}
	return false;
}

static void take_told(struct adder *a, struct draft_none *none)
{
	none->said = ARENA_ARRAY(a->arena, a->jobs + 1, struct placed);
	for (size_t i = 0; i < a->jobs; i++)
		none->said[none->count++] = *a->job[i].placed;
	placed_count_lines(a, none->said, none->count);
}

bool draft_fill_none(struct arena *arena, const struct settings *settings,
    struct source source, struct draft_none *ret_none, struct error *err)
{
	struct adder a = { .arena = arena,
		.settings = settings,
		.path = source.path,
		.err = err };
	struct draft_none none = { .count = 0 };
	struct filler f = { &a, &none };

	adder_take(&a, source.text);
	for (int round = 0; round < MAX_ROUNDS; round++) {
		if (!adder_read(&a))
			return false;
		if (!fill_round(&f))
			break;
		adder_apply(&a);
	}
	take_told(&a, &none);
	none.text = adder_text(&a, source.text);
	*ret_none = none;
	return true;
}
