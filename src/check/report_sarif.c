/*
 * SARIF 2.1.0 (OASIS): one run, the rules that found something, the results.
 * Columns are code points, and the run says so.
 */
#include <assert.h>
#include <stdio.h>

#include "base/json.h"
#include "base/url.h"
#include "check/report.h"
#include "check/rules.h"

#ifndef SENNIGHT_VERSION
#define SENNIGHT_VERSION "unknown"
#endif

/* Which rules are in the report, and under which index. */
struct rule_table {
	struct arena arena;
	size_t *index; /* by number of the rule; STR_NONE: not in it */
	size_t count;
};

struct sarif {
	struct json j;
	struct rule_table table;
	const char *prefix; /* of paths */
};

static size_t number_of(const struct rule *rule)
{
	size_t number = 0;

	for (; rule_at(number) != rule; number++)
		assert(rule_at(number) != NULL);
	return number;
}

static void collect_rules(struct rule_table *table,
    const struct check_report *report, const struct check_style *style)
{
	table->index = ARENA_ARRAY(&table->arena, check_rules(), size_t);
	for (size_t i = 0; i < check_rules(); i++)
		table->index[i] = STR_NONE;
	for (size_t i = 0; i < report->files; i++)
		for (size_t k = 0; k < report->file[i].findings; k++) {
			const struct finding *f = report->file[i].finding[k];

			if (f->level >= style->least)
				table->index[number_of(f->rule)] = 0;
		}
	for (size_t i = 0; i < check_rules(); i++)
		if (table->index[i] != STR_NONE)
			table->index[i] = table->count++;
}

static const char *level_name(enum check_level level)
{
	return level == CHECK_INFO ? "note" : check_level_name(level);
}

/* {"text": ...} under a key. */
static void add_text(struct json *j, const char *key, struct str text)
{
	json_key(j, key);
	json_object(j);
	json_member(j, "text", text);
	json_end(j);
}

static void add_rules(struct json *j, const struct rule_table *table)
{
	json_key(j, "rules");
	json_array(j);
	for (size_t i = 0; i < check_rules(); i++) {
		const struct rule *rule = rule_at(i);

		if (table->index[i] == STR_NONE)
			continue;
		json_object(j);
		json_member(j, "id", str_of(rule->id));
		add_text(j, "shortDescription", str_of(rule->message));
		add_text(j, "help", str_of(rule->advice));
		json_key(j, "defaultConfiguration");
		json_object(j);
		json_member(j, "level", str_of(level_name(rule->level)));
		json_end(j);
		json_end(j);
	}
	json_end(j);
}

static void add_artifact(struct sarif *s, const char *path)
{
	struct json *j = &s->j;
	struct strbuf uri;

	strbuf_init(&uri, LIMIT_URL);
	if (s->prefix != NULL)
		url_add_encoded(&uri, str_of(s->prefix));
	url_add_encoded(&uri, str_of(path));
	json_key(j, "artifactLocation");
	json_object(j);
	json_member(j, "uri", strbuf_str(&uri));
	json_end(j);
	strbuf_release(&uri);
}

static void add_region(
    struct json *j, const char *key, struct position p, struct position end)
{
	json_key(j, key);
	json_object(j);
	json_member_number(j, "startLine", (int64_t)p.line);
	json_member_number(j, "startColumn", (int64_t)p.column);
	json_member_number(j, "endLine", (int64_t)end.line);
	json_member_number(j, "endColumn", (int64_t)end.column);
	json_end(j);
}

static void add_place(struct sarif *s, const char *path, struct position p,
    struct position end, struct str message)
{
	struct json *j = &s->j;
	json_object(j);
	json_key(j, "physicalLocation");
	json_object(j);
	add_artifact(s, path);
	add_region(j, "region", p, end);
	json_end(j);
	if (message.len > 0)
		add_text(j, "message", message);
	json_end(j);
}

static void add_fixes(
    struct sarif *s, const struct checked_file *file, const struct fix *fix)
{
	struct json *j = &s->j;
	struct report_position from = { 0 };

