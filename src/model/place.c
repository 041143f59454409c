#include "model/place.h"

#include "base/limits.h"
#include "base/strbuf.h"
#include "model/country.h"

/* Places of one event; what is more stays in the text of the item. */
enum { MAX_PLACES = 32, MAX_PARTS = 8 };

/* What the words of a place say about its mode. */
struct words {
	bool is_virtual, in_person, hybrid;
	bool joined; /* a +, & or "and" outside of brackets */
};

static const struct mode_word {
	struct str word;
	size_t flag;
} mode_words[] = {
	{ STR_INIT("virtual"), offsetof(struct words, is_virtual) },
	{ STR_INIT("virtually"), offsetof(struct words, is_virtual) },
	{ STR_INIT("online"), offsetof(struct words, is_virtual) },
	{ STR_INIT("remote"), offsetof(struct words, is_virtual) },
	{ STR_INIT("hybrid"), offsetof(struct words, hybrid) },
	{ STR_INIT("in-person"), offsetof(struct words, in_person) },
	{ STR_INIT("in person"), offsetof(struct words, in_person) },
};

static bool is_word_char(char c)
{
	return char_is_alnum(c) || ((unsigned char)c & 0x80) != 0;
}

/* The length of the mode word at s[at], or 0; sets its flag. */
static size_t mode_word_at(struct str s, size_t at, struct words *words)
{
	size_t longest = 0;

	if (at > 0 && is_word_char(s.at[at - 1]))
		return 0;
	for (size_t i = 0; i < sizeof(mode_words) / sizeof(mode_words[0]);
	     i++) {
		const struct mode_word *m = &mode_words[i];
		size_t end = at + m->word.len;

		if (m->word.len <= longest ||
		    !str_starts_fold(str_sub(s, at, STR_NONE), m->word))
			continue;
		if (end < s.len && is_word_char(s.at[end]))
			continue;
		*(bool *)((char *)words + m->flag) = true;
		longest = m->word.len;
	}
	return longest;
}

/* Blanks and the marks that stand between a mode and a place. */
static size_t mark_at(struct str s, size_t at)
{
	static const struct str marks[] = { STR_INIT("+"), STR_INIT("&"),
		STR_INIT("-"), STR_INIT("–"), STR_INIT("—"), STR_INIT(":"),
		STR_INIT(","), STR_INIT(";"), STR_INIT("/"), STR_INIT(" "),
		STR_INIT("\t"), STR_INIT("("), STR_INIT(")"), STR_INIT(".") };
	struct str rest = str_sub(s, at, STR_NONE);

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (str_starts(rest, marks[i]))
			return marks[i].len;
	}
	return 0;
}

static bool is_and(struct str s, size_t at)
{
	struct str rest = str_sub(s, at, STR_NONE);

	return str_starts_fold(rest, STR("and")) &&
	       (at == 0 || !is_word_char(s.at[at - 1])) &&
	       (rest.len == 3 || !is_word_char(rest.at[3]));
}

/* Without marks and "and" at both ends. */
static struct str strip(struct str s)
{
	bool again = true;

	while (again && s.len > 0) {
		size_t n = mark_at(s, 0);

		again = true;
		if (n > 0)
			s = str_sub(s, n, STR_NONE);
		else if (is_and(s, 0) && s.len > 3)
			s = str_sub(s, 3, STR_NONE);
		else
			again = false;
	}
	for (again = true; again && s.len > 0;) {
		size_t at = s.len - 1;

		while (at > 0 && ((unsigned char)s.at[at] & 0xC0) == 0x80)
			at--;
		if (s.at[at] != '.' && mark_at(s, at) == s.len - at)
			s = str_sub(s, 0, at);
		else if (s.len > 3 && is_and(s, s.len - 3))
			s = str_sub(s, 0, s.len - 3);
		else
			again = false;
	}
	return s;
}

/* Copy s without its mode words, each replaced by a ';' in the copy: what is
 * on both sides of one are different places. */
