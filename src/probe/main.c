/* sennight-probe: looks at the links that `sennight check --network` hands it,
 * as a program of its own, so that the front program needs no HTTP client. */
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "base/signals.h"
#include "probe/probe.h"

#ifndef SENNIGHT_VERSION
#define SENNIGHT_VERSION "0"
#endif

static const char usage[] =
    "usage: sennight-probe [OPTION...] <ADDRESSES\n"
    "\n"
    "Reads addresses of the web, one a line, and prints what became of each\n"
    "as one line of JSON: alive, moved, dead, blocked or unsure, and why.\n"
    "\n"
    "  --cache FILE         remember there what was looked at\n"
    "  --max-age-days N     for how long what was alive is believed; else 7.\n"
    "                       What was not is believed for a day at most\n"
    "  --timeout SECONDS    for one page with all its redirects; else 20\n"
    "  --user-agent TEXT    what to call oneself\n"
    "  --allow ADDRESS:PORT an address that may be met though it is not of\n"
    "                       the public internet; for tests\n"
    "\n"
    "Exit status: 0 if everything was looked at, 2 if it could not be.\n";

#define USER_AGENT \
	"Sennight/" SENNIGHT_VERSION " (checks links of a newsletter)"

enum {
	FINE = 0,
	FAILED = 2,
	SIGNALLED = 128, /* and the number of the signal */
	MAX_AGE_DAYS = 7,
	TIMEOUT_S = 20,
	CHUNK = 64 * 1024,
};

struct options {
	struct probe_options probe;
	const char *cache;
	unsigned max_age_days;
};

static int fail(const struct error *err)
{
	fprintf(stderr, "sennight-probe: %s\n", err->text);
	return FAILED;
}

/* 130 for Ctrl-C. */
static int status_of_signal(int signals)
{
	struct signalfd_siginfo info = { 0 };

	if (read(signals, &info, sizeof(info)) != (ssize_t)sizeof(info))
		return FAILED;
	return SIGNALLED + (int)info.ssi_signo;
}

/* All of the standard input.  False with an empty err if a signal came. */
static bool read_input(int signals, struct strbuf *input, struct error *err)
{
	struct pollfd fds[] = { { signals, POLLIN, 0 },
		{ STDIN_FILENO, POLLIN, 0 } };

	for (;;) {
		char *room;
		ssize_t n;

		if (poll(fds, 2, -1) < 0 && errno != EINTR)
			return error_errno(err, errno, "cannot read addresses");
		if (fds[0].revents != 0)
			return error_set(err, "%s", "");
		room = strbuf_reserve(input, CHUNK);
		if (room == NULL)
			return error_set(err,
			    "there are too many addresses; hand them over in "
			    "parts");
		n = read(STDIN_FILENO, room, CHUNK);
		if (n == 0)
			return true;
		if (n > 0)
			strbuf_commit(input, (size_t)n);
		else if (errno != EINTR && errno != EAGAIN)
			return error_errno(err, errno, "cannot read addresses");
	}
}

/* One address a line; empty lines are passed over. */
static bool split_lines(struct arena *arena, struct str input,
    struct str **ret_url, size_t *ret_count, struct error *err)
{
	struct str *url = NULL;
	size_t count = 0;

	while (input.at != NULL) {
		struct str line = str_trim(str_take(&input, '\n'));

		if (line.len == 0)
			continue;
		if (line.len > LIMIT_URL) {
			fprintf(stderr,
			    "sennight-probe: passing over an address of %zu "
			    "bytes: %.60s...\n",
			    line.len, line.at);
			continue;
		}
		if (count == LIMIT_PROBE_URLS)
			return error_set(err,
			    "there are more than %d addresses; hand them over "
			    "in parts",
			    LIMIT_PROBE_URLS);
		url = ARENA_GROW(arena, url, count);
		url[count++] = line;
	}
	*ret_url = url;
	*ret_count = count;
	return true;
}

static void print_result(const struct probe_result *result, void *data)
{
	struct strbuf *line = data;

	strbuf_reset(line);
	probe_result_add(line, result);
	if (fwrite(line->buf, 1, line->len, stdout) == line->len &&
	    fflush(stdout) == 0)
		return;
	/* Nobody listens any more; the cache knows what was seen. */
	fprintf(stderr, "sennight-probe: cannot print: %s\n", strerror(errno));
	_exit(FAILED);
}

