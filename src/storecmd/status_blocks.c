/* status: what blocks the issue.  Most of it is what check finds. */
#include <string.h>

#include "base/text.h"
#include "newsletter/newsletter.h"
#include "storecmd/status.h"

enum { ROWS = 12, NAMES = 4, DETAIL = 60 };

/* Rules that only warn, as what they find may be meant so; but then nobody is
 * done with the issue. */
static const char *const unfinished[] = { "note-left", "section-empty",
	"section-feature", "section-unfilled", "slot-empty" };

/* ------------------------------------------------------------------- looking */

static bool is_blocking(const struct finding *f)
{
	if (f->level != CHECK_WARNING)
		return f->level == CHECK_ERROR;
	for (size_t i = 0; i < sizeof(unfinished) / sizeof(unfinished[0]); i++)
		if (strcmp(check_rule_of(f), unfinished[i]) == 0)
			return true;
	return false;
}

/* The line of an address that a draft cannot have yet: publishing hides it. */
static bool comes_later(const struct status *s, const struct finding *f)
{
	const struct discussion *d = &s->discussion;

	return !s->published && d->state == DISCUSSION_OPEN &&
	       f->offset >= d->offset && f->end <= d->end;
}

/* What stands there, for those who look for it: of a heading its title. */
static struct str excerpt(
    struct status *s, struct str text, const struct finding *f)
{
	struct str line;

	if (f->detail.len > 0)
		return arena_str(&s->arena, f->detail);
	for (size_t i = 1; i < s->issue.sections; i++)
		if (s->issue.section[i].offset == f->offset)
			return s->issue.section[i].title;
	line = str_sub(text, f->offset, source_line_end(text, f->offset));
	if (f->end - f->offset < line.len)
		line.len = f->end - f->offset;
	return text_line(&s->arena, line, DETAIL);
}

static struct status_block *block_of_rule(
    struct status *s, const struct finding *f)
{
	const char *rule = check_rule_of(f);

	for (size_t i = 0; i < s->blocks; i++)
		if (s->block[i].rule != NULL &&
		    strcmp(s->block[i].rule, rule) == 0)
			return &s->block[i];
	status_block(s, (struct status_block){ .rule = rule,
			    .stops = f->level == CHECK_ERROR,
			    .what = str_of(check_matter(f)),
			    .advice = str_of(check_advice(f)) });
	return &s->block[s->blocks - 1];
}

static void take_finding(
    struct status *s, struct str text, const struct finding *f, size_t line)
{
	struct status_block *block;

	block = block_of_rule(s, f);
	block->place = ARENA_GROW(&s->arena, block->place, block->places);
	block->place[block->places++] =
	    (struct status_place){ line, excerpt(s, text, f) };
}

/* The findings are in the order of the file. */
static void take_findings(struct status *s, const struct checked_file *file)
{
	size_t line = 1, at = 0;

	for (size_t i = 0; i < file->findings; i++) {
		const struct finding *f = file->finding[i];

		for (; at < f->offset && at < file->text.len; at++)
			line += file->text.at[at] == '\n';
		if (comes_later(s, f))
			continue;
		s->findings[f->level]++;
		if (is_blocking(f))
			take_finding(s, file->text, f, line);
	}
}

static bool look_discussion(struct status *s, struct error *err)
{
	struct discussion *d = &s->discussion;

	if (!discussion_find(&s->arena, &s->settings, s->issue.source, d, err))
		return false;
	if (s->published &&
	    (d->state == DISCUSSION_OPEN || d->state == DISCUSSION_HIDDEN))
		status_block(s, (struct status_block){
				    .what = STR("its discussion is not linked"),
				    .advice = arena_printf(&s->arena,
					"sennight publish %s", s->path),
				    .gain = STR("asks for its address"),
				});
	return true;
}

/* The newest issue that is out, if this would not come after it. */
static bool look_order(struct status *s, struct error *err)
{
	const char *const *path;
	struct date day;
	size_t count;

	if (!newsletter_issues(&s->arena, &s->settings,
		s->settings.folders.content, &path, &count, err))
		return false;
	for (size_t i = count; i > 0; i--) {
		if (!newsletter_date_of_name(path[i - 1], &day) ||
		    date_cmp(day, s->day) < 0)
			continue;
		status_block(s, (struct status_block){
				    .stops = true,
				    .what = arena_printf(&s->arena,
					"%s is out, for the same day or a "
					"later one",
					path[i - 1]),
				});
		break;
	}
	return true;
}

