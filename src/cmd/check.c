#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "check/check.h"
#include "cmd/check_ask.h"
#include "cmd/cmd.h"
#include "model/issue.h"
#include "newsletter/newsletter.h"

/* Fixes that overlap wait for the next round; each round makes at least one,
 * and a fix does not bring the next mistake of its own. */
enum { FIX_ROUNDS = 20 };

struct options {
	struct check_options check;
	struct check_style style;
	enum check_level fail_on;
	bool list, fix, fix_all, quiet;
	const char *explain;
	const char *baseline, *write_baseline;
	const char *since; /* revision; NULL: everything */
	bool network;
	bool changed_only;
	int most; /* links to look at; 0: not said */
	struct arena arena;
};

/* ------------------------------------------------------------------ printing */

static void print(const struct strbuf *out)
{
	fwrite(out->buf, 1, out->len, stdout);
}

static int list_rules(const struct options *o, const struct settings *settings)
{
	struct strbuf out;

	strbuf_init(&out, LIMIT_SMALL_FILE);
	check_add_list(&out, settings, o->style.format == CHECK_JSON);
	print(&out);
	strbuf_release(&out);
	return CMD_FINE;
}

static int explain_rule(const struct cmd *cmd, const char *id)
{
	const char *near = NULL;
	struct strbuf out;
	bool known;

	strbuf_init(&out, LIMIT_SMALL_FILE);
	known = check_add_explanation(&out, str_of(id), &near);
	print(&out);
	strbuf_release(&out);
	if (known)
		return CMD_FINE;
	fprintf(stderr, "sennight %s: there is no rule %s", cmd->name, id);
	if (near != NULL)
		fprintf(stderr, "; did you mean %s?\n", near);
	else
		fprintf(stderr, "; --list has their names\n");
	return CMD_FAILED;
}

static void print_count(size_t count, const char *one, const char *many)
{
	printf("%zu %s", count, count == 1 ? one : many);
}

static void print_nothing(const struct options *o)
{
	if (o->since != NULL)
		printf("no issue changed since %s\n", o->since);
	else
		printf("there are no drafts; name a file, or use --all\n");
}

static void print_summary(
    const struct options *o, const struct check_report *r, size_t fixed)
{
	size_t allowed = 0, known = 0;

	if (r->files == 0) {
		print_nothing(o);
		return;
	}

	for (size_t i = 0; i < r->files; i++) {
		allowed += r->file[i].allowed;
		known += r->file[i].known;
	}
	if (fixed > 0)
		printf("%zu fixed; ", fixed);
	print_count(check_count(r, CHECK_ERROR), "error", "errors");
	printf(", ");
	print_count(check_count(r, CHECK_WARNING), "warning", "warnings");
	printf(", %zu info in ", check_count(r, CHECK_INFO));
	print_count(r->files, "file", "files");
	if (allowed > 0)
		printf(", %zu allowed", allowed);
	if (known > 0)
		printf(", %zu known", known);
	printf("; ");
	print_count(r->archive, "issue", "issues");
	printf(" compared\n");
}

/* Where this folder is below the one that a workflow of GitHub checked out:
 * "news/", or NULL at the top and anywhere else. */
static const char *repository_prefix(struct arena *arena)
{
	const char *top = getenv("GITHUB_WORKSPACE");
	size_t len = top != NULL ? strlen(top) : 0;
	char here[4096];

	while (len > 0 && top[len - 1] == '/')
		len--;
	if (len == 0 || getcwd(here, sizeof(here)) == NULL ||
	    strncmp(here, top, len) != 0 || here[len] != '/')
		return NULL;
	return arena_printf(arena, "%s/", here + len + 1).at;
}

