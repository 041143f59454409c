/* Rules about parts of the template, and of the work on it, that readers
 * would see. */
#include "check/leaks.h"

#include "check/rules.h"

/* Is a place inside a comment, which readers do not see?  Comments are in the
 * order of the file. */
static bool is_in_comment(const struct checker *c, size_t offset)
{
	const struct md_tree *tree = &c->issue->tree;
	size_t low = 0, high = tree->comments;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (tree->comment[middle].offset <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 && offset < tree->comment[low - 1].end;
}

/* -------------------------------------------------------------- placeholders */

static bool is_word_char(char ch)
{
	return char_is_alnum(ch) || ch == '_' || (unsigned char)ch >= 0x80;
}

/* Do words at [from, end) stand for themselves, not as a part of longer
 * ones? */
static bool is_whole(struct str text, size_t from, size_t end)
{
	return (from == 0 || !is_word_char(text.at[from - 1]) ||
		   !is_word_char(text.at[from])) &&
	       (end == text.len || !is_word_char(text.at[end]) ||
		   !is_word_char(text.at[end - 1]));
}

bool leaks_placeholder(const struct settings *s, struct str text)
{
	for (size_t i = 0; i < s->check.placeholders.count; i++) {
		struct str words = s->check.placeholders.item[i];
		size_t at = words.len > 0 ? str_find(text, words, 0) : STR_NONE;

		for (; at != STR_NONE; at = str_find(text, words, at + 1))
			if (is_whole(text, at, at + words.len))
				return true;
	}
	return false;
}

/*
 * All placeholders in one pass, as Wu and Manber search: `least` bytes are
 * looked at through a window, and the last two of them say by how much it may
 * move on.
 */
enum { PAIRS = 4096, LONGEST_STEP = 255 };

struct search {
	const struct str_list *list;
	const struct md_node *waits; /* what stands in it is let be; or NULL */
	size_t least; /* bytes of the shortest; 0: there are none */
	unsigned char step[PAIRS];
};

static size_t pair_at(struct str text, size_t at)
{
	return (((size_t)(unsigned char)text.at[at] << 5) ^
		   (unsigned char)text.at[at + 1]) %
	       PAIRS;
}

/* Placeholders of one byte are none. */
static bool counts(struct str words)
{
	return words.len >= 2;
}

static struct search make_search(const struct str_list *list)
{
	struct search s = { .list = list };

	for (size_t i = 0; i < list->count; i++)
		if (counts(list->item[i]) &&
		    (s.least == 0 || list->item[i].len < s.least))
			s.least = list->item[i].len;
	if (s.least > LONGEST_STEP)
		s.least = LONGEST_STEP;
	if (s.least > 0)
		memset(s.step, (int)s.least - 1, sizeof(s.step));
	for (size_t i = 0; i < list->count; i++)
		for (size_t k = 0; counts(list->item[i]) && k + 2 <= s.least;
		     k++) {
			size_t pair = pair_at(list->item[i], k);

			if (s.step[pair] > s.least - 2 - k)
				s.step[pair] = (unsigned char)(s.least - 2 - k);
		}
	return s;
}

static bool may_wait(const struct search *s, size_t offset)
{
	return s->waits != NULL && s->waits->offset <= offset &&
	       offset < s->waits->end;
}

/* Those that begin at an offset. */
static void find_placeholders_at(
    struct checker *c, const struct search *s, size_t from)
{
	for (size_t i = 0; i < s->list->count; i++) {
		struct str words = s->list->item[i];

		if (counts(words) && words.at[0] == c->text.at[from] &&
		    str_starts(str_sub(c->text, from, c->text.len), words) &&
		    is_whole(c->text, from, from + words.len) &&
		    !is_in_comment(c, from) && !may_wait(s, from))
			check_found(c, from, from + words.len, NULL);
	}
}

static void look_placeholder(struct checker *c)
{
	struct search s = make_search(&c->settings->check.placeholders);
	size_t at = s.least - 2, step;

	s.waits = leaks_discussion(c);
	while (s.least > 0 && at + 2 <= c->text.len) {
		step = s.step[pair_at(c->text, at)];
		if (step == 0)
			find_placeholders_at(c, &s, at - (s.least - 2));
		at += step > 0 ? step : 1;
	}
}

/* ----------------------------------------------------------------- variables */

static bool is_name_char(char ch)
{
	return char_is_alnum(ch) || ch == '_';
}

/* "$issue_date", "${date}", "{{ date }}", "{% if %}": the length of the
 * variable that the text begins with, or 0.  A lone "$word" is a price or a
 * command, so that a plain name must have an underscore. */
static size_t variable_length(struct str text)
{
	struct str close = STR("}}");
	size_t at = 1, end;
	bool compound = false;

	if (text.at[0] == '$' && text.len > 1 && char_is_alpha(text.at[1])) {
		for (; at < text.len && is_name_char(text.at[at]); at++)
			compound |= text.at[at] == '_';
		return compound ? at : 0;
	}
	if (text.at[0] == '$' && str_starts(text, STR("${")))
		close = STR("}");
	else if (str_starts(text, STR("{%")))
		close = STR("%}");
	else if (!str_starts(text, STR("{{")))
		return 0;
	text = str_sub(text, 0, 80);
	end = str_find(text, close, 2);
	if (end == STR_NONE || str_trim(str_sub(text, 2, end)).len == 0)
		return 0;
	return end + close.len;
}

/* Variables of a line, but those in code.  A span of code is told by the odd
 * number of backticks before it. */
static void look_variable(struct checker *c, const struct checked_line *line)
{
	size_t ticks = 0, len;

	if (line->code || line->text.len < 3 ||
	    (memchr(line->text.at, '$', line->text.len) == NULL &&
		memchr(line->text.at, '{', line->text.len) == NULL))
		return;
	for (size_t i = 0; i + 1 < line->text.len; i++) {
		char ch = line->text.at[i];

		ticks += ch == '`';
		if ((ch != '$' && ch != '{') || ticks % 2 == 1)
			continue;
		len = variable_length(str_sub(line->text, i, line->text.len));
		if (len == 0 || is_in_comment(c, line->offset + i))
			continue;
		check_found(c, line->offset + i, line->offset + i + len, NULL);
		i += len - 1;
	}
}

/* --------------------------------------------------------------------- marks */

struct mark {
	struct str start;
	bool alone; /* all of the line; else a blank and a name follow */
};

static bool is_mark(struct str line, const struct mark *mark)
{
	if (!str_starts(line, mark->start))
		return false;
	if (line.len == mark->start.len)
		return true;
	return !mark->alone && line.at[mark->start.len] == ' ';
}

/* A row of = is the underline of a heading, unless a conflict began above. */
static void look_conflict(struct checker *c)
{
	static const struct mark marks[] = {
		{ STR_INIT("<<<<<<<"), false },
		{ STR_INIT("|||||||"), false },
		{ STR_INIT("======="), true },
		{ STR_INIT(">>>>>>>"), false },
	};
	bool began = false;

	if (str_find(c->text, STR("<<<<<<<"), 0) == STR_NONE &&
	    str_find(c->text, STR(">>>>>>> "), 0) == STR_NONE)
		return;
	for (size_t i = 0; i < c->lines; i++) {
		const struct checked_line *line = &c->line[i];
		size_t k = 0;

		while (k < 4 && !is_mark(line->text, &marks[k]))
			k++;
		if (k == 4 || line->code || (!began && (k == 1 || k == 2)))
			continue;
		began = k < 3;
		check_found(
		    c, line->offset, line->offset + line->text.len, NULL);
	}
}

/* --------------------------------------------------------------------- notes */

/* Marks of a list, a heading, emphasis, or a comment of program code. */
static bool is_mark_char(char ch)
{
	switch (ch) {
	case ' ':
	case '\t':
	case '*':
	case '-':
	case '#':
	case '>':
	case '/':
	case '_':
	case '[':
	case '(': return true;
	default: return false;
	}
}

static void look_note(struct checker *c, const struct checked_line *line)
{
	static const struct str words[] = { STR_INIT("TODO"), STR_INIT("FIXME"),
		STR_INIT("XXX"), STR_INIT("TBD") };
	struct str text = line->text;
	size_t from = 0;

	if (line->header || line->code)
		return;
	while (from < text.len && is_mark_char(text.at[from]))
		from++;
	text = str_sub(text, from, text.len);
	/* Most lines begin otherwise. */
	if (text.len < 3 ||
	    str_find_char(STR("TFX"), text.at[0], 0) == STR_NONE)
		return;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t end = words[i].len;

		if (!str_starts(text, words[i]) ||
		    (text.len > end && is_word_char(text.at[end])) ||
		    is_in_comment(c, line->offset + from))
			continue;
		check_found(
		    c, line->offset, line->offset + line->text.len, NULL);
		return;
	}
}

