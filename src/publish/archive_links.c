#include <stdlib.h>

#include "base/limits.h"
#include "base/url.h"
#include "model/issue.h"
#include "publish/archive.h"

/* A link, and what it is compared by. */
struct outgoing {
	struct str url, canonical;
};

static int by_canonical(const void *left, const void *right)
{
	const struct outgoing *a = left, *b = right;
	int order = str_cmp(a->canonical, b->canonical);

	return order != 0 ? order : str_cmp(a->url, b->url);
}

/* As it is asked for; unset if nobody could. */
static struct str askable(struct arena *arena, struct str target)
{
	struct str page = str_take(&target, '#'), url;
	struct strbuf encoded;

	strbuf_init(&encoded, LIMIT_URL);
	url_add_encoded(&encoded, page);
	url = encoded.full ? (struct str){ 0 }
			   : arena_str(arena, strbuf_str(&encoded));
	strbuf_release(&encoded);
	return url_is_web(url) ? url : (struct str){ 0 };
}

/* Is it the page `top`, a canonical address, or one below it? */
static bool is_below(struct str canonical, struct str top)
{
	return top.len > 0 && str_starts(canonical, top) &&
	       (canonical.len == top.len || canonical.at[top.len] == '/' ||
		   canonical.at[top.len] == '?');
}

static void sort_out(
    struct arena *arena, struct outgoing *all, size_t count, struct str_list *l)
{
	l->item = ARENA_ARRAY(arena, count + 1, struct str);
	if (count > 0)
		qsort(all, count, sizeof(*all), by_canonical);
	for (size_t i = 0; i < count; i++)
		if (i == 0 || !str_eq(all[i].canonical, all[i - 1].canonical))
			l->item[l->count++] = all[i].url;
}

bool archive_links(struct arena *arena, const struct settings *settings,
    struct str file, struct str_list *ret_links, struct error *err)
{
	struct str own = url_canonical(arena, settings->address);
	struct str archive = url_canonical(arena, settings->archive.address);
	struct outgoing *all = NULL;
	size_t count = 0;
	struct header header;
	struct md_tree tree;
	size_t body = header_read(arena, file, &header);

	*ret_links = (struct str_list){ 0 };
	if (md_tree_parse(arena, file, body, &tree) != MD_OK)
		return error_set(err, "the issue is too deeply nested");
	for (const struct md_node *at = tree.root; at != NULL;
	     at = md_walk(tree.root, at)) {
		struct outgoing link;

		if (at->kind != MD_LINK)
			continue;
		link.url = askable(arena, at->target);
		link.canonical = url_canonical(arena, link.url);
		if (link.url.len == 0 || is_below(link.canonical, own) ||
		    is_below(link.canonical, archive))
			continue;
		all = ARENA_GROW(arena, all, count);
		all[count++] = link;
	}
	sort_out(arena, all, count, ret_links);
	return true;
}
