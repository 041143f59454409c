#include "send/dkim.h"

#include <stdlib.h>

#include "base/mail_header.h"
#include "send/dkim_key.h"

enum {
	KEYS_MOST = 4,
	HEADERS_MOST = 64,
	HEADER_LIST_MOST = 2048,
	LINE = 72, /* of what is broken anywhere */
};

struct dkim {
	struct arena arena;
	struct str domain;
	struct dkim_key key[KEYS_MOST];
	size_t keys;
	EVP_MD_CTX *md; /* of the headers */
};

/* What is signed if it is there; and what also is once more. */
static const struct {
	struct str name;
	bool over;
} signed_headers[] = {
	{ STR_INIT("From"), true },
	{ STR_INIT("To"), true },
	{ STR_INIT("Subject"), true },
	{ STR_INIT("Date"), true },
	{ STR_INIT("Reply-To"), false },
	{ STR_INIT("Message-ID"), false },
	{ STR_INIT("List-Id"), false },
	{ STR_INIT("List-Archive"), false },
	{ STR_INIT("List-Unsubscribe"), false },
	{ STR_INIT("List-Unsubscribe-Post"), false },
	{ STR_INIT("Feedback-ID"), false },
	{ STR_INIT("Auto-Submitted"), false },
	{ STR_INIT("MIME-Version"), false },
	{ STR_INIT("Content-Type"), false },
	{ STR_INIT("Content-Transfer-Encoding"), false },
};
enum { SIGNED_HEADERS = sizeof(signed_headers) / sizeof(signed_headers[0]) };

static EVP_MD_CTX *new_hash(void)
{
	EVP_MD_CTX *md = EVP_MD_CTX_new();

	if (md == NULL || EVP_DigestInit_ex(md, EVP_sha256(), NULL) != 1)
		xout_of_memory(0);
	return md;
}

static void add_to_hash(EVP_MD_CTX *md, struct str bytes)
{
	if (bytes.len > 0 && EVP_DigestUpdate(md, bytes.at, bytes.len) != 1)
		xout_of_memory(0);
}

static struct dkim_hash end_hash(EVP_MD_CTX *md)
{
	struct dkim_hash hash;

	if (EVP_DigestFinal_ex(md, hash.bytes, NULL) != 1)
		xout_of_memory(0);
	return hash;
}

/* ---------------------------------------------------------------- opening */

bool dkim_open(struct str domain, const struct str_list *selectors,
    struct dkim **ret_dkim, struct error *err)
{
	struct dkim *d = xmalloc(sizeof(*d));

	*d = (struct dkim){ .md = new_hash() };
	d->domain = arena_str(&d->arena, domain);
	if (selectors->count > KEYS_MOST) {
		dkim_free(d);
		return error_set(
		    err, "mail.dkim: at most %d selectors", (int)KEYS_MOST);
	}
	for (size_t i = 0; i < selectors->count; i++) {
		struct str name = arena_str(&d->arena, selectors->item[i]);

		if (!dkim_key_open(&d->arena, name, &d->key[i], err)) {
			dkim_free(d);
			return false;
		}
		d->keys++;
	}
	*ret_dkim = d;
	return true;
}

void dkim_free(struct dkim *d)
{
	if (d == NULL)
		return;
	for (size_t i = 0; i < d->keys; i++)
		dkim_key_close(&d->key[i]);
	EVP_MD_CTX_free(d->md);
	arena_release(&d->arena);
	free(d);
}

size_t dkim_keys(const struct dkim *d)
{
	return d->keys;
}

static struct str record_of(
    const struct dkim_key *k, struct str bytes, struct arena *arena)
{
	struct strbuf out;
	struct str record;

	strbuf_init(&out, 64 + 2 * bytes.len);
	strbuf_printf(
	    &out, "v=DKIM1; k=%s; p=", k->ed25519 ? "ed25519" : "rsa");
	mail_base64(&out, bytes);
	record = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return record;
}

struct str dkim_record(const struct dkim *d, size_t key, struct arena *arena)
{
	const struct dkim_key *k = &d->key[key];

	return record_of(k, dkim_key_public(k, arena), arena);
}

struct str dkim_short_record(
    const struct dkim *d, size_t key, struct arena *arena)
{
	const struct dkim_key *k = &d->key[key];

	return record_of(k,
	    k->ed25519 ? dkim_key_public(k, arena) : dkim_key_short(k, arena),
	    arena);
}

int dkim_rsa_bits(const struct dkim *d, size_t key)
{
	const struct dkim_key *k = &d->key[key];

	return k->ed25519 ? 0 : EVP_PKEY_get_bits(k->key);
}

/* -------------------------------------------------------------------- bodies */

