/* sennight draft fill */
#include "storecmd/fill.h"

#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "storecmd/inbox.h"

static bool take(void *data, size_t index, const char *value)
{
	struct fill *f = data;
	const char *name = f->cmd->option[index].name;

	if (strcmp(name, "section") == 0)
		f->section = value;
	else if (strcmp(name, "dry-run") == 0)
		f->dry_run = true;
	else if (strcmp(name, "no-commit") == 0)
		f->no_commit = true;
	else if (strcmp(name, "as") == 0)
		f->as = value;
	else
		return storecmd_take_format(value, &f->json);
	return true;
}

/* The store knows a draft by its path from the folder of the newsletter,
 * however it is named here. */
static const char *path_from_here(const char *path)
{
	char here[4096];
	size_t len;

	if (path[0] != '/' || getcwd(here, sizeof(here)) == NULL)
		return path_plain(path);
	len = strlen(here);
	return strncmp(path, here, len) == 0 && path[len] == '/'
		   ? path_plain(path + len + 1)
		   : path;
}

/* -------------------------------------------------------------------- writing */

/* Somebody may have saved the draft in the meantime. */
static bool write_draft(struct fill *f, struct error *err)
{
	struct str now, after = f->draft.after[CANDIDATE_KINDS - 1];

	if (str_eq(after, f->draft.before))
		return true;
	if (!file_read(f->path, LIMIT_ISSUE_FILE, &f->arena, &now, err))
		return false;
	if (!str_eq(now, f->draft.before))
		return error_set(err,
		    "%s was changed while it was being filled; nothing was "
		    "written, run it again",
		    f->path);
	return file_write(f->path, after, NULL, err);
}

static bool place(struct fill *f, struct error *err)
{
	int64_t *id = ARENA_ARRAY(&f->arena, f->items + 1, int64_t);
	struct fill_item **item =
	    ARENA_ARRAY(&f->arena, f->items + 1, struct fill_item *);
	struct inbox_outcome *outcome =
	    ARENA_ARRAY(&f->arena, f->items + 1, struct inbox_outcome);
	size_t ids = 0;

	for (size_t i = 0; i < f->items; i++)
		if (f->item[i].state != FILL_LEFT) {
			item[ids] = &f->item[i];
			id[ids++] = f->item[i].candidate->id;
		}
	if (!inbox_place(f->store, &f->arena, id, ids,
		inbox_who(&f->arena, f->as), str_of(f->path), outcome, err))
		return false;
	for (size_t i = 0; i < ids; i++)
		if (outcome[i].result != INBOX_DONE &&
		    outcome[i].result != INBOX_SAME)
			item[i]->meanwhile = &outcome[i].candidate;
	return true;
}

/* What comes behind the draft can be made up for. */
static bool write_all(struct fill *f, struct error *err)
{
	if (!write_draft(f, err))
		return false;
	if (fill_commit(f, err) && place(f, err))
		return true;
	fprintf(stderr,
	    "%s is filled; what is behind it failed, run it again\n", f->path);
	return false;
}

/* Two that fill at once would print the same twice: the second waits. */
static bool find_draft(struct fill *f, struct error *err)
{
	const char *folder;
	int failure;

	if (!draft_find(&f->arena, &f->settings, f->path, &f->path, err))
		return false;
	folder = path_folder(&f->arena, f->path);
	failure = folder_hold(folder, true, &f->held);
	if (failure != 0)
		return error_errno(err, failure, "cannot open %s", folder);
	/* A fill that was killed is often followed by `git add`. */
	folder_sweep(folder);
	return true;
}

static bool fill(struct fill *f, struct error *err)
{
	struct str text;

	if (f->as != NULL && f->as[0] == '\0')
		return error_set(err, "--as needs a name");
	if (!storecmd_open(&f->arena, &f->settings, &f->store, err) ||
	    !find_draft(f, err) ||
	    !file_read(f->path, LIMIT_ISSUE_FILE, &f->arena, &text, err) ||
	    !fill_read_items(f, err))
		return false;
	if (f->items == 0)
		return fill_print(f, err);
	fill_draft(f, text);
	return fill_plan(f, err) && (f->dry_run || write_all(f, err)) &&
	       fill_print(f, err);
}

static int judge(const struct fill *f)
{
	for (size_t i = 0; i < f->items; i++)
		if (f->item[i].why != NULL || f->item[i].meanwhile != NULL)
			return CMD_NOT_FINE;
	return CMD_FINE;
}

int storecmd_draft_fill(const struct cmd *cmd, int argc, char **argv)
{
	struct fill f = { .cmd = cmd, .held = -1 };
	struct error err;
	int first, status;

	if (!cmd_read_options(cmd, argc, argv, take, &f, &first, &status))
		return status;
	if (argc - first > 1) {
		cmd_print_help(cmd, stderr);
		return CMD_FAILED;
	}
	if (first < argc)
		f.path = path_from_here(argv[first]);
	status = fill(&f, &err) ? judge(&f) : cmd_fail(cmd, &err);
	store_close(f.store);
	if (f.held >= 0)
		close(f.held);
	arena_release(&f.arena);
	return status;
}
