/* The grammar of a record (RFC 7208, section 12). */
#include "doctor/spf.h"

enum { V4_BITS = 32, V6_BITS = 128, TERMS_MOST = 500 };

/* What a mechanism may have behind its name. */
enum argument { NOTHING, DOMAIN_NEEDED, DOMAIN_AND_BITS, DOMAIN_ONLY, NETWORK };

static const struct {
	struct str name;
	enum spf_kind kind;
	enum argument argument;
} mechanisms[] = {
	{ STR_INIT("all"), SPF_ALL, NOTHING },
	{ STR_INIT("include"), SPF_INCLUDE, DOMAIN_NEEDED },
	{ STR_INIT("a"), SPF_A, DOMAIN_AND_BITS },
	{ STR_INIT("mx"), SPF_MX, DOMAIN_AND_BITS },
	{ STR_INIT("ptr"), SPF_PTR, DOMAIN_ONLY },
	{ STR_INIT("ip4"), SPF_IP4, NETWORK },
	{ STR_INIT("ip6"), SPF_IP6, NETWORK },
	{ STR_INIT("exists"), SPF_EXISTS, DOMAIN_NEEDED },
};
enum { MECHANISMS = sizeof(mechanisms) / sizeof(mechanisms[0]) };

static const struct str version = STR_INIT("v=spf1");

bool spf_is_record(struct str text)
{
	return str_starts_fold(text, version) &&
	       (text.len == version.len || text.at[version.len] == ' ');
}

/* "/24": all of it.  Without one, *ret_bits stays. */
static bool read_bits(struct str text, int most, int *ret_bits)
{
	uint64_t bits;

	if (text.len == 0)
		return true;
	if (text.at[0] != '/' ||
	    !str_to_number(str_sub(text, 1, text.len), (uint64_t)most, &bits) ||
	    (text.at[1] == '0' && text.len > 2))
		return false;
	*ret_bits = (int)bits;
	return true;
}

/* "/24", "/24//64", "//64". */
static bool read_both_bits(struct str text, struct spf_term *t)
{
	size_t two = str_find(text, STR("//"), 0);
	struct str v6 = { NULL, 0 };

	if (two != STR_NONE) {
		v6 = str_sub(text, two + 1, text.len);
		text = str_sub(text, 0, two);
		if (v6.len < 2)
			return false;
	}
	return read_bits(text, V4_BITS, &t->v4_bits) &&
	       read_bits(v6, V6_BITS, &t->v6_bits);
}

static bool read_network(struct str text, struct spf_term *t)
{
	bool v4 = t->kind == SPF_IP4;
	size_t slash = str_find_char(text, '/', 0);
	struct str address = str_sub(text, 0, slash);

	if (slash != STR_NONE &&
	    (slash + 1 == text.len ||
		!read_bits(str_sub(text, slash, text.len),
		    v4 ? V4_BITS : V6_BITS, v4 ? &t->v4_bits : &t->v6_bits)))
		return false;
	return (str_find_char(address, ':', 0) == STR_NONE) == v4 &&
	       network_read(address, t->network);
}

/* Where "/24", "//64" or both begin, at the end; slashes and colons can also be
 * in a domain. */
static size_t find_bits(struct str text)
{
	size_t at = text.len;

	while (at > 0 &&
	       (char_is_digit(text.at[at - 1]) || text.at[at - 1] == '/'))
		at--;
	while (at < text.len && text.at[at] != '/')
		at++;
	return at;
}

static bool read_domain(struct str text, struct str *ret_domain)
{
	*ret_domain = text;
	return text.len > 0 && text.len <= DNS_NAME_MOST &&
	       spf_domain_is_fine(text);
}

static bool read_argument(
    enum argument argument, struct str text, struct spf_term *t)
{
	bool colon = str_starts(text, STR(":"));
	size_t bits = find_bits(text);

