/* The same word twice in a row. */
#include "check/text.h"

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

/* What stands between two blanks, from its first letter on. */
static struct str token_at(struct str text, size_t at)
{
	const char *blank = memchr(text.at + at, ' ', text.len - at);
	size_t end = blank != NULL ? (size_t)(blank - text.at) : text.len;

	while (at < end && !char_is_alpha(text.at[at]))
		at++;
	return str_sub(text, at, end);
}

static bool all_letters(struct str word)
{
	for (size_t i = 0; i < word.len; i++)
		if (!char_is_alpha(word.at[i]))
			return false;
	return true;
}

/* Does `next` begin with the word that `last` is?  What begins with a capital
 * may be a name, "Baden Baden". */
static bool is_doubled(struct str last, struct str next)
{
	return last.len >= 2 && next.len >= last.len &&
	       char_lower(last.at[0]) == next.at[0] &&
	       str_starts_fold(next, last) && all_letters(last) &&
	       (next.len == last.len || !is_word_byte(next.at[last.len])) &&
	       !may_be_doubled(last);
}

static void judge(struct checker *c, struct str last, struct str next)
{
	size_t from, at;
	struct finding *f;

	if (!is_doubled(last, next))
		return;
	from = (size_t)(last.at - c->text.at) + last.len;
	at = (size_t)(next.at - c->text.at);
	f = check_found(c, at, at + last.len, "%.*s", STR_ARG(last));
	check_fix(c, f, false, from, at + last.len - from, STR(""));
}

/* The words of a text behind `last`; returns its own last one. */
static struct str take_text(struct checker *c, struct str last, struct str text)
{
	size_t at = 0;

	while (at < text.len) {
		struct str token = token_at(text, at);
		size_t start = (size_t)(token.at - text.at);

		if (token.len > 0 && last.len > 0 &&
		    (start == at || text.at[start - 1] == ' '))
			judge(c, last, token);
		at = start + token.len + 1;
		if (token.len > 0 || start < text.len)
			last = token;
	}
	return last;
}

void text_look_doubled(struct checker *c)
{
	const struct node_list *list = &c->node[MD_TEXT];
	const struct md_node *expected = NULL;
	struct str last = STR("");

	for (size_t i = 0; i < list->count; i++) {
		const struct md_node *node = list->node[i], *next;
		size_t offset;

		/* A word may stand at the end of a line, and again at the
		 * beginning of the next. */
		if (expected == NULL || node->offset != expected->offset)
			last = STR("");
		expected = NULL;
		if (!check_prose_at(c, node, &offset))
			continue;
		last = take_text(c, last, node->text);
		next = node->next;
		if (next != NULL && next->kind == MD_SOFT_BREAK)
			expected = next->next;
	}
}
