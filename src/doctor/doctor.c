/* The table of checks, and what they need before they begin. */
#include "doctor/doctor.h"

#include <ifaddrs.h>
#include <string.h>

#include "base/transfer_guard.h"
#include "doctor/look.h"

enum { OWN_ADDRESSES_MOST = 16 };

static const struct {
	const char *name;
	look_check *look;
} checks[] = {
	{ "settings", look_settings },
	{ "mx", look_mx },
	{ "spf", look_spf },
	{ "dkim", look_dkim },
	{ "dmarc", look_dmarc },
	{ "ptr", look_ptr },
	/* Before the mail servers, which must take mails as large. */
	{ "size", look_size },
	{ "relay", look_relays },
	{ "keys", look_keys },
	{ "database", look_database },
	{ "clock", look_own_clock },
};
enum { CHECKS = sizeof(checks) / sizeof(checks[0]) };

const char *doctor_state_name(enum doctor_state state)
{
	static const char *const names[DOCTOR_STATES] = {
		[DOCTOR_OK] = "ok",
		[DOCTOR_WARNING] = "warning",
		[DOCTOR_WRONG] = "wrong",
		[DOCTOR_SKIPPED] = "skipped",
	};

	return names[state];
}

const char *doctor_check_name(size_t index)
{
	return index < CHECKS ? checks[index].name : NULL;
}

static bool is_wanted(const struct doctor_options *o, const char *name)
{
	for (size_t i = 0; i < o->onlys; i++)
		if (strcmp(o->only[i], name) == 0)
			return true;
	return o->onlys == 0;
}

/* ---------------------------------------------------- where mails leave from */

static void add_address(
    struct look *look, const unsigned char address[NETWORK_BYTES])
{
	look->address =
	    ARENA_GROW(&look->arena, look->address, look->addresses);
	memcpy(look->address[look->addresses++], address, NETWORK_BYTES);
}

/* One that others on the internet can see. */
static void add_if_public(
    struct look *look, const struct transfer_address *address)
{
	if (look->addresses < OWN_ADDRESSES_MOST &&
	    transfer_address_is_public(address))
		add_address(look, address->byte);
}

/* Is it one of this machine's? */
static bool is_own(
    const struct ifaddrs *own, const struct transfer_address *address)
{
	struct transfer_address one;

	if (network_is_loopback(address->byte))
		return true;
	for (; own != NULL; own = own->ifa_next)
		if (own->ifa_addr != NULL &&
		    transfer_address_of(own->ifa_addr, &one) &&
		    memcmp(one.byte, address->byte, NETWORK_BYTES) == 0)
			return true;
	return false;
}

static void add_own(struct look *look, const struct ifaddrs *own)
{
	struct transfer_address one;

	for (; own != NULL; own = own->ifa_next)
		if (own->ifa_addr != NULL &&
		    transfer_address_of(own->ifa_addr, &one))
			add_if_public(look, &one);
}

/* Of a mail server on another machine it is a guess: large ones send from other
 * addresses than they are reached at. */
static void add_server(struct look *look, const struct smtp_server *server,
    const struct ifaddrs *own)
{
	struct transfer_address one;
	bool here = false;

	for (size_t i = 0; i < server->addresses; i++)
		if (transfer_address_of(
			(const struct sockaddr *)&server->address[i].name,
			&one))
			here = here || is_own(own, &one);
	if (here) {
		add_own(look, own);
		return;
	}
	look->guessed = true;
	for (size_t i = 0; i < server->addresses; i++)
		if (transfer_address_of(
			(const struct sockaddr *)&server->address[i].name,
			&one))
			add_if_public(look, &one);
}

static void find_addresses(struct look *look)
{
	struct ifaddrs *own = NULL;
	struct error ignored;

	if (look->relays.count == 0 ||
	    !smtp_server_find(&look->relays.relay[0].server, &ignored))
		return;
	if (getifaddrs(&own) != 0)
		own = NULL;
	add_server(look, &look->relays.relay[0].server, own);
	if (own != NULL)
		freeifaddrs(own);
}

static bool take_address(struct look *look, struct error *err)
{
	unsigned char address[NETWORK_BYTES];
	struct str text = look->options->address;

	if (text.at == NULL) {
		find_addresses(look);
		return true;
	}
	if (!network_read(text, address))
		return error_set(err,
		    "\"%.*s\" is no internet address; expected 192.0.2.7 or "
		    "2001:db8::7",
		    STR_ARG(text));
	add_address(look, address);
	return true;
}

/* ----------------------------------------------------------------------- run */

static bool prepare(struct look *look, struct error *err)
{
	const struct settings *s = look->settings;

	mail_address_read(&look->arena, s->mail.from, &look->from);
	look->envelope = look->from;
	mail_address_read(&look->arena, s->mail.bounces, &look->envelope);
	if (!dns_open(look->options->dns, &look->dns, err))
		return false;
	relays_open(&look->arena, s,
	    look->from.domain.at != NULL ? look->from.domain : STR("localhost"),
	    &look->relays, &look->no_relays);
	return take_address(look, err);
}

bool doctor_run(const struct doctor_options *options, struct error *err)
{
	struct look look = { .options = options,
		.settings = options->settings };
	bool ok = prepare(&look, err);

	for (size_t i = 0; ok && i < CHECKS; i++) {
		if (!is_wanted(options, checks[i].name))
			continue;
		look.check = checks[i].name;
		checks[i].look(&look);
	}
	relays_close(&look.relays);
	dns_close(look.dns);
	arena_release(&look.arena);
	return ok;
}
