#include "submit/look.h"

#include "draft/draft.h"

/* The draft that holds nothing but the submission. */
struct page {
	struct arena *arena;
	const struct settings *settings;
	struct submission *s;
	const char *path;
	struct str text;
	size_t from, to; /* of what was sent in */
	enum check_level least;
};

static struct str empty_draft(struct page *p, struct date today)
{
	return arena_printf(p->arena,
	    "Title: Draft\nNumber: 1\nDate: %04d-%02d-%02d\n\n", today.year,
	    today.month, today.day);
}

/* It is never printed; but its address must be one that a link could have. */
static bool is_followed(const struct submission *s)
{
	return s->kind->candidate == CANDIDATE_FOLLOW;
}

static bool print(struct page *p, struct date today, struct error *err)
{
	const struct candidate *c = &p->s->candidate;
	const struct addition_as as = {
		.family = str_of(candidate_kind_name(
		    is_followed(p->s) ? CANDIDATE_LINK : c->kind)),
		.section = c->section,
	};
	struct source source = { p->path, empty_draft(p, today) };
	struct draft_added added;
	struct addition addition;

	if (!addition_read(
		p->arena, p->settings, c->fields, &as, &addition, err) ||
	    !draft_add(
		p->arena, p->settings, source, &addition, 1, &added, err))
		return false;
	if (added.count == 0 || added.placed[0].state == PLACED_NOT)
		return error_set(err, "%s",
		    added.count > 0 ? added.placed[0].why
				    : "it has no place in an issue");
	p->text = added.text;
	p->from = added.placed[0].offset;
	p->to = p->text.len; /* nothing comes after it */
	return true;
}

static void take_finding(struct page *p, const struct finding *f)
{
	struct strbuf message;

	if (f->level < p->least || f->end <= p->from || f->offset >= p->to)
		return;
	strbuf_init(&message, LIMIT_ERROR);
	check_add_message(&message, f);
	submit_add_remark(p->arena, p->s,
	    &(struct submit_remark){ .level = f->level,
		.text = strbuf_str(&message),
		.advice = str_of(check_advice(f)) });
	strbuf_release(&message);
}

static bool look(struct page *p, struct error *err)
{
	const struct check_options options = { .threads = 1 };
	const struct check_text text = { p->path, p->text };
	struct check_report report;
	bool ok = check_texts(&options, p->settings, &text, 1, &report, err);

	for (size_t i = 0; ok && i < report.files; i++)
		for (size_t k = 0; k < report.file[i].findings; k++)
			take_finding(p, report.file[i].finding[k]);
	check_release(&report);
	return ok;
}

bool submit_look(struct arena *arena, const struct settings *settings,
    struct date today, struct submission *s, struct error *err)
{
	/* Where the title is left to the editors, so is what is odd. */
	struct page p = { .arena = arena,
		.settings = settings,
		.s = s,
		.least = s->titled && !is_followed(s) ? CHECK_WARNING
						      : CHECK_ERROR };
	struct error why;

	s->printed = STR("");
	p.path = arena_printf(arena, "%.*s/%04d-%02d-%02d-draft.md",
	    STR_ARG(settings->folders.drafts), today.year, today.month,
	    today.day)
		     .at;
	if (!print(&p, today, &why)) {
		if (!is_followed(s))
			submit_add_remark(arena, s,
			    &(struct submit_remark){ .level = CHECK_ERROR,
				.text = str_of(why.text) });
		return true;
	}
	if (!is_followed(s))
		s->printed = str_trim(str_sub(p.text, p.from, p.to));
	return look(&p, err);
}