struct dkim_body {
	EVP_MD_CTX *md;
	size_t empty; /* lines, which count only if another one follows */
};

struct dkim_body *dkim_body_new(void)
{
	struct dkim_body *b = xmalloc(sizeof(*b));

	*b = (struct dkim_body){ .md = new_hash() };
	return b;
}

void dkim_body_free(struct dkim_body *b)
{
	if (b == NULL)
		return;
	EVP_MD_CTX_free(b->md);
	free(b);
}

void dkim_body_add_relaxed(struct dkim_body *b, struct str lines)
{
	for (; b->empty > 0; b->empty--)
		add_to_hash(b->md, STR("\r\n"));
	add_to_hash(b->md, lines);
}

void dkim_body_copy(struct dkim_body *to, const struct dkim_body *from)
{
	if (EVP_MD_CTX_copy_ex(to->md, from->md) != 1)
		xout_of_memory(0);
	to->empty = from->empty;
}

/* A run of blanks is one, and none at the end (RFC 6376, 3.4.4). */
static void add_line(struct dkim_body *b, struct str line)
{
	size_t start = 0;

	for (; b->empty > 0; b->empty--)
		add_to_hash(b->md, STR("\r\n"));
	for (size_t i = 0; i < line.len; i++) {
		if (!char_is_blank(line.at[i]))
			continue;
		add_to_hash(b->md, str_sub(line, start, i));
		add_to_hash(b->md, STR(" "));
		while (i + 1 < line.len && char_is_blank(line.at[i + 1]))
			i++;
		start = i + 1;
	}
	add_to_hash(b->md, str_sub(line, start, line.len));
	add_to_hash(b->md, STR("\r\n"));
}

static struct str trim_blanks(struct str s)
{
	while (s.len > 0 && char_is_blank(s.at[s.len - 1]))
		s.len--;
	return s;
}

void dkim_body_add(struct dkim_body *b, struct str lines)
{
	while (lines.len > 0) {
		struct str line = str_take(&lines, '\n');

		if (line.len > 0 && line.at[line.len - 1] == '\r')
			line.len--;
		line = trim_blanks(line);
		if (line.len == 0)
			b->empty++;
		else
			add_line(b, line);
	}
}

struct dkim_hash dkim_body_end(struct dkim_body *b)
{
	return end_hash(b->md);
}

/* ------------------------------------------------------------------- headers */

struct headers {
	struct {
		struct str name, value; /* the value may be folded */
	} header[HEADERS_MOST];
	size_t count;
};

/* Up to the line that does not go on with a blank. */
static struct str take_header(struct str *rest)
{
	struct str all = *rest;
	size_t len = 0;

	do {
		size_t end = str_find_char(all, '\n', len);

		len = end == STR_NONE ? all.len : end + 1;
	} while (len < all.len && char_is_blank(all.at[len]));
	*rest = str_sub(all, len, all.len);
	return str_sub(all, 0, len);
}

static bool read_headers(struct str text, struct headers *h, struct error *err)
{
	h->count = 0;
	while (text.len > 0) {
		struct str header = take_header(&text);
		size_t colon = str_find_char(header, ':', 0);

		if (colon == STR_NONE || h->count == HEADERS_MOST)
			return error_set(err,
			    "the mail cannot be signed: it has %s",
			    colon == STR_NONE ? "a header without a colon"
					      : "too many headers");
		h->header[h->count].name =
		    trim_blanks(str_sub(header, 0, colon));
		h->header[h->count++].value =
		    str_sub(header, colon + 1, header.len);
	}
	return true;
}

/* "name:value" in one line, its blanks as in a body (RFC 6376, 3.4.2). */
static void add_relaxed(struct strbuf *out, struct str name, struct str value)
{
	bool blank = false;

	for (size_t i = 0; i < name.len; i++)
		strbuf_add_char(out, char_lower(name.at[i]));
	strbuf_add_char(out, ':');
	value = str_trim(value);
	for (size_t i = 0; i < value.len; i++) {
		bool is_blank = char_is_space(value.at[i]);

		if (!is_blank && blank)
			strbuf_add_char(out, ' ');
		if (!is_blank)
			strbuf_add_char(out, value.at[i]);
		blank = is_blank;
	}
}

/* The names go into the list of the signature, and what they name is hashed:
 * of several the last comes first. */
static void choose_headers(
    const struct headers *h, struct strbuf *list, struct strbuf *relaxed)
{
	for (size_t k = 0; k < SIGNED_HEADERS; k++) {
		struct str name = signed_headers[k].name;
		size_t times = signed_headers[k].over;

		for (size_t i = h->count; i-- > 0;) {
			if (!str_eq_fold(h->header[i].name, name))
				continue;
			add_relaxed(relaxed, name, h->header[i].value);
			strbuf_lit(relaxed, "\r\n");
			times++;
		}
		for (; times > 0; times--) {
			if (list->len > 0)
				strbuf_lit(list, ":");
			strbuf_add(list, name);
		}
	}
}

