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

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_find) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