/* What is there again is no finding, as there is nothing to mend. */
static void print_changes(const struct options *o, const struct watched *w)
{
	for (size_t i = 0; i < w->back.count; i++)
		printf("there again: %.*s\n", STR_ARG(w->back.result[i].url));
	if (o->quiet)
		return;
	printf("%zu of %zu links looked at: %zu gone, %zu moved, %zu there "
	       "again\n",
	    w->looked, w->links, w->gone, w->moved, w->back.count);
	if (w->first_dead > 0)
		printf("%zu of %zu that were seen for the first time lead "
		       "nowhere; `sennight check --network --all` has them\n",
		    w->first_dead, w->first);
}

static bool print_watched(
    const struct options *o, const struct watched *w, struct error *err)
{
	if (o->style.format == CHECK_TEXT)
		print_changes(o, w);
	return fflush(stdout) == 0 ||
	       error_errno(err, errno, "cannot print what changed");
}

static void print_notes(const struct check_report *report)
{
	for (size_t i = 0; i < report->notes; i++)
		fprintf(stderr, "note: %s\n", report->note[i]);
}

static bool print_report(const struct options *o,
    const struct check_report *report, size_t fixed, struct error *err)
{
	struct strbuf out;
	bool ok;

	strbuf_init(&out, LIMIT_FEED);
	check_add_report(&out, report, &o->style);
	ok =
	    !out.full || error_set(err, "there are too many findings to print");
	if (ok)
		print(&out);
	strbuf_release(&out);
	if (ok && o->style.format == CHECK_TEXT && !o->quiet &&
	    !o->changed_only)
		print_summary(o, report, fixed);
	return ok;
}

/* ------------------------------------------------------------------ checking */

/* Settings of this folder, or those that the first file's category names. */
static bool read_settings(
    struct options *o, struct settings *ret_settings, struct error *err)
{
	struct header header = { 0 };
	struct str text;

	if (o->check.paths == 0 && !o->list && !file_exists(SETTINGS_FILE))
		return error_set(err,
		    "there is no " SETTINGS_FILE " in this folder; name a "
		    "file, or go to the folder of your newsletter");
	if (o->check.paths > 0 && !file_exists(SETTINGS_FILE)) {
		if (!file_read(o->check.path[0], LIMIT_ISSUE_FILE, &o->arena,
			&text, err))
			return false;
		header_read(&o->arena, text, &header);
	}
	return newsletter_settings(
	    &o->arena, NULL, header.category, ret_settings, err);
}

/* Write the fixed texts; *ret_fixed is how many fixes were made. */
static bool fix_files(const struct options *o,
    const struct check_report *report, size_t *ret_fixed, struct error *err)
{
	struct arena arena = { 0 };
	bool ok = true;

	*ret_fixed = 0;
	for (size_t i = 0; ok && i < report->files; i++) {
		const struct checked_file *file = &report->file[i];
		size_t fixed, waiting;
		struct str text = check_fixed_text(
		    &arena, file, o->fix_all, &fixed, &waiting);

		if (fixed > 0)
			ok = file_write(file->path, text, NULL, err);
		*ret_fixed += fixed;
	}
	arena_release(&arena);
	return ok;
}

static bool take_baseline(
    struct options *o, struct check_report *report, struct error *err)
{
	struct str text;

	return o->baseline == NULL ||
	       (file_read(
		    o->baseline, LIMIT_DATA_FILE, &o->arena, &text, err) &&
		   check_take_baseline(report, o->baseline, text, err));
}

/* What the issues had before the change is known. */
static bool take_before(struct options *o, const struct settings *settings,
    const struct since *since, struct check_report *report, struct error *err)
{
	struct check_options options = o->check;
	struct check_report before;
	const char **path =
	    ARENA_ARRAY(&o->arena, since->befores + 1, const char *);
	bool ok;

	if (since->befores == 0)
		return true;
	for (size_t i = 0; i < since->befores; i++)
		path[i] = since->before[i].path;
	options.path = path;
	options.paths = options.texts = since->befores;
	options.text = since->before;
	ok = check_run(&options, settings, &before, err);
	if (ok)
		check_take_known(report, &before);
	check_release(&before);
	return ok;
}

