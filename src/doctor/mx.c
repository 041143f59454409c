/* Where answers and bounces go. */
#include <stdlib.h>

#include "doctor/look.h"

enum { SERVERS_MOST = 10 /* that are looked at */ };

/* Has it an address?  *ret_known is false if that cannot be known. */
static bool has_address(
    struct look *look, struct str name, struct dns_answer *a, bool *ret_known)
{
	*ret_known = true;
	for (int i = 0; i < 2; i++) {
		dns_ask(look->dns, name, i == 0 ? DNS_A : DNS_AAAA,
		    &look->arena, a);
		if (a->outcome == DNS_FOUND)
			return true;
		if (a->outcome == DNS_NO_ANSWER)
			*ret_known = false;
	}
	return false;
}

static void say_no_mx(struct look *look, struct str domain)
{
	struct dns_answer a;
	bool known;
	struct str line = arena_printf(&look->arena,
	    "%.*s. IN MX 10 NAME-OF-YOUR-MAIL-SERVER.", STR_ARG(domain));

	if (has_address(look, domain, &a, &known))
		look_publish(look, DOCTOR_WARNING, line,
		    "%.*s has no MX record, so that mails go to its own "
		    "address; some refuse mails from such a domain",
		    STR_ARG(domain));
	else if (known)
		look_publish(look, DOCTOR_WRONG, line,
		    "%.*s has no mail server: answers and bounces cannot "
		    "arrive",
		    STR_ARG(domain));
	else
		look_blind(
		    look, "cannot look up %.*s: %s", STR_ARG(domain), a.why);
}

/* A server must have an address, and be no other name for one (RFC 5321,
 * 5.1). */
static bool server_is_fine(
    struct look *look, struct str domain, struct str server)
{
	struct dns_answer a;
	bool known;

	if (!has_address(look, server, &a, &known)) {
		if (known)
			look_say(look, DOCTOR_WRONG,
			    "%.*s is the mail server of %.*s, but has no "
			    "address",
			    STR_ARG(server), STR_ARG(domain));
		else
			look_blind(look, "cannot look up %.*s: %s",
			    STR_ARG(server), a.why);
		return false;
	}
	if (a.alias.at == NULL)
		return true;
	look_advise(look, DOCTOR_WARNING,
	    arena_printf(&look->arena, "name %.*s in the MX record instead",
		STR_ARG(a.alias)),
	    "%.*s, the mail server of %.*s, is only another name (CNAME), "
	    "which some refuse",
	    STR_ARG(server), STR_ARG(domain));
	return false;
}

/* Name servers answer in any order; the first one is that which is used. */
static int compare(const void *a, const void *b)
{
	const struct dns_record *one = a, *other = b;

	return one->preference != other->preference
		   ? one->preference - other->preference
		   : str_cmp(one->text, other->text);
}

static void judge_servers(
    struct look *look, struct str domain, const struct dns_answer *a)
{
	bool fine = true;

	qsort(a->record, a->count, sizeof(a->record[0]), compare);
	for (size_t i = 0; i < a->count && i < SERVERS_MOST; i++)
		fine = server_is_fine(look, domain, a->record[i].text) && fine;
	if (fine)
		look_say(look, DOCTOR_OK, "mails to %.*s go to %.*s",
		    STR_ARG(domain), STR_ARG(a->record[0].text));
}

static void judge_domain(struct look *look, struct str domain)
{
	struct dns_answer a;

	if (!look_ask(look, domain, DNS_MX, &a))
		return;
	if (a.outcome == DNS_NO_NAME)
		look_say(look, DOCTOR_WRONG,
		    "there is no domain %.*s: answers and bounces cannot arrive",
		    STR_ARG(domain));
	else if (a.outcome == DNS_NO_RECORD)
		say_no_mx(look, domain);
	else if (a.record[0].text.len == 0)
		look_say(look, DOCTOR_WRONG,
		    "%.*s says that it takes no mails (MX 0 .): answers and "
		    "bounces cannot arrive",
		    STR_ARG(domain));
	else
		judge_servers(look, domain, &a);
}

void look_mx(struct look *look)
{
	struct mail_address reply_to = { .text = { NULL, 0 } };
	struct str domain[3];

	if (!look_has_from(look))
		return;
	mail_address_read(
	    &look->arena, look->settings->mail.reply_to, &reply_to);
	domain[0] = look->from.domain;
	domain[1] = look->envelope.domain;
	domain[2] = reply_to.domain;
	for (size_t i = 0; i < sizeof(domain) / sizeof(domain[0]); i++) {
		bool seen = domain[i].at == NULL;

		for (size_t j = 0; j < i; j++)
			seen = seen || dns_same_name(domain[i], domain[j]);
		if (!seen)
			judge_domain(look, domain[i]);
	}
}
