/* A branch of a repository, as hosts of pages take it.  The program git is
 * asked, as it knows how to get in: keys, helpers for passwords, proxies. */
/* For realpath. */
#define _XOPEN_SOURCE 700
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "publish/deploy_priv.h"

/* The last line of our commits' messages: a branch whose commit has it is
 * ours. */
#define TRAILER "Put-Here-By: Sennight"

struct branch {
	const struct deploy_job *job;
	struct arena *arena;
	const char *to, *ref;
	const char *const *setting; /* of git's environment */
	const char *folder;         /* the bare repository that we keep */
	const char *site;
	struct str was;      /* the commit there; empty: no such branch */
	struct str was_tree; /* of it */
};

static bool is_repository(const struct deploy_rule *rule)
{
	return rule->to.len > 0 && rule->to.at[0] != '-' &&
	       rule->branch.len > 0 && rule->branch.at[0] != '-';
}

/* git ARG..., in our repository; fails if git does. */
static bool git(struct branch *b, const char *const *argv,
    struct str *ret_output, struct error *err)
{
	const char *first[] = { "-C", b->site,
		arena_printf(b->arena, "--git-dir=%s", b->folder).at,
		"--work-tree=.", "-c", "core.autocrlf=false", "-c",
		"core.excludesFile=", "-c", "gc.auto=0", NULL };
	const char **all = deploy_words(b->arena, first, (struct str){ 0 });
	size_t count = sizeof(first) / sizeof(first[0]) - 1;
	struct deploy_call call = { .name = "git",
		.task = "places of the kind git",
		.setting = b->setting };
	int status;

	for (const char *const *at = argv; *at != NULL; at++) {
		all = ARENA_GROW(b->arena, all, count);
		all[count++] = *at;
	}
	all = ARENA_GROW(b->arena, all, count);
	all[count] = NULL;
	call.argv = all;
	if (!deploy_call(&call, b->arena, ret_output, &status, err))
		return false;
	*ret_output = str_trim(*ret_output);
	return status == 0 ||
	       error_set(err, "git %s ended with %d: what it said stands above",
		   argv[0], status);
}

#define GIT(b, output, err, ...) \
	git((b), (const char *const[]){ __VA_ARGS__, NULL }, (output), (err))

/* Nobody is asked for passwords, and ssh gets its options. */
static const char *const *setting_of(
    struct arena *arena, const struct deploy_rule *rule)
{
	enum { SETTINGS = 5 };
	const char **list = ARENA_ARRAY(arena, SETTINGS + 1, const char *);

	list[0] = "GIT_TERMINAL_PROMPT=0";
	list[1] = arena_printf(arena,
	    "GIT_SSH_COMMAND=ssh " DEPLOY_SSH_OPTIONS " %.*s",
	    STR_ARG(rule->ssh))
		      .at;
	list[2] = "GIT_DIR";
	list[3] = "GIT_INDEX_FILE";
	list[4] = "GIT_WORK_TREE";
	list[SETTINGS] = NULL;
	return list;
}

/* Locks in a repository that is ours alone are of a run that was killed. */
static bool open_repository(struct branch *b, struct error *err)
{
	static const char *const locks[] = { "index.lock", "HEAD.lock",
		"shallow.lock", "config.lock" };
	const struct deploy_call init = { .name = "git",
		.argv = (const char *const[]){ "init", "-q", "--bare",
		    b->folder, NULL },
		.task = "places of the kind git",
		.setting = b->setting };
	struct str output;
	int status;

	for (size_t i = 0; i < sizeof(locks) / sizeof(locks[0]); i++)
		unlink(path_join(b->arena, b->folder, locks[i]));
	/* One that is there is completed. */
	if (!deploy_call(&init, b->arena, &output, &status, err))
		return false;
	if (status != 0)
		return error_set(err, "git init ended with %d", status);
	return file_write(path_join(b->arena, b->folder, "info/exclude"),
	    STR("/.sennight-manifest\n.sennight-tmp-*\n"), NULL, err);
}

/* What the branch has now, and is it ours? */
static bool look(struct branch *b, struct error *err)
{
	struct str output, message;

	if (!GIT(b, &output, err, "ls-remote", b->to, b->ref))
		return false;
	b->was = str_take(&output, '\t');
	if (b->was.len == 0)
		return true;
	if (!GIT(b, &output, err, "fetch", "-q", "--no-tags", "--depth=1",
		b->to, b->ref) ||
	    !GIT(b, &message, err, "log", "-1", "--format=%B",
		arena_cstr(b->arena, b->was)) ||
	    !GIT(b, &b->was_tree, err, "rev-parse",
		arena_printf(b->arena, "%.*s^{tree}", STR_ARG(b->was)).at))
		return false;
	return b->job->take_over ||
	       str_find(message, STR(TRAILER), 0) != STR_NONE ||
	       error_set(err,
		   "the branch %.*s of %s has a commit that Sennight did not "
		   "make, %.12s; look at it, and say --take-over if the site "
		   "may replace it",
		   STR_ARG(b->job->rule->branch), b->to, b->was.at);
}

