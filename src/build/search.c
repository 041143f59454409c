/*
 * Writing the index: docs/search.md is the description of what is written.
 *
 * Items are numbered from 0, the newest first.  Their numbers are cut into
 * tiers, each four times as long as the one before, and every tier has a
 * dictionary of its own: most searches find enough in the first.
 */
#include "build/search.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "build/search_part.h"
#include "build/search_terms.h"

enum {
	VERSION = 1,
	TIER_ITEMS = 4096, /* of the first tier */
	TIER_GROWTH = 16,
	CHUNK_BYTES = 22 * 1024, /* of a file of items, about */
	SHARD_BYTES = 5632,      /* of a file of words, about */
	/* Numbers are written with the printable characters '!'..'~'. */
	DIGIT_FIRST = '!',
	DIGIT_ENDS = 64, /* the first 64 of them end a number */
	DIGIT_GOES = 30, /* the other 30 say that more follows */
	NUMBER_ROOM = 8,
	SHARED_MAX = 63,
};

struct writer {
	search_put *put;
	void *data;
	struct error *err;
	char generation[17];
	struct strbuf file;   /* the one being filled */
	struct strbuf chunks; /* for the root: number of the first item */
	struct strbuf tiers;  /* for the root: a line for each tier */
	uint32_t items;
	size_t files; /* of the current kind, so far */
};

/* At least NUMBER_ROOM bytes; returns how many it wrote. */
static size_t put_number(char *to, uint32_t value)
{
	char digits[NUMBER_ROOM];
	size_t at = sizeof(digits), len;

	if (value < DIGIT_ENDS) {
		*to = (char)(DIGIT_FIRST + value);
		return 1;
	}
	digits[--at] = (char)(DIGIT_FIRST + value % DIGIT_ENDS);
	for (value /= DIGIT_ENDS; value > 0; value /= DIGIT_GOES) {
		value--;
		digits[--at] =
		    (char)(DIGIT_FIRST + DIGIT_ENDS + value % DIGIT_GOES);
	}
	len = sizeof(digits) - at;
	memcpy(to, digits + at, len);
	return len;
}

static void add_number(struct strbuf *out, uint32_t value)
{
	char *to = strbuf_reserve(out, NUMBER_ROOM);

	if (to != NULL)
		strbuf_commit(out, put_number(to, value));
}

/* Ascending numbers above `before` as differences, less one. */
static void add_numbers(
    struct strbuf *out, const uint32_t *number, uint32_t count, uint32_t before)
{
	char *to = strbuf_reserve(out, (size_t)count * NUMBER_ROOM);
	size_t len = 0;

	for (uint32_t i = 0; to != NULL && i < count; i++) {
		len += put_number(to + len, number[i] - before);
		before = number[i] + 1;
	}
	if (to != NULL)
		strbuf_commit(out, len);
}

/* Write the file at hand under its name and start the next. */
static bool put_file(struct writer *w, const char *kind)
{
	char path[64];
	bool ok;

	snprintf(path, sizeof(path), "%s/%s%zu.txt", w->generation, kind,
	    w->files++);
	if (w->file.full)
		return error_set(w->err,
		    "cannot write the search index: "
		    "%s is larger than %zu bytes",
		    path, w->file.max);
	ok = w->put(w->data, path, strbuf_str(&w->file), w->err);
	strbuf_reset(&w->file);
	return ok;
}

static int newer(const void *a, const void *b)
{
	const struct search_part *x = *(const struct search_part *const *)a;
	const struct search_part *y = *(const struct search_part *const *)b;
	int order = date_cmp(y->date, x->date);

	if (order == 0)
		order = (x->number < y->number) - (x->number > y->number);
	if (order == 0)
		order = str_cmp(x->address, y->address);
	if (order == 0)
		order = (x->hash > y->hash) - (x->hash < y->hash);
	return order;
}

struct slot {
	uint32_t key;
	struct search_record *record;
};

/* Has a newer issue, or this one, the same line already?  Else remember it. */
static bool is_repeated(struct slot *slot, size_t mask, struct search_record *r)
{
	size_t at = r->key & mask;

	for (; slot[at].record != NULL; at = (at + 1) & mask)
		if (slot[at].key == r->key &&
		    str_eq(search_record_line(slot[at].record),
			search_record_line(r)))
			return true;
	slot[at] = (struct slot){ r->key, r };
	return false;
}

/* Mark the items that are left out and those that carry a heading.  Returns
 * how many are left. */
