/*
 * generate FOLDER OUTPUT COUNT: a long archive from a short one.
 *
 * The issues of a folder are repeated, a week apart, back from the newest one.
 * Every date in a copy moves with the copy, so that its events stay where they
 * were from the issue's point of view; numbers count down from COUNT.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/file.h"

enum { DATE_LENGTH = 10 }; /* of 2026-01-31 */

struct original {
	const char *name;
	struct str text;
	struct date date;
};

struct originals {
	struct original *issue;
	size_t count;
};

static _Noreturn void die(const struct error *err)
{
	fprintf(stderr, "generate: %s\n", err->text);
	exit(2);
}

static bool is_date_at(struct str text, size_t at, struct date *ret_date)
{
	return text.at[at] >= '0' && text.at[at] <= '9' &&
	       at + DATE_LENGTH <= text.len &&
	       date_parse(str_sub(text, at, at + DATE_LENGTH), false, ret_date);
}

static struct originals read_folder(const char *folder, struct arena *arena)
{
	struct originals all = { 0 };
	struct file_list list;
	struct error err;

	if (!folder_walk(folder, NULL, arena, &list, &err))
		die(&err);
	for (size_t i = 0; i < list.count; i++) {
		const char *name = list.entry[i].path;
		struct original issue = { .name = name };

		if (strchr(name, '/') != NULL ||
		    strcmp(path_ending(name), ".md") != 0 ||
		    !is_date_at(str_of(name), 0, &issue.date))
			continue;
		if (!file_read(path_join(arena, folder, name), LIMIT_ISSUE_FILE,
			arena, &issue.text, &err))
			die(&err);
		all.issue = ARENA_GROW(arena, all.issue, all.count);
		all.issue[all.count++] = issue;
	}
	return all;
}

/* The text with all dates moved by so many days. */
static void add_moved(struct strbuf *out, struct str text, int days)
{
	size_t from = 0;
	struct date date;

	for (size_t at = 0; at < text.len; at++) {
		if (!is_date_at(text, at, &date))
			continue;
		strbuf_add(out, str_sub(text, from, at));
		date_add_iso(out, date_add(date, days));
		at += DATE_LENGTH - 1;
		from = at + 1;
	}
	strbuf_add(out, str_sub(text, from, text.len));
}

/* Lines of the header that number the issue get the new number. */
static void add_header_line(
    struct strbuf *out, struct str line, size_t number, int days)
{
	if (str_starts_fold(line, STR("title:")))
		strbuf_printf(out, "title: Issue %zu", number);
	else if (str_starts_fold(line, STR("number:")))
		strbuf_printf(out, "number: %zu", number);
	else
		add_moved(out, line, days);
	strbuf_add_char(out, '\n');
}

/* The header ends with an empty line, or with dashes if it began so. */
static void add_issue(
    struct strbuf *out, struct str text, size_t number, int days)
{
	struct str end = STR(""), line = { NULL, 0 };

	if (str_starts(text, STR("---\n"))) {
		end = str_take(&text, '\n');
		strbuf_lit(out, "---\n");
	}
	while (text.len > 0 && (line.at == NULL || !str_eq(line, end))) {
		line = str_take(&text, '\n');
		add_header_line(out, line, number, days);
	}
	add_moved(out, text, days);
}

static void write_copy(const struct original *original, const char *folder,
    struct date date, size_t number)
{
	struct arena arena = { 0 };
	struct strbuf text, name;
	struct error err;

	strbuf_init(&text, LIMIT_ISSUE_FILE);
	strbuf_init(&name, LIMIT_SMALL_FILE);
	add_issue(&text, original->text, number,
	    date_to_days(date) - date_to_days(original->date));
	date_add_iso(&name, date);
	strbuf_add_cstr(&name, original->name + DATE_LENGTH);
	if (!file_write(path_join(&arena, folder, name.buf), strbuf_str(&text),
		NULL, &err))
		die(&err);
	strbuf_release(&name);
	strbuf_release(&text);
	arena_release(&arena);
}

int main(int argc, char **argv)
{
	struct arena arena = { 0 };
	struct originals all;
	uint64_t count;

	if (argc != 4 || !str_to_number(str_of(argv[3]), 5000, &count)) {
		fprintf(stderr, "usage: generate FOLDER OUTPUT COUNT\n");
		return 2;
	}
	all = read_folder(argv[1], &arena);
	if (all.count == 0) {
		fprintf(stderr, "generate: no issues in %s\n", argv[1]);
		return 2;
	}
	for (size_t i = 0; i < count; i++) {
		size_t back = all.count - 1 - i % all.count;

		write_copy(&all.issue[back], argv[2],
		    date_add(all.issue[all.count - 1].date, -7 * (int)i),
		    (size_t)count - i);
	}
	arena_release(&arena);
	return 0;
}
