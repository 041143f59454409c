/* Statements between templates: include, extends, blocks, macros. */
#include "build/template_priv.h"

/* ---- other templates ---- */

/* Load the template that `token` names. */
static bool load_other(struct parser *p, const struct token *token,
    bool optional, struct template_file **ret_template)
{
	struct str name = token->text;

	*ret_template = NULL;
	switch (set_load(p->set, name, ret_template, p->err)) {
	case LOAD_OK: return true;
	case LOAD_FAILED: return false;
	case LOAD_CIRCLE:
		return parse_error(p, token->at, token->end,
		    "templates need each other in a circle: %.*s",
		    STR_ARG(set_circle(p->set, name)));
	case LOAD_MISSING: break;
	}
	if (optional)
		return true;
	return parse_error(p, token->at, token->end,
	    "there is no template \"%.*s\"", STR_ARG(name));
}

bool parse_include(struct parser *p, const struct token *tag)
{
	struct token token = p->token;
	struct template_file *included;
	struct str name;
	bool optional;

	if (is_silent(p))
		return silent_error(p, tag->at, tag->end);
	if (!expect_text(p, "the name of a template", &name) ||
	    !skip_word(p, "ignore", &optional) ||
	    (optional && !expect_word(p, "missing")) || !expect_end(p) ||
	    !load_other(p, &token, optional, &included))
		return false;
	if (included != NULL)
		emit(p, OP_INCLUDE, tag->at, p->at)->template = included;
	return true;
}

bool parse_extends(struct parser *p, const struct token *tag)
{
	struct template_file *t = p->template, *parent;
	struct token token = p->token;
	struct str name;

	if (p->any || p->opened != NULL)
		return parse_error(p, tag->at, tag->end,
		    "`extends` must be the first thing in a template");
	if (!expect_text(p, "the name of a template", &name) ||
	    !expect_end(p) || !load_other(p, &token, false, &parent))
		return false;
	p->ops = 0;
	t->parent = parent;
	for (size_t i = 0; i < parent->blocks; i++) {
		t->block = ARENA_GROW(p->set->arena, t->block, t->blocks);
		t->block[t->blocks++] = parent->block[i];
	}
	return true;
}

/* ---- blocks ---- */

static bool find_block(
    const struct template_file *t, const struct name *name, size_t *ret_index)
{
	for (size_t i = 0; i < t->blocks; i++)
		if (t->block[i]->name == name) {
			*ret_index = i;
			return true;
		}
	return false;
}

static bool no_such_block(
    struct parser *p, const struct name *name, const struct token *tag)
{
	struct nearest n = nearest_to(name->text);

	for (size_t i = 0; i < p->template->blocks; i++)
		nearest_offer(&n, p->template->block[i]->name->text);
	return parse_error(p, tag->at, tag->end,
	    "%s has no block `%.*s`, so this one would never be shown%s",
	    p->template->parent->name, STR_ARG(name->text),
	    nearest_hint(&n, p->set->arena));
}

/* Enter the block in the table, in the place of the one it replaces. */
static bool add_block(struct parser *p, const struct name *name,
    const struct token *tag, struct block **ret_block, size_t *ret_index)
{
	struct template_file *t = p->template;
	struct block *b = ARENA_NEW(p->set->arena, struct block);

	*b = (struct block){ .name = name, .owner = t };
	*ret_block = b;
	if (find_block(t, name, ret_index)) {
		b->super = t->block[*ret_index];
		t->block[*ret_index] = b;
		return b->super->owner != t ||
		       parse_error(p, tag->at, tag->end,
			   "the block `%.*s` is here twice",
			   STR_ARG(name->text));
	}
	if (is_silent(p))
		return no_such_block(p, name, tag);
	t->block = ARENA_GROW(p->set->arena, t->block, t->blocks);
	*ret_index = t->blocks++;
	t->block[*ret_index] = b;
	return true;
}

/* Take what was compiled since `outer` was saved, and go on there. */
static struct code finish_code(struct parser *p, const struct parser *outer)
{
	struct code code = { p->op, p->ops, &p->template->source };

	p->op = outer->op;
	p->ops = outer->ops;
	p->block = outer->block;
	p->in_macro = outer->in_macro;
	p->captures = outer->captures;
	return code;
}

static void start_code(struct parser *p)
{
	p->op = NULL;
	p->ops = 0;
	p->captures = 0;
}

/* {% endblock %} may repeat the name. */
static bool skip_end_name(struct parser *p, struct str name)
{
	if (p->token.kind != TOKEN_NAME)
		return expect_end(p);
	if (!str_eq(p->token.text, name))
		return token_error(p, "this ends `%.*s`, not %s", STR_ARG(name),
		    token_shown(p));
	return lex_token(p) && expect_end(p);
}

