#include "draft/draft.h"

#include "newsletter/newsletter.h"

static bool fail_several(struct arena *arena, const char *const *path,
    size_t count, struct error *err)
{
	const char *list = path[0];

	for (size_t i = 1; i < count; i++)
		list = arena_printf(arena, "%s, %s", list, path[i]).at;
	return error_set(
	    err, "there are %zu drafts; name one of %s", count, list);
}

bool draft_find(struct arena *arena, const struct settings *settings,
    const char *path, const char **ret_path, struct error *err)
{
	struct str folder = settings->folders.drafts;
	const char *const *paths;
	size_t count;

	if (path != NULL) {
		*ret_path = path;
		return true;
	}
	if (!newsletter_issues(arena, settings, folder, &paths, &count, err))
		return false;
	if (count == 0)
		return error_set(err,
		    "there is no draft in %.*s; `sennight draft new` makes one",
		    STR_ARG(folder));
	if (count > 1)
		return fail_several(arena, paths, count, err);
	*ret_path = paths[0];
	return true;
}

bool draft_read(struct arena *arena, const struct settings *settings,
    struct source source, struct issue *ret_issue, struct error *err)
{
	if (issue_read(arena, source, settings, ret_issue) == ISSUE_OK)
		return true;
	return error_set(err,
	    "cannot read %s: its links or nesting expand beyond all measure",
	    source.path);
}
