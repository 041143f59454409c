#include "cmd/cmd.h"

#include <getopt.h>
#include <stdio.h>

#include "build/build.h"

static const char usage[] =
    "usage: sennight build [-o DIR] [--drafts] [--quiet]\n"
    "\n"
    "Builds the site, its feeds, calendars and search index from the\n"
    "newsletter in this folder. Files that did not change keep their time;\n"
    "files that an earlier build wrote and this one did not are removed.\n"
    "\n"
    "  -o, --output DIR  where to; the setting folders.output else\n"
    "      --drafts      pages for the issues in work, too\n"
    "  -q, --quiet       print nothing but what is wrong\n"
    "      --help        this text\n";

static void print_report(const struct build_report *r)
{
	if (r->unchanged) {
		printf("%s is up to date: %zu issues, nothing changed\n",
		    r->output, r->issues);
		return;
	}
	printf("%s: %zu issues, %zu drafts, %zu pages, %zu upcoming events\n",
	    r->output, r->issues, r->drafts, r->pages, r->events);
	printf("  %zu files written, %zu unchanged, %zu removed, %.1f MB\n",
	    r->files.written, r->files.unchanged, r->files.removed,
	    (double)r->files.bytes / 1e6);
}

static int build(const struct build_options *options, bool quiet)
{
	struct arena arena = { 0 };
	struct build_report report;
	struct error err;
	bool ok = build_site(options, &arena, &report, &err);

	if (!ok) {
		cmd_fail("build", &err);
	} else {
		for (size_t i = 0; i < report.notes; i++)
			fprintf(stderr, "note: %s\n", report.note[i]);
		if (!quiet)
			print_report(&report);
	}
	arena_release(&arena);
	return ok ? CMD_FINE : CMD_FAILED;
}

int cmd_build(int argc, char **argv)
{
	enum { OPTION_DRAFTS = 256, OPTION_HELP };
	static const struct option options[] = {
		{ "output", required_argument, NULL, 'o' },
		{ "drafts", no_argument, NULL, OPTION_DRAFTS },
		{ "quiet", no_argument, NULL, 'q' },
		{ "help", no_argument, NULL, OPTION_HELP },
		{ NULL, 0, NULL, 0 },
	};
	struct build_options build_options = { 0 };
	bool quiet = false;
	int option;

	while ((option = getopt_long(argc, argv, "o:q", options, NULL)) != -1)
		switch (option) {
		case 'o': build_options.output = optarg; break;
		case 'q': quiet = true; break;
		case OPTION_DRAFTS: build_options.drafts = true; break;
		case OPTION_HELP: fputs(usage, stdout); return CMD_FINE;
		default: fputs(usage, stderr); return CMD_FAILED;
		}
	if (optind < argc) {
		fputs(usage, stderr);
		return CMD_FAILED;
	}
	return build(&build_options, quiet);
}
