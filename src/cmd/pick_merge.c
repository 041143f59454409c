#include <stdlib.h>

#include "cmd/pick.h"
#include "newsletter/newsletter.h"

/* Conflicts of one file that are shown. */
enum { CONFLICTS_SHOWN = 5 };

/* --------------------------------------------------------------------- files */

static const char *target_of(const struct pick_file *file)
{
	return file->at != NULL ? file->at : file->path;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct pick_slot *)a)->path,
	    ((const struct pick_slot *)b)->path);
}

/* Is it an issue that is merged by meaning?  Git merges all else. */
static bool is_ours(const struct pick *pick, const struct pick_file *file)
{
	return newsletter_is_issue(pick->arena, pick->settings, file->path);
}

static void make_slots(struct pick *pick)
{
	size_t kept = 0;

	for (size_t i = 0; i < pick->heads->count; i++) {
		const struct pick_head *head = &pick->heads->head[i];

		for (size_t k = 0; k < head->files; k++) {
			pick->slot =
			    ARENA_GROW(pick->arena, pick->slot, pick->slots);
			pick->slot[pick->slots++] =
			    (struct pick_slot){ .path =
						    target_of(&head->file[k]) };
		}
	}
	if (pick->slots > 0)
		qsort(pick->slot, pick->slots, sizeof(pick->slot[0]), by_path);
	for (size_t i = 0; i < pick->slots; i++)
		if (kept == 0 ||
		    by_path(&pick->slot[i], &pick->slot[kept - 1]) != 0)
			pick->slot[kept++] = pick->slot[i];
	pick->slots = kept;
}

static struct pick_slot *slot_of(
    const struct pick *pick, const struct pick_file *file)
{
	struct pick_slot wanted = { .path = target_of(file) };

	return bsearch(
	    &wanted, pick->slot, pick->slots, sizeof(pick->slot[0]), by_path);
}

static void add_outcome(struct pick *pick, const struct pick_head *head)
{
	struct pick_outcome *o = &pick->outcome[pick->outcomes++];

	o->head = head;
	o->taken = head->state == PICK_OPEN;
	o->why = head->why;
	o->merged = ARENA_ARRAY(pick->arena, head->files, struct pick_merged);
	o->other =
	    ARENA_ARRAY(pick->arena, head->files + head->others, const char *);
	for (size_t i = 0; i < head->files; i++)
		if (is_ours(pick, &head->file[i]))
			o->merged[o->merges++] = (struct pick_merged){
				.file = &head->file[i],
				.slot = slot_of(pick, &head->file[i]),
			};
		else
			o->other[o->others++] = head->file[i].path;
	for (size_t i = 0; i < head->others; i++)
		o->other[o->others++] = head->other[i];
}

void pick_begin(struct pick *pick)
{
	const struct pick_heads *heads = pick->heads;

	make_slots(pick);
	pick->outcome =
	    ARENA_ARRAY(pick->arena, heads->count, struct pick_outcome);
	for (size_t i = 0; i < heads->count; i++)
		if (heads->head[i].commit.at == NULL)
			add_outcome(pick, &heads->head[i]);
	for (size_t i = 0; i < heads->count; i++)
		if (heads->head[i].commit.at != NULL)
			add_outcome(pick, &heads->head[i]);
}

/* ------------------------------------------------------------------- merging */

static bool leave(struct pick_outcome *o, struct str why)
{
	o->taken = false;
	o->why = why;
	return false;
}

/* The lines of the conflicts, as theirs has them. */
static void list_conflicts(struct pick *pick, struct pick_outcome *o,
    const char *path, struct str text)
{
	struct str rest = text, ours = { 0 };
	bool in_theirs = false;

	while (rest.at != NULL && o->conflicts < CONFLICTS_SHOWN) {
		struct str line = str_trim(str_take(&rest, '\n'));

		if (str_starts(line, STR("<<<<<<< "))) {
			ours = str_trim(rest);
			ours = str_trim(str_take(&ours, '\n'));
		} else if (str_eq(line, STR("=======")) && ours.at != NULL) {
			in_theirs = true;
		} else if (in_theirs && line.len > 0) {
			if (str_starts(line, STR(">>>>>>> ")))
				line = ours;
			o->conflict =
			    ARENA_GROW(pick->arena, o->conflict, o->conflicts);
			o->conflict[o->conflicts++] = arena_printf(
			    pick->arena, "%s: %.*s", path, STR_ARG(line));
			in_theirs = false;
			ours = (struct str){ 0 };
		}
	}
}

/* Its own text, where the draft was published or is gone; then it cannot be
 * known where the change belongs. */
static bool is_there(
    struct pick *pick, struct pick_outcome *o, const struct pick_file *file)
{
	const char *drafts =
	    arena_cstr(pick->arena, pick->settings->folders.drafts);
	size_t len = strlen(drafts);

	if (file->base.at == NULL || file->at == file->path ||
	    (file->at != NULL && strcmp(file->at, file->path) == 0))
		return true;
	if (file->at == NULL)
		return leave(
		    o, arena_printf(pick->arena,
			   "%s is not there any more; ask for the change to be "
			   "made in another draft",
			   file->path));
	if (strncmp(file->path, drafts, len) == 0 &&
	    strncmp(file->at, drafts, len) != 0)
		return leave(
		    o, arena_printf(pick->arena,
			   "%s was published, it is %s now; ask for the change "
			   "to be made in another draft",
			   file->path, file->at));
	return true;
}

