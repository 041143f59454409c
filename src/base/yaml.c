#include "base/yaml.h"

#include <assert.h>
#include <libfyaml.h>
#include <string.h>

#include "base/text.h"

/* One list or map that is being filled. */
struct level {
	struct yaml_node *node, *last;
	/* Of a map: the key that waits for its value. */
	bool has_key;
	struct str key;
	size_t key_offset, key_end;
};

struct reader {
	struct arena *arena;
	const struct source *source;
	size_t skip; /* bytes of a byte order mark before the text */
	struct error *err;
	struct yaml_node *root;
	struct level level[LIMIT_SETTINGS_DEPTH];
	size_t depth;
	size_t nodes, documents;
};

const char *yaml_kind_name(enum yaml_kind kind)
{
	static const char *const names[] = {
		[YAML_SCALAR] = "a text",
		[YAML_LIST] = "a list",
		[YAML_MAP] = "a map",
	};

	return names[kind];
}

struct yaml_node *yaml_find(const struct yaml_node *map, struct str key)
{
	struct yaml_node *node;

	if (map == NULL || map->kind != YAML_MAP)
		return NULL;
	for (node = map->first; node != NULL; node = node->next)
		if (str_eq(node->key, key))
			return node;
	return NULL;
}

/* Refuse the bytes that nobody can see or write on purpose. */
static bool check_bytes(const struct source *source, struct error *err)
{
	struct str text = source->text;

	if (text.len > LIMIT_SMALL_FILE)
		return error_set(err, "%s: is larger than %zu bytes",
		    source->path, LIMIT_SMALL_FILE);
	for (size_t at = 0; at < text.len;) {
		size_t from = at;
		uint32_t c = text_next(text, &at);

		if (c == TEXT_INVALID)
			return source_error(err, source, from, at,
			    "invalid UTF-8 (byte 0x%02x); save the file as "
			    "UTF-8",
			    (unsigned int)(unsigned char)text.at[from]);
		if ((c < ' ' && c != '\t' && c != '\n' && c != '\r') ||
		    (c >= 0x7f && c <= 0x9f))
			return source_error(err, source, from, at,
			    "control character U+%04X; remove it",
			    (unsigned int)c);
	}
	return true;
}

static size_t event_offset(const struct reader *r, const struct fy_mark *mark)
{
	size_t at = mark != NULL ? mark->input_pos + r->skip : r->skip;

	return at < r->source->text.len ? at : r->source->text.len;
}

/* Where libfyaml's line and column, both from 1, are in the text. */
static size_t offset_of(const struct reader *r, int line, int column)
{
	struct str text = r->source->text;
	size_t at = r->skip;

	for (; line > 1; line--) {
		size_t end = str_find_char(text, '\n', at);

		if (end == STR_NONE)
			return text.len;
		at = end + 1;
	}
	for (; column > 1 && at < text.len && text.at[at] != '\n'; column--)
		text_next(text, &at);
	/* What is missing at an empty end is missed behind the last text. */
	if (str_trim(str_sub(text, at, text.len)).len == 0)
		at = str_trim_right(text).len;
	return at > r->skip ? at : r->skip;
}

static bool fail(
    const struct reader *r, size_t from, size_t end, const char *message)
{
	return source_error(r->err, r->source, from, end, "%s", message);
}

static struct yaml_node *same_key(const struct level *l, struct str key)
{
	return yaml_find(l->node, key);
}

static bool take_key(
    struct reader *r, struct level *l, const struct yaml_node *node)
{
	if (node->kind != YAML_SCALAR)
		return fail(r, node->offset, node->end, "a key must be a text");
	if (same_key(l, node->text) != NULL) {
		struct position p = source_position(
		    r->source->text, same_key(l, node->text)->key_offset);

		return source_error(r->err, r->source, node->offset, node->end,
		    "key `%.*s` is given twice, first in line %zu; remove one",
		    STR_ARG(node->text), p.line);
	}
	l->has_key = true;
	l->key = node->text;
	l->key_offset = node->offset;
	l->key_end = node->end;
	return true;
}

/* What is not written has no place of its own: put it behind the key, or
 * behind what was before. */
