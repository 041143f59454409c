#include "base/str.h"

int str_cmp(struct str a, struct str b)
{
	size_t common = a.len < b.len ? a.len : b.len;
	int order = common > 0 ? memcmp(a.at, b.at, common) : 0;

	if (order != 0)
		return order;
	return (a.len > b.len) - (a.len < b.len);
}

bool str_starts(struct str s, struct str prefix)
{
	return s.len >= prefix.len && str_eq(str_sub(s, 0, prefix.len), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
	return s.len >= suffix.len &&
	       str_eq(str_sub(s, s.len - suffix.len, s.len), suffix);
}

bool str_starts_fold(struct str s, struct str prefix)
{
	if (s.len < prefix.len)
		return false;
	for (size_t i = 0; i < prefix.len; i++)
		if (char_lower(s.at[i]) != char_lower(prefix.at[i]))
			return false;
	return true;
}

size_t str_find(struct str s, struct str needle, size_t from)
{
	if (needle.len == 0)
		return from <= s.len ? from : STR_NONE;
	while (from < s.len && s.len - from >= needle.len) {
		from = str_find_char(s, needle.at[0], from);
		if (from == STR_NONE || s.len - from < needle.len)
			return STR_NONE;
		if (memcmp(s.at + from, needle.at, needle.len) == 0)
			return from;
		from++;
	}
	return STR_NONE;
}

size_t str_find_char(struct str s, char c, size_t from)
{
	const char *hit;

	if (from >= s.len)
		return STR_NONE;
	hit = memchr(s.at + from, c, s.len - from);
	return hit != NULL ? (size_t)(hit - s.at) : STR_NONE;
}

bool str_contains_fold(struct str s, struct str needle)
{
	for (size_t i = 0; i + needle.len <= s.len; i++)
		if (str_starts_fold(str_sub(s, i, s.len), needle))
			return true;
	return false;
}

struct str str_trim(struct str s)
{
	return str_trim_left(str_trim_right(s));
}

struct str str_trim_left(struct str s)
{
	while (s.len > 0 && char_is_space(s.at[0])) {
		s.at++;
		s.len--;
	}
	return s;
}

struct str str_trim_right(struct str s)
{
	while (s.len > 0 && char_is_space(s.at[s.len - 1]))
		s.len--;
	return s;
}

struct str str_take(struct str *rest, char sep)
{
	size_t at = str_find_char(*rest, sep, 0);
	struct str head = *rest;

	if (at == STR_NONE) {
		*rest = (struct str){ NULL, 0 };
		return head;
	}
	*rest = str_sub(*rest, at + 1, rest->len);
	return str_sub(head, 0, at);
}

bool str_to_number(struct str s, uint64_t max, uint64_t *ret_value)
{
	uint64_t value = 0;

	if (s.len == 0)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		uint64_t digit = (uint64_t)(s.at[i] - '0');

		if (!char_is_digit(s.at[i]) || digit > max ||
		    value > (max - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	*ret_value = value;
	return true;
}

int char_hex(char c)
{
	if (char_is_digit(c))
		return c - '0';
	c = char_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

void hex_write(const void *bytes, size_t len, char *to)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *byte = bytes;

	for (size_t i = 0; i < len; i++) {
		*to++ = digits[byte[i] >> 4];
		*to++ = digits[byte[i] & 15];
	}
}
