/* status: how far an issue has come on its way out (store/publishing.h). */
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "storecmd/status.h"

enum { NAME = 16 };

/* The name under which the steps of an issue are noted: that of its file. */
static struct str name_of(const char *path)
{
	struct str name = str_of(path_base(path));

	return str_sub(name, 0, name.len - strlen(path_ending(path)));
}

/* Letters that were written one by one are none of an editor's steps. */
static bool is_shown(const struct publish_step *step)
{
	return !str_starts(step->name, STR("correct "));
}

/* Of `publish answers` are the steps that begin so. */
static bool is_answer(const struct publish_step *step)
{
	return str_starts(step->name, STR("answer "));
}

/* Steps that were begun and not done, as one thing: the same command goes on
 * with all of them. */
static void block_steps(
    struct status *s, bool answers, const char *what, const char *command)
{
	struct str names = STR("");

	for (size_t i = 0; i < s->out.count; i++) {
		const struct publish_step *step = &s->out.step[i];

		if (step->state == PUBLISH_DONE || !is_shown(step) ||
		    is_answer(step) != answers)
			continue;
		names = arena_printf(&s->arena, "%.*s%s%.*s", STR_ARG(names),
		    names.len > 0 ? ", " : "", STR_ARG(step->name));
	}
	if (names.len > 0)
		status_block(s, (struct status_block){
				    .what = arena_printf(&s->arena, "%s (%.*s)",
					what, STR_ARG(names)),
				    .advice = arena_printf(
					&s->arena, "%s %s", command, s->path),
				    .gain = STR("goes on where it stopped"),
				});
}

static bool look(struct status *s, struct error *err)
{
	struct error why;

	(void)err;
	s->out = (struct publish_steps){ .count = 0 };
	if (s->store == NULL || s->path == NULL)
		return true;
	if (!publish_list(s->store, &s->arena, name_of(s->path), &s->out, &why))
		status_lost(s, &why);
	if (s->published) {
		block_steps(s, false, "publishing has not come to its end",
		    "sennight publish");
		block_steps(s, true, "not everybody was answered",
		    "sennight publish answers");
	}
	return true;
}

static enum status_colour colour_of(enum publish_state state)
{
	if (state == PUBLISH_DONE)
		return COLOUR_GOOD;
	return state == PUBLISH_BEGUN ? COLOUR_DOUBTFUL : COLOUR_BAD;
}

static void add_step(
    const struct status *s, struct strbuf *out, const struct publish_step *step)
{
	struct strbuf text;

	strbuf_lit(out, "  ");
	text_add_cell(out, step->name, NAME, true);
	strbuf_lit(out, "  ");
	strbuf_init(&text, LIMIT_PAGE);
	status_add_coloured(s, &text, colour_of(step->state),
	    str_of(publish_state_name(step->state)));
	strbuf_lit(&text, " ");
	status_add_ago(s, &text, step->at);
	if (step->said.len > 0) {
		strbuf_lit(&text, ": ");
		text_add_clean(&text, step->said);
	}
	strbuf_add(out, strbuf_str(&text));
	strbuf_add_char(out, '\n');
	strbuf_release(&text);
}

static void add_text(const struct status *s, struct strbuf *out)
{
	if (s->out.count == 0)
		return;
	status_add_heading(s, out, "Published so far");
	for (size_t i = 0; i < s->out.count; i++)
		if (is_shown(&s->out.step[i]))
			add_step(s, out, &s->out.step[i]);
}

static void add_json(const struct status *s, struct json *j)
{
	json_key(j, "steps");
	json_array(j);
	for (size_t i = 0; i < s->out.count; i++) {
		const struct publish_step *step = &s->out.step[i];

		if (!is_shown(step))
			continue;
		json_object(j);
		json_member(j, "step", step->name);
		json_member(
		    j, "state", str_of(publish_state_name(step->state)));
		json_member(j, "said", step->said);
		status_json_time(j, "at", step->at);
		json_end(j);
	}
	json_end(j);
}

const struct status_part status_published = { look, add_text, add_json };
