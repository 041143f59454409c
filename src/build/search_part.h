/*
 * search_part: the items of one issue, as lines, ready to be joined.
 *
 * Any thread makes a part (search_part.c); search.c joins them.
 *
 * Private to search*.c.
 */
#ifndef BUILD_SEARCH_PART_H
#define BUILD_SEARCH_PART_H

#include "build/search.h"

/* A heading, shared by the items below it. */
struct search_section {
	struct str line; /* "title TAB anchor" */
	size_t title;    /* bytes of it */
};

struct search_record {
	struct search_record *next;
	struct search_section *section; /* NULL: the title of the issue */
	uint32_t key;                   /* hash of the line */
	uint32_t text;                  /* bytes of the text in the line */
	uint32_t len;                   /* bytes of the line */
	bool repeated; /* for search_write: a newer issue has the same line */
	bool head;     /* for search_write: the first one of its section */
	char line[];   /* "text TAB address" */
};

struct search_part {
	struct arena *arena;
	struct str line; /* "title TAB address TAB date" */
	struct str address;
	struct date date;
	int64_t number;
	struct search_section *section; /* of the last item */
	struct search_record *first, *last;
	size_t records;
	uint64_t hash; /* of everything in it */
};

struct str search_record_line(const struct search_record *record);
struct str search_record_text(const struct search_record *record);
struct str search_record_url(const struct search_record *record);

/* A hash that is the same everywhere, 8 bytes a step. */
uint64_t search_hash(uint64_t hash, struct str s);

#endif
