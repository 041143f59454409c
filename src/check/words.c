#include "check/words.h"

#include "check/words_table.h"

/* Words of fewer or more letters are not counted; spans and tags are not
 * looked for further. */
enum { SHORTEST = 4, LONGEST = 32, LONGEST_SPAN = 4096, FIRST_SLOTS = 4096 };

/* ----------------------------------------------------------------- the table */

static struct word_slot *find_slot(const struct words *words, uint64_t key)
{
	size_t at = key & (words->slots - 1);

	while (words->slot[at].key != 0 && words->slot[at].key != key)
		at = (at + 1) & (words->slots - 1);
	return &words->slot[at];
}

static void grow(struct arena *arena, struct words *words)
{
	struct words larger = { .used = words->used };

	larger.slots = words->slots > 0 ? words->slots * 4 : FIRST_SLOTS;
	larger.slot = ARENA_ARRAY(arena, larger.slots, struct word_slot);
	for (size_t i = 0; i < words->slots; i++)
		if (words->slot[i].key != 0)
			*find_slot(&larger, words->slot[i].key) =
			    words->slot[i];
	*words = larger;
}

/* The slot of a word, made if it is new. */
static struct word_slot *take_slot(
    struct arena *arena, struct words *words, uint64_t key, size_t len)
{
	struct word_slot *slot;

	if (2 * words->used >= words->slots)
		grow(arena, words);
	slot = find_slot(words, key);
	if (slot->key == 0) {
		slot->key = key;
		slot->len = len & 63;
		words->used++;
	}
	return slot;
}

static void note_place(struct word_slot *slot, const char *at)
{
	if (slot->at[0] == NULL)
		slot->at[0] = at;
	else if (slot->at[1] == NULL)
		slot->at[1] = at;
}

static void add_capitals(struct word_slot *slot, uint32_t count)
{
	slot->capitals = (slot->capitals + count) & WORD_CAPITALS_MAX;
}

void words_add(
    struct arena *arena, struct words *words, const struct words *other)
{
	for (size_t i = 0; i < other->slots; i++) {
		const struct word_slot *from = &other->slot[i];
		struct word_slot *slot;

		if (from->key == 0)
			continue;
		slot = take_slot(arena, words, from->key, from->len);
		slot->count += from->count;
		add_capitals(slot, from->capitals);
		for (int k = 0; k < 2; k++)
			if (from->at[k] != NULL)
				note_place(slot, from->at[k]);
	}
}

const struct word_slot *words_find(const struct words *words, uint64_t key)
{
	const struct word_slot *slot;

	if (words->slots == 0)
		return NULL;
	slot = find_slot(words, key);
	return slot->key != 0 ? slot : NULL;
}

/* --------------------------------------------------------------- running text */

struct scanner {
	struct arena *arena;
	struct words *words;
	const struct word_filter *filter; /* NULL: all words count */
	bool code, comment; /* inside a fenced block, inside <!-- */
};

enum { NOTHING, MARK };

#define A_TO_Z                                                                \
	'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', \
	    'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z'

/* What a byte is: a letter, as its lower case; a mark that skip_mark knows;
 * nothing. */
static const char kind[256] = {
	['a'] = A_TO_Z,
	['A'] = A_TO_Z,
	['`'] = MARK,
	['<'] = MARK,
	[']'] = MARK,
	[':'] = MARK,
};

static char kind_at(struct str line, size_t at)
{
	return at < line.len ? kind[(unsigned char)line.at[at]] : NOTHING;
}

/* Letters beside these are part of a name, an address, an expression. */
static bool joins(char c)
{
	static const struct str marks = STR_INIT("_@#/\\&$%=~+'");

	return (unsigned char)c >= 0x80 || char_is_digit(c) ||
	       memchr(marks.at, c, marks.len) != NULL;
}

static bool joins_before(struct str line, size_t at)
{
	char c = at > 0 ? line.at[at - 1] : ' ';
	char before = at > 1 ? line.at[at - 2] : ' ';

	if (c == ' ')
		return false;
	if (c == '-')
		return kind_at(line, at - 2) <= MARK;
	if (c == ':')
		return before != ':' || kind_at(line, at - 3) <= MARK;
	return joins(c) || c == '.' || (c == '*' && char_is_alnum(before));
}

static bool joins_behind(struct str line, size_t at)
{
	char c = at < line.len ? line.at[at] : ' ';
	char behind = at + 1 < line.len ? line.at[at + 1] : ' ';

	if (c == ' ')
		return false;
	if (c == '-')
		return kind_at(line, at + 1) <= MARK;
	return joins(c) || c == '(' ||
	       ((c == '.' || c == ':' || c == '*') && char_is_alnum(behind));
}

