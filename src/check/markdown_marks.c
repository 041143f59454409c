/* Marks of Markdown that are shown instead of doing something. */
#include "check/markdown.h"

char markdown_mark(const struct checker *c, size_t index)
{
	return index < c->literals ? c->text.at[c->literal[index].offset]
				   : '\0';
}

const struct md_node *markdown_block(const struct md_node *node)
{
	while (node->parent != NULL && node->kind > MD_RULE)
		node = node->parent;
	return node;
}

bool markdown_is_in_link(const struct md_node *node)
{
	for (; node != NULL && node->kind > MD_RULE; node = node->parent)
		if (node->kind == MD_LINK)
			return true;
	return false;
}

/* The byte at an offset, '\0' outside of the file. */
static char byte_at(const struct checker *c, size_t offset)
{
	return offset < c->text.len ? c->text.at[offset] : '\0';
}

/* ----------------------------------------------------------------- backticks */

/* Of a block the first: what follows is a consequence. */
void markdown_look_code_unclosed(struct checker *c)
{
	const struct md_node *said = NULL;

	for (size_t i = 0; i < c->literals; i++) {
		size_t offset = c->literal[i].offset, end = offset;
		const struct md_node *block;

		if (markdown_mark(c, i) != '`')
			continue;
		block = markdown_block(c->literal[i].node);
		while (byte_at(c, end) == '`')
			end++;
		if (block != said)
			check_found(c, offset, end, NULL);
		said = block;
	}
}

/* A backslash that someone put before a mark, as outside of code.  In the
 * text of a program they stand before letters and quotes. */
void markdown_look_code_escape(struct checker *c, const struct md_node *node)
{
	struct str text = md_source(&c->issue->tree, node);
	struct finding *f = NULL;

	for (size_t at = 0; at + 1 < text.len; at++) {
		if (text.at[at] != '\\')
			continue;
		if (str_find_char(STR("[]<>_*"), text.at[at + 1], 0) !=
		    STR_NONE) {
			if (f == NULL)
				f = check_found(
				    c, node->offset, node->end, NULL);
			check_fix(c, f, false, node->offset + at, 1, STR(""));
		}
		at++;
	}
}

/* --------------------------------------------------------------------- bold */

/* Two asterisks, no more and no less. */
static bool is_pair(const struct checker *c, size_t index)
{
	size_t at = c->literal[index].offset;

	return markdown_mark(c, index) == '*' && byte_at(c, at + 1) == '*' &&
	       byte_at(c, at - 1) != '*' && byte_at(c, at + 2) != '*';
}

/* A pair that touches a word on one side only. */
static bool is_bold_mark(const struct checker *c, size_t index)
{
	size_t at = c->literal[index].offset;
	char before = byte_at(c, at - 1), after = byte_at(c, at + 2);

	return is_pair(c, index) &&
	       !(char_is_alnum(before) && char_is_alnum(after)) &&
	       !(char_is_space(before) && char_is_space(after));
}

static size_t blanks_before(const struct checker *c, size_t at)
{
	size_t blanks = 0;

	while (at > blanks && char_is_blank(c->text.at[at - blanks - 1]))
		blanks++;
	return blanks;
}

static size_t blanks_behind(const struct checker *c, size_t at)
{
	size_t blanks = 0;

	while (char_is_blank(byte_at(c, at + blanks)))
		blanks++;
	return blanks;
}

/* `** bold **`: the blanks inside keep it from being bold. */
static void mend_bold(
    struct checker *c, struct finding *f, size_t open, size_t close)
{
	size_t left = blanks_behind(c, open + 2);
	size_t right = blanks_before(c, close);

	if (open + 2 + left >= close || left + right == 0)
		return;
	if (left > 0)
		check_fix(c, f, true, open + 2, left, STR(""));
	if (right > 0)
		check_fix(c, f, true, close - right, right, STR(""));
}

void markdown_look_bold(struct checker *c)
{
	for (size_t i = 0; i < c->literals; i++) {
		size_t open = c->literal[i].offset, next = i + 2;
		struct finding *f;

		if (!is_bold_mark(c, i))
			continue;
		f = check_found(c, open, open + 2, NULL);
		while (next < c->literals &&
		       c->literal[next].node == c->literal[i].node &&
		       !is_pair(c, next))
			next++;
		if (next < c->literals &&
		    c->literal[next].node == c->literal[i].node) {
			mend_bold(c, f, open, c->literal[next].offset);
			f->end = c->literal[next].offset + 2;
			i = next;
		}
		i++;
	}
}

