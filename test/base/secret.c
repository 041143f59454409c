/* Secrets from the environment and from files, and the key. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../folder.h"
#include "../test.h"

#include "base/file.h"
#include "base/secret.h"

static void put(const char *path, struct str text)
{
	struct error err;

	if (!file_write(path, text, NULL, &err))
		fail_msg("%s", err.text);
}

static void test_read(void **state)
{
	struct arena arena = { 0 };
	struct str secret;
	struct error err;

	(void)state;
	assert_true(secret_read(&arena, "T", &secret, &err));
	assert_null(secret.at);
	setenv("SENNIGHT_T", "from the environment", 1);
	assert_true(secret_read(&arena, "T", &secret, &err));
	assert_str(secret, "from the environment");
	put("t", STR("from a file \n"));
	setenv("SENNIGHT_T_FILE", "t", 1);
	assert_true(secret_read(&arena, "T", &secret, &err));
	assert_str(secret, "from a file ");
	put("t", STR("\n"));
	assert_false(secret_read(&arena, "T", &secret, &err));
	setenv("SENNIGHT_T_FILE", "nowhere", 1);
	assert_false(secret_read(&arena, "T", &secret, &err));
	arena_release(&arena);
}

static void test_equal(void **state)
{
	(void)state;
	assert_true(secret_equal(STR("abc"), STR("abc")));
	assert_true(secret_equal(STR(""), STR("")));
	assert_false(secret_equal(STR("abc"), STR("abd")));
	assert_false(secret_equal(STR("abc"), STR("ab")));
}

static void test_key(void **state)
{
	struct secret_key one, two;
	struct stat st;
	struct error err;

	(void)state;
	assert_true(secret_key_open("var/key", &one, &err));
	assert_true(secret_key_open("var/key", &two, &err));
	assert_memory_equal(one.bytes, two.bytes, sizeof(one.bytes));
	assert_int_equal(stat("var/key", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_true(secret_key_open("var/other", &two, &err));
	assert_memory_not_equal(one.bytes, two.bytes, sizeof(one.bytes));
	put("var/broken", STR("abc"));
	assert_false(secret_key_open("var/broken", &two, &err));
	setenv("SENNIGHT_KEY", "swordfish", 1);
	assert_false(secret_key_open("var/key", &two, &err));
	assert_null(strstr(err.text, "swordfish"));
	setenv("SENNIGHT_KEY", "long enough for a key", 1);
	assert_true(secret_key_open("var/key", &two, &err));
	assert_memory_not_equal(one.bytes, two.bytes, sizeof(one.bytes));
}

static void test_hash(void **state)
{
	struct secret_key key = { { 1 } }, other = { { 2 } };
	unsigned char a[32], b[32];

	(void)state;
	secret_hash(&key, "x", STR("text"), a, sizeof(a));
	secret_hash(&key, "x", STR("text"), b, sizeof(b));
	assert_memory_equal(a, b, sizeof(a));
	secret_hash(&key, "y", STR("text"), b, sizeof(b));
	assert_memory_not_equal(a, b, sizeof(a));
	secret_hash(&key, "xt", STR("ext"), b, sizeof(b));
	assert_memory_not_equal(a, b, sizeof(a));
	secret_hash(&other, "x", STR("text"), b, sizeof(b));
	assert_memory_not_equal(a, b, sizeof(a));
	secret_random(a, sizeof(a));
	secret_random(b, sizeof(b));
	assert_memory_not_equal(a, b, sizeof(a));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_equal),
		cmocka_unit_test(test_key),
		cmocka_unit_test(test_hash),
	};
	char folder[] = "/tmp/sennight-secret-XXXXXX";

	if (make_test_folder(folder) == NULL || chdir(folder) != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
