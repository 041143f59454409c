/* pick_plan: from outcomes to commits. */
#include "base/text.h"
#include "cmd/pick.h"

/* Texts of what it changes; where HEAD moved a file, the old place is empty. */
static struct pick_take take_of(
    const struct pick *pick, const struct pick_outcome *o, bool as_parent)
{
	struct pick_take take = { .base = o->head->base,
		.tree = o->head->tree };

	if (as_parent)
		take.parent = o->head->commit;
	for (size_t i = 0; i < o->merges; i++) {
		const struct pick_merged *m = &o->merged[i];

		take.text = ARENA_GROW(pick->arena, take.text, take.texts);
		take.text[take.texts++] =
		    (struct pick_text){ m->slot->path, m->after };
		if (strcmp(m->slot->path, m->file->path) == 0)
			continue;
		take.text = ARENA_GROW(pick->arena, take.text, take.texts);
		take.text[take.texts++] =
		    (struct pick_text){ .path = m->file->path };
	}
	return take;
}

static void add_commit(
    struct pick *pick, struct pick_plan *plan, struct pick_commit commit)
{
	plan->commit = ARENA_GROW(pick->arena, plan->commit, plan->commits);
	plan->commit[plan->commits++] = commit;
}

static void add_take(
    struct pick *pick, struct pick_commit *commit, struct pick_take take)
{
	commit->take = ARENA_GROW(pick->arena, commit->take, commit->takes);
	commit->take[commit->takes++] = take;
}

/* ------------------------------------------------------------------ messages */

/* What the head's commit says, and who else worked on it. */
static struct str own_message(
    const struct pick *pick, const struct pick_head *head)
{
	struct str message = str_trim(head->message), result;
	struct strbuf out;

	strbuf_init(&out, LIMIT_SMALL_FILE);
	if (message.len > 0)
		strbuf_add(&out, message);
	else
		strbuf_printf(&out, "Take %s", head->name);
	strbuf_add_char(&out, '\n');
	for (size_t i = 0; i < head->co_authors; i++)
		strbuf_printf(&out, "%sCo-authored-by: %.*s\n",
		    i == 0 ? "\n" : "", STR_ARG(head->co_author[i]));
	result = arena_str(pick->arena, strbuf_str(&out));
	strbuf_release(&out);
	return result;
}

static size_t items_of(const struct pick_outcome *o)
{
	return o->item[DRAFT_ADDED] + o->item[DRAFT_EDITED] +
	       o->item[DRAFT_REMOVED];
}

static bool is_merged(const struct pick *pick, const struct pick_outcome *o)
{
	return o->taken && o->head->commit.at != NULL &&
	       !pick->options->separate;
}

static void add_subject(const struct pick *pick, struct strbuf *out)
{
	size_t heads = 0, items = 0;
	const char *name = "";

	for (size_t i = 0; i < pick->outcomes; i++)
		if (is_merged(pick, &pick->outcome[i])) {
			name = pick->outcome[i].head->name;
			items += items_of(&pick->outcome[i]);
			heads++;
		}
	if (heads == 1)
		strbuf_printf(out, "Merge branch '%s'", name);
	else
		strbuf_printf(out, "Merge %zu branches", heads);
	if (items > 0)
		strbuf_printf(
		    out, ": %zu item%s", items, items == 1 ? "" : "s");
	strbuf_lit(out, "\n\n");
}

static struct str merge_message(const struct pick *pick)
{
	struct strbuf out;
	struct str result;

	if (pick->options->message != NULL)
		return str_of(pick->options->message);
	strbuf_init(&out, LIMIT_SMALL_FILE);
	add_subject(pick, &out);
	for (size_t i = 0; i < pick->outcomes; i++) {
		const struct pick_outcome *o = &pick->outcome[i];
		struct str who = o->head->author.name;

		if (!is_merged(pick, o))
			continue;
		strbuf_printf(&out, "* %s", o->head->name);
		if (who.len > 0)
			strbuf_printf(&out, " (%.*s)", STR_ARG(who));
		strbuf_add_char(&out, '\n');
	}
	result =
	    text_clean(pick->arena, arena_str(pick->arena, strbuf_str(&out)));
	strbuf_release(&out);
	return result;
}

/* ---------------------------------------------------------------------- plan */

/* A patch, and with --separate a branch, is a commit of its author. */
static void add_own(
    struct pick *pick, struct pick_plan *plan, const struct pick_outcome *o)
{
	struct pick_commit commit = {
		.message = own_message(pick, o->head),
		.has_author = o->head->author.name.at != NULL,
		.author = o->head->author,
	};

	add_take(pick, &commit, take_of(pick, o, false));
	add_commit(pick, plan, commit);
}

struct pick_plan pick_plan(struct pick *pick)
{
	struct pick_plan plan = { .ours = pick->heads->ours };
	struct pick_commit merge = { .takes = 0 };

	for (size_t i = 0; i < pick->outcomes; i++) {
		const struct pick_outcome *o = &pick->outcome[i];

		if (is_merged(pick, o))
			add_take(pick, &merge, take_of(pick, o, true));
		else if (o->taken)
			add_own(pick, &plan, o);
	}
	if (merge.takes == 0)
		return plan;
	merge.message = merge_message(pick);
	add_commit(pick, &plan, merge);
	return plan;
}

/* The plan has the outcomes that are taken in their order. */
void pick_take_refusals(struct pick *pick, const struct pick_answer *answer)
{
	size_t take = 0, next = 0;

	for (size_t i = 0; i < pick->outcomes; i++) {
		struct pick_outcome *o = &pick->outcome[i];

		if (!o->taken)
			continue;
		if (next < answer->refusals &&
		    answer->refusal[next].take == take) {
			o->taken = false;
			o->why = answer->refusal[next++].why;
		}
		take++;
	}
}
