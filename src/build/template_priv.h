/*
 * template_priv: what the files of the template engine share.
 *
 *	template.c		the set: names, loading, suggestions
 *	template_lex.c		text, tags and the words in them
 *	template_expr.c		expressions become operations
 *	template_call.c		arguments, filters, tests, calls of macros
 *	template_parse.c	statements become operations
 *	template_family.c	those between templates: extends, macro, ...
 *	template_run.c		operations become text: the machine
 *	template_eval.c		operators, lookups and tests
 *	template_filter.c	filters of texts and numbers
 *	template_list.c		filters of lists
 *
 * The machine has a stack of values.  An expression leaves one value more on
 * it than it found; a statement leaves none.  Jumps are relative, so that
 * compiled operations can be moved before they are finished.
 */
#ifndef BUILD_TEMPLATE_PRIV_H
#define BUILD_TEMPLATE_PRIV_H

#include "base/limits.h"
#include "base/source.h"
#include "build/template.h"

enum {
	MAX_ARGUMENTS = 8, /* of a filter, test or macro */
	NAME_BUCKETS = 256,
};

/* "Not there": only on the stack of the machine and only where `is defined`,
 * `default` or an argument that was left out asked for it. */
#define VALUE_UNDEFINED ((enum value_kind)(VALUE_LAZY + 1))

/* A word of a template.  Each spelling is there once in a set, so that names
 * are compared as pointers. */
struct name {
	struct str text;
	struct name *next; /* in the bucket */
};

enum loop_field {
	LOOP_INDEX,
	LOOP_INDEX0,
	LOOP_REVINDEX,
	LOOP_REVINDEX0,
	LOOP_FIRST,
	LOOP_LAST,
	LOOP_LENGTH,
	LOOP_PREVITEM,
	LOOP_NEXTITEM,
	LOOP_FIELDS,
	LOOP_WHOLE = LOOP_FIELDS, /* all of them, as a map */
};

/* In the comments: what is taken from the stack -> what is put on it. */
enum op_kind {
	OP_TEXT,      /* print text */
	OP_PRINT,     /* v -> */
	OP_CONST,     /* -> value */
	OP_NAME,      /* -> the variable name[0] */
	OP_ATTRIBUTE, /* map -> its name[0] */
	OP_INDEX,     /* list|map index -> one of it */
	OP_SLICE,     /* list from to -> list */
	OP_LIST,      /* count values -> list */
	OP_LOOP,      /* -> field of the innermost loop */
	OP_CYCLE,     /* count values -> the one whose turn it is */
	OP_NOT,       /* v -> bool */
	OP_NEGATE,    /* number -> number */
	OP_ADD,       /* a b -> number; so the next four */
	OP_SUBTRACT,
	OP_MULTIPLY,
	OP_DIVIDE,
	OP_MODULO,
	OP_CONCAT, /* a b -> text, or HTML if one is */
	OP_EQUAL,  /* a b -> bool; so the next seven */
	OP_DIFFERENT,
	OP_LESS,
	OP_LESS_EQUAL,
	OP_GREATER,
	OP_GREATER_EQUAL,
	OP_IN,
	OP_NOT_IN,
	OP_JUMP,
	OP_JUMP_FALSE, /* v -> ; jump if v is false */
	OP_AND,        /* a -> a and jump if it is false; else a -> */
	OP_OR,         /* a -> a and jump if it is true; else a -> */
	OP_FILTER,     /* v arguments -> v */
	OP_TEST,       /* v arguments -> bool; flag: negated */
	OP_SET,        /* v -> ; bind name[0] in this scope */
	OP_GIVEN,      /* jump if the argument name[0] was given */
	OP_FOR,        /* list -> ; loop, or jump if it is empty */
	OP_COLLECT,    /* list -> empty list; loop, or jump */
	OP_KEEP,       /* list v -> list, with the item if v is true */
	OP_NEXT,       /* jump back, or end the loop */
	OP_INCLUDE,    /* print template */
	OP_BLOCK,      /* print the block of this index */
	OP_SUPER,      /* -> HTML of the block that this one replaces */
	OP_CALL,       /* arguments -> HTML of macro */
	OP_CAPTURE,    /* -> mark in the output */
	OP_CAPTURED,   /* mark -> HTML printed since, taken back */
	OP_KINDS,
};

