/* Which path names which file, and which names none. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/http_date.h"
#include "base/media_type.h"
#include "serve/conditional.h"
#include "serve/files.h"

static void test_path(void **state)
{
	static const struct {
		const char *target;
		enum files_status status;
		const char *path; /* if FILES_FOUND */
	} cases[] = {
		{ "/", FILES_FOUND, "" },
		{ "/a/b.html", FILES_FOUND, "a/b.html" },
		{ "/a/", FILES_FOUND, "a/" },
		{ "/a%20b/%C3%A9", FILES_FOUND, "a b/\xc3\xa9" },
		{ "/a..b/c.", FILES_FOUND, "a..b/c." },
		{ "/%252e%252e/a", FILES_FOUND, "%2e%2e/a" },
		{ "", FILES_BAD, NULL },
		{ "a", FILES_BAD, NULL },
		{ "*", FILES_BAD, NULL },
		{ "/%", FILES_BAD, NULL },
		{ "/%4", FILES_BAD, NULL },
		{ "/%g1", FILES_BAD, NULL },
		{ "/a%00.html", FILES_BAD, NULL },
		{ "/a%0d%0ab", FILES_BAD, NULL },
		{ "/a\x7f", FILES_BAD, NULL },
		{ "/..", FILES_MISSING, NULL },
		{ "/../a", FILES_MISSING, NULL },
		{ "/a/../b", FILES_MISSING, NULL },
		{ "/%2e%2e/a", FILES_MISSING, NULL },
		{ "/.%2E/a", FILES_MISSING, NULL },
		{ "/a/./b", FILES_MISSING, NULL },
		{ "/.sennight-manifest", FILES_MISSING, NULL },
		{ "/a/.git/config", FILES_MISSING, NULL },
		{ "//etc/passwd", FILES_MISSING, NULL },
		{ "/a//b", FILES_MISSING, NULL },
		{ "/a/%2fb", FILES_MISSING, NULL },
		{ "/a%2fb", FILES_MISSING, NULL },
		{ "/a\\b", FILES_MISSING, NULL },
		{ "/..%5c..%5ca", FILES_MISSING, NULL },
	};
	char path[LIMIT_URL];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum files_status status =
		    files_path(str_of(cases[i].target), path);

		if (status != cases[i].status)
			print_error("%s\n", cases[i].target);
		assert_int_equal(status, cases[i].status);
		if (status == FILES_FOUND)
			assert_string_equal(path, cases[i].path);
	}
}

static void test_long_path(void **state)
{
	static char target[LIMIT_URL + 1];
	char path[LIMIT_URL];

	(void)state;
	memset(target, 'a', sizeof(target));
	target[0] = '/';
	assert_int_equal(
	    files_path((struct str){ target, LIMIT_URL - 1 }, path),
	    FILES_FOUND);
	assert_int_equal(strlen(path), LIMIT_URL - 2);
	assert_int_equal(
	    files_path((struct str){ target, LIMIT_URL }, path), FILES_LONG);
}

/* A site, and beside it what is none of the askers' business. */
static const char make_site[] = "set -e; cd '%s'; mkdir -p site/a/b site/empty "
				"site/index.html.d other; "
				"echo top >site/index.html; "
				"echo a >site/a/index.html; "
				"echo x >site/a/b/x.css; echo no >other/file; "
				"echo no >site/.hidden; mkfifo site/pipe; "
				"ln -s ../other site/out; "
				"ln -s ../other/file site/file; "
				"mkdir site/odd; mkdir site/odd/index.html; "
				"ln -s a site/in";

static int set_up(void **state)
{
	static char folder[] = "/tmp/sennight-test-XXXXXX";
	char command[1024];

	memcpy(folder + sizeof(folder) - 7, "XXXXXX", 6);
	if (mkdtemp(folder) == NULL)
		return -1;
	*state = folder;
	snprintf(command, sizeof(command), make_site, folder);
	return system(command);
}

static int tear_down(void **state)
{
	char command[256];

	snprintf(command, sizeof(command), "rm -rf '%s'", (char *)*state);
	return system(command);
}

