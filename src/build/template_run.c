/* Operations become text: the machine. */
#include "build/template_priv.h"

#include <assert.h>
#include <string.h>

#include "base/xml.h"

/* Room for `count` + 1 things in an array that also shrinks. */
static void *make_room(
    struct run *r, void *list, size_t count, size_t size, size_t *room)
{
	void *larger;

	if (count < *room)
		return list;
	*room = *room > 0 ? *room * 2 : 32;
	larger = arena_array(r->arena, *room, size);
	if (count > 0)
		memcpy(larger, list, count * size);
	return larger;
}

void run_grow_stack(struct run *r)
{
	r->stack = make_room(
	    r, r->stack, r->values, sizeof(*r->stack), &r->stack_room);
}

bool run_check_memory(struct run *r, const struct op *op)
{
	if (r->arena->total - r->made_before <= LIMIT_TEMPLATE_MEMORY)
		return true;
	return run_error(r, op,
	    "the template makes more than %zu MiB of texts and lists",
	    LIMIT_TEMPLATE_MEMORY / MIB);
}

bool run_check_steps(struct run *r, const struct op *op)
{
	if (r->steps <= LIMIT_TEMPLATE_STEPS)
		return true;
	return run_error(r, op,
	    "the template takes more than %d steps; are there loops in loops?",
	    LIMIT_TEMPLATE_STEPS);
}

static void bind(struct run *r, const struct name *name, struct value v)
{
	if (r->bindings == r->binding_room)
		r->binding = make_room(r, r->binding, r->bindings,
		    sizeof(*r->binding), &r->binding_room);
	r->binding[r->bindings++] = (struct binding){ name, v };
}

/* ---- printing ---- */

/* Copied as it is: ASCII that has no meaning in HTML. */
static bool is_plain(char c)
{
	if (c < ' ' || c == 0x7f) /* bytes above ASCII are below 0, or above */
		return c == '\n' || c == '\t' || c == '\r';
	return (unsigned char)c < 0x80 && c != '&' && c != '<' && c != '>' &&
	       c != '"' && c != '\'';
}

/* The same byte eight times. */
#define EIGHT(byte) ((uint64_t)(byte)*0x0101010101010101u)

/* Has one of the bytes a value below `least` (at most 0x80), or above 0x7f? */
static bool has_below(uint64_t bytes, unsigned char least)
{
	return (((bytes - EIGHT(least)) | bytes) & EIGHT(0x80)) != 0;
}

/*
 * Plain bytes at the start of s.  Nearly all are, so eight are looked at at
 * once: & and ' differ only in bit 0, < and > only in bit 1.  A doubt ends
 * the hurry, not the run.
 */
static size_t plain_bytes(struct str s)
{
	size_t at = 0;
	uint64_t bytes;

	for (; s.len - at >= sizeof(bytes); at += sizeof(bytes)) {
		memcpy(&bytes, s.at + at, sizeof(bytes));
		if (has_below(bytes, ' ') ||
		    has_below((bytes | EIGHT(1)) ^ EIGHT('\''), 1) ||
		    has_below((bytes | EIGHT(2)) ^ EIGHT('>'), 1) ||
		    has_below(bytes ^ EIGHT('"'), 1) ||
		    has_below(bytes ^ EIGHT(0x7f), 1))
			break;
	}
	while (at < s.len && is_plain(s.at[at]))
		at++;
	return at;
}

void template_add_escaped(struct strbuf *out, struct str s)
{
	while (s.len > 0) {
		size_t plain = plain_bytes(s), end = plain;

		while (end < s.len && !is_plain(s.at[end]))
			end++;
		strbuf_add(out, str_sub(s, 0, plain));
		if (end > plain)
			xml_add_attribute(out, str_sub(s, plain, end));
		s = str_sub(s, end, s.len);
	}
}

static void add_number(struct strbuf *out, int64_t number)
{
	uint64_t size = (uint64_t)number;

	if (number < 0) {
		strbuf_add_char(out, '-');
		size = 0 - size;
	}
	strbuf_add_number(out, size);
}