struct op {
	enum op_kind kind;
	bool flag;        /* lookups: what is missing is undefined */
	uint32_t at, end; /* bytes of the source, for messages */
	int32_t jump;     /* from the next operation */
	uint32_t count;
	union {
		struct str text;
		struct value value;
		const struct name *name[2]; /* [1]: second name of a for */
		const struct filter *filter;
		const struct test *test;
		const struct template_file *template;
		const struct macro *macro;
		size_t block;
		enum loop_field field;
	};
};

struct code {
	const struct op *op;
	size_t count;
	const struct source *source;
};

struct block {
	const struct name *name;
	const struct template_file *owner;
	const struct block *super; /* the one it replaces, or NULL */
	struct code code;
};

/* What a filter, test or macro can be given, in order. */
struct signature {
	struct str name[MAX_ARGUMENTS];
	bool optional[MAX_ARGUMENTS];
	size_t count;
};

struct macro {
	struct str name; /* "box", or "m.box" after an import as m */
	struct signature signature;
	const struct name *parameter[MAX_ARGUMENTS];
	struct code code;
};

/*
 * blocks starts with those of the parent, in its order, each replaced by the
 * own one if there is one: the index of a block is the same in all of a
 * family, and the table of the youngest says what is printed.
 */
struct template_file {
	const char *name;
	struct source source;
	const struct template_file *parent;
	struct code main;
	const struct block **block;
	size_t blocks;
	const struct macro **macro;
	size_t macros;
	bool loading;
};

struct template_set {
	struct arena *arena;
	template_find *find;
	void *data;
	struct name *bucket[NAME_BUCKETS];
	struct template_file **template;
	size_t templates;
	size_t depth; /* of templates being loaded */
};

enum load_status {
	LOAD_OK,
	LOAD_MISSING, /* err is not filled in */
	LOAD_CIRCLE,  /* it is being loaded: err is not filled in */
	LOAD_FAILED,  /* err says why */
};

/* Find or compile a template. */
enum load_status set_load(struct template_set *set, struct str name,
    struct template_file **ret_template, struct error *err);
/* "a.html -> b.html -> a.html" for LOAD_CIRCLE. */
struct str set_circle(const struct template_set *set, struct str name);
const struct name *set_name(struct template_set *set, struct str text);

/* The name among many that is most like one that was not found. */
struct nearest {
	struct str wanted, best;
	size_t distance; /* of best: letters to change */
};

struct nearest nearest_to(struct str wanted);
void nearest_offer(struct nearest *n, struct str candidate);
/* "; did you mean `issue`?", or "" if none is like it. */
const char *nearest_hint(const struct nearest *n, struct arena *arena);

/* ---- compiling ---- */

enum token_kind {
	TOKEN_END, /* of the tag */
	TOKEN_NAME,
	TOKEN_NUMBER,
	TOKEN_TEXT, /* a literal in quotes */
	TOKEN_SIGN,
};

struct token {
	enum token_kind kind;
	size_t at, end;  /* bytes of the source */
	struct str text; /* as written; of TOKEN_TEXT the contents */
	int64_t number;
};

enum segment {
	SEGMENT_END, /* of the template */
	SEGMENT_COMMENT,
	SEGMENT_PRINT, /* {{ */
	SEGMENT_TAG,   /* {% */
};

/* A statement that waits for its end. */
struct opened {
	struct token tag;
	const char *closer; /* "endfor" */
	const struct opened *outer;
};

struct parser {
	struct template_set *set;
	struct template_file *template;
	struct error *err;
	size_t at;     /* the next byte to read */
	size_t tag_at; /* start of the tag being read */
	char closing;  /* '%' or '}': ends this tag with a brace */
	bool trim;     /* the last tag ended with a minus */
	struct token token;
	struct op *op; /* the code being compiled */
	size_t ops;
	size_t depth;
	const struct opened *opened;
	const struct block *block; /* being compiled */
	bool in_macro;
	size_t captures; /* `set` and `filter` that collect output */
	bool any;        /* something that `extends` must precede */
};