/* Only what a change brought in. */
static bool check_since(struct options *o, const struct settings *settings,
    struct check_report *report, struct error *err)
{
	struct check_options options = o->check;
	struct since since;

	if (!ask_git(&o->arena, settings, o->since, o->check.path,
		o->check.paths, &since, err))
		return false;
	if (since.paths == 0)
		return true;
	options.path = since.path;
	options.paths = since.paths;
	return check_run(&options, settings, report, err) &&
	       take_before(o, settings, &since, report, err);
}

static bool check_once(struct options *o, const struct settings *settings,
    struct check_report *report, struct error *err)
{
	bool ok = o->since != NULL
		      ? check_since(o, settings, report, err)
		      : check_run(&o->check, settings, report, err);

	return ok && take_baseline(o, report, err);
}

static bool check_and_fix(struct options *o, const struct settings *settings,
    struct check_report *report, size_t *ret_fixed, struct error *err)
{
	bool ok = check_once(o, settings, report, err);

	*ret_fixed = 0;
	for (int i = 0; ok && o->fix && i < FIX_ROUNDS; i++) {
		size_t fixed;

		ok = fix_files(o, report, &fixed, err);
		if (!ok || fixed == 0)
			break;
		*ret_fixed += fixed;
		check_release(report);
		ok = check_once(o, settings, report, err);
	}
	return ok;
}

static bool write_baseline(const struct options *o,
    const struct check_report *report, struct error *err)
{
	struct strbuf out;
	bool ok;

	strbuf_init(&out, LIMIT_DATA_FILE);
	check_add_baseline(&out, report);
	ok = !out.full ||
	     error_set(err, "there are too many findings for a baseline");
	ok = ok && file_write(o->write_baseline, strbuf_str(&out), NULL, err);
	strbuf_release(&out);
	if (ok)
		printf("%s: %zu findings are known from now on\n",
		    o->write_baseline, check_count(report, CHECK_OFF));
	return ok;
}

static int judge(const struct options *o, const struct check_report *report)
{
	for (int level = CHECK_ERROR; level >= (int)o->fail_on; level--)
		if (check_count(report, (enum check_level)level) > 0)
			return CMD_NOT_FINE;
	return CMD_FINE;
}

static bool take_rule(struct options *o, const char *value)
{
	struct str_list *only = &o->check.only;

	only->item = ARENA_GROW(&o->arena, only->item, only->count);
	only->item[only->count++] = str_of(value);
	return true;
}

/* Of some links of the archive, what changed since they were seen last. */
static int watch(const struct cmd *cmd, struct options *o)
{
	enum { MOST = 500 };
	struct check_report report = { 0 };
	struct settings settings;
	struct ask_watched ask = { .network = { &o->arena, &settings, 0 },
		.most = o->most > 0 ? (size_t)o->most : MOST };
	struct error err;
	bool good;
	int status;

	if (!read_settings(o, &settings, &err))
		return cmd_fail(cmd, &err);
	take_rule(o, "link-dead");
	take_rule(o, "link-moved");
	o->check.probe = ask_watched;
	o->check.probe_data = &ask;
	good = check_run(&o->check, &settings, &report, &err);
	print_notes(&report);
	/* Remembered is only what was told. */
	good = good && print_report(o, &report, 0, &err) &&
	       print_watched(o, &ask.watched, &err) &&
	       ask_watched_keep(&ask, &err);
	status = good ? judge(o, &report) : cmd_fail(cmd, &err);
	check_release(&report);
	return status;
}

/* What goes with --changed-only, and what does not. */
static bool options_fit(const struct options *o, struct error *err)
{
	if (!o->changed_only)
		return o->most == 0 ||
		       error_set(err, "--most goes with --changed-only");
	if (!o->network || !o->check.all)
		return error_set(err,
		    "--changed-only watches the links of all issues: say "
		    "--network --all --changed-only");
	return (o->check.paths == 0 && o->check.only.count == 0 && !o->fix &&
		   o->since == NULL && o->baseline == NULL &&
		   o->write_baseline == NULL && !o->list) ||
	       error_set(err,
		   "--changed-only watches the links of all issues; it takes "
		   "no files, --rule, --fix, --since, --baseline, "
		   "--write-baseline and --list");
}

