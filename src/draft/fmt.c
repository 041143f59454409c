#include "draft/fmt.h"

#include <stdlib.h>

#include "base/limits.h"
#include "draft/meaning.h"

/*
 * After a round in which nothing was changed the text is canonical.  Three
 * rounds are usual; a text that does not come to rest is left alone, so that
 * what fmt leaves never changes by fmt.
 */
enum { ROUNDS_MAX = 12 };

/* How many bytes are read to find those edits of one pass that do harm, at
 * least; what is not known to be harmless by then is not made. */
#define SEARCH_BYTES (32 * MIB)

static const struct {
	fmt_pass *run;
	const char *name;
} passes[DRAFT_FMT_KINDS] = {
	[DRAFT_FMT_LINE_ENDS] = { fmt_line_ends, "line ends" },
	[DRAFT_FMT_TABS] = { fmt_tabs, "tabs" },
	[DRAFT_FMT_TRAILING] = { fmt_trailing, "trailing blanks" },
	[DRAFT_FMT_HEADER] = { fmt_header, "header" },
	[DRAFT_FMT_HEADINGS] = { fmt_headings, "headings" },
	[DRAFT_FMT_ITEMS] = { fmt_items, "list items" },
	[DRAFT_FMT_TIGHT] = { fmt_tight, "loose lists" },
	[DRAFT_FMT_BLANK_LINES] = { fmt_blank_lines, "blank lines" },
	[DRAFT_FMT_REFERENCES] = { fmt_references, "definitions" },
	[DRAFT_FMT_TAGS] = { fmt_tags, "tags" },
	[DRAFT_FMT_TABLES] = { fmt_tables, "tables" },
	[DRAFT_FMT_EVENTS] = { fmt_events, "event lines" },
	[DRAFT_FMT_ORDER] = { fmt_order, "order of events" },
};

const char *draft_fmt_name(enum draft_fmt_kind kind)
{
	return passes[kind].name;
}

/* ----------------------------------------------------------------- proposals */

void fmt_propose(struct fmt *f, size_t from, size_t to, struct str insert)
{
	if (str_eq(str_sub(f->text, from, to), insert))
		return;
	f->edit = ARENA_GROW(f->arena, f->edit, f->edits);
	f->edit[f->edits++] =
	    (struct fmt_edit){ { from, to - from, insert }, f->units };
}

void fmt_next_unit(struct fmt *f)
{
	if (f->edits > 0 && f->edit[f->edits - 1].unit == f->units)
		f->units++;
}

void fmt_drop_unit(struct fmt *f)
{
	while (f->edits > 0 && f->edit[f->edits - 1].unit == f->units)
		f->edits--;
}

/* --------------------------------------------------------------------- guard */

struct guard {
	const struct settings *settings;
	const char *path;
	/* The text as it is, and as it would be; each has its arena. */
	struct arena arena[2];
	struct fmt state[2];
	struct fmt *now, *next;
	struct strbuf meaning, trial;
	bool *keep;    /* units of the pass that are made */
	size_t budget; /* bytes that may still be read for this pass */
};

static bool read_state(struct guard *g, struct fmt *f, struct str text)
{
	struct source source = { g->path, text };

	f->text = text;
	f->edit = NULL;
	f->edits = f->units = 0;
	return issue_read(f->arena, source, g->settings, &f->issue) == ISSUE_OK;
}

/* The edits of the units that are kept, as one list. */
static struct str edited_text(struct guard *g)
{
	struct fmt *now = g->now, *next = g->next;
	struct edit *edit;
	size_t edits = 0;

	arena_reset(next->arena);
	edit = ARENA_ARRAY(next->arena, now->edits + 1, struct edit);
	for (size_t i = 0; i < now->edits; i++)
		if (g->keep[now->edit[i].unit])
			edit[edits++] = now->edit[i].edit;
	return edits_apply(next->arena, now->text, edit, edits);
}

/* Make the kept edits, in g->next.  Does it still mean the same? */
static bool try_kept(struct guard *g)
{
	struct str text = edited_text(g);

	g->budget -= text.len < g->budget ? text.len : g->budget;
	if (text.len > LIMIT_ISSUE_FILE || !read_state(g, g->next, text))
		return false;
	strbuf_reset(&g->trial);
	meaning_add(&g->trial, g->next->arena, &g->next->issue);
	return !g->trial.full &&
	       str_eq(strbuf_str(&g->trial), strbuf_str(&g->meaning));
}

static void keep_range(struct guard *g, size_t from, size_t to, bool keep)
{
	for (size_t i = from; i < to; i++)
		g->keep[i] = keep;
}

/* Keep those of the units [from, to) that do no harm beside those kept
 * before. */
static void search(struct guard *g, size_t from, size_t to)
{
	size_t middle = from + (to - from) / 2;

	if (from == to || g->budget == 0)
		return;
	keep_range(g, from, to, true);
	if (try_kept(g))
		return;
	keep_range(g, from, to, false);
	if (to - from > 1) {
		search(g, from, middle);
		search(g, middle, to);
	}
}

