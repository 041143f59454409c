/*
 * Filters of texts and numbers, and all tests.
 *
 * A filter that changes the letters of HTML gives a text, which is escaped
 * when it is printed: nothing becomes markup by accident.
 */
#include "build/template_priv.h"

#include <utf8proc.h>

#include "base/date.h"
#include "base/text.h"

bool call_refuse(struct call *c, const char *wanted, struct value given)
{
	const char *name =
	    c->op->kind == OP_FILTER ? c->op->filter->name : c->op->test->name;

	return run_error(c->run, c->op, "`%s` needs %s, but this is %s", name,
	    wanted, value_kind_name(given));
}

bool call_text(struct call *c, struct value v, struct str *ret_text)
{
	switch (v.kind) {
	case VALUE_NONE: *ret_text = STR(""); return true;
	case VALUE_TEXT:
	case VALUE_HTML: *ret_text = v.text; return true;
	case VALUE_BOOL:
		*ret_text = v.truth ? STR("true") : STR("false");
		return true;
	case VALUE_NUMBER:
		*ret_text =
		    arena_printf(c->run->arena, "%lld", (long long)v.number);
		return true;
	default: return call_refuse(c, "a text", v);
	}
}

bool call_number(struct call *c, struct value v, int64_t *ret_number)
{
	if (v.kind != VALUE_NUMBER)
		return call_refuse(c, "a number", v);
	*ret_number = v.number;
	return true;
}

bool call_finish(
    struct call *c, struct strbuf *out, enum value_kind kind, struct value *ret)
{
	bool full = out->full;

	*ret = (struct value){ .kind = kind };
	if (!full)
		ret->text = arena_str(c->run->arena, strbuf_str(out));
	strbuf_release(out);
	if (full)
		return run_error(c->run, c->op,
		    "the text made here is larger than %zu bytes", LIMIT_PAGE);
	return run_check_memory(c->run, c->op);
}

/* The subject as text, and a buffer for what becomes of it. */
static bool start(struct call *c, struct str *ret_text, struct strbuf *out)
{
	if (!call_text(c, c->subject, ret_text))
		return false;
	strbuf_init(out, LIMIT_PAGE);
	return true;
}

/* ---- letters ---- */

enum letter_case { LOWER, UPPER, TITLE };

static void add_letter(struct strbuf *out, uint32_t c, enum letter_case to)
{
	utf8proc_int32_t letter = (utf8proc_int32_t)c;

	if (c == TEXT_INVALID)
		letter = 0xfffd;
	else if (to == LOWER)
		letter = utf8proc_tolower(letter);
	else if (to == UPPER)
		letter = utf8proc_toupper(letter);
	else
		letter = utf8proc_totitle(letter);
	strbuf_add_code_point(out, (uint32_t)letter);
}

static bool change_case(struct call *c, struct value *ret,
    enum letter_case first, enum letter_case rest, bool each_word)
{
	struct strbuf out;
	struct str s;
	bool begins = true;

	if (!start(c, &s, &out))
		return false;
	for (size_t at = 0; at < s.len;) {
		uint32_t letter = text_next(s, &at);

		add_letter(&out, letter, begins ? first : rest);
		begins = each_word && letter < 0x80 &&
			 (char_is_space((char)letter) || letter == '-');
	}
	return call_finish(c, &out, VALUE_TEXT, ret);
}

static bool filter_upper(struct call *c, struct value *ret)
{
	return change_case(c, ret, UPPER, UPPER, false);
}

static bool filter_lower(struct call *c, struct value *ret)
{
	return change_case(c, ret, LOWER, LOWER, false);
}

static bool filter_capitalize(struct call *c, struct value *ret)
{
	return change_case(c, ret, TITLE, LOWER, false);
}

static bool filter_title(struct call *c, struct value *ret)
{
	return change_case(c, ret, TITLE, LOWER, true);
}

