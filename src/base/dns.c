/* The resolver of the C library is no part of POSIX. */
#define _DEFAULT_SOURCE
#include "base/dns.h"

#include <arpa/nameser.h>
#include <errno.h>
#include <netinet/in.h>
#include <resolv.h>
#include <stdlib.h>

#include "base/strbuf.h"

enum {
	ANSWER_MOST = 65535,
	QUESTION_MOST = 512,
	NAME_BUFFER = 1100, /* every byte of 255 escaped */
	CHAIN_MOST = 12,    /* of names that stand for others */
	WAIT_SECONDS = 3,
	TRIES = 2,
	V4_AT = 12, /* in an address of 16 bytes */
};

static const int wire_type[] = {
	[DNS_A] = ns_t_a,
	[DNS_AAAA] = ns_t_aaaa,
	[DNS_MX] = ns_t_mx,
	[DNS_TXT] = ns_t_txt,
	[DNS_PTR] = ns_t_ptr,
};

struct dns {
	struct __res_state state;
	unsigned char answer[ANSWER_MOST];
};

/* --------------------------------------------------------------------- names */

static struct str without_dot(struct str name)
{
	return str_ends(name, STR(".")) ? str_sub(name, 0, name.len - 1) : name;
}

bool dns_same_name(struct str a, struct str b)
{
	return str_eq_fold(without_dot(a), without_dot(b));
}

bool dns_is_below(struct str name, struct str zone)
{
	name = without_dot(name);
	zone = without_dot(zone);
	return zone.len > 0 && name.len > zone.len + 1 &&
	       name.at[name.len - zone.len - 1] == '.' &&
	       str_eq_fold(str_sub(name, name.len - zone.len, name.len), zone);
}

struct str dns_reverse_name(
    struct arena *arena, const unsigned char address[NETWORK_BYTES])
{
	char text[NETWORK_TEXT];
	struct strbuf out;
	struct str name;

	network_print(address, text);
	if (strchr(text, ':') == NULL)
		return arena_printf(arena, "%d.%d.%d.%d.in-addr.arpa",
		    address[V4_AT + 3], address[V4_AT + 2], address[V4_AT + 1],
		    address[V4_AT]);
	strbuf_init(&out, DNS_NAME_MOST);
	for (size_t i = NETWORK_BYTES; i > 0; i--)
		strbuf_printf(
		    &out, "%x.%x.", address[i - 1] & 15U, address[i - 1] >> 4);
	strbuf_lit(&out, "ip6.arpa");
	name = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return name;
}

/* ------------------------------------------------------------------- reading */

/* The name at `at` in the message; *ret_name is in the arena. */
static bool read_name(ns_msg *m, const unsigned char *at, struct arena *arena,
    struct str *ret_name)
{
	char name[NAME_BUFFER];

	if (ns_name_uncompress(
		ns_msg_base(*m), ns_msg_end(*m), at, name, sizeof(name)) < 0)
		return false;
	*ret_name = arena_str(arena, without_dot(str_of(name)));
	return true;
}

/* Its strings, each of which has its length before it. */
static bool read_text(const ns_rr *rr, struct arena *arena, struct str *ret)
{
	const unsigned char *data = ns_rr_rdata(*rr);
	size_t size = ns_rr_rdlen(*rr), len = 0;
	char *text = arena_alloc(arena, size + 1);

	for (size_t at = 0; at < size; at += 1U + data[at]) {
		if (data[at] >= size - at)
			return false;
		memcpy(text + len, data + at + 1, data[at]);
		len += data[at];
	}
	*ret = (struct str){ text, len };
	return true;
}

static bool read_data(ns_msg *m, const ns_rr *rr, enum dns_type type,
    struct arena *arena, struct dns_record *r)
{
	const unsigned char *data = ns_rr_rdata(*rr);
	size_t size = ns_rr_rdlen(*rr);

	*r = (struct dns_record){ .preference = 0 };
	switch (type) {
	case DNS_A:
		if (size != NS_INADDRSZ)
			return false;
		network_take_v4(data, r->address);
		return true;
	case DNS_AAAA:
		if (size != NS_IN6ADDRSZ)
			return false;
		memcpy(r->address, data, size);
		return true;
	case DNS_MX:
		if (size < 3)
			return false;
		r->preference = data[0] << 8 | data[1];
		return read_name(m, data + 2, arena, &r->text);
	case DNS_TXT: return read_text(rr, arena, &r->text);
	case DNS_PTR: return read_name(m, data, arena, &r->text);
	}
	return false;
}

/* Where `name` leads to: *name becomes the other name it stands for. */
static bool follow(ns_msg *m, struct arena *arena, struct str *name)
{
	ns_rr rr;

	for (int i = 0; i < ns_msg_count(*m, ns_s_an); i++)
		if (ns_parserr(m, ns_s_an, i, &rr) == 0 &&
		    ns_rr_type(rr) == ns_t_cname &&
		    dns_same_name(str_of(ns_rr_name(rr)), *name))
			return read_name(m, ns_rr_rdata(rr), arena, name);
	return false;
}

static void add_records(ns_msg *m, enum dns_type type, struct str name,
    struct arena *arena, struct dns_answer *a)
{
	struct dns_record record;
	ns_rr rr;