static int by_offset(const void *a, const void *b)
{
	const struct fmt_edit *x = a, *y = b;

	if (x->edit.offset != y->edit.offset)
		return x->edit.offset < y->edit.offset ? -1 : 1;
	return (x->unit > y->unit) - (x->unit < y->unit);
}

/* Of units that touch the same bytes the later waits for another round; its
 * number becomes that of no unit. */
static void drop_overlaps(struct fmt *f, bool *overlaps)
{
	const struct edit *before = NULL;
	size_t edits = 0;

	qsort(f->edit, f->edits, sizeof(*f->edit), by_offset);
	for (size_t i = 0; i < f->edits; i++) {
		const struct fmt_edit *e = &f->edit[i];

		if (before != NULL && edits_overlap(before, &e->edit))
			overlaps[e->unit] = true;
		else
			before = &e->edit;
	}
	for (size_t i = 0; i < f->edits; i++)
		if (!overlaps[f->edit[i].unit])
			f->edit[edits++] = f->edit[i];
	f->edits = edits;
}

static void count_units(
    const struct guard *g, size_t units, struct draft_fmt_count *count)
{
	bool *seen = ARENA_ARRAY(g->now->arena, units, bool);

	for (size_t i = 0; i < g->now->edits; i++) {
		size_t unit = g->now->edit[i].unit;

		if (!seen[unit] && g->keep[unit])
			count->made++;
		else if (!seen[unit])
			count->dropped++;
		seen[unit] = true;
	}
}

static bool any_kept(const struct guard *g)
{
	for (size_t i = 0; i < g->now->edits; i++)
		if (g->keep[g->now->edit[i].unit])
			return true;
	return false;
}

/* Choose the units to keep, and leave the text with them in g->next.  False if
 * there are none. */
static bool choose(struct guard *g, size_t units)
{
	g->keep = ARENA_ARRAY(g->now->arena, units, bool);
	g->budget = SEARCH_BYTES;
	keep_range(g, 0, units, true);
	if (try_kept(g))
		return true;
	keep_range(g, 0, units, false);
	search(g, 0, units / 2);
	search(g, units / 2, units);
	if (any_kept(g) && try_kept(g))
		return true;
	keep_range(g, 0, units, false);
	return false;
}

/* One pass over g->now.  Was anything changed? */
static bool run_pass(
    struct guard *g, fmt_pass *pass, struct draft_fmt_count *count)
{
	struct fmt *now = g->now;
	bool *overlaps, changed;
	size_t units;

	now->edit = NULL;
	now->edits = now->units = 0;
	pass(now);
	if (now->edits == 0)
		return false;
	units = now->units + 1;
	if (g->meaning.len == 0)
		meaning_add(&g->meaning, now->arena, &now->issue);
	overlaps = ARENA_ARRAY(now->arena, units, bool);
	drop_overlaps(now, overlaps);
	changed = now->edits > 0 && choose(g, units);
	count_units(g, units, count);
	if (!changed)
		return false;
	g->now = g->next;
	g->next = now;
	fmt_read_lines(g->now);
	return true;
}

static bool run_round(struct guard *g, struct draft_fmt *result)
{
	bool changed = false;

	for (int i = 0; i < DRAFT_FMT_KINDS; i++) {
		struct draft_fmt_count count = { 0 };

		changed |= run_pass(g, passes[i].run, &count);
		result->count[i].made += count.made;
		/* What is refused is proposed again in each round. */
		result->count[i].dropped = count.dropped;
	}
	return changed;
}

static void run_rounds(
    struct guard *g, struct arena *arena, struct draft_fmt *result)
{
	int rounds = 0;

	while (rounds < ROUNDS_MAX && run_round(g, result))
		rounds++;
	if (rounds == ROUNDS_MAX)
		result->restless = true;
	else if (rounds > 0)
		result->text = arena_str(arena, g->now->text);
}

bool draft_fmt(struct arena *arena, const struct settings *settings,
    struct source source, struct draft_fmt *ret_result, struct error *err)
{
	struct draft_fmt result = { .text = source.text };
	struct guard g = { .settings = settings, .path = source.path };
	bool ok;

	g.now = &g.state[0];
	g.next = &g.state[1];
	g.now->arena = &g.arena[0];
	g.next->arena = &g.arena[1];
	strbuf_init(&g.meaning, LIMIT_FEED);
	strbuf_init(&g.trial, LIMIT_FEED);
	ok = draft_read(g.now->arena, settings, source, &g.now->issue, err);
	if (ok) {
		g.now->text = source.text;
		fmt_read_lines(g.now);
		run_rounds(&g, arena, &result);
		*ret_result = result;
	}
	strbuf_release(&g.meaning);
	strbuf_release(&g.trial);
	arena_release(&g.arena[0]);
	arena_release(&g.arena[1]);
	return ok;
}
