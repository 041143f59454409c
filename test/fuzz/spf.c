/* Whatever SPF records say, those that they lead to too: few questions are
 * asked, and the answer has a reason. */
#include <assert.h>

#include "doctor/spf.h"

struct lines {
	struct str all, rest;
	size_t asked;
};

/* Every question is answered with the next line, of whatever kind it is. */
static void answer(void *data, struct str name, enum dns_type type,
    struct arena *arena, struct dns_answer *a)
{
	struct lines *lines = data;
	struct dns_record *r = ARENA_NEW(arena, struct dns_record);

	assert(name.len <= DNS_NAME_MOST || name.at != NULL);
	lines->asked++;
	*a = (struct dns_answer){ .outcome = DNS_NO_NAME };
	if (lines->rest.at == NULL)
		lines->rest = lines->all;
	r->text = str_take(&lines->rest, '\n');
	if (type == DNS_A || type == DNS_AAAA)
		network_read(r->text, r->address);
	if (r->text.len == 0)
		return;
	*a = (struct dns_answer){
		.outcome = DNS_FOUND, .record = r, .count = 1
	};
}

static void check(struct str all, const unsigned char *address)
{
	struct arena arena = { 0 };
	struct lines lines = { all, all, 0 };
	const struct spf_question question = { .ask = answer,
		.data = &lines,
		.local = STR("ada"),
		.domain = STR("x.example"),
		.address = address };
	struct spf_result r;

	spf_check(&question, &arena, &r);
	assert(lines.asked <= 200);
	assert(r.lookups <= SPF_LOOKUPS_MOST + 1);
	assert((r.verdict != SPF_BROKEN && r.verdict != SPF_LATER) ||
	       r.why.len > 0);
	arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str all = { (const char *)data, size };
	unsigned char address[NETWORK_BYTES];

	if (size > 16 * KIB)
		return 0;
	check(all, NULL);
	network_read(STR("192.0.2.7"), address);
	check(all, address);
	network_read(STR("2001:db8::7"), address);
	check(all, address);
	return 0;
}