static struct str without_modes(
    struct arena *arena, struct str s, struct words *words)
{
	struct strbuf out;
	struct str copy;
	size_t len;

	strbuf_init(&out, LIMIT_ISSUE_FILE);
	for (size_t i = 0; i < s.len; i++) {
		len = mode_word_at(s, i, words);
		if (len > 0) {
			strbuf_add_char(&out, ';');
			i += len - 1;
		} else {
			strbuf_add_char(&out, s.at[i]);
		}
	}
	copy = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return copy;
}

static bool has_joint(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '+' || s.at[i] == '&' || is_and(s, i))
			return true;
	}
	return false;
}

/* " - " between a mode and a place parts them; in "Baden-Baden" not. */
static void add_place(struct arena *arena, struct where *w, struct str text)
{
	text = strip(text);
	if (text.len == 0 || w->places == MAX_PLACES)
		return;
	w->place = ARENA_GROW(arena, w->place, w->places);
	place_read(text, &w->place[w->places++]);
}

/* Is each part of "A / B" a place of its own, and not "Praha / Prague, CZ"? */
static bool slash_parts(struct str s)
{
	while (s.at != NULL) {
		size_t at = str_find(s, STR(" / "), 0);
		struct str part = str_trim(str_sub(s, 0, at));

		if (str_find_char(part, ',', 0) == STR_NONE &&
		    country_code(part).at == NULL)
			return false;
		s = at == STR_NONE ? (struct str){ 0 }
				   : str_sub(s, at + 3, STR_NONE);
	}
	return true;
}

static void add_places(struct arena *arena, struct where *w, struct str s)
{
	while (s.at != NULL) {
		struct str part = str_take(&s, ';');
		bool split = slash_parts(part);

		while (part.at != NULL) {
			size_t at =
			    split ? str_find(part, STR(" / "), 0) : STR_NONE;

			add_place(arena, w, str_sub(part, 0, at));
			part = at == STR_NONE ? (struct str){ 0 }
					      : str_sub(part, at + 3, STR_NONE);
		}
	}
}

/* Part s into what stands in brackets and what does not. */
static void split_brackets(struct arena *arena, struct str s,
    struct str *ret_outside, struct str *ret_inside)
{
	char *outside = arena_alloc(arena, s.len + 1);
	char *inside = arena_alloc(arena, s.len + 1);
	size_t out = 0, in = 0, depth = 0;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];

		if (c == '(' && depth++ == 0) {
			outside[out++] = ';';
			inside[in++] = ';';
		} else if (c == ')' && depth > 0) {
			depth--;
		} else if (depth > 0) {
			inside[in++] = c;
		} else {
			outside[out++] = c;
		}
	}
	*ret_outside = (struct str){ outside, out };
	*ret_inside = (struct str){ inside, in };
}

static enum event_mode mode_of(const struct words *w, size_t outside)
{
	if (w->hybrid || (w->is_virtual && w->in_person) ||
	    (w->is_virtual && outside > 0 && w->joined))
		return MODE_HYBRID;
	if (w->is_virtual)
		return MODE_VIRTUAL;
	return outside > 0 || w->in_person ? MODE_IN_PERSON : MODE_UNKNOWN;
}

void where_read(struct arena *arena, struct str text, struct where *ret_where)
{
	struct words words = { 0 };
	struct where w = { 0 };
	struct str outside, inside, plain;
	size_t count;

	text = str_trim(text);
	plain = without_modes(arena, text, &words);
	if (!words.is_virtual && !words.hybrid && !words.in_person) {
		add_places(arena, &w, text);
		w.mode = w.places > 0 ? MODE_IN_PERSON : MODE_UNKNOWN;
		*ret_where = w;
		return;
	}
	split_brackets(arena, plain, &outside, &inside);
	words.joined = has_joint(outside);
	add_places(arena, &w, outside);
	count = w.places;
	add_places(arena, &w, inside);
	w.mode = mode_of(&words, count);
	*ret_where = w;
}

