#include "publish/remote.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "publish/deploy_priv.h"

enum { LOOK_SECONDS = 60, PUSH_SECONDS = 300, SAID = 300 };

struct git_answer {
	int status;
	struct str said; /* also what it says on the standard error */
};

static bool git(const struct remote *r, struct arena *arena, int seconds,
    const char *const *argv, struct git_answer *ret, struct error *err)
{
	/* Its own tidying may wait; children of it would hold the output. */
	const char *first[] = { "-c", "gc.auto=0", "-c",
		"maintenance.auto=false", NULL };
	const char **all = deploy_words(arena, first, (struct str){ 0 });
	size_t count = sizeof(first) / sizeof(first[0]) - 1;
	struct deploy_call call = { .name = "git",
		.task = "the setting publish.push",
		.setting = r->setting,
		.errors = true,
		.seconds = seconds };

	for (const char *const *at = argv; *at != NULL; at++) {
		all = ARENA_GROW(arena, all, count);
		all[count++] = *at;
	}
	all = ARENA_GROW(arena, all, count);
	all[count] = NULL;
	call.argv = all;
	return deploy_call(&call, arena, &ret->said, &ret->status, err);
}

#define GIT(r, arena, seconds, answer, err, ...) \
	git((r), (arena), (seconds),             \
	    (const char *const[]){ __VA_ARGS__, NULL }, (answer), (err))

/* What a command that asks nobody else prints; unset if it fails. */
static struct str ask(
    const struct remote *r, struct arena *arena, const char *const *argv)
{
	struct git_answer answer;
	struct error why;
	struct str said;
	size_t end;

	if (!git(r, arena, LOOK_SECONDS, argv, &answer, &why) ||
	    answer.status != 0)
		return (struct str){ 0 };
	/* Warnings stand before it. */
	said = str_trim(answer.said);
	while ((end = str_find_char(said, '\n', 0)) != STR_NONE)
		said = str_sub(said, end + 1, said.len);
	return said;
}

#define ASK(r, arena, ...) \
	ask((r), (arena), (const char *const[]){ __VA_ARGS__, NULL })

/* ---------------------------------------------------------------- why it failed */

#define KEY                                                                \
	"Nobody is asked for a password here: an agent must have the key " \
	"(`ssh-add`), or a helper of git know the password."
#define NETWORK "Is the network there, and is the service up?"
#define ADDRESS "`git remote -v` shows its address."

/* Parts of what git and ssh say. */
static const struct {
	const char *part, *why, *advice;
} troubles[] = {
	{ "Permission to", "does not let you write", KEY },
	{ "error: 403", "does not let you write", KEY },
	{ "Permission denied", "does not let you in", KEY },
	{ "Authentication failed", "does not let you in", KEY },
	{ "could not read Username", "wants a password", KEY },
	{ "could not read Password", "wants a password", KEY },
	{ "Host key verification failed", "is not known to ssh",
	    "Go there once by hand, and look at the key that it shows." },
	{ "Could not resolve host", "cannot be found", NETWORK },
	{ "Connection refused", "cannot be reached", NETWORK },
	{ "timed out", "cannot be reached", NETWORK },
	{ "unreachable", "cannot be reached", NETWORK },
	{ "No route to host", "cannot be reached", NETWORK },
	{ "Couldn't connect", "cannot be reached", NETWORK },
	{ "does not appear to be a git repository", "is no repository",
	    ADDRESS },
	{ "does not exist", "is no repository", ADDRESS },
	{ "not found", "is no repository", ADDRESS },
};
enum { TROUBLES = sizeof(troubles) / sizeof(troubles[0]) };

/* The line with the part, or else the last one; for people. */
static struct str line_of(struct arena *arena, struct str said, struct str part)
{
	struct str last = { NULL, 0 };

	while (said.at != NULL) {
		struct str line = str_trim(str_take(&said, '\n'));

		if (line.len > 0)
			last = line;
		if (part.len > 0 && str_find(line, part, 0) != STR_NONE)
			break;
	}
	if (str_starts(last, STR("fatal: ")))
		str_take(&last, ' ');
	return text_line(arena, last, SAID);
}

static bool fail(const struct remote *r, struct arena *arena,
    const struct git_answer *answer, struct error *err)
{
	for (size_t i = 0; i < TROUBLES; i++) {
		struct str part = str_of(troubles[i].part);

		if (str_find(answer->said, part, 0) != STR_NONE)
			return error_set(err,
			    "%s %s: \"%.*s\". %s `git ls-remote %s` tries it",
			    r->name, troubles[i].why,
			    STR_ARG(line_of(arena, answer->said, part)),
			    troubles[i].advice, r->name);
	}
	return error_set(err,
	    "git could not ask %s: \"%.*s\"; `git ls-remote %s` tries it",
	    r->name, STR_ARG(line_of(arena, answer->said, (struct str){ 0 })),
	    r->name);
}

