/* sennight-serve: the command `sennight serve`, as a program of its own, so
 * that the front program needs no web server. */
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/signals.h"
#include "base/url.h"
#include "build/build.h"
#include "newsletter/newsletter.h"
#include "serve/listen.h"
#include "serve/preview.h"
#include "serve/route.h"
#include "serve/server.h"

/* The front program explains the options from its record of the command. */
static const char usage[] =
    "usage: sennight serve [OPTION...]; sennight serve --help says more\n";

#define DEFAULT_ADDRESS "127.0.0.1:8765"

enum { FINE = 0, FAILED = 2, TICK_MS = 1000 };

struct serve_options {
	struct server_options server;
	const char *output;
	bool preview, drafts, trial;
	bool log, log_addresses;
};

static int fail(const struct error *err)
{
	fprintf(stderr, "sennight serve: %s\n", err->text);
	return FAILED;
}

/* By any thread. */
static void print_failure(void *data, const struct error *err)
{
	(void)data;
	fprintf(stderr, "sennight serve: %s\n", err->text);
}

/* Any bytes, as one word. */
static void print_word(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		putchar(
		    text.at[i] > ' ' && text.at[i] < 0x7f ? text.at[i] : '?');
}

/* By the server's thread.  What is not yet out is so at the next tick. */
static void print_line(void *data, const struct server_line *line)
{
	struct timespec now;
	struct tm tm;
	char time[32];

	(void)data;
	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &tm);
	strftime(time, sizeof(time), "%Y-%m-%dT%H:%M:%S", &tm);
	printf("%s.%03ldZ %s %s ", time, now.tv_nsec / 1000000,
	    line->address != NULL ? line->address : "-", line->method);
	if (!str_starts(line->path, STR("/")))
		putchar('/');
	print_word(line->path);
	printf(" %u %lld.%03lld\n", line->status,
	    (long long)(line->took / 1000), (long long)(line->took % 1000));
}

/* One line; the server is ready when it is there. */
static void print_ready(
    const struct serve_options *options, const struct server *server)
{
	if (options->server.or_any && options->server.socket < 0 &&
	    strstr(server_url(server), DEFAULT_ADDRESS) == NULL)
		fputs("another program listens on " DEFAULT_ADDRESS
		      "; taking a free port\n",
		    stderr);
	puts(server_url(server));
	fflush(stdout);
}

static void print_report(const struct preview_report *r)
{
	if (r->error != NULL)
		fprintf(stderr, "not built: %s\n", r->error);
	else if (r->changed)
		fprintf(stderr, "built in %ld ms, %zu files changed\n",
		    r->milliseconds, r->written);
	else
		fprintf(stderr, "built in %ld ms, the same as before\n",
		    r->milliseconds);
}

/* A site that was built anew, perhaps in another place and copied here. */
static void look_at_site(
    struct server *server, const char *manifest, struct file_state *state)
{
	struct file_state now;
	struct error err;

	if (!file_state_at(AT_FDCWD, manifest, &now) ||
	    (now.mtime_ns == state->mtime_ns && now.size == state->size))
		return;
	*state = now;
	if (!server_renew_readers(server, &err))
		print_failure(NULL, &err);
}

/* Until a signal.  `preview` may be NULL, and so `manifest`, of the site. */
static void run(const struct serve_options *options, struct server *server,
    struct preview *preview, const char *manifest, int signals)
{
	bool ready = preview == NULL;
	struct file_state state = { 0 };

	if (manifest != NULL)
		file_state_at(AT_FDCWD, manifest, &state);

	if (ready)
		print_ready(options, server);
	for (;;) {
		struct pollfd fds[1 + PREVIEW_FDS];
		int fd[PREVIEW_FDS] = { -1, -1 }, timeout = TICK_MS, n;
		struct preview_report report;

		if (preview != NULL) {
			preview_fds(preview, fd);
			n = preview_timeout(preview);
			timeout = n >= 0 && n < TICK_MS ? n : TICK_MS;
		}
		fds[0] = (struct pollfd){ signals, POLLIN, 0 };
		for (int i = 0; i < PREVIEW_FDS; i++)
			fds[1 + i] = (struct pollfd){ fd[i], POLLIN, 0 };
		n = poll(fds, 1 + PREVIEW_FDS, timeout);
		if (n > 0 && fds[0].revents != 0)
			return;
		if (preview != NULL && preview_step(preview, &report)) {
			print_report(&report);
			if (!ready)
				print_ready(options, server);
			ready = true;
		}
		server_tick(server);
		if (manifest != NULL)
			look_at_site(server, manifest, &state);
		fflush(stdout);
	}
}