static int check(const struct cmd *cmd, struct options *o)
{
	struct check_report report = { 0 };
	struct settings settings;
	struct ask_network ask = { &o->arena, &settings, 0 };
	struct error err;
	size_t fixed;
	int status = CMD_FAILED;

	if (!read_settings(o, &settings, &err))
		return cmd_fail(cmd, &err);
	if (o->list)
		return list_rules(o, &settings);
	o->check.probe = o->network ? ask_network : NULL;
	o->check.probe_data = &ask;
	if (!check_and_fix(o, &settings, &report, &fixed, &err)) {
		cmd_fail(cmd, &err);
	} else if (o->write_baseline != NULL) {
		status = write_baseline(o, &report, &err) ? CMD_FINE
							  : cmd_fail(cmd, &err);
	} else {
		print_notes(&report);
		if (ask.unknown > 0)
			fprintf(stderr,
			    "note: of %zu links nothing is known; "
			    "docs/checking-links.md says why\n",
			    ask.unknown);
		status = print_report(o, &report, fixed, &err)
			     ? judge(o, &report)
			     : cmd_fail(cmd, &err);
	}
	check_release(&report);
	return status;
}

/* ------------------------------------------------------------------- options */

enum {
	OPTION_ALL,
	OPTION_FIX,
	OPTION_SINCE,
	OPTION_NETWORK,
	OPTION_CHANGED_ONLY,
	OPTION_MOST,
	OPTION_FORMAT,
	OPTION_RULE,
	OPTION_FAIL_ON,
	OPTION_LEAST,
	OPTION_BASELINE,
	OPTION_WRITE_BASELINE,
	OPTION_LIST,
	OPTION_EXPLAIN,
	OPTION_THREADS,
	OPTION_QUIET,
};

static const struct cmd_option options[] = {
	[OPTION_ALL] = { '\0', "all", NULL, "published issues too" },
	[OPTION_FIX] = { '\0', "fix", "[=all]",
	    "mend what needs no look; =all: what is only proposed, too" },
	[OPTION_SINCE] = { '\0', "since", "REV",
	    "only what changed since this revision of git brought in" },
	[OPTION_NETWORK] = { '\0', "network", NULL,
	    "follow the links too, to find dead ones; takes minutes" },
	[OPTION_CHANGED_ONLY] = { '\0', "changed-only", NULL,
	    "with --network --all: look at some links, and tell only which "
	    "are gone, moved or there again since they were seen last" },
	[OPTION_MOST] = { '\0', "most", "N",
	    "with --changed-only: look at so many, those not seen for longest "
	    "first; else 500" },
	[OPTION_FORMAT] = { '\0', "format", "text|json|sarif|github",
	    "how findings are printed" },
	[OPTION_RULE] = { '\0', "rule", "ID",
	    "this rule alone; may be given again" },
	[OPTION_FAIL_ON] = { '\0', "fail-on", "error|warning|info",
	    "what makes the exit status 1; else error" },
	[OPTION_LEAST] = { '\0', "least", "error|warning|info",
	    "print nothing below this level" },
	[OPTION_BASELINE] = { '\0', "baseline", "FILE",
	    "pass over the findings that this file knows" },
	[OPTION_WRITE_BASELINE] = { '\0', "write-baseline", "FILE",
	    "write such a file of all findings of today" },
	[OPTION_LIST] = { '\0', "list", NULL, "list the rules" },
	[OPTION_EXPLAIN] = { '\0', "explain", "ID",
	    "say what a rule is, with examples" },
	[OPTION_THREADS] = { 'j', "threads", "N",
	    "at most so many; else one for each processor" },
	[OPTION_QUIET] = { 'q', "quiet", NULL, "print no summary" },
};

