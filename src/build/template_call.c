/*
 * Code as it grows, and the calls in it: macros, filters and tests with their
 * arguments.
 */
#include "build/template_priv.h"

struct op *emit(struct parser *p, enum op_kind kind, size_t at, size_t end)
{
	struct op *op;

	p->op = ARENA_GROW(p->set->arena, p->op, p->ops);
	op = &p->op[p->ops++];
	*op = (struct op){
		.kind = kind, .at = (uint32_t)at, .end = (uint32_t)end
	};
	return op;
}

void land(struct parser *p, size_t index)
{
	p->op[index].jump = (int32_t)(p->ops - (index + 1));
}

bool enter(struct parser *p)
{
	if (p->depth >= LIMIT_TEMPLATE_DEPTH)
		return token_error(p,
		    "this is nested more than %d levels deep; use a variable "
		    "or a file of its own",
		    LIMIT_TEMPLATE_DEPTH);
	p->depth++;
	return true;
}

struct cut cut_ops(struct parser *p, size_t from)
{
	struct cut c = { .count = p->ops - from };

	c.op = ARENA_ARRAY(p->set->arena, c.count, struct op);
	for (size_t i = 0; i < c.count; i++)
		c.op[i] = p->op[from + i];
	p->ops = from;
	return c;
}

void paste_ops(struct parser *p, struct cut c)
{
	for (size_t i = 0; i < c.count; i++)
		*emit(p, OP_TEXT, 0, 0) = c.op[i];
}

void emit_const(struct parser *p, const struct token *t, struct value v)
{
	emit(p, OP_CONST, t->at, t->end)->value = v;
}

void emit_undefined(struct parser *p)
{
	emit(p, OP_CONST, p->token.at, p->token.end)->value =
	    (struct value){ .kind = VALUE_UNDEFINED };
}

/*
 * The operand of `is defined` or `default`, emitted from `from` on: what its
 * lookups do not find is undefined.  Other operations in it (`a + b`) still
 * insist on what they need.
 */
static void soften(struct parser *p, size_t from)
{
	for (size_t i = from; i < p->ops; i++)
		switch (p->op[i].kind) {
		case OP_NAME:
		case OP_ATTRIBUTE:
		case OP_INDEX:
		case OP_CONST:
		case OP_LOOP: break;
		default: return;
		}
	for (size_t i = from; i < p->ops; i++)
		p->op[i].flag = true;
}

/* ---- arguments ---- */

static bool find_parameter(struct parser *p, const struct signature *s,
    struct str name, size_t *ret_index)
{
	struct nearest n = nearest_to(name);

	for (size_t i = 0; i < s->count; i++) {
		if (str_eq(s->name[i], name)) {
			*ret_index = i;
			return true;
		}
		nearest_offer(&n, s->name[i]);
	}
	return token_error(p, "there is no argument `%.*s`%s", STR_ARG(name),
	    nearest_hint(&n, p->set->arena));
}

/* Is the current name followed by a single equals sign? */
static bool is_keyword(struct parser *p, bool *ret_is)
{
	struct parser ahead = *p;

	*ret_is = false;
	if (p->token.kind != TOKEN_NAME)
		return true;
	if (!lex_token(&ahead))
		return false;
	*ret_is = token_is(&ahead, "=");
	return true;
}

/* One argument: its place in the signature, its operations into given[]. */
static bool parse_argument(struct parser *p, const struct signature *s,
    struct str what, size_t place, struct cut *given)
{
	size_t from = p->ops;
	bool keyword;

	if (!is_keyword(p, &keyword))
		return false;
	if (keyword) {
		if (!find_parameter(p, s, p->token.text, &place) ||
		    !lex_token(p) || !lex_token(p))
			return false;
	} else if (place >= s->count) {
		return token_error(p, "`%.*s` takes at most %zu argument%s",
		    STR_ARG(what), s->count, s->count == 1 ? "" : "s");
	}
	if (given[place].op != NULL)
		return token_error(p, "the argument `%.*s` is given twice",
		    STR_ARG(s->name[place]));
	if (!parse_expression(p))
		return false;
	given[place] = cut_ops(p, from);
	return true;
}

