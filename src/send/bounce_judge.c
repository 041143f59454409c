/*
 * From what was found about a reader to what is to be believed.
 *
 * Whether an address is given up is decided by hardness, so it takes more than
 * a word: filters answer "user unknown" to what they do not like, often after
 * they have seen the mail.  So these must be clear words, or a status of an
 * address that is wrong, or an answer to RCPT, when nothing but the address
 * was known yet; and no other code may tell of a rule or a trouble that
 * passes.
 */
#include "base/text.h"
#include "send/bounce_priv.h"

/* What is known of one reader, step by step. */
struct judging {
	const struct bounce_mail *mail;
	const struct bounce_finding *finding;
	bool alone;        /* the whole notice is about this reader */
	struct str said;   /* plain words */
	struct str around; /* plain words */
	struct str everything;
	enum bounce_weight weight;
	struct bounce bounce;
};

/* "255" is what a program exited with. */
static bool is_reply(const struct bounce *b, int reply)
{
	return b->kind == BOUNCE_DELIVERED ? reply >= 200 && reply < 300
					   : reply >= 400;
}

/* -------------------------------------------------------------------- codes */

static void take_codes(struct judging *j)
{
	const struct bounce_finding *f = j->finding;
	struct bounce_code said = bounce_code_find(f->said);
	struct bounce_code around =
	    bounce_code_find(f->around.at != NULL ? f->around
			     : j->alone           ? j->mail->notice
						  : (struct str){ NULL, 0 });
	struct str field = bounce_status_take(f->status);
	struct str order[] = { said.status, field, around.status };
	/* A server that says 5.0.0 has no more to say. */
	size_t orders = said.status.at != NULL ? 2 : 3;
	struct bounce *b = &j->bounce;

	b->reply = is_reply(b, said.reply)     ? said.reply
		   : is_reply(b, around.reply) ? around.reply
					       : 0;
	for (size_t i = 0; i < orders && b->status.at == NULL; i++)
		if (bounce_status_is_specific(order[i]))
			b->status = order[i];
	for (size_t i = 0; i < orders && b->status.at == NULL; i++)
		if (order[i].at != NULL)
			b->status = order[i];
	b->status_given = b->status.at != NULL;
	if (b->status_given)
		b->status = arena_str(j->mail->arena, b->status);
}

/* The class of a status that nobody gave: 4 if it may pass. */
static char guess_class(const struct bounce *b)
{
	if (b->reply >= 400)
		return b->reply < 500 ? '4' : '5';
	return b->delayed ? '4' : '5';
}

static void guess_status(struct judging *j)
{
	struct bounce *b = &j->bounce;

	if (b->status.at == NULL)
		b->status = arena_printf(j->mail->arena, "%c.%s",
		    guess_class(b), bounce_reason_status(b->reason));
}

/* ------------------------------------------------------------------- reasons */

/* The reason of the first text with clear words; else the first vague one.
 * That boilerplate says in clear words what a server said in vague ones makes
 * it no clearer. */
static bool find_words(struct judging *j, const struct str *texts, size_t count)
{
	enum bounce_reason reason;
	enum bounce_weight weight;
	bool found = false;

	for (size_t i = 0; i < count; i++) {
		if (!bounce_words_find(texts[i], &reason, &weight) ||
		    (found &&
			(weight == BOUNCE_VAGUE || reason == j->bounce.reason)))
			continue;
		j->bounce.reason = reason;
		j->weight = weight;
		found = true;
		if (weight == BOUNCE_CLEAR)
			break;
	}
	return found;
}

/*
 * Words first, as servers are more careful with them than with numbers; but
 * vague ones only where no number says more, and those of the notice as a
 * whole, which has much else to say, last.  A status about the sender is never
 * one about the reader.
 */
static void find_reason(struct judging *j)
{
	struct str texts[] = { j->said, j->around, j->everything };
	struct bounce *b = &j->bounce;
	enum bounce_reason by_status = BOUNCE_UNKNOWN;
	bool known = b->status_given && bounce_status_is_specific(b->status) &&
		     bounce_status_reason(b->status, &by_status);
	bool narrow = j->finding->said.len + j->finding->around.len > 0;
	bool found = find_words(j, texts, known && narrow ? 2 : 3);

	if (!known ||
	    (found && by_status != BOUNCE_SENDER &&
		(j->weight == BOUNCE_CLEAR || b->reason == BOUNCE_NO_USER)))
		return;
	b->reason = by_status;
	j->weight = BOUNCE_VAGUE;
}

static bool has_mark(
    const struct judging *j, const struct str *marks, size_t count)
{
	struct str texts[] = { j->said, j->around, j->everything };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		for (size_t m = 0; m < count; m++)
			if (bounce_words_match(texts[i], marks[m]))
				return true;
	return false;
}

