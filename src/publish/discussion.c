#include "publish/discussion.h"

#include "base/limits.h"
#include "base/pattern.h"
#include "base/text.h"
#include "base/url.h"
#include "model/item_write.h"
#include "model/line.h"
#include "model/md_target.h"

#define MARK " discussion: "
#define COMMENT "<!--" MARK
#define COMMENT_END " -->"

#define ODD                                                       \
	"the address of a discussion has a host, and no blanks, " \
	"brackets, quotes and backslashes"

/* ---------------------------------------------------------------------- looking */

/* What no address of a discussion needs, and what a link, or the line of a
 * terminal that it is shown in, could be ended or turned by. */
static bool has_odd_characters(struct str url)
{
	for (size_t at = 0; at < url.len;) {
		uint32_t c = text_next(url, &at);

		if (c == TEXT_INVALID || text_is_forbidden(c) ||
		    text_turns(c) ||
		    (c < 0x80 &&
			str_find_char(STR("()\\`"), (char)c, 0) != STR_NONE))
			return true;
	}
	return false;
}

bool discussion_fits(
    const struct settings *settings, struct str url, struct error *err)
{
	const struct str_list *links = &settings->discussion.links;
	struct arena arena = { 0 };
	bool fits;

	if (has_odd_characters(url))
		return error_set(err, ODD);
	if (!str_starts(url, STR("https://")) &&
	    !str_starts(url, STR("http://")))
		return error_set(err,
		    "%.*s: expected the address of a discussion, which "
		    "begins with https://",
		    STR_ARG(str_sub(url, 0, text_boundary(url, 200))));
	if (!url_is_web(url))
		return error_set(err, ODD);
	fits = links->count == 0 ||
	       patterns_match_address(links, url_canonical(&arena, url));
	arena_release(&arena);
	return fits || error_set(err,
			   "%.*s: it leads to none of the places that "
			   "`discussion.links` in the settings names",
			   STR_ARG(str_sub(
			       url, 0, text_boundary(url, LIMIT_ERROR / 2))));
}

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

/* The last link whose text begins so; NULL if there is none. */
static const struct md_node *last_link(
    struct arena *arena, const struct md_node *block, struct str word)
{
	const struct md_node *found = NULL;

	for (const struct md_node *at = block; at != NULL;
	     at = md_walk(block, at))
		if (at->kind == MD_LINK && at->offset != MD_UNKNOWN &&
		    str_starts_fold(md_plain_text(arena, at), word))
			found = at;
	return found;
}

/* Where it leads, and the bytes of the tree's file that say so.  False if that
 * is said elsewhere, in a definition. */
static bool take_target(struct arena *arena, const struct md_tree *tree,
    const struct md_node *link, struct discussion *d)
{
	const struct md_target target =
	    md_target_of(md_labels_make(arena, tree), tree, link);
	struct str rest;

	if (target.offset == MD_UNKNOWN || target.reference != NULL)
		return false;
	d->url = link->target;
	d->url_at = target.offset;
	d->url_end = target.end;
	rest = str_sub(tree->file, target.offset, link->end);
	if (d->url_at == d->url_end && str_starts(rest, STR("<>")))
		d->url_end = d->url_at += 1;
	return true;
}

static bool take_link(struct arena *arena, const struct settings *settings,
    const struct md_tree *tree, const struct md_node *link,
    struct discussion *d)
{
	struct str text = tree->file;
	struct error why;

	if (!take_target(arena, tree, link, d))
		return false;
	d->offset = link->offset;
	while (d->offset > 0 && !is_line_end(text.at[d->offset - 1]))
		d->offset--;
	d->end = link->end;
	while (d->end < text.len && !is_line_end(text.at[d->end]))
		d->end++;
	d->line = str_sub(text, d->offset, d->end);
	d->url_at -= d->offset;
	d->url_end -= d->offset;
	d->state = discussion_fits(settings, d->url, &why) ? DISCUSSION_LINKED
							   : DISCUSSION_OPEN;
	return true;
}

