/*
 * bounce_priv: what the parts of bounce share.  Private to src/send.
 *
 *	bounce_mail	opens the mail: headers, texts, reports
 *	bounce_report	reads reports that machines can read
 *	bounce_text	finds addresses in texts that were made for people
 *	bounce_code	finds codes in what a server said
 *	bounce_words	knows what the words of servers mean
 *	bounce_judge	makes a reason of all that
 *	bounce		is the order in which these are asked
 */
#ifndef SEND_BOUNCE_PRIV_H
#define SEND_BOUNCE_PRIV_H

#include "base/limits.h"
#include "base/strbuf.h"
#include "send/bounce.h"

/* ----------------------------------------------------------- bounce_mail */

enum bounce_header {
	BOUNCE_FROM,
	BOUNCE_SUBJECT, /* decoded */
	BOUNCE_TO,
	BOUNCE_DELIVERED_TO,
	BOUNCE_ORIGINAL_TO,
	BOUNCE_RETURN_PATH,
	BOUNCE_AUTO_SUBMITTED,
	BOUNCE_PRECEDENCE,
	BOUNCE_AUTOREPLY,   /* X-Autoreply and its like */
	BOUNCE_FAILED_TO,   /* X-Failed-Recipients */
	BOUNCE_IN_REPLY_TO, /* or References */
	BOUNCE_LIST_ID,
	BOUNCE_HEADERS,
};

/* A mail, opened.  Texts are UTF-8 and bounded; lines end with LF. */
struct bounce_mail {
	struct arena *arena;
	struct str header[BOUNCE_HEADERS];
	struct str notice; /* what it says to people, before our own mail */
	/* message/delivery-status; if !has_report, that of a report which is
	 * what came back. */
	struct str report;
	struct str feedback; /* message/feedback-report */
	bool has_report;     /* there is one, if only an empty one */
	bool read_receipt;   /* RFC 3798 */
	bool has_returned;   /* our own mail is in it, or its headers */
	/* Of our own mail. */
	struct str returned_to, returned_id;
};

/* False if there is nothing in it that could be a mail. */
bool bounce_mail_open(
    struct arena *arena, struct str mail, struct bounce_mail *ret_mail);

/* Append the text of HTML. */
void bounce_strip_html(struct strbuf *out, struct str html);

/* --------------------------------------------------------- bounce_report */

/* What was found out about one reader, before it is judged. */
struct bounce_finding {
	struct str address, original;
	struct str action; /* of RFC 3464 */
	struct str status; /* as written, or unset */
	struct str said;   /* by a server; or what else tells why */
	/* The text for people about this address, or unset. */
	struct str around;
};

struct bounce_findings {
	struct bounce_finding *item;
	size_t count;
};

/* One more, of zeros; NULL if there are too many. */
struct bounce_finding *bounce_found(
    struct arena *arena, struct bounce_findings *all);

/* Read the groups of a message/delivery-status; fields may be anywhere in a
 * text, from which groups without a recipient are left out. */
void bounce_report_read(
    struct arena *arena, struct str report, struct bounce_findings *all);

/* The value of a field in a block of fields, unfolded, or unset. */
struct str bounce_field(
    struct arena *arena, struct str block, const char *name);

/* What stands behind the type in "smtp; 550 no" and "rfc822; a@b.example";
 * of an address, without the <> that some add. */
struct str bounce_typed(struct str value);
struct str bounce_typed_address(struct str value);

/* ----------------------------------------------------------- bounce_text */

/* The next address in a line at or behind *at, which is put behind it; unset
 * if there is none.  In any form that servers write, so not a valid one. */
struct str bounce_address(struct str line, size_t *at);

/* Cut what is a copy of our own mail off the notice, and read its headers. */
void bounce_text_cut(struct bounce_mail *mail);

/* Those whom the notice says it is about. */
void bounce_text_read(
    const struct bounce_mail *mail, struct bounce_findings *all);

/* What the notice says about each that is known already. */
void bounce_text_around(
    const struct bounce_mail *mail, struct bounce_findings *all);

/* ----------------------------------------------------------- bounce_code */

struct bounce_code {
	int reply;         /* 0: none */
	struct str status; /* slice of the text; unset: none */
};

/* The code that says most of those in a text: one with a reply and a status
 * before one with a status, the innermost of several. */
struct bounce_code bounce_code_find(struct str text);

/* A status at the beginning of a text, "5.1.1 (bad)"; unset if there is none.
 */
struct str bounce_status_take(struct str text);
/* Does it say more than "5.0.0"? */
bool bounce_status_is_specific(struct str status);

/* ---------------------------------------------------------- bounce_words */

enum bounce_weight {
	BOUNCE_CLEAR, /* means nothing else */
	BOUNCE_VAGUE, /* of readers: filters say so too; of anything else: only
			 if nothing else tells more */
};

/* The reason that words give, in lower case; false if they tell none. */
bool bounce_words_find(struct str text, enum bounce_reason *ret_reason,
    enum bounce_weight *ret_weight);
/* The text as bounce_words_find wants it: in lower case, one blank between
 * words, no addresses of mail or of the web.  A blank at either end. */
struct str bounce_words_plain(struct arena *arena, struct str text);
/* Does the text have the pattern in it?  A * stands for up to 60 bytes. */
bool bounce_words_match(struct str text, struct str pattern);

/* The reason that a status gives; false if it tells none. */
bool bounce_status_reason(struct str status, enum bounce_reason *ret_reason);
/* The status for a reason: "1.1" of "5.1.1". */
const char *bounce_reason_status(enum bounce_reason reason);

/* ---------------------------------------------------------- bounce_judge */

/* What is to be believed about the reader of a finding. */
struct bounce bounce_judge(const struct bounce_mail *mail,
    const struct bounce_finding *finding, bool alone);

#endif
