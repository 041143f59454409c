/*
 * sign_times: what signing alone costs.
 *
 *	sign_times COUNT
 *
 * Signs the headers of COUNT mails, each with another reader, by the key of
 * selector "bench", in one thread; the hash of the body is given.
 */
#include <stdio.h>

#include "send/dkim.h"

static void add_headers(struct strbuf *out, uint64_t i)
{
	strbuf_printf(out,
	    "To: <reader%llu@x.example>\r\n"
	    "Date: Fri, 27 Nov 2026 02:47:52 +0000\r\n"
	    "Message-ID: <66a26d6d766283696fed3a1874567%03llu@example.org>\r\n"
	    "List-Unsubscribe: <https://example.org/unsubscribe/%llu>\r\n"
	    "From: Low Tide <tide@example.org>\r\n"
	    "Subject: Low Tide 1\r\n"
	    "List-Id: Low Tide <example.org>\r\n"
	    "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: multipart/alternative; boundary=\"x\"\r\n",
	    (unsigned long long)i, (unsigned long long)i % 1000,
	    (unsigned long long)i);
}

int main(int argc, char **argv)
{
	struct str name = STR_INIT("bench");
	const struct str_list selectors = { &name, 1 };
	struct dkim_hash hash = { { 0 } };
	struct strbuf headers, out;
	struct dkim *dkim;
	struct error err = { "usage: sign_times COUNT" };
	uint64_t count;
	bool ok = argc == 2 &&
		  str_to_number(str_of(argv[1]), UINT32_MAX, &count) &&
		  dkim_open(STR("example.org"), &selectors, &dkim, &err);

	if (!ok) {
		fprintf(stderr, "%s\n", err.text);
		return 2;
	}
	strbuf_init(&headers, 10000);
	strbuf_init(&out, 10000);
	for (uint64_t i = 0; ok && i < count; i++) {
		strbuf_reset(&headers);
		strbuf_reset(&out);
		add_headers(&headers, i);
		ok = dkim_sign(
		    dkim, strbuf_str(&headers), &hash, 1795747672, &out, &err);
	}
	strbuf_release(&headers);
	strbuf_release(&out);
	dkim_free(dkim);
	return ok ? 0 : 1;
}
