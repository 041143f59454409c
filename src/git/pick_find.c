/* pick_find: from names to heads. */
#include <stdarg.h>
#include <stdio.h>

#include "base/file.h"
#include "git/path.h"
#include "git/pick_priv.h"

/* ------------------------------------------------------------------- helpers */

struct str pick_hex(struct arena *arena, const git_oid *id)
{
	char digits[GIT_OID_HEXSZ + 1];

	git_oid_tostr(digits, sizeof(digits), id);
	return arena_str(arena, str_of(digits));
}

const char *pick_shown(
    const struct repo *repo, struct arena *arena, const char *path)
{
	const char *name = path_from(arena, repo->here, path);
	struct str copy = arena_str(arena, str_of(name));
	char *at = (char *)(uintptr_t)copy.at;

	for (size_t i = 0; i < copy.len; i++)
		if ((unsigned char)at[i] < ' ' || at[i] == 0x7f)
			at[i] = '?';
	return at;
}

struct pick_head *pick_search_add(struct pick_search *s, const char *name)
{
	struct pick_heads *out = s->out;

	out->head = ARENA_GROW(s->arena, out->head, out->count);
	out->head[out->count] = (struct pick_head){ .name = name };
	return &out->head[out->count++];
}

void pick_leave(
    struct pick_search *s, struct pick_head *head, const char *format, ...)
{
	char why[LIMIT_ERROR];
	va_list args;

	va_start(args, format);
	vsnprintf(why, sizeof(why), format, args);
	va_end(args);
	head->state = PICK_LEFT;
	head->why = arena_str(s->arena, str_of(why));
}

/* --------------------------------------------------------------------- files */

static bool is_wanted(const struct pick_search *s, const char *path)
{
	for (size_t i = 0; i < s->folders; i++)
		if (path_is_below(path, s->folder[i]))
			return true;
	return false;
}

static bool read_blob(
    const struct pick_search *s, const git_oid *id, struct str *ret_text)
{
	return repo_text(s->repo, id, s->arena, ret_text);
}

/* The text of a file of HEAD; `at` stays NULL if there is none. */
static bool read_ours(
    const struct pick_search *s, const char *path, struct pick_file *file)
{
	git_tree_entry *entry = NULL;
	bool ok = true;

	if (git_tree_entry_bypath(&entry, s->our_tree, path) != 0)
		return true;
	if (repo_is_text((uint16_t)git_tree_entry_filemode(entry))) {
		file->at = path_from(s->arena, s->repo->here, path);
		ok = read_blob(s, git_tree_entry_id(entry), &file->ours);
	}
	git_tree_entry_free(entry);
	return ok;
}

static bool compare_trees(const struct pick_search *s, git_tree *from,
    git_tree *to, git_diff **ret_diff)
{
	git_diff_options options;
	git_diff_find_options find;
	int failure;

	git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
	git_diff_find_options_init(&find, GIT_DIFF_FIND_OPTIONS_VERSION);
	find.flags = GIT_DIFF_FIND_RENAMES;
	failure =
	    git_diff_tree_to_tree(ret_diff, s->repo->git, from, to, &options);
	if (failure == 0)
		failure = git_diff_find_similar(*ret_diff, &find);
	return failure == 0 || repo_error(s->err, "cannot compare two trees");
}

/* Where HEAD moved a file of the base to, if it did. */
static bool follow_ours(struct pick_search *s, git_tree *base, const char *path,
    struct pick_file *file)
{
	bool ok = s->our_moves != NULL ||
		  compare_trees(s, base, s->our_tree, &s->our_moves);

	for (size_t i = 0; ok && i < git_diff_num_deltas(s->our_moves); i++) {
		const git_diff_delta *d = git_diff_get_delta(s->our_moves, i);

		if (d->status == GIT_DELTA_RENAMED &&
		    strcmp(d->old_file.path, path) == 0)
			ok = read_ours(s, d->new_file.path, file);
	}
	return ok;
}

static void add_other(
    struct pick_search *s, struct pick_head *head, const char *path)
{
	head->other = ARENA_GROW(s->arena, head->other, head->others);
	head->other[head->others++] = path_from(
	    s->arena, s->repo->here, arena_cstr(s->arena, str_of(path)));
}

/* Files that are new or edited have texts to merge; what was moved, taken away
 * or is no text is merged by git. */
