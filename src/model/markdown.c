#include "model/markdown.h"

#include <md4c.h>

#include "base/limits.h"
#include "base/strbuf.h"
#include "model/md_priv.h"

/* A tree in the making, between the callbacks of md4c. */
struct build {
	struct arena *arena;
	struct md_tree *tree;
	struct md_node *at;   /* the innermost open node */
	struct md_node *leaf; /* the open leaf block, or NULL */
	size_t depth;         /* of `at` below the root */
	size_t skipped;       /* open nodes too deep to be kept */
	size_t arena_before;  /* arena->total when we began */
	size_t expanded;      /* bytes of targets and titles so far */
	bool implied;         /* leaf is a paragraph that md4c left out */
	struct md_covers covers;
};

bool md_is_leaf_block(enum md_kind kind)
{
	switch (kind) {
	case MD_HEADING:
	case MD_PARAGRAPH:
	case MD_CELL:
	case MD_CODE_BLOCK:
	case MD_HTML_BLOCK: return true;
	default: return false;
	}
}

static bool is_too_big(const struct build *b)
{
	size_t size = b->tree->file.len;

	return b->arena->total - b->arena_before >
		   MIB + LIMIT_TREE_FACTOR * size ||
	       b->expanded > MIB + LIMIT_EXPANSION * size;
}

static struct md_node *add_node(struct build *b, enum md_kind kind)
{
	struct md_node *node = ARENA_NEW(b->arena, struct md_node);

	*node = (struct md_node){ .kind = kind,
		.parent = b->at,
		.offset = MD_UNKNOWN,
		.end = MD_UNKNOWN };
	if (b->at == NULL)
		return node;
	if (b->at->last != NULL)
		b->at->last->next = node;
	else
		b->at->first = node;
	b->at->last = node;
	return node;
}

static bool can_be_flattened(enum md_kind kind)
{
	switch (kind) {
	case MD_QUOTE:
	case MD_LIST:
	case MD_ITEM:
	case MD_EMPHASIS:
	case MD_STRONG:
	case MD_STRIKE:
	case MD_IMAGE: return true;
	default: return false;
	}
}

/* The new innermost node; `at` itself stands in for one that is too deep. */
static struct md_node *open_node(struct build *b, enum md_kind kind)
{
	if (b->depth >= LIMIT_MARKDOWN_DEPTH && can_be_flattened(kind)) {
		b->skipped++;
		return NULL;
	}
	b->at = add_node(b, kind);
	b->depth++;
	if (md_is_leaf_block(kind))
		b->leaf = b->at;
	return b->at;
}

static void add_cover(struct build *b, const struct md_node *leaf)
{
	struct md_covers *c = &b->covers;

	if (leaf->offset == MD_UNKNOWN)
		return;
	c->cover = ARENA_GROW(b->arena, c->cover, c->count);
	c->cover[c->count++] = (struct md_cover){ leaf->offset, leaf->end };
}

/* The innermost open node of a kind.  A span does not reach out of its leaf
 * block. */
static struct md_node *find_open(const struct build *b, enum md_kind kind)
{
	struct md_node *node = b->at;

	while (node != NULL && node->kind != kind) {
		if (kind > MD_RULE && md_is_leaf_block(node->kind))
			return NULL;
		node = node->parent;
	}
	return node;
}

/*
 * md4c 0.4.8 sometimes leaves a span that it did not enter, or leaves a block
 * with a span still open: the former is ignored, the latter closed.
 */
static void close_node(struct build *b, enum md_kind kind)
{
	struct md_node *node;

	if (b->skipped > 0 && can_be_flattened(kind)) {
		b->skipped--;
		return;
	}
	node = find_open(b, kind);
	if (node == NULL)
		return;
	for (;; b->at = b->at->parent) {
		b->depth--;
		if (b->leaf != NULL && b->at == b->leaf) {
			add_cover(b, b->leaf);
			b->leaf = NULL;
		}
		if (b->at == node)
			break;
	}
	b->at = node->parent;
}

/* Offset of what md4c points at, if that is in our file. */
static size_t offset_of(const struct build *b, const char *text, size_t size)
{
	struct str file = b->tree->file;

	if (text < file.at || text > file.at + file.len ||
	    size > (size_t)(file.at + file.len - text))
		return MD_UNKNOWN;
	return (size_t)(text - file.at);
}

static struct str attribute_text(struct build *b, const MD_ATTRIBUTE *a)
{
	struct strbuf text;
	struct str all = { a->text, a->size }, copy;

	if (a->text == NULL)
		return (struct str){ NULL, 0 };
	if (a->size == 0)
		return STR("");
	if (a->substr_offsets[1] == a->size &&
	    a->substr_types[0] == MD_TEXT_NORMAL)
		return offset_of(b, a->text, a->size) != MD_UNKNOWN
			   ? all
			   : arena_str(b->arena, all);
	strbuf_init(&text, LIMIT_ISSUE_FILE);
	for (size_t i = 0; a->substr_offsets[i] < a->size; i++) {
		struct str part = str_sub(
		    all, a->substr_offsets[i], a->substr_offsets[i + 1]);

		if (a->substr_types[i] == MD_TEXT_ENTITY)
			part = md_entity_text(b->arena, part);
		else if (a->substr_types[i] == MD_TEXT_NULLCHAR)
			part = STR("\xef\xbf\xbd");
		strbuf_add(&text, part);
	}
	copy = arena_str(b->arena, strbuf_str(&text));
	strbuf_release(&text);
	return copy;
}

