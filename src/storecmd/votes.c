/* sennight votes list, open, close */
#include "base/json.h"
#include "base/moment.h"
#include "base/text.h"
#include "storecmd/inbox.h"

struct votes_command {
	const struct cmd *cmd;
	bool json, none;
	const char *as;
	int64_t until;
	const struct settings *settings;
	/* The arguments. */
	struct str kind; /* unset: all */
	int64_t id;      /* 0: none is named */
	/* Was there anything to do? */
	bool done;
};

static bool take(void *data, size_t index, const char *value)
{
	struct votes_command *c = data;
	const char *name = c->cmd->option[index].name;

	if (strcmp(name, "format") == 0)
		return storecmd_take_format(value, &c->json);
	if (strcmp(name, "until") == 0)
		return moment_read(str_of(value), &c->until);
	if (strcmp(name, "as") == 0)
		c->as = value;
	else
		c->none = true;
	return true;
}

static bool take_arguments(
    struct votes_command *c, char **argument, int arguments, struct error *err)
{
	uint64_t id;

	if (arguments > 0)
		c->kind = str_of(argument[0]);
	if (arguments < 2)
		return true;
	if (!str_to_number(str_of(argument[1]), INT64_MAX, &id) || id == 0)
		return error_set(
		    err, "\"%s\" is no number of a nomination", argument[1]);
	c->id = (int64_t)id;
	return true;
}

bool votes_check_kind(
    struct str kind, const struct settings *settings, struct error *err)
{
	if (settings_feature(settings, kind) != STR_NONE)
		return true;
	return error_set(
	    err, "no section of the settings features \"%.*s\"", STR_ARG(kind));
}

/* ---------------------------------------------------------------------- list */

enum { NAME = 50, KIND = 8 };

static void add_row(struct strbuf *out, const struct nomination *n)
{
	strbuf_printf(out, "%6lld  %5lld%c ", (long long)n->id,
	    (long long)n->votes, n->leads ? '*' : ' ');
	text_add_cell(out, n->kind, KIND, true);
	strbuf_lit(out, "  ");
	text_add_cell(
	    out, n->name.len > 0 ? n->name : n->text, NAME, n->tallies > 0);
	for (size_t i = 0; i < n->tallies; i++) {
		strbuf_add_cstr(out, i > 0 ? ", " : "  ");
		text_add_cell(out, n->tally[i].source, NAME, false);
		strbuf_printf(out, " %lld", (long long)n->tally[i].count);
	}
	strbuf_add_char(out, '\n');
}

