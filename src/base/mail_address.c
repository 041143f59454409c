#include "base/mail_address.h"

#include <idn2.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "base/strbuf.h"
#include "base/text.h"

enum { LOCAL_MAX = 64, ADDRESS_MAX = 254, DOMAIN_MAX = 253, LABEL_MAX = 63 };

/* ---------------------------------------------------------- before the @ */

/* RFC 5322's atext, and all above ASCII. */
static bool is_atom(char c)
{
	return char_is_alnum(c) || (unsigned char)c >= 0x80 ||
	       (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

/* Controls above ASCII too: some terminals act on them. */
static bool has_controls(struct str local)
{
	for (size_t at = 0; at < local.len;)
		if (text_is_forbidden(text_next(local, &at)))
			return true;
	return false;
}

static bool is_dotted_atoms(struct str local)
{
	bool dot = true;

	for (size_t i = 0; i < local.len; i++) {
		if (!is_atom(local.at[i]) && (local.at[i] != '.' || dot))
			return false;
		dot = local.at[i] == '.';
	}
	return !dot;
}

/* What stands between the quotes, without the backslashes.  False if it is
 * not quoted right. */
static bool unquote(struct strbuf *out, struct str quoted)
{
	size_t i = 1;

	if (quoted.len < 2 || quoted.at[0] != '"')
		return false;
	for (; i < quoted.len && quoted.at[i] != '"'; i++) {
		if (quoted.at[i] == '\\' && ++i == quoted.len)
			return false;
		if ((unsigned char)quoted.at[i] < ' ' || quoted.at[i] == 0x7f)
			return false;
		strbuf_add_char(out, quoted.at[i]);
	}
	return i + 1 == quoted.len;
}

static void add_local(struct strbuf *out, struct str local)
{
	if (is_dotted_atoms(local)) {
		strbuf_add(out, local);
		return;
	}
	strbuf_add_char(out, '"');
	for (size_t i = 0; i < local.len; i++) {
		if (local.at[i] == '"' || local.at[i] == '\\')
			strbuf_add_char(out, '\\');
		strbuf_add_char(out, local.at[i]);
	}
	strbuf_add_char(out, '"');
}

static bool is_ascii(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.at[i] >= 0x80)
			return false;
	return true;
}

static struct str composed(struct arena *arena, struct str text)
{
	utf8proc_uint8_t *form = NULL;
	utf8proc_ssize_t len;
	struct str copy = text;

	if (is_ascii(text))
		return arena_str(arena, text);
	len = utf8proc_map((const utf8proc_uint8_t *)text.at,
	    (utf8proc_ssize_t)text.len, &form,
	    UTF8PROC_STABLE | UTF8PROC_COMPOSE);

	if (len >= 0)
		copy = arena_str(
		    arena, (struct str){ (const char *)form, (size_t)len });
	free(form);
	return copy;
}

static enum mail_address_status read_local(
    struct arena *arena, struct str written, struct str *ret_local)
{
	struct strbuf plain;
	bool ok, full;

	strbuf_init(&plain, ADDRESS_MAX);
	ok =
	    written.len > 0 && text_is_valid(written) && !has_controls(written);
	if (ok && written.at[0] == '"')
		ok = unquote(&plain, written);
	else if (ok && (ok = is_dotted_atoms(written)))
		strbuf_add(&plain, written);
	ok = ok && (plain.len > 0 || plain.full);
	full = plain.full; /* then not all of it is there */
	*ret_local = composed(arena, strbuf_str(&plain));
	strbuf_release(&plain);
	if (!ok)
		return MAIL_ADDRESS_BAD_LOCAL;
	return full || ret_local->len > LOCAL_MAX ? MAIL_ADDRESS_TOO_LONG
						  : MAIL_ADDRESS_OK;
}

/* ------------------------------------------------------------ behind the @ */

static bool is_label(struct str label)
{
	if (label.len == 0 || label.len > LABEL_MAX || label.at[0] == '-' ||
	    label.at[label.len - 1] == '-')
		return false;
	for (size_t i = 0; i < label.len; i++)
		if (!char_is_alnum(label.at[i]) && label.at[i] != '-')
			return false;
	return true;
}

/* At least two labels, of which the last is no number. */
static bool is_domain(struct str domain)
{
	struct str rest = domain, label = STR("");
	int labels = 0;

	while (rest.at != NULL) {
		label = str_take(&rest, '.');
		if (!is_label(label))
			return false;
		labels++;
	}
	return labels > 1 && domain.len <= DOMAIN_MAX &&
	       !char_is_digit(label.at[label.len - 1]);
}

/* Into *ret_domain, with its letters lower. */
static void lower(struct arena *arena, struct str ascii, struct str *ret_domain)
{
	char *copy = arena_alloc(arena, ascii.len + 1);

	for (size_t i = 0; i < ascii.len; i++)
		copy[i] = char_lower(ascii.at[i]);
	*ret_domain = (struct str){ copy, ascii.len };
}

static bool read_domain(
    struct arena *arena, struct str written, struct str *ret_domain)
{
	char *ascii = NULL;

	if (str_ends(written, STR(".")))
		written.len--;
	/* Nearly all; two hyphens mean something to IDNA. */
	if (is_ascii(written) && str_find(written, STR("--"), 0) == STR_NONE) {
		lower(arena, written, ret_domain);
		return is_domain(*ret_domain);
	}
	if (written.len == 0 || !text_is_valid(written) ||
	    str_find_char(written, '\0', 0) != STR_NONE ||
	    idn2_lookup_u8((const uint8_t *)arena_cstr(arena, written),
		(uint8_t **)&ascii,
		IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) != IDN2_OK)
		return false;
	lower(arena, str_of(ascii), ret_domain);
	idn2_free(ascii);
	return is_domain(*ret_domain);
}

/* --------------------------------------------------------------------- all */

/* The last @: those before it stand in quotes, or are wrong. */
static size_t find_at(struct str text)
{
	for (size_t i = text.len; i-- > 0;)
		if (text.at[i] == '@')
			return i;
	return STR_NONE;
}

static void write(struct arena *arena, struct str local, struct str domain,
    struct mail_address *ret_address)
{
	struct strbuf out;

	strbuf_init(&out, 4 * ADDRESS_MAX);
	add_local(&out, local);
	strbuf_add_char(&out, '@');
	strbuf_add(&out, domain);
	ret_address->text = arena_str(arena, strbuf_str(&out));
	ret_address->domain =
	    str_sub(ret_address->text, out.len - domain.len, out.len);
	strbuf_reset(&out);
	for (size_t at = 0; at < local.len;)
		strbuf_add_code_point(
		    &out, text_fold_case(text_next(local, &at)));
	ret_address->key = composed(arena, strbuf_str(&out));
	ret_address->key = arena_printf(
	    arena, "%.*s@%.*s", STR_ARG(ret_address->key), STR_ARG(domain));
	strbuf_release(&out);
}

enum mail_address_status mail_address_read(
    struct arena *arena, struct str text, struct mail_address *ret_address)
{
	struct str local, domain;
	enum mail_address_status status;
	size_t at;

	text = str_trim(text);
	if (text.len == 0)
		return MAIL_ADDRESS_EMPTY;
	if (text.len > 2 * ADDRESS_MAX)
		return MAIL_ADDRESS_TOO_LONG;
	at = find_at(text);
	if (at == STR_NONE)
		return MAIL_ADDRESS_NO_AT;
	status = read_local(arena, str_sub(text, 0, at), &local);
	if (status != MAIL_ADDRESS_OK)
		return status;
	if (!read_domain(arena, str_sub(text, at + 1, text.len), &domain))
		return MAIL_ADDRESS_BAD_DOMAIN;
	if (local.len + 1 + domain.len > ADDRESS_MAX)
		return MAIL_ADDRESS_TOO_LONG;
	write(arena, local, domain, ret_address);
	return MAIL_ADDRESS_OK;
}

struct str mail_address_mailbox(struct arena *arena, struct str key)
{
	size_t at = find_at(key), plus = str_find_char(key, '+', 0);

	/* A plus at the start is the name itself. */
	if (at == STR_NONE || plus == STR_NONE || plus == 0 || plus > at)
		return key;
	return arena_printf(arena, "%.*s%.*s", STR_ARG(str_sub(key, 0, plus)),
	    STR_ARG(str_sub(key, at, key.len)));
}

const char *mail_address_problem(enum mail_address_status status)
{
	static const char *const problems[] = {
		[MAIL_ADDRESS_OK] = "nothing is wrong with it",
		[MAIL_ADDRESS_EMPTY] = "there is no address",
		[MAIL_ADDRESS_NO_AT] = "there is no @ in it",
		[MAIL_ADDRESS_BAD_LOCAL] =
		    "what stands before the @ cannot be part of an address",
		[MAIL_ADDRESS_BAD_DOMAIN] =
		    "what stands behind the @ is not the name of a domain",
		[MAIL_ADDRESS_TOO_LONG] = "it is longer than addresses can be",
	};

	return problems[status];
}
