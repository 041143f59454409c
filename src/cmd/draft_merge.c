/* draft merge: for people, and as a merge driver of git. */
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/strbuf.h"
#include "cmd/cmd.h"
#include "cmd/draft_merge_install.h"
#include "draft/draft.h"
#include "newsletter/newsletter.h"

enum { MAX_MARKER = 200 };

struct merge_options {
	const char *out; /* NULL: write OURS */
	const char *preset;
	const char *path; /* in the newsletter; NULL if not told */
	struct merge_labels labels;
	bool install, uninstall;
};

/* One run: the files, and what was read of them. */
struct run {
	const struct cmd *cmd;
	struct arena *arena;
	const struct merge_options *options;
	const char *out;
	const char *shown; /* the file's name for people */
	struct merge_input input;
	struct settings settings;
};

static bool read_file(struct run *r, const char *path,
    struct source *ret_source, struct error *err)
{
	ret_source->path = path;
	return file_read(
	    path, LIMIT_DATA_FILE, r->arena, &ret_source->text, err);
}

static bool is_small(const struct source *source, struct error *err)
{
	return source->text.len <= LIMIT_MERGE_FILE ||
	       error_set(err,
		   "cannot merge %s: it has more than %zu bytes, which no "
		   "issue has",
		   source->path, LIMIT_MERGE_FILE);
}

/*
 * The settings are those of the newsletter: of the nearest folder above the
 * file that has any, if git told where the file is, for it starts us at the
 * top of the repository.
 */
static void go_to_newsletter(struct run *r)
{
	const char *folder = r->options->path;

	while (folder != NULL && strcmp(folder, ".") != 0 &&
	       strcmp(folder, "/") != 0) {
		folder = path_folder(r->arena, folder);
		if (file_exists(path_join(r->arena, folder, SETTINGS_FILE)) &&
		    chdir(folder) == 0)
			return;
	}
}

/* Of the preset that knows the category, if there are no settings. */
static bool read_settings(struct run *r, struct error *err)
{
	const struct source *source[] = { &r->input.ours, &r->input.base,
		&r->input.theirs };
	struct str category = { 0 };
	struct header header;

	for (size_t i = 0; i < 3 && category.len == 0; i++) {
		header_read(r->arena, source[i]->text, &header);
		category = header.category;
	}
	r->input.settings = &r->settings;
	return newsletter_settings(
	    r->arena, r->options->preset, category, &r->settings, err);
}

/* Both versions as they are, in one conflict.  Whatever happens after this,
 * git cannot take ours alone for the result. */
static bool write_both(struct run *r, struct error *err)
{
	struct strbuf out;
	bool ok;

	strbuf_init(&out, 3 * LIMIT_DATA_FILE);
	draft_merge_nothing(&out, &r->input);
	ok = !out.full || error_set(err, "both versions are too large");
	ok = ok && file_write(r->out, strbuf_str(&out), NULL, err);
	strbuf_release(&out);
	return ok;
}

static bool merge(
    struct run *r, struct merge_result *ret_result, struct error *err)
{
	return is_small(&r->input.base, err) && is_small(&r->input.ours, err) &&
	       is_small(&r->input.theirs, err) && read_settings(r, err) &&
	       draft_merge(r->arena, &r->input, ret_result, err);
}

/* Say why there is no merge; the result has both versions. */
static int give_up(const struct run *r, const struct error *why)
{
	cmd_fail(r->cmd, why);
	fprintf(stderr,
	    "sennight %s: %s has both versions, whole, in one conflict\n",
	    r->cmd->name, r->shown);
	return CMD_NOT_FINE;
}

/* Merge what was read and write it. */
static int merge_and_write(struct run *r)
{
	struct merge_result result;
	struct error err;

	go_to_newsletter(r);
	if (!merge(r, &result, &err) ||
	    !file_write(r->out, result.text, NULL, &err))
		return give_up(r, &err);
	if (result.conflicts == 0)
		return CMD_FINE;
	fprintf(stderr, "sennight %s: %s: %zu conflict%s marked\n",
	    r->cmd->name, r->shown, result.conflicts,
	    result.conflicts == 1 ? " is" : "s are");
	return CMD_NOT_FINE;
}

/* The same file from any folder. */
static const char *absolute(struct arena *arena, const char *path)
{
	char folder[4096];

	if (getcwd(folder, sizeof(folder)) == NULL)
		return path;
	return path_join(arena, arena_cstr(arena, str_of(folder)), path);
}

