/*
 * Workflow commands of GitHub Actions:
 *
 *	::error file=a.md,line=3,endLine=3,col=1,endColumn=9,title=id::message
 */
#include "base/text.h"
#include "check/report.h"

/* In a message %, CR and LF are escaped; in a property : and , too. */
static void add_escaped(struct strbuf *out, struct str text, bool property)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (c == '%' || c == '\r' || c == '\n' ||
		    (property && (c == ':' || c == ',')))
			strbuf_printf(out, "%%%02X", (unsigned)c);
		else
			strbuf_add_char(out, c);
	}
}

static void add_message(struct strbuf *out, const struct finding *f)
{
	struct strbuf raw, clean;

	strbuf_init(&raw, 2 * LIMIT_ERROR);
	strbuf_init(&clean, 4 * LIMIT_ERROR);
	check_add_message(&raw, f);
	strbuf_printf(&raw, ". %s", f->rule->advice);
	for (size_t i = 0; i < f->relateds; i++)
		strbuf_printf(&raw, "\n%.*s: %s:%zu",
		    STR_ARG(f->related[i].what), f->related[i].path,
		    f->related[i].line);
	text_add_clean(&clean, strbuf_str(&raw));
	add_escaped(out, strbuf_str(&clean), false);
	strbuf_release(&raw);
	strbuf_release(&clean);
}

static void add_finding(struct strbuf *out, const struct checked_file *file,
    const struct finding *f, struct position p, struct position end,
    const char *prefix)
{
	static const char *const commands[] = {
		[CHECK_OFF] = "notice",
		[CHECK_INFO] = "notice",
		[CHECK_WARNING] = "warning",
		[CHECK_ERROR] = "error",
	};

	strbuf_printf(out, "::%s file=", commands[f->level]);
	if (prefix != NULL)
		add_escaped(out, str_of(prefix), true);
	add_escaped(out, str_of(file->path), true);
	strbuf_printf(out, ",line=%zu,endLine=%zu", p.line, end.line);
	if (end.line == p.line)
		strbuf_printf(
		    out, ",col=%zu,endColumn=%zu", p.column, end.column);
	strbuf_printf(out, ",title=%s::", f->rule->id);
	add_message(out, f);
	strbuf_add_char(out, '\n');
}

void report_add_github(struct strbuf *out, const struct check_report *report,
    const struct check_style *style)
{
	for (size_t i = 0; i < report->files; i++) {
		const struct checked_file *file = &report->file[i];
		struct report_position from = { 0 };

		for (size_t k = 0; k < file->findings; k++) {
			const struct finding *f = file->finding[k];
			struct report_position to;
			struct position p, end;

			if (f->level < style->least)
				continue;
			p = report_position(&from, file->text, f->offset);
			to = from;
			end = report_position(&to, file->text, f->end);
			add_finding(out, file, f, p, end, style->prefix);
		}
	}
}