static bool passes(const struct word_filter *filter, struct str word)
{
	return filter == NULL ||
	       filter_has(filter, filter_bit(word, word.len, false)) ||
	       filter_has(filter, filter_bit(word, word.len, true));
}

static void count_word(struct scanner *s, struct str word)
{
	uint64_t hash = HASH_START;
	uint32_t capitals = 0, first = word.at[0] < 'a';
	struct word_slot *slot;

	for (size_t i = 0; i < word.len; i++) {
		char lower = kind_at(word, i);

		capitals += lower != word.at[i];
		hash = hash_step(hash, lower);
	}
	slot = take_slot(s->arena, s->words, hash_end(hash), word.len);
	slot->count++;
	add_capitals(slot, first);
	if (capitals == first)
		note_place(slot, word.at);
}

/* Count the word that starts at line[at]; returns the offset behind it. */
static size_t take_word(struct scanner *s, struct str line, size_t at)
{
	size_t end = at + 1;
	struct str word;

	while (kind_at(line, end) > MARK)
		end++;
	word = str_sub(line, at, end);
	if (word.len >= SHORTEST && word.len <= LONGEST &&
	    passes(s->filter, word) && !joins_before(line, at) &&
	    !joins_behind(line, end))
		count_word(s, word);
	return end;
}

/* The offset behind a code span that starts here, or behind its marks. */
static size_t skip_code(struct str line, size_t at)
{
	size_t marks = 0, run = 0;

	while (at < line.len && line.at[at] == '`') {
		marks++;
		at++;
	}
	for (size_t i = at; i <= line.len && i - at < LONGEST_SPAN; i++) {
		if (i < line.len && line.at[i] == '`') {
			run++;
			continue;
		}
		if (run == marks)
			return i;
		run = 0;
	}
	return at;
}

/* Behind the bracket that closes the address of a link. */
static size_t skip_address(struct str line, size_t at)
{
	size_t end = str_find_char(line, ')', at), open = 0;

	if (end == STR_NONE)
		return line.len;
	if (str_find_char(str_sub(line, 0, end), '(', at + 1) == STR_NONE)
		return end + 1;
	for (; at < line.len; at++) {
		if (line.at[at] == '(')
			open++;
		else if (line.at[at] == ')' && open-- <= 1)
			return at + 1;
	}
	return at;
}

static size_t skip_blank(struct str line, size_t at)
{
	while (at < line.len && !char_is_space(line.at[at]))
		at++;
	return at;
}

/* A tag, comment or address between < and >. */
static size_t skip_tag(struct scanner *s, struct str line, size_t at)
{
	size_t end;

	if (str_starts(str_sub(line, at, line.len), STR("<!--"))) {
		end = str_find(line, STR("-->"), at);
		s->comment = end == STR_NONE;
		return s->comment ? line.len : end + 3;
	}
	if (at + 1 < line.len && !char_is_alpha(line.at[at + 1]) &&
	    line.at[at + 1] != '/')
		return at + 1;
	end = str_find_char(str_sub(line, 0, at + LONGEST_SPAN), '>', at);
	return end == STR_NONE ? at + 1 : end + 1;
}

/* What starts with a mark at line[at]; returns the offset behind it. */
static size_t skip_mark(struct scanner *s, struct str line, size_t at)
{
	char c = line.at[at];
	char next = at + 1 < line.len ? line.at[at + 1] : ' ';

	if (c == '`')
		return skip_code(line, at);
	if (c == '<')
		return skip_tag(s, line, at);
	if (c == ']' && next == '(')
		return skip_address(line, at + 1);
	if (c == ':' && next == '/')
		return skip_blank(line, at);
	return at + 1;
}

static bool is_fence(struct str line)
{
	line = str_trim_left(line);
	return str_starts(line, STR("```")) || str_starts(line, STR("~~~"));
}

static void scan_line(struct scanner *s, struct str line)
{
	size_t at = 0;

	if (s->comment) {
		at = str_find(line, STR("-->"), 0);
		if (at == STR_NONE)
			return;
		s->comment = false;
		at += 3;
	}
	if (is_fence(line)) {
		s->code = !s->code;
		return;
	}
	/* A definition of a link. */
	if (s->code || (line.len > 0 && line.at[0] == '[' &&
			   str_find(line, STR("]:"), 0) != STR_NONE))
		return;
	while (at < line.len) {
		char what = kind_at(line, at);

		if (what > MARK)
			at = take_word(s, line, at);
		else
			at = what == MARK ? skip_mark(s, line, at) : at + 1;
	}
}

void words_count(struct arena *arena, struct words *words,
    const struct word_filter *filter, struct str text)
{
	struct scanner s = { arena, words, filter, false, false };

	while (text.at != NULL)
		scan_line(&s, str_take(&text, '\n'));
}
