/* For environ. */
#define _GNU_SOURCE
#include "publish/deploy.h"

#include <string.h>
#include <unistd.h>

#include "base/child.h"
#include "base/limits.h"
#include "base/strbuf.h"
#include "publish/deploy_priv.h"

static const struct deploy_kind *const kinds[] = {
	&deploy_folder,
	&deploy_rsync,
	&deploy_git,
	&deploy_s3,
};
enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

static const struct deploy_kind *kind_of(const struct deploy_rule *rule)
{
	for (size_t i = 0; i < KINDS; i++)
		if (str_eq(rule->kind, kinds[i]->name))
			return kinds[i];
	return NULL;
}

bool deploy_is_atomic(const struct deploy_rule *rule)
{
	const struct deploy_kind *kind = kind_of(rule);

	return kind != NULL && kind->atomic;
}

bool deploy_check(const struct deploy_rule *rule, struct error *err)
{
	const struct deploy_kind *kind = kind_of(rule);

	if (kind == NULL)
		return error_set(err,
		    "deploy %.*s: there is no kind %.*s; there are folder, "
		    "rsync, git and s3",
		    STR_ARG(rule->name), STR_ARG(rule->kind));
	if (!kind->check(rule))
		return error_set(err, "deploy %.*s: `to` is %.*s; expected %s",
		    STR_ARG(rule->name), STR_ARG(rule->to), kind->wants);
	return true;
}

bool deploy_ready(const struct deploy_rule *rule, struct error *err)
{
	const struct deploy_kind *kind = kind_of(rule);
	struct arena arena = { 0 };
	struct str key;
	struct error why;
	bool ok = kind->key == NULL || kind->key(rule, &arena, &key, &why);

	arena_release(&arena);
	return ok ||
	       error_set(err, "deploy %.*s: %s", STR_ARG(rule->name), why.text);
}

static bool run(const struct deploy_job *job, struct arena *arena,
    struct deploy_result *result, struct error *err)
{
	struct file_list site;

	if (!folder_walk(job->folder, deploy_dotted, arena, &site, err))
		return false;
	if (site.count == 0)
		return error_set(err, "there is nothing in %s", job->folder);
	result->all = site.count;
	result->counted = true;
	return kind_of(job->rule)->run(job, &site, arena, result, err);
}

bool deploy_run(const struct deploy_job *job, struct deploy_result *ret_result,
    struct error *err)
{
	struct arena arena = { 0 };
	struct error why;
	bool ok;

	*ret_result = (struct deploy_result){ .sent = 0 };
	if (!deploy_check(job->rule, err))
		return false;
	ok = run(job, &arena, ret_result, &why);
	if (!ok)
		error_set(
		    err, "deploy %.*s: %s", STR_ARG(job->rule->name), why.text);
	arena_release(&arena);
	return ok;
}

/* ----------------------------------------------------------------- what is ours */

/* What web servers and hosts of pages look for; RFC 8615. */
const char *const deploy_dotted[] = { ".well-known", ".nojekyll", ".htaccess",
	".domains", NULL };

#define LIST_HEAD "Sennight deployed 1\n"

/* A list that somebody else wrote into could name files elsewhere. */
static bool is_below(struct str path)
{
	if (path.len == 0 || str_find_char(path, '\0', 0) != STR_NONE)
		return false;
	while (path.at != NULL) {
		struct str part = str_take(&path, '/');

		if (part.len == 0 || str_eq(part, STR(".")) ||
		    str_starts(part, STR("..")))
			return false;
	}
	return true;
}

bool deploy_list_read(
    struct arena *arena, struct str text, struct str_list *ret_list)
{
	struct str_list list = { 0 };

	if (!str_starts(text, STR(LIST_HEAD)))
		return false;
	str_take(&text, '\n');
	while (text.len > 0) {
		struct str path = str_take(&text, '\n');

		if (!is_below(path))
			continue;
		list.item = ARENA_GROW(arena, list.item, list.count);
		list.item[list.count++] = path;
	}
	*ret_list = list;
	return true;
}

