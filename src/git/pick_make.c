/* pick_make: from a plan to commits. */
#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>

#include "git/path.h"
#include "git/pick_person.h"
#include "git/pick_priv.h"

/* -------------------------------------------------------------------- merging */

static bool read_id(
    const struct pick_work *m, struct str digits, git_oid *ret_id)
{
	return git_oid_fromstrn(ret_id, digits.at, digits.len) == 0 ||
	       repo_error(m->err, "cannot read an id of the plan");
}

static bool read_tree(
    const struct pick_work *m, const git_oid *id, git_tree **ret)
{
	return git_tree_lookup(ret, m->repo->git, id) == 0 ||
	       repo_error(m->err, "cannot read a tree of the plan");
}

static bool read_named_tree(
    const struct pick_work *m, struct str digits, git_tree **ret_tree)
{
	git_oid id;

	return read_id(m, digits, &id) && read_tree(m, &id, ret_tree);
}

/* The mode that a file has in one of the trees; those of links and folders
 * are none for a text. */
static uint32_t mode_of(const char *path, git_tree *ours, git_tree *theirs)
{
	git_tree *const trees[] = { ours, theirs };
	uint32_t mode = GIT_FILEMODE_BLOB;

	for (size_t i = 0; i < sizeof(trees) / sizeof(trees[0]); i++) {
		git_tree_entry *entry = NULL;

		if (git_tree_entry_bypath(&entry, trees[i], path) != 0)
			continue;
		mode = (uint32_t)git_tree_entry_filemode(entry);
		git_tree_entry_free(entry);
		break;
	}
	return mode == GIT_FILEMODE_BLOB_EXECUTABLE ? mode : GIT_FILEMODE_BLOB;
}

/* Put the text of the plan where git's own merge had something else. */
static bool put_text(const struct pick_work *m, const struct pick_text *text,
    git_tree *ours, git_tree *theirs, git_index *index)
{
	const char *path = path_below_top(m->arena, m->repo->here, text->path);
	git_index_entry entry = { .path = path };

	if (path == NULL || path[0] == '\0')
		return error_set(
		    m->err, "%s is not in the work tree", text->path);
	git_index_conflict_remove(index, path);
	git_index_remove(index, path, 0);
	if (text->text.at == NULL)
		return true;
	entry.mode = mode_of(path, ours, theirs);
	if (git_blob_create_from_buffer(
		&entry.id, m->repo->git, text->text.at, text->text.len) != 0 ||
	    git_index_add(index, &entry) != 0)
		return repo_error(m->err, "cannot store %s",
		    pick_shown(m->repo, m->arena, path));
	return true;
}

/* "a, b and 3 more" of the files that could not be merged. */
static struct str list_conflicts(const struct pick_work *m, git_index *index)
{
	enum { SHOWN = 5 };
	git_index_conflict_iterator *at = NULL;
	const git_index_entry *base, *ours, *theirs;
	struct str list = STR("");
	size_t count = 0;

	if (git_index_conflict_iterator_new(&at, index) != 0)
		return list;
	while (git_index_conflict_next(&base, &ours, &theirs, at) == 0) {
		const git_index_entry *one = ours != NULL     ? ours
					     : theirs != NULL ? theirs
							      : base;

		if (count++ < SHOWN)
			list = arena_printf(m->arena, "%s%s%s", list.at,
			    count > 1 ? ", " : "",
			    pick_shown(m->repo, m->arena, one->path));
	}
	git_index_conflict_iterator_free(at);
	if (count > SHOWN)
		list = arena_printf(
		    m->arena, "%s and %zu more", list.at, count - SHOWN);
	return list;
}

static void refuse(const struct pick_work *m, size_t take, struct str why)
{
	struct pick_answer *out = m->out;

	out->refusal = ARENA_GROW(m->arena, out->refusal, out->refusals);
	out->refusal[out->refusals++] =
	    (struct pick_refusal){ .take = take, .why = why };
}

static void refuse_conflicts(
    const struct pick_work *m, size_t take, git_index *index)
{
	struct str files = list_conflicts(m, index);

	refuse(m, take,
	    arena_printf(m->arena,
		"git cannot merge %.*s: both sides changed the same lines; "
		"merge it by hand, or ask for it to be rebased",
		STR_ARG(files)));
}

/* Names that no file may have, or objects that are not here. */
static void refuse_tree(const struct pick_work *m, size_t take)
{
	const git_error *last = git_error_last();

	refuse(m, take,
	    arena_printf(m->arena, "git cannot merge it: %s",
		last != NULL ? last->message : "unknown reason"));
}

