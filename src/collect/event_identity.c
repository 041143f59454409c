#include "collect/event_identity.h"

#include "base/limits.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "base/url.h"
#include "collect/kind.h"
#include "inbox/inbox.h"

/* ------------------------------------------------------------------- identity */

static bool is_number(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!char_is_digit(s.at[i]))
			return false;
	return s.len > 0;
}

/* The part of a path behind a part of that name; unset if there is none. */
static struct str behind(struct str path, struct str name)
{
	while (path.at != NULL) {
		struct str part = str_take(&path, '/');

		if (str_eq(part, name))
			return path.at != NULL ? str_take(&path, '/') : path;
	}
	return (struct str){ NULL, 0 };
}

/* The digits that a text ends in. */
static struct str number_at_end(struct str text)
{
	size_t at = text.len;

	while (at > 0 && char_is_digit(text.at[at - 1]))
		at--;
	return str_sub(text, at, text.len);
}

struct str event_identity(struct arena *arena, struct str url, bool *ret_single)
{
	struct str canonical = url_canonical(arena, url);
	struct str path = url_split(canonical).path, id;

	if (kind_is_at(canonical, "meetup.com")) {
		id = behind(path, STR("events"));
		*ret_single = is_number(id);
		if (id.len > 0)
			return arena_printf(arena, "meetup %.*s", STR_ARG(id));
	}
	if (kind_is_at(canonical, "luma.com") ||
	    kind_is_at(canonical, "lu.ma")) {
		*ret_single = true;
		return arena_printf(arena, "luma %.*s", STR_ARG(path));
	}
	id = number_at_end(path);
	if (str_find(canonical, STR("eventbrite."), 0) != STR_NONE &&
	    id.len > 0) {
		*ret_single = true;
		return arena_printf(arena, "eventbrite %.*s", STR_ARG(id));
	}
	*ret_single = false;
	return canonical;
}

/* --------------------------------------------------------------------- titles */

/* Words in one form, with one blank between. */
static struct str plain(struct arena *arena, struct str title)
{
	struct strbuf folded, out;
	struct str text;
	bool gap = false;

	strbuf_init(&folded, LIMIT_LETTER);
	strbuf_init(&out, LIMIT_LETTER);
	text_add_folded(&folded, title);
	for (size_t i = 0; i < folded.len; i++) {
		char c = folded.buf[i];
		bool letter = char_is_alnum(c) || (c & 0x80) != 0;

		if (letter && gap && out.len > 0)
			strbuf_add_char(&out, ' ');
		if (letter)
			strbuf_add_char(&out, c);
		gap = !letter;
	}
	text = arena_str(arena, strbuf_str(&out));
	strbuf_release(&folded);
	strbuf_release(&out);
	return text;
}

static bool has_word(struct str text, struct str word)
{
	while (text.at != NULL)
		if (str_eq(str_take(&text, ' '), word))
			return true;
	return false;
}

static size_t count_words(struct str text, struct str in, size_t *ret_shared)
{
	size_t count = 0;

	*ret_shared = 0;
	while (text.at != NULL) {
		struct str word = str_take(&text, ' ');

		count += word.len > 0;
		*ret_shared += word.len > 0 && has_word(in, word);
	}
	return count;
}

int titles_alike(struct str a, struct str b)
{
	enum { LEAST = 8 }; /* letters: shorter ones stand in others */
	struct arena arena = { 0 };
	struct str one = plain(&arena, a), two = plain(&arena, b);
	size_t shared, ones, twos, ignored;
	int alike = 0;

	ones = count_words(one, two, &shared);
	twos = count_words(two, one, &ignored);
	if (one.len == 0 || two.len == 0)
		alike = 0;
	else if (str_eq(one, two) ||
		 (one.len >= LEAST && str_find(two, one, 0) != STR_NONE) ||
		 (two.len >= LEAST && str_find(one, two, 0) != STR_NONE))
		alike = 2;
	else if (shared * 5 >= (ones + twos - shared) * 3)
		alike = 1;
	arena_release(&arena);
	return alike;
}

/* -------------------------------------------------------------------- matching */

/* Where, or by whom: is one of the two the same, as far as both are known? */
static bool are_together(
    struct arena *arena, const struct candidate *a, const struct candidate *b)
{
	static const char *const names[] = { "places", "groups" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct str one = candidate_field_text(arena, a, names[i]);
		struct str two = candidate_field_text(arena, b, names[i]);

		if (one.len > 0 && str_eq(one, two))
			return true;
	}
	return str_eq_fold(url_host(a->url), url_host(b->url));
}

struct known_event known_event(
    struct arena *arena, const struct candidate *candidate)
{
	struct known_event event = { .c = *candidate };

	event.identity = event_identity(arena, candidate->url, &event.single);
	return event;
}

enum event_match event_match(struct arena *arena, const struct known_event *a,
    const struct known_event *b)
{
	bool same_day = date_cmp(a->c.day, b->c.day) == 0;
	int alike;

	if (str_eq(a->identity, b->identity))
		return same_day    ? EVENT_SAME
		       : a->single ? EVENT_MOVED
				   : EVENT_OTHER;
	/* Of one source, other addresses are other events. */
	if (!same_day || str_eq(a->c.source, b->c.source))
		return EVENT_OTHER;
	alike = titles_alike(a->c.title, b->c.title);
	if (alike == 2 && are_together(arena, &a->c, &b->c))
		return EVENT_SAME;
	return alike > 0 ? EVENT_MAYBE : EVENT_OTHER;
}
