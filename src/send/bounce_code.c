/* Codes in what a server said: replies of SMTP (RFC 5321, section 4.2) and
 * enhanced status codes (RFC 3463). */
#include "send/bounce_priv.h"

/* Letters and dots make another thing of a number: an address, a version. */
static bool is_joined(char c)
{
	return char_is_alnum(c) || c == '.' || c == '_' || c == '@';
}

/* The end of 1..3 digits at `at`, or `at`. */
static size_t skip_digits(struct str s, size_t at)
{
	size_t end = at;

	while (end < s.len && end < at + 3 && char_is_digit(s.at[end]))
		end++;
	return end;
}

struct str bounce_status_take(struct str text)
{
	struct str none = { NULL, 0 };
	size_t at = 1;

	if (text.len < 5 || strchr("245", text.at[0]) == NULL)
		return none;
	for (int i = 0; i < 2; i++) {
		size_t end;

		if (at >= text.len || text.at[at] != '.')
			return none;
		end = skip_digits(text, at + 1);
		if (end == at + 1)
			return none;
		at = end;
	}
	/* "5.1.1." ends a sentence; "5.1.1.9" is something else. */
	if (at < text.len && (char_is_alnum(text.at[at]) ||
				 (text.at[at] == '.' && at + 1 < text.len &&
				     char_is_digit(text.at[at + 1]))))
		return none;
	return str_sub(text, 0, at);
}

bool bounce_status_is_specific(struct str status)
{
	return status.len > 0 &&
	       !str_eq(str_sub(status, 1, status.len), STR(".0.0"));
}

/* A reply at the beginning of a text, or 0. */
static int take_reply(struct str text)
{
	if (text.len < 3 || strchr("245", text.at[0]) == NULL ||
	    !char_is_digit(text.at[1]) || text.at[1] > '7' ||
	    !char_is_digit(text.at[2]))
		return 0;
	if (text.len > 3 && is_joined(text.at[3]))
		return 0;
	return (text.at[0] - '0') * 100 + (text.at[1] - '0') * 10 +
	       (text.at[2] - '0');
}

/* The status that follows a reply: "550 5.1.1", "550-'5.2.2", "550: 5.1.1",
 * "550, ERROR_CODE :5.1.1". */
static struct str status_after(struct str rest)
{
	static const struct str marks[] = { STR_INIT(", ERROR_CODE :") };
	size_t at = 0;

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (str_starts_fold(rest, marks[i]))
			at = marks[i].len;
	while (
	    at < rest.len && at < 20 && strchr(" -:'\"#(", rest.at[at]) != NULL)
		at++;
	return bounce_status_take(str_sub(rest, at, rest.len));
}

/* What a server says when all is over already. */
static bool is_epilogue(struct bounce_code code)
{
	return code.reply == 503 || str_eq(code.status, STR("5.5.1"));
}

static int rank(struct bounce_code code)
{
	if (is_epilogue(code))
		return 1;
	return (code.reply != 0 ? 2 : 0) + (code.status.at != NULL ? 3 : 0) +
	       (bounce_status_is_specific(code.status) ? 4 : 0);
}

struct bounce_code bounce_code_find(struct str text)
{
	struct bounce_code best = { 0, { NULL, 0 } };
	int refusal = 0;

	for (size_t at = 0; at < text.len; at++) {
		struct str rest = str_sub(text, at, text.len);
		struct bounce_code code = { 0, { NULL, 0 } };

		if (!char_is_digit(text.at[at]) ||
		    (at > 0 && is_joined(text.at[at - 1])))
			continue;
		code.reply = take_reply(rest);
		if (code.reply != 0)
			code.status = status_after(str_sub(rest, 3, rest.len));
		else
			code.status = bounce_status_take(rest);
		if (code.reply == 0 && code.status.at == NULL)
			continue;
		/* Positive replies are only the way to the one that counts. */
		if (code.reply >= 200 && code.reply < 300 && best.reply != 0)
			continue;
		if (code.reply >= 400 && !is_epilogue(code))
			refusal = code.reply;
		if (rank(code) >= rank(best))
			best = code;
	}
	/* "550 sorry, nobody of that name (#5.1.1)" */
	if (best.reply == 0)
		best.reply = refusal;
	return best;
}
