#include "publishcmd/steps.h"

#include <string.h>

#include "base/hash.h"
#include "base/json.h"
#include "base/limits.h"

static const struct {
	const char *name;
	step_run *run;
	bool out; /* only of an issue that is out: it tells people of it */
} steps[] = {
	{ "check", step_check, false },
	{ "move", step_move, false },
	/* Who was faster is found out before readers see anything. */
	{ "push", step_push, false },
	{ "build", step_build, false },
	{ "deploy", step_deploy, false },
	/* First where it is discussed: mails have the link, too. */
	{ "announce", step_announce_discussion, true },
	{ "discussion", step_discussion, true },
	{ "push", step_push_again, false },
	{ "send", step_send, true },
	{ "announce", step_announce, true },
	{ "archive", step_archive, false },
};
enum { STEPS = sizeof(steps) / sizeof(steps[0]) };

/* Is one of the first `count` called so? */
static bool is_among(const char *name, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(steps[i].name, name) == 0)
			return true;
	return false;
}

bool step_check_name(struct press *p, const char *name, struct error *err)
{
	struct str all = STR("");

	if (is_among(name, STEPS))
		return true;
	for (size_t i = 0; i < STEPS; i++)
		if (!is_among(steps[i].name, i))
			all = arena_printf(&p->arena, "%.*s%s%s", STR_ARG(all),
			    i > 0 ? ", " : "", steps[i].name);
	return error_set(err,
	    "--only %s: there is no such step; there are %.*s", name,
	    STR_ARG(all));
}

bool steps_run(struct press *p, struct error *err)
{
	const char *only = p->options.only;
	bool go_on = true;

	for (size_t i = 0; i < STEPS && go_on; i++) {
		if (only != NULL && strcmp(steps[i].name, only) != 0)
			continue;
		if (steps[i].out && !p->published && !p->options.dry_run)
			return error_set(err,
			    "%s is a draft still: readers would be led to a "
			    "page that is not there; publish it without --only",
			    p->path);
		if (!steps[i].run(p, &go_on, err))
			return false;
	}
	return true;
}

bool steps_refresh(struct press *p, struct error *err)
{
	bool go_on;

	return step_build(p, &go_on, err) && step_deploy(p, &go_on, err);
}

struct str step_mark(struct arena *arena, struct str text)
{
	enum { BYTES = 8 };
	unsigned char hash[HASH_BYTES];
	char hex[2 * BYTES];

	hash_make(text, hash);
	hex_write(hash, BYTES, hex);
	return arena_str(arena, (struct str){ hex, sizeof(hex) });
}

struct str steps_link_fields(
    struct arena *arena, struct str title, struct str url)
{
	struct strbuf out;
	struct str fields;
	struct json j;

	strbuf_init(&out, LIMIT_SMALL_FILE);
	json_init(&j, &out);
	json_object(&j);
	json_member(&j, "title", title);
	json_member(&j, "url", url);
	json_end(&j);
	fields = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return fields;
}

bool steps_ask(
    struct press *p, const char *question, bool *ret_yes, struct error *err)
{
	*ret_yes = true;
	return p->options.yes || storecmd_ask(question, ret_yes, err);
}
