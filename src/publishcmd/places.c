#include "publishcmd/places.h"

#include <string.h>

#include "base/file.h"
#include "publish/publish.h"

/* ----------------------------------------------------------------- of the site */

/* By its name, where the folder is not there yet. */
static bool is_named_inside(const char *path, struct str folder)
{
	struct str rest = str_of(path_plain(path));

	if (!str_starts(rest, folder))
		return false;
	rest = str_sub(rest, folder.len, rest.len);
	return rest.len == 0 || rest.at[0] == '/';
}

/* The folder is the newsletter's, and what is put there would be in the way of
 * what people write, or be taken for it. */
static bool is_ours(struct press *p, const char *to, const char **ret_why)
{
	const struct settings *s = &p->settings;
	const struct str folders[] = { s->folders.content, s->folders.drafts,
		s->folders.pages, s->folders.images, s->folders.static_files,
		s->folders.theme, s->folders.output, s->folders.cache };

	*ret_why = "has the newsletter in it";
	if (folder_exists(to) && folder_is_inside(".", to))
		return true;
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		*ret_why = arena_printf(&p->arena,
		    "is in the newsletter's folder %.*s", STR_ARG(folders[i]))
			       .at;
		if (is_named_inside(to, folders[i]) ||
		    folder_is_inside(to, arena_cstr(&p->arena, folders[i])))
			return true;
	}
	return false;
}

static bool check_folder(
    struct press *p, const struct deploy_rule *rule, struct error *err)
{
	const char *why;

	return !str_eq(rule->kind, STR("folder")) ||
	       !is_ours(p, arena_cstr(&p->arena, rule->to), &why) ||
	       error_set(err,
		   "deploy %.*s: `to` is %.*s, which %s; name a folder "
		   "elsewhere, from which the web server takes the site",
		   STR_ARG(rule->name), STR_ARG(rule->to), why);
}

static bool is_same(const struct deploy_rule *a, const struct deploy_rule *b)
{
	return str_eq(a->kind, b->kind) && str_eq(a->to, b->to) &&
	       (!str_eq(a->kind, STR("git")) || str_eq(a->branch, b->branch));
}

static bool check_deploys(struct press *p, struct error *err)
{
	const struct settings *s = &p->settings;

	for (size_t i = 0; i < s->deploys; i++) {
		const struct deploy_rule *rule = &s->deploy[i];

		if (!deploy_check(rule, err) || !check_folder(p, rule, err))
			return false;
		for (size_t k = 0; k < i; k++)
			if (is_same(rule, &s->deploy[k]))
				return error_set(err,
				    "deploy %.*s and %.*s are the same place; "
				    "remove one of them",
				    STR_ARG(s->deploy[k].name),
				    STR_ARG(rule->name));
	}
	return true;
}

/* -------------------------------------------------------------- to announce at */

static bool check_announces(struct press *p, struct error *err)
{
	const struct settings *s = &p->settings;
	const char *said = p->options.again != NULL ? p->options.again : "";
	struct str again = str_of(said), names = STR("");

	for (size_t i = 0; i < s->announces; i++) {
		if (!announce_check(&s->announce[i], err))
			return false;
		if (str_eq(again, s->announce[i].name))
			again = STR("");
		names = arena_printf(&p->arena, "%.*s%s%.*s", STR_ARG(names),
		    i > 0 ? ", " : "", STR_ARG(s->announce[i].name));
	}
	return again.len == 0 ||
	       error_set(err,
		   "--again %.*s: `announce` in the settings has no such "
		   "place; it has %.*s",
		   STR_ARG(again),
		   STR_ARG(names.len > 0 ? names : STR("none")));
}

/* --------------------------------------------------------------------- secrets */

static bool is_run(struct press *p, const char *step)
{
	return p->options.only == NULL || strcmp(p->options.only, step) == 0;
}

/* Of a dry run it is a line, else what stops it. */
static bool lacks(struct press *p, const struct error *err)
{
	if (!p->options.dry_run)
		return false;
	press_say(p, "secrets", "this would stop it: %s", err->text);
	p->status = CMD_NOT_FINE;
	return true;
}

static bool check_deploy_secrets(struct press *p, struct error *err)
{
	const struct settings *s = &p->settings;

	if (!is_run(p, "deploy") && !is_run(p, "discussion"))
		return true;
	for (size_t i = 0; i < s->deploys; i++)
		if (!deploy_ready(&s->deploy[i], err) && !lacks(p, err))
			return false;
	return true;
}

static bool check_announce_secrets(struct press *p, struct error *err)
{
	const struct settings *s = &p->settings;

	for (size_t i = 0; is_run(p, "announce") && i < s->announces; i++) {
		const struct announce_job job = { .rule = &s->announce[i],
			.allow = p->options.allow,
			.allows = p->options.allows };
		struct publish_step was;

		if (!press_find(p,
			arena_printf(
			    &p->arena, "announce %.*s", STR_ARG(job.rule->name))
			    .at,
			&was, err))
			return false;
		if (was.state != PUBLISH_DONE && !announce_ready(&job, err) &&
		    !lacks(p, err))
			return false;
	}
	return true;
}

bool places_check(struct press *p, struct error *err)
{
	const char *discussion = p->options.discussion;

	return check_deploys(p, err) && check_announces(p, err) &&
	       (discussion == NULL ||
		   discussion_fits(&p->settings, str_of(discussion), err)) &&
	       check_deploy_secrets(p, err) && check_announce_secrets(p, err);
}