static void add_json(struct strbuf *out, const struct nomination *n)
{
	struct json j;

	json_init(&j, out);
	json_object(&j);
	json_member_number(&j, "id", n->id);
	json_member(&j, "kind", n->kind);
	json_member(&j, "name", n->name);
	json_member(&j, "url", n->url);
	json_member(&j, "text", n->text);
	json_member(&j, "source", n->source);
	json_member_number(&j, "votes", n->votes);
	json_key(&j, "leads");
	json_bool(&j, n->leads);
	json_key(&j, "elsewhere");
	json_array(&j);
	for (size_t i = 0; i < n->tallies; i++) {
		json_object(&j);
		json_member(&j, "source", n->tally[i].source);
		json_member_number(&j, "count", n->tally[i].count);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
	strbuf_add_char(out, '\n');
}

/* Until when the votes of the open rounds count. */
static bool add_rounds(struct strbuf *out, const struct votes_command *c,
    struct store *store, struct error *err)
{
	const struct settings *s = c->settings;
	struct vote_round round;

	for (size_t i = 0; i < s->sections; i++) {
		struct str kind = s->section[i].feature;

		if (s->section[i].kind != SECTION_FEATURE ||
		    (c->kind.at != NULL && !str_eq(c->kind, kind)))
			continue;
		if (!votes_round(store, kind, &round, err))
			return false;
		if (round.id == 0)
			continue;
		strbuf_printf(out, "votes for a %.*s %s until ", STR_ARG(kind),
		    round.over ? "counted" : "count");
		if (round.closes != 0)
			moment_add(out, round.closes);
		else
			strbuf_lit(out, "you close the round");
		strbuf_add_char(out, '\n');
	}
	return true;
}

static bool list(struct votes_command *c, struct store *store,
    struct arena *arena, struct error *err)
{
	struct nominations nominations;
	struct strbuf out;
	bool ok;

	c->done = true;
	if (!votes_list(store, arena, c->kind, &nominations, err))
		return false;
	strbuf_init(&out, LIMIT_FEED);
	for (size_t i = 0; i < nominations.count; i++)
		(c->json ? add_json : add_row)(
		    &out, &nominations.nomination[i]);
	ok = (c->json || add_rounds(&out, c, store, err)) &&
	     inbox_flush(&out, err);
	strbuf_release(&out);
	return ok;
}

/* ------------------------------------------------------------- open and close */

static bool open_round(struct votes_command *c, struct store *store,
    struct arena *arena, struct error *err)
{
	struct vote_round round;
	struct strbuf when;

	(void)arena;
	c->done = true;
	if (!votes_open(store, c->kind, c->until, &round, err))
		return false;
	strbuf_init(&when, LIMIT_FILE_NAME);
	if (round.closes != 0)
		moment_add(&when, round.closes);
	printf("votes for a %.*s count until %s\n", STR_ARG(c->kind),
	    when.len > 0 ? when.buf : "you close the round");
	strbuf_release(&when);
	return true;
}

/* The one with the most votes; *ret_id is 0 if there is a tie or none. */
static bool find_leader(const struct votes_command *c, struct store *store,
    struct arena *arena, int64_t *ret_id, struct error *err)
{
	struct nominations list;
	size_t leaders = 0;

	if (!votes_list(store, arena, c->kind, &list, err))
		return false;
	for (size_t i = 0; i < list.count; i++)
		leaders += list.nomination[i].leads;
	*ret_id = leaders == 1 ? list.nomination[0].id : 0;
	if (leaders == 0)
		fputs("nobody voted; name the winner, or say --none\n", stderr);
	if (leaders > 1)
		fprintf(stderr,
		    "%zu have as many votes; name one, or say --none:\n",
		    leaders);
	for (size_t i = 0; leaders > 1 && i < leaders; i++)
		fprintf(stderr, "%6lld\n", (long long)list.nomination[i].id);
	return true;
}

/* What became of the winner in the inbox, for the editor. */
static void print_winner(const struct candidate *c)
{
	if (c->state == CANDIDATE_ACCEPTED)
		printf(
		    "; in the inbox it is %lld, accepted\n", (long long)c->id);
	else
		printf("; in the inbox it is %lld, and was %s before\n",
		    (long long)c->id, candidate_state_name(c->state));
}

/* The winner, as something that an editor has accepted. */
static bool accept_winner(struct votes_command *c, struct store *store,
    struct arena *arena, struct candidate *ret_candidate, struct error *err)
{
	struct inbox_step step = { .what = INBOX_ACCEPT,
		.who = inbox_who(arena, c->as),
		.reason = STR("the vote") };
	struct nomination winner;
	struct inbox_outcome outcome;
	enum inbox_added added;
	bool found;

	if (!votes_find(store, arena, c->id, &found, &winner, err) ||
	    !candidate_of_nomination(
		arena, c->settings, &winner, ret_candidate, err) ||
	    !inbox_add(
		store, arena, ret_candidate, &added, ret_candidate, err) ||
	    !inbox_decide(store, arena, &ret_candidate->id, 1, &step, &outcome,
		NULL, err))
		return false;
	*ret_candidate = outcome.candidate;
	return true;
}

/* One change: what won stands in the inbox, or nothing is closed. */
static bool close_votes(struct votes_command *c, struct store *store,
    struct arena *arena, enum votes_closed *ret_closed,
    struct candidate *ret_candidate, struct error *err)
{
	struct error ignored;
	bool ok;

	if (!people_begin_many(store, err))
		return false;
	ok = votes_close(store, c->kind, c->id, inbox_who(arena, c->as),
		 ret_closed, err) &&
	     (*ret_closed != VOTES_CLOSED || c->id == 0 ||
		 accept_winner(c, store, arena, ret_candidate, err));
	return people_end_many(store, ok, ok ? err : &ignored) && ok;
}

static bool close_round(struct votes_command *c, struct store *store,
    struct arena *arena, struct error *err)
{
	static const char *const said[] = {
		[VOTES_CLOSED] = "closed",
		[VOTES_NOT_OPEN] = "there is no open round",
		[VOTES_NO_WINNER] = "that is no open nomination of this kind",
	};
	struct candidate candidate;
	enum votes_closed closed;

	if (c->none)
		c->id = 0;
	else if (c->id == 0 && !find_leader(c, store, arena, &c->id, err))
		return false;
	if (!c->none && c->id == 0)
		return true;
	if (!close_votes(c, store, arena, &closed, &candidate, err))
		return false;
	c->done = closed == VOTES_CLOSED;
	if (!c->done) {
		fprintf(stderr, "%s\n", said[closed]);
	} else if (c->none) {
		puts("closed, without a winner");
	} else {
		printf("closed; %lld is chosen", (long long)c->id);
		print_winner(&candidate);
	}
	return true;
}

/* ------------------------------------------------------------------- commands */

typedef bool work(struct votes_command *c, struct store *store,
    struct arena *arena, struct error *err);

static int run(const struct cmd *cmd, int argc, char **argv, int least,
    int most, work *do_it)
{
	struct settings settings;
	struct votes_command c = { .cmd = cmd, .settings = &settings };
	struct arena arena = { 0 };
	struct store *store = NULL;
	struct error err;
	int first, status;

	if (!cmd_read_options(cmd, argc, argv, take, &c, &first, &status))
		return status;
	if (argc - first < least || argc - first > most) {
		cmd_print_help(cmd, stderr);
		return CMD_FAILED;
	}
	if (take_arguments(&c, argv + first, argc - first, &err) &&
	    storecmd_open(&arena, &settings, &store, &err) &&
	    (c.kind.at == NULL || votes_check_kind(c.kind, &settings, &err)) &&
	    do_it(&c, store, &arena, &err))
		status = c.done ? CMD_FINE : CMD_NOT_FINE;
	else
		status = cmd_fail(cmd, &err);
	store_close(store);
	arena_release(&arena);
	return status;
}

int storecmd_votes_list(const struct cmd *cmd, int argc, char **argv)
{
	return run(cmd, argc, argv, 0, 1, list);
}

int storecmd_votes_open(const struct cmd *cmd, int argc, char **argv)
{
	return run(cmd, argc, argv, 1, 1, open_round);
}

int storecmd_votes_close(const struct cmd *cmd, int argc, char **argv)
{
	return run(cmd, argc, argv, 1, 2, close_round);
}