	for (int i = 0; i < ns_msg_count(*m, ns_s_an) && a->count < DNS_RECORDS;
	     i++) {
		if (ns_parserr(m, ns_s_an, i, &rr) != 0 ||
		    (int)ns_rr_type(rr) != wire_type[type] ||
		    !dns_same_name(str_of(ns_rr_name(rr)), name) ||
		    !read_data(m, &rr, type, arena, &record))
			continue;
		a->record = ARENA_GROW(arena, a->record, a->count);
		a->record[a->count++] = record;
	}
}

static void fail(struct dns_answer *a, const char *why)
{
	a->outcome = DNS_NO_ANSWER;
	a->why = why;
}

/* What the server says of its own answer; true: look at the records. */
static bool judge_code(ns_msg *m, struct dns_answer *a)
{
	switch ((int)ns_msg_getflag(*m, ns_f_rcode)) {
	case ns_r_noerror: return true;
	case ns_r_nxdomain: a->outcome = DNS_NO_NAME; return false;
	case ns_r_servfail:
		fail(a, "the name servers of the domain give no good answer");
		return false;
	case ns_r_refused:
		fail(a, "the name server refuses to answer us");
		return false;
	default:
		fail(a, "the name server does not understand the question");
		return false;
	}
}

void dns_read(struct str message, enum dns_type type, struct arena *arena,
    struct dns_answer *a)
{
	struct str name, asked;
	ns_msg m;
	ns_rr question;

	*a = (struct dns_answer){ .outcome = DNS_NO_RECORD };
	if (message.len > ANSWER_MOST ||
	    ns_initparse(
		(const unsigned char *)message.at, (int)message.len, &m) != 0) {
		fail(a, "the answer is broken");
		return;
	}
	if (!judge_code(&m, a))
		return;
	if (ns_msg_count(m, ns_s_qd) != 1 ||
	    ns_parserr(&m, ns_s_qd, 0, &question) != 0) {
		fail(a, "the answer is to no question");
		return;
	}
	asked = name = arena_str(arena, str_of(ns_rr_name(question)));
	for (int i = 0; i < CHAIN_MOST && follow(&m, arena, &name); i++)
		;
	if (!dns_same_name(name, asked))
		a->alias = name;
	add_records(&m, type, name, arena, a);
	if (a->count > 0)
		a->outcome = DNS_FOUND;
}

/* -------------------------------------------------------------------- asking */

static bool read_server(
    const char *server, struct sockaddr_in *ret, struct error *err)
{
	struct str text = str_of(server);
	size_t colon = str_find_char(text, ':', 0);
	unsigned char address[NETWORK_BYTES];
	uint64_t port;

	if (colon == STR_NONE ||
	    !network_read(str_sub(text, 0, colon), address) ||
	    !str_to_number(str_sub(text, colon + 1, text.len), 65535, &port) ||
	    port == 0)
		return error_set(err,
		    "\"%s\" is no name server; expected an address of IPv4 "
		    "and a port, 192.0.2.1:53",
		    server);
	*ret = (struct sockaddr_in){ .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port) };
	memcpy(&ret->sin_addr, address + V4_AT, NETWORK_BYTES - V4_AT);
	return true;
}

bool dns_open(const char *server, struct dns **ret_dns, struct error *err)
{
	struct sockaddr_in name;
	struct dns *dns;

	if (server != NULL && !read_server(server, &name, err))
		return false;
	dns = xmalloc(sizeof(*dns));
	memset(dns, 0, sizeof(*dns));
	if (res_ninit(&dns->state) != 0) {
		free(dns);
		return error_set(err, "cannot read /etc/resolv.conf, which "
				      "names the name servers of this machine");
	}
	dns->state.retrans = WAIT_SECONDS;
	dns->state.retry = TRIES;
	if (server != NULL) {
		dns->state.nscount = 1;
		dns->state.nsaddr_list[0] = name;
	}
	*ret_dns = dns;
	return true;
}

void dns_close(struct dns *dns)
{
	if (dns == NULL)
		return;
	res_nclose(&dns->state);
	free(dns);
}

/* One question, of a name that may be one. */
static void ask_once(struct dns *dns, struct str name, enum dns_type type,
    struct arena *arena, struct dns_answer *a)
{
	unsigned char question[QUESTION_MOST];
	int size, got;

	*a = (struct dns_answer){ .outcome = DNS_NO_NAME };
	if (name.len == 0 || name.len > DNS_NAME_MOST ||
	    str_find_char(name, '\0', 0) != STR_NONE)
		return;
	size = res_nmkquery(&dns->state, ns_o_query, arena_cstr(arena, name),
	    ns_c_in, wire_type[type], NULL, 0, NULL, question,
	    sizeof(question));
	if (size < 0)
		return;
	errno = 0;
	got = res_nsend(
	    &dns->state, question, size, dns->answer, (int)sizeof(dns->answer));
	if (got < 0)
		fail(a, errno == ECONNREFUSED
			    ? "nobody answers where the name server should be"
			    : "the name servers gave no good answer in time");
	else
		dns_read((struct str){ (const char *)dns->answer, (size_t)got },
		    type, arena, a);
}

/* Most servers follow names that stand for others; some leave it to us. */
void dns_ask(struct dns *dns, struct str name, enum dns_type type,
    struct arena *arena, struct dns_answer *a)
{
	struct str alias = { NULL, 0 };

	ask_once(dns, without_dot(name), type, arena, a);
	for (int i = 0; i < CHAIN_MOST && a->outcome == DNS_NO_RECORD &&
			a->alias.at != NULL;
	     i++) {
		alias = a->alias;
		ask_once(dns, alias, type, arena, a);
	}
	if (a->alias.at == NULL)
		a->alias = alias;
}