/* Read what it hides as if it stood there. */
static bool take_comment(
    struct arena *arena, const struct md_comment *comment, struct discussion *d)
{
	struct str inner = comment->text, copy;
	const struct md_node *link;
	struct md_tree tree;
	size_t blanks;

	if (!comment->closed || !str_starts(inner, STR(MARK)) ||
	    !str_ends(inner, STR(" ")))
		return false;
	inner = str_sub(inner, sizeof(MARK) - 1, inner.len - 1);
	copy = arena_str(arena, str_trim(inner));
	blanks = inner.len - str_trim_left(inner).len;
	if (copy.len == 0 || md_tree_parse(arena, copy, 0, &tree) != MD_OK)
		return false;
	link = last_link(arena, tree.root, STR("discuss"));
	if (link == NULL)
		link = last_link(arena, tree.root, STR(""));
	if (link == NULL || !take_target(arena, &tree, link, d))
		return false;
	d->state = DISCUSSION_HIDDEN;
	d->offset = comment->offset;
	d->end = comment->end;
	d->line = inner;
	d->url_at += blanks;
	d->url_end += blanks;
	return true;
}

/* "Discuss on ...", in a paragraph of links alone; of several the last. */
static const struct md_node *find_line(
    struct arena *arena, const struct md_node *root)
{
	const struct md_node *found = NULL, *link;

	MD_EACH_CHILD (block, root) {
		if (block->kind != MD_PARAGRAPH ||
		    !line_is_links(line_of_block(arena, block)))
			continue;
		link = last_link(arena, block, STR("discuss"));
		if (link != NULL)
			found = link;
	}
	return found;
}

bool discussion_find(struct arena *arena, const struct settings *settings,
    struct source source, struct discussion *ret_discussion, struct error *err)
{
	struct discussion d = { .state = DISCUSSION_NONE };
	const struct md_node *link;
	const struct md_tree *tree;
	struct issue issue;
	bool found = false;

	if (issue_read(arena, source, settings, &issue) != ISSUE_OK)
		return error_set(err,
		    "%s: its links or nesting expand beyond all measure",
		    source.path);
	tree = &issue.tree;
	link = find_line(arena, tree->root);
	if (link != NULL)
		found = take_link(arena, settings, tree, link, &d);
	for (size_t i = 0; link == NULL && !found && i < tree->comments; i++)
		found = take_comment(arena, &tree->comment[i], &d);
	*ret_discussion =
	    found ? d : (struct discussion){ .state = DISCUSSION_NONE };
	return true;
}

/* --------------------------------------------------------------------- changing */

/* Replace all of it by three texts, which may hold any bytes. */
static struct edit replace(struct arena *arena, const struct discussion *d,
    struct str before, struct str text, struct str after)
{
	struct edit edit = { d->offset, d->end - d->offset, STR("") };
	struct strbuf out;

	strbuf_init(&out, LIMIT_ISSUE_FILE);
	strbuf_add(&out, before);
	strbuf_add(&out, text);
	strbuf_add(&out, after);
	edit.insert = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return edit;
}

struct edit discussion_hide(struct arena *arena, const struct discussion *d)
{
	/* What ends a comment early would show the rest. */
	if (str_find(d->line, STR("--"), 0) != STR_NONE)
		return replace(arena, d, STR(""), d->line, STR(""));
	return replace(arena, d, STR(COMMENT), d->line, STR(COMMENT_END));
}

struct edit discussion_link(
    struct arena *arena, const struct discussion *d, struct str url)
{
	struct strbuf target;
	struct edit edit;

	strbuf_init(&target, LIMIT_ISSUE_FILE);
	md_add_target(&target, url);
	edit = replace(arena, d, str_sub(d->line, 0, d->url_at),
	    strbuf_str(&target), str_sub(d->line, d->url_end, d->line.len));
	strbuf_release(&target);
	return edit;
}
