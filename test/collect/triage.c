/*
 * Reports of triage: golden files, what is refused, and how much of a real
 * archive is printed as its editors did.
 *
 * test/collect/triage/NAME.txt is what NAME.md gives: what was read, what
 * looks wrong, and the section.  SENNIGHT_UPDATE=1 writes them anew.
 */
#include "test/test.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/strbuf.h"
#include "collect/triage.h"
#include "model/issue.h"
#include "test/archive.h"
#include "test/model/twir.h"

#define FOLDER SOURCE_ROOT "/test/collect/triage"
#define LINK "https://git.example/perf/blob/0a1b2c/triage/report.md"

/* --------------------------------------------------------------------- golden */

static void add_counts(
    struct strbuf *out, const char *name, const struct triage_counts *c)
{
	strbuf_printf(out, "%s: %lld + %lld + %lld, %lld in rollups\n", name,
	    (long long)c->regressions, (long long)c->improvements,
	    (long long)c->mixed, (long long)c->rollups);
}

static void add_table(struct strbuf *out, const struct perf *table)
{
	strbuf_printf(out, "table of %.*s:\n", STR_ARG(table->metric));
	for (size_t i = 0; i < table->rows; i++) {
		const struct perf_row *row = &table->row[i];

		strbuf_printf(out, "    %.*s|%.*s|%.*s|%.*s|%.*s|%lld\n",
		    STR_ARG(row->label), STR_ARG(row->scope),
		    STR_ARG(row->mean), STR_ARG(row->low), STR_ARG(row->high),
		    (long long)row->count);
	}
}

static void add_triage(struct strbuf *out, const struct triage *t)
{
	strbuf_lit(out, "date: ");
	date_add_iso(out, t->date);
	for (size_t i = 0; i < t->triager.count; i++)
		strbuf_printf(out, "\nby: %.*s", STR_ARG(t->triager.item[i]));
	for (size_t i = 0; i < t->ranges; i++)
		strbuf_printf(out, "\nrange: %.*s %.*s %.*s",
		    STR_ARG(t->range[i].from), STR_ARG(t->range[i].to),
		    STR_ARG(t->range[i].url));
	strbuf_add_char(out, '\n');
	add_counts(out, "said", &t->said);
	add_counts(out, "found", &t->found);
	strbuf_printf(out, "comparisons: %lld\n", (long long)t->comparisons);
	for (size_t i = 0; i < t->tables; i++)
		add_table(out, &t->table[i]);
	for (size_t i = 0; i < t->finding.count; i++)
		strbuf_printf(out, "! %.*s\n", STR_ARG(t->finding.item[i]));
	strbuf_lit(out, "----\n");
}

static void check_golden(const char *name)
{
	struct arena arena = { 0 };
	const char *path = arena_printf(&arena, FOLDER "/%s.md", name).at;
	const char *golden = arena_printf(&arena, FOLDER "/%s.txt", name).at;
	struct triage triage;
	struct error err = { "" };
	struct strbuf out;
	struct str text, wanted;

	strbuf_init(&out, LIMIT_TRIAGE);
	assert_true(file_read(path, LIMIT_TRIAGE, &arena, &text, &err));
	assert_true(triage_read(&arena, text, &triage, &err));
	add_triage(&out, &triage);
	triage_add_markdown(&out, &triage, STR(LINK));
	if (getenv("SENNIGHT_UPDATE") != NULL)
		assert_true(file_write(golden, strbuf_str(&out), NULL, &err));
	assert_true(file_read(golden, LIMIT_TRIAGE, &arena, &wanted, &err));
	assert_str(strbuf_str(&out), wanted.at);
	strbuf_release(&out);
	arena_release(&arena);
}

static void test_golden(void **state)
{
	static const char *const names[] = { "words", "reference", "turned",
		"max", "range", "wrong", "hostile" };

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++)
		check_golden(names[i]);
}

/* The section must say the same to those who read the issue. */
static void test_reads_back(void **state)
{
	struct arena arena = { 0 };
	struct triage triage;
	struct error err = { "" };
	struct issue issue;
	struct strbuf out;
	struct str text;

	(void)state;
	strbuf_init(&out, LIMIT_TRIAGE);
	assert_true(
	    file_read(FOLDER "/range.md", LIMIT_TRIAGE, &arena, &text, &err));
	assert_true(triage_read(&arena, text, &triage, &err));
	strbuf_lit(&out, "Title: X\nDate: 2031-06-08\n\n"
			 "## Rust Compiler Performance Triage\n\n");
	triage_add_markdown(&out, &triage, STR(LINK));
	assert_int_equal(
	    issue_read(&arena, (struct source){ "x.md", strbuf_str(&out) },
		twir_settings(), &issue),
	    ISSUE_OK);
	assert_non_null(issue.perf);
	assert_str(issue.perf->triager, "nova");
	assert_str(issue.perf->from, "12345678");
	assert_str(issue.perf->report_url, LINK);
	assert_int_equal(issue.perf->rows, 5);
	assert_int_equal(issue.perf->row[4].count, 40);
	assert_int_equal(issue.perf->improvements, 1);
	assert_int_equal(issue.perf->comparisons, 41);
	strbuf_release(&out);
	arena_release(&arena);
}

