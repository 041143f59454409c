/* sennight bounces classify */
#include <errno.h>
#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "send/bounce.h"
#include "sendcmd/sendcmd.h"

enum { ADDRESS_COLUMNS = 40, REASON_COLUMNS = 17 };

static bool take(void *data, size_t index, const char *value)
{
	bool *json = data;

	(void)index;
	*json = strcmp(value, "json") == 0;
	return *json || strcmp(value, "text") == 0;
}

/* ------------------------------------------------------------------ printing */

/* "hard bounce  a@b.example  user-unknown  5.1.1" */
static void add_text(
    struct strbuf *out, const char *file, const struct bounces *all)
{
	strbuf_printf(
	    out, "%s:%s\n", file, all->count == 0 ? " tells of nobody" : "");
	for (size_t i = 0; i < all->count; i++) {
		const struct bounce *b = &all->item[i];
		const char *how = b->kind != BOUNCE_FAILED ? ""
				  : b->hard                ? "hard "
				  : b->delayed             ? "late "
							   : "soft ";

		strbuf_printf(out, "  %5s%-10s  ", how,
		    b->kind == BOUNCE_FAILED ? "bounce"
					     : bounce_kind_name(b->kind));
		text_add_cell(out,
		    b->address.at != NULL ? b->address : STR("(somebody)"),
		    ADDRESS_COLUMNS, true);
		strbuf_printf(out, "  %-*s  %.*s\n", REASON_COLUMNS,
		    bounce_reason_name(b->reason), STR_ARG(b->status));
	}
}

static bool flush(struct strbuf *out, struct error *err)
{
	bool ok = fwrite(out->buf, 1, out->len, stdout) == out->len &&
		  fflush(stdout) == 0;

	strbuf_reset(out);
	return ok ||
	       error_errno(err, errno, "cannot write the standard output");
}

/* ------------------------------------------------------------------ command */

static bool classify(const char *file, bool json, struct strbuf *out,
    struct arena *arena, bool *ret_any, struct error *err)
{
	struct bounces all;
	struct str mail;

	if (!file_read_input(file, LIMIT_BOUNCE_FILE, arena, &mail, err))
		return false;
	bounce_read(arena, mail, &all);
	*ret_any = all.count > 0;
	if (json)
		bounce_add_json(out, str_of(file), &all);
	else
		add_text(out, file, &all);
	return true;
}

int sendcmd_bounces_classify(const struct cmd *cmd, int argc, char **argv)
{
	struct arena arena = { 0 };
	bool json = false, any = false, all = true, failed = false;
	struct strbuf out;
	struct error err;
	int first, status;

	if (!cmd_read_options(cmd, argc, argv, take, &json, &first, &status))
		return status;
	if (first == argc) {
		cmd_print_help(cmd, stderr);
		return CMD_FAILED;
	}
	strbuf_init(&out, LIMIT_BOUNCE_LISTING);
	for (int i = first; i < argc; i++) {
		if (!classify(argv[i], json, &out, &arena, &any, &err) ||
		    !flush(&out, &err)) {
			cmd_fail(cmd, &err);
			failed = true;
		}
		all &= any;
		arena_reset(&arena);
	}
	strbuf_release(&out);
	arena_release(&arena);
	return failed ? CMD_FAILED : all ? CMD_FINE : CMD_NOT_FINE;
}
