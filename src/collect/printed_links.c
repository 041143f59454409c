#include "collect/printed_links.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/url.h"
#include "collect/url_table.h"
#include "model/link_scan.h"
#include "newsletter/newsletter.h"

struct printed_links {
	const char *const *path;
	/* Of each link the last issue that has it, and the line there: one
	 * behind the other in 64 bits. */
	struct url_table table;
};

static void scan_issue(
    struct printed_links *links, uint32_t issue, struct str text)
{
	uint32_t number = 0;
	struct str url;

	while (text.at != NULL) {
		struct str line = str_take(&text, '\n');
		size_t at = 0;

		number++;
		while (link_scan(line, &at, &url))
			if (url_is_web(url))
				url_table_put(&links->table, url,
				    (uint64_t)issue << 32 | number);
	}
}

bool printed_links_read(struct arena *arena, const struct settings *settings,
    struct printed_links **ret_links, struct error *err)
{
	struct printed_links *links = ARENA_NEW(arena, struct printed_links);
	struct arena scratch = { 0 };
	size_t count = 0;
	bool ok = newsletter_issues(arena, settings, settings->folders.content,
	    &links->path, &count, err);

	links->table = url_table_make(arena);
	for (size_t i = 0; ok && i < count; i++) {
		struct str text;

		ok = file_read(
		    links->path[i], LIMIT_ISSUE_FILE, &scratch, &text, err);
		if (ok)
			scan_issue(links, (uint32_t)i, text);
		arena_reset(&scratch);
	}
	arena_release(&scratch);
	*ret_links = links;
	return ok;
}

bool printed_links_find(const struct printed_links *links, struct str url,
    struct printed_link *ret_link)
{
	uint64_t where;

	if (!url_table_find(&links->table, url, &where))
		return false;
	*ret_link = (struct printed_link){ links->path[where >> 32],
		(size_t)(where & UINT32_MAX) };
	return true;
}