/* A command that goes there; false also if git fails. */
static bool go(const struct remote *r, struct arena *arena,
    const char *const *argv, struct git_answer *answer, struct error *err)
{
	struct error why;

	if (!git(r, arena, LOOK_SECONDS, argv, answer, &why))
		return error_set(err, "cannot ask %s: %s", r->name, why.text);
	return answer->status == 0 || fail(r, arena, answer, err);
}

#define GO(r, arena, answer, err, ...)                                         \
	go((r), (arena), (const char *const[]){ __VA_ARGS__, NULL }, (answer), \
	    (err))

/* ------------------------------------------------------------------- the remote */

/* What the editor says of ssh counts, and it asks nobody. */
static const char *ssh_of(const struct remote *r, struct arena *arena)
{
	const char *ours = getenv("GIT_SSH_COMMAND");
	struct str command = ours != NULL ? str_of(ours) : (struct str){ 0 };
	struct str program;

	if (command.len == 0 && getenv("GIT_SSH") != NULL)
		return NULL;
	if (command.len == 0)
		command = ASK(r, arena, "config", "core.sshCommand");
	if (command.len == 0)
		command = STR("ssh");
	program = command;
	if (strcmp(path_base(arena_cstr(arena, str_take(&program, ' '))),
		"ssh") != 0)
		return NULL; /* its options are not known */
	/* A connection that stays would keep the output open. */
	return arena_printf(arena,
	    "GIT_SSH_COMMAND=%.*s " DEPLOY_SSH_OPTIONS " -o ControlMaster=no",
	    STR_ARG(command))
	    .at;
}

static const char *const *setting_of(
    const struct remote *r, struct arena *arena)
{
	enum { MOST = 3 };
	const char **list = ARENA_ARRAY(arena, MOST + 1, const char *);
	size_t count = 0;

	list[count++] = "GIT_TERMINAL_PROMPT=0";
	/* What it says is looked at. */
	list[count++] = "LANGUAGE=C";
	list[count] = ssh_of(r, arena);
	list[MOST] = NULL;
	return list;
}

static bool is_word(const char *word)
{
	return word[0] != '\0' && word[0] != '-';
}

bool remote_open(struct arena *arena, struct str setting, const char *issue,
    struct remote *ret_remote, struct error *err)
{
	const char *none[] = { NULL };
	const char **word = deploy_words(arena, none, setting);
	struct remote r = { .name = word[0], .issue = issue };
	struct str here;

	if (word[0] == NULL || !is_word(word[0]) ||
	    (word[1] != NULL && (!is_word(word[1]) || word[2] != NULL)))
		return error_set(err,
		    "publish.push is \"%.*s\"; expected a remote, such as "
		    "origin, and perhaps a branch behind it",
		    STR_ARG(setting));
	if (ASK(&r, arena, "rev-parse", "--git-dir").len == 0)
		return error_set(err,
		    "publish.push names %s, and git finds no repository here",
		    r.name);
	if (ASK(&r, arena, "remote", "get-url", r.name).len == 0)
		return error_set(err,
		    "publish.push names %s, and git knows no remote of that "
		    "name; `git remote -v` lists those that it knows",
		    r.name);
	here = ASK(&r, arena, "symbolic-ref", "-q", "--short", "HEAD");
	if (here.len == 0)
		return error_set(err,
		    "no branch is checked out, so there is nothing to push to "
		    "%s; `git status` says what is going on",
		    r.name);
	r.branch = word[1] != NULL ? word[1] : arena_cstr(arena, here);
	r.label = arena_printf(arena, "%s %s", r.name, r.branch).at;
	r.setting = setting_of(&r, arena);
	*ret_remote = r;
	return true;
}

/* ---------------------------------------------------------------------- looking */

/* SHA-1 or SHA-256, which is nothing else for git. */
static bool is_id(struct str text)
{
	enum { SHORTEST = 40, LONGEST = 64 };

	for (size_t i = 0; i < text.len; i++)
		if (char_hex(text.at[i]) < 0)
			return false;
	return text.len >= SHORTEST && text.len <= LONGEST;
}

/* Of lines "ID<tab>NAME" that of a name; without one, the first. */
static struct str find_ref(struct str said, const char *ref)
{
	while (said.at != NULL) {
		struct str line = str_take(&said, '\n');
		struct str id = str_take(&line, '\t');

		if (is_id(id) && str_starts(line, STR("refs/")) &&
		    (ref == NULL || str_eq(line, str_of(ref))))
			return id;
	}
	return (struct str){ 0 };
}

