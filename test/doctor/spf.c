/* SPF against zones that are tables. */
#include "../test.h"

#include "doctor/spf.h"

struct zone_record {
	const char *name;
	enum dns_type type;
	const char *data; /* NULL: no answer */
};

/* Every case sees these. */
static const struct zone_record zone[] = {
	{ "x.example", DNS_A, "192.0.2.10" },
	{ "x.example", DNS_A, "192.0.2.11" },
	{ "x.example", DNS_AAAA, "2001:db8::10" },
	{ "x.example", DNS_MX, "mx1.x.example" },
	{ "x.example", DNS_MX, "mx2.x.example" },
	{ "mx1.x.example", DNS_A, "192.0.2.20" },
	{ "mx2.x.example", DNS_A, "192.0.2.21" },
	{ "mx2.x.example", DNS_AAAA, "2001:db8::21" },
	{ "pass.example", DNS_TXT, "v=spf1 ip4:192.0.2.0/24 -all" },
	{ "soft.example", DNS_TXT, "v=spf1 ~all" },
	{ "deep.example", DNS_TXT, "v=spf1 include:pass.example -all" },
	{ "loop.example", DNS_TXT, "v=spf1 include:loop.example -all" },
	{ "round.example", DNS_TXT, "v=spf1 redirect=round.example" },
	{ "bad.example", DNS_TXT, "v=spf1 foo:bar" },
	{ "two.example", DNS_TXT, "v=spf1 -all" },
	{ "two.example", DNS_TXT, "v=spf1 +all" },
	{ "none.example", DNS_TXT, "v=spf10 +all" },
	{ "none.example", DNS_TXT, "spf2.0/pra +all" },
	{ "dead.example", DNS_TXT, NULL },
	{ "dead.example", DNS_A, NULL },
	{ "10.2.0.192.in-addr.arpa", DNS_PTR, "host.x.example" },
	{ "11.2.0.192.in-addr.arpa", DNS_PTR, "liar.x.example" },
	{ "host.x.example", DNS_A, "192.0.2.10" },
	{ "liar.x.example", DNS_A, "192.0.2.99" },
	{ "7.2.0.192.list.example", DNS_A, "127.0.0.2" },
	{ "ada.x.example.list.example", DNS_A, "127.0.0.2" },
};

struct world {
	const char *record; /* of x.example; NULL: none */
	int asked;
};

static void add(struct dns_answer *a, struct arena *arena, enum dns_type type,
    const char *data)
{
	struct dns_record r = { .text = str_of(data) };

	if (type == DNS_A || type == DNS_AAAA)
		assert_true(network_read(str_of(data), r.address));
	a->outcome = DNS_FOUND;
	a->record = ARENA_GROW(arena, a->record, a->count);
	a->record[a->count++] = r;
}

static void ask(void *data, struct str name, enum dns_type type,
    struct arena *arena, struct dns_answer *a)
{
	struct world *world = data;

	world->asked++;
	*a = (struct dns_answer){ .outcome = DNS_NO_NAME };
	if (world->record != NULL && type == DNS_TXT &&
	    dns_same_name(name, STR("x.example")))
		add(a, arena, type, world->record);
	for (size_t i = 0; i < COUNT(zone); i++) {
		if (!dns_same_name(name, str_of(zone[i].name)) ||
		    zone[i].type != type)
			continue;
		if (zone[i].data != NULL) {
			add(a, arena, type, zone[i].data);
		} else {
			a->outcome = DNS_NO_ANSWER;
			a->why = "nobody answers";
		}
	}
}

static void check(const char *record, const char *address, struct arena *arena,
    struct spf_result *r)
{
	struct world world = { .record = record };
	unsigned char bytes[NETWORK_BYTES];
	const struct spf_question question = {
		.ask = ask,
		.data = &world,
		.local = STR("ada"),
		.domain = STR("x.example"),
		.address = address != NULL ? bytes : NULL,
	};

	if (address != NULL)
		assert_true(network_read(str_of(address), bytes));
	spf_check(&question, arena, r);
	assert_true(world.asked < 200);
}