static const enum md_kind block_kinds[] = {
	[MD_BLOCK_DOC] = MD_DOCUMENT,
	[MD_BLOCK_QUOTE] = MD_QUOTE,
	[MD_BLOCK_UL] = MD_LIST,
	[MD_BLOCK_OL] = MD_LIST,
	[MD_BLOCK_LI] = MD_ITEM,
	[MD_BLOCK_HR] = MD_RULE,
	[MD_BLOCK_H] = MD_HEADING,
	[MD_BLOCK_CODE] = MD_CODE_BLOCK,
	[MD_BLOCK_HTML] = MD_HTML_BLOCK,
	[MD_BLOCK_P] = MD_PARAGRAPH,
	[MD_BLOCK_TABLE] = MD_TABLE,
	[MD_BLOCK_TR] = MD_ROW,
	[MD_BLOCK_TH] = MD_CELL,
	[MD_BLOCK_TD] = MD_CELL,
};

static void read_list(struct md_node *node, MD_BLOCKTYPE type, void *detail)
{
	const MD_BLOCK_UL_DETAIL *bullets = detail;
	const MD_BLOCK_OL_DETAIL *numbers = detail;

	node->ordered = type == MD_BLOCK_OL;
	node->tight = node->ordered ? numbers->is_tight : bullets->is_tight;
	node->level = node->ordered ? numbers->start : 0;
}

static void read_code(struct build *b, struct md_node *node, void *detail)
{
	const MD_BLOCK_CODE_DETAIL *code = detail;

	node->text = attribute_text(b, &code->info);
	node->fenced = code->fence_char != '\0';
}

static void read_cell(struct md_node *node, MD_BLOCKTYPE type, void *detail)
{
	static const enum md_align align[] = {
		[MD_ALIGN_DEFAULT] = MD_NO_ALIGN,
		[MD_ALIGN_LEFT] = MD_LEFT,
		[MD_ALIGN_CENTER] = MD_CENTER,
		[MD_ALIGN_RIGHT] = MD_RIGHT,
	};
	const MD_BLOCK_TD_DETAIL *cell = detail;

	node->align = align[cell->align];
	node->head = type == MD_BLOCK_TH;
	node->parent->head = node->head;
}

static void read_block_detail(
    struct build *b, struct md_node *node, MD_BLOCKTYPE type, void *detail)
{
	switch (type) {
	case MD_BLOCK_UL:
	case MD_BLOCK_OL: read_list(node, type, detail); break;
	case MD_BLOCK_H:
		node->level = ((const MD_BLOCK_H_DETAIL *)detail)->level;
		break;
	case MD_BLOCK_CODE: read_code(b, node, detail); break;
	case MD_BLOCK_TH:
	case MD_BLOCK_TD: read_cell(node, type, detail); break;
	default: break;
	}
}

/* md4c has no paragraphs in tight items; we do. */
static void begin_inline(struct build *b)
{
	if (b->leaf != NULL)
		return;
	open_node(b, MD_PARAGRAPH);
	b->implied = true;
}

static void end_inline(struct build *b)
{
	if (b->implied)
		close_node(b, MD_PARAGRAPH);
	b->implied = false;
}

static bool has_no_node(MD_BLOCKTYPE type)
{
	return type == MD_BLOCK_THEAD || type == MD_BLOCK_TBODY;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *data)
{
	struct build *b = data;
	struct md_node *node;

	if (has_no_node(type))
		return 0;
	end_inline(b);
	node = open_node(b, block_kinds[type]);
	if (type == MD_BLOCK_DOC)
		b->tree->root = node;
	if (node != NULL)
		read_block_detail(b, node, type, detail);
	return is_too_big(b);
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *data)
{
	(void)detail;
	if (has_no_node(type))
		return 0;
	end_inline(data);
	close_node(data, block_kinds[type]);
	return 0;
}

static const enum md_kind span_kinds[] = {
	[MD_SPAN_EM] = MD_EMPHASIS,
	[MD_SPAN_STRONG] = MD_STRONG,
	[MD_SPAN_A] = MD_LINK,
	[MD_SPAN_IMG] = MD_IMAGE,
	[MD_SPAN_CODE] = MD_CODE,
	[MD_SPAN_DEL] = MD_STRIKE,
};

static int enter_span(MD_SPANTYPE type, void *detail, void *data)
{
	/* The details of links and of images have the same members. */
	const MD_SPAN_A_DETAIL *link = detail;
	struct build *b = data;
	struct md_node *node;

	begin_inline(b);
	node = open_node(b, span_kinds[type]);
	if (node == NULL || (type != MD_SPAN_A && type != MD_SPAN_IMG))
		return is_too_big(b);
	node->target = attribute_text(b, &link->href);
	node->title = attribute_text(b, &link->title);
	if (node->target.at == NULL)
		node->target = STR("");
	b->expanded += node->target.len + node->title.len;
	b->tree->links += type == MD_SPAN_A;
	return is_too_big(b);
}