static void place_empty(const struct level *l, struct yaml_node *node)
{
	if (!node->empty)
		return;
	if (l->node->kind == YAML_MAP)
		node->offset = node->key_end;
	else
		node->offset = l->last != NULL ? l->last->end : l->node->offset;
	node->end = node->offset;
}

/* Hang a node below the innermost list or map. */
static bool attach(struct reader *r, struct yaml_node *node)
{
	struct level *l;

	if (r->depth == 0) {
		r->root = node;
		return true;
	}
	l = &r->level[r->depth - 1];
	if (l->node->kind == YAML_MAP && !l->has_key)
		return take_key(r, l, node);
	if (l->node->kind == YAML_MAP) {
		node->key = l->key;
		node->key_offset = l->key_offset;
		node->key_end = l->key_end;
		l->has_key = false;
	}
	place_empty(l, node);
	if (l->last != NULL)
		l->last->next = node;
	else
		l->node->first = node;
	l->last = node;
	l->node->count++;
	return true;
}

static struct yaml_node *new_node(
    struct reader *r, enum yaml_kind kind, struct fy_event *event)
{
	struct yaml_node *node = ARENA_NEW(r->arena, struct yaml_node);

	node->kind = kind;
	node->text = STR("");
	node->offset = event_offset(r, fy_event_start_mark(event));
	node->end = event_offset(r, fy_event_end_mark(event));
	if (node->end < node->offset)
		node->end = node->offset;
	return node;
}

static bool open_level(
    struct reader *r, enum yaml_kind kind, struct fy_event *event)
{
	struct yaml_node *node = new_node(r, kind, event);

	if (r->depth == LIMIT_SETTINGS_DEPTH)
		return source_error(r->err, r->source, node->offset, node->end,
		    "nested deeper than %d levels", LIMIT_SETTINGS_DEPTH);
	if (!attach(r, node))
		return false;
	r->level[r->depth++] = (struct level){ .node = node };
	return true;
}

/* A list or map ends with its bracket, or with its last child. */
static void close_level(struct reader *r, struct fy_event *event)
{
	size_t end = event_offset(r, fy_event_end_mark(event));
	char last = end > 0 ? r->source->text.at[end - 1] : '\0';
	const struct level *l;

	assert(r->depth > 0);
	l = &r->level[--r->depth];
	assert(l->node != NULL);
	if (last != ']' && last != '}' && l->last != NULL)
		end = l->last->end;
	if (end > l->node->end)
		l->node->end = end;
}

/* libfyaml's marks leave the quotes out. */
static void widen_to_quotes(const struct reader *r, struct yaml_node *node)
{
	struct str text = r->source->text;
	char quote = node->offset > 0 ? text.at[node->offset - 1] : '\0';

	if ((quote == '"' || quote == '\'') && node->end < text.len &&
	    text.at[node->end] == quote) {
		node->offset--;
		node->end++;
	}
}

static bool add_scalar(struct reader *r, struct fy_event *event)
{
	struct yaml_node *node = new_node(r, YAML_SCALAR, event);
	struct fy_token *value = event->scalar.value;
	size_t len = 0;
	const char *at = value != NULL ? fy_token_get_text(value, &len) : NULL;

	widen_to_quotes(r, node);
	if (at != NULL)
		node->text = arena_str(r->arena, (struct str){ at, len });
	if (node->text.at == NULL)
		node->text = STR("");
	node->empty = node->end == node->offset;
	if (memchr(node->text.at, '\0', node->text.len) != NULL ||
	    !text_is_valid(node->text))
		return fail(r, node->offset, node->end,
		    "the text has a NUL or an invalid character in it");
	return attach(r, node);
}

/* Anchors and tags would make a text mean something else elsewhere. */
static bool check_decoration(struct reader *r, struct fy_event *event,
    struct fy_token *anchor, struct fy_token *tag)
{
	size_t at = event_offset(r, fy_event_start_mark(event));

	if (anchor != NULL)
		return fail(r, at, at,
		    "anchors (&name) are not supported; write it out");
	if (tag != NULL)
		return fail(
		    r, at, at, "tags (!name) are not supported; remove it");
	return true;
}

static bool check_limits(struct reader *r, struct fy_event *event)
{
	size_t at = event_offset(r, fy_event_start_mark(event));

	if (++r->nodes > LIMIT_SETTINGS_NODES)
		return source_error(r->err, r->source, at, at,
		    "more than %d entries", LIMIT_SETTINGS_NODES);
	return true;
}

