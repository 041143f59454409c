/* sennight-git: what git knows about a newsletter, as a program of its own, so
 * that the front program needs no git library. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/changes.h"
#include "git/changed.h"
#include "git/pick.h"
#include "git/record.h"
#include "git/staged.h"

static const char usage[] =
    "usage: sennight-git changed REV [PATH...]\n"
    "       sennight-git heads FOLDER... -- NAME...\n"
    "       sennight-git staged FILE\n"
    "       sennight-git commit [--dry-run]\n"
    "       sennight-git record MESSAGE PATH...\n"
    "\n"
    "For other programs of Sennight, which read and write what is printed.\n"
    "\n"
    "changed prints which files at or below the paths (all, without one)\n"
    "differ between the point where this branch left REV and the work tree,\n"
    "and their old contents.\n"
    "\n"
    "heads prints what branches and files of patches change, with the texts\n"
    "of files below the folders. staged prints what HEAD and the index have\n"
    "of a file. commit makes commits of a plan that it reads from standard\n"
    "input; with --dry-run it only says what cannot be done. record makes\n"
    "a commit of the files as they are in the work tree, and prints its id,\n"
    "or nothing if there is nothing to commit.\n";

/* MISUSED never leaves this program. */
enum { FINE = 0, FAILED = 2, MISUSED = -1 };

static int fail(const struct error *err)
{
	fprintf(stderr, "sennight-git: %s\n", err->text);
	return FAILED;
}

static int print_changed(const struct changed *changed)
{
	const struct changes *list = &changed->changes;
	struct error err;
	struct strbuf out;
	bool ok;

	for (size_t i = 0; i < changed->notes; i++)
		fprintf(stderr, "sennight-git: %s\n", changed->note[i]);
	strbuf_init(&out, LIMIT_CHANGES);
	for (size_t i = 0; i < list->count; i++)
		changes_add(&out, &list->file[i]);
	if (out.full)
		ok = error_set(&err,
		    "the changed files had more than %zu MiB in them; name "
		    "the folders to look at, or a later revision",
		    LIMIT_CHANGES / MIB);
	else
		ok = (fwrite(out.buf, 1, out.len, stdout) == out.len &&
			 fflush(stdout) == 0) ||
		     error_errno(&err, errno, "cannot write the changes");
	strbuf_release(&out);
	return ok ? FINE : fail(&err);
}

static int print_changes_since(
    const char *rev, const char *const *path, size_t paths)
{
	struct arena arena = { 0 };
	struct changed changed;
	struct repo repo;
	struct error err;
	git_tree *base = NULL;
	int status;

	if (repo_open(&repo, &arena, &err) &&
	    repo_base(&repo, rev, &base, &err) &&
	    changed_find(&repo, base, path, paths, &arena, &changed, &err))
		status = print_changed(&changed);
	else
		status = fail(&err);
	git_tree_free(base);
	repo_close(&repo);
	arena_release(&arena);
	return status;
}

static bool print(const struct strbuf *out, struct error *err)
{
	return (fwrite(out->buf, 1, out->len, stdout) == out->len &&
		   fflush(stdout) == 0) ||
	       error_errno(err, errno, "cannot write the answer");
}

static int run_changed(int argc, char **argv)
{
	if (argc < 2)
		return MISUSED;
	return print_changes_since(
	    argv[1], (const char *const *)argv + 2, (size_t)argc - 2);
}

/* -------------------------------------------------------------------- picks */

static bool print_heads(const struct pick_heads *heads, struct error *err)
{
	struct strbuf out;
	bool ok;

	strbuf_init(&out, LIMIT_CHANGES);
	pick_heads_add(&out, heads);
	ok = (!out.full ||
		 error_set(err,
		     "the changed files had more than %zu MiB in them; take "
		     "fewer branches at once",
		     LIMIT_CHANGES / MIB)) &&
	     print(&out, err);
	strbuf_release(&out);
	return ok;
}

static int run_heads(int argc, char **argv)
{
	struct pick_ask ask = { .folder = (const char *const *)argv + 1 };
	struct arena arena = { 0 };
	struct pick_heads heads;
	struct repo repo;
	struct error err;
	bool ok;

	while (1 + (int)ask.folders < argc &&
	       strcmp(argv[1 + ask.folders], "--") != 0)
		ask.folders++;
	if (2 + (int)ask.folders >= argc)
		return MISUSED;
	ask.name = ask.folder + ask.folders + 1;
	ask.names = (size_t)argc - ask.folders - 2;
	ok = repo_open(&repo, &arena, &err) &&
	     pick_find(&repo, &ask, &arena, &heads, &err) &&
	     print_heads(&heads, &err);
	repo_close(&repo);
	arena_release(&arena);
	return ok ? FINE : fail(&err);
}

