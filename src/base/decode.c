#include "base/decode.h"

#include <errno.h>
#include <iconv.h>

#include "base/text.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

enum {
	META_WITHIN = 8 * 1024, /* where browsers look is 1024 */
	LABEL_MAX = 32,
	DECLARATION_MAX = 200,
	CHUNK = 4096,
};

/* Labels in lower case, and iconv's names of what they mean; encodings that
 * change their state within a text are not here, for good. */
static const struct {
	const char *label, *name;
} encodings[] = {
	{ "utf-8", "UTF-8" },
	{ "utf8", "UTF-8" },
	/* A <meta> that could be read is not in UTF-16. */
	{ "utf-16", "UTF-8" },
	{ "utf-16le", "UTF-8" },
	{ "utf-16be", "UTF-8" },
	{ "us-ascii", "CP1252" },
	{ "ascii", "CP1252" },
	{ "iso-8859-1", "CP1252" },
	{ "iso8859-1", "CP1252" },
	{ "iso_8859-1", "CP1252" },
	{ "latin1", "CP1252" },
	{ "latin-1", "CP1252" },
	{ "windows-1252", "CP1252" },
	{ "cp1252", "CP1252" },
	{ "iso-8859-2", "ISO-8859-2" },
	{ "iso-8859-4", "ISO-8859-4" },
	{ "iso-8859-5", "ISO-8859-5" },
	{ "iso-8859-7", "ISO-8859-7" },
	{ "iso-8859-9", "CP1254" },
	{ "iso-8859-13", "ISO-8859-13" },
	{ "iso-8859-15", "ISO-8859-15" },
	{ "windows-1250", "CP1250" },
	{ "windows-1251", "CP1251" },
	{ "windows-1253", "CP1253" },
	{ "windows-1254", "CP1254" },
	{ "windows-1255", "CP1255" },
	{ "windows-1256", "CP1256" },
	{ "windows-1257", "CP1257" },
	{ "windows-1258", "CP1258" },
	{ "windows-874", "CP874" },
	{ "koi8-r", "KOI8-R" },
	{ "koi8-u", "KOI8-U" },
	{ "macintosh", "MACINTOSH" },
	{ "gb2312", "GB18030" },
	{ "gbk", "GB18030" },
	{ "gb18030", "GB18030" },
	{ "big5", "BIG5-HKSCS" },
	{ "euc-jp", "EUC-JP" },
	{ "shift_jis", "CP932" },
	{ "shift-jis", "CP932" },
	{ "sjis", "CP932" },
	{ "euc-kr", "CP949" },
};

/* iconv's name, or NULL. */
static const char *encoding_named(struct str label)
{
	for (size_t i = 0; i < COUNT(encodings); i++)
		if (str_eq_fold(label, str_of(encodings[i].label)))
			return encodings[i].name;
	return NULL;
}

static bool is_label_char(char c)
{
	return char_is_alnum(c) || c == '-' || c == '_';
}

/* The value behind "WORD=", with or without quotes; empty without one. */
static struct str label_behind(struct str text, struct str word)
{
	for (size_t at = 0; at + word.len < text.len; at++) {
		struct str rest = str_sub(text, at, text.len);
		size_t end = 0;

		if (!str_starts_fold(rest, word))
			continue;
		rest = str_trim_left(str_sub(rest, word.len, rest.len));
		if (rest.len == 0 || rest.at[0] != '=')
			continue;
		rest = str_trim_left(str_sub(rest, 1, rest.len));
		if (rest.len > 0 && (rest.at[0] == '"' || rest.at[0] == '\''))
			rest = str_sub(rest, 1, rest.len);
		while (end < rest.len && end < LABEL_MAX &&
		       is_label_char(rest.at[end]))
			end++;
		return str_sub(rest, 0, end);
	}
	return (struct str){ 0 };
}

static const char *encoding_of_type(struct str content_type)
{
	return encoding_named(label_behind(content_type, STR("charset")));
}

static const char *encoding_of_meta(struct str page)
{
	size_t at = 0;

	page = str_sub(page, 0, META_WITHIN);
	while ((at = str_find_char(page, '<', at)) != STR_NONE) {
		struct str tag = str_sub(page, at, page.len);
		const char *name;

		at++;
		if (!str_starts_fold(tag, STR("<meta")))
			continue;
		tag = str_take(&tag, '>');
		name = encoding_named(label_behind(tag, STR("charset")));
		if (name != NULL)
			return name;
	}
	return NULL;
}

static const char *encoding_of_mark(struct str page)
{
	static const struct {
		struct str mark;
		const char *name;
	} marks[] = {
		{ STR_INIT("\xef\xbb\xbf"), "UTF-8" },
		{ STR_INIT("\xfe\xff"), "UTF-16BE" },
		{ STR_INIT("\xff\xfe"), "UTF-16LE" },
	};

	for (size_t i = 0; i < COUNT(marks); i++)
		if (str_starts(page, marks[i].mark))
			return marks[i].name;
	return NULL;
}

