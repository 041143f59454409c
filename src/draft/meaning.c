#include "draft/meaning.h"

#include <stdlib.h>

/* Marks; texts hold no control characters, see add_char. */
enum {
	MARK_BLOCK = '\n', /* then the kind, as a letter */
	MARK_OPEN = '\x01',
	MARK_CLOSE = '\x02',
	MARK_PART = '\x03',   /* between the parts of one mark */
	MARK_BREAK = '\x04',  /* hard */
	MARK_ESCAPE = '\x05', /* of a control character */
};

struct writer {
	struct strbuf *out;
	struct arena *arena;
	const struct issue *issue;
	size_t event;    /* of the issue, the next that the walk meets */
	bool start;      /* nothing of the block was written */
	bool blank;      /* blanks wait for what follows them */
	bool before_bar; /* in the dates of an event */
};

/* ---------------------------------------------------------------------- text */

static char last_char(const struct writer *w)
{
	return w->out->len > 0 ? w->out->buf[w->out->len - 1] : '\0';
}

/* Between a tag and the next or its link, beside bars, behind a break. */
static bool is_no_matter(char last, char next)
{
	return (last == ']' && (next == '[' || next == MARK_OPEN)) ||
	       last == '|' || next == '|' || last == MARK_BREAK;
}

static void add_waiting_blank(struct writer *w, char next)
{
	if (w->blank && !w->start && !is_no_matter(last_char(w), next))
		strbuf_add_char(w->out, ' ');
	w->blank = false;
	w->start = false;
}

static void add_char(struct writer *w, char c)
{
	if (char_is_space(c)) {
		w->blank = true;
		return;
	}
	add_waiting_blank(w, c);
	if (c >= '\0' && c < ' ') {
		strbuf_add_char(w->out, MARK_ESCAPE);
		c = (char)(c + '@');
	}
	strbuf_add_char(w->out, c);
}

/* Of dates only the letters count, which fmt leaves alone: "CET". */
static void add_text(struct writer *w, struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '|')
			w->before_bar = false;
		if (!w->before_bar || char_is_alpha(s.at[i]))
			add_char(w, s.at[i]);
	}
}

/* Texts as they are, but for line ends: of code and of targets. */
static void add_exact(struct writer *w, struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '\r')
			continue;
		if (s.at[i] < ' ' && s.at[i] >= '\0')
			strbuf_add_char(w->out, MARK_ESCAPE);
		strbuf_add_char(w->out, s.at[i] < ' ' && s.at[i] >= '\0'
					    ? (char)(s.at[i] + '@')
					    : s.at[i]);
	}
	strbuf_add_char(w->out, MARK_PART);
	w->start = w->blank = false;
}

static void add_mark(struct writer *w, char mark, enum md_kind kind)
{
	add_waiting_blank(w, mark);
	strbuf_add_char(w->out, mark);
	strbuf_add_char(w->out, (char)('A' + kind));
}

/* Blanks at the end of a block are no matter. */
static void add_block_mark(struct writer *w, char mark, enum md_kind kind)
{
	strbuf_add_char(w->out, MARK_BLOCK);
	strbuf_add_char(w->out, mark);
	strbuf_add_char(w->out, (char)('A' + kind));
	w->start = true;
	w->blank = false;
}

/* -------------------------------------------------------------------- events */

/* The event that an item is, or NULL.  Both are met in the same order. */
static const struct event *event_of(
    const struct writer *w, const struct md_node *item)
{
	const struct event *e;

	if (w->event >= w->issue->events)
		return NULL;
	e = &w->issue->event[w->event];
	return w->issue->section[e->section].item[e->item].node == item ? e
									: NULL;
}

/* Does a bar follow the first words, before any mark? */
static bool begins_with_bar(const struct md_node *item)
{
	const struct md_node *n = item->first;

	if (n == NULL || n->kind != MD_PARAGRAPH)
		return false;
	for (n = n->first; n != NULL && n->kind == MD_TEXT; n = n->next)
		if (str_find_char(n->text, '|', 0) != STR_NONE)
			return true;
	return false;
}

static void add_date(struct writer *w, struct date d)
{
	strbuf_printf(w->out, "%d-%d-%d ", d.year, d.month, d.day);
}

static void add_item_start(struct writer *w, const struct md_node *item)
{
	const struct event *e = event_of(w, item);

	if (e == NULL)
		return;
	w->event++;
	if (!begins_with_bar(item))
		return;
	add_date(w, e->first);
	add_date(w, e->last);
	strbuf_printf(w->out, "%d %d", e->start, e->finish);
	w->before_bar = true;
}

/* -------------------------------------------------------------------- blocks */

static void add_node(struct writer *w, const struct md_node *node);

static void add_children(struct writer *w, const struct md_node *node)
{
	MD_EACH_CHILD (child, node) {
		add_node(w, child);
	}
}

static int by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* The texts from each offset to the next, sorted. */
static void sort_texts(struct writer *w, const size_t *offset, size_t count)
{
	struct str *text = ARENA_ARRAY(w->arena, count, struct str);
	size_t from = offset[0];

	for (size_t i = 0; i < count; i++) {
		size_t end = i + 1 < count ? offset[i + 1] : w->out->len;

		text[i] = arena_str(
		    w->arena, str_sub(strbuf_str(w->out), offset[i], end));
	}
	qsort(text, count, sizeof(*text), by_text);
	strbuf_truncate(w->out, from);
	for (size_t i = 0; i < count; i++)
		strbuf_add(w->out, text[i]);
}

static bool is_same_list(const struct md_node *a, const struct md_node *b)
{
	return b != NULL && b->kind == MD_LIST && a->ordered == b->ordered &&
	       !a->ordered;
}

