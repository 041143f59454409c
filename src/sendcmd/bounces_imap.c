#include "sendcmd/bounces_imap.h"

#include "base/imap.h"
#include "base/secret.h"

enum { REPLY_SECONDS = 60, TOTAL_SECONDS = 3600, MAILS_AT_ONCE = 100000 };

struct box {
	struct notebook *notes;
	const char *source;
	bool (*each)(void *data, struct error *err);
	void *data;
	struct imap *imap; /* while it calls us */
};

/* "imaps://mail.example.org/INBOX;UID=17" (RFC 5092), and back. */
static struct str name_of(struct arena *arena, const char *source, uint32_t uid)
{
	return arena_printf(arena, "%s;UID=%u", source, uid);
}

static uint32_t uid_of(const char *name)
{
	struct str rest = str_of(name), last = rest;
	uint64_t uid = 0;

	while (rest.at != NULL)
		last = str_take(&rest, '=');
	str_to_number(last, UINT32_MAX, &uid);
	return (uint32_t)uid;
}

static bool is_noted(void *data, const char *name, struct error *err)
{
	struct box *box = data;

	(void)err;
	imap_kept(box->imap, uid_of(name));
	return true;
}

static bool take(void *data, struct imap *imap, const struct imap_mail *mail,
    struct error *err)
{
	struct box *box = data;
	struct arena arena = { 0 };
	const struct mailbox_mail one = { .text = mail->text,
		.size = mail->size,
		.name = name_of(&arena, box->source, mail->uid).at };
	bool ok;

	box->imap = imap;
	ok = notebook_take(box->notes, &one, err) && box->each(box->data, err);
	arena_release(&arena);
	return ok;
}

static bool settle(void *data, struct imap *imap, struct error *err)
{
	struct box *box = data;

	box->imap = imap;
	return notebook_flush(box->notes, err) && box->each(box->data, err);
}

static bool read_login(struct arena *arena, const struct settings *s,
    struct imap_options *o, struct error *err)
{
	struct str user = s->mail.bounces_user, password, token;

	if (user.len == 0)
		user = s->mail.bounces;
	if (user.len == 0)
		return error_set(err,
		    "whose mailbox is it? Expected the setting `mail: "
		    "bounces_user`, the name that the mail server knows it by");
	if (!secret_read(arena, "BOUNCES_PASSWORD", &password, err) ||
	    !secret_read(arena, "BOUNCES_TOKEN", &token, err))
		return false;
	if (password.at == NULL && token.at == NULL)
		return error_set(err,
		    "the password of the mailbox is missing: the secret "
		    "SENNIGHT_BOUNCES_PASSWORD, or SENNIGHT_BOUNCES_TOKEN for "
		    "OAuth 2");
	o->user = arena_cstr(arena, user);
	if (token.at != NULL)
		o->token = arena_cstr(arena, token);
	else
		o->password = arena_cstr(arena, password);
	return true;
}

bool bounces_imap_read(struct notebook *notes, const char *source,
    bool (*each)(void *data, struct error *err), void *data, struct error *err)
{
	struct box box = { notes, source, each, data, NULL };
	struct imap_options options = { .url = source,
		.reply_s = REPLY_SECONDS,
		.total_s = TOTAL_SECONDS,
		.mails = MAILS_AT_ONCE,
		.mail_max = LIMIT_BOUNCE_MAIL };
	struct imap_result result;
	struct arena arena = { 0 };
	bool ok;

	notes->source = "imap";
	notes->done = is_noted;
	notes->data = &box;
	ok = read_login(&arena, notes->settings, &options, err) &&
	     imap_read(&options, take, settle, &box, &result, err);
	notes->done = NULL;
	arena_release(&arena);
	return ok;
}