/* Finished operations, taken out to be put elsewhere. */
struct cut {
	struct op *op;
	size_t count;
};

/* Always false, and visibly so for tools that look at one file. */
#define parse_error(p, from, to, ...)                                      \
	(source_error(                                                     \
	     (p)->err, &(p)->template->source, (from), (to), __VA_ARGS__), \
	    false)
#define token_error(p, ...) \
	parse_error((p), (p)->token.at, (p)->token.end, __VA_ARGS__)

/* The text up to the next tag, without what minus signs take away, and what
 * kind of tag follows; for PRINT and TAG the first token is read. */
bool lex_segment(
    struct parser *p, struct str *ret_text, enum segment *ret_segment);
/* Read the next token of a tag into p->token. */
bool lex_token(struct parser *p);
/* After {% raw %}: the text up to {% endraw %}, which is passed. */
bool lex_raw(struct parser *p, struct str *ret_text);
/* The token for people: "`x`", or "the end of the tag". */
const char *token_shown(struct parser *p);

bool token_is(const struct parser *p, const char *sign);
bool token_is_word(const struct parser *p, const char *word);
/* Pass a sign or word that may be there; *ret_was says if it was. */
bool skip_sign(struct parser *p, const char *sign, bool *ret_was);
bool skip_word(struct parser *p, const char *word, bool *ret_was);
/* Pass what must be there. */
bool expect_sign(struct parser *p, const char *sign);
bool expect_word(struct parser *p, const char *word);
/* A name that is no word of the language; it is passed. */
bool expect_name(
    struct parser *p, const char *what, const struct name **ret_name);
bool expect_text(struct parser *p, const char *what, struct str *ret_text);

/* Append an operation that came from the bytes [at, end).  It is valid until
 * the next one is added. */
struct op *emit(struct parser *p, enum op_kind kind, size_t at, size_t end);
/* Take out the operations from `from` on, and put them at the end again. */
struct cut cut_ops(struct parser *p, size_t from);
void paste_ops(struct parser *p, struct cut c);
/* Let the jump of operation `index` go to what is emitted next. */
void land(struct parser *p, size_t index);
bool enter(struct parser *p); /* one level deeper, or an error */
void emit_const(struct parser *p, const struct token *t, struct value v);
void emit_undefined(struct parser *p);
/* The whole template; its operations are left in op and ops. */
bool parse_template(struct parser *p);
/* Call a filter whose name is the current token, with its arguments, on what
 * the operations from `from` on leave on the stack. */
bool parse_filter(struct parser *p, size_t from);
/* The same for a test, after `is`. */
bool parse_test(struct parser *p, size_t from);
/* Call the macro of this name, which was read; a parenthesis follows. */
bool parse_call(struct parser *p, const struct token *name);

/* One kind of statement; `tag` is its start and its word, which was passed. */
typedef bool parse_tag(struct parser *p, const struct token *tag);

parse_tag parse_block, parse_extends, parse_include, parse_macro, parse_import,
    parse_from;

bool expect_end(struct parser *p); /* of the tag; nothing is passed */
/* What this template prints here is never seen: its parent prints. */
bool is_silent(const struct parser *p);
bool silent_error(struct parser *p, size_t at, size_t end);
/* The body of a statement that has one possible end; its tag ends here. */
bool parse_closed(
    struct parser *p, const struct token *tag, const char *closer);

bool parse_expression(struct parser *p);
/* Without `x if c else y`: before the `if` of a for. */
bool parse_or(struct parser *p);

/* ---- rendering ---- */

struct binding {
	const struct name *name;
	struct value value;
};

struct loop {
	const struct op *op; /* OP_FOR or OP_COLLECT */
	struct value list;   /* or map */
	size_t index, count;
	size_t bindings, scope; /* of what is around it */
};

