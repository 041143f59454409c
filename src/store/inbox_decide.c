/* Candidates: deciding, the trail of it, and taking it back. */
#include <stdlib.h>

#include "base/text.h"
#include "store/inbox_priv.h"

enum { STAYS = -1 };
#define IN(state) (1u << (state))

/* What a step does, and when it can be done. */
struct step_rule {
	const char *name;
	unsigned from;      /* states in which it can be done */
	unsigned overturns; /* those of them that another editor gave it */
	int to;             /* a state, or STAYS */
	bool decides;       /* who, when and why are kept with the candidate */
	bool undoable;
};

static const struct step_rule rules[INBOX_WHATS] = {
	[INBOX_ACCEPT] = { .name = "accept",
	    .from = IN(CANDIDATE_NEW) | IN(CANDIDATE_REJECTED),
	    .overturns = IN(CANDIDATE_REJECTED),
	    .to = CANDIDATE_ACCEPTED,
	    .decides = true,
	    .undoable = true },
	[INBOX_REJECT] = { .name = "reject",
	    .from = IN(CANDIDATE_NEW) | IN(CANDIDATE_ACCEPTED),
	    .overturns = IN(CANDIDATE_ACCEPTED),
	    .to = CANDIDATE_REJECTED,
	    .decides = true,
	    .undoable = true },
	[INBOX_MOVE] = { .name = "move",
	    .from = IN(CANDIDATE_NEW) | IN(CANDIDATE_ACCEPTED) |
		    IN(CANDIDATE_REJECTED),
	    .to = STAYS,
	    .undoable = true },
	[INBOX_WITHDRAW] = { .name = "withdraw",
	    .from = IN(CANDIDATE_NEW),
	    .to = CANDIDATE_WITHDRAWN,
	    .decides = true },
	[INBOX_PLACE] = { .name = "place",
	    .from = IN(CANDIDATE_ACCEPTED),
	    .to = CANDIDATE_PLACED,
	    .undoable = true },
	[INBOX_PUBLISH] = { .name = "publish",
	    .from = IN(CANDIDATE_ACCEPTED) | IN(CANDIDATE_PLACED),
	    .to = CANDIDATE_PUBLISHED },
};

const char *inbox_what_name(enum inbox_what what)
{
	return rules[what].name;
}

static enum inbox_what what_named(struct str name)
{
	int what = 0;

	while (what < INBOX_PUBLISH && !str_eq(name, str_of(rules[what].name)))
		what++;
	return (enum inbox_what)what;
}

/* ------------------------------------------------------------------- one step */

static bool changes_section(
    const struct inbox_step *step, const struct candidate *c)
{
	return step->section.at != NULL &&
	       (step->what == INBOX_MOVE || step->what == INBOX_ACCEPT) &&
	       !str_eq(step->section, c->section);
}

/* Can it be done, and should it? */
static enum inbox_result judge(
    const struct inbox_step *step, const struct candidate *c)
{
	const struct step_rule *rule = &rules[step->what];
	unsigned state = IN(c->state);
	bool is_so = rule->to == STAYS || (int)c->state == rule->to;

	if (is_so && rule->to != STAYS)
		return changes_section(step, c) ? INBOX_DONE : INBOX_SAME;
	if (!(rule->from & state))
		return INBOX_FIXED;
	if (is_so && !changes_section(step, c))
		return INBOX_SAME;
	if (rule->overturns & state && !step->overturn &&
	    !str_eq(step->who, c->who))
		return INBOX_DECIDED;
	return INBOX_DONE;
}

/* The candidate as the step makes it. */
static struct candidate after(
    const struct inbox_step *step, const struct candidate *before, int64_t now)
{
	const struct step_rule *rule = &rules[step->what];
	struct candidate c = *before;

	if (rule->to != STAYS)
		c.state = (enum candidate_state)rule->to;
	if (changes_section(step, before))
		c.section = step->section;
	if (rule->decides) {
		c.who = step->who;
		c.reason = step->reason;
		c.decided = now;
	}
	if (step->what == INBOX_PLACE)
		c.draft = step->draft;
	if (step->what == INBOX_PUBLISH)
		c.issue = step->issue;
	return c;
}

static bool write_state(
    struct store *store, const struct candidate *c, struct error *err)
{
	return db_run(store->db,
	    "UPDATE candidate SET state = $2, section = $3, who = $4, reason "
	    "= $5, decided = $6, draft = $7, issue = $8 WHERE id = $1",
	    DB_ARGS(db_number(c->id),
		db_text(str_of(candidate_state_name(c->state))),
		db_text(c->section), db_text(c->who), db_text(c->reason),
		db_number(c->decided), db_text(c->draft), db_number(c->issue)),
	    NULL, err);
}

