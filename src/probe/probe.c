#include "probe/probe.h"

#include <stdlib.h>
#include <time.h>

#include "base/html_sax.h"
#include "base/transfer.h"
#include "base/url.h"
#include "probe/judge.h"
#include "probe/title.h"

/* What we ask of others' machines, at most. */
enum {
	PARALLEL = 16,
	PARALLEL_PER_HOST = 2,
	/* Half a second where it is felt: requests catch up on the way. */
	PAUSE_MS = 550,
	CONNECT_MS = 10 * 1000,
	REDIRECTS = 10,
	WITNESSES = 3,
};

/* Some servers give pages only to those who say that they want them. */
static const char *const headers[] = {
	"Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8",
	"Accept-Language: en,*;q=0.5",
	NULL,
};

/* A link as it was given. */
struct link {
	struct str url;
	struct link *next; /* of the same page */
};

/* What is fetched: an address without its fragment. */
struct page {
	struct run *run;
	struct str url;
	struct link *link, *last;
	int tries;
	struct page *next; /* in the list of those without a host */
};

struct run {
	const struct probe_options *options;
	struct cache *cache;
	probe_tell *tell;
	void *data;
	struct transfers *transfers;
	struct arena arena; /* links and pages */
	struct page *page;
	size_t pages;
	/* Those whose name does not exist, until some name was found. */
	struct page *nameless;
	bool names_work;
	struct probe_summary summary;
};

/* Pages and their links. */

static struct str without_fragment(struct str url)
{
	return str_take(&url, '#');
}

static int by_page(const void *a, const void *b)
{
	const struct link *x = *(const struct link *const *)a;
	const struct link *y = *(const struct link *const *)b;
	int order = str_cmp(without_fragment(x->url), without_fragment(y->url));

	return order != 0 ? order : (x > y) - (x < y);
}

/* Pages in the order of their first links: issues mix hosts, and so nobody
 * waits for the pauses of one. */
static int by_first_link(const void *a, const void *b)
{
	const struct link *x = ((const struct page *)a)->link;
	const struct link *y = ((const struct page *)b)->link;

	return (x > y) - (x < y);
}

static void add_link(struct run *run, struct link *link)
{
	struct str url = without_fragment(link->url);
	struct page *page = run->pages > 0 ? &run->page[run->pages - 1] : NULL;

	if (page == NULL || !str_eq(page->url, url)) {
		page = &run->page[run->pages++];
		*page = (struct page){ .run = run, .url = url, .link = link };
	} else {
		page->last->next = link;
	}
	page->last = link;
}

static void make_pages(struct run *run, const struct str *url, size_t count)
{
	struct link *link = ARENA_ARRAY(&run->arena, count, struct link);
	struct link **sorted = ARENA_ARRAY(&run->arena, count, struct link *);

	run->page = ARENA_ARRAY(&run->arena, count, struct page);
	for (size_t i = 0; i < count; i++) {
		link[i].url = str_trim(url[i]);
		sorted[i] = &link[i];
	}
	if (count == 0)
		return;
	qsort(sorted, count, sizeof(*sorted), by_page);
	for (size_t i = 0; i < count; i++)
		add_link(run, sorted[i]);
	qsort(run->page, run->pages, sizeof(*run->page), by_first_link);
}

/* Telling. */

/* A link's fragment goes with the page to where it moved. */
static struct str with_fragment(
    struct arena *arena, struct str to, struct str link)
{
	struct str fragment = url_split(link).fragment;

	if (to.at == NULL || fragment.at == NULL ||
	    url_split(to).fragment.at != NULL)
		return to;
	return arena_printf(arena, "%.*s#%.*s", STR_ARG(to), STR_ARG(fragment));
}

static void tell_page(
    struct run *run, const struct page *page, const struct probe_result *result)
{
	for (const struct link *l = page->link; l != NULL; l = l->next) {
		struct probe_result one = *result;
		struct arena arena = { 0 };

		one.url = l->url;
		one.to = with_fragment(&arena, result->to, l->url);
		run->tell(&one, run->data);
		run->summary.links++;
		arena_release(&arena);
	}
}

static void remember(struct run *run, const struct probe_result *result)
{
	struct error err;

	if (!cache_add(run->cache, result, &err))
		run->summary.cache = err;
}

/* First in the cache: what was told must not be asked for again. */
static void tell_and_remember(struct run *run, const struct page *page,
    const struct probe_result *result, bool is_ours)
{
	if (!is_ours)
		remember(run, result);
	run->summary.out_of_reach += is_ours;
	tell_page(run, page, result);
}

