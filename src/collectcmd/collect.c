/* sennight collect */
#include <errno.h>
#include <signal.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "collect/collect.h"
#include "collectcmd/collectcmd.h"
#include "inbox/inbox.h"
#include "newsletter/newsletter.h"

enum {
	DAY = 24 * 60 * 60,
	WEEKS = 2, /* back, before the first issue */
	ALLOWS_MOST = 256,
};

struct collect_command {
	const struct cmd *cmd;
	const char *since, *window, *record, *replay, *share;
	const char *issue; /* the newest that is out, or NULL */
	struct collectcmd_added added;
	bool dry_run, json, kinds, unpaced, no_look;
	size_t sources, found, fresh, lacking; /* of all that were told */
	struct transfer_address allow[ALLOWS_MOST];
	size_t allows;
};

static bool add_allowed(struct collect_command *c, const char *value)
{
	struct error why;

	return c->allows < ALLOWS_MOST &&
	       transfer_address_parse(value, &c->allow[c->allows++], &why);
}

static bool take(void *data, size_t index, const char *value)
{
	struct collect_command *c = data;
	const char *name = c->cmd->option[index].name;
	const struct {
		const char *name;
		const char **text;
		bool *flag;
	} plain[] = {
		{ "since", &c->since, NULL },
		{ "window", &c->window, NULL },
		{ "record", &c->record, NULL },
		{ "replay", &c->replay, NULL },
		{ "share", &c->share, NULL },
		{ "add", &c->added.address, NULL },
		{ "id", &c->added.id, NULL },
		{ "section", &c->added.section, NULL },
		{ "yes", NULL, &c->added.yes },
		{ "dry-run", NULL, &c->dry_run },
		{ "kinds", NULL, &c->kinds },
		{ "no-look", NULL, &c->no_look },
		{ "unpaced", NULL, &c->unpaced },
	};

	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
		if (strcmp(name, plain[i].name) != 0)
			continue;
		if (plain[i].flag != NULL)
			*plain[i].flag = true;
		else
			*plain[i].text = value;
		return true;
	}
	return strcmp(name, "allow") == 0
		   ? add_allowed(c, value)
		   : storecmd_take_format(value, &c->json);
}

/* -------------------------------------------------------------------- the window */

/* Since the newest issue came out, whose path it is; NULL if none is out. */
static bool find_since(struct arena *arena, const struct settings *s,
    struct date today, struct date *ret_since, const char **ret_issue,
    struct error *err)
{
	const char *const *path;
	size_t count;

	if (!newsletter_issues(
		arena, s, s->folders.content, &path, &count, err))
		return false;
	*ret_issue = NULL;
	*ret_since = date_from_days(date_to_days(today) - WEEKS * 7);
	for (size_t i = 0; i < count; i++) {
		struct date day;

		if (newsletter_date_of_name(path[i], &day) &&
		    date_cmp(day, today) <= 0 &&
		    (*ret_issue == NULL || date_cmp(day, *ret_since) > 0)) {
			*ret_since = day;
			*ret_issue = path[i];
		}
	}
	return true;
}

/* An end that is left out stays as it is. */
static bool read_end(struct str text, struct date *day)
{
	return text.len == 0 || date_parse(text, false, day);
}

static bool read_window(
    const char *text, struct collect_options *o, struct error *err)
{
	struct str all = str_of(text);
	size_t dots = str_find(all, STR(".."), 0);

	if (dots == STR_NONE || !read_end(str_sub(all, 0, dots), &o->since) ||
	    !read_end(str_sub(all, dots + 2, all.len), &o->until) ||
	    (o->until.year != 0 && date_cmp(o->since, o->until) >= 0))
		return error_set(err,
		    "--window %s: expected two days, the first before the "
		    "other, such as 2026-11-18..2026-11-25",
		    text);
	return true;
}

static bool find_window(struct collect_command *c, struct arena *arena,
    struct collect_options *o, struct error *err)
{
	o->events_until = date_from_days(
	    date_to_days(o->today) + 7 + o->settings->events.window_days);
	if (!find_since(
		arena, o->settings, o->today, &o->since, &c->issue, err))
		return false;
	if (c->since != NULL && !date_parse(str_of(c->since), false, &o->since))
		return error_set(err,
		    "--since %s: expected a day such as 2026-11-25", c->since);
	return c->window == NULL || read_window(c->window, o, err);
}

/* ---------------------------------------------------------------------- printing */

static const char *const states[] = {
	[COLLECT_COMPLETE] = "complete",
	[COLLECT_SAME] = "same",
	[COLLECT_INCOMPLETE] = "incomplete",
};

static void say_json(const struct collect_report *r)
{
	struct strbuf out;
	struct json j;

	strbuf_init(&out, LIMIT_LETTER);
	json_init(&j, &out);
	json_object(&j);
	json_member(&j, "source", r->source);
	json_member(&j, "state", str_of(states[r->state]));
	json_member(&j, "trouble", r->trouble);
	json_member_number(&j, "found", (int64_t)r->found);
	json_member_number(&j, "new", (int64_t)r->added);
	json_member_number(&j, "updated", (int64_t)r->updated);
	json_member_number(&j, "outside", (int64_t)r->outside);
	json_member_number(&j, "left", (int64_t)r->left);
	json_member_list(&j, "notes", &r->notes);
	json_member(&j, "moved", r->moved);
	json_end(&j);
	puts(out.buf);
	strbuf_release(&out);
}

