/* Apart from the rest of verdict.h, so that who judges what services tell needs
 * no SMTP. */
#include "send/verdict.h"

/* Reasons that are not the reader's, and what to look at. */
static const struct {
	enum bounce_reason reason;
	const char *advice;
} ours[] = {
	{ BOUNCE_SPAM, "they take the mail for spam: look at what it links to, "
		       "and at how readers came onto the list" },
	{ BOUNCE_CONTENT, "they do not like the form of the mail" },
	{ BOUNCE_AUTHENTICATION,
	    "they do not believe that the mail is ours: look at SPF, DKIM and "
	    "DMARC of the domain of mail.from, and at mail.user" },
	{ BOUNCE_BLOCKED, "the mail server is on a list of those that nobody "
			  "takes mail from: see what their words link to" },
	{ BOUNCE_SENDER,
	    "they do not take mail from the address of mail.from" },
	{ BOUNCE_POLICY, "a rule of theirs is against it: see what their words "
			 "link to" },
	{ BOUNCE_RELAY, "the mail server does not send on for us: log in by "
			"mail.user, or have it know this machine" },
	{ BOUNCE_TOO_LARGE, "the mail is larger than they take" },
};

const char *verdict_advice(enum bounce_reason reason)
{
	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (ours[i].reason == reason)
			return ours[i].advice;
	return NULL;
}
