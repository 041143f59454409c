/* Notices that were made for people: whom they are about, and where they end.
 */
#include "send/bounce_priv.h"

/* ------------------------------------------------------------------ addresses */

static bool is_local(char c)
{
	return char_is_alnum(c) || (unsigned char)c >= 0x80 ||
	       (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~.", c) != NULL);
}

static bool is_domain(char c)
{
	return char_is_alnum(c) || (unsigned char)c >= 0x80 || c == '.' ||
	       c == '-' || c == '_';
}

/* Where the local part before an @ begins: "a b"@c is one too. */
static size_t local_start(struct str line, size_t from, size_t at)
{
	size_t start = at;

	if (start > from && line.at[start - 1] == '"') {
		for (start--; start > from && line.at[start - 1] != '"';)
			start--;
		return start > from ? start - 1 : at;
	}
	while (start > from && is_local(line.at[start - 1]))
		start--;
	/* Quotes and bullets belong to the sentence. */
	while (start < at && strchr("'*`.=", line.at[start]) != NULL &&
	       !(line.at[start] == '=' && start + 1 < at &&
		   line.at[start + 1] == '?'))
		start++;
	return start;
}

struct str bounce_address(struct str line, size_t *at)
{
	size_t from = *at, mid = from;

	while ((mid = str_find_char(line, '@', mid)) != STR_NONE) {
		size_t start = local_start(line, from, mid), end = mid + 1;

		while (end < line.len && is_domain(line.at[end]))
			end++;
		while (end > mid + 1 && strchr(".-_", line.at[end - 1]) != NULL)
			end--;
		if (start < mid && end > mid + 1) {
			*at = end;
			return str_sub(line, start, end);
		}
		mid++;
	}
	return (struct str){ NULL, 0 };
}

/* --------------------------------------------------------------- our own mail */

/* What stands on the line before a copy of our mail. */
static const struct str copy_lines[] = {
	STR_INIT("below this line is a copy of the m"),
	STR_INIT("below is a copy of the original"),
	STR_INIT("this is a copy of the message"),
	STR_INIT("this is a copy of your message"),
	STR_INIT("this is a copy of the header"),
	STR_INIT("enclosed is a copy of"),
	STR_INIT("included is a copy of the"),
	STR_INIT("header of the original message"),
	STR_INIT("headers of the original message"),
	STR_INIT("original message header"),
	STR_INIT("original message follows"),
	STR_INIT("original mail as follows"),
	STR_INIT("original mail info"),
	STR_INIT("-original message-"),
	STR_INIT("- original message -"),
	STR_INIT("message headers follow"),
	STR_INIT("message header follows"),
	STR_INIT("message text follows"),
	STR_INIT("unsent message follows"),
	STR_INIT("unsent message below"),
	STR_INIT("returned message follows"),
	STR_INIT("text of your message follows"),
	STR_INIT("the message you sent follows"),
	STR_INIT("first part of the message follows"),
	STR_INIT("-- your message --"),
	STR_INIT("- message header -"),
	STR_INIT("- returned message -"),
	STR_INIT("- returned mail -"),
	STR_INIT("- message follows"),
	STR_INIT("- failed message -"),
	STR_INIT("| message text"),
};

/* Headers that no notice has on a line of its own. */
static const struct str header_starts[] = {
	STR_INIT("Received: "),
	STR_INIT("Received:from "),
	STR_INIT("Return-Path:"),
	STR_INIT("DKIM-Signature:"),
	STR_INIT("ARC-Seal:"),
	STR_INIT("MIME-Version:"),
	STR_INIT("X-Mailer:"),
	STR_INIT("Content-Transfer-Encoding:"),
};

static bool begins_copy(struct str line)
{
	if (line.len > 200)
		return false;
	for (size_t i = 0; i < sizeof(copy_lines) / sizeof(copy_lines[0]); i++)
		if (str_contains_fold(line, copy_lines[i]))
			return true;
	for (size_t i = 0; i < sizeof(header_starts) / sizeof(header_starts[0]);
	     i++)
		if (str_starts_fold(line, header_starts[i]))
			return true;
	return false;
}

void bounce_text_cut(struct bounce_mail *mail)
{
	struct str rest = mail->notice, copy;
	size_t at = 0;

	while (rest.at != NULL) {
		struct str line = str_take(&rest, '\n');

		if (begins_copy(line))
			break;
		at += line.len + 1;
	}
	if (at >= mail->notice.len)
		return;
	copy = str_sub(mail->notice, at, mail->notice.len);
	/* A mail that is nothing but a copy says what it says in there. */
	if (str_trim(str_sub(mail->notice, 0, at)).len == 0)
		return;
	mail->notice = str_sub(mail->notice, 0, at);
	mail->has_returned = true;
	if (mail->returned_to.at == NULL)
		mail->returned_to = bounce_field(mail->arena, copy, "To");
	if (mail->returned_id.at == NULL)
		mail->returned_id =
		    bounce_field(mail->arena, copy, "Message-ID");
}

/* ----------------------------------------------------------------- recipients */

/* Behind one of these stands the reader; the first has the say. */
static const struct str leads[] = {
	STR_INIT("final-recipient:"),
	STR_INIT("rcpt to:"),
	STR_INIT("recipient address:"),
	STR_INIT("following recipient:"),
	STR_INIT("following recipients:"),
	STR_INIT("permanent errors:"),
	STR_INIT("failed recipient:"),
	STR_INIT("recipients:"),
	STR_INIT("recipient:"),
	STR_INIT("userid:"),
	STR_INIT("unknown user:"),
	STR_INIT("user unknown:"),
	STR_INIT("mailbox unavailable:"),
	STR_INIT("your message to:"),
	STR_INIT("your mail to:"),
	STR_INIT("delivering your mail to"),
	STR_INIT("deliver your message to"),
	STR_INIT("your message to"),
	STR_INIT("following message to"),
	STR_INIT("your email to"),
	STR_INIT("message to"),
	STR_INIT("mail to the following"),
	STR_INIT("undeliverable to"),
	STR_INIT("delivered to"),
	STR_INIT("delivery to"),
	STR_INIT("recipient"),
	STR_INIT("duplicated message-id in"),
	STR_INIT("account"),
	STR_INIT("mailbox"),
	STR_INIT("address"),
	STR_INIT("user"),
	STR_INIT("to:"),
	STR_INIT("to"),
	STR_INIT(""),
};

/* Lines about somebody else. */
static const struct str others[] = {
	STR_INIT("from:"),
	STR_INIT("mail from"),
	STR_INIT("reply-to:"),
	STR_INIT("sender"),
	STR_INIT("message-id:"),
	STR_INIT("contact"),
	STR_INIT("assistance"),
	STR_INIT("send mail to"),
	STR_INIT("references:"),
	STR_INIT("errors-to"),
	STR_INIT("subject:"),
};

static bool speaks_of_others(struct str line)
{
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (str_contains_fold(line, others[i]))
			return true;
	return false;
}

/* Servers and their keepers are no readers. */
static bool is_keeper(struct str address)
{
	static const char *const names[] = { "postmaster@", "mailer-daemon@",
		"abuse@", "hostmaster@", "support@" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_starts_fold(address, str_of(names[i])))
			return true;
	return false;
}

static struct bounce_finding *find_known(
    const struct bounce_findings *all, struct str address)
{
	for (size_t i = 0; i < all->count; i++)
		if (str_eq_fold(all->item[i].address, address) ||
		    str_eq_fold(all->item[i].original, address))
			return &all->item[i];
	return NULL;
}

/* Does it begin with a code and an address, as sendmail has it? */
static bool is_verdict(struct str line)
{
	return line.len > 5 && (line.at[0] == '4' || line.at[0] == '5') &&
	       char_is_digit(line.at[1]) && char_is_digit(line.at[2]) &&
	       line.at[3] == ' ' && line.at[4] == '<';
}

/* The start of a line that begins with the address it is about: bullets,
 * codes of sendmail, dashes.  STR_NONE for a line that begins with words. */
static size_t skip_bullets(struct str line)
{
	size_t at = 0;

	while (at < line.len && strchr(" \t*->|\"'(", line.at[at]) != NULL)
		at++;
	if (is_verdict(str_sub(line, at, line.len)))
		at += 4;
	while (at < line.len && line.at[at] == '<')
		at++;
	return at;
}

/* The address that a line begins with, or unset. */
static struct str leading_address(struct str line)
{
	size_t start = skip_bullets(line), at = start;
	struct str address = bounce_address(line, &at);

	if (address.at == NULL || address.at != line.at + start) {
		address.at = NULL;
		address.len = 0;
	}
	return address;
}

static size_t indent(struct str line)
{
	size_t at = 0;

	while (at < line.len && char_is_blank(line.at[at]))
		at++;
	return at;
}

struct reading {
	const struct bounce_mail *mail;
	struct bounce_findings *all;
	bool only_known;
	/* Whom the lines are about now: by number, as the list may move. */
	size_t current;
	size_t start, indent;
};

static void end_current(struct reading *r, size_t at)
{
	struct bounce_finding *f;

	if (r->current == STR_NONE)
		return;
	f = &r->all->item[r->current];
	/* What is said a second time, in another language, is no news. */
	if (f->around.at == NULL)
		f->around = str_sub(r->mail->notice, r->start, at);
	r->current = STR_NONE;
}

/* A line that begins with an address is about it, unless it goes on with what
 * was said before: it is indented further then. */
static void read_line(struct reading *r, struct str line, size_t at)
{
	struct str address = leading_address(line);
	struct bounce_finding *f;

	if (address.at == NULL || is_keeper(address))
		return;
	if (r->current != STR_NONE && indent(line) > r->indent)
		return;
	f = find_known(r->all, address);
	if (f == NULL && r->only_known)
		return;
	end_current(r, at);
	if (f == NULL) {
		f = bounce_found(r->mail->arena, r->all);
		if (f == NULL)
			return;
		f->address = arena_str(r->mail->arena, address);
	}
	/* "550 <a@b.example>... User unknown" says all that there is. */
	if (f->said.len == 0 && is_verdict(line))
		f->said = line;
	r->current = (size_t)(f - r->all->item);
	r->start = at;
	r->indent = indent(line);
}

static void read_lines(const struct bounce_mail *mail,
    struct bounce_findings *all, bool only_known)
{
	struct reading r = { .mail = mail,
		.all = all,
		.only_known = only_known,
		.current = STR_NONE };
	struct str rest = mail->notice;
	size_t at = 0;

	while (rest.at != NULL) {
		struct str line = str_take(&rest, '\n');

		read_line(&r, line, at);
		at += line.len + 1;
	}
	end_current(&r, mail->notice.len);
}

void bounce_text_around(
    const struct bounce_mail *mail, struct bounce_findings *all)
{
	read_lines(mail, all, true);
}

/* Where in the line the lead ends, as a word of its own; or STR_NONE. */
static size_t find_lead(struct str line, struct str lead)
{
	for (size_t at = 0; at + lead.len <= line.len; at++)
		if (str_starts_fold(str_sub(line, at, line.len), lead) &&
		    (at == 0 || !char_is_alnum(line.at[at - 1])))
			return at + lead.len;
	return STR_NONE;
}

/* A reader in a sentence. */
static struct str find_in_sentence(struct str notice, struct str lead)
{
	while (notice.at != NULL) {
		struct str line = str_take(&notice, '\n'), address;
		size_t at = find_lead(line, lead);

		if (at == STR_NONE || line.len > 2000 || speaks_of_others(line))
			continue;
		address = bounce_address(line, &at);
		if (address.at != NULL && !is_keeper(address))
			return address;
	}
	return (struct str){ NULL, 0 };
}

static void read_failed_to(
    const struct bounce_mail *mail, struct bounce_findings *all)
{
	struct str list = mail->header[BOUNCE_FAILED_TO];
	size_t at = 0;

	for (;;) {
		struct str address = bounce_address(list, &at);
		struct bounce_finding *f;

		if (address.at == NULL)
			return;
		if (find_known(all, address) != NULL)
			continue;
		f = bounce_found(mail->arena, all);
		if (f == NULL)
			return;
		f->address = address;
	}
}

static void add_address(const struct bounce_mail *mail,
    struct bounce_findings *all, struct str address)
{
	struct bounce_finding *f;

	if (address.at == NULL)
		return;
	f = bounce_found(mail->arena, all);
	if (f != NULL)
		f->address = arena_str(mail->arena, address);
}

void bounce_text_read(
    const struct bounce_mail *mail, struct bounce_findings *all)
{
	size_t at = 0;

	read_failed_to(mail, all);
	read_lines(mail, all, all->count > 0);
	for (size_t i = 0;
	     i < sizeof(leads) / sizeof(leads[0]) && all->count == 0; i++)
		add_address(
		    mail, all, find_in_sentence(mail->notice, leads[i]));
	/* Whom we wrote to is all that is left to say. */
	if (all->count == 0 && mail->returned_to.at != NULL)
		add_address(mail, all, bounce_address(mail->returned_to, &at));
}
