#include "check/dictionary.h"

#include <unistd.h>

#include "base/file.h"
#include "check/words_table.h"

/* English has two, other languages one; longer words are known. */
enum { DICTIONARIES = 2, LONGEST = 64, SHORTEST_PART = 3 };

/* A prefix or suffix: a stem that has the flag loses `strip` and gets `add`
 * at that end, if the end is as `when` says. */
struct affix {
	char flag;
	bool prefix, cross; /* cross: may stand with one at the other end */
	struct str strip, add, when;
};

struct stem {
	uint32_t tag; /* upper half of the hash; 0 with at 0: empty */
	uint32_t at;  /* offset of the line in the text + 1 */
};

/* One pair of files. */
struct lexicon {
	struct str text; /* of the .dic */
	struct affix *affix;
	size_t affixes;
	struct stem *stem;
	size_t slots; /* a power of two, at most half of them used */
	bool lenient; /* flags are not letters: any affix fits any stem */
	bool joins;   /* the language joins words */
};

struct dictionary {
	struct lexicon of[DICTIONARIES];
	size_t count;
};

/* ------------------------------------------------------------------ affixes */

static struct str take_token(struct str *line)
{
	struct str token;

	*line = str_trim_left(*line);
	for (size_t i = 0; i < line->len; i++)
		if (char_is_space(line->at[i])) {
			token = str_sub(*line, 0, i);
			*line = str_sub(*line, i, line->len);
			return token;
		}
	token = *line;
	*line = STR("");
	return token;
}

/* "0" is nothing; flags of the affix itself are behind a slash. */
static struct str affix_text(struct str token)
{
	size_t slash = str_find_char(token, '/', 0);

	if (slash != STR_NONE)
		token = str_sub(token, 0, slash);
	return str_eq(token, STR("0")) ? STR("") : token;
}

/* SFX FLAG STRIP ADD CONDITION, or the head of a group: SFX FLAG Y COUNT. */
static void read_affix(struct arena *arena, struct lexicon *l, struct str line,
    bool prefix, bool cross[256])
{
	struct str flag = take_token(&line), strip = take_token(&line);
	struct str add = take_token(&line), when = take_token(&line);
	uint64_t count;

	if (flag.len == 0)
		return;
	if (when.len == 0 && str_to_number(add, UINT32_MAX, &count)) {
		cross[(unsigned char)flag.at[0]] = str_eq(strip, STR("Y"));
		return;
	}
	l->affix = ARENA_GROW(arena, l->affix, l->affixes);
	l->affix[l->affixes++] = (struct affix){
		.flag = flag.at[0],
		.prefix = prefix,
		.cross = cross[(unsigned char)flag.at[0]],
		.strip = affix_text(strip),
		.add = affix_text(add),
		.when = when,
	};
}

static void read_affixes(
    struct arena *arena, struct lexicon *l, struct str text)
{
	bool cross[2][256] = { 0 };

	while (text.at != NULL) {
		struct str line = str_take(&text, '\n');
		struct str key = take_token(&line);
		bool prefix = str_eq(key, STR("PFX"));

		if (prefix || str_eq(key, STR("SFX")))
			read_affix(arena, l, line, prefix, cross[prefix]);
		else if (str_eq(key, STR("FLAG")) || str_eq(key, STR("AF")))
			l->lenient = true;
		else if (str_eq(key, STR("COMPOUNDFLAG")) ||
			 str_eq(key, STR("COMPOUNDBEGIN")))
			l->joins = true;
	}
}

/* -------------------------------------------------------------------- stems */

static struct str line_at(const struct lexicon *l, size_t at)
{
	struct str rest = str_sub(l->text, at, l->text.len);

	return str_take(&rest, '\n');
}

/* The stem of a line; its flags are behind a slash, other facts behind a
 * blank. */
static size_t stem_len(struct str line)
{
	size_t len = 0;

	while (len < line.len && line.at[len] != '/' &&
	       !char_is_space(line.at[len]))
		len++;
	return len;
}

static void add_stem(struct lexicon *l, uint64_t hash, size_t at)
{
	size_t slot = hash & (l->slots - 1);

	while (l->stem[slot].at != 0)
		slot = (slot + 1) & (l->slots - 1);
	l->stem[slot] =
	    (struct stem){ (uint32_t)(hash >> 32), (uint32_t)at + 1 };
}

