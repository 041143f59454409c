/* Statements become operations; those between templates in their own file. */
#include "build/template_priv.h"

struct statement {
	const char *word;
	parse_tag *parse;
};

bool expect_end(struct parser *p)
{
	if (p->token.kind != TOKEN_END)
		return token_error(
		    p, "expected the end of the tag, not %s", token_shown(p));
	return true;
}

bool is_silent(const struct parser *p)
{
	return p->template->parent != NULL && p->block == NULL &&
	       !p->in_macro && p->captures == 0;
}

bool silent_error(struct parser *p, size_t at, size_t end)
{
	return parse_error(p, at, end,
	    "this is never shown: a template that extends another shows only "
	    "its blocks; move it into one");
}

static bool add_text(struct parser *p, struct str text)
{
	struct str trimmed = str_trim(text);
	size_t at = (size_t)(text.at - p->template->source.text.at);

	p->any = p->any || trimmed.len > 0;
	if (is_silent(p) && trimmed.len > 0) {
		at = (size_t)(trimmed.at - p->template->source.text.at);
		return silent_error(p, at, at + trimmed.len);
	}
	if (text.len > 0 && !is_silent(p))
		emit(p, OP_TEXT, at, at + text.len)->text = text;
	return true;
}

static bool parse_print(struct parser *p)
{
	size_t at = p->tag_at;

	p->any = true;
	if (is_silent(p))
		return silent_error(p, at, at + 2);
	if (!parse_expression(p) || !expect_end(p))
		return false;
	emit(p, OP_PRINT, at, p->at);
	return true;
}

/* ---- bodies ---- */

static parse_tag *find_statement(struct str word);
static void offer_statements(struct nearest *n);

static bool unexpected(struct parser *p, const struct token *tag)
{
	struct nearest n = nearest_to(tag->text);
	const struct opened *o = p->opened;
	struct position line;

	if (!str_starts(tag->text, STR("end")) &&
	    !str_eq(tag->text, STR("else")) &&
	    !str_eq(tag->text, STR("elif"))) {
		offer_statements(&n);
		return parse_error(p, tag->at, tag->end,
		    "there is no statement `%.*s`%s", STR_ARG(tag->text),
		    nearest_hint(&n, p->set->arena));
	}
	if (o == NULL)
		return parse_error(p, tag->at, tag->end,
		    "`%.*s` stands alone: nothing is open here",
		    STR_ARG(tag->text));
	line = source_position(p->template->source.text, o->tag.at);
	return parse_error(p, tag->at, tag->end,
	    "`%.*s` does not fit: the `%.*s` of line %zu is open, which ends "
	    "with `%s`",
	    STR_ARG(tag->text), STR_ARG(o->tag.text), line.line, o->closer);
}

static bool unclosed(struct parser *p)
{
	const struct opened *o = p->opened;

	return parse_error(p, o->tag.at, o->tag.end,
	    "the `%.*s` opened here is never closed; add `{%% %s %%}`",
	    STR_ARG(o->tag.text), o->closer);
}

/* After {%: run the statement, or see that its word is one of `stops`. */
static bool parse_one(
    struct parser *p, const char *const *stops, const char **ret_stop)
{
	struct token tag = p->token;
	parse_tag *parse;

	if (tag.kind != TOKEN_NAME)
		return token_error(
		    p, "expected a statement, not %s", token_shown(p));
	tag.at = p->tag_at;
	if (!lex_token(p))
		return false;
	for (; stops != NULL && *stops != NULL; stops++)
		if (str_eq(tag.text, str_of(*stops))) {
			*ret_stop = *stops;
			return true;
		}
	parse = find_statement(tag.text);
	if (parse == NULL)
		return unexpected(p, &tag);
	if (!parse(p, &tag))
		return false;
	p->any = true;
	return true;
}

/* Text and tags up to one of the words `stops`, which is passed; without
 * stops, up to the end of the template. */
static bool parse_body(
    struct parser *p, const char *const *stops, const char **ret_stop)
{
	*ret_stop = NULL;
	while (*ret_stop == NULL) {
		enum segment segment = SEGMENT_END;
		struct str text;

		if (!lex_segment(p, &text, &segment) || !add_text(p, text))
			return false;
		if (segment == SEGMENT_END)
			return stops == NULL || unclosed(p);
		if (segment == SEGMENT_PRINT && !parse_print(p))
			return false;
		if (segment == SEGMENT_TAG && !parse_one(p, stops, ret_stop))
			return false;
	}
	return true;
}

/* The body of the statement `tag`, whose own tag ends here. */
static bool parse_inner(struct parser *p, const struct token *tag,
    const char *closer, const char *const *stops, const char **ret_stop)
{
	struct opened opened = { *tag, closer, p->opened };
	bool fine;

	if (!expect_end(p) || !enter(p))
		return false;
	p->any = true;
	p->opened = &opened;
	fine = parse_body(p, stops, ret_stop);
	p->opened = opened.outer;
	p->depth--;
	return fine;
}

bool parse_closed(struct parser *p, const struct token *tag, const char *closer)
{
	const char *const stops[] = { closer, NULL };
	const char *stop;

	return parse_inner(p, tag, closer, stops, &stop);
}

/* ---- if, for ---- */

static bool parse_condition(
    struct parser *p, const struct token *tag, size_t *ret_jump)
{
	if (!parse_expression(p))
		return false;
	*ret_jump = p->ops;
	emit(p, OP_JUMP_FALSE, tag->at, tag->end);
	return true;
}