static uint32_t mark_records(struct search_part **part, size_t parts)
{
	size_t records = 0, slots = 1024;
	struct slot *slot;
	uint32_t kept = 0;

	for (size_t i = 0; i < parts; i++)
		records += part[i]->records;
	while (slots < records * 2)
		slots *= 2;
	slot = xmalloc(slots * sizeof(*slot));
	memset(slot, 0, slots * sizeof(*slot));
	for (size_t i = 0; i < parts; i++) {
		const struct search_section *section = NULL;

		for (struct search_record *r = part[i]->first; r != NULL;
		     r = r->next) {
			r->repeated = r->section != NULL &&
				      is_repeated(slot, slots - 1, r);
			if (r->repeated)
				continue;
			r->head = r->section != section;
			section = r->section;
			kept++;
		}
	}
	free(slot);
	return kept;
}

static void collect_terms(
    struct search_terms *terms, struct search_part **part, size_t parts)
{
	uint32_t number = 0;

	for (size_t i = 0; i < parts; i++) {
		for (const struct search_record *r = part[i]->first; r != NULL;
		     r = r->next) {
			if (r->repeated)
				continue;
			search_terms_item(terms, number++);
			if (r->head)
				search_terms_add(
				    terms, str_sub(r->section->line, 0,
					       r->section->title));
			search_terms_add(terms, search_record_text(r));
		}
	}
}

/* UTF-16 units that two texts share at their start, as browsers count; code
 * points are not split.  *ret_bytes are the same in bytes. */
static uint32_t shared_start(struct str a, struct str b, size_t *ret_bytes)
{
	size_t same = 0;
	uint32_t units = 0;

	while (same < a.len && same < b.len && a.at[same] == b.at[same])
		same++;
	while (same > 0 && same < b.len &&
	       ((unsigned char)b.at[same] & 0xc0) == 0x80)
		same--;
	for (size_t i = 0; i < same; i++) {
		unsigned char c = (unsigned char)b.at[i];

		units += (c & 0xc0) != 0x80;
		units += c >= 0xf0;
	}
	*ret_bytes = units > SHARED_MAX ? 0 : same;
	return units > SHARED_MAX ? 0 : units;
}

static void add_line(struct strbuf *out, char kind, struct str line)
{
	strbuf_add_char(out, kind);
	strbuf_add(out, line);
	strbuf_add_char(out, '\n');
}

struct chunk_state {
	const struct search_part *part;
	const struct search_section *section;
	struct str url;           /* the last one */
	uint32_t number, started; /* item number, and of the last chunk */
};

/* "T text TAB", and what of the address differs from the one before. */
static void add_text(struct strbuf *out, struct chunk_state *state,
    const struct search_record *r)
{
	struct str url = search_record_url(r);
	size_t bytes;

	strbuf_add_char(out, 'T');
	strbuf_add(out, search_record_text(r));
	strbuf_add_char(out, '\t');
	if (url.len > 0) {
		add_number(out, shared_start(state->url, url, &bytes));
		strbuf_add(out, str_sub(url, bytes, url.len));
		state->url = url;
	}
	strbuf_add_char(out, '\n');
}

/* The lines of one item; a chunk repeats issue and heading at its start. */
static bool add_item(struct writer *w, struct chunk_state *state,
    const struct search_part *part, const struct search_record *r)
{
	if (w->file.len == 0) {
		add_number(&w->chunks, state->number - state->started);
		state->started = state->number;
		state->part = NULL;
		state->url = STR("");
	}
	if (state->part != part) {
		add_line(&w->file, 'I', part->line);
		state->part = part;
		state->section = NULL;
	}
	if (state->section != r->section) {
		add_line(&w->file, r->head ? 'H' : 'S', r->section->line);
		state->section = r->section;
	}
	add_text(&w->file, state, r);
	state->number++;
	return w->file.len < CHUNK_BYTES || put_file(w, "i");
}

static bool write_chunks(
    struct writer *w, struct search_part **part, size_t parts)
{
	struct chunk_state state = { 0 };

	w->files = 0;
	for (size_t i = 0; i < parts; i++)
		for (const struct search_record *r = part[i]->first; r != NULL;
		     r = r->next)
			if (!r->repeated && !add_item(w, &state, part[i], r))
				return false;
	return w->file.len == 0 || put_file(w, "i");
}

struct shard_state {
	struct str before; /* the term of the last line */
	size_t lines;
	uint32_t first, end; /* items of the tier */
};