static void read_stems(struct arena *arena, struct lexicon *l)
{
	struct str rest = l->text;
	size_t lines = 0;

	for (size_t at = 0; at != STR_NONE && at < rest.len; lines++) {
		at = str_find_char(rest, '\n', at);
		at = at == STR_NONE ? at : at + 1;
	}
	for (l->slots = 64; l->slots < 2 * lines;)
		l->slots *= 2;
	l->stem = ARENA_ARRAY(arena, l->slots, struct stem);
	for (str_take(&rest, '\n'); rest.at != NULL;) {
		struct str line = str_take(&rest, '\n');
		struct str stem = str_sub(line, 0, stem_len(line));

		if (stem.len > 0 && stem.len <= LONGEST)
			add_stem(l, hash_word(stem, STR_NONE),
			    (size_t)(line.at - l->text.at));
	}
}

/* ------------------------------------------------------------------- opening */

static bool is_letters(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!char_is_alpha(s.at[i]))
			return false;
	return s.len > 0;
}

/* Read FOLDER/en_US.aff and .dic, if they are there. */
static void open_one(struct dictionary *d, struct arena *arena,
    const char *folder, struct str code, struct str region)
{
	struct lexicon *l = &d->of[d->count];
	struct str affixes;
	struct error err;
	struct str aff = arena_printf(
	    arena, "%s/%.*s_%.*s.aff", folder, STR_ARG(code), STR_ARG(region));
	struct str dic = arena_printf(
	    arena, "%s/%.*s_%.*s.dic", folder, STR_ARG(code), STR_ARG(region));

	if (d->count == DICTIONARIES || access(aff.at, R_OK) != 0 ||
	    !file_read(aff.at, LIMIT_ISSUE_FILE, arena, &affixes, &err) ||
	    !file_read(dic.at, LIMIT_ISSUE_FILE, arena, &l->text, &err))
		return;
	read_affixes(arena, l, affixes);
	read_stems(arena, l);
	d->count++;
}

static struct str upper(struct arena *arena, struct str s)
{
	char *text = arena_alloc(arena, s.len + 1);

	for (size_t i = 0; i < s.len; i++)
		text[i] =
		    char_lower(s.at[i]) != s.at[i] || !char_is_alpha(s.at[i])
			? s.at[i]
			: (char)(s.at[i] - 'a' + 'A');
	return (struct str){ text, s.len };
}

struct dictionary *dictionary_open(
    struct arena *arena, const char *folder, struct str language)
{
	struct dictionary *d = ARENA_NEW(arena, struct dictionary);
	struct str rest = language, code = str_take(&rest, '-');
	struct str region = str_take(&rest, '-');

	if (!is_letters(code))
		return NULL;
	if (region.len == 2 && is_letters(region)) {
		open_one(d, arena, folder, code, upper(arena, region));
	} else if (str_eq_fold(code, STR("en"))) {
		open_one(d, arena, folder, code, STR("US"));
		open_one(d, arena, folder, code, STR("GB"));
	} else {
		open_one(d, arena, folder, code, upper(arena, code));
	}
	return d->count > 0 ? d : NULL;
}

/* -------------------------------------------------------------------- words */

/* Has the stem of a line these flags?  0: any. */
static bool has_flags(
    const struct lexicon *l, struct str line, char first, char second)
{
	struct str flags = str_sub(line, stem_len(line), line.len);

	if (l->lenient)
		return true;
	return (first == 0 || str_find_char(flags, first, 0) != STR_NONE) &&
	       (second == 0 || str_find_char(flags, second, 0) != STR_NONE);
}

static bool has_stem(
    const struct lexicon *l, struct str word, char first, char second)
{
	uint64_t hash = hash_word(word, STR_NONE);
	size_t slot = hash & (l->slots - 1);

	for (; l->stem[slot].at != 0; slot = (slot + 1) & (l->slots - 1)) {
		struct str line;

		if (l->stem[slot].tag != (uint32_t)(hash >> 32))
			continue;
		line = line_at(l, l->stem[slot].at - 1);
		if (str_eq_fold(str_sub(line, 0, stem_len(line)), word) &&
		    has_flags(l, line, first, second))
			return true;
	}
	return false;
}

