/*
 * ask_spf: what SPF says, in a zone of one's own, for test/doctor/rfc7208.py.
 *
 * Standard input: "ADDRESS<tab>LOCAL<tab>DOMAIN", then "NAME<tab>TYPE<tab>DATA"
 * for each record, the data in hexadecimal; "-" is no answer.  Prints the
 * verdict in the words of RFC 7208.
 */
#include <stdio.h>

#include "base/file.h"
#include "doctor/spf.h"

enum { INPUT_MOST = 1024 * 1024, CHAIN = 5 };

static const char *const verdicts[] = {
	[SPF_NONE] = "none",
	[SPF_NEUTRAL] = "neutral",
	[SPF_PASS] = "pass",
	[SPF_FAIL] = "fail",
	[SPF_SOFTFAIL] = "softfail",
	[SPF_LATER] = "temperror",
	[SPF_BROKEN] = "permerror",
};
static const char *const types[] = {
	[DNS_A] = "A",
	[DNS_AAAA] = "AAAA",
	[DNS_MX] = "MX",
	[DNS_TXT] = "TXT",
	[DNS_PTR] = "PTR",
};

static struct str read_hex(struct arena *arena, struct str hex)
{
	char *bytes = arena_alloc(arena, hex.len / 2 + 1);

	for (size_t i = 0; i + 1 < hex.len; i += 2)
		bytes[i / 2] =
		    (char)(char_hex(hex.at[i]) * 16 + char_hex(hex.at[i + 1]));
	return (struct str){ bytes, hex.len / 2 };
}

static void add(struct dns_answer *a, enum dns_type type, struct arena *arena,
    struct str hex)
{
	struct dns_record r = { .preference = 0 };

	if (str_eq(hex, STR("-"))) {
		a->outcome = DNS_NO_ANSWER;
		a->why = "nobody answers";
		return;
	}
	r.text = read_hex(arena, hex);
	if (type == DNS_A || type == DNS_AAAA)
		network_read(r.text, r.address);
	if (a->outcome != DNS_NO_ANSWER)
		a->outcome = DNS_FOUND;
	a->record = ARENA_GROW(arena, a->record, a->count);
	a->record[a->count++] = r;
}

static void ask(void *data, struct str name, enum dns_type type,
    struct arena *arena, struct dns_answer *a)
{
	const struct str *zone = data;

	for (int i = 0; i < CHAIN; i++) {
		struct str rest = *zone, next = { NULL, 0 };

		*a = (struct dns_answer){ .outcome = DNS_NO_NAME };
		while (rest.at != NULL) {
			struct str line = str_take(&rest, '\n');
			struct str owner = str_take(&line, '\t');
			struct str kind = str_take(&line, '\t');

			if (line.at == NULL || !dns_same_name(owner, name))
				continue;
			if (a->outcome == DNS_NO_NAME)
				a->outcome = DNS_NO_RECORD;
			if (str_eq(kind, str_of(types[type])))
				add(a, type, arena, line);
			if (str_eq(kind, STR("CNAME")))
				next = read_hex(arena, line);
		}
		if (next.at == NULL || a->count > 0)
			return;
		name = next;
	}
}

int main(void)
{
	struct arena arena = { 0 };
	unsigned char address[NETWORK_BYTES];
	struct spf_question question = { .ask = ask, .address = address };
	struct spf_result r;
	struct error err;
	struct str zone, first;

	if (!file_read_input(FILE_INPUT, INPUT_MOST, &arena, &zone, &err)) {
		fprintf(stderr, "ask_spf: %s\n", err.text);
		return 2;
	}
	first = str_take(&zone, '\n');
	if (!network_read(str_take(&first, '\t'), address))
		return 2;
	question.local = str_take(&first, '\t');
	question.domain = first;
	question.data = &zone;
	spf_check(&question, &arena, &r);
	printf("%s\t%.*s\n", verdicts[r.verdict], STR_ARG(r.why));
	arena_release(&arena);
	return 0;
}
