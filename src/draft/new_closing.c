/* What was printed and closes before the issue after the new one. */
#include "base/file.h"
#include "draft/new.h"
#include "model/deadline.h"
#include "model/item_write.h"

enum {
	/* Days before the new issue; what was printed earlier and is still
	 * open is printed again, or forgotten. */
	REACH = 400,
	WEEK = 7,
};

/* Deadlines of one issue; one that expands beyond all measure has none. */
static bool read_printed(struct arena *arena, const struct settings *settings,
    const struct known_issue *known, struct printed_deadlines *ret_printed,
    struct error *err)
{
	struct arena scratch = { 0 };
	struct source source = { .path = known->path };
	struct issue issue;
	bool ok = file_read(
	    known->path, LIMIT_ISSUE_FILE, &scratch, &source.text, err);

	*ret_printed = (struct printed_deadlines){ .date = known->date };
	if (ok && issue_read(&scratch, source, settings, &issue) == ISSUE_OK)
		*ret_printed = deadlines_printed(arena, &issue, known->date);
	arena_release(&scratch);
	return ok;
}

/* The day of the issue after the new one, but a week at least. */
static struct date end_of(
    const struct settings *settings, const struct draft_plan *plan)
{
	int ahead = settings->rhythm.ahead > 0 ? settings->rhythm.ahead : 1;
	struct date week = date_add(plan->date, WEEK);
	struct date next =
	    rhythm_next(settings, plan->date, date_add(plan->date, 1 - ahead));

	return date_cmp(next, week) > 0 ? next : week;
}

bool draft_find_closing(struct arena *arena, const struct settings *settings,
    struct str template, struct draft_plan *plan, struct error *err)
{
	struct date oldest = date_add(plan->date, -REACH);
	struct printed_deadlines *printed;
	struct known_issues known;
	size_t count = 0;

	if (str_find(template, STR(NEW_CLOSING_VARIABLE), 0) == STR_NONE)
		return true;
	if (!known_issues_find(arena, settings, &known, err))
		return false;
	printed = ARENA_ARRAY(arena, known.count + 1, struct printed_deadlines);
	for (size_t i = known.count; i > 0; i--) {
		const struct known_issue *issue = &known.issue[i - 1];

		if (date_cmp(issue->date, plan->date) >= 0 ||
		    date_cmp(issue->date, oldest) < 0)
			continue;
		if (!read_printed(
			arena, settings, issue, &printed[count++], err))
			return false;
	}
	plan->closing = deadlines_between(deadlines_join(arena, printed, count),
	    plan->date, end_of(settings, plan));
	return true;
}

struct str closing_list(struct arena *arena, const struct deadlines *closing)
{
	struct strbuf out;
	struct str text;

	if (closing->count == 0)
		return STR(NEW_NO_CLOSING);
	strbuf_init(&out, LIMIT_ISSUE_FILE);
	for (size_t i = 0; i < closing->count; i++) {
		const struct printed_deadline *d = closing->item[i].now;

		strbuf_add_cstr(&out, i > 0 ? "\n* " : "* ");
		md_add_link(&out, d->title, d->url, false, TEXT_AT_START);
		strbuf_lit(&out, " closes ");
		date_add_iso(&out, d->closes);
	}
	text = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return text;
}