/* Arguments in parentheses, or none; all that the signature has are pushed,
 * those left out as undefined. */
static bool parse_arguments(struct parser *p, const struct signature *s,
    const struct token *what, uint32_t *ret_count)
{
	struct cut given[MAX_ARGUMENTS] = { { NULL, 0 } };
	bool more, done;

	if (!skip_sign(p, "(", &more))
		return false;
	for (size_t place = 0; more; place++) {
		if (!skip_sign(p, ")", &done))
			return false;
		if (done)
			break;
		if (!parse_argument(p, s, what->text, place, given) ||
		    !skip_sign(p, ",", &more) ||
		    (!more && !expect_sign(p, ")")))
			return false;
	}
	for (size_t i = 0; i < s->count; i++) {
		if (given[i].op != NULL)
			paste_ops(p, given[i]);
		else if (s->optional[i])
			emit_undefined(p);
		else
			return parse_error(p, what->at, what->end,
			    "`%.*s` needs the argument `%.*s`",
			    STR_ARG(what->text), STR_ARG(s->name[i]));
	}
	*ret_count = (uint32_t)s->count;
	return true;
}

/* ---- calls ---- */

static const struct macro *macro_named(struct parser *p, struct str name)
{
	for (size_t i = p->template->macros; i > 0; i--)
		if (str_eq(p->template->macro[i - 1]->name, name))
			return p->template->macro[i - 1];
	return NULL;
}

static bool no_macro(struct parser *p, const struct token *name)
{
	struct nearest n = nearest_to(name->text);

	for (size_t i = 0; i < p->template->macros; i++)
		nearest_offer(&n, p->template->macro[i]->name);
	return parse_error(p, name->at, name->end,
	    "no macro `%.*s` is defined or imported above%s",
	    STR_ARG(name->text), nearest_hint(&n, p->set->arena));
}

bool parse_call(struct parser *p, const struct token *name)
{
	const struct macro *macro = macro_named(p, name->text);
	uint32_t count;
	struct op *op;

	if (macro == NULL)
		return no_macro(p, name);
	if (!parse_arguments(p, &macro->signature, name, &count))
		return false;
	op = emit(p, OP_CALL, name->at, name->end);
	op->macro = macro;
	op->count = count;
	return true;
}

/* ---- filters and tests ---- */

bool parse_filter(struct parser *p, size_t from)
{
	struct token name = p->token;
	struct nearest n = nearest_to(name.text);
	const struct filter *filter;
	struct signature signature;
	uint32_t count;
	struct op *op;

	if (name.kind != TOKEN_NAME)
		return token_error(
		    p, "expected the name of a filter, not %s", token_shown(p));
	filter = filter_named(name.text, &n);
	if (filter == NULL)
		return token_error(p, "there is no filter `%.*s`%s",
		    STR_ARG(name.text), nearest_hint(&n, p->set->arena));
	if (filter->soft)
		soften(p, from);
	signature_read(filter->parameters, &signature);
	if (!lex_token(p) || !parse_arguments(p, &signature, &name, &count))
		return false;
	op = emit(p, OP_FILTER, name.at, name.end);
	op->filter = filter;
	op->count = count;
	return true;
}

bool parse_test(struct parser *p, size_t from)
{
	struct token name;
	struct nearest n;
	const struct test *test;
	struct signature signature;
	uint32_t count;
	bool negated;
	struct op *op;

	if (!skip_word(p, "not", &negated))
		return false;
	name = p->token;
	n = nearest_to(name.text);
	test = name.kind == TOKEN_NAME ? test_named(name.text, &n) : NULL;
	if (test == NULL)
		return token_error(p, "there is no test `is %.*s`%s",
		    STR_ARG(name.text), nearest_hint(&n, p->set->arena));
	if (test->soft)
		soften(p, from);
	signature_read(test->parameters, &signature);
	if (!lex_token(p) || !parse_arguments(p, &signature, &name, &count))
		return false;
	op = emit(p, OP_TEST, name.at, name.end);
	op->test = test;
	op->flag = negated;
	op->count = count;
	return true;
}
