/* What a record says of an address (RFC 7208, sections 4 and 5). */
#include "doctor/spf.h"

enum { HOSTS_MOST = 10 /* of one term `mx` */, V4_AT = 12, V4_BITS = 32 };

enum match { NO, YES, UNKNOWN, BROKEN };

struct run {
	const struct spf_question *q;
	struct arena *arena;
	struct spf_result *r;
};

static enum spf_verdict check_host(
    struct run *run, struct str domain, bool top);

/* ------------------------------------------------------------------ trouble */

static enum match broken(struct run *run, struct str why)
{
	run->r->why = why;
	return BROKEN;
}

/* One more term that asks. */
static bool may_ask(struct run *run, const struct spf_term *t)
{
	if (++run->r->lookups <= SPF_LOOKUPS_MOST)
		return true;
	broken(run,
	    arena_printf(run->arena,
		"\"%.*s\" is more than the %d questions to DNS that receivers "
		"ask",
		STR_ARG(t->text), SPF_LOOKUPS_MOST));
	return false;
}

/* Ask; NO: there is nothing, and that was counted. */
static enum match ask(struct run *run, struct str name, enum dns_type type,
    bool counts, struct dns_answer *ret)
{
	run->q->ask(run->q->data, name, type, run->arena, ret);
	if (ret->outcome == DNS_FOUND)
		return YES;
	if (ret->outcome == DNS_NO_ANSWER) {
		run->r->why = arena_printf(
		    run->arena, "for %.*s %s", STR_ARG(name), ret->why);
		return UNKNOWN;
	}
	if (!counts || ++run->r->voids <= SPF_VOIDS_MOST)
		return NO;
	return broken(run,
	    arena_printf(run->arena,
		"%.*s is one name too many that has nothing; receivers put up "
		"with %d",
		STR_ARG(name), SPF_VOIDS_MOST));
}

/* ------------------------------------------------------------------ matching */

static bool is_v4(const unsigned char *address)
{
	unsigned char again[NETWORK_BYTES];

	network_take_v4(address + V4_AT, again);
	return memcmp(address, again, NETWORK_BYTES) == 0;
}

static bool same_bits(
    const unsigned char *a, const unsigned char *b, size_t bits)
{
	size_t whole = bits / 8, rest = bits % 8;

	return memcmp(a, b, whole) == 0 &&
	       (rest == 0 || (a[whole] ^ b[whole]) >> (8 - rest) == 0);
}

/* Is the one who sends in the network of a term? */
static bool is_in(const struct run *run, const struct spf_term *t,
    const unsigned char network[NETWORK_BYTES])
{
	const unsigned char *address = run->q->address;

	if (address == NULL || is_v4(address) != is_v4(network))
		return false;
	if (is_v4(address))
		return same_bits(
		    address + V4_AT, network + V4_AT, (size_t)t->v4_bits);
	return same_bits(address, network, (size_t)t->v6_bits);
}

static enum dns_type address_type(const struct run *run)
{
	return run->q->address == NULL || is_v4(run->q->address) ? DNS_A
								 : DNS_AAAA;
}

static enum match match_host(
    struct run *run, const struct spf_term *t, struct str name, bool counts)
{
	struct dns_answer answer;
	enum match found = ask(run, name, address_type(run), counts, &answer);

	for (size_t i = 0; found == YES && i < answer.count; i++)
		if (is_in(run, t, answer.record[i].address))
			return YES;
	return found == YES ? NO : found;
}

static enum match match_mx(
    struct run *run, const struct spf_term *t, struct str name)
{
	struct dns_answer answer;
	enum match found = ask(run, name, DNS_MX, true, &answer);

	if (found != YES)
		return found;
	if (answer.count > HOSTS_MOST)
		return broken(run, arena_printf(run->arena,
				       "%.*s has more than %d mail servers",
				       STR_ARG(name), HOSTS_MOST));
	for (size_t i = 0; i < answer.count; i++) {
		found = match_host(run, t, answer.record[i].text, true);
		if (found != NO)
			return found;
	}
	return NO;
}

static enum match match_exists(struct run *run, struct str name)
{
	struct dns_answer answer;
	enum match found = ask(run, name, DNS_A, true, &answer);

	/* Of nobody in particular it says nothing. */
	return found == YES && run->q->address == NULL ? NO : found;
}

/* Is one of the names of the address below the domain, and leads back to it?
 * Whatever goes wrong, it is not (section 5.5). */
static enum match match_ptr(struct run *run, struct str domain)
{
	const unsigned char *address = run->q->address;
	struct dns_answer names, back;

	run->r->asks_ptr = true;
	if (address == NULL)
		return NO;
	run->q->ask(run->q->data, dns_reverse_name(run->arena, address),
	    DNS_PTR, run->arena, &names);
	for (size_t i = 0; i < names.count && i < HOSTS_MOST; i++) {
		struct str name = names.record[i].text;

		if (!dns_same_name(name, domain) && !dns_is_below(name, domain))
			continue;
		run->q->ask(
		    run->q->data, name, address_type(run), run->arena, &back);
		for (size_t j = 0; j < back.count; j++)
			if (memcmp(back.record[j].address, address,
				NETWORK_BYTES) == 0)
				return YES;
	}
	return NO;
}