static bool filter_trim(struct call *c, struct value *ret)
{
	struct str s;

	if (!call_text(c, c->subject, &s))
		return false;
	ret->kind = c->subject.kind == VALUE_HTML ? VALUE_HTML : VALUE_TEXT;
	ret->text = str_trim(s);
	return true;
}

/* ---- HTML ---- */

static bool filter_escape(struct call *c, struct value *ret)
{
	struct strbuf out;

	strbuf_init(&out, LIMIT_PAGE);
	if (!template_add_value(&out, c->subject)) {
		strbuf_release(&out);
		return call_refuse(c, "a text", c->subject);
	}
	return call_finish(c, &out, VALUE_HTML, ret);
}

static bool filter_safe(struct call *c, struct value *ret)
{
	ret->kind = VALUE_HTML;
	return call_text(c, c->subject, &ret->text);
}

static const struct {
	struct str name;
	uint32_t code_point;
} entities[] = {
	{ STR_INIT("amp"), '&' },
	{ STR_INIT("lt"), '<' },
	{ STR_INIT("gt"), '>' },
	{ STR_INIT("quot"), '"' },
	{ STR_INIT("apos"), '\'' },
	{ STR_INIT("nbsp"), 0xa0 },
};

static bool numeric_entity(struct str name, uint32_t *ret_code_point)
{
	uint64_t value;

	if (!str_starts(name, STR("#")) ||
	    !str_to_number(str_sub(name, 1, name.len), 0x10ffff, &value))
		return false;
	*ret_code_point = (uint32_t)value;
	return true;
}

/* The entity at s[at], an ampersand: append what it means and return its
 * length; 1 if it is a bare ampersand. */
static size_t add_entity(struct strbuf *out, struct str s, size_t at)
{
	size_t end = str_find_char(str_sub(s, at, at + 12), ';', 0);
	struct str name = str_sub(s, at + 1, at + end);
	uint32_t code_point;

	if (end == STR_NONE) {
		strbuf_add_char(out, '&');
		return 1;
	}
	for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++)
		if (str_eq(entities[i].name, name)) {
			strbuf_add_code_point(out, entities[i].code_point);
			return end + 1;
		}
	if (numeric_entity(name, &code_point)) {
		strbuf_add_code_point(out, code_point);
		return end + 1;
	}
	strbuf_add_char(out, '&');
	return 1;
}

/* Tags go, entities become letters, runs of white space become one blank. */
static bool filter_striptags(struct call *c, struct value *ret)
{
	struct strbuf out;
	struct str s;
	bool gap = false, tags = true; /* false: no more > comes */

	if (!start(c, &s, &out))
		return false;
	for (size_t at = 0; at < s.len;) {
		size_t close = STR_NONE;

		if (s.at[at] == '<' && tags) {
			close = str_find_char(s, '>', at);
			tags = close != STR_NONE;
		}
		if (close != STR_NONE) {
			at = close + 1;
			continue;
		}
		if (char_is_space(s.at[at])) {
			gap = true;
			at++;
			continue;
		}
		if (gap && out.len > 0)
			strbuf_add_char(&out, ' ');
		gap = false;
		if (s.at[at] == '&')
			at += add_entity(&out, s, at);
		else
			strbuf_add_char(&out, s.at[at++]);
	}
	return call_finish(c, &out, VALUE_TEXT, ret);
}

static bool filter_urlencode(struct call *c, struct value *ret)
{
	static const char hex[] = "0123456789ABCDEF";
	struct strbuf out;
	struct str s;

	if (!start(c, &s, &out))
		return false;
	for (size_t i = 0; i < s.len; i++) {
		unsigned char byte = (unsigned char)s.at[i];

		if (char_is_alnum(s.at[i]) ||
		    str_find_char(STR("-._~/"), s.at[i], 0) != STR_NONE) {
			strbuf_add_char(&out, s.at[i]);
			continue;
		}
		strbuf_add_char(&out, '%');
		strbuf_add_char(&out, hex[byte >> 4]);
		strbuf_add_char(&out, hex[byte & 15]);
	}
	return call_finish(c, &out, VALUE_TEXT, ret);
}