/* -------------------------------------------------------------------- refused */

static void test_refused(void **state)
{
	static const char *const texts[] = {
		"",
		"\n\n",
		"Hello.",
		"# 2031-06-07 Triage Log\n\nNothing yet.\n",
		"# Triage Logs\n\n## 2031-06-07\n\nTriage done by nova.\n",
		"How **a** triage is done\n\n#### Regressions\n",
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct triage triage;
		struct error err = { "" };

		assert_false(
		    triage_read(&arena, str_of(texts[i]), &triage, &err));
		assert_memory_equal(err.text, "this is no triage report", 24);
	}
	arena_release(&arena);
}

static void test_too_long(void **state)
{
	struct arena arena = { 0 };
	char *text = arena_alloc(&arena, LIMIT_TRIAGE + 1);
	struct triage triage;
	struct error err = { "" };

	(void)state;
	memset(text, 'x', LIMIT_TRIAGE + 1);
	assert_false(triage_read(
	    &arena, (struct str){ text, LIMIT_TRIAGE + 1 }, &triage, &err));
	assert_memory_equal(err.text, "the report has", 14);
	arena_release(&arena);
}

/* -------------------------------------------------------------------- archive */

/* A report of an archive, and its day. */
struct report {
	struct date date;
	struct str text;
};

struct compared {
	struct arena arena;
	struct report *report;
	size_t reports;
	size_t issues, blocks, same, alike;
	size_t refused, tables, findings;
};

static void take_report(const char *path, struct str text, void *data)
{
	struct compared *c = data;
	const char *name = strrchr(path, '/');
	struct date date;

	name = name == NULL ? path : name + 1;
	if (!date_parse(str_sub(str_of(name), 0, 10), false, &date))
		return;
	c->report = ARENA_GROW(&c->arena, c->report, c->reports);
	c->report[c->reports++] =
	    (struct report){ date, arena_str(&c->arena, text) };
}

/* The newest one of the seven days up to an issue, or NULL. */
static const struct report *report_of(
    const struct compared *c, struct date issue)
{
	const struct report *newest = NULL;

	for (size_t i = 0; i < c->reports; i++) {
		const struct report *r = &c->report[i];
		int days = date_to_days(issue) - date_to_days(r->date);

		if (days >= 0 && days <= 7 &&
		    (newest == NULL || date_cmp(newest->date, r->date) < 0))
			newest = r;
	}
	return newest;
}

/* "[text](url)" at `at`: what is left of it when it is compared, and the
 * offset behind it.  A range is its address: its revisions are cut by hand. */
static struct str link_at(struct str s, size_t at, size_t *ret_end)
{
	size_t close = str_find_char(s, ']', at), end;
	struct str text;

	if (s.at[at] != '[' || close == STR_NONE || close + 1 >= s.len ||
	    (s.at[close + 1] != '(' && s.at[close + 1] != '['))
		return (struct str){ 0 };
	end = str_find_char(s, s.at[close + 1] == '(' ? ')' : ']', close + 1);
	if (end == STR_NONE)
		return (struct str){ 0 };
	*ret_end = end + 1;
	text = str_sub(s, at + 1, close);
	if (str_find(text, STR(".."), 0) == STR_NONE)
		return text;
	return str_sub(s, close + 2, end);
}

/* Without links, emphasis and line breaks; rules of tables are short. */
static void add_normal(struct strbuf *out, struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		size_t end = 0;
		struct str link = link_at(s, i, &end);
		char c = s.at[i];
		bool twice = out->len > 0 && out->buf[out->len - 1] == c;

		if (end > 0) {
			add_normal(out, link);
			i = end - 1;
		} else if (char_is_space(c)) {
			if (out->len > 0 && out->buf[out->len - 1] != ' ')
				strbuf_add_char(out, ' ');
		} else if (strchr("*_\\[]", c) == NULL &&
			   !(c == '-' && twice)) {
			strbuf_add_char(out, c);
		}
	}
}

/* Does the section hold the words of a block, from blank to blank? */
static bool is_alike(struct str section, struct str block)
{
	struct strbuf whole, part;
	bool ret;

	strbuf_init(&whole, LIMIT_TRIAGE);
	strbuf_init(&part, LIMIT_TRIAGE);
	strbuf_add_char(&whole, ' ');
	add_normal(&whole, section);
	strbuf_lit(&whole, " ");
	strbuf_lit(&part, " ");
	add_normal(&part, block);
	if (!str_ends(strbuf_str(&part), STR(" ")))
		strbuf_lit(&part, " ");
	ret = str_find(strbuf_str(&whole), strbuf_str(&part), 0) != STR_NONE;
	strbuf_release(&whole);
	strbuf_release(&part);
	return ret;
}

/* Take the next run of lines that are not empty. */
static struct str take_block(struct str *rest)
{
	const char *from = NULL;
	size_t len = 0;