/* Is it UTF-8, but for a last character that the end may have cut? */
static bool seems_utf8(struct str page)
{
	for (size_t cut = 0; cut < 4 && cut <= page.len; cut++)
		if (text_is_valid(str_sub(page, 0, page.len - cut)))
			return true;
	return false;
}

static const char *find_encoding(struct str page, struct str content_type)
{
	const char *name = encoding_of_mark(page);

	if (name == NULL)
		name = encoding_of_type(content_type);
	if (name == NULL)
		name = encoding_of_meta(page);
	if (name == NULL)
		name = seems_utf8(page) ? "UTF-8" : "CP1252";
	return name;
}

/* Convert as iconv does, with U+FFFD for each byte that it does not take. */
static void convert(struct strbuf *out, struct str page, iconv_t converter)
{
	/* iconv's interface predates const; it does not write there. */
	union {
		const char *is;
		char *wanted;
	} from = { page.at };
	size_t left = page.len;

	while (left > 0 && !out->full) {
		char chunk[CHUNK], *to = chunk;
		size_t room = sizeof(chunk);
		size_t answer =
		    iconv(converter, &from.wanted, &left, &to, &room);

		strbuf_add(out, (struct str){ chunk, (size_t)(to - chunk) });
		if (answer != (size_t)-1 || errno == E2BIG)
			continue;
		if (errno != EILSEQ)
			break; /* the end was cut */
		strbuf_add_code_point(out, 0xfffd);
		from.is++;
		left--;
	}
}

static void add_decoded(struct strbuf *out, struct str page, const char *name)
{
	struct str utf8 = page;
	struct strbuf converted;
	iconv_t converter = (iconv_t)-1;

	/* A byte may become three. */
	strbuf_init(&converted, page.len * 3 + 4);
	if (!str_eq(str_of(name), STR("UTF-8")))
		converter = iconv_open("UTF-8", name);
	if (converter != (iconv_t)-1) {
		convert(&converted, page, converter);
		iconv_close(converter);
		utf8 = strbuf_str(&converted);
	}
	if (str_starts(utf8, STR("\xef\xbb\xbf")))
		utf8 = str_sub(utf8, 3, utf8.len);
	text_add_clean(out, utf8);
	strbuf_release(&converted);
}

void decode_page(struct strbuf *out, struct str page, struct str content_type)
{
	add_decoded(out, page, find_encoding(page, content_type));
}

/* By <?xml encoding="...">. */
static const char *encoding_of_declaration(struct str text)
{
	size_t at = str_find(str_sub(text, 0, META_WITHIN), STR("<?xml"), 0);
	struct str rest;

	if (at == STR_NONE)
		return NULL;
	rest = str_sub(text, at, at + DECLARATION_MAX);
	return encoding_named(
	    label_behind(str_take(&rest, '>'), STR("encoding")));
}

/* The first "<" in UTF-16 without a byte order mark. */
static const char *encoding_of_shape(struct str text)
{
	if (str_starts(text, STR("<\0")))
		return "UTF-16LE";
	return str_starts(text, STR("\0<")) ? "UTF-16BE" : NULL;
}

/* One byte for each character?  Few texts of those are valid UTF-8. */
static bool is_of_bytes(const char *name)
{
	static const char *const starts[] = { "CP125", "ISO-", "KOI8", "CP874",
		"MACINTOSH" };

	for (size_t i = 0; i < COUNT(starts); i++)
		if (str_starts(str_of(name), str_of(starts[i])))
			return true;
	return false;
}

/* More characters of several bytes than bytes that are none? */
static bool is_mostly_utf8(struct str text)
{
	size_t good = 0, bad = 0;

	for (size_t at = 0; at < text.len;) {
		uint32_t c = text_next(text, &at);

		good += c >= 0x80 && c != TEXT_INVALID;
		bad += c == TEXT_INVALID;
	}
	return good > bad;
}

static const char *encoding_of_document(struct str text, struct str type)
{
	const char *name = encoding_of_mark(text), *declared;

	if (name == NULL)
		name = encoding_of_shape(text);
	if (name != NULL)
		return name;
	name = encoding_of_type(type);
	declared = encoding_of_declaration(text);
	/* Servers say Latin-1 of whatever they have. */
	if (name == NULL ||
	    (declared != NULL && str_eq(str_of(name), STR("CP1252"))))
		name = declared;
	if ((name == NULL || is_of_bytes(name)) && seems_utf8(text))
		return "UTF-8";
	if (name != NULL && !str_eq(str_of(name), STR("UTF-8")))
		return name;
	/* It says UTF-8, or nothing. */
	if (seems_utf8(text) || is_mostly_utf8(text))
		return "UTF-8";
	return declared != NULL && !str_eq(str_of(declared), STR("UTF-8"))
		   ? declared
		   : "CP1252";
}

void decode_document(struct strbuf *out, struct str text, struct str type)
{
	add_decoded(out, text, encoding_of_document(text, type));
}
