/* sennight inbox accept, reject, move; and undo */
#include "base/text.h"
#include "storecmd/fill.h"
#include "storecmd/inbox.h"

/* Of what was done, more is not told one by one. */
enum { LINES = 20 };

struct decide_command {
	const struct cmd *cmd;
	struct inbox_choice choice;
	struct inbox_step step;
	const char *section, *as;
	bool json;
};

static const struct {
	const struct cmd *cmd;
	enum inbox_what what;
	const char *done; /* "14 accepted" */
} verbs[] = {
	{ &cmd_inbox_accept, INBOX_ACCEPT, "accepted" },
	{ &cmd_inbox_reject, INBOX_REJECT, "rejected" },
	{ &cmd_inbox_move, INBOX_MOVE, "moved" },
};

static size_t verb_of(const struct cmd *cmd)
{
	size_t i = 0;

	while (verbs[i].cmd != cmd)
		i++;
	return i;
}

static bool take(void *data, size_t index, const char *value)
{
	struct decide_command *c = data;
	const char *name = c->cmd->option[index].name;

	if (strcmp(name, "section") == 0)
		c->section = value;
	else if (strcmp(name, "reason") == 0)
		c->step.reason = str_of(value);
	else if (strcmp(name, "overturn") == 0)
		c->step.overturn = true;
	else if (strcmp(name, "as") == 0)
		c->as = value;
	else if (strcmp(name, "format") == 0)
		return storecmd_take_format(value, &c->json);
	else
		return inbox_take_choice(&c->choice, name, value);
	return true;
}

/* ---------------------------------------------------------------- what came */

/* Why it stays as it is. */
static void add_why(
    struct strbuf *out, const struct inbox_outcome *o, int64_t now)
{
	const struct candidate *c = &o->candidate;

	strbuf_printf(out, "%s %s%s", o->result == INBOX_SAME ? "is" : "stays",
	    candidate_state_name(c->state),
	    o->result == INBOX_SAME ? " already" : "");
	if (c->state == CANDIDATE_PLACED) {
		strbuf_lit(out, " in ");
		text_add_cell(out, c->draft, SIZE_MAX, false);
	} else if (c->state == CANDIDATE_PUBLISHED) {
		strbuf_printf(out, " in issue %lld", (long long)c->issue);
	} else {
		inbox_add_decision(out, c, now);
	}
	if (o->result == INBOX_DECIDED)
		strbuf_lit(out, " (--overturn decides anew)");
}

static void add_done(struct strbuf *out, const struct candidate *c, bool moved)
{
	if (!moved)
		strbuf_add_cstr(out, candidate_state_name(c->state));
	if (moved || c->section.len > 0) {
		strbuf_add_cstr(out, moved ? "moved to " : " for ");
		text_add_cell(out, c->section, SIZE_MAX, false);
	}
}

static void add_line(struct strbuf *out, int64_t id,
    const struct inbox_outcome *o, bool moved, int64_t now)
{
	strbuf_printf(out, "%6lld  ", (long long)id);
	if (o->result == INBOX_NONE) {
		strbuf_lit(out, "there is no such candidate\n");
		return;
	}
	if (o->result == INBOX_DONE)
		add_done(out, &o->candidate, moved);
	else
		add_why(out, o, now);
	strbuf_lit(out, "  ");
	text_add_cell(out, o->candidate.title, LINES * 3, false);
	strbuf_add_char(out, '\n');
}

static void add_json_line(struct strbuf *out, const struct inbox_outcome *o)
{
	candidate_add_result(out, inbox_result_name(o->result), &o->candidate);
	strbuf_add_char(out, '\n');
}

/* How many came out so. */
static size_t count_results(
    const struct inbox_outcome *outcome, size_t count, enum inbox_result result)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		n += outcome[i].result == result;
	return n;
}

static bool print_outcomes(const struct store *store, const int64_t *id,
    const struct inbox_outcome *outcome, size_t count, bool moved, bool json,
    struct error *err)
{
	size_t done = count_results(outcome, count, INBOX_DONE);
	struct strbuf out;
	bool ok = true;

	strbuf_init(&out, LIMIT_FEED);
	for (size_t i = 0; ok && i < count; i++) {
		if (json)
			add_json_line(&out, &outcome[i]);
		else if (done <= LINES || outcome[i].result != INBOX_DONE)
			add_line(
			    &out, id[i], &outcome[i], moved, store_now(store));
		if (out.len > MIB || i + 1 == count)
			ok = inbox_flush(&out, err);
	}
	strbuf_release(&out);
	return ok;
}

/* ------------------------------------------------------------------ deciding */

static bool settle(struct decide_command *c, struct arena *arena,
    const struct settings *settings, struct error *err)
{
	c->step.who = inbox_who(arena, c->as);
	if (c->step.who.len == 0)
		return error_set(err, "--as needs a name");
	if (c->section != NULL) {
		c->step.section = section_named(settings, str_of(c->section));
		if (c->step.section.at == NULL)
			return section_unknown(
			    settings, str_of(c->section), err);
	} else if (c->step.what == INBOX_MOVE) {
		return error_set(err, "where to? --section SECTION");
	}
	return inbox_settle_choice(&c->choice, settings, err);
}

static int decide(struct decide_command *c, struct store *store,
    struct arena *arena, const struct inbox_ids *ids, struct error *err)
{
	struct inbox_outcome *outcome =
	    ARENA_ARRAY(arena, ids->count, struct inbox_outcome);
	size_t done, same;