bool template_add_value(struct strbuf *out, struct value v)
{
	switch (v.kind) {
	case VALUE_NONE: return true;
	case VALUE_BOOL:
		strbuf_add(out, v.truth ? STR("true") : STR("false"));
		return true;
	case VALUE_NUMBER: add_number(out, v.number); return true;
	case VALUE_TEXT: template_add_escaped(out, v.text); return true;
	case VALUE_HTML: strbuf_add(out, v.text); return true;
	default: return false;
	}
}

static bool check_output(struct run *r, const struct op *op)
{
	return !r->out->full ||
	       run_error(
		   r, op, "the page is larger than %zu bytes", r->out->max);
}

static bool run_text(struct run *r, const struct op *op)
{
	strbuf_add(r->out, op->text);
	return check_output(r, op);
}

static bool run_print(struct run *r, const struct op *op)
{
	struct value v = run_pop(r);

	if (!template_add_value(r->out, v))
		return run_error(r, op,
		    "%s cannot be printed; print its parts, or use `join`",
		    value_kind_name(v));
	return check_output(r, op);
}

static bool run_const(struct run *r, const struct op *op)
{
	run_push(r, op->value);
	return true;
}

/* ---- jumps ---- */

static bool run_jump(struct run *r, const struct op *op)
{
	r->next += op->jump;
	return true;
}

static bool run_jump_false(struct run *r, const struct op *op)
{
	if (!value_is_true(run_pop(r)))
		r->next += op->jump;
	return true;
}

static bool run_and_or(struct run *r, const struct op *op)
{
	bool left = value_is_true(r->stack[r->values - 1]);

	if (left == (op->kind == OP_OR))
		r->next += op->jump;
	else
		r->values--;
	return true;
}

/* ---- variables and loops ---- */

static bool run_set(struct run *r, const struct op *op)
{
	struct value v = run_pop(r);

	for (size_t i = r->bindings; i > r->scope; i--)
		if (r->binding[i - 1].name == op->name[0]) {
			r->binding[i - 1].value = v;
			return true;
		}
	bind(r, op->name[0], v);
	return true;
}

static bool run_given(struct run *r, const struct op *op)
{
	for (size_t i = r->bindings; i > r->base; i--)
		if (r->binding[i - 1].name == op->name[0]) {
			if (r->binding[i - 1].value.kind != VALUE_UNDEFINED)
				r->next += op->jump;
			break;
		}
	return true;
}

/* `for a, b in` a list of pairs. */
static bool bind_pair(struct run *r, const struct op *op, struct value pair)
{
	if (pair.kind != VALUE_LIST || value_count(pair) != 2)
		return run_error(r, op,
		    "a for with two names needs a map or a list of pairs");
	bind(r, op->name[0], value_made(r->arena, value_at(pair, 0)));
	bind(r, op->name[1], value_made(r->arena, value_at(pair, 1)));
	return true;
}

static bool bind_item(struct run *r, const struct loop *loop)
{
	const struct op *op = loop->op;
	struct value item =
	    value_made(r->arena, value_at(loop->list, loop->index));

	r->bindings = loop->bindings;
	if (loop->list.kind == VALUE_MAP) {
		bind(r, op->name[0],
		    value_text(value_key(loop->list, loop->index)));
		if (op->name[1] != NULL)
			bind(r, op->name[1], item);
		return true;
	}
	if (op->name[1] != NULL)
		return bind_pair(r, op, item);
	bind(r, op->name[0], item);
	return true;
}

