#include "base/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"

enum { KEY_TEXT_LEAST = 16 };

const char *secret_file(struct arena *arena, const char *name)
{
	return getenv(arena_printf(arena, "SENNIGHT_%s_FILE", name).at);
}

bool secret_read(struct arena *arena, const char *name, struct str *ret_secret,
    struct error *err)
{
	const char *variable = arena_printf(arena, "SENNIGHT_%s", name).at;
	const char *file = secret_file(arena, name);
	const char *value = getenv(variable);
	struct str text;

	if (file == NULL) {
		*ret_secret =
		    value != NULL ? str_of(value) : (struct str){ NULL, 0 };
		return true;
	}
	if (!file_read(file, LIMIT_SMALL_FILE, arena, &text, err))
		return false;
	while (text.len > 0 &&
	       (text.at[text.len - 1] == '\n' || text.at[text.len - 1] == '\r'))
		text.len--;
	if (text.len == 0)
		return error_set(
		    err, "%s, the file of %s_FILE, is empty", file, variable);
	*ret_secret = text;
	return true;
}

bool secret_equal(struct str a, struct str b)
{
	return a.len == b.len && sodium_memcmp(a.at, b.at, a.len) == 0;
}

/* ------------------------------------------------------------------- the key */

static bool make_key_file(const char *path, struct error *err)
{
	unsigned char bytes[SECRET_KEY_BYTES];
	struct arena arena = { 0 };
	int file;
	bool ok;

	ok = folder_make(path_folder(&arena, path), err);
	arena_release(&arena);
	if (!ok)
		return false;
	file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (file < 0)
		return errno == EEXIST ||
		       error_errno(err, errno, "cannot make %s", path);
	secret_random(bytes, sizeof(bytes));
	ok = write(file, bytes, sizeof(bytes)) == (ssize_t)sizeof(bytes) &&
	     fsync(file) == 0;
	if (!ok) {
		error_errno(err, errno, "cannot write %s", path);
		unlink(path);
	}
	close(file);
	sodium_memzero(bytes, sizeof(bytes));
	return ok;
}

static bool read_key_file(
    const char *path, struct secret_key *ret_key, struct error *err)
{
	struct arena arena = { 0 };
	struct str text;
	bool ok = file_exists(path) || make_key_file(path, err);

	ok = ok && file_read(path, LIMIT_SMALL_FILE, &arena, &text, err);
	if (ok && text.len != SECRET_KEY_BYTES)
		ok = error_set(err,
		    "%s is not a key: it has %zu bytes, not %d; bring it back "
		    "from a backup, or the links in mails that were sent are "
		    "dead",
		    path, text.len, SECRET_KEY_BYTES);
	if (ok)
		memcpy(ret_key->bytes, text.at, SECRET_KEY_BYTES);
	arena_release(&arena);
	return ok;
}

bool secret_key_open(
    const char *path, struct secret_key *ret_key, struct error *err)
{
	struct arena arena = { 0 };
	struct str text = { NULL, 0 };
	bool ok = secret_read(&arena, "KEY", &text, err);

	if (ok && text.at == NULL)
		ok = read_key_file(path, ret_key, err);
	else if (ok && text.len < KEY_TEXT_LEAST)
		ok = error_set(err,
		    "the secret SENNIGHT_KEY is too short: it needs at least "
		    "%d characters",
		    KEY_TEXT_LEAST);
	else if (ok)
		crypto_generichash(ret_key->bytes, SECRET_KEY_BYTES,
		    (const unsigned char *)text.at, text.len, NULL, 0);
	arena_release(&arena);
	return ok;
}

void secret_hash(const struct secret_key *key, const char *purpose,
    struct str text, unsigned char *out, size_t size)
{
	crypto_generichash_state state;

	/* The NUL parts the purpose from the text. */
	crypto_generichash_init(&state, key->bytes, sizeof(key->bytes), size);
	crypto_generichash_update(
	    &state, (const unsigned char *)purpose, strlen(purpose) + 1);
	crypto_generichash_update(
	    &state, (const unsigned char *)text.at, text.len);
	crypto_generichash_final(&state, out, size);
}

void secret_random(unsigned char *out, size_t size)
{
	randombytes_buf(out, size);
}
