/*
 * What the words of servers mean.
 *
 * The first row whose pattern is in the text gives the reason, so that what is
 * said in particular stands before what is said in general: "sender's address
 * is unknown" before "address is unknown".  Rows are grouped by what they tell
 * of.  A * stands for up to 60 bytes; addresses are an @ alone.
 */
#include "base/text.h"
#include "send/bounce_priv.h"

enum { GAP = 60 };

struct row {
	enum bounce_reason reason;
	enum bounce_weight weight;
	const char *pattern;
};

#define CLEAR BOUNCE_CLEAR
#define VAGUE BOUNCE_VAGUE

static const struct row rows[] = {
	/* Exim's guess, which names all that can be. */
	{ BOUNCE_NO_HOST, CLEAR, "account or domain may not exist" },

	/* Who we are, by SPF, DKIM and DMARC, or a login. */
	{ BOUNCE_AUTHENTICATION, CLEAR, "dmarc" },
	{ BOUNCE_AUTHENTICATION, CLEAR, "dkim" },
	{ BOUNCE_AUTHENTICATION, CLEAR, " spf " },
	{ BOUNCE_AUTHENTICATION, CLEAR, "sender policy framework" },
	{ BOUNCE_AUTHENTICATION, CLEAR, "unauthenticated" },
	{ BOUNCE_AUTHENTICATION, CLEAR, "not authenticated" },
	{ BOUNCE_AUTHENTICATION, CLEAR, "authentication required" },
	{ BOUNCE_AUTHENTICATION, CLEAR, "authentication fail" },
	{ BOUNCE_AUTHENTICATION, CLEAR, "authentication information" },
	{ BOUNCE_AUTHENTICATION, CLEAR, "requires authentication" },
	{ BOUNCE_AUTHENTICATION, CLEAR, "message*authentication checks" },
	{ BOUNCE_AUTHENTICATION, CLEAR, "smtp auth" },
	{ BOUNCE_AUTHENTICATION, CLEAR, "starttls" },
	{ BOUNCE_AUTHENTICATION, CLEAR, "must issue a tls" },
	{ BOUNCE_AUTHENTICATION, CLEAR, "tls*required" },
	{ BOUNCE_AUTHENTICATION, CLEAR, "tls handshake" },
	{ BOUNCE_AUTHENTICATION, CLEAR, "encryption*required" },
	{ BOUNCE_AUTHENTICATION, CLEAR, "mechanism is too weak" },

	/* The names and addresses of our servers. */
	{ BOUNCE_BLOCKED, CLEAR, "reverse dns" },
	{ BOUNCE_BLOCKED, CLEAR, "no ptr record" },
	{ BOUNCE_BLOCKED, CLEAR, "ptr record" },
	{ BOUNCE_BLOCKED, CLEAR, "cannot find your hostname" },
	{ BOUNCE_BLOCKED, CLEAR, "cannot find your reverse" },
	{ BOUNCE_BLOCKED, CLEAR, "cannot resolve your address" },
	{ BOUNCE_BLOCKED, CLEAR, "fix reverse" },
	{ BOUNCE_BLOCKED, CLEAR, "ip name lookup failed" },
	{ BOUNCE_BLOCKED, CLEAR, "rejected*helo" },
	{ BOUNCE_BLOCKED, CLEAR, "helo command rejected" },
	{ BOUNCE_BLOCKED, CLEAR, "invalid helo" },
	{ BOUNCE_BLOCKED, CLEAR, "bad helo" },
	{ BOUNCE_BLOCKED, CLEAR, "dynamic ip" },
	{ BOUNCE_BLOCKED, CLEAR, "dialup" },
	{ BOUNCE_BLOCKED, CLEAR, "reputation" },
	{ BOUNCE_BLOCKED, CLEAR, "poor*score" },
	{ BOUNCE_BLOCKED, CLEAR, "senderbase" },
	{ BOUNCE_SPAM, CLEAR, "blacklisted url" },
	{ BOUNCE_SPAM, CLEAR, "uribl" },
	{ BOUNCE_SPAM, CLEAR, "surbl" },
	{ BOUNCE_BLOCKED, CLEAR, "blacklist" },
	{ BOUNCE_BLOCKED, CLEAR, "black list" },
	{ BOUNCE_BLOCKED, CLEAR, "blocklist" },
	{ BOUNCE_BLOCKED, CLEAR, "block list" },
	{ BOUNCE_BLOCKED, CLEAR, "denylist" },
	{ BOUNCE_BLOCKED, CLEAR, "dnsbl" },
	{ BOUNCE_BLOCKED, CLEAR, " rbl " },
	{ BOUNCE_BLOCKED, CLEAR, "spamhaus" },
	{ BOUNCE_BLOCKED, CLEAR, "spamcop" },
	{ BOUNCE_BLOCKED, CLEAR, "barracudacentral" },
	{ BOUNCE_BLOCKED, CLEAR, "blocked using" },
	{ BOUNCE_BLOCKED, CLEAR, "blocked by*ip" },
	{ BOUNCE_BLOCKED, CLEAR, "banned sending ip" },
	{ BOUNCE_BLOCKED, CLEAR, "ip*blocked" },
	{ BOUNCE_BLOCKED, CLEAR, "ip*banned" },
	{ BOUNCE_BLOCKED, CLEAR, "ip*is not allowed" },
	{ BOUNCE_BLOCKED, CLEAR, "ip*listed" },
	{ BOUNCE_BLOCKED, CLEAR, "client host*blocked" },
	{ BOUNCE_BLOCKED, CLEAR, "client host rejected" },
	{ BOUNCE_BLOCKED, CLEAR, "client address*rejected" },
	{ BOUNCE_BLOCKED, CLEAR, "connection refused by*filter" },
	{ BOUNCE_BLOCKED, CLEAR, "your host*not allowed" },
	{ BOUNCE_BLOCKED, CLEAR, "your network*block" },
	{ BOUNCE_BLOCKED, CLEAR, "your server*block" },
	{ BOUNCE_BLOCKED, CLEAR, "access from ip" },
	{ BOUNCE_BLOCKED, CLEAR, "has been blocked by" },

	/* How much and how fast we write. */
	{ BOUNCE_RATE, CLEAR, "too many connections" },
	{ BOUNCE_RATE, CLEAR, "too many messages" },
	{ BOUNCE_RATE, CLEAR, "too many concurrent" },
	{ BOUNCE_RATE, CLEAR, "too many mail" },
	{ BOUNCE_RATE, CLEAR, "too many errors" },
	{ BOUNCE_RATE, CLEAR, "too many recipients" },
	{ BOUNCE_RATE, CLEAR, "too fast" },
	{ BOUNCE_RATE, CLEAR, "too much mail" },
	{ BOUNCE_RATE, CLEAR, "rate limit" },
	{ BOUNCE_RATE, CLEAR, "limit*rate" },
	{ BOUNCE_RATE, CLEAR, "at a rate that" },
	{ BOUNCE_RATE, CLEAR, "throttl" },
	{ BOUNCE_RATE, CLEAR, "unusual rate" },
	{ BOUNCE_RATE, CLEAR, "unexpected volume" },
	{ BOUNCE_RATE, CLEAR, "relay quota" },
	{ BOUNCE_RATE, CLEAR, "sending quota" },
	{ BOUNCE_RATE, CLEAR, "daily*quota" },
	{ BOUNCE_RATE, CLEAR, "sending limit" },
	{ BOUNCE_RATE, CLEAR, "exceeded the maximum*per hour" },
	{ BOUNCE_RATE, CLEAR, "hourly limit" },
	{ BOUNCE_RATE, CLEAR, "greylist" },
	{ BOUNCE_RATE, CLEAR, "graylist" },

	/* What is wrong with the mail. */
	{ BOUNCE_VIRUS, CLEAR, "virus detected" },
	{ BOUNCE_VIRUS, CLEAR, "virus found" },
	{ BOUNCE_VIRUS, CLEAR, "contains a virus" },
	{ BOUNCE_VIRUS, CLEAR, "contained a virus" },
	{ BOUNCE_VIRUS, CLEAR, "infected" },
	{ BOUNCE_VIRUS, CLEAR, "malware" },
	{ BOUNCE_SPAM, CLEAR, "message content rejected, ube" },
	{ BOUNCE_SPAM, CLEAR, "as spam" },
	{ BOUNCE_SPAM, CLEAR, "is spam" },
	{ BOUNCE_SPAM, CLEAR, "spam message" },
	{ BOUNCE_SPAM, CLEAR, "spam content" },
	{ BOUNCE_SPAM, CLEAR, "spam detected" },
	{ BOUNCE_SPAM, CLEAR, "spam score" },
	{ BOUNCE_SPAM, CLEAR, "spamassassin" },
	{ BOUNCE_SPAM, CLEAR, "spam filter" },
	{ BOUNCE_SPAM, CLEAR, "spam*reject" },
	{ BOUNCE_SPAM, CLEAR, "reject*spam" },
	{ BOUNCE_SPAM, CLEAR, "spam*block" },
	{ BOUNCE_SPAM, CLEAR, "block*spam" },
	{ BOUNCE_SPAM, CLEAR, "like spam" },
	{ BOUNCE_SPAM, CLEAR, "appears to be spam" },
	{ BOUNCE_SPAM, CLEAR, "unsolicited" },
	{ BOUNCE_SPAM, CLEAR, "bulk email" },
	{ BOUNCE_SPAM, CLEAR, "junk mail" },
	{ BOUNCE_SPAM, CLEAR, "high probability of spam" },
	{ BOUNCE_SPAM, CLEAR, "ofr_506" },
	{ BOUNCE_TOO_LARGE, CLEAR, "message*too large" },
	{ BOUNCE_TOO_LARGE, CLEAR, "mail*too large" },
	{ BOUNCE_TOO_LARGE, CLEAR, "message*too big" },
	{ BOUNCE_TOO_LARGE, CLEAR, "message is larger than" },
	{ BOUNCE_TOO_LARGE, CLEAR, "message size exceeds" },
	{ BOUNCE_TOO_LARGE, CLEAR, "message length exceeds" },
	{ BOUNCE_TOO_LARGE, CLEAR, "size*exceeds" },
	{ BOUNCE_TOO_LARGE, CLEAR, "exceeds*size" },
	{ BOUNCE_TOO_LARGE, CLEAR, "exceeded*maximum message size" },
	{ BOUNCE_TOO_LARGE, CLEAR, "max message size" },
	{ BOUNCE_TOO_LARGE, CLEAR, "recipsizelimit" },
	{ BOUNCE_TOO_LARGE, CLEAR, "sizelimit" },
	{ BOUNCE_CONTENT, CLEAR, "header error" },
	{ BOUNCE_CONTENT, CLEAR, "bare lf" },
	{ BOUNCE_CONTENT, CLEAR, "bare newline" },
	{ BOUNCE_CONTENT, CLEAR, "non-rfc" },
	{ BOUNCE_CONTENT, CLEAR, "not rfc" },
	{ BOUNCE_CONTENT, CLEAR, "rfc 5322" },
	{ BOUNCE_CONTENT, CLEAR, "rfc5322" },
	{ BOUNCE_CONTENT, CLEAR, "multiple addresses in from" },
	{ BOUNCE_CONTENT, CLEAR, "header*not accepted" },
	{ BOUNCE_CONTENT, CLEAR, "missing*header" },
	{ BOUNCE_CONTENT, CLEAR, "content reject" },
	{ BOUNCE_CONTENT, CLEAR, "message content" },
	{ BOUNCE_CONTENT, CLEAR, "attachment*not allowed" },
	{ BOUNCE_CONTENT, CLEAR, "attachment*not accept" },
	{ BOUNCE_CONTENT, CLEAR, "attachment*block" },
	{ BOUNCE_CONTENT, CLEAR, "attachment*reject" },
	{ BOUNCE_CONTENT, CLEAR, "attachment*forbidden" },
	{ BOUNCE_CONTENT, CLEAR, "reject*attachment" },
	{ BOUNCE_CONTENT, CLEAR, "illegal 8-bit" },
	{ BOUNCE_CONTENT, CLEAR, "line too long" },
	{ BOUNCE_CONTENT, CLEAR, "content*not accept" },

	/* Whose mail it is. */
	{ BOUNCE_SENDER, CLEAR, "domain of sender" },
	{ BOUNCE_SENDER, CLEAR, "sender domain" },
	{ BOUNCE_SENDER, CLEAR, "sender address*reject" },
	{ BOUNCE_SENDER, CLEAR, "sender address" },
	{ BOUNCE_SENDER, CLEAR, "sender*not exist" },
	{ BOUNCE_SENDER, CLEAR, "sender*verif" },
	{ BOUNCE_SENDER, CLEAR, "sender*denied" },
	{ BOUNCE_SENDER, CLEAR, "sender*reject" },
	{ BOUNCE_SENDER, CLEAR, "sender*unknown" },
	{ BOUNCE_SENDER, CLEAR, "sender is not" },
	{ BOUNCE_SENDER, CLEAR, "invalid sender" },
	{ BOUNCE_SENDER, CLEAR, "bad sender" },
	{ BOUNCE_SENDER, CLEAR, "unable to verify sender" },
	{ BOUNCE_SENDER, CLEAR, "mail from*does not exist" },
	{ BOUNCE_SENDER, CLEAR, "does not accept mail from" },
	{ BOUNCE_SENDER, CLEAR, "don't accept mail from" },
	{ BOUNCE_CLOSED, CLEAR, "not a member" },
	{ BOUNCE_CLOSED, CLEAR, "members only" },
	{ BOUNCE_CLOSED, CLEAR, "not allowed to post" },
	{ BOUNCE_CLOSED, CLEAR, "permission to post" },
	{ BOUNCE_CLOSED, CLEAR, "not have permission" },
	{ BOUNCE_CLOSED, CLEAR, "not authorized to send" },
	{ BOUNCE_CLOSED, CLEAR, "group*may not exist" },
	{ BOUNCE_CLOSED, CLEAR, "restricted" },
	{ BOUNCE_CLOSED, CLEAR, "resolver.rst" },
	{ BOUNCE_CLOSED, CLEAR, "google groups" },
	{ BOUNCE_POLICY, CLEAR, "redundant" },
	{ BOUNCE_RELAY, CLEAR, "relay*denied" },
	{ BOUNCE_RELAY, CLEAR, "relay*prohibited" },
	{ BOUNCE_RELAY, CLEAR, "relaying not" },
	{ BOUNCE_RELAY, CLEAR, "unable to relay" },
	{ BOUNCE_RELAY, CLEAR, "not permitted to relay" },
	{ BOUNCE_RELAY, CLEAR, "not allowed to relay" },
	{ BOUNCE_RELAY, CLEAR, "relay not permitted" },
	{ BOUNCE_RELAY, CLEAR, "no relaying" },
	{ BOUNCE_RELAY, CLEAR, "relay operation rejected" },
	{ BOUNCE_RELAY, CLEAR, "not in*allowed rcpthosts" },
	{ BOUNCE_RELAY, CLEAR, "rcpthosts" },

	/* The mailbox. */
	{ BOUNCE_FULL, CLEAR, "mailbox*full" },
	{ BOUNCE_FULL, CLEAR, "mailbox*exceeded" },
	{ BOUNCE_FULL, CLEAR, "mailbox*quota" },
	{ BOUNCE_FULL, CLEAR, "mail box*full" },
	{ BOUNCE_FULL, CLEAR, "mailfolder is full" },
	{ BOUNCE_FULL, CLEAR, "inbox*full" },
	{ BOUNCE_FULL, CLEAR, "user is over" },
	{ BOUNCE_FULL, CLEAR, "over quota" },
	{ BOUNCE_FULL, CLEAR, "over the quota" },
	{ BOUNCE_FULL, CLEAR, "over disk quota" },
	{ BOUNCE_FULL, CLEAR, "overquota" },
	{ BOUNCE_FULL, CLEAR, "quota exceed" },
	{ BOUNCE_FULL, CLEAR, "exceed*quota" },
	{ BOUNCE_FULL, CLEAR, "quota*full" },
	{ BOUNCE_FULL, CLEAR, "disk quota" },
	{ BOUNCE_FULL, CLEAR, "out of storage" },
	{ BOUNCE_FULL, CLEAR, "storage*exceeded" },
	{ BOUNCE_FULL, CLEAR, "storage limit" },
	{ BOUNCE_FULL, CLEAR, "not enough space in" },
	{ BOUNCE_FULL, CLEAR, "account is full" },
	{ BOUNCE_FULL, CLEAR, "too many messages in" },
	{ BOUNCE_FULL, CLEAR, "size limit exceeded" },
	{ BOUNCE_FULL, CLEAR, "too much data" },
	{ BOUNCE_SUSPENDED, CLEAR, "account*disabled" },
	{ BOUNCE_SUSPENDED, CLEAR, "account*suspend" },
	{ BOUNCE_SUSPENDED, CLEAR, "account*deactivat" },
	{ BOUNCE_SUSPENDED, CLEAR, "account*inactive" },
	{ BOUNCE_SUSPENDED, CLEAR, "account*locked" },
	{ BOUNCE_SUSPENDED, CLEAR, "account*frozen" },
	{ BOUNCE_SUSPENDED, CLEAR, "account expired" },
	{ BOUNCE_SUSPENDED, CLEAR, "inactive user" },
	{ BOUNCE_SUSPENDED, CLEAR, "inactive account" },
	{ BOUNCE_SUSPENDED, CLEAR, "user is inactive" },
	{ BOUNCE_SUSPENDED, CLEAR, "user*suspended" },
	{ BOUNCE_SUSPENDED, CLEAR, "user*disabled" },
	{ BOUNCE_SUSPENDED, CLEAR, "user*locked" },
	{ BOUNCE_SUSPENDED, CLEAR, "recipient*suspended" },
	{ BOUNCE_SUSPENDED, CLEAR, "mailbox*disabled" },
	{ BOUNCE_SUSPENDED, CLEAR, "mailbox*inactive" },
	{ BOUNCE_SUSPENDED, CLEAR, "mailbox*frozen" },
	{ BOUNCE_SUSPENDED, CLEAR, "mailbox*suspended" },
	{ BOUNCE_SUSPENDED, CLEAR, "mailbox currently suspended" },
	{ BOUNCE_SUSPENDED, CLEAR, "disabled recipient" },
	{ BOUNCE_SUSPENDED, CLEAR, "disabled or discontinued" },
	{ BOUNCE_SUSPENDED, CLEAR, "temporary locked" },
	{ BOUNCE_SUSPENDED, CLEAR, "temporarily locked" },
	{ BOUNCE_SUSPENDED, CLEAR, "domain*suspended" },
	{ BOUNCE_MOVED, CLEAR, "address has changed" },
	{ BOUNCE_MOVED, CLEAR, "has moved to" },
	{ BOUNCE_MOVED, CLEAR, "address has been replaced" },
	{ BOUNCE_MOVED, CLEAR, "recipient*has moved" },
	{ BOUNCE_MOVED, CLEAR, "user*has moved" },
	{ BOUNCE_MOVED, CLEAR, "mailbox has moved" },

	/* The domain. */
	{ BOUNCE_NO_MAIL, CLEAR, "indicated no smtp service" },
	{ BOUNCE_NO_MAIL, CLEAR, "nullmx" },
	{ BOUNCE_NO_MAIL, CLEAR, "null mx" },
	{ BOUNCE_NO_MAIL, CLEAR, "does not accept mail" },
	{ BOUNCE_NO_MAIL, CLEAR, "does not accept any mail" },
	{ BOUNCE_NO_MAIL, CLEAR, "doesn't accept mail" },
	{ BOUNCE_NO_MAIL, CLEAR, "domain does not receive" },
	{ BOUNCE_NO_MAIL, CLEAR, "not accepting network messages" },
	{ BOUNCE_NO_MAIL, CLEAR, "couldn't find a mail exchanger" },
	{ BOUNCE_NO_MAIL, CLEAR, "no mx found for" },
	{ BOUNCE_NO_MAIL, CLEAR, "no mail exchanger" },
	{ BOUNCE_NO_MAIL, CLEAR, "smtp protocol returned a permanent error" },
	{ BOUNCE_NO_MAIL, CLEAR, "name server: .: host not found" },
	{ BOUNCE_NO_HOST, CLEAR, "host unknown" },
	{ BOUNCE_NO_HOST, CLEAR, "unknown host" },
	{ BOUNCE_NO_HOST, CLEAR, "host not found" },
	{ BOUNCE_NO_HOST, CLEAR, "dns lookup failure: host*not found" },
	{ BOUNCE_NO_HOST, CLEAR, "host or domain name not found" },
	{ BOUNCE_NO_HOST, CLEAR, "couldn't find any host" },
	{ BOUNCE_NO_HOST, CLEAR, "no such host" },
	{ BOUNCE_NO_HOST, CLEAR, "no such domain" },
	{ BOUNCE_NO_HOST, CLEAR, "domain*not exist" },
	{ BOUNCE_NO_HOST, CLEAR, "domain*not found" },
	{ BOUNCE_NO_HOST, CLEAR, "unknown domain" },
	{ BOUNCE_NO_HOST, CLEAR, "domain unknown" },
	{ BOUNCE_NO_HOST, CLEAR, "unrouteable mail domain" },
	{ BOUNCE_NO_HOST, CLEAR, "unrouteable address" },
	{ BOUNCE_NO_HOST, CLEAR, "unroutable" },
	{ BOUNCE_NO_HOST, CLEAR, "domain must exist" },
	{ BOUNCE_NO_HOST, CLEAR, "bad destination host" },
	{ BOUNCE_NO_HOST, CLEAR, "bad destination system" },
	{ BOUNCE_NO_HOST, CLEAR, "nxdomain" },
	{ BOUNCE_NO_HOST, CLEAR, "name or service not known" },
	{ BOUNCE_NO_HOST, CLEAR, "invalid domain name" },
	{ BOUNCE_NO_HOST, CLEAR, "non-existent domain" },
	{ BOUNCE_NO_HOST, CLEAR, "does not resolve" },

	/* The way there. */
	{ BOUNCE_NETWORK, CLEAR, "name service error" },
	{ BOUNCE_NETWORK, CLEAR, "name server*unexpected" },
	{ BOUNCE_NETWORK, CLEAR, "dns*temporar" },
	{ BOUNCE_NETWORK, CLEAR, "mail loop" },
	{ BOUNCE_NETWORK, CLEAR, "mail forwarding loop" },
	{ BOUNCE_NETWORK, CLEAR, "loops back to" },
	{ BOUNCE_NETWORK, CLEAR, "routing loop" },
	{ BOUNCE_NETWORK, CLEAR, "loop detected" },
	{ BOUNCE_NETWORK, CLEAR, "hop count exceeded" },
	{ BOUNCE_NETWORK, CLEAR, "too many hops" },
	{ BOUNCE_NETWORK, CLEAR, "too many received" },
	{ BOUNCE_NETWORK, CLEAR, "duplicated message-id" },
	{ BOUNCE_TIMEOUT, CLEAR, "retry timeout" },
	{ BOUNCE_TIMEOUT, CLEAR, "retry time not reached" },
	{ BOUNCE_TIMEOUT, CLEAR, "delivery time expired" },
	{ BOUNCE_TIMEOUT, CLEAR, "message expired" },
	{ BOUNCE_TIMEOUT, CLEAR, "envelope expired" },
	{ BOUNCE_TIMEOUT, CLEAR, "expired" },
	{ BOUNCE_TIMEOUT, CLEAR, "timed out" },
	{ BOUNCE_TIMEOUT, CLEAR, "timeout" },
	{ BOUNCE_TIMEOUT, CLEAR, "time-out" },
	{ BOUNCE_TIMEOUT, CLEAR, "in the queue too long" },
	{ BOUNCE_TIMEOUT, CLEAR, "queued too long" },
	{ BOUNCE_TIMEOUT, CLEAR, "could not be delivered for" },
	{ BOUNCE_TIMEOUT, CLEAR, "undelivered after" },
	{ BOUNCE_TIMEOUT, CLEAR, "has been delayed" },
	{ BOUNCE_TIMEOUT, CLEAR, "delivery delayed" },
	{ BOUNCE_TIMEOUT, CLEAR, "not yet been delivered" },
	{ BOUNCE_TIMEOUT, CLEAR, "been frozen" },
	{ BOUNCE_NETWORK, CLEAR, "connection refused" },
	{ BOUNCE_NETWORK, CLEAR, "connection reset" },
	{ BOUNCE_NETWORK, CLEAR, "connection was dropped" },
	{ BOUNCE_NETWORK, CLEAR, "connection dropped" },
	{ BOUNCE_NETWORK, CLEAR, "connection lost" },
	{ BOUNCE_NETWORK, CLEAR, "lost connection" },
	{ BOUNCE_NETWORK, CLEAR, "network error" },
	{ BOUNCE_NETWORK, CLEAR, "network is unreachable" },
	{ BOUNCE_NETWORK, CLEAR, "no route to host" },
	{ BOUNCE_NETWORK, CLEAR, "unable to connect" },
	{ BOUNCE_NETWORK, CLEAR, "could not connect" },
	{ BOUNCE_NETWORK, CLEAR, "not connect to" },
	{ BOUNCE_NETWORK, CLEAR, "unable to contact" },
	{ BOUNCE_NETWORK, CLEAR, "host is unreachable" },
	{ BOUNCE_NETWORK, CLEAR, "unable to establish an smtp connection" },
	{ BOUNCE_NETWORK, CLEAR, "wasn't able to establish" },

	/* Nobody has the address. */
	{ BOUNCE_NO_USER, CLEAR, "no such user" },
	{ BOUNCE_NO_USER, CLEAR, "no such recipient" },
	{ BOUNCE_NO_USER, CLEAR, "no such mailbox" },
	{ BOUNCE_NO_USER, CLEAR, "no such address" },
	{ BOUNCE_NO_USER, CLEAR, "no such account" },
	{ BOUNCE_NO_USER, CLEAR, "no such person" },
	{ BOUNCE_NO_USER, CLEAR, "no such local" },
	{ BOUNCE_NO_USER, CLEAR, "no account by that name" },
	{ BOUNCE_NO_USER, CLEAR, "no mailbox here by that name" },
	{ BOUNCE_NO_USER, CLEAR, "no mailbox by that name" },
	{ BOUNCE_NO_USER, CLEAR, "no mailbox found" },
	{ BOUNCE_NO_USER, CLEAR, "no mailbox here" },
	{ BOUNCE_NO_USER, CLEAR, "no valid recipient" },
	{ BOUNCE_NO_USER, CLEAR, "no one here by" },
	{ BOUNCE_NO_USER, CLEAR, "no local mailbox" },
	{ BOUNCE_NO_USER, CLEAR, "user*not exist" },
	{ BOUNCE_NO_USER, CLEAR, "user*doesn't exist" },
	{ BOUNCE_NO_USER, CLEAR, "user*not found" },
	{ BOUNCE_NO_USER, CLEAR, "user*doesn't have a" },
	{ BOUNCE_NO_USER, CLEAR, "user*does not have a" },
	{ BOUNCE_NO_USER, CLEAR, "user*not known" },
	{ BOUNCE_NO_USER, CLEAR, "user*not listed" },
	{ BOUNCE_NO_USER, CLEAR, "user*no longer" },
	{ BOUNCE_NO_USER, CLEAR, "not listed in" },
	{ BOUNCE_NO_USER, CLEAR, "account*not exist" },
	{ BOUNCE_NO_USER, CLEAR, "account*not found" },
	{ BOUNCE_NO_USER, CLEAR, "account*closed" },
	{ BOUNCE_NO_USER, CLEAR, "account*does not" },
	{ BOUNCE_NO_USER, CLEAR, "account*doesn't" },
	{ BOUNCE_NO_USER, CLEAR, "unknown account" },
	{ BOUNCE_NO_USER, CLEAR, "mailbox*not exist" },
	{ BOUNCE_NO_USER, CLEAR, "mailbox*doesn't exist" },
	{ BOUNCE_NO_USER, CLEAR, "mailbox*not found" },
	{ BOUNCE_NO_USER, CLEAR, "mailbox unknown" },
	{ BOUNCE_NO_USER, CLEAR, "unknown mailbox" },
	{ BOUNCE_NO_USER, CLEAR, "invalid mailbox" },
	{ BOUNCE_NO_USER, CLEAR, "address*not exist" },
	{ BOUNCE_NO_USER, CLEAR, "address*doesn't exist" },
	{ BOUNCE_NO_USER, CLEAR, "address*couldn't be found" },
	{ BOUNCE_NO_USER, CLEAR, "address*could not be found" },
	{ BOUNCE_NO_USER, CLEAR, "address*not found" },
	{ BOUNCE_NO_USER, CLEAR, "address*wasn't found" },
	{ BOUNCE_NO_USER, CLEAR, "address unknown" },
	{ BOUNCE_NO_USER, CLEAR, "unknown address" },
	{ BOUNCE_NO_USER, CLEAR, "unknown local" },
	{ BOUNCE_NO_USER, CLEAR, "address*no longer" },
	{ BOUNCE_NO_USER, CLEAR, "bad destination mailbox" },
	{ BOUNCE_NO_USER, CLEAR, "bad address" },
	{ BOUNCE_NO_USER, CLEAR, "invalid recipient" },
	{ BOUNCE_NO_USER, CLEAR, "invalid user" },
	{ BOUNCE_NO_USER, CLEAR, "invalid final delivery userid" },
	{ BOUNCE_NO_USER, CLEAR, "invalid local" },
	{ BOUNCE_NO_USER, CLEAR, "recipient*not exist" },
	{ BOUNCE_NO_USER, CLEAR, "recipient*not found" },
	{ BOUNCE_NO_USER, CLEAR, "recipient name is not recognized" },
	{ BOUNCE_NO_USER, CLEAR, "recipient not recognized" },
	{ BOUNCE_NO_USER, CLEAR, "recipnotfound" },
	{ BOUNCE_NO_USER, CLEAR, "recipient*no longer" },
	{ BOUNCE_NO_USER, CLEAR, "not a valid mailbox" },
	{ BOUNCE_NO_USER, CLEAR, "not a valid user" },
	{ BOUNCE_NO_USER, CLEAR, "not a known user" },
	{ BOUNCE_NO_USER, CLEAR, "not our customer" },
	{ BOUNCE_NO_USER, CLEAR, "is not a local user" },
	{ BOUNCE_NO_USER, CLEAR, "not known at this" },
	{ BOUNCE_NO_USER, CLEAR, "undeliverable address" },
	{ BOUNCE_NO_USER, CLEAR, "destinataire inconnu" },
	{ BOUNCE_NO_USER, CLEAR, "destinataire invalide" },
	{ BOUNCE_NO_USER, CLEAR, "utente sconosciuto" },
	{ BOUNCE_NO_USER, CLEAR, "usuario desconocido" },
	{ BOUNCE_NO_USER, CLEAR, "unbekannter empf" },
	{ BOUNCE_NO_USER, CLEAR, "no longer on server" },
	/* An answer that names the address is about the address. */
	{ BOUNCE_NO_USER, CLEAR, " 550 <@>: user unknown" },
	{ BOUNCE_NO_USER, CLEAR, " 550 <@>... user unknown" },
	{ BOUNCE_NO_USER, CLEAR, " 550 <@> user unknown" },
	{ BOUNCE_NO_USER, CLEAR, " 550 @ user unknown" },
	{ BOUNCE_NO_USER, CLEAR, " 550 unknown user @" },
	{ BOUNCE_NO_USER, VAGUE, "user unknown" },
	{ BOUNCE_NO_USER, VAGUE, "unknown user" },
	{ BOUNCE_NO_USER, VAGUE, "user*unknown" },
	{ BOUNCE_NO_USER, VAGUE, "unknown recipient" },
	{ BOUNCE_NO_USER, VAGUE, "recipient*unknown" },
	{ BOUNCE_NO_USER, VAGUE, "recipient address rejected. " },

	/* What servers have among themselves. */
	{ BOUNCE_SYSTEM, CLEAR, "insufficient disk space" },
	{ BOUNCE_SYSTEM, CLEAR, "insufficient system" },
	{ BOUNCE_SYSTEM, CLEAR, "no space left" },
	{ BOUNCE_SYSTEM, CLEAR, "not enough disk space" },
	{ BOUNCE_SYSTEM, CLEAR, "queue file write error" },
	{ BOUNCE_SYSTEM, CLEAR, "operating system error" },
	{ BOUNCE_SYSTEM, CLEAR, "unknown mailer error" },
	{ BOUNCE_SYSTEM, CLEAR, "mailer error" },
	{ BOUNCE_SYSTEM, CLEAR, "configuration error" },
	{ BOUNCE_SYSTEM, CLEAR, "local error" },
	{ BOUNCE_SYSTEM, CLEAR, "internal error" },
	{ BOUNCE_SYSTEM, CLEAR, "resources temporarily unavailable" },
	{ BOUNCE_SYSTEM, CLEAR, "ldap" },
	{ BOUNCE_SYSTEM, CLEAR, "input/output error" },
	{ BOUNCE_SYSTEM, CLEAR, "permission denied" },
	{ BOUNCE_SYSTEM, CLEAR, "command died" },
	{ BOUNCE_SYSTEM, CLEAR, "command failed" },
	{ BOUNCE_SYSTEM, CLEAR, "pipe to" },
	{ BOUNCE_PROTOCOL, CLEAR, "syntax error" },
	{ BOUNCE_PROTOCOL, CLEAR, "bad sequence of commands" },
	{ BOUNCE_PROTOCOL, CLEAR, "command not recognized" },
	{ BOUNCE_PROTOCOL, CLEAR, "command unrecognized" },
	{ BOUNCE_PROTOCOL, CLEAR, "unknown command" },
	{ BOUNCE_PROTOCOL, CLEAR, "malformed address" },
	{ BOUNCE_PROTOCOL, CLEAR, "smtputf8" },

	/* Little is told; a status may tell more. */
	{ BOUNCE_SPAM, VAGUE, "spam" },
	{ BOUNCE_VIRUS, VAGUE, "virus" },
	{ BOUNCE_FILTERED, VAGUE, "mailbox unavailable" },
	{ BOUNCE_FILTERED, VAGUE, "mailbox*unavailable" },
	{ BOUNCE_FILTERED, VAGUE, "not want to receive" },
	{ BOUNCE_FILTERED, VAGUE, "due to*filter" },
	{ BOUNCE_FILTERED, VAGUE, "user reject" },
	{ BOUNCE_FILTERED, VAGUE, "recipient*rejected" },
	{ BOUNCE_POLICY, VAGUE, "policy" },
	{ BOUNCE_POLICY, VAGUE, "prohibited" },
	{ BOUNCE_POLICY, VAGUE, "security" },
	{ BOUNCE_POLICY, VAGUE, "access denied" },
	{ BOUNCE_POLICY, VAGUE, "administrative" },
	{ BOUNCE_POLICY, VAGUE, "rejected" },
	{ BOUNCE_POLICY, VAGUE, "blocked" },
	{ BOUNCE_POLICY, VAGUE, "refused" },
	{ BOUNCE_RATE, VAGUE, "try again later" },
	{ BOUNCE_RATE, VAGUE, "temporarily deferred" },
	{ BOUNCE_SYSTEM, VAGUE, "temporary failure" },
	{ BOUNCE_SYSTEM, VAGUE, "service unavailable" },
	{ BOUNCE_SYSTEM, VAGUE, "service not available" },
};

