#include "base/mojibake.h"

#include "base/strbuf.h"
#include "base/text.h"

enum { TIMES_MAX = 3, CHARSETS = 2 };

/* The upper halves: code point and, in the last eight bits, the byte that
 * stands for it; sorted.  What Windows-1252 leaves open is read as Latin-1, as
 * browsers do, and so are all controls. */
static const uint32_t mac_roman[] = { 0x00a0ca, 0x00a1c1, 0x00a2a2, 0x00a3a3,
	0x00a5b4, 0x00a7a4, 0x00a8ac, 0x00a9a9, 0x00aabb, 0x00abc7, 0x00acc2,
	0x00aea8, 0x00aff8, 0x00b0a1, 0x00b1b1, 0x00b4ab, 0x00b5b5, 0x00b6a6,
	0x00b7e1, 0x00b8fc, 0x00babc, 0x00bbc8, 0x00bfc0, 0x00c0cb, 0x00c1e7,
	0x00c2e5, 0x00c3cc, 0x00c480, 0x00c581, 0x00c6ae, 0x00c782, 0x00c8e9,
	0x00c983, 0x00cae6, 0x00cbe8, 0x00cced, 0x00cdea, 0x00ceeb, 0x00cfec,
	0x00d184, 0x00d2f1, 0x00d3ee, 0x00d4ef, 0x00d5cd, 0x00d685, 0x00d8af,
	0x00d9f4, 0x00daf2, 0x00dbf3, 0x00dc86, 0x00dfa7, 0x00e088, 0x00e187,
	0x00e289, 0x00e38b, 0x00e48a, 0x00e58c, 0x00e6be, 0x00e78d, 0x00e88f,
	0x00e98e, 0x00ea90, 0x00eb91, 0x00ec93, 0x00ed92, 0x00ee94, 0x00ef95,
	0x00f196, 0x00f298, 0x00f397, 0x00f499, 0x00f59b, 0x00f69a, 0x00f7d6,
	0x00f8bf, 0x00f99d, 0x00fa9c, 0x00fb9e, 0x00fc9f, 0x00ffd8, 0x0131f5,
	0x0152ce, 0x0153cf, 0x0178d9, 0x0192c4, 0x02c6f6, 0x02c7ff, 0x02d8f9,
	0x02d9fa, 0x02dafb, 0x02dbfe, 0x02dcf7, 0x02ddfd, 0x03a9bd, 0x03c0b9,
	0x2013d0, 0x2014d1, 0x2018d4, 0x2019d5, 0x201ae2, 0x201cd2, 0x201dd3,
	0x201ee3, 0x2020a0, 0x2021e0, 0x2022a5, 0x2026c9, 0x2030e4, 0x2039dc,
	0x203add, 0x2044da, 0x20acdb, 0x2122aa, 0x2202b6, 0x2206c6, 0x220fb8,
	0x2211b7, 0x221ac3, 0x221eb0, 0x222bba, 0x2248c5, 0x2260ad, 0x2264b2,
	0x2265b3, 0x25cad7, 0xf8fff0, 0xfb01de, 0xfb02df };

static const uint32_t windows_1252[] = { 0x008080, 0x008181, 0x008282, 0x008383,
	0x008484, 0x008585, 0x008686, 0x008787, 0x008888, 0x008989, 0x008a8a,
	0x008b8b, 0x008c8c, 0x008d8d, 0x008e8e, 0x008f8f, 0x009090, 0x009191,
	0x009292, 0x009393, 0x009494, 0x009595, 0x009696, 0x009797, 0x009898,
	0x009999, 0x009a9a, 0x009b9b, 0x009c9c, 0x009d9d, 0x009e9e, 0x009f9f,
	0x00a0a0, 0x00a1a1, 0x00a2a2, 0x00a3a3, 0x00a4a4, 0x00a5a5, 0x00a6a6,
	0x00a7a7, 0x00a8a8, 0x00a9a9, 0x00aaaa, 0x00abab, 0x00acac, 0x00adad,
	0x00aeae, 0x00afaf, 0x00b0b0, 0x00b1b1, 0x00b2b2, 0x00b3b3, 0x00b4b4,
	0x00b5b5, 0x00b6b6, 0x00b7b7, 0x00b8b8, 0x00b9b9, 0x00baba, 0x00bbbb,
	0x00bcbc, 0x00bdbd, 0x00bebe, 0x00bfbf, 0x00c0c0, 0x00c1c1, 0x00c2c2,
	0x00c3c3, 0x00c4c4, 0x00c5c5, 0x00c6c6, 0x00c7c7, 0x00c8c8, 0x00c9c9,
	0x00caca, 0x00cbcb, 0x00cccc, 0x00cdcd, 0x00cece, 0x00cfcf, 0x00d0d0,
	0x00d1d1, 0x00d2d2, 0x00d3d3, 0x00d4d4, 0x00d5d5, 0x00d6d6, 0x00d7d7,
	0x00d8d8, 0x00d9d9, 0x00dada, 0x00dbdb, 0x00dcdc, 0x00dddd, 0x00dede,
	0x00dfdf, 0x00e0e0, 0x00e1e1, 0x00e2e2, 0x00e3e3, 0x00e4e4, 0x00e5e5,
	0x00e6e6, 0x00e7e7, 0x00e8e8, 0x00e9e9, 0x00eaea, 0x00ebeb, 0x00ecec,
	0x00eded, 0x00eeee, 0x00efef, 0x00f0f0, 0x00f1f1, 0x00f2f2, 0x00f3f3,
	0x00f4f4, 0x00f5f5, 0x00f6f6, 0x00f7f7, 0x00f8f8, 0x00f9f9, 0x00fafa,
	0x00fbfb, 0x00fcfc, 0x00fdfd, 0x00fefe, 0x00ffff, 0x01528c, 0x01539c,
	0x01608a, 0x01619a, 0x01789f, 0x017d8e, 0x017e9e, 0x019283, 0x02c688,
	0x02dc98, 0x201396, 0x201497, 0x201891, 0x201992, 0x201a82, 0x201c93,
	0x201d94, 0x201e84, 0x202086, 0x202187, 0x202295, 0x202685, 0x203089,
	0x20398b, 0x203a9b, 0x20ac80, 0x212299 };

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
	const char *name;
	const uint32_t *pair;
	size_t pairs;
} charsets[CHARSETS] = {
	[MOJIBAKE_MAC_ROMAN] = { "Mac Roman", mac_roman, COUNT_OF(mac_roman) },
	[MOJIBAKE_WINDOWS_1252] = { "Windows-1252", windows_1252,
	    COUNT_OF(windows_1252) },
};

