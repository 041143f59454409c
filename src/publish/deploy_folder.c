/* A folder on this machine. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "publish/deploy_priv.h"

/*
 * TO is a symbolic link to TO.releases/N, which is made anew for each N; or,
 * if TO was there as a folder before us, that folder, with a list in it.
 */
#define RELEASES ".releases"
enum { PATH_MOST = 4096 };

struct place {
	const struct deploy_job *job;
	const struct file_list *site;
	struct arena *arena; /* for the whole run */
	struct deploy_result *result;
	const char *to;
};

static bool is_path(const struct deploy_rule *rule)
{
	return rule->to.len > 0 && rule->to.len < PATH_MOST &&
	       rule->to.at[0] != '~' && rule->to.at[rule->to.len - 1] != '/' &&
	       str_find(rule->to, STR("://"), 0) == STR_NONE;
}

/* ------------------------------------------------------------------- releases */

/* The folder that the link leads to; NULL if there is no link yet. */
static const char *current_release(struct place *p)
{
	char target[PATH_MOST];
	ssize_t len = readlink(p->to, target, sizeof(target));

	if (len <= 0 || (size_t)len == sizeof(target))
		return NULL;
	return path_join(p->arena, path_folder(p->arena, p->to),
	    arena_cstr(p->arena, (struct str){ target, (size_t)len }));
}

/* A link of somebody else's is as good as the folder that it leads to. */
static bool is_release(struct place *p, const char *path)
{
	const char *ours = arena_printf(p->arena, "%s" RELEASES "/", p->to).at;

	return path != NULL && str_starts(str_of(path), str_of(ours));
}

/* The same file, in the release that is made: it shares its bytes with that
 * of the current one, which nobody ever writes into. */
static bool share(struct arena *arena, const char *current, const char *made,
    const char *path, struct str data)
{
	const char *from = path_join(arena, current, path);
	const char *to = path_join(arena, made, path);
	struct file_state state;
	struct error err;

	return file_holds_at(AT_FDCWD, from, data, &state) &&
	       folder_make(path_folder(arena, to), &err) && link(from, to) == 0;
}

static bool fill(
    struct place *p, const char *current, const char *made, struct error *err)
{
	struct arena arena = { 0 };
	bool ok = true;

	for (size_t i = 0; ok && i < p->site->count; i++) {
		const char *path = p->site->entry[i].path;
		struct str data;

		arena_reset(&arena);
		ok = deploy_read(p->job, path, &arena, &data, err);
		if (!ok || (current != NULL &&
			       share(&arena, current, made, path, data)))
			continue;
		p->result->sent++;
		ok = file_write(path_join(&arena, made, path), data, NULL, err);
	}
	arena_release(&arena);
	return ok;
}

/* A link that is made beside and renamed: readers see one or the other. */
static bool lead_to(struct place *p, const char *release, struct error *err)
{
	const char *beside =
	    arena_printf(p->arena, "%s" RELEASES "/.next", p->to).at;
	const char *target = arena_printf(
	    p->arena, "%s" RELEASES "/%s", path_base(p->to), release)
				 .at;

	unlink(beside);
	/* Relative to where the link will be, not to where it is made. */
	if (symlink(target, beside) != 0 || rename(beside, p->to) != 0)
		return error_errno(
		    err, errno, "cannot make the link %s", p->to);
	return true;
}

/* Remove a folder and all that is in it. */
static void remove_tree(struct arena *arena, const char *folder)
{
	struct file_list list;
	struct error err;

	if (!folder_walk(folder, deploy_dotted, arena, &list, &err))
		return;
	for (size_t i = 0; i < list.count; i++) {
		const char *path = path_join(arena, folder, list.entry[i].path);

		unlink(path);
		while (strlen(path) > strlen(folder)) {
			path = path_folder(arena, path);
			if (rmdir(path) != 0)
				break;
		}
	}
	rmdir(folder);
}

static uint64_t number_of(const char *release)
{
	uint64_t number;

	return release != NULL && str_to_number(str_of(path_base(release)),
				      UINT32_MAX, &number)
		   ? number
		   : 0;
}

/* The last one stays, for those who read it this moment. */
static void remove_old(struct place *p, uint64_t newest)
{
	uint64_t from = newest > 12 ? newest - 12 : 1;

	for (uint64_t n = from; n + 1 < newest; n++)
		remove_tree(
		    p->arena, arena_printf(p->arena, "%s" RELEASES "/%llu",
				  p->to, (unsigned long long)n)
				  .at);
}

/* Files that the current one has and the site has not. */
static bool count_gone(struct place *p, const char *current, struct error *err)
{
	struct file_list had;
	size_t k = 0;

	if (current == NULL)
		return true;
	if (!folder_walk(current, deploy_dotted, p->arena, &had, err))
		return false;
	for (size_t i = 0; i < had.count; i++) {
		while (k < p->site->count &&
		       strcmp(p->site->entry[k].path, had.entry[i].path) < 0)
			k++;
		p->result->removed +=
		    k == p->site->count ||
		    strcmp(p->site->entry[k].path, had.entry[i].path) != 0;
	}
	return true;
}