	switch (argument) {
	case NOTHING: return text.len == 0;
	case NETWORK:
		return colon && read_network(str_sub(text, 1, text.len), t);
	case DOMAIN_AND_BITS:
		if (!read_both_bits(str_sub(text, bits, text.len), t))
			return false;
		text = str_sub(text, 0, bits);
		break;
	case DOMAIN_NEEDED:
		if (!colon)
			return false;
		break;
	case DOMAIN_ONLY: break;
	}
	return text.len == 0 ||
	       (colon && read_domain(str_sub(text, 1, text.len), &t->domain));
}

static bool read_mechanism(struct str text, struct spf_term *t)
{
	size_t end = 0;

	t->qualifier = '+';
	if (strchr("+-~?", text.at[0]) != NULL) {
		t->qualifier = text.at[0];
		text = str_sub(text, 1, text.len);
	}
	while (end < text.len && char_is_alnum(text.at[end]))
		end++;
	for (size_t i = 0; i < MECHANISMS; i++) {
		if (!str_eq_fold(str_sub(text, 0, end), mechanisms[i].name))
			continue;
		t->kind = mechanisms[i].kind;
		return read_argument(
		    mechanisms[i].argument, str_sub(text, end, text.len), t);
	}
	return false;
}

/* Is it NAME=VALUE, a modifier? */
static bool is_modifier(struct str text, size_t *ret_equals)
{
	size_t i = 0;

	if (!char_is_alpha(text.at[0]))
		return false;
	while (
	    i < text.len && (char_is_alnum(text.at[i]) || text.at[i] == '-' ||
				text.at[i] == '_' || text.at[i] == '.'))
		i++;
	*ret_equals = i;
	return i < text.len && text.at[i] == '=';
}

static bool read_modifier(struct str text, size_t equals, struct spf_term *t)
{
	struct str name = str_sub(text, 0, equals);
	struct str value = str_sub(text, equals + 1, text.len);

	t->kind = SPF_OTHER;
	if (str_eq_fold(name, STR("redirect"))) {
		t->kind = SPF_REDIRECT;
		return read_domain(value, &t->domain);
	}
	if (str_eq_fold(name, STR("exp")))
		return read_domain(value, &t->domain);
	return spf_macros_are_fine(value);
}

static bool is_printable(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] < '!' || text.at[i] > '~')
			return false;
	return true;
}

static bool read_term(struct str text, struct spf_term *t)
{
	size_t equals;

	*t = (struct spf_term){
		.text = text, .v4_bits = V4_BITS, .v6_bits = V6_BITS
	};
	return is_printable(text) &&
	       (is_modifier(text, &equals) ? read_modifier(text, equals, t)
					   : read_mechanism(text, t));
}

/* Each of them may be there once. */
static bool is_double(const struct spf_record *r, const struct spf_term *t)
{
	if (t->kind != SPF_REDIRECT &&
	    !(t->kind == SPF_OTHER && str_starts_fold(t->text, STR("exp="))))
		return false;
	for (size_t i = 0; i < r->terms; i++)
		if (r->term[i].kind == t->kind &&
		    str_starts_fold(r->term[i].text, str_sub(t->text, 0, 4)))
			return true;
	return false;
}

bool spf_read(struct arena *arena, struct str text, struct spf_record *ret,
    struct str *ret_why)
{
	struct str rest = str_sub(text, version.len, text.len);

	*ret = (struct spf_record){ .terms = 0 };
	while (rest.at != NULL) {
		struct str word = str_take(&rest, ' ');
		struct spf_term term;

		if (word.len == 0)
			continue;
		if (!read_term(word, &term) || ret->terms == TERMS_MOST) {
			*ret_why = arena_printf(arena,
			    "\"%.*s\" is nothing that may stand in it",
			    STR_ARG(word));
			return false;
		}
		if (is_double(ret, &term)) {
			*ret_why = arena_printf(arena,
			    "\"%.*s\" comes a second time", STR_ARG(word));
			return false;
		}
		ret->term = ARENA_GROW(arena, ret->term, ret->terms);
		ret->term[ret->terms++] = term;
	}
	return true;
}
