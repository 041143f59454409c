#include "subscribers/columns.h"

#include "base/limits.h"
#include "base/strbuf.h"
#include "base/text.h"

/* ------------------------------------------------------------------ services */

enum { SIGNATURE = 3 };

/* A service is recognised by columns that are all there; one may have several
 * sets.  Those of Mailchimp, listmonk, Ghost and Substack's list were compared
 * with exports and with the source of the programs; Buttondown's and those of
 * Substack's dashboard are from their documentation alone. */
static const struct {
	enum service service;
	const char *name;
	struct str column[SIGNATURE];
} services[] = {
	{ SERVICE_SENNIGHT, "sennight",
	    { STR_INIT("address"), STR_INIT("link"), STR_INIT("consents") } },
	{ SERVICE_MAILCHIMP, "mailchimp",
	    { STR_INIT("emailaddress"), STR_INIT("leid") } },
	{ SERVICE_MAILCHIMP, "mailchimp",
	    { STR_INIT("optintime"), STR_INIT("confirmtime") } },
	{ SERVICE_LISTMONK, "listmonk",
	    { STR_INIT("uuid"), STR_INIT("email"), STR_INIT("status") } },
	{ SERVICE_GHOST, "ghost",
	    { STR_INIT("email"), STR_INIT("subscribedtoemails") } },
	{ SERVICE_SUBSTACK, "substack",
	    { STR_INIT("email"), STR_INIT("activesubscription"),
		STR_INIT("emaildisabled") } },
	{ SERVICE_SUBSTACK, "substack",
	    { STR_INIT("email"), STR_INIT("stripeplan"),
		STR_INIT("startdate") } },
	{ SERVICE_BUTTONDOWN, "buttondown",
	    { STR_INIT("creationdate"), STR_INIT("referrerurl") } },
	{ SERVICE_BUTTONDOWN, "buttondown",
	    { STR_INIT("emailaddress"), STR_INIT("type"),
		STR_INIT("creationdate") } },
	{ SERVICE_PLAIN, "plain", { STR_INIT("") } },
};

const char *service_name(enum service service)
{
	size_t i = 0;

	while (services[i].service != service)
		i++;
	return services[i].name;
}

bool service_named(struct str name, enum service *ret_service)
{
	for (size_t i = 0; i < sizeof(services) / sizeof(services[0]); i++)
		if (str_eq(name, str_of(services[i].name))) {
			*ret_service = services[i].service;
			return true;
		}
	return false;
}

static bool has(const struct str *key, size_t count, struct str wanted)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(key[i], wanted))
			return true;
	return false;
}

enum service service_of(const struct str *key, size_t count)
{
	for (size_t i = 0;; i++) {
		bool all = true;

		for (int k = 0; k < SIGNATURE && all; k++)
			all = services[i].column[k].len == 0 ||
			      has(key, count, services[i].column[k]);
		if (all)
			return services[i].service;
	}
}

/* ------------------------------------------------------------------- columns */

struct str column_key(struct arena *arena, struct str name)
{
	struct strbuf key;
	struct str result;

	strbuf_init(&key, LIMIT_FILE_NAME);
	for (size_t at = 0; at < name.len;) {
		uint32_t c = text_next(name, &at);

		if (c != TEXT_INVALID && text_is_word(c))
			strbuf_add_code_point(&key, text_fold_case(c));
	}
	result = arena_str(arena, strbuf_str(&key));
	strbuf_release(&key);
	return result;
}

