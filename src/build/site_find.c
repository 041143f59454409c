/* The issue that somebody names: by number, date, slug or path. */
#include <string.h>

#include "base/file.h"
#include "build/site.h"

static bool is_named(const struct site_issue *issue, const char *name)
{
	struct str text = str_of(name);
	struct date date;
	uint64_t number;

	if (strcmp(issue->file->path, path_plain(name)) == 0 ||
	    str_eq(issue->slug, text))
		return true;
	if (str_to_number(text, INT64_MAX, &number))
		return issue->number == (int64_t)number;
	return date_parse(text, false, &date) &&
	       date_cmp(issue->date, date) == 0;
}

bool site_find_issue(const struct site *site, const char *name,
    struct site_issue **ret_issue, struct error *err)
{
	struct site_issue *found = NULL;

	for (size_t i = 0; i < site->issues_and_drafts; i++) {
		struct site_issue *issue = &site->issue[i];

		if (!is_named(issue, name))
			continue;
		if (found != NULL)
			return error_set(err,
			    "%s names more than one issue, %s and %s; name one "
			    "by its path",
			    name, found->file->path, issue->file->path);
		found = issue;
	}
	if (found == NULL)
		return error_set(err,
		    "there is no issue %s; name one by its number, its date "
		    "(2026-08-19), its slug or its path",
		    name);
	*ret_issue = found;
	return true;
}