static bool take_event(struct reader *r, struct fy_event *e)
{
	size_t at = event_offset(r, fy_event_start_mark(e));

	switch (e->type) {
	case FYET_DOCUMENT_START:
		if (r->documents++ > 0)
			return fail(
			    r, at, at, "a second document; only one is read");
		return true;
	case FYET_ALIAS:
		return fail(r, at, event_offset(r, fy_event_end_mark(e)),
		    "aliases (*name) are not supported; write it out");
	case FYET_SCALAR:
		return check_limits(r, e) &&
		       check_decoration(
			   r, e, e->scalar.anchor, e->scalar.tag) &&
		       add_scalar(r, e);
	case FYET_SEQUENCE_START:
		return check_limits(r, e) &&
		       check_decoration(r, e, e->sequence_start.anchor,
			   e->sequence_start.tag) &&
		       open_level(r, YAML_LIST, e);
	case FYET_MAPPING_START:
		return check_limits(r, e) &&
		       check_decoration(r, e, e->mapping_start.anchor,
			   e->mapping_start.tag) &&
		       open_level(r, YAML_MAP, e);
	case FYET_SEQUENCE_END:
	case FYET_MAPPING_END: close_level(r, e); return true;
	default: return true;
	}
}

/* The first thing libfyaml complained about; others follow from it. */
static bool report(struct reader *r, struct fy_diag *diag)
{
	void *iterator = NULL;
	struct fy_diag_error *e = fy_diag_errors_iterate(diag, &iterator);
	size_t at;

	if (e == NULL || e->msg == NULL)
		return fail(r, r->skip, r->skip, "this is not valid YAML");
	at = offset_of(r, e->line, e->column);
	return source_error(r->err, r->source, at, at, "%s%s", e->msg,
	    strstr(e->msg, "nested block mapping") != NULL
		? "; quote a text that has `: ` in it"
		: "");
}

static bool read_events(
    struct reader *r, struct fy_parser *parser, struct fy_diag *diag)
{
	struct fy_event *event;

	while ((event = fy_parser_parse(parser)) != NULL) {
		bool last = event->type == FYET_STREAM_END;
		bool ok = take_event(r, event);

		fy_parser_event_free(parser, event);
		if (!ok)
			return false;
		if (last)
			return true;
	}
	return report(r, diag);
}

static bool parse(struct reader *r)
{
	struct str text =
	    str_sub(r->source->text, r->skip, r->source->text.len);
	struct fy_diag_cfg diag_cfg;
	struct fy_parse_cfg cfg = { .flags = FYPCF_QUIET };
	struct fy_parser *parser;
	bool ok = false;

	fy_diag_cfg_default(&diag_cfg);
	diag_cfg.fp = NULL;
	cfg.diag = fy_diag_create(&diag_cfg);
	if (cfg.diag != NULL)
		fy_diag_set_collect_errors(cfg.diag, true);
	parser = cfg.diag != NULL ? fy_parser_create(&cfg) : NULL;
	if (parser == NULL ||
	    fy_parser_set_string(parser, text.at, text.len) != 0)
		error_set(r->err, "%s: cannot start the reader of YAML",
		    r->source->path);
	else
		ok = read_events(r, parser, cfg.diag);
	/* libfyaml 0.7.12 can free what it does not have when it ends after an
	 * error near the mark of a key, "?": then its memory is left. */
	if (ok || str_find_char(text, '?', 0) == STR_NONE) {
		fy_parser_destroy(parser);
		fy_diag_destroy(cfg.diag);
	}
	return ok;
}

struct yaml_node *yaml_read(
    struct arena *arena, const struct source *source, struct error *err)
{
	struct reader r = { .arena = arena, .source = source, .err = err };

	if (!check_bytes(source, err))
		return NULL;
	if (str_starts(source->text, STR("\xef\xbb\xbf")))
		r.skip = 3;
	if (source->text.len > r.skip && !parse(&r))
		return NULL;
	if (r.root == NULL || (r.root->kind == YAML_SCALAR && r.root->empty)) {
		r.root = ARENA_NEW(arena, struct yaml_node);
		r.root->kind = YAML_MAP;
		r.root->text = STR("");
	}
	return r.root;
}