/* A list and those that go on with it; the last of them. */
static const struct md_node *add_lists(
    struct writer *w, const struct md_node *list)
{
	size_t *offset = NULL, count = 0;
	bool events = true;

	add_block_mark(w, MARK_OPEN, MD_LIST);
	if (list->ordered)
		strbuf_printf(w->out, "%u", list->level);
	for (;; list = list->next) {
		MD_EACH_CHILD (item, list) {
			offset = ARENA_GROW(w->arena, offset, count);
			offset[count++] = w->out->len;
			events = events && event_of(w, item) != NULL;
			add_node(w, item);
		}
		if (!is_same_list(list, list->next))
			break;
	}
	if (events && count > 1 && !w->out->full)
		sort_texts(w, offset, count);
	add_block_mark(w, MARK_CLOSE, MD_LIST);
	return list;
}

static void add_blocks(struct writer *w, const struct md_node *node)
{
	for (const struct md_node *n = node->first; n != NULL; n = n->next) {
		if (n->kind == MD_LIST)
			n = add_lists(w, n);
		else
			add_node(w, n);
	}
}

/* Lines of code and HTML; blanks at the end of a line of HTML do nothing. */
static void add_lines(struct writer *w, const struct md_node *node)
{
	add_exact(w, node->text);
	MD_EACH_CHILD (line, node) {
		add_exact(w, node->kind == MD_CODE_BLOCK
				 ? line->text
				 : str_trim_right(line->text));
	}
}

static void add_block(struct writer *w, const struct md_node *node)
{
	add_block_mark(w, MARK_OPEN, node->kind);
	if (node->kind == MD_HEADING)
		strbuf_add_char(w->out, (char)('0' + node->level));
	if (node->kind == MD_CELL)
		strbuf_add_char(w->out, (char)('0' + (int)node->align));
	if (node->kind == MD_ITEM)
		add_item_start(w, node);
	if (node->kind == MD_CODE_BLOCK || node->kind == MD_HTML_BLOCK)
		add_lines(w, node);
	else if (node->kind < MD_HEADING)
		add_blocks(w, node);
	else
		add_children(w, node);
	w->before_bar = false;
	add_block_mark(w, MARK_CLOSE, node->kind);
}

/* -------------------------------------------------------------------- inline */

static void add_span(struct writer *w, const struct md_node *node)
{
	w->before_bar = false;
	add_mark(w, MARK_OPEN, node->kind);
	if (node->kind == MD_LINK || node->kind == MD_IMAGE) {
		add_exact(w, node->target);
		add_exact(w, node->title);
	}
	w->start = true;
	add_children(w, node);
	strbuf_add_char(w->out, MARK_CLOSE);
}

static void add_html(struct writer *w, const struct md_node *node)
{
	add_mark(w, MARK_OPEN, MD_HTML);
	add_text(w, node->text);
	strbuf_add_char(w->out, MARK_CLOSE);
}

static void add_node(struct writer *w, const struct md_node *node)
{
	switch (node->kind) {
	case MD_TEXT: add_text(w, node->text); break;
	case MD_HTML: add_html(w, node); break;
	case MD_SOFT_BREAK: w->blank = true; break;
	case MD_HARD_BREAK:
		w->blank = false;
		strbuf_add_char(w->out, MARK_BREAK);
		break;
	default:
		if (node->kind <= MD_RULE)
			add_block(w, node);
		else
			add_span(w, node);
	}
}

/* -------------------------------------------------------------------- header */

/* Equal names keep the order in which they stand. */
static int by_key(const void *a, const void *b)
{
	const struct header_field *x = a, *y = b;
	size_t i = 0;

	while (i < x->key.len && i < y->key.len &&
	       char_lower(x->key.at[i]) == char_lower(y->key.at[i]))
		i++;
	if (i < x->key.len && i < y->key.len)
		return char_lower(x->key.at[i]) - char_lower(y->key.at[i]);
	if (x->key.len != y->key.len)
		return x->key.len < y->key.len ? -1 : 1;
	return (x->offset > y->offset) - (x->offset < y->offset);
}

static void add_header(struct writer *w, const struct header *h)
{
	struct header_field *field =
	    ARENA_ARRAY(w->arena, h->fields + 1, struct header_field);

	if (h->fields > 0)
		memcpy(field, h->field, h->fields * sizeof(*field));
	if (h->fields > 0 && !h->yaml)
		qsort(field, h->fields, sizeof(*field), by_key);
	strbuf_add_char(w->out, h->yaml ? 'y' : 'h');
	for (size_t i = 0; i < h->fields; i++) {
		w->start = true;
		w->blank = false;
		for (size_t k = 0; k < field[i].key.len; k++)
			add_char(w, char_lower(field[i].key.at[k]));
		strbuf_add_char(w->out, MARK_PART);
		w->start = true;
		add_text(w, field[i].value);
		strbuf_add_char(w->out, MARK_BLOCK);
	}
}

static void add_references(struct writer *w, const struct md_tree *tree)
{
	for (size_t i = 0; i < tree->references; i++) {
		const struct md_reference *r = &tree->reference[i];

		strbuf_add_char(w->out, MARK_BLOCK);
		add_exact(w, r->label);
		add_exact(w, r->target);
		add_exact(w, r->title);
	}
}

void meaning_add(
    struct strbuf *out, struct arena *arena, const struct issue *issue)
{
	struct writer w = { .out = out, .arena = arena, .issue = issue };

	add_header(&w, &issue->header);
	add_blocks(&w, issue->tree.root);
	add_references(&w, &issue->tree);
}
