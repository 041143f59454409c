/* sennight publish correct */
#include "publishcmd/correct.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/picks.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "publish/publish.h"
#include "publishcmd/steps.h"

static bool take(void *data, size_t index, const char *value)
{
	struct press *p = data;
	struct press_options *o = &p->options;
	const char *name = p->cmd->option[index].name;
	struct error why;

	if (strcmp(name, "dry-run") == 0)
		o->dry_run = true;
	else if (strcmp(name, "yes") == 0)
		o->yes = true;
	else if (strcmp(name, "mail") == 0)
		o->mail = true;
	else if (strcmp(name, "no-push") == 0)
		o->no_push = true;
	else
		return o->allows < PRESS_ALLOWS_MOST &&
		       transfer_address_parse(
			   value, &o->allow[o->allows++], &why);
	return true;
}

/* ---------------------------------------------------------------- what was */

/* Of an issue that was published in another way: what git has of it. */
static bool read_committed(
    struct press *p, struct str *ret_text, struct error *err)
{
	static char program[] = "sennight-git", command[] = "staged";
	/* The type of main; nobody writes there. */
	char *argv[] = { program, command, (char *)(uintptr_t)p->path, NULL };
	struct pick_heads heads;
	struct str output;
	int status;

	if (!cmd_call(program, argv, STR(""), LIMIT_CHANGES, &p->arena, &output,
		&status, err))
		return false;
	if (status != 0 || !pick_heads_parse(&p->arena, output, &heads, err))
		return false;
	if (heads.count != 1 || heads.head[0].files != 1 ||
	    heads.head[0].file[0].ours.at == NULL)
		return error_set(err,
		    "what readers were given of %s is not known: it was not "
		    "published by this command, and git has no version of it",
		    p->path);
	*ret_text = heads.head[0].file[0].ours;
	return true;
}

static bool read_before(
    struct press *p, struct str *ret_text, struct error *err)
{
	struct published was;
	bool found;

	if (!published_find(p->store, &p->arena, p->name, &found, &was, err))
		return false;
	if (!found)
		return read_committed(p, ret_text, err);
	*ret_text = was.text;
	return true;
}

/* --------------------------------------------------------------------- telling */

static void print_found(struct press *p, const struct corrections *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct correction *c = &list->correction[i];
		struct str sentence = correction_sentence(&p->arena, c);

		press_say(p, correction_kind_name(c->kind), "%.*s%s",
		    STR_ARG(text_clean(&p->arena, sentence)),
		    correction_matters(c->kind) ? "" : " (no note)");
	}
}

static size_t count_notes(const struct corrections *list)
{
	size_t notes = 0;

	for (size_t i = 0; i < list->count; i++)
		notes += correction_matters(list->correction[i].kind);
	return notes;
}

/* --------------------------------------------------------------------- keeping */

static bool has_line(struct str text, struct str line)
{
	while (text.len > 0)
		if (str_eq(str_take(&text, '\n'), str_trim(line)))
			return true;
	return false;
}

/* Those that are there already, as after a crash, are not added again. */
static bool add_lines(struct press *p, const struct corrections *list,
    const char *path, struct error *err)
{
	struct strbuf out, line;
	struct str text = STR("");
	bool ok = !file_exists(path) ||
		  file_read(path, LIMIT_DATA_FILE, &p->arena, &text, err);

	strbuf_init(&out, LIMIT_DATA_FILE);
	strbuf_init(&line, LIMIT_SMALL_FILE);
	strbuf_add(&out, text);
	if (text.len > 0 && text.at[text.len - 1] != '\n')
		strbuf_add_char(&out, '\n');
	for (size_t i = 0; i < list->count; i++) {
		strbuf_reset(&line);
		correction_add_line(&line, &list->correction[i]);
		if (!has_line(text, strbuf_str(&line)))
			strbuf_add(&out, strbuf_str(&line));
	}
	ok = ok && file_write(path, strbuf_str(&out), NULL, err);
	strbuf_release(&line);
	strbuf_release(&out);
	return ok;
}

static bool keep(struct press *p, const struct corrections *list,
    const char **ret_said, struct error *err)
{
	const char *path = arena_cstr(&p->arena, p->settings.corrections);
	const char *const paths[] = { p->path, path, NULL };

	return add_lines(p, list, path, err) &&
	       press_commit(p,
		   arena_printf(&p->arena, "Correct %.*s",
		       STR_ARG(
			   p->header.title.len > 0 ? p->header.title : p->name))
		       .at,
		   paths, ret_said, err);
}

/* ------------------------------------------------------------ the next issue */

/* The sentences about what matters, as one. */
static struct str sentences_of(
    struct press *p, const struct corrections *list, size_t *ret_count)
{
	struct str all = STR("");

	*ret_count = 0;
	for (size_t i = 0; i < list->count; i++) {
		const struct correction *c = &list->correction[i];

		if (!correction_matters(c->kind))
			continue;
		++*ret_count;
		all = arena_printf(&p->arena, "%.*s %.*s", STR_ARG(all),
		    STR_ARG(correction_sentence(&p->arena, c)));
	}
	return all;
}