static const struct {
	const char *record, *address;
	enum spf_verdict verdict;
} verdicts[] = {
	{ NULL, "192.0.2.7", SPF_NONE },
	{ "v=spf1", "192.0.2.7", SPF_NEUTRAL },
	{ "v=spf1 -all", "192.0.2.7", SPF_FAIL },
	{ "V=SPF1 ~ALL", "192.0.2.7", SPF_SOFTFAIL },
	{ "v=spf1 ?all", "192.0.2.7", SPF_NEUTRAL },
	{ "v=spf1  all ", "192.0.2.7", SPF_PASS },
	/* Networks. */
	{ "v=spf1 ip4:192.0.2.7 -all", "192.0.2.7", SPF_PASS },
	{ "v=spf1 ip4:192.0.2.6 -all", "192.0.2.7", SPF_FAIL },
	{ "v=spf1 ip4:192.0.2.0/29 -all", "192.0.2.7", SPF_PASS },
	{ "v=spf1 ip4:192.0.2.8/29 -all", "192.0.2.7", SPF_FAIL },
	{ "v=spf1 ip4:10.0.0.0/0 -all", "192.0.2.7", SPF_PASS },
	{ "v=spf1 -ip4:192.0.2.7 +all", "192.0.2.7", SPF_FAIL },
	{ "v=spf1 ip6:2001:db8::/32 -all", "2001:db8:1::7", SPF_PASS },
	{ "v=spf1 ip6:2001:db8::/32 -all", "192.0.2.7", SPF_FAIL },
	{ "v=spf1 ip6:::/0 -all", "192.0.2.7", SPF_FAIL },
	{ "v=spf1 ip4:0.0.0.0/0 -all", "2001:db8::7", SPF_FAIL },
	/* Names. */
	{ "v=spf1 a -all", "192.0.2.11", SPF_PASS },
	{ "v=spf1 a -all", "192.0.2.12", SPF_FAIL },
	{ "v=spf1 a/24 -all", "192.0.2.12", SPF_PASS },
	{ "v=spf1 a//64 -all", "2001:db8::12", SPF_PASS },
	{ "v=spf1 a/8//64 -all", "2001:db8:0:1::12", SPF_FAIL },
	{ "v=spf1 a:mx1.x.example -all", "192.0.2.20", SPF_PASS },
	{ "v=spf1 mx -all", "192.0.2.21", SPF_PASS },
	{ "v=spf1 mx -all", "2001:db8::21", SPF_PASS },
	{ "v=spf1 mx:x.example/28 -all", "192.0.2.17", SPF_PASS },
	{ "v=spf1 ptr -all", "192.0.2.10", SPF_PASS },
	{ "v=spf1 ptr -all", "192.0.2.11", SPF_FAIL },
	{ "v=spf1 ptr -all", "192.0.2.12", SPF_FAIL },
	{ "v=spf1 ptr:pass.example -all", "192.0.2.10", SPF_FAIL },
	{ "v=spf1 exists:%{ir}.list.example -all", "192.0.2.7", SPF_PASS },
	{ "v=spf1 exists:%{ir}.list.example -all", "192.0.2.8", SPF_FAIL },
	{ "v=spf1 exists:%{l}.%{o}.list.example -all", "192.0.2.8", SPF_PASS },
	/* Other records. */
	{ "v=spf1 include:pass.example -all", "192.0.2.7", SPF_PASS },
	{ "v=spf1 include:pass.example ~all", "198.51.100.1", SPF_SOFTFAIL },
	{ "v=spf1 ?include:pass.example -all", "192.0.2.7", SPF_NEUTRAL },
	{ "v=spf1 include:deep.example -all", "192.0.2.7", SPF_PASS },
	{ "v=spf1 include:soft.example -all", "192.0.2.7", SPF_FAIL },
	{ "v=spf1 redirect=soft.example", "192.0.2.7", SPF_SOFTFAIL },
	{ "v=spf1 redirect=soft.example -all", "192.0.2.7", SPF_FAIL },
	{ "v=spf1 include:none.example -all", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 redirect=none.example", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 include:two.example -all", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 include:bad.example -all", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 include:loop.example -all", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 redirect=round.example", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 include:dead.example -all", "192.0.2.7", SPF_LATER },
	{ "v=spf1 a:dead.example -all", "192.0.2.7", SPF_LATER },
	{ "v=spf1 ip4:192.0.2.7 a:dead.example", "192.0.2.7", SPF_PASS },
	/* What counts. */
	{ "v=spf1 a:a.example a:b.example -all", "192.0.2.7", SPF_FAIL },
	{ "v=spf1 a:a.example a:b.example a:c.example -all", "192.0.2.7",
	    SPF_BROKEN },
	{ "v=spf1 a a a a a a a a a a -all", "192.0.2.7", SPF_FAIL },
	{ "v=spf1 a a a a a a a a a a a -all", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 a a a a a a a a a a redirect=soft.example", "192.0.2.7",
	    SPF_BROKEN },
	/* Slips. */
	{ "v=spf1 ip4 -all", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 ip4:192.0.2 -all", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 ip4:192.0.2.0/33 -all", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 ip4:192.0.2.0/ -all", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 ip4:192.0.2.0/024 -all", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 ip4:2001:db8::1 -all", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 ip6:192.0.2.7 -all", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 ip6:2001:db8::/129 -all", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 a: -all", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 a/ -all", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 a:museum -all", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 a:192.0.2.7 -all", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 a:x.example-", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 a:x.example.", "192.0.2.10", SPF_PASS },
	{ "v=spf1 a:a:b/c.x.example -all", "192.0.2.7", SPF_FAIL },
	{ "v=spf1 exists:x.example/8 -all", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 else=%{z} -all", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 a/33 -all", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 a// -all", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 include -all", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 exists -all", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 all:x", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 -", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 --all", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 -all,", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1\t-all", "192.0.2.7", SPF_NONE },
	{ "v=spf1 \xc3\xa4 -all", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 redirect= ", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 redirect=soft.example redirect=soft.example", "192.0.2.7",
	    SPF_BROKEN },
	{ "v=spf1 exp=a.example exp=b.example -all", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 exp=a.example else=1 else=2 -all", "192.0.2.7", SPF_FAIL },
	{ "v=spf1 exists:%{z}.x -all", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 exists:%(d).x -all", "192.0.2.7", SPF_BROKEN },
	{ "v=spf1 exists:x% -all", "192.0.2.7", SPF_BROKEN },
	/* Even behind what matches. */
	{ "v=spf1 +all foo", "192.0.2.7", SPF_BROKEN },
	/* Nobody in particular: only `all` speaks of them. */
	{ "v=spf1 ip4:0.0.0.0/0 a mx ~all", NULL, SPF_SOFTFAIL },
	{ "v=spf1 include:pass.example -all", NULL, SPF_FAIL },
	{ "v=spf1 exists:%{ir}.list.example -all", NULL, SPF_FAIL },
	{ "v=spf1 mx", NULL, SPF_NEUTRAL },
};

static void test_verdicts(void **state)
{
	struct arena arena = { 0 };
	struct spf_result r;

	(void)state;
	for (size_t i = 0; i < COUNT(verdicts); i++) {
		check(verdicts[i].record, verdicts[i].address, &arena, &r);
		if (r.verdict != verdicts[i].verdict)
			print_error("%s, %s: %.*s\n", verdicts[i].record,
			    verdicts[i].address, STR_ARG(r.why));
		assert_int_equal(r.verdict, verdicts[i].verdict);
		assert_true(r.lookups <= SPF_LOOKUPS_MOST + 1);
		assert_true(
		    (r.verdict != SPF_BROKEN && r.verdict != SPF_LATER) ||
		    r.why.len > 0);
	}
	arena_release(&arena);
}

static const struct {
	const char *record;
	int lookups, voids;
	char end;
	bool ptr;
} counts[] = {
	{ "v=spf1 -all", 0, 0, '-', false },
	{ "v=spf1 a mx ?all", 2, 0, '?', false },
	{ "v=spf1 ip4:192.0.2.1", 0, 0, '\0', false },
	{ "v=spf1 include:deep.example ~all", 2, 0, '~', false },
	{ "v=spf1 redirect=soft.example", 1, 0, '~', false },
	{ "v=spf1 redirect=soft.example all", 0, 0, '+', false },
	{ "v=spf1 ptr a:gone.example -all", 2, 1, '-', true },
	/* Of an include, `all` speaks of others. */
	{ "v=spf1 include:soft.example", 1, 0, '\0', false },
};

static void test_counts(void **state)
{
	struct arena arena = { 0 };
	struct spf_result r;

	(void)state;
	for (size_t i = 0; i < COUNT(counts); i++) {
		check(counts[i].record, NULL, &arena, &r);
		assert_str(r.record, counts[i].record);
		assert_int_equal(r.lookups, counts[i].lookups);
		assert_int_equal(r.voids, counts[i].voids);
		assert_int_equal(r.end, counts[i].end);
		assert_int_equal(r.asks_ptr, counts[i].ptr);
	}
	arena_release(&arena);
}

/* Those of RFC 7208, section 7.4, and some of the corners. */
static const struct {
	const char *text, *name;
} macros[] = {
	{ "%{s}", "strong-bad@email.example.com" },
	{ "%{o}", "email.example.com" },
	{ "%{d}", "email.example.com" },
	{ "%{d4}", "email.example.com" },
	{ "%{d3}", "email.example.com" },
	{ "%{d2}", "example.com" },
	{ "%{d1}", "com" },
	{ "%{dr}", "com.example.email" },
	{ "%{d2r}", "example.email" },
	{ "%{l}", "strong-bad" },
	{ "%{l-}", "strong.bad" },
	{ "%{lr}", "strong-bad" },
	{ "%{lr-}", "bad.strong" },
	{ "%{l1r-}", "strong" },
	{ "%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com" },
	{ "%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com" },
	{ "%{lr-}.lp.%{ir}.%{v}._spf.%{d2}",
	    "bad.strong.lp.3.2.0.192.in-addr._spf.example.com" },
	{ "%{D2}.trusted-domains.example.net",
	    "example.com.trusted-domains.example.net" },
	{ "%{p}.x", "unknown.x" },
	{ "a%%b%_c%-d", "a%b c%20d" },
};

static void test_macros(void **state)
{
	struct arena arena = { 0 };
	unsigned char address[NETWORK_BYTES];
	struct spf_question q = {
		.local = STR("strong-bad"),
		.domain = STR("email.example.com"),
		.address = address,
	};

	(void)state;
	network_read(STR("192.0.2.3"), address);
	for (size_t i = 0; i < COUNT(macros); i++) {
		assert_true(spf_macros_are_fine(str_of(macros[i].text)));
		assert_str(
		    spf_expand(&q, q.domain, str_of(macros[i].text), &arena),
		    macros[i].name);
	}
	network_read(STR("2001:db8::cb01"), address);
	assert_str(
	    spf_expand(&q, q.domain, STR("%{ir}.%{v}._spf.%{d2}"), &arena),
	    "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2."
	    "ip6._spf.example.com");
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verdicts),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_macros),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
