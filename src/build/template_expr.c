/*
 * Expressions become operations, by one function for each level of binding:
 *
 *	x if c else y	or   and   not   == != < <= > >= in
 *	+ -   ~   * // %   - (sign)   | filter, is test   . [ ] ( )
 */
#include "build/template_priv.h"

/* ---- primaries ---- */

static bool parse_super(struct parser *p, const struct token *name)
{
	if (p->block == NULL || p->in_macro)
		return parse_error(p, name->at, name->end,
		    "`super()` can stand only inside of a block");
	if (p->block->super == NULL)
		return parse_error(p, name->at, name->end,
		    "the block `%.*s` replaces none, so there is no `super()`",
		    STR_ARG(p->block->name->text));
	emit(p, OP_SUPER, name->at, name->end);
	return expect_sign(p, "(") && expect_sign(p, ")");
}

/* Values up to the closing sign; their number is counted. */
static bool parse_values(
    struct parser *p, const char *closing, uint32_t *ret_count)
{
	bool more = true, done;

	*ret_count = 0;
	while (more) {
		if (!skip_sign(p, closing, &done))
			return false;
		if (done)
			return true;
		if (!parse_expression(p) || !skip_sign(p, ",", &more))
			return false;
		++*ret_count;
	}
	return expect_sign(p, closing);
}

static bool parse_list(struct parser *p)
{
	struct token first = p->token;
	uint32_t count;

	if (!lex_token(p) || !parse_values(p, "]", &count))
		return false;
	emit(p, OP_LIST, first.at, first.end)->count = count;
	return true;
}

static bool parse_cycle(struct parser *p, const struct token *first)
{
	uint32_t count;

	if (!lex_token(p) || !expect_sign(p, "(") ||
	    !parse_values(p, ")", &count))
		return false;
	if (count == 0)
		return parse_error(p, first->at, first->end,
		    "`loop.cycle` needs at least one value");
	emit(p, OP_CYCLE, first->at, first->end)->count = count;
	return true;
}

/* `loop` was read. */
static bool parse_loop(struct parser *p, const struct token *first)
{
	struct nearest n;
	bool dot;

	if (!skip_sign(p, ".", &dot))
		return false;
	if (!dot) {
		emit(p, OP_LOOP, first->at, first->end)->field = LOOP_WHOLE;
		return true;
	}
	if (token_is_word(p, "cycle"))
		return parse_cycle(p, first);
	n = nearest_to(p->token.text);
	for (enum loop_field f = 0; f < LOOP_FIELDS; f++) {
		nearest_offer(&n, str_of(loop_field_names[f]));
		if (!token_is_word(p, loop_field_names[f]))
			continue;
		emit(p, OP_LOOP, first->at, p->token.end)->field = f;
		return lex_token(p);
	}
	return token_error(p, "`loop` has no %s%s", token_shown(p),
	    nearest_hint(&n, p->set->arena));
}

static const struct {
	const char *word;
	struct value value;
} constants[] = {
	{ "true", { .kind = VALUE_BOOL, .truth = true } },
	{ "True", { .kind = VALUE_BOOL, .truth = true } },
	{ "false", { .kind = VALUE_BOOL, .truth = false } },
	{ "False", { .kind = VALUE_BOOL, .truth = false } },
	{ "none", { .kind = VALUE_NONE } },
	{ "None", { .kind = VALUE_NONE } },
};

static bool parse_word(struct parser *p)
{
	struct token first = p->token;
	const struct name *name;

	for (size_t i = 0; i < sizeof(constants) / sizeof(constants[0]); i++)
		if (token_is_word(p, constants[i].word)) {
			emit_const(p, &first, constants[i].value);
			return lex_token(p);
		}
	if (token_is_word(p, "loop"))
		return lex_token(p) && parse_loop(p, &first);
	if (token_is_word(p, "super"))
		return lex_token(p) && parse_super(p, &first);
	if (!expect_name(p, "a value", &name))
		return false;
	if (token_is(p, "("))
		return parse_call(p, &first);
	emit(p, OP_NAME, first.at, first.end)->name[0] = name;
	return true;
}