struct str deploy_list_text(struct arena *arena, const struct file_list *site,
    const struct str_list *more)
{
	struct strbuf out;
	struct str text;

	strbuf_init(&out, LIMIT_FEED);
	strbuf_lit(&out, LIST_HEAD);
	for (size_t i = 0; i < site->count; i++)
		strbuf_printf(&out, "%s\n", site->entry[i].path);
	for (size_t i = 0; i < more->count; i++)
		strbuf_printf(&out, "%.*s\n", STR_ARG(more->item[i]));
	text = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return text;
}

bool deploy_site_has(const struct file_list *site, struct str path)
{
	size_t from = 0, to = site->count;

	while (from < to) {
		size_t at = from + (to - from) / 2;
		int order = str_cmp(str_of(site->entry[at].path), path);

		if (order == 0)
			return true;
		if (order < 0)
			from = at + 1;
		else
			to = at;
	}
	return false;
}

/* ------------------------------------------------------------------- for kinds */

bool deploy_read(const struct deploy_job *job, const char *path,
    struct arena *arena, struct str *ret_data, struct error *err)
{
	return file_read(path_join(arena, job->folder, path), LIMIT_DATA_FILE,
	    arena, ret_data, err);
}

const char **deploy_words(
    struct arena *arena, const char *const *first, struct str more)
{
	const char **list = NULL;
	size_t count = 0;

	for (; *first != NULL; first++) {
		list = ARENA_GROW(arena, list, count);
		list[count++] = *first;
	}
	while (more.at != NULL) {
		struct str word = str_take(&more, ' ');

		if (word.len == 0)
			continue;
		list = ARENA_GROW(arena, list, count);
		list[count++] = arena_cstr(arena, word);
	}
	list = ARENA_GROW(arena, list, count);
	list[count] = NULL;
	return list;
}

/* Is the variable one of those that are set or left out? */
static bool is_set(const char *variable, const char *const *setting)
{
	size_t len = strcspn(variable, "=");

	for (; *setting != NULL; setting++)
		if (strcspn(*setting, "=") == len &&
		    strncmp(*setting, variable, len) == 0)
			return true;
	return false;
}

/* Ours with the settings; the type is that of environ, nobody writes there. */
static char *const *environment_with(
    struct arena *arena, const char *const *setting)
{
	const char **list = NULL;
	size_t count = 0;

	for (char **ours = environ; *ours != NULL; ours++) {
		if (is_set(*ours, setting))
			continue;
		list = ARENA_GROW(arena, list, count);
		list[count++] = *ours;
	}
	for (; *setting != NULL; setting++) {
		if (strchr(*setting, '=') == NULL)
			continue;
		list = ARENA_GROW(arena, list, count);
		list[count++] = *setting;
	}
	list = ARENA_GROW(arena, list, count);
	list[count] = NULL;
	return (char *const *)(uintptr_t)list;
}

bool deploy_call(const struct deploy_call *call, struct arena *arena,
    struct str *ret_output, int *ret_status, struct error *err)
{
	const char *first[] = { call->name, NULL };
	const char **argv = deploy_words(arena, first, (struct str){ 0 });
	struct child child = { .path = child_find(arena, call->name),
		.input = call->input,
		.max = LIMIT_FEED,
		.seconds = call->seconds,
		.errors = call->errors };
	size_t count = 1;

	if (child.path == NULL)
		return error_set(err,
		    "the program %s is not installed here, and is needed for "
		    "%s",
		    call->name, call->task);
	for (const char *const *at = call->argv; *at != NULL; at++) {
		argv = ARENA_GROW(arena, argv, count);
		argv[count++] = *at;
	}
	argv = ARENA_GROW(arena, argv, count);
	argv[count] = NULL;
	/* The type of main; nobody writes there. */
	child.argv = (char *const *)(uintptr_t)argv;
	if (call->setting != NULL)
		child.environment = environment_with(arena, call->setting);
	return child_run(&child, arena, ret_output, ret_status, err);
}
