/* What the settings must say before anything is sent. */
#include "base/url.h"
#include "doctor/look.h"

/* Domains of examples, which nobody can have (RFC 2606). */
static bool is_example(struct str domain)
{
	static const struct str names[] = { STR_INIT("example.com"),
		STR_INIT("example.net"), STR_INIT("example.org") };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (dns_same_name(domain, names[i]) ||
		    dns_is_below(domain, names[i]))
			return true;
	return false;
}

static bool from_is_fine(struct look *look)
{
	struct mail_address address;
	struct str from = look->settings->mail.from;
	enum mail_address_status status =
	    mail_address_read(&look->arena, from, &address);

	if (status != MAIL_ADDRESS_OK)
		look_advise(look, DOCTOR_WRONG,
		    STR("set `mail: from` to the address that mail comes from"),
		    "`mail: from` is no address: %s",
		    mail_address_problem(status));
	else if (is_example(address.domain))
		look_advise(look, DOCTOR_WRONG,
		    STR("set `mail: from` to an address of your own domain"),
		    "`mail: from` is of %.*s, which is for examples only",
		    STR_ARG(address.domain));
	else
		return true;
	return false;
}

/* One that need not be set. */
static bool other_is_fine(struct look *look, const char *name, struct str text)
{
	struct mail_address address;
	enum mail_address_status status;

	if (text.len == 0)
		return true;
	status = mail_address_read(&look->arena, text, &address);
	if (status == MAIL_ADDRESS_OK)
		return true;
	look_say(look, DOCTOR_WRONG, "`mail: %s` is no address: %s", name,
	    mail_address_problem(status));
	return false;
}

/* The link to leave by must work with one click, without anybody listening
 * (RFC 8058). */
static bool site_is_fine(struct look *look)
{
	struct str address = look->settings->address;

	if (!str_eq_fold(url_split(address).scheme, STR("https")))
		look_advise(look, DOCTOR_WRONG,
		    STR("let the site have a certificate, and `address` begin "
			"with https://"),
		    "the site is %.*s, but leaving with one click, which large "
		    "providers want, needs https",
		    STR_ARG(address));
	else if (is_example(url_host(address)))
		look_advise(look, DOCTOR_WRONG,
		    STR("set `address` to where the site is"),
		    "the site is %.*s, which is for examples only",
		    STR_ARG(address));
	else
		return true;
	return false;
}

/* All that is wrong is said, not only the first of it. */
void look_settings(struct look *look)
{
	bool fine = from_is_fine(look);

	fine = other_is_fine(look, "reply_to", look->settings->mail.reply_to) &&
	       fine;
	fine = other_is_fine(look, "bounces", look->settings->mail.bounces) &&
	       fine;
	fine = site_is_fine(look) && fine;
	if (fine)
		look_say(look, DOCTOR_OK,
		    "mails come from %.*s, and readers leave at %.*s",
		    STR_ARG(look->from.text), STR_ARG(look->settings->address));
}
