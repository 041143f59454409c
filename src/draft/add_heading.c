/* Headings that a draft lacks. */
#include "base/text.h"
#include "draft/add.h"
#include "model/item_write.h"

static struct str as_markdown(struct adder *a, struct str title)
{
	struct strbuf out;
	struct str s;

	strbuf_init(&out, LIMIT_SMALL_FILE);
	md_add_text(&out, title, TEXT_IN_BLOCK);
	s = arena_str(a->arena, strbuf_str(&out));
	strbuf_release(&out);
	return s;
}

static struct target heading_at(
    struct adder *a, struct str title, int level, size_t offset)
{
	size_t end = a->text.len;

	return (struct target){ .section = STR_NONE,
		.title = title,
		.heading = as_markdown(a, title),
		.level = level < 1   ? 1
			 : level > 6 ? 6
				     : level,
		.offset = offset == MD_UNKNOWN || offset > end ? end : offset,
		.sentence.offset = MD_UNKNOWN };
}

/* The next heading behind a section that is of a level or above it. */
static size_t next_heading(const struct adder *a, size_t section, int level)
{
	for (size_t i = section + 1; i < a->issue->sections; i++)
		if (a->issue->section[i].level <= level)
			return a->issue->section[i].offset;
	return a->text.len;
}

/* ---------------------------------------------------------------------- rules */

/* What the settings say, else what the nearest section has. */
static int level_of_rule(const struct adder *a, size_t rule)
{
	const struct settings *set = a->settings;

	if (set->section[rule].level > 0)
		return set->section[rule].level;
	for (size_t i = rule; i-- > 0;)
		if (a->rule_section[i] != STR_NONE)
			return a->issue->section[a->rule_section[i]].level;
	for (size_t i = rule + 1; i < set->sections; i++)
		if (a->rule_section[i] != STR_NONE)
			return a->issue->section[a->rule_section[i]].level;
	return 2;
}

/* Behind the nearest section that the settings have before it, else before the
 * nearest that they have behind it. */
struct target heading_of_rule(struct adder *a, size_t rule)
{
	const struct settings *set = a->settings;
	struct str title = set->section[rule].title;
	int level = level_of_rule(a, rule);

	for (size_t i = rule; i-- > 0;)
		if (a->rule_section[i] != STR_NONE)
			return heading_at(a, title, level,
			    next_heading(a, a->rule_section[i], level));
	for (size_t i = rule + 1; i < set->sections; i++)
		if (a->rule_section[i] != STR_NONE)
			return heading_at(a, title, level,
			    a->issue->section[a->rule_section[i]].offset);
	return heading_at(a, title, level, a->text.len);
}

/* ------------------------------------------------------------ below a section */

/* Behind the line that says which days the events are of. */
static size_t behind_window(struct adder *a, const struct section *s)
{
	struct str start = a->settings->events.heading_window;

	for (const struct md_node *at = s->first;
	     start.len > 0 && at != s->stop; at = at->next)
		if (at->kind == MD_PARAGRAPH && at->end != MD_UNKNOWN &&
		    str_starts_fold(md_plain_text(a->arena, at), start))
			return line_behind(a->text, at->end - 1);
	return MD_UNKNOWN;
}

static size_t first_region_offset(struct adder *a, size_t base)
{
	const struct section *s = &a->issue->section[base];
	size_t window = behind_window(a, s);

	if (window != MD_UNKNOWN && section_mark(a, s, false) == NULL)
		return window;
	return list_spot(a, s).from;
}

struct target heading_of_region(struct adder *a, size_t base, size_t region)
{
	const struct settings *set = a->settings;
	struct str title = set->region[region].title;
	size_t near = STR_NONE, offset = MD_UNKNOWN;

	for (size_t i = region; i-- > 0 && near == STR_NONE;) {
		near = a->region_section[i];
		if (near != STR_NONE)
			offset = section_items_end(a, near);
	}
	for (size_t i = region + 1; i < set->regions && near == STR_NONE; i++) {
		near = a->region_section[i];
		if (near != STR_NONE)
			offset = a->issue->section[near].offset;
	}
	if (near != STR_NONE)
		return heading_at(
		    a, title, a->issue->section[near].level, offset);
	return heading_at(a, title, a->issue->section[base].level + 1,
	    first_region_offset(a, base));
}