/* Does a letter fit the next part of a condition: x, ., [xy] or [^xy]?  *at
 * moves behind it. */
static bool letter_fits(struct str when, size_t *at, char letter)
{
	struct str set = str_sub(when, *at, *at + 1);
	size_t end = str_find_char(when, ']', *at);
	bool not = false;

	if (set.at[0] == '[' && end != STR_NONE) {
		set = str_sub(when, *at + 1, end);
		not = set.len > 0 && set.at[0] == '^';
		set = str_sub(set, not, set.len);
		*at = end + 1;
	} else {
		*at += 1;
	}
	if (str_eq(set, STR(".")))
		return true;
	return (str_find_char(set, char_lower(letter), 0) != STR_NONE) != not ;
}

static size_t condition_len(struct str when)
{
	size_t len = 0, at = 0;

	for (; at < when.len; len++)
		letter_fits(when, &at, 'a');
	return len;
}

static bool stem_fits(const struct affix *a, struct str stem)
{
	size_t len = condition_len(a->when), at = 0;
	size_t start = a->prefix ? 0 : stem.len - len;

	if (len > stem.len)
		return false;
	for (size_t i = 0; i < len; i++)
		if (!letter_fits(a->when, &at, stem.at[start + i]))
			return false;
	return true;
}

/* The stem that an affix makes `word` of, in `buffer`; false if it does not. */
static bool undo_affix(const struct affix *a, struct str word,
    char buffer[2 * LONGEST], struct str *ret_stem)
{
	size_t kept = word.len - a->add.len;
	struct str end = a->prefix ? str_sub(word, 0, a->add.len)
				   : str_sub(word, kept, word.len);

	if (word.len <= a->add.len || kept + a->strip.len > LONGEST ||
	    !str_eq_fold(end, a->add))
		return false;
	if (a->prefix) {
		memcpy(buffer, a->strip.at, a->strip.len);
		memcpy(buffer + a->strip.len, word.at + a->add.len, kept);
	} else {
		memcpy(buffer, word.at, kept);
		memcpy(buffer + kept, a->strip.at, a->strip.len);
	}
	*ret_stem = (struct str){ buffer, kept + a->strip.len };
	return stem_fits(a, *ret_stem);
}

/* Is it a stem with one affix, or (prefix NULL) one at each end? */
static bool has_affixed(
    const struct lexicon *l, struct str word, const struct affix *prefix)
{
	char buffer[2 * LONGEST];
	struct str stem;

	for (size_t i = 0; i < l->affixes; i++) {
		const struct affix *a = &l->affix[i];

		if (prefix != NULL && (a->prefix || !a->cross))
			continue;
		if (!undo_affix(a, word, buffer, &stem))
			continue;
		if (has_stem(
			l, stem, a->flag, prefix != NULL ? prefix->flag : 0) ||
		    (a->prefix && a->cross && prefix == NULL &&
			has_affixed(l, stem, a)))
			return true;
	}
	return false;
}

static bool has_word(const struct lexicon *l, struct str word)
{
	return has_stem(l, word, 0, 0) || has_affixed(l, word, NULL);
}

static bool is_joined(const struct lexicon *l, struct str word)
{
	for (size_t at = SHORTEST_PART; at + SHORTEST_PART <= word.len; at++)
		if (has_word(l, str_sub(word, 0, at)) &&
		    has_word(l, str_sub(word, at, word.len)))
			return true;
	return false;
}

bool dictionary_knows(const struct dictionary *d, struct str word)
{
	if (word.len == 0 || word.len > LONGEST)
		return true;
	for (size_t i = 0; i < d->count; i++) {
		const struct lexicon *l = &d->of[i];

		if (has_word(l, word) || (l->joins && is_joined(l, word)))
			return true;
	}
	return false;
}

bool dictionary_next(
    const struct dictionary *d, size_t *at, struct str *ret_stem)
{
	/* Both say much the same; the first is enough. */
	const struct lexicon *l = &d->of[0];
	struct str line;

	if (*at >= l->text.len)
		return false;
	line = line_at(l, *at);
	*ret_stem = str_sub(line, 0, stem_len(line));
	*at += line.len + 1;
	return true;
}