const char *mojibake_charset_name(enum mojibake_charset charset)
{
	return charsets[charset].name;
}

/* The byte that was read as this character, or 0. */
static uint8_t byte_of(enum mojibake_charset charset, uint32_t c)
{
	const uint32_t *pair = charsets[charset].pair;
	size_t low = 0, high = charsets[charset].pairs;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (pair[middle] >> 8 == c)
			return pair[middle] & 0xff;
		if (pair[middle] >> 8 < c)
			low = middle + 1;
		else
			high = middle;
	}
	return 0;
}

/* --------------------------------------------------------------- a sequence */

/* How sure it is that characters which can be undone must be. */
enum strength {
	NO_SEQUENCE,
	POSSIBLE, /* someone may have meant it: "é…" in Windows-1252 */
	LIKELY, /* a letter of Latin-1, but "√π" and "Ã”" are written too */
	CERTAIN,
};

struct sequence {
	enum strength strength;
	size_t end;    /* behind its last character */
	char bytes[4]; /* of the true character, valid UTF-8 */
	size_t len;
};

/* Second halves of Latin-1 letters that are as well what people write behind
 * a capital with a tilde, a root or a negation: signs of mathematics, quotes,
 * dashes, blanks. */
static bool is_ambiguous(enum mojibake_charset charset, uint8_t byte)
{
	static const char *const second[CHARSETS] = {
		[MOJIBAKE_MAC_ROMAN] =
		    "\xa1\xad\xb0\xb1\xb2\xb3\xb5\xb7\xb8\xb9\xba\xbd",
		[MOJIBAKE_WINDOWS_1252] =
		    "\x85\x91\x92\x93\x94\x96\x97\x99\xa0\xab\xbb",
	};

	return strchr(second[charset], (char)byte) != NULL;
}

static enum strength strength_of(
    enum mojibake_charset charset, const struct sequence *s)
{
	const uint8_t *b = (const uint8_t *)s->bytes;

	if (b[0] == 0xc2 && b[1] < 0xa0)
		return POSSIBLE; /* a control character */
	if (b[0] == 0xc2 || b[0] == 0xc3)
		return is_ambiguous(charset, b[1]) ? LIKELY : CERTAIN;
	/* Dashes, quotes, arrows, signs; but not "â" before a fixed blank. */
	if (b[0] == 0xe2 && b[1] < 0xa0)
		return CERTAIN;
	/* U+FEFF, U+FFFD, and the selector of emoji. */
	if (b[0] == 0xef && (b[1] == 0xbb || b[1] == 0xbf || b[1] == 0xb8))
		return CERTAIN;
	if (b[0] == 0xf0 && b[1] == 0x9f)
		return CERTAIN;
	return POSSIBLE;
}

static size_t length_by_lead(uint8_t lead)
{
	if (lead >= 0xc2 && lead < 0xe0)
		return 2;
	if (lead >= 0xe0 && lead < 0xf0)
		return 3;
	return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}

/* Characters at `at` that are the bytes of one character. */
static struct sequence read_sequence(
    enum mojibake_charset charset, struct str text, size_t at)
{
	struct sequence s = { .strength = NO_SEQUENCE };
	size_t want = 1;

	while (s.len < want) {
		uint8_t byte;

		if (at >= text.len || (uint8_t)text.at[at] < 0x80)
			return s;
		byte = byte_of(charset, text_next(text, &at));
		if (s.len == 0)
			want = length_by_lead(byte);
		if (byte == 0 || want == 0)
			return s;
		s.bytes[s.len++] = (char)byte;
	}
	s.end = at;
	if (text_is_valid((struct str){ s.bytes, s.len }))
		s.strength = strength_of(charset, &s);
	return s;
}

