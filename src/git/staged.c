#include "git/staged.h"

#include <stdarg.h>
#include <stdio.h>

#include "git/path.h"
#include "git/pick_priv.h"

struct search {
	const struct repo *repo;
	struct arena *arena;
	const char *path; /* below the top */
	struct pick_head *head;
	struct pick_file *file;
};

static bool leave(const struct search *s, const char *why)
{
	s->head->state = PICK_LEFT;
	s->head->why = arena_printf(s->arena, "%s %s", s->head->name, why);
	return true;
}

/* The index may lack it, or have it as something else: then it is as in HEAD,
 * and a commit brings it back. */
static void read_index(const struct search *s)
{
	const git_index_entry *entry =
	    git_index_get_bypath(s->repo->index, s->path, 0);

	if (entry == NULL || !repo_is_text(entry->mode) ||
	    !repo_text(s->repo, &entry->id, s->arena, &s->file->theirs))
		s->file->theirs = s->file->ours;
}

static bool read_tree(const struct search *s, git_tree *tree)
{
	git_tree_entry *entry = NULL;
	bool ok;

	if (git_tree_entry_bypath(&entry, tree, s->path) != 0)
		return leave(s, "is not committed yet");
	ok = repo_is_text(git_tree_entry_filemode(entry)) &&
	     repo_text(
		 s->repo, git_tree_entry_id(entry), s->arena, &s->file->ours);
	git_tree_entry_free(entry);
	if (!ok)
		return leave(s, "is no ordinary file in git");
	s->head->base = s->head->tree = pick_hex(s->arena, git_tree_id(tree));
	s->head->files = 1;
	read_index(s);
	return true;
}

static bool read_head(
    const struct search *s, struct pick_heads *heads, struct error *err)
{
	git_commit *commit = NULL;
	git_tree *tree = NULL;
	git_oid id;
	bool ok;

	if (git_repository_head_unborn(s->repo->git) == 1)
		return leave(s, "is not committed yet; nothing is");
	if (git_reference_name_to_id(&id, s->repo->git, "HEAD") != 0)
		return repo_error(err, "cannot look up HEAD");
	heads->ours = pick_hex(s->arena, &id);
	ok = (git_commit_lookup(&commit, s->repo->git, &id) == 0 &&
		 git_commit_tree(&tree, commit) == 0) ||
	     repo_error(err, "cannot read HEAD");
	ok = ok && read_tree(s, tree);
	git_tree_free(tree);
	git_commit_free(commit);
	return ok;
}

bool staged_find(const struct repo *repo, const char *path, struct arena *arena,
    struct pick_heads *ret_heads, struct error *err)
{
	struct search s = { .repo = repo,
		.arena = arena,
		.path = path_below_top(arena, repo->here, path),
		.head = ARENA_NEW(arena, struct pick_head),
		.file = ARENA_NEW(arena, struct pick_file) };

	s.file->path = s.file->at = path;
	*s.head = (struct pick_head){ .name = path, .file = s.file };
	*ret_heads = (struct pick_heads){ .head = s.head, .count = 1 };
	if (s.path == NULL || s.path[0] == '\0')
		return leave(&s, "is not in the work tree of git");
	return repo_is_at_rest(repo, err) && read_head(&s, ret_heads, err);
}
