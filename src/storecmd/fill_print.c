/* What `draft fill` says. */
#include "base/json.h"
#include "base/text.h"
#include "storecmd/fill.h"
#include "storecmd/inbox.h"

enum { COMMIT_DIGITS = 10 };

/* Its source said something else after an editor had looked at it. */
static bool is_changed(const struct candidate *c)
{
	return c->changed > c->decided;
}

/* ---------------------------------------------------------------------- text */

static void add_start(struct strbuf *out, const struct candidate *c)
{
	strbuf_printf(out, "%6lld  ", (long long)c->id);
}

static void add_place(
    struct strbuf *out, const struct fill *f, const struct placed *p)
{
	strbuf_add_cstr(out, f->path);
	if (p->line > 0)
		strbuf_printf(out, ":%zu", p->line);
	strbuf_lit(out, ": ");
	if (p->section.len > 0) {
		text_add_cell(out, p->section, SIZE_MAX, false);
		strbuf_lit(out, ": ");
	}
	text_add_cell(out, p->title, SIZE_MAX, false);
}

static void add_notes(
    struct strbuf *out, const struct fill_item *item, const struct placed *p)
{
	if (p->state == PLACED_TWO)
		strbuf_lit(out, " (already there)");
	if (is_changed(item->candidate))
		strbuf_lit(out, " (its source changed it since it was "
				"accepted)");
	if (item->meanwhile != NULL)
		strbuf_printf(out,
		    " (meanwhile it was %s; take the line out, if it is not to "
		    "stand there)",
		    candidate_state_name(item->meanwhile->state));
}

static void add_left(struct strbuf *out, const struct fill_item *item)
{
	add_start(out, item->candidate);
	strbuf_lit(out, "left: \"");
	text_add_cell(out, item->candidate->title, SIZE_MAX, false);
	strbuf_lit(out, "\": ");
	text_add_cell(out, str_of(item->why), SIZE_MAX, false);
	strbuf_add_char(out, '\n');
}

static void add_placed(
    struct strbuf *out, const struct fill *f, const struct placed *p)
{
	const struct fill_item *item = &f->item[p->addition->line - 1];

	if (item->state == FILL_LEFT)
		return;
	add_start(out, item->candidate);
	if (p->state == PLACED_NOT) {
		strbuf_lit(out, "not everywhere: ");
		text_add_cell(out, str_of(p->why), SIZE_MAX, false);
	} else {
		add_place(out, f, p);
		add_notes(out, item, p);
	}
	strbuf_add_char(out, '\n');
}

static size_t count_state(const struct fill *f, enum fill_state state)
{
	size_t count = 0;

	for (size_t i = 0; i < f->items; i++)
		count += f->item[i].state == state;
	return count;
}

static void add_commits(struct strbuf *out, const struct fill *f)
{
	for (size_t i = 0; i < f->plan.commits; i++) {
		struct str message = f->plan.commit[i].message;
		struct str subject = str_take(&message, '\n');

		strbuf_add_cstr(
		    out, f->dry_run ? "would be committed: " : "committed: ");
		if (i < f->answer.commits) {
			strbuf_add(
			    out, str_sub(f->answer.made[i], 0, COMMIT_DIGITS));
			strbuf_add_char(out, ' ');
		}
		strbuf_add(out, subject);
		strbuf_add_char(out, '\n');
	}
	if (f->not_committed != NULL) {
		strbuf_lit(out, "nothing was committed: ");
		text_add_cell(out, str_of(f->not_committed), SIZE_MAX, false);
		strbuf_add_char(out, '\n');
	}
}

static void add_summary(struct strbuf *out, const struct fill *f)
{
	size_t there = count_state(f, FILL_THERE);
	size_t left = count_state(f, FILL_LEFT);

	if (f->items == 0) {
		strbuf_lit(out, "there is nothing accepted that stands in no "
				"draft\n");
		return;
	}
	strbuf_printf(out, "%zu %sput into %s", count_state(f, FILL_ADDED),
	    f->dry_run ? "would be " : "", f->path);
	if (there > 0)
		strbuf_printf(out, ", %zu already there", there);
	if (left > 0)
		strbuf_printf(out, ", %zu left", left);
	strbuf_add_char(out, '\n');
	add_commits(out, f);
}

static void add_text(struct strbuf *out, const struct fill *f)
{
	for (size_t i = 0; i < f->draft.count; i++)
		add_placed(out, f, &f->draft.placed[i]);
	for (size_t i = 0; i < f->items; i++)
		if (f->item[i].state == FILL_LEFT)
			add_left(out, &f->item[i]);
	add_summary(out, f);
}

/* ---------------------------------------------------------------------- JSON */

static struct str or_null(const char *text)
{
	return text != NULL ? str_of(text) : (struct str){ NULL, 0 };
}

static void add_object(struct strbuf *out, const struct fill *f,
    const struct fill_item *item, const struct placed *p)
{
	const char *state = p == NULL || p->state == PLACED_NOT ? "refused"
			    : p->state == PLACED_TWO            ? "there"
								: "added";
	struct json j;

	json_init(&j, out);
	json_object(&j);
	json_member_number(&j, "id", item->candidate->id);
	json_member(&j, "state", str_of(state));
	json_member(
	    &j, "kind", str_of(candidate_kind_name(item->candidate->kind)));
	json_member(&j, "file", str_of(f->path));
	json_key(&j, "line");
	if (p != NULL && p->line > 0)
		json_number(&j, (int64_t)p->line);
	else
		json_null(&j);
	json_member(
	    &j, "section", p != NULL ? p->section : (struct str){ NULL, 0 });
	json_member(&j, "title", item->candidate->title);
	json_member(&j, "why", or_null(p != NULL ? p->why : item->why));
	json_key(&j, "changed_since");
	json_bool(&j, is_changed(item->candidate));
	json_member(&j, "meanwhile",
	    or_null(item->meanwhile != NULL
			? candidate_state_name(item->meanwhile->state)
			: NULL));
	json_end(&j);
	strbuf_add_char(out, '\n');
}

static void add_last_object(struct strbuf *out, const struct fill *f)
{
	struct str_list made = { f->answer.made, f->answer.commits };
	struct json j;

	json_init(&j, out);
	json_object(&j);
	json_key(&j, "dry_run");
	json_bool(&j, f->dry_run);
	json_member_number(&j, "added", (int64_t)count_state(f, FILL_ADDED));
	json_member_number(&j, "there", (int64_t)count_state(f, FILL_THERE));
	json_member_number(&j, "left", (int64_t)count_state(f, FILL_LEFT));
	json_member_list(&j, "commits", &made);
	json_member(&j, "not_committed", or_null(f->not_committed));
	json_end(&j);
	strbuf_add_char(out, '\n');
}

static void add_json(struct strbuf *out, const struct fill *f)
{
	for (size_t i = 0; i < f->draft.count; i++) {
		const struct placed *p = &f->draft.placed[i];

		add_object(out, f, &f->item[p->addition->line - 1], p);
	}
	for (size_t i = 0; i < f->items; i++)
		if (!f->item[i].readable)
			add_object(out, f, &f->item[i], NULL);
	add_last_object(out, f);
}

bool fill_print(struct fill *f, struct error *err)
{
	struct strbuf out;
	bool ok;

	strbuf_init(&out, LIMIT_FEED);
	if (f->json)
		add_json(&out, f);
	else
		add_text(&out, f);
	ok = inbox_flush(&out, err);
	strbuf_release(&out);
	return ok;
}