/* --------------------------------------------------------------------- slots */

/* A line that ends with one of these says who in the next words. */
static const struct str openings[] = { STR_INIT("edited by"),
	STR_INIT("sponsored by"), STR_INIT("suggested by"),
	STR_INIT("hosted by"), STR_INIT("thanks to") };

static bool ends_open(struct str text)
{
	while (text.len > 0 && !char_is_alnum(text.at[text.len - 1]))
		text.len--;
	/* Most lines end otherwise. */
	if (text.len == 0 ||
	    str_find_char(STR("yYoO"), text.at[text.len - 1], 0) == STR_NONE)
		return false;
	for (size_t i = 0; i < sizeof(openings) / sizeof(openings[0]); i++) {
		struct str end = openings[i];

		if (text.len >= end.len &&
		    str_eq_fold(
			str_sub(text, text.len - end.len, text.len), end))
			return true;
	}
	return false;
}

/* Does a list or more of the text follow a line? */
static bool goes_on(const struct checker *c, const struct checked_line *line)
{
	const struct checked_line *end = c->line + c->lines, *at = line + 1;
	struct str text;

	if (at < end && str_trim(at->text).len > 0)
		return true;
	while (at < end && str_trim(at->text).len == 0)
		at++;
	if (at == end)
		return false;
	text = str_trim_left(at->text);
	return text.len > 1 && char_is_blank(text.at[1]) &&
	       (text.at[0] == '*' || text.at[0] == '-' || text.at[0] == '+');
}

