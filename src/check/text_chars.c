/* Characters that nobody sees, or that are not what someone wrote. */
#include "base/mojibake.h"
#include "base/text.h"
#include "check/text.h"

/* Behind a character of c->odd. */
static size_t end_of(const struct checker *c, const struct odd_char *odd)
{
	size_t end = odd->offset;

	text_next(c->text, &end);
	return end;
}

static struct finding *found_char(
    struct checker *c, const struct odd_char *odd, const char *name)
{
	return check_found(c, odd->offset, end_of(c, odd), "U+%04X%s%s",
	    odd->code_point, name != NULL ? ", " : "",
	    name != NULL ? name : "");
}

static void remove_char(struct checker *c, struct finding *f)
{
	check_fix(c, f, true, f->offset, f->end - f->offset, STR(""));
}

/* --------------------------------------------------------- wrong encodings */

void text_look_bom(struct checker *c)
{
	if (str_starts(c->text, STR("\xef\xbb\xbf")))
		remove_char(c, check_found(c, 0, 3, NULL));
}

/* A run of invalid bytes is one finding. */
void text_look_invalid(struct checker *c)
{
	for (size_t i = 0; i < c->odds; i++) {
		size_t first = i;

		if (c->odd[i].code_point != TEXT_INVALID)
			continue;
		while (i + 1 < c->odds &&
		       c->odd[i + 1].code_point == TEXT_INVALID &&
		       c->odd[i + 1].offset == c->odd[i].offset + 1)
			i++;
		check_found(c, c->odd[first].offset, c->odd[i].offset + 1,
		    "byte 0x%02X",
		    (unsigned char)c->text.at[c->odd[first].offset]);
	}
}

void text_look_mojibake(struct checker *c)
{
	struct mojibake_run *run;
	size_t runs = 0;

	if (c->odds > 0)
		runs = mojibake_find(c->arena, c->text, &run);
	for (size_t i = 0; i < runs; i++) {
		struct finding *f = check_found(c, run[i].offset, run[i].end,
		    "\"%.*s\" as %s%s", STR_ARG(run[i].text),
		    mojibake_charset_name(run[i].charset),
		    run[i].times > 1 ? ", more than once" : "");

		check_fix(c, f, true, run[i].offset, run[i].end - run[i].offset,
		    run[i].text);
	}
}

void text_look_replacement(struct checker *c)
{
	for (size_t i = 0; i < c->odds; i++)
		if (c->odd[i].code_point == 0xfffd)
			found_char(c, &c->odd[i], NULL);
}

/* ------------------------------------------------------ what nobody sees */

static bool is_control(const struct checker *c, const struct odd_char *odd)
{
	size_t next = odd->offset + 1;

	switch (odd->code_point) {
	case '\t': return false;
	case '\r': return next == c->text.len || c->text.at[next] != '\n';
	default:
		return odd->code_point < ' ' ||
		       (odd->code_point >= 0x7f && odd->code_point < 0xa0);
	}
}

/* What is above U+007F may be half of a damaged text: an editor looks. */
void text_look_control(struct checker *c)
{
	for (size_t i = 0; i < c->odds; i++) {
		struct finding *f;

		if (!is_control(c, &c->odd[i]))
			continue;
		f = found_char(c, &c->odd[i], NULL);
		check_fix(c, f,
		    c->odd[i].code_point < 0x80 && f->offset > 0 &&
			c->odd[i].code_point != '\r',
		    f->offset, f->end - f->offset, STR(""));
	}
}

void text_look_soft_hyphen(struct checker *c)
{
	for (size_t i = 0; i < c->odds; i++)
		if (c->odd[i].code_point == 0xad)
			remove_char(c, found_char(c, &c->odd[i], NULL));
}

static bool is_joiner(uint32_t code_point)
{
	return code_point == 0x200c || code_point == 0x200d;
}

