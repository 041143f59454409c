/* Requests by REST, and searches by it: what GraphQL gives at once is asked for
 * here thing by thing. */
#include "base/limits.h"
#include "base/url.h"
#include "collect/github_priv.h"

/* ------------------------------------------------------------------- requests */

struct ask github_manners(struct harvest *h)
{
	static const char *const header[] = {
		"X-GitHub-Api-Version: 2022-11-28", NULL
	};
	struct ask ask = { .header = header,
		.accept = "application/vnd.github+json",
		.any_status = true };
	struct error why;

	if (!kind_secret(h, &ask.bearer, &why))
		harvest_lacks(h, str_of(why.text));
	return ask;
}

static void get(struct harvest *h, struct str url, const char *accept,
    kind_read *read, void *data)
{
	struct ask ask = github_manners(h);

	ask.url = url;
	if (accept != NULL)
		ask.accept = accept;
	ask.read = read;
	ask.data = data;
	ask.keep = true;
	harvest_ask(h, &ask);
}

void github_get(struct harvest *h, struct str path, const char *accept,
    kind_read *read, void *data)
{
	struct str base = kind_base(h);

	get(h,
	    arena_printf(h->arena, "%.*s/%.*s", STR_ARG(base), STR_ARG(path)),
	    accept, read, data);
}

bool github_next(struct harvest *h, kind_read *read, void *data)
{
	struct str base = kind_base(h), next = h->answer.next;

	if (next.len == 0)
		return false;
	/* The token is for nobody else. */
	if (!str_starts(next, base) || next.len == base.len ||
	    next.at[base.len] != '/') {
		harvest_lacks(h, STR("its next page is somewhere else"));
		return false;
	}
	get(h, next, NULL, read, data);
	return true;
}

/* ------------------------------------------------------- what is wanted of one */

struct detail {
	struct github_part part;
	struct github_thing thing;
	unsigned wants; /* still */
};

static void ask_detail(struct harvest *h, struct detail *d);

static const struct {
	unsigned want;
	const char *of, *what; /* "issues" N "events", below the repository */
	void (*add)(struct arena *arena, const json_t *page,
	    struct github_thing *thing);
} details[] = {
	{ GITHUB_EVENTS, "issues", "events", github_add_events },
	{ GITHUB_COMMENTS, "issues", "comments", github_add_comments },
	{ GITHUB_COMMIT, "pulls", "commits", github_add_commits },
};
enum { DETAILS = sizeof(details) / sizeof(details[0]) };

/* Of the first thing that is still wanted. */
static size_t next_detail(const struct detail *d)
{
	size_t i = 0;

	while (i < DETAILS && !(d->wants & details[i].want))
		i++;
	return i;
}

static bool read_detail(struct harvest *h, struct error *err)
{
	struct detail *d = h->answer.data;
	size_t i = next_detail(d);
	bool again;
	json_t *page = github_json(h, &again, err);
	bool ok = page != NULL || again;

	if (page != NULL) {
		details[i].add(h->arena, page, &d->thing);
		if (!github_next(h, read_detail, d)) {
			d->wants &= ~details[i].want;
			ask_detail(h, d);
		}
	}
	from_json_free(page);
	return ok;
}

/* Ask for the next thing that is wanted; when all is there, it is taken. */
static void ask_detail(struct harvest *h, struct detail *d)
{
	size_t i = next_detail(d);

	if (i == DETAILS) {
		github_take_one(h, &d->part, &d->thing);
		return;
	}
	github_get(h,
	    arena_printf(h->arena, "repos/%.*s/%s/%lld/%s?per_page=100",
		STR_ARG(d->thing.repository), details[i].of,
		(long long)d->thing.number, details[i].what),
	    NULL, read_detail, d);
}

void github_ask_details(struct harvest *h, const struct github_part *part,
    const struct github_thing *thing, unsigned wants)
{
	struct detail *d = ARENA_NEW(h->arena, struct detail);

	*d = (struct detail){ .part = *part, .thing = *thing, .wants = wants };
	if (!thing->pull)
		d->wants &= ~(unsigned)GITHUB_COMMIT;
	if (thing->comments == 0)
		d->wants &= ~(unsigned)GITHUB_COMMENTS;
	if (!github_is_repository(thing->repository))
		d->wants = 0;
	ask_detail(h, d);
}

/* ------------------------------------------------------------------- searches */

static bool read_found(struct harvest *h, struct error *err);

static void take_found(
    struct harvest *h, struct github_part *part, const json_t *found)
{
	int64_t all = from_json_number(found, "total_count", 0);
	struct github_part half[2];

	if (github_halve(part, all, half)) {
		github_ask_rest(h, &half[0]);
		github_ask_rest(h, &half[1]);
		return;
	}
	if (from_json_is(found, "incomplete_results"))
		harvest_lacks(h, STR("its search ran out of time: it did not "
				     "look at all there is"));
	for (size_t i = 0; i < from_json_count(found, "items"); i++) {
		struct github_thing thing;

		part->got++;
		if (github_item_read(
			h->arena, from_json_item(found, "items", i), &thing))
			github_ask_details(
			    h, part, &thing, part->search->wants);
	}
	if (!github_next(h, read_found, part) && part->got < all)
		github_lacks(h, part, all);
}

static bool read_found(struct harvest *h, struct error *err)
{
	bool again;
	json_t *found = github_json(h, &again, err);
	bool ok = found != NULL || again;

	if (found != NULL)
		take_found(h, h->answer.data, found);
	from_json_free(found);
	return ok;
}

/* As the value of a parameter. */
static struct str encoded(struct arena *arena, struct str text)
{
	struct strbuf out;
	struct str value;

	strbuf_init(&out, LIMIT_LETTER);
	for (size_t i = 0; i < text.len; i++)
		if (char_is_alnum(text.at[i]) ||
		    str_find_char(STR("-_.~"), text.at[i], 0) != STR_NONE)
			strbuf_add_char(&out, text.at[i]);
		else
			url_add_escape(&out, text.at[i]);
	value = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return value;
}

void github_ask_rest(struct harvest *h, const struct github_part *part)
{
	struct github_part *kept = ARENA_NEW(h->arena, struct github_part);
	struct str query = encoded(h->arena, github_query(h, part));

	*kept = *part;
	/* The oldest first: what comes up meanwhile moves no page. */
	github_get(h,
	    arena_printf(h->arena,
		"search/issues?q=%.*s&sort=created&order=asc&per_page=100",
		STR_ARG(query)),
	    NULL, read_found, kept);
}