/* Note it in the trail; the first step gives the batch its number. */
static bool record(struct store *store, const struct inbox_step *step,
    const struct candidate *before, int64_t *batch, struct error *err)
{
	struct str section =
	    changes_section(step, before) ? step->section : (struct str){ 0 };
	int64_t id;

	if (!db_one_number(store->db,
		"INSERT INTO decision (candidate, batch, at, who, what, "
		"reason, section, before_state, before_section, before_who, "
		"before_reason, before_decided, before_draft) VALUES ($1, $2, "
		"$3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id",
		DB_ARGS(db_number(before->id), db_number(*batch),
		    db_number(store_now(store)), db_text(step->who),
		    db_text(str_of(inbox_what_name(step->what))),
		    db_text(step->reason), db_text(section),
		    db_text(str_of(candidate_state_name(before->state))),
		    db_text(before->section), db_text(before->who),
		    db_text(before->reason), db_number(before->decided),
		    db_text(before->draft)),
		0, &id, err))
		return false;
	if (*batch != 0)
		return true;
	*batch = id;
	return db_run(store->db, "UPDATE decision SET batch = id WHERE id = $1",
	    DB_ARGS(db_number(id)), NULL, err);
}

static bool decide_one(struct store *store, struct arena *arena, int64_t id,
    const struct inbox_step *step, struct inbox_outcome *outcome,
    int64_t *batch, struct error *err)
{
	struct candidate before;
	bool found;

	*outcome = (struct inbox_outcome){ .result = INBOX_NONE };
	if (!lock_candidate(store, arena, id, &found, &before, err))
		return false;
	if (!found)
		return true;
	outcome->candidate = before;
	outcome->result = judge(step, &before);
	if (outcome->result != INBOX_DONE)
		return true;
	outcome->candidate = after(step, &before, store_now(store));
	return write_state(store, &outcome->candidate, err) &&
	       record(store, step, &before, batch, err);
}

/* ----------------------------------------------------------------- many steps */

struct ordered {
	int64_t id;
	size_t at;
};