/* ------------------------------------------------------------------- signing */

/* Broken between any two characters, or behind the colons of a list. */
static void add_broken(struct strbuf *out, struct str text, bool anywhere)
{
	size_t line = 0;

	for (size_t i = 0; i < text.len; i++) {
		bool here = anywhere || (i > 0 && text.at[i - 1] == ':');

		if (here && line >= LINE - (anywhere ? 0U : 24U)) {
			strbuf_lit(out, "\r\n\t");
			line = 0;
		}
		strbuf_add_char(out, text.at[i]);
		line++;
	}
}

/* All of the value but what comes behind "b=". */
static void add_tags(const struct dkim *d, const struct dkim_key *k,
    struct str list, const struct dkim_hash *body, int64_t now,
    struct strbuf *out)
{
	strbuf_printf(out,
	    "v=1; a=%s-sha256; c=relaxed/relaxed;\r\n\td=%.*s; s=%.*s; "
	    "t=%lld;\r\n\th=",
	    k->ed25519 ? "ed25519" : "rsa", STR_ARG(d->domain),
	    STR_ARG(k->selector), (long long)now);
	add_broken(out, list, false);
	strbuf_lit(out, ";\r\n\tbh=");
	mail_base64(out,
	    (struct str){ (const char *)body->bytes, sizeof(body->bytes) });
	strbuf_lit(out, ";\r\n\tb=");
}

/* The headers, and the signature itself without what it will say. */
static struct dkim_hash hash_headers(
    struct dkim *d, struct str relaxed, struct str tags)
{
	struct strbuf own;

	strbuf_init(&own, 2 * HEADER_LIST_MOST);
	add_relaxed(&own, STR("DKIM-Signature"), tags);
	if (EVP_DigestInit_ex(d->md, EVP_sha256(), NULL) != 1)
		xout_of_memory(0);
	add_to_hash(d->md, relaxed);
	add_to_hash(d->md, strbuf_str(&own));
	strbuf_release(&own);
	return end_hash(d->md);
}

static bool add_signature(struct dkim *d, struct dkim_key *k, struct str list,
    struct str relaxed, const struct dkim_hash *body, int64_t now,
    struct strbuf *out, struct error *err)
{
	unsigned char bytes[DKIM_SIGNATURE_MOST];
	struct strbuf text;
	struct dkim_hash hash;
	size_t start, size;

	strbuf_lit(out, "DKIM-Signature: ");
	start = out->len;
	add_tags(d, k, list, body, now, out);
	hash =
	    hash_headers(d, relaxed, str_sub(strbuf_str(out), start, out->len));
	if (!dkim_key_sign(k, &hash, bytes, &size))
		return error_set(err,
		    "OpenSSL cannot sign with the key of selector %.*s",
		    STR_ARG(k->selector));
	strbuf_init(&text, 2 * sizeof(bytes));
	mail_base64(&text, (struct str){ (const char *)bytes, size });
	add_broken(out, strbuf_str(&text), true);
	strbuf_lit(out, "\r\n");
	strbuf_release(&text);
	return true;
}

bool dkim_sign(struct dkim *d, struct str headers, const struct dkim_hash *body,
    int64_t now, struct strbuf *out, struct error *err)
{
	struct strbuf list, relaxed;
	struct headers h;
	bool ok;

	strbuf_init(&list, HEADER_LIST_MOST);
	strbuf_init(&relaxed, 2 * headers.len + HEADER_LIST_MOST);
	ok = read_headers(headers, &h, err);
	if (ok)
		choose_headers(&h, &list, &relaxed);
	for (size_t i = 0; ok && i < d->keys; i++)
		ok = add_signature(d, &d->key[i], strbuf_str(&list),
		    strbuf_str(&relaxed), body, now, out, err);
	if (ok && (list.full || out->full))
		ok = error_set(err, "the mail has too many headers to sign");
	strbuf_release(&list);
	strbuf_release(&relaxed);
	return ok;
}

bool dkim_sign_message(struct dkim *d, struct str message, int64_t now,
    struct strbuf *out, struct error *err)
{
	size_t end = str_find(message, STR("\r\n\r\n"), 0);
	struct dkim_body *body = dkim_body_new();
	struct dkim_hash hash;

	if (end != STR_NONE)
		dkim_body_add(body, str_sub(message, end + 4, message.len));
	hash = dkim_body_end(body);
	dkim_body_free(body);
	return dkim_sign(d,
	    str_sub(message, 0, end != STR_NONE ? end + 2 : message.len), &hash,
	    now, out, err);
}
