/* draft fmt: the canonical form of drafts. */
#include <string.h>

#include "base/file.h"
#include "cmd/cmd.h"
#include "draft/draft.h"
#include "newsletter/newsletter.h"

struct fmt_options {
	bool check, counts;
};

struct tidier {
	const struct fmt_options *options;
	struct arena *arena; /* of one file */
	bool known;          /* the settings were read */
	struct arena *settings_arena;
	struct settings settings;
	size_t changed;
};

/* ------------------------------------------------------------------ printing */

static struct str line_of_text(struct str text, size_t offset)
{
	if (offset > text.len)
		offset = text.len;
	return str_sub(text, offset, source_line_end(text, offset));
}

/* The first line that differs, as it is and as it would be; an empty line
 * with the one behind it. */
static void print_difference(const struct source *source, struct str tidy)
{
	struct str text = source->text, was, is;
	size_t at = 0, start;

	while (at < text.len && at < tidy.len && text.at[at] == tidy.at[at])
		at++;
	start = source_line_start(text, at);
	was = line_of_text(text, start);
	is = line_of_text(tidy, start);
	printf("%s:%zu: not canonical\n", source->path,
	    source_position(text, start).line);
	if (is.len == 0 && str_eq(was, line_of_text(tidy, start + 1)))
		printf("    +\n     %.*s\n", STR_ARG(was));
	else if (was.len == 0 && str_eq(is, line_of_text(text, start + 1)))
		printf("    -\n     %.*s\n", STR_ARG(is));
	else
		printf("    -%.*s\n    +%.*s\n", STR_ARG(was), STR_ARG(is));
}

static void print_counts(const struct draft_fmt *result, FILE *to)
{
	for (int i = 0; i < DRAFT_FMT_KINDS; i++) {
		const struct draft_fmt_count *count = &result->count[i];

		if (count->made > 0 || count->dropped > 0)
			fprintf(to, "    %5zu %s, %zu left as they are\n",
			    count->made, draft_fmt_name((enum draft_fmt_kind)i),
			    count->dropped);
	}
}

/* -------------------------------------------------------------------- tidying */

/* Those of this folder, or those that the first file's category names. */
static bool read_settings(struct tidier *t, struct str text, struct error *err)
{
	struct header header = { 0 };

	if (t->known)
		return true;
	header_read(t->settings_arena, text, &header);
	t->known = newsletter_settings(
	    t->settings_arena, NULL, header.category, &t->settings, err);
	return t->known;
}

/* Put out what came of one file. */
static bool finish(struct tidier *t, const struct source *source,
    const struct draft_fmt *result, struct error *err)
{
	bool changed = !str_eq(source->text, result->text);
	bool input = strcmp(source->path, FILE_INPUT) == 0;

	t->changed += changed;
	if (result->restless)
		fprintf(stderr,
		    "note: %s is left as it is: tidying it does not come to an "
		    "end; please report it\n",
		    source->path);
	if (t->options->check && changed)
		print_difference(source, result->text);
	else if (!t->options->check && input)
		fwrite(result->text.at, 1, result->text.len, stdout);
	else if (changed && !file_write(source->path, result->text, NULL, err))
		return false;
	else if (changed)
		printf("%s\n", source->path);
	if (t->options->counts)
		print_counts(result, input ? stderr : stdout);
	return true;
}

static bool tidy(struct tidier *t, const char *path, struct error *err)
{
	struct source source = { .path = path };
	struct draft_fmt result;

	return file_read_input(
		   path, LIMIT_ISSUE_FILE, t->arena, &source.text, err) &&
	       read_settings(t, source.text, err) &&
	       draft_fmt(t->arena, &t->settings, source, &result, err) &&
	       finish(t, &source, &result, err);
}

static bool tidy_all(
    struct tidier *t, const char *const *path, size_t paths, struct error *err)
{
	bool ok = true;

	for (size_t i = 0; ok && i < paths; i++) {
		ok = tidy(t, path[i], err);
		arena_reset(t->arena);
	}
	return ok;
}

/* Without names: all drafts. */
static bool find_drafts(struct tidier *t, const char *const **path,
    size_t *paths, struct error *err)
{
	if (*paths > 0)
		return true;
	if (!file_exists(SETTINGS_FILE))
		return error_set(err,
		    "there is no " SETTINGS_FILE " in this folder; name a "
		    "file, or go to the folder of your newsletter");
	return read_settings(t, STR(""), err) &&
	       newsletter_issues(t->settings_arena, &t->settings,
		   t->settings.folders.drafts, path, paths, err);
}

/* -------------------------------------------------------------------- options */

enum { OPTION_CHECK, OPTION_COUNTS };

static const struct cmd_option options[] = {
	[OPTION_CHECK] = { '\0', "check", NULL,
	    "change nothing; name the files that are not canonical, and exit "
	    "with 1 if there are any" },
	[OPTION_COUNTS] = { '\0', "counts", NULL,
	    "print how many changes of each kind were made" },
};

static bool take(void *data, size_t index, const char *value)
{
	struct fmt_options *o = data;

	(void)value;
	if (index == OPTION_CHECK)
		o->check = true;
	else
		o->counts = true;
	return true;
}

static int run(const struct cmd *cmd, int argc, char **argv)
{
	struct fmt_options o = { 0 };
	struct arena arena = { 0 }, settings_arena = { 0 };
	struct tidier t = { .options = &o,
		.arena = &arena,
		.settings_arena = &settings_arena };
	const char *const *path;
	struct error err;
	size_t paths;
	int first, status;
	bool ok;

	if (!cmd_read_options(cmd, argc, argv, take, &o, &first, &status))
		return status;
	path = (const char *const *)argv + first;
	paths = (size_t)(argc - first);
	ok = find_drafts(&t, &path, &paths, &err) &&
	     tidy_all(&t, path, paths, &err);
	arena_release(&arena);
	arena_release(&settings_arena);
	if (!ok)
		return cmd_fail(cmd, &err);
	return o.check && t.changed > 0 ? CMD_NOT_FINE : CMD_FINE;
}

const struct cmd cmd_draft_fmt = {
	.name = "draft fmt",
	.line = "give drafts their canonical form",
	.arguments = "[FILE...]",
	.text = "Tidies blanks, blank lines, headings, lists, tables and lines "
		"of events, and\nsorts events. What readers see stays the "
		"same, and a second run changes\nnothing. Without FILE all "
		"drafts are tidied; - reads the standard input and\nwrites the "
		"standard output. docs/drafts.md describes the form.",
	.option = options,
	.options = sizeof(options) / sizeof(options[0]),
	.run = run,
};
