#include "draft/merge_parts.h"

#include <assert.h>
#include <stdlib.h>

#include "base/text.h"
#include "base/url.h"
#include "model/item_place.h"

/* A range of the text that is a unit of its own. */
struct cut {
	size_t from, to; /* bytes; to whole lines later */
	enum unit_kind kind;
	size_t section;          /* UNIT_HEADING: its index in the issue */
	const struct item *item; /* UNIT_ITEM */
	struct str field;        /* UNIT_FIELD: its key */
};

struct cutter {
	struct merge *merge;
	struct version *version;
	struct cut *cut;
	size_t cuts;
	size_t at;      /* everything before is in units */
	size_t gap;     /* where the blank lines before `at` begin */
	size_t comment; /* index of the next comment */
	/* Section of the issue -> part. */
	size_t *part_of;
};

struct node *merge_node(struct merge *merge, struct unit *unit)
{
	struct node *node = ARENA_NEW(merge->arena, struct node);

	merge_join(node, unit);
	return node;
}

void merge_join(struct node *node, struct unit *unit)
{
	assert(node->unit[unit->side] == NULL && unit->node == NULL);
	node->unit[unit->side] = unit;
	unit->node = node;
}

const struct unit *merge_shown(const struct node *node)
{
	const struct unit *ours = node->unit[OURS];
	const struct unit *theirs = node->unit[THEIRS];

	if (ours == NULL ||
	    (theirs != NULL && theirs->text.at == node->text.at))
		return theirs;
	return ours;
}

struct part *merge_part_of(
    struct merge *merge, const struct node *heading, enum merge_side side)
{
	const struct unit *unit = heading->unit[side];

	return unit == NULL ? NULL : &merge->version[side].part[unit->part];
}

struct node *merge_heading_of(struct merge *merge, const struct unit *unit)
{
	return merge->version[unit->side].part[unit->part].unit->node;
}

/* Does every line end in \r\n, and is there one? */
static bool is_crlf(struct str text)
{
	size_t lines = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] != '\n')
			continue;
		if (i == 0 || text.at[i - 1] != '\r')
			return false;
		lines++;
	}
	return lines > 0;
}

/* The text with one kind of line end, also at its end. */
static void normalise(struct arena *arena, struct version *v, struct str text)
{
	char *copy = arena_alloc(arena, text.len + 2);
	size_t len = 0;

	v->crlf = is_crlf(text);
	v->cut = text.len > 0 && text.at[text.len - 1] != '\n';
	for (size_t i = 0; i < text.len; i++) {
		bool ends = text.at[i] == '\r' && i + 1 < text.len &&
			    text.at[i + 1] == '\n';

		if (!v->crlf || !ends)
			copy[len++] = text.at[i];
	}
	if (v->cut)
		copy[len++] = '\n';
	v->text = (struct str){ copy, len };
}

/* Does a comment begin in the line that does not end there, but with a `>` as
 * if it did? */
static bool opens_badly(struct str line)
{
	size_t at = str_find(line, STR("<!--"), 0);

	return at != STR_NONE && str_ends(line, STR(">")) &&
	       line.len >= at + 7 && str_find(line, STR("-->"), at) == STR_NONE;
}

/*
 * A copy to parse, as long as the text.  A comment that somebody closed with
 * `>` alone hides all up to the next one that ends, whole sections, and
 * that is an accident and not what the other side means to remove.
 */
static struct str mended(struct arena *arena, struct str text)
{
	char *copy = arena_alloc(arena, text.len + 1);
	struct str rest = text;

	if (text.len > 0)
		memcpy(copy, text.at, text.len);
	while (rest.len > 0) {
		struct str line = str_trim_right(str_take(&rest, '\n'));

		if (opens_badly(line)) {
			char *end = copy + (line.at - text.at) + line.len;

			end[-3] = end[-2] = '-';
		}
	}
	return (struct str){ copy, text.len };
}

static void add_cut(struct cutter *c, struct cut cut)
{
	if (cut.from == MD_UNKNOWN || cut.to == MD_UNKNOWN ||
	    cut.from >= cut.to)
		return;
	c->cut = ARENA_GROW(c->merge->arena, c->cut, c->cuts);
	c->cut[c->cuts++] = cut;
}

static int cut_cmp(const void *left, const void *right)
{
	const struct cut *a = left, *b = right;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return (a->kind > b->kind) - (a->kind < b->kind);
}

static void collect_cuts(struct cutter *c)
{
	const struct issue *issue = &c->version->issue;
	const struct header *h = &issue->header;

	for (size_t i = 0; i < h->fields; i++)
		add_cut(c, (struct cut){ .from = h->field[i].offset,
			       .to = h->field[i].end,
			       .kind = UNIT_FIELD,
			       .field = h->field[i].key });
	for (size_t i = 0; i < issue->sections; i++) {
		const struct section *s = &issue->section[i];

		if (i > 0)
			add_cut(c, (struct cut){ .from = s->offset,
				       .to = s->heading->end,
				       .kind = UNIT_HEADING,
				       .section = i });
		for (size_t k = 0; k < s->items; k++)
			add_cut(c, (struct cut){ .from = s->item[k].offset,
				       .to = s->item[k].end,
				       .kind = UNIT_ITEM,
				       .item = &s->item[k] });
	}
	if (c->cuts > 0)
		qsort(c->cut, c->cuts, sizeof(*c->cut), cut_cmp);
}

