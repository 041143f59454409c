/* draft pick: what several people added, in one merge. */
#include <string.h>

#include "base/file.h"
#include "cmd/pick.h"
#include "newsletter/newsletter.h"

/* ----------------------------------------------------------------------- git */

/* Run sennight-git; what stands in the way of all it has said itself. */
static bool call_git(struct arena *arena, const char *const *argv,
    struct str input, struct str *ret_output, struct error *err)
{
	int status;

	/* The type of main; nobody writes there. */
	if (!cmd_call("sennight-git", (char **)(uintptr_t)argv, input,
		LIMIT_CHANGES, arena, ret_output, &status, err))
		return false;
	return status == 0 || error_set(err, "nothing was changed");
}

/* Without settings of a newsletter it is not known where drafts are. */
static bool ask_heads(struct arena *arena, const struct settings *settings,
    char **name, size_t names, struct pick_heads *ret_heads, struct error *err)
{
	const char **argv = ARENA_ARRAY(arena, names + 6, const char *);
	struct str output;
	size_t count = 0;

	argv[count++] = "sennight-git";
	argv[count++] = "heads";
	if (settings != NULL) {
		argv[count++] = arena_cstr(arena, settings->folders.content);
		argv[count++] = arena_cstr(arena, settings->folders.drafts);
	} else {
		argv[count++] = ".";
	}
	argv[count++] = "--";
	for (size_t i = 0; i < names; i++)
		argv[count++] = name[i];
	return call_git(arena, argv, STR(""), &output, err) &&
	       pick_heads_parse(arena, output, ret_heads, err);
}

static bool ask_commit(struct pick *pick, const struct pick_plan *plan,
    struct pick_answer *ret_answer, struct error *err)
{
	const char *argv[] = { "sennight-git", "commit",
		pick->options->dry ? "--dry-run" : NULL, NULL };
	struct str output;
	struct strbuf out;
	bool ok;

	strbuf_init(&out, LIMIT_CHANGES);
	pick_plan_add(&out, plan);
	ok = (!out.full ||
		 error_set(err,
		     "the merged drafts have more than %zu MiB; take fewer "
		     "branches at once",
		     LIMIT_CHANGES / MIB)) &&
	     call_git(pick->arena, argv, strbuf_str(&out), &output, err) &&
	     pick_answer_parse(pick->arena, output, ret_answer, err);
	strbuf_release(&out);
	return ok;
}

/* ------------------------------------------------------------------ settings */

/* The category that some version of a changed file tells. */
static struct str find_category(
    struct arena *arena, const struct pick_heads *heads)
{
	for (size_t i = 0; i < heads->count; i++)
		for (size_t k = 0; k < heads->head[i].files; k++) {
			const struct pick_file *f = &heads->head[i].file[k];
			struct header header;

			if (!newsletter_is_markdown(f->path))
				continue;
			header_read(arena, f->theirs, &header);
			if (header.category.len > 0)
				return header.category;
		}
	return STR("");
}

static bool read_heads(struct arena *arena, const struct pick_options *o,
    char **name, size_t names, struct settings *settings,
    struct pick_heads *ret_heads, struct error *err)
{
	if (o->preset != NULL || file_exists(SETTINGS_FILE))
		return newsletter_settings(
			   arena, o->preset, STR(""), settings, err) &&
		       ask_heads(arena, settings, name, names, ret_heads, err);
	return ask_heads(arena, NULL, name, names, ret_heads, err) &&
	       newsletter_settings(
		   arena, NULL, find_category(arena, ret_heads), settings, err);
}

/* ---------------------------------------------------------------------- pick */

/* What git refuses is left, and then the rest is merged without it; a head
 * that was refused did not touch those behind it, so twice is enough. */
static bool commit(struct pick *pick, struct error *err)
{
	for (int round = 0; round < 3; round++) {
		struct pick_answer answer = { 0 };
		struct pick_plan plan;

		pick_merge(pick);
		if (!pick_count(pick, err))
			return false;
		plan = pick_plan(pick);
		if (plan.commits == 0)
			return true;
		if (!ask_commit(pick, &plan, &answer, err))
			return false;
		pick->answer = answer;
		if (answer.refusals == 0)
			return true;
		pick_take_refusals(pick, &answer);
	}
	return error_set(err, "git refuses ever more branches");
}

