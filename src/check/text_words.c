/* The same word twice in a row. */
#include "base/text.h"
#include "check/text.h"

/* The last word of the text so far. */
struct last_word {
	struct str text; /* its bytes, of the file; empty: none */
	bool open;       /* only blanks and a line's end came behind it */
};

static bool is_letter(char c)
{
	return char_is_alpha(c);
}

static bool is_word_byte(char c)
{
	return char_is_alnum(c) || c == '_' || (unsigned char)c >= 0x80;
}

/* Some are said twice. */
static bool may_be_doubled(struct str word)
{
	static const struct str words[] = {
		STR_INIT("bla"),
		STR_INIT("bye"),
		STR_INIT("cha"),
		STR_INIT("ha"),
		STR_INIT("had"),
		STR_INIT("no"),
		STR_INIT("that"),
		STR_INIT("tut"),
		STR_INIT("very"),
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_eq_fold(words[i], word))
			return true;
	return false;
}

static void judge(
    struct checker *c, const struct last_word *last, struct str word)
{
	size_t from, at;
	struct finding *f;

	if (!last->open || word.len < 2 || !str_eq_fold(last->text, word) ||
	    may_be_doubled(word) ||
	    /* names are: "Baden Baden" */
	    char_lower(word.at[0]) != word.at[0])
		return;
	from = (size_t)(last->text.at - c->text.at) + last->text.len;
	at = (size_t)(word.at - c->text.at);
	f = check_found(c, at, at + word.len, "%.*s", STR_ARG(word));
	check_fix(c, f, false, from, at + word.len - from, STR(""));
}

static void take_text(
    struct checker *c, struct last_word *last, struct str text)
{
	size_t at = 0;

	while (at < text.len) {
		size_t start = at;
		bool letters = true;

		while (at < text.len && is_word_byte(text.at[at])) {
			letters = letters && is_letter(text.at[at]);
			at++;
		}
		if (at > start) {
			struct str word = str_sub(text, start, at);

			if (letters)
				judge(c, last, word);
			*last = (struct last_word){ word, letters };
		} else {
			last->open = last->open && char_is_blank(text.at[at]);
			at++;
		}
	}
}

void text_look_doubled(struct checker *c)
{
	const struct node_list *list = &c->node[MD_TEXT];
	const struct md_node *expected = NULL;
	struct last_word last = { 0 };

	for (size_t i = 0; i < list->count; i++) {
		const struct md_node *node = list->node[i], *next;
		size_t offset;

		/* A word may stand at the end of a line, and again at the
		 * beginning of the next. */
		if (node != expected)
			last.open = false;
		expected = NULL;
		if (!check_prose_at(c, node, &offset))
			continue;
		take_text(c, &last, node->text);
		next = node->next;
		if (next != NULL && next->kind == MD_SOFT_BREAK)
			expected = next->next;
	}
}