/* ------------------------------------------------------------------ patterns */

/* Does `s` begin with the pattern? */
static bool match_here(struct str s, struct str pattern)
{
	struct str part = str_take(&pattern, '*');

	if (!str_starts(s, part))
		return false;
	s = str_sub(s, part.len, s.len);
	while (pattern.at != NULL) {
		size_t at;

		part = str_take(&pattern, '*');
		at = str_find(str_sub(s, 0, GAP + part.len), part, 0);
		if (at == STR_NONE)
			return false;
		s = str_sub(s, at + part.len, s.len);
	}
	return true;
}

bool bounce_words_match(struct str text, struct str pattern)
{
	struct str rest = pattern, first = str_take(&rest, '*');
	size_t at = 0;

	while ((at = str_find(text, first, at)) != STR_NONE) {
		if (rest.at == NULL ||
		    match_here(str_sub(text, at, text.len), pattern))
			return true;
		at++;
	}
	return false;
}

bool bounce_words_find(struct str text, enum bounce_reason *ret_reason,
    enum bounce_weight *ret_weight)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (bounce_words_match(text, str_of(rows[i].pattern))) {
			*ret_reason = rows[i].reason;
			*ret_weight = rows[i].weight;
			return true;
		}
	return false;
}

/* ---------------------------------------------------------------- plain words */