/* A long line starts a file, so that its neighbours stay cheap. */
static bool add_term(struct writer *w, struct shard_state *state,
    const struct search_term *term, const uint32_t *item, uint32_t count)
{
	bool alone = count > SHARD_BYTES / 3;
	struct str text = term->text;
	size_t bytes = 0;

	if (state->lines > 0 && (alone || w->file.len >= SHARD_BYTES)) {
		if (!put_file(w, "w"))
			return false;
		state->lines = 0;
	}
	if (state->lines++ == 0) {
		strbuf_add_char(&w->tiers, '\t');
		strbuf_add(&w->tiers, text);
		state->before = STR("");
	}
	add_number(&w->file, shared_start(state->before, text, &bytes));
	strbuf_add(&w->file, str_sub(text, bytes, text.len));
	strbuf_add_char(&w->file, '\t');
	add_numbers(&w->file, item, count, state->first);
	if (term->paired)
		strbuf_add_char(&w->file, '\t');
	strbuf_add_char(&w->file, '\n');
	state->before = text;
	return true;
}

/* One tier.  next[] has, for each term, how many of its items are written. */
static bool write_tier(struct writer *w, const struct search_terms *terms,
    uint32_t *next, struct shard_state *state)
{
	strbuf_printf(&w->tiers, "%" PRIu32 "\t%zu", state->end, w->files);
	for (size_t i = 0; i < terms->terms; i++) {
		const struct search_term *term = &terms->term[terms->order[i]];
		const uint32_t *item = terms->items + term->from;
		uint32_t from = next[i], to = from;

		while (to < term->count && item[to] < state->end)
			to++;
		next[i] = to;
		if (to > from &&
		    !add_term(w, state, term, item + from, to - from))
			return false;
	}
	strbuf_add_char(&w->tiers, '\n');
	return w->file.len == 0 || put_file(w, "w");
}

static bool write_tiers(struct writer *w, const struct search_terms *terms)
{
	uint32_t *next = xmalloc((terms->terms + 1) * sizeof(*next));
	struct shard_state state = { .end = 0 };
	uint32_t size = TIER_ITEMS;
	bool ok = true;

	memset(next, 0, (terms->terms + 1) * sizeof(*next));
	w->files = 0;
	while (ok && state.end < w->items) {
		state = (struct shard_state){ .first = state.end };
		state.end = w->items;
		if (state.end - state.first > size)
			state.end = state.first + size;
		ok = write_tier(w, terms, next, &state);
		size *= TIER_GROWTH;
	}
	free(next);
	return ok;
}

static bool write_root(struct writer *w, const struct search_terms *terms)
{
	strbuf_printf(&w->file, "sennight-search %d\n%s\n%" PRIu32 "\n",
	    VERSION, w->generation, w->items);
	strbuf_add(&w->file, strbuf_str(&w->chunks));
	strbuf_add_char(&w->file, '\n');
	for (size_t i = 0; i < terms->paireds && i < SEARCH_COMMON; i++) {
		if (i > 0)
			strbuf_add_char(&w->file, '\t');
		strbuf_add(&w->file, terms->term[terms->paired[i]].text);
	}
	strbuf_add_char(&w->file, '\n');
	strbuf_add(&w->file, strbuf_str(&w->tiers));
	return w->put(w->data, SEARCH_ROOT, strbuf_str(&w->file), w->err);
}

static bool write_all(struct writer *w, struct search_part **part, size_t parts)
{
	struct arena arena = { 0 };
	struct search_terms terms = { .arena = &arena };
	bool ok;

	w->items = mark_records(part, parts);
	collect_terms(&terms, part, parts);
	search_terms_sort(&terms);
	ok = write_chunks(w, part, parts) && write_tiers(w, &terms) &&
	     write_root(w, &terms);
	search_terms_release(&terms);
	arena_release(&arena);
	return ok;
}

bool search_write(struct search_part *const *part, size_t parts,
    search_put *put, void *data, struct error *err)
{
	struct writer w = { .put = put, .data = data, .err = err };
	struct search_part **sorted = xmalloc((parts + 1) * sizeof(*sorted));
	uint64_t hash = VERSION;
	bool ok;

	for (size_t i = 0; i < parts; i++)
		sorted[i] = part[i];
	qsort(sorted, parts, sizeof(struct search_part *), newer);
	for (size_t i = 0; i < parts; i++)
		hash = (hash ^ sorted[i]->hash) * 0x9e3779b97f4a7c15;
	snprintf(w.generation, sizeof(w.generation), "%016" PRIx64, hash);
	strbuf_init(&w.file, LIMIT_FEED);
	strbuf_init(&w.chunks, LIMIT_FEED);
	strbuf_init(&w.tiers, LIMIT_FEED);
	ok = write_all(&w, sorted, parts);
	strbuf_release(&w.file);
	strbuf_release(&w.chunks);
	strbuf_release(&w.tiers);
	free(sorted);
	return ok;
}
