#include "publishcmd/press.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/strbuf.h"
#include "base/zone.h"
#include "draft/draft.h"
#include "newsletter/newsletter.h"
#include "publishcmd/keeper.h"

/* -------------------------------------------------------------------- the issue */

/* Without the folder and the ending. */
static struct str name_of(const char *path)
{
	struct str name = str_of(path_base(path));

	return str_sub(name, 0, name.len - strlen(path_ending(path)));
}

/* A draft is named like the issue that it becomes, but for its day. */
static const char *target_of(struct press *p, struct str name)
{
	return path_join(&p->arena,
	    arena_cstr(&p->arena, p->settings.folders.content),
	    arena_printf(&p->arena, "%.*s.md", STR_ARG(name)).at);
}

/* Whoever names the path of a draft that is moved already means the issue. */
static bool find_moved(struct press *p, const char *issue)
{
	if (file_exists(issue) || !str_ends(str_of(issue), STR(".md")))
		return false;
	p->path = target_of(p, name_of(issue));
	p->published = file_exists(p->path);
	return p->published;
}

static bool set_day(struct press *p, struct str name, struct error *err)
{
	enum { DAY = sizeof("2026-11-25") - 1 };
	const char *said = p->options.date;
	struct date day = p->today, was;

	if (said != NULL && !str_eq(str_of(said), STR("today")) &&
	    !date_parse(str_of(said), false, &day))
		return error_set(err,
		    "--date %s: expected a day such as 2026-11-25, or today",
		    said);
	p->name = name;
	if (said != NULL && newsletter_date_of_name(p->path, &was) &&
	    name.len >= DAY)
		p->name = arena_printf(&p->arena, "%04d-%02d-%02d%.*s",
		    day.year, day.month, day.day,
		    STR_ARG(str_sub(name, DAY, name.len)));
	p->target = target_of(p, p->name);
	return true;
}

bool press_take_name(struct press *p, struct error *err)
{
	struct str name;

	if (!publish_find_marked(
		p->store, &p->arena, STR("move"), str_of(p->path), &name, err))
		return false;
	if (name.len == 0)
		return true;
	p->name = name;
	p->target = target_of(p, name);
	return true;
}

static bool find(struct press *p, const char *issue, struct error *err)
{
	if (!find_moved(p, issue) && !draft_find_issue(&p->arena, &p->settings,
					 issue, &p->path, &p->published, err))
		return false;
	if (!p->published)
		return set_day(p, name_of(p->path), err);
	p->name = name_of(p->path);
	p->target = p->path;
	return true;
}

bool press_read(struct press *p, struct error *err)
{
	if (!file_read(p->path, LIMIT_ISSUE_FILE, &p->arena, &p->text, err))
		return false;
	header_read(&p->arena, p->text, &p->header);
	return true;
}

bool press_write(struct press *p, struct str text, struct error *err)
{
	struct str now;

	if (!file_read(p->path, LIMIT_ISSUE_FILE, &p->arena, &now, err))
		return false;
	if (!str_eq(now, p->text))
		return error_set(err,
		    "%s was changed this moment; nothing was written, run it "
		    "again",
		    p->path);
	return file_write(p->path, text, NULL, err) && press_read(p, err);
}

static struct str process_name(struct arena *arena)
{
	char host[256] = "";

	if (gethostname(host, sizeof(host) - 1) != 0)
		host[0] = '\0';
	return arena_printf(arena, "%s %ld", host, (long)getpid());
}

/* What is judged by the day is judged by that on which it begins. */
static bool read_moment(struct press *p, struct error *err)
{
	const char *at = p->options.at;
	struct str zone = p->settings.time_zone;
	int minutes;

	p->today = cmd_today(zone);
	if (at == NULL)
		return true;
	if (!zone_read(zone, str_of(at), &p->begins))
		return error_set(err,
		    "--at %s: expected a time such as \"2026-11-27 18:00\"",
		    at);
	if (p->begins <= cmd_now())
		return error_set(err, "--at %s: that time is over in %.*s", at,
		    STR_ARG(zone));
	zone_local(zone, p->begins, &p->today, &minutes);
	return true;
}

bool press_open(struct press *p, const char *issue, struct error *err)
{
	if (!storecmd_open(&p->arena, &p->settings, &p->store, err))
		return false;
	p->store_options = storecmd_store(&p->arena, &p->settings);
	p->who = process_name(&p->arena);
	return read_moment(p, err) && find(p, issue, err) && press_read(p, err);
}

void press_close(struct press *p)
{
	struct error err;

	if (p->keeper != NULL) {
		keeper_end(p->keeper);
		/* Another one waits a minute more if this fails. */
		publish_leave(p->store, p->who, &err);
	}
	if (p->held >= 0)
		close(p->held);
	store_close(p->store);
	arena_release(&p->arena);
}

int press_run(struct press *p, int argc, char **argv, cmd_take *take,
    void *data, press_act *act)
{
	struct error err;
	int first, status;

	p->held = -1;
	p->status = CMD_FINE;
	if (!cmd_read_options(
		p->cmd, argc, argv, take, data, &first, &status)) {
		arena_release(&p->arena);
		return status;
	}
	if (first + 1 != argc) {
		cmd_print_help(p->cmd, stderr);
		p->status = CMD_FAILED;
	} else if (!act(p, argv[first], &err)) {
		storecmd_progress_end();
		p->status = cmd_fail(p->cmd, &err);
	}
	press_close(p);
	return p->status;
}

/* -------------------------------------------------------------- the only one */