/* -------------------------------------------------- brackets and parentheses */

/* The mouth of ":-)" or ":(", with eyes behind a blank. */
static bool is_mouth(const struct checker *c, size_t at)
{
	if (byte_at(c, at - 1) == '-' || byte_at(c, at - 1) == '\'')
		at--;
	return str_find_char(STR(":;="), byte_at(c, at - 1), 0) != STR_NONE &&
	       (at < 2 || char_is_space(c->text.at[at - 2]));
}

/* "1)" and "a)" at the start or behind a blank */
static bool is_numeral(const struct checker *c, size_t at)
{
	size_t start = at;

	while (start > 0 && char_is_alnum(c->text.at[start - 1]))
		start--;
	return at > start && at - start <= 2 &&
	       (start == 0 || str_find_char(STR(" \n[*\t"),
				  c->text.at[start - 1], 0) != STR_NONE);
}

/* What of one block is open. */
struct balance {
	size_t open;   /* how many */
	size_t first;  /* the outermost open one */
	size_t lonely; /* the first that closes nothing, or STR_NONE */
	bool broken;   /* a link is: another rule speaks of it */
};

static void weigh(const struct checker *c, struct balance *b, size_t at,
    char open, char close)
{
	char mark = c->text.at[at];

	b->broken = b->broken || (mark == ']' && byte_at(c, at + 1) == '(') ||
		    (mark == '(' && byte_at(c, at - 1) == ']');
	if (mark != open && mark != close)
		return;
	if (mark == open) {
		if (is_mouth(c, at))
			return;
		if (b->open++ == 0)
			b->first = at;
	} else if (b->open > 0) {
		b->open--;
	} else if (b->lonely == STR_NONE && !is_mouth(c, at) &&
		   !is_numeral(c, at)) {
		b->lonely = at;
	}
}

static void conclude(struct checker *c, const struct balance *b)
{
	size_t at = b->lonely != STR_NONE ? b->lonely : b->first;

	if (!b->broken && (b->open > 0 || b->lonely != STR_NONE))
		check_found(c, at, at + 1, NULL);
}

/* Marks that open and close in each block. */
static void look_balance(struct checker *c, char open, char close)
{
	struct balance b = { .lonely = STR_NONE };
	const struct md_node *block = NULL;

	for (size_t i = 0; i < c->literals; i++) {
		const struct md_node *in = markdown_block(c->literal[i].node);

		if (in != block) {
			conclude(c, &b);
			b = (struct balance){ .lonely = STR_NONE };
			block = in;
		}
		weigh(c, &b, c->literal[i].offset, open, close);
	}
	conclude(c, &b);
}

void markdown_look_brackets(struct checker *c)
{
	look_balance(c, '[', ']');
}

void markdown_look_parentheses(struct checker *c)
{
	look_balance(c, '(', ')');
}

/* -------------------------------------------------------------------- tables */

/* "|:---|---:|" */
static bool is_table_rule(struct str line)
{
	bool bar = false, dash = false;

	for (size_t i = 0; i < line.len; i++) {
		bar = bar || line.at[i] == '|';
		dash = dash || line.at[i] == '-';
		if (str_find_char(STR("|:- \t>"), line.at[i], 0) == STR_NONE)
			return false;
	}
	return bar && dash;
}

/* The line below the head of a table is never text, unless it is none. */
void markdown_look_table(struct checker *c)
{
	const struct checked_line *said = NULL;

	for (size_t i = 0; i < c->literals; i++) {
		const struct checked_line *line;
		struct finding *f;

		if (markdown_mark(c, i) != '|')
			continue;
		line = check_line_at(c, c->literal[i].offset);
		if (line == said || line->number < 2 ||
		    !is_table_rule(line->text))
			continue;
		said = line;
		f = check_found(c, line[-1].offset,
		    line[-1].offset + line[-1].text.len, NULL);
		if (line->number > 2 && str_trim(line[-2].text).len > 0 &&
		    line[-1].text.len > 0 && line[-1].text.at[0] == '|')
			check_fix(c, f, true, line[-1].offset, 0, STR("\n"));
	}
}
