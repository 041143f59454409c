#include "check/words.h"

#include "check/words_table.h"

/* Words of more letters are none; spans and tags are not looked for further. */
enum { LONGEST = 32, LONGEST_SPAN = 4096, FIRST_SLOTS = 1024 };

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
		slot->len = (uint32_t)len;
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
	bool code, comment; /* inside a fenced block, inside <!-- */
};

/* Letters beside these are part of a name, an address, an expression. */
static bool joins(char c)
{
	static const struct str marks = STR_INIT("_@#/\\&$%=~+-'");

	return (unsigned char)c >= 0x80 || char_is_digit(c) ||
	       memchr(marks.at, c, marks.len) != NULL;
}

static bool joins_before(struct str line, size_t at)
{
	char c = at > 0 ? line.at[at - 1] : ' ';
	char before = at > 1 ? line.at[at - 2] : ' ';

	return joins(c) || c == '.' || c == ':' ||
	       (c == '*' && char_is_alnum(before));
}

static bool joins_behind(struct str line, size_t at)
{
	char c = at < line.len ? line.at[at] : ' ';
	char behind = at + 1 < line.len ? line.at[at + 1] : ' ';

	return joins(c) || c == '(' ||
	       ((c == '.' || c == ':' || c == '*') && char_is_alnum(behind)) ||
	       (c == ':' && behind == ':');
}

/* Count the word that starts at line[at]; returns the offset behind it. */
static size_t take_word(struct scanner *s, struct str line, size_t at)
{
	struct word_slot *slot;
	uint64_t hash = HASH_START;
	bool lower = true;
	size_t end = at;

	for (; end < line.len && char_is_alpha(line.at[end]); end++) {
		char c = char_lower(line.at[end]);

		lower = lower && c == line.at[end];
		hash = hash_step(hash, c);
	}
	if (end - at < 2 || end - at > LONGEST || joins_before(line, at) ||
	    joins_behind(line, end))
		return end;
	slot = take_slot(s->arena, s->words, hash_end(hash), end - at);
	slot->count++;
	if (lower)
		note_place(slot, line.at + at);
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
	size_t open = 0;

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
	while (at < line.len)
		at = char_is_alpha(line.at[at]) ? take_word(s, line, at)
						: skip_mark(s, line, at);
}

void words_count(struct arena *arena, struct words *words, struct str text)
{
	struct scanner s = { arena, words, false, false };

	while (text.at != NULL)
		scan_line(&s, str_take(&text, '\n'));
}
