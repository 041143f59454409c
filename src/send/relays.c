#include "send/relays.h"

enum {
	SHORTEST = 1000,
	LONGEST = 5 * 60 * 1000,
	DOUBLINGS = 9,
	/* Mails that are taken for each connection more. */
	GOOD = 10,
	CUTS = 3,
};

static bool can_use(const struct relay *r, int64_t now)
{
	return r->pause <= now;
}

/* Only while it works does the first one keep the others waiting. */
struct relay *relays_choose(struct relays *relays, int64_t now)
{
	int open = 0;

	for (size_t i = 0; i < relays->count; i++)
		open += relays->relay[i].open;
	for (size_t i = 0; i < relays->count && open < relays->most; i++) {
		struct relay *r = &relays->relay[i];

		if (!can_use(r, now))
			continue;
		if (!r->found && !smtp_server_find(&r->server, &r->why)) {
			relay_failed(r, str_of(r->why.text), now);
			continue;
		}
		r->found = true;
		return r->open < r->allowed ? r : NULL;
	}
	return NULL;
}

int64_t relays_next(const struct relays *relays, int64_t now)
{
	int64_t next = INT64_MAX;

	for (size_t i = 0; i < relays->count; i++)
		if (relays->relay[i].pause > now &&
		    relays->relay[i].pause < next)
			next = relays->relay[i].pause;
	return next;
}

const struct relay *relays_stuck(const struct relays *relays, int64_t now)
{
	for (size_t i = 0; i < relays->count; i++)
		if (can_use(&relays->relay[i], now))
			return NULL;
	return relays->count > 0 ? &relays->relay[0] : NULL;
}

void relay_worked(struct relay *r, int most)
{
	r->troubles = r->cuts = 0;
	r->why.text[0] = '\0';
	if (r->allowed >= most || ++r->good < GOOD)
		return;
	r->allowed++;
	r->good = 0;
}

void relay_cut(struct relay *r, struct str why, int64_t now)
{
	if (++r->cuts < CUTS)
		return;
	r->cuts = 0;
	relay_failed(r, why, now);
}

void relay_failed(struct relay *r, struct str why, int64_t now)
{
	int64_t pause = SHORTEST;

	/* Several connections can find the same at once. */
	error_set(&r->why, "%.*s", STR_ARG(why));
	if (r->pause > now)
		return;
	for (int i = 0; i < r->troubles && i < DOUBLINGS; i++)
		pause *= 2;
	r->pause = now + (pause < LONGEST ? pause : LONGEST);
	r->troubles++;
	r->allowed = r->allowed > 1 ? r->allowed / 2 : 1;
	r->good = 0;
	/* It may have moved. */
	r->found = false;
}
