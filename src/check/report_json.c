/* One JSON object a line. */
#include "base/json.h"
#include "check/report.h"

static void add_fixes(struct json *j, const struct fix *fix)
{
	json_key(j, "fixes");
	json_array(j);
	for (size_t i = 0; i < fix->edits; i++) {
		json_object(j);
		json_member_number(j, "offset", (int64_t)fix->edit[i].offset);
		json_member_number(j, "delete", (int64_t)fix->edit[i].remove);
		json_member(j, "insert", fix->edit[i].insert);
		json_key(j, "safe");
		json_bool(j, fix->safe);
		json_end(j);
	}
	json_end(j);
}

static void add_related(struct json *j, const struct finding *f)
{
	json_key(j, "related");
	json_array(j);
	for (size_t i = 0; i < f->relateds; i++) {
		const struct related *r = &f->related[i];

		json_object(j);
		json_member(j, "file", str_of(r->path));
		json_key(j, "issue");
		if (r->number >= 0)
			json_number(j, r->number);
		else
			json_null(j);
		json_member_number(j, "line", (int64_t)r->line);
		json_member(j, "message", r->what);
		json_end(j);
	}
	json_end(j);
}

static void add_finding(struct strbuf *out, const struct checked_file *file,
    const struct finding *f, struct position p)
{
	struct strbuf message;
	struct json j;

	strbuf_init(&message, LIMIT_ERROR);
	check_add_message(&message, f);
	json_init(&j, out);
	json_object(&j);
	json_member(&j, "file", str_of(file->path));
	json_member_number(&j, "line", (int64_t)p.line);
	json_member_number(&j, "column", (int64_t)p.column);
	json_member_number(&j, "offset", (int64_t)f->offset);
	json_member_number(&j, "end", (int64_t)f->end);
	json_member(&j, "rule", str_of(f->rule->id));
	json_member(&j, "severity", str_of(check_level_name(f->level)));
	json_member(&j, "message", strbuf_str(&message));
	json_member(&j, "advice", str_of(f->rule->advice));
	add_fixes(&j, &f->fix);
	add_related(&j, f);
	json_end(&j);
	strbuf_add_char(out, '\n');
	strbuf_release(&message);
}

void report_add_json(struct strbuf *out, const struct check_report *report,
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
					&from, file->text, f->offset));
		}
	}
}