/* A link to the corrected issue; each day's corrections are another one. */
static bool propose(
    struct press *p, const struct corrections *list, struct error *err)
{
	struct announcement a;
	struct candidate candidate = { .kind = CANDIDATE_LINK,
		.source = STR("corrections"),
		.rule = STR("publish correct") };
	struct candidate there;
	enum inbox_added added;
	size_t count;
	struct str sentences = sentences_of(p, list, &count);

	if (count == 0)
		return true;
	if (!step_announcement(p, &a, err))
		return false;
	candidate.title = arena_printf(&p->arena, "Correction of %.*s:%.*s",
	    STR_ARG(a.title), STR_ARG(sentences));
	candidate.url = arena_printf(&p->arena, "%.*s?corrected=%04d-%02d-%02d",
	    STR_ARG(a.address), p->today.year, p->today.month, p->today.day);
	candidate.fields =
	    steps_link_fields(&p->arena, candidate.title, candidate.url);
	if (!inbox_add(p->store, &p->arena, &candidate, &added, &there, err))
		return false;
	press_say(p, "next issue",
	    "number %lld of the inbox, for the next draft",
	    (long long)there.id);
	return true;
}

/* --------------------------------------------------------------------- all of it */

static bool carry_through(struct press *p, const struct corrections *list,
    struct str before, struct error *err)
{
	const struct published was = { .path = str_of(p->path),
		.text = before };
	const struct published now = { .path = str_of(p->path),
		.text = p->text };
	const char *said;
	bool go_on = true;

	if (!press_hold(p, err) || !step_look_at_remote(p, &go_on, err))
		return false;
	if (!go_on)
		return true;
	/* What git has as the version of before is another one from the commit
	 * on: a run that goes on must know what readers had. */
	if (!published_note(p->store, p->name, &was, err) ||
	    !keep(p, list, &said, err))
		return false;
	press_say(p, "correct", "%zu noted in %.*s, %s", list->count,
	    STR_ARG(p->settings.corrections), said);
	if (!step_push(p, &go_on, err))
		return false;
	return !go_on || (steps_refresh(p, err) && propose(p, list, err) &&
			     correct_mail(p, list, err) &&
			     published_note(p->store, p->name, &now, err));
}

/* Those of before, by which events keep their names. */
static bool read_known(
    struct press *p, struct corrections *ret_known, struct error *err)
{
	struct source source = { .path = arena_cstr(
				     &p->arena, p->settings.corrections) };

	*ret_known = (struct corrections){ .count = 0 };
	return !file_exists(source.path) ||
	       (file_read(source.path, LIMIT_DATA_FILE, &p->arena, &source.text,
		    err) &&
		   corrections_read(&p->arena, source, ret_known, err));
}

static bool find(struct press *p, struct corrections *list,
    struct str *ret_before, struct error *err)
{
	struct corrections known;
	struct correction_ask ask = { .settings = &p->settings,
		.after = { p->path, p->text },
		.issue = p->name,
		.date = p->today };
	struct str before = { 0 };

	if (!p->published)
		return error_set(err,
		    "%s is a draft: `sennight publish` brings it out", p->path);
	if (!read_before(p, &before, err) || !read_known(p, &known, err))
		return false;
	*ret_before = before;
	ask.known = &known;
	ask.before = (struct source){ p->path, before };
	if (!corrections_find(&p->arena, &ask, list, err))
		return false;
	/* What has no item, such as the text before the lists. */
	if (list->count == 0 && !str_eq(before, p->text)) {
		list->correction = ARENA_NEW(&p->arena, struct correction);
		list->correction[0] = (struct correction){
			.issue = p->name,
			.date = p->today,
			.kind = CORRECTION_WORDS,
			.title =
			    p->header.title.len > 0 ? p->header.title : p->name,
		};
		list->count = 1;
	}
	return true;
}

static bool correct(struct press *p, const char *issue, struct error *err)
{
	struct corrections list = { .count = 0 };
	struct str before = { 0 };
	bool yes, go_on = true;
	size_t readers = 0, notes;

	if (!press_open(p, issue, err) || !find(p, &list, &before, err))
		return false;
	if (list.count == 0) {
		press_say(p, "correct", "nothing changed since it was out");
		return true;
	}
	print_found(p, &list);
	notes = count_notes(&list);
	p->options.only = "check";
	if (!step_check(p, &go_on, err) ||
	    !correct_count_readers(p, &list, &readers, err))
		return false;
	if (!go_on || p->options.dry_run) {
		press_say(p, "mail", "%zu reader%s had what was wrong", readers,
		    readers == 1 ? "" : "s");
		return true;
	}
	if (!steps_ask(p,
		arena_printf(&p->arena,
		    "The page gets %zu note%s, and all places are brought up "
		    "to date%s. Do it?",
		    notes, notes == 1 ? "" : "s",
		    p->options.mail
			? arena_printf(&p->arena, ", and %zu reader%s a mail",
			      readers, readers == 1 ? " gets" : "s get")
			      .at
			: "")
		    .at,
		&yes, err))
		return false;
	return !yes || carry_through(p, &list, before, err);
}

int publishcmd_correct(const struct cmd *cmd, int argc, char **argv)
{
	struct press p = { .cmd = cmd };

	return press_run(&p, argc, argv, take, &p, correct);
}
