/* Finding the draft to work on. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../folder.h"
#include "../test.h"

#include "base/file.h"
#include "draft/draft.h"

static void enter_new_folder(void)
{
	char folder[] = "/tmp/sennight-draft-XXXXXX";

	assert_non_null(make_test_folder(folder));
	assert_int_equal(chdir(folder), 0);
	assert_int_equal(mkdir("draft", 0755), 0);
}

static void put(const char *path)
{
	struct error err;

	if (!file_write(path, STR("Title: A\n\n"), NULL, &err))
		fail_msg("%s", err.text);
}

static void test_find(void **state)
{
	struct arena arena = { 0 };
	struct settings settings;
	const char *path = NULL;
	struct error err;

	(void)state;
	enter_new_folder();
	assert_true(settings_preset(&arena, STR("neutral"), &settings, &err));
	assert_false(draft_find(&arena, &settings, NULL, &path, &err));
	assert_string_equal(err.text,
	    "there is no draft in draft; `sennight draft new` makes one");
	put("draft/2026-03-04-a.md");
	put("draft/DRAFT_TEMPLATE");
	assert_true(draft_find(&arena, &settings, NULL, &path, &err));
	assert_string_equal(path, "draft/2026-03-04-a.md");
	put("draft/2026-03-11-a.md");
	assert_false(draft_find(&arena, &settings, NULL, &path, &err));
	assert_string_equal(err.text, "there are 2 drafts; name one of "
				      "draft/2026-03-04-a.md, "
				      "draft/2026-03-11-a.md");
	assert_true(draft_find(&arena, &settings, "x.md", &path, &err));
	assert_string_equal(path, "x.md");
	arena_release(&arena);
}

static void put_text(const char *path, const char *text)
{
	struct error err;

	if (!file_write(path, str_of(text), NULL, &err))
		fail_msg("%s", err.text);
}

static void put_issues(void)
{
	assert_int_equal(mkdir("content", 0755), 0);
	put_text("content/2026-02-25-a.md",
	    "Title: Low Tide 7\nNumber: 7\nDate: 2026-02-25\n\n");
	/* Its number is in its title, its day in its header. */
	put_text("content/ebb.md",
	    "Title: Low Tide 8\nSlug: the-ebb\nDate: 2026-03-04\n\n");
	put_text("content/2026-03-11-b.md", "Number: 9\n\n");
	put_text("content/2026-03-11-c.md", "Number: 10\n\n");
	put_text("draft/2026-03-18-d.md", "Number: 11\n\n");
}

static void test_find_issue(void **state)
{
	static const struct {
		const char *name, *path;
		bool published;
	} cases[] = {
		{ "7", "content/2026-02-25-a.md", true },
		{ "8", "content/ebb.md", true },
		{ "11", "draft/2026-03-18-d.md", false },
		{ "2026-02-25", "content/2026-02-25-a.md", true },
		{ "2026-03-04", "content/ebb.md", true },
		{ "2026-03-18", "draft/2026-03-18-d.md", false },
		{ "low-tide-7", "content/2026-02-25-a.md", true },
		{ "the-ebb", "content/ebb.md", true },
		{ "ebb", "content/ebb.md", true },
		{ "2026-03-18-d", "draft/2026-03-18-d.md", false },
		{ "content/ebb.md", "content/ebb.md", true },
		{ "./content/ebb.md", "./content/ebb.md", true },
		{ "draft/2026-03-18-d.md", "draft/2026-03-18-d.md", false },
		{ "12", NULL, false }, { "", NULL, false },
		{ "2026-13-01", NULL, false },
		{ "content/none.md", NULL, false },
		{ "2026-03-11", NULL, false }, /* two */
	};
	struct arena arena = { 0 };
	struct settings settings;
	struct error err;

	(void)state;
	enter_new_folder();
	put_issues();
	assert_true(settings_preset(&arena, STR("neutral"), &settings, &err));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *path;
		bool published, ok = draft_find_issue(&arena, &settings,
				    cases[i].name, &path, &published, &err);

		if (ok != (cases[i].path != NULL))
			fail_msg("%s: %s", cases[i].name, ok ? path : err.text);
		if (!ok)
			continue;
		assert_string_equal(path, cases[i].path);
		assert_int_equal(published, cases[i].published);
	}
	assert_string_equal(err.text,
	    "2026-03-11 names more than one issue, content/2026-03-11-b.md "
	    "and content/2026-03-11-c.md; name one by its path");
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_find),
		cmocka_unit_test(test_find_issue) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
