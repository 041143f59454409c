/* sennight inbox add */
#include "base/file.h"
#include "base/text.h"
#include "storecmd/inbox.h"

struct add_command {
	const char *from, *source;
	bool json;
	size_t count[INBOX_BACK + 1];
};

static const char *const added_names[] = {
	[INBOX_NEW] = "new",
	[INBOX_UPDATED] = "updated",
	[INBOX_KNOWN] = "known",
	[INBOX_BACK] = "back",
};

static bool take(void *data, size_t index, const char *value)
{
	struct add_command *c = data;
	const char *name = cmd_inbox_add.option[index].name;

	if (strcmp(name, "from") == 0)
		c->from = value;
	else if (strcmp(name, "source") == 0)
		c->source = value;
	else
		return storecmd_take_format(value, &c->json);
	return true;
}

/* ------------------------------------------------------------------- reading */

struct lines {
	struct candidate *candidate;
	size_t *number; /* of its line */
	size_t count, wrong;
};

/* All of them are looked at before the first is put in. */
static struct lines read_lines(const struct add_command *c, struct arena *arena,
    struct str text, const struct settings *settings)
{
	struct str source = str_of(c->source != NULL ? c->source : "command");
	struct lines lines = { 0 };
	struct str rest = text;

	for (size_t number = 1; rest.at != NULL; number++) {
		struct str line = str_trim(str_take(&rest, '\n'));
		struct candidate candidate;
		struct error why;

		if (line.len == 0)
			continue;
		if (!candidate_read(
			arena, line, settings, source, &candidate, &why)) {
			fprintf(
			    stderr, "%s:%zu: %s\n", c->from, number, why.text);
			lines.wrong++;
			continue;
		}
		lines.candidate =
		    ARENA_GROW(arena, lines.candidate, lines.count);
		lines.number = ARENA_GROW(arena, lines.number, lines.count);
		lines.number[lines.count] = number;
		lines.candidate[lines.count++] = candidate;
	}
	return lines;
}

/* ------------------------------------------------------------------ putting in */

/* What is said of one that was there: with what became of it. */
static void add_known(struct strbuf *out, const struct add_command *c,
    size_t number, const char *what, const struct candidate *now, int64_t time)
{
	strbuf_printf(out, "%s:%zu: %s: %lld is %s", c->from, number, what,
	    (long long)now->id, candidate_state_name(now->state));
	if (now->state == CANDIDATE_PUBLISHED)
		strbuf_printf(out, " in issue %lld", (long long)now->issue);
	inbox_add_decision(out, now, time);
	strbuf_lit(out, "  ");
	text_add_cell(out, now->title, LIMIT_FILE_NAME, false);
	strbuf_add_char(out, '\n');
}

static bool put_one(struct add_command *c, struct store *store,
    const struct candidate *candidate, size_t number, struct strbuf *out,
    struct error *err)
{
	struct arena arena = { 0 };
	struct candidate now;
	enum inbox_added added;
	bool ok = inbox_add(store, &arena, candidate, &added, &now, err);

	if (ok) {
		c->count[added]++;
		if (c->json) {
			candidate_add_result(out, added_names[added], &now);
			strbuf_add_char(out, '\n');
		} else if (added != INBOX_NEW) {
			add_known(out, c, number, added_names[added], &now,
			    store_now(store));
		}
	}
	arena_release(&arena);
	return ok;
}

/* As one change. */
static bool put_all(struct add_command *c, struct store *store,
    const struct lines *lines, struct error *err)
{
	struct error ignored;
	struct strbuf out;
	bool ok = people_begin_many(store, err);

	if (!ok)
		return false;
	strbuf_init(&out, LIMIT_DATA_FILE);
	for (size_t i = 0; ok && i < lines->count; i++)
		ok = put_one(c, store, &lines->candidate[i], lines->number[i],
		    &out, err);
	if (ok)
		ok =
		    people_end_many(store, true, err) && inbox_flush(&out, err);
	else
		people_end_many(store, false, &ignored);
	strbuf_release(&out);
	return ok;
}

static bool add(struct add_command *c, struct arena *arena, struct store *store,
    const struct settings *settings, struct error *err)
{
	struct str text;
	struct lines lines;

	if (!file_read_input(c->from, LIMIT_DATA_FILE, arena, &text, err))
		return false;
	lines = read_lines(c, arena, text, settings);
	if (lines.wrong > 0)
		return error_set(err,
		    "%zu of %zu lines are wrong, and nothing was put in",
		    lines.wrong, lines.wrong + lines.count);
	if (!put_all(c, store, &lines, err))
		return false;
	if (!c->json)
		printf("%zu new, %zu updated, %zu known\n",
		    c->count[INBOX_NEW] + c->count[INBOX_BACK],
		    c->count[INBOX_UPDATED], c->count[INBOX_KNOWN]);
	return true;
}

int storecmd_inbox_add(const struct cmd *cmd, int argc, char **argv)
{
	struct add_command c = { 0 };
	struct arena arena = { 0 };
	struct store *store = NULL;
	struct settings settings;
	struct error err;
	int first, status;

	if (!cmd_read_options(cmd, argc, argv, take, &c, &first, &status))
		return status;
	if (first < argc || c.from == NULL) {
		cmd_print_help(cmd, stderr);
		return CMD_FAILED;
	}
	if (storecmd_open(&arena, &settings, &store, &err) &&
	    add(&c, &arena, store, &settings, &err))
		status = CMD_FINE;
	else
		status = cmd_fail(cmd, &err);
	store_close(store);
	arena_release(&arena);
	return status;
}
