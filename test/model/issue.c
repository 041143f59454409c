/*
 * The typed view: golden files, and promises that hold for every file of an
 * archive.
 *
 * test/model/issues/NAME.json is what NAME.md gives, printed with one member
 * a line.  SENNIGHT_WRITE_GOLDEN=1 in the environment rewrites them.
 */
#include "test/test.h"

#include <stdlib.h>

#include "base/file.h"
#include "model/issue_json.h"
#include "test/archive.h"
#include "test/model/twir.h"

static const char *const goldens[] = { "forms", "full", "old", "yaml" };

static void add_line(struct strbuf *out, size_t depth)
{
	strbuf_add_char(out, '\n');
	strbuf_add_repeat(out, '\t', depth);
}

/* One member a line, for the eyes and for diff. */
static void add_pretty(struct strbuf *out, struct str json)
{
	bool in_text = false;
	size_t depth = 0;

	for (size_t i = 0; i < json.len; i++) {
		char c = json.at[i];
		char next = i + 1 < json.len ? json.at[i + 1] : 0;

		if (c == '"' && json.at[i - 1] != '\\')
			in_text = !in_text;
		if (!in_text && (c == '}' || c == ']') &&
		    json.at[i - 1] != '[' && json.at[i - 1] != '{')
			add_line(out, depth);
		strbuf_add_char(out, c);
		if (in_text)
			continue;
		if ((c == '{' || c == '[') && next != '}' && next != ']')
			add_line(out, ++depth);
		else if (c == ',')
			add_line(out, depth);
		if ((next == '}' || next == ']') && c != '{' && c != '[')
			depth--;
	}
	strbuf_add_char(out, '\n');
}

static void check_golden(const char *name)
{
	struct arena arena = { 0 };
	const char *folder = SOURCE_ROOT "/test/model/issues";
	const char *path = arena_printf(&arena, "%s/%s.md", folder, name).at;
	const char *golden =
	    arena_printf(&arena, "%s/%s.json", folder, name).at;
	struct strbuf json, pretty;
	struct str text, wanted;
	struct issue issue;
	struct error err = { "" };

	strbuf_init(&json, LIMIT_PAGE);
	strbuf_init(&pretty, LIMIT_PAGE);
	assert_true(file_read(path, LIMIT_ISSUE_FILE, &arena, &text, &err));
	assert_int_equal(issue_read(&arena, (struct source){ path, text },
			     twir_settings(), &issue),
	    ISSUE_OK);
	issue_add_json(&json, &issue, twir_settings());
	add_pretty(&pretty, strbuf_str(&json));
	if (getenv("SENNIGHT_WRITE_GOLDEN") != NULL)
		assert_true(
		    file_write(golden, strbuf_str(&pretty), NULL, &err));
	assert_true(file_read(golden, LIMIT_PAGE, &arena, &wanted, &err));
	assert_str(strbuf_str(&pretty), wanted.at);
	strbuf_release(&json);
	strbuf_release(&pretty);
	arena_release(&arena);
}

static void test_goldens(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(goldens); i++)
		check_golden(goldens[i]);
}

/* What the whole archive adds up to. */
struct totals {
	struct settings settings;
	size_t files, items, list_items, events, event_items, recent_items,
	    recent_events, calls, decisions, changes, features, links;
};

static struct str slice(const struct issue *issue, size_t offset, size_t end)
{
	assert_true(offset <= end && end <= issue->tree.file.len);
	return str_sub(issue->tree.file, offset, end);
}

static bool has_list_above(const struct md_node *node)
{
	for (node = node->parent; node != NULL; node = node->parent) {
		if (node->kind == MD_ITEM)
			return true;
	}
	return false;
}

/* Items of the tree that are in no other item. */
static size_t count_list_items(const struct issue *issue)
{
	const struct md_node *top = issue->tree.root;
	size_t count = 0;

	for (const struct md_node *at = top; at != NULL; at = md_walk(top, at))
		count += at->kind == MD_ITEM && !has_list_above(at);
	return count;
}

static void check_links(
    const struct issue *issue, const struct item_link *link, size_t links)
{
	for (size_t i = 0; i < links; i++) {
		struct str s;

		if (link[i].offset == MD_UNKNOWN)
			continue;
		s = slice(issue, link[i].offset, link[i].end);
		assert_true(s.len > 1 && (s.at[0] == '[' || s.at[0] == '<'));
	}
}

/* A section starts with its heading and ends where the next one starts; its
 * items start with a marker and lie inside. */
static void check_section(const struct issue *issue, size_t index)
{
	const struct section *s = &issue->section[index];
	struct str text = slice(issue, s->offset, s->end);

	if (index > 0) {
		assert_int_equal(s->offset, issue->section[index - 1].end);
		assert_true(s->level > 0 && text.len > 0);
	}
	for (size_t i = 0; i < s->items; i++) {
		const struct item *item = &s->item[i];
		struct str own = slice(issue, item->offset, item->end);

		assert_true(item->offset >= s->offset && item->end <= s->end);
		if (item->node->kind == MD_ITEM)
			assert_true(str_find_char(STR("*-+0123456789"),
					own.at[0], 0) != STR_NONE);
		check_links(issue, item->link, item->links);
	}
}

