#include "base/json.h"
#include "base/text.h"
#include "cmd/pick.h"

enum { NAME_COLUMNS = 40, TITLE_COLUMNS = 70, OTHERS_SHOWN = 5 };

static const struct {
	char mark;
	const char *word; /* in JSON */
	const char *said;
} kinds[] = {
	[DRAFT_ADDED] = { '+', "added", "taken" },
	[DRAFT_DOUBLED] = { '=', "doubled", "already there" },
	[DRAFT_EDITED] = { '~', "edited", "edited" },
	[DRAFT_REMOVED] = { '-', "removed", "removed" },
};
enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

/* ---------------------------------------------------------------------- text */

/* The outcome of a head as it was asked for, not as it was merged. */
static const struct pick_outcome *outcome_of(
    const struct pick *pick, const struct pick_head *head)
{
	for (size_t i = 0; i < pick->outcomes; i++)
		if (pick->outcome[i].head == head)
			return &pick->outcome[i];
	return NULL;
}

/* One line of it, not longer than so many columns. */
static void add_short(struct strbuf *out, struct str text, size_t columns)
{
	size_t at = 0, used = 0, end = 0;

	while (at < text.len && used <= columns) {
		end = at;
		used += (size_t)text_width(text_next(text, &at));
	}
	if (used <= columns) {
		text_add_clean(out, text);
		return;
	}
	text_add_clean(out, str_sub(text, 0, end));
	strbuf_lit(out, "...");
}

static void add_counts(struct strbuf *out, const struct pick_outcome *o)
{
	bool any = false;

	for (size_t i = 0; i < KINDS; i++) {
		if (o->item[i] == 0)
			continue;
		strbuf_printf(out, "%s%zu %s", any ? ", " : "", o->item[i],
		    kinds[i].said);
		any = true;
	}
	if (!any)
		strbuf_lit(out, "taken, no items");
}

static void add_verdict(struct strbuf *out, const struct pick_outcome *o)
{
	const struct pick_head *head = o->head;

	if (head->state == PICK_MERGED) {
		strbuf_lit(out, "is merged already");
		return;
	}
	if (!o->taken) {
		strbuf_lit(out, "left: ");
		text_add_clean(out, o->why);
	} else {
		add_counts(out, o);
	}
	if (head->author.name.len > 0) {
		strbuf_lit(out, "  (");
		text_add_clean(out, head->author.name);
		strbuf_add_char(out, ')');
	}
}

static void add_change(
    struct strbuf *out, const char *path, const struct draft_change *change)
{
	strbuf_printf(out, "  %c %s", kinds[change->kind].mark, path);
	if (change->line > 0)
		strbuf_printf(out, ":%zu", change->line);
	if (change->section.len > 0) {
		strbuf_add_char(out, ' ');
		text_add_clean(out, change->section);
	}
	strbuf_lit(out, ": ");
	add_short(out, change->title, TITLE_COLUMNS);
	strbuf_add_char(out, '\n');
}

static void add_others(struct strbuf *out, const struct pick_outcome *o)
{
	for (size_t i = 0; i < o->others && i < OTHERS_SHOWN; i++) {
		strbuf_lit(out, "  ~ ");
		text_add_clean(out, str_of(o->other[i]));
		strbuf_add_char(out, '\n');
	}
	if (o->others > OTHERS_SHOWN)
		strbuf_printf(
		    out, "  ~ and %zu more\n", o->others - OTHERS_SHOWN);
}

static void add_details(struct strbuf *out, const struct pick_outcome *o)
{
	for (size_t i = 0; i < o->conflicts; i++) {
		strbuf_lit(out, "  ! ");
		text_add_clean(out, o->conflict[i]);
		strbuf_add_char(out, '\n');
	}
	if (!o->taken)
		return;
	for (size_t i = 0; i < o->merges; i++) {
		const struct pick_merged *m = &o->merged[i];

		for (size_t k = 0; k < o->changes[i]; k++)
			add_change(out, m->slot->path, &o->change[i][k]);
		if (o->changes[i] == 0)
			strbuf_printf(out, "  ~ %s\n", m->slot->path);
	}
	add_others(out, o);
}

static size_t name_columns(const struct pick *pick)
{
	size_t widest = 0;

	for (size_t i = 0; i < pick->heads->count; i++) {
		size_t columns =
		    text_columns(str_of(pick->heads->head[i].name));

		if (columns > widest && columns <= NAME_COLUMNS)
			widest = columns;
	}
	return widest;
}

