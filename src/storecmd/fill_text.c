/* From candidates to texts. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "inbox/inbox.h"
#include "storecmd/fill.h"

/* --------------------------------------------------------------------- items */

bool fill_addition(struct arena *arena, const struct settings *settings,
    const struct candidate *candidate, struct addition *ret_addition,
    struct error *err)
{
	const struct addition_as as = {
		.family = str_of(candidate_kind_name(candidate->kind)),
		.section = candidate->section,
	};

	return addition_read(
	    arena, settings, candidate->fields, &as, ret_addition, err);
}

/* What only its kind gives a section may be asked for by that, too. */
static bool is_for(
    const struct fill *f, const struct fill_item *item, size_t wanted)
{
	if (item->readable)
		return draft_section_of(&f->settings, &item->addition) ==
		       wanted;
	return settings_section_named(&f->settings, item->candidate->section) ==
	       wanted;
}

static bool find_section(
    const struct fill *f, size_t *ret_wanted, struct error *err)
{
	*ret_wanted = STR_NONE;
	if (f->section == NULL || strcmp(f->section, "-") == 0)
		return true;
	*ret_wanted = settings_section_named(&f->settings, str_of(f->section));
	return *ret_wanted != STR_NONE ||
	       section_unknown(&f->settings, str_of(f->section), err);
}

static void read_item(struct fill *f, const struct candidate *candidate,
    struct fill_item *ret_item)
{
	struct error err;

	*ret_item = (struct fill_item){ .candidate = candidate };
	ret_item->readable = fill_addition(
	    &f->arena, &f->settings, candidate, &ret_item->addition, &err);
	if (!ret_item->readable)
		ret_item->why = arena_cstr(&f->arena, str_of(err.text));
}

bool fill_read_items(struct fill *f, struct error *err)
{
	struct candidates all;
	size_t wanted;

	if (!find_section(f, &wanted, err) ||
	    !inbox_accepted(f->store, &f->arena, &all, err))
		return false;
	f->item = ARENA_ARRAY(&f->arena, all.count + 1, struct fill_item);
	for (int kind = 0; kind < CANDIDATE_FOLLOW; kind++)
		for (size_t i = 0; i < all.count; i++) {
			struct fill_item *item = &f->item[f->items];

			if ((int)all.candidate[i].kind != kind)
				continue;
			read_item(f, &all.candidate[i], item);
			if (f->section != NULL && !is_for(f, item, wanted))
				continue;
			item->addition.line = ++f->items;
		}
	return true;
}

/* ------------------------------------------------------------------- putting */

/* A list of additions, and the text that they go into. */
struct put {
	struct fill *f;
	struct fill_text *out;
	struct str text;
	struct addition *addition;
	size_t count;
};

static void note(struct put *p, const struct placed *placed, const char *why)
{
	struct arena *arena = &p->f->arena;
	struct fill_text *out = p->out;
	struct placed *copy;

	out->placed = ARENA_GROW(arena, out->placed, out->count);
	copy = &out->placed[out->count++];
	*copy = *placed;
	copy->addition = &p->f->item[placed->addition->line - 1].addition;
	copy->section = arena_str(arena, placed->section);
	copy->title = arena_str(arena, placed->title);
	if (why != NULL)
		copy->why = arena_cstr(arena, str_of(why));
}

/* What the attempt needed is forgotten, but for the text and what became of
 * each. */
static bool put_some(struct put *p, const struct addition *addition,
    size_t count, struct error *err)
{
	struct source source = { p->f->path, p->text };
	struct arena scratch = { 0 };
	struct draft_added added;
	bool ok = draft_add(
	    &scratch, &p->f->settings, source, addition, count, &added, err);

	for (size_t i = 0; ok && i < added.count; i++)
		note(p, &added.placed[i], added.placed[i].why);
	if (ok && !str_eq(added.text, p->text))
		p->text = arena_str(&p->f->arena, added.text);
	arena_release(&scratch);
	return ok;
}

static void refuse(
    struct put *p, const struct addition *addition, const struct error *err)
{
	const struct candidate *c = p->f->item[addition->line - 1].candidate;
	const struct placed placed = { .addition = addition,
		.state = PLACED_NOT,
		.offset = MD_UNKNOWN,
		.title = c->title };

