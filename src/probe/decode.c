#include "probe/decode.h"

#include <errno.h>
#include <iconv.h>

#include "base/text.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

enum {
	META_WITHIN = 8 * 1024, /* where browsers look is 1024 */
	LABEL_MAX = 32,
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

/* The value behind "charset=", with or without quotes; empty without one. */
static struct str charset_in(struct str text)
{
	static const char word[] = "charset";
	size_t len = sizeof(word) - 1;

	for (size_t at = 0; at + len < text.len; at++) {
		struct str rest = str_sub(text, at, text.len);
		size_t end = 0;

		if (!str_starts_fold(rest, STR("charset")))
			continue;
		rest = str_trim_left(str_sub(rest, len, rest.len));
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
		name = encoding_named(charset_in(tag));
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
		name = encoding_named(charset_in(content_type));
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

void decode_page(struct strbuf *out, struct str page, struct str content_type)
{
	const char *name = find_encoding(page, content_type);
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
