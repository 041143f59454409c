/*
 * search-index FOLDER: makes a search index of lines from standard input, for
 * the test of theme/search.js.
 *
 *	I <tab> title <tab> address <tab> YYYY-MM-DD <tab> number
 *	T <tab> heading <tab> anchor <tab> text <tab> address
 *
 * Prints the CPU time that the two halves took, in milliseconds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/file.h"
#include "base/strbuf.h"
#include "build/search.h"

struct counts {
	const char *folder;
	size_t files;
	uint64_t bytes;
};

static double cpu_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static bool put(
    void *data, const char *path, struct str contents, struct error *err)
{
	struct counts *counts = data;
	struct arena arena = { 0 };
	bool ok;

	counts->files++;
	counts->bytes += contents.len;
	ok = counts->folder == NULL ||
	     file_write(
		 path_join(&arena, counts->folder, path), contents, NULL, err);
	arena_release(&arena);
	return ok;
}

static struct search_part *new_part(struct arena *arena, struct str line)
{
	struct search_issue issue = { .number = -1 };
	uint64_t number;

	issue.title = str_take(&line, '\t');
	issue.address = str_take(&line, '\t');
	date_parse(str_take(&line, '\t'), false, &issue.date);
	if (str_to_number(line, 100000, &number))
		issue.number = (int64_t)number;
	return search_part_new(arena, &issue);
}

static void add_item(struct search_part *part, struct str line)
{
	struct search_item item;

	item.section = str_take(&line, '\t');
	item.anchor = str_take(&line, '\t');
	item.text = str_take(&line, '\t');
	item.url = line;
	search_part_add(part, &item);
}

static void read_all(struct strbuf *in)
{
	size_t got;

	do {
		char *room = strbuf_reserve(in, 65536);

		if (room == NULL)
			return;
		got = fread(room, 1, 65536, stdin);
		strbuf_commit(in, got);
	} while (got > 0);
}

static struct search_part **read_parts(
    struct arena *arena, struct str rest, size_t *ret_parts)
{
	struct search_part **part = NULL;
	size_t parts = 0;

	while (rest.at != NULL) {
		struct str line = str_take(&rest, '\n');
		struct str kind = str_take(&line, '\t');

		if (str_eq(kind, STR("I"))) {
			part = ARENA_GROW(arena, part, parts);
			part[parts++] = new_part(arena, line);
		} else if (str_eq(kind, STR("T")) && parts > 0) {
			add_item(part[parts - 1], line);
		}
	}
	*ret_parts = parts;
	return part;
}

int main(int argc, char **argv)
{
	struct counts counts = { argc > 1 ? argv[1] : NULL, 0, 0 };
	struct arena arena = { 0 };
	struct search_part **part;
	struct strbuf in;
	struct error err;
	size_t parts;
	double start, middle;
	bool ok;

	strbuf_init(&in, LIMIT_DATA_FILE);
	read_all(&in);
	start = cpu_ms();
	part = read_parts(&arena, strbuf_str(&in), &parts);
	middle = cpu_ms();
	ok = search_write(part, parts, put, &counts, &err);
	if (!ok)
		fprintf(stderr, "%s\n", err.text);
	printf("issues=%zu files=%zu bytes=%llu arena=%zu prepare_ms=%.1f "
	       "write_ms=%.1f\n",
	    parts, counts.files, (unsigned long long)counts.bytes, arena.total,
	    middle - start, cpu_ms() - middle);
	arena_release(&arena);
	strbuf_release(&in);
	return ok ? 0 : 2;
}
