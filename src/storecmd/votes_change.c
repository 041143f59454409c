/* sennight votes nominate, refuse, tally */
#include "base/url.h"
#include "storecmd/inbox.h"

struct change_command {
	const struct cmd *cmd;
	struct nomination nomination;
	struct str reason;
};

static bool take(void *data, size_t index, const char *value)
{
	struct change_command *c = data;
	struct str text = str_of(value);
	const struct {
		const char *name;
		struct str *at;
	} places[] = {
		{ "name", &c->nomination.name },
		{ "url", &c->nomination.url },
		{ "text", &c->nomination.text },
		{ "source", &c->nomination.source },
		{ "credit", &c->nomination.credit },
		{ "reason", &c->reason },
	};

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (strcmp(places[i].name, c->cmd->option[index].name) == 0)
			*places[i].at = text;
	return true;
}

typedef bool work(struct change_command *c, char **argument,
    struct arena *arena, struct store *store, const struct settings *settings,
    bool *ret_done, struct error *err);

static int run(
    const struct cmd *cmd, int argc, char **argv, int arguments, work *do_it)
{
	struct change_command c = { .cmd = cmd };
	struct arena arena = { 0 };
	struct store *store = NULL;
	struct settings settings;
	struct error err;
	int first, status;
	bool done;

	if (!cmd_read_options(cmd, argc, argv, take, &c, &first, &status))
		return status;
	if (argc - first != arguments) {
		cmd_print_help(cmd, stderr);
		return CMD_FAILED;
	}
	if (storecmd_open(&arena, &settings, &store, &err) &&
	    do_it(&c, argv + first, &arena, store, &settings, &done, &err))
		status = done ? CMD_FINE : CMD_NOT_FINE;
	else
		status = cmd_fail(cmd, &err);
	store_close(store);
	arena_release(&arena);
	return status;
}

/* 0 is the number of nothing. */
static int64_t read_id(const char *text)
{
	uint64_t id;

	return str_to_number(str_of(text), INT64_MAX, &id) ? (int64_t)id : 0;
}

/* ---------------------------------------------------------------- nominating */

static bool check(const struct nomination *n, struct error *err)
{
	if (str_trim(n->name).len == 0 && str_trim(n->text).len == 0)
		return error_set(err, "what? --name NAME, or --text TEXT for "
				      "a quote");
	return n->url.at == NULL ||
	       (url_is_absolute(n->url) && url_scheme_is_safe(n->url)) ||
	       error_set(err, "%.*s is no web address", STR_ARG(n->url));
}

static bool nominate(struct change_command *c, char **argument,
    struct arena *arena, struct store *store, const struct settings *settings,
    bool *ret_done, struct error *err)
{
	struct nomination now;
	bool is_new;

	c->nomination.kind = str_of(argument[0]);
	if (!votes_check_kind(c->nomination.kind, settings, err) ||
	    !check(&c->nomination, err) ||
	    !votes_nominate(store, arena, &c->nomination, &is_new, &now, err))
		return false;
	printf("%lld is %s%s\n", (long long)now.id,
	    is_new ? "" : "known: ", nomination_state_name(now.state));
	*ret_done = true;
	return true;
}

int storecmd_votes_nominate(const struct cmd *cmd, int argc, char **argv)
{
	return run(cmd, argc, argv, 1, nominate);
}

/* ------------------------------------------------------- refusing and tallies */

static bool refuse(struct change_command *c, char **argument,
    struct arena *arena, struct store *store, const struct settings *settings,
    bool *ret_done, struct error *err)
{
	int64_t id = read_id(argument[0]);

	(void)arena;
	(void)settings;
	if (!votes_refuse(store, id, c->reason, ret_done, err))
		return false;
	if (*ret_done)
		printf("%lld is refused\n", (long long)id);
	else
		fprintf(
		    stderr, "there is no open nomination %s\n", argument[0]);
	return true;
}

int storecmd_votes_refuse(const struct cmd *cmd, int argc, char **argv)
{
	return run(cmd, argc, argv, 1, refuse);
}

static bool tally(struct change_command *c, char **argument,
    struct arena *arena, struct store *store, const struct settings *settings,
    bool *ret_done, struct error *err)
{
	struct str source = str_trim(str_of(argument[1]));
	uint64_t count;

	(void)c;
	(void)arena;
	(void)settings;
	*ret_done = true;
	if (!str_to_number(str_of(argument[2]), INT64_MAX, &count))
		return error_set(err, "\"%s\" is no count", argument[2]);
	if (source.len == 0)
		return error_set(err, "where was it counted?");
	return votes_elsewhere(
	    store, read_id(argument[0]), source, (int64_t)count, err);
}

int storecmd_votes_tally(const struct cmd *cmd, int argc, char **argv)
{
	return run(cmd, argc, argv, 3, tally);
}
