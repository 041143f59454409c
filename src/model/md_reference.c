/*
 * Link reference definitions and the other half of links: labels, tails.
 *
 * md4c resolves definitions but does not tell where they stand.  They stand
 * on lines from which it gave no text (CommonMark 4.7), so those lines are
 * read again here.
 */
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "model/md_priv.h"
#include "model/md_target.h"

enum { LABEL_MAX = 999 }; /* characters, CommonMark 6.3 */

size_t md_line_start(struct str file, size_t at, size_t least)
{
	while (at > least && file.at[at - 1] != '\n')
		at--;
	return at;
}

size_t md_line_end(struct str file, size_t at)
{
	size_t end = str_find_char(file, '\n', at);

	return end != STR_NONE ? end : file.len;
}

static size_t skip_blanks(struct str file, size_t at)
{
	while (at < file.len && char_is_blank(file.at[at]))
		at++;
	return at;
}

/* Blanks and at most one line end, with the marks of quotes after it. */
static size_t skip_gap(struct str file, size_t at)
{
	at = skip_blanks(file, at);
	if (at < file.len && file.at[at] == '\r')
		at++;
	if (at == file.len || file.at[at] != '\n')
		return at;
	at = skip_blanks(file, at + 1);
	while (at < file.len && file.at[at] == '>')
		at = skip_blanks(file, at + 1);
	return at;
}

size_t md_label_end(struct str file, size_t at)
{
	size_t most = at + 2 + 4 * LABEL_MAX;

	for (at++; at < file.len && at < most; at++) {
		if (file.at[at] == '\\')
			at++;
		else if (file.at[at] == ']')
			return at + 1;
		else if (file.at[at] == '[')
			return STR_NONE;
	}
	return STR_NONE;
}

/* The end of "<...>", or STR_NONE; no line end inside (CommonMark 6.3). */
static size_t angle_end(struct str file, size_t at)
{
	for (at++; at < file.len && file.at[at] != '\n'; at++) {
		if (file.at[at] == '\\')
			at++;
		else if (file.at[at] == '>')
			return at + 1;
		else if (file.at[at] == '<')
			return STR_NONE;
	}
	return STR_NONE;
}

static bool is_control_or_blank(char c)
{
	return (unsigned char)c <= ' ' || c == 0x7f;
}

/* The end of a destination without angles: balanced parentheses. */
static size_t bare_end(struct str file, size_t at)
{
	int open = 0;

	for (; at < file.len && !is_control_or_blank(file.at[at]); at++) {
		if (file.at[at] == '\\' && at + 1 < file.len &&
		    char_is_punct(file.at[at + 1]))
			at++;
		else if (file.at[at] == '(')
			open++;
		else if (file.at[at] == ')' && open-- == 0)
			return at;
	}
	return at;
}

static size_t read_target(struct str file, size_t at, struct str *ret_target)
{
	size_t end;

	if (at < file.len && file.at[at] == '<') {
		end = angle_end(file, at);
		if (end != STR_NONE)
			*ret_target = str_sub(file, at + 1, end - 1);
		return end;
	}
	end = bare_end(file, at);
	*ret_target = str_sub(file, at, end);
	return end;
}

/* The end of a title that begins at `at`, or STR_NONE. */
static size_t title_end(struct str file, size_t at)
{
	char close;

	if (at >= file.len)
		return STR_NONE;
	close = file.at[at];
	if (close != '"' && close != '\'' && close != '(')
		return STR_NONE;
	if (close == '(')
		close = ')';
	/* A bound keeps a file of unclosed titles from being read over and
	 * over; a longer title has an unknown place. */
	for (size_t most = at + LIMIT_URL; at + 1 < file.len && at < most;) {
		at++;
		if (file.at[at] == '\\')
			at++;
		else if (file.at[at] == close)
			return at + 1;
	}
	return STR_NONE;
}

bool md_inline_tail(
    struct str file, size_t at, size_t *ret_end, struct str *ret_target)
{
	struct str target = STR("");
	size_t after;

	if (at >= file.len || file.at[at] != '(')
		return false;
	at = skip_gap(file, at + 1);
	if (at < file.len && file.at[at] != ')') {
		at = read_target(file, at, &target);
		if (at == STR_NONE)
			return false;
	}
	after = skip_gap(file, at);
	if (after > at) {
		size_t end = title_end(file, after);

		if (end != STR_NONE)
			after = skip_gap(file, end);
	}
	if (after >= file.len || file.at[after] != ')')
		return false;
	*ret_end = after + 1;
	*ret_target = target;
	return true;
}

/* Behind the marks of quotes and lists that may begin a line. */
static size_t skip_containers(struct str file, size_t at)
{
	for (;;) {
		at = skip_blanks(file, at);
		if (at + 1 < file.len &&
		    (file.at[at] == '>' ||
			(strchr("*-+", file.at[at]) != NULL &&
			    char_is_blank(file.at[at + 1]))))
			at++;
		else
			return at;
	}
}

