/* Lookups, operators, and the calls of filters and tests. */
#include "build/template_priv.h"

const char *const loop_field_names[LOOP_FIELDS] = {
	[LOOP_INDEX] = "index",
	[LOOP_INDEX0] = "index0",
	[LOOP_REVINDEX] = "revindex",
	[LOOP_REVINDEX0] = "revindex0",
	[LOOP_FIRST] = "first",
	[LOOP_LAST] = "last",
	[LOOP_LENGTH] = "length",
	[LOOP_PREVITEM] = "previtem",
	[LOOP_NEXTITEM] = "nextitem",
};

const char *value_kind_name(struct value v)
{
	switch (v.kind) {
	case VALUE_NONE: return "none";
	case VALUE_BOOL: return "true or false";
	case VALUE_NUMBER: return "a number";
	case VALUE_TEXT: return "a text";
	case VALUE_HTML: return "HTML";
	case VALUE_LIST: return "a list";
	case VALUE_MAP: return "a map";
	default: return "missing";
	}
}

static bool is_textual(struct value v)
{
	return v.kind == VALUE_TEXT || v.kind == VALUE_HTML;
}

bool value_is_true(struct value v)
{
	switch (v.kind) {
	case VALUE_BOOL: return v.truth;
	case VALUE_NUMBER: return v.number != 0;
	case VALUE_TEXT:
	case VALUE_HTML: return v.text.len > 0;
	case VALUE_LIST:
	case VALUE_MAP: return value_count(v) > 0;
	default: return false;
	}
}

bool value_equal(struct value a, struct value b)
{
	if (is_textual(a) && is_textual(b))
		return str_eq(a.text, b.text);
	if (a.kind != b.kind)
		return false;
	switch (a.kind) {
	case VALUE_BOOL: return a.truth == b.truth;
	case VALUE_NUMBER: return a.number == b.number;
	case VALUE_LIST:
		return a.list == b.list ||
		       (value_count(a) == 0 && value_count(b) == 0);
	case VALUE_MAP: return a.map == b.map;
	default: return true;
	}
}

bool value_order(struct value a, struct value b, int *ret_order)
{
	if (is_textual(a) && is_textual(b)) {
		*ret_order = str_cmp(a.text, b.text);
		return true;
	}
	if (a.kind != VALUE_NUMBER || b.kind != VALUE_NUMBER)
		return false;
	*ret_order = (a.number > b.number) - (a.number < b.number);
	return true;
}

/* ---- lookups ---- */

/* Push what was looked up; NULL: it is missing, and that is allowed. */
static bool push_found(struct run *r, const struct value *v)
{
	if (v == NULL)
		run_push(r, (struct value){ .kind = VALUE_UNDEFINED });
	else if (v->kind == VALUE_LAZY)
		run_push(r, value_made(r->arena, *v));
	else
		run_push(r, *v);
	return true;
}

static bool unknown_name(struct run *r, const struct op *op)
{
	struct str name = op->name[0]->text;
	struct nearest n = nearest_to(name);

	for (size_t i = r->bindings; i > r->base; i--)
		nearest_offer(&n, r->binding[i - 1].name->text);
	for (size_t i = 0; i < value_count(r->variables); i++)
		nearest_offer(&n, value_key(r->variables, i));
	return run_error(r, op, "`%.*s` is not known here%s", STR_ARG(name),
	    nearest_hint(&n, r->arena));
}

bool eval_name(struct run *r, const struct op *op)
{
	const struct value *v;

	for (size_t i = r->bindings; i > r->base; i--)
		if (r->binding[i - 1].name == op->name[0])
			return push_found(r, &r->binding[i - 1].value);
	v = value_get(r->variables, op->name[0]->text);
	if (v == NULL && !op->flag)
		return unknown_name(r, op);
	return push_found(r, v);
}

static bool no_member(
    struct run *r, const struct op *op, struct value from, struct str name)
{
	struct nearest n = nearest_to(name);

