/* Macros in domains (RFC 7208, section 7): "%{ir}.%{v}._spf.x.example". */
#include "doctor/spf.h"

#include "base/strbuf.h"

enum { LETTER = 2, NAME_ROOM = 4096, PARTS_MOST = 128 };

static const char delimiters[] = ".-+,/_=";

struct macro {
	char letter;      /* lower case */
	uint64_t parts;   /* of the right that are kept; 0: all */
	bool turned;      /* the last part first */
	struct str apart; /* what parts are apart by; empty: "." */
	size_t end;       /* of it, in the text */
};

/* The one that begins at `at` with "%{". */
static bool read_macro(struct str text, size_t at, struct macro *m)
{
	size_t i = at + LETTER, start;

	*m = (struct macro){ .letter = '\0' };
	if (i >= text.len)
		return false;
	m->letter = char_lower(text.at[i++]);
	if (m->letter == '\0' || strchr("slodiphv", m->letter) == NULL)
		return false;
	start = i;
	while (i < text.len && char_is_digit(text.at[i]))
		i++;
	if (i > start &&
	    (!str_to_number(str_sub(text, start, i), 1000, &m->parts) ||
		m->parts == 0))
		return false;
	if (i < text.len && char_lower(text.at[i]) == 'r') {
		m->turned = true;
		i++;
	}
	start = i;
	while (i < text.len && text.at[i] != '\0' &&
	       strchr(delimiters, text.at[i]) != NULL)
		i++;
	m->apart = str_sub(text, start, i);
	m->end = i + 1;
	return i < text.len && text.at[i] == '}';
}

/* Behind the macro that begins at `at`; 0 if it is none. */
static size_t skip_macro(struct str text, size_t at)
{
	struct macro macro;

	if (at + 1 >= text.len)
		return 0;
	if (text.at[at + 1] == '{')
		return read_macro(text, at, &macro) ? macro.end : 0;
	return strchr("%_-", text.at[at + 1]) != NULL ? at + 2 : 0;
}

/* *ret_rest is what follows the last macro. */
static bool skip_macros(struct str text, struct str *ret_rest)
{
	size_t at = 0, behind = 0;

	while (at < text.len) {
		if (text.at[at] != '%') {
			at++;
			continue;
		}
		at = behind = skip_macro(text, at);
		if (at == 0)
			return false;
	}
	*ret_rest = str_sub(text, behind, text.len);
	return true;
}

bool spf_macros_are_fine(struct str text)
{
	struct str rest;

	return skip_macros(text, &rest);
}

/* "com", "xn--p1ai": letters, digits, hyphens inside, and not only digits. */
static bool is_top_level(struct str label)
{
	bool digits = true;

	for (size_t i = 0; i < label.len; i++) {
		if (!char_is_alnum(label.at[i]) && label.at[i] != '-')
			return false;
		digits = digits && char_is_digit(label.at[i]);
	}
	return label.len > 0 && !digits && label.at[0] != '-' &&
	       label.at[label.len - 1] != '-';
}

bool spf_domain_is_fine(struct str text)
{
	struct str rest;
	size_t dot;

	if (!skip_macros(text, &rest))
		return false;
	if (rest.len == 0)
		return text.len > 0;
	if (str_ends(rest, STR(".")))
		rest.len--;
	for (dot = rest.len; dot > 0 && rest.at[dot - 1] != '.'; dot--)
		;
	return dot > 0 && is_top_level(str_sub(rest, dot, rest.len));
}

/* "192.0.2.7", or the 32 digits of version 6 with dots in between. */
static void add_address(
    struct strbuf *out, const unsigned char *address, bool *ret_v4)
{
	char text[NETWORK_TEXT];

	network_print(address, text);
	*ret_v4 = strchr(text, ':') == NULL;
	if (*ret_v4) {
		strbuf_add_cstr(out, text);
		return;
	}
	for (size_t i = 0; i < NETWORK_BYTES; i++)
		strbuf_printf(out, "%s%x.%x", i > 0 ? "." : "", address[i] >> 4,
		    address[i] & 15U);
}

