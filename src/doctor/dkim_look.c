/* The keys that mails are signed with, and what is published about them. */
#include "doctor/dkim_record.h"
#include "doctor/look.h"
#include "send/dkim.h"

enum { BITS_GOOD = 2048 };

struct key {
	struct str selector;
	struct str name; /* in DNS */
	struct str record, again;
	int bits; /* 0: Ed25519 */
};

static bool read_key(
    struct look *look, struct str selector, struct key *ret_key)
{
	const struct str_list one = { &selector, 1 };
	struct dkim *dkim;
	struct error err;

	if (!dkim_open(look->from.domain, &one, &dkim, &err)) {
		look_say(look, DOCTOR_WRONG, "%s", err.text);
		return false;
	}
	*ret_key = (struct key){ .selector = selector,
		.name = arena_printf(&look->arena, "%.*s._domainkey.%.*s",
		    STR_ARG(selector), STR_ARG(look->from.domain)),
		.record = dkim_record(dkim, 0, &look->arena),
		.again = dkim_short_record(dkim, 0, &look->arena),
		.bits = dkim_rsa_bits(dkim, 0) };
	dkim_free(dkim);
	return true;
}

static void judge_bits(struct look *look, const struct key *k)
{
	if (k->bits > 0 && k->bits < BITS_GOOD)
		look_advise(look, DOCTOR_WARNING,
		    STR("make one with `openssl genrsa 2048`, under a new "
			"selector"),
		    "the key %.*s has only %d bits; it should have %d",
		    STR_ARG(k->selector), k->bits, BITS_GOOD);
}

static void judge_record(
    struct look *look, const struct key *k, const struct dns_answer *a)
{
	struct str line = look_txt_line(&look->arena, k->name, k->record);
	struct judgement j;

	if (a->outcome != DNS_FOUND) {
		look_publish(look, DOCTOR_WRONG, line,
		    "the key %.*s is not published: every signature fails",
		    STR_ARG(k->selector));
		return;
	}
	if (a->count > 1) {
		look_publish(look, DOCTOR_WRONG, line,
		    "the key %.*s has %zu records, and may have one",
		    STR_ARG(k->selector), a->count);
		return;
	}
	j = dkim_record_judge(
	    &look->arena, a->record[0].text, k->record, k->again);
	if (j.state == DOCTOR_OK)
		line = (struct str){ NULL, 0 };
	look_publish(look, j.state, line, "the record of the key %.*s %.*s",
	    STR_ARG(k->selector), STR_ARG(j.text));
}

/* True if a receiver that knows only RSA can do something with it. */
static bool look_at_key(struct look *look, struct str selector)
{
	struct dns_answer answer;
	struct key key;

	if (!read_key(look, selector, &key))
		return true;
	judge_bits(look, &key);
	if (look_ask(look, key.name, DNS_TXT, &answer))
		judge_record(look, &key, &answer);
	return key.bits > 0;
}

void look_dkim(struct look *look)
{
	const struct str_list *all = &look->settings->mail.dkim;
	bool rsa = false;

	if (!look_has_from(look))
		return;
	for (size_t i = 0; i < all->count; i++)
		rsa = look_at_key(look, all->item[i]) || rsa;
	if (all->count == 0)
		look_advise(look, DOCTOR_WRONG,
		    STR("`openssl genrsa -out FILE 2048`, name FILE in "
			"SENNIGHT_DKIM_MAIL_FILE and \"mail\" in `mail: dkim`, "
			"and ask again for the record to publish"),
		    "mails are not signed (`mail: dkim` names no key), which "
		    "large providers want");
	else if (!rsa)
		look_say(look, DOCTOR_WARNING,
		    "all keys are of Ed25519, which many receivers cannot "
		    "verify; add one of RSA");
}
