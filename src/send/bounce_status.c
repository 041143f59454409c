/* What status codes mean (RFC 3463, and the registry that RFC 5248 made). */
#include "send/bounce_priv.h"

static const struct {
	const char *status; /* behind the class */
	enum bounce_reason reason;
} statuses[] = {
	{ "1.1", BOUNCE_NO_USER },
	{ "1.2", BOUNCE_NO_HOST },
	{ "1.3", BOUNCE_NO_USER },
	{ "1.4", BOUNCE_NO_USER },
	{ "1.6", BOUNCE_MOVED },
	{ "1.7", BOUNCE_SENDER },
	{ "1.8", BOUNCE_SENDER },
	{ "1.9", BOUNCE_SYSTEM },
	{ "1.10", BOUNCE_NO_MAIL },
	{ "2.1", BOUNCE_FILTERED },
	{ "2.2", BOUNCE_FULL },
	{ "2.3", BOUNCE_TOO_LARGE },
	{ "2.4", BOUNCE_SYSTEM },
	{ "3.0", BOUNCE_SYSTEM },
	{ "3.1", BOUNCE_SYSTEM },
	{ "3.2", BOUNCE_NO_MAIL },
	{ "3.3", BOUNCE_SYSTEM },
	{ "3.4", BOUNCE_TOO_LARGE },
	{ "3.5", BOUNCE_SYSTEM },
	{ "4.0", BOUNCE_NETWORK },
	{ "4.1", BOUNCE_NETWORK },
	{ "4.2", BOUNCE_NETWORK },
	{ "4.3", BOUNCE_NETWORK },
	{ "4.4", BOUNCE_NETWORK },
	{ "4.5", BOUNCE_SYSTEM },
	{ "4.6", BOUNCE_NETWORK },
	{ "4.7", BOUNCE_TIMEOUT },
	{ "5.0", BOUNCE_PROTOCOL },
	{ "5.1", BOUNCE_PROTOCOL },
	{ "5.2", BOUNCE_PROTOCOL },
	{ "5.3", BOUNCE_RATE },
	{ "5.4", BOUNCE_PROTOCOL },
	{ "6.0", BOUNCE_CONTENT },
	{ "6.1", BOUNCE_CONTENT },
	{ "6.2", BOUNCE_CONTENT },
	{ "6.3", BOUNCE_CONTENT },
	{ "6.7", BOUNCE_CONTENT },
	{ "7.0", BOUNCE_POLICY },
	{ "7.1", BOUNCE_POLICY },
	{ "7.2", BOUNCE_CLOSED },
	{ "7.8", BOUNCE_AUTHENTICATION },
	{ "7.9", BOUNCE_AUTHENTICATION },
	{ "7.13", BOUNCE_SUSPENDED },
	{ "7.20", BOUNCE_AUTHENTICATION },
	{ "7.21", BOUNCE_AUTHENTICATION },
	{ "7.22", BOUNCE_AUTHENTICATION },
	{ "7.23", BOUNCE_AUTHENTICATION },
	{ "7.24", BOUNCE_AUTHENTICATION },
	{ "7.25", BOUNCE_BLOCKED },
	{ "7.26", BOUNCE_AUTHENTICATION },
	{ "7.28", BOUNCE_RATE },
	/* Outlook's. */
	{ "7.515", BOUNCE_AUTHENTICATION },
	{ "7.606", BOUNCE_BLOCKED },
};

bool bounce_status_reason(struct str status, enum bounce_reason *ret_reason)
{
	struct str detail = str_sub(status, 2, status.len);

	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
		if (str_eq(detail, str_of(statuses[i].status))) {
			*ret_reason = statuses[i].reason;
			return true;
		}
	if (!str_starts(detail, STR("7.")))
		return false;
	*ret_reason = BOUNCE_POLICY;
	return true;
}

const char *bounce_reason_status(enum bounce_reason reason)
{
	static const char *const table[BOUNCE_REASONS] = {
		[BOUNCE_NO_USER] = "1.1",
		[BOUNCE_NO_HOST] = "1.2",
		[BOUNCE_NO_MAIL] = "1.10",
		[BOUNCE_MOVED] = "1.6",
		[BOUNCE_FULL] = "2.2",
		[BOUNCE_SUSPENDED] = "2.1",
		[BOUNCE_FILTERED] = "2.0",
		[BOUNCE_CLOSED] = "7.2",
		[BOUNCE_SPAM] = "7.1",
		[BOUNCE_VIRUS] = "7.1",
		[BOUNCE_CONTENT] = "6.0",
		[BOUNCE_TOO_LARGE] = "3.4",
		[BOUNCE_AUTHENTICATION] = "7.0",
		[BOUNCE_BLOCKED] = "7.1",
		[BOUNCE_SENDER] = "1.8",
		[BOUNCE_POLICY] = "7.1",
		[BOUNCE_RATE] = "7.28",
		[BOUNCE_RELAY] = "7.1",
		[BOUNCE_PROTOCOL] = "5.0",
		[BOUNCE_NETWORK] = "4.0",
		[BOUNCE_TIMEOUT] = "4.7",
		[BOUNCE_SYSTEM] = "3.0",
	};

	return table[reason] != NULL ? table[reason] : "0.0";
}
