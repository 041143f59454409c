#include "base/json.h"

#include <assert.h>

#include "base/text.h"

void json_init(struct json *j, struct strbuf *out)
{
	*j = (struct json){ .out = out };
}

/* Comma and bookkeeping before a value of any kind. */
static void begin_value(struct json *j)
{
	if (j->level[j->depth].close == '}') {
		assert(j->level[j->depth].value);
		j->level[j->depth].value = false;
		return;
	}
	if (j->level[j->depth].any && j->depth > 0)
		strbuf_add_char(j->out, ',');
	j->level[j->depth].any = true;
}

static void begin_level(struct json *j, char open, char close)
{
	begin_value(j);
	assert(j->depth < JSON_DEPTH);
	strbuf_add_char(j->out, open);
	j->depth++;
	j->level[j->depth].close = close;
	j->level[j->depth].any = false;
	j->level[j->depth].value = false;
}

void json_object(struct json *j)
{
	begin_level(j, '{', '}');
}

void json_array(struct json *j)
{
	begin_level(j, '[', ']');
}

void json_end(struct json *j)
{
	assert(j->depth > 0 && !j->level[j->depth].value);
	strbuf_add_char(j->out, j->level[j->depth].close);
	j->depth--;
}

static void add_unit(struct strbuf *out, uint32_t unit)
{
	static const char hex[] = "0123456789abcdef";
	const char escape[] = { '\\', 'u', hex[unit >> 12 & 15],
		hex[unit >> 8 & 15], hex[unit >> 4 & 15], hex[unit & 15] };

	strbuf_add(out, (struct str){ escape, sizeof(escape) });
}

static bool is_plain(unsigned char c)
{
	return c >= ' ' && c != '"' && c != '\\' && c != '<' && c != '>' &&
	       c != '&' && c != 0x7f;
}

static void add_escaped(struct strbuf *out, uint32_t c)
{
	switch (c) {
	case '"': strbuf_lit(out, "\\\""); break;
	case '\\': strbuf_lit(out, "\\\\"); break;
	case '\n': strbuf_lit(out, "\\n"); break;
	case '\r': strbuf_lit(out, "\\r"); break;
	case '\t': strbuf_lit(out, "\\t"); break;
	case TEXT_INVALID: strbuf_add_code_point(out, 0xfffd); break;
	default: add_unit(out, c); break;
	}
}

static void add_quoted(struct strbuf *out, struct str s)
{
	size_t from = 0;

	strbuf_add_char(out, '"');
	for (size_t at = 0; at < s.len;) {
		size_t start = at;
		uint32_t c;

		if ((unsigned char)s.at[at] < 0x80 &&
		    is_plain((unsigned char)s.at[at])) {
			at++;
			continue;
		}
		c = text_next(s, &at);
		/* U+2028 and U+2029 end a line in old JavaScript. */
		if (c >= 0x80 && c != TEXT_INVALID && c != 0x2028 &&
		    c != 0x2029)
			continue;
		strbuf_add(out, str_sub(s, from, start));
		add_escaped(out, c);
		from = at;
	}
	strbuf_add(out, str_sub(s, from, s.len));
	strbuf_add_char(out, '"');
}

void json_key(struct json *j, const char *key)
{
	assert(j->level[j->depth].close == '}' && !j->level[j->depth].value);
	if (j->level[j->depth].any)
		strbuf_add_char(j->out, ',');
	j->level[j->depth].any = true;
	add_quoted(j->out, str_of(key));
	strbuf_add_char(j->out, ':');
	j->level[j->depth].value = true;
}

void json_str(struct json *j, struct str s)
{
	begin_value(j);
	if (s.at == NULL)
		strbuf_lit(j->out, "null");
	else
		add_quoted(j->out, s);
}

void json_number(struct json *j, int64_t value)
{
	begin_value(j);
	strbuf_printf(j->out, "%lld", (long long)value);
}

void json_decimal(struct json *j, struct str digits)
{
	begin_value(j);
	strbuf_add(j->out, digits.len > 0 ? digits : STR("null"));
}

void json_raw(struct json *j, struct str value)
{
	begin_value(j);
	if (value.at == NULL) {
		strbuf_lit(j->out, "null");
		return;
	}
	/* In JSON these stand in texts only. */
	for (size_t i = 0; i < value.len; i++) {
		char c = value.at[i];

		if (c == '<' || c == '>' || c == '&')
			add_escaped(j->out, (uint32_t)c);
		else
			strbuf_add_char(j->out, c);
	}
}

void json_bool(struct json *j, bool value)
{
	begin_value(j);
	strbuf_add(j->out, value ? STR("true") : STR("false"));
}

void json_null(struct json *j)
{
	begin_value(j);
	strbuf_lit(j->out, "null");
}

void json_member(struct json *j, const char *key, struct str value)
{
	json_key(j, key);
	json_str(j, value);
}

void json_member_number(struct json *j, const char *key, int64_t value)
{
	json_key(j, key);
	json_number(j, value);
}

void json_member_list(
    struct json *j, const char *key, const struct str_list *list)
{
	json_key(j, key);
	json_array(j);
	for (size_t i = 0; i < list->count; i++)
		json_str(j, list->item[i]);
	json_end(j);
}