	note(p, &placed, err->text);
}

/* Together, for speed; each alone, so that one in whose way something stands
 * is in the way of no other. */
static void put_all(struct put *p)
{
	struct error err;

	if (p->count == 0 || put_some(p, p->addition, p->count, &err))
		return;
	for (size_t i = 0; i < p->count; i++)
		if (!put_some(p, &p->addition[i], 1, &err))
			refuse(p, &p->addition[i], &err);
}

/* The items of a kind that are to be put in. */
static void gather(struct put *p, enum candidate_kind kind, bool taken)
{
	p->count = 0;
	for (size_t i = 0; i < p->f->items; i++) {
		const struct fill_item *item = &p->f->item[i];

		if (item->candidate->kind == kind && item->readable &&
		    (!taken || item->state != FILL_LEFT))
			p->addition[p->count++] = item->addition;
	}
}

/* Where they stand in the last text: each was put in, so it is there. */
static void find_lines(struct fill *f, struct fill_text *text)
{
	struct fill_text again = { .count = 0 };
	struct put p = { .f = f,
		.out = &again,
		.text = text->after[CANDIDATE_KINDS - 1],
		.addition =
		    ARENA_ARRAY(&f->arena, text->count + 1, struct addition) };
	const struct addition *last = NULL;
	struct error err;

	for (size_t i = 0; i < text->count; i++) {
		if (text->placed[i].addition != last)
			p.addition[p.count++] = *text->placed[i].addition;
		last = text->placed[i].addition;
	}
	if (p.count == 0 || !put_some(&p, p.addition, p.count, &err) ||
	    again.count != text->count)
		return;
	for (size_t i = 0; i < again.count; i++)
		if (again.placed[i].state == PLACED_TWO)
			text->placed[i].line = again.placed[i].line;
}

struct fill_text fill_put(struct fill *f, struct str text, bool taken)
{
	struct fill_text out = { .before = text };
	struct put p = { .f = f,
		.out = &out,
		.text = text,
		.addition =
		    ARENA_ARRAY(&f->arena, f->items + 1, struct addition) };

	for (int kind = 0; kind < CANDIDATE_KINDS; kind++) {
		gather(&p, (enum candidate_kind)kind, taken);
		put_all(&p);
		out.after[kind] = p.text;
	}
	find_lines(f, &out);
	return out;
}

void fill_draft(struct fill *f, struct str text)
{
	f->draft = fill_put(f, text, false);
	for (size_t i = 0; i < f->draft.count; i++) {
		const struct placed *p = &f->draft.placed[i];
		struct fill_item *item = &f->item[p->addition->line - 1];
		enum fill_state state = p->state == PLACED       ? FILL_ADDED
					: p->state == PLACED_TWO ? FILL_THERE
								 : FILL_LEFT;

		if (state > item->state)
			item->state = state;
		if (p->state == PLACED_NOT)
			item->why = p->why;
	}
}

/* -------------------------------------------------------------------- asking */

/* Would it be added to the text of its draft? */
static bool look_for(struct arena *arena, const struct settings *settings,
    struct source source, const struct addition *addition, bool *ret_stands,
    size_t *ret_line, struct error *err)
{
	struct draft_added added;

	if (!draft_add(arena, settings, source, addition, 1, &added, err))
		return false;
	for (size_t i = 0; i < added.count; i++)
		if (added.placed[i].state == PLACED_TWO) {
			*ret_stands = true;
			*ret_line = added.placed[i].line;
		}
	return true;
}

bool fill_stands(const struct settings *settings,
    const struct candidate *candidate, bool *ret_stands, size_t *ret_line,
    struct error *err)
{
	struct arena arena = { 0 };
	struct source source = { .path = arena_cstr(&arena, candidate->draft) };
	struct addition addition;
	struct error why;
	bool ok = true;

	*ret_stands = false;
	*ret_line = 0;
	if (file_exists(source.path) &&
	    fill_addition(&arena, settings, candidate, &addition, &why))
		ok = file_read(source.path, LIMIT_ISSUE_FILE, &arena,
			 &source.text, err) &&
		     look_for(&arena, settings, source, &addition, ret_stands,
			 ret_line, err);
	arena_release(&arena);
	return ok;
}
