/* Is the clock of this machine right?  Compared with that of the site: mails
 * with a wrong date look forged, and links to confirm end too early. */
#include <netdb.h>
#include <stdlib.h>
#include <time.h>

#include "base/http_date.h"
#include "base/transfer.h"
#include "doctor/look.h"

enum {
	WARN_SECONDS = 30,
	WRONG_SECONDS = 5 * 60,
	CONNECT_MS = 10 * 1000,
	TOTAL_MS = 20 * 1000,
	BODY_MOST = 4096,
	ADDRESSES_MOST = 16,
};

struct clock {
	struct look *look;
	time_t asked;
};

static void judge(struct clock *c, int64_t theirs)
{
	int64_t now = (int64_t)time(NULL), off;

	/* The time between question and answer is nobody's fault. */
	off = theirs < c->asked ? c->asked - theirs
	      : theirs > now    ? theirs - now
				: 0;
	if (off <= WARN_SECONDS)
		look_say(c->look, DOCTOR_OK, "the clock is that of the site");
	else
		look_advise(c->look,
		    off > WRONG_SECONDS ? DOCTOR_WRONG : DOCTOR_WARNING,
		    STR("let a time service set it: `timedatectl set-ntp "
			"true`"),
		    "the clock is %lld seconds %s that of the site",
		    (long long)off, theirs > now ? "behind" : "before");
}

static void answered(const struct transfer_result *r, void *data)
{
	struct clock *c = data;
	int64_t theirs;

	if (r->status != 0 && http_date_parse(r->date, &theirs))
		judge(c, theirs);
	else
		look_say(c->look, DOCTOR_SKIPPED,
		    "there is nothing to compare the clock with: %s",
		    r->outcome != TRANSFER_OK ? r->why
					      : "the site tells no time");
}

/* The site is the operator's own, also in a network of theirs. */
static size_t find_addresses(
    struct str url, struct transfer_address address[ADDRESSES_MOST])
{
	struct str at = transfer_url_authority(url);
	struct str host = transfer_url_host(url);
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo *list = NULL;
	struct arena arena = { 0 };
	const char *port = str_starts(url, STR("https:")) ? "443" : "80";
	size_t count = 0;

	if (at.len > host.len + 1)
		port = arena_cstr(&arena, str_sub(at, host.len + 1, at.len));
	if (str_starts(host, STR("[")))
		host = str_sub(host, 1, host.len - 1);
	if (getaddrinfo(arena_cstr(&arena, host), port, &hints, &list) != 0)
		list = NULL;
	for (struct addrinfo *a = list; a != NULL && count < ADDRESSES_MOST;
	     a = a->ai_next)
		if (transfer_address_of(a->ai_addr, &address[count]))
			count++;
	if (list != NULL)
		freeaddrinfo(list);
	arena_release(&arena);
	return count;
}

static void ask(struct look *look, struct str url)
{
	struct clock c = { look, time(NULL) };
	struct transfer_address address[ADDRESSES_MOST];
	const struct transfer_options options = {
		.parallel = 1,
		.parallel_per_host = 1,
		.connect_ms = CONNECT_MS,
		.total_ms = TOTAL_MS,
		.body_max = BODY_MOST,
		.user_agent = "Sennight",
		/* The same as the mail servers are judged by. */
		.ca_file = getenv("SSL_CERT_FILE"),
		.allow = address,
		.allows = find_addresses(url, address),
	};
	const struct transfer_request request = {
		.url = url, .done = answered, .data = &c
	};
	struct transfers *transfers = transfers_new(&options);

	transfers_add(transfers, &request);
	transfers_run(transfers, -1);
	transfers_free(transfers);
}

void look_own_clock(struct look *look)
{
	struct strbuf url;
	const char *why;

	strbuf_init(&url, LIMIT_URL);
	if (transfer_url_clean(&url, look->settings->address, &why))
		ask(look, strbuf_str(&url));
	else
		look_say(look, DOCTOR_SKIPPED, "the site's address: %s", why);
	strbuf_release(&url);
}
