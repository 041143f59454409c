/* The name of the address that mails leave from. */
#include "doctor/look.h"

/* Does the name lead back to the address? */
static bool leads_back(struct look *look, struct str name,
    const unsigned char address[NETWORK_BYTES])
{
	char text[NETWORK_TEXT];
	struct dns_answer a;

	network_print(address, text);
	dns_ask(look->dns, name, strchr(text, ':') != NULL ? DNS_AAAA : DNS_A,
	    &look->arena, &a);
	for (size_t i = 0; i < a.count; i++)
		if (memcmp(a.record[i].address, address, NETWORK_BYTES) == 0)
			return true;
	return false;
}

static void judge_names(struct look *look, const char *text,
    const struct dns_answer *a, const unsigned char address[NETWORK_BYTES])
{
	for (size_t i = 0; i < a->count; i++) {
		if (!leads_back(look, a->record[i].text, address))
			continue;
		look_say(look, DOCTOR_OK, "%s is %.*s, there and back", text,
		    STR_ARG(a->record[i].text));
		return;
	}
	look_publish(look, DOCTOR_WRONG,
	    arena_printf(&look->arena, "%.*s. IN %s %s",
		STR_ARG(a->record[0].text),
		strchr(text, ':') != NULL ? "AAAA" : "A", text),
	    "%s is called %.*s, but that name does not lead back to it: large "
	    "providers refuse mails from it",
	    text, STR_ARG(a->record[0].text));
}

static void judge(struct look *look, const unsigned char address[NETWORK_BYTES])
{
	struct str name = dns_reverse_name(&look->arena, address);
	char text[NETWORK_TEXT];
	struct dns_answer a;

	network_print(address, text);
	if (!look_ask(look, name, DNS_PTR, &a))
		return;
	if (a.outcome == DNS_FOUND)
		judge_names(look, text, &a, address);
	else
		look_advise(look, DOCTOR_WRONG,
		    STR("have whoever gave you the address set the name of "
			"your mail server for it"),
		    "%s has no name (PTR record): large providers refuse mails "
		    "from it",
		    text);
}

void look_ptr(struct look *look)
{
	for (size_t i = 0; i < look->addresses && !look->guessed; i++)
		judge(look, look->address[i]);
	if (look->guessed)
		look_say(look, DOCTOR_SKIPPED,
		    "mails leave from another machine, whose operator sees to "
		    "the name of its address");
	else if (look->addresses == 0)
		look_advise(look, DOCTOR_SKIPPED, STR("give it with --address"),
		    "the address that mails leave from is not known");
}