static bool take_format(struct options *o, const char *value)
{
	static const char *const names[] = {
		[CHECK_TEXT] = "text",
		[CHECK_JSON] = "json",
		[CHECK_SARIF] = "sarif",
		[CHECK_GITHUB] = "github",
	};

	for (int i = CHECK_TEXT; i <= CHECK_GITHUB; i++)
		if (strcmp(names[i], value) == 0) {
			o->style.format = (enum check_format)i;
			return true;
		}
	return false;
}

static bool take_level(enum check_level *level, const char *value)
{
	*level = check_level_named(value);
	return *level != CHECK_OFF;
}

static bool take_fix(struct options *o, const char *value)
{
	o->fix = true;
	o->fix_all = value != NULL;
	return value == NULL || strcmp(value, "all") == 0;
}

static bool take_threads(struct options *o, const char *value)
{
	uint64_t threads;

	if (!str_to_number(str_of(value), INT16_MAX, &threads) || threads == 0)
		return false;
	o->check.threads = (int)threads;
	return true;
}

static bool take_most(struct options *o, const char *value)
{
	uint64_t most;

	if (!str_to_number(str_of(value), LIMIT_PROBE_URLS, &most) || most == 0)
		return false;
	o->most = (int)most;
	return true;
}

static bool take(void *data, size_t index, const char *value)
{
	struct options *o = data;

	switch (index) {
	case OPTION_ALL: o->check.all = true; break;
	case OPTION_FIX: return take_fix(o, value);
	case OPTION_SINCE: o->since = value; break;
	case OPTION_NETWORK: o->network = true; break;
	case OPTION_CHANGED_ONLY: o->changed_only = true; break;
	case OPTION_MOST: return take_most(o, value);
	case OPTION_FORMAT: return take_format(o, value);
	case OPTION_RULE: return take_rule(o, value);
	case OPTION_FAIL_ON: return take_level(&o->fail_on, value);
	case OPTION_LEAST: return take_level(&o->style.least, value);
	case OPTION_BASELINE: o->baseline = value; break;
	case OPTION_WRITE_BASELINE: o->write_baseline = value; break;
	case OPTION_LIST: o->list = true; break;
	case OPTION_EXPLAIN: o->explain = value; break;
	case OPTION_THREADS: return take_threads(o, value);
	default: o->quiet = true; break;
	}
	return true;
}

static int run(const struct cmd *cmd, int argc, char **argv)
{
	struct options o = { .fail_on = CHECK_ERROR,
		.style = { .least = CHECK_INFO } };
	struct error err;
	int first, status;

	if (cmd_read_options(cmd, argc, argv, take, &o, &first, &status)) {
		o.check.path = (const char *const *)argv + first;
		o.check.paths = (size_t)(argc - first);
		o.style.colour =
		    isatty(STDOUT_FILENO) != 0 && getenv("NO_COLOR") == NULL;
		o.style.prefix = repository_prefix(&o.arena);
		if (o.explain != NULL)
			status = explain_rule(cmd, o.explain);
		else if (!options_fit(&o, &err))
			status = cmd_fail(cmd, &err);
		else
			status =
			    o.changed_only ? watch(cmd, &o) : check(cmd, &o);
	}
	arena_release(&o.arena);
	return status;
}

const struct cmd cmd_check = {
	.name = "check",
	.line = "look for mistakes",
	.arguments = "[FILE...]",
	.text = "Looks at issues, the drafts if none is named, and prints what "
		"is wrong,\nwhere, and what to do. They are compared with all "
		"published issues. An\nerror is something broken or false, a "
		"warning probably wrong, info is\nhouse style.\n\n"
		"A comment in the issue silences a rule for its line or the "
		"next:\n<!-- allow RULE: reason -->. docs/check.md says more.",
	.option = options,
	.options = sizeof(options) / sizeof(options[0]),
	.run = run,
};