	while (rest->at != NULL) {
		struct str line = str_take(rest, '\n');

		if (str_trim(line).len == 0) {
			if (from != NULL)
				break;
			continue;
		}
		if (from == NULL)
			from = line.at;
		len = (size_t)(line.at + line.len - from);
	}
	return (struct str){ from, len };
}

static bool has_block(struct str section, struct str wanted)
{
	while (section.at != NULL)
		if (str_eq(str_trim(take_block(&section)), str_trim(wanted)))
			return true;
	return false;
}

/* Paragraphs and tables; not lists, definitions, placeholders and the link to
 * the report, which editors write themselves. */
static bool is_comparable(struct str block)
{
	block = str_trim(block);
	return block.len > 0 && !str_starts(block, STR("* ")) &&
	       !str_starts(block, STR("<!--")) &&
	       !str_starts(block, STR("#")) &&
	       !(str_starts(block, STR("[")) &&
		   str_find(block, STR("]: "), 0) != STR_NONE) &&
	       !(block.len < 300 &&
		   str_contains_fold(block, STR("full report")) &&
		   str_find(block, STR("]("), 0) != STR_NONE);
}

static void compare_section(
    struct compared *c, struct str printed, struct str ours, const char *path)
{
	bool tells = getenv("SENNIGHT_TELL") != NULL;

	while (printed.at != NULL) {
		struct str block = take_block(&printed);
		bool same, alike;

		if (!is_comparable(block))
			continue;
		same = has_block(ours, block);
		alike = same || is_alike(ours, block);
		c->blocks++;
		c->same += same;
		c->alike += alike;
		if (tells && !alike)
			print_message("# %s: %.*s\n", path,
			    STR_ARG(str_sub(block, 0, 150)));
	}
}

/* The text below the heading of the section, or NULL. */
static struct str section_of(const struct issue *issue, struct str text)
{
	for (size_t i = 0; i < issue->sections; i++) {
		struct str s = str_sub(text, issue->section[i].offset,
		    issue->perf == NULL ? 0 : issue->perf->end);

		if (issue->section[i].kind == SECTION_PERF) {
			str_take(&s, '\n');
			return s;
		}
	}
	return (struct str){ 0 };
}

static void compare_issue(const char *path, struct str text, void *data)
{
	struct compared *c = data;
	struct arena arena = { 0 };
	const struct report *report;
	struct triage triage;
	struct issue issue;
	struct error err = { "" };
	struct strbuf ours;

	strbuf_init(&ours, LIMIT_TRIAGE);
	assert_int_equal(issue_read(&arena, (struct source){ path, text },
			     twir_settings(), &issue),
	    ISSUE_OK);
	report = report_of(c, issue.header.date);
	if (report != NULL && section_of(&issue, text).len > 0) {
		c->issues++;
		assert_true(triage_read(&arena, report->text, &triage, &err));
		triage_add_markdown(&ours, &triage, STR(LINK));
		compare_section(
		    c, section_of(&issue, text), strbuf_str(&ours), path);
	}
	strbuf_release(&ours);
	arena_release(&arena);
}

static void judge_reports(struct compared *c)
{
	bool tells = getenv("SENNIGHT_TELL") != NULL;

	for (size_t i = 0; i < c->reports; i++) {
		struct arena arena = { 0 };
		struct triage t;
		struct error err = { "" };

		if (!triage_read(&arena, c->report[i].text, &t, &err)) {
			c->refused++;
		} else {
			c->tables += t.tables;
			c->findings += t.finding.count;
			for (size_t j = 0; tells && j < t.finding.count; j++)
				print_message("# %04d-%02d-%02d: %.*s\n",
				    c->report[i].date.year,
				    c->report[i].date.month,
				    c->report[i].date.day,
				    STR_ARG(t.finding.item[j]));
		}
		arena_release(&arena);
	}
}

/* SENNIGHT_TELL=1 names what differs and what looks wrong. */
static void test_archive(void **state)
{
	struct compared c = { 0 };

	(void)state;
	if (archive_each("triage", take_report, &c) == 0) {
		print_message("# skipped: no reports in ../shared/data\n");
		skip();
	}
	archive_each("twir/content", compare_issue, &c);
	judge_reports(&c);
	print_message("# %zu issues, %zu paragraphs and tables: %zu verbatim "
		      "(%.1f %%), %zu but for links, bold and line breaks "
		      "(%.1f %%)\n",
	    c.issues, c.blocks, c.same,
	    100.0 * (double)c.same / (double)c.blocks, c.alike,
	    100.0 * (double)c.alike / (double)c.blocks);
	print_message("# %zu reports, %zu refused, %zu tables, %zu findings\n",
	    c.reports, c.refused, c.tables, c.findings);
	assert_true(c.same * 100 >= c.blocks * 80);
	assert_true(c.alike * 100 >= c.blocks * 90);
	assert_int_equal(c.refused, 0);
	arena_release(&c.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_golden),
		cmocka_unit_test(test_reads_back),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_archive),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
