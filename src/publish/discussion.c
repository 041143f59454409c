#include "publish/discussion.h"

#include "base/pattern.h"
#include "base/url.h"
#include "model/line.h"

#define COMMENT "<!-- discussion: "
#define COMMENT_END " -->"

/* ---------------------------------------------------------------------- looking */

bool discussion_fits(
    const struct settings *settings, struct str url, struct error *err)
{
	const struct str_list *links = &settings->discussion.links;
	struct arena arena = { 0 };
	bool fits;

	if (!str_starts(url, STR("https://")) &&
	    !str_starts(url, STR("http://")))
		return error_set(err,
		    "%.*s: expected the address of a discussion, which "
		    "begins with https://",
		    STR_ARG(str_sub(url, 0, 200)));
	for (size_t i = 0; i < url.len; i++)
		if (url.at[i] <= ' ' || str_find_char(STR("()<>\\\"\x7f"),
					    url.at[i], 0) != STR_NONE)
			return error_set(err,
			    "the address of a discussion has no blanks, "
			    "brackets, quotes and backslashes");
	fits = links->count == 0 ||
	       patterns_match_address(links, url_canonical(&arena, url));
	arena_release(&arena);
	return fits || error_set(err,
			   "%.*s: it leads to none of the places that "
			   "`discussion.links` in the settings names",
			   STR_ARG(str_sub(url, 0, LIMIT_ERROR / 2)));
}

static size_t line_start(struct str text, size_t at)
{
	while (at > 0 && text.at[at - 1] != '\n')
		at--;
	return at;
}

static void take_link(const struct settings *settings, struct str text,
    const struct item_link *link, struct discussion *d)
{
	size_t end = str_find_char(text, '\n', link->end);
	struct error why;

	d->offset = line_start(text, link->offset);
	d->end = end == STR_NONE ? text.len : end;
	while (d->end > d->offset && text.at[d->end - 1] == '\r')
		d->end--;
	d->line = str_sub(text, d->offset, d->end);
	d->url = link->url;
	d->state = discussion_fits(settings, link->url, &why)
		       ? DISCUSSION_LINKED
		       : DISCUSSION_OPEN;
}

static void take_comment(struct str text, struct discussion *d)
{
	size_t at = str_find(text, STR(COMMENT), 0), end;

	if (at == STR_NONE)
		return;
	end = str_find(text, STR(COMMENT_END), at);
	if (end == STR_NONE)
		return;
	d->state = DISCUSSION_HIDDEN;
	d->offset = at;
	d->end = end + sizeof(COMMENT_END) - 1;
	d->line = str_sub(text, at + sizeof(COMMENT) - 1, end);
}

/* "[text](URL)": where the address stands in the line. */
static bool find_target(struct discussion *d)
{
	size_t open = str_find(d->line, STR("]("), 0), close;

	if (open == STR_NONE)
		return false;
	close = str_find_char(d->line, ')', open);
	if (close == STR_NONE)
		return false;
	d->url_at = open + 2;
	d->url = str_sub(d->line, open + 2, close);
	return true;
}

/* "Discuss on ...", alone in a paragraph of the issue; of several the last. */
static bool find_line(
    struct arena *arena, const struct md_node *root, struct item_link *ret_link)
{
	bool found = false;

	for (const struct md_node *block = root->first; block != NULL;
	     block = block->next) {
		struct line line;

		if (block->kind != MD_PARAGRAPH)
			continue;
		line = line_of_block(arena, block);
		for (size_t i = 0; i < line.links && line_is_links(line); i++) {
			if (!str_starts_fold(
				line.link[i].text, STR("discuss")) ||
			    line.link[i].offset == MD_UNKNOWN)
				continue;
			*ret_link = line.link[i];
			found = true;
		}
	}
	return found;
}

bool discussion_find(struct arena *arena, const struct settings *settings,
    struct source source, struct discussion *ret_discussion, struct error *err)
{
	struct discussion d = { .state = DISCUSSION_NONE };
	struct item_link link;
	struct issue issue;

	if (issue_read(arena, source, settings, &issue) != ISSUE_OK)
		return error_set(err,
		    "%s: its links or nesting expand beyond all measure",
		    source.path);
	if (find_line(arena, issue.tree.root, &link))
		take_link(settings, source.text, &link, &d);
	else
		take_comment(source.text, &d);
	if (d.state != DISCUSSION_NONE && !find_target(&d))
		d.state = DISCUSSION_NONE;
	*ret_discussion = d;
	return true;
}

/* --------------------------------------------------------------------- changing */

struct edit discussion_hide(struct arena *arena, const struct discussion *d)
{
	/* What ends a comment early would show the rest. */
	bool can = str_find(d->line, STR("--"), 0) == STR_NONE;

	return (struct edit){
		.offset = d->offset,
		.remove = d->end - d->offset,
		.insert = can ? arena_printf(arena, COMMENT "%.*s" COMMENT_END,
				    STR_ARG(d->line))
			      : arena_str(arena, d->line),
	};
}

struct edit discussion_link(
    struct arena *arena, const struct discussion *d, struct str url)
{
	return (struct edit){
		.offset = d->offset,
		.remove = d->end - d->offset,
		.insert = arena_printf(arena, "%.*s%.*s%.*s",
		    STR_ARG(str_sub(d->line, 0, d->url_at)), STR_ARG(url),
		    STR_ARG(
			str_sub(d->line, d->url_at + d->url.len, d->line.len))),
	};
}
