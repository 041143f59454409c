#include "git/record.h"

#include <errno.h>
#include <sys/stat.h>

#include "base/file.h"
#include "git/path.h"
#include "git/pick_person.h"

struct recording {
	const struct repo *repo;
	const struct record_ask *ask;
	struct arena *arena;
	struct error *err;
	bool born; /* is there a commit? */
	git_oid head;
	git_commit *parent;
	git_tree *before;
};

static bool read_head(struct recording *r)
{
	r->born = git_reference_name_to_id(&r->head, r->repo->git, "HEAD") == 0;
	if (!r->born)
		return git_repository_head_unborn(r->repo->git) == 1 ||
		       repo_error(r->err, "cannot look up HEAD");
	return (git_commit_lookup(&r->parent, r->repo->git, &r->head) == 0 &&
		   git_commit_tree(&r->before, r->parent) == 0) ||
	       repo_error(r->err, "cannot read HEAD");
}

/* Of a file that git does not know yet. */
static uint32_t mode_of(const struct stat *st)
{
	if (S_ISLNK(st->st_mode))
		return GIT_FILEMODE_LINK;
	return st->st_mode & S_IXUSR ? GIT_FILEMODE_BLOB_EXECUTABLE
				     : GIT_FILEMODE_BLOB;
}

/* One path, in an index that is written to a tree, or in the repository's. */
static bool put(struct recording *r, git_index *index, const char *path)
{
	const char *file = path_join(r->arena, r->repo->top, path);
	git_index_entry entry = { .path = path };
	const git_index_entry *before = git_index_get_bypath(index, path, 0);
	bool is_there;
	struct stat st;

	is_there = lstat(file, &st) == 0;
	if (!is_there && errno != ENOENT && errno != ENOTDIR)
		return error_errno(r->err, errno, "cannot look at %s", path);
	if (!is_there)
		return before == NULL ||
		       git_index_remove_bypath(index, path) == 0 ||
		       repo_error(r->err, "cannot remove %s", path);
	if (!S_ISREG(st.st_mode) && !S_ISLNK(st.st_mode))
		return error_set(r->err,
		    "%s is no file; name the files that are to be committed",
		    path);
	entry.mode = mode_of(&st);
	/* Not every file system has the bit. */
	if (before != NULL && repo_is_text(before->mode) &&
	    repo_is_text(entry.mode))
		entry.mode = before->mode;
	return (git_blob_create_from_workdir(&entry.id, r->repo->git, path) ==
		       0 &&
		   git_index_add(index, &entry) == 0) ||
	       repo_error(r->err, "cannot store %s", path);
}

static bool put_all(struct recording *r, git_index *index)
{
	for (size_t i = 0; i < r->ask->paths; i++) {
		const char *path = path_in_tree(
		    r->arena, r->repo->top, r->repo->here, r->ask->path[i]);

		if (path == NULL || path[0] == '\0')
			return error_set(r->err, "%s is not in this work tree",
			    r->ask->path[i]);
		if (!put(r, index, path))
			return false;
	}
	return true;
}

/* HEAD's tree with the files of the ask in it. */
static bool make_tree(struct recording *r, git_oid *ret_tree)
{
	git_index *index = NULL;
	bool ok =
	    git_index_new(&index) == 0 &&
	    (r->before == NULL || git_index_read_tree(index, r->before) == 0);

	if (!ok)
		repo_error(r->err, "cannot read the tree of HEAD");
	ok = ok && put_all(r, index) &&
	     (git_index_write_tree_to(ret_tree, index, r->repo->git) == 0 ||
		 repo_error(r->err, "cannot store the tree"));
	git_index_free(index);
	return ok;
}

static bool make_commit(
    struct recording *r, const git_oid *tree_id, git_oid *ret_id)
{
	git_signature *author = NULL, *committer = NULL;
	const git_commit *parent[] = { r->parent };
	git_tree *tree = NULL;
	bool ok =
	    person_here(r->repo, r->arena, PERSON_AUTHOR, &author, r->err) &&
	    person_here(
		r->repo, r->arena, PERSON_COMMITTER, &committer, r->err) &&
	    ((git_tree_lookup(&tree, r->repo->git, tree_id) == 0 &&
		 git_commit_create(ret_id, r->repo->git, NULL, author,
		     committer, NULL, r->ask->message, tree,
		     r->parent != NULL ? 1 : 0,
		     r->parent != NULL ? parent : NULL) == 0) ||
		repo_error(r->err, "cannot store the commit"));

	git_tree_free(tree);
	git_signature_free(author);
	git_signature_free(committer);
	return ok;
}

static bool write_index(struct recording *r)
{
	return put_all(r, r->repo->index) &&
	       (git_index_write(r->repo->index) == 0 ||
		   repo_error(r->err,
		       "cannot write the index; is another git at work "
		       "here?"));
}

/* The branch that HEAD is on, or HEAD itself. */
static bool move_head(struct recording *r, const git_oid *to)
{
	git_reference *head = NULL, *moved = NULL;
	const char *name = "HEAD";
	int failure;

	if (git_reference_lookup(&head, r->repo->git, "HEAD") != 0)
		return repo_error(r->err, "cannot look up HEAD");
	if (git_reference_type(head) == GIT_REFERENCE_SYMBOLIC)
		name = git_reference_symbolic_target(head);
	failure = r->born ? git_reference_create_matching(&moved, r->repo->git,
				name, to, 1, &r->head, r->ask->message)
			  : git_reference_create(&moved, r->repo->git, name, to,
				0, r->ask->message);
	git_reference_free(moved);
	git_reference_free(head);
	return failure == 0 ||
	       repo_error(r->err, "cannot move HEAD to the new commit");
}

static bool record(struct recording *r, struct str *ret_id)
{
	char hex[GIT_OID_HEXSZ + 1];
	git_oid tree, id;

	if (!read_head(r) || !make_tree(r, &tree))
		return false;
	if (r->before != NULL && git_oid_equal(&tree, git_tree_id(r->before)))
		return write_index(r);
	if (!make_commit(r, &tree, &id) || !write_index(r) ||
	    !move_head(r, &id))
		return false;
	git_oid_tostr(hex, sizeof(hex), &id);
	*ret_id = arena_str(r->arena, str_of(hex));
	return true;
}

bool record_make(const struct repo *repo, const struct record_ask *ask,
    struct arena *arena, struct str *ret_id, struct error *err)
{
	struct recording r = {
		.repo = repo, .ask = ask, .arena = arena, .err = err
	};
	bool ok;

	*ret_id = (struct str){ 0 };
	ok = repo_is_at_rest(repo, err) && record(&r, ret_id);
	git_tree_free(r.before);
	git_commit_free(r.parent);
	return ok;
}
