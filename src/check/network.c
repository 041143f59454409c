#include "check/network.h"

#include <stdlib.h>

#include "base/text.h"
#include "base/url.h"
#include "check/rules.h"

/* Invariant: sorted by address. */
struct probes {
	const struct probe_result **result;
	size_t count;
};

/* -------------------------------------------------------------- the links */

static bool can_be_followed(const struct checked_link *link)
{
	struct str url = link->node->target;

	return link->node->kind == MD_LINK &&
	       link->node->offset != MD_UNKNOWN &&
	       (str_starts_fold(url, STR("https://")) ||
		   str_starts_fold(url, STR("http://"))) &&
	       str_find_char(url, '\n', 0) == STR_NONE;
}

/* Is it the link of an item: what the item says is its page's title? */
static bool is_title(const struct checker *c, const struct checked_link *link)
{
	const struct item *item;

	if (link->item == STR_NONE)
		return false;
	item = &c->issue->section[link->section].item[link->item];
	return item->kind == ITEM_LINK && item->links == 1;
}

void network_keep_links(struct checker *c, struct facts *facts)
{
	for (size_t i = 0; i < c->links; i++) {
		const struct checked_link *link = &c->link[i];

		if (!can_be_followed(link))
			continue;
		facts->outgoing =
		    ARENA_GROW(c->keep, facts->outgoing, facts->outgoings);
		facts->outgoing[facts->outgoings++] = (struct outgoing){
			.url = arena_str(c->keep, link->node->target),
			.text = arena_str(
			    c->keep, md_plain_text(c->arena, link->node)),
			.item = is_title(c, link),
			.offset = link->node->offset,
			.end = link->node->end,
			.target = link->offset,
			.target_end = link->end,
		};
	}
}

static int by_text(const void *left, const void *right)
{
	return str_cmp(*(const struct str *)left, *(const struct str *)right);
}

void network_add_addresses(struct strbuf *out, const struct archive *archive)
{
	struct arena arena = { 0 };
	struct str_list all = { 0 };

	for (size_t i = 0; i < archive->issues; i++)
		for (size_t k = 0; k < archive->issue[i].outgoings; k++) {
			all.item = ARENA_GROW(&arena, all.item, all.count);
			all.item[all.count++] =
			    archive->issue[i].outgoing[k].url;
		}
	if (all.count > 0)
		qsort(all.item, all.count, sizeof(*all.item), by_text);
	for (size_t i = 0; i < all.count; i++) {
		if (i > 0 && str_eq(all.item[i], all.item[i - 1]))
			continue;
		strbuf_add(out, all.item[i]);
		strbuf_add_char(out, '\n');
	}
	arena_release(&arena);
}

/* ------------------------------------------------------------- the results */

static int by_url(const void *left, const void *right)
{
	const struct probe_result *const *a = left, *const *b = right;

	return str_cmp((*a)->url, (*b)->url);
}

const struct probes *network_probes(
    struct arena *arena, const struct probe_results *results)
{
	struct probes *probes = ARENA_NEW(arena, struct probes);

	probes->result =
	    ARENA_ARRAY(arena, results->count + 1, const struct probe_result *);
	for (size_t i = 0; i < results->count; i++)
		probes->result[probes->count++] = &results->result[i];
	if (probes->count > 0)
		qsort(probes->result, probes->count, sizeof(*probes->result),
		    by_url);
	return probes;
}

