/* sennight subscribers import */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "storecmd/storecmd.h"
#include "subscribers/subscribers.h"

enum { COLUMNS_MAX = 16 };

struct import_command {
	struct import_options options;
	const char *column[COLUMNS_MAX];
	bool dry_run, json;
	struct import_report report;
};

/* In the order of the record. */
enum { DRY_RUN, FROM, COLUMN, STATE, CONSENT, SOURCE, FORMAT };

static bool take(void *data, size_t index, const char *value)
{
	struct import_command *c = data;
	struct import_options *o = &c->options;

	switch (index) {
	case DRY_RUN: c->dry_run = true; return true;
	case FROM: o->from = value; return true;
	case COLUMN:
		if (o->columns == COLUMNS_MAX)
			return false;
		c->column[o->columns++] = value;
		return true;
	case STATE: o->state = value; return true;
	case CONSENT: o->consent = str_of(value); return true;
	case SOURCE: o->source = str_of(value); return true;
	default: return storecmd_take_format(value, &c->json);
	}
}

/* ---------------------------------------------------------------- the report */

static void print_json(struct strbuf *out)
{
	strbuf_add_char(out, '\n');
	fwrite(out->buf, 1, out->len, stdout);
	strbuf_release(out);
}

static void print_note_json(const struct import_note *note)
{
	struct strbuf out;
	struct json j;

	strbuf_init(&out, LIMIT_SMALL_FILE);
	json_init(&j, &out);
	json_object(&j);
	json_member(&j, "file", str_of(note->path));
	json_member_number(&j, "line", (int64_t)note->line);
	json_member(&j, "address", note->address);
	json_member(&j, "fate", str_of(import_fate_name(note->fate)));
	json_member(&j, "why", str_of(note->why));
	json_end(&j);
	print_json(&out);
}

static void note_row(void *data, const struct import_note *note)
{
	const struct import_command *c = data;

	storecmd_progress_end();
	if (c->json)
		print_note_json(note);
	else if (note->address.at != NULL)
		printf("%s:%zu: %.*s: %s\n", note->path, note->line,
		    STR_ARG(note->address), note->why);
	else
		printf("%s:%zu: %s; left out\n", note->path, note->line,
		    note->why);
}

static void show_progress(void *data, size_t done, size_t all)
{
	(void)data;
	storecmd_progress("taking in", done, all);
}

static void print_untaken(const char *path, const struct import_report *r)
{
	fprintf(stderr, "%s: read as a list of %s", path, r->service);
	for (size_t i = 0; i < r->untaken.count; i++)
		fprintf(stderr, "%s%.*s",
		    i == 0 ? "; nothing is taken from the columns " : ", ",
		    STR_ARG(r->untaken.item[i]));
	fputc('\n', stderr);
}

static void print_summary_json(const struct import_command *c)
{
	const struct import_report *r = &c->report;
	struct strbuf out;
	struct json j;

	strbuf_init(&out, LIMIT_SMALL_FILE);
	json_init(&j, &out);
	json_object(&j);
	json_member_number(&j, "rows", (int64_t)r->rows);
	for (int i = 0; i < FATES; i++)
		json_member_number(&j, import_fate_name((enum import_fate)i),
		    (int64_t)r->fate[i]);
	json_member_number(&j, "tags", (int64_t)r->tags);
	json_member_number(&j, "remarks", (int64_t)r->remarks);
	json_key(&j, "done");
	json_bool(&j, !c->dry_run);
	json_end(&j);
	print_json(&out);
}

static void print_summary(const struct import_command *c)
{
	static const char *const texts[FATES] = {
		[FATE_NEW] = "new",
		[FATE_BACK] = "back: had left or not confirmed, and asked for "
			      "it there later",
		[FATE_KNOWN] = "known: nothing changed",
		[FATE_LEFT] = "left there, and now here",
		[FATE_STAYS_LEFT] = "left here, and stay so",
		[FATE_SUPPRESSED] = "must not be written to: not taken in",
		[FATE_BLOCKED] = "complained or were blocked there: never to "
				 "be written to",
		[FATE_DOUBLED] = "doubled in a file",
		[FATE_INVALID] = "invalid: not taken in",
	};

	printf("%zu rows\n", c->report.rows);
	for (int i = 0; i < FATES; i++)
		if (c->report.fate[i] > 0)
			printf("%9zu  %s\n", c->report.fate[i], texts[i]);
	if (c->report.tags > 0)
		printf("%zu tags were not taken in: there are none here\n",
		    c->report.tags);
	if (c->dry_run)
		puts("Nothing was changed: this was a dry run.");
}

/* ----------------------------------------------------------------- the files */

static bool import_file(struct store *store, struct import_command *c,
    const char *path, struct error *err)
{
	struct arena arena = { 0 };
	struct str text;
	bool ok = file_read_input(path, LIMIT_PEOPLE_FILE, &arena, &text, err);

	ok = ok && subscribers_import(store, &arena, file_input_name(path),
		       text, &c->options, &c->report, err);
	storecmd_progress_end();
	if (ok)
		print_untaken(path, &c->report);
	arena_release(&arena);
	return ok;
}

/* All files as one change. */
static bool import_together(struct store *store, struct import_command *c,
    char *const *path, struct error *err)
{
	struct error ignored;
	bool ok = people_begin_many(store, err);

	if (!ok)
		return false;
	for (; ok && *path != NULL; path++)
		ok = import_file(store, c, *path, err);
	if (!ok) {
		people_end_many(store, false, &ignored);
		return false;
	}
	return people_end_many(store, !c->dry_run, err);
}

static bool import_files(struct store *store, struct import_command *c,
    char *const *path, struct error *err)
{
	bool ok;

	people_expect_many(store, true);
	ok = import_together(store, c, path, err);
	people_expect_many(store, false);
	return ok;
}

static int report(const struct cmd *cmd, const struct import_command *c)
{
	struct error err;

	if (c->json)
		print_summary_json(c);
	else
		print_summary(c);
	if (fflush(stdout) != 0) {
		error_errno(&err, errno,
		    "the report cannot be written, but "
		    "all is done");
		return cmd_fail(cmd, &err);
	}
	return c->report.fate[FATE_INVALID] > 0 ? CMD_NOT_FINE : CMD_FINE;
}

static int fail(const struct cmd *cmd, const struct error *err)
{
	cmd_fail(cmd, err);
	fputs("Nothing was taken in.\n", stderr);
	return CMD_FAILED;
}

int storecmd_subscribers_import(const struct cmd *cmd, int argc, char **argv)
{
	struct import_command c = { .options = { .note = note_row,
					.progress = show_progress } };
	struct arena arena = { 0 };
	struct store *store = NULL;
	struct settings settings;
	struct error err;
	int first, status;

	if (!cmd_read_options(cmd, argc, argv, take, &c, &first, &status))
		return status;
	if (first == argc) {
		cmd_print_help(cmd, stderr);
		return CMD_FAILED;
	}
	c.options.data = &c;
	c.options.column = c.column;
	if (import_options_check(&c.options, &err) &&
	    storecmd_open(&arena, &settings, &store, &err)) {
		c.options.keep_networks =
		    settings.subscribe.network != NETWORK_NONE;
		status = import_files(store, &c, argv + first, &err)
			     ? report(cmd, &c)
			     : fail(cmd, &err);
	} else {
		status = fail(cmd, &err);
	}
	store_close(store);
	arena_release(&arena);
	return status;
}