static bool ends_line(struct str file, size_t at, size_t *ret_end)
{
	size_t end = skip_blanks(file, at);

	if (end < file.len && file.at[end] == '\r')
		end++;
	if (end < file.len && file.at[end] != '\n')
		return false;
	*ret_end = end;
	return true;
}

/*
 * Read a definition whose [ is at `at`.  Its end is behind the title if there
 * is one, else behind the target.
 */
static bool read_definition(struct arena *arena, struct str file, size_t at,
    struct md_reference *ret_reference)
{
	size_t label_end = md_label_end(file, at), line_end, title, after;
	struct md_reference r = { .offset = at };
	struct str target;

	if (label_end == STR_NONE || label_end >= file.len ||
	    file.at[label_end] != ':')
		return false;
	r.label = str_sub(file, at + 1, label_end - 1);
	at = skip_gap(file, label_end + 1);
	if (at == file.len || str_trim(r.label).len == 0)
		return false;
	after = read_target(file, at, &target);
	if (after == STR_NONE || after == at)
		return false;
	r.target = md_unescape(arena, target);
	r.end = after;
	title = skip_gap(file, after);
	at = title > after ? title_end(file, title) : STR_NONE;
	if (at != STR_NONE && ends_line(file, at, &line_end)) {
		r.title = md_unescape(arena, str_sub(file, title + 1, at - 1));
		r.end = at;
	} else if (!ends_line(file, after, &line_end)) {
		return false;
	}
	*ret_reference = r;
	return true;
}

void md_find_references(
    struct arena *arena, struct md_tree *tree, const struct md_covers *covers)
{
	struct str file = tree->file;
	size_t next = 0; /* the first cover that does not end before `line` */

	for (size_t line = tree->body; line < file.len;) {
		size_t end = md_line_end(file, line);
		size_t at = skip_containers(file, line);
		struct md_reference r;

		while (next < covers->count && covers->cover[next].end <= line)
			next++;
		if (at < end && file.at[at] == '[' &&
		    (next == covers->count ||
			covers->cover[next].offset >= end) &&
		    read_definition(arena, file, at, &r)) {
			tree->reference = ARENA_GROW(
			    arena, tree->reference, tree->references);
			tree->reference[tree->references++] = r;
			end = md_line_end(file, r.end);
		}
		line = end + 1;
	}
}

/* The next code point of a label as labels are compared: folded, with runs
 * of blanks as one; 0 at the end. */
static uint32_t next_folded(struct str label, size_t *at)
{
	uint32_t c;

	if (*at >= label.len)
		return 0;
	c = text_next(label, at);
	if (c >= 0x80)
		return text_fold_case(c);
	if (!char_is_space((char)c))
		return (unsigned char)char_lower((char)c);
	while (*at < label.len && char_is_space(label.at[*at]))
		(*at)++;
	return ' ';
}

static bool same_label(struct str a, struct str b)
{
	size_t at_a = 0, at_b = 0;
	uint32_t c;

	a = str_trim(a);
	b = str_trim(b);
	do {
		c = next_folded(a, &at_a);
		if (c != next_folded(b, &at_b))
			return false;
	} while (c != 0);
	return true;
}

size_t md_label_key(struct str label)
{
	uint64_t hash = 14695981039346656037u; /* FNV-1a */
	size_t at = 0;
	uint32_t c;

	label = str_trim(label);
	while ((c = next_folded(label, &at)) != 0)
		hash = (hash ^ c) * 1099511628211u;
	return (size_t)(hash ^ hash >> 32);
}

/* The slot of a label: its own, or the empty one where it belongs. */
static uint32_t *find_slot(const struct md_labels *l, struct str label)
{
	size_t at = md_label_key(label);

	for (;; at++) {
		uint32_t *slot = &l->slot[at & l->mask];

		if (*slot == 0 ||
		    same_label(l->tree->reference[*slot - 1].label, label))
			return slot;
	}
}

void md_labels_init(
    struct md_labels *l, struct arena *arena, const struct md_tree *tree)
{
	size_t size = 16;

	while (size < tree->references * 2)
		size *= 2;
	*l = (struct md_labels){ .tree = tree, .mask = size - 1 };
	l->slot = ARENA_ARRAY(arena, size, uint32_t);
	for (size_t i = 0; i < tree->references; i++) {
		uint32_t *slot = find_slot(l, tree->reference[i].label);

		if (*slot == 0)
			*slot = (uint32_t)i + 1;
	}
}

const struct md_reference *md_labels_find(
    const struct md_labels *l, struct str label)
{
	uint32_t index = *find_slot(l, label);

	return index > 0 ? &l->tree->reference[index - 1] : NULL;
}