/* --------------------------------------------------------------------- groups */

static size_t count_hashes(struct str line)
{
	size_t hashes = 0;

	while (hashes < line.len && line.at[hashes] == '#')
		hashes++;
	return hashes;
}

/* As a comment shows it that keeps the form of a group; 0: none does. */
static int level_in_comment(struct adder *a, const struct section *base)
{
	const struct md_comment *mark = section_mark(a, base, true);
	struct str rest = mark != NULL ? mark->text : (struct str){ 0 };

	while (rest.at != NULL) {
		size_t hashes = count_hashes(str_trim(str_take(&rest, '\n')));

		if ((int)hashes > base->level && hashes <= 6)
			return (int)hashes;
	}
	return 0;
}

/* Else a level below those of all sections that stand below `base`. */
static int level_of_groups(struct adder *a, size_t base)
{
	const struct section *all = a->issue->section;
	int level = level_in_comment(a, &all[base]);

	if (level > 0)
		return level;
	level = all[base].level;
	for (size_t i = base + 1;
	     i < a->issue->sections && all[i].level > all[base].level; i++)
		if (all[i].parent == base && all[i].rule != all[base].rule &&
		    all[i].level > level)
			level = all[i].level;
	return level + 1;
}

/* The groups of `base` before and behind which the title belongs. */
static void find_siblings(const struct adder *a, size_t base, struct str title,
    size_t *ret_before, size_t *ret_behind)
{
	const struct section *all = a->issue->section;
	size_t place = settings_group(a->settings, title);

	*ret_before = *ret_behind = STR_NONE;
	for (size_t i = base + 1;
	     i < a->issue->sections && all[i].level > all[base].level; i++) {
		size_t other = settings_group(a->settings, all[i].title);

		if (all[i].rule != all[base].rule || all[i].group.at == NULL)
			continue;
		if (other <= place || other == STR_NONE)
			*ret_before = i;
		else if (*ret_behind == STR_NONE)
			*ret_behind = i;
	}
}

struct target heading_of_group(
    struct adder *a, size_t base, struct str title, struct str markdown)
{
	const struct section *all = a->issue->section;
	size_t before, behind, offset, near;
	struct target target;

	find_siblings(a, base, title, &before, &behind);
	near = before != STR_NONE ? before : behind;
	if (before != STR_NONE)
		offset = section_items_end(a, before);
	else if (behind != STR_NONE)
		offset = all[behind].offset;
	else
		offset = section_items_end(a, base);
	target = heading_at(a, title,
	    near != STR_NONE ? all[near].level : level_of_groups(a, base),
	    offset);
	if (markdown.len > 0)
		target.heading = markdown;
	return target;
}

/* ------------------------------------------------------------------- unsorted */

/* Does the section next in the settings belong below this one? */
static bool has_parts(const struct adder *a, size_t rule)
{
	const struct section_rule *all = a->settings->section;
	size_t section = a->rule_section[rule];

	if (rule + 1 < a->settings->sections && all[rule].level > 0 &&
	    all[rule + 1].level > all[rule].level)
		return true;
	return section + 1 < a->issue->sections &&
	       a->issue->section[section + 1].level >
		   a->issue->section[section].level &&
	       a->issue->section[section + 1].kind == SECTION_ITEMS;
}

/* Before all sections of links, where editors look first. */
struct target heading_of_unsorted(struct adder *a)
{
	const struct settings *set = a->settings;
	struct str title = set->unsorted;

	for (size_t i = 0; i < set->sections; i++) {
		size_t section = a->rule_section[i];
		const struct section *s;

		if (section == STR_NONE ||
		    set->section[i].kind != SECTION_ITEMS)
			continue;
		s = &a->issue->section[section];
		if (!has_parts(a, i))
			return heading_at(a, title, s->level, s->offset);
		return heading_at(a, title,
		    section + 1 < a->issue->sections && s[1].level > s->level
			? s[1].level
			: s->level + 1,
		    section_content_end(a, s));
	}
	if (a->issue->sections > 1)
		return heading_at(a, title, 2, a->issue->section[1].offset);
	return heading_at(a, title, 2, a->text.len);
}

