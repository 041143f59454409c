/* The mail servers of the settings. */
#include <unistd.h>

#include "base/secret.h"
#include "send/relays.h"

/* What we call ourselves: the name of the machine if it is a whole one. */
static const char *own_name(struct arena *arena, struct str domain)
{
	char name[256] = "";

	if (gethostname(name, sizeof(name) - 1) != 0 ||
	    str_find_char(str_of(name), '.', 0) == STR_NONE)
		return arena_cstr(arena, domain);
	return arena_cstr(arena, str_of(name));
}

static bool read_login(struct arena *arena, struct str user,
    struct smtp_login *login, struct error *err)
{
	struct str password, token;

	if (user.len == 0)
		return true;
	if (!secret_read(arena, "MAIL_PASSWORD", &password, err) ||
	    !secret_read(arena, "MAIL_TOKEN", &token, err))
		return false;
	login->token = token.at != NULL;
	if (password.at == NULL && token.at == NULL)
		return error_set(err,
		    "`mail: user` is set, but neither the secret "
		    "SENNIGHT_MAIL_PASSWORD nor SENNIGHT_MAIL_TOKEN");
	login->user = arena_cstr(arena, user);
	login->password = arena_cstr(arena, login->token ? token : password);
	return true;
}

static bool add_relay(struct arena *arena, struct relays *all, struct str way,
    const struct smtp_login *login, struct error *err)
{
	struct relay relay = { .allowed = all->most };

	if (!smtp_server_open(arena, way, login, &relay.server, err))
		return false;
	all->relay = ARENA_GROW(arena, all->relay, all->count);
	all->relay[all->count++] = relay;
	return true;
}

bool relays_open(struct arena *arena, const struct settings *s,
    struct str domain, struct relays *ret_relays, struct error *err)
{
	struct smtp_login login = { .name = own_name(arena, domain) };

	*ret_relays = (struct relays){ .most = s->mail.connections };
	if (s->mail.way.len == 0)
		return error_set(err, "the setting `mail: way` must name the "
				      "mail server: smtp://HOST:PORT");
	if (str_find(s->mail.way, STR("://"), 0) == STR_NONE)
		return true;
	if (!read_login(arena, s->mail.user, &login, err) ||
	    !add_relay(arena, ret_relays, s->mail.way, &login, err))
		return false;
	for (size_t i = 0; i < s->mail.others.count; i++)
		if (!add_relay(
			arena, ret_relays, s->mail.others.item[i], &login, err))
			return false;
	return true;
}

void relays_close(struct relays *relays)
{
	for (size_t i = 0; i < relays->count; i++)
		smtp_server_close(&relays->relay[i].server);
	relays->count = 0;
}
