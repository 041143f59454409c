/* pick_patch: from files of patches to heads. */
#include <stdlib.h>

#include "base/file.h"
#include "git/mail.h"
#include "git/pick_priv.h"

/* A file of patches under way. */
struct series {
	struct pick_search *search;
	const char *path;
	git_tree *tree; /* HEAD's, with the patches so far */
};

/* "x.patch", or "x.patch#2" of several. */
static const char *name_of(const struct series *s, size_t number, size_t count)
{
	if (count == 1)
		return s->path;
	return arena_printf(s->search->arena, "%s#%zu", s->path, number + 1).at;
}

/*
 * Put the file that the patch was made of, if git knows it, where it will be
 * changed: so a patch of yesterday's draft is a change of yesterday's draft.
 */
static bool restore_old(
    const struct series *s, git_diff *diff, git_tree **ret_tree)
{
	size_t count = git_diff_num_deltas(diff), updates = 0;
	git_tree_update *update =
	    ARENA_ARRAY(s->search->arena, count, git_tree_update);
	git_repository *git = s->search->repo->git;
	git_oid id;

	for (size_t i = 0; i < count; i++) {
		const git_diff_delta *d = git_diff_get_delta(diff, i);
		git_tree_entry *entry = NULL;
		git_object *blob = NULL;

		if (d->old_file.path == NULL || d->old_file.id_abbrev < 4 ||
		    git_tree_entry_bypath(&entry, s->tree, d->old_file.path) !=
			0)
			continue;
		if (git_object_lookup_prefix(&blob, git, &d->old_file.id,
			d->old_file.id_abbrev, GIT_OBJECT_BLOB) == 0)
			update[updates++] = (git_tree_update){
				.action = GIT_TREE_UPDATE_UPSERT,
				.id = *git_object_id(blob),
				.filemode = git_tree_entry_filemode(entry),
				.path = d->old_file.path,
			};
		git_object_free(blob);
		git_tree_entry_free(entry);
	}
	return git_tree_create_updated(&id, git, s->tree, updates, update) ==
		   0 &&
	       git_tree_lookup(ret_tree, git, &id) == 0;
}

/* The tree that the patch makes of `old`; NULL, and the head says why, if it
 * does not fit. */
static git_tree *apply(
    struct series *s, git_diff *diff, git_tree *old, struct pick_head *head)
{
	git_repository *git = s->search->repo->git;
	git_index *index = NULL;
	git_tree *tree = NULL;
	git_oid id;

	if (git_apply_to_tree(&index, git, old, diff, NULL) != 0 ||
	    git_index_write_tree_to(&id, index, git) != 0 ||
	    git_tree_lookup(&tree, git, &id) != 0)
		pick_leave(s->search, head,
		    "the patch does not fit (%s), and the version that it "
		    "was made of is not here",
		    git_error_last() != NULL ? git_error_last()->message : "?");
	git_index_free(index);
	return tree;
}

/* What is said, as a commit has it. */
static struct str message_of(const struct series *s, const struct mail *mail)
{
	struct arena *arena = s->search->arena;

	if (mail->subject.len == 0)
		return mail->message.len > 0
			   ? mail->message
			   : arena_printf(arena, "Apply %s", s->path);
	if (mail->message.len == 0)
		return mail->subject;
	return arena_printf(arena, "%.*s\n\n%.*s", STR_ARG(mail->subject),
	    STR_ARG(mail->message));
}

static bool compare_patch(
    struct series *s, git_diff *diff, struct pick_head *head)
{
	git_tree *old = NULL, *made = NULL;
	bool ok = restore_old(s, diff, &old) ||
		  repo_error(s->search->err, "cannot look up what %s changes",
		      head->name);

	if (ok)
		made = apply(s, diff, old, head);
	if (made != NULL) {
		ok = pick_compare(s->search, old, made, head);
		git_tree_free(s->tree);
		s->tree = made;
	}
	git_tree_free(old);
	return ok;
}

static bool add_patch(
    struct series *s, const struct mail *mail, const char *name)
{
	struct pick_head *head = pick_search_add(s->search, name);
	git_diff *diff = NULL;
	bool ok = true;

	head->author = mail->author;
	head->message = message_of(s, mail);
	if (git_diff_from_buffer(&diff, mail->diff.at, mail->diff.len) != 0)
		pick_leave(s->search, head, "it is no patch of git: %s",
		    git_error_last() != NULL ? git_error_last()->message : "?");
	else if (git_diff_num_deltas(diff) == 0)
		pick_leave(s->search, head, "there is no diff in it");
	else
		ok = compare_patch(s, diff, head);
	git_diff_free(diff);
	return ok;
}

bool pick_patches(struct pick_search *search, const char *path)
{
	struct series s = { .search = search, .path = path };
	struct mail *mail;
	struct str text;
	size_t count;
	bool ok = true;

	if (!file_read(
		path, LIMIT_PATCH_FILE, search->arena, &text, search->err))
		return false;
	mails_read(search->arena, text, &mail, &count);
	if (git_tree_dup(&s.tree, search->our_tree) != 0)
		return repo_error(search->err, "cannot read HEAD");
	for (size_t i = 0; ok && i < count; i++)
		/* The letter that a series begins with. */
		if (count == 1 || mail[i].diff.len > 0)
			ok = add_patch(&s, &mail[i], name_of(&s, i, count));
	git_tree_free(s.tree);
	return ok;
}
