/* What became of something that was sent in: the page of its sender, and the
 * receipt that may be passed on. */
#include "base/url.h"
#include "build/feed.h"
#include "model/line_link.h"
#include "serve/sending.h"

enum { DAY_SECONDS = 24 * 60 * 60 };

/* Words for a step, and who did it does not matter. */
static const struct {
	const char *word, *text;
} words[INBOX_WHATS] = {
	[INBOX_ACCEPT] = { "accepted", "Accepted for an issue" },
	[INBOX_REJECT] = { "rejected", "Not taken" },
	[INBOX_MOVE] = { "moved", "Moved to another section" },
	[INBOX_WITHDRAW] = { "withdrawn", "Taken back" },
	[INBOX_PLACE] = { "placed", "Put into the draft of the next issue" },
	[INBOX_PUBLISH] = { "published", "Published" },
};

struct step {
	int64_t at;
	const char *word, *text;
	struct str reason; /* of what was not taken */
	bool printed;
};

struct steps {
	struct step *step; /* oldest first */
	size_t count;
};

static void add_step(struct arena *arena, struct steps *list, struct step step)
{
	list->step = ARENA_GROW(arena, list->step, list->count);
	list->step[list->count++] = step;
}

/* What was taken back is nobody's business. */
static bool read_steps(const struct workplace *place, struct arena *arena,
    const struct candidate *c, struct steps *ret_steps, struct error *err)
{
	struct inbox_trail trail;

	*ret_steps = (struct steps){ NULL, 0 };
	add_step(arena, ret_steps,
	    (struct step){
		.at = c->created, .word = "received", .text = "Received" });
	if (!inbox_trail(place->store, arena, c->id, &trail, err))
		return false;
	for (size_t i = 0; i < trail.count; i++) {
		const struct inbox_trace *t = &trail.trace[i];
		bool told = t->what == INBOX_REJECT;

		if (t->undone == 0)
			add_step(arena, ret_steps,
			    (struct step){ t->at, words[t->what].word,
				words[t->what].text,
				told ? t->reason : (struct str){ NULL, 0 },
				t->what == INBOX_PUBLISH });
	}
	return true;
}

static struct value steps_value(struct arena *arena, const struct steps *list)
{
	struct value value = value_list(arena);

	for (size_t i = 0; i < list->count; i++) {
		const struct step *step = &list->step[i];
		struct value map = value_map(arena);

		value_set(
		    arena, map, "at", value_text(readers_day(arena, step->at)));
		value_set(arena, map, "text", value_text(str_of(step->text)));
		value_set(arena, map, "reason", value_text(step->reason));
		value_append(arena, value, map);
	}
	return value;
}

/* What the search knows of it: the newest item with its address, which may be
 * another day of an event. */
static bool find_printed(const struct workplace *place, struct arena *arena,
    const struct candidate *c, struct search_hit *ret_hit)
{
	struct str own = line_of_event(arena, c->day, STR(""));
	struct error ignored; /* the issue is known all the same */
	bool found = false;

	return place->search != NULL && c->url.len > 0 &&
	       search_by_url(
		   place->search, arena, c->url, &found, ret_hit, &ignored) &&
	       found &&
	       (!date_is_set(c->day) || str_starts(ret_hit->entry.text, own));
}

/* Where it stands in its issue: in its section, if it was printed there last;
 * absolute.  Unset if the issue is not known (any more). */
static struct str printed_at(const struct workplace *place, struct arena *arena,
    const struct candidate *c)
{
	struct live_issue issue;
	struct search_hit hit;
	struct str printed;

	if (c->issue <= 0 ||
	    !live_numbered(place->live, arena, c->issue, &issue))
		return (struct str){ NULL, 0 };
	if (!find_printed(place, arena, c, &hit))
		return c->kind == CANDIDATE_FEATURE
			   ? issue.address
			   : line_link(arena, issue.address,
				 date_is_set(c->day)
				     ? line_of_event(arena, c->day, c->title)
				     : c->title);
	printed = readers_printed(place, arena, &hit.entry);
	return str_eq(url_split(printed).path, url_split(issue.address).path)
		   ? url_join(arena, issue.address, printed)
		   : line_link(arena, issue.address, hit.entry.text);
}

/* ---------------------------------------------------------------------- pages */

/* The candidate of a link; *ret_go is false if that is the answer. */
static bool follow(const struct workplace *place, struct exchange *x,
    enum link_purpose purpose, struct candidate *ret_candidate, bool *ret_go,
    struct error *err)
{
	enum token_status status;
	struct str tag =
	    link_subject(place->store, &x->arena, purpose, x->part, &status);

	*ret_go = false;
	if (status == TOKEN_FINE && !inbox_find_tag(place->store, &x->arena,
					tag, ret_go, ret_candidate, err))
		return false;
	return *ret_go || readers_say(place, x, "bad-link", err);
}

/* `own`: it is the sender, who may change it. */
static bool show(const struct workplace *place, struct exchange *x,
    const struct candidate *c, bool own, struct error *err)
{
	struct arena *arena = &x->arena;
	struct value v = readers_value(place, arena);
	struct str receipt = readers_link(place, arena, LINK_RECEIPT, c->tag);
	struct steps list;
	struct str name;

	if (!read_steps(place, arena, c, &list, err))
		return false;
	value_set(arena, v, "it", sending_value(place, arena, c));
	value_set(arena, v, "steps", steps_value(arena, &list));
	value_set(
	    arena, v, "issue_url", value_text(printed_at(place, arena, c)));
	value_set(arena, v, "own", value_bool(own));
	value_set(arena, v, "open",
	    value_bool(c->state == CANDIDATE_NEW &&
		       submit_kind_of(place->settings, c, &name) != NULL));
	value_set(arena, v, "hidden", value_bool(c->hidden));
	value_set(arena, v, "receipt", value_text(receipt));
	value_set(arena, v, "action",
	    value_text(readers_link(place, arena, LINK_SUBMISSION, c->tag)));
	return readers_page(place, x, "submission.html",
	    own ? "What you sent in" : "What was sent in", v, err);
}