	json_key(j, "fixes");
	json_array(j);
	json_object(j);
	json_key(j, "artifactChanges");
	json_array(j);
	json_object(j);
	add_artifact(s, file->path);
	json_key(j, "replacements");
	json_array(j);
	for (size_t i = 0; i < fix->edits; i++) {
		const struct edit *e = &fix->edit[i];
		struct position p =
		    report_position(&from, file->text, e->offset);
		struct position end =
		    report_position(&from, file->text, e->offset + e->remove);

		json_object(j);
		add_region(j, "deletedRegion", p, end);
		add_text(j, "insertedContent", e->insert);
		json_end(j);
	}
	json_end(j);
	json_end(j);
	json_end(j);
	json_end(j);
	json_end(j);
}

static void add_related(struct sarif *s, const struct finding *f)
{
	struct json *j = &s->j;
	json_key(j, "relatedLocations");
	json_array(j);
	for (size_t i = 0; i < f->relateds; i++) {
		const struct related *r = &f->related[i];
		struct position p = { r->line, 1 };

		add_place(s, r->path, p, p, r->what);
	}
	json_end(j);
}

static void add_result(struct sarif *s, const struct checked_file *file,
    const struct finding *f, struct report_position *from, size_t rule)
{
	struct json *j = &s->j;
	struct position p = report_position(from, file->text, f->offset);
	struct report_position to = *from;
	struct position end = report_position(&to, file->text, f->end);
	struct strbuf text;
	char hash[17];

	strbuf_init(&text, 2 * LIMIT_ERROR);
	check_add_message(&text, f);
	strbuf_printf(&text, ". %s", f->rule->advice);
	json_object(j);
	json_member(j, "ruleId", str_of(f->rule->id));
	json_member_number(j, "ruleIndex", (int64_t)rule);
	json_member(j, "level", str_of(level_name(f->level)));
	add_text(j, "message", strbuf_str(&text));
	json_key(j, "locations");
	json_array(j);
	add_place(s, file->path, p, end, STR(""));
	json_end(j);
	if (f->relateds > 0)
		add_related(s, f);
	if (f->fix.edits > 0)
		add_fixes(s, file, &f->fix);
	snprintf(
	    hash, sizeof(hash), "%016llx", (unsigned long long)f->fingerprint);
	json_key(j, "partialFingerprints");
	json_object(j);
	json_member(j, "sennight/v1", str_of(hash));
	json_end(j);
	json_end(j);
	strbuf_release(&text);
}

static void add_results(struct sarif *s, const struct check_report *report,
    const struct check_style *style)
{
	struct json *j = &s->j;

	json_key(j, "results");
	json_array(j);
	for (size_t i = 0; i < report->files; i++) {
		const struct checked_file *file = &report->file[i];
		struct report_position from = { 0 };

		for (size_t k = 0; k < file->findings; k++) {
			const struct finding *f = file->finding[k];

			if (f->level >= style->least)
				add_result(s, file, f, &from,
				    s->table.index[number_of(f->rule)]);
		}
	}
	json_end(j);
}

void report_add_sarif(struct strbuf *out, const struct check_report *report,
    const struct check_style *style)
{
	struct sarif s = { .prefix = style->prefix };
	struct json *j = &s.j;

	collect_rules(&s.table, report, style);
	json_init(j, out);
	json_object(j);
	json_member(
	    j, "$schema", STR("https://json.schemastore.org/sarif-2.1.0.json"));
	json_member(j, "version", STR("2.1.0"));
	json_key(j, "runs");
	json_array(j);
	json_object(j);
	json_key(j, "tool");
	json_object(j);
	json_key(j, "driver");
	json_object(j);
	json_member(j, "name", STR("sennight check"));
	json_member(j, "version", STR(SENNIGHT_VERSION));
	add_rules(j, &s.table);
	json_end(j);
	json_end(j);
	json_member(j, "columnKind", STR("unicodeCodePoints"));
	add_results(&s, report, style);
	json_end(j);
	json_end(j);
	json_end(j);
	strbuf_add_char(out, '\n');
	arena_release(&s.table.arena);
}