/* -------------------------------------------------------------------- a run */

struct stretch {
	size_t end;
	size_t sequences, certain, likely;
};

/* The sequences side by side that begin at `at`. */
static struct stretch read_stretch(
    enum mojibake_charset charset, struct str text, size_t at)
{
	struct stretch run = { .end = at };

	while (at < text.len) {
		struct sequence s = read_sequence(charset, text, at);

		if (s.strength == NO_SEQUENCE)
			break;
		run.sequences++;
		run.certain += s.strength == CERTAIN;
		run.likely += s.strength == LIKELY;
		run.end = at = s.end;
	}
	/* So many in a row are no accident, of whatever script. */
	if (run.sequences >= 3)
		run.certain++;
	return run;
}

/* The first byte that is not ASCII at or behind `at`, or the end. */
static size_t next_wide(struct str text, size_t at)
{
	uint64_t word;

	for (; at + sizeof(word) <= text.len; at += sizeof(word)) {
		memcpy(&word, text.at + at, sizeof(word));
		if ((word & 0x8080808080808080u) != 0)
			break;
	}
	while (at < text.len && (uint8_t)text.at[at] < 0x80)
		at++;
	return at;
}

/* ------------------------------------------------------------------- a text */

struct survey {
	size_t certain; /* bytes of runs that must be undone */
	bool whole;     /* nothing but what can be undone and ASCII */
};

static struct survey survey_text(enum mojibake_charset charset, struct str text)
{
	struct survey survey = { .whole = true };
	size_t at = 0;

	while ((at = next_wide(text, at)) < text.len) {
		struct stretch run = read_stretch(charset, text, at);

		if (run.certain > 0)
			survey.certain += run.end - at;
		if (run.sequences == 0) {
			survey.whole = false;
			text_next(text, &at);
		} else {
			at = run.end;
		}
	}
	return survey;
}

static struct str undo_once(
    struct arena *arena, enum mojibake_charset charset, struct str text)
{
	char *bytes = arena_alloc(arena, text.len + 1);
	size_t len = 0;

	for (size_t at = 0; at < text.len;) {
		struct sequence s = read_sequence(charset, text, at);

		if (s.strength == NO_SEQUENCE)
			break;
		memcpy(bytes + len, s.bytes, s.len);
		len += s.len;
		at = s.end;
	}
	return (struct str){ bytes, len };
}

/* Is all of a run damaged again? */
static bool is_damaged(struct str run, enum mojibake_charset *ret_charset)
{
	for (int i = 0; i < CHARSETS; i++) {
		enum mojibake_charset charset = (enum mojibake_charset)i;
		struct stretch whole = read_stretch(charset, run, 0);

		if (whole.certain > 0 && whole.end == run.len) {
			*ret_charset = charset;
			return true;
		}
	}
	return false;
}

static struct mojibake_run undo(struct arena *arena,
    enum mojibake_charset charset, struct str text, size_t from, size_t end)
{
	struct mojibake_run run = { from, end, str_sub(text, from, end),
		charset, 0 };

	do {
		run.text = undo_once(arena, charset, run.text);
		run.times++;
	} while (run.times < TIMES_MAX && is_damaged(run.text, &charset));
	return run;
}

/* A run as it would be with one of the charsets. */
struct choice {
	enum mojibake_charset charset;
	struct stretch run;
	bool meant; /* it is damage */
};

static struct choice choose(
    const struct survey survey[CHARSETS], struct str text, size_t at)
{
	struct choice best = { .run.end = at };

	for (int i = 0; i < CHARSETS; i++) {
		enum mojibake_charset charset = (enum mojibake_charset)i;
		struct stretch run;

		if (survey[i].certain == 0)
			continue;
		run = read_stretch(charset, text, at);
		if (run.sequences == 0 ||
		    (best.meant && run.certain <= best.run.certain))
			continue;
		best.charset = charset;
		best.run = run;
		best.meant = run.certain > 0 || survey[i].whole ||
			     run.likely == run.sequences;
	}
	return best;
}

size_t mojibake_find(
    struct arena *arena, struct str text, struct mojibake_run **ret_run)
{
	struct survey survey[CHARSETS] = {
		survey_text(MOJIBAKE_MAC_ROMAN, text),
		survey_text(MOJIBAKE_WINDOWS_1252, text),
	};
	struct mojibake_run *list = NULL;
	size_t count = 0, at = 0;

	if (survey[0].certain + survey[1].certain == 0)
		at = text.len;
	while ((at = next_wide(text, at)) < text.len) {
		struct choice best = choose(survey, text, at);

		if (best.run.sequences == 0) {
			text_next(text, &at);
			continue;
		}
		if (best.meant) {
			list = ARENA_GROW(arena, list, count);
			list[count++] =
			    undo(arena, best.charset, text, at, best.run.end);
		}
		at = best.run.end;
	}
	*ret_run = list;
	return count;
}
