/* For people: file:line:col, what, the line with a caret, what to do. */
#include "base/text.h"
#include "check/report.h"

/* Escapes of a terminal (ECMA-48), and how to end them. */
static const char *const colours[] = {
	[CHECK_OFF] = "",
	[CHECK_INFO] = "\033[36m",
	[CHECK_WARNING] = "\033[33m",
	[CHECK_ERROR] = "\033[31m",
};

static void add_coloured(struct strbuf *out, const struct check_style *style,
    const char *colour, const char *text)
{
	if (style->colour)
		strbuf_add_cstr(out, colour);
	strbuf_add_cstr(out, text);
	if (style->colour)
		strbuf_lit(out, "\033[0m");
}

/* Outside text may hold what a terminal obeys. */
static void add_shown(struct strbuf *out, struct str text)
{
	text_add_clean(out, text);
}

static void add_related(struct strbuf *out, const struct related *r)
{
	strbuf_lit(out, "    ");
	add_shown(out, r->what);
	if (r->number >= 0)
		strbuf_printf(out, " in issue %lld, %s:%zu\n",
		    (long long)r->number, r->path, r->line);
	else
		strbuf_printf(out, ": %s:%zu\n", r->path, r->line);
}

static void add_finding(struct strbuf *out, const struct checked_file *file,
    const struct finding *f, struct position p, const struct check_style *style)
{
	struct strbuf message;

	strbuf_init(&message, LIMIT_ERROR);
	check_add_message(&message, f);
	strbuf_printf(out, "%s:%zu:%zu: ", file->path, p.line, p.column);
	add_coloured(out, style, colours[f->level], check_level_name(f->level));
	strbuf_lit(out, ": ");
	add_shown(out, strbuf_str(&message));
	strbuf_printf(out, " [%s]\n", f->rule->id);
	strbuf_release(&message);
	source_caret(out, file->text, f->offset, f->end);
	for (size_t i = 0; i < f->relateds; i++)
		add_related(out, &f->related[i]);
	strbuf_printf(out, "    -> %s%s\n", f->rule->advice,
	    f->fix.edits == 0 ? ""
	    : f->fix.safe     ? " (--fix does it)"
			      : " (--fix=all does it)");
}

void report_add_text(struct strbuf *out, const struct check_report *report,
    const struct check_style *style)
{
	for (size_t i = 0; i < report->files; i++) {
		const struct checked_file *file = &report->file[i];
		struct report_position from = { 0 };

		for (size_t k = 0; k < file->findings; k++) {
			const struct finding *f = file->finding[k];

			if (f->level >= style->least)
				add_finding(out, file, f,
				    report_position(
					&from, file->text, f->offset),
				    style);
		}
	}
}
