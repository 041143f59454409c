#include "draft/merge_resolve.h"

#include "draft/merge_groups.h"
#include "draft/merge_words.h"

/* Equal but for blanks and the bullet. */
static bool alike(const struct unit *a, const struct unit *b)
{
	return a->key[KEY_TEXT] == b->key[KEY_TEXT];
}

static void keep(struct node *node, const struct unit *unit)
{
	node->fate = FATE_KEEP;
	node->text = unit->text;
}

static void conflict(struct node *node)
{
	const struct unit *ours = node->unit[OURS];
	const struct unit *theirs = node->unit[THEIRS];

	node->fate = FATE_CONFLICT;
	node->ours = ours != NULL ? ours->text : STR("");
	node->theirs = theirs != NULL ? theirs->text : STR("");
}

/* One text that has the edits of both sides; "" if nothing is left. */
static bool merge_texts(struct arena *arena, const struct unit *base,
    const struct unit *ours, const struct unit *theirs, struct str *ret_text)
{
	if (ours->none &&
	    merge_groups(arena, base->text, ours->text, theirs->text, ret_text))
		return true;
	return merge_words(
	    arena, base->text, ours->text, theirs->text, ret_text);
}

/* All three have it. */
static void decide_edits(struct merge *merge, struct node *node)
{
	const struct unit *base = node->unit[BASE], *ours = node->unit[OURS];
	const struct unit *theirs = node->unit[THEIRS];

	if (str_eq(theirs->text, base->text) ||
	    (!str_eq(ours->text, base->text) &&
		(alike(theirs, base) || alike(theirs, ours))))
		keep(node, ours);
	else if (alike(ours, base))
		keep(node, theirs);
	else if (merge_texts(merge->arena, base, ours, theirs, &node->text))
		node->fate = node->text.len > 0 ? FATE_KEEP : FATE_DROP;
	else
		conflict(node);
}

/*
 * Both sides added it.  One stays, for it is the link that counts: the one
 * with more words if it has all of the other's, else that of ours.  But no
 * link may get lost, and all words of what is no item count.
 */
static void decide_twins(struct node *node)
{
	const struct unit *ours = node->unit[OURS];
	const struct unit *theirs = node->unit[THEIRS];
	bool same_links =
	    ours->kind == UNIT_ITEM &&
	    (ours->none || ours->key[KEY_LINKS] == theirs->key[KEY_LINKS]);
	bool has_more = alike(ours, theirs) || merge_words_within(theirs->text,
						   ours->text, !same_links);
	bool has_less = !has_more && merge_words_within(
					 ours->text, theirs->text, !same_links);

	if (has_more || has_less || same_links)
		keep(node, has_less ? theirs : ours);
	else
		conflict(node);
}

/* One side removed what the base has. */
static void decide_removal(struct node *node, const struct unit *left)
{
	if (alike(left, node->unit[BASE]) || left->none)
		node->fate = FATE_DROP;
	else
		conflict(node);
}

static void decide(struct merge *merge, struct node *node)
{
	const struct unit *ours = node->unit[OURS];
	const struct unit *theirs = node->unit[THEIRS];

	if (node->fate != FATE_OPEN)
		return;
	if (ours == NULL && theirs == NULL)
		node->fate = FATE_DROP;
	else if (node->unit[BASE] != NULL && ours != NULL && theirs != NULL)
		decide_edits(merge, node);
	else if (node->unit[BASE] != NULL)
		decide_removal(node, ours != NULL ? ours : theirs);
	else if (ours != NULL && theirs != NULL)
		decide_twins(node);
	else
		keep(node, ours != NULL ? ours : theirs);
}

void merge_resolve(struct merge *merge)
{
	for (enum merge_side side = BASE; side < SIDES; side++) {
		struct version *v = &merge->version[side];

		for (size_t i = 0; i < v->units; i++)
			decide(merge, v->unit[i].node);
	}
}