/* One of the lines below that of a source, if there is anything to say. */
static void say_line(const char *before, struct str text)
{
	struct strbuf clean;

	if (text.len == 0)
		return;
	strbuf_init(&clean, LIMIT_LETTER);
	text_add_clean(&clean, text);
	printf("%-20s %s%s\n", "", before, clean.buf);
	strbuf_release(&clean);
}

static void say(void *data, const struct collect_report *r)
{
	struct collect_command *c = data;

	c->sources++;
	c->found += r->found;
	c->fresh += r->added;
	c->lacking += r->state == COLLECT_INCOMPLETE;
	if (c->json) {
		say_json(r);
		return;
	}
	printf("%-20.*s ", STR_ARG(r->source));
	if (r->state == COLLECT_SAME)
		printf("nothing has changed");
	else
		printf("%zu found, %zu new, %zu updated", r->found, r->added,
		    r->updated);
	if (r->outside > 0)
		printf(", %zu outside", r->outside);
	if (r->left > 0)
		printf(", %zu left out", r->left);
	putchar('\n');
	say_line(
	    r->state == COLLECT_INCOMPLETE ? "incomplete: " : "", r->trouble);
	for (size_t i = 0; i < r->notes.count; i++)
		say_line("", r->notes.item[i]);
	say_line("it moved for good; give it `url:` ", r->moved);
}

/* Of one source its line says it all. */
static void say_all(const struct collect_command *c)
{
	if (!c->json && c->sources > 1)
		printf("%zu sources: %zu found, %zu new, %zu sources "
		       "incomplete\n",
		    c->sources, c->found, c->fresh, c->lacking);
}

static void show(void *data, struct str line)
{
	(void)data;
	printf("%.*s\n", STR_ARG(line));
}

/* ------------------------------------------------------------------ the command */

/* Two at once would put an event in twice that two sources tell of.  It is held
 * until the process ends. */
static bool hold(
    struct arena *arena, const struct settings *settings, struct error *err)
{
	const char *folder = path_join(
	    arena, arena_cstr(arena, settings->folders.cache), "collect");
	int fd, failure;

	if (!folder_make(folder, err))
		return false;
	failure = folder_hold(folder, false, &fd);
	if (failure == EWOULDBLOCK)
		return error_set(err,
		    "another `sennight collect` is at work here; try again "
		    "when it has ended");
	return failure == 0 ||
	       error_errno(err, failure, "cannot hold the folder %s", folder);
}

static bool collect(struct collect_command *c, struct arena *arena,
    const struct settings *settings, struct store *store,
    const char *const *only, size_t onlys, size_t *ret_incomplete,
    struct error *err)
{
	struct collect_options o = { .settings = settings,
		.store = store,
		.only = only,
		.onlys = onlys,
		.today = date_from_days((int32_t)(store_now(store) / DAY)),
		.dry_run = c->dry_run,
		.anew = c->dry_run || c->since != NULL || c->window != NULL ||
			c->record != NULL,
		.look = !c->no_look,
		.unpaced = c->unpaced,
		.answers = path_join(arena,
		    arena_cstr(arena, settings->folders.cache), "answers"),
		.record = c->record,
		.replay = c->replay,
		.allow = c->allow,
		.allows = c->allows,
		.say = say,
		.show = c->dry_run && c->json ? show : NULL,
		.data = c };

	if (c->share != NULL)
		return collectcmd_share(
		    arena, settings, store, c->share, c->json, err);
	if (settings->sources == 0 && c->added.address == NULL)
		return error_set(err,
		    "the settings name no `sources`; `sennight collect --add "
		    "ADDRESS` adds that of a feed, a calendar or a page");
	if (c->added.address != NULL && onlys > 0)
		return error_set(err,
		    "--add takes one address, and \"%s\" is one more; add them "
		    "one by one, and put addresses with blanks into quotes",
		    only[0]);
	if (!find_window(c, arena, &o, err))
		return false;
	signal(SIGPIPE, SIG_IGN);
	if (c->added.address != NULL)
		return collectcmd_add(arena, &o, &c->added, err);
	if (!c->dry_run && !hold(arena, settings, err))
		return false;
	if (!collect_run(&o, ret_incomplete, err))
		return false;
	say_all(c);
	return c->issue == NULL || c->json || o.anew || onlys > 0 ||
	       collectcmd_tell_share(arena, settings, store, c->issue, err);
}

static int list_kinds(void)
{
	const char *name, *what;

	for (size_t i = 0; collect_kind(i, &name, &what); i++)
		printf("%-14s %s\n", name, what);
	return CMD_FINE;
}

int collectcmd_collect(const struct cmd *cmd, int argc, char **argv)
{
	struct collect_command c = { .cmd = cmd };
	struct arena arena = { 0 };
	struct store *store = NULL;
	struct settings settings;
	struct error err;
	size_t incomplete = 0;
	int first, status;

	if (!cmd_read_options(cmd, argc, argv, take, &c, &first, &status))
		return status;
	if (c.kinds)
		return list_kinds();
	if (storecmd_open(&arena, &settings, &store, &err) &&
	    collect(&c, &arena, &settings, store,
		(const char *const *)(argv + first), (size_t)(argc - first),
		&incomplete, &err))
		status = incomplete > 0 ? CMD_NOT_FINE : CMD_FINE;
	else
		status = cmd_fail(cmd, &err);
	store_close(store);
	arena_release(&arena);
	return status;
}