/* ---- parts of texts ---- */

static bool filter_replace(struct call *c, struct value *ret)
{
	struct strbuf out;
	struct str s, old, new;
	size_t from = 0, hit;

	if (!call_text(c, c->argument[0], &old) ||
	    !call_text(c, c->argument[1], &new) || !start(c, &s, &out))
		return false;
	while (old.len > 0 && (hit = str_find(s, old, from)) != STR_NONE) {
		strbuf_add(&out, str_sub(s, from, hit));
		strbuf_add(&out, new);
		from = hit + old.len;
	}
	strbuf_add(&out, str_sub(s, from, s.len));
	return call_finish(c, &out, VALUE_TEXT, ret);
}

static size_t count_code_points(struct str s)
{
	size_t count = 0;

	for (size_t at = 0; at < s.len; count++)
		text_next(s, &at);
	return count;
}

/* Where to cut so that at most `limit` code points stay: behind the last
 * whole word that fits, or inside of a word that alone is too long. */
static size_t cut_at_word(struct str s, size_t limit)
{
	size_t at = 0, word = 0;

	for (size_t count = 0; at < s.len && count < limit; count++) {
		if (char_is_space(s.at[at]))
			word = at;
		text_next(s, &at);
	}
	if (at < s.len && char_is_space(s.at[at]))
		return at;
	return word > 0 ? word : at;
}

static bool filter_truncate(struct call *c, struct value *ret)
{
	struct strbuf out;
	struct str s, mark = STR("…");
	int64_t limit;
	size_t room;

	if (!call_number(c, c->argument[0], &limit))
		return false;
	if (c->argument[1].kind != VALUE_UNDEFINED &&
	    !call_text(c, c->argument[1], &mark))
		return false;
	if (!start(c, &s, &out))
		return false;
	room = limit > 0 ? (size_t)limit : 0;
	if (count_code_points(s) > room) {
		size_t marks = count_code_points(mark);

		room = room > marks ? room - marks : 0;
		s = str_trim_right(str_sub(s, 0, cut_at_word(s, room)));
		strbuf_add(&out, s);
		strbuf_add(&out, mark);
	} else {
		strbuf_add(&out, s);
	}
	return call_finish(c, &out, VALUE_TEXT, ret);
}

static bool filter_slug(struct call *c, struct value *ret)
{
	struct strbuf out;
	struct str s;

	if (!start(c, &s, &out))
		return false;
	text_add_slug(&out, s);
	return call_finish(c, &out, VALUE_TEXT, ret);
}

static bool filter_wordcount(struct call *c, struct value *ret)
{
	struct str s;

	if (!call_text(c, c->subject, &s))
		return false;
	*ret = value_number((int64_t)text_count_words(s));
	return true;
}

static bool filter_string(struct call *c, struct value *ret)
{
	ret->kind = VALUE_TEXT;
	return call_text(c, c->subject, &ret->text);
}

static bool filter_date(struct call *c, struct value *ret)
{
	struct strbuf out;
	struct str s, format;
	struct date d;

	if (!call_text(c, c->argument[0], &format) || !start(c, &s, &out))
		return false;
	/* A time of day behind the date does no harm. */
	if (s.len > 10 && (s.at[10] == 'T' || s.at[10] == ' '))
		s.len = 10;
	if (!date_parse(s, false, &d))
		return run_error(c->run, c->op,
		    "`date` needs a date such as 2026-08-19, not \"%.*s\"",
		    STR_ARG(str_sub(s, 0, 40)));
	date_add_format(&out, d, format);
	return call_finish(c, &out, VALUE_TEXT, ret);
}

/* ---- numbers ---- */