/* ------------------------------------------------------------------- comments */

/* The title of a line that is a heading; unset for others. */
static struct str title_of_line(struct str line)
{
	size_t hashes;

	line = str_trim(line);
	hashes = count_hashes(line);
	if (hashes == 0 || hashes > 6)
		return (struct str){ 0 };
	line = str_trim(str_sub(line, hashes, STR_NONE));
	if (line.len > 0 && line.at[0] == '[')
		line = str_sub(line, 1, str_find(line, STR("]("), 0));
	return line;
}

/* A line of a comment that is a heading with this title. */
static bool is_heading_line(
    const struct adder *a, struct str line, struct str title)
{
	size_t rule = settings_section(a->settings, title);

	line = title_of_line(line);
	return line.len > 0 &&
	       (text_cmp_folded(line, title) == 0 ||
		   (rule != STR_NONE &&
		       settings_section(a->settings, line) == rule));
}

bool comment_keeps_section(const struct adder *a, const struct md_comment *c)
{
	struct str rest = c->closed ? c->text : (struct str){ 0 };

	while (rest.at != NULL) {
		struct str title = title_of_line(str_take(&rest, '\n'));

		if (title.len > 0 &&
		    settings_section(a->settings, title) != STR_NONE)
			return true;
	}
	return false;
}

/* Where the next heading of a section begins in the text of a comment. */
static size_t next_in_comment(const struct adder *a, struct str text)
{
	struct str rest = text;

	while (rest.at != NULL) {
		struct str line = str_take(&rest, '\n');
		struct str title = title_of_line(line);

		if (title.len > 0 &&
		    settings_section(a->settings, title) != STR_NONE)
			return (size_t)(line.at - text.at);
	}
	return text.len;
}

static struct str with_comment(
    struct adder *a, struct str text, struct str comment)
{
	comment = str_trim(comment);
	if (comment.len == 0)
		return text;
	return arena_printf(a->arena, "%.*s\n\n<!--\n%.*s\n-->", STR_ARG(text),
	    STR_ARG(comment));
}

/* The comment, apart around its heading line [from, to), and before the heading
 * of the next section that it keeps. */
static struct str opened(
    struct adder *a, const struct md_comment *c, size_t from, size_t to)
{
	size_t next;
	struct str before = str_trim_right(str_sub(c->text, 0, from));
	struct str line = str_trim(str_sub(c->text, from, to));
	struct str behind = str_trim(str_sub(c->text, to, STR_NONE));
	struct str text = line;

	if (str_trim(before).len > 0)
		text = arena_printf(a->arena, "<!--%.*s\n-->\n\n%.*s",
		    STR_ARG(before), STR_ARG(line));
	next = next_in_comment(a, behind);
	text = with_comment(a, text, str_sub(behind, 0, next));
	return with_comment(a, text, str_sub(behind, next, STR_NONE));
}

static bool open_comment(
    struct adder *a, const struct md_comment *c, struct str title)
{
	struct str rest = c->text;

	while (rest.at != NULL) {
		struct str line = str_take(&rest, '\n');
		size_t from = (size_t)(line.at - c->text.at);

		if (!is_heading_line(a, line, title))
			continue;
		add_note(a,
		    (struct edit){ c->offset, c->end - c->offset,
			opened(a, c, from, from + line.len) },
		    STR_NONE, 0);
		return true;
	}
	return false;
}

void heading_make(struct adder *a, const struct target *target)
{
	const struct md_tree *tree = &a->issue->tree;
	struct str lines;
	size_t at;

	for (size_t i = 0; i < tree->comments; i++)
		if (tree->comment[i].closed &&
		    open_comment(a, &tree->comment[i], target->title))
			return;
	lines = arena_printf(a->arena, "%.*s %.*s", target->level, "######",
	    STR_ARG(target->heading));
	if (target->below.len > 0)
		lines = arena_printf(a->arena, "%.*s\n\n%.*s", STR_ARG(lines),
		    STR_ARG(target->below));
	add_note(a, block_edit(a, target->offset, target->offset, lines, &at),
	    STR_NONE, 0);
	if (target->sentence.offset != MD_UNKNOWN)
		add_note(a, target->sentence, STR_NONE, 0);
}
