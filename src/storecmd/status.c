#include "storecmd/status.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/moment.h"
#include "base/text.h"
#include "base/wrap.h"
#include "newsletter/newsletter.h"

/* In the order in which they look and are printed. */
static const struct status_part *const parts[] = { &status_verdict,
	&status_blocking, &status_published, &status_sections, &status_sources,
	&status_votes, &status_events, &status_next };

#define PARTS (sizeof(parts) / sizeof(parts[0]))

void status_block(struct status *s, struct status_block block)
{
	s->block = ARENA_GROW(&s->arena, s->block, s->blocks);
	s->block[s->blocks++] = block;
}

/* ------------------------------------------------------------------ printing */

void status_add_coloured(const struct status *s, struct strbuf *out,
    enum status_colour colour, struct str text)
{
	/* Escapes of a terminal (ECMA-48). */
	static const char *const escapes[] = {
		[COLOUR_BAD] = "\033[31m",
		[COLOUR_DOUBTFUL] = "\033[33m",
		[COLOUR_GOOD] = "\033[32m",
		[COLOUR_BOLD] = "\033[1m",
	};

	if (s->colour)
		strbuf_add_cstr(out, escapes[colour]);
	strbuf_add(out, text);
	if (s->colour)
		strbuf_lit(out, "\033[0m");
}

void status_add_heading(
    const struct status *s, struct strbuf *out, const char *format, ...)
{
	char text[LIMIT_ERROR];
	struct strbuf line;
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	strbuf_init(&line, LIMIT_PAGE);
	text_add_cell(&line, str_of(text), SIZE_MAX, false);
	strbuf_add_char(out, '\n');
	status_add_coloured(s, out, COLOUR_BOLD, strbuf_str(&line));
	strbuf_add_char(out, '\n');
	strbuf_release(&line);
}

void status_add_rest(
    const struct status *s, struct strbuf *out, size_t used, struct str text)
{
	enum { LEAST = 20 };
	size_t left = s->columns > used + LEAST ? s->columns - used : LEAST;

	text_add_cell(out, text, left, false);
	strbuf_add_char(out, '\n');
}

void status_add_ago(const struct status *s, struct strbuf *out, int64_t seconds)
{
	enum { MINUTE = 60 };

	if (s->now - seconds < MINUTE) {
		strbuf_lit(out, "just now");
		return;
	}
	inbox_add_age(out, s->now - seconds);
	strbuf_lit(out, " ago");
}

void status_add_count(
    struct strbuf *out, int64_t count, const char *one, const char *many)
{
	strbuf_printf(
	    out, "%lld %s", (long long)count, count == 1 ? one : many);
}

void status_add_named_row(const struct status *s, struct strbuf *out,
    const char *name, struct str text)
{
	enum { LEAST = 40, INDENT = 12 };
	char first[LIMIT_FILE_NAME];
	struct wrap wrap;

	snprintf(first, sizeof(first), "  %-*s", INDENT - 2, name);
	wrap_init(&wrap, out, s->columns > LEAST ? s->columns : LEAST);
	wrap_begin(&wrap, str_of(first), STR("            "));
	wrap_add(&wrap, text);
	wrap_end(&wrap);
	wrap_release(&wrap);
}

void status_add_row(
    const struct status *s, struct strbuf *out, size_t line, struct str text)
{
	char where[LIMIT_FILE_NAME] = "";

	if (line > 0)
		snprintf(where, sizeof(where), "line %zu ", line);
	status_add_named_row(s, out, where, text);
}

void status_json_time(struct json *j, const char *key, int64_t seconds)
{
	struct strbuf text;

	strbuf_init(&text, LIMIT_FILE_NAME);
	if (seconds > 0)
		moment_add(&text, seconds);
	json_member(j, key, seconds > 0 ? strbuf_str(&text) : STATUS_UNSET);
	strbuf_release(&text);
}

void status_json_day(struct json *j, const char *key, struct date day)
{
	struct strbuf text;

	strbuf_init(&text, LIMIT_FILE_NAME);
	if (date_is_set(day))
		date_add_iso(&text, day);
	json_member(
	    j, key, date_is_set(day) ? strbuf_str(&text) : STATUS_UNSET);
	strbuf_release(&text);
}

/* ----------------------------------------------------------------- the store */

void status_lost(struct status *s, const struct error *err)
{
	s->store_trouble = *err;
	store_close(s->store);
	s->store = NULL;
}