static bool hold_folder(struct press *p, struct error *err)
{
	const char *folder =
	    path_join(&p->arena, p->store_options.folder, "publish");
	int failure;

	if (!folder_make(folder, err))
		return false;
	failure = folder_hold(folder, false, &p->held);
	if (failure == EWOULDBLOCK)
		return error_set(err,
		    "somebody else is publishing on this machine; it goes on "
		    "when that is over");
	return failure == 0 ||
	       error_errno(err, failure, "cannot open %s", folder);
}

/* A holder on this machine, whose folder is ours now, has died. */
static bool has_died(const struct press *p, struct str holder)
{
	size_t host = str_find_char(p->who, ' ', 0);

	return str_starts(holder, str_sub(p->who, 0, host + 1));
}

static bool take_lease(struct press *p, struct error *err)
{
	struct str other;
	bool taken;

	for (int i = 0; i < 2; i++) {
		if (!publish_take(p->store, &p->arena, p->who, KEEPER_SECONDS,
			&taken, &other, err))
			return false;
		if (taken)
			return true;
		if (!has_died(p, other) || !publish_leave(p->store, other, err))
			break;
	}
	return error_set(err,
	    "somebody else is publishing: %.*s (machine and process); it goes "
	    "on when that is over, or a minute after that machine was lost",
	    STR_ARG(other));
}

/* What one that was killed had begun to write would look like a file that git
 * does not know. */
static void tidy(struct press *p)
{
	const struct settings *s = &p->settings;

	folder_sweep(arena_cstr(&p->arena, s->folders.content));
	folder_sweep(arena_cstr(&p->arena, s->folders.drafts));
	folder_sweep(
	    path_folder(&p->arena, arena_cstr(&p->arena, s->corrections)));
}

bool press_hold(struct press *p, struct error *err)
{
	if (!hold_folder(p, err) || !take_lease(p, err))
		return false;
	tidy(p);
	p->keeper = keeper_start(&p->store_options, p->who);
	return p->keeper != NULL ||
	       error_set(err, "cannot start a thread; is memory short?");
}

bool press_is_ours(struct press *p, struct error *err)
{
	if (p->keeper == NULL || keeper_holds(p->keeper))
		return true;
	return error_set(err,
	    "the store did not answer for a minute, and somebody else may be "
	    "publishing by now; nothing more was done, run it again");
}

/* ------------------------------------------------------------------------ steps */

bool press_find(struct press *p, const char *step,
    struct publish_step *ret_step, struct error *err)
{
	return publish_find(
	    p->store, &p->arena, p->name, str_of(step), ret_step, err);
}

bool press_note(struct press *p, const char *step, enum publish_state state,
    struct str mark, const char *said, struct error *err)
{
	const struct publish_step note = { .name = str_of(step),
		.state = state,
		.mark = mark,
		.said = said != NULL ? str_of(said) : (struct str){ 0 },
		.who = p->who };

	return p->options.dry_run ||
	       publish_note(p->store, p->name, &note, err);
}

bool press_is_done(struct press *p, const char *step, struct str mark,
    bool *ret_done, struct error *err)
{
	struct publish_step was;

	if (!press_find(p, step, &was, err))
		return false;
	*ret_done = was.state == PUBLISH_DONE && str_eq(was.mark, mark);
	return *ret_done || press_note(p, step, PUBLISH_BEGUN, mark, NULL, err);
}

void press_say(struct press *p, const char *step, const char *format, ...)
{
	va_list arguments;

	(void)p;
	printf("%-16s ", step);
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	putchar('\n');
	fflush(stdout);
}

/* ---------------------------------------------------------------------- commits */

static bool call_git(struct press *p, const char *message,
    const char *const *paths, struct str *ret_output, int *ret_status,
    struct error *err)
{
	static char program[] = "sennight-git", record[] = "record";
	char **argv = NULL;
	size_t count = 0;

	argv = ARENA_GROW(&p->arena, argv, count);
	argv[count++] = program;
	argv = ARENA_GROW(&p->arena, argv, count);
	argv[count++] = record;
	argv = ARENA_GROW(&p->arena, argv, count);
	/* The type of main; nobody writes there. */
	argv[count++] = (char *)(uintptr_t)message;
	for (; *paths != NULL; paths++) {
		argv = ARENA_GROW(&p->arena, argv, count);
		argv[count++] = (char *)(uintptr_t)*paths;
	}
	argv = ARENA_GROW(&p->arena, argv, count);
	argv[count] = NULL;
	return cmd_call(program, argv, STR(""), LIMIT_SMALL_FILE, &p->arena,
	    ret_output, ret_status, err);
}

/* Is the newsletter in a work tree?  Every folder above may have it. */
static bool is_versioned(struct arena *arena)
{
	char here[4096];

	if (getcwd(here, sizeof(here)) == NULL)
		return false;
	for (const char *at = here; strcmp(at, "/") != 0;
	     at = path_folder(arena, at)) {
		const char *git = path_join(arena, at, ".git");

		if (file_exists(git) || folder_exists(git))
			return true;
	}
	return false;
}

bool press_commit(struct press *p, const char *message,
    const char *const *paths, const char **ret_said, struct error *err)
{
	enum { SHORT = 10 };
	struct str output;
	int status;

	*ret_said = "not committed, as there is no repository";
	if (!is_versioned(&p->arena))
		return true;
	if (!call_git(p, message, paths, &output, &status, err))
		return false;
	if (status != 0)
		return error_set(err,
		    "git took no commit; mend what it says above, and the "
		    "same command goes on");
	*ret_said = output.len == 0 ? "committed already"
				    : arena_printf(&p->arena,
					  "committed as %.*s", SHORT, output.at)
					  .at;
	return true;
}