static int leave_span(MD_SPANTYPE type, void *detail, void *data)
{
	(void)detail;
	close_node(data, span_kinds[type]);
	return 0;
}

/* Widen the raw range of the leaf block that is open. */
static void cover(struct build *b, size_t offset, size_t end)
{
	if (b->leaf == NULL)
		return;
	if (b->leaf->offset == MD_UNKNOWN || offset < b->leaf->offset)
		b->leaf->offset = offset;
	if (b->leaf->end == MD_UNKNOWN || end > b->leaf->end)
		b->leaf->end = end;
}

static enum md_kind text_kind(MD_TEXTTYPE type)
{
	switch (type) {
	case MD_TEXT_BR: return MD_HARD_BREAK;
	case MD_TEXT_SOFTBR: return MD_SOFT_BREAK;
	case MD_TEXT_HTML: return MD_HTML;
	default: return MD_TEXT;
	}
}

/*
 * A tag or comment that goes on in the next line comes in pieces; put them
 * together again.  True if `node` was added to the one before it.
 */
static bool join_html(struct build *b, size_t offset, size_t end)
{
	struct md_node *open = b->at->last;
	struct str close;

	if (open == NULL || open->kind != MD_HTML ||
	    b->leaf->kind == MD_HTML_BLOCK || open->offset == MD_UNKNOWN)
		return false;
	close = str_starts(open->text, STR("<!--")) ? STR("-->") : STR(">");
	if (str_ends(open->text, close))
		return false;
	if (offset != MD_UNKNOWN) {
		open->end = end;
		open->text = str_sub(b->tree->file, open->offset, end);
		cover(b, open->offset, end);
	}
	return true;
}

/* What md4c makes up itself: a line end, a blank, blanks of an indent. */
enum { OWN_TEXT_MAX = 64 };

static struct str node_text_of(
    struct build *b, MD_TEXTTYPE type, struct str text, size_t offset)
{
	if (type == MD_TEXT_NULLCHAR)
		return STR("\xef\xbf\xbd");
	if (type == MD_TEXT_ENTITY)
		return md_entity_text(b->arena, text);
	return offset != MD_UNKNOWN ? text : arena_str(b->arena, text);
}

/* md4c 0.4.8 can look behind the end of what it parses, for how a link goes on
 * that the end cuts off, and then tells of text there. */
static bool is_behind_file(const struct build *b, const char *text)
{
	struct str file = b->tree->file;

	return text >= file.at && text < file.at + file.len + OWN_TEXT_MAX;
}

/* It can also count a text's end before its start: the huge size that comes of
 * it stands for no text. */
static int add_text(
    MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *data)
{
	struct build *b = data;
	size_t offset = offset_of(b, text, size);
	struct md_node *node;

	if (offset == MD_UNKNOWN &&
	    (size > OWN_TEXT_MAX || is_behind_file(b, text)))
		return 0;
	begin_inline(b);
	if (type == MD_TEXT_HTML && join_html(b, offset, offset + size))
		return 0;
	node = add_node(b, text_kind(type));
	node->text = node_text_of(b, type, (struct str){ text, size }, offset);
	if (offset != MD_UNKNOWN && size > 0) {
		node->offset = offset;
		node->end = offset + size;
		cover(b, node->offset, node->end);
	}
	return is_too_big(b);
}

enum md_status md_tree_parse(
    struct arena *arena, struct str file, size_t body, struct md_tree *ret_tree)
{
	static const MD_PARSER parser = {
		.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH,
		.enter_block = enter_block,
		.leave_block = leave_block,
		.enter_span = enter_span,
		.leave_span = leave_span,
		.text = add_text,
	};
	struct md_tree tree = { .file = file, .body = body };
	struct build b = {
		.arena = arena, .tree = &tree, .arena_before = arena->total
	};

	int status;

	if (file.len > LIMIT_ISSUE_FILE)
		return MD_TOO_BIG;
	/* Nothing is behind no pointer. */
	status = md_parse(file.len > 0 ? file.at + body : "",
	    (MD_SIZE)(file.len - body), &parser, &b);
	if (status < 0) /* its malloc failed; ours say it like this */
		xout_of_memory(file.len);
	if (status != 0)
		return MD_TOO_BIG;
	md_find_references(arena, &tree, &b.covers);
	md_locate(arena, &tree);
	md_find_comments(arena, &tree);
	md_settle_html(&tree);
	*ret_tree = tree;
	return MD_OK;
}

const struct md_node *md_walk(
    const struct md_node *top, const struct md_node *at)
{
	if (at->first != NULL)
		return at->first;
	while (at != top && at->next == NULL)
		at = at->parent;
	return at != top ? at->next : NULL;
}

struct str md_source(const struct md_tree *tree, const struct md_node *node)
{
	if (node->offset == MD_UNKNOWN)
		return (struct str){ NULL, 0 };
	return str_sub(tree->file, node->offset, node->end);
}
