/* status: what to do next, and why. */
#include "base/text.h"
#include "storecmd/status.h"

enum { INDENT = 16 };

static void add_step(struct status *s, struct str command, struct str why)
{
	s->step = ARENA_GROW(&s->arena, s->step, s->steps);
	s->step[s->steps++] = (struct status_step){ command, why };
}

/* The file, where a command would not find it by itself. */
static const char *file_of(const struct status *s)
{
	return s->name != NULL ? s->path : "";
}

/* ----------------------------------------------------------------- the steps */

static void step_collect(struct status *s)
{
	size_t lacking = 0;

	for (size_t i = 0; i < s->settings.sources; i++)
		lacking += s->source[i].asked != ASKED_COMPLETE;
	if (lacking > 0 && !s->published)
		add_step(s, STR("sennight collect"),
		    lacking == 1
			? STR("asks the source that is not complete")
			: arena_printf(&s->arena,
			      "asks the %zu sources that are not complete",
			      lacking));
}

static void step_inbox(struct status *s)
{
	int64_t fresh = 0, accepted = 0;

	for (size_t i = 0; i <= s->settings.sections; i++) {
		fresh += s->section[i].fresh;
		accepted += s->section[i].accepted;
	}
	if (s->published)
		return;
	if (fresh > 0)
		add_step(s, STR("sennight inbox list"),
		    arena_printf(&s->arena,
			"shows what waits for a decision: "
			"%lld",
			(long long)fresh));
	if (accepted > 0 && s->path != NULL)
		add_step(s,
		    arena_printf(&s->arena, "sennight draft fill%s%s",
			file_of(s)[0] != '\0' ? " " : "", file_of(s)),
		    arena_printf(&s->arena,
			"puts into the draft what was accepted: %lld",
			(long long)accepted));
}

/* Commands that take away what blocks; one may be good for several things. */
static void step_blocks(struct status *s)
{
	for (size_t i = 0; i < s->blocks; i++) {
		const struct status_block *b = &s->block[i];
		size_t same = 0;

		while (same < s->steps &&
		       !str_eq(s->step[same].command, b->advice))
			same++;
		if (b->gain.len > 0 && same < s->steps)
			s->step[same].why =
			    arena_printf(&s->arena, "%.*s, and %.*s",
				STR_ARG(s->step[same].why), STR_ARG(b->gain));
		else if (b->gain.len > 0)
			add_step(s, b->advice, b->gain);
	}
}

static void step_fix(struct status *s)
{
	size_t fixes = 0;

	for (size_t i = 0; i < s->report.files; i++)
		for (size_t k = 0; k < s->report.file[i].findings; k++) {
			const struct finding *f = s->report.file[i].finding[k];

			fixes += f->fix.edits > 0 && f->fix.safe;
		}
	if (fixes > 0)
		add_step(s,
		    arena_printf(&s->arena, "sennight check --fix%s%s",
			file_of(s)[0] != '\0' ? " " : "", file_of(s)),
		    arena_printf(&s->arena,
			"mends by itself what needs no look: %zu", fixes));
}

/* "2 errors, 1 warning" */
static struct str findings_of(struct status *s)
{
	struct str all = { NULL, 0 };

	for (int level = CHECK_ERROR; level >= CHECK_WARNING; level--) {
		int64_t count = s->findings[level];

		if (count > 0)
			all = arena_printf(&s->arena, "%.*s%s%lld %s%s",
			    STR_ARG(all), all.len > 0 ? ", " : "",
			    (long long)count,
			    check_level_name((enum check_level)level),
			    count > 1 ? "s" : "");
	}
	return all;
}

static void step_check(struct status *s)
{
	struct str findings = findings_of(s);

	if (findings.len > 0)
		add_step(s,
		    arena_printf(&s->arena, "sennight check%s%s",
			file_of(s)[0] != '\0' ? " " : "", file_of(s)),
		    arena_printf(&s->arena,
			"shows each place and what to do: %.*s",
			STR_ARG(findings)));
}

/* Which is as far as this program goes. */
static void step_publish(struct status *s)
{
	if (s->path == NULL || s->published || s->blocks > 0)
		return;
	add_step(s, arena_printf(&s->arena, "sennight publish %s", s->path),
	    STR("puts it out, on its day or the evening before"));
}

static bool look(struct status *s, struct error *err)
{
	void (*const steps[])(struct status *) = { step_blocks, step_collect,
		step_inbox, step_fix, step_check, step_publish };

	(void)err;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		steps[i](s);
	return true;
}

/* ------------------------------------------------------------------ printing */

/* Commands, in a column; longer ones have a line of their own. */
static size_t measure(const struct status *s)
{
	size_t wide = 0, most = s->columns / 2;

	for (size_t i = 0; i < s->steps; i++) {
		size_t columns = text_columns(s->step[i].command);

		if (columns > wide && columns <= most)
			wide = columns;
	}
	return wide > 0 ? wide : INDENT;
}

static void add_text(const struct status *s, struct strbuf *out)
{
	size_t wide = measure(s);

	if (s->steps > 0)
		status_add_heading(s, out, "What to do");
	for (size_t i = 0; i < s->steps; i++) {
		struct str command = s->step[i].command;

		strbuf_lit(out, "  ");
		if (text_columns(command) <= wide) {
			text_add_cell(out, command, wide, true);
		} else {
			text_add_cell(out, command, SIZE_MAX, false);
			strbuf_add_char(out, '\n');
			strbuf_add_repeat(out, ' ', wide + 2);
		}
		strbuf_lit(out, "  ");
		status_add_rest(s, out, wide + 4, s->step[i].why);
	}
}

static void add_json(const struct status *s, struct json *j)
{
	json_key(j, "next");
	json_array(j);
	for (size_t i = 0; i < s->steps; i++) {
		json_object(j);
		json_member(j, "command", s->step[i].command);
		json_member(j, "why", s->step[i].why);
		json_end(j);
	}
	json_end(j);
}

const struct status_part status_next = { look, add_text, add_json };