/* The tree of the site.  Hosts would leave out names that begin with _ without
 * the file .nojekyll. */
static bool make_tree(struct branch *b, struct str *ret_tree, struct error *err)
{
	const struct deploy_call nothing = { .name = "git",
		.argv =
		    (const char *const[]){
			arena_printf(b->arena, "--git-dir=%s", b->folder).at,
			"hash-object", "-w", "--stdin", NULL },
		.task = "places of the kind git",
		.setting = b->setting };
	struct str output, blob;
	int status;

	if (!GIT(b, &output, err, "add", "--all", "--force", ".",
		":!/.sennight-manifest", ":!*/.sennight-tmp-*") ||
	    !deploy_call(&nothing, b->arena, &blob, &status, err))
		return false;
	blob = str_trim(blob);
	return GIT(b, &output, err, "update-index", "--add", "--cacheinfo",
		   arena_printf(
		       b->arena, "100644,%.*s,.nojekyll", STR_ARG(blob))
		       .at) &&
	       GIT(b, ret_tree, err, "write-tree");
}

/* Numbers of files that differ, of lines "A\tpath". */
static bool count_files(struct branch *b, struct str tree,
    struct deploy_result *result, struct error *err)
{
	struct str output;

	if (b->was.len == 0) {
		result->sent = result->all;
		return true;
	}
	if (!GIT(b, &output, err, "diff-tree", "-r", "--no-renames",
		"--name-status", arena_cstr(b->arena, b->was_tree),
		arena_cstr(b->arena, tree)))
		return false;
	while (output.len > 0) {
		struct str line = str_take(&output, '\n');

		if (str_starts(line, STR("D")))
			result->removed++;
		else
			result->sent++;
	}
	return true;
}

static bool make_commit(struct branch *b, struct str tree,
    struct str *ret_commit, struct error *err)
{
	const char *name =
	    arena_printf(b->arena, "user.name=%.*s", STR_ARG(b->job->author))
		.at;
	const char *message = arena_printf(
	    b->arena, "%.*s\n\n" TRAILER "\n", STR_ARG(b->job->label))
				  .at;
	const char *first[] = { "-c", name, "-c",
		"user.email=sennight@localhost", "commit-tree", "-m", message,
		arena_cstr(b->arena, tree), NULL };
	const char **argv = deploy_words(b->arena, first, (struct str){ 0 });
	size_t count = sizeof(first) / sizeof(first[0]) - 1;

	if (b->job->rule->history && b->was.len > 0) {
		argv = ARENA_GROW(b->arena, argv, count);
		argv[count++] = "-p";
		argv = ARENA_GROW(b->arena, argv, count);
		argv[count++] = arena_cstr(b->arena, b->was);
		argv = ARENA_GROW(b->arena, argv, count);
		argv[count] = NULL;
	}
	return git(b, argv, ret_commit, err);
}

/* Only if the branch is still what it was when we looked. */
static bool push(struct branch *b, struct str commit, struct error *err)
{
	struct str output;
	struct error why;

	if (GIT(b, &output, &why, "push", "--quiet",
		arena_printf(b->arena, "--force-with-lease=%s:%.*s", b->ref,
		    STR_ARG(b->was))
		    .at,
		b->to,
		arena_printf(b->arena, "%.*s:%s", STR_ARG(commit), b->ref).at))
		return true;
	return error_set(err,
	    "the branch %.*s of %s was not taken; if it has moved on "
	    "meanwhile, the same command looks at it anew",
	    STR_ARG(b->job->rule->branch), b->to);
}

/* git works in the site's folder. */
static const char *absolute(struct arena *arena, const char *path)
{
	char *real = realpath(path, NULL);
	const char *kept =
	    real != NULL ? arena_cstr(arena, str_of(real)) : path;

	free(real);
	return kept;
}

static bool run(const struct deploy_job *job, const struct file_list *site,
    struct arena *arena, struct deploy_result *result, struct error *err)
{
	struct branch b = {
		.job = job,
		.arena = arena,
		.to = absolute(arena, arena_cstr(arena, job->rule->to)),
		.site = absolute(arena, job->folder),
		.ref = arena_printf(
		    arena, "refs/heads/%.*s", STR_ARG(job->rule->branch))
			   .at,
		.setting = setting_of(arena, job->rule),
	};
	struct str tree, commit;

	(void)site;
	if (!folder_make(job->cache, err))
		return false;
	b.folder = path_join(arena, absolute(arena, job->cache), "pages.git");
	if (!open_repository(&b, err) || !look(&b, err) ||
	    !make_tree(&b, &tree, err))
		return false;
	if (str_eq(tree, b.was_tree))
		return true;
	return count_files(&b, tree, result, err) &&
	       make_commit(&b, tree, &commit, err) && push(&b, commit, err);
}

const struct deploy_kind deploy_git = {
	.name = STR_INIT("git"),
	.atomic = true,
	.wants = "a repository, such as git@example.org:news.git",
	.check = is_repository,
	.run = run,
};