static void count_section(
    struct totals *t, const struct issue *issue, const struct section *s)
{
	bool recent = issue->header.number >= 394;

	for (size_t i = 0; i < s->items; i++) {
		const struct item *item = &s->item[i];

		t->items++;
		t->list_items += item->node->kind == MD_ITEM;
		if (s->kind != SECTION_EVENTS || item->kind == ITEM_NONE ||
		    item->kind == ITEM_PERSON)
			continue;
		t->event_items++;
		t->recent_items += recent;
		t->recent_events += recent && item->kind == ITEM_EVENT;
	}
}

static void check_markup(const struct issue *issue)
{
	for (size_t i = 0; i < issue->tree.comments; i++) {
		const struct md_comment *c = &issue->tree.comment[i];

		assert_true(
		    str_starts(slice(issue, c->offset, c->end), STR("<!--")));
	}
	for (size_t i = 0; i < issue->tree.references; i++) {
		const struct md_reference *ref = &issue->tree.reference[i];

		assert_true(str_starts(
		    str_trim(slice(issue, ref->offset, ref->end)), STR("[")));
	}
}

static void visit(const char *path, struct str text, void *data)
{
	struct totals *t = data;
	struct arena arena = { 0 };
	struct issue issue;
	size_t before = t->list_items;

	assert_int_equal(issue_read(&arena, (struct source){ path, text },
			     &t->settings, &issue),
	    ISSUE_OK);
	for (size_t i = 0; i < issue.sections; i++) {
		check_section(&issue, i);
		count_section(t, &issue, &issue.section[i]);
	}
	assert_int_equal(t->list_items - before, count_list_items(&issue));
	assert_int_equal(issue.section[issue.sections - 1].end, text.len);
	check_markup(&issue);
	assert_true(issue.header.offset == 0);
	t->files++;
	t->events += issue.events;
	t->calls += issue.calls;
	t->decisions += issue.decisions;
	t->changes += issue.changes;
	t->features += issue.features;
	t->links += issue.tree.links;
	if (getenv("SENNIGHT_COUNTS") != NULL)
		print_message("# %s: %zu events, %zu calls, %zu decisions, "
			      "%zu changes, %zu features\n",
		    path_base(path), issue.events, issue.calls, issue.decisions,
		    issue.changes, issue.features);
	arena_release(&arena);
}

/* Nearly every entry under a heading of events is one, since issue 394 all
 * of them but one of a thousand. */
static void test_archive(void **state)
{
	struct totals t = { 0 };
	struct arena arena = { 0 };
	struct error err;

	(void)state;
	assert_true(settings_preset(&arena, STR("twir"), &t.settings, &err));
	if (archive_each("twir/content", visit, &t) == 0) {
		print_message("# skipped: no archive\n");
		arena_release(&arena);
		skip();
	}
	print_message("# %zu files, %zu items, %zu events of %zu entries "
		      "(since 394: %zu of %zu), %zu calls, %zu decisions, "
		      "%zu changes, %zu features, %zu links\n",
	    t.files, t.items, t.events, t.event_items, t.recent_events,
	    t.recent_items, t.calls, t.decisions, t.changes, t.features,
	    t.links);
	assert_true(t.recent_events * 1000 >= t.recent_items * 999);
	assert_true(t.events * 100 >= t.event_items * 99);
	arena_release(&arena);
}

/* Where rows of a report and thanks stand: each range is the text named. */
static void test_places(void **state)
{
	static const char text[] =
	    "Title: x\n\n# Speed\n\n| | mean |\n|:-:|:-:|\n"
	    "| Regressions | 1.0% |\n\n# Tool\n\nIt is [awl](/awl).\n\n"
	    "Thanks to [Ada](/ada).\n";
	struct source source = { "x.md", STR_INIT(text) };
	struct arena arena = { 0 };
	struct settings settings;
	struct issue issue;
	struct error err;
	struct str row, thanks;

	(void)state;
	assert_true(settings_read(&arena, "x.yaml",
	    STR("sections:\n  - {id: a, title: Speed, kind: perf}\n"
		"  - {id: b, title: Tool, kind: feature, feature: tool}\n"),
	    &settings, &err));
	assert_int_equal(
	    issue_read(&arena, source, &settings, &issue), ISSUE_OK);
	assert_non_null(issue.perf);
	assert_int_equal(issue.perf->rows, 1);
	row = str_sub(
	    source.text, issue.perf->row[0].offset, issue.perf->row[0].end);
	assert_true(str_find(row, STR("Regressions | 1.0%"), 0) != STR_NONE);
	assert_true(str_find_char(row, '\n', 0) == STR_NONE);
	assert_int_equal(issue.features, 1);
	thanks = str_sub(source.text, issue.feature[0].thanks_offset,
	    issue.feature[0].thanks_end);
	assert_str(thanks, "Thanks to [Ada](/ada).");
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_goldens),
		cmocka_unit_test(test_archive),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
