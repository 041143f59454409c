/*
 * sign: sign the mail at its standard input, for verify.py.
 *
 *	sign DOMAIN NOW SELECTOR...
 *
 * Prints the record of each key as "SELECTOR RECORD", an empty line, and the
 * signed mail.  Exit 1: it cannot, with the reason on standard error.
 */
#include <stdio.h>

#include "base/file.h"
#include "send/dkim.h"

static int fail(const struct error *err)
{
	fprintf(stderr, "%s\n", err->text);
	return 1;
}

int main(int argc, char **argv)
{
	struct arena arena = { 0 };
	struct str selector[8], message;
	struct str_list list = { selector, 0 };
	struct strbuf out;
	struct dkim *dkim;
	struct error err;
	uint64_t now = 0;
	bool ok;

	for (int i = 3; i < argc && list.count < 8; i++)
		selector[list.count++] = str_of(argv[i]);
	if (argc < 4 || !str_to_number(str_of(argv[2]), INT32_MAX, &now))
		return 2;
	if (!dkim_open(str_of(argv[1]), &list, &dkim, &err))
		return fail(&err);
	strbuf_init(&out, LIMIT_LETTER);
	ok = file_read_input(
		 FILE_INPUT, LIMIT_ISSUE_FILE, &arena, &message, &err) &&
	     dkim_sign_message(dkim, message, (int64_t)now, &out, &err);
	for (size_t i = 0; ok && i < dkim_keys(dkim); i++)
		printf("%s %s\n", argv[3 + i], dkim_record(dkim, i, &arena).at);
	if (ok) {
		printf("\n");
		fwrite(out.buf, 1, out.len, stdout);
		fwrite(message.at, 1, message.len, stdout);
	}
	strbuf_release(&out);
	dkim_free(dkim);
	arena_release(&arena);
	return ok ? 0 : fail(&err);
}
