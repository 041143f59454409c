#include "serve/metrics.h"

#include "base/strbuf.h"
#include "serve/answer.h"
#include "serve/open.h"

enum { TEXT_MOST = 16 * 1024 };

static const char *const page_kinds[2] = { "file", "made" };

static const char *const deed_names[DEEDS] = {
	[DEED_ASKED] = "asked",
	[DEED_CONFIRMED] = "confirmed",
	[DEED_CHOSE] = "chose",
	[DEED_LEFT] = "left",
	[DEED_ERASED] = "erased",
	[DEED_VOTED] = "voted",
	[DEED_NOMINATED] = "nominated",
	[DEED_SUBMITTED] = "submitted",
	[DEED_LIMITED] = "limited",
	[DEED_TOLD] = "told",
	[DEED_TOLD_OTHER] = "told_other",
	[DEED_TOLD_REFUSED] = "told_refused",
};

void metrics_count(
    struct metrics *m, bool made, unsigned status, int64_t microseconds)
{
	m->answers[made][status < 600 ? status / 100 : 0]++;
	m->took[made] += (uint64_t)(microseconds > 0 ? microseconds : 0);
}

static void add_head(
    struct strbuf *out, const char *name, const char *type, const char *help)
{
	strbuf_printf(out, "# HELP sennight_%s %s\n# TYPE sennight_%s %s\n",
	    name, help, name, type);
}

static void add_answers(struct strbuf *out, const struct metrics *m)
{
	add_head(out, "requests_total", "counter",
	    "Requests by kind of page and class of status; 0 for clients that "
	    "went away.");
	for (int made = 0; made < 2; made++)
		for (int class = 0; class < 6; class ++)
			strbuf_printf(out,
			    "sennight_requests_total{page=\"%s\",class=\"%d\"} "
			    "%llu\n",
			    page_kinds[made], class,
			    (unsigned long long)m->answers[made][class]);
	add_head(out, "request_seconds_total", "counter",
	    "Time from the headers of requests to the end of their answers.");
	for (int made = 0; made < 2; made++)
		strbuf_printf(out,
		    "sennight_request_seconds_total{page=\"%s\"} %.6f\n",
		    page_kinds[made], (double)m->took[made] / 1e6);
}

static void add_readers(struct strbuf *out, const struct readers_counts *c)
{
	add_head(out, "readers_total", "counter",
	    "What readers did, and services told.");
	for (int i = 1; i < DEEDS; i++)
		strbuf_printf(out, "sennight_readers_total{what=\"%s\"} %llu\n",
		    deed_names[i], (unsigned long long)c->deeds[i]);
	add_head(out, "waiting", "gauge", "Requests that wait for the store.");
	strbuf_printf(out, "sennight_waiting %zu\n", c->waiting);
	add_head(out, "mails_total", "counter",
	    "Letters that were sent, put off, given up.");
	strbuf_printf(out,
	    "sennight_mails_total{what=\"sent\"} %llu\n"
	    "sennight_mails_total{what=\"delayed\"} %llu\n"
	    "sennight_mails_total{what=\"given_up\"} %llu\n",
	    (unsigned long long)c->mail.sent,
	    (unsigned long long)c->mail.delayed,
	    (unsigned long long)c->mail.given_up);
	add_head(out, "forgotten_total", "counter",
	    "Sign-ups that nobody confirmed.");
	strbuf_printf(out, "sennight_forgotten_total %llu\n",
	    (unsigned long long)c->mail.unconfirmed);
	add_head(out, "outbox", "gauge",
	    "Letters in the outbox, when it was last looked into.");
	strbuf_printf(
	    out, "sennight_outbox %lld\n", (long long)c->mail.waiting);
}

struct MHD_Response *metrics_answer(
    const struct metrics *m, struct readers *readers)
{
	struct readers_counts counts;
	struct MHD_Response *response;
	struct strbuf out;

	strbuf_init(&out, TEXT_MOST);
	add_answers(&out, m);
	if (readers != NULL) {
		readers_count(readers, &counts);
		add_readers(&out, &counts);
	}
	response = answer_text(strbuf_str(&out));
	strbuf_release(&out);
	return response;
}