/* That there is no repository is an answer, too. */
static int run_staged(int argc, char **argv)
{
	struct arena arena = { 0 };
	struct pick_heads heads;
	struct repo repo;
	struct error err;
	bool ok;

	if (argc != 2)
		return MISUSED;
	if (repo_open(&repo, &arena, &err)) {
		ok = staged_find(&repo, argv[1], &arena, &heads, &err);
	} else {
		struct pick_head *none = ARENA_NEW(&arena, struct pick_head);

		*none = (struct pick_head){ .name = argv[1],
			.state = PICK_LEFT,
			.why = arena_str(&arena, str_of(err.text)) };
		heads = (struct pick_heads){ .head = none, .count = 1 };
		ok = true;
	}
	ok = ok && print_heads(&heads, &err);
	repo_close(&repo);
	arena_release(&arena);
	return ok ? FINE : fail(&err);
}

static bool read_plan(
    struct arena *arena, struct pick_plan *ret_plan, struct error *err)
{
	struct strbuf in;
	size_t got = 0;
	bool ok;

	strbuf_init(&in, LIMIT_CHANGES);
	do {
		char *room = strbuf_reserve(&in, 64 * KIB);

		got = room != NULL ? fread(room, 1, 64 * KIB, stdin) : 0;
		if (room != NULL)
			strbuf_commit(&in, got);
	} while (got > 0);
	ok = (!in.full || error_set(err, "the plan is too large")) &&
	     pick_plan_parse(
		 arena, arena_str(arena, strbuf_str(&in)), ret_plan, err);
	strbuf_release(&in);
	return ok;
}

static bool print_answer(const struct pick_answer *answer, struct error *err)
{
	struct strbuf out;
	bool ok;

	strbuf_init(&out, LIMIT_CHANGES);
	pick_answer_add(&out, answer);
	ok = print(&out, err);
	strbuf_release(&out);
	return ok;
}

static int run_commit(int argc, char **argv)
{
	bool dry = argc == 2 && strcmp(argv[1], "--dry-run") == 0;
	struct arena arena = { 0 };
	struct pick_answer answer;
	struct pick_plan plan;
	struct repo repo;
	struct error err;
	bool ok;

	if (argc > 1 && !dry)
		return MISUSED;
	ok = repo_open(&repo, &arena, &err) && read_plan(&arena, &plan, &err) &&
	     pick_make(&repo, &plan, dry, &arena, &answer, &err) &&
	     print_answer(&answer, &err);
	repo_close(&repo);
	arena_release(&arena);
	return ok ? FINE : fail(&err);
}

/* ------------------------------------------------------------------- records */

/* Git forgets it once another branch is checked out. */
static void warn_of_no_branch(const struct repo *repo)
{
	if (git_repository_head_detached(repo->git) == 1)
		fputs("sennight-git: this commit is on no branch; `git switch "
		      "-c NAME` gives it one\n",
		    stderr);
}

static int run_record(int argc, char **argv)
{
	struct record_ask ask = { .path = (const char *const *)argv + 2 };
	struct arena arena = { 0 };
	struct repo repo;
	struct error err;
	struct str id;
	bool ok;

	if (argc < 3)
		return MISUSED;
	ask.message = argv[1];
	ask.paths = (size_t)argc - 2;
	ok = repo_open(&repo, &arena, &err) &&
	     record_make(&repo, &ask, &arena, &id, &err);
	if (ok && id.at != NULL) {
		printf("%s\n", id.at);
		warn_of_no_branch(&repo);
	}
	repo_close(&repo);
	arena_release(&arena);
	return ok ? FINE : fail(&err);
}

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
} commands[] = {
	{ "changed", run_changed },
	{ "heads", run_heads },
	{ "staged", run_staged },
	{ "commit", run_commit },
	{ "record", run_record },
};

int main(int argc, char **argv)
{
	int status = MISUSED;

	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		fputs(usage, stdout);
		return FINE;
	}
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (argc > 1 && strcmp(argv[1], commands[i].name) == 0)
			status = commands[i].run(argc - 1, argv + 1);
	if (status != MISUSED)
		return status;
	fputs(usage, stderr);
	return FAILED;
}
