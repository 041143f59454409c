/* The mails that readers' pages cause.  What they say is in the theme: the
 * first line is the subject.  No text of a reader is in them but the address
 * that they go to. */
#include "base/mail_text.h"
#include "serve/readers.h"

enum { ID_BYTES = 16 };

static const struct {
	const char *name, *template;
	enum link_purpose purpose;
	bool list; /* a mail of the list, that one can leave by */
} kinds[] = {
	[LETTER_CONFIRM] = { "confirm", "mail-confirm.txt", LINK_CONFIRM,
	    false },
	[LETTER_KNOWN] = { "known", "mail-known.txt", LINK_PREFERENCES, false },
	[LETTER_WELCOME] = { "welcome", "mail-welcome.txt", LINK_PREFERENCES,
	    true },
	[LETTER_LINK] = { "link", "mail-link.txt", LINK_PREFERENCES, false },
	[LETTER_DATA] = { "data", "mail-data.txt", LINK_DATA, false },
	[LETTER_VOTE] = { "vote", "mail-vote.txt", LINK_VOTE, false },
	[LETTER_SUBMISSION] = { "submission", "mail-submission.txt",
	    LINK_SUBMISSION, false },
};

static int64_t last_day(
    const struct workplace *place, enum link_purpose purpose)
{
	int64_t days = purpose == LINK_CONFIRM
			   ? place->settings->subscribe.confirm_days
		       : purpose == LINK_DATA ? 1
					      : 60;

	return store_now(place->store) + days * 24 * 60 * 60;
}

static struct str ballot_of(const struct workplace *place, struct arena *arena,
    const struct subscriber *to)
{
	if (!settings_has_votes(place->settings) || to->address_key.at == NULL)
		return (struct str){ NULL, 0 };
	return link_make(place->store, arena, place->settings, LINK_VOTE,
	    votes_voter(place->store, arena, to->address_key));
}

/* Nothing but what the newsletter itself says is printed. */
static struct value letter_value(const struct workplace *place,
    struct arena *arena, enum letter_kind kind, const struct subscriber *to)
{
	enum link_purpose purpose = kinds[kind].purpose;
	struct value variables = value_map(arena), newest = value_none();
	struct live_issue issue;

	if (live_newest(place->live, arena, &issue)) {
		newest = value_map(arena);
		value_set(arena, newest, "title", value_text(issue.title));
		value_set(arena, newest, "address", value_text(issue.address));
	}
	value_set(arena, variables, "newest", newest);
	value_set(arena, variables, "link",
	    value_text(link_make(
		place->store, arena, place->settings, purpose, to->tag)));
	value_set(arena, variables, "unsubscribe",
	    value_text(link_make(place->store, arena, place->settings,
		LINK_UNSUBSCRIBE, to->tag)));
	value_set(
	    arena, variables, "vote", value_text(ballot_of(place, arena, to)));
	value_set(arena, variables, "until",
	    value_text(arena_printf(arena, "%.*s UTC",
		STR_ARG(readers_time(arena, last_day(place, purpose))))));
	return variables;
}

/* Random, and at the domain of the sender. */
static struct str make_id(struct arena *arena, const struct workplace *place)
{
	unsigned char bytes[ID_BYTES];
	struct str from = place->settings->mail.from;
	size_t at = str_find_char(from, '@', 0);
	char hex[2 * ID_BYTES + 1];

	secret_random(bytes, sizeof(bytes));
	hex_write(bytes, sizeof(bytes), hex);
	hex[2 * ID_BYTES] = '\0';
	return arena_printf(arena, "%s%.*s", hex,
	    STR_ARG(at != STR_NONE ? str_sub(from, at, from.len)
				   : STR("@localhost")));
}

static void write_letter(const struct workplace *place, struct arena *arena,
    enum letter_kind kind, const struct subscriber *to, struct str text,
    struct strbuf *out)
{
	const struct settings *s = place->settings;
	struct str subject = str_take(&text, '\n');
	struct str leave =
	    link_make(place->store, arena, s, LINK_UNSUBSCRIBE, to->tag);
	const struct mail_header headers[] = {
		{ "Auto-Submitted", STR("auto-replied") },
		{ "List-Unsubscribe",
		    arena_printf(arena, "<%.*s>", STR_ARG(leave)) },
		{ "List-Unsubscribe-Post", STR("List-Unsubscribe=One-Click") },
	};
	const struct mail_text mail = {
		.from = { s->mail.name.at != NULL ? s->mail.name : s->name,
		    s->mail.from },
		.to = { { NULL, 0 }, to->address },
		.subject = subject,
		.date = store_now(place->store),
		.message_id = make_id(arena, place),
		.header = headers,
		.headers = kinds[kind].list ? 3 : 1,
		.body = str_trim_left(text),
	};

	mail_text_add(out, &mail);
}

bool letter_send(const struct workplace *place, struct exchange *x,
    enum letter_kind kind, const struct subscriber *to, struct error *err)
{
	struct arena *arena = &x->arena;
	struct letter letter = { .recipient = to->address,
		.kind = str_of(kinds[kind].name) };
	struct strbuf text, mail;
	bool ok;

	strbuf_init(&text, LIMIT_LETTER);
	strbuf_init(&mail, 4 * LIMIT_LETTER);
	ok = live_render(place->live, kinds[kind].template, NULL,
	    letter_value(place, arena, kind, to), arena, &text, err);
	if (ok)
		write_letter(place, arena, kind, to, strbuf_str(&text), &mail);
	letter.message = strbuf_str(&mail);
	ok = ok && outbox_add(place->store, &letter, err);
	x->mails = x->mails || ok;
	strbuf_release(&text);
	strbuf_release(&mail);
	return ok;
}