/* As if it had been read from a file, with a NUL behind it. */
static struct str text_of(struct pick *pick, struct str text)
{
	return arena_str(pick->arena, text.at != NULL ? text : STR(""));
}

static bool is_small(
    struct pick *pick, struct pick_outcome *o, const struct merge_input *input)
{
	if (input->base.text.len <= LIMIT_MERGE_FILE &&
	    input->ours.text.len <= LIMIT_MERGE_FILE &&
	    input->theirs.text.len <= LIMIT_MERGE_FILE)
		return true;
	return leave(o, arena_printf(pick->arena,
			    "%s has more than %zu MiB, too much to merge",
			    input->ours.path, LIMIT_MERGE_FILE / MIB));
}

/* By meaning.  False, and the head is left, if that cannot be done. */
static bool merge_versions(struct pick *pick, struct pick_outcome *o,
    const struct merge_input *input, struct pick_merged *m)
{
	struct arena arena = { 0 };
	struct merge_result result = { 0 };
	struct error err;
	const char *path = m->slot->path;
	bool ok = draft_merge(&arena, input, &result, &err);

	if (!ok) {
		leave(o, arena_str(pick->arena, str_of(err.text)));
	} else if (result.conflicts > 0) {
		ok =
		    leave(o, arena_printf(pick->arena,
				 "both sides changed the same thing in %s (%zu "
				 "conflict%s)",
				 path, result.conflicts,
				 result.conflicts == 1 ? "" : "s"));
		list_conflicts(pick, o, path, result.text);
	} else {
		m->after = arena_str(pick->arena, result.text);
	}
	arena_release(&arena);
	return ok;
}

/* False if the head has to be left. */
static bool merge_text(
    struct pick *pick, struct pick_outcome *o, struct pick_merged *m)
{
	const struct pick_file *file = m->file;
	const char *path = m->slot->path;
	struct merge_input input = {
		.settings = pick->settings,
		.base = { file->path, text_of(pick, file->base) },
		.ours = { path, text_of(pick, m->slot->text) },
		.theirs = { file->path, file->theirs },
		.labels = { "HEAD", o->head->name, 7 },
	};

	m->before = m->after = m->slot->text;
	if (!is_there(pick, o, file))
		return false;
	m->after = file->theirs;
	if (m->before.at == NULL || str_eq(m->before, file->theirs) ||
	    (file->base.at != NULL && str_eq(m->before, file->base)))
		return true;
	return is_small(pick, o, &input) && merge_versions(pick, o, &input, m);
}

/* All drafts of a head, or none. */
static void merge_head(struct pick *pick, struct pick_outcome *o)
{
	for (size_t i = 0; i < o->merges; i++)
		if (!merge_text(pick, o, &o->merged[i]))
			return;
	for (size_t i = 0; i < o->merges; i++)
		o->merged[i].slot->text = o->merged[i].after;
}

void pick_merge(struct pick *pick)
{
	for (size_t i = 0; i < pick->outcomes; i++)
		for (size_t k = 0; k < pick->outcome[i].merges; k++) {
			struct pick_merged *m = &pick->outcome[i].merged[k];

			m->slot->text = m->file->ours;
		}
	for (size_t i = 0; i < pick->outcomes; i++)
		if (pick->outcome[i].taken)
			merge_head(pick, &pick->outcome[i]);
}

/* ------------------------------------------------------------------ counting */

/* Into the arena of the whole, from one that goes. */
static void keep_changes(struct pick *pick, struct pick_outcome *o, size_t i,
    const struct draft_change *change, size_t changes)
{
	o->change[i] = ARENA_ARRAY(pick->arena, changes, struct draft_change);
	o->changes[i] = changes;
	for (size_t k = 0; k < changes; k++) {
		struct draft_change *kept = &o->change[i][k];

		*kept = change[k];
		kept->section = arena_str(pick->arena, kept->section);
		kept->title = arena_str(pick->arena, kept->title);
		o->item[kept->kind]++;
	}
}

static bool count_file(
    struct pick *pick, struct pick_outcome *o, size_t i, struct error *err)
{
	const struct pick_merged *m = &o->merged[i];
	struct draft_compared versions = {
		.settings = pick->settings,
		.base = { m->file->path, text_of(pick, m->file->base) },
		.ours = { m->slot->path, text_of(pick, m->before) },
		.theirs = { m->file->path, m->file->theirs },
		.result = { m->slot->path, text_of(pick, m->slot->text) },
	};
	struct arena arena = { 0 };
	struct draft_change *change;
	size_t changes;
	bool ok = draft_compare(&arena, &versions, &change, &changes, err);

	if (ok)
		keep_changes(pick, o, i, change, changes);
	arena_release(&arena);
	return ok;
}

bool pick_count(struct pick *pick, struct error *err)
{
	for (size_t i = 0; i < pick->outcomes; i++) {
		struct pick_outcome *o = &pick->outcome[i];

		memset(o->item, 0, sizeof(o->item));
		o->change =
		    ARENA_ARRAY(pick->arena, o->merges, struct draft_change *);
		o->changes = ARENA_ARRAY(pick->arena, o->merges, size_t);
		for (size_t k = 0; o->taken && k < o->merges; k++)
			if (!count_file(pick, o, k, err))
				return false;
	}
	return true;
}