static int serve_preview(const struct serve_options *options, int signals)
{
	const struct preview_options preview_options = {
		.folder = options->output, .drafts = options->drafts
	};
	struct preview *preview;
	struct server *server;
	struct error err;

	if (!server_open(&options->server, &server, &err))
		return fail(&err);
	if (!server_start(server, &err) ||
	    !preview_new(&preview_options, server, &preview, &err)) {
		server_stop(server);
		return fail(&err);
	}
	run(options, server, preview, NULL, signals);
	server_stop(server);
	/* Nobody waits for a build that nobody will see. */
	if (!preview_free(preview))
		_exit(FINE);
	return FINE;
}

static bool is_built(struct arena *arena, const char *folder)
{
	return file_exists(path_join(arena, folder, OUTPUT_MANIFEST));
}

/* The folder to serve and the root of its addresses, built if need be. */
static bool find_site(const struct serve_options *options, struct arena *arena,
    const struct settings *settings, struct server_site *ret_site,
    struct error *err)
{
	struct build_options build = { .output = options->output,
		.drafts = options->drafts };
	struct build_report report;

	ret_site->folder = options->output != NULL
			       ? options->output
			       : arena_cstr(arena, settings->folders.output);
	ret_site->root = url_split(settings->address).path;
	ret_site->version = 1;
	if (is_built(arena, ret_site->folder))
		return true;
	if (!build_site(&build, arena, &report, err))
		return false;
	fprintf(stderr, "%s: %zu files written\n", report.output,
	    report.files.written);
	return true;
}

/* With the pages for readers, if the settings want them. */
static bool start_site(struct serve_options *options, struct arena *arena,
    struct server **ret_server, const char **ret_manifest, struct error *err)
{
	struct server_site site = { 0 };
	struct settings settings;

	if (!newsletter_settings(arena, NULL, STR(""), &settings, err) ||
	    !find_site(options, arena, &settings, &site, err))
		return false;
	*ret_manifest = path_join(arena, site.folder, OUTPUT_MANIFEST);
	options->server.behind_proxy = settings.subscribe.behind_proxy;
	if (!server_open(&options->server, ret_server, err))
		return false;
	server_show(*ret_server, &site);
	if (server_open_readers(*ret_server, options->trial, err) &&
	    server_start(*ret_server, err))
		return true;
	server_stop(*ret_server);
	return false;
}

static int serve_site(struct serve_options *options, int signals)
{
	struct arena arena = { 0 };
	const char *manifest;
	struct server *server;
	struct error err;
	int status = FINE;

	if (!start_site(options, &arena, &server, &manifest, &err)) {
		status = fail(&err);
	} else {
		run(options, server, NULL, manifest, signals);
		server_stop(server);
	}
	arena_release(&arena);
	return status;
}

/* Each connection is a file, and the system's first limit is low. */
static void allow_files(void)
{
	const rlim_t wanted = 2 * LIMIT_CONNECTIONS;
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
		return;
	limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
	setrlimit(RLIMIT_NOFILE, &limit);
}

static int serve(struct serve_options *options)
{
	struct error err;
	int signals = signals_open(&err), status;

	if (signals < 0)
		return fail(&err);
	allow_files();
	options->server.preview = options->preview;
	options->server.socket = listen_handed_on();
	options->server.failed = print_failure;
	if (options->log)
		options->server.log = print_line;
	options->server.log_addresses = options->log_addresses;
	status = options->preview ? serve_preview(options, signals)
				  : serve_site(options, signals);
	close(signals);
	return status;
}

int main(int argc, char **argv)
{
	enum { PREVIEW = 256, DRAFTS, NO_DRAFTS, LISTEN, LOG, TRIAL, HELP };
	static const struct option options[] = {
		{ "preview", no_argument, NULL, PREVIEW },
		{ "drafts", no_argument, NULL, DRAFTS },
		{ "no-drafts", no_argument, NULL, NO_DRAFTS },
		{ "listen", required_argument, NULL, LISTEN },
		{ "try", no_argument, NULL, TRIAL },
		{ "log", optional_argument, NULL, LOG },
		{ "output", required_argument, NULL, 'o' },
		{ "help", no_argument, NULL, HELP },
		{ NULL, 0, NULL, 0 },
	};
	struct serve_options o = { .server = { .address = DEFAULT_ADDRESS,
				       .or_any = true } };
	int option, drafts = -1;

	while ((option = getopt_long(argc, argv, "o:", options, NULL)) != -1)
		switch (option) {
		case PREVIEW: o.preview = true; break;
		case DRAFTS: drafts = 1; break;
		case NO_DRAFTS: drafts = 0; break;
		case LISTEN:
			o.server.address = optarg;
			o.server.or_any = false;
			break;
		case LOG:
			o.log = true;
			o.log_addresses =
			    optarg != NULL && strcmp(optarg, "addresses") == 0;
			break;
		case TRIAL: o.trial = true; break;
		case 'o': o.output = optarg; break;
		case HELP: fputs(usage, stdout); return FINE;
		default: fputs(usage, stderr); return FAILED;
		}
	if (optind < argc) {
		fputs(usage, stderr);
		return FAILED;
	}
	o.drafts = drafts >= 0 ? drafts > 0 : o.preview;
	return serve(&o);
}
