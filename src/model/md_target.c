#include "model/md_target.h"

#include "model/md_priv.h"

const struct md_labels *md_labels_make(
    struct arena *arena, const struct md_tree *tree)
{
	struct md_labels *labels = ARENA_NEW(arena, struct md_labels);

	md_labels_init(labels, arena, tree);
	return labels;
}

static struct md_target target_of_slice(
    const struct md_tree *tree, struct str slice)
{
	size_t offset = (size_t)(slice.at - tree->file.at);

	return (struct md_target){ offset, offset + slice.len, NULL };
}

/* The ]( of a link is the last one from which a tail leads to its end. */
static bool inline_target(const struct md_tree *tree,
    const struct md_node *node, struct md_target *ret_target)
{
	struct str file = tree->file, slice;
	size_t end;

	for (size_t at = node->end; at-- > node->offset + 1;) {
		if (file.at[at] != '(' || file.at[at - 1] != ']')
			continue;
		if (!md_inline_tail(file, at, &end, &slice) || end != node->end)
			continue;
		if (slice.len == 0)
			slice = str_sub(file, at + 1, at + 1);
		*ret_target = target_of_slice(tree, slice);
		return true;
	}
	return false;
}

/* [text][label], [label][] or [label]. */
static const struct md_reference *named_reference(
    const struct md_labels *labels, struct str source)
{
	size_t open = source.len;
	struct str label;

	while (open > 0 && source.at[open - 1] != '[')
		open--;
	label = str_sub(source, open, source.len - 1);
	if (label.len == 0 && open >= 3)
		label = str_sub(source, 1, open - 2);
	if (md_labels_find(labels, label) == NULL && source.len > 2)
		label = str_sub(source, 1, source.len - 1);
	return md_labels_find(labels, label);
}

struct md_target md_target_of_reference(
    const struct md_tree *tree, const struct md_reference *reference)
{
	struct md_target t = { MD_UNKNOWN, MD_UNKNOWN, reference };
	size_t at = md_label_end(tree->file, reference->offset);

	if (at == STR_NONE)
		return t;
	at++; /* the colon */
	while (at < reference->end &&
	       (char_is_space(tree->file.at[at]) || tree->file.at[at] == '>'))
		at++;
	if (at < reference->end && tree->file.at[at] == '<')
		at++;
	t.offset = at;
	while (at < reference->end && !char_is_space(tree->file.at[at]) &&
	       tree->file.at[at] != '>')
		at++;
	t.end = at;
	return t;
}

struct md_target md_target_of(const struct md_labels *labels,
    const struct md_tree *tree, const struct md_node *node)
{
	struct md_target t = { MD_UNKNOWN, MD_UNKNOWN, NULL };
	struct str source = md_source(tree, node);
	const struct md_reference *reference;

	if (source.len < 2)
		return t;
	if (source.at[0] == '<')
		return target_of_slice(
		    tree, str_sub(source, 1, source.len - 1));
	if (source.at[source.len - 1] == ')') {
		inline_target(tree, node, &t);
		return t;
	}
	reference = named_reference(labels, source);
	if (reference == NULL || !str_eq(reference->target, node->target))
		return t;
	return md_target_of_reference(tree, reference);
}