static int by_id(const void *a, const void *b)
{
	const struct ordered *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

/* Two who decide on the same candidates at once must come to them in the same
 * order, or each would wait for the other. */
static bool decide_all(struct store *store, struct arena *arena,
    const int64_t *id, size_t ids, const struct inbox_step *step,
    struct inbox_outcome *outcome, int64_t *batch, struct error *err)
{
	struct ordered *order = ARENA_ARRAY(arena, ids, struct ordered);

	for (size_t i = 0; i < ids; i++)
		order[i] = (struct ordered){ id[i], i };
	if (ids > 0)
		qsort(order, ids, sizeof(*order), by_id);
	for (size_t i = 0; i < ids; i++)
		if (!decide_one(store, arena, order[i].id, step,
			&outcome[order[i].at], batch, err))
			return false;
	return true;
}

static struct inbox_step clean_step(
    struct arena *arena, const struct inbox_step *step)
{
	struct inbox_step clean = *step;

	clean.who = text_clean(arena, step->who);
	clean.reason = text_clean(arena, step->reason);
	clean.section = text_clean(arena, step->section);
	clean.draft = text_clean(arena, step->draft);
	return clean;
}

bool inbox_decide(struct store *store, struct arena *arena, const int64_t *id,
    size_t ids, const struct inbox_step *step, struct inbox_outcome *outcome,
    int64_t *ret_batch, struct error *err)
{
	struct inbox_step clean = clean_step(arena, step);
	int64_t batch = 0;

	if (!store_begin(store, err) ||
	    !store_end(store,
		decide_all(store, arena, id, ids, &clean, outcome, &batch, err),
		err))
		return false;
	if (ret_batch != NULL)
		*ret_batch = batch;
	return true;
}

bool inbox_place(struct store *store, struct arena *arena, const int64_t *id,
    size_t ids, struct str who, struct str draft, struct inbox_outcome *outcome,
    struct error *err)
{
	const struct inbox_step step = {
		.what = INBOX_PLACE, .who = who, .reason = draft, .draft = draft
	};

	return inbox_decide(store, arena, id, ids, &step, outcome, NULL, err);
}

struct id_list {
	int64_t *id;
	size_t count;
};

static bool in_draft(struct store *store, struct arena *arena, struct str draft,
    enum candidate_state state, struct id_list *ret_ids, struct error *err)
{
	struct id_list list = { NULL, 0 };
	struct db_query query;

	db_start(&query, store->db,
	    "SELECT id FROM candidate WHERE state = $1 AND draft = $2 ORDER BY "
	    "id",
	    DB_ARGS(db_text(str_of(candidate_state_name(state))),
		db_text(text_clean(arena, draft))));
	while (db_next(&query)) {
		list.id = ARENA_GROW(arena, list.id, list.count);
		list.id[list.count++] = query.column[0].number;
	}
	*ret_ids = list;
	return db_end(&query, err);
}

bool inbox_published(struct store *store, struct str who, struct str draft,
    int64_t issue, int64_t *ret_count, struct error *err)
{
	const struct inbox_step step = {
		.what = INBOX_PUBLISH, .who = who, .issue = issue
	};
	struct arena arena = { 0 };
	struct inbox_outcome *outcome;
	struct id_list list;
	bool ok = in_draft(store, &arena, draft, CANDIDATE_PLACED, &list, err);

	*ret_count = 0;
	if (ok) {
		outcome = ARENA_ARRAY(&arena, list.count, struct inbox_outcome);
		ok = inbox_decide(store, &arena, list.id, list.count, &step,
		    outcome, NULL, err);
		for (size_t i = 0; ok && i < list.count; i++)
			*ret_count += outcome[i].result == INBOX_DONE;
	}
	arena_release(&arena);
	return ok;
}

/* ----------------------------------------------------------------------- undo */

/* A step that is to be taken back. */
struct taken {
	int64_t id;
	struct candidate before; /* id, and what a step may change */
};

struct taken_list {
	struct taken *step;
	size_t count;
};

/* The step that undo means: the last of `who`, or of a candidate. */
static bool find_last(struct store *store, struct arena *arena, struct str who,
    int64_t candidate, int64_t *ret_id, int64_t *ret_batch,
    struct inbox_undone *undone, struct error *err)
{
	struct db_query query;

	if (candidate != 0)
		db_start(&query, store->db,
		    "SELECT id, batch, what, who FROM decision WHERE "
		    "candidate = $1 AND undone = 0 ORDER BY id DESC LIMIT 1",
		    DB_ARGS(db_number(candidate)));
	else
		db_start(&query, store->db,
		    "SELECT id, batch, what, who FROM decision WHERE who = $1 "
		    "AND undone = 0 AND what IN ('accept', 'reject', 'move') "
		    "ORDER BY id DESC LIMIT 1",
		    DB_ARGS(db_text(who)));
	undone->found = db_next(&query);
	if (undone->found) {
		*ret_id = query.column[0].number;
		*ret_batch = query.column[1].number;
		undone->what = what_named(query.column[2].text);
		undone->who = store_text(arena, &query.column[3]);
		undone->found = rules[undone->what].undoable;
	}
	return db_end(&query, err);
}

/* The steps of a batch, or with a `candidate` only the one on it. */
static bool read_steps(struct store *store, struct arena *arena, int64_t batch,
    int64_t candidate, struct taken_list *ret_list, struct error *err)
{
	struct taken_list list = { NULL, 0 };
	struct db_query query;

	db_start(&query, store->db,
	    "SELECT id, candidate, before_state, before_section, before_who, "
	    "before_reason, before_decided, before_draft FROM decision WHERE "
	    "batch = $1 AND undone = 0 AND ($2 = 0 OR candidate = $2) "
	    "ORDER BY candidate",
	    DB_ARGS(db_number(batch), db_number(candidate)));
	while (db_next(&query)) {
		const struct db_value *column = query.column;
		struct taken *t;

		list.step = ARENA_GROW(arena, list.step, list.count);
		t = &list.step[list.count++];
		*t = (struct taken){ .id = column[0].number };
		t->before.id = column[1].number;
		candidate_state_named(column[2].text, &t->before.state);
		t->before.section = store_text(arena, &column[3]);
		t->before.who = store_text(arena, &column[4]);
		t->before.reason = store_text(arena, &column[5]);
		t->before.decided = column[6].number;
		t->before.draft = store_text(arena, &column[7]);
	}
	*ret_list = list;
	return db_end(&query, err);
}

static bool is_last(struct store *store, const struct taken *t, bool *ret_last,
    struct error *err)
{
	int64_t last;

	if (!db_one_number(store->db,
		"SELECT max(id) FROM decision WHERE candidate = $1 AND undone "
		"= 0",
		DB_ARGS(db_number(t->before.id)), 0, &last, err))
		return false;
	*ret_last = last == t->id;
	return true;
}

static bool undo_one(struct store *store, struct arena *arena, struct str who,
    const struct taken *t, struct inbox_outcome *outcome, struct error *err)
{
	struct candidate *c = &outcome->candidate;
	bool found, last;

	if (!lock_candidate(store, arena, t->before.id, &found, c, err) ||
	    !is_last(store, t, &last, err))
		return false;
	outcome->result = last ? INBOX_DONE : INBOX_DECIDED;
	if (!last)
		return true;
	c->state = t->before.state;
	c->section = t->before.section;
	c->who = t->before.who;
	c->reason = t->before.reason;
	c->decided = t->before.decided;
	c->draft = t->before.draft;
	/* Only an issue that is out has a number here. */
	c->issue = 0;
	return write_state(store, c, err) &&
	       db_run(store->db,
		   "UPDATE decision SET undone = $2, undone_by = $3 WHERE id = "
		   "$1",
		   DB_ARGS(db_number(t->id), db_number(store_now(store)),
		       db_text(who)),
		   NULL, err);
}

static bool undo(struct store *store, struct arena *arena, struct str who,
    int64_t candidate, struct inbox_undone *undone, struct error *err)
{
	int64_t id = 0, batch = 0;
	struct taken_list list;

	if (!find_last(store, arena, who, candidate, &id, &batch, undone, err))
		return false;
	if (!undone->found)
		return true;
	if (!read_steps(store, arena, batch, candidate, &list, err))
		return false;
	undone->outcome = ARENA_ARRAY(arena, list.count, struct inbox_outcome);
	undone->count = list.count;
	for (size_t i = 0; i < list.count; i++)
		if (!undo_one(store, arena, who, &list.step[i],
			&undone->outcome[i], err))
			return false;
	return true;
}

bool inbox_undo(struct store *store, struct arena *arena, struct str who,
    int64_t id, struct inbox_undone *ret_undone, struct error *err)
{
	struct inbox_undone undone = { .found = false };

	if (!store_begin(store, err) ||
	    !store_end(store,
		undo(store, arena, text_clean(arena, who), id, &undone, err),
		err))
		return false;
	*ret_undone = undone;
	return true;
}

/* The last step of a candidate, if that published it. */
static bool undo_publish(struct store *store, struct arena *arena,
    struct str who, int64_t candidate, int64_t *count, struct error *err)
{
	struct inbox_undone undone = { .found = false };
	struct inbox_outcome outcome;
	struct taken_list list;
	int64_t id, batch;

	if (!find_last(store, arena, who, candidate, &id, &batch, &undone, err))
		return false;
	if (undone.what != INBOX_PUBLISH)
		return true;
	if (!read_steps(store, arena, batch, candidate, &list, err))
		return false;
	for (size_t i = 0; i < list.count; i++) {
		if (!undo_one(store, arena, who, &list.step[i], &outcome, err))
			return false;
		*count += outcome.result == INBOX_DONE;
	}
	return true;
}

static bool undo_published(struct store *store, struct arena *arena,
    struct str who, struct str draft, int64_t *count, struct error *err)
{
	struct id_list list;

	if (!in_draft(store, arena, draft, CANDIDATE_PUBLISHED, &list, err))
		return false;
	for (size_t i = 0; i < list.count; i++)
		if (!undo_publish(store, arena, who, list.id[i], count, err))
			return false;
	return true;
}

bool inbox_unpublished(struct store *store, struct str who, struct str draft,
    int64_t *ret_count, struct error *err)
{
	struct arena arena = { 0 };
	bool ok;

	*ret_count = 0;
	ok = store_begin(store, err) &&
	     store_end(store,
		 undo_published(store, &arena, text_clean(&arena, who), draft,
		     ret_count, err),
		 err);
	arena_release(&arena);
	return ok;
}

/* ---------------------------------------------------------------------- trail */

bool inbox_trail(struct store *store, struct arena *arena, int64_t id,
    struct inbox_trail *ret_trail, struct error *err)
{
	struct inbox_trail list = { NULL, 0 };
	struct db_query query;

	db_start(&query, store->db,
	    "SELECT what, at, batch, who, reason, section, before_state, "
	    "undone, undone_by FROM decision WHERE candidate = $1 ORDER BY id",
	    DB_ARGS(db_number(id)));
	while (db_next(&query)) {
		const struct db_value *column = query.column;
		struct inbox_trace *t;

		list.trace = ARENA_GROW(arena, list.trace, list.count);
		t = &list.trace[list.count++];
		*t = (struct inbox_trace){
			.what = what_named(column[0].text),
			.at = column[1].number,
			.batch = column[2].number,
			.who = store_text(arena, &column[3]),
			.reason = store_text(arena, &column[4]),
			.section = store_text(arena, &column[5]),
			.undone = column[7].number,
			.undone_by = store_text(arena, &column[8]),
		};
		candidate_state_named(column[6].text, &t->before);
	}
	*ret_trail = list;
	return db_end(&query, err);
}