/* "Thanks to  for the suggestion!" */
static bool is_thanks_to_nobody(struct str text)
{
	if (text.len == 0 || char_lower(text.at[0]) != 't' ||
	    !str_starts_fold(text, STR("thanks to ")))
		return false;
	text = str_trim(str_sub(text, 10, text.len));
	return str_starts_fold(text, STR("for ")) ||
	       str_starts(text, STR("[](")) || str_starts(text, STR("[] "));
}

/* Four stars are emphasis around nothing; more, or a line of them, are a
 * rule. */
static void judge_stars(struct checker *c, size_t at)
{
	const struct checked_line *line = check_line_at(c, at);
	size_t from = at, end = at, line_end = line->offset + line->text.len;

	while (from > line->offset && c->text.at[from - 1] == '*')
		from--;
	while (end < line_end && c->text.at[end] == '*')
		end++;
	if (end - from != 4 || line->header || line->code || line->html ||
	    str_trim(line->text).len == 4 ||
	    str_find_char(line->text, '`', 0) != STR_NONE)
		return;
	check_found(c, from, end, NULL);
}

/* One of each four bytes in turn is a star where there are four. */
static void look_stars(struct checker *c)
{
	struct str text = c->text;

	for (size_t i = 3; i < text.len; i += 4) {
		size_t from = i, end = i;

		if (text.at[i] != '*')
			continue;
		while (from > i - 3 && text.at[from - 1] == '*')
			from--;
		while (end < text.len && end < i + 4 && text.at[end] == '*')
			end++;
		if (end - from == 4)
			judge_stars(c, i);
	}
}

static void look_slots(struct checker *c)
{
	for (size_t i = 0; i < c->lines; i++) {
		const struct checked_line *line = &c->line[i];

		if (line->header || line->code || line->html)
			continue;
		if (is_thanks_to_nobody(line->text) ||
		    (ends_open(line->text) && !goes_on(c, line)))
			check_found(c, line->offset,
			    line->offset + line->text.len, NULL);
	}
	look_stars(c);
}

static const struct rule rules[] = {
	{
	    .id = "conflict-marker",
	    .level = CHECK_ERROR,
	    .message = "a merge left its marks",
	    .advice = "Choose between the two versions, and remove the marks.",
	    .bad = "Text.\n\n<<<<<<< ours\nOne.\n>>>>>>> theirs\n",
	    .good = "Text.\n\nOne.\n",
	    .look.file = look_conflict,
	},
	{
	    .id = "note-left",
	    .level = CHECK_WARNING,
	    .message = "a note about work to do is left",
	    .advice = "Do it, or put the note into a comment.",
	    .bad = "Text.\n\nTODO ask the beekeepers\n",
	    .good = "Text.\n\n<!-- TODO ask the beekeepers -->\n",
	    .look.line = look_note,
	},
	{
	    .id = "placeholder-left",
	    .level = CHECK_ERROR,
	    .message = "a placeholder of the template is left",
	    .advice = "Put in what belongs there.",
	    .why = "The texts are those of `check.placeholders` in the "
		   "settings. In comments they may stay, and in a draft's link "
		   "to its discussion: `sennight publish` puts that in.",
	    .bad = "Text.\n\nAnd the address: TEA_ROOM_HERE.\n",
	    .good = "Text.\n\nAnd the address: 3, Mill Lane.\n",
	    .settings = "check:\n  placeholders: [TEA_ROOM_HERE]\n",
	    .look.file = look_placeholder,
	},
	{
	    .id = "slot-empty",
	    .level = CHECK_WARNING,
	    .message = "a name or text is missing in the line",
	    .advice = "Put it in, or remove the line.",
	    .bad = "Text.\n\nThanks to  for the tip!\n",
	    .good = "Text.\n\nThanks to Ida for the tip!\n",
	    .with = "text-spaces",
	    .look.file = look_slots,
	},
	{
	    .id = "template-variable",
	    .level = CHECK_ERROR,
	    .message = "a variable of the template was not filled in",
	    .advice = "Put in its value; in a text about templates, write it "
		      "as `code`.",
	    .bad = "Kites will fly until $last_day_of_wind.\n",
	    .good = "Kites will fly until Sunday.\n",
	    .look.line = look_variable,
	},
};

const struct rule_family family_leaks = {
	.name = "leaks",
	.title = "Leaks of the template",
	.rule = rules,
	.rules = sizeof(rules) / sizeof(rules[0]),
};