	if (!inbox_decide(store, arena, ids->id, ids->count, &c->step, outcome,
		NULL, err) ||
	    !print_outcomes(store, ids->id, outcome, ids->count,
		c->step.what == INBOX_MOVE, c->json, err))
		return cmd_fail(c->cmd, err);
	done = count_results(outcome, ids->count, INBOX_DONE);
	same = count_results(outcome, ids->count, INBOX_SAME);
	if (!c->json)
		printf("%zu %s%s\n", done, verbs[verb_of(c->cmd)].done,
		    done > 0 ? "; `sennight inbox undo` takes it back" : "");
	return done + same == ids->count ? CMD_FINE : CMD_NOT_FINE;
}

int storecmd_inbox_decide(const struct cmd *cmd, int argc, char **argv)
{
	struct decide_command c = { .cmd = cmd,
		.step.what = verbs[verb_of(cmd)].what };
	struct arena arena = { 0 };
	struct store *store = NULL;
	struct settings settings;
	struct inbox_ids ids;
	struct error err;
	int first, status;

	if (!cmd_read_options(cmd, argc, argv, take, &c, &first, &status))
		return status;
	if (storecmd_open(&arena, &settings, &store, &err) &&
	    settle(&c, &arena, &settings, &err) &&
	    inbox_read_ids(store, &arena, &c.choice, argv + first, argc - first,
		&ids, &err))
		status = decide(&c, store, &arena, &ids, &err);
	else
		status = cmd_fail(cmd, &err);
	store_close(store);
	arena_release(&arena);
	return status;
}

/* ---------------------------------------------------------------------- undo */

struct undo_command {
	struct inbox_choice choice;
	struct settings settings;
	const char *as;
	bool json;
	/* What came of it. */
	size_t done, left;
};

static bool take_undo(void *data, size_t index, const char *value)
{
	struct undo_command *c = data;

	if (strcmp(cmd_inbox_undo.option[index].name, "as") == 0) {
		c->as = value;
		return true;
	}
	return storecmd_take_format(value, &c->json);
}

/* Of a candidate that was put into a draft: does it still stand there?  Then
 * it stays so, and it is said. */
static bool keep_standing(struct undo_command *c, struct store *store,
    struct arena *arena, int64_t id, bool *ret_kept, struct error *err)
{
	struct inbox_outcome outcome = { .result = INBOX_FIXED };
	const struct candidate *now = &outcome.candidate;
	size_t line = 0;
	bool found;

	*ret_kept = false;
	if (!inbox_find(store, arena, id, &found, &outcome.candidate, err))
		return false;
	if (!found || now->state != CANDIDATE_PLACED)
		return true;
	if (!fill_stands(&c->settings, now, ret_kept, &line, err))
		return false;
	if (!*ret_kept)
		return true;
	c->left++;
	fprintf(stderr,
	    "%lld stands in %.*s, line %zu; take it out there first\n",
	    (long long)id, STR_ARG(now->draft), line);
	return print_outcomes(store, &id, &outcome, 1, false, c->json, err);
}

/* One batch; of a candidate, if `id` is not 0. */
static bool undo(struct undo_command *c, struct store *store,
    struct arena *arena, int64_t id, struct error *err)
{
	struct inbox_undone undone;
	bool ok, kept = false;
	int64_t *ids;

	if (id != 0 && !keep_standing(c, store, arena, id, &kept, err))
		return false;
	if (kept)
		return true;
	if (!inbox_undo(
		store, arena, inbox_who(arena, c->as), id, &undone, err))
		return false;
	c->left += !undone.found;
	if (!undone.found)
		return true;
	ids = ARENA_ARRAY(arena, undone.count, int64_t);
	for (size_t i = 0; i < undone.count; i++)
		ids[i] = undone.outcome[i].candidate.id;
	ok = print_outcomes(
	    store, ids, undone.outcome, undone.count, false, c->json, err);
	if (ok && !c->json)
		printf("taken back: %s by %.*s, %zu\n",
		    inbox_what_name(undone.what), STR_ARG(undone.who),
		    count_results(undone.outcome, undone.count, INBOX_DONE));
	c->done += count_results(undone.outcome, undone.count, INBOX_DONE);
	c->left += count_results(undone.outcome, undone.count, INBOX_DECIDED);
	return ok;
}

static bool undo_all(struct undo_command *c, struct store *store,
    struct arena *arena, char **argument, int arguments, struct error *err)
{
	struct inbox_ids ids;

	if (arguments == 0)
		return undo(c, store, arena, 0, err);
	if (!inbox_read_ids(
		store, arena, &c->choice, argument, arguments, &ids, err))
		return false;
	for (size_t i = 0; i < ids.count; i++)
		if (!undo(c, store, arena, ids.id[i], err))
			return false;
	return true;
}

int storecmd_inbox_undo(const struct cmd *cmd, int argc, char **argv)
{
	struct undo_command c = { .choice.filter.any_state = true };
	struct arena arena = { 0 };
	struct store *store = NULL;
	struct error err;
	int first, status;

	if (!cmd_read_options(cmd, argc, argv, take_undo, &c, &first, &status))
		return status;
	if (storecmd_open(&arena, &c.settings, &store, &err) &&
	    undo_all(&c, store, &arena, argv + first, argc - first, &err)) {
		status = c.left > 0 ? CMD_NOT_FINE : CMD_FINE;
		if (c.done == 0)
			fputs("there is nothing to take back\n", stderr);
	} else {
		status = cmd_fail(cmd, &err);
	}
	store_close(store);
	arena_release(&arena);
	return status;
}
