/* Apart from the rest, so that who only names things loads no reader of mails. */
#include "send/bounce.h"

const char *bounce_kind_name(enum bounce_kind kind)
{
	static const char *const names[] = {
		[BOUNCE_FAILED] = "bounce",
		[BOUNCE_COMPLAINT] = "complaint",
		[BOUNCE_AUTO_REPLY] = "auto-reply",
		[BOUNCE_DELIVERED] = "delivered",
	};

	return names[kind];
}

const char *bounce_reason_name(enum bounce_reason reason)
{
	static const char *const names[BOUNCE_REASONS] = {
		[BOUNCE_UNKNOWN] = "unknown",
		[BOUNCE_NO_USER] = "user-unknown",
		[BOUNCE_NO_HOST] = "host-unknown",
		[BOUNCE_NO_MAIL] = "no-mail-accepted",
		[BOUNCE_MOVED] = "moved",
		[BOUNCE_FULL] = "mailbox-full",
		[BOUNCE_SUSPENDED] = "suspended",
		[BOUNCE_FILTERED] = "filtered",
		[BOUNCE_CLOSED] = "closed-list",
		[BOUNCE_SPAM] = "spam",
		[BOUNCE_VIRUS] = "virus",
		[BOUNCE_CONTENT] = "content",
		[BOUNCE_TOO_LARGE] = "too-large",
		[BOUNCE_AUTHENTICATION] = "authentication",
		[BOUNCE_BLOCKED] = "server-blocked",
		[BOUNCE_SENDER] = "sender-refused",
		[BOUNCE_POLICY] = "policy",
		[BOUNCE_RATE] = "rate-limited",
		[BOUNCE_RELAY] = "relay-denied",
		[BOUNCE_PROTOCOL] = "protocol",
		[BOUNCE_NETWORK] = "network",
		[BOUNCE_TIMEOUT] = "timeout",
		[BOUNCE_SYSTEM] = "system",
		[BOUNCE_ABUSE] = "abuse",
		[BOUNCE_FRAUD] = "fraud",
		[BOUNCE_UNSUBSCRIBE] = "unsubscribe",
		[BOUNCE_OTHER] = "other",
		[BOUNCE_VACATION] = "vacation",
		[BOUNCE_OK] = "ok",
	};

	return names[reason];
}