	if (from.kind != VALUE_MAP)
		return run_error(r, op,
		    "there is no `%.*s` here: what stands before it is %s",
		    STR_ARG(name), value_kind_name(from));
	for (size_t i = 0; i < value_count(from); i++)
		nearest_offer(&n, value_key(from, i));
	return run_error(r, op, "there is no `%.*s` in this map%s",
	    STR_ARG(name), nearest_hint(&n, r->arena));
}

bool eval_attribute(struct run *r, const struct op *op)
{
	struct value from = run_pop(r);
	const struct value *v = value_get(from, op->name[0]->text);

	if (v == NULL && !op->flag)
		return no_member(r, op, from, op->name[0]->text);
	return push_found(r, v);
}

/* A negative index counts from the end. */
static bool find_item(struct value list, int64_t index, size_t *ret_index)
{
	int64_t count = (int64_t)value_count(list);

	if (index < 0)
		index += count;
	*ret_index = (size_t)index;
	return index >= 0 && index < count;
}

bool eval_index(struct run *r, const struct op *op)
{
	struct value index = run_pop(r), from = run_pop(r), item;
	size_t i;

	if (is_textual(index)) {
		const struct value *v = value_get(from, index.text);

		if (v == NULL && !op->flag)
			return no_member(r, op, from, index.text);
		return push_found(r, v);
	}
	if (from.kind == VALUE_LIST && index.kind == VALUE_NUMBER &&
	    find_item(from, index.number, &i)) {
		item = value_at(from, i);
		return push_found(r, &item);
	}
	if (op->flag)
		return push_found(r, NULL);
	if (from.kind != VALUE_LIST || index.kind != VALUE_NUMBER)
		return run_error(r, op, "%s cannot be the index of %s",
		    value_kind_name(index), value_kind_name(from));
	return run_error(r, op, "there is no item %lld in a list of %zu",
	    (long long)index.number, value_count(from));
}

/* One end of a span, within the list; false if it is no number. */
static bool span_end(
    struct value v, int64_t missing, int64_t count, int64_t *ret_index)
{
	*ret_index = v.kind == VALUE_UNDEFINED ? missing : v.number;
	if (v.kind != VALUE_UNDEFINED && v.kind != VALUE_NUMBER)
		return false;
	if (*ret_index < 0)
		*ret_index += count;
	if (*ret_index < 0)
		*ret_index = 0;
	if (*ret_index > count)
		*ret_index = count;
	return true;
}

bool eval_slice(struct run *r, const struct op *op)
{
	struct value to = run_pop(r), from = run_pop(r), list = run_pop(r);
	struct value part = value_list(r->arena);
	int64_t count = (int64_t)value_count(list), first, last;

	if (list.kind != VALUE_LIST)
		return run_error(r, op,
		    "only lists can be cut with [a:b], but this is %s; see "
		    "the filter `truncate`",
		    value_kind_name(list));
	if (!span_end(from, 0, count, &first) ||
	    !span_end(to, count, count, &last))
		return run_error(r, op, "the ends of [a:b] must be numbers");
	for (; first < last; first++)
		value_append(r->arena, part, value_at(list, (size_t)first));
	run_push(r, part);
	return run_check_memory(r, op);
}

bool eval_list(struct run *r, const struct op *op)
{
	struct value list = value_list(r->arena);
	size_t first = r->values - op->count;

	for (size_t i = first; i < r->values; i++)
		value_append(r->arena, list, r->stack[i]);
	r->values = first;
	run_push(r, list);
	return run_check_memory(r, op);
}

/* ---- loops ---- */

static struct value neighbour(
    struct run *r, const struct loop *loop, size_t index)
{
	if (loop->list.kind == VALUE_MAP)
		return value_text(value_key(loop->list, index));
	return value_made(r->arena, value_at(loop->list, index));
}

