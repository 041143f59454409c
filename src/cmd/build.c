#include "build/build.h"
#include "build/mail.h"
#include "cmd/cmd.h"

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

static int build(
    const struct cmd *cmd, const struct build_options *options, bool quiet)
{
	struct arena arena = { 0 };
	struct build_report report;
	struct error err;
	bool ok = build_site(options, &arena, &report, &err);

	if (!ok) {
		cmd_fail(cmd, &err);
	} else {
		for (size_t i = 0; i < report.notes; i++)
			fprintf(stderr, "note: %s\n", report.note[i]);
		if (!quiet)
			print_report(&report);
	}
	arena_release(&arena);
	return ok ? CMD_FINE : CMD_FAILED;
}

static int build_mail(
    const struct cmd *cmd, const char *issue, const char *folder, bool quiet)
{
	struct arena arena = { 0 };
	struct mail_files files;
	struct error err;
	bool ok = mail_build(issue, folder, &arena, &files, &err);

	if (!ok)
		cmd_fail(cmd, &err);
	if (ok && !quiet)
		printf("%s: %zu bytes\n%s: %zu bytes\n", files.html,
		    files.html_bytes, files.text, files.text_bytes);
	if (ok && files.warning != NULL)
		fprintf(stderr, "warning: %s\n", files.warning);
	arena_release(&arena);
	return ok ? CMD_FINE : CMD_FAILED;
}

struct options {
	struct build_options build;
	const char *mail; /* issue; NULL: the site is wanted */
	bool quiet;
};

enum {
	OPTION_OUTPUT,
	OPTION_DRAFTS,
	OPTION_MAIL,
	OPTION_THREADS,
	OPTION_QUIET
};

static const struct cmd_option options[] = {
	[OPTION_OUTPUT] = { 'o', "output", "DIR",
	    "where to; else as the setting folders.output says, for a mail "
	    "mail/ below folders.cache" },
	[OPTION_DRAFTS] = { '\0', "drafts", NULL,
	    "pages for the issues in work, too" },
	[OPTION_MAIL] = { '\0', "mail", "ISSUE",
	    "no site, but the mail of an issue, named by its number, date, "
	    "slug or path" },
	[OPTION_THREADS] = { 'j', "threads", "N",
	    "at most so many; else one for each processor" },
	[OPTION_QUIET] = { 'q', "quiet", NULL,
	    "print nothing but what is wrong" },
};

static bool take_threads(struct options *o, struct str value)
{
	uint64_t threads;

	if (!str_to_number(value, INT16_MAX, &threads) || threads == 0)
		return false;
	o->build.threads = (int)threads;
	return true;
}

static bool take(void *data, size_t index, const char *value)
{
	struct options *o = data;

	switch (index) {
	case OPTION_OUTPUT: o->build.output = value; break;
	case OPTION_THREADS: return take_threads(o, str_of(value));
	case OPTION_MAIL: o->mail = value; break;
	case OPTION_DRAFTS: o->build.drafts = true; break;
	default: o->quiet = true; break;
	}
	return true;
}

static int run(const struct cmd *cmd, int argc, char **argv)
{
	struct options o = { .quiet = false };
	int first, status;

	if (!cmd_read_options(cmd, argc, argv, take, &o, &first, &status))
		return status;
	if (first < argc) {
		cmd_print_help(cmd, stderr);
		return CMD_FAILED;
	}
	if (o.mail != NULL)
		return build_mail(cmd, o.mail, o.build.output, o.quiet);
	return build(cmd, &o.build, o.quiet);
}

const struct cmd cmd_build = {
	.name = "build",
	.line = "build the site, feeds and calendars",
	.arguments = "",
	.text = "Builds the site, its feeds, calendars and search index from "
		"the\nnewsletter in this folder. Files that did not change "
		"keep their time;\nfiles that an earlier build wrote and this "
		"one did not are removed.\n\nWith --mail it writes SLUG.html "
		"and SLUG.txt instead, the two parts of a\nmail with all "
		"links absolute; docs/mails.md says what is in them.",
	.option = options,
	.options = sizeof(options) / sizeof(options[0]),
	.run = run,
};