static bool parse_primary(struct parser *p)
{
	struct token first = p->token;

	switch (first.kind) {
	case TOKEN_NAME: return parse_word(p);
	case TOKEN_NUMBER:
		emit_const(p, &first, value_number(first.number));
		return lex_token(p);
	case TOKEN_TEXT:
		emit_const(p, &first, value_text(first.text));
		return lex_token(p);
	default: break;
	}
	if (token_is(p, "["))
		return parse_list(p);
	if (!token_is(p, "("))
		return token_error(
		    p, "expected a value, not %s", token_shown(p));
	return lex_token(p) && parse_expression(p) && expect_sign(p, ")");
}

/* After `a.b`, both read: a macro of the module a? */
static bool parse_module_call(
    struct parser *p, size_t from, const struct token *attribute)
{
	struct token name = *attribute;
	const struct op *module = &p->op[from];

	if (p->ops != from + 1 || module->kind != OP_NAME)
		return parse_error(p, attribute->at, attribute->end,
		    "only macros can be called; values have no methods");
	name.text = arena_printf(p->set->arena, "%.*s.%.*s",
	    STR_ARG(module->name[0]->text), STR_ARG(attribute->text));
	name.at = module->at;
	p->ops = from;
	return parse_call(p, &name);
}

static bool parse_attribute(struct parser *p, size_t from)
{
	struct token t = p->token;

	if (t.kind == TOKEN_NUMBER) {
		emit_const(p, &t, value_number(t.number));
		emit(p, OP_INDEX, p->op[from].at, t.end);
		return lex_token(p);
	}
	if (t.kind != TOKEN_NAME)
		return token_error(
		    p, "expected a name after the dot, not %s", token_shown(p));
	if (!lex_token(p))
		return false;
	if (token_is(p, "(")) {
		if (str_eq(t.text, STR("items")))
			return expect_sign(p, "(") && expect_sign(p, ")");
		return parse_module_call(p, from, &t);
	}
	emit(p, OP_ATTRIBUTE, t.at, t.end)->name[0] = set_name(p->set, t.text);
	return true;
}

/* Behind the bracket: an index, or a span whose ends may be left out. */
static bool parse_subscript(struct parser *p, size_t from)
{
	size_t at = p->op[from].at;
	bool span;

	if (token_is(p, ":"))
		emit_undefined(p);
	else if (!parse_expression(p))
		return false;
	if (!skip_sign(p, ":", &span))
		return false;
	if (span && token_is(p, "]"))
		emit_undefined(p);
	else if (span && !parse_expression(p))
		return false;
	emit(p, span ? OP_SLICE : OP_INDEX, at, p->token.end);
	return expect_sign(p, "]");
}

static bool parse_postfix(struct parser *p)
{
	size_t from = p->ops;

	if (!parse_primary(p))
		return false;
	for (;;) {
		bool dot = token_is(p, ".");

		if (!dot && !token_is(p, "["))
			return true;
		if (!lex_token(p))
			return false;
		if (dot ? !parse_attribute(p, from) : !parse_subscript(p, from))
			return false;
	}
}

static bool parse_filtered(struct parser *p)
{
	size_t from = p->ops;

	if (!parse_postfix(p))
		return false;
	for (;;) {
		bool test = token_is_word(p, "is");

		if (!test && !token_is(p, "|"))
			return true;
		if (!lex_token(p))
			return false;
		if (test ? !parse_test(p, from) : !parse_filter(p, from))
			return false;
	}
}

static bool parse_unary(struct parser *p)
{
	struct token sign = p->token;
	bool minus, fine;

	if (!skip_sign(p, "-", &minus))
		return false;
	if (!minus)
		return parse_filtered(p);
	if (!enter(p))
		return false;
	fine = parse_unary(p);
	p->depth--;
	if (fine)
		emit(p, OP_NEGATE, sign.at, sign.end);
	return fine;
}

/* ---- two-sided operators ---- */

struct binary {
	const char *sign; /* NULL ends the list */
	enum op_kind kind;
};

static const struct binary *find_operator(
    const struct parser *p, const struct binary *list)
{
	for (; list->sign != NULL; list++)
		if (token_is(p, list->sign) || token_is_word(p, list->sign))
			return list;
	return NULL;
}

typedef bool parse_level(struct parser *p);

/* Operands of the level below with operators between, from left to right. */
static bool parse_chain(
    struct parser *p, parse_level *below, const struct binary *list)
{
	const struct binary *binary;