static const char *ref_of(const struct remote *r, struct arena *arena)
{
	return arena_printf(arena, "refs/heads/%s", r->branch).at;
}

static bool find_tip(const struct remote *r, struct arena *arena,
    struct str *ret_tip, struct error *err)
{
	const char *ref = ref_of(r, arena);
	struct git_answer answer;

	if (!GO(r, arena, &answer, err, "ls-remote", r->name, ref))
		return false;
	*ret_tip = find_ref(answer.said, ref);
	if (ret_tip->len > 0)
		return true;
	if (!GO(r, arena, &answer, err, "ls-remote", "--heads", r->name))
		return false;
	return find_ref(answer.said, NULL).len == 0 ||
	       error_set(err,
		   "%s has no branch %s; if it is the right one, `git push %s "
		   "HEAD:%s` makes it, else put the branch behind the name in "
		   "publish.push",
		   r->name, r->branch, r->name, r->branch);
}

/* Its commits, without a name for them here: a fetch of the editor's own shows
 * the same as ever. */
static void fetch(const struct remote *r, struct arena *arena)
{
	struct git_answer answer;
	struct error why;

	(void)GIT(r, arena, LOOK_SECONDS, &answer, &why, "fetch", "--quiet",
	    "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules",
	    "--refmap=", r->name, ref_of(r, arena));
}

static size_t count_commits(
    const struct remote *r, struct arena *arena, const char *range)
{
	struct str said = ASK(r, arena, "rev-list", "--count", range);
	uint64_t count;

	return str_to_number(said, INT32_MAX, &count) ? (size_t)count : 0;
}

/* Of what is there alone. */
static void tell_moved(const struct remote *r, struct arena *arena,
    const char *tip, struct remote_seen *seen)
{
	const char *range = arena_printf(arena, "HEAD..%s", tip).at;

	fetch(r, arena);
	seen->commits = count_commits(r, arena, range);
	seen->who = ASK(r, arena, "log", "-1", "--format=%an", tip);
	seen->title = ASK(r, arena, "log", "-1", "--format=%s", tip);
	seen->publisher = ASK(r, arena, "log", "-1", "--format=%an",
	    "--diff-filter=A", "--no-renames", range, "--", r->issue);
}

/* What a commit has of the issue. */
static struct str id_in(
    const struct remote *r, struct arena *arena, const char *commit)
{
	return ASK(r, arena, "rev-parse", "--verify", "--quiet",
	    arena_printf(arena, "%s:./%s", commit, path_plain(r->issue)).at);
}

struct str remote_issue_id(const struct remote *r, struct arena *arena)
{
	return id_in(r, arena, "HEAD");
}

bool remote_look(const struct remote *r, struct arena *arena,
    struct remote_seen *ret_seen, struct error *err)
{
	struct remote_seen seen = { .tip = { NULL, 0 } };
	struct git_answer answer;
	const char *tip;

	*ret_seen = seen;
	if (!find_tip(r, arena, &seen.tip, err))
		return false;
	if (seen.tip.len > 0) {
		tip = arena_cstr(arena, seen.tip);
		/* It fails, too, if that commit is not here. */
		if (!GIT(r, arena, LOOK_SECONDS, &answer, err, "merge-base",
			"--is-ancestor", tip, "HEAD"))
			return false;
		seen.moved = answer.status != 0;
		if (seen.moved)
			tell_moved(r, arena, tip, &seen);
		else
			seen.alone = count_commits(
			    r, arena, arena_printf(arena, "%s..HEAD", tip).at);
		seen.ours =
		    seen.publisher.len == 0 && id_in(r, arena, tip).len > 0;
	}
	*ret_seen = seen;
	return true;
}

struct str remote_moved_text(
    struct arena *arena, const struct remote *r, const struct remote_seen *seen)
{
	enum { NAME = 80, TITLE = 120 };
	struct str who = text_line(arena, seen->who, NAME);
	struct str title = text_line(arena, seen->title, TITLE);
	struct str what = STR("commits that are not");

	if (seen->publisher.len > 0)
		return arena_printf(arena,
		    "%s has this issue published already, by %.*s, who goes on "
		    "with it; here `git pull --rebase --autostash` is all that "
		    "is to be done",
		    r->label, STR_ARG(text_line(arena, seen->publisher, NAME)));