static const struct probe_result *probe_of(
    const struct probes *probes, struct str url)
{
	size_t low = 0, high = probes->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = str_cmp(probes->result[middle]->url, url);

		if (order == 0)
			return probes->result[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* --------------------------------------------------------------- the rules */

typedef void look_at_probe(struct checker *c, const struct outgoing *link,
    const struct probe_result *probe);

static void look_at_links(struct checker *c, look_at_probe *look)
{
	for (size_t i = 0; i < c->facts->outgoings; i++) {
		const struct outgoing *link = &c->facts->outgoing[i];
		const struct probe_result *probe =
		    probe_of(c->probes, link->url);

		if (probe != NULL)
			look(c, link, probe);
	}
}

static void find_dead(struct checker *c, const struct outgoing *link,
    const struct probe_result *probe)
{
	if (probe->state == PROBE_DEAD)
		check_found(c, link->offset, link->end, "%.*s: %.*s",
		    STR_ARG(link->url), STR_ARG(probe->why));
}

static void look_dead(struct checker *c)
{
	look_at_links(c, find_dead);
}

/* A fragment is not sent, and so not in the address that comes back. */
static struct str with_fragment(
    struct arena *arena, struct str to, struct str url)
{
	struct str fragment = url_split(url).fragment;

	if (fragment.len == 0 || url_split(to).fragment.at != NULL)
		return to;
	return arena_printf(arena, "%.*s#%.*s", STR_ARG(to), STR_ARG(fragment));
}

static void find_moved(struct checker *c, const struct outgoing *link,
    const struct probe_result *probe)
{
	struct finding *f;
	struct strbuf encoded;
	struct str to;

	if (probe->state != PROBE_MOVED || probe->to.len == 0)
		return;
	to = with_fragment(c->arena, probe->to, link->url);
	f = check_found(c, link->offset, link->end, "to %.*s", STR_ARG(to));
	if (link->target == MD_UNKNOWN)
		return;
	strbuf_init(&encoded, LIMIT_URL);
	url_add_encoded(&encoded, to);
	if (!encoded.full && strchr(encoded.buf, '(') == NULL &&
	    strchr(encoded.buf, ')') == NULL)
		check_fix(c, f, false, link->target,
		    link->target_end - link->target, strbuf_str(&encoded));
	strbuf_release(&encoded);
}

static void look_moved(struct checker *c)
{
	look_at_links(c, find_moved);
}

/* Is a word of at least four letters of `text` in `title` too?  Both are
 * folded; no long word at all counts as one. */
static bool shares_word(struct str text, struct str title)
{
	bool any = false;

	for (size_t at = 0; at < text.len;) {
		size_t from = at, letters = 0, next = at;

		while (at < text.len && text_is_word(text_next(text, &next))) {
			at = next;
			letters++;
		}
		if (letters >= 4) {
			any = true;
			if (str_find(title, str_sub(text, from, at), 0) !=
			    STR_NONE)
				return true;
		}
		if (at < text.len)
			at = next > at ? next : at + 1;
	}
	return !any;
}

static struct str folded(struct arena *arena, struct str text)
{
	struct strbuf out;
	struct str result;

	strbuf_init(&out, LIMIT_SMALL_FILE);
	text_add_folded(&out, text);
	result = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return result;
}

static void find_other_title(struct checker *c, const struct outgoing *link,
    const struct probe_result *probe)
{
	if (!link->item || probe->title.len == 0 ||
	    (probe->state != PROBE_ALIVE && probe->state != PROBE_MOVED) ||
	    shares_word(
		folded(c->arena, link->text), folded(c->arena, probe->title)))
		return;
	check_found(
	    c, link->offset, link->end, "\"%.*s\"", STR_ARG(probe->title));
}

static void look_title(struct checker *c)
{
	look_at_links(c, find_other_title);
}

static const struct rule rules[] = {
	{
	    .id = "link-dead",
	    .level = CHECK_ERROR,
	    .message = "the link leads nowhere",
	    .advice = "Correct the address, or name a copy of the page.",
	    .why = "Only what is certainly gone is found: pages that answer "
		   "404 or 410, and hosts that do not exist. Pages that let no "
		   "programs in, and hosts that did not answer today, are not.",
	    .bad = "* [A pier](https://pier.example/gone)\n",
	    .good = "* [A pier](https://pier.example/)\n",
	    .network = true,
	    .look.archive = look_dead,
	},
	{
	    .id = "link-moved",
	    .level = CHECK_INFO,
	    .message = "the page has moved for good",
	    .advice = "Link to its new address.",
	    .why = "Found only where every redirect says that it is permanent.",
	    .bad = "* [A pier](http://pier.example/old)\n",
	    .good = "* [A pier](https://pier.example/new)\n",
	    .network = true,
	    .look.archive = look_moved,
	},
	{
	    .id = "link-other-title",
	    .level = CHECK_INFO,
	    .message = "the page has quite another title",
	    .advice = "See whether it is the page that was meant.",
	    .why = "Found where the text of an item and the title of its page "
		   "share no word of four letters.",
	    .bad = "* [A history of piers](https://pier.example/quays)\n",
	    .good = "* [A history of quays](https://pier.example/quays)\n",
	    .network = true,
	    .look.archive = look_title,
	},
};

const struct rule_family family_network = {
	.name = "network",
	.title = "Links that were followed",
	.rule = rules,
	.rules = sizeof(rules) / sizeof(rules[0]),
};