	if (!below(p))
		return false;
	while ((binary = find_operator(p, list)) != NULL) {
		struct token sign = p->token;

		if (!lex_token(p) || !below(p))
			return false;
		emit(p, binary->kind, sign.at, sign.end);
	}
	return true;
}

static bool parse_product(struct parser *p)
{
	static const struct binary list[] = { { "*", OP_MULTIPLY },
		{ "//", OP_DIVIDE }, { "%", OP_MODULO }, { NULL, 0 } };

	if (!parse_chain(p, parse_unary, list))
		return false;
	if (token_is(p, "/"))
		return token_error(
		    p, "numbers are whole here; use `//`, which rounds down");
	return true;
}

static bool parse_concat(struct parser *p)
{
	static const struct binary list[] = { { "~", OP_CONCAT }, { NULL, 0 } };

	return parse_chain(p, parse_product, list);
}

static bool parse_sum(struct parser *p)
{
	static const struct binary list[] = { { "+", OP_ADD },
		{ "-", OP_SUBTRACT }, { NULL, 0 } };

	return parse_chain(p, parse_concat, list);
}

static const struct binary comparisons[] = { { "==", OP_EQUAL },
	{ "!=", OP_DIFFERENT }, { "<", OP_LESS }, { "<=", OP_LESS_EQUAL },
	{ ">", OP_GREATER }, { ">=", OP_GREATER_EQUAL }, { "in", OP_IN },
	{ "not", OP_NOT_IN }, { NULL, 0 } };

static bool parse_comparison(struct parser *p)
{
	struct token sign;
	const struct binary *binary;

	if (!parse_sum(p))
		return false;
	binary = find_operator(p, comparisons);
	if (binary == NULL)
		return true;
	sign = p->token;
	if (!lex_token(p))
		return false;
	if (binary->kind == OP_NOT_IN && !expect_word(p, "in"))
		return false;
	if (!parse_sum(p))
		return false;
	emit(p, binary->kind, sign.at, sign.end);
	if (find_operator(p, comparisons) != NULL)
		return token_error(
		    p, "join comparisons with `and`: `a < b and b < c`");
	return true;
}

static bool parse_not(struct parser *p)
{
	struct token word = p->token;
	bool negated, fine;

	if (!skip_word(p, "not", &negated))
		return false;
	if (!negated)
		return parse_comparison(p);
	if (!enter(p))
		return false;
	fine = parse_not(p);
	p->depth--;
	if (fine)
		emit(p, OP_NOT, word.at, word.end);
	return fine;
}

/* The right side is passed over when the left one decides. */
static bool parse_short(
    struct parser *p, parse_level *below, const char *word, enum op_kind kind)
{
	bool more;

	if (!below(p))
		return false;
	for (;;) {
		size_t jump = p->ops;

		if (!token_is_word(p, word))
			return true;
		emit(p, kind, p->token.at, p->token.end);
		if (!skip_word(p, word, &more) || !below(p))
			return false;
		land(p, jump);
	}
}

static bool parse_and(struct parser *p)
{
	return parse_short(p, parse_not, "and", OP_AND);
}

bool parse_or(struct parser *p)
{
	return parse_short(p, parse_and, "or", OP_OR);
}

/* After the value for "true" (emitted from `from` on) and the `if`. */
static bool parse_choice(struct parser *p, size_t from)
{
	struct cut yes = cut_ops(p, from);
	struct token word = p->token;
	size_t to_else, to_end;
	bool has_else;

	if (!parse_or(p))
		return false;
	to_else = p->ops;
	emit(p, OP_JUMP_FALSE, word.at, word.end);
	paste_ops(p, yes);
	to_end = p->ops;
	emit(p, OP_JUMP, word.at, word.end);
	land(p, to_else);
	if (!skip_word(p, "else", &has_else))
		return false;
	if (!has_else)
		emit_const(p, &word, value_none());
	else if (!parse_expression(p))
		return false;
	land(p, to_end);
	return true;
}

bool parse_expression(struct parser *p)
{
	size_t from = p->ops;
	bool fine, choice = true;

	if (!enter(p))
		return false;
	fine = parse_or(p);
	while (fine && choice) {
		fine = skip_word(p, "if", &choice);
		if (fine && choice)
			fine = parse_choice(p, from);
	}
	p->depth--;
	return fine;
}
