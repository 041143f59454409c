/* pick_patch: from files of patches to heads. */
#include "git/pick_priv.h"

bool pick_patches(struct pick_search *s, const char *path)
{
	return error_set(s->err, "%s: patches are not read yet", path);
}