/* What `ours` is together with a head, with the texts of the plan. */
static bool settle(const struct pick_work *m, const struct pick_take *take,
    size_t number, git_tree *theirs, git_index *index, git_oid *ours)
{
	git_tree *tree = NULL;
	bool ok = read_tree(m, ours, &tree);

	for (size_t i = 0; ok && i < take->texts; i++)
		ok = put_text(m, &take->text[i], tree, theirs, index);
	if (ok && git_index_has_conflicts(index))
		refuse_conflicts(m, number, index);
	else if (ok)
		ok = git_index_write_tree_to(ours, index, m->repo->git) == 0 ||
		     repo_error(m->err, "cannot store the merged tree");
	git_tree_free(tree);
	return ok;
}

/* From `ours` to what it is together with a head, in its place. */
static bool merge_trees(const struct pick_work *m, const struct pick_take *take,
    size_t number, git_tree *base, git_tree *theirs, git_oid *ours)
{
	git_merge_options options;
	git_index *index = NULL;
	git_tree *tree = NULL;
	bool ok;

	git_merge_options_init(&options, GIT_MERGE_OPTIONS_VERSION);
	ok = read_tree(m, ours, &tree);
	if (ok && git_merge_trees(
		      &index, m->repo->git, base, tree, theirs, &options) != 0)
		refuse_tree(m, number);
	else if (ok)
		ok = settle(m, take, number, theirs, index, ours);
	git_index_free(index);
	git_tree_free(tree);
	return ok;
}

static bool merge_take(const struct pick_work *m, const struct pick_take *take,
    size_t number, git_oid *ours)
{
	git_tree *base = NULL, *theirs = NULL;
	bool ok = read_named_tree(m, take->base, &base) &&
		  read_named_tree(m, take->tree, &theirs) &&
		  merge_trees(m, take, number, base, theirs, ours);

	git_tree_free(theirs);
	git_tree_free(base);
	return ok;
}

static bool merge_all(struct pick_work *m)
{
	git_oid tree = *git_tree_id(m->before);
	size_t number = 0;

	m->tree = ARENA_ARRAY(m->arena, m->plan->commits, git_oid);
	for (size_t i = 0; i < m->plan->commits; i++) {
		const struct pick_commit *commit = &m->plan->commit[i];

		for (size_t k = 0; k < commit->takes; k++)
			if (!merge_take(m, &commit->take[k], number++, &tree))
				return false;
		m->tree[i] = tree;
	}
	return read_tree(m, &tree, &m->after);
}

/* ------------------------------------------------------------------- commits */

/* Heads that another head leads to are merged with it. */
static size_t reduce_parents(
    const struct pick_work *m, git_oid *parent, size_t parents)
{
	git_oid *others = ARENA_ARRAY(m->arena, parents, git_oid);
	size_t kept = 1;

	for (size_t i = 1; i < parents; i++) {
		size_t rest = 0;

		for (size_t k = 0; k < parents; k++)
			if ((k < kept || k > i) &&
			    !git_oid_equal(&parent[k], &parent[i]))
				others[rest++] = parent[k];
		if (git_graph_reachable_from_any(
			m->repo->git, &parent[i], others, rest) != 1)
			parent[kept++] = parent[i];
	}
	return kept;
}

static bool read_parents(const struct pick_work *m,
    const struct pick_commit *commit, const git_oid *before,
    git_commit ***ret_list, size_t *ret_count)
{
	git_oid *id = ARENA_ARRAY(m->arena, commit->takes + 1, git_oid);
	size_t count = 0;
	git_commit **list;

	id[count++] = *before;
	for (size_t i = 0; i < commit->takes; i++)
		if (commit->take[i].parent.at != NULL &&
		    !read_id(m, commit->take[i].parent, &id[count++]))
			return false;
	count = reduce_parents(m, id, count);
	list = ARENA_ARRAY(m->arena, count, git_commit *);
	*ret_list = list;
	for (*ret_count = 0; *ret_count < count; ++*ret_count)
		if (git_commit_lookup(
			&list[*ret_count], m->repo->git, &id[*ret_count]) != 0)
			return repo_error(m->err, "cannot read a commit");
	return true;
}

/* The author; one who did not say when, now. */
static bool sign(const struct pick_work *m, const struct pick_commit *commit,
    const git_signature *committer, git_signature **ret_author)
{
	struct pick_author author = commit->author;

	if (!commit->has_author)
		return person_here(
		    m->repo, m->arena, PERSON_AUTHOR, ret_author, m->err);
	if (author.time == 0) {
		author.time = committer->when.time;
		author.zone = committer->when.offset;
	}
	return person_of(&author, m->arena, ret_author, m->err);
}

