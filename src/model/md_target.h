/*
 * md_target: where the address of a link stands in the file.
 */
#ifndef MODEL_MD_TARGET_H
#define MODEL_MD_TARGET_H

#include "model/markdown.h"

struct md_labels;

/* The labels of a tree's reference definitions, to be found fast. */
const struct md_labels *md_labels_make(
    struct arena *arena, const struct md_tree *tree);

/* Equal for labels that name the same definition. */
size_t md_label_key(struct str label);

struct md_target {
	/* The bytes of the address as written, without < and >: in the link
	 * itself, or in the definition that it names.  MD_UNKNOWN if the
	 * link's own place is. */
	size_t offset, end;
	const struct md_reference *reference; /* NULL for an inline link */
};

/* Of a MD_LINK or MD_IMAGE. */
struct md_target md_target_of(const struct md_labels *labels,
    const struct md_tree *tree, const struct md_node *node);

/* Of a definition. */
struct md_target md_target_of_reference(
    const struct md_tree *tree, const struct md_reference *reference);

#endif