/* What publishing would stop at, beside check. */
static bool look_day(struct status *s, struct error *err)
{
	if (s->published || !date_is_set(s->day))
		return true;
	if (date_cmp(s->day, s->today) < 0)
		status_block(
		    s, (struct status_block){
			   .stops = true,
			   .what = STR("its day is over"),
			   .advice = arena_printf(&s->arena,
			       "sennight publish %s --date today", s->path),
		       });
	return look_order(s, err);
}

static bool look(struct status *s, struct error *err)
{
	const struct check_options options = { .path = &s->path, .paths = 1 };

	if (s->path == NULL)
		return true;
	if (!look_discussion(s, err) || !look_day(s, err) ||
	    !check_run(&options, &s->settings, &s->report, err))
		return false;
	for (size_t i = 0; i < s->report.files; i++)
		take_findings(s, &s->report.file[i]);
	return true;
}

/* ------------------------------------------------------------------ printing */

/* Where it is found, the first few of them. */
static void add_places(struct strbuf *out, const struct status_block *b)
{
	const char *before = ": ";
	size_t shown = b->places <= NAMES + 1 ? b->places : NAMES;

	if (b->places > 1)
		strbuf_printf(out, " (%zu times)", b->places);
	for (size_t i = 0; i < shown; i++) {
		if (b->place[i].text.len == 0)
			continue;
		strbuf_add_cstr(out, before);
		strbuf_add(out, b->place[i].text);
		before = ", ";
	}
	if (shown < b->places)
		strbuf_printf(out, " and %zu more", b->places - shown);
}

static void add_block(
    const struct status *s, struct strbuf *out, const struct status_block *b)
{
	struct strbuf text;

	strbuf_init(&text, LIMIT_FEED);
	strbuf_add(&text, b->what);
	if (b->rule != NULL)
		add_places(&text, b);
	else if (b->advice.len > 0)
		strbuf_printf(&text, ": %.*s", STR_ARG(b->advice));
	status_add_row(
	    s, out, b->places > 0 ? b->place[0].line : 0, strbuf_str(&text));
	strbuf_release(&text);
}

/* First what publishing would stop at. */
static void add_blocks(const struct status *s, struct strbuf *out)
{
	size_t shown = 0;

	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < s->blocks; i++)
			if (s->block[i].stops == (pass == 0) &&
			    (s->all || shown++ < ROWS))
				add_block(s, out, &s->block[i]);
	if (!s->all && s->blocks > ROWS)
		strbuf_printf(out, "  and %zu more; --all shows them\n",
		    s->blocks - ROWS);
}

static void add_text(const struct status *s, struct strbuf *out)
{
	if (s->path == NULL)
		return;
	if (s->blocks > 0)
		status_add_heading(s, out, "What %s, in %s",
		    s->published ? "is to mend" : "blocks it", s->path);
	add_blocks(s, out);
	if (!s->published && s->discussion.state == DISCUSSION_OPEN)
		strbuf_printf(out,
		    "\nThe link to the discussion (line %zu) goes in when the "
		    "issue is out.\n",
		    source_position(s->issue.source.text, s->discussion.offset)
			.line);
}

static void add_block_json(
    const struct status *s, struct json *j, const struct status_block *b)
{
	json_object(j);
	json_member(j, "what", b->what);
	json_member(
	    j, "rule", b->rule != NULL ? str_of(b->rule) : STATUS_UNSET);
	json_member(j, "advice", b->advice);
	json_member(j, "file", b->places > 0 ? str_of(s->path) : STATUS_UNSET);
	json_key(j, "places");
	json_array(j);
	for (size_t i = 0; i < b->places; i++) {
		json_object(j);
		json_member_number(j, "line", (int64_t)b->place[i].line);
		json_member(j, "text", b->place[i].text);
		json_end(j);
	}
	json_end(j);
	json_end(j);
}

static const char *const discussion_names[] = {
	[DISCUSSION_NONE] = "none",
	[DISCUSSION_OPEN] = "placeholder",
	[DISCUSSION_HIDDEN] = "hidden",
	[DISCUSSION_LINKED] = "linked",
};

static void add_json(const struct status *s, struct json *j)
{
	json_key(j, "blocks");
	json_array(j);
	for (size_t i = 0; i < s->blocks; i++)
		add_block_json(s, j, &s->block[i]);
	json_end(j);
	json_member(
	    j, "discussion", str_of(discussion_names[s->discussion.state]));
	json_key(j, "findings");
	json_object(j);
	for (int level = CHECK_ERROR; level > CHECK_OFF; level--)
		json_member_number(j, check_level_name((enum check_level)level),
		    s->findings[level]);
	json_end(j);
}

const struct status_part status_blocking = { look, add_text, add_json };