static bool add_delta(struct pick_search *s, git_tree *base,
    const git_diff_delta *d, struct pick_head *head)
{
	const char *path = arena_cstr(s->arena, str_of(d->new_file.path));
	struct pick_file file = { .path = path_from(
				      s->arena, s->repo->here, path) };
	bool added = d->status == GIT_DELTA_ADDED, ok;

	if (!is_wanted(s, path) || !repo_is_text(d->new_file.mode) ||
	    (!added && (d->status != GIT_DELTA_MODIFIED ||
			   !repo_is_text(d->old_file.mode)))) {
		add_other(s, head, path);
		return true;
	}
	ok = read_blob(s, &d->new_file.id, &file.theirs) &&
	     (added || read_blob(s, &d->old_file.id, &file.base)) &&
	     read_ours(s, path, &file);
	if (ok && !added && file.at == NULL &&
	    !follow_ours(s, base, path, &file))
		return false;
	if (!ok)
		pick_leave(s, head,
		    "%s is larger than %zu MiB, or its text was not fetched",
		    pick_shown(s->repo, s->arena, path),
		    LIMIT_ISSUE_FILE / MIB);
	head->file = ARENA_GROW(s->arena, head->file, head->files);
	head->file[head->files++] = file;
	return true;
}

bool pick_compare(struct pick_search *s, git_tree *base, git_tree *theirs,
    struct pick_head *head)
{
	git_diff *diff = NULL;
	bool ok = compare_trees(s, base, theirs, &diff);

	head->base = pick_hex(s->arena, git_tree_id(base));
	head->tree = pick_hex(s->arena, git_tree_id(theirs));
	for (size_t i = 0;
	     ok && head->state == PICK_OPEN && i < git_diff_num_deltas(diff);
	     i++)
		ok = add_delta(s, base, git_diff_get_delta(diff, i), head);
	git_diff_free(s->our_moves);
	s->our_moves = NULL;
	git_diff_free(diff);
	return ok;
}

/* ------------------------------------------------------------------- authors */

struct commits {
	struct str *subject;
	size_t count;
	struct str message; /* of the oldest */
};

static struct pick_author author_of(
    const struct pick_search *s, const git_signature *who)
{
	return (struct pick_author){
		.name = arena_str(s->arena, str_of(who->name)),
		.mail = arena_str(s->arena, str_of(who->email)),
		.time = who->when.time,
		.zone = who->when.offset,
	};
}

static void add_co_author(const struct pick_search *s, struct pick_head *head,
    const git_signature *who)
{
	struct str name =
	    arena_printf(s->arena, "%s <%s>", who->name, who->email);

	if (str_eq_fold(head->author.mail, str_of(who->email)))
		return;
	for (size_t i = 0; i < head->co_authors; i++)
		if (str_eq(head->co_author[i], name))
			return;
	head->co_author =
	    ARENA_GROW(s->arena, head->co_author, head->co_authors);
	head->co_author[head->co_authors++] = name;
}

static void add_commit(const struct pick_search *s, git_commit *commit,
    struct pick_head *head, struct commits *list)
{
	const char *subject = git_commit_summary(commit);

	if (list->count == 0) {
		head->author = author_of(s, git_commit_author(commit));
		list->message =
		    arena_str(s->arena, str_of(git_commit_message(commit)));
	} else {
		add_co_author(s, head, git_commit_author(commit));
	}
	list->subject = ARENA_GROW(s->arena, list->subject, list->count);
	list->subject[list->count++] = arena_str(
	    s->arena, subject != NULL ? str_of(subject) : STR("(no subject)"));
}

/* One commit's message is the head's; of several, the first line of each. */
static struct str message_of(
    const struct pick_search *s, const struct commits *list)
{
	struct strbuf out;
	struct str message;

	if (list->count <= 1)
		return list->message;
	strbuf_init(&out, LIMIT_SMALL_FILE);
	strbuf_add(&out, list->subject[0]);
	strbuf_lit(&out, "\n\n");
	for (size_t i = 0; i < list->count; i++) {
		strbuf_lit(&out, "* ");
		strbuf_add(&out, list->subject[i]);
		strbuf_add_char(&out, '\n');
	}
	message = arena_str(s->arena, strbuf_str(&out));
	strbuf_release(&out);
	return message;
}

/* Commits of the head that HEAD has not, oldest first; those that only merge
 * are nobody's work. */
static bool read_authors(
    struct pick_search *s, const git_oid *id, struct pick_head *head)
{
	struct commits list = { 0 };
	git_revwalk *walk = NULL;
	git_oid next;
	int failure = git_revwalk_new(&walk, s->repo->git);

	if (failure == 0)
		failure = git_revwalk_sorting(
		    walk, GIT_SORT_TOPOLOGICAL | GIT_SORT_REVERSE);
	if (failure == 0)
		failure = git_revwalk_push(walk, id);
	if (failure == 0)
		failure = git_revwalk_hide(walk, &s->ours);
	for (size_t seen = 0; failure == 0 && seen < LIMIT_PICK_COMMITS &&
			      git_revwalk_next(&next, walk) == 0;
	     seen++) {
		git_commit *commit = NULL;

		failure = git_commit_lookup(&commit, s->repo->git, &next);
		if (failure == 0 &&
		    (git_commit_parentcount(commit) < 2 ||
			(git_oid_equal(&next, id) && list.count == 0)))
			add_commit(s, commit, head, &list);
		git_commit_free(commit);
	}
	git_revwalk_free(walk);
	head->message = message_of(s, &list);
	return failure == 0 ||
	       repo_error(s->err, "cannot read the commits of %s", head->name);
}

