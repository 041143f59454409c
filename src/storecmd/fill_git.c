/* The commits of `draft fill`: what it put in, and nothing else. */
#include <string.h>

#include "base/text.h"
#include "storecmd/fill.h"

/* Bytes of a message; items behind them are only counted. */
enum { MESSAGE_ITEMS = 32 * 1024 };

static const char *const plurals[] = {
	[CANDIDATE_LINK] = "links",
	[CANDIDATE_EVENT] = "events",
	[CANDIDATE_CALL] = "calls",
	[CANDIDATE_DECISION] = "decisions",
	[CANDIDATE_CHANGE] = "changes",
	[CANDIDATE_FEATURE] = "features",
	[CANDIDATE_FOLLOW] = "sources",
};

void fill_add_count(struct strbuf *out, size_t count, enum candidate_kind kind)
{
	strbuf_printf(out, "%zu %s", count,
	    count == 1 ? candidate_kind_name(kind) : plurals[kind]);
}

/* ------------------------------------------------------------------- calling */

/* What stands in the way of all it has said itself. */
static bool call_git(struct fill *f, const char *command, const char *argument,
    struct str input, struct str *ret_output, int *ret_status,
    struct error *err)
{
	const char *const argv[] = { "sennight-git", command, argument, NULL };

	/* The type of main; nobody writes there. */
	return cmd_call("sennight-git", (char **)(uintptr_t)argv, input,
	    LIMIT_CHANGES, &f->arena, ret_output, ret_status, err);
}

/* A machine without the program has no git that could be asked. */
static bool ask_staged(
    struct fill *f, struct pick_heads *heads, bool *ret_any, struct error *err)
{
	struct str output;
	int status;

	*ret_any =
	    call_git(f, "staged", f->path, STR(""), &output, &status, err);
	if (!*ret_any) {
		f->not_committed = arena_cstr(&f->arena, str_of(err->text));
		return true;
	}
	if (status != 0)
		return error_set(
		    err, "nothing was changed; --no-commit leaves git alone");
	return pick_heads_parse(&f->arena, output, heads, err);
}

/* ---------------------------------------------------------------------- plan */

static void add_line(struct strbuf *out, const struct placed *p)
{
	strbuf_lit(out, "* ");
	if (p->section.len > 0) {
		text_add_clean(out, p->section);
		strbuf_lit(out, ": ");
	}
	text_add_clean(out, p->title);
	strbuf_add_char(out, '\n');
}

static bool is_added(const struct placed *p, const struct fill *f, int kind)
{
	return p->state == PLACED &&
	       (int)f->item[p->addition->line - 1].candidate->kind == kind;
}

/* An event in two regions counts once. */
static size_t count_added(
    const struct fill *f, const struct fill_text *text, int kind)
{
	const struct addition *last = NULL;
	size_t count = 0;

	for (size_t i = 0; i < text->count; i++) {
		const struct placed *p = &text->placed[i];

		if (!is_added(p, f, kind))
			continue;
		count += p->addition != last;
		last = p->addition;
	}
	return count;
}

static struct str message_of(
    struct fill *f, const struct fill_text *text, int kind)
{
	struct strbuf out;
	struct str message;
	size_t more = 0;

	strbuf_init(&out, LIMIT_SMALL_FILE);
	strbuf_lit(&out, "Add ");
	fill_add_count(
	    &out, count_added(f, text, kind), (enum candidate_kind)kind);
	strbuf_lit(&out, " from the inbox\n\n");
	for (size_t i = 0; i < text->count; i++) {
		if (!is_added(&text->placed[i], f, kind))
			continue;
		if (out.len < MESSAGE_ITEMS)
			add_line(&out, &text->placed[i]);
		else
			more++;
	}
	if (more > 0)
		strbuf_printf(&out, "and %zu more\n", more);
	message = arena_str(&f->arena, strbuf_str(&out));
	strbuf_release(&out);
	return message;
}

static void add_commit(struct fill *f, const struct fill_text *text, int kind)
{
	struct pick_text *file = ARENA_NEW(&f->arena, struct pick_text);
	struct pick_take *take = ARENA_NEW(&f->arena, struct pick_take);
	struct pick_plan *plan = &f->plan;

	*file = (struct pick_text){ f->path, text->after[kind] };
	*take = (struct pick_take){ .base = f->head->base,
		.tree = f->head->tree,
		.text = file,
		.texts = 1 };
	plan->commit = ARENA_GROW(&f->arena, plan->commit, plan->commits);
	plan->commit[plan->commits++] = (struct pick_commit){
		.message = message_of(f, text, kind), .take = take, .takes = 1
	};
}

/* The text of git with what the draft has now; the draft's own if both were
 * equal. */
static struct fill_text put_into(
    struct fill *f, struct str text, const struct fill_text *known)
{
	if (str_eq(text, f->draft.before))
		return f->draft;
	if (known != NULL && str_eq(text, known->before))
		return *known;
	return fill_put(f, text, true);
}

static void make_plan(struct fill *f)
{
	const struct pick_file *file = f->head->file;
	struct fill_text committed = put_into(f, file->ours, NULL);
	struct fill_text staged = put_into(f, file->theirs, &committed);
	struct str last = file->ours;

	for (int kind = 0; kind < CANDIDATE_KINDS; kind++) {
		if (!str_eq(committed.after[kind], last))
			add_commit(f, &committed, kind);
		last = committed.after[kind];
	}
	f->plan.staged = ARENA_NEW(&f->arena, struct pick_text);
	*f->plan.staged =
	    (struct pick_text){ f->path, staged.after[CANDIDATE_KINDS - 1] };
	f->plan.stageds = 1;
}

bool fill_plan(struct fill *f, struct error *err)
{
	struct pick_heads heads = { .count = 0 };
	bool any;

	if (f->no_commit) {
		f->not_committed = "you said --no-commit";
		return true;
	}
	if (!ask_staged(f, &heads, &any, err))
		return false;
	if (!any)
		return true;
	if (heads.count != 1)
		return error_set(err, "git said nothing of %s", f->path);
	f->head = &heads.head[0];
	if (f->head->state == PICK_LEFT) {
		f->not_committed = arena_cstr(&f->arena, f->head->why);
		return true;
	}
	if (f->head->files != 1 || f->head->file->ours.at == NULL ||
	    f->head->file->theirs.at == NULL)
		return error_set(err, "git said no text of %s", f->path);
	f->plan.ours = heads.ours;
	make_plan(f);
	return true;
}

bool fill_commit(struct fill *f, struct error *err)
{
	struct strbuf out;
	struct str output;
	int status = 0;
	bool ok;

	if (f->not_committed != NULL || f->plan.commits == 0)
		return true;
	strbuf_init(&out, LIMIT_CHANGES);
	pick_plan_add(&out, &f->plan);
	ok = (!out.full || error_set(err, "the commits are too large")) &&
	     call_git(
		 f, "commit", NULL, strbuf_str(&out), &output, &status, err) &&
	     (status == 0 || error_set(err, "git took no commit")) &&
	     pick_answer_parse(&f->arena, output, &f->answer, err) &&
	     (f->answer.refusals == 0 ||
		 error_set(err, "%.*s", STR_ARG(f->answer.refusal[0].why)));
	strbuf_release(&out);
	return ok;
}