struct value loop_field_value(
    struct run *r, const struct loop *loop, enum loop_field field)
{
	int64_t index = (int64_t)loop->index, count = (int64_t)loop->count;

	switch (field) {
	case LOOP_INDEX: return value_number(index + 1);
	case LOOP_INDEX0: return value_number(index);
	case LOOP_REVINDEX: return value_number(count - index);
	case LOOP_REVINDEX0: return value_number(count - index - 1);
	case LOOP_FIRST: return value_bool(index == 0);
	case LOOP_LAST: return value_bool(index + 1 == count);
	case LOOP_LENGTH: return value_number(count);
	/* Before the first and after the last there is none. */
	case LOOP_PREVITEM: return neighbour(r, loop, loop->index - 1);
	case LOOP_NEXTITEM: return neighbour(r, loop, loop->index + 1);
	default: return value_none();
	}
}

/* All of `loop` as it is now, for `set outer = loop`. */
static struct value loop_map(struct run *r, const struct loop *loop)
{
	struct value map = value_map(r->arena);

	for (enum loop_field f = 0; f < LOOP_FIELDS; f++)
		value_set(r->arena, map, loop_field_names[f],
		    loop_field_value(r, loop, f));
	return map;
}

bool eval_loop(struct run *r, const struct op *op)
{
	const struct loop *loop;

	if (r->loops == r->loop_base) {
		if (op->flag)
			return push_found(r, NULL);
		return run_error(
		    r, op, "`loop` is known only inside of a `for`");
	}
	loop = &r->loop[r->loops - 1];
	if (op->field != LOOP_WHOLE) {
		run_push(r, loop_field_value(r, loop, op->field));
		return true;
	}
	run_push(r, loop_map(r, loop));
	return run_check_memory(r, op);
}

bool eval_cycle(struct run *r, const struct op *op)
{
	size_t first = r->values - op->count;
	struct value v;

	if (r->loops == r->loop_base)
		return run_error(
		    r, op, "`loop` is known only inside of a `for`");
	v = r->stack[first + r->loop[r->loops - 1].index % op->count];
	r->values = first;
	run_push(r, v);
	return true;
}

/* ---- operators ---- */

bool eval_not(struct run *r, const struct op *op)
{
	(void)op;
	run_push(r, value_bool(!value_is_true(run_pop(r))));
	return true;
}

bool eval_negate(struct run *r, const struct op *op)
{
	struct value v = run_pop(r);

	if (v.kind != VALUE_NUMBER || v.number == INT64_MIN)
		return run_error(r, op, "`-` needs a number, but this is %s",
		    value_kind_name(v));
	run_push(r, value_number(-v.number));
	return true;
}