	if (seen->commits == 1)
		what = STR("a commit that is not");
	else if (seen->commits > 1)
		what = arena_printf(
		    arena, "%zu commits that are not", seen->commits);
	if (who.len > 0 && title.len > 0)
		return arena_printf(arena,
		    "%s has %.*s here, %sby %.*s: \"%.*s\"; `git pull --rebase "
		    "--autostash` gets it, then look at the issue, and say "
		    "this again",
		    r->label, STR_ARG(what),
		    seen->commits > 1 ? "the last one " : "", STR_ARG(who),
		    STR_ARG(title));
	return arena_printf(arena,
	    "%s has %.*s here; `git pull --rebase --autostash` gets them, then "
	    "look at the issue, and say this again",
	    r->label, STR_ARG(what));
}

/* ---------------------------------------------------------------------- pushing */

/* The line of --porcelain about our branch, "FLAG<tab>FROM:TO<tab>SUMMARY". */
static bool find_line(
    struct str said, const char *ref, char *ret_flag, struct str *ret_summary)
{
	struct str to = str_of(ref);

	while (said.at != NULL) {
		struct str line = str_take(&said, '\n');
		struct str flag = str_take(&line, '\t');
		struct str names = str_take(&line, '\t');

		if (flag.len != 1 || line.at == NULL || !str_ends(names, to))
			continue;
		*ret_flag = flag.at[0];
		*ret_summary = str_trim(line);
		return true;
	}
	return false;
}

/* What a hook there says to people: lines that begin with "remote:". */
static struct str words_of_hook(struct arena *arena, struct str said)
{
	struct str all = { NULL, 0 };

	while (said.at != NULL) {
		struct str line = str_take(&said, '\n');

		if (str_starts(line, STR("remote:")))
			all = arena_printf(arena, "%.*s %.*s", STR_ARG(all),
			    STR_ARG(str_sub(
				line, sizeof("remote:") - 1, line.len)));
	}
	return text_line(arena, all, SAID);
}

/* Of "[remote rejected] (pre-receive hook declined)" the last words. */
static struct str reason_of(struct arena *arena, struct str summary)
{
	size_t open = str_find(summary, STR("("), 0);

	return text_line(arena,
	    open != STR_NONE ? str_sub(summary, open + 1, summary.len - 1)
			     : summary,
	    SAID);
}

static struct str declined_text(struct arena *arena, const struct remote *r,
    struct str said, struct str summary)
{
	struct str words = words_of_hook(arena, said);

	return arena_printf(arena,
	    "%s did not take it, %.*s%s%.*s%s; the commits are here, and the "
	    "same command tries again",
	    r->label, STR_ARG(reason_of(arena, summary)),
	    words.len > 0 ? ": \"" : "", STR_ARG(words),
	    words.len > 0 ? "\"" : "");
}

/* Of two who push at once one is told so by a hook or lock, not that it comes
 * later: what it has now tells. */
static void judge(const struct remote *r, struct arena *arena, struct str said,
    struct str summary, struct remote_pushed *ret)
{
	struct remote_seen seen;
	struct error why;

	ret->state = REMOTE_DECLINED;
	ret->why = declined_text(arena, r, said, summary);
	if (!remote_look(r, arena, &seen, &why))
		return;
	if (seen.moved) {
		ret->state = REMOTE_MOVED;
		ret->why = remote_moved_text(arena, r, &seen);
	} else if (seen.tip.len > 0 && seen.alone == 0) {
		*ret = (struct remote_pushed){ .state = REMOTE_HAD_IT };
	}
}

bool remote_push(const struct remote *r, struct arena *arena,
    struct remote_pushed *ret_pushed, struct error *err)
{
	enum { REFUSED_HERE = 1 };
	const char *ref = ref_of(r, arena);
	struct git_answer answer;
	struct str summary;
	struct error why;
	char flag;

	*ret_pushed = (struct remote_pushed){ .state = REMOTE_TAKEN };
	if (!GIT(r, arena, PUSH_SECONDS, &answer, &why, "push", "--porcelain",
		"--no-follow-tags", r->name,
		arena_printf(arena, "HEAD:%s", ref).at))
		return error_set(err,
		    "cannot push to %s: %s; whether it has the commits is "
		    "found out by the same command",
		    r->label, why.text);
	if (!find_line(answer.said, ref, &flag, &summary)) {
		if (answer.status != REFUSED_HERE)
			return fail(r, arena, &answer, err);
		ret_pushed->state = REMOTE_DECLINED;
		ret_pushed->why = arena_printf(arena,
		    "the hook pre-push of this repository stopped it: "
		    "\"%.*s\"; the commits are here, and the same command "
		    "tries again",
		    STR_ARG(text_line(arena, answer.said, SAID)));
		return true;
	}
	if (flag == '!')
		judge(r, arena, answer.said, summary, ret_pushed);
	else if (flag == '=')
		ret_pushed->state = REMOTE_HAD_IT;
	else if (flag == ' ')
		ret_pushed->commits =
		    count_commits(r, arena, arena_cstr(arena, summary));
	return true;
}
