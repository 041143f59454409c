/* What is said at a place, within the length that it takes. */
#include "base/text.h"
#include "publish/announce_priv.h"

/* What stands for the words of a rule. */
enum word { TITLE, SUMMARY, ADDRESS, NAME, WORDS };

struct filling {
	struct str text; /* of the rule */
	struct str value[WORDS];
	const struct announce_length *length;
};

static enum word word_at(struct str text, size_t *ret_size)
{
	static const struct str words[] = { [TITLE] = STR_INIT("{title}"),
		[SUMMARY] = STR_INIT("{summary}"),
		[ADDRESS] = STR_INIT("{address}"),
		[NAME] = STR_INIT("{name}") };
	size_t i = 0;

	while (i < WORDS && !str_starts(text, words[i]))
		i++;
	*ret_size = i < WORDS ? words[i].len : 1;
	return (enum word)i;
}

static struct str filled(struct arena *arena, const struct filling *f)
{
	struct str rest = f->text, text;
	struct strbuf out;

	strbuf_init(&out, LIMIT_SMALL_FILE);
	while (rest.len > 0) {
		size_t size;
		enum word word = word_at(rest, &size);

		strbuf_add(&out,
		    word < WORDS ? f->value[word] : str_sub(rest, 0, size));
		rest = str_sub(rest, size, rest.len);
	}
	text = arena_str(arena, str_trim(strbuf_str(&out)));
	strbuf_release(&out);
	return text;
}

/* Characters as the place counts them: each link is as long as any. */
static size_t count(
    struct str text, struct str address, const struct announce_length *length)
{
	size_t characters = text_characters(text);
	struct announce_mark mark = { 0 };

	if (length->link == 0)
		return characters;
	while (announce_next_mark(text, address, mark.to, &mark)) {
		if (mark.tag)
			continue;
		characters += length->link;
		characters -=
		    text_characters(str_sub(text, mark.from, mark.to));
	}
	return characters;
}

static bool fits(struct arena *arena, const struct filling *f)
{
	const struct announce_length *length = f->length;
	struct str text = filled(arena, f);

	return (length->characters == 0 || count(text, f->value[ADDRESS],
					       length) <= length->characters) &&
	       (length->bytes == 0 || text.len <= length->bytes);
}

/* Back to a blank, if that does not lose much. */
static size_t word_end(struct str text, size_t at)
{
	enum { FAR = 20 };
	size_t from = at > FAR ? at - FAR : 0;

	if (at < text.len && text.at[at] == ' ')
		return at;
	for (size_t i = at; i > from; i--)
		if (text.at[i - 1] == ' ')
			return i - 1;
	return at;
}

/* Make one value so short that all fits; else it is empty in the end. */
static bool cut(struct arena *arena, struct filling *f, enum word word)
{
	struct str whole = f->value[word];
	size_t at = 0, fitting = 0;

	f->value[word] = STR("");
	if (whole.len == 0 || !fits(arena, f))
		return false;
	while (at < whole.len) {
		at = text_next_character(whole, at);
		f->value[word] =
		    arena_printf(arena, "%.*s\u2026", (int)at, whole.at);
		if (!fits(arena, f))
			break;
		fitting = at;
	}
	whole = str_trim(str_sub(whole, 0, word_end(whole, fitting)));
	f->value[word] = whole.len > 0
			     ? arena_printf(arena, "%.*s\u2026", STR_ARG(whole))
			     : STR("");
	return true;
}

bool announce_text_within(struct arena *arena, const struct announce_rule *rule,
    const struct announcement *a, const struct announce_length *length,
    struct str *ret_text)
{
	struct arena scratch = { 0 };
	struct filling f = { .text = text_clean(&scratch, rule->text),
		.value = { [TITLE] =
			       text_line(&scratch, a->title, LIMIT_ANNOUNCED),
		    [SUMMARY] =
			text_line(&scratch, a->summary, LIMIT_ANNOUNCED),
		    [ADDRESS] = a->address,
		    [NAME] = text_line(&scratch, a->name, LIMIT_ANNOUNCED) },
		.length = length };
	bool fit = fits(&scratch, &f) || cut(&scratch, &f, SUMMARY) ||
		   cut(&scratch, &f, TITLE);

	*ret_text = filled(arena, &f);
	arena_release(&scratch);
	return fit;
}
