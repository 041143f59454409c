#include "collect/known_events.h"

#include "base/limits.h"
#include "inbox/inbox.h"

enum { PAGE = 500 };

bool known_events_read(struct arena *arena,
    const struct collect_options *options, struct known_events *ret_known,
    struct error *err)
{
	struct known_events known = { .arena = arena, .options = options };
	struct inbox_filter filter = { .any_state = true,
		.one_kind = true,
		.kind = CANDIDATE_EVENT,
		.most = PAGE };
	struct candidates page;

	do {
		if (!inbox_list(options->store, arena, &filter, &page, err))
			return false;
		for (size_t i = 0; i < page.count; i++) {
			const struct candidate *c = &page.candidate[i];

			filter.after = c->id;
			if (date_cmp(c->day, options->today) < 0)
				continue;
			known.event =
			    ARENA_GROW(arena, known.event, known.count);
			known.event[known.count++] = known_event(arena, c);
		}
	} while (page.count == PAGE);
	*ret_known = known;
	return printed_events_read(arena, options, &ret_known->printed, err);
}

/* ------------------------------------------------------------------------ ranks */

/* By the kind of source, then by the order of the settings; those that the
 * settings do not name any more come last, in any order that stays. */
static int rank_of(void *data, struct str source)
{
	enum { APART = 100000, UNKNOWN = 100 * APART };
	const struct collect_options *o = data;
	int sum = 0;

	for (size_t i = 0; i < o->settings->sources; i++) {
		const struct source_rule *rule = &o->settings->source[i];
		const struct kind *kind = kind_named(rule->kind);

		if (str_eq(rule->id, source))
			return (KIND_RANK_HOST -
				   (kind != NULL ? (int)kind->rank : 0)) *
				   APART +
			       (int)i;
	}
	for (size_t i = 0; i < source.len; i++)
		sum = (sum * 31 + (unsigned char)source.at[i]) % APART;
	return UNKNOWN + sum;
}

/* ------------------------------------------------------------------- what changed */

/* Tell how an event differs from what was printed of it.  `said` is what the
 * source of `harvest` says, `all` what all say together. */
static void tell_changes(struct known_events *known, struct harvest *harvest,
    const struct candidate *said, const struct candidate *all)
{
	const struct printed_event *printed = printed_events_find(
	    &known->printed, known->arena, said->url, said->day);

	if (printed == NULL)
		printed = printed_events_find(
		    &known->printed, known->arena, all->url, all->day);
	/* At an address of several events, those with other names are others.
	 */
	if (printed != NULL &&
	    (printed->single || titles_alike(all->title, printed->title) > 0))
		printed_event_compare(harvest, printed,
		    &(struct event_now){ .title = all->title,
			.status =
			    candidate_field_text(known->arena, all, "status"),
			.first = all->day });
}

/* ----------------------------------------------------------------------- joining */

static struct known_event *find(struct known_events *known,
    const struct known_event *event, enum event_match *ret_match)
{
	struct known_event *best = NULL;

	*ret_match = EVENT_OTHER;
	for (size_t i = 0; i < known->count; i++) {
		enum event_match match =
		    event_match(known->arena, event, &known->event[i]);

		/* The same beats one that has moved, that one that may be. */
		if (match != EVENT_OTHER &&
		    (*ret_match != EVENT_SAME &&
			(match == EVENT_SAME || match > *ret_match))) {
			*ret_match = match;
			best = &known->event[i];
		}
	}
	return best;
}

static bool join(struct known_events *known, struct harvest *harvest,
    struct known_event *there, const struct candidate *candidate,
    enum inbox_added *ret_added, struct error *err)
{
	const struct candidate_ranks ranks = { rank_of,
		(void *)(uintptr_t)known->options };
	struct candidate joined = there->c;
	enum inbox_edited edited;

	candidate_join(known->arena, &joined, candidate, &ranks);
	joined.raw_hash = candidate->raw_hash;
	*ret_added = INBOX_KNOWN;
	tell_changes(known, harvest, candidate, &joined);
	if (str_eq(joined.fields, there->c.fields))
		return true;
	if (!inbox_rewrite(known->options->store, known->arena, there->c.id,
		&joined, &edited, err))
		return false;
	if (edited != INBOX_EDITED)
		return true;
	*ret_added = INBOX_UPDATED;
	*there = known_event(known->arena, &joined);
	return true;
}

static void note_maybe(struct known_events *known, struct candidate *c,
    const struct known_event *other)
{
	struct str fields = arena_printf(
	    known->arena, "{\"maybe\":%lld}", (long long)other->c.id);

	candidate_add_fields(known->arena, c, fields, (struct str){ NULL, 0 });
}

bool known_events_add(struct known_events *known, struct harvest *harvest,
    const struct candidate *candidate, enum inbox_added *ret_added,
    struct error *err)
{
	struct known_event event = known_event(known->arena, candidate);
	enum event_match match;
	struct known_event *there = find(known, &event, &match);
	struct candidate now;

	if ((match == EVENT_SAME || match == EVENT_MOVED) &&
	    there->c.state != CANDIDATE_WITHDRAWN &&
	    !str_eq(there->c.source, STR(CANDIDATE_READER)))
		return join(known, harvest, there, candidate, ret_added, err);
	tell_changes(known, harvest, candidate, candidate);
	/* Nobody has heard of it, and nobody needs to. */
	*ret_added = INBOX_KNOWN;
	if (str_eq(candidate_field_text(known->arena, candidate, "status"),
		STR("cancelled")))
		return true;
	if (match == EVENT_MAYBE)
		note_maybe(known, &event.c, there);
	if (!inbox_add(known->options->store, known->arena, &event.c, ret_added,
		&now, err))
		return false;
	if (*ret_added == INBOX_NEW) {
		known->event =
		    ARENA_GROW(known->arena, known->event, known->count);
		known->event[known->count++] = known_event(known->arena, &now);
	}
	return true;
}