/* 12,345 */
static bool filter_number(struct call *c, struct value *ret)
{
	struct strbuf out;
	struct str digits, separator = STR(",");
	int64_t number;
	size_t sign;

	if (!call_number(c, c->subject, &number) || !start(c, &digits, &out))
		return false;
	if (c->argument[0].kind != VALUE_UNDEFINED &&
	    !call_text(c, c->argument[0], &separator))
		return false;
	sign = number < 0;
	for (size_t i = 0; i < digits.len; i++) {
		if (i > sign && (digits.len - i) % 3 == 0)
			strbuf_add(&out, separator);
		strbuf_add_char(&out, digits.at[i]);
	}
	return call_finish(c, &out, VALUE_TEXT, ret);
}

static bool filter_plural(struct call *c, struct value *ret)
{
	int64_t number = (int64_t)value_count(c->subject);
	bool one;

	if (c->subject.kind != VALUE_LIST && c->subject.kind != VALUE_MAP &&
	    !call_number(c, c->subject, &number))
		return false;
	one = number == 1;
	if (c->argument[0].kind != VALUE_UNDEFINED)
		*ret =
		    c->argument[c->argument[1].kind == VALUE_UNDEFINED ? 0
								       : !one];
	if (c->argument[0].kind == VALUE_UNDEFINED)
		*ret = value_text(one ? STR("") : STR("s"));
	else if (c->argument[1].kind == VALUE_UNDEFINED && one)
		*ret = value_text(STR(""));
	return true;
}

static bool filter_abs(struct call *c, struct value *ret)
{
	int64_t number;

	if (!call_number(c, c->subject, &number))
		return false;
	*ret =
	    value_number(number >= 0 || number == INT64_MIN ? number : -number);
	return true;
}

/* The number that a text is, or the default: 0. */
static bool filter_int(struct call *c, struct value *ret)
{
	bool minus = false;
	uint64_t number;
	struct str s;

	*ret = c->subject;
	if (ret->kind == VALUE_NUMBER)
		return true;
	if (!call_text(c, c->subject, &s))
		return false;
	s = str_trim(s);
	minus = str_starts(s, STR("-"));
	*ret = value_number(0);
	if (str_to_number(str_sub(s, minus, s.len), INT64_MAX, &number))
		*ret = value_number(minus ? -(int64_t)number : (int64_t)number);
	else if (c->argument[0].kind != VALUE_UNDEFINED)
		*ret = c->argument[0];
	return true;
}

static bool filter_default(struct call *c, struct value *ret)
{
	bool also_false = c->argument[1].kind != VALUE_UNDEFINED &&
			  value_is_true(c->argument[1]);
	bool missing =
	    c->subject.kind == VALUE_UNDEFINED || c->subject.kind == VALUE_NONE;

	if (also_false && !value_is_true(c->subject))
		missing = true;
	*ret = missing ? c->argument[0] : c->subject;
	if (ret->kind == VALUE_UNDEFINED)
		*ret = value_text(STR(""));
	return true;
}

static const struct filter filters[] = {
	{ "abs", "", false, filter_abs },
	{ "batch", "size", false, filter_batch },
	{ "capitalize", "", false, filter_capitalize },
	{ "count", "", false, filter_length },
	{ "d", "value?,boolean?", true, filter_default },
	{ "date", "format", false, filter_date },
	{ "default", "value?,boolean?", true, filter_default },
	{ "e", "", false, filter_escape },
	{ "escape", "", false, filter_escape },
	{ "first", "", false, filter_first },
	{ "int", "default?", false, filter_int },
	{ "join", "separator?,attribute?", false, filter_join },
	{ "last", "", false, filter_last },
	{ "length", "", false, filter_length },
	{ "lower", "", false, filter_lower },
	{ "map", "attribute", false, filter_map },
	{ "number", "separator?", false, filter_number },
	{ "plural", "one?,many?", false, filter_plural },
	{ "rejectattr", "attribute,test?,value?", false, filter_reject },
	{ "replace", "old,new", false, filter_replace },
	{ "reverse", "", false, filter_reverse },
	{ "safe", "", false, filter_safe },
	{ "selectattr", "attribute,test?,value?", false, filter_select },
	{ "slug", "", false, filter_slug },
	{ "sort", "reverse?,attribute?", false, filter_sort },
	{ "string", "", false, filter_string },
	{ "striptags", "", false, filter_striptags },
	{ "title", "", false, filter_title },
	{ "tojson", "", false, filter_tojson },
	{ "trim", "", false, filter_trim },
	{ "truncate", "length,end?", false, filter_truncate },
	{ "unique", "", false, filter_unique },
	{ "upper", "", false, filter_upper },
	{ "urlencode", "", false, filter_urlencode },
	{ "wordcount", "", false, filter_wordcount },
};