static bool parse_if(struct parser *p, const struct token *tag)
{
	static const char *const stops[] = { "elif", "else", "endif", NULL };
	size_t *to_end = NULL, ends = 0, to_next = 0;
	bool more = true, conditional = true;
	const char *stop;

	while (more) {
		if (conditional && !parse_condition(p, tag, &to_next))
			return false;
		if (!parse_inner(p, tag, "endif",
			conditional ? stops : stops + 2, &stop))
			return false;
		more = stop != stops[2];
		if (more) {
			to_end = ARENA_GROW(p->set->arena, to_end, ends);
			to_end[ends++] = p->ops;
			emit(p, OP_JUMP, tag->at, tag->end);
		}
		if (conditional)
			land(p, to_next);
		conditional = stop == stops[0];
	}
	while (ends > 0)
		land(p, to_end[--ends]);
	return expect_end(p);
}

struct targets {
	const struct name *name[2];
};

static struct op *emit_for(struct parser *p, enum op_kind kind,
    const struct token *tag, const struct targets *t)
{
	struct op *op = emit(p, kind, tag->at, p->token.at);

	op->name[0] = t->name[0];
	op->name[1] = t->name[1];
	return op;
}

/* The jump back of the loop that starts at `start`. */
static void emit_next(struct parser *p, const struct token *tag, size_t start)
{
	int32_t back = (int32_t)(p->ops - start);

	emit(p, OP_NEXT, tag->at, tag->end)->jump = -back;
}

/* `if` in a for: a first loop that keeps what is wanted. */
static bool parse_for_if(
    struct parser *p, const struct token *tag, const struct targets *t)
{
	size_t start = p->ops;
	bool conditional;

	if (!skip_word(p, "if", &conditional))
		return false;
	if (!conditional)
		return true;
	emit_for(p, OP_COLLECT, tag, t);
	if (!parse_expression(p))
		return false;
	emit(p, OP_KEEP, tag->at, tag->end);
	emit_next(p, tag, start);
	land(p, start);
	return true;
}

static bool parse_targets(struct parser *p, struct targets *t)
{
	bool second;

	t->name[1] = NULL;
	if (!expect_name(p, "the name of a variable", &t->name[0]) ||
	    !skip_sign(p, ",", &second))
		return false;
	return !second || expect_name(p, "the name of a variable", &t->name[1]);
}

static bool parse_for(struct parser *p, const struct token *tag)
{
	static const char *const stops[] = { "else", "endfor", NULL };
	struct targets t;
	size_t start, to_end;
	const char *stop;

	if (!parse_targets(p, &t) || !expect_word(p, "in") || !parse_or(p) ||
	    !parse_for_if(p, tag, &t))
		return false;
	start = p->ops;
	emit_for(p, OP_FOR, tag, &t);
	if (!parse_inner(p, tag, "endfor", stops, &stop))
		return false;
	emit_next(p, tag, start);
	if (stop == stops[0]) {
		to_end = p->ops;
		emit(p, OP_JUMP, tag->at, tag->end);
		land(p, start);
		if (!parse_inner(p, tag, "endfor", stops + 1, &stop))
			return false;
		land(p, to_end);
	} else {
		land(p, start);
	}
	return expect_end(p);
}

/* ---- set, filter, raw ---- */

/* The output of the body is left on the stack. */
static bool parse_captured(
    struct parser *p, const struct token *tag, const char *closer)
{
	bool fine;

	emit(p, OP_CAPTURE, tag->at, tag->end);
	p->captures++;
	fine = parse_closed(p, tag, closer);
	p->captures--;
	if (fine)
		emit(p, OP_CAPTURED, tag->at, tag->end);
	return fine;
}

static bool parse_set(struct parser *p, const struct token *tag)
{
	const struct name *name;
	size_t at = p->token.at, end = p->token.end;
	bool body;

	if (!expect_name(p, "the name of a variable", &name))
		return false;
	body = p->token.kind == TOKEN_END;
	if (body ? !parse_captured(p, tag, "endset")
		 : !expect_sign(p, "=") || !parse_expression(p))
		return false;
	emit(p, OP_SET, at, end)->name[0] = name;
	return expect_end(p);
}

/* The filter is written before its body, but comes after it. */
static bool parse_filter_tag(struct parser *p, const struct token *tag)
{
	size_t from = p->ops;
	struct cut filter;

	if (is_silent(p))
		return silent_error(p, tag->at, tag->end);
	if (!parse_filter(p, from))
		return false;
	filter = cut_ops(p, from);
	if (!parse_captured(p, tag, "endfilter"))
		return false;
	paste_ops(p, filter);
	emit(p, OP_PRINT, tag->at, tag->end);
	return expect_end(p);
}

static bool parse_raw(struct parser *p, const struct token *tag)
{
	struct str text;

	(void)tag;
	return expect_end(p) && lex_raw(p, &text) && add_text(p, text);
}

static const struct statement statements[] = {
	{ "if", parse_if },
	{ "for", parse_for },
	{ "set", parse_set },
	{ "block", parse_block },
	{ "extends", parse_extends },
	{ "include", parse_include },
	{ "macro", parse_macro },
	{ "import", parse_import },
	{ "from", parse_from },
	{ "filter", parse_filter_tag },
	{ "raw", parse_raw },
};

static parse_tag *find_statement(struct str word)
{
	for (size_t i = 0; i < sizeof(statements) / sizeof(statements[0]); i++)
		if (str_eq(word, str_of(statements[i].word)))
			return statements[i].parse;
	return NULL;
}

static void offer_statements(struct nearest *n)
{
	for (size_t i = 0; i < sizeof(statements) / sizeof(statements[0]); i++)
		nearest_offer(n, str_of(statements[i].word));
}

bool parse_template(struct parser *p)
{
	const char *stop;

	return parse_body(p, NULL, &stop);
}
