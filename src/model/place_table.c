#include "model/place_table.h"

#include <stdlib.h>

#include "base/embedded.h"
#include "base/limits.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "model/place.h"

extern const struct embedded_file embedded_places[];

struct row {
	struct str written; /* as place_text would have it */
	struct place meant;
};

struct place_table {
	struct row *row; /* sorted by `written`, folded */
	size_t rows;
};

struct str place_text(struct arena *arena, const struct place *place)
{
	const struct str part[] = { place->city, place->state, place->country };
	struct strbuf out;
	struct str text;

	strbuf_init(&out, LIMIT_LETTER);
	for (size_t i = 0; i < sizeof(part) / sizeof(part[0]); i++) {
		if (part[i].len > 0 && out.len > 0)
			strbuf_lit(&out, ", ");
		strbuf_add(&out, part[i]);
	}
	text = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return text;
}

static int by_written(const void *a, const void *b)
{
	return text_cmp_folded(
	    ((const struct row *)a)->written, ((const struct row *)b)->written);
}

const struct place_table *place_table_make(struct arena *arena)
{
	struct place_table *table = ARENA_NEW(arena, struct place_table);
	struct str rest = { embedded_places[0].data, embedded_places[0].size };

	while (rest.at != NULL) {
		struct str line = str_take(&rest, '\n');
		struct row row = { .written = str_take(&line, '\t') };

		if (line.at == NULL || row.written.at[0] == '#')
			continue;
		place_read(line, &row.meant);
		table->row = ARENA_GROW(arena, table->row, table->rows);
		table->row[table->rows++] = row;
	}
	if (table->rows > 0)
		qsort(table->row, table->rows, sizeof(struct row), by_written);
	return table;
}

bool place_settle(const struct place_table *table, struct place *place)
{
	struct arena arena = { 0 };
	const struct row key = { .written = place_text(&arena, place) };
	const struct row *row = key.written.len > 0 && table->rows > 0
				    ? bsearch(&key, table->row, table->rows,
					  sizeof(struct row), by_written)
				    : NULL;
	bool other =
	    row != NULL && (!str_eq(place->city, row->meant.city) ||
			       !str_eq(place->state, row->meant.state) ||
			       !str_eq(place->country, row->meant.country));

	arena_release(&arena);
	if (row == NULL)
		return false;
	place->city = row->meant.city;
	place->state = row->meant.state;
	place->country = row->meant.country;
	return other;
}
