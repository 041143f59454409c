/* The list of what was put at a place: anybody may have written into it. */
#include "test/test.h"

#include "publish/deploy_priv.h"

static struct arena arena;

static int tear_down(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

#define HEAD "Sennight deployed 1\n"

static struct str joined(const struct str_list *list)
{
	struct str all = STR("");

	for (size_t i = 0; i < list->count; i++)
		all = arena_printf(&arena, "%.*s%s%.*s", STR_ARG(all),
		    i > 0 ? "|" : "", STR_ARG(list->item[i]));
	return all;
}

static void test_read(void **state)
{
	static const struct {
		struct str text;
		const char *paths; /* NULL: it is no list */
	} cases[] = {
#define CASE(text, paths) { STR_INIT(text), (paths) }
		CASE("", NULL),
		CASE("index.html\n", NULL),
		CASE("Sennight deployed 1", NULL),
		CASE("Sennight deployed 2\nindex.html\n", NULL),
		CASE("<html>Sennight deployed 1\n", NULL),
		CASE(HEAD, ""),
		CASE(HEAD "index.html\na/b/c.html\n", "index.html|a/b/c.html"),
		CASE(HEAD "index.html", "index.html"),
		CASE(HEAD "a b\n\xc3\xbc/x\n.well-known/x\n",
		    "a b|\xc3\xbc/x|.well-known/x"),
		/* What leads elsewhere is left out, the rest is not. */
		CASE(HEAD "..\n../x\na/../../x\na/..\na/..x\n..x\nb\n", "b"),
		CASE(HEAD "/etc/passwd\n//x\n/\nb\n", "b"),
		CASE(HEAD "\n\n\nb\n\n", "b"),
		CASE(HEAD ".\n./a\na/.\na/./b\nb\n", "b"),
		CASE(HEAD "a//b\na/\nb\n", "b"),
		CASE(HEAD "a\0/../../x\nb\n", "b"),
		CASE(HEAD "a\0b\nb\n", "b"),
#undef CASE
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str_list list = { 0 };
		bool is_list = deploy_list_read(&arena, cases[i].text, &list);

		if (is_list != (cases[i].paths != NULL))
			print_error("case %zu\n", i);
		assert_int_equal(is_list, cases[i].paths != NULL);
		if (cases[i].paths != NULL)
			assert_str(joined(&list), cases[i].paths);
	}
}

static void test_round(void **state)
{
	struct file_entry entries[] = {
		{ .path = "a/b.html" },
		{ .path = "index.html" },
		{ .path = "\xc3\xbc and more.html" },
	};
	const struct file_list site = { .entry = entries,
		.count = COUNT(entries) };
	struct str more[] = { STR_INIT("gone.html"), STR_INIT("gone/x") };
	const struct str_list gone = { more, COUNT(more) };
	struct str_list list, again;
	struct str text = deploy_list_text(&arena, &site, &gone);

	(void)state;
	assert_true(deploy_list_read(&arena, text, &list));
	assert_str(joined(&list),
	    "a/b.html|index.html|\xc3\xbc and more.html|gone.html|gone/x");
	assert_true(deploy_list_read(&arena,
	    deploy_list_text(&arena, &(struct file_list){ .count = 0 }, &list),
	    &again));
	assert_str(joined(&again), joined(&list).at);
	assert_true(deploy_list_read(&arena,
	    deploy_list_text(&arena, &(struct file_list){ .count = 0 },
		&(struct str_list){ 0 }),
	    &again));
	assert_int_equal(again.count, 0);
}

static void test_site_has(void **state)
{
	struct file_entry entries[] = { { .path = "a" }, { .path = "a/b" },
		{ .path = "c" } };
	const struct file_list site = { .entry = entries,
		.count = COUNT(entries) };

	(void)state;
	for (size_t i = 0; i < COUNT(entries); i++)
		assert_true(deploy_site_has(&site, str_of(entries[i].path)));
	assert_false(deploy_site_has(&site, STR("")));
	assert_false(deploy_site_has(&site, STR("a/")));
	assert_false(deploy_site_has(&site, STR("b")));
	assert_false(deploy_site_has(&site, STR("d")));
	assert_false(deploy_site_has(&(struct file_list){ 0 }, STR("a")));
}

static void test_words(void **state)
{
	static const char *const first[] = { "ssh", "-x", NULL };
	static const struct {
		const char *more, *words;
	} cases[] = {
		{ "", "ssh|-x" },
		{ "-p 22", "ssh|-x|-p|22" },
		{ "  -p   22 ", "ssh|-x|-p|22" },
		{ "-o a=\"b c\"", "ssh|-x|-o|a=\"b|c\"" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char **words =
		    deploy_words(&arena, first, str_of(cases[i].more));
		struct str all = STR("");

		for (size_t k = 0; words[k] != NULL; k++)
			all = arena_printf(&arena, "%.*s%s%s", STR_ARG(all),
			    k > 0 ? "|" : "", words[k]);
		assert_str(all, cases[i].words);
	}
}

/* ----------------------------------------------------------------------- rules */

static void test_check(void **state)
{
	static const struct {
		const char *kind, *to;
		bool fine;
	} cases[] = {
		{ "folder", "/srv/www/news", true },
		{ "folder", "public", true },
		{ "folder", "", false },
		{ "folder", "/srv/www/", false },
		{ "folder", "https://x.example/", false },
		{ "rsync", "host:/srv/www", true },
		{ "rsync", "me@host:www", true },
		{ "rsync", "", false },
		{ "git", "", false },
		{ "git", "git@host.example:pages.git", true },
		{ "s3", "https://s3.example.org/bucket", true },
		{ "s3", "", false },
		{ "s3", "bucket", false },
		{ "ftp", "ftp://x.example/", false },
		{ "", "x", false },
		/* Not an option of a program. */
		{ "rsync", "-e sh:x", false },
		{ "git", "--upload-pack=x", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct deploy_rule rule = { .name = STR("web"),
			.kind = str_of(cases[i].kind),
			.to = str_of(cases[i].to),
			.branch = STR("pages"),
			.region = STR("tides-1") };
		struct error err = { "" };

		if (deploy_check(&rule, &err) != cases[i].fine)
			print_error("%s %s: %s\n", cases[i].kind, cases[i].to,
			    err.text);
		assert_int_equal(deploy_check(&rule, &err), cases[i].fine);
		if (!cases[i].fine)
			assert_non_null(strstr(err.text, "deploy web: "));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_read, tear_down),
		cmocka_unit_test_teardown(test_round, tear_down),
		cmocka_unit_test_teardown(test_site_has, tear_down),
		cmocka_unit_test_teardown(test_words, tear_down),
		cmocka_unit_test_teardown(test_check, tear_down),
	};

	return cmocka_run_group_tests_name("deploy_list", tests, NULL, NULL);
}
