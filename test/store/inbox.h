/*
 * inbox: what the tests of candidates share.
 */
#ifndef TEST_STORE_INBOX_H
#define TEST_STORE_INBOX_H

#include "place.h"

#include "store/inbox.h"

enum { NOON = 1772625600 }; /* 2026-03-04 12:00 UTC */

static inline void must(bool ok, const struct error *err)
{
	if (!ok)
		fail_msg("%s", err->text);
}

static char folder[64];

static inline struct store *open_at(const char *address)
{
	struct store_options options = {
		.folder = folder, .address = address, .now = NOON
	};
	struct store *store;
	struct error err;

	must(store_open(&options, &store, &err), &err);
	return store;
}

/* An empty store, in a folder of its own. */
static inline struct store *open_store(void)
{
	memcpy(folder, "/tmp/sennight-inbox-XXXXXX",
	    sizeof("/tmp/sennight-inbox-XXXXXX"));
	assert_non_null(make_test_folder(folder));
	return open_at(on_postgres() ? empty_place() : NULL);
}

/* Another program's view of the same one. */
static inline struct store *open_again(void)
{
	return open_at(getenv("SENNIGHT_STORE"));
}

static inline struct candidate a_link(const char *url, const char *title)
{
	return (struct candidate){ .kind = CANDIDATE_LINK,
		.source = STR("planet"),
		.title = str_of(title),
		.url = str_of(url),
		.fields = STR("{}") };
}

static inline enum inbox_added add(struct store *store, struct arena *arena,
    const struct candidate *c, struct candidate *now)
{
	enum inbox_added added;
	struct error err;

	must(inbox_add(store, arena, c, &added, now, &err), &err);
	return added;
}

static inline struct candidate find(
    struct store *store, struct arena *arena, int64_t id)
{
	struct candidate c;
	struct error err;
	bool found;

	must(inbox_find(store, arena, id, &found, &c, &err), &err);
	assert_true(found);
	return c;
}

static inline enum inbox_result decide(struct store *store, struct arena *arena,
    int64_t id, struct inbox_step step)
{
	struct inbox_outcome outcome;
	struct error err;

	must(inbox_decide(store, arena, &id, 1, &step, &outcome, NULL, &err),
	    &err);
	return outcome.result;
}

#define STEP(...) ((struct inbox_step){ __VA_ARGS__ })

#endif