static bool is_direction(uint32_t c)
{
	return c == 0x200e || c == 0x200f || c == 0x61c ||
	       (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static const char *invisible_name(uint32_t c)
{
	if (is_joiner(c))
		return "a joiner";
	if (is_direction(c))
		return "a direction mark";
	switch (c) {
	case 0x200b: return "a blank of no width";
	case 0x2060: return "a word joiner";
	case 0xfeff: return "a byte order mark";
	case 0x180e: return "a vowel separator";
	case 0x2028: return "a line separator";
	case 0x2029: return "a paragraph separator";
	default: return c >= 0x2061 && c <= 0x2064 ? "an operator" : NULL;
	}
}

/* Emoji are joined, and scripts from Hebrew to Malayalam and Khmer need
 * joiners. */
static bool takes_joiner(uint32_t c)
{
	return c >= 0x1f000 || (c >= 0x2190 && c < 0x3000) || c == 0xfe0f ||
	       (c >= 0x590 && c < 0x1900);
}

static bool is_rtl_letter(uint32_t c)
{
	return (c >= 0x590 && c < 0x900) || (c >= 0xfb1d && c < 0xfeff);
}

/* Is there a letter from right to left in the same line?  Only a few
 * characters around are looked at. */
static bool is_in_rtl_line(const struct checker *c, size_t index)
{
	enum { AROUND = 32 };
	size_t from = index > AROUND ? index - AROUND : 0;
	const struct checked_line *line =
	    check_line_at(c, c->odd[index].offset);
	size_t end = line->offset + line->text.len;

	for (size_t i = from; i < c->odds && i < index + AROUND; i++)
		if (c->odd[i].offset >= line->offset &&
		    c->odd[i].offset < end &&
		    is_rtl_letter(c->odd[i].code_point))
			return true;
	return false;
}

/* Directly beside a character that takes it? */
static bool is_wanted_joiner(const struct checker *c, size_t index)
{
	const struct odd_char *odd = &c->odd[index];

	return (index > 0 && takes_joiner(odd[-1].code_point) &&
		   end_of(c, &odd[-1]) == odd->offset) ||
	       (index + 1 < c->odds && takes_joiner(odd[1].code_point) &&
		   end_of(c, odd) == odd[1].offset);
}

void text_look_invisible(struct checker *c)
{
	for (size_t i = 0; i < c->odds; i++) {
		uint32_t code_point = c->odd[i].code_point;
		const char *name = invisible_name(code_point);

		if (name == NULL || c->odd[i].offset == 0)
			continue;
		if (is_joiner(code_point) && is_wanted_joiner(c, i))
			continue;
		if (is_direction(code_point) && is_in_rtl_line(c, i))
			continue;
		remove_char(c, found_char(c, &c->odd[i], name));
	}
}

/* ---------------------------------------------------------- fixed blanks */

static bool is_fixed_blank(uint32_t c)
{
	return c == 0xa0 || c == 0x202f || c == 0x2007;
}

/* French sets one before tall marks and inside quotes, and everyone may
 * between a number and its unit. */
static bool is_typographic(const struct checker *c, size_t at, size_t end)
{
	const struct str tall = STR(":;!?%");
	struct str after = str_sub(c->text, end, c->text.len);
	struct str before = str_sub(c->text, 0, at);

	return (after.len > 0 &&
		   str_find_char(tall, after.at[0], 0) != STR_NONE) ||
	       str_starts(after, STR("\xc2\xbb")) ||
	       str_ends(before, STR("\xc2\xab"));
}

/* Half of a damaged character is left to the rule that mends that. */
static bool is_beside_odd(const struct checker *c, size_t index)
{
	return (index > 0 &&
		end_of(c, &c->odd[index - 1]) == c->odd[index].offset &&
		!is_fixed_blank(c->odd[index - 1].code_point));
}

void text_look_nbsp(struct checker *c)
{
	for (size_t i = 0; i < c->odds; i++) {
		size_t offset = c->odd[i].offset, end;
		struct finding *f;

		if (!is_fixed_blank(c->odd[i].code_point))
			continue;
		end = end_of(c, &c->odd[i]);
		if (is_typographic(c, offset, end))
			continue;
		f = found_char(c, &c->odd[i], NULL);
		if (!is_beside_odd(c, i))
			check_fix(c, f, true, offset, end - offset, STR(" "));
	}
}