static uint32_t name(struct cutter *c, struct str text)
{
	return names_add(&c->merge->names, c->merge->arena, text);
}

/* A copy with runs of blanks as one, and one kind of bullet, as how far lines
 * are indented and which bullet they have is no matter. */
static struct str squeezed(struct arena *arena, struct str text)
{
	char *copy = arena_alloc(arena, text.len);
	size_t len = 0;
	bool starts = true;

	text = str_trim(text);
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (char_is_space(c)) {
			starts = starts || c == '\n';
			if (copy[len - 1] != ' ')
				copy[len++] = ' ';
			continue;
		}
		if (starts && (c == '-' || c == '+') && i + 1 < text.len &&
		    char_is_blank(text.at[i + 1]))
			c = '*';
		copy[len++] = c;
		starts = false;
	}
	return (struct str){ copy, len };
}

static struct str folded(struct arena *arena, struct str text)
{
	struct strbuf out;
	struct str copy;

	strbuf_init(&out, LIMIT_ISSUE_FILE);
	text_add_folded(&out, text);
	copy = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return str_trim(copy);
}

/* A new unit of the lines from c->at to `to`. */
static struct unit *add_unit(struct cutter *c, enum unit_kind kind, size_t to)
{
	struct version *v = c->version;
	struct unit *unit = &v->unit[v->units++];

	*unit = (struct unit){ .kind = kind,
		.side = v->side,
		.text = str_sub(v->text, c->at, to),
		.gap = str_sub(v->text, c->gap, c->at) };
	if (kind == UNIT_HEADING)
		v->part[v->parts++].unit = unit;
	unit->part = v->parts - 1;
	v->part[unit->part].units++;
	unit->key[KEY_TEXT] =
	    kind == UNIT_TEXT ? 0
			      : name(c, squeezed(c->merge->arena, unit->text));
	c->at = c->gap = to;
	return unit;
}

static bool in_comment(struct cutter *c, size_t from)
{
	const struct md_tree *tree = &c->version->issue.tree;

	while (c->comment < tree->comments &&
	       tree->comment[c->comment].end <= from)
		c->comment++;
	return c->comment < tree->comments &&
	       tree->comment[c->comment].offset <= from;
}

/* The lines up to `to`, each a unit or a part of a gap. */
static void add_text(struct cutter *c, size_t to)
{
	struct str text = c->version->text;

	while (c->at < to) {
		size_t end = line_behind(text, c->at);
		struct str line = str_sub(text, c->at, end);
		size_t indent = line.len - str_trim_left(line).len;

		if (indent == line.len) {
			c->at = end;
			continue;
		}
		indent += c->at;
		add_unit(c, UNIT_TEXT, end)->comment = in_comment(c, indent);
	}
}

/* The canonical form of an address; versions have most of them in common. */
static struct str canonical(struct merge *merge, struct str url)
{
	size_t known = merge->urls.count;
	uint32_t id = names_add(&merge->urls, merge->arena, url);

	if (id > known) {
		merge->canonical =
		    ARENA_GROW(merge->arena, merge->canonical, known);
		merge->canonical[known] = url_canonical(merge->arena, url);
	}
	return merge->canonical[id - 1];
}

/* The link by which people know an item: of several the longest, for one to
 * a group or a project is shorter than one to what it does. */
static struct str main_link(
    struct merge *merge, const struct unit *unit, const struct item *item)
{
	struct str best = STR("");

	if (unit->event != NULL && unit->event->url.at != NULL)
		return canonical(merge, unit->event->url);
	for (size_t i = 0; i < item->links; i++) {
		struct str url = canonical(merge, item->link[i].url);

		if (url.len > best.len)
			best = url;
	}
	return best;
}

static struct str day_of(struct cutter *c, const struct unit *unit)
{
	const struct date *d;

	if (unit->event == NULL)
		return STR("");
	d = &unit->event->first;
	return arena_printf(
	    c->merge->arena, "%d-%d-%d ", d->year, d->month, d->day);
}

static void name_links(
    struct cutter *c, struct unit *unit, const struct item *item)
{
	struct arena *arena = c->merge->arena;
	struct str day = day_of(c, unit), first;
	struct strbuf all;

	strbuf_init(&all, LIMIT_ISSUE_FILE);
	strbuf_add(&all, day);
	for (size_t i = 0; i < item->links; i++) {
		strbuf_add(&all, canonical(c->merge, item->link[i].url));
		strbuf_add_char(&all, ' ');
	}
	unit->key[KEY_LINKS] = name(c, arena_str(arena, strbuf_str(&all)));
	strbuf_release(&all);
	first = main_link(c->merge, unit, item);
	unit->key[KEY_LINK] = name(c, first);
	unit->key[KEY_LINK_DAY] = name(
	    c, arena_printf(arena, "%.*s%.*s", STR_ARG(day), STR_ARG(first)));
}

