/* sennight-git: what git knows about a newsletter, as a program of its own, so
 * that the front program needs no git library. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/changes.h"
#include "git/changed.h"

static const char usage[] =
    "usage: sennight-git changed REV [PATH...]\n"
    "\n"
    "Prints which files at or below the paths (all, without one) differ\n"
    "between the point where this branch left REV and the work tree, and\n"
    "their old contents, for another program of Sennight to read.\n";

enum { FINE = 0, FAILED = 2 };

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

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		fputs(usage, stdout);
		return FINE;
	}
	if (argc < 3 || strcmp(argv[1], "changed") != 0) {
		fputs(usage, stderr);
		return FAILED;
	}
	return print_changes_since(
	    argv[2], (const char *const *)argv + 3, (size_t)argc - 3);
}
