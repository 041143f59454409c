/* Which issue is next, and the text of its draft. */
#include "draft/new.h"

#include "base/file.h"

enum { OLDEST_YEAR = 1900, LAST_YEAR = 9000, NUMBER_TRIES = 10 };

void note_add(
    struct arena *arena, struct draft_notes *notes, struct draft_note note)
{
	notes->note = ARENA_GROW(arena, notes->note, notes->count);
	notes->note[notes->count++] = note;
}

static void note_other(
    struct arena *arena, struct draft_notes *notes, struct str why)
{
	note_add(arena, notes,
	    (struct draft_note){ .kind = NOTE_OTHER, .why = why });
}

/* ------------------------------------------------------------------ plan */

struct planner {
	struct arena *arena;
	const struct settings *settings;
	const struct draft_request *request;
	struct known_issues known;
	struct draft_plan *plan;
	struct error *err;
};

static const struct known_issue *newest(const struct planner *p)
{
	return p->known.count > 0 ? &p->known.issue[p->known.count - 1] : NULL;
}

static struct str date_text(struct arena *arena, struct date d)
{
	return arena_printf(arena, "%04d-%02d-%02d", d.year, d.month, d.day);
}

static bool choose_date(struct planner *p)
{
	struct date last = { 0 };

	p->plan->date = p->request->date;
	if (newest(p) != NULL)
		last = newest(p)->date;
	if (!date_is_set(p->plan->date))
		p->plan->date =
		    rhythm_next(p->settings, last, p->request->today);
	if (p->plan->date.year < OLDEST_YEAR || p->plan->date.year > LAST_YEAR)
		return error_set(p->err,
		    "there are no newsletters in the year %d; expected a day "
		    "such as 2026-12-30",
		    p->plan->date.year);
	return true;
}

/* What to do if a day is taken. */
static const char *advice(const struct planner *p)
{
	struct date next;

	if (date_is_set(p->request->date))
		return "name another day";
	next = rhythm_next(p->settings, newest(p)->date,
	    date_add(newest(p)->date,
		1 - (p->settings->rhythm.ahead > 0 ? p->settings->rhythm.ahead
						   : 1)));
	return arena_printf(p->arena, "for the one after it say --date %.*s",
	    STR_ARG(date_text(p->arena, next)))
	    .at;
}

static bool check_date(const struct planner *p)
{
	struct str day = date_text(p->arena, p->plan->date);
	const struct known_issue *last = newest(p);

	for (size_t i = p->known.count; i > 0; i--)
		if (date_cmp(p->known.issue[i - 1].date, p->plan->date) == 0)
			return error_set(p->err,
			    "%s is the issue of %.*s already; %s",
			    p->known.issue[i - 1].path, STR_ARG(day),
			    advice(p));
	if (last == NULL || p->request->number >= 0 ||
	    date_cmp(last->date, p->plan->date) < 0)
		return true;
	if (date_is_set(p->request->date))
		return error_set(p->err,
		    "%.*s is before the newest issue, %s; if an issue belongs "
		    "there, say its --number too",
		    STR_ARG(day), last->path);
	return error_set(p->err,
	    "the next issue by the rhythm is of %.*s, but %s is newer; %s",
	    STR_ARG(day), last->path, advice(p));
}

/* The number of the newest issue that has one, or -1. */
static int64_t newest_number(const struct planner *p)
{
	size_t tries =
	    p->known.count < NUMBER_TRIES ? p->known.count : NUMBER_TRIES;
	int64_t number = -1;

	for (size_t i = 0; i < tries && number < 0; i++)
		number = known_number(&p->known.issue[p->known.count - 1 - i]);
	return number;
}

static bool choose_number(struct planner *p)
{
	int64_t last = newest_number(p);
	int64_t counted = rhythm_number(p->settings, p->plan->date);
	int64_t next = p->known.count == 0 ? 1 : last < 0 ? -1 : last + 1;

	p->plan->number = p->request->number;
	if (p->plan->number >= 0 && p->plan->number == last)
		return error_set(p->err,
		    "%s has the number %lld already; --number needs another",
		    newest(p)->path, (long long)last);
	if (p->plan->number >= 0)
		return true;
	p->plan->number = counted >= 0 ? counted : next;
	if (counted >= 0 && last >= 0 && counted != next)
		note_other(p->arena, &p->plan->notes,
		    arena_printf(p->arena,
			"its number is %lld by rhythm.count_from, but the "
			"newest issue, %s, is %lld; --number says another",
			(long long)counted, newest(p)->path, (long long)last));
	return true;
}

/* The issue before it: of one day the draft. */
static void choose_last(struct planner *p)
{
	for (size_t i = 0; i < p->known.count; i++)
		if (date_cmp(p->known.issue[i].date, p->plan->date) < 0)
			p->plan->last_path = p->known.issue[i].path;
}

static bool choose_files(struct planner *p)
{
	const char *folder = arena_cstr(p->arena, p->settings->folders.drafts);
	const char *template = path_join(p->arena, folder, "DRAFT_TEMPLATE");
	struct str name = new_file_name(
	    p->arena, p->settings, &p->known, p->plan->number, p->plan->date);

	if (name.len > LIMIT_FILE_NAME)
		return error_set(p->err,
		    "the file name %.*s... is too long; issue_file of the "
		    "settings says how it is made",
		    60, name.at);
	p->plan->path = path_join(p->arena, folder, name.at);
	if (file_exists(template))
		p->plan->template_path = template;
	choose_last(p);
	return true;
}

bool draft_plan_new(struct arena *arena, const struct settings *settings,
    const struct draft_request *request, struct draft_plan *ret_plan,
    struct error *err)
{
	struct planner p = { arena, settings, request, .plan = ret_plan,
		.err = err };

	*ret_plan = (struct draft_plan){ .number = -1 };
	return known_issues_find(arena, settings, &p.known, err) &&
	       choose_date(&p) && check_date(&p) && choose_number(&p) &&
	       choose_files(&p);
}

/* ------------------------------------------------------------------- text */

/* The built-in template, in the arena. */
static struct str own_template(
    struct arena *arena, const struct settings *settings)
{
	struct strbuf out;
	struct str text;

	strbuf_init(&out, LIMIT_SMALL_FILE);
	draft_add_template(&out, settings);
	text = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return text;
}

bool draft_make_new(struct arena *arena, const struct settings *settings,
    const struct draft_plan *plan, struct str template, struct str last,
    struct draft_new *ret_new, struct error *err)
{
	struct template_use use = { settings, plan,
		{ plan->template_path, template }, { plan->last_path, last } };
	struct strbuf out;
	bool ok;

	*ret_new = (struct draft_new){ 0 };
	for (size_t i = 0; i < plan->notes.count; i++)
		note_add(arena, &ret_new->notes, plan->notes.note[i]);
	if (template.at == NULL)
		use.template = (struct source){ "the built-in template",
			own_template(arena, settings) };
	strbuf_init(&out, LIMIT_ISSUE_FILE);
	template_expand(&out, arena, &use, ret_new);
	ok = !out.full ||
	     error_set(err, "the draft would be larger than %zu MiB",
		 LIMIT_ISSUE_FILE / MIB);
	if (ok)
		ret_new->text = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return ok;
}