/* ------------------------------------------------------------------ branches */

/* False if there is none, and the head says why. */
static bool find_base(struct pick_search *s, const git_oid *id,
    git_oid *ret_base, struct pick_head *head)
{
	int failure = git_merge_base(ret_base, s->repo->git, &s->ours, id);

	if (failure == 0)
		return true;
	if (git_repository_is_shallow(s->repo->git) == 1)
		pick_leave(s, head,
		    "it is not known where it left this branch: " REPO_FETCH_ALL);
	else if (failure == GIT_ENOTFOUND)
		pick_leave(s, head,
		    "it has no commit in common with this branch (unrelated "
		    "histories); is it of another repository?");
	else
		pick_leave(s, head,
		    "it is not known where it left this branch: %s",
		    git_error_last() != NULL ? git_error_last()->message : "?");
	return false;
}

static bool tree_of(
    struct pick_search *s, const git_oid *id, git_tree **ret_tree)
{
	git_commit *commit = NULL;
	int failure = git_commit_lookup(&commit, s->repo->git, id);

	if (failure == 0)
		failure = git_commit_tree(ret_tree, commit);
	git_commit_free(commit);
	return failure == 0 || repo_error(s->err, "cannot read a commit");
}

static bool is_named_before(const struct pick_search *s, struct str commit)
{
	for (size_t i = 0; i + 1 < s->out->count; i++)
		if (str_eq(s->out->head[i].commit, commit))
			return true;
	return false;
}

static bool add_branch(
    struct pick_search *s, const char *name, const git_oid *id)
{
	struct pick_head *head = pick_search_add(s, name);
	git_tree *base = NULL, *theirs = NULL;
	git_oid base_id;
	bool ok;

	head->commit = pick_hex(s->arena, id);
	if (git_oid_equal(id, &s->ours) ||
	    git_graph_descendant_of(s->repo->git, &s->ours, id) == 1) {
		head->state = PICK_MERGED;
		return true;
	}
	if (is_named_before(s, head->commit)) {
		pick_leave(s, head, "its commit was named before");
		return true;
	}
	if (!find_base(s, id, &base_id, head))
		return true;
	ok = tree_of(s, &base_id, &base) && tree_of(s, id, &theirs) &&
	     read_authors(s, id, head) && pick_compare(s, base, theirs, head);
	git_tree_free(theirs);
	git_tree_free(base);
	return ok;
}

static bool add_name(struct pick_search *s, const char *name)
{
	git_oid id;

	if (repo_commit(s->repo, name, &id, s->err))
		return add_branch(s, name, &id);
	return file_exists(name) && pick_patches(s, name);
}

static bool read_head(struct pick_search *s)
{
	if (git_repository_head_unborn(s->repo->git) == 1)
		return error_set(s->err,
		    "nothing is committed here yet, so there is nothing to "
		    "put branches into");
	if (git_reference_name_to_id(&s->ours, s->repo->git, "HEAD") != 0)
		return repo_error(s->err, "cannot look up HEAD");
	s->out->ours = pick_hex(s->arena, &s->ours);
	return tree_of(s, &s->ours, &s->our_tree);
}

static bool read_folders(struct pick_search *s, const struct pick_ask *ask)
{
	s->folder = ARENA_ARRAY(s->arena, ask->folders, const char *);
	for (size_t i = 0; i < ask->folders; i++) {
		const char *path =
		    path_below_top(s->arena, s->repo->here, ask->folder[i]);

		if (path == NULL)
			return error_set(s->err,
			    "%s is not in the work tree %s", ask->folder[i],
			    s->repo->top);
		s->folder[s->folders++] = path;
	}
	return true;
}

bool pick_find(const struct repo *repo, const struct pick_ask *ask,
    struct arena *arena, struct pick_heads *ret_heads, struct error *err)
{
	struct pick_heads out = { 0 };
	struct pick_search s = {
		.repo = repo, .arena = arena, .out = &out, .err = err
	};
	bool ok = read_head(&s) && read_folders(&s, ask);

	for (size_t i = 0; ok && i < ask->names; i++)
		ok = add_name(&s, ask->name[i]);
	if (ok && out.count > LIMIT_PICK_HEADS)
		ok = error_set(err,
		    "there are %zu branches and patches; take at most %d at "
		    "once",
		    out.count, LIMIT_PICK_HEADS);
	git_tree_free(s.our_tree);
	if (ok)
		*ret_heads = out;
	return ok;
}
