/* sennight subscribers erase */
#include <stdio.h>

#include "base/mail_address.h"
#include "storecmd/storecmd.h"

struct erase_command {
	bool yes, forget;
};

static bool take(void *data, size_t index, const char *value)
{
	struct erase_command *c = data;

	(void)value;
	if (index == 0)
		c->yes = true;
	else
		c->forget = true;
	return true;
}

static bool erase(struct store *store, const struct erase_command *c,
    struct str key, int *ret_status, struct error *err)
{
	struct arena arena = { 0 };
	bool yes = true, found, asked;

	asked = c->yes ||
		storecmd_ask(arena_printf(&arena,
				 "Erase everything about %.*s?", STR_ARG(key))
				 .at,
		    &yes, err);
	arena_release(&arena);
	if (!asked)
		return false;
	*ret_status = CMD_NOT_FINE;
	if (!yes) {
		fputs("Nothing was erased.\n", stderr);
		return true;
	}
	if (!people_erase(store, key, !c->forget, &found, err))
		return false;
	printf("%s %.*s%s\n",
	    found ? "erased everything about" : "nothing was held about",
	    STR_ARG(key), c->forget ? "" : "; no import will bring it back");
	*ret_status = found ? CMD_FINE : CMD_NOT_FINE;
	return true;
}

static bool read_address(struct arena *arena, const char *written,
    struct mail_address *ret_address, struct error *err)
{
	enum mail_address_status status =
	    mail_address_read(arena, str_of(written), ret_address);

	return status == MAIL_ADDRESS_OK ||
	       error_set(
		   err, "\"%s\": %s", written, mail_address_problem(status));
}

int storecmd_subscribers_erase(const struct cmd *cmd, int argc, char **argv)
{
	struct erase_command c = { false, false };
	struct arena arena = { 0 };
	struct store *store = NULL;
	struct mail_address address;
	struct settings settings;
	struct error err;
	int first, status;

	if (!cmd_read_options(cmd, argc, argv, take, &c, &first, &status))
		return status;
	if (argc - first != 1) {
		cmd_print_help(cmd, stderr);
		return CMD_FAILED;
	}
	if (!read_address(&arena, argv[first], &address, &err) ||
	    !storecmd_open(&arena, &settings, &store, &err) ||
	    !erase(store, &c, address.key, &status, &err))
		status = cmd_fail(cmd, &err);
	store_close(store);
	arena_release(&arena);
	return status;
}