/* Nobody wants a database only because somebody looked for one. */
static void open_store(struct status *s)
{
	struct store_options options = storecmd_store(&s->arena, &s->settings);
	const char *file = store_file(&s->arena, &options);
	struct error err;

	options.now = s->now;
	if (file != NULL && !file_exists(file))
		return;
	if (!store_open(&options, &s->store, &err)) {
		s->store = NULL;
		s->store_trouble = err;
	}
}

static const char *store_state(const struct status *s)
{
	return s->store_trouble.text[0] != '\0' ? "failed"
	       : s->store != NULL               ? "open"
						: "none";
}

/* What is not shown, and why. */
static void add_store_text(const struct status *s, struct strbuf *out)
{
	if (s->store_trouble.text[0] != '\0') {
		strbuf_add_char(out, '\n');
		status_add_coloured(s, out, COLOUR_BAD,
		    STR("The database could not be asked, so candidates, "
			"sources and votes are not all here."));
		strbuf_add_char(out, '\n');
	} else if (s->store == NULL) {
		strbuf_lit(out, "\nThere is no database yet, so there are no "
				"candidates, sources or votes to show.\n");
	}
}

static void add_store_json(const struct status *s, struct json *j)
{
	json_key(j, "database");
	json_object(j);
	json_member(j, "state", str_of(store_state(s)));
	json_member(j, "trouble",
	    s->store_trouble.text[0] != '\0' ? str_of(s->store_trouble.text)
					     : STATUS_UNSET);
	json_end(j);
}

/* --------------------------------------------------------------- the command */

static bool take(void *data, size_t index, const char *value)
{
	struct status *s = data;

	if (strcmp(s->cmd->option[index].name, "all") != 0)
		return storecmd_take_format(value, &s->json);
	s->all = true;
	return true;
}

static bool read_settings(struct status *s, struct error *err)
{
	if (!file_exists(SETTINGS_FILE))
		return error_set(err,
		    "there is no " SETTINGS_FILE " here; run it in the folder "
		    "of the newsletter, or with -C FOLDER");
	if (!newsletter_settings(&s->arena, NULL, STR(""), &s->settings, err))
		return false;
	s->now = cmd_now();
	s->today = cmd_today(s->settings.time_zone);
	return true;
}

static bool look(struct status *s, struct error *err)
{
	if (!read_settings(s, err))
		return false;
	open_store(s);
	for (size_t i = 0; i < PARTS; i++)
		if (parts[i]->look != NULL && !parts[i]->look(s, err))
			return false;
	return true;
}

static bool print(const struct status *s, struct error *err)
{
	struct strbuf out;
	struct json j;
	bool ok;

	strbuf_init(&out, LIMIT_FEED);
	json_init(&j, &out);
	if (s->json)
		json_object(&j);
	for (size_t i = 0; i < PARTS; i++) {
		if (s->json)
			parts[i]->json(s, &j);
		else
			parts[i]->text(s, &out);
	}
	if (s->json) {
		add_store_json(s, &j);
		json_end(&j);
		strbuf_add_char(&out, '\n');
	} else {
		add_store_text(s, &out);
	}
	ok = inbox_flush(&out, err);
	strbuf_release(&out);
	return ok;
}

/* That nothing blocks is not known if the store could not be asked. */
static int judge(const struct status *s)
{
	int failed = CMD_FINE;

	for (size_t i = 0; i < s->report.notes; i++)
		fprintf(stderr, "note: %s\n", s->report.note[i]);
	if (s->store_trouble.text[0] != '\0')
		failed = cmd_fail(s->cmd, &s->store_trouble);
	return s->blocks > 0 ? CMD_NOT_FINE : failed;
}

int storecmd_status(const struct cmd *cmd, int argc, char **argv)
{
	struct status s = { .cmd = cmd };
	struct error err;
	int first, status;

	if (!cmd_read_options(cmd, argc, argv, take, &s, &first, &status))
		return status;
	if (argc - first > 1) {
		cmd_print_help(cmd, stderr);
		return CMD_FAILED;
	}
	if (first < argc)
		s.name = argv[first];
	s.colour = isatty(STDOUT_FILENO) != 0 && getenv("NO_COLOR") == NULL;
	s.columns = inbox_columns();
	status =
	    look(&s, &err) && print(&s, &err) ? judge(&s) : cmd_fail(cmd, &err);
	check_release(&s.report);
	store_close(s.store);
	arena_release(&s.arena);
	return status;
}
