/* The SPF record of the domain, and whether it lets us send. */
#include "doctor/look.h"
#include "doctor/spf.h"

static void ask(void *data, struct str name, enum dns_type type,
    struct arena *arena, struct dns_answer *ret_answer)
{
	dns_ask(data, name, type, arena, ret_answer);
}

static void check(struct look *look, const unsigned char *address,
    struct spf_result *ret_result)
{
	const struct spf_question question = {
		.ask = ask,
		.data = look->dns,
		.local = str_sub(look->envelope.text, 0,
		    look->envelope.text.len - look->envelope.domain.len - 1),
		.domain = look->envelope.domain,
		.address = address,
	};

	spf_check(&question, &look->arena, ret_result);
}

static struct str term_of(
    struct look *look, const unsigned char address[NETWORK_BYTES])
{
	char text[NETWORK_TEXT];

	network_print(address, text);
	return arena_printf(&look->arena, "%s:%s",
	    strchr(text, ':') != NULL ? "ip6" : "ip4", text);
}

/* ------------------------------------------------------------------ no record */

static void say_none(struct look *look)
{
	struct str domain = look->envelope.domain,
		   value = STR("v=spf1 mx ~all");

	if (look->addresses > 0 && !look->guessed)
		value = arena_printf(&look->arena, "v=spf1 %.*s mx ~all",
		    STR_ARG(term_of(look, look->address[0])));
	else if (look->relays.count > 0 && look->guessed)
		value = arena_printf(&look->arena, "v=spf1 a:%s mx ~all",
		    look->relays.relay[0].server.host);
	look_publish(look, DOCTOR_WRONG,
	    look_txt_line(&look->arena, domain, value),
	    "%.*s has no SPF record, which large providers want",
	    STR_ARG(domain));
}

/* ----------------------------------------------------------------- the record */

static const struct {
	char end;
	enum doctor_state state;
	const char *text;
} ends[] = {
	{ '-', DOCTOR_OK, "refuses all others (-all)" },
	{ '~', DOCTOR_OK, "distrusts all others (~all)" },
	{ '?', DOCTOR_WARNING, "says nothing about all others (?all)" },
	{ '+', DOCTOR_WRONG, "lets everybody send in your name (+all)" },
	{ '\0', DOCTOR_WARNING, "says nothing about all others" },
};

static void say_end(struct look *look, const struct spf_result *r)
{
	struct str advice = { NULL, 0 };
	size_t i = 0;

	while (ends[i].end != r->end && ends[i].end != '\0')
		i++;
	if (ends[i].state != DOCTOR_OK)
		advice = STR("end it with ~all, later with -all");
	look_advise(look, ends[i].state, advice,
	    "the SPF record of %.*s %s; it takes %d of the %d questions that "
	    "receivers ask",
	    STR_ARG(look->envelope.domain), ends[i].text, r->lookups,
	    SPF_LOOKUPS_MOST);
	if (r->asks_ptr)
		look_say(look, DOCTOR_WARNING,
		    "it has the term ptr, which many receivers ignore (RFC "
		    "7208, 5.5)");
}

/* True if it is worth asking about an address. */
static bool judge_record(struct look *look, struct spf_result *r)
{
	check(look, NULL, r);
	switch (r->verdict) {
	case SPF_NONE: say_none(look); return false;
	case SPF_LATER:
		look_blind(look, "cannot look up the SPF record: %.*s",
		    STR_ARG(r->why));
		return false;
	case SPF_BROKEN:
		look_say(look, DOCTOR_WRONG,
		    "the SPF record of %.*s is broken, and counts for nothing: "
		    "%.*s",
		    STR_ARG(look->envelope.domain), STR_ARG(r->why));
		return false;
	default: say_end(look, r); return true;
	}
}

/* ------------------------------------------------------------------ addresses */

/* The record with the address in it, first of all. */
static struct str better_record(struct look *look, struct str record,
    const unsigned char address[NETWORK_BYTES])
{
	size_t blank = str_find_char(record, ' ', 0);

	return arena_printf(&look->arena, "v=spf1 %.*s%.*s",
	    STR_ARG(term_of(look, address)),
	    STR_ARG(str_sub(
		record, blank == STR_NONE ? record.len : blank, record.len)));
}

static void say_refused(struct look *look, const struct spf_result *r,
    const unsigned char address[NETWORK_BYTES])
{
	char text[NETWORK_TEXT];

	network_print(address, text);
	if (look->guessed)
		look_advise(look, DOCTOR_WARNING,
		    STR("ask its operator what to include, or give the address "
			"that it sends from with --address"),
		    "the record does not let %s send, which is where the mail "
		    "server is reached; it may send from elsewhere",
		    text);
	else
		look_publish(look, DOCTOR_WRONG,
		    look_txt_line(&look->arena, look->envelope.domain,
			better_record(look, r->record, address)),
		    "the record does not let %s send, which mails come from",
		    text);
}

static void judge_address(
    struct look *look, const unsigned char address[NETWORK_BYTES])
{
	char text[NETWORK_TEXT];
	struct spf_result r;

	network_print(address, text);
	check(look, address, &r);
	if (r.verdict == SPF_PASS)
		look_say(look, DOCTOR_OK, "the record lets %s send (%.*s)",
		    text, STR_ARG(r.why));
	else if (r.verdict == SPF_LATER)
		look_blind(look,
		    "cannot ask whether the record lets %s send: %.*s", text,
		    STR_ARG(r.why));
	else if (r.verdict == SPF_BROKEN)
		look_say(look, DOCTOR_WRONG,
		    "for mails from %s the record is broken: %.*s", text,
		    STR_ARG(r.why));
	else
		say_refused(look, &r, address);
}

void look_spf(struct look *look)
{
	struct spf_result r;

	if (!look_has_from(look) || !judge_record(look, &r))
		return;
	for (size_t i = 0; i < look->addresses; i++)
		judge_address(look, look->address[i]);
	if (look->addresses == 0)
		look_advise(look, DOCTOR_SKIPPED, STR("give it with --address"),
		    "whether the record lets us send: the address that mails "
		    "leave from is not known");
}
