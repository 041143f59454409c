#include "build/search_part.h"

#include <string.h>

#include "base/text.h"

enum {
	/* An invalid byte becomes the three of U+FFFD. */
	COLUMN_TEXT = 3 * LIMIT_SEARCH_TEXT,
	COLUMN_URL = 3 * LIMIT_URL,
	LINE_ROOM = COLUMN_TEXT + COLUMN_URL + 64,
};

/* A line is made on the stack, then copied in one piece. */
struct line {
	size_t len;
	char at[LINE_ROOM];
};

/* Little-endian, whatever the machine; compilers make one load of it. */
static uint64_t load8(const char *at)
{
	const unsigned char *p = (const unsigned char *)at;

	return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 |
	       (uint64_t)p[3] << 24 | (uint64_t)p[4] << 32 |
	       (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 |
	       (uint64_t)p[7] << 56;
}

uint64_t search_hash(uint64_t hash, struct str s)
{
	const uint64_t prime = 0x9e3779b97f4a7c15;
	size_t at = 0;

	hash = (hash ^ s.len) * prime;
	for (; s.len - at >= 8; at += 8) {
		hash = (hash ^ load8(s.at + at)) * prime;
		hash ^= hash >> 29;
	}
	for (uint64_t step = 0, i = 0; at + i < s.len; i++) {
		step |= (uint64_t)(unsigned char)s.at[at + i] << 8 * i;
		if (at + i + 1 == s.len)
			hash = (hash ^ step) * prime;
	}
	return hash ^ hash >> 32;
}

struct str search_record_line(const struct search_record *record)
{
	return (struct str){ record->line, record->len };
}

struct str search_record_text(const struct search_record *record)
{
	return (struct str){ record->line, record->text };
}

struct str search_record_url(const struct search_record *record)
{
	return str_sub(
	    search_record_line(record), record->text + 1, record->len);
}

static struct str line_str(const struct line *line)
{
	return (struct str){ line->at, line->len };
}

static void add_bytes(struct line *to, struct str s)
{
	if (s.len == 0 || s.len > LINE_ROOM - to->len)
		return;
	memcpy(to->at + to->len, s.at, s.len);
	to->len += s.len;
}

/* One code point that is not plain ASCII text; see add_column. */
static void add_special(struct line *to, struct str s, size_t *at)
{
	size_t start = *at;
	uint32_t c = text_next(s, at);

	if (c == TEXT_INVALID)
		add_bytes(to, STR("\xef\xbf\xbd"));
	else if (c >= 0xa0)
		add_bytes(to, str_sub(s, start, *at));
}

/* In the high bit of each byte of x: is it zero?  Wrong only above one. */
static uint64_t zero_bytes(uint64_t x)
{
	return (x - 0x0101010101010101) & ~x & 0x8080808080808080;
}

/*
 * How many bytes at the start of s are a column as they are: ASCII without
 * control characters and runs of blanks.  Eight bytes a step, of which the
 * last is looked at again, for the neighbours.
 */
static size_t plain_run(struct str s)
{
	const uint64_t each = 0x0101010101010101;
	size_t at = 0;

	for (; s.len - at >= 8; at += 7) {
		uint64_t x = load8(s.at + at);
		uint64_t blanks = zero_bytes(x ^ each * ' ');
		uint64_t odd =
		    x | (x - each * ' ') | zero_bytes(x ^ each * 0x7f);

		if (((odd & each * 0x80) | (blanks & blanks >> 8)) != 0)
			break;
	}
	while (at < s.len && s.at[at] > ' ' && s.at[at] < 0x7f)
		at++;
	return at;
}

/* A column of a line: no tab or line end is in it, runs of blanks are one,
 * invalid bytes are U+FFFD, no control characters. */
static void add_column(struct line *to, struct str s, size_t max)
{
	bool blank = false;

	s = str_trim(s);
	if (s.len > max)
		s = str_sub(s, 0, text_boundary(s, max));
	for (size_t at = 0, run; at < s.len; at += run) {
		run = 1;
		if (char_is_space(s.at[at])) {
			blank = true;
			continue;
		}
		run = plain_run((struct str){ s.at + at, s.len - at });
		if (blank)
			add_bytes(to, STR(" "));
		blank = false;
		add_bytes(to, (struct str){ s.at + at, run });
		if (run == 0)
			add_special(to, s, &at);
	}
}

/* Append a line as an item of the section at hand. */
static void add_record(
    struct search_part *part, const struct line *line, size_t text)
{
	struct search_record *record = arena_alloc(
	    part->arena, offsetof(struct search_record, line) + line->len);
	uint64_t hash = search_hash(0, line_str(line));

	memcpy(record->line, line->at, line->len);
	record->section = part->section;
	record->len = (uint32_t)line->len;
	record->text = (uint32_t)text;
	record->key = (uint32_t)hash;
	part->hash = search_hash(part->hash ^ hash, STR("T"));
	if (part->last != NULL)
		part->last->next = record;
	else
		part->first = record;
	part->last = record;
	part->records++;
}

static void add_date(struct line *line, struct date date)
{
	struct strbuf day;

	if (!date_is_set(date))
		return;
	strbuf_init(&day, 16);
	date_add_iso(&day, date);
	add_bytes(line, strbuf_str(&day));
	strbuf_release(&day);
}

struct search_part *search_part_new(
    struct arena *arena, const struct search_issue *issue)
{
	struct search_part *part = ARENA_NEW(arena, struct search_part);
	struct line line;
	size_t title;

	part->arena = arena;
	part->date = issue->date;
	part->number = issue->number;
	part->address = arena_str(arena, issue->address);
	line.len = 0;
	add_column(&line, issue->title, LIMIT_SEARCH_TEXT);
	title = line.len;
	add_bytes(&line, STR("\t"));
	add_record(part, &line, title);

	add_column(&line, issue->address, LIMIT_URL);
	add_bytes(&line, STR("\t"));
	add_date(&line, issue->date);
	part->line = arena_str(arena, line_str(&line));
	part->hash = search_hash(part->hash, part->line);
	return part;
}

static void set_section(
    struct search_part *part, const struct search_item *item)
{
	struct search_section *section = part->section;
	struct line line;
	size_t title;

	line.len = 0;
	add_column(&line, item->section, LIMIT_SEARCH_TEXT);
	title = line.len;
	add_bytes(&line, STR("\t"));
	add_column(&line, item->anchor, LIMIT_SEARCH_TEXT);
	if (section != NULL && str_eq(section->line, line_str(&line)))
		return;
	section = ARENA_NEW(part->arena, struct search_section);
	section->line = arena_str(part->arena, line_str(&line));
	section->title = title;
	part->section = section;
	part->hash = search_hash(part->hash, section->line);
}

void search_part_add(struct search_part *part, const struct search_item *item)
{
	struct line line;
	size_t text;

	set_section(part, item);
	line.len = 0;
	add_column(&line, item->text, LIMIT_SEARCH_TEXT);
	text = line.len;
	if (text == 0)
		return;
	add_bytes(&line, STR("\t"));
	if (item->url.len <= LIMIT_URL)
		add_column(&line, item->url, LIMIT_URL);
	add_record(part, &line, text);
}
