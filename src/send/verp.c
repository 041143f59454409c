#include "send/verp.h"

#include "base/mail_address.h"

/* A mail whose sender is not ASCII cannot be sent to everybody; and servers
 * take what is behind the first + for ours. */
static bool is_plain(struct str local)
{
	for (size_t i = 0; i < local.len; i++)
		if (!char_is_alnum(local.at[i]) && local.at[i] != '.' &&
		    local.at[i] != '-' && local.at[i] != '_')
			return false;
	return true;
}

bool verp_open(struct arena *arena, struct str address, struct verp *ret_verp,
    struct error *err)
{
	struct mail_address a;
	enum mail_address_status status = mail_address_read(arena, address, &a);
	struct str local;

	if (status != MAIL_ADDRESS_OK)
		return error_set(err,
		    "the setting `mail: bounces` must be an address such as "
		    "bounces@example.org: %s",
		    mail_address_problem(status));
	local = str_sub(a.text, 0, a.text.len - a.domain.len - 1);
	if (!is_plain(local) || local.len > VERP_LOCAL_MOST)
		return error_set(err,
		    "the setting `mail: bounces` is %.*s, but mails that come "
		    "back are sent to \"%.*s+...\": before the @ at most %d "
		    "letters, digits, dots, - and _ are possible",
		    STR_ARG(a.text), STR_ARG(local), VERP_LOCAL_MOST);
	*ret_verp = (struct verp){ local, a.domain };
	return true;
}

void verp_add(struct strbuf *out, const struct verp *verp, struct str token)
{
	strbuf_add(out, verp->local);
	strbuf_add_char(out, '+');
	strbuf_add(out, token);
	strbuf_add_char(out, '@');
	strbuf_add(out, verp->domain);
}
