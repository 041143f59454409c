/* sennight subscribers export */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "storecmd/storecmd.h"
#include "subscribers/subscribers.h"

struct export_command {
	struct export_options options;
	const char *output; /* NULL: the standard output */
	FILE *to;
};

/* In the order of the record. */
enum { FORMAT, STATE, OUTPUT };

static bool take(void *data, size_t index, const char *value)
{
	struct export_command *c = data;

	switch (index) {
	case FORMAT:
		c->options.format =
		    strcmp(value, "csv") == 0 ? EXPORT_CSV : EXPORT_JSON_LINES;
		return c->options.format == EXPORT_CSV ||
		       strcmp(value, "jsonl") == 0;
	case STATE:
		c->options.all_states = false;
		return subscriber_state_named(str_of(value), &c->options.state);
	default: c->output = value; return true;
	}
}

static bool fail_writing(const struct export_command *c, struct error *err)
{
	return error_errno(err, errno, "cannot write %s",
	    c->output != NULL ? c->output : "the standard output");
}

static bool write_text(void *data, struct str text, struct error *err)
{
	struct export_command *c = data;

	return fwrite(text.at, 1, text.len, c->to) == text.len ||
	       fail_writing(c, err);
}

/* A list of people is for its owner alone. */
static bool open_output(struct export_command *c, struct error *err)
{
	int fd;

	c->to = stdout;
	if (c->output == NULL)
		return true;
	fd = open(c->output, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
	    S_IRUSR | S_IWUSR);
	c->to = fd >= 0 ? fdopen(fd, "w") : NULL;
	return c->to != NULL || fail_writing(c, err);
}

static bool close_output(struct export_command *c, struct error *err)
{
	bool ok = fflush(c->to) == 0;

	if (c->output != NULL) {
		ok = ok && fsync(fileno(c->to)) == 0;
		ok &= fclose(c->to) == 0;
	}
	return ok || fail_writing(c, err);
}

/* A list that is cut short is left only on the standard output. */
static bool export(
    struct store *store, struct export_command *c, struct error *err)
{
	struct error ignored;
	bool ok;

	if (!open_output(c, err))
		return false;
	ok = subscribers_export(store, &c->options, err);
	ok = close_output(c, ok ? err : &ignored) && ok;
	if (!ok && c->output != NULL)
		unlink(c->output);
	return ok;
}

int storecmd_subscribers_export(const struct cmd *cmd, int argc, char **argv)
{
	struct export_command c = { .options = { .all_states = true,
					.write = write_text } };
	struct arena arena = { 0 };
	struct store *store = NULL;
	struct settings settings;
	struct error err;
	int first, status;

	if (!cmd_read_options(cmd, argc, argv, take, &c, &first, &status))
		return status;
	if (first != argc) {
		cmd_print_help(cmd, stderr);
		return CMD_FAILED;
	}
	c.options.data = &c;
	status = storecmd_open(&arena, &settings, &store, &err) &&
			 export(store, &c, &err)
		     ? CMD_FINE
		     : cmd_fail(cmd, &err);
	store_close(store);
	arena_release(&arena);
	return status;
}