static int judge(const struct pick *pick)
{
	for (size_t i = 0; i < pick->outcomes; i++)
		if (!pick->outcome[i].taken &&
		    pick->outcome[i].head->state != PICK_MERGED)
			return CMD_NOT_FINE;
	return CMD_FINE;
}

static bool print(const struct pick *pick, struct error *err)
{
	struct strbuf out;
	bool ok;

	strbuf_init(&out, LIMIT_FEED);
	pick_print(pick, &out);
	ok = !out.full || error_set(err, "the summary is too long to print");
	if (ok)
		fwrite(out.buf, 1, out.len, stdout);
	strbuf_release(&out);
	return ok;
}

static int pick_names(const struct cmd *cmd, struct arena *arena,
    const struct pick_options *o, char **name, size_t names)
{
	struct settings settings;
	struct pick_heads heads;
	struct pick pick = { .arena = arena,
		.options = o,
		.settings = &settings,
		.heads = &heads };
	struct error err;

	if (!read_heads(arena, o, name, names, &settings, &heads, &err))
		return cmd_fail(cmd, &err);
	pick_begin(&pick);
	if (!commit(&pick, &err) || !print(&pick, &err))
		return cmd_fail(cmd, &err);
	return judge(&pick);
}

/* ------------------------------------------------------------------- options */

enum {
	OPTION_SEPARATE,
	OPTION_DRY_RUN,
	OPTION_MESSAGE,
	OPTION_FORMAT,
	OPTION_PRESET,
};

static const struct cmd_option options[] = {
	[OPTION_SEPARATE] = { '\0', "separate", NULL,
	    "a commit of its author for each, instead of one merge" },
	[OPTION_DRY_RUN] = { 'n', "dry-run", NULL,
	    "only say what would be taken" },
	[OPTION_MESSAGE] = { 'm', "message", "TEXT",
	    "of the merge commit; else one that names the branches" },
	[OPTION_FORMAT] = { '\0', "format", "text|json",
	    "json: an object a line for each branch, and one at the end" },
	[OPTION_PRESET] = { '\0', "preset", "NAME", "these settings instead" },
};

static bool take(void *data, size_t index, const char *value)
{
	struct pick_options *o = data;

	switch (index) {
	case OPTION_SEPARATE: o->separate = true; break;
	case OPTION_DRY_RUN: o->dry = true; break;
	case OPTION_MESSAGE: o->message = value; break;
	case OPTION_PRESET: o->preset = value; break;
	default:
		o->json = strcmp(value, "json") == 0;
		return o->json || strcmp(value, "text") == 0;
	}
	return true;
}

static int run(const struct cmd *cmd, int argc, char **argv)
{
	struct pick_options o = { .separate = false };
	struct arena arena = { 0 };
	struct error err;
	int first, status;

	if (!cmd_read_options(cmd, argc, argv, take, &o, &first, &status))
		return status;
	if (first == argc) {
		cmd_print_help(cmd, stderr);
		return CMD_FAILED;
	}
	if (o.separate && o.message != NULL) {
		error_set(&err, "with --separate every commit has the message "
				"of its author; leave --message away");
		return cmd_fail(cmd, &err);
	}
	status =
	    pick_names(cmd, &arena, &o, argv + first, (size_t)(argc - first));
	arena_release(&arena);
	return status;
}

const struct cmd cmd_draft_pick = {
	.name = "draft pick",
	.line = "take what branches and patches add to a draft",
	.arguments = "BRANCH|PATCH...",
	.text =
	    "Merges all branches at once, with one merge commit, so that a "
	    "forge marks\ntheir pull requests as merged. Drafts are merged by "
	    "meaning: links that\nseveral people added at one place do not "
	    "conflict. Patches (of git\nformat-patch, or a mailbox of them) "
	    "become commits of their authors.\n\n"
	    "What cannot be merged is left, and said; exit status 1 then. "
	    "docs/drafts.md\nsays more.",
	.option = options,
	.options = sizeof(options) / sizeof(options[0]),
	.run = run,
};