/* Were we refused before the address was known at all? */
static bool is_before_rcpt(const struct judging *j)
{
	static const struct str marks[] = {
		STR_INIT("after mail from"),
		STR_INIT("to mail from command"),
		STR_INIT("after initial connection"),
		STR_INIT("after ehlo"),
		STR_INIT("after helo"),
		STR_INIT("to ehlo command"),
		STR_INIT("to helo command"),
	};

	return has_mark(j, marks, sizeof(marks) / sizeof(marks[0]));
}

/* Was the address refused when nothing else was known yet? */
static bool is_at_rcpt(const struct judging *j)
{
	static const struct str marks[] = {
		STR_INIT("rcpt to"),
		STR_INIT("rcpt_to"),
		STR_INIT("rcpt command"),
		STR_INIT("does not like recipient"),
		STR_INIT("recipient address rejected"),
	};

	return has_mark(j, marks, sizeof(marks) / sizeof(marks[0]));
}

/* The codes by which an address is wrong, whatever the words. */
static bool is_address_status(struct str status)
{
	static const char *const details[] = { "1.1", "1.2", "1.3", "1.6",
		"1.10" };

	for (size_t i = 0; i < sizeof(details) / sizeof(details[0]); i++)
		if (str_eq(str_sub(status, 2, status.len), str_of(details[i])))
			return true;
	return false;
}

static bool is_hard(const struct judging *j)
{
	const struct bounce *b = &j->bounce;
	bool given = b->status_given;

	if (b->delayed || b->reason < BOUNCE_NO_USER ||
	    b->reason > BOUNCE_MOVED)
		return false;
	if ((given && b->status.at[0] == '4') ||
	    (b->reply >= 400 && b->reply < 500))
		return false;
	if (given && is_address_status(b->status))
		return true;
	if (is_before_rcpt(j))
		return false;
	/* A rule about mails, told in words about an address. */
	if (given && b->reason != BOUNCE_NO_MAIL &&
	    str_starts(str_sub(b->status, 2, b->status.len), STR("7.")))
		return false;
	/* A mailbox that is there. */
	if (given &&
	    str_starts(str_sub(b->status, 2, b->status.len), STR("2.")))
		return is_at_rcpt(j);
	return j->weight == BOUNCE_CLEAR || b->reason != BOUNCE_NO_USER ||
	       is_at_rcpt(j);
}

/* --------------------------------------------------------------------- texts */

/* On one line, and not too long. */
static struct str one_line(struct arena *arena, struct str text)
{
	struct strbuf out;
	struct str result;

	text = str_trim(text);
	strbuf_init(&out, text.len);
	for (size_t i = 0; i < text.len; i++) {
		bool space = char_is_space(text.at[i]);

		if (space && out.len > 0 && out.buf[out.len - 1] == ' ')
			continue;
		strbuf_add_char(&out, space ? ' ' : text.at[i]);
	}
	result = strbuf_str(&out);
	result = arena_str(arena,
	    str_sub(result, 0, text_boundary(result, LIMIT_BOUNCE_SAID)));
	strbuf_release(&out);
	return result;
}

static void take_words(struct judging *j)
{
	const struct bounce_finding *f = j->finding;
	struct arena *arena = j->mail->arena;

	j->said = bounce_words_plain(arena, f->said);
	j->around = bounce_words_plain(arena, f->around);
	if (j->alone)
		j->everything = bounce_words_plain(arena, j->mail->notice);
}

struct bounce bounce_judge(const struct bounce_mail *mail,
    const struct bounce_finding *finding, bool alone)
{
	struct judging j = { .mail = mail, .finding = finding, .alone = alone };
	struct bounce *b = &j.bounce;
	struct str text = finding->said.len > 0     ? finding->said
			  : finding->around.len > 0 ? finding->around
			  : alone                   ? mail->notice
						    : (struct str){ NULL, 0 };

	b->kind = BOUNCE_FAILED;
	b->address = finding->address;
	b->original = finding->original;
	b->delayed = str_eq_fold(finding->action, STR("delayed"));
	b->text = one_line(mail->arena, text);
	if (str_eq_fold(finding->action, STR("delivered")) ||
	    str_eq_fold(finding->action, STR("relayed")) ||
	    str_eq_fold(finding->action, STR("expanded"))) {
		b->kind = BOUNCE_DELIVERED;
		b->reason = BOUNCE_OK;
		take_codes(&j);
		return *b;
	}
	take_codes(&j);
	take_words(&j);
	find_reason(&j);
	guess_status(&j);
	b->hard = is_hard(&j);
	return *b;
}
