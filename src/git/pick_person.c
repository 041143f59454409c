#include "git/pick_person.h"

#include <pwd.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static const struct {
	const char *name, *mail, *date;
} variables[] = {
	[PERSON_AUTHOR] = { "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL",
	    "GIT_AUTHOR_DATE" },
	[PERSON_COMMITTER] = { "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL",
	    "GIT_COMMITTER_DATE" },
};

/* Of the environment, else of git's settings; "" if neither knows. */
static struct str setting(const struct repo *repo, struct arena *arena,
    const char *variable, const char *key)
{
	const char *value = getenv(variable);
	git_config *config = NULL;
	git_buf found = GIT_BUF_INIT;
	struct str result = STR("");

	if (value != NULL && value[0] != '\0')
		return str_of(value);
	if (git_repository_config_snapshot(&config, repo->git) == 0 &&
	    git_config_get_string_buf(&found, config, key) == 0)
		result =
		    arena_str(arena, (struct str){ found.ptr, found.size });
	git_buf_dispose(&found);
	git_config_free(config);
	return result;
}

/* The name of the account, without what else stands in that field. */
static struct str account_name(void)
{
	const struct passwd *account = getpwuid(geteuid());
	struct str name;

	if (account == NULL)
		return STR("unknown");
	name = str_of(account->pw_gecos != NULL ? account->pw_gecos : "");
	name = str_trim(str_take(&name, ','));
	return name.len > 0 ? name : str_of(account->pw_name);
}

static struct str account_mail(struct arena *arena)
{
	const struct passwd *account = getpwuid(geteuid());
	char host[256] = "localhost";

	if (gethostname(host, sizeof(host) - 1) != 0 || host[0] == '\0')
		memcpy(host, "localhost", sizeof("localhost"));
	return arena_printf(arena, "%s@%s",
	    account != NULL ? account->pw_name : "unknown", host);
}

/* "1769000000 +0100", perhaps with a '@' before. */
static bool read_date(const char *text, struct pick_author *author)
{
	struct str rest = str_of(text != NULL ? text : "");
	uint64_t seconds, zone = 0;
	struct str first;
	bool west;

	if (str_starts(rest, STR("@")))
		rest = str_sub(rest, 1, rest.len);
	first = str_take(&rest, ' ');
	if (!str_to_number(first, INT64_MAX, &seconds))
		return false;
	west = str_starts(rest, STR("-"));
	if (rest.len == 5 && !str_to_number(str_sub(rest, 1, 5), 2400, &zone))
		return false;
	author->time = (int64_t)seconds;
	author->zone = (int)(zone / 100 * 60 + zone % 100);
	if (west)
		author->zone = -author->zone;
	return true;
}

/* Now, with the offset of this machine's zone. */
static void set_now(struct pick_author *author)
{
	time_t now = time(NULL);
	struct tm local, utc;

	author->time = now;
	author->zone = 0;
	if (localtime_r(&now, &local) == NULL || gmtime_r(&now, &utc) == NULL)
		return;
	/* Both as if of one zone without summer time. */
	local.tm_isdst = utc.tm_isdst = 0;
	author->zone = (int)(difftime(mktime(&local), mktime(&utc)) / 60);
}

/* Without what would end the name, or the line, in a commit. */
static const char *clean(
    struct arena *arena, struct str text, const char *instead)
{
	struct strbuf out;
	const char *result;

	strbuf_init(&out, text.len);
	for (size_t i = 0; i < text.len; i++)
		if (strchr("<>\n\r", text.at[i]) == NULL)
			strbuf_add_char(&out, text.at[i]);
	result = arena_cstr(arena, str_trim(strbuf_str(&out)));
	strbuf_release(&out);
	return result[0] != '\0' ? result : instead;
}

bool person_of(const struct pick_author *author, struct arena *arena,
    git_signature **ret_person, struct error *err)
{
	const char *name = clean(arena, author->name, "unknown");
	const char *mail = clean(arena, author->mail, "unknown");

	/* A name of commas and dots alone is one that libgit2 refuses. */
	return git_signature_new(
		   ret_person, name, mail, author->time, author->zone) == 0 ||
	       git_signature_new(ret_person, "unknown", mail, author->time,
		   author->zone) == 0 ||
	       repo_error(err, "cannot make a commit in the name of %s", name);
}

bool person_here(const struct repo *repo, struct arena *arena,
    enum person_kind kind, git_signature **ret_person, struct error *err)
{
	struct pick_author here = {
		.name = setting(repo, arena, variables[kind].name, "user.name"),
		.mail =
		    setting(repo, arena, variables[kind].mail, "user.email"),
	};

	if (here.name.len == 0)
		here.name = account_name();
	if (here.mail.len == 0)
		here.mail = account_mail(arena);
	if (!read_date(getenv(variables[kind].date), &here))
		set_now(&here);
	return person_of(&here, arena, ret_person, err);
}