/* Areas that are larger than a country: no city has such a name. */
static bool is_area(struct str s)
{
	static const struct str areas[] = { STR_INIT("global"),
		STR_INIT("worldwide"), STR_INIT("world"), STR_INIT("europe"),
		STR_INIT("africa"), STR_INIT("asia"), STR_INIT("oceania"),
		STR_INIT("americas"), STR_INIT("north america"),
		STR_INIT("south america"), STR_INIT("latin america"),
		STR_INIT("emea"), STR_INIT("apac"), STR_INIT("eu"),
		STR_INIT("tbd"), STR_INIT("tba"), STR_INIT("various") };

	for (size_t i = 0; i < sizeof(areas) / sizeof(areas[0]); i++) {
		if (str_starts_fold(s, areas[i]) &&
		    (s.len == areas[i].len ||
			!is_word_char(s.at[areas[i].len])))
			return true;
	}
	return false;
}

static bool is_code(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] < 'A' || s.at[i] > 'Z')
			return false;
	}
	return s.len >= 2 && s.len <= 3;
}

/* Part at commas; "NY US" at the end is two. */
static size_t split_parts(struct str text, struct str part[MAX_PARTS])
{
	size_t parts = 0, blank = 0;
	struct str last;

	while (text.at != NULL && parts < MAX_PARTS - 1) {
		struct str p = str_trim(str_take(&text, ','));

		if (p.len > 0)
			part[parts++] = p;
	}
	if (parts == 0)
		return 0;
	last = part[parts - 1];
	while (blank < last.len && last.at[blank] != ' ')
		blank++;
	if (blank < last.len && is_code(str_sub(last, 0, blank)) &&
	    country_code(str_trim(str_sub(last, blank, STR_NONE))).at != NULL) {
		part[parts - 1] = str_sub(last, 0, blank);
		part[parts++] = str_trim(str_sub(last, blank, STR_NONE));
	}
	return parts;
}

/* Take the state off the end; a code that is in no table stays as written. */
static size_t take_state(
    const struct str *part, size_t parts, struct place *place)
{
	struct str last = part[parts - 1];
	struct str state = country_state(place->country, last);

	if (parts < 2)
		return parts;
	if (state.at == NULL && is_code(last))
		state = last;
	if (state.at == NULL)
		return parts;
	place->state = state;
	return parts - 1;
}

/* From the first part to the last, as they stand in the text. */
static struct str span(const struct str *part, size_t parts)
{
	const struct str *last = &part[parts - 1];

	return (struct str){ part[0].at,
		(size_t)(last->at + last->len - part[0].at) };
}

void place_read(struct str text, struct place *ret_place)
{
	struct place place = { .text = str_trim(text) };
	struct str part[MAX_PARTS];
	size_t parts = split_parts(place.text, part);

	*ret_place = place;
	if (parts == 0)
		return;
	place.country = country_code(part[parts - 1]);
	/* "Me" or "no" alone is a word, not a country. */
	if (parts == 1 && part[0].len == 2 && !is_code(part[0]))
		place.country = (struct str){ 0 };
	if (place.country.at != NULL)
		parts--;
	else
		place.country = country_of_state(part[parts - 1]);
	if (place.country.at != NULL && parts > 0)
		parts = take_state(part, parts, &place);
	if (parts > 0 && !(parts == 1 && is_area(part[0])))
		place.city = span(part, parts);
	*ret_place = place;
}

bool place_split(struct str line, struct str *ret_city, struct str *ret_country)
{
	struct str before = { NULL, 0 }, last = { NULL, 0 };

	while (line.at != NULL) {
		before = last;
		last = str_trim(str_take(&line, ','));
	}
	if (before.len == 0 || country_code(last).at == NULL)
		return false;
	*ret_city = before;
	*ret_country = last;
	return true;
}