void submission_go(const struct workplace *place, struct exchange *x,
    const struct candidate *c)
{
	x->status = MHD_HTTP_SEE_OTHER;
	x->location =
	    readers_link(place, &x->arena, LINK_SUBMISSION, c->tag).at;
}

/* An editor may be quicker; then the page tells what happened. */
static bool withdraw(const struct workplace *place, struct exchange *x,
    const struct candidate *c, struct error *err)
{
	const struct inbox_step step = { .what = INBOX_WITHDRAW,
		.who = STR(CANDIDATE_READER) };
	struct inbox_outcome outcome;

	if (!inbox_decide(
		place->store, &x->arena, &c->id, 1, &step, &outcome, NULL, err))
		return false;
	submission_go(place, x, c);
	return true;
}

static bool make_submission(
    const struct workplace *place, struct exchange *x, struct error *err)
{
	struct candidate c;
	bool go;

	return follow(place, x, LINK_SUBMISSION, &c, &go, err) &&
	       (!go || (x->post ? withdraw(place, x, &c, err)
				: show(place, x, &c, true, err)));
}

static bool make_edit(
    const struct workplace *place, struct exchange *x, struct error *err)
{
	struct candidate c;
	bool go;

	if (!follow(place, x, LINK_SUBMISSION, &c, &go, err))
		return false;
	if (go && c.state == CANDIDATE_NEW)
		return submission_edit(place, x, &c, err);
	if (go)
		submission_go(place, x, &c);
	return true;
}

static bool make_receipt(
    const struct workplace *place, struct exchange *x, struct error *err)
{
	struct candidate c;
	bool go;

	return follow(place, x, LINK_RECEIPT, &c, &go, err) &&
	       (!go || show(place, x, &c, false, err));
}

/* ----------------------------------------------------------------------- feed */

static struct moment moment_of(int64_t seconds)
{
	return (struct moment){
		.date = date_from_days((int32_t)(seconds / DAY_SECONDS)),
		.minutes = (int)(seconds % DAY_SECONDS / 60),
	};
}

static struct str absolute(const struct workplace *place, struct arena *arena,
    struct str tag, const char *more)
{
	return arena_printf(arena, "%.*s%s",
	    STR_ARG(link_make(
		place->store, arena, place->settings, LINK_RECEIPT, tag)),
	    more);
}

static struct feed_entry entry_of(const struct workplace *place,
    struct arena *arena, const struct candidate *c, const struct step *step)
{
	struct str reason = step->reason, printed = { NULL, 0 };

	if (step->printed)
		printed = printed_at(place, arena, c);
	return (struct feed_entry){
		.id = arena_printf(arena, "%.*s#%s-%lld",
		    STR_ARG(absolute(place, arena, c->tag, "")), step->word,
		    (long long)step->at),
		.url = printed.len > 0 ? printed
				       : absolute(place, arena, c->tag, ""),
		.title = arena_printf(
		    arena, "%s: %.*s", step->text, STR_ARG(c->title)),
		.published = moment_of(step->at),
		.updated = moment_of(step->at),
		.summary = reason.len > 0 ? reason : str_of(step->text),
	};
}

static void add_feed(const struct workplace *place, struct exchange *x,
    const struct candidate *c, const struct steps *list)
{
	const struct settings *s = place->settings;
	struct arena *arena = &x->arena;
	struct feed_entry *entry =
	    ARENA_ARRAY(arena, list->count, struct feed_entry);
	struct feed feed = { .id = absolute(place, arena, c->tag, ""),
		.title = arena_printf(
		    arena, "%.*s: %.*s", STR_ARG(s->name), STR_ARG(c->title)),
		.address = absolute(place, arena, c->tag, ""),
		.self = absolute(place, arena, c->tag, "/feed.xml"),
		.language = s->language,
		.author = s->name,
		.entry = entry,
		.entries = list->count };

	for (size_t i = 0; i < list->count; i++)
		entry[i] =
		    entry_of(place, arena, c, &list->step[list->count - 1 - i]);
	feed_add_atom(&x->out, &feed);
	x->type = "application/atom+xml; charset=utf-8";
}

static bool make_feed(
    const struct workplace *place, struct exchange *x, struct error *err)
{
	struct candidate c;
	struct steps list;
	bool go;

	if (!follow(place, x, LINK_RECEIPT, &c, &go, err) ||
	    (go && !read_steps(place, &x->arena, &c, &list, err)))
		return false;
	if (go)
		add_feed(place, x, &c, &list);
	return true;
}

const struct route submission_routes[] = {
	{ "submission/?", ROUTE_GET | ROUTE_POST, make_submission },
	{ "submission/?/edit", ROUTE_GET | ROUTE_POST, make_edit },
	{ "receipt/?", ROUTE_GET, make_receipt },
	{ "receipt/?/feed.xml", ROUTE_GET, make_feed },
};
const size_t submission_route_count =
    sizeof(submission_routes) / sizeof(submission_routes[0]);