/* FOR and COLLECT; the latter leaves a new list on the stack. */
static bool run_for(struct run *r, const struct op *op)
{
	struct value list = run_pop(r);
	struct loop *loop;

	if (list.kind != VALUE_LIST && list.kind != VALUE_MAP)
		return run_error(r, op,
		    "`for` needs a list or a map, but this is %s",
		    value_kind_name(list));
	if (op->kind == OP_COLLECT) {
		if (list.kind == VALUE_MAP)
			return run_error(r, op,
			    "a for over a map cannot have an `if`; put it "
			    "inside");
		run_push(r, value_list(r->arena));
	}
	if (value_count(list) == 0) {
		r->next += op->jump;
		return true;
	}
	if (r->loops == LIMIT_TEMPLATE_DEPTH)
		return run_error(r, op, "more than %d loops inside one another",
		    LIMIT_TEMPLATE_DEPTH);
	loop = &r->loop[r->loops++];
	*loop = (struct loop){ .op = op,
		.list = list,
		.count = value_count(list),
		.bindings = r->bindings,
		.scope = r->scope };
	r->scope = r->bindings;
	return bind_item(r, loop);
}

static bool run_next(struct run *r, const struct op *op)
{
	struct loop *loop = &r->loop[r->loops - 1];

	if (++loop->index < loop->count) {
		r->next += op->jump;
		return bind_item(r, loop);
	}
	r->bindings = loop->bindings;
	r->scope = loop->scope;
	r->loops--;
	return true;
}

static bool run_keep(struct run *r, const struct op *op)
{
	const struct loop *loop = &r->loop[r->loops - 1];

	if (value_is_true(run_pop(r)))
		value_append(r->arena, r->stack[r->values - 1],
		    value_at(loop->list, loop->index));
	return run_check_memory(r, op);
}

/* ---- inner code ---- */

static bool run_code(
    struct run *r, const struct op *from, const struct code *code);

/* Run code that sees all that is around it; its own variables end with it. */
static bool run_inner(
    struct run *r, const struct op *op, const struct code *code)
{
	size_t bindings = r->bindings, scope = r->scope;
	bool fine;

	r->scope = r->bindings;
	fine = run_code(r, op, code);
	r->bindings = bindings;
	r->scope = scope;
	return fine;
}

/* From the youngest, whose `set` the others see, to the one that prints. */
static bool run_family(
    struct run *r, const struct op *op, const struct template_file *t)
{
	const struct template_file *template = r->template;
	size_t bindings = r->bindings, scope = r->scope;
	bool fine = true;

	r->scope = r->bindings;
	for (r->template = t; t != NULL && fine; t = t->parent)
		fine = run_code(r, op, &t->main);
	r->template = template;
	r->bindings = bindings;
	r->scope = scope;
	return fine;
}

static bool run_include(struct run *r, const struct op *op)
{
	const struct block *block = r->block;
	bool fine;

	r->block = NULL;
	fine = run_family(r, op, op->template);
	r->block = block;
	return fine;
}

static bool run_this_block(
    struct run *r, const struct op *op, const struct block *block)
{
	const struct block *outer = r->block;
	bool fine;

	r->block = block;
	fine = run_inner(r, op, &block->code);
	r->block = outer;
	return fine;
}

static bool run_block(struct run *r, const struct op *op)
{
	return run_this_block(r, op, r->template->block[op->block]);
}

/* Take what was printed since `start` out of the output, as HTML. */
static bool take_output(struct run *r, const struct op *op, size_t start)
{
	struct str html = str_sub(strbuf_str(r->out), start, r->out->len);

	run_push(r, value_html(arena_str(r->arena, html)));
	strbuf_truncate(r->out, start);
	return run_check_memory(r, op);
}

static bool run_super(struct run *r, const struct op *op)
{
	size_t start = r->out->len;

	return run_this_block(r, op, r->block->super) &&
	       take_output(r, op, start);
}

/* A macro sees its arguments and the variables of the page only. */
static bool run_call(struct run *r, const struct op *op)
{
	const struct macro *m = op->macro;
	size_t start = r->out->len, base = r->base, loop_base = r->loop_base;
	size_t bindings = r->bindings, scope = r->scope;
	size_t first = r->values - op->count;

	r->base = r->scope = r->bindings;
	r->loop_base = r->loops;
	for (size_t i = 0; i < op->count; i++)
		bind(r, m->parameter[i], r->stack[first + i]);
	r->values = first;
	if (!run_code(r, op, &m->code))
		return false;
	r->base = base;
	r->loop_base = loop_base;
	r->bindings = bindings;
	r->scope = scope;
	return take_output(r, op, start);
}

