#include "build/search_words.h"

#include <string.h>

#include "base/text.h"

/* What an ASCII character is in a word; 0: it is not in words. */
static const char in_word[128] = {
	['0'] = '0',
	['1'] = '1',
	['2'] = '2',
	['3'] = '3',
	['4'] = '4',
	['5'] = '5',
	['6'] = '6',
	['7'] = '7',
	['8'] = '8',
	['9'] = '9',
	['a'] = 'a',
	['b'] = 'b',
	['c'] = 'c',
	['d'] = 'd',
	['e'] = 'e',
	['f'] = 'f',
	['g'] = 'g',
	['h'] = 'h',
	['i'] = 'i',
	['j'] = 'j',
	['k'] = 'k',
	['l'] = 'l',
	['m'] = 'm',
	['n'] = 'n',
	['o'] = 'o',
	['p'] = 'p',
	['q'] = 'q',
	['r'] = 'r',
	['s'] = 's',
	['t'] = 't',
	['u'] = 'u',
	['v'] = 'v',
	['w'] = 'w',
	['x'] = 'x',
	['y'] = 'y',
	['z'] = 'z',
	['A'] = 'a',
	['B'] = 'b',
	['C'] = 'c',
	['D'] = 'd',
	['E'] = 'e',
	['F'] = 'f',
	['G'] = 'g',
	['H'] = 'h',
	['I'] = 'i',
	['J'] = 'j',
	['K'] = 'k',
	['L'] = 'l',
	['M'] = 'm',
	['N'] = 'n',
	['O'] = 'o',
	['P'] = 'p',
	['Q'] = 'q',
	['R'] = 'r',
	['S'] = 's',
	['T'] = 't',
	['U'] = 'u',
	['V'] = 'v',
	['W'] = 'w',
	['X'] = 'x',
	['Y'] = 'y',
	['Z'] = 'z',
};

/* Marks that only decorate a letter; the accents of composed letters are
 * dropped by text_add_folded. */
static bool is_accent(uint32_t c)
{
	return c >= 0x300 && c <= 0x36f;
}

static void add_folded(struct search_words *words, struct str letter)
{
	struct strbuf folded;

	strbuf_init(&folded, 4);
	text_add_folded(&folded, letter);
	if (words->word.len + folded.len <= sizeof(words->buf)) {
		memcpy(words->buf + words->word.len, folded.buf, folded.len);
		words->word.len += folded.len;
	}
	strbuf_release(&folded);
}

/* The code point at the front, not ASCII, belongs to the word: take it.
 * False if the word ends before it.  An ideograph ends the word behind it. */
static bool take_letter(
    struct search_words *words, size_t *letters, bool *ret_ends)
{
	size_t len = 0;
	uint32_t c = text_next(words->rest, &len);
	bool cjk = c >= 0x3040 && c != TEXT_INVALID && text_is_cjk(c);

	if (!text_is_word(c) || (cjk && *letters > 0))
		return false;
	if (!is_accent(c) && *letters < LIMIT_SEARCH_WORD) {
		add_folded(words, str_sub(words->rest, 0, len));
		++*letters;
	}
	words->rest = str_sub(words->rest, len, words->rest.len);
	*ret_ends = cjk;
	return true;
}

/* ASCII letters and digits at the front. */
static void take_ascii(struct search_words *words, size_t *letters)
{
	struct str rest = words->rest;
	char *to = words->buf + words->word.len;
	size_t at = 0, room = LIMIT_SEARCH_WORD - *letters, taken;

	while (at < rest.len && (unsigned char)rest.at[at] < 0x80 &&
	       in_word[(unsigned char)rest.at[at]] != 0) {
		if (at < room)
			to[at] = in_word[(unsigned char)rest.at[at]];
		at++;
	}
	taken = at < room ? at : room;
	words->word.len += taken;
	*letters += taken;
	words->rest.at += at;
	words->rest.len -= at;
}

/* The word that starts at the front, up to where it ends. */
static void take_word(struct search_words *words)
{
	size_t letters = 0;
	bool ends = false;

	while (words->rest.len > 0 && !ends) {
		unsigned char c = (unsigned char)words->rest.at[0];

		if (c < 0x80 && in_word[c] == 0)
			return;
		if (c < 0x80)
			take_ascii(words, &letters);
		else if (!take_letter(words, &letters, &ends))
			return;
	}
}

bool search_words_take(struct search_words *words)
{
	words->word = (struct str){ words->buf, 0 };
	while (words->rest.len > 0) {
		size_t len = 0;

		take_word(words);
		if (words->word.len > 0 || words->rest.len == 0)
			break;
		if ((signed char)words->rest.at[0] >= 0)
			len = 1;
		else
			text_next(words->rest, &len);
		words->rest.at += len;
		words->rest.len -= len;
	}
	return words->word.len > 0;
}