static int judge_run(const struct probe_summary *summary, int signals)
{
	if (summary->cache.text[0] != '\0')
		fprintf(stderr, "sennight-probe: %s\n", summary->cache.text);
	if (summary->woken)
		return status_of_signal(signals);
	if (summary->out_of_reach == 0 || summary->reached > 0 ||
	    summary->cached > 0)
		return FINE;
	fprintf(stderr,
	    "sennight-probe: nothing could be reached; is this machine "
	    "connected to the internet?\n");
	return FAILED;
}

static int look(struct options *options, int signals, struct str input)
{
	struct arena arena = { 0 };
	struct probe_summary summary;
	struct cache cache;
	struct strbuf line;
	struct error err;
	struct str *url = NULL;
	size_t count = 0;

	if (!split_lines(&arena, input, &url, &count, &err) ||
	    !cache_open(&arena, options->cache, options->max_age_days,
		(int64_t)time(NULL), &cache, &err)) {
		arena_release(&arena);
		return fail(&err);
	}
	options->probe.wake = signals;
	strbuf_init(&line, LIMIT_PROBE_LINE);
	probe_run(
	    &options->probe, &cache, url, count, print_result, &line, &summary);
	strbuf_release(&line);
	cache_close(&cache);
	arena_release(&arena);
	return judge_run(&summary, signals);
}

static int run(struct options *options)
{
	struct error err = { "" };
	struct strbuf input;
	int signals = signals_open(&err), status;

	if (signals < 0)
		return fail(&err);
	strbuf_init(&input, LIMIT_PROBE_INPUT);
	if (read_input(signals, &input, &err))
		status = look(options, signals, strbuf_str(&input));
	else if (err.text[0] == '\0')
		status = status_of_signal(signals);
	else
		status = fail(&err);
	strbuf_release(&input);
	close(signals);
	return status;
}

static bool read_number(const char *option, const char *text, unsigned min,
    unsigned max, unsigned *ret_number)
{
	uint64_t number;

	if (str_to_number(str_of(text), max, &number) && number >= min) {
		*ret_number = (unsigned)number;
		return true;
	}
	fprintf(stderr,
	    "sennight-probe: %s \"%.100s\": expected a number of %u to %u\n",
	    option, text, min, max);
	return false;
}

static bool allow(
    struct arena *arena, struct probe_options *o, const char *text)
{
	struct transfer_address *list = NULL, address;
	struct error err;

	if (!transfer_address_parse(text, &address, &err)) {
		fail(&err);
		return false;
	}
	/* Few: the list is made anew for each. */
	list = ARENA_ARRAY(arena, o->allows + 1, struct transfer_address);
	if (o->allows > 0)
		memcpy(list, o->allow, o->allows * sizeof(*list));
	list[o->allows++] = address;
	o->allow = list;
	return true;
}

enum { CACHE = 256, MAX_AGE, TIMEOUT, AGENT, ALLOW, HELP };

/* One option; -1 to go on, else the exit status. */
static int take_option(struct arena *arena, struct options *o, int option)
{
	unsigned seconds;
	bool good = true;

	switch (option) {
	case CACHE: o->cache = optarg; break;
	case AGENT: o->probe.user_agent = optarg; break;
	case MAX_AGE:
		good = read_number(
		    "--max-age-days", optarg, 0, 3650, &o->max_age_days);
		break;
	case TIMEOUT:
		good = read_number("--timeout", optarg, 1, 3600, &seconds);
		if (good)
			o->probe.total_s = (int)seconds;
		break;
	case ALLOW: good = allow(arena, &o->probe, optarg); break;
	case HELP: fputs(usage, stdout); return FINE;
	default: fputs(usage, stderr); return FAILED;
	}
	return good ? -1 : FAILED;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "cache", required_argument, NULL, CACHE },
		{ "max-age-days", required_argument, NULL, MAX_AGE },
		{ "timeout", required_argument, NULL, TIMEOUT },
		{ "user-agent", required_argument, NULL, AGENT },
		{ "allow", required_argument, NULL, ALLOW },
		{ "help", no_argument, NULL, HELP },
		{ NULL, 0, NULL, 0 },
	};
	struct options o = { .probe = { .total_s = TIMEOUT_S,
				 .user_agent = USER_AGENT },
		.max_age_days = MAX_AGE_DAYS };
	struct arena arena = { 0 };
	int option, status = -1;

	while (status < 0 &&
	       (option = getopt_long(argc, argv, "", options, NULL)) != -1)
		status = take_option(&arena, &o, option);
	if (status < 0 && optind < argc) {
		fputs(usage, stderr);
		status = FAILED;
	}
	if (status < 0)
		status = run(&o);
	arena_release(&arena);
	return status;
}