/* ---- tests ---- */

static bool test_defined(struct call *c, bool *ret)
{
	*ret = c->subject.kind != VALUE_UNDEFINED;
	return true;
}

static bool test_undefined(struct call *c, bool *ret)
{
	*ret = c->subject.kind == VALUE_UNDEFINED;
	return true;
}

static bool test_none(struct call *c, bool *ret)
{
	*ret = c->subject.kind == VALUE_NONE;
	return true;
}

static bool test_divisible(struct call *c, bool *ret)
{
	int64_t number, by;

	if (!call_number(c, c->subject, &number) ||
	    !call_number(c, c->argument[0], &by))
		return false;
	if (by == 0)
		return run_error(c->run, c->op, "nothing can be divided by 0");
	*ret = by == -1 || number % by == 0;
	return true;
}

static bool test_even(struct call *c, bool *ret)
{
	int64_t number;

	if (!call_number(c, c->subject, &number))
		return false;
	*ret = number % 2 == 0;
	return true;
}

static bool test_odd(struct call *c, bool *ret)
{
	if (!test_even(c, ret))
		return false;
	*ret = !*ret;
	return true;
}

static bool test_string(struct call *c, bool *ret)
{
	*ret = c->subject.kind == VALUE_TEXT || c->subject.kind == VALUE_HTML;
	return true;
}

static bool test_number(struct call *c, bool *ret)
{
	*ret = c->subject.kind == VALUE_NUMBER;
	return true;
}

static bool test_boolean(struct call *c, bool *ret)
{
	*ret = c->subject.kind == VALUE_BOOL;
	return true;
}

static bool test_mapping(struct call *c, bool *ret)
{
	*ret = c->subject.kind == VALUE_MAP;
	return true;
}

static bool test_sequence(struct call *c, bool *ret)
{
	*ret = c->subject.kind == VALUE_LIST;
	return true;
}

static bool test_equalto(struct call *c, bool *ret)
{
	*ret = value_equal(c->subject, c->argument[0]);
	return true;
}

static const struct test tests[] = {
	{ "boolean", "", false, test_boolean },
	{ "defined", "", true, test_defined },
	{ "divisibleby", "number", false, test_divisible },
	{ "equalto", "value", false, test_equalto },
	{ "even", "", false, test_even },
	{ "mapping", "", false, test_mapping },
	{ "none", "", false, test_none },
	{ "number", "", false, test_number },
	{ "odd", "", false, test_odd },
	{ "sequence", "", false, test_sequence },
	{ "string", "", false, test_string },
	{ "undefined", "", true, test_undefined },
};

/* ---- tables ---- */

const struct filter *filter_named(struct str name, struct nearest *n)
{
	for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++)
		if (str_eq(name, str_of(filters[i].name)))
			return &filters[i];
	for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++)
		nearest_offer(n, str_of(filters[i].name));
	return NULL;
}

const struct test *test_named(struct str name, struct nearest *n)
{
	for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
		if (str_eq(name, str_of(tests[i].name)))
			return &tests[i];
	for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
		nearest_offer(n, str_of(tests[i].name));
	return NULL;
}

void signature_read(const char *parameters, struct signature *s)
{
	struct str rest = str_of(parameters);

	*s = (struct signature){ .count = 0 };
	while (rest.len > 0) {
		struct str name = str_take(&rest, ',');

		s->optional[s->count] = str_ends(name, STR("?"));
		s->name[s->count] =
		    str_sub(name, 0, name.len - s->optional[s->count]);
		s->count++;
	}
}