static int run_merge(const struct cmd *cmd, struct arena *arena,
    const struct merge_options *o, char **argv)
{
	struct run r = { .cmd = cmd, .arena = arena, .options = o };
	const char *out = o->out != NULL ? o->out : argv[1];
	struct error err, no_base;
	bool has_base;

	r.input.labels = o->labels;
	r.out = absolute(arena, out);
	r.shown = o->path != NULL ? o->path : out;
	if (!read_file(&r, argv[1], &r.input.ours, &err) ||
	    !read_file(&r, argv[2], &r.input.theirs, &err))
		return cmd_fail(cmd, &err);
	/* Before anything is written: it may be the same file. */
	has_base = read_file(&r, argv[0], &r.input.base, &no_base);
	if (!write_both(&r, &err))
		return cmd_fail(cmd, &err);
	return has_base ? merge_and_write(&r) : give_up(&r, &no_base);
}

enum {
	OPTION_OUT,
	OPTION_INSTALL,
	OPTION_UNINSTALL,
	OPTION_PRESET,
	OPTION_PATH,
	OPTION_SIZE,
	OPTION_OURS,
	OPTION_THEIRS,
};

static const struct cmd_option options[] = {
	[OPTION_OUT] = { 'o', "output", "FILE", "write here instead of OURS" },
	[OPTION_INSTALL] = { '\0', "install", NULL,
	    "make git merge the issues of this folder so" },
	[OPTION_UNINSTALL] = { '\0', "uninstall", NULL, "undo that" },
	[OPTION_PRESET] = { '\0', "preset", "NAME", "these settings instead" },
	[OPTION_PATH] = { '\0', "path", "PATH",
	    "where the file is in the repository" },
	[OPTION_SIZE] = { '\0', "marker-size", "N",
	    "characters of a conflict marker, 7 if not given" },
	[OPTION_OURS] = { '\0', "ours", "NAME", "of our side, in markers" },
	[OPTION_THEIRS] = { '\0', "theirs", "NAME", "of theirs" },
};

/* A label that git knows nothing of stays "%X". */
static void take_label(const char **label, const char *value)
{
	if (value[0] != '%' && strchr(value, '\n') == NULL)
		*label = value;
}

static bool take_size(struct merge_options *o, const char *value)
{
	uint64_t size;

	if (!str_to_number(str_of(value), MAX_MARKER, &size) || size == 0)
		return false;
	o->labels.marker_size = (size_t)size;
	return true;
}

static bool take(void *data, size_t index, const char *value)
{
	struct merge_options *o = data;

	switch (index) {
	case OPTION_OUT: o->out = value; break;
	case OPTION_INSTALL: o->install = true; break;
	case OPTION_UNINSTALL: o->uninstall = true; break;
	case OPTION_PRESET: o->preset = value; break;
	case OPTION_PATH: o->path = value; break;
	case OPTION_SIZE: return take_size(o, value);
	case OPTION_OURS: take_label(&o->labels.ours, value); break;
	default: take_label(&o->labels.theirs, value); break;
	}
	return true;
}

static int run_install(
    const struct cmd *cmd, struct arena *arena, const struct merge_options *o)
{
	struct error err;
	bool ok = o->install ? merge_install(arena, &err)
			     : merge_uninstall(arena, &err);

	return ok ? CMD_FINE : cmd_fail(cmd, &err);
}

static int run(const struct cmd *cmd, int argc, char **argv)
{
	struct merge_options o = { .labels = { "ours", "theirs", 7 } };
	struct arena arena = { 0 };
	int first, status;
	bool installs;

	if (!cmd_read_options(cmd, argc, argv, take, &o, &first, &status))
		return status;
	installs = o.install != o.uninstall;
	if (first + (installs ? 0 : 3) != argc) {
		cmd_print_help(cmd, stderr);
		return CMD_FAILED;
	}
	if (installs)
		status = run_install(cmd, &arena, &o);
	else
		status = run_merge(cmd, &arena, &o, argv + first);
	arena_release(&arena);
	return status;
}

const struct cmd cmd_draft_merge = {
	.name = "draft merge",
	.line = "merge two versions of a draft by meaning",
	.arguments = "BASE OURS THEIRS",
	.text =
	    "Merges what two people made of one draft, and writes OURS. A "
	    "list is a set of\nitems, so that links which both added at one "
	    "place do not conflict. What both\nchanged in different ways is "
	    "marked as git marks it, and the exit status is 1.\n"
	    "docs/merging.md tells more.\n\n"
	    "With --install and without files, git does this by itself in "
	    "every merge,\nrebase and cherry-pick of this repository.",
	.option = options,
	.options = sizeof(options) / sizeof(options[0]),
	.run = run,
};