static void add_end(struct strbuf *out, const struct pick *pick)
{
	size_t taken = 0, left = 0;

	for (size_t i = 0; i < pick->outcomes; i++) {
		taken += pick->outcome[i].taken;
		left += !pick->outcome[i].taken &&
			pick->outcome[i].head->state != PICK_MERGED;
	}
	if (taken == 0)
		strbuf_lit(out, "nothing was taken");
	else
		strbuf_printf(out, "%zu of %zu %s", taken, pick->outcomes,
		    pick->options->dry ? "would be taken" : "taken");
	if (left > 0)
		strbuf_printf(out, ", %zu left", left);
	if (pick->answer.commits > 0)
		strbuf_printf(out, "; HEAD is %.10s",
		    pick->answer.made[pick->answer.commits - 1].at);
	strbuf_add_char(out, '\n');
}

static void add_text(struct strbuf *out, const struct pick *pick)
{
	size_t widest = name_columns(pick);

	for (size_t i = 0; i < pick->heads->count; i++) {
		const struct pick_outcome *o =
		    outcome_of(pick, &pick->heads->head[i]);
		struct str name = str_of(o->head->name);
		size_t columns = text_columns(name);

		text_add_clean(out, name);
		strbuf_add_repeat(
		    out, ' ', 2 + (columns < widest ? widest - columns : 0));
		add_verdict(out, o);
		strbuf_add_char(out, '\n');
		add_details(out, o);
	}
	add_end(out, pick);
}

/* ---------------------------------------------------------------------- JSON */

static const char *state_of(const struct pick_outcome *o)
{
	if (o->taken)
		return "taken";
	return o->head->state == PICK_MERGED ? "merged" : "left";
}

static void add_json_items(struct json *j, const struct pick_outcome *o)
{
	json_key(j, "items");
	json_array(j);
	for (size_t i = 0; o->taken && i < o->merges; i++)
		for (size_t k = 0; k < o->changes[i]; k++) {
			const struct draft_change *c = &o->change[i][k];

			json_object(j);
			json_member(j, "change", str_of(kinds[c->kind].word));
			json_member(j, "file", str_of(o->merged[i].slot->path));
			json_key(j, "line");
			if (c->line > 0)
				json_number(j, (int64_t)c->line);
			else
				json_null(j);
			json_member(j, "section", c->section);
			json_member(j, "title", c->title);
			json_end(j);
		}
	json_end(j);
}

static void add_json_files(struct json *j, const struct pick_outcome *o)
{
	json_key(j, "drafts");
	json_array(j);
	for (size_t i = 0; i < o->merges; i++)
		json_str(j, str_of(o->merged[i].slot->path));
	json_end(j);
	json_key(j, "conflicts");
	json_array(j);
	for (size_t i = 0; i < o->conflicts; i++)
		json_str(j, o->conflict[i]);
	json_end(j);
	json_key(j, "other_files");
	json_array(j);
	for (size_t i = 0; i < o->others; i++)
		json_str(j, str_of(o->other[i]));
	json_end(j);
}

static void add_json_head(struct strbuf *out, const struct pick_outcome *o)
{
	struct json j;

	json_init(&j, out);
	json_object(&j);
	json_member(&j, "head", str_of(o->head->name));
	json_member(&j, "commit", o->head->commit);
	json_member(&j, "state", str_of(state_of(o)));
	json_member(&j, "why", o->taken ? (struct str){ 0 } : o->why);
	json_member(&j, "author", o->head->author.name);
	json_member(&j, "mail", o->head->author.mail);
	add_json_files(&j, o);
	add_json_items(&j, o);
	json_end(&j);
	strbuf_add_char(out, '\n');
}

static void add_json(struct strbuf *out, const struct pick *pick)
{
	struct json j;

	for (size_t i = 0; i < pick->heads->count; i++)
		add_json_head(out, outcome_of(pick, &pick->heads->head[i]));
	json_init(&j, out);
	json_object(&j);
	json_key(&j, "dry_run");
	json_bool(&j, pick->options->dry);
	json_key(&j, "commits");
	json_array(&j);
	for (size_t i = 0; i < pick->answer.commits; i++)
		json_str(&j, pick->answer.made[i]);
	json_end(&j);
	json_end(&j);
	strbuf_add_char(out, '\n');
}

void pick_print(const struct pick *pick, struct strbuf *out)
{
	if (pick->options->json)
		add_json(out, pick);
	else
		add_text(out, pick);
}