/* Of all services (SERVICE_PLAIN), or of one. */
static const struct {
	struct str key;
	enum role role;
	enum service service;
} columns[] = {
	{ STR_INIT("email"), ROLE_ADDRESS, SERVICE_PLAIN },
	{ STR_INIT("emailaddress"), ROLE_ADDRESS, SERVICE_PLAIN },
	{ STR_INIT("address"), ROLE_ADDRESS, SERVICE_PLAIN },
	{ STR_INIT("mail"), ROLE_ADDRESS, SERVICE_PLAIN },
	{ STR_INIT("subscriber"), ROLE_ADDRESS, SERVICE_PLAIN },
	{ STR_INIT("subscriberemail"), ROLE_ADDRESS, SERVICE_PLAIN },
	{ STR_INIT("name"), ROLE_NAME, SERVICE_PLAIN },
	{ STR_INIT("fullname"), ROLE_NAME, SERVICE_PLAIN },
	{ STR_INIT("firstname"), ROLE_FIRST_NAME, SERVICE_PLAIN },
	{ STR_INIT("fname"), ROLE_FIRST_NAME, SERVICE_PLAIN },
	{ STR_INIT("givenname"), ROLE_FIRST_NAME, SERVICE_PLAIN },
	{ STR_INIT("lastname"), ROLE_LAST_NAME, SERVICE_PLAIN },
	{ STR_INIT("lname"), ROLE_LAST_NAME, SERVICE_PLAIN },
	{ STR_INIT("surname"), ROLE_LAST_NAME, SERVICE_PLAIN },
	{ STR_INIT("familyname"), ROLE_LAST_NAME, SERVICE_PLAIN },
	{ STR_INIT("state"), ROLE_STATE, SERVICE_PLAIN },
	{ STR_INIT("status"), ROLE_STATE, SERVICE_PLAIN },
	{ STR_INIT("subscriptionstatus"), ROLE_STATE, SERVICE_PLAIN },
	{ STR_INIT("emailmarketingconsentstate"), ROLE_STATE, SERVICE_PLAIN },
	{ STR_INIT("type"), ROLE_STATE, SERVICE_BUTTONDOWN },
	{ STR_INIT("subscribertype"), ROLE_STATE, SERVICE_BUTTONDOWN },
	{ STR_INIT("subscribed"), ROLE_SENT, SERVICE_PLAIN },
	{ STR_INIT("subscribedtoemails"), ROLE_SENT, SERVICE_GHOST },
	{ STR_INIT("emaildisabled"), ROLE_DISABLED, SERVICE_SUBSTACK },
	{ STR_INIT("created"), ROLE_CREATED, SERVICE_PLAIN },
	{ STR_INIT("createdat"), ROLE_CREATED, SERVICE_PLAIN },
	{ STR_INIT("creationdate"), ROLE_CREATED, SERVICE_PLAIN },
	{ STR_INIT("subscribedat"), ROLE_CREATED, SERVICE_PLAIN },
	{ STR_INIT("dateadded"), ROLE_CREATED, SERVICE_PLAIN },
	{ STR_INIT("startdate"), ROLE_CREATED, SERVICE_SUBSTACK },
	{ STR_INIT("optintime"), ROLE_ASKED, SERVICE_PLAIN },
	{ STR_INIT("optindate"), ROLE_ASKED, SERVICE_PLAIN },
	{ STR_INIT("optinip"), ROLE_ASKED_FROM, SERVICE_PLAIN },
	{ STR_INIT("ipaddress"), ROLE_ASKED_FROM, SERVICE_PLAIN },
	{ STR_INIT("confirmtime"), ROLE_CONFIRMED, SERVICE_PLAIN },
	{ STR_INIT("confirmed"), ROLE_CONFIRMED, SERVICE_PLAIN },
	{ STR_INIT("confirmedat"), ROLE_CONFIRMED, SERVICE_PLAIN },
	{ STR_INIT("confirmationdate"), ROLE_CONFIRMED, SERVICE_PLAIN },
	{ STR_INIT("confirmip"), ROLE_CONFIRMED_FROM, SERVICE_PLAIN },
	{ STR_INIT("unsubtime"), ROLE_LEFT, SERVICE_PLAIN },
	{ STR_INIT("unsubscribed"), ROLE_LEFT, SERVICE_PLAIN },
	{ STR_INIT("unsubscribedat"), ROLE_LEFT, SERVICE_PLAIN },
	{ STR_INIT("unsubscriptiondate"), ROLE_LEFT, SERVICE_PLAIN },
	{ STR_INIT("deletedat"), ROLE_LEFT, SERVICE_PLAIN },
	{ STR_INIT("canceldate"), ROLE_IGNORED, SERVICE_SUBSTACK },
	{ STR_INIT("cleantime"), ROLE_BOUNCED, SERVICE_PLAIN },
	{ STR_INIT("language"), ROLE_LANGUAGE, SERVICE_PLAIN },
	{ STR_INIT("lang"), ROLE_LANGUAGE, SERVICE_PLAIN },
	{ STR_INIT("locale"), ROLE_LANGUAGE, SERVICE_PLAIN },
	{ STR_INIT("format"), ROLE_FORMAT, SERVICE_PLAIN },
	{ STR_INIT("emailtype"), ROLE_FORMAT, SERVICE_PLAIN },
	{ STR_INIT("tags"), ROLE_TAGS, SERVICE_PLAIN },
	{ STR_INIT("labels"), ROLE_TAGS, SERVICE_PLAIN },
	{ STR_INIT("sections"), ROLE_SECTIONS, SERVICE_SENNIGHT },
	{ STR_INIT("regions"), ROLE_REGIONS, SERVICE_SENNIGHT },
	{ STR_INIT("countries"), ROLE_COUNTRIES, SERVICE_SENNIGHT },
	{ STR_INIT("pauseduntil"), ROLE_PAUSED_UNTIL, SERVICE_SENNIGHT },
	{ STR_INIT("changed"), ROLE_CHANGED, SERVICE_SENNIGHT },
	{ STR_INIT("source"), ROLE_SOURCE, SERVICE_SENNIGHT },
	{ STR_INIT("link"), ROLE_LINK, SERVICE_SENNIGHT },
	{ STR_INIT("consents"), ROLE_CONSENTS, SERVICE_SENNIGHT },
	{ STR_INIT("leid"), ROLE_IGNORED, SERVICE_MAILCHIMP },
	{ STR_INIT("euid"), ROLE_IGNORED, SERVICE_MAILCHIMP },
	{ STR_INIT("memberrating"), ROLE_IGNORED, SERVICE_MAILCHIMP },
	{ STR_INIT("lastchanged"), ROLE_IGNORED, SERVICE_MAILCHIMP },
	{ STR_INIT("uuid"), ROLE_IGNORED, SERVICE_LISTMONK },
	{ STR_INIT("id"), ROLE_IGNORED, SERVICE_PLAIN },
	{ STR_INIT("updatedat"), ROLE_IGNORED, SERVICE_PLAIN },
};

enum role column_role(enum service service, struct str key)
{
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		if (str_eq(columns[i].key, key) &&
		    (columns[i].service == SERVICE_PLAIN ||
			columns[i].service == service))
			return columns[i].role;
	return ROLE_NONE;
}

enum role role_named(struct str name)
{
	static const struct {
		struct str name;
		enum role role;
	} names[] = {
		{ STR_INIT("address"), ROLE_ADDRESS },
		{ STR_INIT("name"), ROLE_NAME },
		{ STR_INIT("state"), ROLE_STATE },
		{ STR_INIT("created"), ROLE_CREATED },
		{ STR_INIT("confirmed"), ROLE_CONFIRMED },
		{ STR_INIT("language"), ROLE_LANGUAGE },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_eq(names[i].name, name))
			return names[i].role;
	return ROLE_NONE;
}