static bool make_release(struct place *p, struct error *err)
{
	const char *current = current_release(p);
	uint64_t number = number_of(current) + 1;
	const char *name =
	    arena_printf(p->arena, "%llu", (unsigned long long)number).at;
	const char *made =
	    arena_printf(p->arena, "%s" RELEASES "/%s", p->to, name).at;

	/* What one that was killed left is begun anew. */
	remove_tree(p->arena, made);
	if (!fill(p, current, made, err) || !count_gone(p, current, err))
		return false;
	if (current != NULL && p->result->sent + p->result->removed == 0) {
		remove_tree(p->arena, made);
		return true;
	}
	if (!lead_to(p, name, err))
		return false;
	remove_old(p, number);
	return true;
}

static bool deploy_releases(struct place *p, struct error *err)
{
	const char *folder = arena_printf(p->arena, "%s" RELEASES, p->to).at;
	int fd, failure;
	bool ok;

	if (!folder_make(folder, err))
		return false;
	failure = folder_hold(folder, false, &fd);
	if (failure == EWOULDBLOCK)
		return error_set(
		    err, "somebody else puts the site there this moment");
	if (failure != 0)
		return error_errno(err, failure, "cannot open %s", folder);
	ok = make_release(p, err);
	close(fd);
	return ok;
}

/* ------------------------------------------------------------------- in place */

static bool read_list(
    struct place *p, bool *ret_found, struct str_list *ret, struct error *err)
{
	const char *path = path_join(p->arena, p->to, DEPLOY_LIST);
	struct str text;

	*ret = (struct str_list){ 0 };
	*ret_found = file_exists(path);
	if (!*ret_found)
		return true;
	if (!file_read(path, LIMIT_FEED, p->arena, &text, err))
		return false;
	*ret_found = deploy_list_read(p->arena, text, ret);
	return true;
}

static bool write_list(
    struct place *p, const struct str_list *more, struct error *err)
{
	return file_write(path_join(p->arena, p->to, DEPLOY_LIST),
	    deploy_list_text(p->arena, p->site, more), NULL, err);
}

static bool is_ours(
    struct place *p, struct str_list *ret_had, struct error *err)
{
	struct file_list there;
	bool found;

	if (!read_list(p, &found, ret_had, err) ||
	    !folder_walk(p->to, deploy_dotted, p->arena, &there, err))
		return false;
	return found || there.count == 0 || p->job->take_over ||
	       error_set(err,
		   "%s holds %zu files that Sennight did not put there, such "
		   "as %s; empty it, or say --take-over",
		   p->to, there.count, there.entry[0].path);
}

/* Those that are new go first, so that no page leads to one that is not
 * there yet. */
static bool put_files(struct place *p, bool fresh, struct error *err)
{
	struct arena arena = { 0 };
	bool ok = true;

	for (size_t i = 0; ok && i < p->site->count; i++) {
		const char *path = p->site->entry[i].path, *to;
		struct str data;
		bool changed = false;

		arena_reset(&arena);
		to = path_join(&arena, p->to, path);
		if (fresh == file_exists(to))
			continue;
		ok = deploy_read(p->job, path, &arena, &data, err) &&
		     file_write(to, data, &changed, err);
		p->result->sent += changed;
	}
	arena_release(&arena);
	return ok;
}

static void remove_gone(struct place *p, const struct str_list *had)
{
	for (size_t i = 0; i < had->count; i++) {
		const char *path;

		if (deploy_site_has(p->site, had->item[i]))
			continue;
		path = path_join(
		    p->arena, p->to, arena_cstr(p->arena, had->item[i]));
		p->result->removed += unlink(path) == 0;
		do
			path = path_folder(p->arena, path);
		while (strlen(path) > strlen(p->to) && rmdir(path) == 0);
	}
}

/* Of a folder that is taken over, all files count as ours. */
static bool take_over(struct place *p, struct str_list *had, struct error *err)
{
	struct file_list there;

	if (!p->job->take_over)
		return true;
	if (!folder_walk(p->to, deploy_dotted, p->arena, &there, err))
		return false;
	for (size_t i = 0; i < there.count; i++) {
		had->item = ARENA_GROW(p->arena, had->item, had->count);
		had->item[had->count++] = str_of(there.entry[i].path);
	}
	return true;
}

static bool deploy_in_place(struct place *p, struct error *err)
{
	struct str_list had;

	if (!is_ours(p, &had, err) || !take_over(p, &had, err) ||
	    !write_list(p, &had, err) || !put_files(p, true, err) ||
	    !put_files(p, false, err))
		return false;
	remove_gone(p, &had);
	return write_list(p, &(struct str_list){ 0 }, err);
}

static bool run(const struct deploy_job *job, const struct file_list *site,
    struct arena *arena, struct deploy_result *result, struct error *err)
{
	struct place p = { job, site, arena, result,
		arena_cstr(arena, job->rule->to) };
	struct stat st;
	bool is_there = lstat(p.to, &st) == 0;

	if (!is_there ||
	    (S_ISLNK(st.st_mode) && is_release(&p, current_release(&p))))
		return deploy_releases(&p, err);
	if (!folder_exists(p.to))
		return error_set(err, "%s is no folder", p.to);
	return deploy_in_place(&p, err);
}

const struct deploy_kind deploy_folder = {
	.name = STR_INIT("folder"),
	.atomic = true,
	.wants = "the path of a folder, such as /srv/www/news, without ~ and "
		 "without a slash at its end",
	.check = is_path,
	.run = run,
};