bool parse_block(struct parser *p, const struct token *tag)
{
	struct parser outer = *p;
	const struct name *name;
	struct block *b;
	size_t index = 0;
	bool scoped;

	if (p->in_macro)
		return parse_error(
		    p, tag->at, tag->end, "a macro cannot have blocks");
	if (!expect_name(p, "the name of a block", &name) ||
	    !skip_word(p, "scoped", &scoped) ||
	    !add_block(p, name, tag, &b, &index))
		return false;
	start_code(p);
	p->block = b;
	if (!parse_closed(p, tag, "endblock") || !skip_end_name(p, name->text))
		return false;
	b->code = finish_code(p, &outer);
	if (!is_silent(p))
		emit(p, OP_BLOCK, tag->at, tag->end)->block = index;
	return true;
}

/* ---- macros ---- */

static void add_macro(struct parser *p, const struct macro *m)
{
	struct template_file *t = p->template;

	t->macro = ARENA_GROW(p->set->arena, t->macro, t->macros);
	t->macro[t->macros++] = m;
}

/* One parameter, and the code that gives it its default. */
static bool parse_parameter(struct parser *p, struct macro *m)
{
	struct signature *s = &m->signature;
	struct token token = p->token;
	const struct name *name;
	size_t jump = p->ops;

	if (s->count == MAX_ARGUMENTS)
		return token_error(
		    p, "a macro has at most %d arguments", MAX_ARGUMENTS);
	if (!expect_name(p, "the name of an argument", &name) ||
	    !skip_sign(p, "=", &s->optional[s->count]))
		return false;
	m->parameter[s->count] = name;
	s->name[s->count] = name->text;
	if (!s->optional[s->count++])
		return true;
	emit(p, OP_GIVEN, token.at, token.end)->name[0] = name;
	if (!parse_expression(p))
		return false;
	emit(p, OP_SET, token.at, token.end)->name[0] = name;
	land(p, jump);
	return true;
}

static bool parse_parameters(struct parser *p, struct macro *m)
{
	bool more, done;

	if (!expect_sign(p, "(") || !skip_sign(p, ")", &done))
		return false;
	while (!done) {
		if (!parse_parameter(p, m) || !skip_sign(p, ",", &more))
			return false;
		if (!more)
			return expect_sign(p, ")");
		if (!skip_sign(p, ")", &done))
			return false;
	}
	return true;
}

bool parse_macro(struct parser *p, const struct token *tag)
{
	struct parser outer = *p;
	struct macro *m = ARENA_NEW(p->set->arena, struct macro);
	const struct name *name;

	if (!expect_name(p, "the name of a macro", &name))
		return false;
	m->name = name->text;
	start_code(p);
	p->block = NULL;
	p->in_macro = true;
	if (!parse_parameters(p, m))
		return false;
	add_macro(p, m); /* before its body: it may call itself */
	if (!parse_closed(p, tag, "endmacro") || !skip_end_name(p, m->name))
		return false;
	m->code = finish_code(p, &outer);
	return true;
}

static void import_macro(
    struct parser *p, const struct macro *macro, struct str name)
{
	struct macro *copy = ARENA_NEW(p->set->arena, struct macro);

	*copy = *macro;
	copy->name = name;
	add_macro(p, copy);
}

/* {% import "x" as m %} */
bool parse_import(struct parser *p, const struct token *tag)
{
	struct token token = p->token;
	const struct name *module;
	struct template_file *other;
	struct str name;

	(void)tag;
	if (!expect_text(p, "the name of a template", &name) ||
	    !expect_word(p, "as") ||
	    !expect_name(p, "a name for the macros", &module) ||
	    !expect_end(p) || !load_other(p, &token, false, &other))
		return false;
	for (size_t i = 0; i < other->macros; i++) {
		const struct macro *m = other->macro[i];

		import_macro(p, m,
		    arena_printf(p->set->arena, "%.*s.%.*s",
			STR_ARG(module->text), STR_ARG(m->name)));
	}
	return true;
}

static bool import_named(struct parser *p, const struct template_file *other)
{
	struct token token = p->token;
	struct nearest n = nearest_to(token.text);
	const struct name *name, *alias;
	const struct macro *found = NULL;
	bool renamed;

	if (!expect_name(p, "the name of a macro", &name) ||
	    !skip_word(p, "as", &renamed))
		return false;
	alias = name;
	if (renamed && !expect_name(p, "a name for the macro", &alias))
		return false;
	for (size_t i = 0; i < other->macros; i++) {
		nearest_offer(&n, other->macro[i]->name);
		if (str_eq(other->macro[i]->name, name->text))
			found = other->macro[i];
	}
	if (found == NULL)
		return parse_error(p, token.at, token.end,
		    "%s has no macro `%.*s`%s", other->name,
		    STR_ARG(name->text), nearest_hint(&n, p->set->arena));
	import_macro(p, found, alias->text);
	return true;
}

/* {% from "x" import a, b as c %} */
bool parse_from(struct parser *p, const struct token *tag)
{
	struct token token = p->token;
	struct template_file *other;
	struct str name;
	bool more = true;

	(void)tag;
	if (!expect_text(p, "the name of a template", &name) ||
	    !expect_word(p, "import") || !load_other(p, &token, false, &other))
		return false;
	while (more)
		if (!import_named(p, other) || !skip_sign(p, ",", &more))
			return false;
	return expect_end(p);
}