/* Of nobody in particular, an address that belongs to nobody. */
static void add_value(struct strbuf *out, const struct spf_question *q,
    struct str now, char letter)
{
	static const unsigned char nobody[NETWORK_BYTES] = {
		[10] = 0xff, [11] = 0xff, [12] = 192, [14] = 2, [15] = 1
	};
	const unsigned char *address = q->address != NULL ? q->address : nobody;
	struct strbuf text;
	bool v4;

	strbuf_init(&text, NAME_ROOM);
	add_address(&text, address, &v4);
	switch (letter) {
	case 's':
		strbuf_printf(
		    out, "%.*s@%.*s", STR_ARG(q->local), STR_ARG(q->domain));
		break;
	case 'l': strbuf_add(out, q->local); break;
	case 'd': strbuf_add(out, now); break;
	case 'i': strbuf_add(out, strbuf_str(&text)); break;
	case 'p': strbuf_lit(out, "unknown"); break;
	case 'v': strbuf_add_cstr(out, v4 ? "in-addr" : "ip6"); break;
	default: strbuf_add(out, q->domain); break;
	}
	strbuf_release(&text);
}

/* Parts of a value, from *end on to the left. */
static struct str take_last(struct str value, struct str apart, size_t *end)
{
	size_t start = *end;
	struct str part;

	while (start > 0 &&
	       str_find_char(apart, value.at[start - 1], 0) == STR_NONE)
		start--;
	part = str_sub(value, start, *end);
	*end = start > 0 ? start - 1 : STR_NONE;
	return part;
}

static void add_parts(
    struct strbuf *out, const struct macro *m, struct str value)
{
	struct str apart = m->apart.len > 0 ? m->apart : STR(".");
	size_t end = value.len, count = 0, kept;
	struct str part[PARTS_MOST]; /* the last one first */

	while (end != STR_NONE && count < PARTS_MOST)
		part[count++] = take_last(value, apart, &end);
	kept = m->parts > 0 && m->parts < count ? (size_t)m->parts : count;
	for (size_t i = 0; i < kept; i++) {
		if (i > 0)
			strbuf_lit(out, ".");
		strbuf_add(
		    out, part[m->turned ? count - kept + i : kept - 1 - i]);
	}
}

/* The names of hosts have no blanks; "%_" and "%-" make no good name. */
static void add_expanded(struct strbuf *out, const struct spf_question *q,
    struct str now, struct str text)
{
	struct macro macro;
	size_t at = 0;

	while (at < text.len) {
		if (text.at[at] != '%') {
			strbuf_add_char(out, text.at[at++]);
		} else if (text.at[at + 1] == '{' &&
			   read_macro(text, at, &macro)) {
			struct strbuf value;

			strbuf_init(&value, NAME_ROOM);
			add_value(&value, q, now, macro.letter);
			add_parts(out, &macro, strbuf_str(&value));
			strbuf_release(&value);
			at = macro.end;
		} else {
			strbuf_add_cstr(out, text.at[at + 1] == '%'   ? "%"
					     : text.at[at + 1] == '_' ? " "
								      : "%20");
			at += 2;
		}
	}
}

struct str spf_expand(const struct spf_question *q, struct str now,
    struct str text, struct arena *arena)
{
	struct strbuf out;
	struct str name;

	if (text.at == NULL)
		return now;
	strbuf_init(&out, 64 * NAME_ROOM);
	add_expanded(&out, q, now, text);
	name = strbuf_str(&out);
	while (
	    name.len > DNS_NAME_MOST && str_find_char(name, '.', 0) != STR_NONE)
		str_take(&name, '.');
	name = arena_str(arena, name);
	strbuf_release(&out);
	return name;
}