/* Make one, after `id`, which it becomes. */
static bool make_commit(const struct pick_work *m,
    const struct pick_commit *commit, const git_oid *tree_id, git_oid *id)
{
	git_signature *author = NULL, *committer = NULL;
	git_commit **parent = NULL;
	git_tree *tree = NULL;
	size_t parents = 0;
	const char *message = arena_cstr(m->arena, commit->message);
	bool ok = person_here(m->repo, m->arena, PERSON_COMMITTER, &committer,
		      m->err) &&
		  sign(m, commit, committer, &author) &&
		  read_tree(m, tree_id, &tree) &&
		  read_parents(m, commit, id, &parent, &parents) &&
		  (git_commit_create(id, m->repo->git, NULL, author, committer,
		       NULL, message, tree, parents,
		       (const git_commit **)(uintptr_t)parent) == 0 ||
		      repo_error(m->err, "cannot store the commit"));

	for (size_t i = 0; i < parents; i++)
		git_commit_free(parent[i]);
	git_tree_free(tree);
	git_signature_free(committer);
	git_signature_free(author);
	return ok;
}

static bool make_commits(struct pick_work *m, git_oid *ret_last)
{
	struct pick_answer *out = m->out;
	git_oid id = m->ours;

	for (size_t i = 0; i < m->plan->commits; i++) {
		if (!make_commit(m, &m->plan->commit[i], &m->tree[i], &id))
			return false;
		out->made = ARENA_GROW(m->arena, out->made, out->commits);
		out->made[out->commits++] = pick_hex(m->arena, &id);
	}
	*ret_last = id;
	return true;
}

/* ---------------------------------------------------------------------- HEAD */

/* The branch that HEAD is on; untouched if it is on none. */
static bool head_name(const struct pick_work *m, const char **ret_name)
{
	git_reference *head = NULL;

	if (git_reference_lookup(&head, m->repo->git, "HEAD") != 0)
		return repo_error(m->err, "cannot look up HEAD");
	if (git_reference_type(head) == GIT_REFERENCE_SYMBOLIC)
		*ret_name = arena_cstr(
		    m->arena, str_of(git_reference_symbolic_target(head)));
	git_reference_free(head);
	return true;
}

static bool move_head(const struct pick_work *m, const git_oid *to)
{
	git_reference *moved = NULL;
	const char *name = "HEAD";
	int failure;

	if (!head_name(m, &name))
		return false;
	failure = git_reference_create_matching(
	    &moved, m->repo->git, name, to, 1, &m->ours, "sennight draft");
	git_reference_free(moved);
	return failure == 0 ||
	       repo_error(m->err,
		   "the files are written, but %s could not be moved to the "
		   "new commit; `git status` shows them, `git reset --hard` "
		   "gives them up",
		   name);
}

/* ----------------------------------------------------------------- all of it */

static bool check_state(struct pick_work *m)
{
	struct str ours;

	if (git_reference_name_to_id(&m->ours, m->repo->git, "HEAD") != 0)
		return repo_error(m->err, "cannot look up HEAD");
	ours = pick_hex(m->arena, &m->ours);
	if (!str_eq(ours, m->plan->ours))
		return error_set(
		    m->err, "HEAD moved while it was read; run it again");
	return repo_is_at_rest(m->repo, m->err);
}

static bool read_before(struct pick_work *m)
{
	git_commit *commit = NULL;
	int failure = git_commit_lookup(&commit, m->repo->git, &m->ours);

	if (failure == 0)
		failure = git_commit_tree(&m->before, commit);
	git_commit_free(commit);
	return failure == 0 || repo_error(m->err, "cannot read HEAD");
}

/* What is stored from now on is stored nowhere. */
static bool store_in_memory(const struct pick_work *m)
{
	enum { BEFORE_ALL_OTHERS = 1000 };
	git_odb_backend *memory = NULL;
	git_odb *objects = NULL;
	int failure = git_repository_odb(&objects, m->repo->git);

	if (failure == 0)
		failure = git_mempack_new(&memory);
	if (failure == 0)
		failure =
		    git_odb_add_backend(objects, memory, BEFORE_ALL_OTHERS);
	git_odb_free(objects);
	return failure == 0 || repo_error(m->err, "cannot prepare the dry run");
}

static bool do_plan(struct pick_work *m)
{
	git_oid last;

	return make_commits(m, &last) && pick_write(m) && move_head(m, &last);
}

bool pick_make(const struct repo *repo, const struct pick_plan *plan, bool dry,
    struct arena *arena, struct pick_answer *ret_answer, struct error *err)
{
	struct pick_answer out = { 0 };
	struct pick_work m = { .repo = repo,
		.plan = plan,
		.arena = arena,
		.out = &out,
		.err = err };
	bool ok = check_state(&m) && read_before(&m) &&
		  (!dry || store_in_memory(&m)) && merge_all(&m);

	if (ok && out.refusals == 0)
		ok = pick_check_clean(&m) && (dry || do_plan(&m));
	git_tree_free(m.after);
	git_tree_free(m.before);
	if (ok)
		*ret_answer = out;
	return ok;
}