/* Rounded down, as Python does. */
static int64_t divide(int64_t a, int64_t b)
{
	return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

/* False: the result is no number of 64 bits. */
static bool calculate(enum op_kind kind, int64_t a, int64_t b, int64_t *ret)
{
	switch (kind) {
	case OP_ADD: return !__builtin_add_overflow(a, b, ret);
	case OP_SUBTRACT: return !__builtin_sub_overflow(a, b, ret);
	case OP_MULTIPLY: return !__builtin_mul_overflow(a, b, ret);
	default: break;
	}
	if (b == 0 || (a == INT64_MIN && b == -1))
		return false;
	*ret = kind == OP_DIVIDE ? divide(a, b) : a - divide(a, b) * b;
	return true;
}

bool eval_arithmetic(struct run *r, const struct op *op)
{
	struct value b = run_pop(r), a = run_pop(r);
	int64_t result;

	if (a.kind != VALUE_NUMBER || b.kind != VALUE_NUMBER)
		return run_error(r, op,
		    "this needs two numbers, but there is %s and %s%s",
		    value_kind_name(a), value_kind_name(b),
		    op->kind == OP_ADD ? "; join texts with `~`" : "");
	if (!calculate(op->kind, a.number, b.number, &result))
		return run_error(r, op, "%lld and %lld have no result here",
		    (long long)a.number, (long long)b.number);
	run_push(r, value_number(result));
	return true;
}

/* One side of `~`: as it is, or escaped because the other side is HTML. */
static bool add_side(struct strbuf *out, struct value v, bool html)
{
	if (html || !is_textual(v))
		return template_add_value(out, v);
	strbuf_add(out, v.text);
	return true;
}

bool eval_concat(struct run *r, const struct op *op)
{
	struct value b = run_pop(r), a = run_pop(r), joined;
	bool html = a.kind == VALUE_HTML || b.kind == VALUE_HTML, fine;
	struct call call = { .run = r, .op = op };
	struct strbuf out;

	strbuf_init(&out, LIMIT_PAGE);
	fine = add_side(&out, a, html) && add_side(&out, b, html);
	if (!fine) {
		strbuf_release(&out);
		return run_error(r, op, "%s and %s cannot be joined",
		    value_kind_name(a), value_kind_name(b));
	}
	if (!call_finish(&call, &out, html ? VALUE_HTML : VALUE_TEXT, &joined))
		return false;
	run_push(r, joined);
	return true;
}

bool eval_equal(struct run *r, const struct op *op)
{
	struct value b = run_pop(r), a = run_pop(r);

	run_push(r, value_bool(value_equal(a, b) == (op->kind == OP_EQUAL)));
	return true;
}

bool eval_order(struct run *r, const struct op *op)
{
	struct value b = run_pop(r), a = run_pop(r);
	bool truth;
	int order;

	if (!value_order(a, b, &order))
		return run_error(r, op, "%s and %s have no order",
		    value_kind_name(a), value_kind_name(b));
	switch (op->kind) {
	case OP_LESS: truth = order < 0; break;
	case OP_LESS_EQUAL: truth = order <= 0; break;
	case OP_GREATER: truth = order > 0; break;
	default: truth = order >= 0; break;
	}
	run_push(r, value_bool(truth));
	return true;
}

static bool list_has(struct run *r, struct value list, struct value v)
{
	size_t count = value_count(list);

	r->steps += count;
	for (size_t i = 0; i < count; i++)
		if (value_equal(value_made(r->arena, value_at(list, i)), v))
			return true;
	return false;
}

bool eval_in(struct run *r, const struct op *op)
{
	struct value in = run_pop(r), v = run_pop(r);
	bool found;

	if (in.kind == VALUE_LIST)
		found = list_has(r, in, v);
	else if (in.kind == VALUE_MAP && is_textual(v))
		found = value_get(in, v.text) != NULL;
	else if (is_textual(in) && is_textual(v))
		found = str_find(in.text, v.text, 0) != STR_NONE;
	else
		return run_error(r, op, "%s cannot be in %s",
		    value_kind_name(v), value_kind_name(in));
	run_push(r, value_bool(found == (op->kind == OP_IN)));
	return true;
}

/* ---- filters and tests ---- */

/* The values of a call, taken from the stack; they stay readable until the
 * next push. */
static struct call take_call(struct run *r, const struct op *op)
{
	struct call call = { .run = r, .op = op };

	r->values -= op->count + 1;
	call.subject = r->stack[r->values];
	call.argument = &r->stack[r->values + 1];
	r->steps += value_count(call.subject);
	if (is_textual(call.subject))
		r->steps += call.subject.text.len / 64;
	return call;
}

bool eval_filter(struct run *r, const struct op *op)
{
	struct call call = take_call(r, op);
	struct value v;

	if (!op->filter->run(&call, &v))
		return false;
	run_push(r, v);
	return run_check_memory(r, op);
}

bool eval_test(struct run *r, const struct op *op)
{
	struct call call = take_call(r, op);
	bool truth;

	if (!op->test->run(&call, &truth))
		return false;
	run_push(r, value_bool(truth != op->flag));
	return true;
}
