/* A machine that rsync gets to, over ssh or in its own way. */
#include "base/strbuf.h"
#include "publish/deploy_priv.h"

static bool is_host_and_path(const struct deploy_rule *rule)
{
	size_t colon = str_find_char(rule->to, ':', 0);

	return colon != STR_NONE && colon > 0 && colon + 1 < rule->to.len &&
	       rule->to.at[0] != '-';
}

static const struct {
	int status;
	const char *why;
} reasons[] = {
	{ 10, "the machine could not be reached, or the connection broke" },
	{ 11, "a file could not be read or written there" },
	/* Also what ssh ended with may be heard too late. */
	{ 12, "the connection broke: does ssh get in there, and is there an "
	      "rsync on that machine?" },
	{ 23, "some files could not be put there" },
	{ 30, "it took too long" },
	{ 35, "it took too long" },
	{ 127, "there is no rsync on that machine" },
	{ 255, "ssh could not connect, or that machine let nobody in: is the "
	       "key the right one, and is the host known to ssh?" },
};

static const char *reason_of(int status)
{
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i].status == status)
			return reasons[i].why;
	return "what it said stands above";
}

/* Lines of --out-format: "<f+++++++++ a/b" is sent, "*deleting   a/b". */
static void count_lines(struct str output, struct deploy_result *result)
{
	while (output.len > 0) {
		struct str line = str_take(&output, '\n');

		result->removed += str_starts(line, STR("*deleting"));
		result->sent += str_starts(line, STR("<f"));
	}
}

struct remote {
	const struct deploy_job *job;
	struct arena *arena;
	const char *ssh, *to;
};

static bool call(struct remote *r, const char *const *argv,
    struct str *ret_output, int *ret_status, struct error *err)
{
	const struct deploy_call rsync = { .name = "rsync",
		.argv = argv,
		.task = "places of the kind rsync" };

	return deploy_call(&rsync, r->arena, ret_output, ret_status, err);
}

static bool fail(int status, struct error *err)
{
	return error_set(
	    err, "rsync ended with %d: %s", status, reason_of(status));
}

/* Lines of --list-only end with a name; "." is the folder itself. */
static bool has_others(struct str output)
{
	bool ours = false;
	size_t files = 0;

	while (output.len > 0) {
		struct str line = str_take(&output, '\n');

		ours = ours || str_ends(line, STR(" " DEPLOY_LIST));
		files += line.len > 0 && !str_ends(line, STR(" ."));
	}
	return files > 0 && !ours;
}

/* A folder that is not there yet is fine: it is made. */
static bool look(struct remote *r, struct error *err)
{
	enum { NOT_THERE = 23 };
	const char *const argv[] = { "--list-only", "--timeout=60", r->ssh,
		"--", r->to, NULL };
	struct str output;
	int status;

	if (r->job->take_over)
		return true;
	if (!call(r, argv, &output, &status, err))
		return false;
	if (status != 0 && status != NOT_THERE)
		return fail(status, err);
	return !has_others(output) ||
	       error_set(err,
		   "%s holds files that Sennight did not put there; empty it, "
		   "or say --take-over",
		   r->to);
}

static bool run(const struct deploy_job *job, const struct file_list *site,
    struct arena *arena, struct deploy_result *result, struct error *err)
{
	struct remote r = { job, arena,
		arena_printf(arena, "--rsh=ssh " DEPLOY_SSH_OPTIONS " %.*s",
		    STR_ARG(job->rule->ssh))
		    .at,
		arena_printf(arena, "%.*s/", STR_ARG(job->rule->to)).at };
	/* Times differ on every machine that builds: contents decide.  All
	 * that is new is renamed at the end, and what is gone goes after. */
	const char *const argv[] = { "--recursive", "--checksum",
		"--delay-updates", "--delete-after", "--chmod=D755,F644",
		"--timeout=60", "--exclude=/.sennight-manifest",
		"--exclude=.sennight-tmp-*", "--out-format=%i %n", r.ssh, "--",
		arena_printf(arena, "%s/", job->folder).at,
		arena_printf(arena, "%s/", job->cache).at, r.to, NULL };
	const struct str_list none = { 0 };
	struct str output;
	int status;

	if (!look(&r, err) ||
	    !file_write(path_join(arena, job->cache, DEPLOY_LIST),
		deploy_list_text(arena, site, &none), NULL, err) ||
	    !call(&r, argv, &output, &status, err))
		return false;
	count_lines(output, result);
	return status == 0 || fail(status, err);
}

const struct deploy_kind deploy_rsync = {
	.name = STR_INIT("rsync"),
	.wants = "HOST:PATH, such as www@example.org:/srv/www/news",
	.check = is_host_and_path,
	.run = run,
};
