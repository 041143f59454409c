/*
 * The weekly triage reports on the speed of a compiler, from a repository at
 * GitHub (triage/YEAR/DATE.md): the one of the window, with its lasting
 * address, and those of the last year for the trend.
 *
 * They are kept as files, for `sennight draft perf`: what they become in an
 * issue is for people to look at.
 */
#include "base/file.h"
#include "base/from_json.h"
#include "base/limits.h"
#include "collect/kind.h"
#include "model/event_fields.h"

enum { YEAR = 365, ASKED_MOST = 80 };

struct reports {
	const char *folder;
	struct str repository, token;
	struct date newest; /* of the window; all zeros: there is none */
	struct str link;    /* its lasting address */
	size_t kept, asked;
};

struct report {
	struct reports *all;
	struct date date;
	struct str path; /* in the repository */
};

static kind_read read_list, read_report, read_commits;

static void ask(struct harvest *h, const struct reports *all, struct str path,
    const char *accept, kind_read *read, void *data)
{
	harvest_ask(
	    h, &(struct ask){ .url = arena_printf(h->arena,
				  "%.*s/repos/%.*s/%.*s", STR_ARG(kind_base(h)),
				  STR_ARG(all->repository), STR_ARG(path)),
		   .accept = accept,
		   .bearer = all->token,
		   .read = read,
		   .data = data,
		   .any_status = true,
		   .keep = true });
}

/* False, with what it says, but of what is not there. */
static bool is_answered(struct harvest *h, struct error *err)
{
	struct error ignored;
	json_t *all;

	if (h->answer.status == 200 || h->answer.status == 404)
		return true;
	all = from_json(h->answer.body, &ignored);
	error_set(err, "it answered with status %d: %.*s", h->answer.status,
	    STR_ARG(str_sub(from_json_text(all, "message"), 0, 200)));
	from_json_free(all);
	return false;
}

/* --------------------------------------------------------------------- a report */

static const char *path_of(struct harvest *h, const struct report *r)
{
	return arena_printf(h->arena, "%s/%.*s.md", r->all->folder,
	    STR_ARG(date_text(h->arena, r->date)))
	    .at;
}

static bool read_report(struct harvest *h, struct error *err)
{
	const struct report *r = h->answer.data;

	if (!is_answered(h, err) || h->answer.status != 200)
		return h->answer.status == 404;
	r->all->kept++;
	return h->options->dry_run ||
	       file_write(path_of(h, r), h->answer.body, NULL, err);
}

/* The last commit that changed it: at that, the report stays as it is. */
static bool read_commits(struct harvest *h, struct error *err)
{
	const struct report *r = h->answer.data;
	json_t *all;
	struct str sha;

	if (!is_answered(h, err))
		return false;
	all = from_json(h->answer.body, err);
	sha = from_json_text(all, "0.sha");
	if (sha.len > 0 && date_cmp(r->date, r->all->newest) == 0)
		r->all->link = arena_printf(h->arena,
		    "https://github.com/%.*s/blob/%.*s/%.*s",
		    STR_ARG(r->all->repository), STR_ARG(sha),
		    STR_ARG(r->path));
	from_json_free(all);
	return all != NULL;
}

static void ask_report(
    struct harvest *h, struct reports *all, struct date date, struct str path)
{
	struct report *r = ARENA_NEW(h->arena, struct report);

	*r = (struct report){ all, date, arena_str(h->arena, path) };
	if (file_exists(path_of(h, r)) && date_cmp(date, all->newest) != 0)
		return;
	if (all->asked++ < ASKED_MOST)
		ask(h, all,
		    arena_printf(h->arena, "contents/%.*s", STR_ARG(r->path)),
		    "application/vnd.github.raw+json", read_report, r);
	if (date_cmp(date, all->newest) == 0)
		ask(h, all,
		    arena_printf(h->arena, "commits?per_page=1&path=%.*s",
			STR_ARG(r->path)),
		    NULL, read_commits, r);
}

/* ----------------------------------------------------------------------- the lists */

/* "2026-11-24.md"; false for what is no report, or of no use. */
static bool date_of(
    const struct harvest *h, struct str name, struct date *ret_date)
{
	const struct collect_options *o = h->options;

	return name.len == 13 && str_ends(name, STR(".md")) &&
	       date_parse(str_sub(name, 0, 10), false, ret_date) &&
	       date_to_days(*ret_date) > date_to_days(o->today) - YEAR &&
	       (!date_is_set(o->until) || date_cmp(*ret_date, o->until) < 0);
}

static bool read_list(struct harvest *h, struct error *err)
{
	struct reports *all = h->answer.data;
	json_t *list;
	struct date date;

	if (!is_answered(h, err) || h->answer.status == 404)
		return h->answer.status == 404;
	list = from_json(h->answer.body, err);
	for (size_t i = 0; i < from_json_count(list, ""); i++)
		if (date_of(h,
			from_json_text(from_json_item(list, "", i), "name"),
			&date) &&
		    date_cmp(date, h->options->since) >= 0 &&
		    date_cmp(date, all->newest) > 0)
			all->newest = date;
	for (size_t i = 0; i < from_json_count(list, ""); i++) {
		const json_t *file = from_json_item(list, "", i);

		if (date_of(h, from_json_text(file, "name"), &date))
			ask_report(h, all, date, from_json_text(file, "path"));
	}
	from_json_free(list);
	return list != NULL;
}

static bool start(struct harvest *h, struct error *err)
{
	struct reports *all = ARENA_NEW(h->arena, struct reports);
	int year = h->options->today.year;

	all->folder = path_join(h->arena,
	    arena_cstr(h->arena, h->options->settings->folders.cache),
	    "reports");
	all->repository = h->rule->of.item[0];
	h->data = all;
	if (!kind_secret(h, &all->token, err))
		return false;
	for (int before = 1; before >= 0; before--)
		ask(h, all,
		    arena_printf(h->arena, "contents/triage/%d", year - before),
		    "application/vnd.github+json", read_list, all);
	return true;
}

static bool finish(struct harvest *h, struct error *err)
{
	const struct reports *all = h->data;

	(void)err;
	if (all == NULL)
		return true;
	if (!date_is_set(all->newest))
		harvest_note(h, STR("there is no report of the window"));
	else
		harvest_note(
		    h, arena_printf(h->arena,
			   "sennight draft perf %s/%.*s.md%s%.*s", all->folder,
			   STR_ARG(date_text(h->arena, all->newest)),
			   all->link.len > 0 ? " --link " : "",
			   STR_ARG(all->link)));
	if (all->asked > ASKED_MOST)
		harvest_lacks(h, STR("older reports are fetched next time"));
	return true;
}

const struct kind kind_perf = {
	.name = "perf",
	.what = "triage reports on the speed of a compiler, at GitHub",
	.needs = KIND_NEEDS_OF,
	.url = "https://api.github.com",
	.secret = "GITHUB",
	.pace = { .parallel = 1, .pause_ms = 0 },
	.start = start,
	.finish = finish,
};
