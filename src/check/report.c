#include "check/report.h"

typedef void add_report(struct strbuf *out, const struct check_report *report,
    const struct check_style *style);

void check_add_report(struct strbuf *out, const struct check_report *report,
    const struct check_style *style)
{
	static add_report *const writers[] = {
		[CHECK_TEXT] = report_add_text,
		[CHECK_JSON] = report_add_json,
		[CHECK_SARIF] = report_add_sarif,
		[CHECK_GITHUB] = report_add_github,
	};

	writers[style->format](out, report, style);
}

struct position report_position(
    struct report_position *from, struct str text, size_t offset)
{
	size_t start = source_line_start(text, offset);
	struct position p;

	if (start < from->offset)
		*from = (struct report_position){ 0 };
	if (from->at.line == 0)
		from->at.line = 1;
	for (size_t i = from->offset; i < start; i++)
		from->at.line += text.at[i] == '\n';
	from->offset = start;
	p.line = from->at.line;
	p.column = source_position(str_sub(text, start, offset), offset - start)
		       .column;
	return p;
}

const char *check_advice(const struct finding *f)
{
	return f->rule->advice;
}

const char *check_rule_of(const struct finding *f)
{
	return f->rule->id;
}

const char *check_matter(const struct finding *f)
{
	return f->rule->message;
}

void check_add_message(struct strbuf *out, const struct finding *f)
{
	strbuf_add_cstr(out, f->rule->message);
	if (f->detail.len > 0) {
		strbuf_lit(out, ": ");
		strbuf_add(out, f->detail);
	}
}