static bool run_capture(struct run *r, const struct op *op)
{
	(void)op;
	run_push(r, value_number((int64_t)r->out->len));
	return true;
}

static bool run_captured(struct run *r, const struct op *op)
{
	return take_output(r, op, (size_t)run_pop(r).number);
}

static op_run *const operations[OP_KINDS] = {
	[OP_TEXT] = run_text,
	[OP_PRINT] = run_print,
	[OP_CONST] = run_const,
	[OP_NAME] = eval_name,
	[OP_ATTRIBUTE] = eval_attribute,
	[OP_INDEX] = eval_index,
	[OP_SLICE] = eval_slice,
	[OP_LIST] = eval_list,
	[OP_LOOP] = eval_loop,
	[OP_CYCLE] = eval_cycle,
	[OP_NOT] = eval_not,
	[OP_NEGATE] = eval_negate,
	[OP_ADD] = eval_arithmetic,
	[OP_SUBTRACT] = eval_arithmetic,
	[OP_MULTIPLY] = eval_arithmetic,
	[OP_DIVIDE] = eval_arithmetic,
	[OP_MODULO] = eval_arithmetic,
	[OP_CONCAT] = eval_concat,
	[OP_EQUAL] = eval_equal,
	[OP_DIFFERENT] = eval_equal,
	[OP_LESS] = eval_order,
	[OP_LESS_EQUAL] = eval_order,
	[OP_GREATER] = eval_order,
	[OP_GREATER_EQUAL] = eval_order,
	[OP_IN] = eval_in,
	[OP_NOT_IN] = eval_in,
	[OP_JUMP] = run_jump,
	[OP_JUMP_FALSE] = run_jump_false,
	[OP_AND] = run_and_or,
	[OP_OR] = run_and_or,
	[OP_FILTER] = eval_filter,
	[OP_TEST] = eval_test,
	[OP_SET] = run_set,
	[OP_GIVEN] = run_given,
	[OP_FOR] = run_for,
	[OP_COLLECT] = run_for,
	[OP_KEEP] = run_keep,
	[OP_NEXT] = run_next,
	[OP_INCLUDE] = run_include,
	[OP_BLOCK] = run_block,
	[OP_SUPER] = run_super,
	[OP_CALL] = run_call,
	[OP_CAPTURE] = run_capture,
	[OP_CAPTURED] = run_captured,
};

static bool too_deep(struct run *r, const struct op *op)
{
	return run_error(r, op,
	    "more than %d templates, blocks and macros inside one another",
	    LIMIT_TEMPLATE_DEPTH);
}

/* `from` is the operation that needs the code; NULL for the first one. */
static bool run_code(
    struct run *r, const struct op *from, const struct code *code)
{
	const struct source *source = r->source;
	const struct op *next = r->next;
	const struct op *end;

	if (code->count == 0)
		return true;
	if (r->depth == LIMIT_TEMPLATE_DEPTH && from != NULL)
		return too_deep(r, from);
	r->depth++;
	r->source = code->source;
	r->next = code->op;
	end = code->op + code->count;
	while (r->next < end) {
		const struct op *op = r->next++;

		if (++r->steps > LIMIT_TEMPLATE_STEPS)
			return run_check_steps(r, op);
		if (!operations[op->kind](r, op))
			return false;
	}
	r->source = source;
	r->next = next;
	r->depth--;
	return true;
}

bool template_render(const struct template_set *set, const char *name,
    struct value variables, struct arena *arena, struct strbuf *out,
    struct error *err)
{
	const struct template_file *t = NULL;
	struct run r = { .arena = arena,
		.out = out,
		.err = err,
		.variables = variables,
		.made_before = arena->total };

	for (size_t i = 0; i < set->templates && t == NULL; i++)
		if (strcmp(set->template[i] -> name, name) == 0)
			t = set->template[i];
	assert(t != NULL);
	return run_family(&r, NULL, t);
}
