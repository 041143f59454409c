/* Any bytes give a tree whose ranges lie inside the file and nest. */
#include <assert.h>

#include "model/markdown.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct str file =
	    arena_str(&arena, (struct str){ (const char *)data, size });
	struct md_tree tree;

	if (md_tree_parse(&arena, file, 0, &tree) == MD_OK) {
		for (const struct md_node *n = tree.root; n != NULL;
		     n = md_walk(tree.root, n)) {
			assert((n->offset == MD_UNKNOWN) ==
			       (n->end == MD_UNKNOWN));
			assert(n->offset == MD_UNKNOWN ||
			       (n->offset <= n->end && n->end <= size));
		}
		md_plain_text(&arena, tree.root);
	}
	arena_release(&arena);
	return 0;
}