static enum match match_include(
    struct run *run, const struct spf_term *t, struct str name)
{
	switch (check_host(run, name, false)) {
	case SPF_PASS:
		/* Nobody in particular is let only by "+all". */
		if (run->q->address == NULL)
			run->r->end = '+';
		return YES;
	case SPF_LATER: return UNKNOWN;
	case SPF_BROKEN: return BROKEN;
	case SPF_NONE:
		return broken(run,
		    arena_printf(run->arena, "\"%.*s\" leads to no SPF record",
			STR_ARG(t->text)));
	default: return NO;
	}
}

static enum match match(
    struct run *run, const struct spf_term *t, struct str domain)
{
	struct str name;

	if (t->kind == SPF_ALL)
		return YES;
	if (t->kind == SPF_IP4 || t->kind == SPF_IP6)
		return is_in(run, t, t->network) ? YES : NO;
	if (!may_ask(run, t))
		return BROKEN;
	name = spf_expand(run->q, domain, t->domain, run->arena);
	switch (t->kind) {
	case SPF_A: return match_host(run, t, name, true);
	case SPF_MX: return match_mx(run, t, name);
	case SPF_EXISTS: return match_exists(run, name);
	case SPF_INCLUDE: return match_include(run, t, name);
	case SPF_PTR: return match_ptr(run, name);
	default: return NO;
	}
}

/* ------------------------------------------------------------------- records */

static enum spf_verdict verdict_of(char qualifier)
{
	switch (qualifier) {
	case '-': return SPF_FAIL;
	case '~': return SPF_SOFTFAIL;
	case '?': return SPF_NEUTRAL;
	default: return SPF_PASS;
	}
}

/* The record of a domain; PASS if there is one. */
static enum spf_verdict find_record(
    struct run *run, struct str domain, struct str *ret_text)
{
	struct dns_answer answer;
	size_t count = 0;

	if (ask(run, domain, DNS_TXT, false, &answer) == UNKNOWN)
		return SPF_LATER;
	for (size_t i = 0; i < answer.count; i++)
		if (spf_is_record(answer.record[i].text) && count++ == 0)
			*ret_text = answer.record[i].text;
	if (count <= 1)
		return count == 1 ? SPF_PASS : SPF_NONE;
	broken(run,
	    arena_printf(run->arena,
		"%.*s has %zu SPF records, and may have one; make one of them",
		STR_ARG(domain), count));
	return SPF_BROKEN;
}

static enum spf_verdict follow_redirect(
    struct run *run, const struct spf_term *t, struct str domain, bool top)
{
	enum spf_verdict verdict;

	if (!may_ask(run, t))
		return SPF_BROKEN;
	verdict = check_host(
	    run, spf_expand(run->q, domain, t->domain, run->arena), top);
	if (verdict != SPF_NONE)
		return verdict;
	broken(run, arena_printf(run->arena, "\"%.*s\" leads to no SPF record",
			STR_ARG(t->text)));
	return SPF_BROKEN;
}

static enum spf_verdict check_terms(struct run *run,
    const struct spf_record *record, struct str domain, bool top)
{
	const struct spf_term *redirect = NULL;

	for (size_t i = 0; i < record->terms; i++) {
		const struct spf_term *t = &record->term[i];

		if (t->kind == SPF_REDIRECT)
			redirect = t;
		if (t->kind == SPF_REDIRECT || t->kind == SPF_OTHER)
			continue;
		if (top && t->kind == SPF_ALL)
			run->r->end = t->qualifier;
		switch (match(run, t, domain)) {
		case YES:
			if (top)
				run->r->why = t->text;
			return verdict_of(t->qualifier);
		case UNKNOWN: return SPF_LATER;
		case BROKEN: return SPF_BROKEN;
		case NO: break;
		}
	}
	return redirect != NULL ? follow_redirect(run, redirect, domain, top)
				: SPF_NEUTRAL;
}

/* Circles of includes end at the tenth question. */
// NOLINTNEXTLINE(misc-no-recursion)
static enum spf_verdict check_host(struct run *run, struct str domain, bool top)
{
	struct spf_record record;
	struct str text, why;
	enum spf_verdict verdict = find_record(run, domain, &text);

	if (verdict != SPF_PASS)
		return verdict;
	if (top && run->r->record.at == NULL)
		run->r->record = text;
	if (!spf_read(run->arena, text, &record, &why)) {
		run->r->why =
		    arena_printf(run->arena, "in the SPF record of %.*s %.*s",
			STR_ARG(domain), STR_ARG(why));
		return SPF_BROKEN;
	}
	return check_terms(run, &record, domain, top);
}

void spf_check(const struct spf_question *question, struct arena *arena,
    struct spf_result *ret)
{
	struct run run = { question, arena, ret };

	*ret = (struct spf_result){ .lookups = 0 };
	ret->verdict = check_host(&run, question->domain, true);
}
