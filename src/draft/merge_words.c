#include "draft/merge_words.h"

#include "base/limits.h"
#include "base/strbuf.h"
#include "draft/lines.h"

/* Longer texts are not merged by words: it would be no one's text. */
enum { MAX_WORDS = 4000 };

struct words {
	struct str *word;
	uint32_t *id;
	size_t count;
};

/* Letters of other scripts are parts of words too. */
static bool in_word(char c)
{
	return char_is_alnum(c) || (unsigned char)c >= 0x80;
}

/* The length of the word that a text begins with; what parts words is a word
 * as well. */
static size_t word_length(struct str text)
{
	size_t len = 1, end;

	if (text.at[0] == '(' && text.len > 1 && !char_is_space(text.at[1])) {
		end = str_find_char(text, ')', 1);
		if (end != STR_NONE && str_find_char(text, ' ', 1) > end)
			return end + 1;
	}
	if (in_word(text.at[0])) {
		while (len < text.len && in_word(text.at[len]))
			len++;
	} else if (char_is_space(text.at[0])) {
		while (len < text.len && char_is_space(text.at[len]))
			len++;
	}
	return len;
}

static bool split(struct arena *arena, struct names *names, struct str text,
    struct words *ret_words)
{
	struct words w = { 0 };

	w.word = ARENA_ARRAY(arena, MAX_WORDS, struct str);
	w.id = ARENA_ARRAY(arena, MAX_WORDS, uint32_t);
	while (text.len > 0) {
		size_t length = word_length(text);

		if (w.count == MAX_WORDS)
			return false;
		w.word[w.count] = str_sub(text, 0, length);
		w.id[w.count] = names_add(names, arena, w.word[w.count]);
		w.count++;
		text = str_sub(text, length, STR_NONE);
	}
	*ret_words = w;
	return true;
}

static void add_words(
    struct strbuf *out, const struct words *w, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		strbuf_add(out, w->word[i]);
}

/* Which side's words of a chunk to take; -1 if both changed them. */
static int choose(const struct three *three, const struct three_chunk *c)
{
	struct lines part[3];

	for (int k = 0; k < 3; k++)
		part[k] = lines_sub(three->side[k], c->from[k], c->to[k]);
	if (lines_equal(part[0], part[1]))
		return 2;
	if (lines_equal(part[0], part[2]) || lines_equal(part[1], part[2]))
		return 1;
	return -1;
}

static bool merge_split(
    struct arena *arena, const struct words w[3], struct strbuf *out)
{
	struct lines side[3];
	struct three three;
	struct three_chunk chunk;

	for (int k = 0; k < 3; k++)
		side[k] = (struct lines){ w[k].id, w[k].count };
	three_begin(&three, arena, side);
	while (three_next(&three, &chunk)) {
		int from = chunk.same ? 0 : choose(&three, &chunk);

		if (from < 0)
			return false;
		add_words(out, &w[from], chunk.from[from], chunk.to[from]);
	}
	return !out->full;
}

bool merge_words(struct arena *arena, struct str base, struct str ours,
    struct str theirs, struct str *ret_text)
{
	const struct str text[3] = { base, ours, theirs };
	struct arena scratch = { 0 };
	struct names names = { 0 };
	struct words w[3];
	struct strbuf out;
	bool ok = true;

	strbuf_init(&out, LIMIT_ISSUE_FILE);
	for (int k = 0; k < 3 && ok; k++)
		ok = split(&scratch, &names, text[k], &w[k]);
	ok = ok && merge_split(&scratch, w, &out);
	if (ok)
		*ret_text = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	arena_release(&scratch);
	return ok;
}

/* Take the next word that is no blank; at is NULL if there is none. */
static struct str take_word(struct str *text)
{
	struct str word;

	*text = str_trim_left(*text);
	if (text->len == 0)
		return (struct str){ 0 };
	word = str_sub(*text, 0, word_length(*text));
	*text = str_sub(*text, word.len, STR_NONE);
	return word;
}

bool merge_words_within(struct str less, struct str more, bool targets)
{
	struct str word, other;

	while ((word = take_word(&less)).at != NULL) {
		if (!targets && word.len > 1 && word.at[0] == '(')
			continue;
		do {
			other = take_word(&more);
		} while (other.at != NULL && !str_eq(word, other));
		if (other.at == NULL)
			return false;
	}
	return true;
}