static bool is_web(struct str word)
{
	return str_starts_fold(word, STR("http:")) ||
	       str_starts_fold(word, STR("https:")) ||
	       str_starts_fold(word, STR("www."));
}

/* A word as it is compared; an address is left as @. */
static void add_word(struct strbuf *out, struct str word)
{
	size_t at = 0;

	if (is_web(word))
		return;
	while (at < word.len) {
		size_t next = at;
		struct str address = bounce_address(word, &next);
		size_t start = address.at != NULL
				   ? (size_t)(address.at - word.at)
				   : word.len;

		for (; at < start; at++)
			strbuf_add_char(out, char_lower(word.at[at]));
		if (address.at != NULL)
			strbuf_add_char(out, '@');
		at = address.at != NULL ? next : word.len;
	}
	strbuf_add_char(out, ' ');
}

/* Typographic apostrophes are ours too. */
static bool is_apostrophe(struct str s, size_t at)
{
	return str_starts(str_sub(s, at, s.len), STR("\xe2\x80\x99"));
}

struct str bounce_words_plain(struct arena *arena, struct str text)
{
	struct strbuf straight, out;
	struct str rest, result;

	strbuf_init(&straight, LIMIT_BOUNCE_NOTICE);
	for (size_t i = 0; i < text.len; i++) {
		bool apostrophe = is_apostrophe(text, i);

		strbuf_add_char(&straight, apostrophe ? '\'' : text.at[i]);
		i += apostrophe ? 2 : 0;
	}
	strbuf_init(&out, LIMIT_BOUNCE_NOTICE);
	strbuf_add_char(&out, ' ');
	rest = strbuf_str(&straight);
	while (rest.len > 0) {
		size_t end = 0;

		rest = str_trim_left(rest);
		while (end < rest.len && !char_is_space(rest.at[end]))
			end++;
		if (end > 0)
			add_word(&out, str_sub(rest, 0, end));
		rest = str_sub(rest, end, rest.len);
	}
	result = arena_str(arena, strbuf_str(&out));
	strbuf_release(&straight);
	strbuf_release(&out);
	return result;
}
