#include "cmd/check_ask.h"

#include "base/changes.h"
#include "base/file.h"
#include "cmd/cmd.h"
#include "newsletter/newsletter.h"

/* ---------------------------------------------------------------------- git */

static const char **list_arguments(
    struct arena *arena, const struct settings *settings, const char *revision)
{
	const char **argv = ARENA_ARRAY(arena, 6, const char *);

	argv[0] = "sennight-git";
	argv[1] = "changed";
	argv[2] = revision;
	argv[3] = arena_cstr(arena, settings->folders.content);
	argv[4] = arena_cstr(arena, settings->folders.drafts);
	return argv;
}

static bool call_git(struct arena *arena, const char *const *argv,
    struct changes *ret_changes, struct error *err)
{
	struct str output;
	int status;

	/* The type of main; nobody writes there. */
	if (!cmd_call("sennight-git", (char **)(uintptr_t)argv, STR(""),
		LIMIT_CHANGES, arena, &output, &status, err))
		return false;
	if (status != 0)
		return error_set(err,
		    "without git's answer it is not known what changed since "
		    "%s",
		    argv[2]);
	return changes_parse(arena, output, ret_changes, err);
}

static bool is_named(const char *const *path, size_t paths, const char *changed)
{
	for (size_t i = 0; i < paths; i++)
		if (strcmp(path_plain(path[i]), changed) == 0)
			return true;
	return paths == 0;
}

static void add_change(
    struct arena *arena, const struct changed_file *file, struct since *since)
{
	since->path = ARENA_GROW(arena, since->path, since->paths);
	since->path[since->paths++] = file->path;
	if (file->status == CHANGE_ADDED)
		return;
	since->before = ARENA_GROW(arena, since->before, since->befores);
	/* As if it had been read from a file, with a NUL behind it. */
	since->before[since->befores++] =
	    (struct check_text){ file->path, arena_str(arena, file->old_text) };
}

bool ask_git(struct arena *arena, const struct settings *settings,
    const char *revision, const char *const *path, size_t paths,
    struct since *ret_since, struct error *err)
{
	const char **argv = list_arguments(arena, settings, revision);
	struct since since = { 0 };
	struct changes changes = { 0 };

	if (!call_git(arena, argv, &changes, err))
		return false;
	for (size_t i = 0; i < changes.count; i++) {
		const struct changed_file *file = &changes.file[i];

		if (file->status != CHANGE_DELETED &&
		    newsletter_is_issue(arena, settings, file->path) &&
		    is_named(path, paths, file->path))
			add_change(arena, file, &since);
	}
	*ret_since = since;
	return true;
}

/* ------------------------------------------------------------------ network */

static void count_unknown(
    struct ask_network *ask, const struct probe_results *results)
{
	for (size_t i = 0; i < results->count; i++)
		ask->unknown += results->result[i].state == PROBE_BLOCKED ||
				results->result[i].state == PROBE_UNSURE;
}

static const char *cache_file(const struct ask_network *ask, const char *name)
{
	return path_join(ask->arena,
	    arena_cstr(ask->arena, ask->settings->folders.cache), name);
}

bool ask_network(void *data, struct str addresses,
    struct probe_results *ret_results, struct error *err)
{
	struct ask_network *ask = data;
	const char *cache = cache_file(ask, "links.jsonl");
	const char *argv[] = { "sennight-probe", "--cache", cache, NULL };
	struct str output;
	int status;

	if (!folder_make(path_folder(ask->arena, cache), err) ||
	    !cmd_call("sennight-probe", (char **)(uintptr_t)argv, addresses,
		LIMIT_FEED, ask->arena, &output, &status, err))
		return false;
	if (status != 0)
		return error_set(err, "the links could not be followed");
	if (!probe_results_read(ask->arena, output, ret_results, err))
		return false;
	ask->unknown = 0;
	count_unknown(ask, ret_results);
	return true;
}

/* ------------------------------------------------------------------ watching */

static const char *watched_file(const struct ask_watched *ask)
{
	return cache_file(&ask->network, "links-watched.jsonl");
}

static bool read_before(const struct ask_watched *ask,
    struct probe_results *ret_before, struct error *err)
{
	const char *path = watched_file(ask);
	struct error why;
	struct str text;

	*ret_before = (struct probe_results){ 0 };
	if (!file_exists(path))
		return true;
	if (!file_read(path, LIMIT_DATA_FILE, ask->network.arena, &text, err))
		return false;
	return probe_results_read(ask->network.arena, text, ret_before, &why) ||
	       error_set(err,
		   "%s is no list of links that were seen: %s; put back a "
		   "copy, or remove it to begin anew",
		   path, why.text);
}

bool ask_watched(void *data, struct str addresses,
    struct probe_results *ret_results, struct error *err)
{
	struct ask_watched *ask = data;
	struct probe_results before, looked;
	struct strbuf picked;
	bool good;

	if (!read_before(ask, &before, err))
		return false;
	/* The text ends with the check; what is told of it does not. */
	addresses = arena_str(ask->network.arena, addresses);
	strbuf_init(&picked, LIMIT_PROBE_INPUT);
	watch_pick(&picked, addresses, &before, ask->most);
	good = ask_network(&ask->network, strbuf_str(&picked), &looked, err);
	strbuf_release(&picked);
	if (!good)
		return false;
	watch_compare(
	    ask->network.arena, addresses, &before, &looked, &ask->watched);
	*ret_results = ask->watched.worse;
	return true;
}

bool ask_watched_keep(const struct ask_watched *ask, struct error *err)
{
	const struct probe_results *after = &ask->watched.after;
	const char *path = watched_file(ask);
	struct strbuf out;
	bool good;

	strbuf_init(&out, LIMIT_DATA_FILE);
	for (size_t i = 0; i < after->count; i++)
		probe_result_add(&out, &after->result[i]);
	good = !out.full ||
	       error_set(err, "%s has grown too large; remove it", path);
	good = good && file_write(path, strbuf_str(&out), NULL, err);
	strbuf_release(&out);
	return good;
}