/* One rendering. */
struct run {
	struct arena *arena;
	struct strbuf *out;
	struct error *err;
	struct value variables;
	size_t steps;
	size_t made_before; /* arena->total at the start */
	size_t depth;

	/* What is running; saved and restored around inner code. */
	const struct template_file *template; /* youngest of its family */
	const struct block *block;
	const struct source *source;
	const struct op *next;

	struct value *stack;
	size_t values, stack_room;

	/* Bindings are visible from `base`; `set` replaces from `scope`. */
	struct binding *binding;
	size_t bindings, binding_room, base, scope;

	/* Loops are visible from `loop_base`. */
	struct loop loop[LIMIT_TEMPLATE_DEPTH];
	size_t loops, loop_base;
};

#define run_error(r, from, ...)                                            \
	(source_error(                                                     \
	     (r)->err, (r)->source, (from)->at, (from)->end, __VA_ARGS__), \
	    false)

typedef bool op_run(struct run *r, const struct op *op);

void run_grow_stack(struct run *r);

/* Inline, because most operations are little more than these. */
static inline void run_push(struct run *r, struct value v)
{
	if (r->values == r->stack_room)
		run_grow_stack(r);
	r->stack[r->values++] = v;
}

static inline struct value run_pop(struct run *r)
{
	return r->stack[--r->values];
}

/* False, and an error: the rendering took more steps, or made more texts and
 * lists, than it may. */
bool run_check_steps(struct run *r, const struct op *op);
bool run_check_memory(struct run *r, const struct op *op);

op_run eval_name, eval_attribute, eval_index, eval_slice, eval_list, eval_loop,
    eval_cycle, eval_not, eval_negate, eval_arithmetic, eval_concat, eval_equal,
    eval_order, eval_in, eval_filter, eval_test;

bool value_is_true(struct value v);
bool value_equal(struct value a, struct value b);
/* "a list", for messages. */
const char *value_kind_name(struct value v);
/* Less, equal, greater; false if the two cannot be compared. */
bool value_order(struct value a, struct value b, int *ret_order);
struct value loop_field_value(
    struct run *r, const struct loop *loop, enum loop_field field);
extern const char *const loop_field_names[LOOP_FIELDS];

/* Append text so that it can stand anywhere in HTML, also in an attribute:
 * xml_add_attribute, but quick with plain text, and line ends stay. */
void template_add_escaped(struct strbuf *out, struct str s);
/* Append a value as it is printed; lists and maps cannot be: false. */
bool template_add_value(struct strbuf *out, struct value v);

/* ---- filters and tests ---- */

struct call {
	struct run *run;
	const struct op *op;
	struct value subject;
	const struct value *argument; /* undefined: not given */
};

/* False: an error was set. */
typedef bool filter_run(struct call *c, struct value *ret);

struct filter {
	const char *name;
	const char *parameters; /* "length,end"; a ? after what may lack */
	bool soft;              /* the subject may be undefined */
	filter_run *run;
};

struct test {
	const char *name;
	const char *parameters;
	bool soft;
	bool (*run)(struct call *c, bool *ret_truth);
};

/* NULL: there is none, and all were offered to n. */
const struct filter *filter_named(struct str name, struct nearest *n);
const struct test *test_named(struct str name, struct nearest *n);
void signature_read(const char *parameters, struct signature *ret_signature);

/* The value as text; a list or map is an error. */
bool call_text(struct call *c, struct value v, struct str *ret_text);
bool call_number(struct call *c, struct value v, int64_t *ret_number);
bool call_list(struct call *c, struct value *ret_list);
/* Copy what a filter wrote into the arena and free the buffer. */
bool call_finish(struct call *c, struct strbuf *out, enum value_kind kind,
    struct value *ret);

/* A message that names the filter or test and what it was given. */
bool call_refuse(struct call *c, const char *wanted, struct value given);

filter_run filter_first, filter_last, filter_join, filter_reverse, filter_sort,
    filter_batch, filter_map, filter_select, filter_reject, filter_length,
    filter_unique, filter_tojson;

#endif