static void tell_nameless(struct run *run)
{
	struct page *page = run->nameless;

	run->nameless = NULL;
	for (; page != NULL; page = page->next) {
		struct probe_result r = { .url = page->url,
			.state = PROBE_DEAD,
			.why = STR("There is no host of this name."),
			.checked = (int64_t)time(NULL) };

		if (!run->names_work) {
			r.state = PROBE_UNSURE;
			r.why = STR("Its name was not found, but no name was "
				    "found in this run.");
		}
		tell_and_remember(run, page, &r, !run->names_work);
	}
}

/* Fetching. */

/* Did a name lead to a machine? */
static bool shows_that_names_work(
    const struct transfer_result *r, const struct verdict *v)
{
	struct str first = r->hops > 0 ? r->hop[0].url : r->url;

	return v->is_met && !transfer_url_is_numeric(first);
}

static void be_done(const struct transfer_result *r, void *data);

static void fetch(struct page *page, int delay_ms)
{
	const struct transfer_request request = { .url = page->url,
		.delay_ms = delay_ms,
		.done = be_done,
		.data = page };

	page->tries++;
	transfers_add(page->run->transfers, &request);
}

static void conclude(struct page *page, const struct transfer_result *r,
    const struct verdict *v, struct arena *arena)
{
	struct probe_result result = { .url = page->url,
		.state = v->state,
		.status = r->status,
		.why = v->why,
		.checked = (int64_t)time(NULL) };
	bool there = v->state == PROBE_ALIVE || v->state == PROBE_MOVED;

	if (r->outcome == TRANSFER_HELD)
		result.status = 0;
	if (v->state == PROBE_MOVED)
		result.to = r->url;
	if (there && html_is_type(r->content_type))
		result.title = title_find(arena, r->body, r->content_type);
	page->run->summary.reached += v->is_met;
	tell_and_remember(page->run, page, &result, v->is_ours);
}

static void be_done(const struct transfer_result *r, void *data)
{
	struct page *page = data;
	struct run *run = page->run;
	struct arena arena = { 0 };
	struct verdict v = judge(&arena, r);

	if (!run->names_work && shows_that_names_work(r, &v)) {
		run->names_work = true;
		tell_nameless(run);
	}
	if (page->tries <= v.retries) {
		fetch(page, v.wait_ms);
	} else if (r->outcome == TRANSFER_NO_HOST && r->hops == 0 &&
		   !run->names_work) {
		page->next = run->nameless;
		run->nameless = page;
	} else {
		conclude(page, r, &v, &arena);
	}
	arena_release(&arena);
}

static void start(struct run *run)
{
	for (size_t i = 0; i < run->pages; i++) {
		struct page *page = &run->page[i];
		const struct probe_result *known =
		    cache_find(run->cache, page->url);

		if (known == NULL) {
			fetch(page, 0);
			continue;
		}
		tell_page(run, page, known);
		for (const struct link *l = page->link; l != NULL; l = l->next)
			run->summary.cached++;
	}
}

/* Links that were alive lately, for nothing but that their names are found. */
static void ask_witnesses(struct run *run)
{
	const struct cache *cache = run->cache;
	size_t asked = 0;

	for (size_t i = 0; i < cache->count && asked < WITNESSES; i++) {
		const struct probe_result *known = &cache->result[i];
		struct page *page;

		if (known->state != PROBE_ALIVE ||
		    transfer_url_is_numeric(known->url))
			continue;
		page = ARENA_NEW(&run->arena, struct page);
		*page = (struct page){ .run = run, .url = known->url };
		fetch(page, 0);
		asked++;
	}
}

void probe_run(const struct probe_options *options, struct cache *cache,
    const struct str *url, size_t count, probe_tell *tell, void *data,
    struct probe_summary *ret_summary)
{
	const struct transfer_options how = { .parallel = PARALLEL,
		.parallel_per_host = PARALLEL_PER_HOST,
		.pause_ms = PAUSE_MS,
		.connect_ms = CONNECT_MS,
		.total_ms = options->total_s * 1000,
		.body_max = LIMIT_PROBE_PAGE,
		.redirects = REDIRECTS,
		.patience_s = JUDGE_PATIENCE_S,
		.user_agent = options->user_agent,
		.header = headers,
		.allow = options->allow,
		.allows = options->allows };
	struct run run = { .options = options,
		.cache = cache,
		.tell = tell,
		.data = data,
		.transfers = transfers_new(&how) };

	make_pages(&run, url, count);
	start(&run);
	run.summary.woken = !transfers_run(run.transfers, options->wake);
	if (run.nameless != NULL && !run.summary.woken) {
		ask_witnesses(&run);
		run.summary.woken =
		    !transfers_run(run.transfers, options->wake);
	}
	if (!run.summary.woken)
		tell_nameless(&run);
	transfers_free(run.transfers);
	arena_release(&run.arena);
	*ret_summary = run.summary;
}