static void test_open(void **state)
{
	static const struct {
		const char *path;
		enum files_status status;
		uint64_t size;
		const char *type;
	} cases[] = {
		{ "", FILES_FOUND, 4, "text/html; charset=utf-8" },
		{ "index.html", FILES_FOUND, 4, "text/html; charset=utf-8" },
		{ "a/", FILES_FOUND, 2, "text/html; charset=utf-8" },
		{ "a/b/x.css", FILES_FOUND, 2, "text/css; charset=utf-8" },
		{ "a", FILES_FOLDER, 0, NULL },
		{ "a/b", FILES_FOLDER, 0, NULL },
		{ "a/b/", FILES_MISSING, 0, NULL },
		{ "empty/", FILES_MISSING, 0, NULL },
		{ "odd/", FILES_MISSING, 0, NULL },
		{ "none", FILES_MISSING, 0, NULL },
		{ "index.html/", FILES_MISSING, 0, NULL },
		{ "index.html/a", FILES_MISSING, 0, NULL },
		{ "pipe", FILES_MISSING, 0, NULL },
		{ "out/file", FILES_MISSING, 0, NULL },
		{ "file", FILES_MISSING, 0, NULL },
		{ "in/", FILES_MISSING, 0, NULL },
		{ "in", FILES_MISSING, 0, NULL },
	};
	char site[64];

	snprintf(site, sizeof(site), "%s/site", (char *)*state);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct file_shown file = { .fd = -1 };
		enum files_status status =
		    files_open(site, cases[i].path, &file);

		if (status != cases[i].status)
			print_error("%s\n", cases[i].path);
		assert_int_equal(status, cases[i].status);
		if (status != FILES_FOUND)
			continue;
		assert_int_equal(file.size, cases[i].size);
		assert_string_equal(file.type, cases[i].type);
		assert_int_equal(close(file.fd), 0);
	}
}

/* No descriptor stays open, whatever the answer was. */
static void test_no_leak(void **state)
{
	int before = dup(0), after;

	close(before);
	test_open(state);
	after = dup(0);
	close(after);
	assert_int_equal(before, after);
}

static void test_type(void **state)
{
	(void)state;
	assert_string_equal(
	    media_type("a/atom.xml"), "application/atom+xml; charset=utf-8");
	assert_string_equal(
	    media_type("a/other.xml"), "application/xml; charset=utf-8");
	assert_string_equal(media_type("A.PNG"), "image/png");
	assert_string_equal(media_type("a.html/b"), "application/octet-stream");
	assert_string_equal(media_type(""), "application/octet-stream");
}

static void test_etag(void **state)
{
	static const struct {
		const char *header;
		bool known;
	} cases[] = {
		{ "\"10-2\"", true },
		{ "W/\"10-2\"", true },
		{ "\"x\", \"10-2\" ", true },
		{ "*", true },
		{ "\"10-3\"", false },
		{ "10-2", false },
		{ "", false },
		{ ",,", false },
	};
	char etag[ETAG_SIZE];

	(void)state;
	etag_print(etag, 16, 2);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(
		    etag_matches(str_of(cases[i].header), str_of(etag)),
		    cases[i].known);
}

static void test_http_date(void **state)
{
	static const char *const wrong[] = { "", "Sun, 06 Nov 1994",
		"Mon, 06 Nov 1994 08:49:37 GMT",
		"Sun, 06 Nov 1994 08:49:37 CET",
		"Sun, 31 Feb 1994 08:49:37 GMT", "784111777",
		"Sunday, 06-Nov-94 08:49:37 GMT" };
	char text[HTTP_DATE_SIZE];
	int64_t seconds = 0;

	(void)state;
	assert_true(
	    http_date_parse(STR("Sun, 06 Nov 1994 08:49:37 GMT"), &seconds));
	assert_int_equal(seconds, 784111777);
	http_date_print(text, 784111777);
	assert_string_equal(text, "Sun, 06 Nov 1994 08:49:37 GMT");
	http_date_print(text, -1);
	assert_string_equal(text, "Wed, 31 Dec 1969 23:59:59 GMT");
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(http_date_parse(str_of(wrong[i]), &seconds));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_path),
		cmocka_unit_test(test_long_path),
		cmocka_unit_test_setup_teardown(test_open, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_no_leak, set_up, tear_down),
		cmocka_unit_test(test_type),
		cmocka_unit_test(test_etag),
		cmocka_unit_test(test_http_date),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