static void name_item(
    struct cutter *c, struct unit *unit, const struct item *item)
{
	struct str title = STR("");

	unit->none = item->kind == ITEM_NONE;
	unit->links = item->links;
	if (item->kind == ITEM_EVENT && item->typed != STR_NONE)
		unit->event = &c->version->issue.event[item->typed];
	if (unit->none) {
		unit->key[KEY_LINK_DAY] = name(c, STR("none"));
		return;
	}
	if (item->links > 0)
		name_links(c, unit, item);
	if (unit->event != NULL)
		title = unit->event->title;
	else if (item->links == 1)
		title = item->link[0].text;
	title = folded(c->merge->arena, title);
	if (title.len > 0)
		unit->key[KEY_TITLE] = name(c, title);
}

static void name_heading(struct cutter *c, struct unit *unit, size_t index)
{
	struct arena *arena = c->merge->arena;
	struct part *part = &c->version->part[unit->part];
	const struct section *s = &c->version->issue.section[index];
	struct str title = folded(arena, s->title);
	uint32_t above = 0;

	c->part_of[index] = unit->part;
	part->section = s;
	part->parent = STR_NONE;
	if (s->parent != STR_NONE && c->part_of[s->parent] != STR_NONE) {
		part->parent = c->part_of[s->parent];
		above = c->version->part[part->parent].unit->key[KEY_LINKS];
	}
	unit->key[KEY_LINKS] = name(
	    c, arena_printf(arena, "heading %u %.*s", above, STR_ARG(title)));
	unit->key[KEY_LINK_DAY] =
	    name(c, arena_printf(arena, "heading %.*s", STR_ARG(title)));
	if (s->rule != NULL && s->group.len == 0)
		unit->key[KEY_LINK] =
		    name(c, arena_printf(arena, "rule %d %.*s", s->level,
				STR_ARG(s->rule->id)));
}

/* A part without a heading: the header, or the text before the first. */
static void open_part(struct cutter *c, struct str key)
{
	struct unit *unit = add_unit(c, UNIT_HEADING, c->at);

	/* Its gap belongs to what follows. */
	c->gap -= unit->gap.len;
	unit->gap.len = 0;
	unit->key[KEY_LINKS] = name(c, key);
	c->version->part[unit->part].parent = STR_NONE;
}

static void add_cut_unit(struct cutter *c, const struct cut *cut, size_t to)
{
	struct unit *unit = add_unit(c, cut->kind, to);

	if (cut->kind == UNIT_FIELD) {
		unit->key[KEY_LINK_DAY] =
		    name(c, arena_printf(c->merge->arena, "field %.*s",
				STR_ARG(folded(c->merge->arena, cut->field))));
	} else if (cut->kind == UNIT_ITEM) {
		name_item(c, unit, cut->item);
	} else {
		name_heading(c, unit, cut->section);
	}
}

static void cut_all(struct cutter *c)
{
	struct version *v = c->version;
	size_t body = v->issue.tree.body;

	open_part(c, STR("header"));
	for (size_t i = 0; i <= c->cuts; i++) {
		const struct cut *cut = i < c->cuts ? &c->cut[i] : NULL;
		size_t from = cut != NULL ? cut->from : v->text.len;

		if (v->parts == 1 && from >= body) {
			add_text(c, body);
			open_part(c, STR("start"));
			v->part[1].section = &v->issue.section[0];
		}
		if (from < c->at)
			continue;
		if (cut != NULL)
			from = source_line_start(v->text, from);
		if (from < c->at)
			continue;
		add_text(c, from);
		if (cut != NULL)
			add_cut_unit(c, cut, line_behind(v->text, cut->to - 1));
	}
	v->tail = str_sub(v->text, c->gap, v->text.len);
}

static size_t count_lines(struct str text)
{
	size_t lines = 0;

	for (size_t i = 0; i < text.len; i++)
		lines += text.at[i] == '\n';
	return lines;
}

bool merge_parts_read(
    struct merge *merge, enum merge_side side, struct source source)
{
	struct version *v = &merge->version[side];
	struct cutter c = { .merge = merge, .version = v };

	v->side = side;
	normalise(merge->arena, v, source.text);
	source.text = mended(merge->arena, v->text);
	if (issue_read(merge->arena, source, merge->settings, &v->issue) !=
	    ISSUE_OK)
		return false;
	/* A unit has a line at least, but for two headings that have none. */
	v->unit =
	    ARENA_ARRAY(merge->arena, count_lines(v->text) + 2, struct unit);
	v->part = ARENA_ARRAY(merge->arena, v->issue.sections + 2, struct part);
	c.part_of = ARENA_ARRAY(merge->arena, v->issue.sections, size_t);
	for (size_t i = 0; i < v->issue.sections; i++)
		c.part_of[i] = STR_NONE;
	collect_cuts(&c);
	cut_all(&c);
	return true;
}
