/*
 * What kinds of sources make of answers: any bytes.
 *
 * The first byte chooses the kind, the second how it is asked; then come
 * answers, with 0xff between them, one for each thing that is asked.  An answer
 * "!N" has another status, and one that begins with '>' has a next page.
 */
#include <assert.h>
#include <stdlib.h>

#include "../model/twir.h"
#include "base/hash.h"
#include "base/limits.h"
#include "collect/kind.h"

enum { ASKS_MOST = 60 };

static struct ask asked[ASKS_MOST];
static size_t asks;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* These stand for those of visit.c. */

void harvest_ask(struct harvest *h, const struct ask *ask)
{
	if (asks == ASKS_MOST)
		return;
	asked[asks] = *ask;
	asked[asks++].url = arena_str(h->arena, ask->url);
}

bool harvest_again(struct harvest *h, int64_t seconds)
{
	h->again_s = seconds;
	return true;
}

void harvest_lacks(struct harvest *h, struct str why)
{
	if (h->incomplete.len == 0)
		h->incomplete = arena_str(h->arena, why);
}

static size_t count_kinds(void)
{
	const char *name, *what;
	size_t count = 0;

	while (collect_kind(count, &name, &what))
		count++;
	assert(count > 0);
	return count;
}

static void set_answer(
    struct harvest *h, const struct ask *ask, struct str body)
{
	static const int statuses[] = { 0, 401, 403, 404, 410, 422, 429, 500 };

	h->answer = (struct answer){
		.status = 200, .rest_s = -1, .url = ask->url, .data = ask->data
	};
	if (str_starts(body, STR(">"))) {
		h->answer.next = arena_printf(
		    h->arena, "%.*s?p=%zu", STR_ARG(ask->url), asks);
		body = str_sub(body, 1, body.len);
	}
	if (str_starts(body, STR("!"))) {
		h->answer.status = statuses[body.len > 1 ? body.at[1] & 7 : 0];
		body = str_sub(body, 2, body.len);
	}
	/* Without the NUL that others have behind them. */
	h->answer.body = arena_str(h->arena, body);
	hash_make(h->answer.body, h->answer.hash);
}

static void read_one(struct harvest *h, const struct ask *ask, struct str body)
{
	struct error err = { "" };

	set_answer(h, ask, body);
	h->again_s = -1;
	if (h->answer.status != 200 && !ask->may_fail &&
	    (h->answer.status == 0 || !ask->any_status))
		return;
	if (!ask->read(h, &err))
		assert(err.text[0] != '\0');
	h->answer = (struct answer){ .cut = false };
}

static void run(struct harvest *h, const struct kind *kind, struct str rest)
{
	struct error err = { "" };
	const struct ask plain = { .url = h->rule->url, .read = kind->read };

	asks = 0;
	if (kind->start == NULL)
		read_one(h, &plain, rest);
	else if (!kind->start(h, &err))
		assert(err.text[0] != '\0');
	for (size_t i = 0; i < asks; i++) {
		struct ask ask = asked[i];

		read_one(h, &ask, str_take(&rest, (char)0xff));
	}
	if (kind->finish != NULL && !kind->finish(h, &err))
		assert(err.text[0] != '\0');
	for (size_t i = 0; i < h->count; i++)
		assert(h->candidate[i].title.len > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct date since = { 2026, 11, 18 };
	struct arena arena = { 0 };
	struct str of[] = { STR("tide/lamps"), STR("tide/rfcs") };
	struct source_rule rule = { .id = STR("x"),
		.url = STR("https://api.example.org"),
		.of = { of, 2 } };
	struct collect_options options = { .settings = twir_settings(),
		.since = since,
		.today = { 2026, 11, 25 },
		.events_until = { 2027, 1, 1 } };
	struct harvest h = {
		.arena = &arena, .options = &options, .rule = &rule
	};
	const struct kind *kind;

	if (size < 2)
		return 0;
	kind = kind_at(data[0] % count_kinds());
	rule.kind = str_of(kind->name);
	if (data[1] & 1)
		setenv("SENNIGHT_GITHUB", "secret", 1);
	else
		unsetenv("SENNIGHT_GITHUB");
	if (data[1] & 2)
		options.until = (struct date){ 2026, 11, 25 };
	if (data[1] & 4)
		of[1] = STR("tide");
	run(&h, kind, (struct str){ (const char *)data + 2, size - 2 });
	arena_release(&arena);
	return 0;
}
